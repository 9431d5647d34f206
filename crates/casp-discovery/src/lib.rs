#![doc = include_str!("../README.md")]

mod admission;
mod answer;
mod attribute;
mod candidate;
mod container;
mod expression;
mod filter;
mod find;
pub mod index;
mod merge;
mod omission;
mod rank;
pub mod recall;
mod registration;
pub mod registry;
mod sample;
mod statements;
mod version;
mod violation;

pub use admission::{Gate, MAX_DIFFICULTY_BITS, Work};
pub use answer::{AnsweredEntry, VerifiedAnswer, seal_answer, verify_answer};
pub use attribute::{
    Attribute, Facts, Figures, Metric, NameAttribute, NumberAttribute, OrderedAttribute, PriceTag, SetAttribute,
    Stated, TextAttribute,
};
pub use candidate::{Candidate, Entry};
pub use expression::{
    Expected, Expression, ExpressionError, ExpressionFault, MAX_EXPRESSION_BYTES, Preference, figure,
};
pub use filter::{Filter, Filters};
pub use find::{Found, Question, Relevance, find, find_relevant, match_of};
pub use merge::{Divergence, Merge, Supported, merge};
pub use omission::{ProvenOmission, Rebuttal, seal_omission, verify_omission};
pub use rank::{NO_FIGURE, Objectives, Opinion, Ranked, Ranker, counted, dominates, rank, rank_first};
pub use registration::Registering;
pub use sample::{Draw, weight};
pub use statements::{
    ADMISSION_REQUIRED, DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind,
};
pub use violation::DiscoveryViolation;
