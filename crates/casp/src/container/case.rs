//! Canary cases (SPEC.md section 16.1).

use std::fmt;

use casp_canary::{CanaryViolation, verify_case};
use casp_identity::{Kind, Recorded, Signed, Verifier};
use casp_task::record::{acceptance_fits, quote_fits, request_fits, result_fits};
use casp_task::{AcceptanceKind, OfferKind, QuoteKind, TaskRequestKind, TaskResultKind, TaskViolation};
use casp_wire::{Stage, Violation as _};
use serde::Serialize;

use super::fault::{self, Fault};
use super::{Container, Refused, statement};
use crate::failure::Failure;
use crate::output::row;

/// What a case shows that holds.
#[derive(Serialize)]
pub(super) struct Facts {
    judgement: &'static str,
    rederivable: bool,
    requester: String,
    provider: String,
    contract: String,
}

/// Verifies a case.
pub(super) fn judge(bytes: &[u8], network: &str) -> Result<Facts, Refused> {
    let outcome = verify_case(&mut Verifier::new(network, None), bytes);
    let finding = outcome.map_err(|violation| refused(bytes, network, violation))?;
    Ok(Facts {
        judgement: if finding.passed { "passed" } else { "failed" },
        rederivable: finding.rederivable,
        requester: finding.requester.to_did_key(),
        provider: finding.provider.to_did_key(),
        contract: finding.contract.to_string(),
    })
}

/// Verification stops at the first fault.
fn refused(bytes: &[u8], network: &str, violation: CanaryViolation) -> Refused {
    if violation.stage() < Stage::Chain {
        return Failure::from(violation).into();
    }
    let (member, cause) = match violation {
        CanaryViolation::Task(TaskViolation::RecordMember { member }) => {
            (member, statement::cause(Container::Case, bytes, network, (member, 0)))
        }
        CanaryViolation::Task(_) => (misfit(bytes, network).unwrap_or("verdict"), None),
        CanaryViolation::CanaryIrreversible => ("quote", None),
        CanaryViolation::NoAnswer => ("result", None),
        _ => ("verdict", None),
    };
    let mut faults = vec![Fault::new(member, None, Failure::from(violation), cause)];
    fault::locate(&mut faults, Container::Case, bytes);
    let failure = faults.first().map(|fault| fault.decides(1));
    Refused {
        failure: failure.unwrap_or_else(|| Failure::from(violation)),
        faults,
    }
}

/// The first member that does not fit those before it. Each verifies for itself.
fn misfit(bytes: &[u8], network: &str) -> Option<&'static str> {
    let mut verifier = Verifier::new(network, None);
    let offer = open::<OfferKind>(&mut verifier, bytes, "offer")?;
    let quote = open::<QuoteKind>(&mut verifier, bytes, "quote")?;
    let acceptance = open::<AcceptanceKind>(&mut verifier, bytes, "acceptance")?;
    let request = open::<TaskRequestKind>(&mut verifier, bytes, "request")?;
    let result = open::<TaskResultKind>(&mut verifier, bytes, "result")?;
    let fits = [
        ("quote", quote_fits(&offer, &quote)),
        ("acceptance", acceptance_fits(&offer, &quote, &acceptance)),
        ("request", request_fits(&offer, &quote, &acceptance, &request)),
        ("result", result_fits(&offer, &quote, &acceptance, &request, &result)),
    ];
    fits.into_iter()
        .find(|(_, outcome)| outcome.is_err())
        .map(|(name, _)| name)
}

fn open<K: Kind>(verifier: &mut Verifier, bytes: &[u8], name: &str) -> Option<Recorded<K>> {
    let content = statement::content(Container::Case, bytes, name, 0)?;
    verifier.verify_as_issued(Signed::from_bytes(content)).ok()
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "canary", self.judgement)?;
        row(
            f,
            "oracle",
            if self.rederivable {
                "rederivable: anyone can make the canary anew, and the provider agreed to such tasks"
            } else {
                "not rederivable: fixed before the answer, and evidence for the requester alone"
            },
        )?;
        row(f, "requester", &self.requester)?;
        row(f, "provider", &self.provider)?;
        row(f, "contract", &self.contract)
    }
}
