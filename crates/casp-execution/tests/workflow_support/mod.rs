//! A workflow whose funnels end as a test says.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

use std::collections::BTreeMap;

use casp_execution::funnel::{Ending, Exhaustion, Reason, Ticket};
use casp_execution::workflow::{
    BoundInput, Output, Role, RunId, Workflow, WorkflowAction, WorkflowEnding, WorkflowEvent, WorkflowRun,
};
use casp_identity::{AgentId, Signer as _, SoftwareKey};

pub const NOW: i64 = 1_767_225_600_000;

pub fn agent() -> AgentId {
    SoftwareKey::from_seed(&[5; 32]).agent_id()
}

pub fn output(name: &str, media_type: &str) -> Output {
    let mut digest = [0; 32];
    let bytes = name.as_bytes();
    digest[..bytes.len().min(32)].copy_from_slice(&bytes[..bytes.len().min(32)]);
    Output {
        digest,
        media_type: media_type.into(),
        size_bytes: 1,
    }
}

pub fn completed() -> Ending {
    Ending::Completed {
        ticket: Ticket(1),
        by: agent(),
        is_partial: false,
    }
}

pub fn exhausted() -> Ending {
    Ending::Exhausted {
        why: Exhaustion::AllAbandoned,
    }
}

pub fn needs_look() -> Ending {
    Ending::NeedsLook {
        ticket: Ticket(1),
        with: agent(),
        why: Reason::NoResult,
    }
}

/// A funnel that was started.
#[derive(Clone, Debug)]
pub struct Started {
    pub run: RunId,
    pub step: String,
    pub role: Role,
    pub capability: String,
    pub inputs: Vec<BoundInput>,
    pub media_type: String,
}

/// A run, and whatever it has said.
pub struct Played {
    pub run: WorkflowRun,
    pub started: Vec<Started>,
    pub stopped: Vec<RunId>,
    pub done: Vec<WorkflowEnding>,
    pub under_way: Vec<Started>,
    /// Steps whose effect is there, or may be, in the order in which that was told.
    pub effects: Vec<String>,
    pub now_ms: i64,
}

impl Played {
    pub fn new(workflow: Workflow, most_at_once: usize) -> Self {
        let given: BTreeMap<String, Output> = workflow
            .inputs()
            .iter()
            .map(|input| (input.name.clone(), output(&input.name, &input.media_type)))
            .collect();
        let mut played = Self {
            run: WorkflowRun::new(workflow, given, most_at_once, NOW).unwrap(),
            started: Vec::new(),
            stopped: Vec::new(),
            done: Vec::new(),
            under_way: Vec::new(),
            effects: Vec::new(),
            now_ms: NOW,
        };
        played.drain();
        played
    }

    pub fn toml(text: &str, most_at_once: usize) -> Self {
        Self::new(Workflow::from_toml(text).unwrap(), most_at_once)
    }

    fn drain(&mut self) {
        while let Some(action) = self.run.poll_action() {
            assert!(self.done.is_empty(), "nothing follows the end");
            match action {
                WorkflowAction::Start {
                    run,
                    step,
                    role,
                    facts,
                    inputs,
                    output_media_type,
                } => {
                    let started = Started {
                        run,
                        step: self.run.workflow().steps()[step].id.clone(),
                        role,
                        capability: facts.capability_id,
                        inputs,
                        media_type: output_media_type,
                    };
                    self.under_way.push(started.clone());
                    self.started.push(started);
                }
                WorkflowAction::Stop { run } => self.stopped.push(run),
                WorkflowAction::Done(ending) => self.done.push(ending),
            }
        }
    }

    pub fn tell(&mut self, event: WorkflowEvent) {
        self.now_ms += 1;
        self.run.handle(event, self.now_ms);
        self.drain();
    }

    /// The funnel of this step that is under way ends.
    pub fn end(&mut self, step: &str, ending: Ending) -> &mut Self {
        let at = self.under_way.iter().position(|each| each.step == step);
        let at = at.unwrap_or_else(|| panic!("{step} does not run; {:?} do", self.running()));
        self.end_at(at, ending);
        self
    }

    pub fn end_at(&mut self, at: usize, ending: Ending) {
        let started = self.under_way.remove(at);
        let has_effect = matches!(ending, Ending::Completed { .. } | Ending::NeedsLook { .. });
        if started.role == Role::Work && has_effect {
            self.effects.push(started.step.clone());
        }
        let output = matches!(ending, Ending::Completed { .. }).then(|| output(&started.step, &started.media_type));
        self.tell(WorkflowEvent::Ended {
            run: started.run,
            ending,
            output,
        });
    }

    pub fn running(&self) -> Vec<&str> {
        self.under_way.iter().map(|each| each.step.as_str()).collect()
    }

    /// Steps whose compensation was started, in that order.
    pub fn compensated(&self) -> Vec<&str> {
        let undone = self.started.iter().filter(|each| each.role == Role::Compensation);
        undone.map(|each| each.step.as_str()).collect()
    }

    pub fn states(&self) -> Vec<(String, &'static str)> {
        self.run
            .report()
            .steps
            .into_iter()
            .map(|step| (step.id, step.state))
            .collect()
    }
}
