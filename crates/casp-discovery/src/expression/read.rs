//! From a text to a constraint or an objective.

use std::str::FromStr;

use casp_identity::AgentId;
use casp_wire::Layer;
use casp_wire::table::Described as _;
use casp_wire::v1::{AttributeValue, Constraint, Objective, Operator, Provenance, attribute_value::Value};

use super::closest::{FIXED, OBJECTIVES, closest};
use super::fault::{Expected, ExpressionError, ExpressionFault};
use super::measure::{Measure, digits, measure_of_objective};
use super::words::{DEMANDS, GRAIN, OPERATORS, OVER, PRESENCE, admits, admitted, is_bare, is_comparing, wire};
use super::{Expression, MAX_EXPRESSION_BYTES, MAX_VALUE_BYTES, MAX_VALUES, Preference};
use crate::attribute::{Attribute, NumberAttribute};

type Result<T> = std::result::Result<T, ExpressionError>;

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
