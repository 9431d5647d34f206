//! Faults of what was prepared and committed to, beside others.

use super::{alter, faulty};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{HOUR, MINUTE, World};
use crate::vector::Vector;

const TWIN: &str = "package-commit/committed-and-acknowledged";

/// What is read and is at fault excuses what reads it, and nothing else.
pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let other = &world.draw("another statement").bytes(32);
    let plan = || Plan::bare(world).committed().acknowledged();
    vec![
        // The commit is not held against what was prepared, nor the other way round.
        faulty(
            &plan()
                .statement("prepared", 0, alter)
                .commit(move |it| it.header().issued_at_ms = begins - MINUTE),
            "commit-early-where-what-was-prepared-is-altered",
            "REC-1",
            &[("prepared", 0)],
            TWIN,
        ),
        faulty(
            &plan()
                .statement("commit", 0, alter)
                .result(|it| it.commit.clone_from(other)),
            "result-of-another-commit-where-the-commit-is-altered",
            "REC-1",
            &[("commit", 0)],
            TWIN,
        ),
        faulty(
            &plan()
                .request(|it| it.contract.clone_from(other))
                .prepared(|it| it.contract.clone_from(other)),
            "prepared-of-another-contract-where-the-request-is-too",
            "CTR-9",
            &[("request", 0)],
            TWIN,
        ),
        // The result is asked before its commit.
        faulty(
            &plan().result(move |it| {
                it.header().issued_at_ms = begins - HOUR;
                it.commit.clone_from(other);
            }),
            "result-early-and-of-another-commit",
            "CTR-17",
            &[("result", 0)],
            TWIN,
        ),
        faulty(
            &plan()
                .result(|it| it.commit.clone_from(other))
                .ack(move |it| it.header().issued_at_ms = begins - HOUR),
            "ack-early-where-the-result-is-of-another-commit",
            "CTR-9",
            &[("result", 0)],
            TWIN,
        ),
        faulty(
            &plan().statement("result", 0, alter).package(|it| it.commit = None),
            "commit-missing-where-the-result-is-altered",
            "REC-1",
            &[("result", 0)],
            TWIN,
        ),
        faulty(
            &plan().statement("commit", 0, alter).package(|it| it.prepared = None),
            "prepared-missing-where-the-commit-is-altered",
            "REC-1",
            &[("commit", 0)],
            TWIN,
        ),
        faulty(
            &plan()
                .ack(move |it| it.header().issued_at_ms = begins - HOUR)
                .package(|it| it.prepared = None),
            "ack-early-and-prepared-missing",
            "PKG-4",
            &[("ack", 0), ("prepared", 0)],
            TWIN,
        ),
        faulty(
            &plan()
                .prepared(|it| it.request.clone_from(other))
                .result(|it| it.output.get_or_insert_default().media_type = "text/html".to_owned()),
            "prepared-of-another-request-and-output-of-another-type",
            "CTR-9",
            &[("result", 0), ("prepared", 0)],
            TWIN,
        ),
    ]
}
