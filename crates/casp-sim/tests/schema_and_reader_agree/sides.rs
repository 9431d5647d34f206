//! What is held against each other, and how. Each check returns what the two sides do not agree on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use casp_schema_check::{Schema, as_json};
use casp_sim::document::{Fault, shown};
use casp_sim::engine::Span;
use serde_json::{Value, json};

use super::place::{Place, Places};
use super::{error, read};

/// Texts for every place that is for texts.
const TEXTS: [&str; 81] = [
    "",
    " ",
    "a",
    "ab-1",
    "-",
    "A",
    "a b",
    "a_b",
    "é",
    "\u{1b}",
    "\u{1f}",
    "~",
    "\t",
    "\n",
    "a\nb",
    "a\n\t",
    "a\n\u{9f}",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "\u{9f}",
    "\u{a0}",
    "\u{202e}",
    "a.b",
    "a.b/c",
    "a.b/c.d_e-f/g",
    "a.b/",
    "a.b/*",
    "A.b",
    "a..b",
    "a.-b",
    "a-.b",
    ".a",
    "a.b ",
    " a.b",
    "a.b/c/",
    "a.b/-c",
    "a.b/C",
    "org.example/translate",
    "0a.1b/2c",
    "0 s",
    "1 us",
    "1 ms",
    "1 s",
    "1 min",
    "1 h",
    "1 d",
    "24 h",
    "01 h",
    "00 s",
    "-1 h",
    "+1 h",
    "1.5 h",
    "1h",
    "1  h",
    " 1 h",
    "1 h ",
    "1 day",
    "1 M",
    "1 US",
    "1 h 30 min",
    "100000000000000 us",
    "999999999999999 us",
    "1000000000000000 us",
    "9999999999999999 us",
    "measured",
    "Measured",
    "tier-1",
    "teir-1",
    "honest",
    "cheat",
    "takes-turns",
    "bad-mouth",
    "off",
    "none",
    "real",
    "stand-in",
    "irreversible",
    "reversible",
    "withholds",
    "poisson",
];

/// The schema, to be held against the reader.
pub(crate) struct Sides {
    pub(crate) schema: Schema,
    pub(crate) places: Vec<Place>,
    pub(crate) missed: Vec<String>,
}

impl Sides {
    pub(crate) fn of(schema: Schema) -> Self {
        let mut places = Places::default();
        places.walk(&schema, schema.root(), "", super::place::full(), false);
        Self {
            schema,
            places: places.found,
            missed: places.missed,
        }
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.schema["type"] == "object")
    }

    /// The full scenario has every key, and there is an example of every form.
    pub(crate) fn examples_are_there(&self) -> Vec<String> {
        self.missed.clone()
    }

    /// Each table with a key that nobody knows: the reader says which keys it reads there.
    pub(crate) fn keys(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in self.tables() {
            let document = place.with_key("unheard_of", Some(json!(1)));
            let path = place.path();
            match error(&document).map(|error| error.fault) {
                Some(Fault::UnknownKey { known, .. }) if BTreeSet::from_iter(known.iter().copied()) == place.keys() => {
                }
                other => told.push(format!("{path}: {other:?}, and in the schema {:?}", place.keys())),
            }
            told.extend(whole(&self.schema, &document));
        }
        told
    }

    /// Each table without each of its keys.
    pub(crate) fn required(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in self.tables() {
            let required = place.schema["required"].as_array().cloned().unwrap_or_default();
            for key in place.keys() {
                let document = place.with_key(key, None);
                let is_missing = error(&document)
                    .is_some_and(|error| matches!(error.fault, Fault::Missing { key: missing, .. } if missing == key));
                if is_missing != required.contains(&json!(key)) {
                    told.push(format!("{}: {key} is missing: {is_missing}", place.path()));
                }
                told.extend(whole(&self.schema, &document));
            }
        }
        told
    }

    /// Each value as one of another type, at its own place. Of several forms the type of each is taken.
    pub(crate) fn types(&self) -> Vec<String> {
        let probes = [
            (json!(true), vec!["boolean"]),
            (json!(1), vec!["integer", "number"]),
            (json!(0.5), vec!["number"]),
            (json!("text"), vec!["string"]),
            (json!([]), vec!["array"]),
            (json!({}), vec!["object"]),
        ];
        let mut told = Vec::new();
        let values = self
            .places
            .iter()
            .filter(|place| !place.is_one_of && !place.pointer.is_empty());
        for place in values {
            let types = types(&self.schema, &place.schema);
            for (value, names) in &probes {
                let is_refused = place.refuses(value.clone(), |fault| matches!(fault, Fault::Type { .. }));
                if is_refused == names.iter().any(|name| types.contains(*name)) {
                    told.push(format!("{}: {value} is of another type: {is_refused}", place.path()));
                }
                told.extend(whole(&self.schema, &place.with(value.clone())));
            }
        }
        told
    }

    /// Each number at its bounds and beyond.
    pub(crate) fn bounds(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in &self.places {
            let (least, most) = (&place.schema["minimum"], &place.schema["maximum"]);
            let (below, beyond) = match place.schema["type"].as_str() {
                Some("integer") => {
                    let (Some(least), Some(most)) = (least.as_i64(), most.as_u64()) else {
                        told.push(format!("{} has no bounds", place.path()));
                        continue;
                    };
                    (json!(least - 1), json!(most + 1))
                }
                Some("number") => {
                    let (Some(least), Some(most)) = (least.as_f64(), most.as_f64()) else {
                        told.push(format!("{} has no bounds", place.path()));
                        continue;
                    };
                    (json!(least.next_down()), json!(most.next_up()))
                }
                _ => continue,
            };
            let probes = [&below, least, most, &beyond];
            told.extend(
                probes
                    .iter()
                    .filter_map(|value| whole(&self.schema, &place.with((*value).clone()))),
            );
            let is_refused =
                |value: &Value| place.refuses(value.clone(), |fault| matches!(fault, Fault::OutOfRange { .. }));
            let refused = probes.map(is_refused);
            if refused != [true, false, false, true] {
                told.push(format!("{}: {least} to {most}, refused: {refused:?}", place.path()));
            }
        }
        told
    }

    /// Each list with as few and as many items as it may have, and with one less and one more.
    pub(crate) fn lengths_of_lists(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in self.places.iter().filter(|place| place.schema["type"] == "array") {
            let (Some(least), Some(most)) = (place.schema["minItems"].as_u64(), place.schema["maxItems"].as_u64())
            else {
                told.push(format!("{} has no bounds", place.path()));
                continue;
            };
            let item = place.document.pointer(&format!("{}/0", place.pointer)).unwrap();
            let is_refused = |length: u64| {
                let list: Vec<_> = (0..length).map(|_| item.clone()).collect();
                place.refuses(json!(list), |fault| match fault {
                    Fault::Contradiction { what, .. } => what.starts_with("this list has"),
                    Fault::Value { wanted, .. } => wanted.starts_with("a pair"),
                    _ => false,
                })
            };
            let refused = [
                least.checked_sub(1).is_none_or(&is_refused),
                is_refused(least),
                is_refused(most),
                is_refused(most + 1),
            ];
            if refused != [true, false, false, true] {
                told.push(format!(
                    "{}: {least} to {most} items, refused: {refused:?}",
                    place.path()
                ));
            }
        }
        told
    }

    /// Each text that is no word, as long as it may be and longer.
    pub(crate) fn lengths_of_texts(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in self.places.iter().filter(|place| place.schema["type"] == "string") {
            if is_duration(&place.schema) {
                continue;
            }
            let path = place.path();
            let most = place.schema["maxLength"].as_u64().unwrap_or(0);
            let text = |length: u64| {
                let start = match path.as_str() {
                    "step[1].capability" | "group[1].capability" => "a.",
                    "case[1].policy" => "\n",
                    _ => "",
                };
                format!(
                    "{start}{}",
                    "a".repeat(usize::try_from(length).unwrap().saturating_sub(start.len()))
                )
            };
            let is_refused =
                |length: u64| place.refuses(json!(text(length)), |fault| matches!(fault, Fault::Value { .. }));
            let is_invalid = |length: u64| !self.schema.faults_of(&place.schema, &json!(text(length))).is_empty();
            let refused = [most, most + 1].map(|length| (is_refused(length), is_invalid(length)));
            if most == 0 || refused != [(false, false), (true, true)] {
                told.push(format!("{path}: {most} letters, refused: {refused:?}"));
            }
        }
        told
    }

    /// The words at each path, by what the reader says that it wants instead of another.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut by_path: BTreeMap<String, (BTreeSet<String>, &Place)> = BTreeMap::new();
        for place in self.places.iter().filter(|place| !place.is_one_of) {
            let words = words(&self.schema, &place.schema);
            if !words.is_empty() {
                by_path
                    .entry(place.path())
                    .or_insert((BTreeSet::new(), place))
                    .0
                    .extend(words);
            }
        }
        let mut told = Vec::new();
        for (path, (words, place)) in by_path {
            let error = error(&place.with(json!("unheard-of"))).unwrap();
            let wanted = match error.fault {
                Fault::Value { wanted, .. } => wanted,
                // Of a policy the reader names those that ship.
                Fault::Contradiction { mend, .. } => mend,
                other => other.to_string(),
            };
            let read: BTreeSet<_> = quoted(&wanted).map(str::to_owned).collect();
            if error.place.key != path || read != words {
                told.push(format!("{path}: {wanted}, and in the schema {words:?}"));
            }
        }
        told
    }

    /// Each duration at the limits that its description states, and beyond.
    pub(crate) fn durations(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in self.places.iter().filter(|place| is_duration(&place.schema)) {
            let path = place.path();
            let description = place.schema["description"].as_str().unwrap();
            let error = error(&place.with(json!("999999999999 s")));
            let Some(Fault::OutOfRange { wanted, .. }) = error.map(|error| error.fault) else {
                told.push(format!("{path} is no duration"));
                continue;
            };
            let limits: Vec<_> = quoted(&wanted).collect();
            if !description.ends_with(&format!(" {} to {}.", limits[0], limits[1])) {
                told.push(format!("{path}: {wanted}, and in the schema: {description}"));
            }
            let stated = description
                .trim_end_matches('.')
                .rsplit_once(". ")
                .map_or(description, |(_, limits)| limits);
            let (least, most) = stated.split_once(" to ").unwrap();
            let (least, most) = (microseconds(least), microseconds(most));
            let is_refused = |us: i64| {
                let text = if us < 0 { "-1 us".to_owned() } else { shown(Span(us)) };
                place.refuses(json!(text), |fault| {
                    matches!(fault, Fault::OutOfRange { .. } | Fault::Value { .. })
                })
            };
            let refused = [least - 1, least, most, most + 1].map(is_refused);
            let is_invalid = |us: i64| {
                !self
                    .schema
                    .faults_of(&place.schema, &json!(format!("{us} us")))
                    .is_empty()
            };
            if refused != [true, false, false, true] || is_invalid(least) || is_invalid(most) {
                told.push(format!("{path}: {stated}, refused: {refused:?}"));
            }
        }
        told
    }

    /// Texts that both must take, or both refuse, wherever there is a text.
    pub(crate) fn forms_of_texts(&self) -> Vec<String> {
        let mut told = Vec::new();
        for (place, text, is_taken) in self.texts() {
            let is_valid = self.schema.faults_of(&place.schema, &json!(text)).is_empty();
            if is_taken.is_some_and(|is_taken| is_taken != is_valid) {
                told.push(format!(
                    "{}: {text:?} is valid: {is_valid}, and the reader is not of this opinion",
                    place.path()
                ));
            }
        }
        told
    }

    /// Each text at each place that is for texts, and whether the reader takes it there. `None`: the schema has no say in it.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&Place, &'static str, Option<bool>)> {
        // Of several tables the kind tells which is meant: its words are compared elsewhere.
        let is_for_texts =
            |place: &&Place| place.schema["const"].is_null() && types(&self.schema, &place.schema).contains("string");
        let places = self.places.iter().filter(|place| !place.is_one_of).filter(is_for_texts);
        places.flat_map(|place| {
            let path = place.path();
            let is_policy = path.ends_with(".policy");
            let is_taken = move |text: &'static str| {
                let error = error(&place.with(json!(text))).filter(|error| error.place.key == path);
                match error.map(|error| error.fault) {
                    None => Some(true),
                    // It is a duration, and only the reader knows how long one may be; but 0 has a form of its own.
                    Some(Fault::OutOfRange { .. }) => (!text.starts_with("0 ")).then_some(true),
                    // What the lines of a policy say.
                    Some(Fault::Contradiction { .. }) if is_policy && text.contains('\n') => None,
                    // The text is well written, and fits nothing else in the scenario.
                    Some(Fault::Contradiction { .. }) => Some(!is_policy),
                    Some(_) => Some(false),
                }
            };
            TEXTS.into_iter().map(move |text| (place, text, is_taken(text)))
        })
    }

    /// Each default in the schema is what a scenario without the key means.
    pub(crate) fn defaults(&self) -> Vec<String> {
        let meant = |document: &Value| {
            let scenario = read(document).ok()?;
            let worlds: Vec<_> = scenario
                .experiment()
                .points
                .iter()
                .map(|point| point.config.digest())
                .collect();
            Some((worlds, scenario.first_seed, scenario.seeds))
        };
        let mut told = Vec::new();
        for place in self.tables() {
            for (key, property) in place.schema["properties"].as_object().unwrap() {
                let property = self.schema.resolved(property);
                let Some(default) = property.get("default") else {
                    continue;
                };
                let written = place.with_key(key, Some(default.clone()));
                if meant(&written) != meant(&place.with_key(key, None)) {
                    told.push(format!(
                        "{}: {key} is not {default} where it is not there",
                        place.path()
                    ));
                }
            }
        }
        told
    }

    /// Each key says what it is, and within which limits a number, the length of a text and that of a list are.
    pub(crate) fn descriptions(&self) -> Vec<String> {
        let mut told = Vec::new();
        for place in &self.places {
            let path = place.path();
            let description = place.schema["description"].as_str().unwrap_or_default();
            if !description.ends_with('.') {
                told.push(format!("{path} has no description"));
            }
            let limits = |least: &str, most: &str| (grouped(&place.schema[least]), grouped(&place.schema[most]));
            let (least, most) = limits("minimum", "maximum");
            let stated = if least == most {
                format!(" {most}.")
            } else {
                format!(" {least} to {most}.")
            };
            let (fewest, many) = limits("minItems", "maxItems");
            let (_, longest) = limits("minLength", "maxLength");
            let is_stated = [
                !place.schema["maximum"].is_number() || description.ends_with(&stated),
                place.schema["maxItems"].is_null()
                    || fewest == many
                    || description.contains(&format!(" {fewest} to {many}")),
                place.schema["maxLength"].is_null() || description.contains(&format!(" {longest} bytes")),
            ];
            if is_stated.contains(&false) {
                told.push(format!("{path} does not state its limits: {description}"));
            }
        }
        told
    }

    /// Every scenario that ships, and the full one in each of its forms.
    pub(crate) fn examples(&self) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let shipped: Vec<_> = files
            .map(|path| as_json(&std::fs::read_to_string(path).unwrap()))
            .collect();
        assert!(shipped.len() >= 15, "{}", shipped.len());
        let full = self
            .places
            .iter()
            .filter(|place| place.is_one_of || place.pointer.is_empty());
        let full = full.map(|place| place.document.clone());
        let all = shipped.into_iter().chain(full);
        let wrong = all.filter(|document| error(document).is_some() || !self.schema.faults(document).is_empty());
        wrong
            .map(|document| format!("{:?} {:?}", error(&document), self.schema.faults(&document)))
            .collect()
    }
}

/// What a part and its forms have, each by this.
fn of_forms<T: Ord>(schema: &Schema, part: &Value, each: &dyn Fn(&Value) -> Vec<T>) -> BTreeSet<T> {
    let part = schema.resolved(part);
    let alternatives = part["oneOf"].as_array().into_iter().flatten();
    let theirs = alternatives.flat_map(|part| of_forms(schema, part, each));
    theirs.chain(each(&part)).collect()
}

/// The words that a value can be, and no other text.
fn words(schema: &Schema, part: &Value) -> BTreeSet<String> {
    of_forms(schema, part, &|part| {
        let all = part["enum"].as_array().into_iter().flatten().chain(part.get("const"));
        all.map(|word| word.as_str().unwrap().to_owned()).collect()
    })
}

fn types(schema: &Schema, part: &Value) -> BTreeSet<String> {
    of_forms(schema, part, &|part| {
        let is_word = !part["enum"].is_null() || !part["const"].is_null();
        let named = part["type"].as_str().or(is_word.then_some("string"));
        named.map(str::to_owned).into_iter().collect()
    })
}

/// What stands in quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// As descriptions write numbers: `10,000`.
fn grouped(number: &Value) -> String {
    let Some(whole) = number.as_u64() else {
        return number.to_string();
    };
    let digits = whole.to_string();
    let places = (0..digits.len()).rev();
    let grouped = digits.chars().zip(places).flat_map(|(digit, place)| {
        let comma = (place > 0 && place % 3 == 0).then_some(',');
        [Some(digit), comma]
    });
    grouped.flatten().collect()
}

/// Microseconds of a duration that is well written.
fn microseconds(duration: &str) -> i64 {
    let (number, unit) = duration.split_once(' ').unwrap();
    let units = [
        ("us", 1),
        ("ms", 1_000),
        ("s", 1_000_000),
        ("min", 60_000_000),
        ("h", 3_600_000_000),
        ("d", 86_400_000_000),
    ];
    let (_, factor) = units.into_iter().find(|(name, _)| *name == unit).unwrap();
    number.parse::<i64>().unwrap() * factor
}

fn is_duration(schema: &Value) -> bool {
    schema["pattern"]
        .as_str()
        .is_some_and(|pattern| pattern.contains("min|h|d"))
}

/// A whole scenario of which one of the two says what the other does not. What contradicts itself only the reader sees, and how long
/// a duration may be.
fn whole(schema: &Schema, document: &Value) -> Option<String> {
    let faults = schema.faults(document);
    let error = error(document);
    let is_for_both = error.as_ref().is_some_and(|error| match &error.fault {
        Fault::Contradiction { what, .. } => what.starts_with("this list has"),
        Fault::OutOfRange { wanted, .. } => !wanted.starts_with("a duration"),
        _ => true,
    });
    let agree = match (&error, faults.is_empty()) {
        (None, is_valid) => is_valid,
        (Some(_), is_valid) => !(is_valid && is_for_both),
    };
    let told = error.map(|error| error.to_string());
    (!agree).then(|| format!("schema: {faults:?}, reader: {told:?}"))
}
