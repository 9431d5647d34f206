#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod bank;
mod case;
mod commitment;
pub mod decimal;
pub mod generate;
pub mod json;
mod oracle;
mod outcome;
mod verdict;
mod violation;

pub use bank::{CanaryBank, DerivedCanary};
pub use case::{CaseFinding, Opened, is_answered, verify_case};
pub use commitment::{Commitment, blind};
pub use oracle::{AnswerKey, Judgement, MAX_ANSWER_BYTES};
pub use outcome::{OutcomeFinding, verify_outcome};
pub use verdict::CanaryVerdictKind;
pub use violation::CanaryViolation;
