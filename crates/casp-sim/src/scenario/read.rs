//! Reading it.

use casp_execution::funnel::Limits;
use casp_wire::v1::SideEffect;

use super::ratings::{MOST_LIARS, ratings};
use super::{Case, MAX_CASES, MAX_TEXT_BYTES, MAX_VALUES, Scenario, Vary};
use crate::cost::Costs;
use crate::document::{
    self, DocumentError, Form, Table, by, choice, flag, lines, list, number, range, share, span, table, tables, text,
    whole,
};
use crate::engine::Span;
use crate::number::whole as nearest;
use crate::world::{
    Admission, Arrivals, Behaviour, Between, Churn, Conduct, Config, Directory, Drift, Group, Lasting, Leaving,
    MAX_RATERS, MAX_REGISTRIES, MAX_REQUESTERS, MAX_SPAN, MAX_STEPS, MAX_WORKFLOWS, Queries, Service, Signatures, Step,
    Warmth, Way, Workload,
};

const NO_POLICY: &str = include_str!("../world/policies/none.toml");
const TIER_1: &str = include_str!("../world/policies/tier-1.toml");
const TIER_2: &str = include_str!("../world/policies/tier-2.toml");
const ALL_TIERS: &str = include_str!("../world/policies/all-tiers.toml");

/// The text of a policy that ships.
pub(super) fn shipped(name: &str) -> Option<&'static str> {
    match name {
        "none" => Some(NO_POLICY),
        "tier-1" => Some(TIER_1),
        "tier-2" => Some(TIER_2),
        "all-tiers" => Some(ALL_TIERS),
        _ => None,
    }
}

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

const fn way_of_a_continent() -> Way {
    Way {
        latency: Lasting {
            median: Span::of_ms(20),
            sigma: 0.5,
        },
        least: Span::of_ms(1),
        loss: 0.0,
    }
}

fn network(table: &mut Table<'_>) -> Result<Way, DocumentError> {
    let usual = way_of_a_continent();
    Ok(Way {
        latency: table.take_or("latency", usual.latency, lasting())?,
        least: table.take_or("least", usual.least, any_span())?,
        loss: table.take_or("loss", usual.loss, share())?,
    })
}

/// `"20 ms"`, always that; or `{ median = "20 ms", sigma = 0.5 }`.
fn lasting() -> impl Form<Out = Lasting> {
    by(
        "a time, or a table with a median time and a sigma from 0 to 10",
        |value| {
            if let Ok(span) = value.read(any_span()) {
                return Ok(Lasting::just(span));
            }
            value.read(table(|table| {
                Ok(Lasting {
                    median: table.take("median", any_span())?,
                    sigma: table.take("sigma", number(0.0..=10.0))?,
                })
            }))
        },
    )
}

fn any_span() -> impl Form<Out = Span> {
    span(Span(0)..=MAX_SPAN)
}

fn some_span() -> impl Form<Out = Span> {
    span(Span(1)..=MAX_SPAN)
}

fn directory(table: &mut Table<'_>, costs: &Costs) -> Result<Directory, DocumentError> {
    let registries = table.take_or("registries", 1, whole(1..=u32::try_from(MAX_REGISTRIES).unwrap_or(1)))?;
    let mut conducts = vec![Conduct::Honest; usize::try_from(registries).unwrap_or(1)];
    if let Some((count, conduct)) = table.take_optional("dishonest", document::table(dishonest))? {
        if count > registries {
            return Err(table.wrong(
                "dishonest",
                format!("{count} of {registries} registries cannot be dishonest"),
                "Let count be no more than registries",
            ));
        }
        let dishonest = conducts.iter_mut().take(usize::try_from(count).unwrap_or(0));
        dishonest.for_each(|each| *each = conduct);
    }
    let ttl = table.take("ttl", span(Span::of_ms(1_000)..=Span::of_ms(86_400_000)))?;
    let (limit, sample) = (
        table.take_or("top", 0, whole(0..=100_u32))?,
        table.take_or("sample", 0, whole(0..=100_u32))?,
    );
    Ok(Directory {
        registries: conducts,
        service: table.take_or("service", Service::Measured(costs.clone()), service(costs))?,
        ttl_ms: ttl.0.unsigned_abs() / 1_000,
        refresh_at: table.take_or("refresh_at", 0.5, number(0.001..=0.999))?,
        refresh_jitter: table.take_or("refresh_jitter", 0.1, number(0.0..=0.999))?,
        announces_changes: table.take_or("announces_changes", false, flag())?,
        limit,
        sample,
        admission: table.take_or("admission", Admission::Off, admission())?,
    })
}

fn dishonest(table: &mut Table<'_>) -> Result<(u32, Conduct), DocumentError> {
    let count = table.take("count", whole(0..=u32::try_from(MAX_REGISTRIES).unwrap_or(1)))?;
    let withholds = table.take("conduct", choice(&[("withholds", true), ("poisons", false)]))?;
    let conduct = if withholds {
        Conduct::Withholds(table.take("share", share())?)
    } else {
        Conduct::Poisons
    };
    Ok((count, conduct))
}

/// `"measured"`, or a range of times.
fn service(costs: &Costs) -> impl Form<Out = Service> + use<'_> {
    by("\"measured\", or two times, the least and the most", |value| {
        if value.read(choice(&[("measured", ())])).is_ok() {
            return Ok(Service::Measured(costs.clone()));
        }
        let drawn = value.read(range(any_span()))?;
        Ok(Service::Drawn(Between {
            least: drawn.start().0.unsigned_abs(),
            most: drawn.end().0.unsigned_abs(),
        }))
    })
}

fn admission() -> impl Form<Out = Admission> {
    choice(&[
        ("off", Admission::Off),
        ("shipped", Admission::Shipped),
        ("without-price", Admission::WithoutPrice),
    ])
}

fn step(table: &mut Table<'_>) -> Result<Step, DocumentError> {
    Ok(Step {
        capability_id: table.take("capability", text(1..=128))?,
        side_effect: table.take_or(
            "side_effect",
            SideEffect::None,
            choice(&[("none", SideEffect::None), ("irreversible", SideEffect::Irreversible)]),
        )?,
        work: table.take("work", lasting())?,
        most_micros: table.take("most_micros", whole(1..=MAX_MICROS))?,
    })
}

fn group(table: &mut Table<'_>, steps: &[Step]) -> Result<Group, DocumentError> {
    let capability = table.take("capability", text(1..=128))?;
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
    by("\"honest\", \"sybil\", or a table with a kind", |value| {
        let words = [("honest", Behaviour::Honest), ("sybil", Behaviour::Sybil)];
        if let Ok(behaviour) = value.read(choice(&words)) {
            return Ok(behaviour);
        }
        value.read(table(|table| {
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
        }))
    })
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

fn drift(table: &mut Table<'_>) -> Result<Drift, DocumentError> {
    Ok(Drift {
        mean: table.take("every", some_span())?,
        stale_wrong: table.take("spoils", share())?,
    })
}

fn workload(table: &mut Table<'_>, steps: &[Step]) -> Result<Workload, DocumentError> {
    let dearest = steps.iter().map(|step| step.most_micros).max().unwrap_or(1);
    let usual = Limits::for_price(dearest);
    let ms = |span: Span| span.0.unsigned_abs() / 1_000;
    let (work, probe) = (Span::of_ms(120_000), Span::of_ms(120_000));
    Ok(Workload {
        requesters: table.take("requesters", whole(1..=MAX_REQUESTERS))?,
        steps: steps.to_vec(),
        workflows: table.take("workflows", whole(0..=MAX_WORKFLOWS))?,
        arrivals: table.take("arrivals", document::table(arrivals))?,
        warm_up: table.take("warm_up", any_span())?,
        limits: Limits {
            candidates: table
                .take_or("candidates", 64, whole(1..=256_u32))
                .map(|count| usize::try_from(count).unwrap_or(64))?,
            rounds: table.take_or("rounds", usual.rounds, whole(1..=16_u32))?,
            attempts: table.take_or("attempts", usual.attempts, whole(1..=100_u32))?,
            spend_micros: table.take_or("spend_micros", usual.spend_micros, whole(1..=MAX_MICROS))?,
            work_ms: ms(table.take_or("contract_deadline", work, some_span())?),
            probe_ms: ms(table.take_or("canary_patience", probe, some_span())?),
            ..usual
        },
        deadline: table.take_or("deadline", Span::of_ms(600_000), some_span())?,
        learns: table.take_or("learns", 0.8, share())?,
        queries: table.take_optional("queries", document::table(queries))?,
    })
}

fn arrivals(table: &mut Table<'_>) -> Result<Arrivals, DocumentError> {
    let is_burst = table.take("kind", choice(&[("poisson", false), ("bursts", true)]))?;
    let interval = table.take("every", some_span())?;
    Ok(if is_burst {
        Arrivals::Bursts {
            interval,
            size: table.take("size", whole(1..=10_000_u32))?,
        }
    } else {
        Arrivals::Poisson { interval }
    })
}

fn queries(table: &mut Table<'_>) -> Result<Queries, DocumentError> {
    Ok(Queries {
        per_provider: table.take("per_provider", number(0.0..=1_000.0))?,
        lasts: table.take("lasts", any_span())?,
    })
}

fn vary(table: &mut Table<'_>) -> Result<Vary, DocumentError> {
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
        0 => Vary::Ttl(table.take("values", list(VALUES, some_span()))?),
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

fn case(table: &mut Table<'_>) -> Result<Case, DocumentError> {
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
