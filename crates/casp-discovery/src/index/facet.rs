//! Facets: for each value of an attribute the documents that have it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::attribute::{Attribute, Facts as _, NameAttribute, OrderedAttribute, SetAttribute, TextAttribute};
use crate::candidate::Candidate;
use crate::version::Version;

use super::DocumentId;
use super::gather::Gathered;
use super::work::{TooBroad, Work};

/// Steps: to look a value up by its name, and to come to the next.
const LOOK_UP: u64 = 32;
const NAME: u64 = 10;

/// A test of a value, and the steps that it takes.
pub(super) type Test<'a> = (&'a dyn Fn(&str) -> bool, u64);

/// An attribute whose values are few, or shared, or asked for one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Facet {
    Capability,
    InputMediaType,
    OutputMediaType,
    Locality,
    Callers,
    Power,
    TrainingUse,
    Tag,
    Skill,
    Jurisdiction,
    Evidence,
    SideEffect,
    Risk,
    Load,
    Queue,
    Version,
}

impl Facet {
    const ALL: [Self; 16] = [
        Self::Capability,
        Self::InputMediaType,
        Self::OutputMediaType,
        Self::Locality,
        Self::Callers,
        Self::Power,
        Self::TrainingUse,
        Self::Tag,
        Self::Skill,
        Self::Jurisdiction,
        Self::Evidence,
        Self::SideEffect,
        Self::Risk,
        Self::Load,
        Self::Queue,
        Self::Version,
    ];

    /// The facet of an attribute; `None` for numbers, and for the agent.
    pub(super) const fn of(attribute: &Attribute) -> Option<Self> {
        Some(match attribute {
            Attribute::Agent | Attribute::Number(_) => return None,
            Attribute::Text(TextAttribute::Capability) => Self::Capability,
            Attribute::Text(TextAttribute::InputMediaType) => Self::InputMediaType,
            Attribute::Text(TextAttribute::OutputMediaType) => Self::OutputMediaType,
            Attribute::Text(TextAttribute::Locality) => Self::Locality,
            Attribute::Name(NameAttribute::Callers) => Self::Callers,
            Attribute::Name(NameAttribute::Power) => Self::Power,
            Attribute::TrainingUse => Self::TrainingUse,
            Attribute::Set(SetAttribute::Tag) => Self::Tag,
            Attribute::Set(SetAttribute::Skill) => Self::Skill,
            Attribute::Set(SetAttribute::Jurisdiction) => Self::Jurisdiction,
            Attribute::Set(SetAttribute::Evidence) => Self::Evidence,
            Attribute::Ordered(OrderedAttribute::SideEffect) => Self::SideEffect,
            Attribute::Ordered(OrderedAttribute::Risk) => Self::Risk,
            Attribute::Ordered(OrderedAttribute::Load) => Self::Load,
            Attribute::Ordered(OrderedAttribute::Queue) => Self::Queue,
            Attribute::Version => Self::Version,
        })
    }

    /// How many times as long as other values this one takes to be tested.
    fn care(self, name: &str) -> u64 {
        match self {
            Self::Version => Version(name).care(),
            _ => 1,
        }
    }

    /// Shows each value that a candidate has.
    fn values(self, candidate: &Candidate<'_>, mut visit: impl FnMut(&str)) {
        let name = |attribute: Attribute, position: Option<u8>| -> Option<Cow<'_, str>> {
            attribute
                .names()?
                .get(usize::from(position?))
                .map(|name| Cow::Borrowed(*name))
        };
        let text = match self {
            Self::Capability => candidate.text(TextAttribute::Capability),
            Self::InputMediaType => candidate.text(TextAttribute::InputMediaType),
            Self::OutputMediaType => candidate.text(TextAttribute::OutputMediaType),
            Self::Locality => candidate.text(TextAttribute::Locality).filter(|text| !text.is_empty()),
            Self::Version => Some(Cow::Borrowed(candidate.version())),
            Self::TrainingUse => candidate
                .training_use()
                .map(|flag| Cow::Borrowed(if flag { "true" } else { "false" })),
            Self::Callers => name(
                Attribute::Name(NameAttribute::Callers),
                candidate.name(NameAttribute::Callers),
            ),
            Self::Power => name(
                Attribute::Name(NameAttribute::Power),
                candidate.name(NameAttribute::Power),
            ),
            Self::SideEffect => ordered(candidate, OrderedAttribute::SideEffect),
            Self::Risk => ordered(candidate, OrderedAttribute::Risk),
            Self::Load => ordered(candidate, OrderedAttribute::Load),
            Self::Queue => ordered(candidate, OrderedAttribute::Queue),
            Self::Tag => return candidate.members(SetAttribute::Tag, &mut visit),
            Self::Skill => return candidate.members(SetAttribute::Skill, &mut visit),
            Self::Jurisdiction => return candidate.members(SetAttribute::Jurisdiction, &mut visit),
            Self::Evidence => return candidate.members(SetAttribute::Evidence, &mut visit),
        };
        text.iter().for_each(|text| visit(text));
    }
}

fn ordered(candidate: &Candidate<'_>, attribute: OrderedAttribute) -> Option<Cow<'static, str>> {
    let position = candidate.ordered(attribute)?;
    let names = Attribute::Ordered(attribute).names()?;
    names.get(usize::from(position)).map(|name| Cow::Borrowed(*name))
}

/// All facets of all documents.
#[derive(Default)]
pub(super) struct Facets {
    names: BTreeMap<Facet, BTreeMap<Arc<str>, ValueId>>,
    values: Vec<Option<Value>>,
    free: Vec<ValueId>,
    /// For each facet the documents that have a value.
    any: BTreeMap<Facet, RoaringBitmap>,
    none: RoaringBitmap,
}

/// Number of a value, so that a document can say in few bytes what it has.
pub(super) type ValueId = u32;

/// A value of a facet, and who has it.
struct Value {
    facet: Facet,
    name: Arc<str>,
    documents: Documents,
}

/// Documents with one value. Most values are of one document.
enum Documents {
    One(DocumentId),
    Many(Box<RoaringBitmap>),
}

impl Facets {
    /// Takes a document in. Gives its values, to be given back to [`Facets::remove`].
    pub(super) fn insert(&mut self, id: DocumentId, candidate: &Candidate<'_>) -> Box<[ValueId]> {
        let mut values = Vec::new();
        for facet in Facet::ALL {
            let before = values.len();
            facet.values(candidate, |name| values.push(self.add(facet, name, id)));
            if values.len() > before {
                self.any.entry(facet).or_default().insert(id);
            }
        }
        values.into()
    }

    /// Takes a document out, given its values.
    pub(super) fn remove(&mut self, id: DocumentId, values: &[ValueId]) {
        for value_id in values {
            let Some(place) = self.values.get_mut(index_of(*value_id)) else {
                continue;
            };
            let Some(value) = place else { continue };
            if let Some(any) = self.any.get_mut(&value.facet) {
                any.remove(id);
            }
            if value.documents.remove(id) {
                if let Some(names) = self.names.get_mut(&value.facet) {
                    names.remove(&value.name);
                }
                *place = None;
                self.free.push(*value_id);
            }
        }
    }

    /// Documents with any value of a facet.
    pub(super) fn with_any(&self, facet: Facet) -> &RoaringBitmap {
        self.any.get(&facet).unwrap_or(&self.none)
    }

    /// How many values a facet has.
    pub(super) fn names(&self, facet: Facet) -> u64 {
        let names = self.names.get(&facet).map_or(0, BTreeMap::len);
        u64::try_from(names).unwrap_or(u64::MAX)
    }

    /// Documents with one of these values. `universe` is above every number of a document, here and below.
    pub(super) fn with_one_of<'a>(
        &self,
        facet: Facet,
        names: impl Iterator<Item = &'a str>,
        universe: usize,
        work: &mut Work,
    ) -> Result<RoaringBitmap, TooBroad> {
        let ids = self.ids_of(facet, names, work)?;
        self.union(ids.into_iter(), universe, work)
    }

    /// Numbers of those of these values that there are, ascending.
    pub(super) fn ids_of<'a>(
        &self,
        facet: Facet,
        names: impl Iterator<Item = &'a str>,
        work: &mut Work,
    ) -> Result<Vec<ValueId>, TooBroad> {
        let mut ids = Vec::new();
        for name in names {
            work.spend(LOOK_UP)?;
            ids.extend(self.id(facet, name));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Documents with one of these values, given by number.
    pub(super) fn union(
        &self,
        ids: impl Iterator<Item = ValueId>,
        universe: usize,
        work: &mut Work,
    ) -> Result<RoaringBitmap, TooBroad> {
        let mut all = Gathered::new(universe);
        for id in ids {
            self.gather(id, &mut all, work)?;
        }
        all.finish(work)
    }

    /// Documents with a value that begins with one of these.
    pub(super) fn with_prefix<'a>(
        &self,
        facet: Facet,
        prefixes: impl Iterator<Item = &'a str>,
        universe: usize,
        work: &mut Work,
    ) -> Result<RoaringBitmap, TooBroad> {
        let mut all = Gathered::new(universe);
        let Some(names) = self.names.get(&facet) else {
            return Ok(RoaringBitmap::new());
        };
        for prefix in prefixes {
            work.spend(LOOK_UP)?;
            let from = names.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            for (_, id) in from.take_while(|(name, _)| name.starts_with(prefix)) {
                work.spend(NAME)?;
                self.gather(*id, &mut all, work)?;
            }
        }
        all.finish(work)
    }

    /// For each test the documents with a value that passes it; every value of the facet is tested.
    pub(super) fn where_name(
        &self,
        facet: Facet,
        tests: &[Test<'_>],
        universe: usize,
        work: &mut Work,
    ) -> Result<Vec<RoaringBitmap>, TooBroad> {
        let mut all: Vec<Gathered> = tests.iter().map(|_| Gathered::new(universe)).collect();
        for (name, id) in self.names.get(&facet).into_iter().flatten() {
            work.spend(NAME)?;
            let care = facet.care(name);
            for ((test, steps), gathered) in tests.iter().zip(&mut all) {
                work.spend(steps.saturating_mul(care))?;
                if test(name) {
                    self.gather(*id, gathered, work)?;
                }
            }
        }
        all.into_iter().map(|gathered| gathered.finish(work)).collect()
    }

    /// Whether a document, given its values, has one in a facet that passes a test.
    pub(super) fn has_where(
        &self,
        facet: Facet,
        values: &[ValueId],
        (test, steps): Test<'_>,
        work: &mut Work,
    ) -> Result<bool, TooBroad> {
        for id in values {
            work.spend(NAME)?;
            let value = self.values.get(index_of(*id)).and_then(Option::as_ref);
            if let Some(value) = value.filter(|value| value.facet == facet) {
                work.spend(steps.saturating_mul(facet.care(&value.name)))?;
                if test(&value.name) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn gather(&self, id: ValueId, all: &mut Gathered, work: &mut Work) -> Result<(), TooBroad> {
        match self.values.get(index_of(id)).and_then(Option::as_ref) {
            Some(Value {
                documents: Documents::One(only),
                ..
            }) => all.add(*only, work),
            Some(Value {
                documents: Documents::Many(documents),
                ..
            }) => all.add_all(documents, work),
            None => Ok(()),
        }
    }

    fn id(&self, facet: Facet, name: &str) -> Option<ValueId> {
        self.names.get(&facet)?.get(name).copied()
    }

    fn add(&mut self, facet: Facet, name: &str, id: DocumentId) -> ValueId {
        let names = self.names.entry(facet).or_default();
        if let Some(value_id) = names.get(name) {
            if let Some(Some(value)) = self.values.get_mut(index_of(*value_id)) {
                value.documents.insert(id);
            }
            return *value_id;
        }
        let name: Arc<str> = name.into();
        let value = Some(Value {
            facet,
            name: Arc::clone(&name),
            documents: Documents::One(id),
        });
        let value_id = match self.free.pop() {
            Some(value_id) => {
                if let Some(place) = self.values.get_mut(index_of(value_id)) {
                    *place = value;
                }
                value_id
            }
            None => {
                let value_id = ValueId::try_from(self.values.len()).unwrap_or(ValueId::MAX);
                self.values.push(value);
                value_id
            }
        };
        names.insert(name, value_id);
        value_id
    }
}

impl Documents {
    fn insert(&mut self, id: DocumentId) {
        match self {
            Self::One(only) if *only == id => {}
            Self::One(only) => *self = Self::Many(Box::new([*only, id].into_iter().collect())),
            Self::Many(documents) => {
                documents.insert(id);
            }
        }
    }

    /// Whether none is left.
    fn remove(&mut self, id: DocumentId) -> bool {
        match self {
            Self::One(only) => *only == id,
            Self::Many(documents) => {
                documents.remove(id);
                documents.is_empty()
            }
        }
    }
}

fn index_of(id: ValueId) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}
