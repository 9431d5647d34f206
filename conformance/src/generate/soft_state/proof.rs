//! Proofs of equivocation, checked by someone who was not there (EQV-1 to EQV-4).

use casp_wire::v1::{self, tables};
use prost::Message as _;

use super::equivocation::two_of_each;
use super::story::{Story, proof_bytes, proof_of};
use crate::generate::faults::Site;
use crate::generate::forge::{Kind, Node, Payload as _, Statement};
use crate::generate::site::Target;
use crate::generate::world::{DAY, SECOND, World};
use crate::vector::{Operation, Vector};

/// Greatest encoded proof, bytes.
const MAX_PROOF: usize = 524_288;
/// Greatest member, bytes.
const MAX_MEMBER: usize = 262_144;

const VALID: &str = "soft-state/proof/descriptor-and-withdrawal";
const ENCODED: &str = "soft-state/proof-encoding/message/valid";

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = valid(world);
    vectors.extend(invalid_members(world));
    vectors.extend(mismatched(world));
    vectors.extend(misordered(world));
    vectors.extend(sizes(world));
    vectors
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "proof")
}

const RULES: [&str; 4] = ["EQV-1", "EQV-2", "EQV-3", "EQV-4"];

fn valid(world: &World) -> Vec<Vector> {
    let story = story(world);
    let kinds = two_of_each(world);
    let mut vectors = Vec::new();
    for (at, (kind, first, second)) in kinds.iter().enumerate() {
        let check = |name: &str, proof| story.checks(name, 0, proof).accepted(&RULES, None);
        vectors.push(check(&format!("two-{kind}s"), proof_bytes(first, second)));
        for (other, of_other, _) in &kinds[at + 1..] {
            vectors.push(check(&format!("{kind}-and-{other}"), proof_bytes(first, of_other)));
        }
    }
    vectors.extend(valid_long_after(world, &kinds[0].1, &kinds[2].1));
    vectors
}

/// A proof is checked at the time that its members give, whatever is known by then and whoever they were addressed to.
fn valid_long_after(world: &World, first: &Statement, second: &Statement) -> Vec<Vector> {
    let story = story(world);
    let proof = proof_bytes(first, second);
    let later = 3_650 * DAY;
    let retired = story.clone().observed(SECOND, &world.plain(Kind::Retire));
    let superseded = story.clone().observed(SECOND, &story.delegation(&world.clerk, 9));
    let addressed = |at: i64| {
        let mut descriptor = story.descriptor(at, 7);
        descriptor.header().audience = world.bob.multikey();
        story.alice(&descriptor)
    };
    let to_worker = story.delegation(&world.worker, 0);
    let delegated = story.descriptor(0, 7).delegated(&world.worker, &to_worker);
    let check = |story: &Story<'_>, name: &str, at, proof| story.checks(name, at, proof).accepted(&RULES, None);
    vec![
        check(&story, "members-long-expired", later, proof.clone()),
        check(&story, "members-not-yet-valid", -later, proof.clone()),
        check(&retired, "issuer-has-retired", 2 * SECOND, proof.clone()),
        check(&superseded, "epoch-is-superseded", 2 * SECOND, proof),
        check(
            &story,
            "addressed-to-another",
            0,
            proof_bytes(&addressed(0), &addressed(1)),
        ),
        check(&story, "by-root-and-delegate", 0, proof_bytes(first, &delegated)),
    ]
}

fn refused(world: &World, rule: &str, field: &str, fault: &str, proof: Vec<u8>, also: &[&str]) -> Vector {
    story(world)
        .checks(fault, 0, proof)
        .about("EquivocationProof", field)
        .refused(rule, fault, VALID, also)
}

/// EQV-1.
fn invalid_members(world: &World) -> Vec<Vector> {
    let story = story(world);
    let [(_, good, _), _, (_, other, _)] = two_of_each(world);
    let edited = |edit: &dyn Fn(&mut v1::CapabilityDescriptor)| {
        let mut descriptor = story.descriptor(1, 7);
        edit(&mut descriptor);
        story.alice(&descriptor)
    };
    let with = |edit: &dyn Fn(&mut Statement)| {
        let mut statement = good.clone();
        edit(&mut statement);
        statement
    };
    let cut = good.with_payload(good.payload[..good.payload.len() - 1].to_vec(), &world.alice);
    let to_worker = story.delegation(&world.worker, 0);
    let mut unproven = story.descriptor(0, 7).delegated(&world.worker, &to_worker);
    unproven.proofs.clear();
    let mut expired = world.delegation(&world.alice, &world.worker);
    expired.header().expires_at_ms = world.issued;
    let outlived = story
        .descriptor(1, 7)
        .delegated(&world.worker, &expired.signed(&world.alice));
    let members = [
        ("signature-altered", with(&|it| it.sig[40] ^= 1)),
        ("keyid-of-another", with(&|it| it.keyid = world.bob.did())),
        ("keyid-fragment", with(&|it| it.keyid.push('#'))),
        ("signed-by-another", story.descriptor(1, 7).signed(&world.bob)),
        ("payload-cut-off", cut),
        (
            "another-network",
            edited(&|it| it.header().network_id = "other-net".to_owned()),
        ),
        ("nonce", edited(&|it| it.header().nonce = vec![7; 16])),
        (
            "capabilities-duplicate",
            edited(&|it| it.capabilities.push(it.capabilities[0].clone())),
        ),
        ("proof-missing", unproven),
        ("outlives-its-delegation", outlived),
        ("a-delegation", to_worker),
        ("a-retirement", world.plain(Kind::Retire)),
        ("a-host-binding", world.plain(Kind::HostBinding)),
        ("unknown-type", with(&|it| it.payload_type = "text/plain".to_owned())),
        (
            "payload-past-max",
            Statement::new(Kind::Withdrawal, vec![0; 4_097], good.issuer.clone(), &world.alice),
        ),
    ];
    let refuse =
        |(fault, member): (&str, Statement)| refused(world, "EQV-1", "", fault, proof_bytes(&member, &other), &[]);
    members.into_iter().map(refuse).collect()
}

/// EQV-2 and EQV-3.
fn mismatched(world: &World) -> Vec<Vector> {
    let story = story(world);
    let [(_, good, _), ..] = two_of_each(world);
    let of_bob = story.descriptor_of(&world.bob, 1, 7).signed(&world.bob);
    let mut withdrawal_of_bob = story.withdrawal(1, 7);
    withdrawal_of_bob.header().issuer = world.bob.multikey();
    let withdrawal_of_bob = withdrawal_of_bob.signed(&world.bob);
    let next = story.alice(&story.descriptor(1, 8));
    let next_withdrawal = story.alice(&story.withdrawal(1, 6));
    let mut higher = story.descriptor(1, 7);
    higher.epoch += 1;
    let higher = story.alice(&higher);
    let refused = |rule, fault, other: &Statement| refused(world, rule, "", fault, proof_bytes(&good, other), &[]);
    vec![
        refused("EQV-2", "descriptors-of-two-issuers", &of_bob),
        refused("EQV-2", "withdrawal-of-another-issuer", &withdrawal_of_bob),
        refused("EQV-3", "sequences-differ", &next),
        refused("EQV-3", "sequences-differ-between-kinds", &next_withdrawal),
        refused("EQV-3", "epochs-differ", &higher),
    ]
}

/// EQV-4.
fn misordered(world: &World) -> Vec<Vector> {
    let [(_, descriptor, other), _, (_, withdrawal, _)] = two_of_each(world);
    let swapped = |a: &Statement, b: &Statement| {
        let proof = proof_of(a, b);
        v1::EquivocationProof {
            first: proof.second,
            second: proof.first,
        }
        .encode_to_vec()
    };
    let again = descriptor.resigned(&world.alice, &world.draw("another nonce").bytes(64));
    let refused = |fault, proof| refused(world, "EQV-4", "", fault, proof, &[]);
    vec![
        refused("descriptors-swapped", swapped(&descriptor, &other)),
        refused("kinds-swapped", swapped(&descriptor, &withdrawal)),
        refused("one-statement-twice", proof_bytes(&descriptor, &descriptor)),
        refused("one-statement-with-two-signatures", proof_bytes(&descriptor, &again)),
    ]
}

/// SIZ-1 and the limit of each member.
fn sizes(world: &World) -> Vec<Vector> {
    let [(_, good, _), ..] = two_of_each(world);
    let zeros = |length: usize| Statement {
        payload: vec![0; length],
        ..good.clone()
    };
    let member = |size: usize| {
        let over = zeros(size).bundle().encoded_len() - size;
        zeros(size - over).bundle()
    };
    let pair = |first: usize, second: v1::Bundle| {
        v1::EquivocationProof {
            first: Some(member(first)),
            second: Some(second),
        }
        .encode_to_vec()
    };
    let past = {
        let over = pair(MAX_MEMBER, member(MAX_MEMBER)).len() - MAX_PROOF;
        pair(MAX_MEMBER - over + 1, member(MAX_MEMBER))
    };
    let case = |fault: &str, proof: Vec<u8>, field: &str, flags: &[&str]| {
        story(world)
            .checks(fault, 0, proof)
            .about("EquivocationProof", field)
            .flags(flags)
    };
    vec![
        case("proof-past-max", past, "", &["input-past-limit"]).refused("SIZ-1", "proof-past-max", VALID, &[]),
        case(
            "first-past-max",
            pair(MAX_MEMBER + 1, good.bundle()),
            "first",
            &["past-limit"],
        )
        .refused("ENC-10", "past-max-length", VALID, &[]),
        case("first-at-max", pair(MAX_MEMBER, good.bundle()), "first", &["at-limit"]).refused(
            "EQV-1",
            "first-at-max",
            VALID,
            &[],
        ),
    ]
}

/// Encoding and shape of the proof itself.
pub(crate) fn encoding(world: &World) -> Vec<Vector> {
    let [_, _, (_, first, second)] = two_of_each(world);
    let root = Node::read(&tables::EQUIVOCATION_PROOF, &proof_bytes(&first, &second));
    let target = Target {
        prefix: "soft-state/proof-encoding".to_owned(),
        message: "EquivocationProof",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|proof| Operation::CheckEquivocation { proof: proof.into() },
        output: &|_| None,
        flags: &[],
        unbounded: &["first.proofs", "first.subject.payload_type"],
    };
    let mut vectors = target.vectors(
        &Site {
            root: &root,
            path: &[],
            thorough: &[],
            brief: false,
        },
        "",
    );
    let second_subject = Site {
        root: &root,
        path: &[2, 1],
        thorough: &[],
        brief: false,
    };
    let inner = second_subject
        .faults()
        .into_iter()
        .filter(|fault| fault.name == "unknown-field" || fault.name == "truncated");
    vectors.extend(inner.map(|fault| target.faulty(fault, ENCODED)));
    vectors
}
