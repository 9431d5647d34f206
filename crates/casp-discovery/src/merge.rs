//! Answers of several registries to one intent, put together (SPEC.md section 18.8).
//!
//! A registry can be silent, stale or bought. Together they show more: who is served by how many, and where they differ.

use std::collections::BTreeMap;

use casp_identity::{AgentId, ObjectId};

use crate::answer::{AnsweredEntry, VerifiedAnswer};
use crate::filter::Filters;
use crate::find::Relevance;
use crate::rank::{Objectives, Opinion, Ranked, rank};

/// What several registries serve, each agent once.
#[derive(Debug)]
pub struct Merge<'a> {
    /// Ascending by agent.
    pub agents: Vec<Supported<'a>>,
    /// Where registries differ, ascending by agent.
    pub divergences: Vec<Divergence>,
}

/// The newest entry of an agent that any registry served.
#[derive(Debug)]
pub struct Supported<'a> {
    /// The agent.
    pub agent: AgentId,
    /// Its entry, as the registry served it that has the newest.
    pub entry: &'a AnsweredEntry,
    /// How relevant the entry is: of the registries' opinions the middle one, and of two the lower.
    pub relevance_ppm: u32,
    /// The registries that served this very pair. One registry has one voice.
    pub registries: Vec<AgentId>,
}

/// Registries differ on an agent. That alone is nobody's fault: entries spread in time, recall differs, samples are cut.
///
/// Where the registry that does not list the agent calls its answer complete, and has given a receipt for the entry, see
/// [`crate::verify_omission`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The agent.
    pub agent: AgentId,
    /// The descriptor of its newest entry.
    pub descriptor: ObjectId,
    /// Registries that served the newest entry.
    pub serve: Vec<AgentId>,
    /// Registries that served an older one.
    pub serve_older: Vec<AgentId>,
    /// Registries that served none, and called their answer complete.
    pub deny: Vec<AgentId>,
    /// Registries that served none.
    pub silent: Vec<AgentId>,
}

/// Puts answers together. Of several answers of one registry the one that was issued last counts. Of one agent's entries with
/// one (epoch, sequence) the one with the lower object ids counts; that both exist is the agent's equivocation.
#[must_use]
pub fn merge<'a>(answers: impl IntoIterator<Item = &'a VerifiedAnswer>) -> Merge<'a> {
    let mut voices: BTreeMap<AgentId, &VerifiedAnswer> = BTreeMap::new();
    for answer in answers {
        let issued_at_ms = |answer: &VerifiedAnswer| answer.result.header().issued_at_ms;
        let voice = voices.entry(answer.result.issuer()).or_insert(answer);
        if issued_at_ms(answer) > issued_at_ms(voice) {
            *voice = answer;
        }
    }
    let mut served: BTreeMap<AgentId, Vec<(AgentId, &AnsweredEntry)>> = BTreeMap::new();
    for (registry, answer) in &voices {
        for entry in &answer.entries {
            served.entry(entry.entry.issuer()).or_default().push((*registry, entry));
        }
    }
    let mut merge = Merge {
        agents: Vec::with_capacity(served.len()),
        divergences: Vec::new(),
    };
    for (agent, served) in served {
        let Some(newest) = served
            .iter()
            .map(|(_, entry)| *entry)
            .max_by_key(|entry| newness(entry))
        else {
            continue;
        };
        let (serve, serve_older): (Vec<_>, Vec<_>) =
            served.iter().partition(|(_, entry)| newness(entry) == newness(newest));
        let names = |served: Vec<(AgentId, &AnsweredEntry)>| -> Vec<AgentId> {
            served.into_iter().map(|(registry, _)| registry).collect()
        };
        let relevance_ppm = middle(
            serve
                .iter()
                .filter_map(|(registry, entry)| relevance(voices.get(registry)?, entry.entry.descriptor_id())),
        );
        let (serve, serve_older) = (names(serve), names(serve_older));
        let absent = voices
            .iter()
            .filter(|(registry, _)| !served.iter().any(|(other, _)| other == *registry));
        let (deny, silent): (Vec<_>, Vec<_>) = absent.partition(|(_, answer)| answer.result.message().complete);
        let keys =
            |voices: Vec<(&AgentId, _)>| -> Vec<AgentId> { voices.into_iter().map(|(agent, _)| *agent).collect() };
        let divergence = Divergence {
            agent,
            descriptor: newest.entry.descriptor_id(),
            serve: serve.clone(),
            serve_older,
            deny: keys(deny),
            silent: keys(silent),
        };
        if serve.len() < voices.len() {
            merge.divergences.push(divergence);
        }
        merge.agents.push(Supported {
            agent,
            entry: newest,
            relevance_ppm,
            registries: serve,
        });
    }
    merge
}

impl<'a> Merge<'a> {
    /// Ranks what was merged anew, with the requester's own trust among the objectives if it is named there: positions in
    /// [`Merge::agents`], best first, with their fronts. Who satisfies no constraint any more at this time (milliseconds since the
    /// Unix epoch) is left out.
    pub fn rank(
        &self,
        filters: &Filters,
        objectives: &Objectives,
        trust_ppm: impl Fn(&AgentId) -> Option<u32>,
        tie_seed: &[u8; 32],
        at_ms: i64,
    ) -> Vec<Ranked<usize>> {
        let mut ranked = Vec::with_capacity(self.agents.len());
        for (position, supported) in self.agents.iter().enumerate() {
            let entry = &supported.entry.entry;
            let opinion = Opinion {
                relevance_ppm: supported.relevance_ppm,
                trust_ppm: trust_ppm(&supported.agent),
            };
            let admitted = entry.candidates().filter(|each| filters.admit(each, at_ms).is_ok());
            let best = admitted.map(|each| objectives.costs(&each, opinion, at_ms)).min();
            ranked.extend(best.map(|costs| Ranked::new(entry.descriptor_id(), costs, position)));
        }
        rank(&mut ranked, tie_seed);
        ranked
    }
}

/// Orders entries of one agent: higher (epoch, sequence) is newer; what is left is settled by object ids.
fn newness(entry: &AnsweredEntry) -> impl Ord + use<> {
    let entry = &entry.entry;
    let ids = (entry.descriptor_id(), entry.refresh_id());
    (entry.place(), std::cmp::Reverse(ids))
}

/// A registry's opinion of an entry.
fn relevance(answer: &VerifiedAnswer, descriptor: ObjectId) -> Option<u32> {
    let result = answer.result.message();
    let mut matches = result.ranked.iter().chain(&result.sampled);
    let named = matches.find(|each| each.descriptor == descriptor.0)?;
    Some(named.relevance_ppm)
}

fn middle(opinions: impl Iterator<Item = u32>) -> u32 {
    let mut opinions: Vec<u32> = opinions.collect();
    opinions.sort_unstable();
    let last = opinions.len().saturating_sub(1);
    opinions
        .get(last.checked_div(2).unwrap_or(0))
        .copied()
        .unwrap_or(Relevance::default().relevance_ppm)
}
