//! Disclosures of one event, and proofs that an issuer keeps two histories (SPEC.md section 17.3).

use std::fmt;

use casp_evidence::{EvidenceViolation, ForkMember, TraceCheckpointKind, verify_disclosure, verify_fork};
use casp_identity::{Kind as _, Recorded, Verifier};
use casp_task::{TaskResultKind, TaskViolation};
use casp_wire::Violation as _;
use casp_wire::v1::{TraceEvent, tables};
use serde::Serialize;

use super::fault::{self, Fault};
use super::{Container, Refused};
use crate::failure::Failure;
use crate::meaning::Value;
use crate::output::row;
use crate::{judge, place, when};

/// What a disclosure shows.
#[derive(Serialize)]
pub(super) struct DisclosureFacts {
    checkpoint: CheckpointFacts,
    event: EventFacts,
}

/// What a fork proof proves.
#[derive(Serialize)]
pub(super) struct ForkFacts {
    issuer: String,
    /// Absent for a trace without contract.
    contract: Option<String>,
    first: HistoryFacts,
    second: HistoryFacts,
}

/// How a statement says that a trace stands.
#[derive(Serialize)]
struct HistoryFacts {
    statement: &'static str,
    /// Absent for a result that commits to no trace.
    trace: Option<TraceFacts>,
    issued_at_ms: i64,
    object_id: String,
}

#[derive(Serialize)]
struct TraceFacts {
    session: String,
    size: u64,
    root: String,
}

#[derive(Serialize)]
struct CheckpointFacts {
    issuer: String,
    /// Absent for a trace without contract.
    contract: Option<String>,
    session: String,
    size: u64,
    root: String,
    issued_at_ms: i64,
    object_id: String,
}

#[derive(Serialize)]
struct EventFacts {
    seq: u64,
    at_ms: i64,
    kind: String,
    receipt: Option<String>,
    /// In hex.
    data: String,
    #[serde(skip)]
    shown: String,
    terminal: bool,
}

/// Verifies a disclosure.
pub(super) fn judge_disclosure(bytes: &[u8], network: &str) -> Result<DisclosureFacts, Refused> {
    let outcome = verify_disclosure(&mut Verifier::new(network, None), bytes);
    let shown = outcome.map_err(|violation| {
        // PRF-1 is about the path, of which not every event has one.
        let member = match violation {
            EvidenceViolation::Task(TaskViolation::RecordMember { .. }) => "checkpoint",
            _ => "event",
        };
        refused(Container::Disclosure, bytes, network, violation, member)
    })?;
    Ok(DisclosureFacts {
        checkpoint: CheckpointFacts::of(&shown.checkpoint),
        event: EventFacts::of(&shown.event),
    })
}

/// Verifies a proof of two histories.
pub(super) fn judge_fork(bytes: &[u8], network: &str) -> Result<ForkFacts, Refused> {
    let outcome = verify_fork(&mut Verifier::new(network, None), bytes);
    let proven = outcome.map_err(|violation| {
        let broken = ["first", "second"]
            .into_iter()
            .find(|name| cause(Container::Fork, bytes, network, name).is_some());
        let member = match violation {
            EvidenceViolation::Task(TaskViolation::RecordMember { .. }) => broken.unwrap_or("first"),
            _ => "second",
        };
        refused(Container::Fork, bytes, network, violation, member)
    })?;
    Ok(ForkFacts {
        issuer: proven.issuer().to_did_key(),
        contract: contract_of(&proven.first),
        first: HistoryFacts::of(&proven.first),
        second: HistoryFacts::of(&proven.second),
    })
}

/// Verification stops at the first fault.
fn refused(
    container: Container,
    bytes: &[u8],
    network: &str,
    violation: EvidenceViolation,
    member: &'static str,
) -> Refused {
    if violation.stage() < casp_wire::Stage::Chain {
        return Failure::from(violation).into();
    }
    let is_record = matches!(violation, EvidenceViolation::Task(TaskViolation::RecordMember { .. }));
    let cause = if is_record {
        cause(container, bytes, network, member)
    } else {
        None
    };
    let mut faults = vec![Fault::new(member, None, Failure::from(violation), cause)];
    fault::locate(&mut faults, container, bytes);
    let failure = faults.first().map(|fault| fault.decides(1));
    Refused {
        failure: failure.unwrap_or_else(|| Failure::from(violation)),
        faults,
    }
}

/// Why a member does not pass REC-1 as what it says it is, a result or else a checkpoint.
fn cause(container: Container, bytes: &[u8], network: &str, name: &str) -> Option<Failure> {
    let member = place::members(container.table(), bytes).find(|member| member.name == name)?;
    let said = place::text_of(&tables::BUNDLE, member.content, &tables::ENVELOPE, "payload_type");
    let is_result = container == Container::Fork && said == Some(TaskResultKind::PROFILE.payload_type);
    let payload_type = if is_result {
        TaskResultKind::PROFILE.payload_type
    } else {
        TraceCheckpointKind::PROFILE.payload_type
    };
    (judge::kind(payload_type)?.as_issued)(member.content, Some(network)).err()
}

fn contract_of(member: &ForkMember) -> Option<String> {
    match member {
        ForkMember::Checkpoint(checkpoint) => id(&checkpoint.message().contract),
        ForkMember::Result(result) => id(&result.message().contract),
    }
}

impl HistoryFacts {
    fn of(member: &ForkMember) -> Self {
        let (statement, trace, header) = match member {
            ForkMember::Checkpoint(checkpoint) => {
                let message = checkpoint.message();
                let trace = TraceFacts::new(&message.session, message.size, &message.root);
                ("checkpoint", Some(trace), checkpoint.header())
            }
            ForkMember::Result(result) => {
                let trace = result.message().trace.as_ref();
                let trace = trace.map(|trace| TraceFacts::new(&trace.session, trace.size, &trace.root));
                ("result", trace, result.header())
            }
        };
        Self {
            statement,
            trace,
            issued_at_ms: header.issued_at_ms,
            object_id: member.object_id().to_string(),
        }
    }
}

impl TraceFacts {
    fn new(session: &[u8], size: u64, root: &[u8]) -> Self {
        Self {
            session: hex::encode(session),
            size,
            root: hex::encode(root),
        }
    }
}

impl CheckpointFacts {
    fn of(checkpoint: &Recorded<TraceCheckpointKind>) -> Self {
        let message = checkpoint.message();
        Self {
            issuer: checkpoint.issuer().to_did_key(),
            contract: id(&message.contract),
            session: hex::encode(&message.session),
            size: message.size,
            root: hex::encode(&message.root),
            issued_at_ms: message.header.as_ref().map_or(0, |header| header.issued_at_ms),
            object_id: checkpoint.object_id().to_string(),
        }
    }
}

impl EventFacts {
    fn of(event: &TraceEvent) -> Self {
        Self {
            seq: event.seq,
            at_ms: event.at_ms,
            kind: event.kind.clone(),
            receipt: id(&event.receipt),
            data: hex::encode(&event.data),
            shown: match std::str::from_utf8(&event.data) {
                Ok(text) => Value::Text(text).line(),
                Err(_) => Value::Bytes(&event.data).line(),
            },
            terminal: event.terminal,
        }
    }
}

fn id(bytes: &[u8]) -> Option<String> {
    (!bytes.is_empty()).then(|| hex::encode(bytes))
}

impl fmt::Display for DisclosureFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (checkpoint, event) = (&self.checkpoint, &self.event);
        row(f, "shown", format_args!("event {} of {}", event.seq, checkpoint.size))?;
        row(f, "kind", &event.kind)?;
        row(f, "at", when::words(event.at_ms))?;
        if !event.data.is_empty() {
            row(f, "data", &event.shown)?;
        }
        if let Some(receipt) = &event.receipt {
            row(f, "receipt", receipt)?;
        }
        checkpoint.fmt(f)?;
        row(f, "signed", when::words(checkpoint.issued_at_ms))
    }
}

/// Whose trace it is.
impl fmt::Display for CheckpointFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "kept by", &self.issuer)?;
        match &self.contract {
            Some(contract) => row(f, "contract", contract)?,
            None => row(f, "contract", "none")?,
        }
        row(f, "session", &self.session)
    }
}

impl ForkFacts {
    fn proven(&self) -> &'static str {
        if self.first.statement == "result" && self.second.statement == "result" {
            "one issuer gave a contract two results"
        } else {
            "one issuer keeps two histories"
        }
    }
}

impl fmt::Display for ForkFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "kept by", &self.issuer)?;
        row(f, "contract", self.contract.as_deref().unwrap_or("none"))?;
        for history in [&self.first, &self.second] {
            let (statement, time) = (history.statement, when::words(history.issued_at_ms));
            match &history.trace {
                Some(TraceFacts { session, size, root }) => {
                    row(
                        f,
                        "history",
                        format_args!("{size} events, by the {statement} of {time}"),
                    )?;
                    row(f, "session", session)?;
                    row(f, "root", root)?;
                }
                None => row(f, "history", format_args!("no trace, by the {statement} of {time}"))?,
            }
        }
        writeln!(f, "proven: {}", self.proven())
    }
}
