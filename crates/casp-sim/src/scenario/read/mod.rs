//! Reading it.

mod compared;
mod directory;
mod group;
mod network;
mod ratings;
mod time;
mod workload;

use super::{MAX_CASES, MAX_TEXT_BYTES, Scenario};
use crate::cost::Costs;
use crate::document::{self, DocumentError, Form, Table, by, choice, table, tables, text, whole};
use crate::world::{Config, MAX_STEPS, Signatures};

use compared::{case, vary};
use directory::directory;
use group::{drift, group};
use network::{network, way_of_a_continent};
use ratings::ratings;
use workload::{step, workload};

pub(super) use compared::shipped;

/// Most groups of providers.
const MAX_GROUPS: usize = 32;

/// Most money of any kind, micro-units.
const MAX_MICROS: u64 = 1_000_000_000_000;

pub(super) fn scenario(text_read: &str, costs: &Costs) -> Result<Scenario, DocumentError> {
    document::read(text_read, "a scenario", MAX_TEXT_BYTES, |whole_table| {
        whole_table.take("version", whole(1..=1_u32))?;
        let name = whole_table.take("name", file_name())?;
        let about = whole_table.take("about", text(1..=200))?;
        let (first_seed, seeds) = whole_table.take("seeds", table(seeds))?;
        let signatures = whole_table.take_or(
            "signatures",
            Signatures::StandIn,
            choice(&[("real", Signatures::Real), ("stand-in", Signatures::StandIn)]),
        )?;
        let network = whole_table.take_or("network", way_of_a_continent(), table(network))?;
        let directory = whole_table.take("directory", table(|directory_table| directory(directory_table, costs)))?;
        let steps = whole_table.take("step", tables(1..=MAX_STEPS, step))?;
        let providers = whole_table.take(
            "group",
            tables(0..=MAX_GROUPS, |group_table| group(group_table, &steps)),
        )?;
        let drift = whole_table.take_optional("drift", table(drift))?;
        let workload = whole_table.take("workload", table(|workload_table| workload(workload_table, &steps)))?;
        let ratings = whole_table.take_optional("ratings", table(ratings))?;
        let vary = whole_table.take_optional("vary", table(vary))?;
        let cases = whole_table.take("case", tables(1..=MAX_CASES, case))?;
        let config = Config {
            signatures,
            network,
            directory,
            providers,
            drift,
            workload,
            ratings,
        };
        config
            .check()
            .map_err(|error| whole_table.wrong("", error.to_string(), "Change what is named"))?;
        let scenario = Scenario {
            name,
            about,
            first_seed,
            seeds,
            config,
            cases,
            vary,
        };
        // Cases, and what is varied in them, may lead out of what makes sense.
        let (place, way_out) = match &scenario.vary {
            Some(_) => ("vary", "Leave out the values that lead there"),
            None => ("case", "Change what is named in the case that leads there"),
        };
        for point in scenario.experiment().points {
            let checked = point.config.check();
            checked.map_err(|error| whole_table.wrong(place, error.to_string(), way_out))?;
        }
        Ok(scenario)
    })
}

/// A name that is one of files too.
fn file_name() -> impl Form<Out = String> {
    by(
        "a name of small letters, digits and hyphens, of 1 to 64 bytes",
        |value| {
            let name = value.read(text(1..=64))?;
            let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            if name.chars().all(fits) {
                Ok(name)
            } else {
                Err(value.is_not("a name of small letters, digits and hyphens"))
            }
        },
    )
}

fn seeds(table: &mut Table<'_>) -> Result<(u64, u64), DocumentError> {
    Ok((
        table.take_or("first", 1, whole(0..=u64::MAX / 2))?,
        table.take("count", whole(1..=1_000_000))?,
    ))
}
