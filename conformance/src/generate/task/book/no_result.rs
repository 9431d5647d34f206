//! Who may report that no result came, and when (CTR-15), and after what (CTR-3).

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::engagement::inline;
use crate::generate::world::{DAY, HOUR, SECOND, SKEW, World};
use crate::vector::{Vector, Verdict};

/// The deadline, milliseconds after the offer is issued.
const DEADLINE: i64 = 600 * SECOND;

/// How long a contract is kept after its last instant, milliseconds (SPEC.md section 15.2).
const KEPT: i64 = 86_430_000;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = around(&contract(Deal::as_provider(world)), ["received", "own"]);
    vectors.extend(around(&contract(Deal::as_requester(world)), ["own", "received"]));
    vectors.extend(of_the_quote(world));
    vectors.extend(after_what(world));
    vectors.extend(crossing(world));
    vectors.extend(acknowledged(world));
    vectors.extend(twice(world));
    vectors.extend(to_the_end(world));
    vectors
}

fn contract(deal: Deal<'_>) -> Deal<'_> {
    let deadline = deal.world.issued + DEADLINE;
    deal.on(|terms| terms.deadline_ms = deadline)
}

fn book(world: &World) -> Story<'_> {
    Story::new(world, "book-no-result")
}

/// The accepted report that most others differ from.
const GOOD: &str = "received-just-after-the-deadline";

/// A report around the deadline, in the book of one of the parties: how it comes from the requester, and how from the provider.
fn around(deal: &Deal<'_>, [requesters, providers]: [&str; 2]) -> Vec<Vector> {
    let whole = deal.whole();
    let story = book(deal.world).after(whole.begun());
    let report = |at: i64| deal.no_result(&whole.acceptance, deal.requester, at);
    let answer = |at: i64| deal.no_result(&whole.acceptance, deal.provider, at);
    let good = format!("{requesters}-just-after-the-deadline");
    let accepts = |what: &str, issued: i64, at: i64| {
        let rules = ["CTR-3", "CTR-4", "CTR-5", "CTR-15"];
        story.accepts_at(&format!("{requesters}-{what}"), &rules, at, &report(issued))
    };
    let refuses = |what: &str, issued: i64, at: i64| {
        let fault = format!("{requesters}-{what}");
        story.refuses_at("CTR-15", &fault, &good, at, &report(issued))
    };
    let by_provider = |what: &str, at: i64| {
        let fault = format!("{providers}-by-the-provider-{what}");
        story.refuses("CTR-15", &fault, &good, &answer(at))
    };
    let early = whole.report.at;
    vec![
        accepts("just-after-the-deadline", DEADLINE + 1, DEADLINE + 1),
        accepts("by-a-clock-ahead", DEADLINE + 1, DEADLINE + 1 - SKEW),
        accepts("a-day-after-the-deadline", DEADLINE + DAY, DEADLINE + DAY),
        refuses("at-the-deadline", DEADLINE, DEADLINE),
        refuses("just-before-the-deadline", DEADLINE - 1, DEADLINE - 1),
        refuses("soon-after-the-request", early, early),
        refuses("at-the-deadline-and-applied-after-it", DEADLINE, DEADLINE + HOUR),
        by_provider("after-the-deadline", DEADLINE + 1),
        by_provider("before-the-deadline", early),
    ]
}

/// The quote's deadline counts, not the offer's.
fn of_the_quote(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let earlier = DEADLINE / 2;
    let offer = deal.offer(|_| ());
    let quote = deal.quote(&offer, |it| {
        it.terms.get_or_insert_default().deadline_ms = world.issued + earlier;
    });
    let whole = deal.whole_of(offer, quote);
    let story = book(world).after(whole.begun());
    let report = |at: i64| deal.no_result(&whole.acceptance, deal.requester, at);
    let twin = "between-the-deadlines";
    vec![
        story.accepts(twin, &["CTR-15"], &report(earlier + 1)),
        story.refuses("CTR-15", "at-the-deadline-of-the-quote", twin, &report(earlier)),
    ]
}

/// There has to be a contract, and a task request.
fn after_what(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let whole = deal.whole();
    let late = DEADLINE + 1;
    let of = |contract: &Said| deal.no_result(contract, deal.requester, late);
    let report = of(&whole.acceptance);
    let asked = contract(Deal::as_requester(world));
    let asking = asked.whole();
    let own = asked.no_result(&asking.acceptance, asked.requester, late);
    let contract = book(world).after(whole.contract());
    let other_input = deal.request(&whole.acceptance, |it| {
        it.input = Some(inline("text/plain", b"another input"));
    });
    let refuses = |story: &Story<'_>, fault: &str, said: &Said| story.refuses("CTR-3", fault, GOOD, said);
    vec![
        refuses(&contract, "without-request", &report),
        refuses(
            &contract.clone().after([&whole.event]),
            "without-request-after-an-event",
            &report,
        ),
        refuses(
            &contract.clone().after([&whole.cancel]),
            "without-request-after-a-cancel",
            &report,
        ),
        refuses(
            &contract.refused(&other_input, Verdict::Reject),
            "of-a-refused-request",
            &report,
        ),
        book(world).after(asking.contract()).refuses(
            "CTR-3",
            "own-without-request",
            "own-just-after-the-deadline",
            &own,
        ),
        refuses(
            &book(world).after([&whole.offer, &whole.quote]),
            "without-acceptance",
            &report,
        ),
        refuses(&book(world), "without-anything", &report),
        refuses(
            &book(world).after(whole.begun()),
            "naming-the-request",
            &of(&whole.request),
        ),
    ]
}

/// What was on its way goes on.
fn crossing(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let whole = deal.whole();
    let begun = book(world).after(whole.begun());
    let done = begun.clone().after([&whole.result]);
    let cancelled = begun.clone().after([&whole.cancel]);
    let report = deal.no_result(&whole.acceptance, deal.requester, DEADLINE + 1);
    let reported = begun.after([&report]);
    let late = DEADLINE + 2;
    let event = deal.event(&whole.acceptance, |it| deal.at(it, DEADLINE));
    let result = deal.result(&whole.acceptance, &whole.request, |it| deal.at(it, DEADLINE));
    let applied = Said {
        at: late,
        ..result.clone()
    };
    let ack = deal.ack(&whole.acceptance, &result, |it| deal.at(it, late));
    let cancel = deal.cancel(&whole.acceptance, |it| deal.at(it, late));
    vec![
        done.accepts("after-a-result", &["CTR-9", "CTR-15"], &report),
        cancelled.accepts("after-a-cancel", &["CTR-12", "CTR-15"], &report),
        reported.accepts_at("then-a-result", &["CTR-10", "CTR-12"], late, &result),
        reported.accepts_at("then-an-event", &["CTR-10", "CTR-12"], late, &event),
        reported.accepts("then-a-cancel", &["CTR-12"], &cancel),
        reported
            .after([&applied])
            .accepts("then-a-result-and-an-ack", &["CTR-3", "CTR-9"], &ack),
    ]
}

/// CTR-20: whoever has acknowledged a result cannot have missed it.
fn acknowledged(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let asked = contract(Deal::as_requester(world));
    let mut vectors = Vec::new();
    for (deal, of) in [(&deal, ""), (&asked, "own-")] {
        let whole = deal.whole();
        let late = DEADLINE + 10 * SECOND;
        let ack = deal.ack(&whole.acceptance, &whole.result, |it| deal.at(it, late));
        let done = book(world).after(whole.done()).after([&ack]);
        let report = |at: i64| deal.no_result(&whole.acceptance, deal.requester, at);
        let name = |what: &str| format!("{of}{what}");
        let twin = name("before-the-ack");
        let refuses = |what: &str, at: i64| done.refuses_at("CTR-20", &name(what), &twin, late + DAY, &report(at));
        vectors.extend([
            done.accepts_at(&twin, &["CTR-15", "CTR-20"], late, &report(late - 1)),
            refuses("with-the-ack", late),
            refuses("a-millisecond-after-the-ack", late + 1),
            refuses("a-day-after-the-ack", late + DAY),
        ]);
        // The ack says when it was made, not when it came.
        let soon = book(world).after(whole.done()).after([&whole.ack]);
        vectors.push(soon.refuses(
            "CTR-20",
            &name("after-an-ack-before-the-deadline"),
            &twin,
            &report(DEADLINE + 1),
        ));
    }
    vectors
}

/// It is the requester's one report.
fn twice(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let whole = deal.whole();
    let done = book(world).after(whole.done());
    let late = DEADLINE + 2;
    let none = |at: i64| deal.no_result(&whole.acceptance, deal.requester, at);
    let good = deal.report(&whole.acceptance, &whole.result, |it| deal.at(it, late));
    let reported = done.clone().after([&none(DEADLINE + 1)]);
    vec![
        done.accepts("good-in-its-place", &["CTR-5"], &good),
        reported.refuses("CTR-5", "then-good", "good-in-its-place", &good),
        reported.refuses("CTR-5", "a-second-time", "after-a-result", &none(late)),
        done.after([&whole.report])
            .refuses("CTR-5", "after-good", "after-a-result", &none(late)),
    ]
}

/// As long as the book keeps the contract.
fn to_the_end(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let whole = deal.whole();
    let story = book(world).after(whole.begun());
    // The acceptance ends last.
    let forgotten = whole.acceptance.at + HOUR + KEPT;
    let report = |at: i64| deal.no_result(&whole.acceptance, deal.requester, at);
    let twin = "in-the-last-millisecond";
    vec![
        story.accepts(twin, &["CTR-3", "CTR-15"], &report(forgotten - 1)),
        story.refuses("CTR-3", "when-forgotten", twin, &report(forgotten)),
    ]
}
