//! The file in which a person says what an agent offers, and the descriptor that it describes.
//!
//! TOML with the names of the schema's fields. Digests are hex, agents did:keys, enum values their names in lower case.

use std::fmt::Display;

use casp_descriptor::{DescriptorBuilder, Origin};
use casp_identity::AgentId;
use casp_wire::table::MessageTable;
use casp_wire::v1::{Capability, DataPolicy, Price, QosMetric, ResourceState, Schema, schema::Form, tables};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::schema;

/// A commented description to start from.
pub(crate) const TEMPLATE: &str = include_str!("template.toml");

/// The network in [`TEMPLATE`].
pub(crate) const TEMPLATE_NETWORK: &str = "network_id = \"example\"";

/// Greatest description, bytes. A descriptor's payload has at most 64 KiB; the rest is room for comments.
pub(crate) const LIMIT: usize = 1_048_576;

/// A description as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    pub(crate) network_id: String,
    pub(crate) audience: Option<String>,
    pub(crate) epoch: Option<u64>,
    ttl_ms: u64,
    #[serde(default)]
    endpoints: Vec<String>,
    resource_state: Option<ResourceStateText>,
    #[serde(default)]
    capabilities: Vec<CapabilityText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceStateText {
    load: Option<String>,
    queue: Option<String>,
    power: Option<String>,
    #[serde(default)]
    locality: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapabilityText {
    id: String,
    version: String,
    summary: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    skills: Vec<String>,
    input: Option<SchemaText>,
    output: Option<SchemaText>,
    side_effect: String,
    risk: String,
    #[serde(default)]
    qos: Vec<QosMetricText>,
    price: Option<PriceText>,
    data_policy: Option<DataPolicyText>,
    #[serde(default)]
    evidence: Vec<String>,
    behavior: Option<String>,
    behavior_digest: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaText {
    media_type: String,
    digest: Option<String>,
    inline: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QosMetricText {
    name: String,
    value: u64,
    unit: String,
    provenance: String,
    #[serde(default)]
    sample_count: u32,
    #[serde(default)]
    window_ms: u64,
    evidence_digest: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceText {
    currency: String,
    amount_micros: u64,
    per: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DataPolicyText {
    retention_ms: Option<u64>,
    #[serde(default)]
    jurisdictions: Vec<String>,
    callers: String,
    #[serde(default)]
    listed_callers: Vec<String>,
    #[serde(default)]
    training_use: bool,
}

/// Why a description stands for no descriptor: which field, and what is wrong with it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DescriptionError {
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    #[error("{field}: {text:?} is none of {choices}")]
    Choice {
        field: String,
        text: String,
        choices: String,
    },
    #[error("{field}: {text:?} is not a number of bytes in hex")]
    Hex { field: String, text: String },
    #[error("{field}: {text:?} is not exactly the did:key of an Ed25519 key")]
    Agent { field: String, text: String },
    #[error("{field}: give either {one} or {other}")]
    EitherOr {
        field: String,
        one: &'static str,
        other: &'static str,
    },
}

type Result<T> = std::result::Result<T, DescriptionError>;

impl Description {
    /// Reads a description.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        Ok(toml::from_str(text)?)
    }

    /// The only agent that the descriptor is for, as multikey bytes; empty for none.
    pub(crate) fn audience(&self) -> Result<Vec<u8>> {
        self.audience
            .as_deref()
            .map_or(Ok(Vec::new()), |text| agent("audience", text))
    }

    /// What it says, put into a builder. Whether that may be signed is the builder's to say.
    pub(crate) fn builder(self, origin: Origin) -> Result<DescriptorBuilder> {
        let mut builder = DescriptorBuilder::new(origin, self.ttl_ms);
        for endpoint in self.endpoints {
            builder = builder.endpoint(endpoint);
        }
        if let Some(state) = self.resource_state {
            builder = builder.resource_state(state.message()?);
        }
        for (index, capability) in self.capabilities.into_iter().enumerate() {
            builder = builder.capability(capability.message(&format!("capabilities[{index}]"))?);
        }
        Ok(builder)
    }
}

impl ResourceStateText {
    fn message(self) -> Result<ResourceState> {
        let value = |name: &str, text: Option<String>| {
            text.map(|text| choice(&tables::RESOURCE_STATE, name, "resource_state", &text))
                .transpose()
        };
        Ok(ResourceState {
            load: value("load", self.load)?,
            queue: value("queue", self.queue)?,
            power: value("power", self.power)?,
            locality: self.locality,
        })
    }
}

impl CapabilityText {
    fn message(self, at: &str) -> Result<Capability> {
        let schema = |name: &str, schema: Option<SchemaText>| {
            schema.map(|schema| schema.message(&format!("{at}.{name}"))).transpose()
        };
        let qos = self.qos.into_iter().enumerate();
        Ok(Capability {
            behavior_digest: behavior(at, self.behavior.as_deref(), self.behavior_digest.as_deref())?,
            id: self.id,
            version: self.version,
            summary: self.summary,
            tags: self.tags,
            skills: self.skills,
            input: schema("input", self.input)?,
            output: schema("output", self.output)?,
            side_effect: choice(&tables::CAPABILITY, "side_effect", at, &self.side_effect)?,
            risk: choice(&tables::CAPABILITY, "risk", at, &self.risk)?,
            qos: qos
                .map(|(index, metric)| metric.message(&format!("{at}.qos[{index}]")))
                .collect::<Result<_>>()?,
            price: self.price.map(|price| Price {
                currency: price.currency,
                amount_micros: price.amount_micros,
                per: price.per,
            }),
            data_policy: self
                .data_policy
                .map(|policy| policy.message(&format!("{at}.data_policy")))
                .transpose()?,
            evidence: self.evidence,
        })
    }
}

impl SchemaText {
    fn message(self, at: &str) -> Result<Schema> {
        let form = match (self.digest, self.inline) {
            (Some(_), Some(_)) => return Err(either(at, "digest", "inline")),
            (Some(digest), None) => Some(Form::Digest(hex_bytes(format_args!("{at}.digest"), &digest)?)),
            (None, inline) => inline.map(Form::Inline),
        };
        Ok(Schema {
            media_type: self.media_type,
            form,
        })
    }
}

impl QosMetricText {
    fn message(self, at: &str) -> Result<QosMetric> {
        Ok(QosMetric {
            provenance: choice(&tables::QOS_METRIC, "provenance", at, &self.provenance)?,
            evidence_digest: match &self.evidence_digest {
                Some(text) => hex_bytes(format_args!("{at}.evidence_digest"), text)?,
                None => Vec::new(),
            },
            name: self.name,
            value: self.value,
            unit: self.unit,
            sample_count: self.sample_count,
            window_ms: self.window_ms,
        })
    }
}

impl DataPolicyText {
    fn message(self, at: &str) -> Result<DataPolicy> {
        let listed = self.listed_callers.iter();
        Ok(DataPolicy {
            retention_ms: self.retention_ms,
            jurisdictions: self.jurisdictions,
            callers: choice(&tables::DATA_POLICY, "callers", at, &self.callers)?,
            listed_callers: listed
                .map(|text| agent(format_args!("{at}.listed_callers"), text))
                .collect::<Result<_>>()?,
            training_use: self.training_use,
        })
    }
}

/// SHA-256 of the words, or the digest that is given.
fn behavior(at: &str, words: Option<&str>, digest: Option<&str>) -> Result<Vec<u8>> {
    match (words, digest) {
        (Some(words), None) => Ok(Sha256::digest(words).to_vec()),
        (None, Some(digest)) => hex_bytes(format_args!("{at}.behavior_digest"), digest),
        _ => Err(either(at, "behavior", "behavior_digest")),
    }
}

/// The number of the enum value that the text names.
fn choice(table: &'static MessageTable, name: &str, at: &str, text: &str) -> Result<i32> {
    let field = table.fields.iter().find(|field| field.name == name);
    let values = field
        .and_then(|field| schema::field(table, field))
        .map_or(&[][..], |doc| doc.values);
    let names = || {
        values
            .iter()
            .skip(1)
            .map(|value| value.short_name(values).to_ascii_lowercase())
    };
    let index = names().position(|name| name == text);
    index
        .and_then(|index| i32::try_from(index.saturating_add(1)).ok())
        .ok_or_else(|| DescriptionError::Choice {
            field: format!("{at}.{name}"),
            text: text.to_owned(),
            choices: names().collect::<Vec<_>>().join(", "),
        })
}

fn hex_bytes(field: impl Display, text: &str) -> Result<Vec<u8>> {
    hex::decode(text).map_err(|_| DescriptionError::Hex {
        field: field.to_string(),
        text: text.to_owned(),
    })
}

fn agent(field: impl Display, text: &str) -> Result<Vec<u8>> {
    let id = AgentId::from_did_key(text).map_err(|_| DescriptionError::Agent {
        field: field.to_string(),
        text: text.to_owned(),
    })?;
    Ok(id.as_bytes().into())
}

fn either(at: &str, one: &'static str, other: &'static str) -> DescriptionError {
    DescriptionError::EitherOr {
        field: at.to_owned(),
        one,
        other,
    }
}

#[cfg(test)]
mod tests;
