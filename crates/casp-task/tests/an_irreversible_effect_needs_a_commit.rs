//! What cannot be undone is prepared, committed to and done once, and how an engagement stands meanwhile (SPEC.md sections 15.2,
//! 19.2 and 19.6).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_identity::{ObjectId, Verified};
use casp_task::EngagementState::{self, *};
use casp_task::{
    AcceptanceKind, Book, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind,
    QuoteKind, TaskEventKind, TaskRequestKind, TaskResultKind, TaskViolation, content, draft,
};
use casp_wire::v1::{Cancel, Outcome, OutcomeReport, SideEffect, TaskEvent, TaskResult, TaskState, TaskStatus};
use support::{
    ALICE, BOB, CAROL, HOUR, MINUTE, NOW, apply, author, book, book_of, id, input, lasting, one_shot, quote, verified,
};

const DEADLINE: i64 = NOW + 2 * HOUR;
const SKEW: i64 = 30_000;

struct Deal {
    offer: Verified<OfferKind>,
    quote: Verified<QuoteKind>,
    acceptance: Verified<AcceptanceKind>,
    request: Verified<TaskRequestKind>,
    prepared: Verified<PreparedKind>,
    commit: Verified<CommitKind>,
}

fn deal(effect: SideEffect) -> Deal {
    let mut offer = support::offer(1, NOW);
    offer.terms.as_mut().unwrap().side_effect = effect.into();
    let offer = verified::<OfferKind>(ALICE, &offer);
    let quote = verified::<QuoteKind>(BOB, &quote(&offer, 2, NOW));
    let acceptance = draft::acceptance(&quote, one_shot(ALICE, BOB, 3, NOW), [9; 32], &input());
    let acceptance = verified::<AcceptanceKind>(ALICE, &acceptance);
    let request = draft::request(&acceptance, one_shot(ALICE, BOB, 4, NOW), input());
    let request = verified::<TaskRequestKind>(ALICE, &request);
    let plan = content::inline("text/plain", "send it");
    let prepared = draft::prepared(&request, one_shot(BOB, ALICE, 5, NOW), plan);
    let prepared = verified::<PreparedKind>(BOB, &prepared);
    let commit = draft::commit(&prepared, one_shot(ALICE, BOB, 6, NOW));
    Deal {
        commit: verified(ALICE, &commit),
        offer,
        quote,
        acceptance,
        request,
        prepared,
    }
}

impl Deal {
    fn requested(&self) -> Book {
        let mut book = book(4);
        apply(&mut book, self.offer.clone(), NOW).unwrap();
        apply(&mut book, self.quote.clone(), NOW).unwrap();
        apply(&mut book, self.acceptance.clone(), NOW).unwrap();
        apply(&mut book, self.request.clone(), NOW).unwrap();
        book
    }

    fn prepared(&self) -> Book {
        let mut book = self.requested();
        apply(&mut book, self.prepared.clone(), NOW).unwrap();
        book
    }

    fn committed(&self) -> Book {
        let mut book = self.prepared();
        apply(&mut book, self.commit.clone(), NOW).unwrap();
        book
    }

    fn result(&self, edit: impl FnOnce(&mut TaskResult)) -> Verified<TaskResultKind> {
        let output = content::inline("text/plain", "sent");
        let mut result = draft::result(&self.request, lasting(BOB, ALICE, NOW), output);
        edit(&mut result);
        verified(BOB, &result)
    }

    fn ended(&self, status: TaskStatus, commit: Option<ObjectId>) -> Verified<TaskResultKind> {
        self.result(|it| {
            it.status = status.into();
            it.commit = commit.map(|id| id.0.to_vec()).unwrap_or_default();
            if !matches!(status, TaskStatus::Completed | TaskStatus::Partial) {
                it.output = None;
            }
        })
    }

    fn cancel(&self) -> Verified<CancelKind> {
        let cancel = Cancel {
            header: Some(one_shot(ALICE, BOB, 7, NOW)),
            contract: self.acceptance.object_id().0.to_vec(),
            reason: String::new(),
        };
        verified(ALICE, &cancel)
    }

    fn event(&self, seq: u64, state: TaskState) -> Verified<TaskEventKind> {
        let event = TaskEvent {
            header: Some(lasting(BOB, ALICE, NOW)),
            contract: self.acceptance.object_id().0.to_vec(),
            seq,
            state: state.into(),
            ..TaskEvent::default()
        };
        verified(BOB, &event)
    }

    fn missed(&self, at: i64) -> Verified<OutcomeReportKind> {
        let report = OutcomeReport {
            header: Some(author(ALICE).lasting(None, at)),
            contract: self.acceptance.object_id().0.to_vec(),
            subject: id(BOB).as_bytes().to_vec(),
            outcome: Outcome::NoResult.into(),
            ..OutcomeReport::default()
        };
        verified(ALICE, &report)
    }

    fn state(&self, book: &Book, at: i64) -> EngagementState {
        book.engagement(&self.offer.object_id()).unwrap().state_at(at)
    }

    fn repeated(&self, book: &Book, agent: u8, at: i64) -> Vec<ObjectId> {
        let engagement = book.engagement(&self.offer.object_id()).unwrap();
        engagement.repeated_at(&id(agent), at).collect()
    }
}

#[test]
fn a_result_that_may_have_acted_names_its_commit() {
    let deal = deal(SideEffect::Irreversible);
    for status in [TaskStatus::Completed, TaskStatus::Partial, TaskStatus::Indeterminate] {
        let bare = apply(&mut deal.committed(), deal.ended(status, None), NOW).unwrap_err();
        assert_eq!(bare, TaskViolation::CommitMissing, "{status:?}");
        let named = deal.ended(status, Some(deal.commit.object_id()));
        apply(&mut deal.committed(), named, NOW).unwrap();
    }
    for status in [TaskStatus::Failed, TaskStatus::Cancelled] {
        apply(&mut deal.requested(), deal.ended(status, None), NOW).unwrap();
    }
}

#[test]
fn the_commit_is_the_contracts_one() {
    let deal = deal(SideEffect::Irreversible);
    for other in [ObjectId([7; 32]), deal.prepared.object_id()] {
        let result = deal.ended(TaskStatus::Completed, Some(other));
        let refused = apply(&mut deal.committed(), result, NOW).unwrap_err();
        assert_eq!(refused, TaskViolation::NamesAnother);
    }
    let mut second = draft::commit(&deal.prepared, one_shot(ALICE, BOB, 8, NOW));
    let refused = apply(&mut deal.committed(), verified::<CommitKind>(ALICE, &second), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::SecondStatement);
    second.prepared = vec![7; 32];
    let refused = apply(&mut deal.prepared(), verified::<CommitKind>(ALICE, &second), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::NamesAnother);
    let refused = apply(&mut deal.requested(), deal.commit.clone(), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::AntecedentUnknown);
}

#[test]
fn there_is_nothing_to_prepare_where_everything_can_be_undone() {
    for effect in [SideEffect::None, SideEffect::Reversible] {
        let deal = deal(effect);
        let refused = apply(&mut deal.requested(), deal.prepared.clone(), NOW).unwrap_err();
        assert_eq!(refused, TaskViolation::PreparedNeedless);
        apply(&mut deal.requested(), deal.ended(TaskStatus::Completed, None), NOW).unwrap();
    }
}

#[test]
fn nothing_is_committed_to_after_a_cancel_a_result_or_the_end_of_what_was_prepared() {
    let deal = deal(SideEffect::Irreversible);
    let mut cancelled = deal.prepared();
    apply(&mut cancelled, deal.cancel(), NOW).unwrap();
    let refused = apply(&mut cancelled, deal.commit.clone(), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::EngagementClosed);
    apply(&mut deal.requested(), deal.cancel(), NOW).unwrap();
    let mut ended = deal.prepared();
    apply(&mut ended, deal.ended(TaskStatus::Failed, None), NOW).unwrap();
    let refused = apply(&mut ended, deal.commit.clone(), NOW).unwrap_err();
    assert_eq!(refused, TaskViolation::EngagementClosed);
    // The prepared statement lives an hour, and so does what it is committed with: it is applied as late as clocks may differ.
    let commit = |at| verified::<CommitKind>(ALICE, &draft::commit(&deal.prepared, one_shot(ALICE, BOB, 8, at)));
    apply(&mut deal.prepared(), commit(NOW + HOUR - 1), NOW + HOUR + SKEW - 1).unwrap();
    for (at, now_ms) in [(NOW + HOUR, NOW + HOUR), (NOW + HOUR - 1, NOW + HOUR + SKEW)] {
        let refused = apply(&mut deal.prepared(), commit(at), now_ms).unwrap_err();
        assert_eq!(refused, TaskViolation::AntecedentLapsed);
    }
}

#[test]
fn a_request_comes_within_the_quotes_life() {
    let deal = deal(SideEffect::None);
    let mut book = book(4);
    apply(&mut book, deal.offer.clone(), NOW).unwrap();
    apply(&mut book, deal.quote.clone(), NOW).unwrap();
    let accepted_at = NOW + 30 * MINUTE;
    let acceptance = draft::acceptance(&deal.quote, one_shot(ALICE, BOB, 3, accepted_at), [9; 32], &input());
    let acceptance = verified::<AcceptanceKind>(ALICE, &acceptance);
    apply(&mut book, acceptance.clone(), accepted_at).unwrap();
    let request = |at| draft::request(&acceptance, one_shot(ALICE, BOB, 4, at), input());
    let late = verified::<TaskRequestKind>(ALICE, &request(NOW + HOUR));
    let refused = apply(&mut book, late, NOW + HOUR).unwrap_err();
    assert_eq!(refused, TaskViolation::AntecedentLapsed);
    let last = verified::<TaskRequestKind>(ALICE, &request(NOW + HOUR - 1));
    apply(&mut book, last, NOW + HOUR + SKEW - 1).unwrap();
}

#[test]
fn nobody_misses_a_result_that_it_had_acknowledged() {
    let deal = deal(SideEffect::None);
    let result = deal.ended(TaskStatus::Completed, None);
    let mut book = deal.requested();
    apply(&mut book, result.clone(), NOW).unwrap();
    let ack = verified::<DeliveryAckKind>(ALICE, &draft::ack(&result, lasting(ALICE, BOB, DEADLINE + 10)));
    apply(&mut book, ack, DEADLINE + 10).unwrap();
    let refused = apply(&mut book, deal.missed(DEADLINE + 10), DEADLINE + 20).unwrap_err();
    assert_eq!(refused, TaskViolation::NoResultAcknowledged);
    apply(&mut book, deal.missed(DEADLINE + 9), DEADLINE + 20).unwrap();
}

#[test]
fn what_others_begin_and_what_one_begins_oneself_take_no_place_from_each_other() {
    let offers = |from: u8, to: u8, nonce: u8| {
        let mut offer = support::offer(nonce, NOW);
        offer.header = Some(one_shot(from, to, nonce, NOW));
        verified::<OfferKind>(from, &offer)
    };
    let mut book = book_of(Some(ALICE), 1);
    apply(&mut book, offers(BOB, ALICE, 1), NOW).unwrap();
    let full = apply(&mut book, offers(CAROL, ALICE, 1), NOW).unwrap_err();
    assert_eq!(full, TaskViolation::BookFull);
    apply(&mut book, offers(ALICE, BOB, 1), NOW).unwrap();
    let full = apply(&mut book, offers(ALICE, BOB, 2), NOW).unwrap_err();
    assert_eq!(full, TaskViolation::BookFull);
    book.expire(NOW + HOUR + SKEW);
    assert_eq!(book.engagements().count(), 0);
}

#[test]
fn a_state_is_the_first_that_holds() {
    let deal = deal(SideEffect::Irreversible);
    let mut book = book(4);
    apply(&mut book, deal.offer.clone(), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW), Offered);
    apply(&mut book, deal.quote.clone(), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW + HOUR + SKEW - 1), Quoted);
    assert_eq!(deal.state(&book, NOW + HOUR + SKEW), Lapsed);
    apply(&mut book, deal.acceptance.clone(), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW + HOUR + SKEW - 1), Accepted);
    assert_eq!(deal.state(&book, NOW + HOUR + SKEW), Lapsed);
    apply(&mut book, deal.event(1, TaskState::Running), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW), Accepted, "without a request nothing runs");
    apply(&mut book, deal.request.clone(), NOW).unwrap();
    assert_eq!(deal.state(&book, DEADLINE + SKEW - 1), Running);
    assert_eq!(deal.state(&book, DEADLINE + SKEW), Unanswered);
    apply(&mut book, deal.event(2, TaskState::Queued), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW), Pending);
    apply(&mut book, deal.prepared.clone(), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW), Prepared);
    apply(&mut book, deal.commit.clone(), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW), Committed);
    apply(&mut book, deal.cancel(), NOW).unwrap();
    assert_eq!(deal.state(&book, NOW), Cancelled);
    let commit = Some(deal.commit.object_id());
    for (status, before, after) in [
        (TaskStatus::Completed, Delivered, Closed),
        (TaskStatus::Indeterminate, Indeterminate, Indeterminate),
    ] {
        let mut book = deal.committed();
        let result = deal.ended(status, commit);
        apply(&mut book, result.clone(), NOW).unwrap();
        assert_eq!(deal.state(&book, DEADLINE + SKEW), before);
        let ack = verified::<DeliveryAckKind>(ALICE, &draft::ack(&result, lasting(ALICE, BOB, NOW)));
        apply(&mut book, ack, NOW).unwrap();
        assert_eq!(deal.state(&book, NOW), after);
        assert_eq!(deal.repeated(&book, BOB, NOW), []);
    }
}

#[test]
fn what_has_no_answer_is_repeated_while_one_can_come() {
    let deal = deal(SideEffect::Irreversible);
    let ends = NOW + HOUR;
    let lasts = |book: &Book, agent, expected: &[ObjectId], ends: i64| {
        assert_eq!(deal.repeated(book, agent, ends - 1), expected);
        assert_eq!(deal.repeated(book, agent, ends), []);
        assert_eq!(deal.repeated(book, CAROL, ends - 1), [], "a stranger repeats nothing");
        assert_eq!(deal.repeated(book, ALICE + BOB - agent, ends - 1), []);
    };
    let mut told = book(4);
    apply(&mut told, deal.offer.clone(), NOW).unwrap();
    lasts(&told, ALICE, &[deal.offer.object_id()], ends);
    apply(&mut told, deal.quote.clone(), NOW).unwrap();
    assert_eq!(deal.repeated(&told, BOB, NOW), []);
    apply(&mut told, deal.acceptance.clone(), NOW).unwrap();
    lasts(&told, ALICE, &[deal.acceptance.object_id()], ends);
    let both = [deal.acceptance.object_id(), deal.request.object_id()];
    lasts(&deal.requested(), ALICE, &both, ends);
    lasts(&deal.prepared(), BOB, &[deal.prepared.object_id()], ends);
    lasts(&deal.committed(), ALICE, &[deal.commit.object_id()], ends);
    let mut cancelled = deal.committed();
    apply(&mut cancelled, deal.cancel(), NOW).unwrap();
    lasts(&cancelled, ALICE, &[deal.cancel().object_id()], ends);
    let result = deal.ended(TaskStatus::Completed, Some(deal.commit.object_id()));
    apply(&mut cancelled, result.clone(), NOW).unwrap();
    lasts(&cancelled, BOB, &[result.object_id()], DEADLINE + SKEW);
}
