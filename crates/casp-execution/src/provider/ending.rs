//! What follows from what arrives, from time alone, and from a restart.

use casp_identity::{ObjectId, Signer};
use casp_task::EngagementState;
use casp_wire::Layer;
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{Offer, OutcomeReport, SideEffect, TaskRequest, TaskResult, TaskStatus};

use super::event::{ProviderEvent, Stop};
use super::work::{BEGUN, ENDED, draft};
use super::{Finish, Provider};
use crate::party::{Randomness, Received, Statement};

/// When a result that could not be signed is tried again, milliseconds.
const SIGN_AGAIN_MS: i64 = 1_000;

impl<S: Signer, R: Randomness> Provider<S, R> {
    pub(super) fn taken(&mut self, received: Received, now_ms: i64) {
        let Received::Taken { statement, offer } = received else {
            return;
        };
        // Nothing is owed for an offer: it is recorded with the quote, so that strangers do not fill the disk.
        if statement != Statement::Offer {
            self.party.record(&offer);
        }
        if statement == Statement::Cancel {
            self.cancelled(&offer, now_ms);
        } else if let Some(event) = self.event_of(&offer, statement, false) {
            self.party.event(event);
        }
        self.look(&offer, now_ms);
    }

    fn event_of(&self, offer: &ObjectId, statement: Statement, again: bool) -> Option<ProviderEvent> {
        let engagement = self.party.book.engagement(offer)?;
        let dossier = self.party.dossier(offer)?;
        let facts = &dossier.of(statement)?.facts;
        Some(match statement {
            Statement::Offer => {
                let message: Offer = facts.message()?;
                ProviderEvent::Offered {
                    offer: *offer,
                    requester: engagement.parties().requester,
                    message: Box::new(message),
                }
            }
            Statement::TaskRequest => {
                let request: TaskRequest = facts.message()?;
                ProviderEvent::Work {
                    contract: engagement.contract()?,
                    request: Box::new(request),
                    again,
                }
            }
            Statement::Commit => ProviderEvent::Committed {
                contract: engagement.contract()?,
            },
            Statement::OutcomeReport => {
                let theirs = engagement.reports().first().copied().flatten()?;
                let report: OutcomeReport = dossier.by_id(&theirs)?.facts.message()?;
                ProviderEvent::Reported {
                    contract: engagement.contract()?,
                    outcome: report.outcome(),
                }
            }
            _ => return None,
        })
    }

    /// A cancel came. Where the task has an effect and it has not begun, there is none: the task ends. Otherwise whoever works says
    /// what there is.
    fn cancelled(&mut self, offer: &ObjectId, now_ms: i64) {
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let (Some(contract), true) = (engagement.contract(), engagement.request().is_some()) else {
            return;
        };
        let has_effect = engagement.terms().side_effect() != SideEffect::None;
        self.party.event(ProviderEvent::Stop {
            contract,
            why: Stop::Cancelled,
        });
        if has_effect && !self.has_begun(offer) {
            self.end_with(offer, Finish::without_output(TaskStatus::Cancelled), now_ms);
        }
    }

    /// Ends what time has ended, repeats what is due.
    pub(super) fn look(&mut self, offer: &ObjectId, now_ms: i64) {
        self.say_result_again(offer, now_ms);
        self.end_uncommitted(offer, now_ms);
        self.stop_if_late(offer, now_ms);
        self.end_if_over(offer, now_ms);
        self.settle_place(offer, now_ms);
        self.party.pace(offer, now_ms);
        if self.party.course(offer).is_some_and(|course| course.ended.is_some()) {
            self.look_later(offer, now_ms);
        }
    }

    /// Records, then sends.
    pub(super) fn let_go(&mut self, offer: &ObjectId, id: ObjectId, now_ms: i64) {
        self.party.record(offer);
        self.party.send(offer, [id]);
        self.look(offer, now_ms);
    }

    pub(super) fn look_later(&mut self, offer: &ObjectId, now_ms: i64) {
        self.party.wake_by(offer, now_ms.saturating_add(SIGN_AGAIN_MS));
    }

    fn say_result_again(&mut self, offer: &ObjectId, now_ms: i64) {
        let is_due = self
            .party
            .dossier(offer)
            .is_some_and(|dossier| dossier.wake_ms <= now_ms);
        if is_due {
            self.say_result(offer, now_ms);
        }
    }

    /// What was prepared, and no commit can come any more, ends with FAILED.
    fn end_uncommitted(&mut self, offer: &ObjectId, now_ms: i64) {
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let is_prepared = engagement.state_at(now_ms) == EngagementState::Prepared;
        let dossier = self.party.dossier(offer);
        let prepared = dossier.and_then(|dossier| dossier.of(Statement::Prepared));
        let is_past = prepared.is_some_and(|kept| now_ms >= kept.facts.ends_ms.saturating_add(ONE_SHOT_SKEW_MS));
        if is_prepared && is_past && !dossier.is_some_and(|dossier| dossier.has_mark(ENDED)) {
            self.end_with(offer, Finish::failed("not-committed"), now_ms);
        }
    }

    /// Tells whoever still works that nobody takes a result any more.
    fn stop_if_late(&mut self, offer: &ObjectId, now_ms: i64) {
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let is_late = engagement.state_at(now_ms) == EngagementState::Unanswered;
        let (Some(contract), true) = (engagement.contract(), is_late) else {
            return;
        };
        if let Some(course) = self.party.course_mut(offer).filter(|course| !course.is_told_to_stop) {
            course.is_told_to_stop = true;
            self.party.event(ProviderEvent::Stop {
                contract,
                why: Stop::TooLate,
            });
        }
    }

    /// Tells once that an engagement with a contract is over.
    fn end_if_over(&mut self, offer: &ObjectId, now_ms: i64) {
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let late_ms = engagement.terms().deadline_ms.saturating_add(ONE_SHOT_SKEW_MS);
        let is_over = engagement.ack().is_some()
            || engagement.request().is_some() && now_ms >= late_ms
            || engagement.state_at(now_ms) == EngagementState::Lapsed;
        let is_told = self.party.course(offer).is_none_or(|course| course.is_over);
        let (Some(contract), true, false) = (engagement.contract(), is_over, is_told) else {
            return;
        };
        let result = self
            .party
            .dossier(offer)
            .and_then(|dossier| dossier.of(Statement::TaskResult));
        let result: Option<TaskResult> = result.and_then(|kept| kept.facts.message());
        let ended = ProviderEvent::Ended {
            contract,
            requester: engagement.parties().requester,
            status: result.map(|result| result.status()),
            acknowledged: engagement.ack().is_some(),
        };
        if let Some(course) = self.party.course_mut(offer) {
            course.is_over = true;
        }
        self.party.event(ended);
    }

    /// Does what section 19.5 says of what a restart finds at last.
    pub(super) fn resume(&mut self, offer: &ObjectId, now_ms: i64) {
        self.settle_place(offer, now_ms);
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let (Some(contract), Some(_), None) = (engagement.contract(), engagement.request(), engagement.result()) else {
            return;
        };
        if now_ms > engagement.terms().deadline_ms {
            return;
        }
        let (has_cancel, has_commit) = (engagement.cancel().is_some(), engagement.commit().is_some());
        let has_prepared = engagement.prepared().is_some();
        if let Some(result) = self.ended_before(offer) {
            if let Some(course) = self.party.course_mut(offer) {
                course.ended = Some(result);
            }
            self.say_result(offer, now_ms);
        } else if let Some(is_askable) = self.begun_before(offer) {
            if is_askable {
                self.party.event(ProviderEvent::Inquire { contract });
            } else {
                let finish = Finish {
                    reason: "interrupted".into(),
                    ..Finish::without_output(TaskStatus::Indeterminate)
                };
                self.end_with(offer, finish, now_ms);
            }
        } else if has_cancel {
            self.end_with(offer, Finish::without_output(TaskStatus::Cancelled), now_ms);
        } else if has_commit {
            self.party.event(ProviderEvent::Committed { contract });
        } else if !has_prepared && let Some(event) = self.event_of(offer, Statement::TaskRequest, true) {
            self.party.event(event);
        }
    }

    /// The mark *ended*, if it is there.
    fn ended_before(&self, offer: &ObjectId) -> Option<TaskResult> {
        let marks = &self.party.dossier(offer)?.marks;
        let mark = marks.iter().find(|mark| mark.number == ENDED)?;
        casp_wire::decode_unchecked(&mark.detail, Layer::Payload).ok()
    }

    /// The mark *begun*, if it is there: whether the tool can be asked.
    fn begun_before(&self, offer: &ObjectId) -> Option<bool> {
        let marks = &self.party.dossier(offer)?.marks;
        let mark = marks.iter().find(|mark| mark.number == BEGUN)?;
        Some(mark.detail.first() == Some(&1))
    }

    fn end_with(&mut self, offer: &ObjectId, finish: Finish, now_ms: i64) {
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let Some(contract) = engagement
            .contract()
            .filter(|_| now_ms <= engagement.terms().deadline_ms)
        else {
            return;
        };
        let may_have_acted = finish.status == TaskStatus::Indeterminate;
        let result = draft(engagement, &contract, finish, may_have_acted);
        self.end(offer, result, now_ms);
    }
}
