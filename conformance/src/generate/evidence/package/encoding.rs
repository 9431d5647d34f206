//! Encoding and shape of packages.

use casp_wire::v1::{SignerClass::HostProxy, tables};
use prost::Message as _;

use super::plan::Plan;
use super::{accepted, check, output};
use crate::generate::faults::Site;
use crate::generate::forge::{Key, Node, Statement};
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

const GROUP: &str = "package-encoding";
/// Greatest bundle of most members, bytes.
const MAX_MEMBER: usize = 32_768;
/// Greatest bundle of request, prepared statement and result, bytes.
const MAX_CONTENT: usize = 655_360;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let whole = Plan::bare(world)
        .acknowledged()
        .committed()
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
        },
        output: &|_| Some(output(&[], true)),
        flags: &[],
        // The greatest counts are shown apart.
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
    let mut vectors = Vec::new();
    vectors.extend(at_most("offer", "bare", bob, bare));
    vectors.extend(at_most("quote", "bare", alice, bare));
    vectors.extend(at_most("acceptance", "bare", bob, bare));
    vectors.extend(at_most("request", "bare", bob, bare));
    vectors.extend(at_most("result", "bare", alice, bare));
    let committed = || bare().committed();
    vectors.extend(at_most("prepared", "committed", alice, committed));
    vectors.extend(at_most("commit", "committed", bob, committed));
    vectors.extend(at_most("ack", "bare-bilateral", bob, || bare().acknowledged()));
    vectors.extend(at_most("receipts", "one-receipt", alice, || {
        bare().witnessed(&[HostProxy])
    }));
    vectors.extend(at_most("checkpoints", "trace-alone", alice, || {
        Plan::alone(world, 2, &[2])
    }));
    vectors
}

/// A member's bundle at its limit, and past it.
fn at_most<'w>(member: &'static str, twin: &str, signer: &'w Key, plan: impl Fn() -> Plan<'w>) -> [Vector; 2] {
    let max = if matches!(member, "request" | "prepared" | "result") {
        MAX_CONTENT
    } else {
        MAX_MEMBER
    };
    let of = |size| {
        let plan = plan().statement(member, 0, move |it| *it = sized(it, signer, size));
        check(&plan, GROUP, &name_of(member, size > max), member)
    };
    let twin = format!("evidence/package/{twin}");
    let at = of(max).flags(&["at-limit"]).refused_yielding(
        "REC-1",
        &format!("{member}-at-max-length"),
        &twin,
        &[],
        output(&[(member, 0)], false),
    );
    let past = of(max + 1).flags(&["past-limit"]);
    [at, past.refused("ENC-10", "past-max-length", &twin, &[])]
}

fn name_of(member: &str, is_past: bool) -> String {
    let name = if is_past { "past-max-length" } else { "at-max-length" };
    format!("{member}/{name}")
}

/// The statement with a payload of zeros, so that its bundle has this size.
fn sized(statement: &Statement, signer: &Key, size: usize) -> Statement {
    let zeros = |length: usize| statement.with_payload(vec![0; length], signer);
    // Lengths of some thousand bytes differ by a byte at most in how they are written.
    let missing = size - zeros(size - 400).bundle().encoded_len();
    let made = zeros(size - 400 + missing);
    assert_eq!(made.bundle().encoded_len(), size, "no payload makes {size} bytes");
    made
}
