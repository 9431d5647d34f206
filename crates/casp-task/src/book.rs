//! The book of engagements (SPEC.md section 15.2).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use casp_identity::{AgentId, IdentityViolation, Kind, KnownAgents, ObjectId, Verified};
use casp_wire::check;
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{Header, TaskEvent, TaskRequest, Terms};

use crate::engagement::{Contracted, Engagement, Quoted};
use crate::record::{Parties, names};
use crate::statements::{
    AcceptanceKind, CancelKind, DeliveryAckKind, OfferKind, OutcomeReportKind, QuoteKind, TaskEventKind,
    TaskRequestKind, TaskResultKind,
};
use crate::terms::{answers_evidence, quote_fits_offer};
use crate::violation::TaskViolation;

/// How long an engagement is kept after the last instant at which anything of it could be answered: 24 h and 30 s.
pub const BOOK_RETENTION_MS: i64 = 86_400_000 + ONE_SHOT_SKEW_MS;

/// Bounds of a [`Book`].
#[derive(Clone, Copy, Debug)]
pub struct BookLimits {
    /// Engagements; some three kilobytes each. Default 16,384.
    pub engagements: usize,
}

impl Default for BookLimits {
    fn default() -> Self {
        Self { engagements: 16_384 }
    }
}

/// What a party remembers of its engagements: what was agreed, how far it went, and which statements it has seen.
///
/// It takes verified statements only, those of the other party and one's own. It keeps their names, not their bytes; whoever
/// has to answer a repeated statement keeps the answer. It reads no clock: time is an argument and never goes back.
#[derive(Debug, Default)]
pub struct Book {
    limits: BookLimits,
    now_ms: i64,
    engagements: BTreeMap<ObjectId, Engagement>,
    /// From every statement held to the offer of its engagement.
    held: BTreeMap<ObjectId, ObjectId>,
    nonces: BTreeMap<(AgentId, [u8; 16]), ObjectId>,
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
    Cancel(Verified<CancelKind>),
    TaskResult(Verified<TaskResultKind>),
    DeliveryAck(Verified<DeliveryAckKind>),
    OutcomeReport(Verified<OutcomeReportKind>),
}

macro_rules! said {
    ($($variant:ident $kind:ident,)*) => {
        $(impl From<Verified<$kind>> for Said {
            fn from(verified: Verified<$kind>) -> Self {
                Self::$variant(verified)
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
        }
    };
}

said! {
    Offer OfferKind,
    Quote QuoteKind,
    Acceptance AcceptanceKind,
    TaskRequest TaskRequestKind,
    TaskEvent TaskEventKind,
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
        let header = K::header(verified.message()).cloned().unwrap_or_default();
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
    /// An empty book.
    #[must_use]
    pub fn new(limits: BookLimits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    /// Applies a statement; gives the engagement that it belongs to, as it then stands.
    ///
    /// # Errors
    /// CTR-1 to CTR-14; and DEL-10, DEL-11, FRS-1 and FRS-2 once more, since the statement may have been verified earlier or
    /// with other knowledge. Then nothing changes.
    pub fn apply(
        &mut self,
        said: impl Into<Said>,
        known: &KnownAgents,
        now_ms: i64,
    ) -> Result<&Engagement, TaskViolation> {
        let said = said.into();
        let now_ms = self.advance(now_ms);
        said.still_stands(known, now_ms)?;
        let facts = said.facts();
        check(!self.held.contains_key(&facts.id), TaskViolation::StatementKnown)?;
        let is_unused = facts
            .nonce
            .is_none_or(|nonce| !self.nonces.contains_key(&(facts.issuer, nonce)));
        check(is_unused, TaskViolation::NonceReused)?;
        let before = self.engagement_of(&said)?.cloned();
        let after = match before {
            None => self.opened(&said, &facts)?,
            Some(engagement) => Step {
                engagement,
                facts: &facts,
                now_ms,
            }
            .take(&said)?,
        };
        Ok(self.put(after, &facts))
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

    /// CTR-3: `None` for an offer, which follows nothing.
    fn engagement_of(&self, said: &Said) -> Result<Option<&Engagement>, TaskViolation> {
        type Place = fn(&Engagement) -> Option<ObjectId>;
        let (named, place): (&[u8], Place) = match said {
            Said::Offer(_) => return Ok(None),
            Said::Quote(quote) => (&quote.message().offer, |it| Some(it.offer)),
            Said::Acceptance(acceptance) => (&acceptance.message().quote, Engagement::quote),
            Said::TaskRequest(request) => (&request.message().contract, Engagement::contract),
            Said::TaskEvent(event) => (&event.message().contract, Engagement::contract),
            Said::Cancel(cancel) => (&cancel.message().contract, Engagement::contract),
            Said::TaskResult(result) => (&result.message().contract, |it| it.request.and(it.contract())),
            Said::DeliveryAck(ack) => (&ack.message().contract, |it| it.result.and(it.contract())),
            Said::OutcomeReport(report) if report.message().result.is_empty() => {
                (&report.message().contract, Engagement::contract)
            }
            Said::OutcomeReport(report) => (&report.message().contract, |it| it.result.and(it.contract())),
        };
        let id = ObjectId(named.try_into().unwrap_or_default());
        let found = self.engagement(&id).filter(|it| place(it) == Some(id));
        check(found.is_some(), TaskViolation::AntecedentUnknown)?;
        Ok(found)
    }

    /// CTR-14.
    fn opened(&self, said: &Said, facts: &Facts) -> Result<Engagement, TaskViolation> {
        let Said::Offer(offer) = said else {
            // Nothing else comes here: CTR-3 found its engagement. Without one there are no parties.
            return Err(TaskViolation::Party);
        };
        check(
            self.engagements.len() < self.limits.engagements,
            TaskViolation::BookFull,
        )?;
        let message = offer.message();
        Ok(Engagement {
            parties: Parties::of_header(facts.issuer, &facts.header)?,
            offer: facts.id,
            offered: message.terms.clone().unwrap_or_default(),
            offer_ends_ms: facts.ends_ms,
            input_media_type: message.input_media_type.clone(),
            input_bytes: message.input_bytes,
            quote: None,
            contract: None,
            request: None,
            cancel: None,
            event: None,
            result: None,
            ack: None,
            reports: [None, None],
            nonces: Vec::new(),
        })
    }

    /// Puts an engagement in the place of what it was before.
    fn put(&mut self, mut after: Engagement, facts: &Facts) -> &Engagement {
        let offer = after.offer;
        if let Some(before) = self.engagements.get(&offer) {
            self.endings.remove(&(ending(before), offer));
            // A later event takes the place of the one before.
            for id in before.held() {
                self.held.remove(&id);
            }
        }
        if let Some(nonce) = facts.nonce {
            after.nonces.push((facts.issuer, nonce));
            self.nonces.insert((facts.issuer, nonce), facts.id);
        }
        self.held.extend(after.held().map(|id| (id, offer)));
        self.endings.insert((ending(&after), offer));
        let place = self.engagements.entry(offer).or_insert_with(|| after.clone());
        *place = after;
        place
    }

    fn forget(&mut self, offer: &ObjectId) {
        if let Some(engagement) = self.engagements.remove(offer) {
            self.endings.remove(&(ending(&engagement), *offer));
            for id in engagement.held() {
                self.held.remove(&id);
            }
            for nonce in &engagement.nonces {
                self.nonces.remove(nonce);
            }
        }
    }
}

/// The instant from which an engagement is forgotten.
fn ending(engagement: &Engagement) -> i64 {
    engagement.last_ms().saturating_add(BOOK_RETENTION_MS)
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
        self.before(self.engagement.offer_ends_ms)?;
        self.engagement.quote = Some(Quoted {
            id: self.facts.id,
            terms,
            ends_ms: self.facts.ends_ms,
        });
        Ok(self.engagement)
    }

    fn acceptance(mut self, input_digest: &[u8]) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.contract.is_none())?;
        self.before(self.engagement.quote.as_ref().map_or(0, |quote| quote.ends_ms))?;
        self.engagement.contract = Some(Contracted {
            id: self.facts.id,
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
        self.before(self.engagement.contract.map_or(0, |contract| contract.ends_ms))?;
        self.in_time()?;
        check(self.engagement.cancel.is_none(), TaskViolation::EngagementClosed)?;
        self.engagement.request = Some(self.facts.id);
        Ok(self.engagement)
    }

    fn event(mut self, event: &TaskEvent) -> Result<Engagement, TaskViolation> {
        self.provider_speaks()?;
        let latest = self.engagement.event.map(|(seq, _)| seq);
        vacant(latest != Some(event.seq))?;
        check(
            latest.is_none_or(|latest| event.seq > latest),
            TaskViolation::EventStale,
        )?;
        self.in_time()?;
        self.open()?;
        self.engagement.event = Some((event.seq, self.facts.id));
        Ok(self.engagement)
    }

    fn cancel(mut self) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.cancel.is_none())?;
        self.open()?;
        self.engagement.cancel = Some(self.facts.id);
        Ok(self.engagement)
    }

    fn result(mut self, result: &Verified<TaskResultKind>) -> Result<Engagement, TaskViolation> {
        self.provider_speaks()?;
        vacant(self.engagement.result.is_none())?;
        let message = result.message();
        names(&message.request, self.engagement.request.unwrap_or(self.facts.id))?;
        answers_evidence(self.engagement.terms(), message)?;
        self.in_time()?;
        self.engagement.result = Some(self.facts.id);
        Ok(self.engagement)
    }

    fn ack(mut self, result: &[u8]) -> Result<Engagement, TaskViolation> {
        self.requester_speaks()?;
        vacant(self.engagement.ack.is_none())?;
        names(result, self.engagement.result.unwrap_or(self.facts.id))?;
        self.engagement.ack = Some(self.facts.id);
        Ok(self.engagement)
    }

    fn report(mut self, report: &Verified<OutcomeReportKind>) -> Result<Engagement, TaskViolation> {
        let Parties { requester, provider } = self.engagement.parties;
        let by_requester = self.facts.issuer == requester;
        let other = if by_requester { provider } else { requester };
        let subject = &report.message().subject;
        let theirs = (by_requester || self.facts.issuer == provider) && subject.as_slice() == other.as_bytes();
        check(theirs, TaskViolation::Party)?;
        let [ours, others] = &mut self.engagement.reports;
        let place = if by_requester { ours } else { others };
        vacant(place.is_none())?;
        let named = &report.message().result;
        if !named.is_empty() {
            names(named, self.engagement.result.unwrap_or(self.facts.id))?;
        }
        *place = Some(self.facts.id);
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
}

/// CTR-5.
fn vacant(is_vacant: bool) -> Result<(), TaskViolation> {
    check(is_vacant, TaskViolation::SecondStatement)
}
