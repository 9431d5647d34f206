//! Reads the text of cost curves. Everything that is there is read, or it is an error.

use core::fmt;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Curve, MAX_ITEMS, MAX_TEXT_BYTES, Point};

const UNITS: [(&str, f64); 3] = [("ns", 1.0), ("us", 1_000.0), ("ms", 1_000_000.0)];
const MAX_NANOS: f64 = 3_600_000_000_000.0;
/// Beyond it a float does not know every whole number, and neighbours could have one logarithm.
const MAX_N: u64 = 1_000_000_000_000;
const MAX_NAME_BYTES: usize = 64;

/// Why a text is not one of cost curves. It shows as `line:column key: what is wrong and how to mend it`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct CostError {
    /// Where.
    pub place: Place,
    /// What, and how to mend it.
    pub fault: Fault,
}

/// A place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// Path of keys, such as `curve[2].points[1]`, items counted from 1. Empty for the whole text.
    pub key: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)?;
        if self.key.is_empty() {
            return Ok(());
        }
        write!(f, " {}", self.key)
    }
}

/// What is wrong, and how to mend it. What the text says is repeated in 60 characters at most.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More text than is read.
    #[error("a text of curves has at most {MAX_TEXT_BYTES} bytes, this one {0}. Leave some points out")]
    TooLong(usize),
    /// It is not TOML.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A key that nothing reads.
    #[error("nothing reads the key `{key}`. Here are read: {}", known.join(", "))]
    UnknownKey {
        /// The key.
        key: String,
        /// All that are read here.
        known: &'static [&'static str],
    },
    /// A key that has to be there.
    #[error("`{key}` is missing. Add it, such as {example}")]
    Missing {
        /// The key.
        key: &'static str,
        /// The key with a value.
        example: &'static str,
    },
    /// A value that is none of those that can stand here.
    #[error("{found} stands here. Write {wanted}")]
    Value {
        /// What is there.
        found: String,
        /// What is to be there.
        wanted: &'static str,
    },
    /// Two curves of one name.
    #[error("a curve \"{0}\" is here already. Remove one, or name it otherwise")]
    Repeated(String),
    /// A list with nothing in it, or with more than is read.
    #[error("this list has {0} items. Write 1 to {MAX_ITEMS}")]
    Items(usize),
    /// An N that does not come after the one before it.
    #[error("N is {n} after {before}. Write the points by ascending N, each N once")]
    NotAscending {
        /// The one that stands here.
        n: u64,
        /// The one before.
        before: u64,
    },
}

/// A value and where it stands.
struct Field<'a> {
    text: &'a str,
    key: String,
    value: &'a Spanned<DeValue<'a>>,
}

pub(super) fn read(text: &str) -> Result<BTreeMap<String, Curve>, CostError> {
    let error = |at, fault| CostError {
        place: place(text, at, String::new()),
        fault,
    };
    if text.len() > MAX_TEXT_BYTES {
        return Err(error(0, Fault::TooLong(text.len())));
    }
    let parsed = DeTable::parse(text).map_err(|fault| {
        let at = fault.span().map_or(text.len(), |span| span.start);
        error(at, Fault::Syntax(clipped(&fault.message().replace('\n', "; "))))
    })?;
    let whole = parsed.get_ref();
    known(text, "", whole, &["curve"])?;
    const EXAMPLE: &str = "a table under [[curve]]";
    let key = "curve";
    let example = EXAMPLE;
    let value = whole
        .get(key)
        .ok_or_else(|| error(0, Fault::Missing { key, example }))?;
    let list = Field {
        text,
        key: key.into(),
        value,
    };
    let mut curves = BTreeMap::new();
    for item in list.items("tables, each under [[curve]]")? {
        let (name, curve) = item.curve(&curves)?;
        curves.insert(name, curve);
    }
    Ok(curves)
}

impl<'a> Field<'a> {
    fn curve(&self, others: &BTreeMap<String, Curve>) -> Result<(String, Curve), CostError> {
        let table = self.value.get_ref().as_table();
        let table = table.ok_or_else(|| self.wanted("a table under [[curve]]"))?;
        known(self.text, &self.key, table, &["name", "unit", "points"])?;
        let need = |key: &'static str, example| {
            let value = table.get(key);
            let value = value.ok_or_else(|| self.error(Fault::Missing { key, example }))?;
            Ok(self.part(format!("{}.{key}", self.key), value))
        };
        let name_field = need("name", "name = \"register\"")?;
        let name = name_field.value.get_ref().as_str();
        let name = name.filter(|name| (1..=MAX_NAME_BYTES).contains(&name.len()));
        let name = name.ok_or_else(|| name_field.wanted("a name of 1 to 64 bytes, in quotes"))?;
        if others.contains_key(name) {
            return Err(name_field.error(Fault::Repeated(clipped(name))));
        }
        let unit = need("unit", "unit = \"us\"")?;
        let word = unit.value.get_ref().as_str();
        let known = UNITS.iter().find(|(known, _)| Some(*known) == word);
        let (_, scale) = known.ok_or_else(|| unit.wanted("\"ns\", \"us\" or \"ms\""))?;
        let mut points: Vec<Point> = Vec::new();
        for item in need("points", "points = [[20, 55.0], [200, 58.0]]")?.items("a list of [N, cost]")? {
            let point = item.point(*scale)?;
            let before = points.last().map(|point| point.n);
            if let Some(before) = before.filter(|before| *before >= point.n) {
                return Err(item.error(Fault::NotAscending { n: point.n, before }));
            }
            points.push(point);
        }
        Ok((name.into(), Curve { points }))
    }

    fn point(&self, scale: f64) -> Result<Point, CostError> {
        let pair = self.value.get_ref().as_array().map(|array| array.iter().as_slice());
        let Some([n, cost]) = pair else {
            return Err(self.wanted("a pair [N, cost], such as [20, 55.0]"));
        };
        let n = self.part(format!("{}[1]", self.key), n);
        let cost = self.part(format!("{}[2]", self.key), cost);
        let nanos = cost.number().map(|number| number * scale);
        let nanos = nanos.filter(|nanos| (0.0..=MAX_NANOS).contains(nanos));
        Ok(Point {
            n: n.whole()
                .ok_or_else(|| n.wanted("a whole number from 1 to 1_000_000_000_000"))?,
            nanos: nanos.ok_or_else(|| cost.wanted("a number from 0 to an hour"))?,
        })
    }

    fn items(&self, wanted: &'static str) -> Result<Vec<Field<'a>>, CostError> {
        let items = self.value.get_ref().as_array().ok_or_else(|| self.wanted(wanted))?;
        if items.is_empty() || items.len() > MAX_ITEMS {
            return Err(self.error(Fault::Items(items.len())));
        }
        let numbered = (1_usize..).zip(items.iter());
        Ok(numbered
            .map(|(number, value)| self.part(format!("{}[{number}]", self.key), value))
            .collect())
    }

    fn whole(&self) -> Option<u64> {
        let number = self.value.get_ref().as_integer()?;
        let value = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
        (1..=MAX_N).contains(&value).then_some(value)
    }

    fn number(&self) -> Option<f64> {
        let value = self.value.get_ref();
        let float = value.as_float().map(|float| float.as_str());
        let whole = value.as_integer().filter(|whole| whole.radix() == 10);
        float.or_else(|| whole.map(|whole| whole.as_str()))?.parse().ok()
    }

    const fn part(&self, key: String, value: &'a Spanned<DeValue<'a>>) -> Self {
        let text = self.text;
        Self { text, key, value }
    }

    fn wanted(&self, wanted: &'static str) -> CostError {
        let found = self.text.get(self.value.span()).unwrap_or_default();
        let found = clipped(found.lines().next().unwrap_or_default());
        self.error(Fault::Value { found, wanted })
    }

    fn error(&self, fault: Fault) -> CostError {
        CostError {
            place: place(self.text, self.value.span().start, self.key.clone()),
            fault,
        }
    }
}

/// Refuses the first key of the text that nothing reads.
fn known(text: &str, path: &str, table: &DeTable<'_>, known: &'static [&'static str]) -> Result<(), CostError> {
    let unknown = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
    let Some(first) = unknown.min_by_key(|key| key.span().start) else {
        return Ok(());
    };
    let key = clipped(first.get_ref());
    let path = if path.is_empty() {
        key.clone()
    } else {
        format!("{path}.{key}")
    };
    Err(CostError {
        place: place(text, first.span().start, path),
        fault: Fault::UnknownKey { key, known },
    })
}

fn place(text: &str, at: usize, key: String) -> Place {
    let before = text.get(..at).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
    let last = before.rsplit('\n').next().unwrap_or_default();
    let column = last.chars().count().saturating_add(1);
    Place { line, column, key }
}

fn clipped(text: &str) -> String {
    let shown = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    text.chars().take(60).map(shown).collect()
}
