//! What constraints can speak of (SPEC.md section 18.2): the attributes, their types, and the facts that a candidate states.

use std::borrow::Cow;

use casp_descriptor::METRICS;
use casp_identity::AgentId;
use casp_wire::table::Format;
use casp_wire::v1::Provenance;

/// An attribute of a candidate, by type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `agent`: the entry's issuer.
    Agent,
    /// Any text.
    Text(TextAttribute),
    /// One of a few names without order.
    Name(NameAttribute),
    /// `training-use`.
    TrainingUse,
    /// A set of texts.
    Set(SetAttribute),
    /// One of a few names in order.
    Ordered(OrderedAttribute),
    /// `version`.
    Version,
    /// A number in a unit of the attribute's.
    Number(NumberAttribute),
}

/// Attributes whose value is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAttribute {
    /// Capability id.
    Capability,
    /// Media type of the input.
    InputMediaType,
    /// Media type of the output.
    OutputMediaType,
    /// Coarse place of the agent.
    Locality,
}

/// Attributes whose value is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameAttribute {
    /// Who may call.
    Callers,
    /// Where the power comes from.
    Power,
}

/// Attributes whose value is a set of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetAttribute {
    /// Free labels.
    Tag,
    /// OASF skill paths.
    Skill,
    /// Countries in which data is processed.
    Jurisdiction,
    /// Kinds of evidence that the agent can give.
    Evidence,
}

/// Attributes whose value is a name of an ordered list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderedAttribute {
    /// The worst effect of a call.
    SideEffect,
    /// The most sensitive data of a call.
    Risk,
    /// Processing load.
    Load,
    /// Length of the queue.
    Queue,
}

/// Attributes whose value is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberAttribute {
    /// Price in millionths of a unit of the currency.
    Price(PriceTag),
    /// How long data is kept. Milliseconds.
    RetentionMs,
    /// A registered metric, in its registered unit.
    Qos(Metric),
    /// Age of the entry's latest statement. Milliseconds.
    AgeMs,
    /// What is left of the entry's life. Milliseconds.
    LifeMs,
}

/// Which price: `price/C/U`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PriceTag {
    /// ISO 4217 code, in upper case.
    pub currency: String,
    /// The unit of use.
    pub per: String,
}

/// A registered metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metric(usize);

impl Metric {
    /// The registered metric of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        METRICS.iter().position(|(registered, _)| *registered == name).map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        METRICS.get(self.0).map_or("", |(name, _)| name)
    }

    /// Its place in the list of registered metrics.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }

    /// Whether more of it is better; less is of latencies and waits.
    #[must_use]
    pub fn more_is_better(self) -> bool {
        matches!(self.name(), "availability" | "success-rate" | "throughput")
    }
}

impl Attribute {
    /// The attribute of this name; `None` where there is none (INT-1).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "agent" => Self::Agent,
            "capability" => Self::Text(TextAttribute::Capability),
            "input-media-type" => Self::Text(TextAttribute::InputMediaType),
            "output-media-type" => Self::Text(TextAttribute::OutputMediaType),
            "locality" => Self::Text(TextAttribute::Locality),
            "callers" => Self::Name(NameAttribute::Callers),
            "power" => Self::Name(NameAttribute::Power),
            "training-use" => Self::TrainingUse,
            "tag" => Self::Set(SetAttribute::Tag),
            "skill" => Self::Set(SetAttribute::Skill),
            "jurisdiction" => Self::Set(SetAttribute::Jurisdiction),
            "evidence" => Self::Set(SetAttribute::Evidence),
            "side-effect" => Self::Ordered(OrderedAttribute::SideEffect),
            "risk" => Self::Ordered(OrderedAttribute::Risk),
            "load" => Self::Ordered(OrderedAttribute::Load),
            "queue" => Self::Ordered(OrderedAttribute::Queue),
            "version" => Self::Version,
            "retention-ms" => Self::Number(NumberAttribute::RetentionMs),
            "age-ms" => Self::Number(NumberAttribute::AgeMs),
            "life-ms" => Self::Number(NumberAttribute::LifeMs),
            _ => Self::Number(named_with_parts(name)?),
        })
    }

    /// The names that a value can be, ascending where they are ordered; `None` where any text is one.
    #[must_use]
    pub const fn names(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Name(NameAttribute::Callers) => Some(&["anyone", "known", "listed"]),
            Self::Name(NameAttribute::Power) => Some(&["mains", "battery", "battery-low"]),
            Self::Ordered(OrderedAttribute::SideEffect) => Some(&["none", "reversible", "irreversible"]),
            Self::Ordered(OrderedAttribute::Risk) => Some(&["public", "private", "regulated"]),
            Self::Ordered(OrderedAttribute::Load | OrderedAttribute::Queue) => Some(&["low", "medium", "high", "full"]),
            _ => None,
        }
    }

    /// The grammar that a text in a constraint has to match, but for PREFIX; `None` where it is given otherwise, or there is none.
    #[must_use]
    pub const fn format(&self) -> Option<Format> {
        Some(match self {
            Self::Text(TextAttribute::Capability) => Format::CapabilityId,
            Self::Text(TextAttribute::InputMediaType | TextAttribute::OutputMediaType) => Format::MediaType,
            Self::Text(TextAttribute::Locality) | Self::Set(SetAttribute::Tag | SetAttribute::Evidence) => {
                Format::Identifier
            }
            Self::Set(SetAttribute::Skill) => Format::Skill,
            Self::Set(SetAttribute::Jurisdiction) => Format::Country,
            Self::Version => Format::Semver,
            Self::Agent | Self::Name(_) | Self::TrainingUse | Self::Ordered(_) | Self::Number(_) => return None,
        })
    }
}

/// `price/C/U` and `qos/M`.
fn named_with_parts(name: &str) -> Option<NumberAttribute> {
    let (kind, rest) = name.split_once('/')?;
    match kind {
        "qos" => Metric::named(rest).map(NumberAttribute::Qos),
        "price" => price_tag(rest).map(NumberAttribute::Price),
        _ => None,
    }
}

fn price_tag(rest: &str) -> Option<PriceTag> {
    let (currency, per) = rest.split_once('/')?;
    let is_currency = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_currency && is_unit(per)).then(|| PriceTag {
        currency: currency.to_ascii_uppercase(),
        per: per.into(),
    })
}

/// An identifier of at most 32 bytes without `/`.
fn is_unit(per: &str) -> bool {
    per.len() <= 32 && !per.contains('/') && Format::Identifier.matches(per)
}

/// What a capability states of a metric under one provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The value, in the metric's unit.
    pub value: u64,
    /// Observations behind it.
    pub samples: u32,
}

/// The provenances, best first.
pub(crate) const BEST_FIRST: [Provenance; 3] = [Provenance::Witnessed, Provenance::Observed, Provenance::SelfDeclared];

/// The numbers that a candidate (a capability of a living entry) states: all that objectives look at.
///
/// A registry implements it over whatever it keeps; [`crate::Candidate`] does over the messages themselves.
pub trait Figures {
    /// The price in this currency and unit, in millionths, if it has one.
    fn price_micros(&self, tag: &PriceTag) -> Option<u64>;
    /// How long data is kept, milliseconds, if stated.
    fn retention_ms(&self) -> Option<u64>;
    /// What is stated of a metric under one provenance.
    fn stated(&self, metric: Metric, provenance: Provenance) -> Option<Stated>;
    /// When the entry's latest statement was issued. Milliseconds since the Unix epoch.
    fn issued_at_ms(&self) -> i64;
    /// The entry's end of life. Milliseconds since the Unix epoch.
    fn end_of_life_ms(&self) -> i64;

    /// Age of the entry's latest statement at this time. Milliseconds.
    fn age_ms(&self, at_ms: i64) -> u64 {
        u64::try_from(at_ms.saturating_sub(self.issued_at_ms())).unwrap_or(0)
    }

    /// What is left of the entry's life at this time. Milliseconds.
    fn life_ms(&self, at_ms: i64) -> u64 {
        u64::try_from(self.end_of_life_ms().saturating_sub(at_ms)).unwrap_or(0)
    }
}

/// Everything that a candidate states: all that constraints look at.
pub trait Facts: Figures {
    /// The entry's issuer.
    fn agent(&self) -> AgentId;
    /// The value of a text attribute, if it has one.
    fn text(&self, attribute: TextAttribute) -> Option<Cow<'_, str>>;
    /// The position of a named attribute's value among [`Attribute::names`], if it has one.
    fn name(&self, attribute: NameAttribute) -> Option<u8>;
    /// Whether data may train models, if the capability has a data policy.
    fn training_use(&self) -> Option<bool>;
    /// Shows each member of a set.
    fn members(&self, attribute: SetAttribute, visit: &mut dyn FnMut(&str));
    /// The position of an ordered attribute's value among [`Attribute::names`], if it has one.
    fn ordered(&self, attribute: OrderedAttribute) -> Option<u8>;
    /// The capability's version.
    fn version(&self) -> &str;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_only_look_like_attributes_are_none() {
        for name in [
            "",
            "price",
            "price/",
            "price/eur",
            "price/eur/",
            "price/EUR/call",
            "price/euro/call",
            "price/eur/-x",
            "price/eur/a/b",
            "price/e1r/call",
            "qos",
            "qos/",
            "qos/speed",
            "qos/latency-p95/x",
            "Agent",
            "agents",
        ] {
            assert_eq!(Attribute::named(name), None, "{name}");
        }
        let price = Attribute::named("price/eur/1k-tokens");
        let tag = PriceTag {
            currency: "EUR".into(),
            per: "1k-tokens".into(),
        };
        assert_eq!(price, Some(Attribute::Number(NumberAttribute::Price(tag))));
    }
}
