//! How well capabilities fit words and skills, as `casp_discovery::recall` has it.

use std::collections::BTreeMap;

use casp_discovery::recall::embed::WordEmbedder;
use casp_discovery::recall::{Document, Recall, Wanted, fitting};
use casp_discovery::{Candidate, Entry, Filters, Relevance};
use casp_identity::ObjectId;
use casp_wire::v1::Intent;

/// The relevance of the capabilities that satisfy the constraints and fit what is looked for.
#[derive(Default)]
pub(super) struct Recalled(BTreeMap<Name, Relevance>);

/// A capability: its descriptor, id and version.
type Name = (ObjectId, String, String);

impl Recalled {
    /// Looks at all capabilities of all entries: how rare a word is depends on them.
    pub(super) fn new(intent: &Intent, filters: &Filters, entries: &[Entry], at_ms: i64) -> Self {
        if intent.phrasings.is_empty() && intent.skills.is_empty() {
            return Self::default();
        }
        let candidates: Vec<Candidate<'_>> = entries.iter().flat_map(Entry::candidates).collect();
        let mut recall = Recall::new(WordEmbedder);
        for (number, candidate) in (0_u32..).zip(&candidates) {
            recall.insert(number, &Document::of(candidate.capability()));
        }
        let wanted = Wanted {
            phrasings: &intent.phrasings,
            skills: &intent.skills,
        };
        let candidate = |number: u32| candidates.get(usize::try_from(number).ok()?);
        let found = recall.search(&wanted, candidates.len(), &mut |number| {
            candidate(number).is_some_and(|candidate| filters.admit(candidate, at_ms).is_ok())
        });
        let named = fitting(&found).iter().filter_map(|each| {
            let candidate = candidate(each.doc)?;
            let relevance = Relevance {
                relevance_ppm: each.relevance_ppm,
                lexical_ppm: each.lexical_ppm,
                semantic_ppm: each.semantic_ppm,
                skill_ppm: each.skill_ppm,
            };
            Some((name(candidate), relevance))
        });
        Self(named.collect())
    }

    /// The relevance of a capability; nothing of one that has nothing in common with what is looked for.
    pub(super) fn relevance(&self, candidate: &Candidate<'_>) -> Relevance {
        self.0.get(&name(candidate)).copied().unwrap_or_default()
    }
}

fn name(candidate: &Candidate<'_>) -> Name {
    let capability = candidate.capability();
    let id = candidate.entry().descriptor_id();
    (id, capability.id.clone(), capability.version.clone())
}
