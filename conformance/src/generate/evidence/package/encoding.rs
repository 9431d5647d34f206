//! Encoding and shape of packages.

use casp_wire::v1::{SignerClass::HostProxy, tables};
use prost::Message as _;

use super::plan::Plan;
use super::{accepted, check, output, refused};
use crate::generate::faults::Site;
use crate::generate::forge::{Key, Node, Statement};
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

const GROUP: &str = "package-encoding";
/// Greatest bundle of most members, bytes.
const MAX_MEMBER: usize = 32_768;
/// Greatest bundle of request and result, bytes.
const MAX_CONTENT: usize = 1_114_112;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let whole = Plan::bare(world)
        .acknowledged()
        .witnessed(&[HostProxy])
        .traced(2, &[2])
        .attesting(&[&world.alice]);
    let mut vectors = of_site(&whole, &[], "");
    vectors.extend(of_site(
        &Plan::bare(world).acknowledged().attesting(&[&world.alice]),
        &[10],
        "attestations",
    ));
    vectors.extend(counts(world));
    vectors.extend(lengths(world));
    vectors
}

fn of_site(plan: &Plan<'_>, path: &[u32], name: &str) -> Vec<Vector> {
    let root = Node::read(&tables::EVIDENCE_PACKAGE, &plan.bytes());
    let target = Target {
        prefix: format!("evidence/{GROUP}"),
        message: "EvidencePackage",
        begin: plan.world.begin(),
        now_ms: plan.world.now,
        operation: &|package| Operation::CheckPackage {
            package: package.into(),
            as_of_ms: plan.as_of_ms,
        },
        output: &|_| Some(output(&[], true)),
        flags: &[],
        // What a key says of itself fits no result.
        unbounded: &["receipts", "events", "checkpoints", "attestations"],
    };
    let site = Site {
        root: &root,
        path,
        thorough: &[],
        brief: true,
    };
    target.vectors(&site, name)
}

/// As many items as a field can have.
fn counts(world: &World) -> Vec<Vector> {
    let checkpoints: Vec<usize> = (1..=64).collect();
    let trace = Plan::alone(world, 64, &checkpoints);
    let attested = Plan::bare(world).attesting(&[&world.alice; 8]);
    let receipt = Plan::bare(world).witnessed(&[HostProxy]).make().package.receipts;
    let receipts = Plan::alone(world, 2, &[2]).package(move |it| it.receipts = vec![receipt[0].clone(); 256]);
    vec![
        accepted_at_limit(&trace, "checkpoints"),
        accepted_at_limit(&attested, "attestations"),
        check(&receipts, GROUP, "receipts/at-max-items", "receipts")
            .flags(&["at-limit"])
            .refused("PKG-1", "receipts-at-max-items", "evidence/package/trace-alone", &[]),
    ]
}

fn accepted_at_limit(plan: &Plan<'_>, field: &str) -> Vector {
    let mut vector = accepted(plan, GROUP, &format!("{field}/at-max-items"), &["ENC-12"]);
    vector.flags.push("at-limit".to_owned());
    field.clone_into(&mut vector.field);
    vector
}

/// Bundles as long as a field admits are parsed, and one byte more is too long.
fn lengths(world: &World) -> Vec<Vector> {
    let World { alice, bob, .. } = world;
    let bare = || Plan::bare(world);
    let members: [(&'static str, usize, &Key, &str, Plan<'_>, Plan<'_>); 8] = [
        ("offer", MAX_MEMBER, bob, "bare", bare(), bare()),
        ("quote", MAX_MEMBER, alice, "bare", bare(), bare()),
        ("acceptance", MAX_MEMBER, bob, "bare", bare(), bare()),
        ("request", MAX_CONTENT, bob, "bare", bare(), bare()),
        ("result", MAX_CONTENT, alice, "bare", bare(), bare()),
        (
            "ack",
            MAX_MEMBER,
            bob,
            "bare-bilateral",
            bare().acknowledged(),
            bare().acknowledged(),
        ),
        (
            "receipts",
            MAX_MEMBER,
            alice,
            "one-receipt",
            bare().witnessed(&[HostProxy]),
            bare().witnessed(&[HostProxy]),
        ),
        (
            "checkpoints",
            MAX_MEMBER,
            alice,
            "trace-alone",
            Plan::alone(world, 2, &[2]),
            Plan::alone(world, 2, &[2]),
        ),
    ];
    let both = |(member, most, signer, twin, at, past): (&'static str, usize, &Key, &str, Plan<'_>, Plan<'_>)| {
        // The subject has a limit of its own, which proofs of nothing make up for.
        let at = at.statement(member, 0, |it| *it = sized(it, signer, most));
        let past = past.statement(member, 0, |it| *it = sized(it, signer, most + 1));
        let twin = format!("package/{twin}");
        let mut at = refused(
            &at,
            GROUP,
            &format!("{member}/at-max-length"),
            "REC-1",
            &[(member, 0)],
            &twin,
        );
        at.flags.push("at-limit".to_owned());
        let past = check(&past, GROUP, &format!("{member}/past-max-length"), member)
            .flags(&["past-limit"])
            .refused("ENC-10", "past-max-length", format!("evidence/{twin}"), &[]);
        [at, past]
    };
    members.into_iter().flat_map(both).collect()
}

/// The statement with a payload of zeros and, where that does not suffice, proofs of zeros, so that its bundle has this size.
fn sized(statement: &Statement, signer: &Key, size: usize) -> Statement {
    const SUBJECT: usize = 1_048_000;
    let zeros = |length: usize| statement.with_payload(vec![0; length], signer);
    let mut made = zeros(size.min(SUBJECT));
    while size > made.bundle().encoded_len() + 9_000 {
        made.proofs.push(zeros(7_800).envelope());
    }
    let missing = size.saturating_sub(made.bundle().encoded_len());
    if made.bundle().encoded_len() < size {
        made.proofs.push(zeros(missing.saturating_sub(300).max(1)).envelope());
    }
    for _ in 0..4 {
        let length = made.bundle().encoded_len();
        let last = match made.proofs.last_mut() {
            Some(proof) => &mut proof.payload,
            None => &mut made.payload,
        };
        last.resize((last.len() + size).saturating_sub(length), 0);
    }
    assert_eq!(made.bundle().encoded_len(), size, "no payload makes {size} bytes");
    made.sig = signer.sign(&made.signed_bytes());
    made
}
