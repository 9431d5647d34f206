//! The end of a task, held against what the world knows.

use casp_execution::funnel::{Ending, Ticket};
use casp_trust::Policy;
use casp_trust::reputation::Seen;
use casp_wire::v1::Content;

use super::{Job, Requester};
use crate::world::config::WorldError;
use crate::world::counts::one_more;
use crate::world::stage::{Stage, TaskId};
use crate::world::work::{PUBLISH, is_right};

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
        let endings = &mut stage.counts.endings;
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
        self.forget(task);
        match next {
            Some((output, is_right)) => {
                let next = task.saturating_add(1);
                self.begin(next, PUBLISH, output, Some(is_right), policy, stage)
            }
            None => Ok(()),
        }
    }

    /// Gives what the second task is to work on, if there is to be one.
    fn completed(&mut self, task: TaskId, ticket: Ticket, job: &Job, stage: &mut Stage) -> Option<(Content, bool)> {
        let key = (task, ticket);
        let now = stage.queue.now();
        let counts = &mut stage.counts;
        counts.completion.push(now.since(job.began));
        let output = self.deals.get(&key).and_then(|deal| deal.output.clone());
        let is_right = is_right(&job.facts.capability_id, &job.input, output.as_ref());
        if is_right {
            one_more(&mut counts.tasks_succeeded);
        } else {
            one_more(&mut counts.tasks_wrong);
            if self.chance.happens(self.workload.noticed) {
                self.notices(key, now.ms());
            }
        }
        if is_right && job.first_was_right == Some(true) {
            one_more(&mut counts.workflows_succeeded);
        }
        output
            .filter(|_| job.first_was_right.is_none())
            .map(|output| (output, is_right))
    }

    /// The requester finds out that what it took for an answer is none.
    fn notices(&mut self, key: (TaskId, Ticket), now_ms: i64) {
        if let Some(subject) = self.deals.get(&key).map(|deal| deal.with.subject.clone()) {
            self.passes.voided(&subject);
            self.saw(key, Seen::CanaryFailed, now_ms);
        }
    }

    /// Engagements that are over are of no use when their task is.
    fn forget(&mut self, task: TaskId) {
        let by_offer = &self.by_offer;
        self.deals
            .retain(|(of, _), deal| *of != task || by_offer.contains_key(&deal.offer));
    }
}
