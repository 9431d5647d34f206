//! Providers: how well they do, what they say of themselves, and how they change.

use super::MAX_MICROS;
use super::time::{any_span, lasting, some_span};
use super::workload::capability_id;
use crate::document::{
    self, DocumentError, Form, Table, choice, either, flag, number, range, share, table, text, whole,
};
use crate::engine::Span;
use crate::number::whole as nearest;
use crate::world::{Behaviour, Between, Churn, Drift, Group, Leaving, Step, Warmth};

pub(super) fn group(table: &mut Table<'_>, steps: &[Step]) -> Result<Group, DocumentError> {
    let capability = table.take("capability", capability_id())?;
    let step = steps.iter().position(|step| step.capability_id == capability);
    let Some(step) = step else {
        let known: Vec<&str> = steps.iter().map(|step| step.capability_id.as_str()).collect();
        return Err(table.wrong(
            "capability",
            format!("no step needs `{capability}`"),
            format!("Take one of the steps': {}", known.join(", ")),
        ));
    };
    let well = table.take_or("well", 1.0..=1.0, range(share()))?;
    let says = table.take_optional("says_well", share())?;
    let p95 = table.take("says_p95", range(any_span()))?;
    let price = table.take("price_micros", range(whole(0..=MAX_MICROS)))?;
    Ok(Group {
        name: table.take("name", text(1..=64))?,
        count: table.take("count", whole(0..=1_000_000_u32))?,
        step,
        behaviour: table.take_or("behaviour", Behaviour::Honest, behaviour())?,
        well_ppm: Between {
            least: ppm(*well.start()),
            most: ppm(*well.end()),
        },
        says_ppm: says.map(ppm),
        says_p95_ms: Between {
            least: p95.start().0.unsigned_abs() / 1_000,
            most: p95.end().0.unsigned_abs() / 1_000,
        },
        price_micros: Between {
            least: *price.start(),
            most: *price.end(),
        },
        slowness: table.take_or("slowness", 1.0, number(0.001..=1_000.0))?,
        past_good: table.take_or("past_good", 0, whole(0..=1_000_u32))?,
        per_origin: table.take_or("per_origin", 0, whole(0..=1_000_000_u32))?,
        joins: table.take_or("joins", Span(0), any_span())?,
        renames_after: table.take_optional("renames_after", whole(1..=1_000_000_u32))?,
        leaving: table.take_optional("leaving", document::table(leaving))?,
        churn: table.take_optional("churn", document::table(churn))?,
        warmth: table.take_optional("warmth", document::table(warmth))?,
    })
}

fn ppm(share: f64) -> u64 {
    u64::try_from(nearest(share * 1e6)).unwrap_or_default()
}

/// A word, or a table with a `kind`.
fn behaviour() -> impl Form<Out = Behaviour> {
    let word = choice(&[("honest", Behaviour::Honest), ("sybil", Behaviour::Sybil)]);
    let of_kind = table(|table| {
        let kinds = [("cheat", 0), ("takes-turns", 1), ("confidently-wrong", 2)];
        Ok(match table.take("kind", choice(&kinds))? {
            0 => Behaviour::Cheat {
                wrong: table.take("wrong", share())?,
                spots_canaries: table.take_or("spots_canaries", 0.0, share())?,
            },
            1 => Behaviour::TakesTurns {
                turns: table.take("turns", whole(1..=1_000_u32))?,
                each: table.take("each", some_span())?,
            },
            _ => Behaviour::ConfidentlyWrong {
                share: table.take("share", share())?,
            },
        })
    });
    either("\"honest\", \"sybil\", or a table with a kind", word, of_kind)
}

fn leaving(table: &mut Table<'_>) -> Result<Leaving, DocumentError> {
    Ok(Leaving {
        mean: table.take("after", some_span())?,
        is_silent: table.take_or("silently", false, flag())?,
    })
}

fn churn(table: &mut Table<'_>) -> Result<Churn, DocumentError> {
    Ok(Churn {
        up: table.take("up", some_span())?,
        down: table.take("down", some_span())?,
    })
}

fn warmth(table: &mut Table<'_>) -> Result<Warmth, DocumentError> {
    Ok(Warmth {
        stays: table.take("stays", any_span())?,
        start: table.take("start", lasting())?,
    })
}

pub(super) fn drift(table: &mut Table<'_>) -> Result<Drift, DocumentError> {
    Ok(Drift {
        mean: table.take("every", some_span())?,
        stale_wrong: table.take("spoils", share())?,
    })
}
