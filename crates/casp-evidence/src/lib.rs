#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod attestation;
mod container;
mod disclosure;
mod event;
mod fields;
mod fork;
pub mod package;
mod statements;
pub mod trace;
pub mod tree;
mod violation;

pub use attestation::attestation_binding;
pub use disclosure::{DisclosedEvent, disclose, verify_disclosure};
pub use event::Event;
pub use fork::{ForkMember, History, ProvenFork, prove_fork, verify_fork};
pub use package::{
    Contract, Fault, Member, PackageBuilder, PackageReport, VerifiedPackage, verify_package, verify_package_within,
};
pub use statements::{ToolReceiptKind, TraceCheckpointKind};
pub use trace::{Draft, TraceVerifier, TraceWriter, WriteError};
pub use violation::EvidenceViolation;
