//! What became of a workflow.
//!
//! In JSON, whose names and codes never change and to which members may be added:
//!
//! ```json
//! { "version": 1, "name", "started_ms", "ended_ms", "ending", "failed_step", "is_undone",
//!   "steps": [ { "id", "capability", "side_effect", "state", "detail", "funnels", "agent", "output", "began_ms", "ended_ms" }, … ] }
//! ```
//!
//! `ending` is `completed`, `failed`, `needs-look`, `stopped`, or null before the end; `state` a [`StepState::code`]; `output` the digest
//! of what was delivered, in hexadecimal.

use std::fmt::Write as _;

use casp_wire::v1::SideEffect;
use serde::Serialize;

use super::graph::Step;
#[cfg(doc)]
use super::message::StepState;
use super::message::WorkflowEnding;
use super::run::{StepRun, WorkflowRun};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// What became of a workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkflowReport {
    /// Of the form.
    pub version: u32,
    /// What it is called.
    pub name: String,
    /// When it began, milliseconds since the Unix epoch.
    pub started_ms: i64,
    /// When the last event came.
    pub ended_ms: i64,
    /// How it ended.
    pub ending: Option<&'static str>,
    /// The step that it failed at, or that needs a look.
    pub failed_step: Option<String>,
    /// Where it was unwound: whether everything that was done and has an effect is undone.
    pub is_undone: Option<bool>,
    /// Its steps, as they are written.
    pub steps: Vec<StepReport>,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepReport {
    /// Its name.
    pub id: String,
    /// What was asked for, the first of its alternatives.
    pub capability: String,
    /// `none`, `reversible`, `irreversible`.
    pub side_effect: &'static str,
    /// Where it stands.
    pub state: &'static str,
    /// Why.
    pub detail: &'static str,
    /// How many funnels were run for it, compensation included.
    pub funnels: u32,
    /// The did:key of whoever did it.
    pub agent: Option<String>,
    /// The digest of what it delivered, in hexadecimal.
    pub output: Option<String>,
    /// When it began, if it did.
    pub began_ms: Option<i64>,
    /// When it ended, if it has.
    pub ended_ms: Option<i64>,
}

impl WorkflowRun {
    /// What has become of it so far, or in the end.
    #[must_use]
    pub fn report(&self) -> WorkflowReport {
        let (ending, failed_step, is_undone) = match self.ended.clone() {
            None => (None, None, None),
            Some(WorkflowEnding::Completed) => (Some("completed"), None, None),
            Some(WorkflowEnding::Failed { step, is_undone }) => (Some("failed"), Some(step), Some(is_undone)),
            Some(WorkflowEnding::NeedsLook { step }) => (Some("needs-look"), Some(step), None),
            Some(WorkflowEnding::Stopped { is_undone }) => (Some("stopped"), None, Some(is_undone)),
        };
        let steps = self.workflow.steps().iter().zip(&self.steps);
        WorkflowReport {
            version: VERSION,
            name: self.workflow.name().into(),
            started_ms: self.started_ms,
            ended_ms: self.now_ms,
            ending,
            failed_step,
            is_undone,
            steps: steps.map(|(step, run)| StepReport::of(step, run)).collect(),
        }
    }
}

impl StepReport {
    fn of(step: &Step, run: &StepRun) -> Self {
        let first = step.tasks.first();
        Self {
            id: step.id.clone(),
            capability: first.map_or_else(String::new, |task| task.facts.capability_id.clone()),
            side_effect: match step.side_effect() {
                SideEffect::None => "none",
                SideEffect::Reversible => "reversible",
                SideEffect::Irreversible => "irreversible",
                SideEffect::Unspecified => "unspecified",
            },
            state: run.state.code(),
            detail: run.detail,
            funnels: run.funnels,
            agent: run.by.map(|agent| agent.to_did_key()),
            output: run.output.as_ref().map(|output| hex(&output.digest)),
            began_ms: run.began_ms,
            ended_ms: run.ended_ms,
        }
    }
}

impl WorkflowReport {
    /// The JSON form, indented, with a newline at its end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Plain data with string keys always has a form.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// A table of the steps, and how it ended.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let widest = self.steps.iter().map(|step| step.id.len()).max().unwrap_or(0).max(4);
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}", self.name);
        let _ = writeln!(
            text,
            "{:<widest$}  {:<13} {:>7}  state",
            "step", "side effect", "funnels"
        );
        for step in &self.steps {
            let detail = if step.detail.is_empty() {
                String::new()
            } else {
                format!(" ({})", step.detail)
            };
            let (id, effect, funnels) = (&step.id, step.side_effect, step.funnels);
            let _ = writeln!(text, "{id:<widest$}  {effect:<13} {funnels:>7}  {}{detail}", step.state);
        }
        let took_ms = self.ended_ms.saturating_sub(self.started_ms);
        let at = self
            .failed_step
            .as_ref()
            .map_or_else(String::new, |step| format!(" at {step}"));
        let undone = match self.is_undone {
            Some(true) => ", everything undone",
            Some(false) => ", not everything undone",
            None => "",
        };
        let _ = writeln!(
            text,
            "{}{at}{undone}, after {took_ms} ms",
            self.ending.unwrap_or("under way")
        );
        text
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
