//! Proofs that a registry left out of a complete answer what it had promised to serve (SPEC.md section 18.8).

use std::fmt;

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_discovery::{
    DiscoveryQueryKind, DiscoveryResultKind, DiscoveryViolation, Expression, Rebuttal, RegistrationReceiptKind,
    verify_omission,
};
use casp_identity::{Kind, Signed, Verifier};
use casp_wire::v1::tables;
use casp_wire::{Stage, Violation as _};
use serde::Serialize;

use super::fault::{self, Fault};
use super::{Container, Refused};
use crate::failure::Failure;
use crate::output::row;
use crate::{judge, place, when};

/// What an omission proof proves.
#[derive(Serialize)]
pub(super) struct Facts {
    registry: String,
    agent: String,
    descriptor: String,
    answered_at_ms: i64,
    promised_until_ms: i64,
    constraints: Vec<String>,
    /// Whether a statement of the agent was looked at that was to rebut it.
    rebuttal_judged: bool,
}

/// Verifies an omission proof.
pub(super) fn judge(bytes: &[u8], network: &str, rebuttal: Option<&Rebuttal>) -> Result<Facts, Refused> {
    let verifier = &mut Verifier::new(network, None);
    let proven = verify_omission(verifier, bytes, rebuttal).map_err(|violation| refused(bytes, network, violation))?;
    let receipt = member(bytes, "receipt").map(Signed::from_bytes);
    let receipt = receipt.and_then(|it| verifier.verify_as_issued::<RegistrationReceiptKind>(it).ok());
    let query = member(bytes, "query").map(Signed::from_bytes);
    let query = query.and_then(|it| verifier.verify_as_issued::<DiscoveryQueryKind>(it).ok());
    let intent = query
        .and_then(|query| query.message().intent.clone())
        .unwrap_or_default();
    let written = |constraint| Expression::new(constraint).ok().map(|it| it.to_string());
    Ok(Facts {
        registry: proven.registry.to_did_key(),
        agent: proven.agent.to_did_key(),
        descriptor: proven.descriptor.to_string(),
        answered_at_ms: proven.answered_at_ms,
        promised_until_ms: receipt.map_or(0, |receipt| receipt.header().expires_at_ms),
        constraints: intent.constraints.into_iter().filter_map(written).collect(),
        rebuttal_judged: rebuttal.is_some(),
    })
}

/// Verification stops at the first fault.
fn refused(bytes: &[u8], network: &str, violation: DiscoveryViolation) -> Refused {
    if violation.stage() < Stage::Chain {
        return Failure::from(violation).into();
    }
    let (member, cause) = match violation {
        DiscoveryViolation::OmissionMember => broken(bytes, network),
        DiscoveryViolation::OmissionUnpromised => ("receipt", None),
        DiscoveryViolation::OmissionLapsed
        | DiscoveryViolation::OmissionUnmatched
        | DiscoveryViolation::OmissionRebutted => ("entry", None),
        _ => ("result", None),
    };
    let mut faults = vec![Fault::new(member, None, Failure::from(violation), cause)];
    fault::locate(&mut faults, Container::Omission, bytes);
    let failure = faults.first().map(|fault| fault.decides(1));
    Refused {
        failure: failure.unwrap_or_else(|| Failure::from(violation)),
        faults,
    }
}

/// The member that does not pass OMS-1, and why.
fn broken(bytes: &[u8], network: &str) -> (&'static str, Option<Failure>) {
    let statements = [
        ("query", DiscoveryQueryKind::PROFILE.payload_type),
        ("result", DiscoveryResultKind::PROFILE.payload_type),
        ("receipt", RegistrationReceiptKind::PROFILE.payload_type),
    ];
    let why = |payload_type: &str, content: &[u8]| (judge::kind(payload_type)?.as_issued)(content, Some(network)).err();
    for (name, payload_type) in statements {
        let Some(content) = member(bytes, name) else { continue };
        if let Some(cause) = why(payload_type, content) {
            return (name, Some(cause));
        }
    }
    let pair = place::members(&tables::DISCOVERY_ENTRY, member(bytes, "entry").unwrap_or_default());
    let cause = pair.filter_map(|half| match half.name {
        "descriptor" => why(DescriptorKind::PROFILE.payload_type, half.content),
        _ => why(RefreshKind::PROFILE.payload_type, half.content),
    });
    ("entry", { cause }.next())
}

fn member<'a>(bytes: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let mut members = place::members(Container::Omission.table(), bytes);
    members.find(|member| member.name == name).map(|member| member.content)
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "registry", &self.registry)?;
        row(f, "left out", &self.agent)?;
        row(f, "descriptor", &self.descriptor)?;
        self.constraints
            .iter()
            .try_for_each(|constraint| row(f, "asked for", constraint))?;
        row(f, "answered", when::words(self.answered_at_ms))?;
        row(
            f,
            "promised",
            format_args!("to serve it until {}", when::words(self.promised_until_ms)),
        )?;
        row(
            f,
            "rebuttal",
            if self.rebuttal_judged {
                "the statement given does not rebut it"
            } else {
                "none was given; ask the registry for what ended the entry before you hold it against it"
            },
        )?;
        writeln!(
            f,
            "proven: an answer that its registry called complete lacks what it had promised to serve"
        )
    }
}
