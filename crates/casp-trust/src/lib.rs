#![doc = include_str!("../README.md")]

pub mod policy;
pub mod probe;
pub mod reputation;
mod subject;

pub use policy::{
    CanaryDemand, Demands, EvidenceDemand, Policy, PolicyError, ReputationDemand, TaskFacts, TieredPolicy,
    VerificationBudget,
};
pub use reputation::{Opinion, Reputation, Standing};
pub use subject::Subject;
