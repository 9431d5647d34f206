//! What goes into a workflow's run and what comes out of it.

use casp_trust::TaskFacts;

use crate::funnel::Ending;

/// The workflow's name for one funnel: from 1, in the order in which they were started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub u32);

/// What a step delivered, or was given: bytes that its digest binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The content digest (SPEC.md section 15.1).
    pub digest: [u8; 32],
    /// The media type.
    pub media_type: String,
    /// How many bytes.
    pub size_bytes: u64,
}

/// An input of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundInput {
    /// The step's name for it; `output` for what a compensation takes.
    pub name: String,
    /// What it is.
    pub content: Output,
}

/// What a funnel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The step itself.
    Work,
    /// To undo the step.
    Compensation,
}

/// What the caller is to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkflowAction {
    /// Run a funnel, and tell how it ended.
    Start {
        /// Its name from now on.
        run: RunId,
        /// Position of the step.
        step: usize,
        /// What for.
        role: Role,
        /// What the policy decides from.
        facts: TaskFacts,
        /// What the task takes.
        inputs: Vec<BoundInput>,
        /// The media type of what it is to deliver.
        output_media_type: String,
    },
    /// Tell the funnel to stop; it ends as it ends.
    Stop {
        /// Which.
        run: RunId,
    },
    /// The end; nothing follows.
    Done(WorkflowEnding),
}

/// What happened. Whatever is of an unknown run, or comes again, changes nothing.
#[derive(Clone, Debug)]
pub enum WorkflowEvent {
    /// A funnel has ended.
    Ended {
        /// Which.
        run: RunId,
        /// How.
        ending: Ending,
        /// What was delivered, where it is completed.
        output: Option<Output>,
    },
    /// The caller wants no more: what can be undone is undone.
    Stop,
}

/// How a workflow ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkflowEnding {
    /// Every step is verified.
    Completed,
    /// A step could not be done.
    Failed {
        /// Which.
        step: String,
        /// Whether everything that was done and has an effect is undone.
        is_undone: bool,
    },
    /// The effect of a step is unknown, and nothing was undone.
    NeedsLook {
        /// Which; the first of several.
        step: String,
    },
    /// The caller stopped it.
    Stopped {
        /// Whether everything that was done and has an effect is undone.
        is_undone: bool,
    },
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// It has not begun.
    Waiting,
    /// A funnel runs.
    Running,
    /// It is done, and verified.
    Verified,
    /// It could not be done; nothing happened.
    Failed,
    /// It was stopped; nothing happened.
    Stopped,
    /// Nobody knows whether it took place.
    NeedsLook,
    /// It is being undone.
    Compensating,
    /// It is undone.
    Compensated,
    /// It could not be undone.
    CompensationFailed,
    /// Nobody knows whether it is undone.
    CompensationNeedsLook,
    /// It is done, and was not undone where others were.
    Kept,
}

impl StepState {
    /// A stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::NeedsLook => "needs-look",
            Self::Compensating => "compensating",
            Self::Compensated => "compensated",
            Self::CompensationFailed => "compensation-failed",
            Self::CompensationNeedsLook => "compensation-needs-look",
            Self::Kept => "kept",
        }
    }
}
