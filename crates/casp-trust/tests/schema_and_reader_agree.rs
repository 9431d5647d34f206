//! `policy.schema.json` describes what is read: the same keys, types, words and bounds.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use std::collections::{BTreeMap, BTreeSet};

use casp_schema_check::{Schema, as_json, as_toml};
use casp_trust::TieredPolicy;
use casp_trust::policy::{Fault, PolicyError};
use fixtures::{FULL, SHIPPED};
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../policy.schema.json");

fn schema() -> Schema {
    Schema::parse(SCHEMA)
}

#[test]
fn shipped_policies_validate() {
    for (name, text) in SHIPPED.into_iter().chain([("full", FULL)]) {
        assert_eq!(schema().faults(&as_json(text)), Vec::<String>::new(), "{name}");
        assert_eq!(TieredPolicy::parse(text).unwrap().name(), name);
    }
}

/// Every table and leaf of the schema, by its path in a policy that has one row and one override.
fn properties(root: &Schema) -> BTreeMap<String, Value> {
    fn walk(root: &Schema, schema: &Value, at: &str, found: &mut BTreeMap<String, Value>) {
        let schema = root.resolved(schema);
        found.insert(at.into(), schema.clone());
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = if at.is_empty() {
                name.clone()
            } else {
                format!("{at}.{name}")
            };
            walk(root, property, &path, found);
        }
        if schema["items"]["$ref"].is_string() {
            found.remove(at);
            walk(root, &schema["items"], &format!("{at}[1]"), found);
        }
    }
    let mut found = BTreeMap::new();
    walk(root, root.root(), "", &mut found);
    found
}

/// The full policy, in which the value at this path, of the first row or override, is another or a new one.
fn with(path: &str, value: Value) -> String {
    let mut policy = as_json(FULL);
    // No override of the full policy has both; a reputation for the one that leaves it out.
    if path.starts_with("override[1].reputation") {
        policy["override"][0]["reputation"] = policy["override"][1]["reputation"].clone();
        policy["override"][0]["without"] = json!(["evidence"]);
        policy["override"][0].as_object_mut().unwrap().remove("evidence");
    }
    if let Some(name) = path.strip_prefix("override[1].evidence.") {
        policy["override"][0]["evidence"] = policy["row"][0]["evidence"].clone();
        assert!(!policy["override"][0]["evidence"][name].is_null() || name == "unheard_of");
    }
    let mut place = &mut policy;
    for key in path.split('.') {
        place = match key.strip_suffix("[1]") {
            Some(key) => &mut place[key][0],
            None => &mut place[key],
        };
    }
    *place = value;
    as_toml(&policy)
}

fn error(path: &str, value: Value) -> Option<PolicyError> {
    TieredPolicy::parse(&with(path, value)).err()
}

#[test]
fn the_full_policy_is_one_in_which_every_key_is_there() {
    let policy = as_json(FULL);
    for path in properties(&schema()).keys().filter(|path| !path.is_empty()) {
        let mut place = &policy;
        for key in path.split('.') {
            place = key
                .strip_suffix("[1]")
                .map_or_else(|| &place[key], |key| &place[key][0]);
        }
        // The first override leaves out reputation and attestation.
        let is_left_out = path.starts_with("override[1].");
        assert!(!place.is_null() || is_left_out, "{path}");
    }
    assert!(TieredPolicy::parse(&as_toml(&policy)).is_ok());
}

#[test]
fn every_key_of_the_schema_is_read() {
    for (path, property) in properties(&schema()) {
        if path.is_empty() {
            continue;
        }
        let wrong = if property["type"] == "boolean" {
            json!("text")
        } else {
            json!(true)
        };
        let error = error(&path, wrong).unwrap_or_else(|| panic!("{path} is not read"));
        assert_eq!(error.place.key, path, "{error}");
        assert!(matches!(error.fault, Fault::Type { .. }), "{error}");
    }
}

#[test]
fn every_key_that_is_read_is_in_the_schema() {
    let mut tables = 0;
    for (path, property) in properties(&schema()) {
        let Some(known) = property["properties"].as_object() else {
            continue;
        };
        let key = if path.is_empty() {
            "unheard_of".into()
        } else {
            format!("{path}.unheard_of")
        };
        let error = error(&key, json!(1)).unwrap_or_else(|| panic!("{key} is let pass"));
        assert_eq!(error.place.key, key);
        let Fault::UnknownKey { known: read, .. } = &error.fault else {
            panic!("{error}");
        };
        let (read, known): (BTreeSet<_>, BTreeSet<_>) = (
            read.iter().copied().collect(),
            known.keys().map(String::as_str).collect(),
        );
        assert_eq!(read, known, "{path}");
        tables += 1;
    }
    assert_eq!(tables, 13);
}

#[test]
fn required_keys_are_the_same() {
    for (path, property) in properties(&schema()) {
        let required = property["required"].as_array().cloned().unwrap_or_default();
        for name in property["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            let is_missing = without(&path, name)
                .is_some_and(|error| matches!(error.fault, Fault::Missing { key, .. } if key == name));
            assert_eq!(is_missing, required.contains(&json!(name)), "{path}.{name}");
        }
    }
}

/// What is said of the full policy without a key.
fn without(path: &str, name: &str) -> Option<PolicyError> {
    let marked = if path.is_empty() {
        name.into()
    } else {
        format!("{path}.{name}")
    };
    let mut policy = as_json(&with(&marked, json!("to be removed")));
    let mut place = &mut policy;
    for key in path.split('.').filter(|key| !key.is_empty()) {
        place = match key.strip_suffix("[1]") {
            Some(key) => &mut place[key][0],
            None => &mut place[key],
        };
    }
    place.as_object_mut().unwrap().remove(name).unwrap();
    TieredPolicy::parse(&as_toml(&policy)).err()
}

#[test]
fn bounds_are_the_same() {
    let mut bounds = 0;
    for (path, property) in properties(&schema()) {
        let (Some(least), Some(most)) = (property["minimum"].as_i64(), property["maximum"].as_i64()) else {
            continue;
        };
        let beyond = |value: i64| {
            error(&path, json!(value))
                .is_some_and(|error| matches!(error.fault, Fault::OutOfRange { .. }) && error.place.key == path)
        };
        let told = [least - 1, least, most, most + 1].map(beyond);
        assert_eq!(told, [true, false, false, true], "{path}");
        bounds += 1;
    }
    assert!(bounds > 15, "{bounds}");
}

/// Texts that both must take, or both refuse, at the place that each is for.
#[test]
fn forms_and_words_are_the_same() {
    let texts = [
        "none",
        "reversible",
        "irreversible",
        "public",
        "regulated",
        "reputation",
        "canaries",
        "trace",
        "attestation",
        "tool-receipt",
        "canary/table-lookup",
        "canary/unknown",
        "org.example/receipts",
        "org.example/",
        ".x",
        "x.",
        "a.b",
        "a.b/c",
        "a.b/*",
        "a.b/c/*",
        "a.b*",
        "A.b",
        "a..b",
        "a.-b",
        "*",
        "",
        "24 h",
        "0 s",
        "1 s",
        "365 d",
        "366 d",
        "1 ms",
        "1000 ms",
        "24h",
        "1 day",
        "01 h",
        "-1 h",
        "host_proxy",
        "attested",
        "HOST_PROXY",
        "tdx",
        "sev-snp",
        "sgx",
        "\u{1b}",
        "name",
        "a b",
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddee",
        "zz",
    ];
    let root = schema();
    let mut taken = 0;
    for (path, property) in properties(&root) {
        let is_list = property["type"] == "array";
        let form = if is_list {
            root.resolved(&property["items"])
        } else {
            property.clone()
        };
        if form["type"] != "string" && form["enum"].is_null() {
            continue;
        }
        for text in texts {
            let found = root.faults_of(&form, &json!(text));
            let value = if is_list { json!([text]) } else { json!(text) };
            let inner = if is_list { format!("{path}[1]") } else { path.clone() };
            let is_refused = error(&path, value).is_some_and(|error| {
                matches!(error.fault, Fault::Value { .. } | Fault::OutOfRange { .. }) && error.place.key == inner
            });
            // The schema cannot say how long a duration is, nor which letters are controls.
            let is_beyond_schema = ["0 s", "366 d", "1 ms", "\u{1b}"].contains(&text);
            assert!(
                is_refused != found.is_empty() || (is_beyond_schema && is_refused),
                "{path}: {text:?} {found:?}"
            );
            taken += usize::from(!is_refused);
        }
    }
    assert!(taken > 60, "{taken}");
}
