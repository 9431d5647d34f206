//! Values, each of which knows where it stands.

use toml::Spanned;
use toml::de::DeValue;

use super::error::{DocumentError, Fault, Place, clipped, place};
use super::form::Form;
use super::table::Table;

/// A value of a text.
#[derive(Debug)]
pub struct Value<'a> {
    text: &'a str,
    key: String,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Value<'a> {
    pub(super) const fn new(text: &'a str, key: String, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { text, key, value }
    }

    /// Reads it as a form.
    ///
    /// # Errors
    /// If it is not of that form.
    pub fn read<F: Form>(&self, mut form: F) -> Result<F::Out, DocumentError> {
        form.read(self)
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        place(self.text, self.value.span().start, self.key.clone())
    }

    /// An error about what the value says: what is wrong, and how to mend it. Neither ends with a full stop.
    #[must_use]
    pub fn wrong(&self, what: impl Into<String>, mend: impl Into<String>) -> DocumentError {
        DocumentError::contradiction(self.place(), what, mend)
    }

    /// An error: the value is not this. Begins with an article and has no full stop.
    #[must_use]
    pub fn is_not(&self, wanted: impl Into<String>) -> DocumentError {
        self.is_none_of(wanted.into(), None)
    }

    pub(super) fn is_none_of(&self, wanted: String, nearest: Option<&'static str>) -> DocumentError {
        let found = self.written();
        self.error(Fault::Value { found, wanted, nearest })
    }

    pub(super) fn is_out_of_range(&self, wanted: String) -> DocumentError {
        let found = self.written();
        self.error(Fault::OutOfRange { found, wanted })
    }

    pub(super) fn is_of_another_type(&self, wanted: String) -> DocumentError {
        let kind = self.value.get_ref().type_str();
        let found = match kind {
            "array" => "a list".into(),
            "string" => "a text".into(),
            kind if kind.starts_with(['a', 'i']) => format!("an {kind}"),
            kind => format!("a {kind}"),
        };
        self.error(Fault::Type { found, wanted })
    }

    /// A whole number as it is written and its radix, without its prefix.
    pub(super) fn as_whole(&self) -> Option<(&'a str, u32)> {
        let number = self.value.get_ref().as_integer()?;
        Some((number.as_str(), number.radix()))
    }

    /// A float, or a decimal whole number.
    pub(super) fn as_number(&self) -> Option<&'a str> {
        let value = self.value.get_ref();
        let whole = value.as_integer().filter(|whole| whole.radix() == 10);
        let float = value.as_float().map(|float| float.as_str());
        float.or_else(|| whole.map(|whole| whole.as_str()))
    }

    pub(super) fn as_text(&self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    pub(super) fn as_flag(&self) -> Option<bool> {
        self.value.get_ref().as_bool()
    }

    pub(super) fn as_table(&self) -> Option<Table<'a>> {
        let entries = self.value.get_ref().as_table()?;
        Some(Table::new(self.text, self.key.clone(), self.value.span(), entries))
    }

    /// How many items, and each with its path.
    pub(super) fn as_list(&self) -> Option<(usize, impl Iterator<Item = Self> + use<'a>)> {
        let items = self.value.get_ref().as_array()?;
        let (text, key) = (self.text, self.key.clone());
        let numbered = (1_usize..).zip(items.iter());
        let item = move |(number, value)| Self::new(text, format!("{key}[{number}]"), value);
        Some((items.len(), numbered.map(item)))
    }

    /// As it stands in the text, its first line.
    fn written(&self) -> String {
        let found = self.text.get(self.value.span()).unwrap_or_default();
        clipped(found.lines().next().unwrap_or_default())
    }

    fn error(&self, fault: Fault) -> DocumentError {
        let place = self.place();
        DocumentError { place, fault }
    }
}
