//! One engagement, as its book remembers it: who, on which terms, and what has been said so far.

use casp_identity::{AgentId, ObjectId};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{TaskState, TaskStatus, Terms};

use crate::book::BOOK_RETENTION_MS;
use crate::record::Parties;

/// What a book keeps of an engagement: names and terms, not the statements themselves.
#[derive(Clone, Debug)]
pub struct Engagement {
    pub(crate) parties: Parties,
    pub(crate) offer: ObjectId,
    pub(crate) offered_at_ms: i64,
    pub(crate) offered: Terms,
    pub(crate) offer_ends_ms: i64,
    pub(crate) input_media_type: alloc::string::String,
    pub(crate) input_bytes: u64,
    pub(crate) quote: Option<Quoted>,
    pub(crate) contract: Option<Contracted>,
    pub(crate) request: Option<Stated>,
    pub(crate) prepared: Option<Stated>,
    pub(crate) commit: Option<Stated>,
    pub(crate) cancel: Option<Stated>,
    pub(crate) event: Option<Progress>,
    pub(crate) result: Option<Ended>,
    pub(crate) ack: Option<Stated>,
    /// Of the requester, of the provider.
    pub(crate) reports: [Option<ObjectId>; 2],
    /// The nonces of its one-shot statements, by issuer.
    pub(crate) nonces: alloc::vec::Vec<(AgentId, [u8; 16])>,
}

/// A statement, and when it was issued.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stated {
    pub(crate) id: ObjectId,
    pub(crate) issued_at_ms: i64,
    /// 0 for what lasts.
    pub(crate) ends_ms: i64,
}

/// The latest event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Progress {
    pub(crate) seq: u64,
    pub(crate) id: ObjectId,
    pub(crate) state: TaskState,
}

/// The result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) id: ObjectId,
    pub(crate) issued_at_ms: i64,
    pub(crate) status: TaskStatus,
}

#[derive(Clone, Debug)]
pub(crate) struct Quoted {
    pub(crate) id: ObjectId,
    pub(crate) issued_at_ms: i64,
    pub(crate) terms: Terms,
    pub(crate) ends_ms: i64,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Contracted {
    pub(crate) id: ObjectId,
    pub(crate) issued_at_ms: i64,
    pub(crate) input_digest: [u8; 32],
    pub(crate) ends_ms: i64,
}

impl Engagement {
    /// Requester and provider.
    #[must_use]
    pub const fn parties(&self) -> Parties {
        self.parties
    }

    /// Object id of the offer.
    #[must_use]
    pub const fn offer(&self) -> ObjectId {
        self.offer
    }

    /// The terms that bind, once there is a quote; those offered before.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        self.quote.as_ref().map_or(&self.offered, |quote| &quote.terms)
    }

    /// Object id of the quote.
    #[must_use]
    pub fn quote(&self) -> Option<ObjectId> {
        self.quote.as_ref().map(|quote| quote.id)
    }

    /// Object id of the acceptance: the name of the contract.
    #[must_use]
    pub fn contract(&self) -> Option<ObjectId> {
        self.contract.map(|contract| contract.id)
    }

    /// Object id of the task request.
    #[must_use]
    pub fn request(&self) -> Option<ObjectId> {
        self.request.map(|request| request.id)
    }

    /// Object id of the prepared statement.
    #[must_use]
    pub fn prepared(&self) -> Option<ObjectId> {
        self.prepared.map(|prepared| prepared.id)
    }

    /// Object id of the commit.
    #[must_use]
    pub fn commit(&self) -> Option<ObjectId> {
        self.commit.map(|commit| commit.id)
    }

    /// Object id of the cancellation.
    #[must_use]
    pub fn cancel(&self) -> Option<ObjectId> {
        self.cancel.map(|cancel| cancel.id)
    }

    /// `seq` and object id of the latest event.
    #[must_use]
    pub fn latest_event(&self) -> Option<(u64, ObjectId)> {
        self.event.map(|event| (event.seq, event.id))
    }

    /// Object id of the result.
    #[must_use]
    pub fn result(&self) -> Option<ObjectId> {
        self.result.map(|result| result.id)
    }

    /// Object id of the acknowledgement.
    #[must_use]
    pub fn ack(&self) -> Option<ObjectId> {
        self.ack.map(|ack| ack.id)
    }

    /// Object ids of the outcome reports of requester and provider.
    #[must_use]
    pub const fn reports(&self) -> [Option<ObjectId>; 2] {
        self.reports
    }

    /// The instant from which its book forgets it (SPEC.md section 15.2), as far as it now knows: when nothing can follow any
    /// more, and for a contract a day after that, so that what is said late still finds it. Milliseconds since the Unix epoch.
    #[must_use]
    pub fn forgotten_at_ms(&self) -> i64 {
        let quote_ends_ms = self.quote.as_ref().map_or(self.offer_ends_ms, |quote| quote.ends_ms);
        let lapses_ms = self.offer_ends_ms.max(quote_ends_ms);
        let Some(contract) = &self.contract else {
            return lapses_ms.saturating_add(ONE_SHOT_SKEW_MS);
        };
        let last_ms = lapses_ms.max(contract.ends_ms).max(self.terms().deadline_ms);
        last_ms.saturating_add(BOOK_RETENTION_MS)
    }

    /// Object ids of everything that it holds.
    pub(crate) fn held(&self) -> impl Iterator<Item = ObjectId> {
        [
            Some(self.offer),
            self.quote(),
            self.contract(),
            self.request(),
            self.prepared(),
            self.commit(),
            self.cancel(),
            self.event.map(|event| event.id),
            self.result(),
            self.ack(),
        ]
        .into_iter()
        .chain(self.reports)
        .flatten()
    }
}
