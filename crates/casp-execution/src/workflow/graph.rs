//! A workflow that makes sense.

use std::collections::BTreeSet;

use casp_trust::TaskFacts;
use casp_wire::v1::SideEffect;

use super::error::WorkflowError;
use super::form::WorkflowForm;
use super::read::{Names, check_size, media_type};

/// Most steps.
pub const MAX_STEPS: usize = 64;

/// Most inputs of a workflow, and of a step; most steps that one comes after.
pub const MAX_INPUTS: usize = 16;

/// Most alternatives of a step.
pub const MAX_ALTERNATIVES: usize = 4;

/// Most tries of a step, and of each alternative.
pub const MAX_TRIES: u32 = 8;

/// Longest name of a step or an input.
pub const MAX_NAME_CHARS: usize = 64;

/// Longest form that is read, bytes.
pub const MAX_FORM_BYTES: usize = 262_144;

/// Tasks whose inputs are others' outputs, without cycles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workflow {
    name: String,
    inputs: Vec<Given>,
    steps: Vec<Step>,
}

/// Something that is there from the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub id: String,
    /// What is asked for: the first, then its alternatives.
    pub tasks: Vec<Task>,
    /// The media type of what it delivers.
    pub output_media_type: String,
    /// What it takes, ascending by name.
    pub inputs: Vec<Binding>,
    /// Positions of the steps that it needs to be verified before it starts, ascending: those that its inputs come from, and others
    /// that it comes after.
    pub needs: Vec<usize>,
    /// How it is undone, if it can be and somebody says how.
    pub compensation: Option<Compensation>,
}

/// What a funnel is run for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What the policy decides from.
    pub facts: TaskFacts,
    /// How many funnels may be run for it, while nothing has happened.
    pub tries: u32,
}

/// How a step is undone. It takes the step's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compensation {
    /// What is asked for.
    pub task: Task,
    /// The media type of what it delivers.
    pub output_media_type: String,
}

/// An input of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The step's name for it.
    pub name: String,
    /// Where it comes from.
    pub from: Source,
    /// What it is.
    pub media_type: String,
}

/// Where an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An input of the workflow, by position.
    Given(usize),
    /// The output of a step, by position.
    Step(usize),
}

impl Step {
    /// What it does to the world.
    #[must_use]
    pub fn side_effect(&self) -> SideEffect {
        self.tasks
            .first()
            .map_or(SideEffect::Unspecified, |task| task.facts.side_effect)
    }

    /// Whether it cannot be undone.
    #[must_use]
    pub fn is_irreversible(&self) -> bool {
        matches!(self.side_effect(), SideEffect::Irreversible | SideEffect::Unspecified)
    }
}

impl Workflow {
    /// Reads a workflow in TOML.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn from_toml(text: &str) -> Result<Self, WorkflowError> {
        check_size(text)?;
        let form: WorkflowForm = toml::from_str(text).map_err(|error| WorkflowError::Form(error.to_string()))?;
        Self::of(form)
    }

    /// Reads a workflow in JSON.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn from_json(text: &str) -> Result<Self, WorkflowError> {
        check_size(text)?;
        let form: WorkflowForm = serde_json::from_str(text).map_err(|error| WorkflowError::Form(error.to_string()))?;
        Self::of(form)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What has to be there from the start, ascending by name.
    #[must_use]
    pub fn inputs(&self) -> &[Given] {
        &self.inputs
    }

    /// Its steps, as they are written.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    fn of(form: WorkflowForm) -> Result<Self, WorkflowError> {
        let names = Names::of(&form)?;
        let mut inputs = Vec::with_capacity(form.inputs.len());
        for (name, given) in &form.inputs {
            inputs.push(Given {
                name: name.clone(),
                media_type: media_type(name, &given.media_type)?,
            });
        }
        let steps: Vec<Step> = form
            .steps
            .iter()
            .map(|step| names.step(step))
            .collect::<Result<_, _>>()?;
        let workflow = Self {
            name: form.name.chars().take(160).collect(),
            inputs,
            steps,
        };
        workflow.has_no_cycle()?;
        workflow.fits()?;
        Ok(workflow)
    }

    /// Takes away what needs nothing until nothing is left; what cannot be taken away stands on a cycle, or behind one.
    fn has_no_cycle(&self) -> Result<(), WorkflowError> {
        let mut left: BTreeSet<usize> = (0..self.steps.len()).collect();
        loop {
            let is_free = |at: &usize| self.needs(*at).iter().all(|needed| !left.contains(needed));
            let free: Vec<usize> = left.iter().copied().filter(is_free).collect();
            if free.is_empty() {
                break;
            }
            left.retain(|at| !free.contains(at));
        }
        let Some(mut at) = left.first().copied() else {
            return Ok(());
        };
        // Everyone who is left needs another who is: whoever follows comes back to where he was.
        let mut way: Vec<usize> = Vec::new();
        while !way.contains(&at) {
            way.push(at);
            at = self
                .needs(at)
                .iter()
                .copied()
                .find(|needed| left.contains(needed))
                .unwrap_or(at);
        }
        let from = way.iter().position(|step| *step == at).unwrap_or(0);
        way.drain(..from);
        way.push(at);
        way.reverse();
        let name = |at: usize| self.steps.get(at).map_or_else(String::new, |step| step.id.clone());
        Err(WorkflowError::Cycle {
            steps: way.into_iter().map(name).collect(),
        })
    }

    fn needs(&self, at: usize) -> &[usize] {
        self.steps.get(at).map_or(&[], |step| &step.needs)
    }

    /// Whether each input is of the media type of what it comes from.
    fn fits(&self) -> Result<(), WorkflowError> {
        for step in &self.steps {
            for input in &step.inputs {
                let (from, gives) = self.source(input.from);
                if gives != input.media_type {
                    return Err(WorkflowError::Misfit {
                        step: step.id.clone(),
                        input: input.name.clone(),
                        wants: input.media_type.clone(),
                        from: from.into(),
                        gives: gives.into(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Name and media type.
    fn source(&self, source: Source) -> (&str, &str) {
        let none = ("", "");
        match source {
            Source::Given(at) => self
                .inputs
                .get(at)
                .map_or(none, |given| (&given.name, &given.media_type)),
            Source::Step(at) => self
                .steps
                .get(at)
                .map_or(none, |step| (&step.id, &step.output_media_type)),
        }
    }
}
