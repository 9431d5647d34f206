//! Requesters that cheat, and what of it a provider, or anyone, can tell.

use casp_wire::v1::{CanaryOutcome, SideEffect, TaskStatus};

use super::canary::{Canary, another_answer, right_answer};
use super::lines::{DUE, LIFE, Line, Talk};
use super::shown::{canary_case, dispute, finding, judged};
use super::tale::Tale;
use crate::generate::forge::Kind::{Acceptance, Prepared, TaskRequest, TaskResult};
use crate::generate::world::{SECOND, World};

/// What may still arrive after its time, milliseconds.
const LATE: i64 = 30_000;

/// How long a contract is kept, milliseconds.
const KEPT: i64 = 86_430_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = vec![never_acknowledges(world), cancels_what_is_done(world)];
    tales.extend(reuses(world));
    tales.extend(false_canaries(world));
    tales.extend(foreign_quotes(world));
    tales.push(hands_over_something_else(world));
    tales.push(commits_to_another_plan(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "bad-requester", name, title, rules)
}

/// The provider does not wait for ever.
fn never_acknowledges(world: &World) -> Tale<'_> {
    let bob = &world.bob;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let bundle = dispute(opened.contract(), |it| {
        it.request = opened.request.bundle();
        it.result = result.bundle();
    });
    tale(
        world,
        "never-acknowledges",
        "A requester never acknowledges: the result is repeated half a minute beyond the deadline, and no more.",
        &["CTR-3", "CTR-10"],
    )
    .in_the_book_of(bob)
    .said(opened.all())
    .said([&result])
    .repeats(6 * SECOND, &result, "delivered", &[], &[TaskResult])
    .refused(7 * SECOND, &opened.request, &["CTR-1"])
    .repeats(DUE + LATE - 1, &result, "delivered", &[], &[TaskResult])
    .repeats(DUE + LATE, &result, "delivered", &[], &[])
    .asked(
        DUE + LATE,
        "DisputeBundle",
        bundle,
        None,
        judged(&[], &["not-acknowledged"]),
    )
    .repeats(DUE + KEPT - 1, &result, "delivered", &[], &[])
    .unknown(DUE + KEPT, &result)
}

/// Nor can it be made to have worked for nothing.
fn cancels_what_is_done(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let [first, second] = ["first", "second"].map(|name| talk.anew(name));
    let first = first.cancel(4 * SECOND, LIFE, &opened.acceptance);
    let late = second.cancel(7 * SECOND, LIFE, &opened.acceptance);
    let again = second.cancel(5 * SECOND, LIFE, &opened.acceptance);
    tale(
        world,
        "cancels-again-and-again",
        "A requester cancels twice, and once more when the work is done: one cancel counts, and the result.",
        &["CTR-5", "CTR-12"],
    )
    .said(opened.all())
    .said([&first])
    .refused(5 * SECOND, &again, &["CTR-5"])
    .said([&result])
    .refused(7 * SECOND, &late, &["CTR-5"])
    .stands(7 * SECOND, &first, "delivered")
}

/// What may be said once is said twice.
fn reuses(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let same_nonce = Talk::between(world, alice, bob, "another").anew("talk").due(DUE - 1);
    let another_offer = same_nonce.offer(4 * SECOND, LIFE);
    let second = talk.anew("once more");
    let second_acceptance = second.acceptance(2_500, LIFE, quote);
    let second_request = second.request(4 * SECOND, LIFE, acceptance);
    let of_second = second.request(4 * SECOND, LIFE, &second_acceptance);
    let convicted = [finding(alice, "seconds", "CTR-5")];
    let by_acceptance = dispute(opened.contract(), |it| {
        it.seconds = second_acceptance.bundle().into_iter().collect();
    });
    let by_request = dispute(opened.contract(), |it| {
        it.request = request.bundle();
        it.seconds = second_request.bundle().into_iter().collect();
    });
    vec![
        tale(
            world,
            "nonce-of-an-offer-again",
            "A requester makes another offer with the nonce of the first: the book takes the first alone.",
            &["CTR-2"],
        )
        .said(opened.all())
        .refused(4 * SECOND, &another_offer, &["CTR-2"])
        .unknown(4 * SECOND, &another_offer)
        .repeats(4 * SECOND, offer, "pending", &[Acceptance, TaskRequest], &[]),
        tale(
            world,
            "two-acceptances",
            "A requester accepts a quote twice: there is one contract, and no task in the other.",
            &["CTR-3", "CTR-5", "DSP-3"],
        )
        .in_the_book_of(bob)
        .said(opened.contract())
        .refused(2_500, &second_acceptance, &["CTR-5"])
        .said([request])
        .refused(4 * SECOND, &of_second, &["CTR-3"])
        .stands(4 * SECOND, request, "pending")
        .asked(
            5 * SECOND,
            "DisputeBundle",
            by_acceptance,
            None,
            judged(&convicted, &["not-requested"]),
        ),
        tale(
            world,
            "two-requests",
            "A requester asks twice under one contract: the task is done once.",
            &["CTR-5", "DSP-3"],
        )
        .in_the_book_of(bob)
        .said(opened.all())
        .refused(4 * SECOND, &second_request, &["CTR-5"])
        .stands(4 * SECOND, request, "pending")
        .unknown(4 * SECOND, &second_request)
        .asked(
            5 * SECOND,
            "DisputeBundle",
            by_request,
            None,
            judged(&convicted, &["not-delivered"]),
        ),
    ]
}

/// A canary is opened that never was, or says what is not so.
fn false_canaries(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, carol, .. } = world;
    let right = || Canary::new(world, bob, right_answer(world));
    let told = [
        (
            "false-verdict",
            "A requester says of a right answer that it failed: the case shows that it passed.",
            "CAN-8",
            right(),
            right(),
            CanaryOutcome::Failed,
        ),
        (
            "canary-made-up",
            "A requester makes up a canary after the answer: it is not what the acceptance was blind to.",
            "CAN-2",
            right(),
            Canary::new(world, bob, another_answer()),
            CanaryOutcome::Failed,
        ),
        (
            "canary-for-another",
            "A requester opens a canary that was made for another provider.",
            "CAN-3",
            Canary::new(world, carol, right_answer(world)),
            Canary::new(world, carol, right_answer(world)),
            CanaryOutcome::Passed,
        ),
    ];
    let mut tales: Vec<Tale<'_>> = told
        .into_iter()
        .map(|(name, title, rule, set, opened, outcome)| {
            let story = Opening::new(world, &set);
            let verdict = opened.verdict(9 * SECOND, alice, [&story.opened.acceptance, &story.result], outcome);
            story.told(world, name, title, rule, &verdict)
        })
        .collect();
    let canary = right();
    let story = Opening::new(world, &canary);
    let early = canary.verdict(
        6 * SECOND - 1,
        alice,
        [&story.opened.acceptance, &story.result],
        CanaryOutcome::Passed,
    );
    tales.push(story.told(
        world,
        "canary-opened-early",
        "A requester dates the opening of a canary before the answer to it.",
        "CAN-6",
        &early,
    ));
    tales
}

/// A canary that was answered and acknowledged, and its opening.
struct Opening {
    opened: super::lines::Opened,
    result: Line,
    ack: Line,
}

impl Opening {
    fn new(world: &World, canary: &Canary<'_>) -> Self {
        let talk = Talk::new(world);
        let opened = canary.opened(&talk, 0);
        let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
        let ack = talk.ack(7 * SECOND, &opened.acceptance, &result);
        Self { opened, result, ack }
    }

    /// The provider looks at it, and shows it.
    fn told<'a>(
        &self,
        world: &'a World,
        name: &str,
        title: &str,
        rule: &'static str,
        verdict: &crate::generate::forge::Statement,
    ) -> Tale<'a> {
        let bundle = dispute(self.opened.contract(), |it| {
            it.request = self.opened.request.bundle();
            it.result = self.result.bundle();
            it.ack = self.ack.bundle();
            it.verdict = Some(verdict.bundle());
        });
        tale(world, name, title, &["CTR-4", "DSP-2"])
            .in_the_book_of(&world.bob)
            .said(self.opened.all())
            .said([&self.result, &self.ack])
            .stands(7 * SECOND, &self.ack, "closed")
            .asked(
                9 * SECOND,
                "CanaryCase",
                canary_case(&self.opened, &self.result, verdict),
                Some(rule),
                None,
            )
            .asked(
                9 * SECOND,
                "DisputeBundle",
                bundle,
                None,
                judged(&[finding(&world.alice, "verdict", rule)], &[]),
            )
    }
}

/// Who accepts a quote that was made to another gets nothing.
fn foreign_quotes(world: &World) -> Vec<Tale<'_>> {
    let World { bob, carol, .. } = world;
    let opened = Talk::new(world).opened();
    let [offer, quote, acceptance, request] = opened.all();
    let carols = Talk::between(world, carol, bob, "of carol");
    let stolen = carols.acceptance(2 * SECOND, LIFE, quote);
    let request_of_it = carols.request(3 * SECOND, LIFE, &stolen);
    vec![
        tale(
            world,
            "accepts-anothers-quote",
            "A stranger accepts a quote that was made to another, who accepts it all the same.",
            &["CTR-3", "CTR-4"],
        )
        .in_the_book_of(bob)
        .said([offer, quote])
        .refused(2 * SECOND, &stolen, &["CTR-4"])
        .stands(2 * SECOND, quote, "quoted")
        .said([acceptance])
        .refused(3 * SECOND, &request_of_it, &["CTR-3"])
        .said([request])
        .stands(3 * SECOND, quote, "pending"),
        tale(
            world,
            "accepts-a-quote-after-its-contract",
            "A stranger accepts a quote that is a contract with another already: still no party to it.",
            &["CTR-4", "CTR-5"],
        )
        .in_the_book_of(bob)
        .said(opened.contract())
        .refused(3 * SECOND, &stolen, &["CTR-4", "CTR-5"])
        .said([request])
        .stands(3 * SECOND, acceptance, "pending"),
        tale(
            world,
            "accepts-a-quote-that-nobody-made",
            "A stranger accepts a quote that its provider does not hold.",
            &["CTR-3"],
        )
        .in_the_book_of(bob)
        .said([offer])
        .refused(2 * SECOND, &stolen, &["CTR-3"])
        .unknown(2 * SECOND, &stolen)
        .stands(2 * SECOND, offer, "offered"),
    ]
}

/// What was accepted is not what is asked.
fn hands_over_something_else(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let mut other = talk.anew("other input");
    let last = other.deal.input.digest.last_mut().expect("a digest");
    *last ^= 1;
    other.deal.input.body = None;
    let request = other.request(3 * SECOND, LIFE, &opened.acceptance);
    tale(
        world,
        "hands-over-another-input",
        "A requester hands over another input than it accepted for: only the right one starts the task.",
        &["CTR-8"],
    )
    .said(opened.contract())
    .refused(3 * SECOND, &request, &["CTR-8"])
    .stands(3 * SECOND, &opened.acceptance, "accepted")
    .said([&opened.request])
    .stands(3 * SECOND, &opened.acceptance, "pending")
}

/// A commit names what was prepared, and nothing else.
fn commits_to_another_plan(world: &World) -> Tale<'_> {
    let World { alice, bob, .. } = world;
    let [one, two] = ["one", "two"].map(|name| {
        Talk::between(world, alice, bob, name).on(|terms| terms.side_effect = SideEffect::Irreversible.into())
    });
    let (first, second) = (one.opened(), two.opened_at(0, [LIFE; 4]));
    let prepare = |talk: &Talk<'_>, at: i64, opened: &super::lines::Opened| {
        talk.prepared(at, LIFE, &opened.acceptance, &opened.request)
    };
    let (plan, other) = (prepare(&one, 4_000, &first), prepare(&two, 4_500, &second));
    let crossed = one.commit(5 * SECOND, LIFE, &first.acceptance, &other);
    let early = two
        .anew("early")
        .commit(5 * SECOND, LIFE, &second.acceptance, &second.request);
    tale(
        world,
        "commits-to-another-plan",
        "A requester commits under one contract to what was prepared under another: nothing may happen.",
        &["CTR-9"],
    )
    .said(
        first
            .all()
            .into_iter()
            .zip(second.all())
            .flat_map(|(one, two)| [one, two]),
    )
    .said([&plan, &other])
    .refused(5 * SECOND, &crossed, &["CTR-9"])
    .refused(5 * SECOND, &early, &["CTR-9"])
    .repeats(5 * SECOND, &plan, "prepared", &[], &[Prepared])
    .repeats(5 * SECOND, &other, "prepared", &[], &[Prepared])
}
