//! An index over the capabilities of living entries: what constraints leave, without looking at each capability.
//!
//! Texts, names, sets and versions are *facets*: for each value the set of documents that have it. A constraint on one is a set,
//! and constraints together their intersection. Numbers are looked up document by document among what the facets leave. What
//! comes out is what [`crate::find()`] finds by holding every candidate against every constraint; a property test holds the two
//! equal.

mod document;
mod facet;
mod gather;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Sub;

use casp_identity::{AgentId, ObjectId};
use casp_wire::v1::Operator;
use roaring::RoaringBitmap;

use crate::attribute::{Attribute, NumberAttribute, SetAttribute};
use crate::candidate::Entry;
use crate::filter::{Filter, Filters};
use crate::find::{Question, Relevance};
use crate::rank::{Opinion, Ranked, rank, rank_first};
use document::{Document, Life, Numbers, Prices};
use facet::{Facet, Facets, Test};
use gather::{Gathered, weight};
pub use work::{TooBroad, Work};

/// Number of a capability in an index. Numbers of what left are given to what comes.
pub type DocumentId = u32;

/// Number of an entry, of the caller's choice; small numbers take less room.
pub type Slot = u32;

/// The capabilities of the entries of a registry.
#[derive(Default)]
pub struct Index {
    entries: Vec<Option<Indexed>>,
    agents: BTreeSet<(AgentId, Slot)>,
    occupied: usize,
    documents: Vec<Option<Document>>,
    free: Vec<DocumentId>,
    all: RoaringBitmap,
    facets: Facets,
    prices: Prices,
}

/// Steps: to come to a document, to look an agent up, to hold a number or a name against a value, and to compare two versions.
const DOCUMENT: u64 = 8;
const AGENT: u64 = 64;
const NUMBER: u64 = 1;
const VERSION: u64 = 12;

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
    /// How many each constraint excluded that no constraint before it had: first those on facets that are looked up, then versions and
    /// beginnings, then numbers, each in the order of the intent.
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
        self.agents.insert((indexed.agent, slot));
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
        self.agents.remove(&(indexed.agent, slot));
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
    ///
    /// # Errors
    /// [`TooBroad`] when that takes more steps than there are.
    pub fn narrow(&self, filters: &Filters, work: &mut Work) -> Result<Held, TooBroad> {
        let filters = filters.as_slice();
        let mut held = Held {
            documents: self.all.clone(),
            excluded: vec![0; filters.len()],
            examined: self.all.len(),
            cut: false,
        };
        work.spend(weight(&self.all))?;
        let mut versions = None;
        // What is looked up goes before what is compared with many values, of which it leaves few documents.
        let is_looked_up = |(_, filter): &(usize, &Filter)| {
            let is_version = filter.attribute() == Some(&Attribute::Version);
            !is_version && filter.operator() != Operator::Prefix
        };
        let (looked_up, compared): (Vec<_>, Vec<_>) = filters.iter().enumerate().partition(is_looked_up);
        for (position, filter) in looked_up.into_iter().chain(compared) {
            // What was asked already excludes nothing more.
            if filters.iter().take(position).any(|before| before == filter) {
                continue;
            }
            let passing = if filter.attribute() == Some(&Attribute::Version) && filter.operator() != Operator::Exists {
                if versions.is_none() {
                    versions = Some(self.of_versions(filters, &held.documents, work)?);
                }
                versions.as_mut().and_then(|passing| passing.remove(&position))
            } else {
                self.passing(filter, &held.documents, work)?
            };
            if let Some(passing) = passing {
                let before = held.documents.len();
                work.spend(weight(&held.documents))?;
                held.documents &= passing;
                held.note(position, before);
            }
        }
        Ok(held)
    }

    /// The slots of some documents.
    ///
    /// # Errors
    /// [`TooBroad`] when that takes more steps than there are.
    pub fn slots_of(&self, documents: &RoaringBitmap, work: &mut Work) -> Result<RoaringBitmap, TooBroad> {
        let mut slots = Gathered::new(self.entries.len());
        for document in documents {
            work.spend(NUMBER)?;
            if let Some((slot, _)) = self.place_of(document) {
                slots.add(slot, work)?;
            }
        }
        slots.finish(work)
    }

    /// Those of some documents that are of these slots.
    ///
    /// # Errors
    /// [`TooBroad`] when that takes more steps than there are.
    pub fn documents_among(
        &self,
        slots: &RoaringBitmap,
        documents: &RoaringBitmap,
        work: &mut Work,
    ) -> Result<RoaringBitmap, TooBroad> {
        let mut among = Gathered::new(self.documents.len());
        for slot in slots {
            for document in self.documents_of(slot) {
                work.spend(NUMBER)?;
                if documents.contains(*document) {
                    among.add(*document, work)?;
                }
            }
        }
        among.finish(work)
    }

    /// Every document with its slot and the capability's position.
    pub fn places(&self) -> impl Iterator<Item = (DocumentId, Slot, u16)> {
        self.all
            .iter()
            .filter_map(|id| self.place_of(id).map(|(slot, capability)| (id, slot, capability)))
    }

    /// Holds the constraints on numbers against one document, at a time (milliseconds since the Unix epoch). It takes some steps; whether
    /// there were enough, [`Work::check`] says.
    ///
    /// # Errors
    /// The position of the first constraint that it does not satisfy; the number of constraints for a document that is not there, and
    /// where there were not enough steps.
    pub fn admit_numbers(
        &self,
        filters: &Filters,
        document: DocumentId,
        at_ms: i64,
        work: &mut Work,
    ) -> Result<(), usize> {
        let most = filters.as_slice().len();
        self.admit_by(on_numbers(filters), document, at_ms, work)
            .map_err(|position| position.unwrap_or(most))
    }

    fn admit_by<'a>(
        &self,
        on_numbers: impl Iterator<Item = OnNumber<'a>>,
        document: DocumentId,
        at_ms: i64,
        work: &mut Work,
    ) -> Result<(), Option<usize>> {
        work.spend(DOCUMENT).map_err(|TooBroad| None)?;
        let numbers = self.numbers(document).ok_or(None)?;
        for (position, filter, which) in on_numbers {
            let steps = filter.steps().saturating_add(NUMBER);
            work.spend(steps).map_err(|TooBroad| None)?;
            if !filter.admits_number(&numbers, which, at_ms) {
                return Err(Some(position));
            }
        }
        Ok(())
    }

    /// Holds constraints against all documents at a time (milliseconds since the Unix epoch). Numbers are looked at one document
    /// after another: at most as many as `scan` says.
    ///
    /// # Errors
    /// [`TooBroad`] when that takes more steps than there are.
    pub fn hold(&self, filters: &Filters, at_ms: i64, scan: Scan, work: &mut Work) -> Result<Held, TooBroad> {
        let mut held = self.narrow(filters, work)?;
        let on_numbers: Vec<OnNumber<'_>> = on_numbers(filters).collect();
        if on_numbers.is_empty() {
            return Ok(held);
        }
        let left = held.documents.len().saturating_sub(scan.most);
        if left > 0 {
            work.spend(held.documents.len().saturating_mul(4))?;
            held.cut = true;
            held.examined = held.examined.saturating_sub(left);
            held.documents = scan.some_of(&held.documents);
        }
        let excluded = &mut held.excluded;
        let passing = held.documents.iter().filter(|id| {
            let admitted = self.admit_by(on_numbers.iter().copied(), *id, at_ms, work);
            if let Err(Some(position)) = admitted
                && let Some(count) = excluded.get_mut(position)
            {
                *count = count.saturating_add(1);
            }
            admitted.is_ok()
        });
        // Documents come in ascending order, so that this cannot fail.
        let passing = RoaringBitmap::from_sorted_iter(passing).unwrap_or_default();
        held.documents = passing;
        work.check()?;
        Ok(held)
    }

    /// Ranks what satisfies a question's constraints, one capability for each agent, given how relevant each is; no further than the
    /// first `most`, as [`rank_first`] does. Bound their number: see [`rank()`].
    #[must_use]
    pub fn rank(
        &self,
        question: &Question,
        relevant: impl IntoIterator<Item = (DocumentId, Relevance)>,
        at_ms: i64,
        most: usize,
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
        if most < ranked.len() {
            rank_first(&mut ranked, &question.id.0, most);
        } else {
            rank(&mut ranked, &question.id.0);
        }
        ranked
    }

    /// The documents among `of` that satisfy a constraint on a facet, and maybe others; `None` for one on a number.
    fn passing(&self, filter: &Filter, of: &RoaringBitmap, work: &mut Work) -> Result<Option<RoaringBitmap>, TooBroad> {
        let Some(attribute) = filter.attribute() else {
            return Ok(None);
        };
        if *attribute == Attribute::Agent {
            return self.of_agents(filter, of, work).map(Some);
        }
        let Some(facet) = Facet::of(attribute) else {
            return Ok(None);
        };
        let universe = self.documents.len();
        let any = self.facets.with_any(facet);
        work.spend(weight(any))?;
        Ok(Some(match (filter.operator(), attribute) {
            (Operator::Exists, _) if filter.asks_for_presence() => any.clone(),
            (Operator::Exists, _) => Sub::sub(of, any),
            (Operator::In, Attribute::Set(which)) => self.within(filter, *which, facet, of, work)?,
            (Operator::Equal | Operator::In | Operator::Contains, Attribute::Text(_) | Attribute::Set(_)) => {
                self.facets.with_one_of(facet, filter.texts(), universe, work)?
            }
            (Operator::NotEqual, Attribute::Text(_)) => {
                let named = self.facets.with_one_of(facet, filter.texts(), universe, work)?;
                Sub::sub(any, named)
            }
            (Operator::Prefix, _) if self.are_few(of, facet) => {
                let begins = |name: &str| filter.texts().any(|prefix| name.starts_with(prefix));
                self.one_by_one(of, facet, (&begins, 1), work)?
            }
            (Operator::Prefix, _) => self.facets.with_prefix(facet, filter.texts(), universe, work)?,
            (_, Attribute::TrainingUse) => self.by_name(facet, &|name| filter.admits_flag(name == "true"), work)?,
            _ => {
                let admits = |name: &str| {
                    let names = attribute.names();
                    let position = names.and_then(|names| names.iter().position(|each| *each == name));
                    let position = position.and_then(|position| u8::try_from(position).ok());
                    position.is_some_and(|position| filter.admits_name(position))
                };
                self.by_name(facet, &admits, work)?
            }
        }))
    }

    /// For a facet of few values.
    fn by_name(&self, facet: Facet, test: &dyn Fn(&str) -> bool, work: &mut Work) -> Result<RoaringBitmap, TooBroad> {
        let mut all = self
            .facets
            .where_name(facet, &[(test, NUMBER)], self.documents.len(), work)?;
        Ok(all.pop().unwrap_or_default())
    }

    /// Whether it is less work to look at the values of these documents than at all values of a facet.
    fn are_few(&self, documents: &RoaringBitmap, facet: Facet) -> bool {
        documents.len().saturating_mul(4) <= self.facets.names(facet)
    }

    /// Those of some documents that have a value in a facet that passes a test.
    fn one_by_one(
        &self,
        of: &RoaringBitmap,
        facet: Facet,
        test: Test<'_>,
        work: &mut Work,
    ) -> Result<RoaringBitmap, TooBroad> {
        let mut passing = Vec::new();
        for id in of {
            work.spend(DOCUMENT)?;
            let Some(document) = self.document(id) else { continue };
            if self.facets.has_where(facet, &document.values, test, work)? {
                passing.push(id);
            }
        }
        Ok(RoaringBitmap::from_sorted_iter(passing).unwrap_or_default())
    }

    /// All constraints on versions, by their positions, in one pass: versions may be as many as documents, and are compared with care.
    fn of_versions(
        &self,
        filters: &[Filter],
        of: &RoaringBitmap,
        work: &mut Work,
    ) -> Result<BTreeMap<usize, RoaringBitmap>, TooBroad> {
        let is_compared =
            |filter: &Filter| filter.attribute() == Some(&Attribute::Version) && filter.operator() != Operator::Exists;
        let compared = filters.iter().enumerate().filter(|(_, filter)| is_compared(filter));
        let (positions, compared): (Vec<usize>, Vec<&Filter>) = compared.unzip();
        let tests: Vec<_> = compared
            .iter()
            .map(|filter| {
                let steps = filter.version_steps().saturating_mul(VERSION);
                (|name: &str| filter.admits_text(name), steps)
            })
            .collect();
        let tests: Vec<Test<'_>> = tests
            .iter()
            .map(|(test, steps)| -> Test<'_> { (test, *steps) })
            .collect();
        let passing = if self.are_few(of, Facet::Version) {
            let one_by_one = tests
                .iter()
                .map(|test| self.one_by_one(of, Facet::Version, *test, work));
            one_by_one.collect::<Result<Vec<_>, _>>()?
        } else {
            self.facets
                .where_name(Facet::Version, &tests, self.documents.len(), work)?
        };
        Ok(positions.into_iter().zip(passing).collect())
    }

    /// IN of a set: documents with members, each of them one of the values.
    fn within(
        &self,
        filter: &Filter,
        which: SetAttribute,
        facet: Facet,
        of: &RoaringBitmap,
        work: &mut Work,
    ) -> Result<RoaringBitmap, TooBroad> {
        let named = self.facets.ids_of(facet, filter.texts(), work)?;
        let some = self.facets.union(named.iter().copied(), self.documents.len(), work)? & of;
        let mut passing = Vec::new();
        for id in &some {
            let Some(document) = self.document(id) else { continue };
            let values = u64::try_from(document.values.len()).unwrap_or(u64::MAX);
            work.spend(values.saturating_mul(2).saturating_add(DOCUMENT))?;
            let has = document
                .values
                .iter()
                .filter(|value| named.binary_search(value).is_ok());
            if usize::from(document.members(which)) == has.count() {
                passing.push(id);
            }
        }
        Ok(RoaringBitmap::from_sorted_iter(passing).unwrap_or_default())
    }

    /// Constraints on the agent: looked up.
    fn of_agents(&self, filter: &Filter, of: &RoaringBitmap, work: &mut Work) -> Result<RoaringBitmap, TooBroad> {
        work.spend(weight(of))?;
        if filter.operator() == Operator::Exists {
            let all = if filter.asks_for_presence() {
                of.clone()
            } else {
                RoaringBitmap::new()
            };
            return Ok(all);
        }
        let mut named = RoaringBitmap::new();
        for agent in filter.agents() {
            work.spend(AGENT)?;
            for (_, slot) in self.agents.range((agent, Slot::MIN)..=(agent, Slot::MAX)) {
                let documents = self.documents_of(*slot);
                work.spend(u64::try_from(documents.len()).unwrap_or(u64::MAX))?;
                named.extend(documents.iter().copied());
            }
        }
        Ok(match filter.operator() {
            Operator::NotEqual => Sub::sub(of, &named),
            _ => named,
        })
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

/// A constraint on a number, with its position among all.
type OnNumber<'a> = (usize, &'a Filter, &'a NumberAttribute);

fn on_numbers(filters: &Filters) -> impl Iterator<Item = OnNumber<'_>> {
    let filters = filters.as_slice().iter().enumerate();
    filters.filter_map(|(position, filter)| match filter.attribute() {
        Some(Attribute::Number(which)) => Some((position, filter, which)),
        _ => None,
    })
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
