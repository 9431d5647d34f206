//! How a workflow goes back.

use casp_wire::v1::SideEffect;

use super::super::message::{BoundInput, Role, StepState, WorkflowEnding};
use super::{Unwinding, WorkflowRun};
use crate::funnel::Ending;

impl WorkflowRun {
    /// Undoes what can be undone, once nothing runs any more.
    pub(super) fn go_back(&mut self, why: &Unwinding) {
        if !self.under_way.is_empty() {
            return;
        }
        let unclear = self.steps.iter().position(|step| step.state == StepState::NeedsLook);
        if let Some(step) = unclear {
            let step = self.id(step);
            return self.end(WorkflowEnding::NeedsLook { step });
        }
        while let Some(step) = self.done.pop() {
            if self.undo(step) {
                return;
            }
        }
        let is_undone = self.steps.iter().zip(self.workflow.steps()).all(|(state, step)| {
            let is_done = matches!(
                state.state,
                StepState::Kept | StepState::CompensationFailed | StepState::CompensationNeedsLook
            );
            let for_good = state.state == StepState::Verified && step.side_effect() != SideEffect::None;
            !is_done && !for_good
        });
        self.end(match why {
            Unwinding::Failed(step) => WorkflowEnding::Failed {
                step: self.id(*step),
                is_undone,
            },
            Unwinding::Stopped => WorkflowEnding::Stopped { is_undone },
        });
    }

    /// Begins to undo a step. Whether there is something to wait for.
    fn undo(&mut self, step: usize) -> bool {
        let Some(of) = self.workflow.steps().get(step) else {
            return false;
        };
        if of.side_effect() != SideEffect::Reversible {
            return false;
        }
        if self.carries_what_is_for_good(step) {
            self.set(step, StepState::Kept, "an irreversible step stands on it");
            return false;
        }
        if of.compensation.is_none() {
            self.set(step, StepState::Kept, "no compensation is given");
            return false;
        }
        if let Some(state) = self.steps.get_mut(step) {
            state.tried = 0;
        }
        self.compensate(step)
    }

    fn compensate(&mut self, step: usize) -> bool {
        let compensation = self.step(step).and_then(|step| step.compensation.clone());
        let (Some(compensation), Some(content)) = (compensation, self.output(step).cloned()) else {
            return false;
        };
        let name = "output".into();
        let inputs = vec![BoundInput { name, content }];
        let media_type = compensation.output_media_type;
        self.start(step, Role::Compensation, compensation.task.facts, inputs, media_type);
        self.set(step, StepState::Compensating, "");
        true
    }

    pub(super) fn compensation_ended(&mut self, step: usize, ending: &Ending) {
        let tries = self.step(step).and_then(|step| step.compensation.as_ref());
        let tries = tries.map_or(0, |compensation| compensation.task.tries);
        let tried = self.steps.get(step).map_or(0, |state| state.tried);
        match ending {
            Ending::Completed { .. } => self.set(step, StepState::Compensated, ""),
            Ending::NeedsLook { why, .. } => self.set(step, StepState::CompensationNeedsLook, why.code()),
            Ending::Exhausted { .. } if tried < tries => {
                self.compensate(step);
            }
            Ending::Exhausted { why } => self.set(step, StepState::CompensationFailed, why.code()),
            Ending::Stopped => self.set(step, StepState::CompensationFailed, "stopped"),
        }
    }

    /// Whether an irreversible step that was carried out needs this one, or what needs it.
    fn carries_what_is_for_good(&self, step: usize) -> bool {
        let mut carried = vec![step];
        let mut at = 0;
        while let Some(under) = carried.get(at).copied() {
            at = at.saturating_add(1);
            for (position, above) in self.workflow.steps().iter().enumerate() {
                if above.needs.contains(&under) && !carried.contains(&position) {
                    if above.is_irreversible() && self.state(position) == Some(StepState::Verified) {
                        return true;
                    }
                    carried.push(position);
                }
            }
        }
        false
    }
}
