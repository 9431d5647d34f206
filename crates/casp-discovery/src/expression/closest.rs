//! Which name was meant.

use casp_descriptor::METRICS;

use super::measure::measure_of_objective;
use crate::attribute::Attribute;

/// Attributes but prices.
pub(super) const FIXED: [&str; 27] = [
    "agent",
    "capability",
    "version",
    "tag",
    "skill",
    "input-media-type",
    "output-media-type",
    "side-effect",
    "risk",
    "retention-ms",
    "jurisdiction",
    "callers",
    "training-use",
    "evidence",
    "load",
    "queue",
    "power",
    "locality",
    "age-ms",
    "life-ms",
    "qos/availability",
    "qos/latency-p50",
    "qos/latency-p95",
    "qos/latency-p99",
    "qos/queue-wait-p95",
    "qos/success-rate",
    "qos/throughput",
];

/// Objectives but prices.
pub(super) const OBJECTIVES: [&str; 10] = [
    "relevance",
    "trust",
    "age-ms",
    "qos/availability",
    "qos/latency-p50",
    "qos/latency-p95",
    "qos/latency-p99",
    "qos/queue-wait-p95",
    "qos/success-rate",
    "qos/throughput",
];

/// The name that is most like this one, if one is.
pub(super) fn closest(name: &str, names: &[&str], of_objective: bool) -> Option<String> {
    if name.len() > 64 {
        return None;
    }
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let exists = if of_objective {
        measure_of_objective(&lower).is_some()
    } else {
        Attribute::named(&lower).is_some()
    };
    if exists {
        return Some(lower);
    }
    if lower.starts_with("price") || lower == "cost" {
        return Some("price/eur/call".to_owned());
    }
    if METRICS.iter().any(|(metric, _)| *metric == lower) {
        return Some(format!("qos/{lower}"));
    }
    let holds = |each: &&&str| lower.len() > 2 && each.contains(&lower);
    let held = names.iter().find(holds);
    let like = || {
        let (distance, each) = names.iter().map(|each| (distance(&lower, each), each)).min()?;
        let most = lower.len().checked_div(3).unwrap_or(0).max(1);
        (distance <= most).then_some(each)
    };
    held.or_else(like).map(|each| (*each).to_owned())
}

/// Letters to add, remove or replace (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(index.saturating_add(1));
        for ((other, before), above) in to.chars().zip(&row).zip(row.iter().skip(1)) {
            let replaced = before.saturating_add(usize::from(letter != other));
            let left = next.last().copied().unwrap_or(usize::MAX);
            next.push(replaced.min(left.saturating_add(1)).min(above.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}
