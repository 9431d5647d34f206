#![doc = include_str!("../README.md")]

mod demand;
pub mod dispute;
pub mod evidence;
pub mod funnel;
mod party;
pub mod provider;
pub mod requester;
mod violation;
pub mod workflow;

pub use demand::{DemandFault, NoReports, Reports, meets_demand};
pub use dispute::{DisputeBundleBuilder, Finding, Judgement, Member, Unresolved, judge};
pub use evidence::{EvidenceFailure, EvidenceFault};
pub use party::{
    ActError, Action, MAX_PROOFS, Misconduct, Outgoing, Pacing, Persist, Randomness, Received, RestoreError, Speaker,
    Statement, Ticket,
};
pub use provider::{Provider, ProviderEvent, ProviderLimits};
pub use requester::{Requester, RequesterEvent, RequesterLimits};
pub use violation::DisputeViolation;
