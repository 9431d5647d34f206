#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod build;
mod equivocation;
mod metrics;
mod sequence;
mod statements;
mod store;
mod violation;

pub use build::{DescriptorBuilder, Origin};
pub use equivocation::{ProvenEquivocation, verify_equivocation};
pub use metrics::{METRICS, registered_unit};
pub use sequence::{Reserved, Sequence, SequenceCounter};
pub use statements::{DescriptorKind, MAX_TTL_MS, MIN_TTL_MS, RefreshKind, WithdrawalKind};
pub use store::{
    Change, ChangeKind, DescriptorStore, Judged, KeptPublication, KeptRecord, LivingEntry, MARK_RETENTION_MS,
    Publication, REFRESH_RESERVE_BYTES, Refused, StoreLimits, StoredRecord,
};
pub use violation::DescriptorViolation;
