//! Encoding, shape and size of outcome records.

use casp_wire::v1::{self, tables};
use prost::Message as _;

use super::{Bench, GOOD, check};
use crate::generate::case::Case;
use crate::generate::dispute::probe::Probe;
use crate::generate::dispute::show::Show;
use crate::generate::faults::Site;
use crate::generate::forge::{Node, Value};
use crate::generate::site::Target;
use crate::vector::Vector;

/// Greatest encoded record, bytes.
const MAX_RECORD: usize = 2_424_832;

/// A member, its field number, and how long its bundle can be.
const FIELDS: [(&str, u32, usize); 9] = [
    ("offer", 1, 32_768),
    ("quote", 2, 32_768),
    ("acceptance", 3, 32_768),
    ("request", 4, 655_360),
    ("prepared", 5, 655_360),
    ("commit", 6, 32_768),
    ("result", 7, 655_360),
    ("report", 8, 32_768),
    ("verdict", 9, 262_144),
];

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = sites(bench);
    vectors.extend(lengths(bench));
    vectors.extend(sizes(bench));
    vectors
}

/// No record has a commit and a verdict: a canary is never set on what cannot be undone. So the verdict is broken in another.
fn sites(bench: Bench<'_>) -> Vec<Vector> {
    let committed = Show::of(&bench.bare().committed()).reported(v1::Outcome::Good, |_| ());
    let probe = Probe::own(bench.world, true);
    let judged = probe.reported(&probe.plan(bench.world));
    let all_but: [(&str, &Show<'_>, &[&str]); 2] = [
        ("", &committed, &["verdict"]),
        ("judged", &judged, &["prepared", "commit"]),
    ];
    let mut vectors = Vec::new();
    for (name, show, absent) in all_but {
        let root = Node::read(&tables::OUTCOME_RECORD, &show.record().encode_to_vec());
        let target = Target {
            prefix: "dispute/outcome-encoding".to_owned(),
            message: "OutcomeRecord",
            begin: bench.world.begin(),
            now_ms: bench.world.now,
            operation: &check,
            output: &|_| Some(bench.of(&bench.world.bob, show, false)),
            flags: &[],
            unbounded: &[],
        };
        let site = Site {
            root: &root,
            path: &[],
            thorough: &[],
            brief: true,
        };
        let faults = site.faults_but(absent).into_iter();
        let shown = faults
            .filter(|fault| name.is_empty() || fault.field == "verdict")
            .collect();
        vectors.extend(target.valid_and(&site, name, shown));
    }
    vectors
}

/// A bundle of exactly this length: a run of zeros with a signature that is none.
fn zeros(bench: Bench<'_>, length: usize) -> Vec<u8> {
    let bundle = |payload: usize| {
        let subject = v1::Envelope {
            payload: vec![0; payload],
            payload_type: "application/vnd.casp.offer.v1+protobuf".to_owned(),
            signatures: vec![v1::Signature {
                sig: vec![0; 64],
                keyid: bench.world.alice.did(),
            }],
        };
        v1::Bundle {
            subject: Some(subject),
            proofs: vec![],
        }
        .encode_to_vec()
    };
    let over = bundle(length).len() - length;
    let bytes = bundle(length - over);
    assert_eq!(bytes.len(), length, "a bundle of {length} bytes");
    bytes
}

/// The good record with zeros in a field.
fn with_zeros(bench: Bench<'_>, number: u32, bundle: Vec<u8>) -> Vec<u8> {
    let good = Show::of(&bench.bare()).reported(v1::Outcome::Good, |_| ());
    let mut record = Node::read(&tables::OUTCOME_RECORD, &good.record().encode_to_vec());
    record.set(number, [Value::Bytes(bundle)]);
    record.write()
}

fn case(bench: Bench<'_>, name: &str, field: &str, record: Vec<u8>, flag: &str) -> Case {
    let title = format!("outcome: {}", name.replace(['-', '/'], " "));
    Case::new(
        bench.id(name),
        title,
        &bench.world.begin(),
        bench.world.now,
        check(record),
    )
    .about("OutcomeRecord", field)
    .flags(&[flag])
}

/// Bundles as long as a field admits are looked at, and one byte more is too long.
fn lengths(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (field, number, max) in FIELDS {
        let of = |name: &str, length: usize, flag: &str| {
            let record = with_zeros(bench, number, zeros(bench, length));
            case(bench, &format!("{field}/{name}"), field, record, flag)
        };
        let past = of("past-max-length", max + 1, "past-limit");
        vectors.push(past.refused("ENC-10", "past-max-length", GOOD, &[]));
        let at = of("at-max-length", max, "at-limit");
        vectors.push(at.refused("REC-1", "at-max-length", GOOD, &[]));
    }
    vectors
}

/// SIZ-1. All members at their greatest are less than that.
fn sizes(bench: Bench<'_>) -> Vec<Vector> {
    let rest = with_zeros(bench, 7, zeros(bench, 100_000)).len() - 100_000;
    let of = |length: usize| {
        let guess = zeros(bench, length - rest);
        let over = with_zeros(bench, 7, guess).len() - length;
        let record = with_zeros(bench, 7, zeros(bench, length - rest - over));
        assert_eq!(record.len(), length, "a record of {length} bytes");
        record
    };
    vec![
        case(bench, "record-at-max", "result", of(MAX_RECORD), "input-at-limit").refused(
            "ENC-10",
            "record-at-max",
            GOOD,
            &[],
        ),
        case(bench, "record-past-max", "", of(MAX_RECORD + 1), "input-past-limit").refused(
            "SIZ-1",
            "past-max",
            GOOD,
            &[],
        ),
    ]
}
