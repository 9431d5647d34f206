//! Workflows: tasks whose inputs are others' outputs, each carried out through a funnel of its own.
//!
//! A [`Workflow`] is a graph without cycles, read from TOML or JSON and checked as a whole. A [`WorkflowRun`] carries it out, sans
//! I/O: it says which funnel to start with what ([`WorkflowAction`]) and is told how each ended ([`WorkflowEvent`]).
//!
//! **Data.** An input names the step, or the input of the workflow, that it comes from. It is bound by digest: a step starts with
//! the digests of outputs that were delivered and verified, and of nothing else.
//!
//! **Order.** A step is ready when all that it takes its inputs from, and all that it comes after, is verified. What is ready starts
//! in the order in which it is written. **Irreversible steps go last**: one starts only when nothing else runs and nothing that can
//! be undone, or has no effect, is ready; and one at a time. So everything that can fail without harm has been tried before
//! anything is done for good, unless it needs what is done for good.
//!
//! **Failure.** A funnel that ends with nobody left has done nothing in the world, so the step is tried again, as often as it says,
//! then its alternatives are. When they are used up the workflow fails: nothing more starts, what runs is asked to stop, and what
//! was done and can be undone is undone, in the reverse of the order in which it was done, each compensation through a funnel of its
//! own. A compensation that fails is told, and the others go on.
//!
//! Two things are not undone. Where a step's effect is unknown nothing is: somebody has to look first. And what an irreversible step
//! that was carried out stands on is kept: to take it away would leave the irreversible half.

mod error;
mod form;
mod graph;
mod message;
mod read;
mod report;
mod run;

pub use error::{GivenError, WorkflowError};
pub use graph::{
    Binding, Compensation, Given, MAX_ALTERNATIVES, MAX_FORM_BYTES, MAX_INPUTS, MAX_NAME_CHARS, MAX_STEPS, MAX_TRIES,
    Source, Step, Task, Workflow,
};
pub use message::{BoundInput, Output, Role, RunId, StepState, WorkflowAction, WorkflowEnding, WorkflowEvent};
pub use report::{StepReport, WorkflowReport};
pub use run::WorkflowRun;
