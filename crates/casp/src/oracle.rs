//! Oracles as people write them: a TOML file with exactly one form (SPEC.md section 16.2).
//!
//! ```text
//! json = '{"count": 3}'                                  # the same value
//! decimal = { expected = "12.50", tolerance = "0.01" }   # a number, and how far an answer may be from it
//! one_of = ["yes", "no"]                                 # one of these texts
//! contains = "Kilimanjaro"                               # a text that contains this
//! prefix = "HTTP/1.1 200"                                # a text that begins with this
//! exact_digest = "9b…"                                   # the content digest of the answer, 64 digits
//! ```

use casp_wire::v1::oracle::Form;
use casp_wire::v1::{DecimalOracle, Oracle, TextSet};
use serde::Deserialize;

/// Greatest description, bytes: a value of 64 KiB, and room for escapes.
pub(crate) const LIMIT: usize = 1_048_576;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Description {
    ExactDigest(String),
    Json(String),
    Decimal(DecimalDescription),
    OneOf(Vec<String>),
    Contains(String),
    Prefix(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecimalDescription {
    expected: String,
    tolerance: String,
}

/// Reads a description. Whether the oracle is valid, CAN-1 says.
pub(crate) fn parse(text: &str) -> Result<Oracle, String> {
    let description: Description = toml::from_str(text).map_err(|error| error.to_string())?;
    let form = match description {
        Description::ExactDigest(digits) => {
            let digest = hex::decode(digits).map_err(|error| format!("exact_digest is no digest in hex: {error}"))?;
            Form::ExactDigest(digest)
        }
        Description::Json(text) => Form::Json(text),
        Description::Decimal(DecimalDescription { expected, tolerance }) => {
            Form::Decimal(DecimalOracle { expected, tolerance })
        }
        Description::OneOf(mut values) => {
            values.sort_unstable();
            values.dedup();
            Form::OneOf(TextSet { values })
        }
        Description::Contains(part) => Form::Contains(part),
        Description::Prefix(part) => Form::Prefix(part),
    };
    Ok(Oracle { form: Some(form) })
}

/// The name of an oracle's form, as a description and the schema have it.
pub(crate) const fn form_name(oracle: &Oracle) -> &'static str {
    match oracle.form {
        None => "none",
        Some(Form::ExactDigest(_)) => "exact_digest",
        Some(Form::Json(_)) => "json",
        Some(Form::Decimal(_)) => "decimal",
        Some(Form::OneOf(_)) => "one_of",
        Some(Form::Contains(_)) => "contains",
        Some(Form::Prefix(_)) => "prefix",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read_and_two_at_once_are_not() {
        let one_of = parse(r#"one_of = ["b", "a", "b"]"#).unwrap();
        let values = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(
            one_of.form,
            Some(Form::OneOf(TextSet { values })),
            "a set of texts ascends"
        );
        for text in [
            "exact_digest = \"00\"",
            "json = '{}'",
            "decimal = { expected = '1', tolerance = '0' }",
            "contains = 'a'",
            "prefix = 'a'",
        ] {
            let name = text.split(' ').next().unwrap();
            assert_eq!(form_name(&parse(text).unwrap()), name);
            assert!(parse(&format!("one_of = ['a']\n{text}")).is_err(), "{text}");
        }
        for text in [
            "",
            "exact_digest = 'x'",
            "decimal = { expected = '1' }",
            "regex = '.*'",
            "json = 1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
