//! A workflow that makes sense.

use std::collections::{BTreeMap, BTreeSet};

use casp_trust::TaskFacts;
use casp_wire::v1::SideEffect;

use super::error::WorkflowError;
use super::form::{CompensationForm, StepForm, WorkflowForm};

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

/// Longest capability id or media type, bytes, as in the schema.
const MAX_IDENTIFIER_BYTES: usize = 128;

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

/// The names of a form: each once.
struct Names<'a>(BTreeMap<&'a str, Source>);

impl<'a> Names<'a> {
    fn of(form: &'a WorkflowForm) -> Result<Self, WorkflowError> {
        if form.steps.is_empty() {
            return Err(WorkflowError::Empty);
        }
        let workflow = || "the workflow".to_owned();
        at_most(workflow, "steps", form.steps.len(), MAX_STEPS)?;
        at_most(workflow, "inputs", form.inputs.len(), MAX_INPUTS)?;
        let mut names = BTreeMap::new();
        let inputs = form
            .inputs
            .keys()
            .enumerate()
            .map(|(at, name)| (name, Source::Given(at)));
        let steps = form
            .steps
            .iter()
            .enumerate()
            .map(|(at, step)| (&step.id, Source::Step(at)));
        for (name, source) in inputs.chain(steps) {
            check_name(name)?;
            if names.insert(name.as_str(), source).is_some() {
                return Err(WorkflowError::NameRepeated { name: name.clone() });
            }
        }
        Ok(Self(names))
    }

    fn step(&self, form: &StepForm) -> Result<Step, WorkflowError> {
        let id = || format!("step {:?}", form.id);
        at_most(id, "inputs", form.inputs.len(), MAX_INPUTS)?;
        at_most(id, "steps before it", form.after.len(), MAX_INPUTS)?;
        at_most(id, "alternatives", form.alternatives.len(), MAX_ALTERNATIVES)?;
        let mut needs = BTreeSet::new();
        let mut inputs = Vec::with_capacity(form.inputs.len());
        for (name, input) in &form.inputs {
            check_name(name)?;
            let from = self.named(&form.id, &input.from)?;
            if let Source::Step(at) = from {
                needs.insert(at);
            }
            inputs.push(Binding {
                name: name.clone(),
                from,
                media_type: media_type(&form.id, &input.media_type)?,
            });
        }
        for name in &form.after {
            match self.named(&form.id, name)? {
                Source::Step(at) => {
                    needs.insert(at);
                }
                Source::Given(_) => {
                    return Err(WorkflowError::AfterInput {
                        step: form.id.clone(),
                        name: name.clone(),
                    });
                }
            }
        }
        Ok(Step {
            id: form.id.clone(),
            tasks: tasks(form)?,
            output_media_type: media_type(&form.id, &form.output)?,
            inputs,
            needs: needs.into_iter().collect(),
            compensation: compensation(form)?,
        })
    }

    fn named(&self, step: &str, name: &str) -> Result<Source, WorkflowError> {
        self.0.get(name).copied().ok_or_else(|| WorkflowError::Unknown {
            step: step.into(),
            name: name.chars().take(MAX_NAME_CHARS).collect(),
            hint: self.hint(name),
        })
    }

    /// A name that differs in case, or in one place, from one that is not there.
    fn hint(&self, name: &str) -> String {
        let is_near = |other: &&&str| other.eq_ignore_ascii_case(name) || differ_once(other, name);
        let near = self.0.keys().find(is_near);
        near.map_or_else(String::new, |near| format!("; {near:?} is"))
    }
}

fn tasks(form: &StepForm) -> Result<Vec<Task>, WorkflowError> {
    let first = (&form.capability, form.price_micros);
    let others = form
        .alternatives
        .iter()
        .map(|task| (&task.capability, task.price_micros));
    let tries = tries(&form.id, form.tries)?;
    let task = |(id, price_micros): (&String, u64)| {
        let facts = TaskFacts {
            capability_id: capability(&form.id, id)?,
            side_effect: form.side_effect.into(),
            risk: form.risk.into(),
            price_micros,
        };
        Ok(Task { facts, tries })
    };
    std::iter::once(first).chain(others).map(task).collect()
}

fn compensation(form: &StepForm) -> Result<Option<Compensation>, WorkflowError> {
    let Some(compensation) = &form.compensation else {
        return Ok(None);
    };
    let step = form.id.clone();
    match SideEffect::from(form.side_effect) {
        SideEffect::None => return Err(WorkflowError::CompensatesNothing { step }),
        SideEffect::Reversible => {}
        SideEffect::Irreversible | SideEffect::Unspecified => {
            return Err(WorkflowError::CompensatesIrreversible { step });
        }
    }
    let CompensationForm {
        capability: id,
        side_effect,
        risk,
        price_micros,
        output,
        tries: wanted_tries,
    } = compensation;
    let facts = TaskFacts {
        capability_id: capability(&step, id)?,
        side_effect: (*side_effect).into(),
        risk: (*risk).into(),
        price_micros: *price_micros,
    };
    let tries = tries(&step, *wanted_tries)?;
    Ok(Some(Compensation {
        task: Task { facts, tries },
        output_media_type: media_type(&step, output)?,
    }))
}

fn check_size(text: &str) -> Result<(), WorkflowError> {
    let (bytes, most) = (text.len(), MAX_FORM_BYTES);
    if bytes > most {
        return Err(WorkflowError::TooLong { bytes, most });
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), WorkflowError> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if name.is_empty() || name.len() > MAX_NAME_CHARS || !name.bytes().all(is_plain) {
        return Err(WorkflowError::Name {
            name: name.chars().take(MAX_NAME_CHARS).collect(),
            most: MAX_NAME_CHARS,
        });
    }
    Ok(())
}

fn at_most(of: impl Fn() -> String, what: &'static str, count: usize, most: usize) -> Result<(), WorkflowError> {
    if count > most {
        let of = of();
        return Err(WorkflowError::TooMany { of, what, count, most });
    }
    Ok(())
}

fn tries(step: &str, tries: u32) -> Result<u32, WorkflowError> {
    if !(1..=MAX_TRIES).contains(&tries) {
        let (step, most) = (step.into(), MAX_TRIES);
        return Err(WorkflowError::Tries { step, tries, most });
    }
    Ok(tries)
}

fn capability(step: &str, id: &str) -> Result<String, WorkflowError> {
    let is_one = id.len() <= MAX_IDENTIFIER_BYTES && casp_wire::table::Format::CapabilityId.matches(id);
    if !is_one {
        return Err(WorkflowError::Capability {
            step: step.into(),
            capability: id.chars().take(MAX_IDENTIFIER_BYTES).collect(),
        });
    }
    Ok(id.into())
}

fn media_type(step: &str, media_type: &str) -> Result<String, WorkflowError> {
    let is_one = media_type.len() <= MAX_IDENTIFIER_BYTES && casp_wire::table::Format::MediaType.matches(media_type);
    if !is_one {
        return Err(WorkflowError::MediaType {
            step: step.into(),
            media_type: media_type.chars().take(MAX_IDENTIFIER_BYTES).collect(),
        });
    }
    Ok(media_type.into())
}

/// Whether two texts of one length differ in one place.
fn differ_once(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count() == 1
}
