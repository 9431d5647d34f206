//! How near two skills of a taxonomy are, from their paths alone.
//!
//! A path of the Open Agentic Schema Framework carries its ancestry: `category/group/skill`. A group itself is written
//! `category/group/group`.

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

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
    numbers: HashMap<Arc<str>, u32>,
    /// Skills by number, each with how often it is had; numbers of those that nobody has are given away again.
    names: Vec<(Arc<str>, usize)>,
    free: Vec<u32>,
    of: HashMap<u32, Box<[u32]>>,
    /// Documents by group (the first two levels of a path), or by category for a path of one level.
    groups: HashMap<Box<str>, RoaringBitmap>,
}

/// Skills that are asked for, and how near to them those are that were looked at.
#[derive(Debug)]
pub(super) struct Sought<'a> {
    asked: &'a [String],
    known: HashMap<u32, u32>,
}

impl<'a> Sought<'a> {
    pub(super) fn new(asked: &'a [String]) -> Self {
        Self {
            asked,
            known: HashMap::new(),
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }
}

impl Skills {
    pub(super) fn insert(&mut self, doc: u32, skills: &[String]) {
        if skills.is_empty() {
            return;
        }
        for skill in skills {
            self.groups.entry(group(skill).into()).or_default().insert(doc);
        }
        let numbers = skills.iter().map(|skill| self.number(skill)).collect();
        self.of.insert(doc, numbers);
    }

    pub(super) fn remove(&mut self, doc: u32) {
        for number in self.of.remove(&doc).unwrap_or_default() {
            let Some((name, count)) = self.names.get_mut(index(number)) else {
                continue;
            };
            let key = group(name);
            if let Some(docs) = self.groups.get_mut(key) {
                docs.remove(doc);
                if docs.is_empty() {
                    self.groups.remove(key);
                }
            }
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.numbers.remove(name);
                self.free.push(number);
            }
        }
    }

    /// Documents with a skill of the same group as one asked for.
    pub(super) fn candidates(&self, sought: &Sought<'_>) -> RoaringBitmap {
        let groups = sought.asked.iter().filter_map(|skill| self.groups.get(group(skill)));
        groups.fold(RoaringBitmap::new(), |all, docs| all | docs)
    }

    /// The nearest of a document's skills to any asked for.
    pub(super) fn score_ppm(&self, doc: u32, sought: &mut Sought<'_>) -> u32 {
        let has = self.of.get(&doc).map(|skills| &**skills).unwrap_or_default();
        let nearness = has.iter().map(|number| {
            *sought.known.entry(*number).or_insert_with(|| {
                let name = self.names.get(index(*number)).map_or("", |(name, _)| name);
                let asked = sought.asked.iter().map(|asked| nearness_ppm(asked, name));
                asked.max().unwrap_or_default()
            })
        });
        nearness.max().unwrap_or_default()
    }

    fn number(&mut self, skill: &str) -> u32 {
        if let Some(number) = self.numbers.get(skill) {
            if let Some((_, count)) = self.names.get_mut(index(*number)) {
                *count = count.saturating_add(1);
            }
            return *number;
        }
        let name: Arc<str> = skill.into();
        let free = self.free.pop();
        let number = free.unwrap_or_else(|| u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        match self.names.get_mut(index(number)) {
            Some(place) => *place = (Arc::clone(&name), 1),
            None => self.names.push((Arc::clone(&name), 1)),
        }
        self.numbers.insert(name, number);
        number
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
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
