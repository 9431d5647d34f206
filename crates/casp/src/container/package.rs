//! Evidence packages (SPEC.md section 17.5).

use std::fmt;

use casp_evidence::{EvidenceViolation, Member, VerifiedPackage, verify_package};
use casp_identity::{ObjectId, Verifier};
use casp_task::TaskViolation;
use casp_task::record::Parties;
use serde::Serialize;

use super::fault::{self, Fault};
use super::{Container, Refused};
use crate::failure::Failure;
use crate::output::row;

/// What a package without fault shows.
#[derive(Serialize)]
pub(super) struct Facts {
    /// Absent without contract.
    contract: Option<ContractFacts>,
    /// Absent where there is no event.
    trace: Option<TraceFacts>,
    receipts: Vec<ReceiptFacts>,
    attestations: usize,
}

#[derive(Serialize)]
struct ContractFacts {
    delivery: &'static str,
    requester: String,
    provider: String,
    object_id: String,
    capability: String,
    /// Absent where nothing was committed to; then the commit is, too.
    prepared: Option<String>,
    commit: Option<String>,
    result: String,
    status: &'static str,
}

#[derive(Serialize)]
struct TraceFacts {
    /// Who keeps the trace.
    issuer: String,
    session: String,
    size: usize,
    root: String,
    checkpoints: usize,
}

#[derive(Serialize)]
struct ReceiptFacts {
    seq: u32,
    tool: String,
    issuer: String,
    signer_class: &'static str,
}

/// Verifies a package, and if a contract is asked for, that it is of this one.
pub(super) fn judge(bytes: &[u8], network: &str, contract: Option<ObjectId>) -> Result<Facts, Refused> {
    let mut verifier = Verifier::new(network, None);
    let report = verify_package(&mut verifier, bytes).map_err(Failure::from)?;
    if let Some(package) = report.verified() {
        let facts = Facts::of(package);
        return match contract {
            Some(asked) if facts.contract_id() != Some(asked.to_string().as_str()) => Err(facts.of_another().into()),
            _ => Ok(facts),
        };
    }
    let decisive = report.violation();
    let first = report.faults().position(|fault| Some(fault.violation) == decisive);
    let mut faults: Vec<_> = report.faults().map(|fault| fault_of(&fault)).collect();
    fault::locate(&mut faults, Container::Package, bytes);
    let failure = first
        .and_then(|at| faults.get(at))
        .map(|fault| fault.decides(faults.len()));
    Err(Refused {
        failure: failure.unwrap_or_else(|| Failure::file("io", "the package has no fault and shows nothing")),
        faults,
    })
}

fn fault_of(fault: &casp_evidence::Fault) -> Fault {
    let is_repeated = matches!(
        fault.member,
        Member::Receipts | Member::Events | Member::Checkpoints | Member::Attestations
    );
    Fault::new(
        fault.member.name(),
        is_repeated.then_some(fault.index),
        Failure::from(fault.violation),
        fault.cause.as_deref().map(|cause| Failure::from(*cause)),
    )
}

impl Facts {
    fn of(package: &VerifiedPackage<'_>) -> Self {
        let receipts = package.receipts.iter().map(|receipt| {
            let message = receipt.message();
            ReceiptFacts {
                seq: message.seq,
                tool: message.tool.clone(),
                issuer: receipt.issuer().to_did_key(),
                signer_class: short(message.signer_class().as_str_name(), "SIGNER_CLASS_"),
            }
        });
        let contract = package
            .contract
            .as_ref()
            .map(|contract| ContractFacts::of(contract, package.is_bilateral()));
        Self {
            trace: TraceFacts::of(package, contract.as_ref()),
            contract,
            receipts: receipts.collect(),
            attestations: package.unverified_attestations.len(),
        }
    }

    fn contract_id(&self) -> Option<&str> {
        self.contract.as_ref().map(|contract| contract.object_id.as_str())
    }

    /// It holds, and is not what was asked for.
    fn of_another(&self) -> Failure {
        let failure = Failure::from(EvidenceViolation::from(TaskViolation::NamesAnother));
        match self.contract_id() {
            Some(contract) => failure.about(format_args!("the package holds, and is of contract {contract}")),
            None => failure.about("the package holds, and is of a trace without contract"),
        }
    }
}

impl ContractFacts {
    fn of(contract: &casp_evidence::Contract, is_bilateral: bool) -> Self {
        let provider = Parties::of(&contract.offer).map(|parties| parties.provider.to_did_key());
        let terms = contract.quote.message().terms.clone().unwrap_or_default();
        Self {
            delivery: if is_bilateral { "BILATERAL" } else { "UNILATERAL" },
            requester: contract.offer.issuer().to_did_key(),
            provider: provider.unwrap_or_default(),
            object_id: contract.acceptance.object_id().to_string(),
            capability: format!("{} {}", terms.capability_id, terms.capability_version),
            prepared: contract.prepared.as_ref().map(|it| it.object_id().to_string()),
            commit: contract.commit.as_ref().map(|it| it.object_id().to_string()),
            result: contract.result.object_id().to_string(),
            status: short(contract.result.message().status().as_str_name(), "TASK_STATUS_"),
        }
    }
}

impl TraceFacts {
    fn of(package: &VerifiedPackage<'_>, contract: Option<&ContractFacts>) -> Option<Self> {
        let last = package.checkpoints.last();
        let committed = package
            .contract
            .as_ref()
            .and_then(|contract| contract.result.message().trace.clone());
        let (session, root, issuer) = match (committed, last) {
            (Some(trace), _) => (trace.session, trace.root, contract?.provider.clone()),
            (None, Some(last)) => {
                let message = last.message();
                (
                    message.session.clone(),
                    message.root.clone(),
                    last.issuer().to_did_key(),
                )
            }
            (None, None) => return None,
        };
        Some(Self {
            issuer,
            session: hex::encode(session),
            size: package.leaves().len(),
            root: hex::encode(root),
            checkpoints: package.checkpoints.len(),
        })
    }
}

/// An enum's value without its enum's name.
fn short(name: &'static str, prefix: &str) -> &'static str {
    name.strip_prefix(prefix).unwrap_or(name)
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.contract {
            Some(contract) => contract.fmt(f)?,
            None => row(f, "package", "a trace and its checkpoints, without contract")?,
        }
        if let Some(trace) = &self.trace {
            row(f, "kept by", &trace.issuer)?;
            let (events, checkpoints) = (counted(trace.size, "event"), counted(trace.checkpoints, "checkpoint"));
            row(f, "trace", format_args!("{events}, {checkpoints}"))?;
            row(f, "session", &trace.session)?;
            row(f, "root", &trace.root)?;
        }
        for receipt in &self.receipts {
            let ReceiptFacts {
                seq,
                tool,
                issuer,
                signer_class,
            } = receipt;
            row(
                f,
                "receipt",
                format_args!("{seq} of {tool}, {signer_class}, by {issuer}"),
            )?;
        }
        match self.attestations {
            0 => Ok(()),
            count => {
                let attestations = counted(count, "attestation");
                row(
                    f,
                    "attested",
                    format_args!("{attestations}, bound to this contract; what the report says is not judged"),
                )
            }
        }
    }
}

impl fmt::Display for ContractFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meaning = match self.delivery {
            "BILATERAL" => "the requester has acknowledged the result",
            _ => "the provider alone speaks for the delivery",
        };
        row(f, "package", format_args!("{}: {meaning}", self.delivery))?;
        row(f, "requester", &self.requester)?;
        row(f, "provider", &self.provider)?;
        row(f, "contract", &self.object_id)?;
        row(f, "capability", &self.capability)?;
        if let (Some(prepared), Some(commit)) = (&self.prepared, &self.commit) {
            row(f, "prepared", prepared)?;
            row(
                f,
                "commit",
                format_args!("{commit}: the requester let the effect happen"),
            )?;
        }
        row(f, "result", format_args!("{} {}", self.status, self.result))
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
