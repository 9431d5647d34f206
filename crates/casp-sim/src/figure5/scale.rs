//! (b): discovery latency and control messages against the number of nodes.

use super::FigureError;
use super::base::Base;
use super::plan::{NO_VERIFY, Plan, plot};
use super::statement::Statement;
use crate::engine::Span;
use crate::experiment::{Experiment, Measure, Results};
use crate::number;
use crate::stats::{band, mean};
use crate::table::{Cell, Column, Kind};
use crate::world::Queries;

/// How many experiments there are.
pub(super) const COUNT: usize = 2;

/// The paper's range, and how long each is measured.
const NODES: [u32; 5] = [20, 50, 100, 150, 200];
const LASTS: Span = Span::of_ms(300_000);

/// On to where a registry cannot keep up.
const MORE: [(u32, Span); 4] = [
    (200, LASTS),
    (1_000, Span::of_ms(60_000)),
    (10_000, Span::of_ms(15_000)),
    (100_000, Span::of_ms(15_000)),
];

/// Queries a second and node.
const QUERIES: f64 = 0.01;

const MEASURES: [Measure; 6] = [
    Measure::Discovery,
    Measure::DiscoveryP95,
    Measure::Control,
    Measure::Maintenance,
    Measure::MaintenanceShare,
    Measure::Utilisation,
];

pub(super) fn experiments(plan: &Plan<'_>, most_nodes: u32) -> [Experiment; COUNT] {
    let narrow = NODES.map(|nodes| (nodes, LASTS));
    let wide = MORE.iter().copied().filter(|(nodes, _)| *nodes <= most_nodes);
    let common = [
        ("kind", "lines"),
        ("x.column", "nodes"),
        ("x.label", "nodes, N"),
        ("panel.1.column", "discovery"),
        ("panel.1.label", "discovery latency"),
        ("panel.1.min", "0"),
        ("panel.2.column", "control"),
        ("panel.2.label", "control messages"),
        ("panel.2.min", "0"),
    ];
    let title = [("title", "Registry discovery and overhead against N (TTL 15 s)")];
    let further = [
        ("title", "On to where the registry cannot keep up (TTL 15 s)"),
        ("x.scale", "log"),
        ("panel.3.column", "utilisation"),
        ("panel.3.label", "utilisation of the registry"),
        ("panel.3.min", "0"),
    ];
    [
        experiment(plan, "5b", narrow.into_iter(), &[&common[..], &title[..]].concat()),
        experiment(plan, "5b-saturation", wide, &[&common[..], &further[..]].concat()),
    ]
}

fn experiment(
    plan: &Plan<'_>,
    name: &str,
    points: impl Iterator<Item = (u32, Span)>,
    described: &[(&str, &str)],
) -> Experiment {
    let points = points.map(|(nodes, lasts)| {
        let base = Base {
            nodes,
            workflows: 0,
            queries: Some(Queries {
                per_provider: QUERIES,
                lasts,
            }),
            ..plan.base()
        };
        plan.point(vec![Cell::Whole(nodes.into())], &base, NO_VERIFY)
    });
    Experiment {
        name: name.to_owned(),
        labels: vec![Column::new("nodes", Kind::Whole, "")],
        measures: MEASURES.to_vec(),
        points: points.collect(),
        extra: plot(described),
    }
}

pub(super) fn statements(results: &[Results]) -> Result<Vec<Statement>, FigureError> {
    let [narrow, wide] = results else {
        return Ok(Vec::new());
    };
    Ok(vec![
        latency(narrow)?,
        linear(narrow)?,
        dominated(narrow)?,
        saturation(wide)?,
    ])
}

/// Two one-sided tests at 5 % (D. Schuirmann 1987): the 90 % band of the difference lies within a tenth of the mean at the least N.
fn latency(results: &Results) -> Result<Statement, FigureError> {
    let (first, last) = (0, NODES.len().saturating_sub(1));
    let (few, many) = super::pair(results, first, last, Measure::Discovery);
    let differences: Vec<f64> = many.iter().zip(&few).map(|(many, few)| many - few).collect();
    let band = band(&differences, 0.90)?;
    let reference = mean(&few)?;
    let margin = reference * 0.1;
    Ok(Statement {
        id: "b1",
        reading: String::new(),
        claim: "Discovery latency is constant: N = 200 within 10 % of N = 20",
        holds: Some(band.low() > -margin && band.high() < margin),
        finding: format!(
            "{reference:.1} ms at N = 20, {:.1} ms at N = 200: {:+.1} % (90 % band {:+.1} to {:+.1} %)",
            mean(&many)?,
            band.mean / reference * 100.0,
            band.low() / reference * 100.0,
            band.high() / reference * 100.0
        ),
    })
}

fn linear(results: &Results) -> Result<Statement, FigureError> {
    let mut rates = Vec::new();
    for (point, nodes) in NODES.iter().enumerate() {
        rates.push((f64::from(*nodes), mean(&results.samples(point, Measure::Control))?));
    }
    let sum = |of: fn(&(f64, f64)) -> f64| rates.iter().map(of).sum::<f64>();
    let slope = sum(|(nodes, rate)| nodes * rate) / sum(|(nodes, _)| nodes * nodes);
    let off = |(nodes, rate): &(f64, f64)| (rate / (slope * nodes) - 1.0).abs();
    let most = rates.iter().map(off).fold(0.0, f64::max);
    Ok(Statement {
        id: "b2",
        reading: String::new(),
        claim: "Overhead is linear in N: no point is more than 5 % off the line through the origin",
        holds: Some(most <= 0.05),
        finding: format!(
            "{slope:.4} messages/s a node; the worst point is {:.1} % off",
            most * 100.0
        ),
    })
}

fn dominated(results: &Results) -> Result<Statement, FigureError> {
    let mut shares = Vec::new();
    for point in 0..NODES.len() {
        shares.push(mean(&results.samples(point, Measure::MaintenanceShare))?);
    }
    let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
    Ok(Statement {
        id: "b3",
        reading: String::new(),
        claim: "Descriptor maintenance dominates the overhead: more than half of it",
        holds: Some(least > 0.5),
        finding: format!("{:.1} % at least, with a query each 100 s and node", least * 100.0),
    })
}

fn saturation(results: &Results) -> Result<Statement, FigureError> {
    let mut findings = Vec::new();
    for (point, (nodes, _)) in MORE.iter().enumerate().take(results.figures.len()) {
        let utilisation = mean(&results.samples(point, Measure::Utilisation))?;
        // Of queries that wait longer than the run lasts there is no answer.
        let latency = mean(&results.samples(point, Measure::Discovery)).ok();
        let latency = latency.map_or_else(|| "no answer".to_owned(), |ms| format!("{ms:.1} ms"));
        findings.push(format!(
            "N = {}: {:.2} % busy, {latency}",
            number::grouped((*nodes).into()),
            utilisation * 100.0
        ));
    }
    Ok(Statement {
        id: "b, trap",
        reading: String::new(),
        claim: "Where latency stops being flat (not the paper's)",
        holds: None,
        finding: findings.join("; "),
    })
}
