//! How near two skills of a taxonomy are, from their paths alone.
//!
//! A path of the Open Agentic Schema Framework carries its ancestry: `category/group/skill`. A group itself is written
//! `category/group/group`.

use std::collections::HashMap;

use super::PPM;

/// A skill asked for, and one that is a kind of it.
const KIND_OF_IT: u32 = 900_000;
/// A skill asked for, and one that it is a kind of.
const MORE_GENERAL: u32 = 600_000;
/// Skills of the same group.
const SAME_GROUP: u32 = 450_000;
/// Skills of the same category.
const SAME_CATEGORY: u32 = 150_000;

/// How well a capability with skill `has` serves one who asks for `asked`, in parts per million.
#[must_use]
pub fn nearness_ppm(asked: &str, has: &str) -> u32 {
    let (asked, has) = (lineage(asked), lineage(has));
    if asked.is_empty() || has.is_empty() {
        return 0;
    }
    let shared = asked.split('/').zip(has.split('/')).take_while(|(a, b)| a == b).count();
    let (asked_depth, has_depth) = (asked.split('/').count(), has.split('/').count());
    match shared {
        0 => 0,
        _ if shared == asked_depth && shared == has_depth => PPM,
        1 if asked_depth > 1 => SAME_CATEGORY,
        _ if shared == asked_depth => KIND_OF_IT,
        _ if shared == has_depth => MORE_GENERAL,
        _ => SAME_GROUP,
    }
}

/// The path without the repetition by which a group names itself.
fn lineage(path: &str) -> &str {
    let path = path.trim_matches('/');
    match path.rsplit_once('/') {
        Some((ancestors, last)) if ancestors.rsplit('/').next() == Some(last) => ancestors,
        _ => path,
    }
}

/// Which documents have which skills.
#[derive(Clone, Debug, Default)]
pub(super) struct Skills {
    of: HashMap<u32, Box<[Box<str>]>>,
    /// Documents by group (the first two levels of a path), or by category for a path of one level; ascending.
    groups: HashMap<Box<str>, Vec<u32>>,
}

impl Skills {
    pub(super) fn insert(&mut self, doc: u32, skills: &[String]) {
        if skills.is_empty() {
            return;
        }
        for skill in skills {
            let docs = self.groups.entry(group(skill).into()).or_default();
            if let Err(place) = docs.binary_search(&doc) {
                docs.insert(place, doc);
            }
        }
        self.of
            .insert(doc, skills.iter().map(|skill| skill.as_str().into()).collect());
    }

    pub(super) fn remove(&mut self, doc: u32) {
        for skill in self.of.remove(&doc).unwrap_or_default() {
            let key = group(&skill);
            let Some(docs) = self.groups.get_mut(key) else { continue };
            if let Ok(place) = docs.binary_search(&doc) {
                docs.remove(place);
            }
            if docs.is_empty() {
                self.groups.remove(key);
            }
        }
    }

    /// Documents with a skill of the same group as one asked for.
    pub(super) fn candidates<'a>(&'a self, asked: &'a [String]) -> impl Iterator<Item = u32> + 'a {
        asked
            .iter()
            .filter_map(|skill| self.groups.get(group(skill)))
            .flatten()
            .copied()
    }

    /// The nearest of a document's skills to any asked for.
    pub(super) fn score_ppm(&self, doc: u32, asked: &[String]) -> u32 {
        let has = self.of.get(&doc).map(|skills| &**skills).unwrap_or_default();
        let pairs = asked
            .iter()
            .flat_map(|asked| has.iter().map(move |has| nearness_ppm(asked, has)));
        pairs.max().unwrap_or_default()
    }
}

fn group(path: &str) -> &str {
    let path = path.trim_matches('/');
    let end = path.match_indices('/').nth(1).map_or(path.len(), |(end, _)| end);
    path.get(..end).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness_follows_ancestry() {
        let memory = "ai_ml_engineering/agent_development/agent_memory";
        let tools = "ai_ml_engineering/agent_development/agent_tool_building";
        let group = "ai_ml_engineering/agent_development/agent_development";
        let other_group = "ai_ml_engineering/agent_orchestration/agent_orchestration";
        let elsewhere = "software_engineering/testing/unit_tests";
        assert_eq!(nearness_ppm(memory, memory), PPM);
        assert_eq!(nearness_ppm(group, memory), KIND_OF_IT);
        assert_eq!(nearness_ppm(memory, group), MORE_GENERAL);
        assert_eq!(nearness_ppm(memory, tools), SAME_GROUP);
        assert_eq!(nearness_ppm(memory, other_group), SAME_CATEGORY);
        assert_eq!(nearness_ppm(memory, elsewhere), 0);
        assert_eq!(nearness_ppm("", memory), 0);
    }
}
