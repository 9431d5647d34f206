//! Ranking (SPEC.md section 18.3): counted figures, costs, Pareto fronts, and an order that nobody can grind for.

use std::cmp::Ordering;

use casp_identity::ObjectId;
use casp_wire::check;
use casp_wire::limits::MAX_INTEGER;
use casp_wire::v1::{Objective, Provenance};
use sha2::{Digest as _, Sha256};

use crate::attribute::{Attribute, BEST_FIRST, Figures, Metric, NumberAttribute, PriceTag, Stated};
use crate::violation::DiscoveryViolation;

/// The cost of having no figure: greater than that of any.
pub const NO_FIGURE: u64 = MAX_INTEGER + 1;

/// Samples that shrink a figure to half its worth, so to speak: a figure over n counts as over n of n + 20.
const PRIOR_SAMPLES: u64 = 20;

/// Greatest number of samples that count of a metric which the agent itself observed.
const OBSERVED_SAMPLES: u64 = 100;

/// Greatest number of samples that count of a metric which others witnessed.
const WITNESSED_SAMPLES: u64 = 1_000;

/// Who ranks: `trust` is the requester's alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranker {
    /// A registry, for a query.
    Registry,
    /// A requester, for itself.
    Requester,
}

/// By what candidates are ordered, first things first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objectives(Vec<Goal>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Goal {
    /// Absent only where INT-5 is switched off.
    of: Option<Figure>,
    grain: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Figure {
    Qos(Metric),
    Price(PriceTag),
    Age,
    Relevance,
    Trust,
}

/// What does not stand in a candidate's statements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opinion {
    /// How well it fits phrasings and skills, parts per million.
    pub relevance_ppm: u32,
    /// The requester's trust in its agent, parts per million; `None` where it has none.
    pub trust_ppm: Option<u32>,
}

impl Objectives {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Reads objectives. Without any, candidates are ranked by relevance.
    ///
    /// # Errors
    /// INT-5, INT-6.
    pub fn of(objectives: &[Objective], ranker: Ranker) -> Result<Self, DiscoveryViolation> {
        let mut goals = Vec::with_capacity(objectives.len());
        for (objective, wire) in objectives.iter().enumerate() {
            let of = Figure::named(&wire.name).filter(|figure| *figure != Figure::Trust || ranker == Ranker::Requester);
            check(of.is_some(), DiscoveryViolation::ObjectiveUnknown { objective })?;
            let before = objectives.iter().take(objective);
            let first = before.into_iter().all(|other| other.name != wire.name);
            check(first, DiscoveryViolation::ObjectiveRepeated { objective })?;
            goals.push(Goal {
                of,
                grain: wire.grain.max(1),
            });
        }
        if goals.is_empty() {
            goals.push(Goal {
                of: Some(Figure::Relevance),
                grain: 1,
            });
        }
        Ok(Self(goals))
    }

    /// The costs of a candidate at a time (milliseconds since the Unix epoch), one for each objective; less is better.
    #[must_use]
    pub fn costs(&self, candidate: &impl Figures, opinion: Opinion, at_ms: i64) -> Vec<u64> {
        let figure = |goal: &Goal| match goal.of.as_ref()? {
            Figure::Qos(metric) => counted(candidate, *metric),
            Figure::Price(tag) => candidate.price_micros(tag),
            Figure::Age => Some(candidate.age_ms(at_ms)),
            Figure::Relevance => Some(opinion.relevance_ppm.into()),
            Figure::Trust => opinion.trust_ppm.map(u64::from),
        };
        self.0.iter().map(|goal| goal.cost(figure(goal))).collect()
    }

    /// The costs of given figures, in the order of the objectives; of those that are missing [`NO_FIGURE`].
    #[must_use]
    pub fn costs_of(&self, figures: &[Option<u64>]) -> Vec<u64> {
        let given = figures.iter().copied().chain(std::iter::repeat(None));
        self.0
            .iter()
            .zip(given)
            .map(|(goal, figure)| goal.cost(figure))
            .collect()
    }
}

impl Goal {
    fn cost(&self, figure: Option<u64>) -> u64 {
        let more_is_better = self.of.as_ref().is_some_and(Figure::more_is_better);
        figure.map_or(NO_FIGURE, |figure| {
            let distance = if more_is_better {
                MAX_INTEGER.saturating_sub(figure)
            } else {
                figure
            };
            distance.checked_div(self.grain).unwrap_or(distance)
        })
    }
}

impl Figure {
    fn named(name: &str) -> Option<Self> {
        match name {
            "relevance" => return Some(Self::Relevance),
            "trust" => return Some(Self::Trust),
            _ => {}
        }
        match Attribute::named(name)? {
            Attribute::Number(NumberAttribute::Qos(metric)) => Some(Self::Qos(metric)),
            Attribute::Number(NumberAttribute::Price(tag)) => Some(Self::Price(tag)),
            Attribute::Number(NumberAttribute::AgeMs) => Some(Self::Age),
            _ => None,
        }
    }

    fn more_is_better(&self) -> bool {
        match self {
            Self::Qos(metric) => metric.more_is_better(),
            Self::Relevance | Self::Trust => true,
            Self::Price(_) | Self::Age => false,
        }
    }
}

/// The counted figure of a metric: what its best provenance states, discounted for few samples; nothing where the agent
/// merely declares it.
#[must_use]
pub fn counted(candidate: &impl Figures, metric: Metric) -> Option<u64> {
    let (provenance, stated) = BEST_FIRST
        .into_iter()
        .find_map(|provenance| Some((provenance, candidate.stated(metric, provenance)?)))?;
    let Stated { value, samples } = stated;
    let samples = match provenance {
        Provenance::Witnessed => u64::from(samples).min(WITNESSED_SAMPLES),
        Provenance::Observed => u64::from(samples).min(OBSERVED_SAMPLES),
        Provenance::SelfDeclared | Provenance::Unspecified => return None,
    };
    if metric.more_is_better() {
        value
            .saturating_mul(samples)
            .checked_div(samples.saturating_add(PRIOR_SAMPLES))
    } else {
        let margin = value.saturating_mul(PRIOR_SAMPLES).checked_div(samples)?;
        Some(value.saturating_add(margin).min(MAX_INTEGER))
    }
}

/// What is ordered: an agent's entry by its descriptor, with the costs of the capability that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked<T> {
    /// Object id of the descriptor; no two the same.
    pub id: ObjectId,
    /// One cost for each objective.
    pub costs: Vec<u64>,
    /// Pareto front, from 1; set by [`rank`].
    pub front: u32,
    /// Whatever it stands for.
    pub of: T,
}

impl<T> Ranked<T> {
    /// A candidate that is not ranked yet.
    pub const fn new(id: ObjectId, costs: Vec<u64>, of: T) -> Self {
        Self {
            id,
            costs,
            front: 0,
            of,
        }
    }
}

/// Puts candidates in order and gives each its front. Time is n log n for few fronts, and n² at the worst: bound n.
pub fn rank<T>(candidates: &mut [Ranked<T>], tie_seed: &[u8; 32]) {
    candidates.sort_by_cached_key(|each| (each.costs.clone(), tie(tie_seed, &each.id)));
    // A candidate can only be dominated by one before it. Fronts are tried by halves: whoever is dominated in one front is
    // dominated in every front before it.
    let mut fronts: Vec<Vec<&[u64]>> = Vec::new();
    let mut previous: Option<(&[u64], u32)> = None;
    for each in candidates.iter_mut() {
        let costs = each.costs.as_slice();
        let same = previous.filter(|(other, _)| *other == costs);
        each.front = same.map_or_else(
            || {
                let place = fronts.partition_point(|front| front.iter().any(|other| dominates(other, costs)));
                match fronts.get_mut(place) {
                    Some(front) => front.push(costs),
                    None => fronts.push(vec![costs]),
                }
                u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1)
            },
            |(_, front)| front,
        );
        previous = Some((costs, each.front));
    }
    candidates.sort_by_key(|each| each.front);
}

/// Puts the first `most` of what [`rank`] gives in its order, with their fronts, and all others behind them in any order with front 0.
/// Time is n log n and n for each of those that lie in the fronts that are needed: of few wanted among many far less than [`rank`] takes.
pub fn rank_first<T>(candidates: &mut [Ranked<T>], tie_seed: &[u8; 32], most: usize) {
    candidates.iter_mut().for_each(|each| each.front = 0);
    candidates.sort_unstable_by(|one, other| one.costs.cmp(&other.costs));
    let (mut front, mut placed) = (0_u32, 0_usize);
    while placed < most.min(candidates.len()) {
        front = front.saturating_add(1);
        // Front by front: a candidate can only be dominated by one before it.
        let mut members: Vec<usize> = Vec::new();
        for (place, each) in candidates.iter().enumerate().filter(|(_, each)| each.front == 0) {
            let mut others = members.iter().filter_map(|member| candidates.get(*member));
            if !others.any(|other| dominates(&other.costs, &each.costs)) {
                members.push(place);
            }
        }
        placed = placed.saturating_add(members.len());
        for member in members {
            if let Some(each) = candidates.get_mut(member) {
                each.front = front;
            }
        }
    }
    // Those without a front come last.
    candidates.sort_by_key(|each| each.front.wrapping_sub(1));
    let (first, rest) = candidates.split_at_mut(placed.min(candidates.len()));
    first.sort_by_cached_key(|each| (each.front, each.costs.clone(), tie(tie_seed, &each.id)));
    // What was not asked for has no front.
    let surplus = first.iter_mut().skip(most).chain(rest);
    surplus.for_each(|each| each.front = 0);
}

/// Whether some costs are nowhere greater than others, and somewhere less.
#[must_use]
pub fn dominates(costs: &[u64], others: &[u64]) -> bool {
    let nowhere_greater = costs.iter().zip(others).all(|(cost, other)| cost <= other);
    nowhere_greater && costs != others
}

/// The order within a front.
pub(crate) fn within_front(a: (&[u64], &ObjectId), b: (&[u64], &ObjectId), tie_seed: &[u8; 32]) -> Ordering {
    a.0.cmp(b.0).then_with(|| tie(tie_seed, a.1).cmp(&tie(tie_seed, b.1)))
}

fn tie(seed: &[u8; 32], id: &ObjectId) -> [u8; 32] {
    Sha256::new_with_prefix("casp/v1/tie")
        .chain_update(seed)
        .chain_update(id.0)
        .finalize()
        .into()
}
