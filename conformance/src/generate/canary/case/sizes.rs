//! How large a case and its members may be (SIZ-1, ENC-10).

use casp_wire::v1::{self, tables};
use prost::Message as _;

use super::script::{Member, Script};
use super::{VALID, check};
use crate::generate::case::Case;
use crate::generate::forge::{Node, Value};
use crate::generate::world::World;
use crate::vector::Vector;

/// Greatest encoded case, bytes.
const MAX_CASE: usize = 1_703_936;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        world,
        case: Node::read(&tables::CANARY_CASE, &Script::new(world).bytes()),
    };
    let mut vectors = vec![
        bench
            .whole("input-at-max", MAX_CASE, "result", "input-at-limit")
            .refused("ENC-10", "input-at-max", VALID, &[]),
        bench
            .whole("input-past-max", MAX_CASE + 1, "", "input-past-limit")
            .refused("SIZ-1", "input-past-max", VALID, &[]),
        bench
            .whole("input-far-past-max", 2 * MAX_CASE, "", "input-oversize")
            .refused("SIZ-1", "input-far-past-max", VALID, &[]),
    ];
    for member in Member::ALL {
        let max = max_bytes(member);
        let past = bench.member(member, "past-max-length", max + 1).flags(&["past-limit"]);
        vectors.push(past.refused("ENC-10", "past-max-length", VALID, &[]));
        let at = bench.member(member, "at-max-length", max).flags(&["at-limit"]);
        vectors.push(at.refused("REC-1", "at-max-length", VALID, &[]));
    }
    vectors
}

fn max_bytes(member: Member) -> usize {
    match member {
        Member::Offer | Member::Quote | Member::Acceptance => 32_768,
        Member::Request | Member::Result => 655_360,
        Member::Verdict => 262_144,
    }
}

struct Bench<'a> {
    world: &'a World,
    case: Node,
}

impl Bench<'_> {
    fn asked(&self, name: &str, field: &str, case: Vec<u8>) -> Case {
        let id = format!("canary/case-encoding/sizes/{name}");
        let title = format!("case: {}", name.replace('-', " "));
        Case::new(id, title, &self.world.begin(), self.world.now, check(case)).about("CanaryCase", field)
    }

    /// A case of exactly this length, by its result.
    fn whole(&self, name: &str, length: usize, field: &str, flag: &str) -> Case {
        let rest = self.with(Member::Result, 100_000).len() - 100_000;
        // The result's length takes a byte more when it has more than two million bytes.
        let guess = length - rest;
        let bytes = self.with(Member::Result, guess);
        let bytes = self.with(Member::Result, guess - (bytes.len() - length));
        assert_eq!(bytes.len(), length, "{name}");
        self.asked(name, field, bytes).flags(&[flag])
    }

    fn member(&self, member: Member, name: &str, length: usize) -> Case {
        let name = format!("{}-{name}", member.name());
        self.asked(&name, member.name(), self.with(member, length))
    }

    /// The case with a bundle of exactly this length for a member, a run of zeros with a signature that is none.
    fn with(&self, member: Member, length: usize) -> Vec<u8> {
        let bundle = |payload: usize| {
            let subject = v1::Envelope {
                payload: vec![0; payload],
                payload_type: "application/vnd.casp.offer.v1+protobuf".to_owned(),
                signatures: vec![v1::Signature {
                    sig: vec![0; 64],
                    keyid: self.world.alice.did(),
                }],
            };
            let proofs = vec![];
            v1::Bundle {
                subject: Some(subject),
                proofs,
            }
            .encode_to_vec()
        };
        let over = bundle(length).len() - length;
        let bytes = bundle(length - over);
        assert_eq!(bytes.len(), length, "{}", member.name());
        let position = Member::ALL.iter().position(|each| *each == member);
        let number = u32::try_from(position.expect("a member") + 1).expect("a small number");
        let mut case = self.case.clone();
        case.set(number, [Value::Bytes(bytes)]);
        case.write()
    }
}
