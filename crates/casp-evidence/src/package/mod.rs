//! Evidence packages: all that shows how a task was done (SPEC.md section 17.5).

mod build;
mod chain;
mod faults;
mod parts;
mod receipts;
mod report;
mod traces;
mod work;

use casp_identity::Verifier;
use casp_wire::limits::MAX_EVIDENCE_PACKAGE_BYTES;

pub use build::PackageBuilder;
pub use faults::{Fault, Member};
pub use report::{Contract, PackageReport, VerifiedPackage};
#[doc(hidden)]
pub use work::Work;

use crate::container::check_size;
use crate::violation::EvidenceViolation;
use chain::Chain;
use parts::Parts;

/// Verifies an encoded [`casp_wire::v1::EvidencePackage`], and finds every fault in it.
///
/// `as_of_ms` is the time at which receipts, result, acknowledgement and checkpoints are to hold, milliseconds since the Unix
/// epoch: the current time while the contract lasts, later a time at which the keys' delegations lived. PKG-2 confines it
/// to what both parties signed; without contract nothing does.
///
/// # Errors
/// SIZ-1, and rules ENC and FMT at the stage ENCODING. Everything else is a [`Fault`] of the report.
pub fn verify_package<'a>(
    verifier: &mut Verifier,
    package: &'a [u8],
    as_of_ms: i64,
) -> Result<PackageReport<'a>, EvidenceViolation> {
    check_size(package, MAX_EVIDENCE_PACKAGE_BYTES)?;
    let mut chain = Chain::new(verifier, Parts::read(package)?, as_of_ms);
    chain.has_its_members(); // step 1
    chain.contract_stands(); // steps 2 to 6
    chain.delivery_stands(); // steps 7 to 10
    let receipts = chain.index_receipts();
    chain.attestations_stand(&receipts); // step 11
    chain.receipts_stand(&receipts); // step 12
    chain.events_stand(&receipts); // step 13
    chain.trace_stands(); // steps 14 and 15
    chain.receipts_are_complete(&receipts); // step 16
    Ok(chain.report(&receipts))
}
