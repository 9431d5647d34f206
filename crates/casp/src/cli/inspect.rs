//! `casp inspect`: a file field by field, whatever is in it, and what the rules that need no verifier say of it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use casp_wire::outline::{Content, Item};
use casp_wire::table::{Format, MessageTable};
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use crate::failure::{Failure, Place};
use crate::fields::{Fields, Found};
use crate::judge::{self, Facts, Judged};
use crate::meaning::{self, Value};
use crate::opinion::{self, Opinion, Proven};
use crate::output::Output;
use crate::{file, recognise, schema};

#[derive(clap::Args)]
pub(super) struct InspectArgs {
    /// The file, as bytes; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Read it as this message; the one that fits best if absent
    #[arg(long = "as", value_name = "MESSAGE", value_parser = PossibleValuesParser::new(recognise::candidates().map(recognise::name)))]
    message: Option<String>,
}

/// Shows a file.
pub(super) fn inspect(args: &InspectArgs, output: Output) -> Result<(), Failure> {
    show(args, None, output)
}

/// Shows a file in which there should be a bundle with a payload of this type.
pub(super) fn inspect_kind(args: &InspectArgs, payload_type: &'static str, output: Output) -> Result<(), Failure> {
    show(args, judge::kind(payload_type), output)
}

fn show(args: &InspectArgs, wanted: Option<&'static Judged>, output: Output) -> Result<(), Failure> {
    // One byte more than any file may have is enough for the rules to say so.
    let bytes = file::read(&args.file, opinion::GREATEST_BYTES.saturating_add(1))?;
    let asked = args.message.as_deref();
    let named = recognise::candidates().find(|table| Some(recognise::name(table).as_str()) == asked);
    let table = named.unwrap_or_else(|| recognise::recognise(&bytes));
    let opinion = opinion::of(table, &bytes, wanted).pointing_into(table, &bytes);
    let failure = opinion.failure();
    let place = failure.and_then(|failure| failure.refusal()?.place);
    let fields = Fields { table, bytes: &bytes };
    let page = Page {
        message: table.name,
        bytes: bytes.len(),
        payload_type: opinion::payload_type(table, &bytes),
        at_byte: place.map(|place| opinion::byte_of(&place, table, &bytes)),
        place,
        rule: failure.and_then(|failure| Some(failure.refusal()?.rule)),
        table,
        error: failure,
        judgement: opinion.name(),
        statement: match &opinion {
            Opinion::AcceptedAsIssued(facts) => Some(facts),
            _ => None,
        },
        proven: match &opinion {
            Opinion::Proven(proven) => Some(proven),
            _ => None,
        },
        opinion: &opinion,
        note: if bytes.len() > opinion::GREATEST_BYTES {
            Some("the file is larger than any CASP file; this is its beginning")
        } else {
            opinion::note(&bytes)
        },
        fields_left_out: fields.left_out(),
        fields,
    };
    output.show(&page)?;
    match opinion {
        Opinion::Refused(failure) => Err(failure.told()),
        _ => Ok(()),
    }
}

/// What is shown of a file.
#[derive(Serialize)]
struct Page<'a> {
    message: &'static str,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
    payload_type: Option<&'a str>,
    judgement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<&'a Facts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proven: Option<&'a Proven>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Failure>,
    /// Where in the file the refused field is.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_byte: Option<usize>,
    fields: Fields<'a>,
    fields_left_out: usize,
    #[serde(skip)]
    opinion: &'a Opinion,
    #[serde(skip)]
    place: Option<Place>,
    #[serde(skip)]
    rule: Option<&'static str>,
    #[serde(skip)]
    table: &'static MessageTable,
}

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const RED: Style = AnsiColor::Red.on_default();

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BOLD}{}{BOLD:#}, {} bytes", self.message, self.bytes)?;
        match self.payload_type {
            // Only a type that is known comes here as it is; another one could hold anything.
            Some(payload_type) => writeln!(f, ", {payload_type:?}")?,
            None => writeln!(f)?,
        }
        if let Some(doc) = schema::message(self.table) {
            writeln!(f, "{DIM}{}{DIM:#}", doc.doc)?;
        }
        if let Some(note) = self.note {
            writeln!(f, "{note}")?;
        }
        writeln!(f, "\n{DIM}{:>7} {:>7}  field{DIM:#}", "offset", "length")?;
        let mut told = BTreeSet::new();
        for found in self.fields.shown() {
            self.write_field(f, &found, &mut told)?;
        }
        if self.fields_left_out > 0 {
            writeln!(f, "and {} more fields", self.fields_left_out)?;
        }
        write!(f, "\n{}", self.opinion)
    }
}

impl Page<'_> {
    /// A line for an item. The comment on a field is told where it comes for the first time.
    fn write_field(
        &self,
        f: &mut fmt::Formatter<'_>,
        found: &Found<'_>,
        told: &mut BTreeSet<(&'static str, u32)>,
    ) -> fmt::Result {
        let item = &found.item;
        let indent = item.depth.saturating_mul(2);
        write!(
            f,
            "{:>7} {:>7}  {:indent$}{BOLD}{}{BOLD:#}",
            item.offset,
            item.length,
            "",
            label(item)
        )?;
        let value = match item.field.map(|field| field.format) {
            // The did:key, which is the meaning, says the same as the bytes.
            Some(Format::AgentId) if meaning::of(item).is_some() => String::new(),
            // What follows says it field by field.
            _ if found.taken_for.is_some() => String::new(),
            _ => Value::of(item).line(),
        };
        if !value.is_empty() {
            write!(f, " {value}")?;
        }
        match meaning::of(item) {
            Some(meaning) if value.is_empty() => write!(f, " {meaning}")?,
            Some(meaning) => write!(f, " ({meaning})")?,
            None => {}
        }
        for oddity in found.oddities() {
            write!(f, " {RED}<- {oddity}{RED:#}")?;
        }
        if let Some(rule) = self.rule.filter(|_| self.is_refused(item)) {
            write!(f, " {RED}<- {rule}{RED:#}")?;
        }
        if let Some(doc) = found.doc().filter(|_| told.insert((item.message.name, item.number))) {
            write!(f, "  {DIM}# {}{DIM:#}", schema::first_sentence(doc))?;
        }
        writeln!(f)
    }

    fn is_refused(&self, item: &Item<'_>) -> bool {
        let name = item.field.map_or("", |field| field.name);
        self.at_byte == Some(item.offset)
            && self.place.is_some_and(|place| {
                place.field.is_empty() || (place.message, place.field) == (item.message.name, name)
            })
    }
}

fn label(item: &Item<'_>) -> String {
    match (item.content, item.field) {
        (Content::Unreadable(_), _) => "unreadable:".to_owned(),
        (_, Some(field)) => format!("{}:", field.name),
        (_, None) => format!("field {}:", item.number),
    }
}
