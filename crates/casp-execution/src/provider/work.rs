//! What is done between request and result: progress, preparation, the effect, the end.

use casp_identity::{ObjectId, Signer};
use casp_task::{Engagement, OutcomeReportKind, PreparedKind, TaskEventKind, TaskResultKind};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{
    Content, Outcome, OutcomeReport, Prepared, SideEffect, TaskEvent, TaskResult, TaskState, TaskStatus,
    TraceCommitment,
};

use super::Provider;
use crate::party::{ActError, Randomness};

/// Marks of a provider: the effect is about to be tried; what came of the task.
pub(super) const BEGUN: u8 = 0;
pub(super) const ENDED: u8 = 1;

/// Greatest number of an event (ENC-13).
const MAX_EVENTS: u64 = 1_024;

/// What is known of an effect that is about to be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// After a crash nobody can tell whether it took place.
    Unknowable,
    /// The tool takes the contract as idempotency key, and can be asked whether a call under it took place.
    Askable,
}

/// How a task ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Finish {
    /// How.
    pub status: TaskStatus,
    /// The output, with COMPLETED and PARTIAL.
    pub output: Option<Content>,
    /// Why it did not complete: an identifier of at most 64 bytes, or empty.
    pub reason: String,
    /// The final trace, if one was kept.
    pub trace: Option<TraceCommitment>,
    /// Object ids of all tool receipts of the task. Receipts are on disk before this is said: one left out speaks against the provider.
    pub receipts: Vec<ObjectId>,
}

impl Finish {
    /// Done, with this output and no evidence.
    #[must_use]
    pub fn completed(output: Content) -> Self {
        Self {
            output: Some(output),
            ..Self::without_output(TaskStatus::Completed)
        }
    }

    /// Not done, for this reason.
    #[must_use]
    pub fn failed(reason: &str) -> Self {
        Self {
            reason: reason.into(),
            ..Self::without_output(TaskStatus::Failed)
        }
    }

    /// Ended in this way, with nothing to show.
    #[must_use]
    pub const fn without_output(status: TaskStatus) -> Self {
        Self {
            status,
            output: None,
            reason: String::new(),
            trace: None,
            receipts: Vec::new(),
        }
    }
}

impl<S: Signer, R: Randomness> Provider<S, R> {
    /// Says how the task fares, for those who wait; gives the number of the event. At most 1,024 times, of which a caller should use
    /// few. `note` is plain text of at most 256 bytes.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::TooMuchProgress`]; [`ActError::Task`]: CTR-10, CTR-12; [`ActError::Signer`].
    pub fn progress(
        &mut self,
        contract: &ObjectId,
        state: TaskState,
        progress_ppm: u32,
        note: &str,
        now_ms: i64,
    ) -> Result<u64, ActError> {
        let now_ms = self.party.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let seq = engagement.latest_event().map_or(0, |(seq, _)| seq).saturating_add(1);
        if seq > MAX_EVENTS {
            return Err(ActError::TooMuchProgress);
        }
        let event = TaskEvent {
            header: Some(self.party.lasting(engagement.parties().requester, now_ms)),
            contract: contract.0.to_vec(),
            seq,
            state: state.into(),
            progress_ppm,
            note: note.into(),
        };
        let event = self.party.sealed::<TaskEventKind>(&event, now_ms)?;
        let (_, id) = self.party.say(event, now_ms)?;
        self.let_go(&offer, id, now_ms);
        Ok(seq)
    }

    /// Says that everything is done but the effect, and what it will be. It lives `life_ms` (1,000 to 86,400,000): end it early
    /// enough to act before the deadline. Once it has ended, and clocks may differ no more, the task ends with FAILED and
    /// `not-committed`, if there is time.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a request; [`ActError::NoEffect`] where the effect can be undone;
    /// [`ActError::Cancelled`], [`ActError::Ended`]; [`ActError::Task`]: CTR-5 when it was prepared before, CTR-10; [`ActError::Signer`].
    pub fn prepare(
        &mut self,
        contract: &ObjectId,
        plan: Content,
        life_ms: i64,
        now_ms: i64,
    ) -> Result<ObjectId, ActError> {
        let now_ms = self.party.advance(now_ms);
        let (offer, engagement) = self.open(contract, now_ms)?;
        if engagement.terms().side_effect() != SideEffect::Irreversible {
            return Err(ActError::NoEffect);
        }
        if engagement.cancel().is_some() {
            return Err(ActError::Cancelled);
        }
        let request = engagement.request();
        let prepared = Prepared {
            header: None,
            contract: contract.0.to_vec(),
            request: request.map(|id| id.0.to_vec()).unwrap_or_default(),
            plan: Some(plan),
        };
        let requester = engagement.parties().requester;
        let header = Some(self.party.one_shot(requester, now_ms, life_ms));
        let prepared = self
            .party
            .sealed::<PreparedKind>(&Prepared { header, ..prepared }, now_ms)?;
        let (_, id) = self.party.say(prepared, now_ms)?;
        self.let_go(&offer, id, now_ms);
        Ok(id)
    }

    /// Marks that the effect is about to be tried. [`super::ProviderEvent::Act`] comes when that is on disk; then, and only then, it is
    /// tried, once.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a request; [`ActError::NoEffect`] of a task without any;
    /// [`ActError::NotCommitted`], [`ActError::Cancelled`], [`ActError::Begun`], [`ActError::Ended`], [`ActError::TooLate`].
    pub fn begin(&mut self, contract: &ObjectId, effect: Effect, now_ms: i64) -> Result<(), ActError> {
        let now_ms = self.party.advance(now_ms);
        let (offer, engagement) = self.open(contract, now_ms)?;
        let side_effect = engagement.terms().side_effect();
        if side_effect == SideEffect::None {
            return Err(ActError::NoEffect);
        }
        if self.has_begun(&offer) {
            return Err(ActError::Begun);
        }
        if engagement.cancel().is_some() {
            return Err(ActError::Cancelled);
        }
        if side_effect == SideEffect::Irreversible && engagement.commit().is_none() {
            return Err(ActError::NotCommitted);
        }
        if now_ms > engagement.terms().deadline_ms {
            return Err(ActError::TooLate);
        }
        let detail = vec![u8::from(effect == Effect::Askable)];
        self.party.mark(&offer, BEGUN, detail, now_ms);
        self.party.event(super::ProviderEvent::Act { contract: *contract });
        Ok(())
    }

    /// Ends a task: marks what came of it, then says its result. The commit is filled in where one is due (CTR-18).
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a request; [`ActError::NotBegun`] where there is an effect that was not begun and
    /// the status says that it took place, in whole, in part or perhaps; [`ActError::Ended`], [`ActError::TooLate`];
    /// [`ActError::Task`]: the rule that the result would break. When the signer fails, what came of the task is marked, and the
    /// result is made as soon as it does not.
    pub fn finish(&mut self, contract: &ObjectId, finish: Finish, now_ms: i64) -> Result<(), ActError> {
        let now_ms = self.party.advance(now_ms);
        let (offer, engagement) = self.open(contract, now_ms)?;
        if now_ms > engagement.terms().deadline_ms {
            return Err(ActError::TooLate);
        }
        let has_effect = engagement.terms().side_effect() != SideEffect::None;
        let may_have_acted = matches!(
            finish.status,
            TaskStatus::Completed | TaskStatus::Partial | TaskStatus::Indeterminate
        );
        if has_effect && may_have_acted && !self.has_begun(&offer) {
            return Err(ActError::NotBegun);
        }
        let result = draft(engagement, contract, finish, may_have_acted);
        self.would_be_taken(engagement, &result, now_ms)?;
        self.end(&offer, result, now_ms);
        Ok(())
    }

    /// Says how it went with the requester.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a result; [`ActError::Task`]: CTR-5 after a report, CTR-15 for NO_RESULT, which
    /// only a requester can report; [`ActError::Signer`].
    pub fn report(&mut self, contract: &ObjectId, outcome: Outcome, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.party.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let state = engagement.state_at(now_ms);
        let result = engagement.result().ok_or(ActError::NotNow { state })?;
        let report = OutcomeReport {
            header: Some(self.party.speaker.author.lasting(None, now_ms)),
            contract: contract.0.to_vec(),
            subject: engagement.parties().requester.as_bytes().to_vec(),
            outcome: outcome.into(),
            result: result.0.to_vec(),
            verdict: Vec::new(),
        };
        let report = self.party.sealed::<OutcomeReportKind>(&report, now_ms)?;
        let (_, id) = self.party.say(report, now_ms)?;
        self.let_go(&offer, id, now_ms);
        Ok(id)
    }

    /// Marks *ended*, then makes the result.
    pub(super) fn end(&mut self, offer: &ObjectId, result: TaskResult, now_ms: i64) {
        self.party.mark(offer, ENDED, casp_wire::encode(&result), now_ms);
        if let Some(course) = self.party.course_mut(offer) {
            course.ended = Some(result);
        }
        self.say_result(offer, now_ms);
    }

    /// Makes the result of a task that has ended; tries again later if it cannot be signed.
    pub(super) fn say_result(&mut self, offer: &ObjectId, now_ms: i64) {
        let ended = self.party.course(offer).and_then(|course| course.ended.clone());
        let requester = self.party.book.engagement(offer).map(|it| it.parties().requester);
        let (Some(mut result), Some(requester)) = (ended, requester) else {
            return;
        };
        result.header = Some(self.party.lasting(requester, now_ms));
        let sealed = self.party.sealed::<TaskResultKind>(&result, now_ms);
        let said = sealed.and_then(|result| Ok(self.party.say(result, now_ms)?));
        match said {
            Ok((_, id)) => {
                if let Some(course) = self.party.course_mut(offer) {
                    course.ended = None;
                }
                self.let_go(offer, id, now_ms);
            }
            Err(ActError::Signer) => self.look_later(offer, now_ms),
            // What cannot be said any more, it is too late for.
            Err(_) => {}
        }
    }

    pub(super) fn has_begun(&self, offer: &ObjectId) -> bool {
        self.party.dossier(offer).is_some_and(|dossier| dossier.has_mark(BEGUN))
    }

    /// An engagement with a request and without an end.
    fn open(&self, contract: &ObjectId, now_ms: i64) -> Result<(ObjectId, &Engagement), ActError> {
        let (offer, engagement) = self.party.contract(contract)?;
        let state = engagement.state_at(now_ms);
        let has_ended = self
            .party
            .dossier(&offer)
            .is_some_and(|dossier| dossier.has_mark(ENDED));
        if engagement.result().is_some() || has_ended {
            return Err(ActError::Ended);
        }
        let late_ms = engagement.terms().deadline_ms.saturating_add(ONE_SHOT_SKEW_MS);
        if now_ms >= late_ms {
            return Err(ActError::TooLate);
        }
        let is_requested = engagement.request().is_some();
        is_requested
            .then_some((offer, engagement))
            .ok_or(ActError::NotNow { state })
    }

    /// The rules that a result may break, before anything is marked: what has ended ends once.
    fn would_be_taken(&self, engagement: &Engagement, result: &TaskResult, now_ms: i64) -> Result<(), ActError> {
        casp_task::answers_terms(engagement.terms(), result)?;
        casp_task::was_committed(engagement.terms(), result)?;
        let header = Some(self.party.lasting(engagement.parties().requester, now_ms));
        let signer = self.party.speaker.signer.agent_id();
        let result = TaskResult {
            header,
            ..result.clone()
        };
        Ok(casp_identity::Signed::<TaskResultKind>::check(&result, &signer)?)
    }
}

/// The result of a task, without header.
pub(super) fn draft(engagement: &Engagement, contract: &ObjectId, finish: Finish, may_have_acted: bool) -> TaskResult {
    let bytes = |id: ObjectId| id.0.to_vec();
    let mut receipts: Vec<_> = finish.receipts.into_iter().map(bytes).collect();
    receipts.sort_unstable();
    receipts.dedup();
    TaskResult {
        header: None,
        contract: bytes(*contract),
        request: engagement.request().map(bytes).unwrap_or_default(),
        status: finish.status.into(),
        output: finish.output,
        trace: finish.trace,
        receipts,
        reason: finish.reason,
        commit: engagement
            .commit()
            .filter(|_| may_have_acted)
            .map(bytes)
            .unwrap_or_default(),
    }
}
