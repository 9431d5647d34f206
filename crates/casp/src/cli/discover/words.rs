//! A stand-in for recall until `casp_discovery::recall` is there: the share of a phrasing's words that a capability's texts have.

use std::collections::BTreeSet;

use casp_discovery::{Candidate, Entry, Relevance};
use casp_wire::v1::Intent;

const ALL_PPM: usize = 1_000_000;

pub(super) struct Recall {
    phrasings: Vec<BTreeSet<String>>,
    skills: Vec<String>,
}

impl Recall {
    pub(super) fn new(intent: &Intent, _entries: &[Entry]) -> Self {
        Self {
            phrasings: intent.phrasings.iter().map(|text| words(text)).collect(),
            skills: intent.skills.clone(),
        }
    }

    pub(super) fn relevance(&self, candidate: &Candidate<'_>) -> Relevance {
        let capability = candidate.capability();
        let mut own = words(&capability.summary);
        own.extend(words(&capability.id));
        capability.tags.iter().for_each(|tag| own.extend(words(tag)));
        let share = |phrasing: &BTreeSet<String>| {
            let common = phrasing.intersection(&own).count();
            common.saturating_mul(ALL_PPM).checked_div(phrasing.len()).unwrap_or(0)
        };
        let lexical = self.phrasings.iter().map(share).max().unwrap_or(0);
        let has = |skill: &&String| capability.skills.contains(skill);
        let held = self.skills.iter().filter(has).count();
        let skill = held.saturating_mul(ALL_PPM).checked_div(self.skills.len()).unwrap_or(0);
        let ppm = |value: usize| u32::try_from(value).unwrap_or(0);
        Relevance {
            relevance_ppm: ppm(lexical.max(skill)),
            lexical_ppm: ppm(lexical),
            semantic_ppm: 0,
            skill_ppm: ppm(skill),
        }
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let letters = |letter: char| !letter.is_alphanumeric();
    text.split(letters)
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
        .collect()
}
