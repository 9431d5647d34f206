//! Evidence packages: all that shows how a task was done (SPEC.md section 17.5).

mod build;
mod chain;
mod faults;
mod parts;
mod receipts;
mod report;
mod single;
mod traces;
mod work;

use casp_identity::Verifier;
use casp_wire::limits::MAX_EVIDENCE_PACKAGE_BYTES;

pub use build::PackageBuilder;
pub use faults::{Fault, Member};
pub use report::{Contract, PackageReport, VerifiedPackage};
pub use single::{checkpoint_in_window, receipt_endorsed, receipt_in_window, receipt_named};
#[doc(hidden)]
pub use work::Work;

use crate::container::check_size;
use crate::violation::EvidenceViolation;
use chain::Chain;
use parts::Parts;

/// Verifies an encoded [`casp_wire::v1::EvidencePackage`], and finds every fault in it.
///
/// Every statement is verified at its own time, and PKG-2 confines that to what both parties signed: a package has one verdict
/// at all times. Whether it is of the contract that you have in mind, [`PackageReport::into_verified_of`] asks.
///
/// # Errors
/// SIZ-1, and rules ENC and FMT at the stage ENCODING. Everything else is a [`Fault`] of the report.
pub fn verify_package<'a>(verifier: &mut Verifier, package: &'a [u8]) -> Result<PackageReport<'a>, EvidenceViolation> {
    verify_package_within(verifier, package, MAX_EVIDENCE_PACKAGE_BYTES)
}

/// As [`verify_package`], for a package made of the members of a container that has a limit of its own, `limit` bytes.
///
/// # Errors
/// As [`verify_package`].
pub fn verify_package_within<'a>(
    verifier: &mut Verifier,
    package: &'a [u8],
    limit: usize,
) -> Result<PackageReport<'a>, EvidenceViolation> {
    check_size(package, limit)?;
    let mut chain = Chain::new(verifier, Parts::read(package)?);
    chain.has_its_members(); // step 1
    chain.statements_stand(); // step 2
    chain.contract_stands(); // steps 3 to 5
    chain.preparation_stands(); // steps 6 and 7
    chain.delivery_stands(); // steps 8 to 13
    let receipts = chain.index_receipts();
    chain.attestations_stand(&receipts); // step 14
    chain.receipts_stand(&receipts); // step 15
    chain.events_stand(&receipts); // step 16
    chain.trace_stands(); // steps 17 and 18
    chain.receipts_are_complete(&receipts); // step 19
    Ok(chain.report(&receipts))
}
