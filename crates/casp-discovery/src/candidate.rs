//! Entries and their candidates, read from the messages themselves.

use std::borrow::Cow;

use casp_descriptor::{DescriptorKind, LivingEntry, RefreshKind};
use casp_identity::{AgentId, Kind, ObjectId, Recorded, Verified};
use casp_wire::v1::{
    Bundle, Callers, Capability, CapabilityDescriptor, DescriptorRefresh, Header, Level, Power, Provenance, QosMetric,
    RiskClass, SideEffect,
};
use casp_wire::{Layer, limits::SKEW_MS};

use crate::attribute::{
    Facts, Figures, Metric, NameAttribute, OrderedAttribute, PriceTag, SetAttribute, Stated, TextAttribute,
};

/// An entry (SPEC.md section 10.1) with its messages decoded.
#[derive(Clone, Debug)]
pub struct Entry {
    issuer: AgentId,
    id: ObjectId,
    descriptor: CapabilityDescriptor,
    refresh: Option<(ObjectId, DescriptorRefresh)>,
}

impl Entry {
    /// A living entry of a store. `None` never, but for a store that holds what it did not verify.
    #[must_use]
    pub fn of_store(agent: &AgentId, living: &LivingEntry) -> Option<Self> {
        let refresh = match &living.refresh {
            Some((id, bundle)) => Some((*id, payload(bundle)?)),
            None => None,
        };
        Some(Self {
            issuer: *agent,
            id: living.descriptor,
            descriptor: payload(&living.descriptor_bundle)?,
            refresh,
        })
    }

    /// A pair that passed archival verification. Whether they belong together, [`Entry::is_pair`] says.
    #[must_use]
    pub fn on_record(descriptor: &Recorded<DescriptorKind>, refresh: Option<&Recorded<RefreshKind>>) -> Self {
        Self {
            issuer: descriptor.issuer(),
            id: descriptor.object_id(),
            descriptor: descriptor.message().clone(),
            refresh: refresh.map(|refresh| (refresh.object_id(), refresh.message().clone())),
        }
    }

    /// A verified descriptor without refresh.
    #[must_use]
    pub fn new(descriptor: &Verified<DescriptorKind>) -> Self {
        Self {
            issuer: descriptor.issuer(),
            id: descriptor.object_id(),
            descriptor: descriptor.message().clone(),
            refresh: None,
        }
    }

    /// The same entry with another refresh.
    #[must_use]
    pub fn with_refresh(&self, refresh: &Recorded<RefreshKind>) -> Self {
        Self {
            refresh: Some((refresh.object_id(), refresh.message().clone())),
            ..self.clone()
        }
    }

    /// The agent whose entry it is.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.issuer
    }

    /// Object id of the descriptor.
    #[must_use]
    pub const fn descriptor_id(&self) -> ObjectId {
        self.id
    }

    /// Object id of the refresh, if there is one.
    #[must_use]
    pub fn refresh_id(&self) -> Option<ObjectId> {
        self.refresh.as_ref().map(|(id, _)| *id)
    }

    /// The descriptor.
    #[must_use]
    pub const fn descriptor(&self) -> &CapabilityDescriptor {
        &self.descriptor
    }

    /// Epoch and sequence of the latest statement.
    #[must_use]
    pub fn place(&self) -> (u64, u64) {
        self.refresh
            .as_ref()
            .map_or((self.descriptor.epoch, self.descriptor.sequence), |(_, refresh)| {
                (refresh.epoch, refresh.sequence)
            })
    }

    /// (epoch, sequence) and object id of each statement.
    pub(crate) fn statements(&self) -> impl Iterator<Item = ((u64, u64), ObjectId)> {
        let descriptor = ((self.descriptor.epoch, self.descriptor.sequence), self.id);
        let refresh = self.refresh.as_ref();
        let refresh = refresh.map(|(id, message)| ((message.epoch, message.sequence), *id));
        [Some(descriptor), refresh].into_iter().flatten()
    }

    /// When the latest statement was issued. Milliseconds since the Unix epoch.
    #[must_use]
    pub fn issued_at_ms(&self) -> i64 {
        let refresh = self.refresh.as_ref().and_then(|(_, refresh)| refresh.header.as_ref());
        issued(refresh.or(self.descriptor.header.as_ref()))
    }

    /// End of life. Milliseconds since the Unix epoch.
    #[must_use]
    pub fn end_of_life_ms(&self) -> i64 {
        let refreshed = self
            .refresh
            .as_ref()
            .map(|(_, refresh)| RefreshKind::end_of_life_ms(refresh));
        refreshed
            .unwrap_or_else(|| DescriptorKind::end_of_life_ms(&self.descriptor))
            .unwrap_or(0)
    }

    /// Whether a statement of the entry is for one addressee alone; then it is served to nobody.
    #[must_use]
    pub fn has_audience(&self) -> bool {
        let headers = [
            self.descriptor.header.as_ref(),
            self.refresh.as_ref().and_then(|(_, refresh)| refresh.header.as_ref()),
        ];
        headers.into_iter().flatten().any(|header| !header.audience.is_empty())
    }

    /// Whether refresh and descriptor belong together, whoever issued the refresh (given): it names the descriptor, has its
    /// epoch and a higher sequence, and does not outlast its time to live.
    #[must_use]
    pub fn is_pair(&self, refresh_issuer: Option<AgentId>) -> bool {
        self.refresh.as_ref().is_none_or(|(_, refresh)| {
            let ttl_ms = i64::try_from(self.descriptor.ttl_ms).unwrap_or(i64::MAX);
            let latest_ms = issued(refresh.header.as_ref()).saturating_add(ttl_ms);
            refresh_issuer == Some(self.issuer)
                && refresh.descriptor == self.id.0
                && refresh.epoch == self.descriptor.epoch
                && refresh.sequence > self.descriptor.sequence
                && RefreshKind::end_of_life_ms(refresh).is_some_and(|end_ms| end_ms <= latest_ms)
        })
    }

    /// Whether both statements had been issued and the entry lived at a time, give or take an allowance. Milliseconds.
    #[must_use]
    pub fn lives_at(&self, at_ms: i64, allowance_ms: i64) -> bool {
        let latest_ms = at_ms.saturating_add(allowance_ms);
        issued(self.descriptor.header.as_ref()) <= latest_ms
            && self.issued_at_ms() <= latest_ms
            && self.end_of_life_ms() > at_ms.saturating_sub(allowance_ms)
    }

    /// The allowance for skew of ANS-5, milliseconds.
    pub(crate) const SKEW_MS: i64 = SKEW_MS;

    /// The candidates: one for each capability, in the descriptor's order; none if a statement has an audience.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate<'_>> {
        let public = !self.has_audience();
        self.descriptor
            .capabilities
            .iter()
            .filter(move |_| public)
            .map(move |capability| Candidate {
                entry: self,
                capability,
            })
    }
}

fn issued(header: Option<&Header>) -> i64 {
    header.map_or(0, |header| header.issued_at_ms)
}

/// The payload of a bundle that was verified before it was kept.
fn payload<M>(bundle: &[u8]) -> Option<M>
where
    M: prost::Message + Default + casp_wire::table::Described,
{
    let bundle: Bundle = casp_wire::decode_unchecked(bundle, Layer::Envelope).ok()?;
    casp_wire::decode_unchecked(&bundle.subject?.payload, Layer::Payload).ok()
}

/// A capability of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    entry: &'a Entry,
    capability: &'a Capability,
}

impl<'a> Candidate<'a> {
    /// The entry.
    #[must_use]
    pub const fn entry(&self) -> &'a Entry {
        self.entry
    }

    /// The capability.
    #[must_use]
    pub const fn capability(&self) -> &'a Capability {
        self.capability
    }
}

impl Figures for Candidate<'_> {
    fn price_micros(&self, tag: &PriceTag) -> Option<u64> {
        let price = self.capability.price.as_ref()?;
        (price.currency == tag.currency && price.per == tag.per).then_some(price.amount_micros)
    }

    fn retention_ms(&self) -> Option<u64> {
        self.capability.data_policy.as_ref()?.retention_ms
    }

    fn stated(&self, metric: Metric, provenance: Provenance) -> Option<Stated> {
        let is_it = |each: &&QosMetric| each.name == metric.name() && each.provenance() == provenance;
        self.capability.qos.iter().find(is_it).map(|each| Stated {
            value: each.value,
            samples: each.sample_count,
        })
    }

    fn issued_at_ms(&self) -> i64 {
        self.entry.issued_at_ms()
    }

    fn end_of_life_ms(&self) -> i64 {
        self.entry.end_of_life_ms()
    }
}

impl Facts for Candidate<'_> {
    fn agent(&self) -> AgentId {
        self.entry.issuer
    }

    fn text(&self, attribute: TextAttribute) -> Option<Cow<'_, str>> {
        let media_type =
            |schema: &'_ Option<casp_wire::v1::Schema>| schema.as_ref().map(|each| each.media_type.clone());
        Some(match attribute {
            TextAttribute::Capability => Cow::Borrowed(self.capability.id.as_str()),
            TextAttribute::InputMediaType => Cow::Owned(media_type(&self.capability.input)?),
            TextAttribute::OutputMediaType => Cow::Owned(media_type(&self.capability.output)?),
            TextAttribute::Locality => Cow::Borrowed(self.entry.descriptor.resource_state.as_ref()?.locality.as_str()),
        })
    }

    fn name(&self, attribute: NameAttribute) -> Option<u8> {
        match attribute {
            NameAttribute::Callers => match self.capability.data_policy.as_ref()?.callers() {
                Callers::Unspecified => None,
                Callers::Anyone => Some(0),
                Callers::Known => Some(1),
                Callers::Listed => Some(2),
            },
            NameAttribute::Power => {
                let state = self.entry.descriptor.resource_state.as_ref()?;
                match state.power.map(|_| state.power())? {
                    Power::Unspecified => None,
                    Power::Mains => Some(0),
                    Power::Battery => Some(1),
                    Power::BatteryLow => Some(2),
                }
            }
        }
    }

    fn training_use(&self) -> Option<bool> {
        self.capability.data_policy.as_ref().map(|policy| policy.training_use)
    }

    fn members(&self, attribute: SetAttribute, visit: &mut dyn FnMut(&str)) {
        let none = Vec::new();
        let members = match attribute {
            SetAttribute::Tag => &self.capability.tags,
            SetAttribute::Skill => &self.capability.skills,
            SetAttribute::Evidence => &self.capability.evidence,
            SetAttribute::Jurisdiction => {
                let policy = self.capability.data_policy.as_ref();
                policy.map_or(&none, |policy| &policy.jurisdictions)
            }
        };
        members.iter().for_each(|member| visit(member));
    }

    fn ordered(&self, attribute: OrderedAttribute) -> Option<u8> {
        let state = self.entry.descriptor.resource_state.as_ref();
        match attribute {
            OrderedAttribute::SideEffect => match self.capability.side_effect() {
                SideEffect::Unspecified => None,
                SideEffect::None => Some(0),
                SideEffect::Reversible => Some(1),
                SideEffect::Irreversible => Some(2),
            },
            OrderedAttribute::Risk => match self.capability.risk() {
                RiskClass::Unspecified => None,
                RiskClass::Public => Some(0),
                RiskClass::Private => Some(1),
                RiskClass::Regulated => Some(2),
            },
            OrderedAttribute::Load => level(state.and_then(|state| state.load.map(|_| state.load()))),
            OrderedAttribute::Queue => level(state.and_then(|state| state.queue.map(|_| state.queue()))),
        }
    }

    fn version(&self) -> &str {
        &self.capability.version
    }
}

const fn level(level: Option<Level>) -> Option<u8> {
    match level {
        None | Some(Level::Unspecified) => None,
        Some(Level::Low) => Some(0),
        Some(Level::Medium) => Some(1),
        Some(Level::High) => Some(2),
        Some(Level::Full) => Some(3),
    }
}
