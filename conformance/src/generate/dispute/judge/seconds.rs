//! Second statements where there can be one (DSP-3): each is a finding, whoever made it.

use casp_wire::v1::{self, Outcome};

use super::{Bench, of};
use crate::generate::dispute::show::{Show, alter};
use crate::generate::engagement;
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::{Key, Kind, Payload, Statement};
use crate::generate::world::SECOND;
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = of_each_kind(bench);
    vectors.extend(several(bench));
    vectors.extend(out_of_place(bench));
    vectors.extend(invalid(bench));
    vectors.extend(by_others(bench));
    vectors
}

/// The same message a millisecond later, with another nonce if it has one.
fn again<T: Payload + Default>(show: &Show<'_>, bundle: &Option<v1::Bundle>, edit: impl FnOnce(&mut T)) -> Statement {
    let subject = bundle.as_ref().and_then(|bundle| bundle.subject.as_ref());
    let payload = subject.map(|subject| subject.payload.as_slice()).unwrap_or_default();
    let mut message = T::decode(payload).expect("a statement of a plan");
    let header = message.header();
    header.issued_at_ms += 1;
    if !header.nonce.is_empty() {
        header.nonce[0] ^= 1;
    }
    edit(&mut message);
    show.signed(&message)
}

fn first(bundles: &[v1::Bundle]) -> Option<v1::Bundle> {
    bundles.first().cloned()
}

fn of_each_kind(bench: Bench<'_>) -> Vec<Vector> {
    let (alice, bob) = (&bench.world.alice, &bench.world.bob);
    let (good, committed) = (bench.good(), bench.committed());
    let cancelled = bench.good().cancelled(|_| ());
    let progress = bench.good().event(|it| it.seq = 2).event(|it| it.seq = 5);
    let reported = bench.good().reported(Outcome::Good, |_| ());
    let both = reported.clone().answered(Outcome::Good, |_| ());
    let second = |name: &str, show: &Show<'_>, party: &Key, statement: Statement| {
        let finding = of(party, "seconds", 0, "CTR-5");
        bench.found(name, &show.clone().again(&[statement]), &[finding])
    };
    let it = &good.bundle;
    vec![
        second(
            "second-quote",
            &good,
            alice,
            again::<v1::Quote>(&good, &it.quote, |_| ()),
        ),
        second(
            "second-acceptance",
            &good,
            bob,
            again::<v1::Acceptance>(&good, &it.acceptance, |_| ()),
        ),
        second(
            "second-request",
            &good,
            bob,
            again::<v1::TaskRequest>(&good, &it.request, |_| ()),
        ),
        second(
            "second-result",
            &good,
            alice,
            again::<v1::TaskResult>(&good, &it.result, |_| ()),
        ),
        second(
            "second-result-of-another-request",
            &good,
            alice,
            again::<v1::TaskResult>(&good, &it.result, |it| it.request[0] ^= 1),
        ),
        second(
            "second-ack",
            &good,
            bob,
            again::<v1::DeliveryAck>(&good, &it.ack, |_| ()),
        ),
        second(
            "second-prepared-statement",
            &committed,
            alice,
            again::<v1::Prepared>(&committed, &committed.bundle.prepared, |_| ()),
        ),
        second(
            "second-commit",
            &committed,
            bob,
            again::<v1::Commit>(&committed, &committed.bundle.commit, |_| ()),
        ),
        second(
            "second-cancel",
            &cancelled,
            bob,
            again::<v1::Cancel>(&cancelled, &cancelled.bundle.cancel, |_| ()),
        ),
        second(
            "second-event-of-a-number",
            &progress,
            alice,
            again::<v1::TaskEvent>(&progress, &progress.bundle.events.last().cloned(), |_| ()),
        ),
        second(
            "second-report-of-the-requester",
            &reported,
            bob,
            again::<v1::OutcomeReport>(&reported, &first(&reported.bundle.reports), |it| {
                it.outcome = Outcome::Bad.into();
            }),
        ),
        second(
            "second-report-of-the-provider",
            &both,
            alice,
            again::<v1::OutcomeReport>(&both, &both.bundle.reports.last().cloned(), |_| ()),
        ),
    ]
}

/// Of one party or both, in the order of their object ids.
fn several(bench: Bench<'_>) -> Vec<Vector> {
    let (alice, bob) = (&bench.world.alice, &bench.world.bob);
    let good = bench.good();
    let it = &good.bundle;
    let result = again::<v1::TaskResult>(&good, &it.result, |_| ());
    let third = again::<v1::TaskResult>(&good, &it.result, |it| it.header().issued_at_ms += 1);
    let request = again::<v1::TaskRequest>(&good, &it.request, |_| ());
    let judged = |name: &str, all: [(&Key, &Statement); 2]| {
        let mut all = all.to_vec();
        all.sort_by_key(|(_, statement)| statement.object_id());
        let findings: Vec<_> = all
            .iter()
            .zip(0..)
            .map(|((party, _), index)| of(party, "seconds", index, "CTR-5"))
            .collect();
        let statements: Vec<Statement> = all.iter().map(|(_, statement)| (*statement).clone()).collect();
        bench.found(name, &good.clone().again(&statements), &findings)
    };
    let two = good.clone().again(&[result.clone(), third.clone()]);
    let twin = bench.id("three-results");
    let bad = |fault: &str, edit: fn(&mut v1::DisputeBundle)| {
        bench.refused("DSP-3", fault, "seconds", &twin, &two.clone().with(edit))
    };
    vec![
        judged("three-results", [(alice, &result), (alice, &third)]),
        judged("second-request-and-result", [(bob, &request), (alice, &result)]),
        bad("descending", |it| it.seconds.reverse()),
        bad("twice-the-same", |it| it.seconds[1] = it.seconds[0].clone()),
    ]
}

fn bad(bench: Bench<'_>, fault: &str, twin: &str, show: &Show<'_>, second: Statement) -> Vector {
    let twin = bench.id(twin);
    bench.refused("DSP-3", fault, "seconds", &twin, &show.clone().again(&[second]))
}

/// In whose place nothing stands, or nothing else.
fn out_of_place(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let good = bench.good();
    let it = &good.bundle;
    let other = &world.draw("another statement").bytes(32);
    let result = |edit: &dyn Fn(&mut v1::TaskResult)| again::<v1::TaskResult>(&good, &it.result, |it| edit(it));
    let the_first = again::<v1::TaskResult>(&good, &it.result, |it| it.header().issued_at_ms -= 1);
    let offer = again::<v1::Offer>(&good, &it.offer, |_| ());
    let quote = again::<v1::Quote>(&good, &it.quote, |it| it.offer.clone_from(other));
    let acceptance = again::<v1::Acceptance>(&good, &it.acceptance, |it| it.quote.clone_from(other));
    let progress = bench.good().event(|_| ());
    let next = progress.signed(&progress.next_event(|_| ()));
    let reported = bench.good().reported(Outcome::Good, |_| ());
    let answer = reported.signed(&reported.said_by(&world.alice, Outcome::Good));
    let checkpoint = engagement::checkpoint(world, &world.alice).signed(&world.alice);
    let twin = "second-result";
    vec![
        bad(bench, "the-first-again", twin, &good, the_first),
        bad(bench, "an-offer", twin, &good, offer),
        bad(bench, "a-trace-checkpoint", twin, &good, checkpoint),
        bad(bench, "a-retirement", twin, &good, world.plain(Kind::Retire)),
        bad(bench, "quote-of-another-offer", "second-quote", &good, quote),
        bad(
            bench,
            "acceptance-of-another-quote",
            "second-acceptance",
            &good,
            acceptance,
        ),
        bad(
            bench,
            "result-of-another-contract",
            twin,
            &good,
            result(&|it| it.contract.clone_from(other)),
        ),
        bad(
            bench,
            "result-where-there-is-none",
            twin,
            &bench.good().undelivered(),
            result(&|_| ()),
        ),
        bad(
            bench,
            "ack-where-there-is-none",
            "second-ack",
            &Show::of(&Plan::bare(world)),
            again::<v1::DeliveryAck>(&good, &it.ack, |_| ()),
        ),
        bad(
            bench,
            "event-of-another-number",
            "second-event-of-a-number",
            &progress,
            next,
        ),
        bad(
            bench,
            "report-of-the-party-that-made-none",
            "second-report-of-the-requester",
            &reported,
            answer,
        ),
        bad(
            bench,
            "report-of-another-contract",
            "second-report-of-the-requester",
            &reported,
            again::<v1::OutcomeReport>(&reported, &first(&reported.bundle.reports), |it| {
                it.contract.clone_from(other);
            }),
        ),
    ]
}

/// Not valid, and so no statement.
fn invalid(bench: Bench<'_>) -> Vec<Vector> {
    let good = bench.good();
    let it = &good.bundle;
    let result = |edit: &dyn Fn(&mut v1::TaskResult)| again::<v1::TaskResult>(&good, &it.result, |it| edit(it));
    let of_result = |fault: &str, second: Statement| bad(bench, fault, "second-result", &good, second);
    let altered = good
        .clone()
        .again(&[result(&|_| ())])
        .with(|it| alter(&mut it.seconds[0]));
    let second_altered = good
        .clone()
        .again(&[result(&|_| ()), result(&|it| it.header().issued_at_ms += SECOND)])
        .with(|it| alter(&mut it.seconds[1]));
    vec![
        bench.refused("DSP-3", "altered", "seconds", &bench.id("second-result"), &altered),
        bench.refused(
            "DSP-3",
            "second-altered",
            "seconds",
            &bench.id("three-results"),
            &second_altered,
        ),
        of_result(
            "of-another-network",
            result(&|it| it.header().network_id = "other-net".to_owned()),
        ),
        of_result("completed-without-output", result(&|it| it.output = None)),
    ]
}

/// CTR-4.
fn by_others(bench: Bench<'_>) -> Vec<Vector> {
    let (alice, bob) = (&bench.world.alice, &bench.world.bob);
    let carol = &bench.world.carol;
    let good = bench.good();
    let it = &good.bundle;
    let reported = bench.good().reported(Outcome::Good, |_| ());
    vec![
        bad(
            bench,
            "result-by-the-requester",
            "second-result",
            &good,
            again::<v1::TaskResult>(&good, &it.result, |it| {
                it.header().issuer = bob.multikey();
                it.header().audience = alice.multikey();
            }),
        ),
        bad(
            bench,
            "request-to-another",
            "second-request",
            &good,
            again::<v1::TaskRequest>(&good, &it.request, |it| it.header().audience = carol.multikey()),
        ),
        bad(
            bench,
            "ack-by-another",
            "second-ack",
            &good,
            again::<v1::DeliveryAck>(&good, &it.ack, |it| it.header().issuer = carol.multikey()),
        ),
        bad(
            bench,
            "report-on-another",
            "second-report-of-the-requester",
            &reported,
            again::<v1::OutcomeReport>(&reported, &first(&reported.bundle.reports), |it| {
                it.subject = carol.multikey();
            }),
        ),
    ]
}
