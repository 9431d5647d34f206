//! (a): success against the share of Sybils.

use super::base::{Base, Candidates};
use super::plan::{ALL_TIERS, NO_VERIFY, Plan, RISK_AWARE, TIER_1, legend, plot};
use super::statement::Statement;
use super::{FigureError, pair};
use crate::experiment::{Experiment, Measure, Results};
use crate::number;
use crate::stats::{Band, paired95};
use crate::table::{Cell, Column, Kind};
use crate::world::Admission;

/// How many experiments there are.
pub(super) const COUNT: usize = 5;

const ALPHAS: [f64; 6] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5];

/// Candidates and admission of the first four.
const READINGS: [(&str, &str, Candidates, Admission); 4] = [
    (
        "5a-sampled",
        "10 sampled, admission off",
        Candidates::Sampled,
        Admission::Off,
    ),
    (
        "5a-top",
        "top 10 by advertised quality, admission off",
        Candidates::Top,
        Admission::Off,
    ),
    (
        "5a-sampled-admission",
        "10 sampled, admission on",
        Candidates::Sampled,
        Admission::Shipped,
    ),
    (
        "5a-top-admission",
        "top 10 by advertised quality, admission on",
        Candidates::Top,
        Admission::Shipped,
    ),
];

/// Series of the first four, in the order of [`Policies::iter`](super::Policies::iter).
const POLICIES: [&str; 4] = [NO_VERIFY, TIER_1, RISK_AWARE, ALL_TIERS];

/// Series of the last: value in tables, name for people, policy, after how many answers a Sybil takes a new name.
const NAMES: [(&str, &str, &str, Option<u32>); 4] = [
    ("tier-1-kept", "tier 1, Sybils keep their names", TIER_1, None),
    ("tier-1-new", "tier 1, Sybils take new names", TIER_1, Some(1)),
    ("all-tiers-kept", "all tiers, Sybils keep their names", ALL_TIERS, None),
    ("all-tiers-new", "all tiers, Sybils take new names", ALL_TIERS, Some(1)),
];

const MEASURES: [Measure; 11] = [
    Measure::TaskSuccess,
    Measure::WorkflowSuccess,
    Measure::TaskWrong,
    Measure::Completion,
    Measure::Probes,
    Measure::Spent,
    Measure::SpentOnProbes,
    Measure::Discovery,
    Measure::Control,
    Measure::Dealings,
    Measure::Hashes,
];

pub(super) fn experiments(plan: &Plan<'_>) -> Vec<Experiment> {
    let mut all: Vec<Experiment> = READINGS
        .iter()
        .map(|(name, title, candidates, admission)| {
            let base = Base {
                candidates: *candidates,
                admission: *admission,
                ..plan.base()
            };
            let names: Vec<_> = plan.policies.iter().map(|(value, name, _)| (value, name)).collect();
            let series: Vec<(&str, &str, Base)> = names.iter().map(|(value, _)| (*value, *value, base)).collect();
            experiment(
                plan,
                name,
                &format!("Success against Sybils ({title})"),
                &names,
                &series,
            )
        })
        .collect();
    let names = NAMES.map(|(value, name, ..)| (value, name));
    let series = NAMES.map(|(value, _, policy, renames_after)| {
        let base = Base {
            renames_after,
            ..plan.base()
        };
        (value, policy, base)
    });
    let title = "Reputation with and without whitewashing (10 sampled, admission off)";
    all.push(experiment(plan, "5a-names", title, &names, &series));
    all
}

/// Series by series, alpha by alpha.
fn experiment(
    plan: &Plan<'_>,
    name: &str,
    title: &str,
    names: &[(&str, &str)],
    series: &[(&str, &str, Base)],
) -> Experiment {
    let mut extra = plot(&[
        ("kind", "lines"),
        ("title", title),
        ("x.column", "alpha"),
        ("x.label", "share of Sybils among registered identities, alpha"),
        ("panel.1.column", "task_success"),
        ("panel.1.label", "tasks done rightly"),
        ("panel.1.min", "0"),
        ("panel.1.max", "1"),
        ("panel.2.column", "workflow_success"),
        ("panel.2.label", "workflows done rightly"),
        ("panel.2.min", "0"),
        ("panel.2.max", "1"),
    ]);
    legend(&mut extra, "policy", names);
    let points = series.iter().flat_map(|(value, policy, base)| {
        ALPHAS.iter().map(move |alpha| {
            let labels = vec![Cell::Text((*value).to_owned()), Cell::Number(*alpha)];
            plan.point(labels, &Base { alpha: *alpha, ..*base }, policy)
        })
    });
    Experiment {
        name: name.to_owned(),
        labels: vec![
            Column::new("policy", Kind::Text, ""),
            Column::new("alpha", Kind::Number, ""),
        ],
        measures: MEASURES.to_vec(),
        points: points.collect(),
        extra,
    }
}

pub(super) fn statements(results: &[Results]) -> Result<Vec<Statement>, FigureError> {
    let mut statements = Vec::new();
    for ((_, reading, ..), results) in READINGS.iter().zip(results) {
        let claims = [
            (
                "a1",
                "Risk-Aware is above No Verify in task success at every alpha > 0",
                Measure::TaskSuccess,
            ),
            (
                "a2",
                "Risk-Aware is above No Verify in workflow success at every alpha > 0",
                Measure::WorkflowSuccess,
            ),
        ];
        for (id, claim, measure) in claims {
            let mut bands = Vec::new();
            for alpha in 1..ALPHAS.len() {
                bands.push(difference(results, alpha, measure)?);
            }
            statements.push(Statement {
                id,
                reading: (*reading).to_owned(),
                claim,
                holds: Some(bands.iter().all(|band| band.low() > 0.0)),
                finding: by_alpha(&bands),
            });
        }
        let tasks = difference(results, 0, Measure::TaskSuccess)?;
        let time = difference(results, 0, Measure::Completion)?;
        let probes = difference(results, 0, Measure::Probes)?;
        let spent = difference(results, 0, Measure::Spent)?;
        statements.push(Statement {
            id: "a3",
            reading: (*reading).to_owned(),
            claim: "What Risk-Aware costs at alpha = 0, against No Verify",
            holds: None,
            finding: format!(
                "task success {} points, {} s more for a task, {} canaries a task, {} EUR more for a successful task",
                points(&tasks),
                plain(&time, 1),
                plain(&probes, 2),
                plain(&spent, 4)
            ),
        });
    }
    if let Some(names) = results.get(READINGS.len()) {
        statements.push(whitewashing(names)?);
    }
    Ok(statements)
}

/// Risk-Aware less No Verify.
fn difference(results: &Results, alpha: usize, measure: Measure) -> Result<Band, FigureError> {
    let at = |policy: &str| {
        let series = POLICIES.iter().position(|each| *each == policy);
        place(series.unwrap_or_default(), alpha)
    };
    let (left, right) = pair(results, at(RISK_AWARE), at(NO_VERIFY), measure);
    Ok(paired95(&left, &right)?)
}

/// The place of a point: see [`experiment`].
const fn place(series: usize, alpha: usize) -> usize {
    series.saturating_mul(ALPHAS.len()).saturating_add(alpha)
}

fn whitewashing(results: &Results) -> Result<Statement, FigureError> {
    let mut findings = Vec::new();
    let mut holds = true;
    // Each policy with names that are kept, then with new ones.
    for (name, kept) in [("tier 1", 0_usize), ("all tiers", 2)] {
        let mut bands = Vec::new();
        for alpha in 1..ALPHAS.len() {
            let (left, right) = (place(kept, alpha), place(kept.saturating_add(1), alpha));
            let (left, right) = pair(results, left, right, Measure::TaskSuccess);
            bands.push(paired95(&left, &right)?);
        }
        holds &= bands.iter().all(|band| band.low() > 0.0);
        findings.push(format!("{name}: {}", by_alpha(&bands)));
    }
    Ok(Statement {
        id: "a, trap",
        reading: "10 sampled, admission off".to_owned(),
        claim: "Reputation is worth more where Sybils keep their names than where they take new ones (not the paper's)",
        holds: Some(holds),
        finding: findings.join("; "),
    })
}

fn by_alpha(bands: &[Band]) -> String {
    let of = |(alpha, band): (&f64, &Band)| format!("{alpha}: {}", points(band));
    let all: Vec<String> = ALPHAS.iter().skip(1).zip(bands).map(of).collect();
    format!("difference in points by alpha: {}", all.join(", "))
}

/// In hundredths.
fn points(band: &Band) -> String {
    format!("{:+.1} ± {:.1}", band.mean * 100.0, band.half * 100.0)
}

fn plain(band: &Band, digits: u8) -> String {
    let digits = usize::from(digits);
    format!("{:+.digits$} ± {:.digits$}", number::no_zero_sign(band.mean), band.half)
}
