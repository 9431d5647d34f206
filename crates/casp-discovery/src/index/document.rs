//! What is kept of a capability: its place, and its numbers.

use std::collections::BTreeMap;

use casp_wire::v1::Provenance;

use crate::attribute::{Facts as _, Figures, Metric, PriceTag, SetAttribute, Stated};
use crate::candidate::{Candidate, Entry};

use super::facet::ValueId;
use super::{Indexed, Slot, grow, index_of};

/// A capability of an entry.
pub(super) struct Document {
    pub(super) slot: Slot,
    /// Position in the descriptor.
    pub(super) capability: u16,
    /// Sizes of its sets, in the order of [`SETS`].
    members: [u8; 4],
    price: Option<(TagId, u64)>,
    retention_ms: Option<u64>,
    qos: Box<[Measured]>,
    pub(super) values: Box<[ValueId]>,
}

const SETS: [SetAttribute; 4] = [
    SetAttribute::Tag,
    SetAttribute::Skill,
    SetAttribute::Jurisdiction,
    SetAttribute::Evidence,
];

/// A registered metric as a capability states it.
struct Measured {
    metric: Metric,
    provenance: Provenance,
    stated: Stated,
}

impl Document {
    pub(super) fn of(
        slot: Slot,
        position: u16,
        candidate: &Candidate<'_>,
        values: Box<[ValueId]>,
        prices: &mut Prices,
    ) -> Self {
        let capability = candidate.capability();
        let members = SETS.map(|set| {
            let mut count = 0_u8;
            candidate.members(set, &mut |_| count = count.saturating_add(1));
            count
        });
        let price = capability.price.as_ref().map(|price| {
            let tag = PriceTag {
                currency: price.currency.clone(),
                per: price.per.clone(),
            };
            (prices.take(tag), price.amount_micros)
        });
        let qos = capability.qos.iter().filter_map(|metric| {
            Some(Measured {
                metric: Metric::named(&metric.name)?,
                provenance: metric.provenance(),
                stated: Stated {
                    value: metric.value,
                    samples: metric.sample_count,
                },
            })
        });
        Self {
            slot,
            capability: position,
            members,
            price,
            retention_ms: candidate.retention_ms(),
            qos: qos.collect(),
            values,
        }
    }

    /// How many members a set has.
    pub(super) fn members(&self, which: SetAttribute) -> u8 {
        let sizes = SETS.iter().zip(self.members);
        sizes
            .filter(|(set, _)| **set == which)
            .map(|(_, members)| members)
            .next()
            .unwrap_or(0)
    }
}

/// When an entry's latest statement was issued, and when its life ends. Milliseconds since the Unix epoch.
#[derive(Clone, Copy)]
pub(super) struct Life {
    pub(super) issued_at_ms: i64,
    pub(super) end_of_life_ms: i64,
}

impl Life {
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            issued_at_ms: entry.issued_at_ms(),
            end_of_life_ms: entry.end_of_life_ms(),
        }
    }
}

/// The numbers of a document.
pub(super) struct Numbers<'a> {
    pub(super) document: &'a Document,
    /// Looked at only where times are asked for: an entry lies elsewhere in memory.
    pub(super) entries: &'a [Option<Indexed>],
    pub(super) prices: &'a Prices,
}

impl Numbers<'_> {
    fn life(&self) -> Option<Life> {
        let entry = self.entries.get(index_of(self.document.slot))?;
        entry.as_ref().map(|indexed| indexed.life)
    }
}

impl Figures for Numbers<'_> {
    fn price_micros(&self, tag: &PriceTag) -> Option<u64> {
        let (id, amount) = self.document.price?;
        (self.prices.tag(id)? == tag).then_some(amount)
    }

    fn retention_ms(&self) -> Option<u64> {
        self.document.retention_ms
    }

    fn stated(&self, metric: Metric, provenance: Provenance) -> Option<Stated> {
        let is_it = |each: &&Measured| each.metric == metric && each.provenance == provenance;
        self.document.qos.iter().find(is_it).map(|measured| measured.stated)
    }

    fn issued_at_ms(&self) -> i64 {
        self.life().map_or(0, |life| life.issued_at_ms)
    }

    fn end_of_life_ms(&self) -> i64 {
        self.life().map_or(0, |life| life.end_of_life_ms)
    }
}

/// Number of a price's currency and unit.
type TagId = u32;

/// The currencies and units of prices that are in use.
#[derive(Default)]
pub(super) struct Prices {
    ids: BTreeMap<PriceTag, TagId>,
    /// By number, each with how many documents have it.
    tags: Vec<Option<(PriceTag, u64)>>,
    free: Vec<TagId>,
}

impl Prices {
    fn take(&mut self, tag: PriceTag) -> TagId {
        if let Some(id) = self.ids.get(&tag) {
            if let Some(Some((_, count))) = self.tags.get_mut(index_of(*id)) {
                *count = count.saturating_add(1);
            }
            return *id;
        }
        let id = self.free.pop().unwrap_or_else(|| {
            let id = TagId::try_from(self.tags.len()).unwrap_or(TagId::MAX);
            grow(&mut self.tags, None);
            id
        });
        self.ids.insert(tag.clone(), id);
        if let Some(place) = self.tags.get_mut(index_of(id)) {
            *place = Some((tag, 1));
        }
        id
    }

    fn tag(&self, id: TagId) -> Option<&PriceTag> {
        let place = self.tags.get(index_of(id))?;
        place.as_ref().map(|(tag, _)| tag)
    }

    pub(super) fn release(&mut self, document: &Document) {
        let Some((id, _)) = document.price else { return };
        let Some(place) = self.tags.get_mut(index_of(id)) else {
            return;
        };
        let Some((_, count)) = place else { return };
        *count = count.saturating_sub(1);
        if *count == 0
            && let Some((tag, _)) = place.take()
        {
            self.ids.remove(&tag);
            self.free.push(id);
        }
    }
}
