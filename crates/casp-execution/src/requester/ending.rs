//! Whether an engagement is over, and how it ended.

use casp_identity::{ObjectId, Signer};
use casp_task::{Engagement, EngagementState};
use casp_trust::Subject;
use casp_wire::v1::TaskResult;

use super::event::{Ended, Ending, EvidenceVerdict};
use super::{Requester, RequesterEvent};
use crate::party::{Randomness, Reader, Statement, Writer};

/// Marks of a requester: it declined the quote; it withholds the ack; what it found of the evidence.
pub(super) const DECLINED: u8 = 0;
pub(super) const WITHHELD: u8 = 1;
const WEIGHED: u8 = 2;

/// A result that nobody decided on is told as an ending this long before the book forgets it, milliseconds.
const LAST_CALL_MS: i64 = 30_000;

impl<S: Signer, R: Randomness> Requester<S, R> {
    /// The time that counts. What the book is about to forget is told as ended before: nobody may have looked since it was, when a
    /// clock was set forward, or the machine slept or was down.
    pub(super) fn advance(&mut self, now_ms: i64) -> i64 {
        let book = &self.party.book;
        if book.next_deadline_ms().is_some_and(|end_ms| end_ms <= now_ms) {
            let all = book.engagements().map(|it| (it.forgotten_at_ms(), it.offer()));
            let mut over: Vec<_> = all.filter(|(end_ms, _)| *end_ms <= now_ms).collect();
            over.sort_unstable();
            for (end_ms, offer) in over {
                let last_ms = self.party.advance(end_ms.saturating_sub(1));
                self.end_if_over(&offer, last_ms);
            }
        }
        self.party.advance(now_ms)
    }

    /// Tells once how an engagement ended.
    pub(super) fn end_if_over(&mut self, offer: &ObjectId, now_ms: i64) {
        if self.is_ended(offer) {
            return;
        }
        let Some(engagement) = self.party.book.engagement(offer) else {
            return;
        };
        let Some(ending) = self.ending(engagement, now_ms) else {
            return;
        };
        let ended = Ended {
            offer: *offer,
            contract: engagement.contract(),
            subject: subject(engagement),
            ending,
            at_ms: now_ms,
        };
        if let Some(course) = self.party.course_mut(offer) {
            course.is_ended = true;
        }
        self.party.event(RequesterEvent::Ended(Box::new(ended)));
    }

    fn ending(&self, engagement: &Engagement, now_ms: i64) -> Option<Ending> {
        let offer = engagement.offer();
        let is_past = |statement| {
            let kept = self.party.dossier(&offer).and_then(|dossier| dossier.of(statement));
            kept.is_some_and(|kept| now_ms >= kept.facts.ends_ms)
        };
        let is_late = now_ms > engagement.terms().deadline_ms;
        match engagement.state_at(now_ms) {
            EngagementState::Offered | EngagementState::Quoted if self.is_declined(&offer) => Some(Ending::Declined),
            EngagementState::Offered => is_past(Statement::Offer).then_some(Ending::NoQuote),
            EngagementState::Quoted => (is_past(Statement::Quote) || is_late).then_some(Ending::Lapsed),
            EngagementState::Lapsed => Some(Ending::Lapsed),
            EngagementState::Unanswered => Some(Ending::NoResult {
                committed: engagement.commit().is_some(),
                cancelled: engagement.cancel().is_some(),
            }),
            EngagementState::Delivered | EngagementState::Closed | EngagementState::Indeterminate => {
                self.answered(engagement, now_ms)
            }
            _ => None,
        }
    }

    fn answered(&self, engagement: &Engagement, now_ms: i64) -> Option<Ending> {
        let offer = engagement.offer();
        let acknowledged = engagement.ack().is_some();
        let is_last_call = now_ms >= engagement.forgotten_at_ms().saturating_sub(LAST_CALL_MS);
        if !acknowledged && !self.is_withheld(&offer) && !is_last_call {
            return None;
        }
        let dossier = self.party.dossier(&offer)?;
        let (result, acceptance) = (dossier.of(Statement::TaskResult)?, dossier.of(Statement::Acceptance)?);
        let message: TaskResult = result.facts.message()?;
        Some(Ending::Answered {
            result: result.facts.id,
            status: message.status(),
            evidence: self.evidence(&offer),
            acknowledged,
            took_ms: result.applied_at_ms.saturating_sub(acceptance.applied_at_ms),
        })
    }

    /// Has an undecided result looked at in time.
    pub(super) fn call_last(&mut self, offer: &ObjectId, now_ms: i64) {
        let engagement = self.party.book.engagement(offer);
        let last_ms = engagement.map(|it| it.forgotten_at_ms().saturating_sub(LAST_CALL_MS));
        if let Some(last_ms) = last_ms.filter(|last_ms| *last_ms > now_ms) {
            self.party.wake_by(offer, last_ms);
        }
    }

    pub(super) fn is_ended(&self, offer: &ObjectId) -> bool {
        self.party.course(offer).is_some_and(|course| course.is_ended)
    }

    pub(super) fn is_declined(&self, offer: &ObjectId) -> bool {
        self.has_mark(offer, DECLINED)
    }

    pub(super) fn is_withheld(&self, offer: &ObjectId) -> bool {
        self.has_mark(offer, WITHHELD)
    }

    fn has_mark(&self, offer: &ObjectId, number: u8) -> bool {
        self.party
            .dossier(offer)
            .is_some_and(|dossier| dossier.has_mark(number))
    }

    /// Marks what was found of the evidence, so that a restart tells the same.
    pub(super) fn weigh(&mut self, offer: &ObjectId, now_ms: i64) {
        let mut writer = Writer::default();
        match self.evidence(offer) {
            EvidenceVerdict::NotOwed => return,
            EvidenceVerdict::Unchecked => writer.byte(0),
            EvidenceVerdict::Sound => writer.byte(1),
            EvidenceVerdict::Faulty { rule } => {
                writer.byte(2);
                writer.bytes(rule.as_bytes());
            }
        }
        self.party.mark(offer, WEIGHED, writer.finish(), now_ms);
    }

    pub(super) fn recall_evidence(&mut self, offer: &ObjectId) {
        let marks = self.party.dossier(offer).map(|dossier| dossier.marks.iter());
        let weighed = marks.and_then(|mut marks| marks.find(|mark| mark.number == WEIGHED));
        let verdict = weighed.and_then(|mark| verdict(&mark.detail));
        if let (Some(verdict), Some(course)) = (verdict, self.party.course_mut(offer)) {
            course.evidence = verdict;
        }
    }
}

fn verdict(detail: &[u8]) -> Option<EvidenceVerdict> {
    let mut reader = Reader::new(detail);
    Some(match reader.byte()? {
        0 => EvidenceVerdict::Unchecked,
        1 => EvidenceVerdict::Sound,
        2 => EvidenceVerdict::Faulty {
            rule: reader.text()?.into(),
        },
        _ => return None,
    })
}

/// Whom and what an engagement is about.
fn subject(engagement: &Engagement) -> Subject {
    let terms = engagement.terms();
    Subject {
        agent: engagement.parties().provider,
        capability_id: terms.capability_id.clone(),
        behavior_digest: terms.behavior_digest.as_slice().try_into().unwrap_or_default(),
    }
}
