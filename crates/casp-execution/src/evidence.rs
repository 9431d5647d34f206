//! Evidence joined to its contract: what was agreed is what was delivered (SPEC.md section 17.5).

use casp_evidence::{EvidenceViolation, Fault, PackageReport, VerifiedPackage, verify_package};
use casp_identity::{ObjectId, Verifier};
use casp_task::TaskViolation;
use casp_wire::Violation as _;
use casp_wire::v1::{EvidencePackage, TaskResult};

use crate::dispute::DisputeBundleBuilder;

/// What is wrong with the evidence of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceFault {
    /// The requester holds no result of this contract.
    NoResult,
    /// The bytes are no package (SIZE, ENCODING).
    Unreadable(EvidenceViolation),
    /// It is a package of another contract, whoever delivered it: somebody else's evidence.
    Foreign,
    /// It shows another result of this contract than the one that was delivered: the provider signed two (CTR-5).
    OtherResult,
    /// Something that was agreed or committed to is not there.
    Missing(EvidenceViolation),
    /// Something is there that the result does not name.
    Extra(EvidenceViolation),
    /// What is there contradicts itself, the result or the contract.
    Inconsistent(EvidenceViolation),
}

impl EvidenceFault {
    /// Id of the rule that decides; `None` where nothing was checked.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::NoResult => None,
            Self::Foreign => Some(TaskViolation::NamesAnother.rule()),
            Self::OtherResult => Some(TaskViolation::SecondStatement.rule()),
            Self::Unreadable(violation)
            | Self::Missing(violation)
            | Self::Extra(violation)
            | Self::Inconsistent(violation) => Some(violation.rule()),
        }
    }
}

/// Evidence that does not hold: the fault that decides, every fault of the package, and what can be shown of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the evidence of {contract} does not hold: {fault:?}")]
pub struct EvidenceFailure {
    /// The contract.
    pub contract: ObjectId,
    /// What decides.
    pub fault: EvidenceFault,
    /// Every fault, in the order of the checks.
    pub faults: Vec<Fault>,
    /// A dispute bundle of everything that the requester holds of the engagement, and of what the package shows: for
    /// [`crate::judge`]. `None` where there is nothing to show, or the bundle would be too large.
    pub proof: Option<Vec<u8>>,
}

impl EvidenceFailure {
    /// Id of the rule that decides; `None` where nothing was checked.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        self.fault.rule()
    }

    pub(crate) const fn without_result(contract: ObjectId) -> Self {
        Self {
            contract,
            fault: EvidenceFault::NoResult,
            faults: Vec::new(),
            proof: None,
        }
    }
}

/// The result that was delivered, and what is held of its engagement.
pub(crate) struct Delivered {
    pub(crate) contract: ObjectId,
    pub(crate) result: ObjectId,
    pub(crate) message: TaskResult,
    pub(crate) shown: DisputeBundleBuilder,
}

/// Holds a package against the contract and the result that was delivered.
pub(crate) fn join<'a>(
    verifier: &mut Verifier,
    delivered: Delivered,
    package: &'a [u8],
) -> Result<VerifiedPackage<'a>, Box<EvidenceFailure>> {
    let report = match verify_package(verifier, package) {
        Ok(report) => report,
        Err(violation) => return Err(delivered.failed(EvidenceFault::Unreadable(violation), Vec::new(), package)),
    };
    let faults: Vec<_> = report.faults().collect();
    if let Some(other) = other_result(&report, &delivered) {
        let shown = delivered
            .shown
            .clone()
            .with_second(other, &result_of(package).unwrap_or_default());
        let delivered = Delivered { shown, ..delivered };
        return Err(delivered.failed(EvidenceFault::OtherResult, faults, package));
    }
    if let Some(violation) = report.violation() {
        let fault = classified(violation, &delivered.message, package);
        return Err(delivered.failed(fault, faults, package));
    }
    let contract = delivered.contract;
    let verified = report.into_verified_of(&contract);
    // Somebody else's evidence shows nothing about this contract: it goes into no bundle.
    verified.map_err(|_| delivered.failed(EvidenceFault::Foreign, faults, &[]))
}

impl Delivered {
    fn failed(self, fault: EvidenceFault, faults: Vec<Fault>, package: &[u8]) -> Box<EvidenceFailure> {
        let shown = self.shown.clone();
        let with_evidence = self.shown.evidence(package).and_then(DisputeBundleBuilder::build);
        Box::new(EvidenceFailure {
            contract: self.contract,
            fault,
            faults,
            proof: with_evidence.or_else(|_| shown.build()).ok(),
        })
    }
}

/// The result of a faultless package of this contract, if it is another.
fn other_result(report: &PackageReport<'_>, delivered: &Delivered) -> Option<ObjectId> {
    let contract = report.verified()?.contract.as_ref()?;
    let shown = contract.result.object_id();
    let is_other = contract.acceptance.object_id() == delivered.contract && shown != delivered.result;
    is_other.then_some(shown)
}

/// The bundle of a package's result.
fn result_of(package: &[u8]) -> Option<Vec<u8>> {
    let package: EvidencePackage = casp_wire::decode(package, casp_wire::Layer::Envelope).ok()?;
    package.result.map(|result| casp_wire::encode(&result))
}

fn classified(violation: EvidenceViolation, result: &TaskResult, package: &[u8]) -> EvidenceFault {
    match violation {
        EvidenceViolation::ReceiptMissing
        | EvidenceViolation::AttestationMissing
        | EvidenceViolation::PackageCommit
        | EvidenceViolation::PackageMembers
        | EvidenceViolation::Task(TaskViolation::EvidenceMissing { .. }) => EvidenceFault::Missing(violation),
        EvidenceViolation::ReceiptExtra => EvidenceFault::Extra(violation),
        EvidenceViolation::EventSeq { .. }
        | EvidenceViolation::EventTerminal { .. }
        | EvidenceViolation::EventReceipt { .. }
        | EvidenceViolation::TraceSize => {
            let committed = result.trace.as_ref().map_or(0, |trace| trace.size);
            match events_in(package).cmp(&committed) {
                std::cmp::Ordering::Less => EvidenceFault::Missing(violation),
                std::cmp::Ordering::Greater => EvidenceFault::Extra(violation),
                std::cmp::Ordering::Equal => EvidenceFault::Inconsistent(violation),
            }
        }
        _ => EvidenceFault::Inconsistent(violation),
    }
}

fn events_in(package: &[u8]) -> u64 {
    let package: Result<EvidencePackage, _> = casp_wire::decode(package, casp_wire::Layer::Envelope);
    let events = package.map_or(0, |package| package.events.len());
    u64::try_from(events).unwrap_or(u64::MAX)
}
