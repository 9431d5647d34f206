//! The form of a workflow in TOML and JSON.
//!
//! Data alone: what it means, and whether it makes sense, `super::read` and `super::graph` say.

use std::collections::BTreeMap;

use casp_wire::v1::{RiskClass, SideEffect};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkflowForm {
    pub(super) name: String,
    #[serde(default)]
    pub(super) inputs: BTreeMap<String, GivenForm>,
    #[serde(rename = "step", default)]
    pub(super) steps: Vec<StepForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenForm {
    pub(super) media_type: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepForm {
    pub(super) id: String,
    pub(super) capability: String,
    #[serde(default)]
    pub(super) side_effect: SideEffectForm,
    #[serde(default)]
    pub(super) risk: RiskForm,
    #[serde(default)]
    pub(super) price_micros: u64,
    /// The media type of what it delivers.
    pub(super) output: String,
    #[serde(default)]
    pub(super) inputs: BTreeMap<String, InputForm>,
    #[serde(default)]
    pub(super) after: Vec<String>,
    #[serde(default = "one")]
    pub(super) tries: u32,
    #[serde(rename = "alternative", default)]
    pub(super) alternatives: Vec<TaskForm>,
    #[serde(default)]
    pub(super) compensation: Option<CompensationForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InputForm {
    pub(super) from: String,
    pub(super) media_type: String,
}

/// Another capability that does the same: side effect, risk and media types are the step's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskForm {
    pub(super) capability: String,
    #[serde(default)]
    pub(super) price_micros: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompensationForm {
    pub(super) capability: String,
    #[serde(default)]
    pub(super) side_effect: SideEffectForm,
    #[serde(default)]
    pub(super) risk: RiskForm,
    #[serde(default)]
    pub(super) price_micros: u64,
    pub(super) output: String,
    #[serde(default = "one")]
    pub(super) tries: u32,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SideEffectForm {
    #[default]
    None,
    Reversible,
    Irreversible,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RiskForm {
    #[default]
    Public,
    Private,
    Regulated,
}

const fn one() -> u32 {
    1
}

impl From<SideEffectForm> for SideEffect {
    fn from(form: SideEffectForm) -> Self {
        match form {
            SideEffectForm::None => Self::None,
            SideEffectForm::Reversible => Self::Reversible,
            SideEffectForm::Irreversible => Self::Irreversible,
        }
    }
}

impl From<RiskForm> for RiskClass {
    fn from(form: RiskForm) -> Self {
        match form {
            RiskForm::Public => Self::Public,
            RiskForm::Private => Self::Private,
            RiskForm::Regulated => Self::Regulated,
        }
    }
}
