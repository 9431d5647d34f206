//! Every place of the schema, in a scenario that has a value there.

use std::collections::BTreeSet;

use casp_schema_check::{Schema, as_json};
use casp_sim::document::Fault;
use serde_json::{Value, json};

use super::error;

const FULL: &str = include_str!("full.toml");

/// A policy of casp-trust, with the letter before those that control in its first line and in another.
const POLICY: &str = r#"# ~
version = 1
name = "own ~"
[[row]]
name = "anything"
side_effects = ["none", "reversible", "irreversible"]
risks = ["public", "private", "regulated"]
"#;

/// What can be written at a path that ends like this, in place of what the full scenario has there: one value for each form.
pub(crate) fn forms(path: &str) -> Vec<Value> {
    let is = |end: &str| path.ends_with(end);
    if is("latency") || is("work") || is("start") {
        vec![json!("20 ms"), json!({ "median": "20 ms", "sigma": 0.5 })]
    } else if is("service") {
        vec![json!("measured"), json!(["1 us", "2 us"])]
    } else if is("liars.behaviour") {
        vec![
            json!("bad-mouth"),
            json!({ "kind": "earns-trust-first", "honest_until": "5 min" }),
        ]
    } else if is("behaviour") {
        vec![
            json!("sybil"),
            json!({ "kind": "cheat", "wrong": 0.5, "spots_canaries": 0.9 }),
            json!({ "kind": "takes-turns", "turns": 5, "each": "2 min" }),
            json!({ "kind": "confidently-wrong", "share": 0.5 }),
        ]
    } else if is("arrivals") {
        vec![
            json!({ "kind": "poisson", "every": "6 s" }),
            json!({ "kind": "bursts", "every": "2 min", "size": 20 }),
        ]
    } else if is("policy") {
        vec![json!("tier-1"), json!(POLICY)]
    } else if is("vary") {
        vec![
            json!({ "what": "ttl", "values": ["15 s"] }),
            json!({ "what": "nodes", "values": [10] }),
            json!({ "what": "adversaries", "values": [0.5] }),
            json!({ "what": "cheating", "values": [0.5] }),
            json!({ "what": "misled", "values": [0.5] }),
            json!({ "what": "drift", "values": [0.5] }),
            json!({ "what": "dishonest-registries", "values": [1] }),
            json!({ "what": "ring", "values": [1] }),
            json!({ "what": "liars", "values": [1] }),
        ]
    } else {
        Vec::new()
    }
}

/// A scenario in which every key is there.
pub(crate) fn full() -> Value {
    as_json(FULL)
}

/// A place of the schema, in a scenario that is read and has a value there.
pub(crate) struct Place {
    pub(crate) pointer: String,
    /// With its `$ref` followed.
    pub(crate) schema: Value,
    pub(crate) document: Value,
    /// Whether it is one form of several; the several are a place of their own.
    pub(crate) is_one_of: bool,
}

impl Place {
    /// As errors tell it: `case[1].name`.
    pub(crate) fn path(&self) -> String {
        let keys = self.pointer.split('/').skip(1);
        keys.fold(String::new(), |path, key| match key.parse::<usize>() {
            Ok(number) => format!("{path}[{}]", number + 1),
            Err(_) if path.is_empty() => key.to_owned(),
            Err(_) => format!("{path}.{key}"),
        })
    }

    /// The scenario with another value here.
    pub(crate) fn with(&self, value: Value) -> Value {
        let mut document = self.document.clone();
        *document.pointer_mut(&self.pointer).unwrap() = value;
        document
    }

    /// The scenario with one more key, without one, or with one that is another.
    pub(crate) fn with_key(&self, key: &str, value: Option<Value>) -> Value {
        let mut document = self.document.clone();
        let table = document.pointer_mut(&self.pointer).unwrap().as_object_mut().unwrap();
        match value {
            Some(value) => table.insert(key.to_owned(), value),
            None => table.remove(key),
        };
        document
    }

    pub(crate) fn keys(&self) -> BTreeSet<&str> {
        let keys = self.schema["properties"].as_object().into_iter().flatten();
        keys.map(|(key, _)| key.as_str()).collect()
    }

    /// Whether the reader refuses the value here, rather than anything else, and for a fault like this.
    pub(crate) fn refuses(&self, value: Value, fault: impl Fn(&Fault) -> bool) -> bool {
        error(&self.with(value)).is_some_and(|error| error.place.key == self.path() && fault(&error.fault))
    }
}

/// Every place of the schema: each table, list and leaf, in each form.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) found: Vec<Place>,
    /// Of what the full scenario or its forms have none.
    pub(crate) missed: Vec<String>,
}

impl Places {
    pub(crate) fn walk(&mut self, schema: &Schema, part: &Value, pointer: &str, document: Value, is_one_of: bool) {
        let part = schema.resolved(part);
        let place = Place {
            pointer: pointer.to_owned(),
            schema: part.clone(),
            document,
            is_one_of,
        };
        let path = place.path();
        let Some(here) = place.document.pointer(pointer) else {
            self.missed.push(format!("the full scenario has no {path}"));
            return;
        };
        for alternative in part["oneOf"].as_array().into_iter().flatten() {
            let fits = |value: &Value| schema.faults_of(alternative, value).is_empty();
            match forms(&path).into_iter().chain([here.clone()]).find(fits) {
                Some(value) => self.walk(schema, alternative, pointer, place.with(value), true),
                None => self
                    .missed
                    .push(format!("nothing is of this form at {path}: {alternative}")),
            }
        }
        for (key, property) in part["properties"].as_object().into_iter().flatten() {
            self.walk(
                schema,
                property,
                &format!("{pointer}/{key}"),
                place.document.clone(),
                false,
            );
        }
        if part["items"].is_object() {
            self.walk(
                schema,
                &part["items"],
                &format!("{pointer}/0"),
                place.document.clone(),
                false,
            );
        }
        self.found.push(place);
    }
}
