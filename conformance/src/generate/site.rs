//! Turns the faults of a message into vectors.

use super::case::Case;
use super::faults::{Bound, Fault, Site};
use super::spec;
use crate::vector::{Begin, Operation, Output, Vector};

/// Where vectors about the encoding of one message go, and how a verifier is asked about it.
pub(crate) struct Target<'a> {
    /// `area/group`.
    pub(crate) prefix: String,
    /// The message.
    pub(crate) message: &'a str,
    /// The verifier.
    pub(crate) begin: Begin,
    /// The time.
    pub(crate) now_ms: i64,
    /// What is asked, given the message's bytes.
    pub(crate) operation: &'a dyn Fn(Vec<u8>) -> Operation,
    /// What comes of it when it is accepted.
    pub(crate) output: &'a dyn Fn(&[u8]) -> Option<Output>,
    /// What all the vectors have in common.
    pub(crate) flags: &'a [&'a str],
    /// Fields, as paths, whose limits cannot be shown by this message.
    pub(crate) unbounded: &'a [&'a str],
}

impl Target<'_> {
    /// The valid message, everything at its limit, and every fault, as vectors.
    pub(crate) fn vectors(&self, site: &Site<'_>, site_name: &str) -> Vec<Vector> {
        self.valid_and(site, site_name, site.faults())
    }

    /// The valid message, everything at its limit, and these faults, as vectors.
    pub(crate) fn valid_and(&self, site: &Site<'_>, site_name: &str, faults: Vec<Fault>) -> Vec<Vector> {
        let twin = self.id(site_name, "valid");
        let mut vectors = vec![self.valid(site, site_name, &faults)];
        let bounds = site.bounds();
        let shown = bounds
            .iter()
            .filter(|bound| !self.unbounded.contains(&bound.field.as_str()));
        vectors.extend(shown.map(|bound| self.at_limit(bound)));
        vectors.extend(faults.into_iter().map(|fault| self.faulty(fault, &twin)));
        vectors
    }

    fn valid(&self, site: &Site<'_>, site_name: &str, faults: &[Fault]) -> Vector {
        let bytes = site.root.write();
        let obeyed: Vec<&str> = spec::rules()
            .iter()
            .map(|rule| rule.id.as_str())
            .filter(|rule| *rule == "ENC-1" || faults.iter().any(|fault| fault.rule == *rule))
            .collect();
        let title = format!("{} with its fields", self.subject(site_name));
        self.case(site_name, "valid", title, bytes.clone())
            .accepted(&obeyed, (self.output)(&bytes))
    }

    fn at_limit(&self, bound: &Bound) -> Vector {
        let title = format!("{}: {}", self.subject(&bound.field), bound.name.replace('-', " "));
        let output = (self.output)(&bound.bytes);
        self.case(&bound.field, &bound.name, title, bound.bytes.clone())
            .flags(&["at-limit"])
            .accepted(&[bound.rule], output)
    }

    /// A fault as a vector.
    pub(crate) fn faulty(&self, fault: Fault, twin: &str) -> Vector {
        let title = format!("{}: {}", self.subject(&fault.field), fault.name.replace('-', " "));
        self.case(&fault.field, &fault.name, title, fault.bytes)
            .flags(&fault.flags)
            .refused(fault.rule, &fault.name, twin, &fault.also)
    }

    fn case(&self, field: &str, name: &str, title: String, bytes: Vec<u8>) -> Case {
        Case::new(
            self.id(field, name),
            title,
            &self.begin,
            self.now_ms,
            (self.operation)(bytes),
        )
        .about(self.message, field)
        .flags(self.flags)
    }

    fn subject(&self, field: &str) -> String {
        format!("{} {field}", self.message).trim_end().to_owned()
    }

    fn id(&self, field: &str, name: &str) -> String {
        let field = if field.is_empty() {
            "message".to_owned()
        } else {
            field.replace('_', "-")
        };
        format!("{}/{field}/{name}", self.prefix)
    }
}
