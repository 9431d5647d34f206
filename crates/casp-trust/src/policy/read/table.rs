//! Tables and values of a policy's text, each of which knows where it stands.

use core::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::MAX_LIST;
use super::duration;
use super::error::{Fault, Place, PolicyError};
use super::nearest::nearest;

type Value<'a> = Spanned<DeValue<'a>>;

/// Finds lines and columns.
#[derive(Clone, Copy)]
pub(super) struct Source<'a>(pub(super) &'a str);

impl Source<'_> {
    pub(super) fn place(self, at: usize, key: String) -> Place {
        let before = self.0.get(..at).unwrap_or(self.0);
        let line = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
        let last = before.rsplit('\n').next().unwrap_or_default();
        let column = last.chars().count().saturating_add(1);
        Place { line, column, key }
    }
}

/// A table whose keys are all known.
pub(super) struct Table<'a> {
    source: Source<'a>,
    key: String,
    span: Range<usize>,
    entries: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    /// The whole text.
    pub(super) fn whole(
        source: Source<'a>,
        entries: &'a DeTable<'a>,
        known: &'static [&'static str],
    ) -> Result<Self, PolicyError> {
        Self {
            source,
            key: String::new(),
            span: 0..0,
            entries,
        }
        .with_known(known)
    }

    fn with_known(self, known: &'static [&'static str]) -> Result<Self, PolicyError> {
        // In the order of the text, so that the first slip is told first.
        let unknown = self
            .entries
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()));
        let Some(key) = unknown.min_by_key(|key| key.span().start) else {
            return Ok(self);
        };
        let name = key.get_ref();
        let fault = Fault::UnknownKey {
            key: clipped(name),
            nearest: nearest(name, known),
            known,
        };
        Err(PolicyError {
            place: self.source.place(key.span().start, self.path(&clipped(name))),
            fault,
        })
    }

    /// A value, if the key is there.
    pub(super) fn get(&self, name: &'static str) -> Option<Field<'a>> {
        let value = self.entries.get(name)?;
        Some(Field {
            source: self.source,
            key: self.path(name),
            value,
        })
    }

    /// A value that has to be there.
    pub(super) fn need(&self, name: &'static str, example: &'static str) -> Result<Field<'a>, PolicyError> {
        self.get(name)
            .ok_or_else(|| self.error(Fault::Missing { key: name, example }))
    }

    pub(super) fn place(&self) -> Place {
        self.source.place(self.span.start, self.key.clone())
    }

    pub(super) fn error(&self, fault: Fault) -> PolicyError {
        PolicyError {
            place: self.place(),
            fault,
        }
    }

    fn path(&self, name: &str) -> String {
        if self.key.is_empty() {
            name.into()
        } else {
            format!("{}.{name}", self.key)
        }
    }
}

/// A value.
pub(super) struct Field<'a> {
    source: Source<'a>,
    key: String,
    value: &'a Value<'a>,
}

impl<'a> Field<'a> {
    pub(super) fn table(&self, known: &'static [&'static str]) -> Result<Table<'a>, PolicyError> {
        let entries = self.value.get_ref().as_table();
        let entries = entries.ok_or_else(|| self.type_error("a table"))?;
        let (source, key, span) = (self.source, self.key.clone(), self.value.span());
        Table {
            source,
            key,
            span,
            entries,
        }
        .with_known(known)
    }

    /// The items of a list: one at least, [`MAX_LIST`] at most.
    pub(super) fn list(&self, wanted: &'static str) -> Result<Vec<Field<'a>>, PolicyError> {
        let items = self.value.get_ref().as_array();
        let items = items.ok_or_else(|| self.type_error(wanted))?;
        if items.is_empty() || items.len() > MAX_LIST {
            return Err(self.error(Fault::Items { found: items.len() }));
        }
        let field = |(number, value)| Field {
            source: self.source,
            key: format!("{}[{number}]", self.key),
            value,
        };
        Ok((1_usize..).zip(items.iter()).map(field).collect())
    }

    /// A list of texts that the function knows, none of them twice; in ascending order.
    pub(super) fn set<T: Ord>(
        &self,
        wanted: &'static str,
        read: impl Fn(&Field<'a>) -> Result<T, PolicyError>,
    ) -> Result<Vec<T>, PolicyError> {
        let mut set = std::collections::BTreeSet::new();
        for item in self.list(wanted)? {
            if !set.insert(read(&item)?) {
                return Err(item.error(Fault::Repeated { found: item.quoted() }));
            }
        }
        Ok(set.into_iter().collect())
    }

    pub(super) fn text(&self, wanted: &'static str) -> Result<&'a str, PolicyError> {
        self.value.get_ref().as_str().ok_or_else(|| self.type_error(wanted))
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Result<T, PolicyError> {
        let text = self.text("one of the words that are known here, in quotes")?;
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let nearest = nearest(text, &known);
            self.error(Fault::Value {
                found: self.quoted(),
                wanted: format!("one of {}", known.join(", ")),
                nearest,
            })
        })
    }

    pub(super) fn flag(&self) -> Result<bool, PolicyError> {
        self.value
            .get_ref()
            .as_bool()
            .ok_or_else(|| self.type_error("true or false"))
    }

    pub(super) fn whole(&self, range: RangeInclusive<u64>) -> Result<u64, PolicyError> {
        let number = self.value.get_ref().as_integer();
        let number = number.ok_or_else(|| self.type_error("a whole number, such as 3"))?;
        // What is below zero or beyond 64 bits is in no range.
        let value = u64::from_str_radix(number.as_str(), number.radix()).ok();
        let within = value.filter(|value| range.contains(value));
        within.ok_or_else(|| {
            self.out_of_range(
                clipped(number.as_str()),
                range.start().to_string(),
                range.end().to_string(),
            )
        })
    }

    pub(super) fn small(&self, range: RangeInclusive<u32>) -> Result<u32, PolicyError> {
        let value = self.whole(u64::from(*range.start())..=u64::from(*range.end()))?;
        Ok(u32::try_from(value).unwrap_or(u32::MAX))
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self) -> Result<f64, PolicyError> {
        let value = self.value.get_ref();
        let text = value.as_float().map(|float| float.as_str());
        let text = text.or_else(|| {
            value
                .as_integer()
                .filter(|whole| whole.radix() == 10)
                .map(|whole| whole.as_str())
        });
        let text = text.ok_or_else(|| self.type_error("a number from 0.0 to 1.0"))?;
        let number: Option<f64> = text.parse().ok();
        let within = number.filter(|number| (0.0..=1.0).contains(number));
        within.ok_or_else(|| self.out_of_range(clipped(text), "0.0".into(), "1.0".into()))
    }

    /// Milliseconds.
    pub(super) fn duration(&self, range: RangeInclusive<u64>) -> Result<u64, PolicyError> {
        let text = self.text(duration::FORM)?;
        let Some(ms) = duration::parse(text) else {
            return Err(self.value_error(duration::FORM));
        };
        let (least, most) = (duration::shown(*range.start()), duration::shown(*range.end()));
        let within = Some(ms).filter(|ms| range.contains(ms));
        within.ok_or_else(|| self.out_of_range(self.quoted(), format!("\"{least}\""), format!("\"{most}\"")))
    }

    pub(super) fn error(&self, fault: Fault) -> PolicyError {
        PolicyError {
            place: self.place(),
            fault,
        }
    }

    /// A text that is not of the form asked for.
    pub(super) fn value_error(&self, wanted: &str) -> PolicyError {
        self.error(Fault::Value {
            found: self.quoted(),
            wanted: wanted.into(),
            nearest: None,
        })
    }

    pub(super) fn out_of_range(&self, found: String, least: String, most: String) -> PolicyError {
        self.error(Fault::OutOfRange { found, least, most })
    }

    fn type_error(&self, wanted: &'static str) -> PolicyError {
        let kind = self.value.get_ref().type_str();
        let article = if kind.starts_with(['a', 'i']) { "an" } else { "a" };
        self.error(Fault::Type {
            found: format!("{article} {kind}"),
            wanted,
        })
    }

    pub(super) fn place(&self) -> Place {
        self.source.place(self.value.span().start, self.key.clone())
    }

    fn quoted(&self) -> String {
        format!("\"{}\"", clipped(self.value.get_ref().as_str().unwrap_or_default()))
    }
}

/// What an error repeats of the text.
pub(super) fn clipped(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut clipped: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        clipped.push('…');
    }
    clipped
}
