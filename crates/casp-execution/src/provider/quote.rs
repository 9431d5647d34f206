//! Whether and how to quote, and how many tasks there is place for.

use casp_identity::{AgentId, ObjectId, Signer};
use casp_task::{Engagement, EngagementState, QuoteKind};
use casp_wire::v1::{Offer, Quote, Terms};

use super::Provider;
use crate::party::{ActError, Randomness, Statement};

/// How to quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoting {
    /// What the provider binds itself to; `None` for exactly what was offered. It grants no less and asks no more (CTR-6).
    pub terms: Option<Terms>,
    /// Until when a place is kept free, milliseconds from now: 1,000 to 86,400,000.
    pub life_ms: i64,
}

/// An offer to be decided on.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Object id of the offer.
    pub offer: ObjectId,
    /// Whoever asks.
    pub requester: AgentId,
    /// What it asks.
    pub message: &'a Offer,
    /// What place there is.
    pub places: Places,
}

/// How many places are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// In all.
    pub taken: usize,
    /// Of this requester.
    pub taken_by_requester: usize,
    /// There are.
    pub all: usize,
    /// One requester may take.
    pub for_requester: usize,
}

impl Places {
    /// Whether this requester can have a further one.
    #[must_use]
    pub const fn has_room(&self) -> bool {
        self.taken < self.all && self.taken_by_requester < self.for_requester
    }
}

/// Decides on offers. It should quote what the provider's living descriptor offers, and nothing below it.
pub trait QuotePolicy {
    /// How to quote, or `None` to say nothing.
    fn quote(&mut self, asked: &Asked<'_>) -> Option<Quoting>;
}

impl<F: FnMut(&Asked<'_>) -> Option<Quoting>> QuotePolicy for F {
    fn quote(&mut self, asked: &Asked<'_>) -> Option<Quoting> {
        self(asked)
    }
}

impl<S: Signer, R: Randomness> Provider<S, R> {
    /// Makes a quote, and keeps a place until it lapses; gives its object id. Offer and quote are one record.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] when there is a quote; [`ActError::NoPlace`]; [`ActError::Task`]: CTR-6, CTR-7
    /// and whatever else the quote would break; [`ActError::Signer`].
    pub fn quote(&mut self, offer: &ObjectId, quoting: Quoting, now_ms: i64) -> Result<ObjectId, ActError> {
        let now_ms = self.party.advance(now_ms);
        let engagement = self.party.engagement(offer)?;
        let (state, requester) = (engagement.state_at(now_ms), engagement.parties().requester);
        if state != EngagementState::Offered || engagement.offer() != *offer {
            return Err(ActError::NotNow { state });
        }
        if !self.places(&requester).has_room() {
            return Err(ActError::NoPlace);
        }
        let terms = quoting.terms.unwrap_or_else(|| engagement.terms().clone());
        let quote = Quote {
            header: Some(self.party.one_shot(requester, now_ms, quoting.life_ms)),
            offer: offer.0.to_vec(),
            terms: Some(terms),
        };
        let quote = self.party.sealed::<QuoteKind>(&quote, now_ms)?;
        let (_, id) = self.party.say(quote, now_ms)?;
        self.let_go(offer, id, now_ms);
        Ok(id)
    }

    /// Has a policy decide on an offer; gives the quote's object id, if it made one.
    ///
    /// # Errors
    /// As [`Provider::quote`].
    pub fn decide(
        &mut self,
        policy: &mut impl QuotePolicy,
        offer: &ObjectId,
        now_ms: i64,
    ) -> Result<Option<ObjectId>, ActError> {
        let requester = self.party.engagement(offer)?.parties().requester;
        let kept = self
            .party
            .dossier(offer)
            .and_then(|dossier| dossier.of(Statement::Offer));
        let message: Offer = kept.and_then(|kept| kept.facts.message()).ok_or(ActError::Unknown)?;
        let quoting = policy.quote(&Asked {
            offer: *offer,
            requester,
            message: &message,
            places: self.places(&requester),
        });
        quoting.map(|quoting| self.quote(offer, quoting, now_ms)).transpose()
    }

    /// What place there is for tasks of a requester.
    #[must_use]
    pub fn places(&self, requester: &AgentId) -> Places {
        Places {
            taken: self.places_taken,
            taken_by_requester: self.taken.get(requester).copied().unwrap_or(0),
            all: self.limits.places,
            for_requester: self.limits.places_per_requester,
        }
    }

    /// Takes or frees the place of an engagement, as it now stands; one that is forgotten needs none.
    pub(super) fn settle_place(&mut self, offer: &ObjectId, now_ms: i64) {
        let engagement = self.party.book.engagement(offer);
        let needing = engagement
            .filter(|it| needs_place(it, now_ms))
            .map(|it| it.parties().requester);
        let Some(course) = self.party.course_mut(offer) else {
            return;
        };
        match (std::mem::replace(&mut course.place_of, needing), needing) {
            (None, Some(requester)) => {
                self.places_taken = self.places_taken.saturating_add(1);
                let taken = self.taken.entry(requester).or_default();
                *taken = taken.saturating_add(1);
            }
            (Some(requester), None) => {
                self.places_taken = self.places_taken.saturating_sub(1);
                if let Some(taken) = self.taken.get_mut(&requester) {
                    *taken = taken.saturating_sub(1);
                    if *taken == 0 {
                        self.taken.remove(&requester);
                    }
                }
            }
            _ => {}
        }
    }
}

fn needs_place(engagement: &Engagement, now_ms: i64) -> bool {
    match engagement.state_at(now_ms) {
        EngagementState::Quoted
        | EngagementState::Accepted
        | EngagementState::Pending
        | EngagementState::Running
        | EngagementState::Prepared
        | EngagementState::Committed => true,
        EngagementState::Cancelled => engagement.request().is_some(),
        _ => false,
    }
}
