//! What is compared: cases, and one thing that is varied.

use super::directory::admission;
use super::ratings::{MOST_LIARS, ratings};
use super::time::life;
use crate::document::{self, DocumentError, Table, choice, flag, lines, list, number, share, text, whole};
use crate::scenario::{Case, MAX_VALUES, Vary};
use crate::world::{MAX_RATERS, MAX_REGISTRIES};

const NO_POLICY: &str = include_str!("../../world/policies/none.toml");
const TIER_1: &str = include_str!("../../world/policies/tier-1.toml");
const TIER_2: &str = include_str!("../../world/policies/tier-2.toml");
const ALL_TIERS: &str = include_str!("../../world/policies/all-tiers.toml");

pub(super) fn case(table: &mut Table<'_>) -> Result<Case, DocumentError> {
    let name = table.take("name", text(1..=64))?;
    let policy = table.take("policy", lines(1..=65_536))?;
    let policy_text = shipped(&policy).unwrap_or(&policy);
    let case = Case::of_policy(&name, policy_text).map_err(|error| {
        table.wrong(
            "policy",
            error.to_string(),
            "Take \"none\", \"tier-1\", \"tier-2\", \"all-tiers\", or the text of a policy of casp-trust",
        )
    })?;
    Ok(Case {
        top: table.take_optional("top", whole(0..=100_u32))?,
        sample: table.take_optional("sample", whole(0..=100_u32))?,
        admission: table.take_optional("admission", admission())?,
        announces_changes: table.take_optional("announces_changes", flag())?,
        learns: table.take_optional("learns", share())?,
        ratings: table.take_optional("ratings", document::table(ratings))?,
        ..case
    })
}

/// The text of a policy that ships.
pub(in crate::scenario) fn shipped(name: &str) -> Option<&'static str> {
    match name {
        "none" => Some(NO_POLICY),
        "tier-1" => Some(TIER_1),
        "tier-2" => Some(TIER_2),
        "all-tiers" => Some(ALL_TIERS),
        _ => None,
    }
}

pub(super) fn vary(table: &mut Table<'_>) -> Result<Vary, DocumentError> {
    const VALUES: std::ops::RangeInclusive<usize> = 1..=MAX_VALUES;
    let what = [
        ("ttl", 0),
        ("nodes", 1),
        ("adversaries", 2),
        ("cheating", 3),
        ("misled", 4),
        ("drift", 5),
        ("dishonest-registries", 6),
        ("ring", 7),
        ("liars", 8),
    ];
    Ok(match table.take("what", choice(&what))? {
        0 => Vary::Ttl(table.take("values", list(VALUES, life()))?),
        1 => Vary::Nodes(table.take("values", list(VALUES, whole(1..=1_000_000_u32)))?),
        2 => Vary::Adversaries(table.take("values", list(VALUES, share()))?),
        3 => Vary::Cheating(table.take("values", list(VALUES, share()))?),
        4 => Vary::Misled(table.take("values", list(VALUES, share()))?),
        5 => Vary::Drift(table.take("values", list(VALUES, number(0.0..=1_000.0)))?),
        6 => Vary::DishonestRegistries(table.take(
            "values",
            list(VALUES, whole(0..=u32::try_from(MAX_REGISTRIES).unwrap_or(1))),
        )?),
        7 => Vary::Ring(table.take("values", list(VALUES, whole(0..=MAX_RATERS)))?),
        _ => Vary::Liars(table.take("values", list(VALUES, whole(0..=MOST_LIARS)))?),
    })
}
