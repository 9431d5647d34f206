//! Tables, which know what was taken out of them.

use core::ops::Range;

use toml::de::DeTable;

use super::error::{DocumentError, Fault, Place, clipped, place};
use super::form::Form;
use super::nearest::nearest;
use super::value::Value;

/// A table. What nobody has taken when its reading ends is an error.
#[derive(Debug)]
pub struct Table<'a> {
    text: &'a str,
    key: String,
    span: Range<usize>,
    entries: &'a DeTable<'a>,
    /// What was asked for, whether it was there or not.
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    pub(super) const fn whole(text: &'a str, entries: &'a DeTable<'a>) -> Self {
        Self::new(text, String::new(), 0..0, entries)
    }

    pub(super) const fn new(text: &'a str, key: String, span: Range<usize>, entries: &'a DeTable<'a>) -> Self {
        let known = Vec::new();
        Self {
            text,
            key,
            span,
            entries,
            known,
        }
    }

    /// Lets a function take what it knows, and refuses the rest.
    pub(super) fn read<T>(
        mut self,
        body: impl FnOnce(&mut Self) -> Result<T, DocumentError>,
    ) -> Result<T, DocumentError> {
        let taken = body(&mut self)?;
        self.refuse_unknown()?;
        Ok(taken)
    }

    /// The value of a key that has to be there.
    ///
    /// # Errors
    /// If it is missing, or not of that form.
    pub fn take<F: Form>(&mut self, key: &'static str, form: F) -> Result<F::Out, DocumentError> {
        let wanted = form.wanted();
        match self.take_optional(key, form)? {
            Some(taken) => Ok(taken),
            None => Err(self.missing(key, wanted)),
        }
    }

    /// The value of a key, if it is there.
    ///
    /// # Errors
    /// If it is not of that form.
    pub fn take_optional<F: Form>(&mut self, key: &'static str, mut form: F) -> Result<Option<F::Out>, DocumentError> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.get(key).map(|value| form.read(&value)).transpose()
    }

    /// The value of a key, or this one if it is not there.
    ///
    /// # Errors
    /// If it is there, and not of that form.
    pub fn take_or<F: Form>(&mut self, key: &'static str, default: F::Out, form: F) -> Result<F::Out, DocumentError> {
        self.take_optional(key, form).map(|taken| taken.unwrap_or(default))
    }

    /// Whether a key is there, taken or not. It does not take it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Where a key's value stands, or the table if the key is not there.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        self.get(key).map_or_else(
            || place(self.text, self.span.start, self.key.clone()),
            |value| value.place(),
        )
    }

    /// An error about a key that does not fit others: what is wrong, and how to mend it. Neither ends with a full stop.
    #[must_use]
    pub fn wrong(&self, key: &str, what: impl Into<String>, mend: impl Into<String>) -> DocumentError {
        DocumentError::contradiction(self.place(key), what, mend)
    }

    fn get(&self, key: &str) -> Option<Value<'a>> {
        let value = self.entries.get(key)?;
        Some(Value::new(self.text, self.path(key), value))
    }

    fn missing(&self, key: &'static str, wanted: String) -> DocumentError {
        let open = self.entries.keys().filter(|open| !self.is_known(open.get_ref()));
        let near = nearest(key, open.map(|open| open.get_ref().as_ref()));
        let resembling = near.map(|near| {
            let at = self.entries.get_key_value(near).map(|(open, _)| open.span().start);
            let line = place(self.text, at.unwrap_or_default(), String::new()).line;
            (clipped(near), line)
        });
        DocumentError {
            place: place(self.text, self.span.start, self.key.clone()),
            fault: Fault::Missing {
                key,
                wanted,
                resembling,
            },
        }
    }

    /// The first in the text, so that the first slip is told first.
    fn refuse_unknown(&self) -> Result<(), DocumentError> {
        let unknown = self.entries.keys().filter(|key| !self.is_known(key.get_ref()));
        let Some(first) = unknown.min_by_key(|key| key.span().start) else {
            return Ok(());
        };
        let name = first.get_ref();
        let key = clipped(name);
        Err(DocumentError {
            place: place(self.text, first.span().start, self.path(&key)),
            fault: Fault::UnknownKey {
                nearest: nearest(name, self.known.iter().copied()),
                key,
                known: self.known.clone(),
            },
        })
    }

    fn is_known(&self, key: &str) -> bool {
        self.known.contains(&key)
    }

    fn path(&self, key: &str) -> String {
        if self.key.is_empty() {
            key.into()
        } else {
            format!("{}.{key}", self.key)
        }
    }
}

impl DocumentError {
    /// Values that do not fit each other: what is wrong, and how to mend it. Neither ends with a full stop.
    #[must_use]
    pub fn contradiction(place: Place, what: impl Into<String>, mend: impl Into<String>) -> Self {
        let (what, mend) = (what.into(), mend.into());
        Self {
            place,
            fault: Fault::Contradiction { what, mend },
        }
    }
}
