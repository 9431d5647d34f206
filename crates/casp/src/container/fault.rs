//! Members that break a rule, and the line of the file where they do.

use std::collections::HashMap;
use std::fmt;

use casp_wire::outline::{Content, Outline};
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;
use serde::{Serialize, Serializer};

use super::Container;
use crate::failure::{Failure, Place, Refusal};
use crate::opinion;
use crate::output::row;
use crate::place::{self, Member};

/// A member that breaks a rule.
pub(crate) struct Fault {
    /// The field.
    member: &'static str,
    /// The position in it, from 0; nothing for a field that is not repeated.
    index: Option<usize>,
    failure: Failure,
    /// Of a statement that does not verify: why.
    cause: Option<Failure>,
    line: Option<Line>,
}

/// What stands at a line.
pub(crate) struct Mark {
    pub(crate) line: Line,
    pub(crate) text: String,
}

/// A field that a line is shown of.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub(crate) byte: usize,
    pub(crate) message: &'static str,
    pub(crate) field: &'static str,
}

impl Fault {
    pub(super) const fn new(
        member: &'static str,
        index: Option<usize>,
        failure: Failure,
        cause: Option<Failure>,
    ) -> Self {
        Self {
            member,
            index,
            failure,
            cause,
            line: None,
        }
    }

    /// Where it is; nothing for a member that is at fault since it is not there.
    pub(crate) const fn line(&self) -> Option<Line> {
        self.line
    }

    /// The rule that is broken.
    pub(crate) fn rule(&self) -> &'static str {
        rule(&self.failure)
    }

    /// What stands at the line: the rule, and the one that is the cause.
    pub(crate) fn mark(&self) -> Option<Mark> {
        let rule = self.rule();
        let text = match &self.cause {
            Some(cause) => format!("{rule} ({})", self::rule(cause)),
            None => rule.to_owned(),
        };
        self.line.map(|line| Mark { line, text })
    }

    /// The failure of a container that is refused for this fault, one of `all`.
    pub(super) fn decides(&self, all: usize) -> Failure {
        let failure = self.failure.clone().about(self.place());
        let failure = match &self.cause {
            Some(cause) => because_of(failure, cause),
            None => failure,
        };
        if all > 1 {
            failure.about(format_args!("one fault of {all}"))
        } else {
            failure
        }
    }

    fn place(&self) -> String {
        match self.index {
            Some(index) => format!("{}[{index}]", self.member),
            None => self.member.to_owned(),
        }
    }

    /// The rule that says most about the place.
    fn telling(&self) -> Option<&Refusal> {
        self.cause.as_ref().unwrap_or(&self.failure).refusal()
    }
}

/// The line of a rule in a member, or of the field that it speaks of.
fn line_in(container: Container, member: &Member<'_>, rule: &str, place: Option<Place>) -> Line {
    let here = Line {
        byte: member.offset,
        message: container.table().name,
        field: member.name,
    };
    let field = container.table().fields.iter().find(|field| field.name == member.name);
    let Some(casp_wire::table::Kind::Message(table)) = field.map(|field| field.kind) else {
        return here;
    };
    let line = match place {
        Some(place) => Some((
            place::byte_of(&place, table, member.content),
            place.message,
            place.field,
        )),
        None => spoken_of(rule).and_then(|(message, field)| {
            let byte = first(table, member.content, message, field)?;
            Some((byte, message.name, field))
        }),
    };
    line.map_or(here, |(byte, message, field)| Line {
        byte: member.begin.saturating_add(byte),
        message,
        field,
    })
}

/// Members by field and position.
pub(super) struct Positions<'a>(HashMap<&'static str, Vec<Member<'a>>>);

impl<'a> Positions<'a> {
    pub(super) fn of(container: Container, bytes: &'a [u8]) -> Self {
        let mut positions: HashMap<_, Vec<_>> = HashMap::new();
        for member in place::members(container.table(), bytes) {
            positions.entry(member.name).or_default().push(member);
        }
        Self(positions)
    }

    fn at(&self, name: &str, index: usize) -> Option<&Member<'a>> {
        self.0.get(name)?.get(index)
    }

    /// How many members a field has.
    pub(super) fn count(&self, name: &str) -> usize {
        self.0.get(name).map_or(0, Vec::len)
    }

    /// The content of a member.
    pub(super) fn content(&self, name: &str, index: usize) -> Option<&'a [u8]> {
        self.at(name, index).map(|member| member.content)
    }

    /// The line of a rule that a member breaks.
    pub(super) fn line(&self, container: Container, (name, index): (&str, usize), rule: &str) -> Option<Line> {
        let member = self.at(name, index)?;
        Some(line_in(container, member, rule, None))
    }
}

/// Finds the lines of faults, and of a delegation that does not hold the rule that it breaks.
pub(super) fn locate(faults: &mut [Fault], container: Container, bytes: &[u8]) {
    let positions = Positions::of(container, bytes);
    for fault in faults {
        let Some(member) = positions.at(fault.member, fault.index.unwrap_or(0)) else {
            continue;
        };
        fault.cause = fault
            .cause
            .take()
            .map(|cause| opinion::because_of_proof(cause, member.content));
        let (rule, place) = fault
            .telling()
            .map_or(("", None), |refusal| (refusal.rule, refusal.place));
        fault.line = Some(line_in(container, member, rule, place));
    }
}

fn rule(failure: &Failure) -> &'static str {
    failure.refusal().map_or("", |refusal| refusal.rule)
}

/// The failure of a statement that does not hold, with the rule that it breaks and the way out of that.
fn because_of(failure: Failure, cause: &Failure) -> Failure {
    let failure = match cause.refusal() {
        Some(Refusal { rule, code, .. }) => failure.about(format_args!("{rule} {code}")),
        None => failure,
    };
    match cause.help() {
        Some(help) => failure.with_help(help),
        None => failure,
    }
}

/// The field that a rule speaks of most.
fn spoken_of(rule: &str) -> Option<(&'static MessageTable, &'static str)> {
    Some(match rule {
        "SIG-1" | "SIG-2" | "SIG-3" => (&tables::SIGNATURE, "sig"),
        "KEY-1" | "KEY-2" | "KEY-3" | "KEY-4" => (&tables::SIGNATURE, "keyid"),
        "TYP-1" => (&tables::ENVELOPE, "payload_type"),
        "DEL-4" => (&tables::BUNDLE, "proofs"),
        "HDR-1" => (&tables::HEADER, "network_id"),
        "CTR-6" => (&tables::QUOTE, "terms"),
        "CTR-8" => (&tables::TASK_REQUEST, "input"),
        "CTR-13" | "CTR-18" => (&tables::TASK_RESULT, "status"),
        "CTR-15" | "REC-4" => (&tables::OUTCOME_REPORT, "outcome"),
        "CTR-16" => (&tables::CONTENT, "media_type"),
        "CTR-17" | "CTR-20" | "CAN-6" | "REC-2" | "REC-3" => (&tables::HEADER, "issued_at_ms"),
        "TRC-1" => (&tables::TRACE_EVENT, "seq"),
        "TRC-2" => (&tables::TRACE_EVENT, "salt"),
        "TRC-3" => (&tables::TRACE_EVENT, "at_ms"),
        "TRC-4" => (&tables::TRACE_EVENT, "terminal"),
        "TRC-5" => (&tables::TRACE_EVENT, "receipt"),
        "RCP-2" => (&tables::TOOL_RECEIPT, "signer_class"),
        "RCP-3" => (&tables::TOOL_RECEIPT, "contract"),
        "RCP-4" => (&tables::TOOL_RECEIPT, "seq"),
        "RCP-5" => (&tables::TOOL_RECEIPT, "previous"),
        "RCP-7" => (&tables::TASK_RESULT, "receipts"),
        "ATT-1" => (&tables::ATTESTATION_EVIDENCE, "key"),
        "ATT-2" => (&tables::ATTESTATION_EVIDENCE, "binding"),
        "CHK-2" => (&tables::TRACE_CHECKPOINT, "size"),
        "CHK-3" => (&tables::TRACE_CHECKPOINT, "root"),
        "CAN-2" => (&tables::CANARY_OPENING, "salt"),
        "CAN-3" => (&tables::CANARY, "provider"),
        "CAN-4" => (&tables::CANARY, "input_digest"),
        "CAN-5" => (&tables::TERMS, "side_effect"),
        "CAN-7" => (&tables::CANARY, "generator"),
        "CAN-9" => (&tables::TASK_RESULT, "status"),
        "CAN-8" => (&tables::CANARY_VERDICT, "outcome"),
        "OMS-3" => (&tables::DISCOVERY_RESULT, "complete"),
        "OMS-4" => (&tables::HEADER, "expires_at_ms"),
        _ => return None,
    })
}

/// Where a field of this name in this message begins.
fn first(table: &'static MessageTable, bytes: &[u8], message: &MessageTable, field: &str) -> Option<usize> {
    let mut items = Outline::new(table, bytes);
    let found = items.find(|item| {
        let named = item.field.is_some_and(|found| found.name == field);
        named && place::is(item.message, message) && !matches!(item.content, Content::Missing)
    });
    Some(found?.offset)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |failure: &Failure| match failure.refusal() {
            Some(refusal) => format!(
                "{} {} ({}): {}",
                refusal.rule,
                refusal.code,
                refusal.stage,
                failure.message()
            ),
            None => failure.message().to_owned(),
        };
        let at = self.line.map(|line| format!(", at byte {}", line.byte));
        let place = format!("{}{}", self.place(), at.unwrap_or_default());
        row(f, "fault", format_args!("{place}: {}", said(&self.failure)))?;
        if let Some(cause) = &self.cause {
            row(f, "", format_args!("  since {}", said(cause)))?;
        }
        let help = self.cause.as_ref().unwrap_or(&self.failure).help();
        help.map_or(Ok(()), |help| row(f, "", format_args!("  {help}")))
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            member: &'static str,
            index: usize,
            #[serde(flatten)]
            failure: &'a Failure,
            cause: Option<&'a Failure>,
            at_byte: Option<usize>,
        }
        Shape {
            member: self.member,
            index: self.index.unwrap_or(0),
            failure: &self.failure,
            cause: self.cause.as_ref(),
            at_byte: self.line.map(|line| line.byte),
        }
        .serialize(serializer)
    }
}
