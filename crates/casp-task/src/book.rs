//! The book of engagements (SPEC.md section 15.2).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use casp_identity::{
    AgentId, AgentMemory, IdentityViolation, Kept, Kind, KnownAgents, KnownAgentsFull, ObjectId, Verified,
};
use casp_wire::check;
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{Commit, Header, Offer, Prepared, TaskEvent, TaskRequest, Terms};

use crate::engagement::{Contracted, Ended, Engagement, Progress, Quoted, Stated};
use crate::record::{Parties, is_after, is_before_ack, misses_result, names};
use crate::statements::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
use crate::terms::{answers_terms, needs_preparation, quote_fits_offer, was_committed};
use crate::violation::TaskViolation;

/// How long a contract is kept after the last instant at which anything of it could be answered: 24 h and 30 s. What came to
/// no contract is kept for the skew alone.
pub const BOOK_RETENTION_MS: i64 = 86_400_000 + ONE_SHOT_SKEW_MS;

/// Bounds of a [`Book`]. An engagement takes two to three kilobytes, and eight with the longest terms that a statement can have.
#[derive(Clone, Copy, Debug)]
pub struct BookLimits {
    /// Engagements that others began, in all. Default 16,384.
    pub engagements: usize,
    /// Engagements that one other requester began. Default 1,024.
    pub engagements_per_requester: usize,
    /// Engagements that the book's own agent began. Default 16,384.
    pub own_engagements: usize,
}

impl Default for BookLimits {
    fn default() -> Self {
        Self {
            engagements: 16_384,
            engagements_per_requester: 1_024,
            own_engagements: 16_384,
        }
    }
}

/// What a party remembers of its engagements: what was agreed, how far it went, and which statements it has seen.
///
/// It takes verified statements only, those of the other party and one's own. It keeps their names, not their bytes; whoever
/// has to answer a repeated statement keeps the answer. It reads no clock: time is an argument and never goes back.
///
/// It is the sum of what it accepted: keep each statement's bundle, and when it was applied, on disk before you answer it, and
/// [`Book::restore`] makes the book anew.
#[derive(Debug, Default)]
pub struct Book {
    agent: Option<AgentId>,
    limits: BookLimits,
    now_ms: i64,
    engagements: BTreeMap<ObjectId, Engagement>,
    /// Number of engagements of each requester, the book's own agent among them.
    requesters: BTreeMap<AgentId, usize>,
    /// From every statement held to the offer of its engagement.
    held: BTreeMap<ObjectId, ObjectId>,
    nonces: BTreeSet<(AgentId, [u8; 16])>,
    endings: BTreeSet<(i64, ObjectId)>,
}

/// Any statement of an engagement.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the kinds say what they are")]
pub enum Said {
    Offer(Verified<OfferKind>),
    Quote(Verified<QuoteKind>),
    Acceptance(Verified<AcceptanceKind>),
    TaskRequest(Verified<TaskRequestKind>),
    TaskEvent(Verified<TaskEventKind>),
    Prepared(Verified<PreparedKind>),
    Commit(Verified<CommitKind>),
    Cancel(Verified<CancelKind>),
    TaskResult(Verified<TaskResultKind>),
    DeliveryAck(Verified<DeliveryAckKind>),
    OutcomeReport(Verified<OutcomeReportKind>),
}

/// What a journal keeps of a statement that a book accepted, read back and verified once more: see
/// [`casp_identity::Verifier::verify_kept`].
#[derive(Clone, Debug)]
pub struct KeptSaid(Said);

macro_rules! said {
    ($($variant:ident $kind:ident,)*) => {
        $(impl From<Verified<$kind>> for Said {
            fn from(verified: Verified<$kind>) -> Self {
                Self::$variant(verified)
            }
        }

        impl From<Kept<$kind>> for KeptSaid {
            fn from(kept: Kept<$kind>) -> Self {
                Self(kept.dangerous_into_verified().into())
            }
        })*

        impl Said {
            fn facts(&self) -> Facts {
                match self {
                    $(Self::$variant(verified) => Facts::of(verified),)*
                }
            }

            fn still_stands(&self, known: &KnownAgents, now_ms: i64) -> Result<(), IdentityViolation> {
                match self {
                    $(Self::$variant(verified) => verified.still_stands(known, now_ms),)*
                }
            }

            fn noted(&self, memory: &mut impl AgentMemory, now_ms: i64) -> Result<(), KnownAgentsFull> {
                match self {
                    $(Self::$variant(verified) => memory.note(verified, now_ms),)*
                }
            }
        }
    };
}

said! {
    Offer OfferKind,
    Quote QuoteKind,
    Acceptance AcceptanceKind,
    TaskRequest TaskRequestKind,
    TaskEvent TaskEventKind,
    Prepared PreparedKind,
    Commit CommitKind,
    Cancel CancelKind,
    TaskResult TaskResultKind,
    DeliveryAck DeliveryAckKind,
    OutcomeReport OutcomeReportKind,
}

/// What every statement has.
struct Facts {
    id: ObjectId,
    issuer: AgentId,
    header: Header,
    nonce: Option<[u8; 16]>,
    ends_ms: i64,
}

impl Facts {
    fn of<K: Kind>(verified: &Verified<K>) -> Self {
        let header = verified.header().clone();
        Self {
            id: verified.object_id(),
            issuer: verified.issuer(),
            nonce: header.nonce.as_slice().try_into().ok(),
            ends_ms: header.expires_at_ms,
            header,
        }
    }
}

impl Book {
    /// An empty book of `agent`, whose verifier verifies what is applied. Offers that it issued are its own, for which there is
    /// room apart: none that arrives is, since whatever arrives is addressed to it, and nobody makes offers to himself (TSK-2).
    /// Without an agent every offer is another's.
    #[must_use]
    pub fn new(agent: Option<AgentId>, limits: BookLimits) -> Self {
        Self {
            agent,
            limits,
            ..Self::default()
        }
    }

    /// Applies a statement; gives the engagement that it belongs to, as it then stands. The epoch of its delegation is then
    /// known to `memory`.
    ///
    /// # Errors
    /// CTR-1 to CTR-20; and DEL-9 to DEL-11, FRS-1 and FRS-2 once more, since the statement may have been verified earlier or
    /// with other knowledge. Then nothing changes.
    pub fn apply(
        &mut self,
        said: impl Into<Said>,
        memory: &mut impl AgentMemory,
        now_ms: i64,
    ) -> Result<&Engagement, TaskViolation> {
        let said = said.into();
        let now_ms = self.advance(now_ms);
        said.still_stands(memory.known(), now_ms)?;
        self.enter(&said, memory, now_ms)
    }

    /// Applies once more what was applied at `applied_at_ms`, in the order in which it was, and lets `memory` take note of it again.
    /// What was voided since was not when it was accepted.
    ///
    /// # Errors
    /// CTR-1 to CTR-20: this is not what was applied then, or not in this order, or the bounds are narrower than they were.
    pub fn restore(
        &mut self,
        kept: impl Into<KeptSaid>,
        memory: &mut impl AgentMemory,
        applied_at_ms: i64,
    ) -> Result<&Engagement, TaskViolation> {
        let KeptSaid(said) = kept.into();
        let now_ms = self.advance(applied_at_ms);
        self.enter(&said, memory, now_ms)
    }

    /// The engagement that a statement belongs to, given the object id of any statement of it that the book holds.
    #[must_use]
    pub fn engagement(&self, statement: &ObjectId) -> Option<&Engagement> {
        self.engagements.get(self.held.get(statement)?)
    }

    /// Every engagement.
    pub fn engagements(&self) -> impl Iterator<Item = &Engagement> {
        self.engagements.values()
    }

    /// The latest time that the book was given, milliseconds since the Unix epoch.
    #[must_use]
    pub const fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// When [`Book::expire`] has something to do next.
    #[must_use]
    pub fn next_deadline_ms(&self) -> Option<i64> {
        self.endings.first().map(|(end_ms, _)| *end_ms)
    }

    /// Forgets engagements that are over.
    pub fn expire(&mut self, now_ms: i64) {
        self.advance(now_ms);
    }

    fn advance(&mut self, now_ms: i64) -> i64 {
        self.now_ms = self.now_ms.max(now_ms);
        while let Some((_, offer)) = self
            .endings
            .first()
            .copied()
            .filter(|(end_ms, _)| *end_ms <= self.now_ms)
        {
            self.forget(&offer);
        }
        self.now_ms
    }

    fn enter(&mut self, said: &Said, memory: &mut impl AgentMemory, now_ms: i64) -> Result<&Engagement, TaskViolation> {
        let (facts, after) = self.after(said, now_ms)?;
        let noted = said.noted(memory, now_ms).is_ok();
        check(noted, TaskViolation::BookFull)?;
        Ok(self.put(after, &facts))
    }

    /// The engagement as it would stand with this statement in it.
    fn after(&self, said: &Said, now_ms: i64) -> Result<(Facts, Engagement), TaskViolation> {
        let facts = said.facts();
        check(!self.held.contains_key(&facts.id), TaskViolation::StatementKnown)?;
        let is_unused = facts
            .nonce
            .is_none_or(|nonce| !self.nonces.contains(&(facts.issuer, nonce)));
        check(is_unused, TaskViolation::NonceReused)?;
        let after = if let Said::Offer(offer) = said {
            self.opened(offer.message(), &facts)?
        } else {
            let step = Step {
                engagement: self.engagement_of(said)?.clone(),
                facts: &facts,
                now_ms,
            };
            step.take(said)?
        };
        Ok((facts, after))
    }

    /// CTR-3.
    fn engagement_of(&self, said: &Said) -> Result<&Engagement, TaskViolation> {
        type Place = fn(&Engagement) -> Option<ObjectId>;
        let (named, place): (&[u8], Place) = match said {
            Said::Offer(_) => (&[], |_| None), // follows nothing
            Said::Quote(quote) => (&quote.message().offer, |it| Some(it.offer)),
            Said::Acceptance(acceptance) => (&acceptance.message().quote, Engagement::quote),
            Said::TaskRequest(request) => (&request.message().contract, Engagement::contract),
            Said::TaskEvent(event) => (&event.message().contract, Engagement::contract),
            Said::Prepared(prepared) => (&prepared.message().contract, |it| it.request.and(it.contract())),
            Said::Commit(commit) => (&commit.message().contract, |it| it.prepared.and(it.contract())),
            Said::Cancel(cancel) => (&cancel.message().contract, Engagement::contract),
            Said::TaskResult(result) => (&result.message().contract, |it| it.request.and(it.contract())),
            Said::DeliveryAck(ack) => (&ack.message().contract, |it| it.result.and(it.contract())),
            Said::OutcomeReport(report) if report.message().result.is_empty() => {
                (&report.message().contract, |it| it.request.and(it.contract()))
            }
            Said::OutcomeReport(report) => (&report.message().contract, |it| it.result.and(it.contract())),
        };
        let id = ObjectId(named.try_into().unwrap_or_default());
        let found = self.engagement(&id).filter(|it| place(it) == Some(id));
        check(found.is_some(), TaskViolation::AntecedentUnknown)?;
        // Without an engagement there are no parties; reached only when CTR-3 is switched off.
        found.ok_or(TaskViolation::Party)
    }

    /// CTR-14.
    fn opened(&self, message: &Offer, facts: &Facts) -> Result<Engagement, TaskViolation> {
        check(self.has_room_for(&facts.issuer), TaskViolation::BookFull)?;
        Ok(Engagement {
            parties: Parties::of_header(facts.issuer, &facts.header)?,
            offer: facts.id,
            offered_at_ms: facts.header.issued_at_ms,
            offered: message.terms.clone().unwrap_or_default(),
            offer_ends_ms: facts.ends_ms,
            input_media_type: message.input_media_type.clone(),
            input_bytes: message.input_bytes,
            quote: None,
            contract: None,
            request: None,
            prepared: None,
            commit: None,
            cancel: None,
            event: None,
            result: None,
            ack: None,
            reports: [None, None],
            nonces: Vec::new(),
        })
    }

    /// Whether this requester may begin a further engagement.
    fn has_room_for(&self, requester: &AgentId) -> bool {
        let of = |agent: &AgentId| self.requesters.get(agent).copied().unwrap_or(0);
        let own = self.agent.as_ref().map_or(0, of);
        if self.agent.as_ref() == Some(requester) {
            return own < self.limits.own_engagements;
        }
        let of_others = self.engagements.len().saturating_sub(own);
        of_others < self.limits.engagements && of(requester) < self.limits.engagements_per_requester
    }

    /// Puts an engagement in the place of what it was before.
    fn put(&mut self, mut after: Engagement, facts: &Facts) -> &Engagement {
        let offer = after.offer;
        if let Some(before) = self.engagements.get(&offer) {
            self.endings.remove(&(before.forgotten_at_ms(), offer));
            // A later event takes the place of the one before.
            for id in before.held() {
                self.held.remove(&id);
            }
        } else {
            let of_requester = self.requesters.entry(after.parties.requester).or_default();
            *of_requester = of_requester.saturating_add(1);
        }
        if let Some(nonce) = facts.nonce {
            after.nonces.push((facts.issuer, nonce));
            self.nonces.insert((facts.issuer, nonce));
        }
        self.held.extend(after.held().map(|id| (id, offer)));
        self.endings.insert((after.forgotten_at_ms(), offer));
        let place = self.engagements.entry(offer).or_insert_with(|| after.clone());
        *place = after;
        place
    }

    fn forget(&mut self, offer: &ObjectId) {
        if let Some(engagement) = self.engagements.remove(offer) {
            self.endings.remove(&(engagement.forgotten_at_ms(), *offer));
            self.leave(engagement.parties.requester);
            for id in engagement.held() {
                self.held.remove(&id);
            }
            for nonce in &engagement.nonces {
                self.nonces.remove(nonce);
            }
        }
    }

    /// One engagement of this requester less.
    fn leave(&mut self, requester: AgentId) {
        if let Some(left) = self.requesters.get_mut(&requester) {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.requesters.remove(&requester);
            }
        }
    }
}

/// One statement taken into its engagement. Rules that REJECT go before those that IGNORE.
struct Step<'a> {
    engagement: Engagement,
    facts: &'a Facts,
    now_ms: i64,
}

impl Step<'_> {
    fn take(self, said: &Said) -> Result<Engagement, TaskViolation> {
        match said {
            Said::Offer(_) => Ok(self.engagement),
            Said::Quote(quote) => self.quote(quote.message().terms.as_ref()),
            Said::Acceptance(acceptance) => self.acceptance(&acceptance.message().input_digest),
            Said::TaskRequest(request) => self.request(request.message()),
            Said::TaskEvent(event) => self.event(event.message()),
            Said::Prepared(prepared) => self.prepared(prepared.message()),
            Said::Commit(commit) => self.commit(commit.message()),
            Said::Cancel(_) => self.cancel(),
            Said::TaskResult(result) => self.result(result),
            Said::DeliveryAck(ack) => self.ack(&ack.message().result),
            Said::OutcomeReport(report) => self.report(report),
        }
    }

    fn quote(mut self, terms: Option<&Terms>) -> Result<Engagement, TaskViolation> {
        self.provider_speaks()?;
        vacant(self.engagement.quote.is_none())?;
        let terms = terms.cloned().unwrap_or_default();
        quote_fits_offer(&self.engagement.offered, &terms)?;
        self.after(self.engagement.offered_at_ms)?;
        self.before(self.engagement.offer_ends_ms)?;
        self.engagement.quote = Some(Quoted {
            id: self.facts.id,
            issued_at_ms: self.facts.header.issued_at_ms,
            terms,
            ends_ms: self.facts.ends_ms,
        });
        Ok(self.engagement)
    }

    fn acceptance(mut self, input_digest: &[u8]) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.contract.is_none())?;
        self.after(self.engagement.quote.as_ref().map_or(0, |quote| quote.issued_at_ms))?;
        self.before(self.engagement.quote.as_ref().map_or(0, |quote| quote.ends_ms))?;
        self.in_time()?;
        self.engagement.contract = Some(Contracted {
            id: self.facts.id,
            issued_at_ms: self.facts.header.issued_at_ms,
            input_digest: input_digest.try_into().unwrap_or_default(),
            ends_ms: self.facts.ends_ms,
        });
        Ok(self.engagement)
    }

    fn request(mut self, request: &TaskRequest) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.request.is_none())?;
        let input = request.input.clone().unwrap_or_default();
        let as_agreed = self
            .engagement
            .contract
            .is_some_and(|contract| input.digest == contract.input_digest)
            && input.media_type == self.engagement.input_media_type
            && input.size_bytes == self.engagement.input_bytes;
        check(as_agreed, TaskViolation::InputMismatch)?;
        self.after_contract()?;
        self.before(self.engagement.quote.as_ref().map_or(0, |quote| quote.ends_ms))?;
        self.before(self.engagement.contract.map_or(0, |contract| contract.ends_ms))?;
        self.in_time()?;
        self.uncancelled()?;
        self.engagement.request = Some(self.stated());
        Ok(self.engagement)
    }

    fn event(mut self, event: &TaskEvent) -> Result<Engagement, TaskViolation> {
        self.provider_speaks()?;
        let latest = self.engagement.event.map(|event| event.seq);
        vacant(latest != Some(event.seq))?;
        self.after_contract()?;
        check(
            latest.is_none_or(|latest| event.seq > latest),
            TaskViolation::EventStale,
        )?;
        self.in_time()?;
        self.open()?;
        self.engagement.event = Some(Progress {
            seq: event.seq,
            id: self.facts.id,
            state: event.state(),
        });
        Ok(self.engagement)
    }

    fn prepared(mut self, prepared: &Prepared) -> Result<Engagement, TaskViolation> {
        self.provider_speaks()?;
        vacant(self.engagement.prepared.is_none())?;
        names(&prepared.request, self.engagement.request())?;
        needs_preparation(self.engagement.terms())?;
        self.after_contract()?;
        self.after_request()?;
        self.in_time()?;
        self.open()?;
        self.engagement.prepared = Some(self.stated());
        Ok(self.engagement)
    }

    fn commit(mut self, commit: &Commit) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.commit.is_none())?;
        names(&commit.prepared, self.engagement.prepared())?;
        self.after_contract()?;
        self.after(self.engagement.prepared.map_or(0, |prepared| prepared.issued_at_ms))?;
        self.before(self.engagement.prepared.map_or(0, |prepared| prepared.ends_ms))?;
        self.in_time()?;
        self.open()?;
        self.uncancelled()?;
        self.engagement.commit = Some(self.stated());
        Ok(self.engagement)
    }

    fn cancel(mut self) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.cancel.is_none())?;
        self.after_contract()?;
        self.open()?;
        self.engagement.cancel = Some(self.stated());
        Ok(self.engagement)
    }

    fn result(mut self, result: &Verified<TaskResultKind>) -> Result<Engagement, TaskViolation> {
        self.provider_speaks()?;
        vacant(self.engagement.result.is_none())?;
        let message = result.message();
        names(&message.request, self.engagement.request())?;
        if !message.commit.is_empty() {
            names(&message.commit, self.engagement.commit())?;
            self.after(self.engagement.commit.map_or(0, |commit| commit.issued_at_ms))?;
        }
        answers_terms(self.engagement.terms(), message)?;
        was_committed(self.engagement.terms(), message)?;
        self.after_contract()?;
        self.after_request()?;
        self.in_time()?;
        self.engagement.result = Some(Ended {
            id: self.facts.id,
            issued_at_ms: self.facts.header.issued_at_ms,
            status: message.status(),
        });
        Ok(self.engagement)
    }

    fn ack(mut self, result: &[u8]) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.ack.is_none())?;
        names(result, self.engagement.result())?;
        self.after_contract()?;
        self.after_result()?;
        self.engagement.ack = Some(self.stated());
        Ok(self.engagement)
    }

    fn report(mut self, report: &Verified<OutcomeReportKind>) -> Result<Engagement, TaskViolation> {
        let message = report.message();
        let parties = self.engagement.parties;
        parties.reports(self.facts.issuer, &message.subject)?;
        let by_requester = self.facts.issuer == parties.requester;
        let [ours, others] = &mut self.engagement.reports;
        let place = if by_requester { ours } else { others };
        vacant(place.is_none())?;
        *place = Some(self.facts.id);
        self.after_contract()?;
        if message.result.is_empty() {
            misses_result(parties, report.header(), self.engagement.terms())?;
            let acknowledged_ms = self.engagement.ack.map(|ack| ack.issued_at_ms);
            is_before_ack(report.header(), acknowledged_ms)?;
        } else {
            names(&message.result, self.engagement.result())?;
            self.after_result()?;
        }
        Ok(self.engagement)
    }

    fn requester_speaks(&self) -> Result<(), TaskViolation> {
        self.engagement
            .parties
            .requester_speaks(self.facts.issuer, &self.facts.header)
    }

    fn provider_speaks(&self) -> Result<(), TaskViolation> {
        self.engagement
            .parties
            .provider_speaks(self.facts.issuer, &self.facts.header)
    }

    /// CTR-17.
    fn after(&self, antecedent_ms: i64) -> Result<(), TaskViolation> {
        is_after(self.facts.header.issued_at_ms, antecedent_ms)
    }

    fn after_contract(&self) -> Result<(), TaskViolation> {
        self.after(self.engagement.contract.map_or(0, |contract| contract.issued_at_ms))
    }

    fn after_request(&self) -> Result<(), TaskViolation> {
        self.after(self.engagement.request.map_or(0, |request| request.issued_at_ms))
    }

    fn after_result(&self) -> Result<(), TaskViolation> {
        self.after(self.engagement.result.map_or(0, |result| result.issued_at_ms))
    }

    const fn stated(&self) -> Stated {
        Stated {
            id: self.facts.id,
            issued_at_ms: self.facts.header.issued_at_ms,
            ends_ms: self.facts.ends_ms,
        }
    }

    /// CTR-7.
    fn before(&self, end_ms: i64) -> Result<(), TaskViolation> {
        let in_life = self.facts.header.issued_at_ms < end_ms && self.now_ms < end_ms.saturating_add(ONE_SHOT_SKEW_MS);
        check(in_life, TaskViolation::AntecedentLapsed)
    }

    /// CTR-10.
    fn in_time(&self) -> Result<(), TaskViolation> {
        let deadline_ms = self.engagement.terms().deadline_ms;
        let in_time =
            self.facts.header.issued_at_ms <= deadline_ms && self.now_ms < deadline_ms.saturating_add(ONE_SHOT_SKEW_MS);
        check(in_time, TaskViolation::DeadlinePassed)
    }

    /// CTR-12 for what a result ends.
    fn open(&self) -> Result<(), TaskViolation> {
        check(self.engagement.result.is_none(), TaskViolation::EngagementClosed)
    }

    /// CTR-12 for what a cancel ends.
    fn uncancelled(&self) -> Result<(), TaskViolation> {
        check(self.engagement.cancel.is_none(), TaskViolation::EngagementClosed)
    }
}

/// CTR-5.
fn vacant(is_vacant: bool) -> Result<(), TaskViolation> {
    check(is_vacant, TaskViolation::SecondStatement)
}
