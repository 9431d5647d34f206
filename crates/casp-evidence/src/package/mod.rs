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
/// Every statement is verified at its own time, and PKG-2 confines that to what both parties signed: a package has one verdict
/// at all times. Whether it is of the contract that you have in mind, [`PackageReport::into_verified_of`] asks.
///
/// # Errors
/// SIZ-1, and rules ENC and FMT at the stage ENCODING. Everything else is a [`Fault`] of the report.
pub fn verify_package<'a>(verifier: &mut Verifier, package: &'a [u8]) -> Result<PackageReport<'a>, EvidenceViolation> {
    check_size(package, MAX_EVIDENCE_PACKAGE_BYTES)?;
    let mut chain = Chain::new(verifier, Parts::read(package)?);
    chain.has_its_members(); // step 1
    chain.statements_stand(); // step 2
    chain.contract_stands(); // steps 3 to 5
    chain.delivery_stands(); // steps 6 to 8
    let receipts = chain.index_receipts();
    chain.attestations_stand(&receipts); // step 9
    chain.receipts_stand(&receipts); // step 10
    chain.events_stand(&receipts); // step 11
    chain.trace_stands(); // steps 12 and 13
    chain.receipts_are_complete(&receipts); // step 14
    Ok(chain.report(&receipts))
}
