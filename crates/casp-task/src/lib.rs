#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod book;
pub mod content;
pub mod draft;
mod engagement;
pub mod record;
mod statements;
mod terms;
mod violation;

pub use book::{BOOK_RETENTION_MS, Book, BookLimits, KeptSaid, Said};
pub use engagement::Engagement;
pub use statements::{
    AcceptanceKind, CancelKind, DeliveryAckKind, MAX_DEADLINE_MS, OfferKind, OutcomeReportKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
pub use terms::{answers_terms, quote_fits_offer};
pub use violation::TaskViolation;
