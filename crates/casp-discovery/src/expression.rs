//! Constraints and objectives as people write them: `price/eur/call <= 0.02`, `qos/latency-p95 <= 800ms observed over 20`.
//!
//! ```text
//! constraint = attribute operator [ value *( "," value ) ] [ provenance [ "over" count ] ]
//! operator   = "=" / "!=" / "<" / "<=" / ">" / ">=" / "in" / "contains" / "prefix" / "exists" / "absent"
//! provenance = "declared" / "observed" / "witnessed"
//! objective  = name [ "~" grain ]
//! ```
//!
//! A value with white space, a comma, a quote or nothing in it stands in `"…"`, where `\"` and `\\` are a quote and a backslash.
//! `exists` and `absent` take no value, `in` takes several. A number has the unit that its attribute is measured in:
//!
//! | attribute | written | stands for |
//! |---|---|---|
//! | `price/C/U` | `0.02` | units of the currency, in millionths |
//! | times | `800ms`, `1.5s`, `10min`, `12h`, `7d` | milliseconds |
//! | `qos/availability`, `qos/success-rate`, `relevance`, `trust` | `99.5%`, `995000ppm` | parts per million |
//! | `qos/throughput` | `120/min`, `2/s` | per minute |
//!
//! Where the attribute's name says the unit, as `retention-ms` does, and for 0 it can be left out; elsewhere a number without unit
//! is refused, so that nobody takes 99 parts per million for 99 per cent. The provenance is the least that counts, and the count
//! the fewest samples.

use std::fmt;
use std::str::FromStr;

use casp_descriptor::{METRICS, registered_unit};
use casp_identity::AgentId;
use casp_wire::Layer;
use casp_wire::limits::MAX_INTEGER;
use casp_wire::table::{Described as _, Format};
use casp_wire::v1::{AttributeValue, Constraint, Objective, Operator, Provenance, attribute_value::Value};

use crate::attribute::{Attribute, NumberAttribute};
use crate::filter::Filters;
use crate::rank::{Objectives, Ranker};
use crate::violation::DiscoveryViolation;

/// Greatest text of a constraint or an objective, bytes: room for 64 values of 256 letters that are all escaped.
pub const MAX_EXPRESSION_BYTES: usize = 40_960;

/// Most values of `in`.
const MAX_VALUES: usize = 64;

/// Greatest text of a value, bytes.
const MAX_VALUE_BYTES: usize = 256;

/// A constraint that INT-1 to INT-4 admit, and that is read from and written as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(Constraint);

/// An objective that INT-5 admits of a requester, and that is read from and written as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference(Objective);

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct ExpressionError {
    /// Byte of the text at which something else was expected.
    pub at: usize,
    /// What is wrong.
    pub fault: ExpressionFault,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpressionFault {
    /// It has more than [`MAX_EXPRESSION_BYTES`].
    #[error("it is longer than {MAX_EXPRESSION_BYTES} bytes")]
    TooLong,
    /// Nothing is there that a name could be.
    #[error("a name is missing")]
    NameMissing,
    /// There is no such attribute.
    #[error("there is no attribute of this name{}", did_you_mean(closest.as_deref()))]
    AttributeUnknown {
        /// The attribute that is most like it.
        closest: Option<String>,
    },
    /// There is no such objective.
    #[error("there is no objective of this name{}", did_you_mean(closest.as_deref()))]
    ObjectiveUnknown {
        /// The objective that is most like it.
        closest: Option<String>,
    },
    /// No operator follows, or one that the attribute does not have.
    #[error("expected an operator of this attribute: {admitted}")]
    Operator {
        /// Those that it has.
        admitted: String,
    },
    /// A value is missing or not of the attribute's type.
    #[error("expected {0}")]
    Value(Expected),
    /// Several values where one is wanted.
    #[error("expected one value; several go with `in`, and a value with a comma stands in quotes")]
    SeveralValues,
    /// More values than `in` takes.
    #[error("more than {MAX_VALUES} values")]
    TooManyValues,
    /// A value is longer than values may be.
    #[error("the value has more than {MAX_VALUE_BYTES} bytes")]
    ValueTooLong,
    /// A value has control characters, or such that change the direction of writing.
    #[error("the value has characters that do not print")]
    ValueUnprintable,
    /// A number is greater than 2^53 − 1 in the attribute's unit.
    #[error("the number is too great")]
    NumberTooGreat,
    /// A quote is not closed.
    #[error("the quote is not closed")]
    QuoteOpen,
    /// A backslash in quotes stands before something else than a quote or a backslash.
    #[error("expected \" or \\ after a backslash")]
    Escape,
    /// A provenance where none can be.
    #[error("provenance and samples are demanded of qos/ attributes that are compared, and of nothing else")]
    DemandMisplaced,
    /// After `over` there is no number of samples from 1 to 2^32 − 1.
    #[error("expected a number of samples from 1 on")]
    Samples,
    /// `declared over`.
    #[error("a declared figure has no samples; `observed over` and `witnessed over` have")]
    SamplesOfDeclared,
    /// Something follows that has no place.
    #[error("expected nothing more")]
    Surplus,
}

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Any text that a value begins with.
    Text,
    /// A text of a grammar of SPEC.md section 4.5.
    Form(Format),
    /// A did:key.
    Agent,
    /// Yes or no.
    Flag,
    /// One of these names.
    OneOf(&'static [&'static str]),
    /// An amount of money.
    Money,
    /// A span of time; whether its unit can be left out.
    Time {
        /// Whether milliseconds are meant where no unit is.
        bare: bool,
    },
    /// A share.
    Share,
    /// A rate.
    Rate,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Form(Format::CapabilityId) => "a capability id such as org.example/translate",
            Self::Form(Format::MediaType) => "a media type such as text/plain",
            Self::Form(Format::Skill) => "a skill path such as natural_language_processing/translation",
            Self::Form(Format::Country) => "a country's two capitals such as CH",
            Self::Form(Format::Semver) => "a semantic version such as 1.2.0",
            Self::Form(_) => "an identifier: lower-case letters and digits, and . _ - : / between them",
            Self::Agent => "exactly the did:key of an Ed25519 key",
            Self::Flag => "yes or no",
            Self::OneOf(names) => return write!(f, "one of {}", names.join(", ")),
            Self::Money => "an amount in units of the currency such as 0.02, with 6 decimals at most",
            Self::Time { bare: true } => "whole milliseconds, with or without a unit: 800, 800ms, 1.5s, 10min, 12h, 7d",
            Self::Time { bare: false } => "whole milliseconds with a unit: 800ms, 1.5s, 10min, 12h, 7d",
            Self::Share => "a share with a unit: 99.5% or 995000ppm",
            Self::Rate => "a whole number per minute with a unit: 120/min, 2/s",
        })
    }
}

fn did_you_mean(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

type Result<T> = std::result::Result<T, ExpressionError>;

impl ExpressionFault {
    const fn at(self, at: usize) -> ExpressionError {
        ExpressionError { at, fault: self }
    }
}

impl Expression {
    /// A constraint that may be written.
    ///
    /// # Errors
    /// Rules ENC and FMT, INT-1 to INT-4.
    pub fn new(constraint: Constraint) -> std::result::Result<Self, DiscoveryViolation> {
        casp_wire::scan(Constraint::TABLE, &casp_wire::encode(&constraint), Layer::Payload)?;
        Filters::of(std::slice::from_ref(&constraint))?;
        Ok(Self(constraint))
    }

    /// The constraint.
    #[must_use]
    pub const fn constraint(&self) -> &Constraint {
        &self.0
    }

    /// The constraint.
    #[must_use]
    pub fn into_constraint(self) -> Constraint {
        self.0
    }
}

impl Preference {
    /// An objective that may be written.
    ///
    /// # Errors
    /// Rules ENC and FMT, INT-5.
    pub fn new(objective: Objective) -> std::result::Result<Self, DiscoveryViolation> {
        casp_wire::scan(Objective::TABLE, &casp_wire::encode(&objective), Layer::Payload)?;
        Objectives::of(std::slice::from_ref(&objective), Ranker::Requester)?;
        Ok(Self(objective))
    }

    /// The objective.
    #[must_use]
    pub const fn objective(&self) -> &Objective {
        &self.0
    }

    /// The objective.
    #[must_use]
    pub fn into_objective(self) -> Objective {
        self.0
    }
}

impl From<Expression> for Constraint {
    fn from(expression: Expression) -> Self {
        expression.0
    }
}

impl FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text)?;
        let (at, name) = reader.name(is_comparing)?;
        let unknown = || ExpressionFault::AttributeUnknown {
            closest: closest(name, &FIXED, false),
        };
        let attribute = Attribute::named(name).ok_or_else(|| unknown().at(at))?;
        let (operator, presence) = reader.operator(name)?;
        let mut constraint = Constraint {
            attribute: name.into(),
            operator: operator.into(),
            ..Constraint::default()
        };
        match presence {
            Some(flag) => constraint.values.push(wire(Value::Flag(flag))),
            None => reader.values(name, &attribute, operator, &mut constraint.values)?,
        }
        reader.demand(&attribute, &mut constraint)?;
        Ok(Self(constraint))
    }
}

impl FromStr for Preference {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text)?;
        let (at, name) = reader.name(|letter| letter == GRAIN)?;
        let measure = measure_of_objective(name).ok_or_else(|| {
            let closest = closest(name, &OBJECTIVES, true);
            ExpressionFault::ObjectiveUnknown { closest }.at(at)
        })?;
        reader.skip_spaces();
        let grain = if reader.takes(GRAIN) {
            reader.skip_spaces();
            let (at, text) = (reader.at, reader.number(measure));
            measure.read(&text, name).map_err(|fault| fault.at(at))?
        } else {
            0
        };
        reader.end()?;
        Ok(Self(Objective {
            name: name.into(),
            grain,
        }))
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Constraint { attribute, values, .. } = &self.0;
        write!(f, "{attribute} ")?;
        let operator = self.0.operator();
        if operator == Operator::Exists {
            let there = values.iter().any(|value| value.value == Some(Value::Flag(true)));
            return f.write_str(if there { "exists" } else { "absent" });
        }
        f.write_str(symbol(operator))?;
        let measure = match Attribute::named(attribute) {
            Some(Attribute::Number(number)) => Some(Measure::of(&number)),
            _ => None,
        };
        for (index, value) in values.iter().enumerate() {
            f.write_str(if index == 0 { " " } else { ", " })?;
            match (&value.value, measure) {
                (Some(Value::Text(text)), _) => write_text(f, text)?,
                (Some(Value::Flag(flag)), _) => f.write_str(if *flag { "yes" } else { "no" })?,
                (Some(Value::Number(number)), Some(measure)) => measure.write(f, *number)?,
                (Some(Value::Number(number)), None) => write!(f, "{number}")?,
                (None, _) => {}
            }
        }
        if self.0.provenance.is_some() {
            let provenance = self.0.provenance();
            let word = DEMANDS.iter().find(|(_, each)| *each == provenance);
            write!(f, " {}", word.map_or("", |(word, _)| word))?;
        }
        if self.0.min_samples != 0 {
            write!(f, " {OVER} {}", self.0.min_samples)?;
        }
        Ok(())
    }
}

impl fmt::Display for Preference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Objective { name, grain } = &self.0;
        f.write_str(name)?;
        match measure_of_objective(name) {
            Some(measure) if *grain != 0 => {
                write!(f, "{GRAIN}")?;
                measure.write(f, *grain)
            }
            _ => Ok(()),
        }
    }
}

/// A figure of an attribute or an objective as it is written: `800ms`, `0.02`, `99.5%`. The bare number where there is none of this
/// name.
#[must_use]
pub fn figure(name: &str, value: u64) -> String {
    struct Figure(Option<Measure>, u64);
    impl fmt::Display for Figure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {
                Some(measure) => measure.write(f, self.1),
                None => write!(f, "{}", self.1),
            }
        }
    }
    let of_attribute = || match Attribute::named(name)? {
        Attribute::Number(number) => Some(Measure::of(&number)),
        _ => None,
    };
    Figure(measure_of_objective(name).or_else(of_attribute), value).to_string()
}

/// Stands before a grain.
const GRAIN: char = '~';

/// Stands before a number of samples.
const OVER: &str = "over";

/// Attributes but prices.
const FIXED: [&str; 27] = [
    "agent",
    "capability",
    "version",
    "tag",
    "skill",
    "input-media-type",
    "output-media-type",
    "side-effect",
    "risk",
    "retention-ms",
    "jurisdiction",
    "callers",
    "training-use",
    "evidence",
    "load",
    "queue",
    "power",
    "locality",
    "age-ms",
    "life-ms",
    "qos/availability",
    "qos/latency-p50",
    "qos/latency-p95",
    "qos/latency-p99",
    "qos/queue-wait-p95",
    "qos/success-rate",
    "qos/throughput",
];

/// Objectives but prices.
const OBJECTIVES: [&str; 10] = [
    "relevance",
    "trust",
    "age-ms",
    "qos/availability",
    "qos/latency-p50",
    "qos/latency-p95",
    "qos/latency-p99",
    "qos/queue-wait-p95",
    "qos/success-rate",
    "qos/throughput",
];

/// Operators as they are written, but for EXISTS.
const OPERATORS: [(&str, Operator); 9] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<", Operator::Less),
    ("<=", Operator::AtMost),
    (">", Operator::Greater),
    (">=", Operator::AtLeast),
    ("in", Operator::In),
    ("contains", Operator::Contains),
    ("prefix", Operator::Prefix),
];

/// EXISTS, with its value.
const PRESENCE: [(&str, bool); 2] = [("exists", true), ("absent", false)];

const DEMANDS: [(&str, Provenance); 3] = [
    ("declared", Provenance::SelfDeclared),
    ("observed", Provenance::Observed),
    ("witnessed", Provenance::Witnessed),
];

fn symbol(operator: Operator) -> &'static str {
    let found = OPERATORS.iter().find(|(_, each)| *each == operator);
    found.map_or("", |(symbol, _)| symbol)
}

const fn is_comparing(letter: char) -> bool {
    matches!(letter, '<' | '>' | '=' | '!')
}

/// Whether INT-2 admits the operator for the attribute.
fn admits(attribute: &str, operator: Operator) -> bool {
    let without_value = Constraint {
        attribute: attribute.into(),
        operator: operator.into(),
        ..Constraint::default()
    };
    let mismatch = DiscoveryViolation::OperatorMismatch { constraint: 0 };
    Filters::of(&[without_value]).err() != Some(mismatch)
}

/// The operators that an attribute has, as they are written.
fn admitted(attribute: &str) -> String {
    let comparing = OPERATORS.iter().filter(|(_, operator)| admits(attribute, *operator));
    let words = comparing.map(|(word, _)| *word);
    let all: Vec<_> = words.chain(PRESENCE.iter().map(|(word, _)| *word)).collect();
    all.join(" ")
}

fn wire(value: Value) -> AttributeValue {
    AttributeValue { value: Some(value) }
}

/// A text, in quotes where it would be read otherwise without.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.is_empty() && text.chars().all(is_bare) {
        return f.write_str(text);
    }
    f.write_str("\"")?;
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{letter}")?;
    }
    f.write_str("\"")
}

fn is_bare(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, ',' | '"')
}

/// The rest of a text.
#[derive(Clone)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Result<Self> {
        if text.len() > MAX_EXPRESSION_BYTES {
            return Err(ExpressionFault::TooLong.at(MAX_EXPRESSION_BYTES));
        }
        Ok(Self { text, at: 0 })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        self.at = self.at.saturating_add(end);
        rest.get(..end).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Whether this letter comes next; then it is taken.
    fn takes(&mut self, letter: char) -> bool {
        let comes = self.rest().starts_with(letter);
        if comes {
            self.at = self.at.saturating_add(letter.len_utf8());
        }
        comes
    }

    /// A name that ends before white space or such a letter, and where it begins.
    fn name(&mut self, ends: impl Fn(char) -> bool) -> Result<(usize, &'a str)> {
        self.skip_spaces();
        let at = self.at;
        let name = self.take_while(|letter| !letter.is_whitespace() && !ends(letter));
        if name.is_empty() {
            return Err(ExpressionFault::NameMissing.at(at));
        }
        Ok((at, name))
    }

    /// The operator; of EXISTS with its value.
    fn operator(&mut self, attribute: &str) -> Result<(Operator, Option<bool>)> {
        self.skip_spaces();
        let at = self.at;
        let mut word = self.take_while(is_comparing);
        if word.is_empty() {
            word = self.take_while(is_bare);
        }
        if let Some((_, flag)) = PRESENCE.iter().find(|(presence, _)| *presence == word) {
            return Ok((Operator::Exists, Some(*flag)));
        }
        let word = if word == "==" { "=" } else { word };
        let found = OPERATORS.iter().find(|(written, _)| *written == word);
        match found.filter(|(_, operator)| admits(attribute, *operator)) {
            Some((_, operator)) => Ok((*operator, None)),
            None => {
                let admitted = admitted(attribute);
                Err(ExpressionFault::Operator { admitted }.at(at))
            }
        }
    }

    fn values(
        &mut self,
        name: &str,
        attribute: &Attribute,
        operator: Operator,
        values: &mut Vec<AttributeValue>,
    ) -> Result<()> {
        loop {
            self.skip_spaces();
            let at = self.at;
            if values.len() == MAX_VALUES {
                return Err(ExpressionFault::TooManyValues.at(at));
            }
            let text = match attribute {
                Attribute::Number(number) => Some(self.number(Measure::of(number))).filter(|text| !text.is_empty()),
                _ => self.text()?,
            };
            let value = typed(name, attribute, operator, text).map_err(|fault| fault.at(at))?;
            values.push(wire(value));
            self.skip_spaces();
            let comma = self.at;
            if !self.takes(',') {
                return Ok(());
            }
            if operator != Operator::In {
                return Err(ExpressionFault::SeveralValues.at(comma));
            }
        }
    }

    /// A text in quotes or without; nothing where there is none.
    fn text(&mut self) -> Result<Option<String>> {
        let open = self.at;
        if !self.takes('"') {
            let bare = self.take_while(is_bare);
            return Ok((!bare.is_empty()).then(|| bare.to_owned()));
        }
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|letter| !matches!(letter, '"' | '\\')));
            if self.takes('"') {
                return Ok(Some(text));
            }
            let at = self.at;
            if !self.takes('\\') {
                return Err(ExpressionFault::QuoteOpen.at(open));
            }
            if self.takes('"') {
                text.push('"');
            } else if self.takes('\\') {
                text.push('\\');
            } else {
                return Err(ExpressionFault::Escape.at(at));
            }
        }
    }

    /// A number with its unit, which may stand apart.
    fn number(&mut self, measure: Measure) -> String {
        let mut text = self.take_while(is_bare).to_owned();
        let mut ahead = self.clone();
        ahead.skip_spaces();
        let unit = ahead.take_while(is_bare);
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !text.is_empty() && is_number && measure.units().iter().any(|(each, _)| *each == unit) {
            text.push_str(unit);
            *self = ahead;
        }
        text
    }

    /// Provenance and samples, and the end.
    fn demand(&mut self, attribute: &Attribute, constraint: &mut Constraint) -> Result<()> {
        self.skip_spaces();
        let at = self.at;
        let word = self.take_while(is_bare);
        let Some((_, provenance)) = DEMANDS.iter().find(|(demand, _)| *demand == word) else {
            self.at = at;
            return self.end();
        };
        let is_metric = matches!(attribute, Attribute::Number(NumberAttribute::Qos(_)));
        if !is_metric || constraint.operator() == Operator::Exists {
            return Err(ExpressionFault::DemandMisplaced.at(at));
        }
        constraint.provenance = Some((*provenance).into());
        self.skip_spaces();
        let at = self.at;
        if self.take_while(is_bare) != OVER {
            self.at = at;
            return self.end();
        }
        if *provenance == Provenance::SelfDeclared {
            return Err(ExpressionFault::SamplesOfDeclared.at(at));
        }
        self.skip_spaces();
        let at = self.at;
        let samples = digits(self.take_while(is_bare)).and_then(|samples| samples.parse().ok());
        let samples: Option<u32> = samples.filter(|samples| *samples > 0);
        constraint.min_samples = samples.ok_or_else(|| ExpressionFault::Samples.at(at))?;
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        self.skip_spaces();
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(ExpressionFault::Surplus.at(self.at))
        }
    }
}

/// A value of the attribute's type.
fn typed(
    name: &str,
    attribute: &Attribute,
    operator: Operator,
    text: Option<String>,
) -> std::result::Result<Value, ExpressionFault> {
    let expected = match attribute {
        Attribute::Text(_) | Attribute::Set(_) | Attribute::Version => match attribute.format() {
            Some(format) if operator != Operator::Prefix => Expected::Form(format),
            _ => Expected::Text,
        },
        Attribute::Agent => Expected::Agent,
        Attribute::TrainingUse => Expected::Flag,
        Attribute::Name(_) | Attribute::Ordered(_) => Expected::OneOf(attribute.names().unwrap_or_default()),
        Attribute::Number(number) => Measure::of(number).expected(name),
    };
    let unfit = ExpressionFault::Value(expected);
    let Some(text) = text else { return Err(unfit) };
    match (attribute, expected) {
        (Attribute::Number(number), _) => return Measure::of(number).read(&text, name).map(Value::Number),
        (_, Expected::Flag) => {
            return match text.as_str() {
                "yes" | "true" => Ok(Value::Flag(true)),
                "no" | "false" => Ok(Value::Flag(false)),
                _ => Err(unfit),
            };
        }
        (_, Expected::OneOf(names)) if !names.contains(&text.as_str()) => return Err(unfit),
        (_, Expected::Form(format)) if !format.matches(&text) => return Err(unfit),
        (_, Expected::Agent) if AgentId::from_did_key(&text).is_err() => return Err(unfit),
        _ => {}
    }
    if text.len() > MAX_VALUE_BYTES {
        return Err(ExpressionFault::ValueTooLong);
    }
    let value = wire(Value::Text(text));
    casp_wire::scan(AttributeValue::TABLE, &casp_wire::encode(&value), Layer::Payload)
        .map_err(|_| ExpressionFault::ValueUnprintable)?;
    value.value.ok_or(unfit)
}

/// What numbers of an attribute measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// Millionths of a unit of a currency.
    Money,
    /// Milliseconds.
    Time,
    /// Parts per million.
    Share,
    /// Per minute.
    Rate,
}

fn measure_of_objective(name: &str) -> Option<Measure> {
    if matches!(name, "relevance" | "trust") {
        return Some(Measure::Share);
    }
    match Attribute::named(name)? {
        Attribute::Number(number @ (NumberAttribute::Qos(_) | NumberAttribute::Price(_) | NumberAttribute::AgeMs)) => {
            Some(Measure::of(&number))
        }
        _ => None,
    }
}

impl Measure {
    fn of(number: &NumberAttribute) -> Self {
        match number {
            NumberAttribute::Price(_) => Self::Money,
            NumberAttribute::RetentionMs | NumberAttribute::AgeMs | NumberAttribute::LifeMs => Self::Time,
            NumberAttribute::Qos(metric) => match registered_unit(metric.name()) {
                Some("ppm") => Self::Share,
                Some("per-min") => Self::Rate,
                _ => Self::Time,
            },
        }
    }

    /// Units, the greatest first, and how many of the measure's own units they are.
    const fn units(self) -> &'static [(&'static str, u64)] {
        match self {
            Self::Money => &[("", 1_000_000)],
            Self::Time => &[
                ("d", 86_400_000),
                ("h", 3_600_000),
                ("min", 60_000),
                ("s", 1_000),
                ("ms", 1),
            ],
            Self::Share => &[("%", 10_000), ("ppm", 1)],
            Self::Rate => &[("/s", 60), ("/min", 1)],
        }
    }

    fn expected(self, name: &str) -> Expected {
        match self {
            Self::Money => Expected::Money,
            Self::Time => Expected::Time {
                bare: name.ends_with("-ms"),
            },
            Self::Share => Expected::Share,
            Self::Rate => Expected::Rate,
        }
    }

    fn read(self, text: &str, name: &str) -> std::result::Result<u64, ExpressionFault> {
        let expected = self.expected(name);
        let unfit = ExpressionFault::Value(expected);
        let end = text
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(end).unwrap_or((text, ""));
        let is_zero = number == "0";
        let bare = unit.is_empty() && (is_zero || expected == Expected::Time { bare: true });
        let found = self.units().iter().find(|(each, _)| *each == unit);
        let factor = match found {
            Some((_, factor)) => *factor,
            None if bare => 1,
            None => return Err(unfit),
        };
        let value = scaled(number, factor).ok_or(unfit)?;
        u64::try_from(value)
            .ok()
            .filter(|value| *value <= MAX_INTEGER)
            .ok_or(ExpressionFault::NumberTooGreat)
    }

    fn write(self, f: &mut fmt::Formatter<'_>, value: u64) -> fmt::Result {
        match self {
            Self::Money => write_fraction(f, value, 1_000_000, 6),
            Self::Share => {
                write_fraction(f, value, 10_000, 4)?;
                f.write_str("%")
            }
            Self::Rate => write!(f, "{value}/min"),
            Self::Time => {
                let whole = |(_, factor): &&(&str, u64)| value != 0 && value.checked_rem(*factor) == Some(0);
                let (unit, factor) = self.units().iter().find(whole).unwrap_or(&("ms", 1));
                write!(f, "{}{unit}", value.checked_div(*factor).unwrap_or(value))
            }
        }
    }
}

/// A decimal fraction times a factor, where that is whole. Greater than any number that may be for one with too many digits.
fn scaled(number: &str, factor: u64) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let (whole, fraction) = (digits(whole)?, digits(fraction)?.trim_end_matches('0'));
    let whole = whole.trim_start_matches('0');
    if whole.len() > 20 {
        return Some(u128::MAX);
    }
    if fraction.len() > 12 {
        return None;
    }
    let read = |digits: &str| {
        if digits.is_empty() {
            Some(0)
        } else {
            digits.parse::<u128>().ok()
        }
    };
    let tenths = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts = read(fraction)?.checked_mul(factor.into())?;
    let exact = parts.checked_rem(tenths)? == 0;
    let below = parts.checked_div(tenths).filter(|_| exact)?;
    read(whole)?.checked_mul(factor.into())?.checked_add(below)
}

/// A text of nothing but digits, and not empty.
fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fn write_fraction(f: &mut fmt::Formatter<'_>, value: u64, one: u64, places: usize) -> fmt::Result {
    let (whole, rest) = (value.checked_div(one).unwrap_or(0), value.checked_rem(one).unwrap_or(0));
    write!(f, "{whole}")?;
    if rest == 0 {
        return Ok(());
    }
    let fraction = format!("{rest:0places$}");
    write!(f, ".{}", fraction.trim_end_matches('0'))
}

/// The name that is most like this one, if one is.
fn closest(name: &str, names: &[&str], of_objective: bool) -> Option<String> {
    if name.len() > 64 {
        return None;
    }
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let exists = if of_objective {
        measure_of_objective(&lower).is_some()
    } else {
        Attribute::named(&lower).is_some()
    };
    if exists {
        return Some(lower);
    }
    if lower.starts_with("price") || lower == "cost" {
        return Some("price/eur/call".to_owned());
    }
    if METRICS.iter().any(|(metric, _)| *metric == lower) {
        return Some(format!("qos/{lower}"));
    }
    let holds = |each: &&&str| lower.len() > 2 && each.contains(&lower);
    let held = names.iter().find(holds);
    let like = || {
        let (distance, each) = names.iter().map(|each| (distance(&lower, each), each)).min()?;
        let most = lower.len().checked_div(3).unwrap_or(0).max(1);
        (distance <= most).then_some(each)
    };
    held.or_else(like).map(|each| (*each).to_owned())
}

/// Letters to add, remove or replace (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(index.saturating_add(1));
        for ((other, before), above) in to.chars().zip(&row).zip(row.iter().skip(1)) {
            let replaced = before.saturating_add(usize::from(letter != other));
            let left = next.last().copied().unwrap_or(usize::MAX);
            next.push(replaced.min(left.saturating_add(1)).min(above.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "expression/tests.rs"]
mod tests;
