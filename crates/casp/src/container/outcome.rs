//! Outcome records (SPEC.md section 20.1).

use std::fmt;

use casp_canary::{CanaryViolation, verify_outcome};
use casp_identity::{Kind, Recorded, Signed, Verifier};
use casp_task::record::{
    Delivery, acceptance_fits, commit_fits, prepared_fits, quote_fits, report_fits, request_fits, result_fits,
    result_fits_commit,
};
use casp_task::{
    AcceptanceKind, CommitKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
    TaskViolation,
};
use casp_wire::v1::tables;
use casp_wire::{Stage, Violation as _};
use serde::Serialize;

use super::fault::{self, Fault, Positions};
use super::{Container, Refused, statement};
use crate::failure::Failure;
use crate::output::row;
use crate::place;

/// What a record shows that holds.
#[derive(Serialize)]
pub(super) struct Facts {
    outcome: &'static str,
    rederivable: bool,
    issuer: String,
    subject: String,
    contract: String,
}

/// Verifies a record.
pub(super) fn judge(bytes: &[u8], network: &str) -> Result<Facts, Refused> {
    let outcome = verify_outcome(&mut Verifier::new(network, None), bytes);
    let finding = outcome.map_err(|violation| refused(bytes, network, violation))?;
    let outcome = finding.outcome.as_str_name();
    Ok(Facts {
        outcome: outcome.strip_prefix("OUTCOME_").unwrap_or(outcome),
        rederivable: finding.rederivable,
        issuer: finding.issuer.to_did_key(),
        subject: finding.subject.to_did_key(),
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
            // The field has a shorter name than the statement.
            let field = if member == "prepared statement" {
                "prepared"
            } else {
                member
            };
            (field, statement::cause(Container::Outcome, bytes, network, (field, 0)))
        }
        CanaryViolation::OutcomeMembers => (unnamed(bytes), None),
        CanaryViolation::Task(TaskViolation::ReportVerdict) => ("report", None),
        CanaryViolation::Task(_) => (misfit(bytes, network).unwrap_or("verdict"), None),
        CanaryViolation::CanaryIrreversible => ("quote", None),
        CanaryViolation::NoAnswer => ("result", None),
        _ => ("verdict", None),
    };
    let mut faults = vec![Fault::new(member, None, Failure::from(violation), cause)];
    fault::locate(&mut faults, Container::Outcome, bytes);
    let failure = faults.first().map(|fault| fault.decides(1));
    Refused {
        failure: failure.unwrap_or_else(|| Failure::from(violation)),
        faults,
    }
}

/// The first statement that breaks a rule of 15.3, in the order in which they are checked. Each verifies for itself.
fn misfit(bytes: &[u8], network: &str) -> Option<&'static str> {
    let mut verifier = Verifier::new(network, None);
    let offer = open::<OfferKind>(&mut verifier, bytes, "offer")?;
    let quote = open::<QuoteKind>(&mut verifier, bytes, "quote")?;
    let acceptance = open::<AcceptanceKind>(&mut verifier, bytes, "acceptance")?;
    let request = open::<TaskRequestKind>(&mut verifier, bytes, "request")?;
    let prepared = open::<PreparedKind>(&mut verifier, bytes, "prepared");
    let commit = open::<CommitKind>(&mut verifier, bytes, "commit");
    let result = open::<TaskResultKind>(&mut verifier, bytes, "result");
    let report = open::<OutcomeReportKind>(&mut verifier, bytes, "report")?;
    let prepared_outcome = prepared
        .as_ref()
        .map(|prepared| prepared_fits(&offer, &quote, &acceptance, &request, prepared));
    let commit_outcome = prepared
        .as_ref()
        .zip(commit.as_ref())
        .map(|(prepared, commit)| commit_fits(&offer, &quote, &acceptance, prepared, commit));
    let result_outcome = result.as_ref().map(|result| {
        result_fits(&offer, &quote, &acceptance, &request, result)?;
        commit
            .as_ref()
            .map_or(Ok(()), |commit| result_fits_commit(commit, result))
    });
    let delivery = result.as_ref().map_or(Delivery::Missing(&request), Delivery::Result);
    let fits = [
        ("quote", Some(quote_fits(&offer, &quote))),
        ("acceptance", Some(acceptance_fits(&offer, &quote, &acceptance))),
        ("request", Some(request_fits(&offer, &quote, &acceptance, &request))),
        ("prepared", prepared_outcome),
        ("commit", commit_outcome),
        ("result", result_outcome),
        (
            "report",
            Some(report_fits(&offer, &quote, &acceptance, delivery, &report)),
        ),
    ];
    fits.into_iter()
        .find(|(_, outcome)| matches!(outcome, Some(Err(_))))
        .map(|(name, _)| name)
}

fn open<K: Kind>(verifier: &mut Verifier, bytes: &[u8], name: &str) -> Option<Recorded<K>> {
    let content = statement::content(Container::Outcome, bytes, name, 0)?;
    verifier.verify_as_issued(Signed::from_bytes(content)).ok()
}

/// The first member that is there and not named, or named and not there.
fn unnamed(bytes: &[u8]) -> &'static str {
    let positions = Positions::of(Container::Outcome, bytes);
    let names = |by, payload, field| {
        let content = positions.content(by, 0);
        content.is_some_and(|content| place::bytes_of(&tables::BUNDLE, content, payload, field).is_some())
    };
    let is_there = |name| positions.count(name) > 0;
    if is_there("result") != names("report", &tables::OUTCOME_REPORT, "result") {
        "result"
    } else if is_there("verdict") != names("report", &tables::OUTCOME_REPORT, "verdict") {
        "verdict"
    } else if is_there("commit") != names("result", &tables::TASK_RESULT, "commit") {
        "commit"
    } else {
        "prepared"
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meaning = match (self.rederivable, self.outcome) {
            (true, _) => "anyone can make the canary anew, and the provider agreed to such tasks",
            (false, "NO_RESULT") => "the word of its issuer that anything was delivered",
            (false, _) => "the opinion of its issuer",
        };
        row(f, "outcome", format_args!("{}: {meaning}", self.outcome))?;
        row(f, "issuer", &self.issuer)?;
        row(f, "subject", &self.subject)?;
        row(f, "contract", &self.contract)
    }
}
