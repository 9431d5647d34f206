//! A result comes with the evidence that was agreed (CTR-13).

use casp_wire::v1::{self, TaskStatus};

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = asked(world);
    vectors.extend(promised(world));
    vectors
}

/// What a result has of evidence.
fn result(deal: &Deal<'_>, contract: [&Said; 2], status: TaskStatus, trace: bool, receipts: usize) -> Said {
    let mut draw = deal.world.draw("evidence of a result");
    let commitment = v1::TraceCommitment {
        session: draw.bytes(16),
        size: draw.number(1, 400),
        root: draw.bytes(32),
    };
    let [acceptance, request] = contract;
    deal.result(acceptance, request, |it| {
        it.status = status.into();
        if !matches!(status, TaskStatus::Completed | TaskStatus::Partial) {
            it.output = None;
        }
        it.trace = trace.then_some(commitment);
        it.receipts = (0..receipts).map(|_| draw.bytes(32)).collect();
        it.receipts.sort();
    })
}

/// The evidence that a quote promises, and stories of contracts with it.
fn asked(world: &World) -> Vec<Vector> {
    use TaskStatus::{Cancelled, Completed, Failed, Indeterminate, Partial};
    let (none, both): (&[&str], &[&str]) = (&[], &["tool-receipt", "trace"]);
    let (receipts, trace, others): (&[&str], &[&str], &[&str]) = (
        &["tool-receipt"],
        &["trace"],
        &["attestation", "com.example.video", "trace-full"],
    );
    let story = |kinds: &[&str]| {
        let deal = Deal::as_requester(world).on(|terms| {
            terms.evidence = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        });
        let whole = deal.whole();
        (deal, Story::new(world, "book-evidence").after(whole.begun()), whole)
    };
    let accepts = |name: &str, kinds: &[&str], status, has_trace, count| {
        let (deal, story, whole) = story(kinds);
        let said = result(&deal, [&whole.acceptance, &whole.request], status, has_trace, count);
        story.accepts(name, &["CTR-13"], &said)
    };
    let refuses = |fault: &str, twin: &str, kinds: &[&str], status, has_trace, count| {
        let (deal, story, whole) = story(kinds);
        let said = result(&deal, [&whole.acceptance, &whole.request], status, has_trace, count);
        story.refuses("CTR-13", fault, twin, &said)
    };
    vec![
        accepts("trace-as-asked", trace, Completed, true, 0),
        accepts("receipt-as-asked", receipts, Completed, false, 1),
        accepts("both-as-asked", both, Completed, true, 2),
        accepts("both-in-part", both, Partial, true, 1),
        accepts("both-unasked", none, Completed, true, 2),
        accepts("others-asked", others, Completed, false, 0),
        accepts("failed-without", both, Failed, false, 0),
        accepts("cancelled-without", both, Cancelled, false, 0),
        accepts("indeterminate-without", both, Indeterminate, false, 0),
        accepts("failed-with-trace", both, Failed, true, 0),
        refuses("trace-missing", "trace-as-asked", trace, Completed, false, 0),
        refuses(
            "trace-missing-with-receipts",
            "trace-as-asked",
            trace,
            Completed,
            false,
            3,
        ),
        refuses("receipts-missing", "receipt-as-asked", receipts, Completed, false, 0),
        refuses(
            "receipts-missing-with-trace",
            "receipt-as-asked",
            receipts,
            Completed,
            true,
            0,
        ),
        refuses("trace-missing-of-both", "both-as-asked", both, Completed, false, 1),
        refuses("receipts-missing-of-both", "both-as-asked", both, Completed, true, 0),
        refuses("trace-missing-in-part", "both-in-part", both, Partial, false, 1),
        refuses("receipts-missing-in-part", "both-in-part", both, Partial, true, 0),
    ]
}

/// What the quote promises counts, also where the offer did not ask for it.
fn promised(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let offer = deal.offer(|_| ());
    let quote = deal.quote(&offer, |it| {
        it.terms.get_or_insert_default().evidence = vec!["trace".to_owned()];
    });
    let whole = deal.whole_of(offer, quote);
    let story = Story::new(world, "book-evidence").after(whole.begun());
    let of = |trace| {
        result(
            &deal,
            [&whole.acceptance, &whole.request],
            TaskStatus::Completed,
            trace,
            0,
        )
    };
    vec![
        story.accepts("trace-as-promised", &["CTR-13"], &of(true)),
        story.refuses("CTR-13", "trace-promised-unasked", "trace-as-promised", &of(false)),
    ]
}
