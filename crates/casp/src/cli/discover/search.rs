//! What an index has for a question. The same that [`casp_discovery::find_relevant`] finds of those that have to do with the words;
//! kept beside it is what was left out, and why.

use casp_discovery::{Candidate, Draw, Entry, Opinion, Question, Ranked, Relevance, rank};
use casp_wire::v1::Intent;

use super::recalled::Recalled;

/// What was found, and what was left out.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// Agents that match, in order of rank: all of them.
    pub(super) ranked: Vec<Match<'a>>,
    /// The draw: positions in `ranked`.
    pub(super) drawn: Vec<usize>,
    /// Capabilities that fail a constraint, with the position of the first one.
    pub(super) excluded: Vec<(Candidate<'a>, usize)>,
    /// Capabilities that satisfy the constraints, and fit words and skills less than half as well as the best does.
    pub(super) irrelevant: Vec<Candidate<'a>>,
    /// Capabilities that were looked at.
    pub(super) examined: usize,
    /// Capabilities that match, and do not stand for their agent.
    pub(super) behind: usize,
}

/// The capability that stands for an agent.
#[derive(Clone, Copy)]
pub(super) struct Match<'a> {
    pub(super) candidate: Candidate<'a>,
    pub(super) relevance: Relevance,
    pub(super) front: u32,
}

/// Looks at every capability.
pub(super) fn search<'a>(question: &Question, intent: &Intent, entries: &'a [Entry], at_ms: i64) -> Found<'a> {
    let mut found = Found::default();
    let recall = Recalled::new(intent, &question.filters, entries, at_ms);
    let mut standing = Vec::new();
    for entry in entries {
        let mut best: Option<(Vec<u64>, Candidate<'a>, Relevance)> = None;
        for candidate in entry.candidates() {
            found.examined = found.examined.saturating_add(1);
            if let Err(constraint) = question.filters.admit(&candidate, at_ms) {
                found.excluded.push((candidate, constraint));
                continue;
            }
            let relevance = recall.relevance(&candidate);
            if !question.is_filter_only && relevance.relevance_ppm == 0 {
                found.irrelevant.push(candidate);
                continue;
            }
            let opinion = Opinion {
                relevance_ppm: relevance.relevance_ppm,
                trust_ppm: None,
            };
            let costs = question.objectives.costs(&candidate, opinion, at_ms);
            if best.is_some() {
                found.behind = found.behind.saturating_add(1);
            }
            if best.as_ref().is_none_or(|(least, ..)| costs < *least) {
                best = Some((costs, candidate, relevance));
            }
        }
        let ranked =
            best.map(|(costs, candidate, relevance)| Ranked::new(entry.descriptor_id(), costs, (candidate, relevance)));
        standing.extend(ranked);
    }
    rank(&mut standing, &question.id.0);
    let draw = |(position, each): (usize, &Ranked<(Candidate<'a>, Relevance)>)| {
        (Draw::of(&question.id, each.id, each.of.1.relevance_ppm), position)
    };
    let mut drawn: Vec<_> = standing.iter().enumerate().map(draw).collect();
    drawn.sort_unstable();
    found.drawn = drawn
        .into_iter()
        .take(question.sample)
        .map(|(_, position)| position)
        .collect();
    let matches = standing.into_iter().map(|each| Match {
        candidate: each.of.0,
        relevance: each.of.1,
        front: each.front,
    });
    found.ranked = matches.collect();
    found
}
