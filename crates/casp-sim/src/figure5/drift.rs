//! (c): success and overhead against the lifetime of descriptors.

use std::collections::BTreeMap;

use super::FigureError;
use super::base::Base;
use super::knee::{Knee, knee};
use super::plan::{NO_VERIFY, Plan, RISK_AWARE, legend, plot};
use super::statement::Statement;
use crate::experiment::{Effort, Experiment, Figures, Measure, Results};
use crate::number;
use crate::stats::{mean, paired95};
use crate::table::{Cell, Column, Kind, Meta, Table};

/// Lifetimes, milliseconds.
const TTLS_MS: [u64; 11] = [
    2_500, 5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 45_000, 60_000, 90_000, 120_000,
];

/// The paper's constants.
const LAMBDA: f64 = 0.05;
const P_STALE: f64 = 0.6;

/// The paper's knee, seconds.
const PAPER_S: f64 = 15.0;

/// The map.
const LAMBDAS: [f64; 5] = [0.0125, 0.025, 0.05, 0.1, 0.2];
const P_STALES: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];

/// Value in tables, name for people, policy, whether providers drift.
const SERIES: [(&str, &str, &str, bool); 4] = [
    ("stable-no-verify", "Stable, No Verify", NO_VERIFY, false),
    ("stable-risk-aware", "Stable, Risk-Aware", RISK_AWARE, false),
    ("drift-no-verify", "High Drift, No Verify", NO_VERIFY, true),
    ("drift-risk-aware", "High Drift, Risk-Aware", RISK_AWARE, true),
];

const MEASURES: [Measure; 8] = [
    Measure::TaskSuccess,
    Measure::WorkflowSuccess,
    Measure::Maintenance,
    Measure::Control,
    Measure::Probes,
    Measure::Completion,
    Measure::Spent,
    Measure::Dealings,
];

/// What came of it.
pub(super) struct Found {
    pub(super) statements: Vec<Statement>,
    pub(super) tables: Vec<Table>,
}

pub(super) fn experiments(plan: &Plan<'_>) -> [Experiment; 3] {
    let drift = plan.base();
    let told = Base {
        announces_changes: true,
        ..drift
    };
    let title = "Success and overhead against the TTL (lambda 0.05 /s, p_stale 0.6)";
    let announced = "The same, changes told at once";
    let (_, drifting) = SERIES.split_at(2);
    [
        curves(plan, "5c", title, &drift, &SERIES),
        curves(plan, "5c-announced", announced, &told, drifting),
        grid(plan),
    ]
}

fn curves(plan: &Plan<'_>, name: &str, title: &str, base: &Base, series: &[(&str, &str, &str, bool)]) -> Experiment {
    let mut extra = plot(&[
        ("kind", "lines"),
        ("title", title),
        ("x.column", "ttl"),
        ("x.label", "TTL of descriptors"),
        ("x.scale", "log"),
        ("panel.1.column", "workflow_success"),
        ("panel.1.label", "workflows done rightly"),
        ("panel.1.min", "0"),
        ("panel.1.max", "1"),
        ("panel.2.column", "maintenance"),
        ("panel.2.label", "maintenance"),
        ("panel.2.min", "0"),
        ("mark.1.x", "15"),
        ("mark.1.label", "the paper's knee, 15 s"),
    ]);
    let names: Vec<_> = series.iter().map(|(value, name, ..)| (*value, *name)).collect();
    legend(&mut extra, "series", &names);
    let points = series.iter().flat_map(|(value, _, policy, drifts)| {
        let drift = drifts.then_some((LAMBDA, P_STALE));
        TTLS_MS.iter().map(move |ttl_ms| {
            let labels = vec![Cell::Text((*value).to_owned()), seconds(*ttl_ms)];
            let base = Base {
                ttl_ms: *ttl_ms,
                drift,
                ..*base
            };
            plan.point(labels, &base, policy)
        })
    });
    Experiment {
        name: name.to_owned(),
        labels: vec![
            Column::new("series", Kind::Text, ""),
            Column::new("ttl", Kind::Number, "s"),
        ],
        measures: MEASURES.to_vec(),
        points: points.collect(),
        extra,
    }
}

/// One run for each lambda and TTL: the draws say what it would have been for every `p_stale`.
fn grid(plan: &Plan<'_>) -> Experiment {
    let points = LAMBDAS.iter().flat_map(|lambda| {
        TTLS_MS.iter().map(move |ttl_ms| {
            let labels = vec![Cell::Number(*lambda), seconds(*ttl_ms)];
            let base = Base {
                ttl_ms: *ttl_ms,
                drift: Some((*lambda, P_STALE)),
                ..plan.base()
            };
            plan.point(labels, &base, NO_VERIFY)
        })
    });
    Experiment {
        name: "5c-grid".to_owned(),
        labels: vec![
            Column::new("lambda", Kind::Number, "1/s"),
            Column::new("ttl", Kind::Number, "s"),
        ],
        measures: vec![Measure::TaskSuccess, Measure::WorkflowSuccess, Measure::Maintenance],
        points: points.collect(),
        extra: BTreeMap::new(),
    }
}

fn seconds(ttl_ms: u64) -> Cell {
    Cell::Number(seconds_of(ttl_ms))
}

fn seconds_of(ttl_ms: u64) -> f64 {
    number::float(ttl_ms) / 1_000.0
}

pub(super) fn look(results: &[Results], effort: Effort) -> Result<Found, FigureError> {
    let [main, announced, grid] = results else {
        return Ok(Found {
            statements: Vec::new(),
            tables: Vec::new(),
        });
    };
    let mut statements = Vec::new();
    for (nth, (_, name, _, drifts)) in SERIES.iter().enumerate() {
        statements.push(from_first_to_last(main, nth, name, *drifts)?);
    }
    for (nth, (_, name, ..)) in SERIES.iter().enumerate().skip(2) {
        statements.push(where_the_knee_lies(main, nth, name)?);
    }
    for (nth, (_, name, ..)) in SERIES.iter().skip(2).enumerate() {
        let reading = format!("{name}, changes told at once");
        statements.push(where_the_knee_lies(announced, nth, &reading)?);
    }
    let map = map(grid, effort)?;
    let tables = [main, announced, grid].map(|results| results.table.clone());
    Ok(Found {
        statements,
        tables: tables.into_iter().chain([map]).collect(),
    })
}

/// The points of a series are those of all TTLs.
fn place(series: usize, ttl: usize) -> usize {
    series.saturating_mul(TTLS_MS.len()).saturating_add(ttl)
}

fn from_first_to_last(results: &Results, series: usize, name: &str, drifts: bool) -> Result<Statement, FigureError> {
    let (first, last) = (place(series, 0), place(series, TTLS_MS.len().saturating_sub(1)));
    let (short, long) = super::pair(results, first, last, Measure::WorkflowSuccess);
    let band = paired95(&short, &long)?;
    let (id, claim, holds) = if drifts {
        (
            "c1",
            "Under High Drift success falls as the TTL grows: 2.5 s above 120 s",
            band.low() > 0.0,
        )
    } else {
        let within = band.low() > -0.02 && band.high() < 0.02;
        ("c2", "Stable does not fall: 2.5 s and 120 s within 2 points", within)
    };
    Ok(Statement {
        id,
        reading: name.to_owned(),
        claim,
        holds: Some(holds),
        finding: format!(
            "{:.1} % of workflows at 2.5 s, {:.1} % at 120 s: {:+.1} ± {:.1} points",
            mean(&short)? * 100.0,
            mean(&long)? * 100.0,
            band.mean * 100.0,
            band.half * 100.0
        ),
    })
}

fn where_the_knee_lies(results: &Results, series: usize, reading: &str) -> Result<Statement, FigureError> {
    let mut points = Vec::new();
    for (ttl, ttl_ms) in TTLS_MS.iter().enumerate() {
        let of = |measure| mean(&results.samples(place(series, ttl), measure));
        points.push((
            seconds_of(*ttl_ms),
            of(Measure::Maintenance)?,
            of(Measure::WorkflowSuccess)?,
        ));
    }
    let found = knee(&points);
    let finding = match &found {
        None => "there is none: no point lies above the chord".to_owned(),
        Some(Knee { at, plateau, longest }) => format!(
            "knee at {at} s; plateau within 5 %: {}; longest TTL with 95 % of the best success: {longest} s",
            list(plateau)
        ),
    };
    Ok(Statement {
        id: "c3",
        reading: reading.to_owned(),
        claim: "The knee lies around 15 s: 15 s is on the plateau",
        holds: Some(found.is_some_and(|knee| knee.plateau.contains(&PAPER_S))),
        finding,
    })
}

fn list(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("{value} s")).collect();
    values.join(", ")
}

/// Where the knee goes. It is one of means over all seeds: its row has the first of them.
fn map(results: &Results, effort: Effort) -> Result<Table, FigureError> {
    let mut rows = Vec::new();
    for (nth, lambda) in LAMBDAS.iter().enumerate() {
        for p_stale in P_STALES {
            let mut points = Vec::new();
            for (ttl, ttl_ms) in TTLS_MS.iter().enumerate() {
                let figures = results.figures.get(place(nth, ttl)).into_iter().flatten();
                let successes: Vec<f64> = figures.map(|figures| success_under(figures, p_stale)).collect();
                let maintenance = mean(&results.samples(place(nth, ttl), Measure::Maintenance))?;
                points.push((seconds_of(*ttl_ms), maintenance, mean(&successes)?));
            }
            let found = knee(&points);
            let cell = |of: fn(&Knee) -> f64| found.as_ref().map_or(Cell::Missing, |knee| Cell::Number(of(knee)));
            rows.push(vec![
                Cell::Whole(effort.first_seed),
                Cell::Number(*lambda),
                Cell::Number(p_stale),
                cell(|knee| knee.at),
                cell(|knee| knee.longest),
            ]);
        }
    }
    let meta = Meta {
        figure: "5c-map".to_owned(),
        extra: plot(&[
            ("kind", "map"),
            ("title", "Where the knee lies (No Verify)"),
            ("x.column", "lambda"),
            ("x.label", "changes, lambda_drift"),
            ("y.column", "p_stale"),
            ("y.label", "p_stale"),
            ("value.column", "knee"),
            ("value.label", "TTL at the knee"),
        ]),
        ..results.table.meta().clone()
    };
    let columns = vec![
        Column::seed(),
        Column::new("lambda", Kind::Number, "1/s"),
        Column::new("p_stale", Kind::Number, ""),
        Column::new("knee", Kind::Number, "s"),
        Column::new("longest_good", Kind::Number, "s"),
    ];
    Ok(Table::new(meta, columns, rows)?)
}

/// The share of workflows that a run would have done rightly under another probability that staleness spoils a task: exact, where
/// nobody looks at answers.
fn success_under(figures: &Figures, p_stale: f64) -> f64 {
    const STEPS: u64 = 2;
    let mut right: BTreeMap<u64, u64> = BTreeMap::new();
    for drifted in &figures.drifted {
        if drifted.right_otherwise && drifted.stale.is_none_or(|drawn| drawn >= p_stale) {
            let workflow = right.entry(drifted.task / STEPS).or_default();
            *workflow = workflow.saturating_add(1);
        }
    }
    let done = right.values().filter(|tasks| **tasks == STEPS).count();
    number::count(done) / number::float(figures.workflows.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::Costs;
    use crate::world::{World, policies};

    #[test]
    fn one_run_tells_what_every_other_p_stale_would_have_given() {
        let costs = Costs::parse(crate::cost::MEASURED).unwrap();
        let run = |p_stale| {
            let base = Base {
                nodes: 20,
                workflows: 15,
                drift: Some((0.2, p_stale)),
                ..Base::default()
            };
            let mut world = World::new(base.config(&costs), 3).unwrap();
            Figures::of(&world.run(&policies::no_verification().unwrap()).unwrap())
        };
        let once = run(P_STALE);
        let mut all = Vec::new();
        for p_stale in P_STALES {
            let really = run(p_stale).workflow_success.unwrap();
            assert_eq!(success_under(&once, p_stale), really, "p_stale {p_stale}");
            all.push(really);
        }
        assert!(all.first() > all.last(), "{all:?}");
    }
}
