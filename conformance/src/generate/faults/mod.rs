//! Faults of encoding and shape, enumerated from the tables of the schema.
//!
//! Given a valid message and the place of a message within it, every rule of SPEC.md section 4 that can be broken there is
//! broken once a field: this is what makes the suite cover a field that is added tomorrow.

mod delimited;
mod encoder;
mod message;
mod number;

use casp_wire::table::{Field, Format, Kind, MessageTable, Presence};

use super::forge::{Entry, Node, Value};

/// A message with one fault in it.
pub(crate) struct Fault {
    /// The rule that it breaks.
    pub(crate) rule: &'static str,
    /// What is wrong.
    pub(crate) name: String,
    /// Where: a path of field names.
    pub(crate) field: String,
    /// Codes of other rules that the same bytes break.
    pub(crate) also: Vec<&'static str>,
    /// What is odd about it.
    pub(crate) flags: Vec<&'static str>,
    /// The whole message.
    pub(crate) bytes: Vec<u8>,
}

/// A message at the limit of what a field admits.
pub(crate) struct Bound {
    /// What is at its limit.
    pub(crate) name: String,
    /// Where.
    pub(crate) field: String,
    /// The rule whose limit it is.
    pub(crate) rule: &'static str,
    /// The whole message.
    pub(crate) bytes: Vec<u8>,
}

/// A message within a message.
pub(crate) struct Site<'a> {
    /// The whole message.
    pub(crate) root: &'a Node,
    /// Field numbers that lead to the message in question.
    pub(crate) path: &'a [u32],
    /// Fields, as paths, of which every known bad value is tried.
    pub(crate) thorough: &'a [&'a str],
    /// Faults that do not depend on what the message is are shown by another message.
    pub(crate) brief: bool,
}

impl Site<'_> {
    /// Every fault of the message and of its fields.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.faults_but(&[])
    }

    /// The same, but for fields that no valid message has beside the others.
    pub(crate) fn faults_but(&self, absent: &[&str]) -> Vec<Fault> {
        let mut faults = message::faults(self);
        if self.path.is_empty() && !self.brief {
            faults.extend(message::faults_of_a_whole(self));
            faults.extend(encoder::faults(self));
        }
        let fields = self.table().fields.iter();
        for field in fields.filter(|field| !absent.contains(&field.name)) {
            let present = !self.values(field).is_empty();
            if present || field.presence != Presence::OneOf {
                faults.extend(self.field_faults(field));
            }
        }
        if self.brief && !self.path.is_empty() {
            let own = self.name(None);
            faults.retain(|fault| fault.field == own || !["ENC-3", "ENC-4", "ENC-6"].contains(&fault.rule));
        }
        faults
    }

    /// Every limit of the message's fields, reached.
    pub(crate) fn bounds(&self) -> Vec<Bound> {
        let valid = self.root.write();
        let bounds = self.table().fields.iter().flat_map(|field| self.field_bounds(field));
        bounds.filter(|bound| bound.bytes != valid).collect()
    }

    fn field_faults(&self, field: &'static Field) -> Vec<Fault> {
        match field.kind {
            Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. } => number::faults(self, field),
            Kind::String | Kind::Bytes | Kind::Message(_) => delimited::faults(self, field),
        }
    }

    fn field_bounds(&self, field: &'static Field) -> Vec<Bound> {
        match field.kind {
            Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. } => number::bounds(self, field),
            Kind::String | Kind::Bytes | Kind::Message(_) => delimited::bounds(self, field),
        }
    }

    /// The table of the message in question.
    fn table(&self) -> &'static MessageTable {
        self.root.clone().at(self.path).table
    }

    /// The path of field names to a field of the message in question, or to the message itself.
    fn name(&self, field: Option<&Field>) -> String {
        let mut names = Vec::new();
        let mut table = self.root.table;
        for number in self.path {
            let step = table
                .fields
                .iter()
                .find(|field| field.number == *number)
                .expect("a field of the schema");
            names.push(step.name);
            if let Kind::Message(inner) = step.kind {
                table = inner;
            }
        }
        names.extend(field.map(|field| field.name));
        names.join(".")
    }

    fn is_thorough(&self, field: &Field) -> bool {
        self.thorough.contains(&self.name(Some(field)).as_str())
    }

    /// The values that the field has, if any.
    fn values(&self, field: &Field) -> Vec<Value> {
        self.root.clone().at(self.path).values(field.number)
    }

    /// The whole message after a change to the message in question.
    fn edited(&self, edit: impl FnOnce(&mut Node)) -> Vec<u8> {
        let mut root = self.root.clone();
        edit(root.at(self.path));
        root.write()
    }

    /// The whole message with other values for a field.
    fn with(&self, field: &Field, values: impl IntoIterator<Item = Value>) -> Vec<u8> {
        self.edited(|node| node.set(field.number, values))
    }

    /// A fault whose rule, if it is one of ENC-2 to ENC-8, is broken together with ENC-1.
    fn fault(&self, rule: &'static str, name: impl Into<String>, field: Option<&Field>, bytes: Vec<u8>) -> Fault {
        let non_canonical = ["ENC-2", "ENC-3", "ENC-4", "ENC-5", "ENC-6", "ENC-7", "ENC-8"].contains(&rule);
        let also = if non_canonical { vec!["not-canonical"] } else { vec![] };
        Fault {
            rule,
            name: name.into(),
            field: self.name(field),
            also,
            flags: vec![],
            bytes,
        }
    }

    fn bound(&self, rule: &'static str, name: impl Into<String>, field: &Field, bytes: Vec<u8>) -> Bound {
        Bound {
            name: name.into(),
            field: self.name(Some(field)),
            rule,
            bytes,
        }
    }
}

impl Fault {
    fn also(mut self, codes: &[&'static str]) -> Self {
        self.also.extend(codes);
        self
    }

    fn also_if(self, condition: bool, code: &'static str) -> Self {
        if condition { self.also(&[code]) } else { self }
    }

    fn flag(mut self, flag: &'static str) -> Self {
        self.flags.push(flag);
        self
    }
}

/// The rule and code of a format.
fn format_rule(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Any => ("", ""),
        Format::Identifier => ("FMT-1", "identifier"),
        Format::CapabilityId => ("FMT-2", "capability-id"),
        Format::Semver => ("FMT-3", "semver"),
        Format::MediaType => ("FMT-4", "media-type"),
        Format::Currency => ("FMT-5", "currency"),
        Format::Country => ("FMT-6", "country"),
        Format::Multiaddr => ("FMT-7", "multiaddr"),
        Format::PlainText => ("FMT-8", "plain-text"),
        Format::AgentId => ("FMT-9", "agent-id"),
        Format::Skill => ("FMT-10", "skill"),
    }
}

/// A field as raw bytes.
fn raw(parts: &[&[u8]]) -> Value {
    Value::Raw(parts.concat())
}

/// An entry as raw bytes.
fn raw_entry(entry: &Entry) -> Vec<u8> {
    entry.write()
}
