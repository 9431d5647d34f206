//! What is wrong with a workflow, and where.

/// A workflow that is none. Each names the step, and says what would do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkflowError {
    /// It is larger than is read.
    #[error("the form has {bytes} bytes; {most} are read at most")]
    TooLong {
        /// Its size.
        bytes: usize,
        /// [`super::MAX_FORM_BYTES`].
        most: usize,
    },
    /// It is not TOML or JSON, or has members that a workflow has not.
    #[error("not a workflow: {0}")]
    Form(String),
    /// It has no step.
    #[error("a workflow has one step at least")]
    Empty,
    /// Too many of something.
    #[error("{of} has {count} {what}; {most} at most")]
    TooMany {
        /// The workflow, or a step.
        of: String,
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// A name that is empty, too long, or has other characters than a to z, 0 to 9, - and _.
    #[error("{name:?} is no name: 1 to {most} of a to z, 0 to 9, - and _")]
    Name {
        /// The name.
        name: String,
        /// [`super::MAX_NAME_CHARS`].
        most: usize,
    },
    /// Two steps, or a step and an input, or two inputs of a step, with one name.
    #[error("{name:?} is there twice: each step and each input of the workflow has a name of its own")]
    NameRepeated {
        /// The name.
        name: String,
    },
    /// A capability's id that is none.
    #[error("step {step:?}: {capability:?} is no capability id; one looks like org.example/draw")]
    Capability {
        /// The step.
        step: String,
        /// What it says.
        capability: String,
    },
    /// A media type that is none.
    #[error("step {step:?}: {media_type:?} is no media type; one looks like image/png")]
    MediaType {
        /// The step, or the input of the workflow.
        step: String,
        /// What it says.
        media_type: String,
    },
    /// An input from, or a place after, what does not exist.
    #[error("step {step:?} names {name:?}, which is neither a step nor an input of the workflow{hint}")]
    Unknown {
        /// The step.
        step: String,
        /// What it names.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// A place after an input of the workflow, which is there from the start.
    #[error("step {step:?} comes after {name:?}, which is an input of the workflow: name a step, or leave it out")]
    AfterInput {
        /// The step.
        step: String,
        /// The input.
        name: String,
    },
    /// Steps that wait for each other.
    #[error("steps wait for each other: {}", .steps.join(" → "))]
    Cycle {
        /// A way round; the first is the last again.
        steps: Vec<String>,
    },
    /// An output of one media type as an input of another.
    #[error("step {step:?} takes {input:?} as {wants}, and {from:?} gives {gives}")]
    Misfit {
        /// The step.
        step: String,
        /// Its input.
        input: String,
        /// The media type that it takes.
        wants: String,
        /// Where it comes from.
        from: String,
        /// The media type that this gives.
        gives: String,
    },
    /// A compensation of what cannot be undone.
    #[error("step {step:?} is irreversible: it has no compensation")]
    CompensatesIrreversible {
        /// The step.
        step: String,
    },
    /// A compensation of what does nothing.
    #[error("step {step:?} has no side effect: there is nothing to compensate")]
    CompensatesNothing {
        /// The step.
        step: String,
    },
    /// A step that may not be tried at all, or too often.
    #[error("step {step:?} has {tries} tries; 1 to {most} will do")]
    Tries {
        /// The step.
        step: String,
        /// What it says.
        tries: u32,
        /// [`super::MAX_TRIES`].
        most: u32,
    },
}

/// What a workflow was started with does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GivenError {
    /// An input of the workflow is not there.
    #[error("the input {name:?} is not given")]
    Missing {
        /// Its name.
        name: String,
    },
    /// Something is given that the workflow has no input for.
    #[error("the workflow has no input {name:?}")]
    Unknown {
        /// Its name.
        name: String,
    },
    /// An input is given in another media type.
    #[error("the input {name:?} is given as {gives}; the workflow takes {wants}")]
    Misfit {
        /// Its name.
        name: String,
        /// The media type that the workflow takes.
        wants: String,
        /// The media type that is given.
        gives: String,
    },
}
