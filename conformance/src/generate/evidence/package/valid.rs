//! Packages without fault.

use casp_wire::v1::SignerClass::{Attested, EndorsedThirdParty, HostProxy};
use casp_wire::v1::TaskStatus;

use super::plan::Plan;
use super::{accepted, check, output};
use crate::generate::world::World;
use crate::vector::{Begin, Vector};

const CONTRACT: [&str; 11] = [
    "PKG-1", "PKG-2", "REC-1", "REC-2", "REC-3", "CTR-4", "CTR-6", "CTR-8", "CTR-9", "CTR-13", "CTR-16",
];
const COMMIT: [&str; 4] = ["PKG-4", "CTR-17", "CTR-18", "CTR-19"];
const EVIDENCE: [&str; 19] = [
    "PKG-3", "RCP-2", "RCP-3", "RCP-4", "RCP-5", "RCP-6", "RCP-7", "TRC-1", "TRC-2", "TRC-3", "TRC-4", "TRC-5",
    "TRC-6", "TRC-7", "CHK-1", "CHK-2", "CHK-3", "ATT-1", "ATT-2",
];
const TRACE: [&str; 11] = [
    "PKG-1", "REC-1", "TRC-1", "TRC-2", "TRC-3", "TRC-4", "TRC-6", "TRC-7", "CHK-1", "CHK-2", "CHK-3",
];

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = wholes(world);
    vectors.extend(parts(world));
    vectors.extend(outcomes(world));
    vectors.extend(traces(world));
    vectors.extend(verifiers(world));
    vectors
}

/// Whoever asks, a party or nobody: HDR-2 does not count.
fn verifiers(world: &World) -> Vec<Vector> {
    let asked_by = |name: &str, verifier: Vec<u8>, flags: &[&str]| {
        check(&Plan::bare(world), "package", name, "")
            .begin(Begin {
                verifier: verifier.into(),
                ..world.begin()
            })
            .flags(flags)
            .accepted(&["REC-1"], Some(output(&[], false)))
    };
    vec![
        asked_by("bare-for-the-requester", world.bob.multikey(), &[]),
        asked_by("bare-for-a-verifier-without-identity", vec![], &["no-verifier"]),
    ]
}

fn good(plan: &Plan<'_>, name: &str, rules: &[&str]) -> Vector {
    accepted(plan, "package", name, rules)
}

fn wholes(world: &World) -> Vec<Vector> {
    let mut unilateral = Plan::full(world);
    unilateral.has_ack = false;
    let all = [&CONTRACT[..], &EVIDENCE].concat();
    vec![
        good(&Plan::full(world), "full", &all),
        good(&unilateral, "full-unilateral", &all),
        good(&Plan::bare(world), "bare", &CONTRACT),
        good(&Plan::bare(world).acknowledged(), "bare-bilateral", &CONTRACT),
        good(
            &Plan::bare(world).committed(),
            "committed",
            &[&CONTRACT[..], &COMMIT].concat(),
        ),
        good(
            &Plan::full(world).committed(),
            "full-committed",
            &[&all[..], &COMMIT].concat(),
        ),
    ]
}

/// Some of the evidence without the rest.
fn parts(world: &World) -> Vec<Vector> {
    let bare = || Plan::bare(world);
    let asked = |evidence: &[&'static str]| Plan::bare(world).asking(evidence);
    vec![
        good(&bare().witnessed(&[HostProxy]), "one-receipt", &["RCP-2", "RCP-5"]),
        good(
            &asked(&["tool-receipt"]).witnessed(&[HostProxy, HostProxy]),
            "two-receipts",
            &["CTR-13", "RCP-4", "RCP-5", "RCP-6", "RCP-7"],
        ),
        good(
            &bare().witnessed(&[HostProxy, HostProxy, EndorsedThirdParty]),
            "three-receipts",
            &["RCP-2", "RCP-5"],
        ),
        good(&follows_two(world), "receipt-that-follows-two", &["RCP-5"]),
        good(
            &bare().witnessed(&[EndorsedThirdParty]),
            "receipt-of-a-third-party",
            &["RCP-2"],
        ),
        good(
            &bare().witnessed(&[Attested]).attesting(&[&world.host]),
            "receipt-of-an-attested-key",
            &["RCP-2", "ATT-1"],
        ),
        good(
            &asked(&["trace"]).traced(3, &[]),
            "trace-without-checkpoints",
            &["CTR-13", "TRC-6", "TRC-7"],
        ),
        good(
            &bare().traced(3, &[3]),
            "trace-with-its-last-checkpoint",
            &["CHK-1", "CHK-2", "CHK-3"],
        ),
        good(
            &bare().traced(5, &[1, 2, 4]),
            "trace-whose-last-checkpoint-is-of-a-part",
            &["CHK-2", "CHK-3"],
        ),
        good(
            &bare().traced(3, &[2]).witnessed(&[HostProxy]),
            "trace-and-receipt",
            &["TRC-5", "RCP-7"],
        ),
        good(
            &asked(&["attestation"]).attesting(&[&world.alice]),
            "attestation-without-trace",
            &["PKG-3", "ATT-1", "ATT-2"],
        ),
        good(
            &bare().traced(2, &[]).attesting(&[&world.alice]),
            "attestation-with-trace",
            &["ATT-1", "ATT-2"],
        ),
        good(
            &bare().attesting(&[&world.alice, &world.alice]),
            "one-key-attested-twice",
            &["ATT-1", "ATT-2"],
        ),
        good(
            &asked(&["com.example.oath"]),
            "evidence-of-an-unknown-kind-asked-for",
            &["CTR-13", "PKG-3"],
        ),
    ]
}

/// The third receipt names both others.
fn follows_two(world: &World) -> Plan<'_> {
    let three = || Plan::bare(world).witnessed(&[HostProxy; 3]);
    let mut earlier = three().make().receipts[..2].to_vec();
    earlier.sort();
    three().receipt(2, move |receipt| receipt.previous.clone_from(&earlier))
}

/// What a task can end with, beside its completion.
fn outcomes(world: &World) -> Vec<Vector> {
    let ended = |status: TaskStatus| {
        Plan::bare(world)
            .asking(&["attestation", "tool-receipt", "trace"])
            .acknowledged()
            .result(move |result| {
                result.status = status.into();
                result.output = None;
            })
    };
    let partial = Plan::full(world).result(|result| result.status = TaskStatus::Partial.into());
    vec![
        good(
            &ended(TaskStatus::Failed),
            "failed-without-evidence",
            &["CTR-13", "PKG-3"],
        ),
        good(
            &ended(TaskStatus::Cancelled),
            "cancelled-without-evidence",
            &["CTR-13", "PKG-3"],
        ),
        good(
            &ended(TaskStatus::Indeterminate),
            "indeterminate-without-evidence",
            &["CTR-13", "PKG-3"],
        ),
        good(&partial, "partial-with-evidence", &["CTR-13", "PKG-3"]),
    ]
}

/// Without contract.
fn traces(world: &World) -> Vec<Vector> {
    let alone = |events, checkpoints: &[usize]| Plan::alone(world, events, checkpoints);
    vec![
        good(&alone(1, &[1]), "trace-alone-of-one-event", &TRACE),
        good(&alone(2, &[2]), "trace-alone", &TRACE),
        good(&alone(7, &[1, 3, 4, 7]), "trace-alone-with-checkpoints", &TRACE),
        good(
            &alone(8, &[1, 2, 3, 4, 5, 6, 7, 8]),
            "trace-alone-with-a-checkpoint-for-each-event",
            &TRACE,
        ),
    ]
}
