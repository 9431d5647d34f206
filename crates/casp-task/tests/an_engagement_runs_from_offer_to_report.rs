//! A whole engagement in the book, what a repetition does to it, and what a second statement in the same place.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_identity::Verified;
use casp_task::{
    AcceptanceKind, CancelKind, DeliveryAckKind, OfferKind, OutcomeReportKind, QuoteKind, Said, TaskEventKind,
    TaskRequestKind, TaskResultKind, TaskViolation, content, draft,
};
use casp_wire::v1::{Cancel, Outcome, OutcomeReport, TaskEvent, TaskState};
use support::{ALICE, BOB, CAROL, MINUTE, NOW, apply, book, id, input, lasting, offer, one_shot, quote, verified};

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
fn what_is_over_is_forgotten_and_makes_room() {
    let mut book = book(1);
    let first = verified::<OfferKind>(ALICE, &offer(1, NOW));
    apply(&mut book, first.clone(), NOW).unwrap();
    let ends = book.next_deadline_ms().unwrap();
    assert_eq!(
        ends,
        NOW + 2 * support::HOUR + casp_task::BOOK_RETENTION_MS,
        "the deadline is the latest of its ends"
    );
    let mut second = offer(2, ends - 2 * MINUTE);
    second.terms.as_mut().unwrap().deadline_ms = ends + MINUTE;
    let second = verified::<OfferKind>(ALICE, &second);
    assert_eq!(
        apply(&mut book, second.clone(), ends - 1).unwrap_err(),
        TaskViolation::BookFull
    );
    apply(&mut book, second, ends).unwrap();
    assert!(book.engagement(&first.object_id()).is_none());
    assert_eq!(book.engagements().count(), 1);
}
