//! What is probed for a task: never an irreversible capability itself.

use casp_wire::v1::SideEffect;

use crate::policy::{CanaryDemand, TaskFacts};

/// What a canary is set on, for a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeTarget {
    /// The task's own capability.
    Itself,
    /// Another capability of the same agent, without side effects.
    Sibling(String),
    /// The prepare phase of the task's own capability: the plan is held against the right one, and the task cancelled (SPEC.md
    /// section 19.6). It shows something to the requester alone.
    PreparePhase,
}

impl ProbeTarget {
    /// The sibling, if the demand names one; else the prepare phase, if the task's effect cannot be undone or is not stated;
    /// else the capability itself.
    #[must_use]
    pub fn of(task: &TaskFacts, demand: &CanaryDemand) -> Self {
        match (&demand.sibling, task.side_effect) {
            (Some(sibling), _) => Self::Sibling(sibling.clone()),
            (None, SideEffect::None | SideEffect::Reversible) => Self::Itself,
            (None, SideEffect::Irreversible | SideEffect::Unspecified) => Self::PreparePhase,
        }
    }

    /// The capability that is asked for in a probe.
    #[must_use]
    pub fn capability_id<'a>(&'a self, task: &'a TaskFacts) -> &'a str {
        match self {
            Self::Sibling(sibling) => sibling,
            Self::Itself | Self::PreparePhase => &task.capability_id,
        }
    }

    /// In a sentence.
    pub(crate) fn reason(&self, capability_id: &str) -> String {
        match self {
            Self::Itself => format!("Canaries are set on {capability_id} itself."),
            Self::Sibling(sibling) => {
                format!("Canaries are set on its sibling {sibling}, which leaves nothing behind.")
            }
            Self::PreparePhase => format!(
                "No canary is set on {capability_id} itself (CAN-5): its plan is held against the right one, then the task is cancelled (SPEC 19.6)."
            ),
        }
    }
}
