//! Which of two demands asks for less.

use super::{CanaryDemand, Demands, EvidenceDemand, ReputationDemand};

/// In what one demand asks for less than another, if in anything. Budgets are no demands, nor is how many are probed at once.
pub(super) fn lacks(demands: &Demands, other: &Demands) -> Option<&'static str> {
    either(
        &demands.reputation,
        &other.reputation,
        "it asks for no reputation",
        reputation,
    )
    .or_else(|| either(&demands.canaries, &other.canaries, "it asks for no canaries", canaries))
    .or_else(|| either(&demands.evidence, &other.evidence, "it asks for no evidence", evidence))
}

fn either<T>(
    own: &Option<T>,
    other: &Option<T>,
    missing: &'static str,
    lacks: fn(&T, &T) -> Option<&'static str>,
) -> Option<&'static str> {
    let other = other.as_ref()?;
    own.as_ref().map_or(Some(missing), |own| lacks(own, other))
}

fn reputation(own: &ReputationDemand, other: &ReputationDemand) -> Option<&'static str> {
    first([
        (own.floor < other.floor, "its floor is lower"),
        (own.max_uncertainty > other.max_uncertainty, "it bears more uncertainty"),
        (
            own.newcomer_share_ppm > other.newcomer_share_ppm,
            "newcomers get a greater share",
        ),
    ])
}

fn canaries(own: &CanaryDemand, other: &CanaryDemand) -> Option<&'static str> {
    first([
        (own.passes < other.passes, "it asks for fewer passes"),
        (
            own.pass_counts_for_ms > other.pass_counts_for_ms,
            "a pass counts for longer",
        ),
    ])
}

fn evidence(own: &EvidenceDemand, other: &EvidenceDemand) -> Option<&'static str> {
    let fewer_kinds = other.kinds.iter().any(|kind| !own.kinds.contains(kind));
    first([
        (fewer_kinds, "it asks for fewer kinds of evidence"),
        (
            widens(&own.signer_classes, &other.signer_classes),
            "receipts of more signers count",
        ),
        (
            widens(&own.attestation_kinds, &other.attestation_kinds),
            "more kinds of attestation count",
        ),
        (
            widens(&own.measurements, &other.measurements),
            "more measurements count",
        ),
    ])
}

/// Whether a list of what counts lets anything count that another does not. The empty one, where nothing is asked for, lets all.
fn widens<T: PartialEq>(own: &[T], other: &[T]) -> bool {
    !other.is_empty() && (own.is_empty() || own.iter().any(|item| !other.contains(item)))
}

fn first<const N: usize>(lacks: [(bool, &'static str); N]) -> Option<&'static str> {
    lacks.into_iter().find(|(is_less, _)| *is_less).map(|(_, what)| what)
}
