//! A workflow being carried out.

mod undo;

use std::collections::{BTreeMap, VecDeque};

use casp_identity::AgentId;
use casp_trust::TaskFacts;
use casp_wire::v1::SideEffect;

use super::error::GivenError;
use super::graph::{Source, Step, Task, Workflow};
use super::message::{BoundInput, Output, Role, RunId, StepState, WorkflowAction, WorkflowEnding, WorkflowEvent};
use crate::funnel::Ending;

/// A workflow being carried out: events with a time in, actions out.
#[derive(Debug)]
pub struct WorkflowRun {
    pub(super) workflow: Workflow,
    pub(super) steps: Vec<StepRun>,
    pub(super) started_ms: i64,
    pub(super) now_ms: i64,
    pub(super) ended: Option<WorkflowEnding>,
    given: Vec<Output>,
    most_at_once: usize,
    under_way: BTreeMap<RunId, (usize, Role)>,
    runs: u32,
    /// Steps that are verified, in the order in which they were.
    done: Vec<usize>,
    /// Why nothing more starts.
    unwinding: Option<Unwinding>,
    actions: VecDeque<WorkflowAction>,
}

/// A step of a run.
#[derive(Debug)]
pub(super) struct StepRun {
    pub(super) state: StepState,
    /// Which of its tasks, and how many funnels were run for that.
    task: usize,
    tried: u32,
    pub(super) funnels: u32,
    pub(super) output: Option<Output>,
    pub(super) by: Option<AgentId>,
    pub(super) detail: &'static str,
    pub(super) began_ms: Option<i64>,
    pub(super) ended_ms: Option<i64>,
}

#[derive(Clone, Debug)]
enum Unwinding {
    Failed(usize),
    Stopped,
}

impl WorkflowRun {
    /// Begins: `most_at_once` funnels run at a time, 1 at least.
    ///
    /// # Errors
    /// What is given is not what the workflow takes.
    pub fn new(
        workflow: Workflow,
        mut given: BTreeMap<String, Output>,
        most_at_once: usize,
        now_ms: i64,
    ) -> Result<Self, GivenError> {
        let mut inputs = Vec::with_capacity(workflow.inputs().len());
        for wanted in workflow.inputs() {
            let name = wanted.name.clone();
            let Some(output) = given.remove(&name) else {
                return Err(GivenError::Missing { name });
            };
            if output.media_type != wanted.media_type {
                let (wants, gives) = (wanted.media_type.clone(), output.media_type);
                return Err(GivenError::Misfit { name, wants, gives });
            }
            inputs.push(output);
        }
        if let Some((name, _)) = given.pop_first() {
            return Err(GivenError::Unknown { name });
        }
        let steps = workflow.steps().iter().map(|_| StepRun::new()).collect();
        let mut run = Self {
            workflow,
            steps,
            started_ms: now_ms,
            now_ms,
            ended: None,
            given: inputs,
            most_at_once: most_at_once.max(1),
            under_way: BTreeMap::new(),
            runs: 0,
            done: Vec::new(),
            unwinding: None,
            actions: VecDeque::new(),
        };
        run.advance();
        Ok(run)
    }

    /// Takes an event at a time, milliseconds since the Unix epoch.
    pub fn handle(&mut self, event: WorkflowEvent, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
        match event {
            WorkflowEvent::Ended { run, ending, output } => self.funnel_ended(run, &ending, output),
            WorkflowEvent::Stop => self.unwind(Unwinding::Stopped),
        }
        self.advance();
    }

    /// What is to be done next. [`WorkflowAction::Done`] comes once, last.
    pub fn poll_action(&mut self) -> Option<WorkflowAction> {
        self.actions.pop_front()
    }

    /// How it ended, if it has.
    #[must_use]
    pub const fn ending(&self) -> Option<&WorkflowEnding> {
        self.ended.as_ref()
    }

    /// Where a step stands, by its position.
    #[must_use]
    pub fn state(&self, step: usize) -> Option<StepState> {
        self.steps.get(step).map(|step| step.state)
    }

    /// What a step has delivered and was verified, by its position.
    #[must_use]
    pub fn output(&self, step: usize) -> Option<&Output> {
        self.steps.get(step)?.output.as_ref()
    }

    /// The workflow.
    #[must_use]
    pub const fn workflow(&self) -> &Workflow {
        &self.workflow
    }

    fn advance(&mut self) {
        if self.ended.is_some() {
            return;
        }
        match self.unwinding.clone() {
            None => self.go_on(),
            Some(why) => self.go_back(&why),
        }
    }

    /// Starts what is ready, by the rule of the module.
    fn go_on(&mut self) {
        if self.steps.iter().all(|step| step.state == StepState::Verified) {
            return self.end(WorkflowEnding::Completed);
        }
        while self.under_way.len() < self.most_at_once {
            let Some(step) = self.next_ready() else { return };
            self.start_work(step);
        }
    }

    fn next_ready(&self) -> Option<usize> {
        let is_irreversible = |step: usize| self.step(step).is_some_and(Step::is_irreversible);
        if self.under_way.values().any(|(step, _)| is_irreversible(*step)) {
            return None;
        }
        let ready = (0..self.steps.len()).filter(|step| self.is_ready(*step));
        let (last, first): (Vec<usize>, Vec<usize>) = ready.partition(|step| is_irreversible(*step));
        let of_last = last.first().filter(|_| self.under_way.is_empty());
        first.first().or(of_last).copied()
    }

    fn is_ready(&self, step: usize) -> bool {
        let is_verified = |needed: &usize| self.state(*needed) == Some(StepState::Verified);
        self.state(step) == Some(StepState::Waiting)
            && self.step(step).is_some_and(|step| step.needs.iter().all(is_verified))
    }

    fn start_work(&mut self, step: usize) {
        let inputs = self.inputs_of(step);
        let task = self.steps.get(step).map_or(0, |run| run.task);
        let Some(of) = self.workflow.steps().get(step) else {
            return;
        };
        let (Some(task), Some(inputs)) = (of.tasks.get(task), inputs) else {
            return;
        };
        let (facts, media_type) = (task.facts.clone(), of.output_media_type.clone());
        self.start(step, Role::Work, facts, inputs, media_type);
        self.set(step, StepState::Running, "");
    }

    fn start(&mut self, step: usize, role: Role, facts: TaskFacts, inputs: Vec<BoundInput>, output_media_type: String) {
        self.runs = self.runs.saturating_add(1);
        let run = RunId(self.runs);
        self.under_way.insert(run, (step, role));
        let now_ms = self.now_ms;
        if let Some(state) = self.steps.get_mut(step) {
            state.tried = state.tried.saturating_add(1);
            state.funnels = state.funnels.saturating_add(1);
            state.began_ms.get_or_insert(now_ms);
        }
        self.actions.push_back(WorkflowAction::Start {
            run,
            step,
            role,
            facts,
            inputs,
            output_media_type,
        });
    }

    /// What a step takes, if all of it is there.
    fn inputs_of(&self, step: usize) -> Option<Vec<BoundInput>> {
        let bindings = &self.step(step)?.inputs;
        let bound = bindings.iter().map(|binding| {
            let content = match binding.from {
                Source::Given(at) => self.given.get(at)?,
                Source::Step(at) => self.output(at)?,
            };
            Some(BoundInput {
                name: binding.name.clone(),
                content: content.clone(),
            })
        });
        bound.collect()
    }

    fn funnel_ended(&mut self, run: RunId, ending: &Ending, output: Option<Output>) {
        let Some((step, role)) = self.under_way.remove(&run) else {
            return;
        };
        match role {
            Role::Work => self.work_ended(step, ending, output),
            Role::Compensation => self.compensation_ended(step, ending),
        }
    }

    fn work_ended(&mut self, step: usize, ending: &Ending, output: Option<Output>) {
        match ending {
            Ending::Completed { by, .. } => self.delivered(step, *by, output),
            Ending::NeedsLook { why, .. } => self.unclear(step, why.code()),
            Ending::Exhausted { why } if self.unwinding.is_some() => self.set(step, StepState::Stopped, why.code()),
            Ending::Exhausted { why } => self.try_again(step, why.code()),
            Ending::Stopped if self.unwinding.is_some() => self.set(step, StepState::Stopped, "stopped"),
            Ending::Stopped => self.fail(step, "stopped"),
        }
    }

    fn delivered(&mut self, step: usize, by: AgentId, output: Option<Output>) {
        let wanted = self.step(step).map(|step| step.output_media_type.clone());
        let fits = output
            .as_ref()
            .is_some_and(|output| Some(&output.media_type) == wanted.as_ref());
        if fits {
            self.set(step, StepState::Verified, "");
            if let Some(state) = self.steps.get_mut(step) {
                state.output = output;
                state.by = Some(by);
            }
            self.done.push(step);
            return;
        }
        // It was done, and what came of it is of no use.
        let why = if output.is_some() {
            "output-media-type"
        } else {
            "output-missing"
        };
        if self
            .step(step)
            .is_some_and(|step| step.side_effect() == SideEffect::None)
        {
            self.fail(step, why);
        } else {
            self.unclear(step, why);
        }
    }

    /// Nothing has happened: once more, or in another way.
    fn try_again(&mut self, step: usize, why: &'static str) {
        let tasks = self.step(step).map_or(0, |step| step.tasks.len());
        let Some(state) = self.steps.get(step) else { return };
        let tries = self.task_of(step).map_or(0, |task| task.tries);
        let (task, tried) = (state.task, state.tried);
        let has_more = tried < tries;
        let next = task.saturating_add(1);
        if !has_more && next >= tasks {
            return self.fail(step, why);
        }
        self.set(step, StepState::Waiting, why);
        if let Some(state) = self.steps.get_mut(step).filter(|_| !has_more) {
            state.task = next;
            state.tried = 0;
        }
    }

    fn fail(&mut self, step: usize, why: &'static str) {
        self.set(step, StepState::Failed, why);
        self.unwind(Unwinding::Failed(step));
    }

    fn unclear(&mut self, step: usize, why: &'static str) {
        self.set(step, StepState::NeedsLook, why);
        self.unwind(Unwinding::Failed(step));
    }

    /// Nothing more starts, and what runs is asked to stop.
    fn unwind(&mut self, why: Unwinding) {
        if self.unwinding.is_some() || self.ended.is_some() {
            return;
        }
        self.unwinding = Some(why);
        let stops = self.under_way.keys().map(|run| WorkflowAction::Stop { run: *run });
        self.actions.extend(stops);
    }

    fn end(&mut self, ending: WorkflowEnding) {
        self.ended = Some(ending.clone());
        self.actions.push_back(WorkflowAction::Done(ending));
    }

    fn step(&self, step: usize) -> Option<&Step> {
        self.workflow.steps().get(step)
    }

    fn task_of(&self, step: usize) -> Option<&Task> {
        let task = self.steps.get(step)?.task;
        self.step(step)?.tasks.get(task)
    }

    fn id(&self, step: usize) -> String {
        self.step(step).map_or_else(String::new, |step| step.id.clone())
    }

    fn set(&mut self, step: usize, state: StepState, detail: &'static str) {
        let now_ms = self.now_ms;
        if let Some(run) = self.steps.get_mut(step) {
            run.state = state;
            run.detail = detail;
            run.ended_ms = Some(now_ms).filter(|_| !matches!(state, StepState::Running | StepState::Waiting));
        }
    }
}

impl StepRun {
    const fn new() -> Self {
        Self {
            state: StepState::Waiting,
            task: 0,
            tried: 0,
            funnels: 0,
            output: None,
            by: None,
            detail: "",
            began_ms: None,
            ended_ms: None,
        }
    }
}
