//! A record holds what is named, and nothing else (OUT-1).

use casp_wire::v1::{self, Outcome, TaskStatus};

use super::{Bench, COMMITTED, GOOD, NO_RESULT};
use crate::generate::dispute::probe::Probe;
use crate::generate::dispute::show::Show;
use crate::generate::evidence::package::plan::begins;
use crate::generate::forge::Payload as _;
use crate::generate::world::DAY;
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let bad = |fault: &str, field: &str, twin: &str, show: &Show<'_>| bench.refused("OUT-1", fault, field, twin, show);
    let good = Show::of(&bench.bare()).reported(Outcome::Good, |_| ());
    let missed = |show: Show<'_>| {
        show.reported(Outcome::NoResult, move |it| it.header().issued_at_ms = begins + DAY + 1)
            .bundle
    };
    let show = |bundle: v1::DisputeBundle| Show { world, bundle };
    let probe = Probe::own(world, true);
    let passed = probe.reported(&probe.plan(world));
    let unnamed = probe.show(&probe.plan(world)).reported(Outcome::Good, |_| ());
    let committed = Show::of(&bench.bare().committed()).reported(Outcome::Good, |_| ());
    let failed = Show::of(&bench.bare().committed().result(|it| {
        it.commit.clear();
        it.status = TaskStatus::Failed.into();
        it.output = None;
    }))
    .reported(Outcome::Bad, |_| ());
    let uncommitted = "dispute/outcome/failed-without-a-commit";
    let canary = "dispute/outcome/own-canary-passed";
    let prepared_alone = Show::of(&bench.bare().committed())
        .undelivered()
        .with(|it| it.commit = None);
    vec![
        bad(
            "result-missing",
            "result",
            GOOD,
            &good.clone().with(|it| it.result = None),
        ),
        bad(
            "result-of-no-result",
            "result",
            NO_RESULT,
            &show(missed(Show::of(&bench.bare()))),
        ),
        bad(
            "verdict-missing",
            "verdict",
            canary,
            &passed.clone().with(|it| it.verdict = None),
        ),
        bad("verdict-unnamed", "verdict", GOOD, &unnamed),
        bad(
            "commit-missing",
            "commit",
            COMMITTED,
            &committed.clone().with(|it| it.commit = None),
        ),
        bad(
            "commit-and-prepared-missing",
            "commit",
            COMMITTED,
            &committed.clone().with(|it| {
                it.prepared = None;
                it.commit = None;
            }),
        ),
        bad(
            "prepared-missing",
            "prepared",
            COMMITTED,
            &committed.with(|it| it.prepared = None),
        ),
        bad("commit-unnamed", "commit", uncommitted, &failed),
        bad(
            "prepared-without-a-commit",
            "prepared",
            uncommitted,
            &failed.clone().with(|it| it.commit = None),
        ),
        bad(
            "commit-of-no-result",
            "commit",
            NO_RESULT,
            &show(missed(Show::of(&bench.bare().committed()).undelivered())),
        ),
        bad(
            "prepared-of-no-result",
            "prepared",
            NO_RESULT,
            &show(missed(prepared_alone)),
        ),
    ]
}
