//! An index over the capabilities of living entries: what constraints leave, without looking at each capability.
//!
//! Texts, names, sets and versions are *facets*: for each value the set of documents that have it. A constraint on one is a set,
//! and constraints together their intersection. Numbers are looked up document by document among what the facets leave. What
//! comes out is what [`crate::find()`] finds by holding every candidate against every constraint; a property test holds the two
//! equal.

mod document;
mod facet;

use std::collections::BTreeMap;
use std::ops::Sub;

use casp_identity::{AgentId, ObjectId};
use roaring::RoaringBitmap;

use crate::attribute::{Attribute, SetAttribute};
use crate::candidate::Entry;
use crate::filter::{Filter, Filters};
use crate::find::{Question, Relevance};
use crate::rank::{Opinion, Ranked, rank};
use document::{Document, Life, Numbers, Prices};
use facet::{Facet, Facets};

/// Number of a capability in an index. Numbers of what left are given to what comes.
pub type DocumentId = u32;

/// Number of an entry, of the caller's choice; small numbers take less room.
pub type Slot = u32;

/// The capabilities of the entries of a registry.
#[derive(Default)]
pub struct Index {
    entries: Vec<Option<Indexed>>,
    occupied: usize,
    documents: Vec<Option<Document>>,
    free: Vec<DocumentId>,
    all: RoaringBitmap,
    facets: Facets,
    prices: Prices,
}

/// An entry in the index.
struct Indexed {
    agent: AgentId,
    descriptor: ObjectId,
    life: Life,
    documents: Box<[DocumentId]>,
}

/// What constraints leave.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The documents that satisfy all of them.
    pub documents: RoaringBitmap,
    /// How many each constraint excluded that no constraint before it had: facets first, then numbers, each in the order of
    /// the intent.
    pub excluded: Vec<u64>,
    /// Documents that were held against the constraints.
    pub examined: u64,
    /// Whether documents were left unexamined, because there were more than may be looked at one by one.
    pub cut: bool,
}

/// The capability that stands for an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its entry.
    pub slot: Slot,
    /// Its position in the descriptor.
    pub capability: u16,
    /// Its document.
    pub document: DocumentId,
    /// How well it fits phrasings and skills.
    pub relevance: Relevance,
}

/// How many documents may be looked at one by one, and where to begin.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// Most documents.
    pub most: u64,
    /// Where to begin when there are more: a number that differs from query to query, so that nobody is left out for good.
    pub seed: u64,
}

impl Scan {
    /// Looks at every document.
    pub const ALL: Self = Self {
        most: u64::MAX,
        seed: 0,
    };

    /// As many as may be looked at, chosen by the seed.
    #[must_use]
    pub fn some_of(self, documents: &RoaringBitmap) -> RoaringBitmap {
        if documents.len() <= self.most {
            return documents.clone();
        }
        let mut lots: Vec<(u64, DocumentId)> = documents.iter().map(|id| (self.lot(id), id)).collect();
        let most = as_count(self.most).min(lots.len());
        if most < lots.len() {
            lots.select_nth_unstable(most);
        }
        lots.into_iter().take(most).map(|(_, id)| id).collect()
    }

    /// A number that looks random, and differs from seed to seed (the finaliser of SplitMix64).
    fn lot(self, id: DocumentId) -> u64 {
        let mut mixed = self.seed ^ u64::from(id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Held {
    fn note(&mut self, position: usize, before: u64) {
        let after = self.documents.len();
        if let Some(excluded) = self.excluded.get_mut(position) {
            *excluded = before.saturating_sub(after);
        }
    }
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an entry in, in place of what the slot held. An entry with an audience has no documents. Gives the documents in the
    /// order of the capabilities.
    pub fn insert(&mut self, slot: Slot, entry: &Entry) -> &[DocumentId] {
        self.remove(slot);
        let life = Life::of(entry);
        let candidates: Vec<_> = entry.candidates().collect();
        let documents: Box<[DocumentId]> = candidates
            .iter()
            .zip(0_u16..)
            .map(|(candidate, position)| {
                let id = self.vacant();
                let values = self.facets.insert(id, candidate);
                let document = Document::of(slot, position, candidate, values, &mut self.prices);
                if let Some(place) = self.documents.get_mut(index_of(id)) {
                    *place = Some(document);
                }
                self.all.insert(id);
                id
            })
            .collect();
        let indexed = Indexed {
            agent: entry.issuer(),
            descriptor: entry.descriptor_id(),
            life,
            documents,
        };
        let place = index_of(slot);
        while self.entries.len() <= place {
            grow(&mut self.entries, None);
        }
        self.occupied = self.occupied.saturating_add(1);
        match self.entries.get_mut(place) {
            Some(vacant) => &vacant.insert(indexed).documents,
            None => &[],
        }
    }

    /// Notes that an entry was refreshed: its latest statement was issued, and its life ends, at other times (milliseconds since
    /// the Unix epoch).
    pub fn refresh(&mut self, slot: Slot, issued_at_ms: i64, end_of_life_ms: i64) {
        if let Some(Some(indexed)) = self.entries.get_mut(index_of(slot)) {
            indexed.life = Life {
                issued_at_ms,
                end_of_life_ms,
            };
        }
    }

    /// Removes an entry. Gives its documents, whose numbers may be given away again.
    pub fn remove(&mut self, slot: Slot) -> Box<[DocumentId]> {
        let Some(indexed) = self.entries.get_mut(index_of(slot)).and_then(Option::take) else {
            return Box::default();
        };
        self.occupied = self.occupied.saturating_sub(1);
        for id in &indexed.documents {
            self.all.remove(*id);
            if let Some(document) = self.documents.get_mut(index_of(*id)).and_then(Option::take) {
                self.facets.remove(*id, &document.values);
                self.prices.release(&document);
                self.free.push(*id);
            }
        }
        indexed.documents
    }

    /// Capabilities in the index.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.all.len()
    }

    /// Entries in the index.
    #[must_use]
    pub const fn entries(&self) -> usize {
        self.occupied
    }

    /// The descriptor of the entry that a slot holds.
    #[must_use]
    pub fn descriptor(&self, slot: Slot) -> Option<ObjectId> {
        self.entry(slot).map(|indexed| indexed.descriptor)
    }

    /// The documents of the entry that a slot holds, in the order of the capabilities.
    #[must_use]
    pub fn documents_of(&self, slot: Slot) -> &[DocumentId] {
        self.entry(slot).map(|indexed| &*indexed.documents).unwrap_or_default()
    }

    /// The entry that a document is of, and the capability's position in its descriptor.
    #[must_use]
    pub fn place_of(&self, document: DocumentId) -> Option<(Slot, u16)> {
        self.document(document)
            .map(|document| (document.slot, document.capability))
    }

    /// Holds the constraints on facets against all documents: sets against sets, however many documents there are.
    #[must_use]
    pub fn narrow(&self, filters: &Filters) -> Held {
        let filters = filters.as_slice();
        let mut held = Held {
            documents: self.all.clone(),
            excluded: vec![0; filters.len()],
            examined: self.all.len(),
            cut: false,
        };
        for (position, filter) in filters.iter().enumerate() {
            if let Some(passing) = self.passing(filter, &held.documents) {
                let before = held.documents.len();
                held.documents &= passing;
                held.note(position, before);
            }
        }
        held
    }

    /// Every document with its slot and the capability's position.
    pub fn places(&self) -> impl Iterator<Item = (DocumentId, Slot, u16)> {
        self.all
            .iter()
            .filter_map(|id| self.place_of(id).map(|(slot, capability)| (id, slot, capability)))
    }

    /// Holds the constraints on numbers against one document, at a time (milliseconds since the Unix epoch).
    ///
    /// # Errors
    /// The position of the first constraint that it does not satisfy; the number of constraints for a document that is not there.
    pub fn admit_numbers(&self, filters: &Filters, document: DocumentId, at_ms: i64) -> Result<(), usize> {
        let filters = filters.as_slice();
        let numbers = self.numbers(document).ok_or(filters.len())?;
        let failed = filters.iter().position(|filter| match filter.attribute() {
            Some(Attribute::Number(which)) => !filter.admits_number(&numbers, which, at_ms),
            _ => false,
        });
        failed.map_or(Ok(()), Err)
    }

    /// Holds constraints against all documents at a time (milliseconds since the Unix epoch). Numbers are looked at one document
    /// after another: at most as many as `scan` says.
    #[must_use]
    pub fn hold(&self, filters: &Filters, at_ms: i64, scan: Scan) -> Held {
        let mut held = self.narrow(filters);
        let on_numbers = |filter: &Filter| matches!(filter.attribute(), Some(Attribute::Number(_)));
        if !filters.as_slice().iter().any(on_numbers) {
            return held;
        }
        let left = held.documents.len().saturating_sub(scan.most);
        if left > 0 {
            held.cut = true;
            held.examined = held.examined.saturating_sub(left);
            held.documents = scan.some_of(&held.documents);
        }
        let excluded = &mut held.excluded;
        let passing = held.documents.iter().filter(|id| {
            let admitted = self.admit_numbers(filters, *id, at_ms);
            if let Err(count) = admitted.map_err(|position| excluded.get_mut(position)) {
                count.into_iter().for_each(|count| *count = count.saturating_add(1));
            }
            admitted.is_ok()
        });
        // Documents come in ascending order, so that this cannot fail.
        held.documents = RoaringBitmap::from_sorted_iter(passing).unwrap_or_default();
        held
    }

    /// Ranks what satisfies a question's constraints, one capability for each agent, given how relevant each is. Bound their
    /// number: see [`rank()`].
    #[must_use]
    pub fn rank(
        &self,
        question: &Question,
        relevant: impl IntoIterator<Item = (DocumentId, Relevance)>,
        at_ms: i64,
    ) -> Vec<Ranked<Chosen>> {
        let mut best: BTreeMap<Slot, (Vec<u64>, Chosen)> = BTreeMap::new();
        for (id, relevance) in relevant {
            let (Some(document), Some(numbers)) = (self.document(id), self.numbers(id)) else {
                continue;
            };
            let opinion = Opinion {
                relevance_ppm: relevance.relevance_ppm,
                trust_ppm: None,
            };
            let costs = question.objectives.costs(&numbers, opinion, at_ms);
            let chosen = Chosen {
                slot: document.slot,
                capability: document.capability,
                document: id,
                relevance,
            };
            let better = best
                .get(&document.slot)
                .is_none_or(|(least, other)| (&costs, chosen.capability) < (least, other.capability));
            if better {
                best.insert(document.slot, (costs, chosen));
            }
        }
        let mut ranked: Vec<Ranked<Chosen>> = best
            .into_iter()
            .filter_map(|(slot, (costs, chosen))| Some(Ranked::new(self.descriptor(slot)?, costs, chosen)))
            .collect();
        rank(&mut ranked, &question.id.0);
        ranked
    }

    /// The documents among `of` that satisfy a constraint on a facet; `None` for one on a number.
    fn passing(&self, filter: &Filter, of: &RoaringBitmap) -> Option<RoaringBitmap> {
        use casp_wire::v1::Operator;
        let attribute = filter.attribute()?;
        if *attribute == Attribute::Agent {
            return Some(self.of_agents(filter));
        }
        let facet = Facet::of(attribute)?;
        Some(match (filter.operator(), attribute) {
            (Operator::Exists, _) if filter.asks_for_presence() => self.facets.with_any(facet).clone(),
            (Operator::Exists, _) => Sub::sub(of, self.facets.with_any(facet)),
            (Operator::In, Attribute::Set(which)) => self.within(filter, *which, facet),
            (Operator::Equal | Operator::In | Operator::Contains, Attribute::Text(_) | Attribute::Set(_)) => {
                self.facets.with_one_of(facet, filter.texts())
            }
            (Operator::NotEqual, Attribute::Text(_)) => Sub::sub(
                self.facets.with_any(facet),
                self.facets.with_one_of(facet, filter.texts()),
            ),
            (Operator::Prefix, _) => self.facets.with_prefix(facet, filter.texts()),
            (_, Attribute::TrainingUse) => self.facets.where_name(facet, |name| filter.admits_flag(name == "true")),
            (_, Attribute::Name(_) | Attribute::Ordered(_)) => self.facets.where_name(facet, |name| {
                let position = attribute
                    .names()
                    .and_then(|names| names.iter().position(|each| *each == name));
                position
                    .and_then(|position| u8::try_from(position).ok())
                    .is_some_and(|position| filter.admits_name(position))
            }),
            _ => self.facets.where_name(facet, |name| filter.admits_text(name)),
        })
    }

    /// IN of a set: documents with members, each of them one of the values.
    fn within(&self, filter: &Filter, which: SetAttribute, facet: Facet) -> RoaringBitmap {
        let mut values: Vec<&str> = filter.texts().collect();
        values.sort_unstable();
        values.dedup();
        let some = self.facets.with_one_of(facet, values.iter().copied());
        let all_members = some.iter().filter(|id| {
            let members = self.document(*id).map_or(0, |document| document.members(which));
            let named = values.iter().filter(|value| self.facets.has(facet, value, *id)).count();
            usize::from(members) == named
        });
        RoaringBitmap::from_sorted_iter(all_members).unwrap_or_default()
    }

    /// Constraints on the agent are rare, and agents many: they have no facet.
    fn of_agents(&self, filter: &Filter) -> RoaringBitmap {
        let all = self.entries.iter().flatten();
        let asked_for = all.filter(|indexed| filter.admits_agent(indexed.agent));
        asked_for
            .flat_map(|indexed| indexed.documents.iter().copied())
            .collect()
    }

    fn numbers(&self, id: DocumentId) -> Option<Numbers<'_>> {
        Some(Numbers {
            document: self.document(id)?,
            entries: &self.entries,
            prices: &self.prices,
        })
    }

    fn entry(&self, slot: Slot) -> Option<&Indexed> {
        self.entries.get(index_of(slot))?.as_ref()
    }

    fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(index_of(id))?.as_ref()
    }

    fn vacant(&mut self) -> DocumentId {
        self.free.pop().unwrap_or_else(|| {
            let id = DocumentId::try_from(self.documents.len()).unwrap_or(DocumentId::MAX);
            grow(&mut self.documents, None);
            id
        })
    }
}

/// Puts one more at the end, with room for an eighth more than there is: these are the largest tables, and doubling is dear.
pub(crate) fn grow<T>(all: &mut Vec<T>, one: T) {
    if all.len() == all.capacity() {
        all.reserve_exact((all.len() >> 3).saturating_add(16));
    }
    all.push(one);
}

fn index_of(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

fn as_count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
