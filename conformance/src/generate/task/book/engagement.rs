//! Whole engagements that go well, in the books of both parties.

use casp_wire::v1;

use super::deal::Deal;
use super::story::Story;
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = side(world, "provider", &Deal::as_provider(world));
    vectors.extend(side(world, "requester", &Deal::as_requester(world)));
    vectors.extend(variants(world));
    vectors
}

/// Names of the steps, and the rules that each obeys.
const STEPS: [(&str, &[&str]); 9] = [
    ("offer", &["CTR-1", "CTR-2", "CTR-14"]),
    (
        "quote",
        &["CTR-1", "CTR-2", "CTR-3", "CTR-4", "CTR-5", "CTR-6", "CTR-7"],
    ),
    (
        "acceptance",
        &["CTR-1", "CTR-2", "CTR-3", "CTR-4", "CTR-5", "CTR-7", "CTR-10"],
    ),
    (
        "request",
        &[
            "CTR-1", "CTR-2", "CTR-3", "CTR-4", "CTR-5", "CTR-7", "CTR-8", "CTR-10", "CTR-12",
        ],
    ),
    (
        "event",
        &["CTR-1", "CTR-3", "CTR-4", "CTR-5", "CTR-10", "CTR-11", "CTR-12"],
    ),
    (
        "result",
        &[
            "CTR-1", "CTR-3", "CTR-4", "CTR-5", "CTR-9", "CTR-10", "CTR-13", "CTR-16",
        ],
    ),
    ("ack", &["CTR-1", "CTR-3", "CTR-4", "CTR-5", "CTR-9"]),
    ("report-by-requester", &["CTR-1", "CTR-3", "CTR-4", "CTR-5", "CTR-9"]),
    ("report-by-provider", &["CTR-1", "CTR-3", "CTR-4", "CTR-5", "CTR-9"]),
];

/// The verifier is one of the parties, and applies what it says too.
fn side(world: &World, side: &str, deal: &Deal<'_>) -> Vec<Vector> {
    let whole = deal.whole();
    let all = whole.in_order();
    let empty = Story::new(world, "book-engagement");
    let mut vectors = Vec::new();
    for (nth, (name, rules)) in STEPS.into_iter().enumerate() {
        let story = empty.clone().after(all[..nth].iter().copied());
        vectors.push(story.accepts(&format!("{side}-{name}"), rules, all[nth]));
    }
    let story = empty.after(whole.begun());
    let rules = ["CTR-3", "CTR-4", "CTR-5", "CTR-12"];
    vectors.push(story.accepts(&format!("{side}-cancel"), &rules, &whole.cancel));
    vectors
}

/// Other ways to go on that are in order.
fn variants(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let empty = Story::new(world, "book-engagement");
    let contract = empty.clone().after(whole.contract());
    let begun = empty.clone().after(whole.begun());
    let done = empty.clone().after(whole.done());
    let after_offer = empty.clone().after([&whole.offer]);
    let again = deal.clone().named("another deal");
    let failed = deal.result(&whole.acceptance, &whole.request, |result| {
        result.status = v1::TaskStatus::Failed.into();
        result.output = None;
    });
    let to_provider = deal.report(&whole.acceptance, &whole.result, |report| {
        report.header.get_or_insert_default().audience = world.verifier.multikey();
    });
    vec![
        after_offer.accepts("second-offer", &["CTR-5"], &again.offer(|_| ())),
        contract.accepts("event-before-request", &["CTR-3"], &whole.event),
        contract.accepts("cancel-before-request", &["CTR-3"], &whole.cancel),
        begun.accepts("result-failed", &["CTR-13", "CTR-16"], &failed),
        done.accepts("report-without-ack", &["CTR-3"], &whole.report),
        done.accepts("report-to-the-other-party", &["CTR-4"], &to_provider),
        done.after([&whole.report])
            .accepts_at("ack-after-report", &["CTR-3"], whole.report.at, &whole.ack),
    ]
}
