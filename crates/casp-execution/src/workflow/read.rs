//! From a form to steps: names, numbers and media types, each checked.

use std::collections::{BTreeMap, BTreeSet};

use casp_trust::TaskFacts;
use casp_wire::table::Format;
use casp_wire::v1::SideEffect;

use super::error::WorkflowError;
use super::form::{CompensationForm, StepForm, WorkflowForm};
use super::graph::{
    Binding, Compensation, MAX_ALTERNATIVES, MAX_FORM_BYTES, MAX_INPUTS, MAX_NAME_CHARS, MAX_STEPS, MAX_TRIES, Source,
    Step, Task,
};

/// Longest capability id or media type, bytes, as in the schema.
const MAX_IDENTIFIER_BYTES: usize = 128;

/// The names of a form: each once.
pub(super) struct Names<'a>(BTreeMap<&'a str, Source>);

impl<'a> Names<'a> {
    pub(super) fn of(form: &'a WorkflowForm) -> Result<Self, WorkflowError> {
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

    pub(super) fn step(&self, form: &StepForm) -> Result<Step, WorkflowError> {
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

pub(super) fn check_size(text: &str) -> Result<(), WorkflowError> {
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
    let is_one = id.len() <= MAX_IDENTIFIER_BYTES && Format::CapabilityId.matches(id);
    if !is_one {
        return Err(WorkflowError::Capability {
            step: step.into(),
            capability: id.chars().take(MAX_IDENTIFIER_BYTES).collect(),
        });
    }
    Ok(id.into())
}

pub(super) fn media_type(step: &str, media_type: &str) -> Result<String, WorkflowError> {
    let is_one = media_type.len() <= MAX_IDENTIFIER_BYTES && Format::MediaType.matches(media_type);
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
