//! A whole engagement in the book, what a repetition does to it, and what a second statement in the same place.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_identity::{Kept, Kind, KnownAgents, Signed, Verified, Verifier};
use casp_task::{
    AcceptanceKind, BookLimits, CancelKind, DeliveryAckKind, KeptSaid, OfferKind, OutcomeReportKind, QuoteKind, Said,
    TaskEventKind, TaskRequestKind, TaskResultKind, TaskViolation, content, draft,
};
use casp_wire::v1::{Cancel, Outcome, OutcomeReport, TaskEvent, TaskState};
use support::{
    ALICE, BOB, CAROL, HOUR, MINUTE, NOW, apply, book, id, input, lasting, offer, one_shot, quote, verified,
};

struct Story {
    offer: Verified<OfferKind>,
    quote: Verified<QuoteKind>,
    acceptance: Verified<AcceptanceKind>,
    request: Verified<TaskRequestKind>,
    event: Verified<TaskEventKind>,
    result: Verified<TaskResultKind>,
    ack: Verified<DeliveryAckKind>,
    report: Verified<OutcomeReportKind>,
}

/// Every statement twice: with `shift` 0, and with other nonces and times.
fn story(shift: u8) -> Story {
    let at = NOW + i64::from(shift);
    let offer = verified::<OfferKind>(ALICE, &offer(1, NOW));
    let quote = verified::<QuoteKind>(BOB, &quote(&offer, 2 + shift, at));
    let first_quote = verified::<QuoteKind>(BOB, &support::quote(&offer, 2, NOW));
    let accept = |nonce, at| draft::acceptance(&first_quote, one_shot(ALICE, BOB, nonce, at), [9; 32], &input());
    let acceptance = verified::<AcceptanceKind>(ALICE, &accept(3 + shift, at));
    let contract = verified::<AcceptanceKind>(ALICE, &accept(3, NOW));
    let ask = |nonce, at| draft::request(&contract, one_shot(ALICE, BOB, nonce, at), input());
    let request = verified::<TaskRequestKind>(ALICE, &ask(4 + shift, at));
    let first_request = verified::<TaskRequestKind>(ALICE, &ask(4, NOW));
    let event = TaskEvent {
        header: Some(lasting(BOB, ALICE, at)),
        contract: contract.object_id().0.to_vec(),
        seq: 1,
        state: TaskState::Running.into(),
        ..TaskEvent::default()
    };
    let output = content::inline("text/plain", "Good morning");
    let answer = |at| draft::result(&first_request, lasting(BOB, ALICE, at), output.clone());
    let result = verified::<TaskResultKind>(BOB, &answer(at));
    let first_result = verified::<TaskResultKind>(BOB, &answer(NOW));
    let ack = draft::ack(&first_result, lasting(ALICE, BOB, at));
    let report = OutcomeReport {
        header: Some(support::author(ALICE).lasting(None, at)),
        contract: contract.object_id().0.to_vec(),
        subject: id(BOB).as_bytes().to_vec(),
        outcome: Outcome::Good.into(),
        result: first_result.object_id().0.to_vec(),
        verdict: vec![],
    };
    Story {
        event: verified(BOB, &event),
        ack: verified(ALICE, &ack),
        report: verified(ALICE, &report),
        offer,
        quote,
        acceptance,
        request,
        result,
    }
}

fn in_order(story: Story) -> Vec<Said> {
    vec![
        story.offer.into(),
        story.quote.into(),
        story.acceptance.into(),
        story.request.into(),
        story.event.into(),
        story.result.into(),
        story.ack.into(),
        story.report.into(),
    ]
}

#[test]
fn every_statement_is_taken_once() {
    let mut book = book(4);
    for said in in_order(story(0)) {
        apply(&mut book, said.clone(), NOW).unwrap();
        assert_eq!(apply(&mut book, said, NOW).unwrap_err(), TaskViolation::StatementKnown);
    }
    let engagement = book.engagements().next().unwrap();
    assert!(engagement.ack().is_some() && engagement.latest_event().is_some());
}

#[test]
fn a_second_statement_in_the_same_place_is_refused_and_changes_nothing() {
    let mut book = book(4);
    for (said, second) in in_order(story(0)).into_iter().zip(in_order(story(40))) {
        apply(&mut book, said, NOW + 40).unwrap();
        let before = format!("{book:?}");
        if !matches!(second, Said::Offer(_)) {
            let refused = apply(&mut book, second, NOW + 40).unwrap_err();
            assert_eq!(refused, TaskViolation::SecondStatement);
            assert_eq!(format!("{book:?}"), before);
        }
    }
}

#[test]
fn nothing_comes_before_what_it_follows() {
    let all = in_order(story(0));
    for (index, said) in all.iter().enumerate().skip(1) {
        let mut book = book(4);
        // An event needs the contract alone, a result the request, acknowledgement and report the result.
        let before = match said {
            Said::TaskEvent(_) => 2,
            Said::TaskResult(_) => 3,
            Said::OutcomeReport(_) => 5,
            _ => index - 1,
        };
        for earlier in all.iter().take(before) {
            apply(&mut book, earlier.clone(), NOW).unwrap();
        }
        assert_eq!(
            apply(&mut book, said.clone(), NOW).unwrap_err(),
            TaskViolation::AntecedentUnknown
        );
    }
}

#[test]
fn a_stranger_has_no_part_in_it() {
    let mut book = book(4);
    let told = story(0);
    let contract = told.acceptance.object_id().0.to_vec();
    for said in in_order(story(0)).into_iter().take(4) {
        apply(&mut book, said, NOW).unwrap();
    }
    let cancel = |from, to| Cancel {
        header: Some(one_shot(from, to, 70 + from, NOW)),
        contract: contract.clone(),
        reason: String::new(),
    };
    for (from, to) in [(CAROL, BOB), (BOB, ALICE), (ALICE, CAROL)] {
        let said = verified::<CancelKind>(from, &cancel(from, to));
        assert_eq!(apply(&mut book, said, NOW).unwrap_err(), TaskViolation::Party);
    }
    apply(&mut book, verified::<CancelKind>(ALICE, &cancel(ALICE, BOB)), NOW).unwrap();
    apply(&mut book, told.result, NOW).expect("cancel and result may cross");
}

#[test]
fn a_nonce_serves_once_for_each_issuer() {
    let mut book = book(4);
    let told = story(0);
    apply(&mut book, told.offer.clone(), NOW).unwrap();
    let again = verified::<OfferKind>(ALICE, &offer(1, NOW + 1));
    assert_eq!(
        apply(&mut book, again, NOW + 1).unwrap_err(),
        TaskViolation::NonceReused
    );
    let mut others = offer(1, NOW);
    others.header = Some(one_shot(CAROL, BOB, 1, NOW));
    apply(&mut book, verified::<OfferKind>(CAROL, &others), NOW).unwrap();
}

#[test]
fn what_came_to_no_contract_is_forgotten_as_it_lapses_and_makes_room() {
    let mut book = book(1);
    let first = verified::<OfferKind>(ALICE, &offer(1, NOW));
    apply(&mut book, first.clone(), NOW).unwrap();
    let ends = book.next_deadline_ms().unwrap();
    assert_eq!(ends, NOW + HOUR + 30_000, "the offer's end, and the skew");
    let second = verified::<OfferKind>(ALICE, &offer(2, ends - 2 * MINUTE));
    let refused = apply(&mut book, second.clone(), ends - 1).unwrap_err();
    assert_eq!(refused, TaskViolation::BookFull);
    apply(&mut book, second, ends).unwrap();
    assert!(book.engagement(&first.object_id()).is_none());
    assert_eq!(book.engagements().count(), 1);
}

#[test]
fn a_contract_is_kept_for_a_day_after_its_deadline() {
    let mut book = book(1);
    for said in in_order(story(0)).into_iter().take(3) {
        apply(&mut book, said, NOW).unwrap();
    }
    let ends = book.next_deadline_ms().unwrap();
    assert_eq!(
        ends,
        NOW + 2 * HOUR + casp_task::BOOK_RETENTION_MS,
        "the deadline is the latest of its ends"
    );
    book.expire(ends - 1);
    assert_eq!(book.engagements().count(), 1);
    book.expire(ends);
    assert_eq!(book.engagements().count(), 0);
}

#[test]
fn one_requester_does_not_fill_the_book() {
    let limits = BookLimits {
        engagements: 4,
        engagements_per_requester: 1,
        ..BookLimits::default()
    };
    let mut book = casp_task::Book::new(Some(id(BOB)), limits);
    apply(&mut book, verified::<OfferKind>(ALICE, &offer(1, NOW)), NOW).unwrap();
    let refused = apply(&mut book, verified::<OfferKind>(ALICE, &offer(2, NOW)), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::BookFull);
    let mut others = offer(1, NOW);
    others.header = Some(one_shot(CAROL, BOB, 1, NOW));
    apply(&mut book, verified::<OfferKind>(CAROL, &others), NOW).unwrap();
    let later = NOW + HOUR + 30_000;
    let again = verified::<OfferKind>(ALICE, &offer(2, later));
    apply(&mut book, again, later).expect("room for what was forgotten");
}

#[test]
fn nobody_misses_a_result_before_the_deadline_or_but_the_requester() {
    let told = story(0);
    let contract = told.acceptance.object_id().0.to_vec();
    let missing = |from: u8, of: u8, at: i64| {
        let report = OutcomeReport {
            header: Some(support::author(from).lasting(None, at)),
            contract: contract.clone(),
            subject: id(of).as_bytes().to_vec(),
            outcome: Outcome::NoResult.into(),
            result: vec![],
            verdict: vec![],
        };
        verified::<OutcomeReportKind>(from, &report)
    };
    let deadline = NOW + 2 * HOUR;
    let late = deadline + 1;
    let mut book = book(1);
    for said in in_order(story(0)).into_iter().take(3) {
        apply(&mut book, said, NOW).unwrap();
    }
    let refused = |book: &mut casp_task::Book, said| apply(book, said, late).unwrap_err();
    assert_eq!(
        refused(&mut book, missing(ALICE, BOB, late)),
        TaskViolation::AntecedentUnknown,
        "nothing was asked for"
    );
    let mut book = support::book(1);
    for said in in_order(story(0)).into_iter().take(4) {
        apply(&mut book, said, NOW).unwrap();
    }
    assert_eq!(
        refused(&mut book, missing(ALICE, BOB, deadline)),
        TaskViolation::NoResult
    );
    assert_eq!(refused(&mut book, missing(BOB, ALICE, late)), TaskViolation::NoResult);
    apply(&mut book, missing(ALICE, BOB, late), late).unwrap();
}

#[test]
fn a_result_comes_in_the_media_type_that_was_agreed() {
    let mut book = book(1);
    let told = story(0);
    for said in in_order(story(0)).into_iter().take(4) {
        apply(&mut book, said, NOW).unwrap();
    }
    let output = content::inline("text/html", "Good morning");
    let answer = draft::result(&told.request, lasting(BOB, ALICE, NOW), output);
    let refused = apply(&mut book, verified::<TaskResultKind>(BOB, &answer), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::OutputMediaType);
}

#[test]
fn a_quote_is_not_taken_after_the_deadline_that_it_sets() {
    let mut book = book(1);
    let offer = verified::<OfferKind>(ALICE, &offer(1, NOW));
    let mut quote = quote(&offer, 2, NOW);
    quote.terms.as_mut().unwrap().deadline_ms = NOW + 1;
    let quote = verified::<QuoteKind>(BOB, &quote);
    let late = draft::acceptance(&quote, one_shot(ALICE, BOB, 3, NOW + 2), [9; 32], &input());
    apply(&mut book, offer, NOW).unwrap();
    apply(&mut book, quote, NOW).unwrap();
    let refused = apply(&mut book, verified::<AcceptanceKind>(ALICE, &late), NOW + 2).unwrap_err();
    assert_eq!(refused, TaskViolation::DeadlinePassed);
}

/// Read back from a journal.
fn kept<K: Kind>(bundle: &[u8], at_ms: i64) -> KeptSaid
where
    KeptSaid: From<Kept<K>>,
{
    let kept = Verifier::new(support::NETWORK, None).verify_kept::<K>(Signed::from_bytes(bundle), at_ms);
    kept.unwrap_or_else(|violation| panic!("{violation}")).into()
}

#[test]
fn a_journal_read_again_makes_the_book_anew() {
    let (mut book, mut restored) = (book(4), support::book(4));
    for said in in_order(story(0)) {
        apply(&mut book, said, NOW).unwrap();
    }
    let told = story(0);
    for said in [
        kept::<OfferKind>(told.offer.bundle(), NOW),
        kept::<QuoteKind>(told.quote.bundle(), NOW),
        kept::<AcceptanceKind>(told.acceptance.bundle(), NOW),
        kept::<TaskRequestKind>(told.request.bundle(), NOW),
        kept::<TaskEventKind>(told.event.bundle(), NOW),
        kept::<TaskResultKind>(told.result.bundle(), NOW),
        kept::<DeliveryAckKind>(told.ack.bundle(), NOW),
        kept::<OutcomeReportKind>(told.report.bundle(), NOW),
    ] {
        restored.restore(said, &mut KnownAgents::new(0), NOW).unwrap();
    }
    assert_eq!(format!("{restored:?}"), format!("{book:?}"));
    let again = story(0).request;
    assert_eq!(
        apply(&mut restored, again, NOW).unwrap_err(),
        TaskViolation::StatementKnown,
        "nothing is done twice"
    );
}
