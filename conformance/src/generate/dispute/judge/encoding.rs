//! Encoding, shape and size of bundles.

use casp_wire::v1::{self, tables};
use prost::Message as _;

use super::{Bench, RULES, judge, judgement, of, whole};
use crate::generate::case::Case;
use crate::generate::dispute::probe::Probe;
use crate::generate::dispute::show::Show;
use crate::generate::evidence::fork::sides;
use crate::generate::evidence::package::plan::Plan;
use crate::generate::faults::Site;
use crate::generate::forge::{Node, Payload as _, Value};
use crate::generate::site::Target;
use crate::generate::soft_state::story::proof_of;
use crate::vector::{DisputeFinding, Vector};

/// Greatest encoded bundle, bytes.
const MAX_BUNDLE: usize = 10_485_760;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = sites(bench);
    vectors.extend(counts(bench));
    vectors.extend(lengths(bench));
    vectors.extend(sizes(bench));
    vectors
}

/// Something in every field, and what is found in it.
fn filled(bench: Bench<'_>) -> (Show<'_>, Vec<DisputeFinding>) {
    let alice = &bench.world.alice;
    let mut show = whole::everything(bench);
    show.bundle.verdict = Probe::own(bench.world, true)
        .show(&Plan::full(bench.world).committed())
        .bundle
        .verdict;
    let second = show.signed(&show.said_by(&bench.world.bob, v1::Outcome::Bad));
    let show = show.again(&[second]).with(|it| {
        it.forks = vec![fork(bench, &it.acceptance)];
        it.equivocations = vec![equivocation(bench)];
    });
    let findings = vec![
        bench.requester("verdict", "CAN-2"),
        bench.requester("verdict", "CAN-5"),
        bench.requester("seconds", "CTR-5"),
        of(alice, "forks", 0, "FRK-3"),
        of(alice, "equivocations", 0, "SST-4"),
    ];
    (show, findings)
}

fn fork(bench: Bench<'_>, acceptance: &Option<v1::Bundle>) -> v1::ForkProof {
    let contract = crate::generate::dispute::show::id(acceptance);
    let mut histories = sides::same_size(bench.world);
    for side in &mut histories {
        side.checkpoint().contract.clone_from(&contract);
    }
    sides::signed(bench.world, &histories, None)
}

fn equivocation(bench: Bench<'_>) -> v1::EquivocationProof {
    let alice = &bench.world.alice;
    let [a, b] = [1, 2].map(|at| {
        let mut descriptor = bench.world.descriptor(alice);
        descriptor.header().issued_at_ms += at;
        descriptor.signed(alice)
    });
    proof_of(&a, &b)
}

fn sites(bench: Bench<'_>) -> Vec<Vector> {
    let (show, findings) = filled(bench);
    let root = Node::read(&tables::DISPUTE_BUNDLE, &show.bytes());
    let target = Target {
        prefix: "dispute/bundle-encoding".to_owned(),
        message: "DisputeBundle",
        begin: bench.world.begin(),
        now_ms: bench.world.now,
        operation: &judge,
        output: &|_| Some(judgement(&findings, &[])),
        flags: &[],
        // The greatest counts are shown apart.
        unbounded: &[
            "events",
            "reports",
            "seconds",
            "receipts",
            "trace",
            "checkpoints",
            "attestations",
            "forks",
            "equivocations",
        ],
    };
    let site = |path| Site {
        root: &root,
        path,
        thorough: &[],
        brief: true,
    };
    let mut vectors = target.vectors(&site(&[]), "");
    let valid = "dispute/bundle-encoding/message/valid";
    for path in [&[1, 1][..], &[8, 1], &[18], &[18, 1, 1], &[19]] {
        // A fork of two sizes would have leaves.
        let faults = site(path).faults_but(&["first_leaf", "second_leaf"]).into_iter();
        let some = faults.filter(|fault| ["unknown-field", "truncated", "missing"].contains(&fault.name.as_str()));
        vectors.extend(some.map(|fault| target.faulty(fault, valid)));
    }
    vectors
}

/// As many items as a field can have.
fn counts(bench: Bench<'_>) -> Vec<Vector> {
    let (alice, good) = (&bench.world.alice, bench.good());
    let findings = |member: &str, rule: &str, count: u32| -> Vec<DisputeFinding> {
        (0..count).map(|index| of(alice, member, index, rule)).collect()
    };
    let at_limit = |field: &str, show: &Show<'_>, findings: &[DisputeFinding], reasons: &[&str]| {
        let name = format!("{field}/at-max-items");
        bench
            .case(&name, field, show)
            .flags(&["at-limit"])
            .accepted(&[&RULES[..], &["ENC-12"]].concat(), Some(judgement(findings, reasons)))
    };
    let events = (1..=64).fold(bench.good(), |show, _| show.event(|_| ()));
    let again = |at: i64| {
        let mut ack = crate::generate::engagement::ack(bench.world, &bench.world.bob, alice);
        ack.contract = good.contract();
        ack.result = good.result();
        good.at(&mut ack, 26_000 + at);
        good.signed(&ack)
    };
    let seconds: Vec<_> = (0..16).map(again).collect();
    let of_seconds: Vec<_> = (0..16)
        .map(|index| of(&bench.world.bob, "seconds", index, "CTR-5"))
        .collect();
    let fork = fork(bench, &good.bundle.acceptance);
    let attested = Show::of(&Plan::bare(bench.world).acknowledged().attesting(&[alice; 8]));
    vec![
        at_limit("events", &events, &[], &[]),
        at_limit("seconds", &good.clone().again(&seconds), &of_seconds, &[]),
        at_limit(
            "forks",
            &good.clone().with(|it| it.forks = vec![fork; 4]),
            &findings("forks", "FRK-3", 4),
            &[],
        ),
        at_limit(
            "equivocations",
            &good.clone().with(|it| it.equivocations = vec![equivocation(bench); 4]),
            &findings("equivocations", "SST-4", 4),
            &[],
        ),
        at_limit("attestations", &attested, &[], &[]),
    ]
}

/// A field, how long its bundle can be, and the rule that zeros break; of what is not asked, none.
const FIELDS: [(&str, u32, usize, &str); 15] = [
    ("offer", 1, 32_768, "DSP-1"),
    ("quote", 2, 32_768, "DSP-1"),
    ("acceptance", 3, 32_768, "DSP-1"),
    ("request", 4, 655_360, "DSP-2"),
    ("prepared", 5, 655_360, "DSP-2"),
    ("commit", 6, 32_768, "DSP-2"),
    ("cancel", 7, 32_768, "DSP-2"),
    ("result", 8, 655_360, "DSP-2"),
    ("ack", 9, 32_768, "DSP-2"),
    ("verdict", 10, 262_144, "DSP-2"),
    ("events", 11, 32_768, "DSP-2"),
    ("reports", 12, 32_768, "DSP-2"),
    ("seconds", 13, 655_360, "DSP-3"),
    ("receipts", 14, 32_768, ""),
    ("checkpoints", 16, 32_768, ""),
];

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

/// Bundles as long as a field admits are looked at, and one byte more is too long.
fn lengths(bench: Bench<'_>) -> Vec<Vector> {
    let root = Node::read(&tables::DISPUTE_BUNDLE, &bench.good().bytes());
    let twin = "dispute/bundle/acknowledged";
    let case = |field: &str, number: u32, name: &str, length: usize, flag: &str| {
        let mut bundle = root.clone();
        bundle.set(number, [Value::Bytes(zeros(bench, length))]);
        let id = bench.id(&format!("{field}/{name}"));
        let title = format!("bundle: {field} {}", name.replace('-', " "));
        Case::new(id, title, &bench.world.begin(), bench.world.now, judge(bundle.write()))
            .about("DisputeBundle", field)
            .flags(&[flag])
    };
    let mut vectors = Vec::new();
    for (field, number, max, rule) in FIELDS {
        let past = case(field, number, "past-max-length", max + 1, "past-limit");
        vectors.push(past.refused("ENC-10", "past-max-length", twin, &[]));
        let at = case(field, number, "at-max-length", max, "at-limit");
        vectors.push(if rule.is_empty() {
            let rules = [&RULES[..], &["ENC-10"]].concat();
            at.accepted(&rules, Some(judgement(&[], &["evidence-not-shown"])))
        } else {
            at.refused(rule, "at-max-length", twin, &[])
        });
    }
    vectors
}

/// SIZ-1. The greatest bundle holds more evidence than a package can, and its evidence is without fault.
fn sizes(bench: Bench<'_>) -> Vec<Vector> {
    let filler = bench.world.draw("filler").bytes(1)[0];
    // How much the first event holds.
    let of = |first: usize| {
        let plan = Plan::bare(bench.world).acknowledged().traced(2_540, &[]);
        Show::of(&plan.trace(move |events| {
            for event in &mut *events {
                event.salt = vec![filler | 1; 16];
                event.kind = "note".to_owned();
                event.data = vec![filler; 4_088];
            }
            events[0].data.truncate(first);
        }))
    };
    let least = of(1_000).bytes().len();
    let show = of(1_000 + MAX_BUNDLE - least);
    let at = show.bytes();
    assert_eq!(at.len(), MAX_BUNDLE, "the greatest bundle");
    let mut past = show.clone();
    past.bundle.trace[1].data.push(filler);
    let case = |name: &str, bytes: Vec<u8>, flag: &str| {
        let title = format!("bundle: {}", name.replace('-', " "));
        Case::new(
            bench.id(name),
            title,
            &bench.world.begin(),
            bench.world.now,
            judge(bytes),
        )
        .about("DisputeBundle", "")
        .flags(&[flag])
    };
    let rules = [&RULES[..], &["SIZ-1"]].concat();
    vec![
        case("bundle-at-max", at, "input-at-limit").accepted(&rules, Some(judgement(&[], &[]))),
        case("bundle-past-max", past.bytes(), "input-past-limit").refused(
            "SIZ-1",
            "past-max",
            bench.id("bundle-at-max"),
            &[],
        ),
    ]
}
