//! Hard filters: the constraints of an intent, held against candidates (SPEC.md sections 18.1 and 18.2).

use casp_identity::AgentId;
use casp_wire::v1::{AttributeValue, Constraint, Operator, Provenance, attribute_value::Value as WireValue};
use casp_wire::{Violation as _, check};

use crate::attribute::{Attribute, BEST_FIRST, Facts, Figures, Metric, NumberAttribute, Stated};
use crate::version::Version;
use crate::violation::DiscoveryViolation;

/// The constraints of an intent, each on an attribute that exists, with an operator and values that fit it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(Vec<Filter>);

/// One constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    name: String,
    /// Absent only where a rule that would have refused it is switched off.
    attribute: Option<Attribute>,
    operator: Operator,
    demand: Demand,
    values: Vec<Value>,
}

/// What a metric has to show to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Demand {
    least: Provenance,
    min_samples: u32,
}

/// A value of the attribute's type.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Version(String),
    Number(u64),
    Flag(bool),
    Agent(AgentId),
    /// Position among the attribute's names.
    Name(u8),
}

impl Filters {
    /// Reads constraints.
    ///
    /// # Errors
    /// INT-1 to INT-4.
    pub fn of(constraints: &[Constraint]) -> Result<Self, DiscoveryViolation> {
        let filters = constraints.iter().enumerate();
        filters
            .map(|(index, constraint)| Filter::of(index, constraint))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The constraints, in the intent's order.
    #[must_use]
    pub fn as_slice(&self) -> &[Filter] {
        &self.0
    }

    /// Holds a candidate against all constraints at a time, milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// The position of the first constraint that it does not satisfy.
    pub fn admit(&self, candidate: &impl Facts, at_ms: i64) -> Result<(), usize> {
        let failed = self.0.iter().position(|filter| !filter.admits(candidate, at_ms));
        failed.map_or(Ok(()), Err)
    }
}

impl Filter {
    fn of(constraint: usize, wire: &Constraint) -> Result<Self, DiscoveryViolation> {
        let attribute = Attribute::named(&wire.attribute);
        check(attribute.is_some(), DiscoveryViolation::AttributeUnknown { constraint })?;
        let operator = wire.operator();
        let admitted = attribute
            .as_ref()
            .is_none_or(|attribute| admits_operator(attribute, operator));
        check(admitted, DiscoveryViolation::OperatorMismatch { constraint })?;
        let values: Option<Vec<Value>> = wire
            .values
            .iter()
            .map(|value| typed(attribute.as_ref()?, operator, value))
            .collect();
        let counted = wire.values.len() == 1 || operator == Operator::In;
        let fit = attribute.is_none() || (counted && values.is_some());
        check(fit, DiscoveryViolation::ValueMismatch { constraint })?;
        let is_metric = matches!(attribute, Some(Attribute::Number(NumberAttribute::Qos(_))));
        let demands = wire.provenance.is_some() || wire.min_samples != 0;
        let counts_samples = wire
            .provenance
            .is_some_and(|_| wire.provenance() != Provenance::SelfDeclared);
        let demand =
            (!demands || (is_metric && operator != Operator::Exists)) && (wire.min_samples == 0 || counts_samples);
        check(demand, DiscoveryViolation::DemandMismatch { constraint })?;
        let least = wire.provenance.map_or(Provenance::SelfDeclared, |_| wire.provenance());
        Ok(Self {
            name: wire.attribute.clone(),
            attribute,
            operator,
            demand: Demand {
                least,
                min_samples: wire.min_samples,
            },
            values: values.unwrap_or_default(),
        })
    }

    /// Name of the attribute, as in the intent.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attribute.
    #[must_use]
    pub const fn attribute(&self) -> Option<&Attribute> {
        self.attribute.as_ref()
    }

    /// How the attribute is held against the values.
    #[must_use]
    pub const fn operator(&self) -> Operator {
        self.operator
    }

    /// The values that are texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(Value::as_text)
    }

    /// The values that are numbers.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.values.iter().filter_map(Value::as_number)
    }

    /// The values that are agents.
    pub(crate) fn agents(&self) -> impl Iterator<Item = AgentId> {
        self.values.iter().filter_map(Value::as_agent)
    }

    /// Comparisons that it takes to hold a value against the constraint, at the most.
    pub(crate) fn steps(&self) -> u64 {
        u64::try_from(self.values.len()).unwrap_or(u64::MAX)
    }

    /// The same for a constraint on versions, of which some take longer to compare.
    pub(crate) fn version_steps(&self) -> u64 {
        let versions = self.values.iter().filter_map(Value::as_version);
        versions.fold(0, |sum, version| sum.saturating_add(version.care()))
    }

    /// Whether a candidate satisfies the constraint at a time, milliseconds since the Unix epoch.
    pub fn admits(&self, candidate: &impl Facts, at_ms: i64) -> bool {
        let Some(attribute) = &self.attribute else { return true };
        match attribute {
            Attribute::Agent => self.admits_agent(candidate.agent()),
            Attribute::Text(which) => {
                let actual = candidate.text(*which).filter(|text| !text.is_empty());
                match self.operator {
                    Operator::Prefix => actual.is_some_and(|text| self.texts().any(|value| text.starts_with(value))),
                    _ => self.compare(actual.as_deref(), Value::as_text),
                }
            }
            Attribute::Name(which) => self.compare(candidate.name(*which), Value::as_name),
            Attribute::Ordered(which) => self.compare(candidate.ordered(*which), Value::as_name),
            Attribute::TrainingUse => self.compare(candidate.training_use(), Value::as_flag),
            Attribute::Version => self.compare(Some(Version(candidate.version())), Value::as_version),
            Attribute::Number(which) => self.admits_number(candidate, which, at_ms),
            Attribute::Set(which) => {
                let test = |member: &str| match self.operator {
                    Operator::Prefix => self.texts().any(|value| member.starts_with(value)),
                    _ => self.texts().any(|value| member == value),
                };
                let (mut members, mut passing) = (0_usize, 0_usize);
                candidate.members(*which, &mut |member| {
                    members = members.saturating_add(1);
                    passing = passing.saturating_add(usize::from(test(member)));
                });
                match self.operator {
                    Operator::Exists => self.asks_for_presence() == (members > 0),
                    Operator::In => members > 0 && passing == members,
                    _ => passing > 0,
                }
            }
        }
    }

    /// Whether the number that a candidate states satisfies the constraint, which is on this attribute.
    pub(crate) fn admits_number(&self, candidate: &impl Figures, which: &NumberAttribute, at_ms: i64) -> bool {
        self.compare(self.number(candidate, which, at_ms), Value::as_number)
    }

    /// Whether a text satisfies the constraint, which is on a text or a version.
    pub(crate) fn admits_text(&self, text: &str) -> bool {
        match (&self.attribute, self.operator) {
            (Some(Attribute::Version), _) => self.compare(Some(Version(text)), Value::as_version),
            (_, Operator::Prefix) => self.texts().any(|value| text.starts_with(value)),
            _ => self.compare(Some(text), Value::as_text),
        }
    }

    /// Whether an agent satisfies the constraint, which is on the agent.
    fn admits_agent(&self, agent: AgentId) -> bool {
        self.compare(Some(agent), Value::as_agent)
    }

    /// Whether a name, by its position, satisfies the constraint, which is on a name.
    pub(crate) fn admits_name(&self, position: u8) -> bool {
        self.compare(Some(position), Value::as_name)
    }

    /// Whether a flag satisfies the constraint, which is on a flag.
    pub(crate) fn admits_flag(&self, flag: bool) -> bool {
        self.compare(Some(flag), Value::as_flag)
    }

    fn number(&self, candidate: &impl Figures, which: &NumberAttribute, at_ms: i64) -> Option<u64> {
        match which {
            NumberAttribute::Price(tag) => candidate.price_micros(tag),
            NumberAttribute::RetentionMs => candidate.retention_ms(),
            NumberAttribute::Qos(metric) => self.demand.counting(candidate, *metric).map(|stated| stated.value),
            NumberAttribute::AgeMs => Some(candidate.age_ms(at_ms)),
            NumberAttribute::LifeMs => Some(candidate.life_ms(at_ms)),
        }
    }

    /// Where there is no value, only EXISTS false holds.
    fn compare<'a, T: PartialOrd>(&'a self, actual: Option<T>, read: impl Fn(&'a Value) -> Option<T>) -> bool {
        if self.operator == Operator::Exists {
            return self.asks_for_presence() == actual.is_some();
        }
        let Some(actual) = actual else { return false };
        let mut values = self.values.iter().filter_map(read);
        match self.operator {
            Operator::In => values.any(|value| actual == value),
            Operator::Equal => values.any(|value| actual == value),
            Operator::NotEqual => values.all(|value| actual != value),
            Operator::Less => values.any(|value| actual < value),
            Operator::AtMost => values.any(|value| actual <= value),
            Operator::Greater => values.any(|value| actual > value),
            Operator::AtLeast => values.any(|value| actual >= value),
            _ => false,
        }
    }

    /// Of EXISTS: whether a value is to be there.
    pub(crate) fn asks_for_presence(&self) -> bool {
        self.values.iter().find_map(Value::as_flag).unwrap_or_default()
    }
}

impl Demand {
    /// Of what is stated of a metric and shows enough, that of the highest provenance.
    fn counting(self, candidate: &impl Figures, metric: Metric) -> Option<Stated> {
        BEST_FIRST
            .into_iter()
            .filter(|provenance| *provenance >= self.least)
            .filter_map(|provenance| candidate.stated(metric, provenance))
            .find(|stated| stated.samples >= self.min_samples)
    }
}

impl Value {
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn as_version(&self) -> Option<Version<'_>> {
        match self {
            Self::Version(text) => Some(Version(text)),
            _ => None,
        }
    }

    const fn as_number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    const fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    const fn as_agent(&self) -> Option<AgentId> {
        match self {
            Self::Agent(agent) => Some(*agent),
            _ => None,
        }
    }

    const fn as_name(&self) -> Option<u8> {
        match self {
            Self::Name(position) => Some(*position),
            _ => None,
        }
    }
}

/// INT-2: the table of types in SPEC.md section 18.2.
const fn admits_operator(attribute: &Attribute, operator: Operator) -> bool {
    use Operator::{AtLeast, AtMost, Contains, Equal, Exists, Greater, In, Less, NotEqual, Prefix};
    match attribute {
        Attribute::Text(_) => matches!(operator, Equal | NotEqual | In | Prefix | Exists),
        Attribute::Agent | Attribute::Name(_) => matches!(operator, Equal | NotEqual | In | Exists),
        Attribute::TrainingUse => matches!(operator, Equal | NotEqual | Exists),
        Attribute::Set(_) => matches!(operator, Contains | In | Prefix | Exists),
        Attribute::Ordered(_) | Attribute::Version | Attribute::Number(_) => {
            matches!(
                operator,
                Equal | NotEqual | Less | AtMost | Greater | AtLeast | In | Exists
            )
        }
    }
}

/// A value as the attribute's type reads it; `None` where it is of another type (INT-3).
fn typed(attribute: &Attribute, operator: Operator, value: &AttributeValue) -> Option<Value> {
    let value = value.value.as_ref()?;
    if operator == Operator::Exists {
        return match value {
            WireValue::Flag(flag) => Some(Value::Flag(*flag)),
            _ => None,
        };
    }
    let in_domain = |text: &str| attribute.format().is_some_and(|format| format.matches(text));
    match (attribute, value) {
        (Attribute::Agent, WireValue::Text(did)) => AgentId::from_did_key(did).ok().map(Value::Agent),
        (Attribute::Text(_) | Attribute::Set(_), WireValue::Text(text)) => {
            (operator == Operator::Prefix || in_domain(text)).then(|| Value::Text(text.clone()))
        }
        (Attribute::Name(_) | Attribute::Ordered(_), WireValue::Text(text)) => {
            let position = attribute.names()?.iter().position(|name| name == text)?;
            u8::try_from(position).ok().map(Value::Name)
        }
        (Attribute::Version, WireValue::Text(text)) => in_domain(text).then(|| Value::Version(text.clone())),
        (Attribute::Number(_), WireValue::Number(number)) => Some(Value::Number(*number)),
        (Attribute::TrainingUse, WireValue::Flag(flag)) => Some(Value::Flag(*flag)),
        _ => None,
    }
}

impl DiscoveryViolation {
    /// Whether the violation is of an intent, which its author can mend.
    #[must_use]
    pub fn is_of_intent(&self) -> bool {
        self.rule().starts_with("INT-")
    }
}
