//! What a value can be, with its bounds and its words.

use core::ops::RangeInclusive;

use super::duration;
use super::error::{DocumentError, Fault};
use super::nearest::nearest;
use super::table::Table;
use super::value::Value;
use crate::engine::Span;

/// What a value is to be.
pub trait Form {
    /// What is made of it.
    type Out;

    /// In words, for an error: begins with an article, names the bounds, has no full stop.
    fn wanted(&self) -> String;

    /// Reads a value.
    ///
    /// # Errors
    /// If it is not of this form.
    fn read(&mut self, value: &Value<'_>) -> Result<Self::Out, DocumentError>;
}

struct By<W, R> {
    wanted: W,
    read: R,
}

impl<T, W, R> Form for By<W, R>
where
    W: Fn() -> String,
    R: FnMut(&Value<'_>) -> Result<T, DocumentError>,
{
    type Out = T;

    fn wanted(&self) -> String {
        (self.wanted)()
    }

    fn read(&mut self, value: &Value<'_>) -> Result<T, DocumentError> {
        (self.read)(value)
    }
}

fn form<T>(
    wanted: impl Fn() -> String,
    read: impl FnMut(&Value<'_>) -> Result<T, DocumentError>,
) -> impl Form<Out = T> {
    By { wanted, read }
}

/// A form of its own: its words (see [`Form::wanted`]), and a function that reads it by other forms with [`Value::read`].
pub fn by<T>(wanted: &'static str, read: impl FnMut(&Value<'_>) -> Result<T, DocumentError>) -> impl Form<Out = T> {
    form(|| wanted.into(), read)
}

/// One of two forms of different types. A value is read as the one whose type it has, so that what is wrong is told of that one.
pub fn either<A, B>(wanted: &'static str, mut one: A, mut other: B) -> impl Form<Out = A::Out>
where
    A: Form,
    B: Form<Out = A::Out>,
{
    let is_typed_here = |error: &DocumentError, value: &Value<'_>| {
        matches!(error.fault, Fault::Type { .. }) && error.place.key == value.place().key
    };
    by(wanted, move |value| match one.read(value) {
        Err(error) if is_typed_here(&error, value) => match other.read(value) {
            Err(error) if is_typed_here(&error, value) => Err(value.is_of_another_type(wanted.into())),
            read => read,
        },
        read => read,
    })
}

/// A whole number within a range, of a type without sign.
pub fn whole<T>(range: RangeInclusive<T>) -> impl Form<Out = T>
where
    T: Copy + Into<u64> + TryFrom<u64>,
{
    let (least, most) = ((*range.start()).into(), (*range.end()).into());
    let wanted = move || format!("a whole number from {} to {}", grouped(least), grouped(most));
    form(wanted, move |value| {
        let (digits, radix) = value.as_whole().ok_or_else(|| value.is_of_another_type(wanted()))?;
        // What is below zero or beyond 64 bits is in no range.
        let number = u64::from_str_radix(digits, radix).ok();
        let within = number.filter(|number| (least..=most).contains(number));
        let number = within.and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| value.is_out_of_range(wanted()))
    })
}

/// A finite number within a range, with or without a decimal point.
pub fn number(range: RangeInclusive<f64>) -> impl Form<Out = f64> {
    let (least, most) = range.into_inner();
    let wanted = move || format!("a number from {least} to {most}");
    form(wanted, move |value| {
        let digits = value.as_number().ok_or_else(|| value.is_of_another_type(wanted()))?;
        let number: Option<f64> = digits.parse().ok();
        let within = number.filter(|number| number.is_finite() && (least..=most).contains(number));
        within.ok_or_else(|| value.is_out_of_range(wanted()))
    })
}

/// A number from 0 to 1.
pub fn share() -> impl Form<Out = f64> {
    number(0.0..=1.0)
}

/// A duration within a range: a whole number, a space and a unit in quotes, such as `"15 s"`.
pub fn span(range: RangeInclusive<Span>) -> impl Form<Out = Span> {
    let (least, most) = range.into_inner();
    let bounds = move || format!("\"{}\" to \"{}\"", duration::shown(least), duration::shown(most));
    let wanted = move || format!("a duration from {}", bounds());
    form(wanted, move |value| {
        let text = value.as_text().ok_or_else(|| value.is_of_another_type(wanted()))?;
        let Some(span) = duration::parse(text) else {
            return Err(value.is_not(format!("a duration ({}) from {}", duration::FORM, bounds())));
        };
        let within = Some(span).filter(|span| (least..=most).contains(span));
        within.ok_or_else(|| value.is_out_of_range(wanted()))
    })
}

/// A text of so many bytes, without control characters.
pub fn text(bytes: RangeInclusive<usize>) -> impl Form<Out = String> {
    let (least, most) = bytes.into_inner();
    let wanted = move || format!("a text of {least} to {most} bytes without control characters, in quotes");
    form(wanted, move |value| {
        let text = value.as_text().ok_or_else(|| value.is_of_another_type(wanted()))?;
        let fits = (least..=most).contains(&text.len()) && !text.chars().any(char::is_control);
        if fits {
            Ok(text.into())
        } else {
            Err(value.is_not(wanted()))
        }
    })
}

/// A text of so many bytes that may have several lines, without other control characters. Lines that end as on Windows are read as if
/// they ended as elsewhere.
pub fn lines(bytes: RangeInclusive<usize>) -> impl Form<Out = String> {
    let (least, most) = bytes.into_inner();
    let wanted = move || format!("a text of {least} to {most} bytes, in quotes");
    form(wanted, move |value| {
        let text = value.as_text().ok_or_else(|| value.is_of_another_type(wanted()))?;
        let is_odd = |letter: char| letter.is_control() && letter != '\n';
        let lines = text.replace("\r\n", "\n");
        let fits = (least..=most).contains(&text.len()) && !lines.chars().any(is_odd);
        if fits { Ok(lines) } else { Err(value.is_not(wanted())) }
    })
}

/// `true` or `false`.
pub fn flag() -> impl Form<Out = bool> {
    let wanted = || "true or false".into();
    form(wanted, move |value| {
        value.as_flag().ok_or_else(|| value.is_of_another_type(wanted()))
    })
}

/// One of a few words.
pub fn choice<T: Clone>(words: &[(&'static str, T)]) -> impl Form<Out = T> {
    let wanted = move || {
        let words: Vec<_> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        format!("one of {}", words.join(", "))
    };
    form(wanted, move |value| {
        let text = value.as_text().ok_or_else(|| value.is_of_another_type(wanted()))?;
        let found = words.iter().find(|(word, _)| *word == text);
        let none = || value.is_none_of(wanted(), nearest(text, words.iter().map(|(word, _)| *word)));
        found.map(|(_, meant)| meant.clone()).ok_or_else(none)
    })
}

/// A list of so many items, each of one form.
pub fn list<F: Form>(items: RangeInclusive<usize>, mut item: F) -> impl Form<Out = Vec<F::Out>> {
    let (least, most) = items.into_inner();
    let words = item.wanted();
    let wanted = move || format!("a list of {least} to {most} items, each {words}");
    form(wanted.clone(), move |value| {
        let (length, items) = value.as_list().ok_or_else(|| value.is_of_another_type(wanted()))?;
        if !(least..=most).contains(&length) {
            return Err(value.wrong(
                format!(
                    "this list has {} items",
                    grouped(u64::try_from(length).unwrap_or(u64::MAX))
                ),
                format!("Write {least} to {most}"),
            ));
        }
        items.map(|value| item.read(&value)).collect()
    })
}

/// A list of exactly two.
pub fn pair<A: Form, B: Form>(mut first: A, mut second: B) -> impl Form<Out = (A::Out, B::Out)> {
    let words = format!("a pair [{}, {}]", first.wanted(), second.wanted());
    let wanted = move || words.clone();
    form(wanted.clone(), move |value| {
        let (length, mut items) = value.as_list().ok_or_else(|| value.is_of_another_type(wanted()))?;
        match (length, items.next(), items.next()) {
            (2, Some(one), Some(other)) => Ok((first.read(&one)?, second.read(&other)?)),
            _ => Err(value.is_not(wanted())),
        }
    })
}

/// A list of the least and the most, which can be equal: `["200 ms", "2 s"]`.
pub fn range<F>(mut end: F) -> impl Form<Out = RangeInclusive<F::Out>>
where
    F: Form,
    F::Out: PartialOrd,
{
    let words = format!("a pair [least, most], each {}", end.wanted());
    let wanted = move || words.clone();
    form(wanted.clone(), move |value| {
        let (length, mut items) = value.as_list().ok_or_else(|| value.is_of_another_type(wanted()))?;
        let (2, Some(least), Some(most)) = (length, items.next(), items.next()) else {
            return Err(value.is_not(wanted()));
        };
        let (least, most) = (end.read(&least)?, end.read(&most)?);
        if least <= most {
            Ok(least..=most)
        } else {
            Err(value.wrong("this range ends before it begins", "Write the lesser first"))
        }
    })
}

/// A table, of which the function takes what it knows. The rest is refused.
pub fn table<T>(mut body: impl FnMut(&mut Table<'_>) -> Result<T, DocumentError>) -> impl Form<Out = T> {
    let wanted = || "a table".into();
    form(wanted, move |value| {
        let table = value.as_table().ok_or_else(|| value.is_of_another_type(wanted()))?;
        table.read(&mut body)
    })
}

/// A list of so many tables, each as by [`table()`]: in TOML mostly under `[[key]]`.
pub fn tables<T>(
    items: RangeInclusive<usize>,
    body: impl FnMut(&mut Table<'_>) -> Result<T, DocumentError>,
) -> impl Form<Out = Vec<T>> {
    let (least, most) = (*items.start(), *items.end());
    let mut list = list(items, table(body));
    let wanted = move || format!("{least} to {most} tables, each under its name in [[ ]]");
    form(wanted, move |value| match value.as_list() {
        Some(_) => list.read(value),
        None => Err(value.is_of_another_type(wanted())),
    })
}

/// As TOML writes large numbers: `10_000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in (0..digits.len()).rev().zip(digits.chars()) {
        grouped.push(digit);
        if place > 0 && place.checked_rem(3) == Some(0) {
            grouped.push('_');
        }
    }
    grouped
}
