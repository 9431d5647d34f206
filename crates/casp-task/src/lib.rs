#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod book;
pub mod content;
pub mod draft;
mod engagement;
pub mod record;
mod state;
mod statements;
mod terms;
mod violation;

pub use book::{BOOK_RETENTION_MS, Book, BookLimits, KeptSaid, Said};
pub use engagement::Engagement;
pub use state::EngagementState;
pub use statements::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, MAX_DEADLINE_MS, OfferKind, OutcomeReportKind,
    PreparedKind, QuoteKind, TaskEventKind, TaskRequestKind, TaskResultKind,
};
pub use terms::{answers_terms, has_media_type, names_evidence, needs_preparation, quote_fits_offer, was_committed};
pub use violation::TaskViolation;
