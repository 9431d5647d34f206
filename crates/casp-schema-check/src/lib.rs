//! JSON Schemas (2020-12) of documents that people write as TOML, for tests that hold a schema against what reads such documents.
//!
//! Evaluates the keywords that these schemas use. Any other stops the test, so that none is passed over; so does a schema that is none.
//!
//! ```
//! use casp_schema_check::{Schema, as_json};
//!
//! let schema = Schema::parse(r##"{
//!     "type": "object",
//!     "properties": { "ttl": { "$ref": "#/$defs/seconds" } },
//!     "$defs": { "seconds": { "type": "integer", "minimum": 1, "maximum": 60 } }
//! }"##);
//! assert!(schema.faults(&as_json("ttl = 60")).is_empty());
//! assert_eq!(schema.faults(&as_json("ttl = 61")), [".ttl: maximum"]);
//! ```

#![allow(clippy::restriction, reason = "test code")]

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use regex::Regex;
use serde_json::{Number, Value, json};

/// A schema, with what it refers to.
pub struct Schema {
    root: Value,
}

/// Those of all schemas: to make one takes longer than all else.
static PATTERNS: Mutex<BTreeMap<String, Regex>> = Mutex::new(BTreeMap::new());

impl Schema {
    /// Reads a schema's text.
    ///
    /// # Panics
    /// If it is no JSON.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::new(serde_json::from_str(text).unwrap())
    }

    /// A schema as JSON.
    #[must_use]
    pub const fn new(root: Value) -> Self {
        Self { root }
    }

    /// The schema as JSON.
    #[must_use]
    pub const fn root(&self) -> &Value {
        &self.root
    }

    /// With its `$ref` followed. What stands beside the `$ref` takes the place of what is there.
    ///
    /// # Panics
    /// If it refers to what is not in `$defs`.
    #[must_use]
    pub fn resolved(&self, schema: &Value) -> Value {
        let Some(name) = schema.get("$ref").and_then(Value::as_str) else {
            return schema.clone();
        };
        let mut resolved = self.resolved(self.definition(name));
        for (keyword, rule) in schema.as_object().unwrap() {
            if keyword != "$ref" {
                resolved[keyword] = rule.clone();
            }
        }
        resolved
    }

    fn definition(&self, name: &str) -> &Value {
        let definition = name
            .strip_prefix("#/$defs/")
            .and_then(|name| self.root["$defs"].get(name));
        definition.unwrap_or_else(|| panic!("{name} is not there"))
    }

    /// What is wrong with a value: each place, and the keyword that does not hold there.
    #[must_use]
    pub fn faults(&self, value: &Value) -> Vec<String> {
        self.faults_of(&self.root, value)
    }

    /// The same by a part of the schema.
    ///
    /// # Panics
    /// If there is a keyword that is not known here.
    #[must_use]
    pub fn faults_of(&self, part: &Value, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.find(part, value, "", &mut found);
        found
    }

    fn find(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        for (keyword, rule) in schema.as_object().unwrap() {
            let length = value.as_str().map(|text| text.chars().count());
            let items = value.as_array().map(Vec::len);
            let holds = match keyword.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "default" => true,
                "$ref" => {
                    self.find(self.definition(rule.as_str().unwrap()), value, at, found);
                    true
                }
                "oneOf" => {
                    let alternatives = rule.as_array().unwrap().iter();
                    alternatives
                        .filter(|part| self.faults_of(part, value).is_empty())
                        .count()
                        == 1
                }
                "type" => is_of_type(value, rule.as_str().unwrap()),
                "const" => value == rule,
                "enum" => rule.as_array().unwrap().contains(value),
                "additionalProperties" => {
                    assert_eq!(rule, &json!(false));
                    let known = schema["properties"].as_object().unwrap();
                    let keys = value.as_object().into_iter().flatten();
                    keys.into_iter().all(|(key, _)| known.contains_key(key))
                }
                "required" => {
                    let needed = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                    !value.is_object() || rule.as_array().unwrap().iter().all(needed)
                }
                "properties" => {
                    for (name, property) in rule.as_object().unwrap() {
                        if let Some(value) = value.get(name) {
                            self.find(property, value, &format!("{at}.{name}"), found);
                        }
                    }
                    true
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.find(rule, item, &format!("{at}[{}]", number + 1), found);
                    }
                    true
                }
                "minItems" => items.is_none_or(|items| items >= size(rule)),
                "maxItems" => items.is_none_or(|items| items <= size(rule)),
                "uniqueItems" => {
                    let written = |list: &Vec<Value>| list.iter().map(Value::to_string).collect::<BTreeSet<_>>().len();
                    value.as_array().is_none_or(|list| written(list) == list.len())
                }
                "minimum" => !is_ordered(value, rule, Ordering::Less),
                "maximum" => !is_ordered(value, rule, Ordering::Greater),
                "minLength" => length.is_none_or(|length| length >= size(rule)),
                "maxLength" => length.is_none_or(|length| length <= size(rule)),
                "pattern" => value.as_str().is_none_or(|text| matches(rule, text)),
                other => panic!("keyword {other} at {at}"),
            };
            if !holds {
                found.push(format!("{at}: {keyword}"));
            }
        }
    }
}

fn matches(pattern: &Value, text: &str) -> bool {
    let pattern = pattern.as_str().unwrap();
    let mut patterns = PATTERNS.lock().unwrap();
    let known = patterns.entry(pattern.to_owned());
    known.or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        // 1.0 is a whole number to a schema.
        "integer" => value.as_number().is_some_and(|number| {
            number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
        }),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("type {other}"),
    }
}

fn size(rule: &Value) -> usize {
    usize::try_from(rule.as_u64().unwrap()).unwrap()
}

/// Whether it is a number that stands to the bound like this. Whole numbers are compared in all their digits.
fn is_ordered(value: &Value, bound: &Value, asked: Ordering) -> bool {
    let whole = |number: &Number| {
        let signed = number.as_i64().map(i128::from);
        signed.or_else(|| number.as_u64().map(i128::from))
    };
    let (Some(value), Some(bound)) = (value.as_number(), bound.as_number()) else {
        return false;
    };
    let order = match (whole(value), whole(bound)) {
        (Some(value), Some(bound)) => Some(value.cmp(&bound)),
        _ => value.as_f64().partial_cmp(&bound.as_f64()),
    };
    order == Some(asked)
}

/// A TOML text as JSON.
///
/// # Panics
/// If it is no TOML.
#[must_use]
pub fn as_json(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap();
    serde_json::to_value(table).unwrap()
}

/// A JSON object as TOML, a line for each of its keys.
///
/// # Panics
/// If it is no object, or there is a `null` in it.
#[must_use]
pub fn as_toml(document: &Value) -> String {
    fn inline(value: &Value) -> String {
        match value {
            Value::Null => panic!("TOML has no null"),
            Value::Object(object) => {
                let member = |(key, value): (&String, &Value)| format!("{key} = {}", inline(value));
                format!("{{ {} }}", object.iter().map(member).collect::<Vec<_>>().join(", "))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
            // TOML wants this control character escaped too.
            other => other.to_string().replace('\u{7f}', "\\u007f"),
        }
    }
    let members = document.as_object().unwrap().iter();
    members
        .map(|(key, value)| format!("{key} = {}\n", inline(value)))
        .collect()
}
