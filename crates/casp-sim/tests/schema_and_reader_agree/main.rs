//! `scenario.schema.json` describes what is read: the same keys, types, words and bounds, in each form that a value can have.

#![allow(clippy::restriction, reason = "test code")]

mod altered;
mod place;
mod sides;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use casp_schema_check::{Schema, as_toml};
use casp_sim::cost::{Costs, MEASURED};
use casp_sim::document::DocumentError;
use casp_sim::scenario::Scenario;
use serde_json::Value;

use altered::altered;
use sides::Sides;

static COSTS: LazyLock<Costs> = LazyLock::new(|| Costs::parse(MEASURED).unwrap());

fn read(document: &Value) -> Result<Scenario, DocumentError> {
    Scenario::parse(&as_toml(document), &COSTS)
}

fn error(document: &Value) -> Option<DocumentError> {
    read(document).err()
}

fn schema() -> Schema {
    Schema::parse(include_str!("../../scenario.schema.json"))
}

fn agreed(told: Vec<String>) {
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn the_full_scenario_has_every_key_in_every_form() {
    let sides = Sides::of(schema());
    agreed(sides.examples_are_there());
    let forms = sides.places.iter().filter(|place| place.is_one_of).count();
    assert_eq!((sides.tables().count(), forms), (39, 29));
}

#[test]
fn every_scenario_that_ships_is_valid_and_read() {
    agreed(Sides::of(schema()).examples());
}

#[test]
fn keys_are_the_same() {
    agreed(Sides::of(schema()).keys());
}

#[test]
fn required_keys_are_the_same() {
    agreed(Sides::of(schema()).required());
}

#[test]
fn types_are_the_same() {
    agreed(Sides::of(schema()).types());
}

#[test]
fn words_are_the_same() {
    agreed(Sides::of(schema()).words());
}

#[test]
fn bounds_are_the_same() {
    agreed(Sides::of(schema()).bounds());
}

#[test]
fn lengths_are_the_same() {
    let sides = Sides::of(schema());
    agreed(sides.lengths_of_lists());
    agreed(sides.lengths_of_texts());
}

#[test]
fn forms_of_texts_are_the_same() {
    let sides = Sides::of(schema());
    agreed(sides.forms_of_texts());
    let taken: Vec<_> = sides.texts().map(|(_, _, is_taken)| is_taken).collect();
    let count = |which| taken.iter().filter(|is_taken| **is_taken == which).count();
    assert!(
        count(Some(true)) > 300 && count(Some(false)) > 1_000,
        "{} {}",
        count(Some(true)),
        count(Some(false))
    );
}

#[test]
fn durations_have_the_limits_that_their_descriptions_state() {
    agreed(Sides::of(schema()).durations());
}

#[test]
fn defaults_are_what_a_scenario_without_the_key_means() {
    agreed(Sides::of(schema()).defaults());
}

#[test]
fn every_key_is_described_and_every_limit_stated() {
    agreed(Sides::of(schema()).descriptions());
}

/// All checks, the quick ones first.
const CHECKS: [fn(&Sides) -> Vec<String>; 13] = [
    Sides::examples_are_there,
    Sides::descriptions,
    Sides::words,
    Sides::keys,
    Sides::required,
    Sides::bounds,
    Sides::lengths_of_lists,
    Sides::lengths_of_texts,
    Sides::durations,
    Sides::defaults,
    Sides::forms_of_texts,
    Sides::types,
    Sides::examples,
];

/// What an altered schema has that this one has not, and what else stands at the same paths or is a form of it.
fn difference(altered: Sides, shipped: &BTreeSet<(String, String)>) -> Sides {
    let differs = |place: &&place::Place| !shipped.contains(&(place.pointer.clone(), place.schema.to_string()));
    let differing: Vec<_> = altered
        .places
        .iter()
        .filter(differs)
        .map(|place| (place.pointer.clone(), place.schema["oneOf"].is_array()))
        .collect();
    let is_there = |pointer: &str| {
        differing
            .iter()
            .any(|(other, has_forms)| pointer == other || *has_forms && pointer.starts_with(other.as_str()))
    };
    let places = altered.places.into_iter().filter(|place| is_there(&place.pointer));
    Sides {
        places: places.collect(),
        ..altered
    }
}

/// One in 61 of them, which is quick enough for every run; with `CASP_ALTER_ALL=1` all, in minutes.
#[test]
fn a_schema_that_is_altered_is_noticed() {
    let shipped = Sides::of(schema());
    let places = shipped.places.iter();
    let places = places
        .map(|place| (place.pointer.clone(), place.schema.to_string()))
        .collect();
    let step = if std::env::var_os("CASP_ALTER_ALL").is_some() {
        1
    } else {
        61
    };
    let all = altered(shipped.schema.root());
    assert!(all.len() > 1_000, "{}", all.len());
    let is_noticed = |root: Value| {
        let sides = difference(Sides::of(Schema::new(root)), &places);
        CHECKS.iter().any(|check| !check(&sides).is_empty())
    };
    let unnoticed = all
        .into_iter()
        .step_by(step)
        .filter(|(_, root)| !is_noticed(root.clone()));
    let unnoticed: Vec<_> = unnoticed.map(|(what, _)| what).collect();
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}
