//! Evidence held against what a policy demands of it: whose receipts count, which attestations, which measurements.
//!
//! That a package holds (SPEC.md section 17.5) says that what was agreed is what was delivered. Whether it is enough for the task is the
//! requester's own matter, and decided here: stage POLICY.

use casp_evidence::VerifiedPackage;
use casp_trust::EvidenceDemand;
use casp_wire::v1::{AttestationEvidence, SignerClass, ToolReceipt};

/// Judges the reports of attestations. That a report's key and binding are those of the package was checked before (ATT-1, ATT-2); that it is
/// genuine, and holds the binding in the place that its kind defines (SPEC.md section 14), is for whoever knows its kind.
pub trait Reports {
    /// The measurement that a genuine report shows.
    ///
    /// # Errors
    /// Why it is not taken for genuine.
    fn measurement(&self, attestation: &AttestationEvidence) -> Result<Vec<u8>, String>;
}

/// Knows no kind of report. An attestation that nobody judges proves nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoReports;

impl Reports for NoReports {
    fn measurement(&self, attestation: &AttestationEvidence) -> Result<Vec<u8>, String> {
        Err(format!("no verifier of {} is at hand", attestation.kind))
    }
}

/// Evidence that holds, and is not what the task demands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DemandFault {
    /// The contract does not promise a kind of evidence that is demanded.
    #[error("the contract does not promise {kind}")]
    KindNotAgreed {
        /// The kind.
        kind: String,
    },
    /// None of the attestations is of a kind that counts.
    #[error("no attestation of a kind that counts")]
    NoAttestation,
    /// Those of a kind that counts are not genuine; the reason of the first.
    #[error("no attestation is genuine: {why}")]
    NotGenuine {
        /// As [`Reports::measurement`] has it.
        why: String,
    },
    /// Genuine ones show other measurements than those that count.
    #[error("no attestation shows a measurement that counts")]
    Measurement,
    /// None of the receipts is signed by anyone of a class that counts.
    #[error("no receipt of a signer that counts")]
    NoReceipt,
}

impl DemandFault {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::KindNotAgreed { .. } => "evidence-kind",
            Self::NoAttestation => "attestation-kind",
            Self::NotGenuine { .. } => "attestation-report",
            Self::Measurement => "attestation-measurement",
            Self::NoReceipt => "receipt-class",
        }
    }
}

/// Whether a package is what a task demands.
///
/// One attestation has to be of a kind that counts, genuine, and of a measurement that counts, where kinds or measurements are named; one
/// receipt has to be of a class that counts, where classes are. An ATTESTED receipt counts only under the key of such an attestation.
///
/// # Errors
/// [`DemandFault`], in the order of its variants.
pub fn meets_demand(
    package: &VerifiedPackage<'_>,
    demand: &EvidenceDemand,
    reports: &dyn Reports,
) -> Result<(), DemandFault> {
    agreed(package, demand)?;
    let attested = attested(package, demand, reports);
    let is_demanded = !demand.attestation_kinds.is_empty() || !demand.measurements.is_empty();
    let keys = match attested {
        Ok(keys) => keys,
        Err(fault) if is_demanded => return Err(fault),
        Err(_) => Vec::new(),
    };
    if demand.signer_classes.is_empty() {
        return Ok(());
    }
    let counts = |receipt: &ToolReceipt, signer: &[u8]| {
        let class = receipt.signer_class();
        demand.signer_classes.contains(&class) && (class != SignerClass::Attested || keys.contains(&signer))
    };
    let mut receipts = package.receipts.iter();
    if receipts.any(|receipt| counts(receipt.message(), receipt.signer().as_bytes())) {
        Ok(())
    } else {
        Err(DemandFault::NoReceipt)
    }
}

fn agreed(package: &VerifiedPackage<'_>, demand: &EvidenceDemand) -> Result<(), DemandFault> {
    let quote = package.contract.as_ref().map(|contract| contract.quote.message());
    let promised = quote
        .and_then(|quote| quote.terms.as_ref())
        .map(|terms| &terms.evidence);
    let missing = demand
        .kinds
        .iter()
        .find(|kind| !promised.is_some_and(|promised| promised.contains(kind)));
    missing.map_or(Ok(()), |kind| Err(DemandFault::KindNotAgreed { kind: kind.clone() }))
}

/// The keys that attestations which count vouch for; at least one.
fn attested<'p>(
    package: &'p VerifiedPackage<'_>,
    demand: &EvidenceDemand,
    reports: &dyn Reports,
) -> Result<Vec<&'p [u8]>, DemandFault> {
    let of_kind = |each: &&AttestationEvidence| {
        demand.attestation_kinds.is_empty() || demand.attestation_kinds.contains(&each.kind)
    };
    let mut fault = DemandFault::NoAttestation;
    let mut keys = Vec::new();
    for attestation in package.unverified_attestations.iter().filter(of_kind) {
        match reports.measurement(attestation) {
            Ok(measurement) if demand.measurements.is_empty() || demand.measurements.contains(&measurement) => {
                keys.push(attestation.key.as_slice());
            }
            // A genuine report came closer than one that is not.
            Ok(_) => fault = DemandFault::Measurement,
            Err(why) if fault == DemandFault::NoAttestation => fault = DemandFault::NotGenuine { why },
            Err(_) => {}
        }
    }
    if keys.is_empty() { Err(fault) } else { Ok(keys) }
}
