//! What a registry finds (SPEC.md section 18.5), as plainly as the rules say it: every candidate held against every constraint.
//!
//! [`crate::registry`] finds the same faster.

use casp_identity::{ObjectId, Recorded, Verified};
use casp_wire::v1::{DiscoveryMatch, DiscoveryQuery, FilterReport, Intent};

use crate::attribute::Facts;
use crate::candidate::{Candidate, Entry};
use crate::filter::Filters;
use crate::rank::{Objectives, Opinion, Ranked, Ranker, rank};
use crate::sample::Draw;
use crate::statements::DiscoveryQueryKind;
use crate::violation::DiscoveryViolation;

/// A query taken apart.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its object id: the tie seed, and the seed of the draw.
    pub id: ObjectId,
    /// Its constraints.
    pub filters: Filters,
    /// Its objectives.
    pub objectives: Objectives,
    /// Most ranked matches.
    pub limit: usize,
    /// Most sampled matches.
    pub sample: usize,
    /// Whether it has neither phrasings nor skills.
    pub is_filter_only: bool,
}

impl Question {
    /// Takes a verified query apart.
    ///
    /// # Errors
    /// INT-1 to INT-6; none of a query that was verified.
    pub fn of(query: &Verified<DiscoveryQueryKind>) -> Result<Self, DiscoveryViolation> {
        Self::read(query.object_id(), query.message())
    }

    /// The same for the record, to hold an answer against it.
    pub(crate) fn on_record(query: &Recorded<DiscoveryQueryKind>) -> Result<Self, DiscoveryViolation> {
        Self::read(query.object_id(), query.message())
    }

    fn read(id: ObjectId, message: &DiscoveryQuery) -> Result<Self, DiscoveryViolation> {
        let none = Intent::default();
        let intent = message.intent.as_ref().unwrap_or(&none);
        Ok(Self {
            id,
            filters: Filters::of(&intent.constraints)?,
            objectives: Objectives::of(&intent.objectives, Ranker::Registry)?,
            limit: usize::try_from(message.limit).unwrap_or(usize::MAX),
            sample: usize::try_from(message.sample).unwrap_or(usize::MAX),
            is_filter_only: intent.phrasings.is_empty() && intent.skills.is_empty(),
        })
    }
}

/// How well a candidate fits phrasings and skills, in parts; all parts per million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relevance {
    /// All in all.
    pub relevance_ppm: u32,
    /// By words.
    pub lexical_ppm: u32,
    /// By meaning.
    pub semantic_ppm: u32,
    /// By skills.
    pub skill_ppm: u32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best, in order of rank.
    pub ranked: Vec<DiscoveryMatch>,
    /// The draw, in its order.
    pub sampled: Vec<DiscoveryMatch>,
    /// What became of each constraint.
    pub filters: Vec<FilterReport>,
    /// Candidates that were held against the constraints.
    pub examined: u64,
    /// Agents that match.
    pub matched: u64,
    /// Whether all of them are ranked.
    pub complete: bool,
}

/// Finds what a filter-only query asks for, among all entries, at a time (milliseconds since the Unix epoch).
pub fn find<'a>(question: &Question, entries: impl IntoIterator<Item = &'a Entry>, at_ms: i64) -> Found {
    find_relevant(question, entries, at_ms, |_| Relevance::default())
}

/// The same for a query with phrasings or skills, given how well each candidate fits them.
pub fn find_relevant<'a>(
    question: &Question,
    entries: impl IntoIterator<Item = &'a Entry>,
    at_ms: i64,
    relevance: impl Fn(&Candidate<'a>) -> Relevance,
) -> Found {
    let mut excluded = vec![0_u64; question.filters.as_slice().len()];
    let mut examined = 0_u64;
    let mut matching = Vec::new();
    for entry in entries {
        let mut best: Option<Matching<'a>> = None;
        for candidate in entry.candidates() {
            examined = examined.saturating_add(1);
            match question.filters.admit(&candidate, at_ms) {
                Err(filter) => {
                    if let Some(count) = excluded.get_mut(filter) {
                        *count = count.saturating_add(1);
                    }
                }
                Ok(()) => {
                    let relevance = relevance(&candidate);
                    let opinion = Opinion {
                        relevance_ppm: relevance.relevance_ppm,
                        trust_ppm: None,
                    };
                    let costs = question.objectives.costs(&candidate, opinion, at_ms);
                    if best.as_ref().is_none_or(|best| costs < best.costs) {
                        best = Some(Matching {
                            candidate,
                            costs,
                            relevance,
                        });
                    }
                }
            }
        }
        matching.extend(best);
    }
    let names = question.filters.as_slice().iter().map(|filter| filter.name());
    let filters = names.zip(excluded).map(|(attribute, excluded)| FilterReport {
        attribute: attribute.into(),
        excluded,
    });
    Found {
        filters: filters.collect(),
        examined,
        ..answer(question, matching)
    }
}

/// A candidate that matches, and stands for its agent.
struct Matching<'a> {
    candidate: Candidate<'a>,
    costs: Vec<u64>,
    relevance: Relevance,
}

fn answer(question: &Question, matching: Vec<Matching<'_>>) -> Found {
    let mut ranked: Vec<_> = matching
        .into_iter()
        .map(|each| {
            let id = each.candidate.entry().descriptor_id();
            Ranked::new(id, each.costs, (each.candidate, each.relevance))
        })
        .collect();
    rank(&mut ranked, &question.id.0);
    let mut drawn: Vec<_> = ranked
        .iter()
        .map(|each| (Draw::of(&question.id, each.id, each.of.1.relevance_ppm), each))
        .collect();
    drawn.sort_by_key(|(draw, _)| *draw);
    let (first, sample) = (ranked.iter().take(question.limit), drawn.iter().take(question.sample));
    Found {
        matched: u64::try_from(ranked.len()).unwrap_or(u64::MAX),
        complete: ranked.len() <= question.limit,
        sampled: sample.map(|(_, each)| match_of(&each.of.0, each.of.1, 0)).collect(),
        ranked: first.map(|each| match_of(&each.of.0, each.of.1, each.front)).collect(),
        ..Found::default()
    }
}

/// A candidate as a result names it.
#[must_use]
pub fn match_of(candidate: &Candidate<'_>, relevance: Relevance, front: u32) -> DiscoveryMatch {
    let entry = candidate.entry();
    DiscoveryMatch {
        descriptor: entry.descriptor_id().0.into(),
        refresh: entry.refresh_id().map(|id| id.0.into()).unwrap_or_default(),
        capability_id: candidate.capability().id.clone(),
        capability_version: candidate.version().into(),
        front,
        relevance_ppm: relevance.relevance_ppm,
        lexical_ppm: relevance.lexical_ppm,
        semantic_ppm: relevance.semantic_ppm,
        skill_ppm: relevance.skill_ppm,
    }
}
