//! Result and acknowledgement belong to the contract (CTR-4, CTR-9, CTR-13, CTR-16, REC-3).

use casp_wire::v1::{self, SignerClass::HostProxy, TaskStatus};

use super::plan::{Plan, begins};
use super::{accepted, refused};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, SECOND, World};
use crate::vector::Vector;

const GROUP: &str = "package-result";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = results(world);
    vectors.extend(acks(world));
    vectors.extend(promised(world));
    vectors.extend(outputs(world));
    vectors.extend(times(world));
    vectors
}

fn results(world: &World) -> Vec<Vector> {
    let World { alice, bob, carol, .. } = world;
    let bare = || Plan::bare(world);
    let other = world.draw("another statement").bytes(32);
    let (to_alice, to_carol) = (alice.multikey(), carol.multikey());
    let contract = bare().make().acceptance;
    let faulty =
        |plan: Plan<'_>, rule: &str, name: &str| refused(&plan, GROUP, name, rule, &[("result", 0)], "package/bare");
    vec![
        faulty(bare().issued_by("result", 0, carol), "CTR-4", "result-by-another"),
        faulty(
            bare().result(|it| it.header().audience.clone_from(&to_carol)),
            "CTR-4",
            "result-to-another",
        ),
        faulty(
            bare()
                .issued_by("result", 0, bob)
                .result(|it| it.header().audience.clone_from(&to_alice)),
            "CTR-4",
            "result-by-the-requester",
        ),
        faulty(
            bare().result(|it| it.contract.clone_from(&other)),
            "CTR-9",
            "result-of-another-contract",
        ),
        faulty(
            bare().result(|it| it.request.clone_from(&other)),
            "CTR-9",
            "result-of-another-request",
        ),
        faulty(
            bare().result(|it| it.request.clone_from(&contract)),
            "CTR-9",
            "result-that-names-the-acceptance-as-request",
        ),
    ]
}

fn acks(world: &World) -> Vec<Vector> {
    let World { alice, bob, carol, .. } = world;
    let plan = || Plan::bare(world).acknowledged();
    let other = world.draw("another statement").bytes(32);
    let (to_bob, to_carol) = (bob.multikey(), carol.multikey());
    let contract = plan().make().acceptance;
    let faulty = |plan: Plan<'_>, rule: &str, name: &str| {
        refused(&plan, GROUP, name, rule, &[("ack", 0)], "package/bare-bilateral")
    };
    vec![
        faulty(plan().issued_by("ack", 0, carol), "CTR-4", "ack-by-another"),
        faulty(
            plan().ack(|it| it.header().audience.clone_from(&to_carol)),
            "CTR-4",
            "ack-to-another",
        ),
        faulty(
            plan()
                .issued_by("ack", 0, alice)
                .ack(|it| it.header().audience.clone_from(&to_bob)),
            "CTR-4",
            "ack-by-the-provider",
        ),
        faulty(
            plan().ack(|it| it.contract.clone_from(&other)),
            "CTR-9",
            "ack-of-another-contract",
        ),
        faulty(
            plan().ack(|it| it.result.clone_from(&other)),
            "CTR-9",
            "ack-of-another-result",
        ),
        faulty(
            plan().ack(|it| it.result.clone_from(&contract)),
            "CTR-9",
            "ack-that-names-the-acceptance-as-result",
        ),
    ]
}

/// CTR-13.
fn promised(world: &World) -> Vec<Vector> {
    let asked = |evidence: &[&'static str]| Plan::bare(world).asking(evidence);
    let faulty = |plan: Plan<'_>, name: &str, twin: &str| {
        refused(
            &plan,
            GROUP,
            name,
            "CTR-13",
            &[("result", 0)],
            &format!("package/{twin}"),
        )
    };
    let ended = |it: &mut v1::TaskResult| it.status = TaskStatus::Partial.into();
    vec![
        faulty(asked(&["trace"]), "trace-promised", "trace-without-checkpoints"),
        faulty(asked(&["tool-receipt"]), "receipt-promised", "two-receipts"),
        faulty(
            asked(&["trace"]).result(ended),
            "trace-promised-for-a-part",
            "trace-without-checkpoints",
        ),
        faulty(
            asked(&["tool-receipt"]).result(ended),
            "receipt-promised-for-a-part",
            "two-receipts",
        ),
        faulty(
            asked(&["tool-receipt", "trace"]).traced(3, &[]),
            "receipt-promised-beside-a-trace",
            "trace-without-checkpoints",
        ),
        faulty(
            asked(&["tool-receipt", "trace"]).witnessed(&[HostProxy, HostProxy]),
            "trace-promised-beside-receipts",
            "two-receipts",
        ),
        faulty(
            Plan::bare(world).quote(|it| it.terms.get_or_insert_default().evidence = vec!["trace".to_owned()]),
            "trace-promised-unasked",
            "trace-without-checkpoints",
        ),
    ]
}

/// CTR-16.
fn outputs(world: &World) -> Vec<Vector> {
    let typed = |promised: &'static str, given: &'static str| {
        Plan::bare(world)
            .offer(move |it| it.terms.get_or_insert_default().output_media_type = promised.to_owned())
            .quote(move |it| it.terms.get_or_insert_default().output_media_type = promised.to_owned())
            .result(move |it| it.output.get_or_insert_default().media_type = given.to_owned())
    };
    let partial = |it: &mut v1::TaskResult| it.status = TaskStatus::Partial.into();
    let twin = format!("{GROUP}/output-of-the-type-promised");
    let bad = |plan: Plan<'_>, name: &str| refused(&plan, GROUP, name, "CTR-16", &[("result", 0)], &twin);
    vec![
        accepted(
            &typed("application/json", "application/json"),
            GROUP,
            "output-of-the-type-promised",
            &["CTR-16"],
        ),
        accepted(
            &typed("text/html", "text/html").result(partial),
            GROUP,
            "part-of-the-type-promised",
            &["CTR-16"],
        ),
        bad(
            typed("application/json", "text/plain"),
            "output-of-the-type-of-the-input",
        ),
        bad(typed("text/plain", "text/html"), "output-of-another-type"),
        bad(typed("text/plain", "text/plain-x"), "output-of-a-longer-type"),
        bad(
            typed("application/json", "application/octet-stream").result(partial),
            "part-of-another-type",
        ),
        bad(
            typed("application/json", "text/plain").result(|it| it.output.get_or_insert_default().body = None),
            "output-elsewhere-of-another-type",
        ),
    ]
}

/// REC-3.
fn times(world: &World) -> Vec<Vector> {
    let deadline = begins(world) + 30 * SECOND;
    let delivered = |after: i64| {
        Plan::bare(world)
            .quote(move |it| it.terms.get_or_insert_default().deadline_ms = deadline)
            .result(move |it| it.header().issued_at_ms = deadline + after)
    };
    let day_late = Plan::bare(world).result(move |it| it.header().issued_at_ms = begins(world) + DAY + 4_000);
    let twin = format!("{GROUP}/result-at-the-deadline");
    let late = |plan: &Plan<'_>, name: &str| refused(plan, GROUP, name, "REC-3", &[("result", 0)], &twin);
    vec![
        accepted(&delivered(0), GROUP, "result-at-the-deadline", &["REC-3"]),
        late(&delivered(1), "result-past-the-deadline"),
        late(&day_late, "result-seconds-past-the-deadline"),
    ]
}
