//! What the caller decides: each of these makes a statement, records it, and lets it go when it is safe.

use casp_identity::{AgentId, ObjectId, Signer};
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, EngagementState, OfferKind, OutcomeReportKind,
    TaskRequestKind, TaskViolation,
};
use casp_wire::v1::{
    Acceptance, Cancel, Commit, Content, DeliveryAck, Offer, Outcome, OutcomeReport, TaskRequest, TaskResult, Terms,
};

use super::event::EvidenceVerdict;
use super::{Requester, ending};
use crate::party::{ActError, Randomness, Statement};

/// Shortest and longest life of a one-shot statement, milliseconds (section 7.2 of SPEC.md).
pub(crate) const LIFE_MS: core::ops::RangeInclusive<i64> = 1_000..=86_400_000;

/// What to ask a provider for.
#[derive(Clone, Debug, PartialEq)]
pub struct Offering {
    /// Whom.
    pub provider: AgentId,
    /// Object id of its descriptor.
    pub descriptor: ObjectId,
    /// The most that is granted.
    pub terms: Terms,
    /// Media type of the input that will be handed over.
    pub input_media_type: String,
    /// Its length, bytes.
    pub input_bytes: u64,
    /// How long to wait for a quote, milliseconds: 1,000 to 86,400,000.
    pub life_ms: i64,
}

/// How to take a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepting {
    /// The input, of the media type and length that the offer gave.
    pub input: Content,
    /// The commitment to a canary; `None` for random bytes. Nobody can tell which.
    pub blind: Option<[u8; 32]>,
}

/// On what ground a result is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledging {
    /// The evidence that was agreed has been found sound, or none is owed.
    Checked,
    /// It arrived, whatever its evidence: an ack says no more. The verdict on the evidence stands.
    Regardless,
}

impl<S: Signer, R: Randomness> Requester<S, R> {
    /// Makes an offer; gives its object id, by which its engagement is known until there is a contract.
    ///
    /// # Errors
    /// [`ActError::Task`]: the rule that the offer would break; CTR-14 when there is no room. [`ActError::Signer`].
    pub fn offer(&mut self, offering: Offering, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.advance(now_ms);
        let message = Offer {
            header: Some(self.party.one_shot(offering.provider, now_ms, offering.life_ms)),
            descriptor: offering.descriptor.0.to_vec(),
            terms: Some(offering.terms),
            input_media_type: offering.input_media_type,
            input_bytes: offering.input_bytes,
        };
        let offer = self.party.sealed::<OfferKind>(&message, now_ms)?;
        let (offer, id) = self.party.say(offer, now_ms)?;
        self.let_go(&offer, [id], now_ms);
        Ok(offer)
    }

    /// Takes the quote of an offer, and hands over the input with it; gives the contract. Both are one record.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::NotNow`] where there is no quote or it was taken, declined or has lapsed;
    /// [`ActError::Task`]: the rule that acceptance or request would break; [`ActError::Signer`].
    pub fn accept(&mut self, offer: &ObjectId, accepting: Accepting, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.advance(now_ms);
        let engagement = self.party.engagement(offer)?;
        let (state, quote, provider) = (
            engagement.state_at(now_ms),
            engagement.quote(),
            engagement.parties().provider,
        );
        let is_open = state == EngagementState::Quoted && !self.is_ended(offer);
        let quote = quote.filter(|_| is_open).ok_or(ActError::NotNow { state })?;
        self.is_offered_input(offer, &accepting.input)?;
        let life_ms = self.life_ms(offer, Statement::Quote, now_ms);
        let blind = accepting.blind.unwrap_or_else(|| self.blind());
        let acceptance = Acceptance {
            header: Some(self.party.one_shot(provider, now_ms, life_ms)),
            quote: quote.0.to_vec(),
            blind: blind.to_vec(),
            input_digest: accepting.input.digest.clone(),
        };
        let acceptance = self.party.sealed::<AcceptanceKind>(&acceptance, now_ms)?;
        let contract = acceptance.object_id();
        let request = TaskRequest {
            header: Some(self.party.one_shot(provider, now_ms, life_ms)),
            contract: contract.0.to_vec(),
            input: Some(accepting.input),
        };
        let request = self.party.sealed::<TaskRequestKind>(&request, now_ms)?;
        self.party.say(acceptance, now_ms)?;
        let (_, request) = self.party.say(request, now_ms)?;
        self.let_go(offer, [contract, request], now_ms);
        Ok(contract)
    }

    /// Lets a quote lapse, or no longer waits for one. Nothing is sent: nothing is owed.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::NotNow`].
    pub fn decline(&mut self, offer: &ObjectId, now_ms: i64) -> Result<(), ActError> {
        let now_ms = self.advance(now_ms);
        let state = self.party.engagement(offer)?.state_at(now_ms);
        let is_open = matches!(state, EngagementState::Offered | EngagementState::Quoted);
        if !is_open || self.is_ended(offer) {
            return Err(ActError::NotNow { state });
        }
        self.party.mark(offer, ending::DECLINED, Vec::new(), now_ms);
        self.look(offer, now_ms);
        Ok(())
    }

    /// Lets what was prepared happen.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::NotNow`]; [`ActError::Task`]: CTR-7 when what was prepared has lapsed; [`ActError::Signer`].
    pub fn commit(&mut self, contract: &ObjectId, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let (state, prepared) = (engagement.state_at(now_ms), engagement.prepared());
        let provider = engagement.parties().provider;
        let is_open = state == EngagementState::Prepared;
        let prepared = prepared.filter(|_| is_open).ok_or(ActError::NotNow { state })?;
        let life_ms = self.life_ms(&offer, Statement::Prepared, now_ms);
        let commit = Commit {
            header: Some(self.party.one_shot(provider, now_ms, life_ms)),
            contract: contract.0.to_vec(),
            prepared: prepared.0.to_vec(),
        };
        let commit = self.party.sealed::<CommitKind>(&commit, now_ms)?;
        let (_, id) = self.party.say(commit, now_ms)?;
        self.let_go(&offer, [id], now_ms);
        Ok(id)
    }

    /// Says that the result is no longer wanted. It asks, it does not undo: a result may still come. `reason` is an identifier of
    /// at most 64 bytes, or empty.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::Task`]: CTR-5 after a cancel, CTR-12 after a result; [`ActError::Signer`].
    pub fn cancel(&mut self, contract: &ObjectId, reason: &str, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let (provider, deadline_ms) = (engagement.parties().provider, engagement.terms().deadline_ms);
        let life_ms = clamped(deadline_ms.saturating_sub(now_ms));
        let cancel = Cancel {
            header: Some(self.party.one_shot(provider, now_ms, life_ms)),
            contract: contract.0.to_vec(),
            reason: reason.into(),
        };
        let cancel = self.party.sealed::<CancelKind>(&cancel, now_ms)?;
        let (_, id) = self.party.say(cancel, now_ms)?;
        self.let_go(&offer, [id], now_ms);
        Ok(id)
    }

    /// Says that the result arrived; the engagement then has ended.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a result; [`ActError::EvidenceUnchecked`];
    /// [`ActError::Task`]: CTR-5 after an ack; [`ActError::Signer`].
    pub fn acknowledge(&mut self, contract: &ObjectId, how: Acknowledging, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let (state, provider) = (engagement.state_at(now_ms), engagement.parties().provider);
        let result = engagement.result().ok_or(ActError::NotNow { state })?;
        let verdict = self.evidence(&offer);
        let is_checked = matches!(verdict, EvidenceVerdict::NotOwed | EvidenceVerdict::Sound);
        if how == Acknowledging::Checked && !is_checked {
            return Err(ActError::EvidenceUnchecked);
        }
        let ack = DeliveryAck {
            header: Some(self.party.lasting(provider, now_ms)),
            contract: contract.0.to_vec(),
            result: result.0.to_vec(),
        };
        let ack = self.party.sealed::<DeliveryAckKind>(&ack, now_ms)?;
        let (_, id) = self.party.say(ack, now_ms)?;
        self.weigh(&offer, now_ms);
        self.let_go(&offer, [id], now_ms);
        Ok(id)
    }

    /// Ends an engagement whose result is not acknowledged, such as for its evidence. An ack may still be said later.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a result, or after an ack.
    pub fn withhold(&mut self, contract: &ObjectId, now_ms: i64) -> Result<(), ActError> {
        let now_ms = self.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let state = engagement.state_at(now_ms);
        if engagement.result().is_none() || engagement.ack().is_some() {
            return Err(ActError::NotNow { state });
        }
        self.weigh(&offer, now_ms);
        self.party.mark(&offer, ending::WITHHELD, Vec::new(), now_ms);
        self.look(&offer, now_ms);
        Ok(())
    }

    /// Says how it went, to the provider and to whomever the report is shown. `NoResult` needs no result, and comes only once none
    /// can be taken any more; `verdict` is the object id of a canary verdict that shows it.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] when there is no result to speak of, or one may still come;
    /// [`ActError::Task`]: CTR-5 after a report; [`ActError::Signer`].
    pub fn report(
        &mut self,
        contract: &ObjectId,
        outcome: Outcome,
        verdict: Option<ObjectId>,
        now_ms: i64,
    ) -> Result<ObjectId, ActError> {
        let now_ms = self.advance(now_ms);
        let (offer, engagement) = self.party.contract(contract)?;
        let (state, provider) = (engagement.state_at(now_ms), engagement.parties().provider);
        let result = engagement.result().filter(|_| outcome != Outcome::NoResult);
        let is_missing = outcome == Outcome::NoResult && state == EngagementState::Unanswered;
        if result.is_none() && !is_missing {
            return Err(ActError::NotNow { state });
        }
        let report = OutcomeReport {
            header: Some(self.party.speaker.author.lasting(None, now_ms)),
            contract: contract.0.to_vec(),
            subject: provider.as_bytes().to_vec(),
            outcome: outcome.into(),
            result: result.map(|id| id.0.to_vec()).unwrap_or_default(),
            verdict: verdict.map(|id| id.0.to_vec()).unwrap_or_default(),
        };
        let report = self.party.sealed::<OutcomeReportKind>(&report, now_ms)?;
        let (_, id) = self.party.say(report, now_ms)?;
        self.let_go(&offer, [id], now_ms);
        Ok(id)
    }

    pub(super) fn acknowledge_unasked(&mut self, offer: &ObjectId, now_ms: i64) {
        let contract = self.party.book.engagement(offer).and_then(|it| it.contract());
        if let Some(contract) = contract
            && self.evidence(offer) == EvidenceVerdict::NotOwed
        {
            // Without a signature the caller is left to decide, as it was told it may.
            let _: Result<_, ActError> = self.acknowledge(&contract, Acknowledging::Checked, now_ms);
        }
    }

    /// What has been found of the evidence so far.
    pub(super) fn evidence(&self, offer: &ObjectId) -> EvidenceVerdict {
        let found = self.party.course(offer).map(|course| course.evidence.clone());
        let found = found.unwrap_or_default();
        if found == EvidenceVerdict::Unchecked && !self.is_evidence_owed(offer) {
            return EvidenceVerdict::NotOwed;
        }
        found
    }

    fn is_evidence_owed(&self, offer: &ObjectId) -> bool {
        let Some(engagement) = self.party.book.engagement(offer) else {
            return false;
        };
        let result = self
            .party
            .dossier(offer)
            .and_then(|dossier| dossier.of(Statement::TaskResult));
        let result: Option<TaskResult> = result.and_then(|kept| kept.facts.message());
        !engagement.terms().evidence.is_empty() && result.is_some_and(|result| result.output.is_some())
    }

    /// Records, then sends.
    fn let_go(&mut self, offer: &ObjectId, ids: impl IntoIterator<Item = ObjectId>, now_ms: i64) {
        self.party.record(offer);
        self.party.send(offer, ids);
        self.look(offer, now_ms);
    }

    /// CTR-8, before anything is said that commits to the input.
    fn is_offered_input(&self, offer: &ObjectId, input: &Content) -> Result<(), ActError> {
        let kept = self
            .party
            .dossier(offer)
            .and_then(|dossier| dossier.of(Statement::Offer));
        let offer: Option<Offer> = kept.and_then(|kept| kept.facts.message());
        let fits = offer
            .is_some_and(|offer| offer.input_media_type == input.media_type && offer.input_bytes == input.size_bytes);
        fits.then_some(()).ok_or(ActError::Task(TaskViolation::InputMismatch))
    }

    /// How long an answer to a statement needs to live: as long as that.
    fn life_ms(&self, offer: &ObjectId, answered: Statement, now_ms: i64) -> i64 {
        let kept = self.party.dossier(offer).and_then(|dossier| dossier.of(answered));
        clamped(kept.map_or(0, |kept| kept.facts.ends_ms.saturating_sub(now_ms)))
    }

    fn blind(&mut self) -> [u8; 32] {
        let mut blind = [0; 32];
        self.party.random.fill(&mut blind);
        blind
    }
}

fn clamped(life_ms: i64) -> i64 {
    life_ms.clamp(*LIFE_MS.start(), *LIFE_MS.end())
}
