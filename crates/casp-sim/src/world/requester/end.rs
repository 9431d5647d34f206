//! The end of a task, held against what the world knows.

use casp_execution::funnel::{Ending, Ticket};
use casp_trust::Policy;
use casp_trust::reputation::Seen;
use casp_wire::v1::Content;

use super::{Job, Key, Requester};
use crate::world::config::WorldError;
use crate::world::counts::{Drifted, one_more};
use crate::world::stage::{Stage, TaskId};
use crate::world::work::is_right;

impl Requester {
    pub(super) fn ends(
        &mut self,
        task: TaskId,
        ending: &Ending,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        let Some(job) = self.jobs.remove(&task) else {
            return Ok(());
        };
        let endings = &mut stage.counts_of(self.number).endings;
        one_more(match ending {
            Ending::Completed { .. } => &mut endings.completed,
            Ending::Exhausted { .. } => &mut endings.exhausted,
            Ending::NeedsLook { .. } => &mut endings.needs_look,
            Ending::Stopped => &mut endings.stopped,
        });
        let next = match ending {
            Ending::Completed { ticket, .. } => self.completed(task, *ticket, &job, stage),
            _ => None,
        };
        self.forget(task, stage);
        match next {
            Some((output, is_right)) => {
                let (next, step) = (task.saturating_add(1), job.step.saturating_add(1));
                self.begin(next, step, output, is_right, policy, stage)
            }
            None => Ok(()),
        }
    }

    /// Gives what the next task is to work on, if there is to be one, and whether all was right so far.
    fn completed(&mut self, task: TaskId, ticket: Ticket, job: &Job, stage: &mut Stage) -> Option<(Content, bool)> {
        let key = (task, ticket);
        let now = stage.queue.now();
        stage.counts_of(self.number).completion.push(now.since(job.began));
        let deal = self.deals.get(&key);
        let output = deal.and_then(|deal| deal.output.clone());
        let is_right = is_right(&job.facts.capability_id, &job.input, output.as_ref());
        if let Some(agent) = deal.map(|deal| deal.with.agent()) {
            stage.worked(self.number, &agent, is_right);
        }
        let lot = deal
            .and_then(|deal| deal.contract)
            .and_then(|id| stage.lots.remove(&id));
        let counts = stage.counts_of(self.number);
        if let Some((right_otherwise, stale)) = lot {
            counts.drifted.push(Drifted {
                task,
                right_otherwise,
                stale,
            });
        }
        one_more(if is_right {
            &mut counts.tasks_succeeded
        } else {
            &mut counts.tasks_wrong
        });
        let learns = stage.streams.stream("learns", task).falls(self.workload.learns);
        if learns && !is_right {
            self.notices(key, now.ms());
        }
        let all_right = is_right && job.was_right;
        let is_last = job.step.saturating_add(1) >= self.workload.steps.len();
        if all_right && is_last {
            one_more(&mut stage.counts_of(self.number).workflows_succeeded);
        }
        output.filter(|_| !is_last).map(|output| (output, all_right))
    }

    /// The requester finds out that what it took for an answer is none.
    fn notices(&mut self, key: Key, now_ms: i64) {
        if let Some(subject) = self.deals.get(&key).map(|deal| deal.with.subject.clone()) {
            self.passes.voided(&subject);
            self.saw(key, Seen::Bad, now_ms);
        }
    }

    /// Engagements that are over are of no use when their task is.
    fn forget(&mut self, task: TaskId, stage: &mut Stage) {
        let last = (task, Ticket(u32::MAX));
        let of_task = self.deals.range((task, Ticket(0))..=last);
        let over: Vec<_> = of_task
            .filter(|(_, deal)| !self.by_offer.contains_key(&deal.offer))
            .map(|(key, _)| *key)
            .collect();
        for key in over {
            self.drops(key, stage);
        }
    }

    /// Nothing of a deal is needed any more.
    pub(super) fn drops(&mut self, key: Key, stage: &mut Stage) {
        if let Some(deal) = self.deals.remove(&key) {
            self.tells_others(&deal, stage);
            let canary = deal.probe.as_ref().map(|probe| probe.input.as_ref());
            stage.forgets(deal.contract.as_ref(), canary);
        }
    }
}
