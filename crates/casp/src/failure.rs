//! Why a command did not do what was asked: a rule, or trouble with files or arguments, and the way out.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use casp_canary::CanaryViolation;
use casp_descriptor::DescriptorViolation;
use casp_discovery::DiscoveryViolation;
use casp_evidence::EvidenceViolation;
use casp_execution::DisputeViolation;
use casp_identity::keyfile::KeyFileError;
use casp_identity::{IdentityViolation, SealError};
use casp_task::TaskViolation;
use casp_wire::{Layer, Verdict, Violation, WireViolation};
use serde::{Serialize, Serializer};

use crate::{advice, schema};

/// Status for a statement that a rule REJECTs, and for an answer that failed.
const REJECTED: u8 = 1;
/// Status for wrong arguments; clap's own.
pub(crate) const USAGE: u8 = 2;
/// Status for a statement that a rule IGNOREs.
const IGNORED: u8 = 3;
/// Status for trouble with files.
const FILE: u8 = 4;

/// Why a command failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    cause: Cause,
    message: String,
    help: Option<String>,
    /// It stands in the JSON document that was printed already.
    is_told: bool,
}

#[derive(Clone, Copy, Debug)]
enum Cause {
    Rule(Refusal),
    Usage,
    File(&'static str),
    /// An answer does not satisfy its oracle.
    Failed,
}

/// A breach of a rule, whichever crate found it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    pub(crate) rule: &'static str,
    pub(crate) code: &'static str,
    pub(crate) stage: &'static str,
    pub(crate) verdict: Verdict,
    /// Where in the encoding it is, for rules of encoding and shape.
    pub(crate) place: Option<Place>,
}

/// Where a rule of encoding or shape is broken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) message: &'static str,
    /// Empty where no field is known yet.
    pub(crate) field: &'static str,
    /// From the beginning of the envelope's or of the payload's encoding.
    pub(crate) offset: usize,
    pub(crate) layer: Layer,
}

/// What a failing verification reports: the rule with its place, and the crate's words for it.
pub(crate) trait Explained: Violation {
    /// The breach of encoding or shape, if it is one.
    fn wire(&self) -> Option<&WireViolation>;
}

impl Explained for WireViolation {
    fn wire(&self) -> Option<&WireViolation> {
        Some(self)
    }
}

impl Explained for IdentityViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Wire(wire) => Some(wire),
            _ => None,
        }
    }
}

impl Explained for DescriptorViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Identity(identity) => identity.wire(),
            _ => None,
        }
    }
}

impl Explained for TaskViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Identity(identity) => identity.wire(),
            _ => None,
        }
    }
}

impl Explained for CanaryViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Task(task) => task.wire(),
            _ => None,
        }
    }
}

impl Explained for DiscoveryViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Descriptor(descriptor) => descriptor.wire(),
            _ => None,
        }
    }
}

impl Explained for EvidenceViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Task(task) => task.wire(),
            _ => None,
        }
    }
}

impl Explained for DisputeViolation {
    fn wire(&self) -> Option<&WireViolation> {
        match self {
            Self::Identity(identity) => identity.wire(),
            _ => None,
        }
    }
}

impl Refusal {
    fn of(violation: &impl Explained) -> Self {
        let place = violation.wire().map(|wire| Place {
            message: wire.message,
            field: wire.field,
            offset: wire.offset,
            layer: wire.layer,
        });
        Self {
            rule: violation.rule(),
            code: violation.code(),
            stage: violation.stage().name(),
            verdict: violation.verdict(),
            place,
        }
    }
}

impl<V: Explained> From<V> for Failure {
    /// A statement that was given is refused.
    fn from(violation: V) -> Self {
        Self::refused(&violation, advice::to_reader(violation.rule()))
    }
}

impl Failure {
    fn new(cause: Cause, message: String) -> Self {
        Self(Box::new(Inner {
            cause,
            message,
            help: None,
            is_told: false,
        }))
    }

    fn refused(violation: &impl Explained, advice: &str) -> Self {
        let refusal = Refusal::of(violation);
        let help = format!("{}; {}", advice.trim_end_matches('.'), advice::source(refusal.rule));
        Self::new(Cause::Rule(refusal), violation.to_string()).with_help(help)
    }

    /// What was to be signed is refused: its author reads this.
    pub(crate) fn unsigned(violation: &impl Explained) -> Self {
        let place = violation.wire();
        // What the schema says of the field: its limits and its form.
        let doc = place.and_then(|wire| schema::field_named(wire.message, wire.field));
        Self::refused(violation, doc.unwrap_or_else(|| advice::to_author(violation.rule())))
    }

    /// Signing failed.
    pub(crate) fn seal<V: Explained, E: std::error::Error>(error: &SealError<V, E>) -> Self {
        match error {
            SealError::Invalid(violation) => Self::unsigned(violation),
            other => Self::file("key-file", other.to_string()),
        }
    }

    /// Wrong arguments.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Cause::Usage, message.into())
    }

    /// Trouble with a file, named by a code.
    pub(crate) fn file(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Cause::File(code), message.into())
    }

    /// An answer does not satisfy its oracle, for this reason.
    pub(crate) fn failed(why: impl Into<String>) -> Self {
        Self::new(Cause::Failed, why.into())
    }

    /// The file system said no.
    pub(crate) fn io(verb: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::file("io", format!("cannot {verb} {}: {error}", path.display()))
    }

    /// A key file was not read or written.
    pub(crate) fn key_file(path: &Path, error: &KeyFileError) -> Self {
        Self::file("key-file", format!("{}: {error}", path.display()))
    }

    /// The same, with the way out.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The same, with something that comes before its message.
    pub(crate) fn about(mut self, what: impl fmt::Display) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// The same, with something that strikes the eye.
    pub(crate) fn noting(self, note: Option<&str>) -> Self {
        match note {
            Some(note) => self.about(note),
            None => self,
        }
    }

    /// The same, of a statement that stands in a container: where in the container the refused field is.
    pub(crate) fn within(mut self, byte: impl FnOnce(&Place) -> usize) -> Self {
        if let Cause::Rule(Refusal { place: Some(place), .. }) = &mut self.0.cause {
            place.offset = byte(place);
            place.layer = Layer::Envelope;
        }
        self
    }

    /// The same, once it was printed as part of a JSON document.
    pub(crate) fn told(mut self) -> Self {
        self.0.is_told = true;
        self
    }

    /// Why, in words.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The way out.
    pub(crate) fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    pub(crate) fn is_told(&self) -> bool {
        self.0.is_told
    }

    /// The rule that was broken, if it was one.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match &self.0.cause {
            Cause::Rule(refusal) => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match &self.0.cause {
            Cause::Rule(refusal) if refusal.verdict == Verdict::Ignore => IGNORED,
            Cause::Rule(_) | Cause::Failed => REJECTED,
            Cause::Usage => USAGE,
            Cause::File(_) => FILE,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const RED: Style = AnsiColor::Red.on_default().bold();
        const DIM: Style = Style::new().dimmed();
        write!(f, "{RED}casp:{RED:#} ")?;
        if let Some(Refusal {
            rule,
            code,
            stage,
            verdict,
            ..
        }) = self.refusal()
        {
            write!(f, "{RED}{rule}{RED:#} {code} ({stage}, {verdict}): ")?;
        }
        writeln!(f, "{}", self.0.message)?;
        match &self.0.help {
            Some(help) => writeln!(f, "  {DIM}{help}{DIM:#}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Failure {
    /// `rule`, `stage`, `verdict` and `at` are null unless a rule was broken, `at` unless it is one of encoding or shape.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Error<'a> {
            rule: Option<&'a str>,
            code: &'a str,
            stage: Option<&'a str>,
            verdict: Option<&'a str>,
            message: &'a str,
            help: Option<&'a str>,
            at: Option<At>,
        }
        #[derive(Serialize)]
        struct At {
            layer: &'static str,
            message: &'static str,
            field: &'static str,
            offset: usize,
        }
        let refusal = self.refusal();
        let code = match &self.0.cause {
            Cause::Rule(refusal) => refusal.code,
            Cause::Usage => "usage",
            Cause::File(code) => code,
            Cause::Failed => "failed",
        };
        let at = refusal.and_then(|refusal| refusal.place).map(|place| At {
            layer: match place.layer {
                Layer::Envelope => "envelope",
                Layer::Payload => "payload",
            },
            message: place.message,
            field: place.field,
            offset: place.offset,
        });
        Error {
            rule: refusal.map(|refusal| refusal.rule),
            code,
            stage: refusal.map(|refusal| refusal.stage),
            verdict: refusal.map(|refusal| refusal.verdict.name()),
            message: &self.0.message,
            help: self.0.help.as_deref(),
            at,
        }
        .serialize(serializer)
    }
}
