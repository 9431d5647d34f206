//! Receipts and checkpoints, as far as the provider signed them (SPEC.md section 20.3).

use casp_wire::v1::SignerClass::{Attested, EndorsedThirdParty, HostProxy};
use casp_wire::v1::{self, SignerClass};

use super::{Bench, of};
use crate::generate::dispute::show::{Show, alter};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, MINUTE, ONE_SHOT_SKEW, SECOND};
use crate::vector::{DisputeFinding, Vector};

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = windows(bench);
    vectors.extend(unnamed(bench));
    vectors.extend(endorsed(bench));
    vectors.extend(of_others(bench));
    vectors.extend(checkpoints(bench));
    vectors
}

fn witnessed<'w>(bench: Bench<'w>, classes: &[SignerClass]) -> Plan<'w> {
    Plan::bare(bench.world).acknowledged().witnessed(classes)
}

fn receipt(bench: Bench<'_>, index: u32, rule: &str) -> DisputeFinding {
    of(&bench.world.alice, "receipts", index, rule)
}

/// PKG-2.
fn windows(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let earliest = begins + 2 * SECOND - MINUTE;
    let latest = begins + DAY + ONE_SHOT_SKEW;
    let started = |at: i64| Show::of(&witnessed(bench, &[HostProxy]).receipt(0, move |it| it.started_at_ms = at));
    let issued =
        |at: i64| Show::of(&witnessed(bench, &[HostProxy]).receipt(0, move |it| it.header().issued_at_ms = at));
    let second = witnessed(bench, &[HostProxy, HostProxy]).receipt(1, move |it| it.header().issued_at_ms = latest + 1);
    vec![
        bench.clean("receipt-started-at-the-earliest", &["PKG-2"], &started(earliest)),
        bench.found(
            "receipt-started-too-early",
            &started(earliest - 1),
            &[receipt(bench, 0, "PKG-2")],
        ),
        bench.clean("receipt-issued-at-the-latest", &["PKG-2"], &issued(latest)),
        bench.found(
            "receipt-issued-too-late",
            &issued(latest + 1),
            &[receipt(bench, 0, "PKG-2")],
        ),
        bench.found(
            "second-receipt-issued-too-late",
            &Show::of(&second),
            &[receipt(bench, 1, "PKG-2")],
        ),
    ]
}

/// RCP-6: the result leaves it out.
fn unnamed(bench: Bench<'_>) -> Vec<Vector> {
    let one = Show::of(&witnessed(bench, &[HostProxy]).result(|it| it.receipts.clear()));
    let all = witnessed(bench, &[HostProxy, HostProxy]).make().receipts;
    let first = all[0].clone();
    let second =
        Show::of(&witnessed(bench, &[HostProxy, HostProxy]).result(move |it| it.receipts = vec![first.clone()]));
    let undelivered = one.clone().undelivered();
    vec![
        bench.clean("receipt-named", &["RCP-6"], &Show::of(&witnessed(bench, &[HostProxy]))),
        bench.found("receipt-unnamed", &one, &[receipt(bench, 0, "RCP-6")]),
        bench.found("second-receipt-unnamed", &second, &[receipt(bench, 1, "RCP-6")]),
        bench.open("receipt-without-a-result", &undelivered, &["not-delivered"]),
    ]
}

/// RCP-2: what the provider signs is no third party's.
fn endorsed(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let of_class = |class: SignerClass| {
        let attesting = witnessed(bench, &[HostProxy]).attesting(&[&world.alice]);
        Show::of(&attesting.receipt(0, move |it| it.signer_class = class.into()))
    };
    let named = |key: &crate::generate::forge::Key| {
        let signers = vec![key.multikey()];
        let of_quote = signers.clone();
        Show::of(
            &witnessed(bench, &[HostProxy])
                .offer(move |it| it.terms.get_or_insert_default().receipt_signers.clone_from(&signers))
                .quote(move |it| super::terms(it).receipt_signers.clone_from(&of_quote))
                .receipt(0, |it| it.signer_class = EndorsedThirdParty.into()),
        )
    };
    let wrong = [receipt(bench, 0, "RCP-2")];
    vec![
        bench.clean("receipt-of-the-provider", &["RCP-6"], &of_class(HostProxy)),
        bench.clean("receipt-of-the-provider-as-attested", &["RCP-6"], &of_class(Attested)),
        bench.found(
            "receipt-of-the-provider-as-a-third-party",
            &of_class(EndorsedThirdParty),
            &wrong,
        ),
        bench.found(
            "receipt-of-the-provider-as-a-third-party-that-the-quote-names",
            &named(&world.alice),
            &wrong,
        ),
    ]
}

/// What others signed, or nobody, and what is of another contract, is not held against the provider.
fn of_others(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let early = begins(world) - DAY;
    let other = world.draw("another statement").bytes(32);
    let lacks = |name: &str, show: &Show<'_>| bench.open(name, show, &["evidence-not-shown"]);
    let carols = witnessed(bench, &[EndorsedThirdParty]);
    let unnamed = witnessed(bench, &[EndorsedThirdParty]).result(|it| it.receipts.clear());
    let elsewhere = witnessed(bench, &[HostProxy]).receipt(0, move |it| {
        it.contract.clone_from(&other);
        it.started_at_ms = early;
    });
    let spoilt = Show::of(&witnessed(bench, &[HostProxy]).receipt(0, move |it| it.started_at_ms = early));
    let ended = witnessed(bench, &[HostProxy]).receipt(0, |it| it.ended_at_ms = it.started_at_ms - 1);
    vec![
        bench.clean("receipt-of-a-third-party", &["RCP-6"], &Show::of(&carols)),
        lacks(
            "receipt-of-a-third-party-too-early",
            &Show::of(&carols.receipt(0, move |it| it.started_at_ms = early)),
        ),
        lacks("receipt-of-a-third-party-unnamed", &Show::of(&unnamed)),
        lacks("receipt-of-another-contract", &Show::of(&elsewhere)),
        lacks("receipt-altered", &spoilt.with(|it| alter(&mut it.receipts[0]))),
        lacks("receipt-that-ends-before-it-starts", &Show::of(&ended)),
    ]
}

fn checkpoints(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let (earliest, latest) = (begins + 2 * SECOND - MINUTE, begins + DAY + ONE_SHOT_SKEW);
    let traced = |sizes: &[usize]| Plan::bare(world).acknowledged().traced(4, sizes);
    let at = |index: usize, at: i64| {
        Show::of(&traced(&[2, 4]).checkpoint(index, move |it: &mut v1::TraceCheckpoint| it.header().issued_at_ms = at))
    };
    let found = |name: &str, show: &Show<'_>, index: u32| {
        bench.found(name, show, &[of(&world.alice, "checkpoints", index, "PKG-2")])
    };
    let lacks = |name: &str, show: &Show<'_>| bench.open(name, show, &["evidence-not-shown"]);
    let other = world.draw("another statement").bytes(32);
    let elsewhere = traced(&[4]).checkpoint(0, move |it| {
        it.contract.clone_from(&other);
        it.header().issued_at_ms = earliest - 1;
    });
    let without_contract = traced(&[4]).checkpoint(0, move |it| {
        it.contract.clear();
        it.header().issued_at_ms = earliest - 1;
    });
    let carols = traced(&[4])
        .issued_by("checkpoints", 0, &world.carol)
        .checkpoint(0, move |it| it.header().issued_at_ms = earliest - 1);
    vec![
        bench.clean("checkpoint-at-the-earliest", &["PKG-2"], &at(0, earliest)),
        found("checkpoint-too-early", &at(0, earliest - 1), 0),
        bench.clean("checkpoint-at-the-latest", &["PKG-2"], &at(1, latest)),
        found("second-checkpoint-too-late", &at(1, latest + 1), 1),
        lacks("checkpoint-of-another-contract", &Show::of(&elsewhere)),
        lacks("checkpoint-without-contract", &Show::of(&without_contract)),
        lacks("checkpoint-of-another-agent", &Show::of(&carols)),
        lacks(
            "checkpoint-of-another-root",
            &Show::of(&traced(&[4]).checkpoint(0, |it| it.root[3] ^= 1)),
        ),
    ]
}
