#![doc = include_str!("../README.md")]

mod attribute;
mod candidate;
mod filter;
mod find;
mod rank;
pub mod recall;
mod sample;
mod statements;
mod version;
mod violation;

pub use attribute::{
    Attribute, Facts, Metric, NameAttribute, NumberAttribute, OrderedAttribute, PriceTag, SetAttribute, Stated,
    TextAttribute,
};
pub use candidate::{Candidate, Entry};
pub use filter::{Filter, Filters};
pub use find::{Found, Question, Relevance, find, find_relevant, match_of};
pub use rank::{NO_FIGURE, Objectives, Opinion, Ranked, Ranker, counted, dominates, rank};
pub use sample::{Draw, weight};
pub use statements::{
    ADMISSION_REQUIRED, DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind,
};
pub use violation::DiscoveryViolation;
