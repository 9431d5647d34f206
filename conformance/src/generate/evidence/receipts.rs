//! Tool receipts and trace checkpoints by themselves: encoding, shape, and when a call was (RCP-1).

use casp_wire::v1;

use crate::generate::case::Case;
use crate::generate::engagement;
use crate::generate::forge::Payload as _;
use crate::generate::payload::Subject;
use crate::generate::world::{World, verify};
use crate::vector::Vector;

/// The kind's own vectors stand beside those of its header.
pub(super) fn receipt(world: &World) -> Vec<Vector> {
    let mut vectors = receipt_fields(world);
    vectors.extend(times(world));
    vectors
}

fn receipt_fields(world: &World) -> Vec<Vector> {
    let mut draw = world.draw("earlier receipts");
    let mut message = engagement::receipt(world, &world.alice);
    message.tool_version = "2.0".to_owned();
    message.previous = vec![draw.bytes(32), draw.bytes(32)];
    message.previous.sort();
    message.seq = 3;
    let subject = Subject {
        prefix: "evidence/tool-receipt",
        statement: &message.signed(&world.alice),
        signer: &world.alice,
        path: &[],
        name: "",
        thorough: &[],
        brief: true,
        // A call that began or ended so late has not been seen yet, one that ended so early had not begun.
        unbounded: &["started_at_ms", "ended_at_ms"],
    };
    subject.vectors(world)
}

pub(super) fn checkpoint(world: &World) -> Vec<Vector> {
    let mut message = engagement::checkpoint(world, &world.alice);
    message.contract = world.draw("some contract").bytes(32);
    let subject = Subject {
        prefix: "evidence/trace-checkpoint",
        statement: &message.signed(&world.alice),
        signer: &world.alice,
        path: &[],
        name: "",
        thorough: &[],
        brief: true,
        unbounded: &[],
    };
    subject.vectors(world)
}

/// RCP-1.
fn times(world: &World) -> Vec<Vector> {
    let issued = world.issued;
    let case = |name: &str, field: &str, started: i64, ended: i64| {
        let receipt = v1::ToolReceipt {
            started_at_ms: started,
            ended_at_ms: ended,
            ..engagement::receipt(world, &world.alice)
        };
        let statement = receipt.signed(&world.alice);
        let title = format!("ToolReceipt: {}", name.replace('-', " "));
        let id = format!("evidence/tool-receipt/{name}");
        let case = Case::new(id, title, &world.begin(), world.now, verify(&statement));
        (case.about("ToolReceipt", field), statement)
    };
    let good = |name: &str, started: i64, ended: i64| {
        let (case, statement) = case(name, "", started, ended);
        case.accepted(&["RCP-1"], statement.verified())
    };
    let bad = |name: &str, field: &str, twin: &str, started: i64, ended: i64| {
        let (case, _) = case(name, field, started, ended);
        case.refused("RCP-1", name, format!("evidence/tool-receipt/{twin}"), &[])
    };
    vec![
        good("over-at-once", issued - 9, issued - 9),
        good("ended-as-issued", issued - 9, issued),
        good("all-at-one-instant", issued, issued),
        good("began-at-the-epoch", 1, issued - 9),
        bad(
            "ended-before-it-began",
            "ended_at_ms",
            "over-at-once",
            issued - 9,
            issued - 10,
        ),
        bad(
            "ended-after-it-was-issued",
            "ended_at_ms",
            "ended-as-issued",
            issued - 9,
            issued + 1,
        ),
        bad(
            "began-and-ended-after-it-was-issued",
            "started_at_ms",
            "all-at-one-instant",
            issued + 1,
            issued + 1,
        ),
        bad(
            "began-after-it-was-issued",
            "started_at_ms",
            "all-at-one-instant",
            issued + 1,
            issued,
        ),
        bad("ended-at-the-epoch", "ended_at_ms", "began-at-the-epoch", issued - 9, 1),
    ]
}
