//! `casp inspect`: a file field by field, whatever is in it, and what the rules that need no verifier say of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use casp_wire::outline::{Content, Item};
use casp_wire::table::{Format, MessageTable};
use casp_wire::v1::tables;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use crate::container::{Mark, Report};
use crate::failure::Failure;
use crate::fields::{Fields, Found};
use crate::judge::{self, Facts, Judged};
use crate::meaning::{self, Value};
use crate::opinion::{self, Opinion, Proven};
use crate::output::Output;
use crate::{file, place, recognise, schema};

#[derive(clap::Args)]
pub(super) struct InspectArgs {
    /// The file, as bytes; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Read it as this message; the one that fits best if absent
    #[arg(long = "as", value_name = "MESSAGE", value_parser = PossibleValuesParser::new(recognise::candidates().map(recognise::name)))]
    message: Option<String>,
}

/// What a file should hold.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    Anything,
    /// A bundle with a payload of this kind.
    Kind(Option<&'static Judged>),
    /// One of these messages; a bundle with a payload of one of these types.
    Among(&'a [&'static MessageTable], &'a [&'static str]),
}

/// Shows a file.
pub(super) fn inspect(args: &InspectArgs, output: Output) -> Result<(), Failure> {
    show(args, Wanted::Anything, output)
}

/// Shows a file in which there should be a bundle with a payload of this type.
pub(super) fn inspect_kind(args: &InspectArgs, payload_type: &'static str, output: Output) -> Result<(), Failure> {
    show(args, Wanted::Kind(judge::kind(payload_type)), output)
}

/// Shows a file in which there should be one of these messages, or a bundle with a payload of one of these types.
pub(super) fn inspect_among(
    args: &InspectArgs,
    messages: &[&'static MessageTable],
    payload_types: &[&'static str],
    output: Output,
) -> Result<(), Failure> {
    show(args, Wanted::Among(messages, payload_types), output)
}

fn show(args: &InspectArgs, wanted: Wanted<'_>, output: Output) -> Result<(), Failure> {
    // One byte more than any file may have is enough for the rules to say so.
    let bytes = file::read(&args.file, opinion::GREATEST_BYTES.saturating_add(1))?;
    let asked = args.message.as_deref();
    let named = recognise::candidates().find(|table| Some(recognise::name(table).as_str()) == asked);
    let recognised = || match wanted {
        Wanted::Among(messages, _) if !bytes.is_empty() => recognise::among(messages, &bytes),
        _ => None,
    };
    let table = named
        .or_else(recognised)
        .unwrap_or_else(|| recognise::recognise(&bytes));
    let opinion = opinion::of(table, &bytes, wanted.kind(table, &bytes)).pointing_into(table, &bytes);
    let failure = opinion.failure();
    let fields = Fields { table, bytes: &bytes };
    let at = failure.and_then(|failure| failure.refusal()?.place);
    let at_byte = at.map(|at| place::byte_of(&at, table, &bytes));
    let page = Page {
        message: table.name,
        bytes: bytes.len(),
        payload_type: place::payload_type(table, &bytes),
        at_byte: at_byte.or_else(|| opinion.report()?.decisive_byte()),
        marks: Marks::of(&opinion, table, &bytes),
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
        contained: opinion.report(),
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
    match opinion.into_failure() {
        Some(failure) => Err(failure.told()),
        None => Ok(()),
    }
}

impl Wanted<'_> {
    /// The kind as which a bundle is judged; nothing where its own payload type is to say.
    fn kind(self, table: &'static MessageTable, bytes: &[u8]) -> Option<&'static Judged> {
        match self {
            Self::Anything => None,
            Self::Kind(kind) => kind,
            Self::Among(messages, payload_types) => {
                let is_container = messages.iter().any(|message| place::is(message, table));
                let own = place::payload_type(table, bytes);
                let is_wanted = payload_types.iter().any(|wanted| own == Some(*wanted));
                let is_bundle = place::is(table, &tables::BUNDLE);
                if (is_container && !is_bundle) || is_wanted {
                    return None;
                }
                judge::kind(payload_types.first()?)
            }
        }
    }
}

/// What stands at the lines of fields that break a rule: by their first byte, with the message and the field if it is known.
struct Marks(BTreeMap<usize, Vec<(&'static str, &'static str, String)>>);

impl Marks {
    fn of(opinion: &Opinion, table: &'static MessageTable, bytes: &[u8]) -> Self {
        let mut marks: BTreeMap<_, Vec<_>> = BTreeMap::new();
        if let Some((rule, at)) = opinion.failure().and_then(|failure| {
            let refusal = failure.refusal()?;
            Some((refusal.rule, refusal.place?))
        }) {
            let mark = (at.message, at.field, rule.to_owned());
            marks.entry(place::byte_of(&at, table, bytes)).or_default().push(mark);
        }
        for Mark { line, text } in opinion.report().map(Report::marks).unwrap_or_default() {
            let mark = (line.message, line.field, text);
            marks.entry(line.byte).or_default().push(mark);
        }
        Self(marks)
    }

    /// What stands at the line of an item.
    fn at(&self, item: &Item<'_>) -> impl Iterator<Item = &str> {
        let name = item.field.map_or("", |field| field.name);
        let own = (item.message.name, name);
        let marks = self.0.get(&item.offset).map_or(&[][..], Vec::as_slice).iter();
        marks
            .filter(move |(message, field, _)| field.is_empty() || name.is_empty() || (*message, *field) == own)
            .map(|(_, _, mark)| mark.as_str())
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
    contained: Option<&'a Report>,
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
    marks: Marks,
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
        for mark in self.marks.at(item) {
            write!(f, " {RED}<- {mark}{RED:#}")?;
        }
        if let Some(doc) = found.doc().filter(|_| told.insert((item.message.name, item.number))) {
            write!(f, "  {DIM}# {}{DIM:#}", schema::first_sentence(doc))?;
        }
        writeln!(f)
    }
}

fn label(item: &Item<'_>) -> String {
    match (item.content, item.field) {
        (Content::Unreadable(_), _) => "unreadable:".to_owned(),
        (_, Some(field)) => format!("{}:", field.name),
        (_, None) => format!("field {}:", item.number),
    }
}
