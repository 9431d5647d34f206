//! A task under way: it waits, is worked on, and has its effect when it may.

use casp_execution::provider::{Effect, Finish};
use casp_identity::ObjectId;
use casp_task::content::{inline, inline_bytes};
use casp_wire::v1::{Content, SideEffect, TaskRequest};

use super::evidence::Evidence;
use super::fate::Fate;
use super::{Event, Node, Provider, Span, Stage, Trade, number};
use crate::world::counts::one_more;
use crate::world::work::{MEDIA_TYPE, truth, untruth};

/// How long a prepared plan waits for its commit, milliseconds.
const PLAN_LIFE_MS: i64 = 60_000;

/// What it has to do, and what shows that it did.
pub(super) struct Job {
    pub(super) began_ms: i64,
    request: TaskRequest,
    /// What it has made of it, if the effect is still to come.
    prepared: Option<Content>,
    /// Nothing of it is left to do but an effect that waits for its commit.
    pub(super) is_done: bool,
    /// Its host went down while it worked on it.
    pub(super) is_lost: bool,
    pub(super) evidence: Option<Evidence>,
}

impl Provider {
    /// Takes a task: it is done after those that were taken before.
    pub(super) fn takes(&mut self, contract: ObjectId, request: TaskRequest, trade: &Trade, stage: &mut Stage) {
        let now = stage.queue.now();
        let took = self.pace.log_normal(trade.step.work.median, trade.step.work.sigma);
        let mut took = Span(number::whole(number::signed(took.0) * trade.group.slowness));
        if let Some(warmth) = trade.group.warmth {
            let start = self.pace.log_normal(warmth.start.median, warmth.start.sigma);
            if self.warm_until.is_none_or(|until| until < now) {
                took = Span(took.0.saturating_add(start.0));
            }
        }
        let wait = self.line.wait(now);
        let done = self.line.serve(now, took).unwrap_or(now);
        self.warm_until = trade.group.warmth.map(|warmth| done.after(warmth.stays));
        let job = Job {
            began_ms: now.after(wait).ms(),
            request,
            prepared: None,
            is_done: false,
            is_lost: false,
            evidence: None,
        };
        self.jobs.insert(contract, job);
        let provider = self.number;
        stage.tells_span(Node::Provider(provider), now.after(wait), done, "works");
        stage.queue.schedule(done, Event::Worked { provider, contract });
    }

    /// Its work is done, but for an effect that waits for its commit.
    pub(in crate::world) fn worked(&mut self, contract: &ObjectId, trade: &Trade, stage: &mut Stage) {
        let is_lost = self.jobs.get(contract).is_some_and(|job| job.is_lost);
        if !self.speaks() || is_lost {
            return;
        }
        let now_ms = stage.now_ms();
        if let Some((output, input)) = self.output(contract, trade, stage) {
            match trade.step.side_effect {
                SideEffect::None | SideEffect::Unspecified => self.finishes(contract, &input, output, now_ms),
                effect => self.awaits(contract, output, effect == SideEffect::Irreversible, now_ms),
            }
        }
        self.settle(trade, stage);
    }

    /// Only the effect is left: what cannot be undone waits for its commit.
    fn awaits(&mut self, contract: &ObjectId, output: Content, for_commit: bool, now_ms: i64) {
        let (Some(job), Some(engine)) = (self.jobs.get_mut(contract), &mut self.engine) else {
            return;
        };
        job.prepared = Some(output.clone());
        // Nobody may want it any more.
        let _ = if for_commit {
            engine.prepare(contract, output, PLAN_LIFE_MS, now_ms).map(drop)
        } else {
            engine.begin(contract, Effect::Unknowable, now_ms)
        };
    }

    /// What it makes of its input.
    fn output(&mut self, contract: &ObjectId, trade: &Trade, stage: &mut Stage) -> Option<(Content, Content)> {
        let job = self.jobs.get_mut(contract)?;
        let input = job.request.input.clone()?;
        job.is_done = true;
        let bytes = inline_bytes(&input)?;
        self.answers = self.answers.saturating_add(1);
        let answer = match self.fate(contract, bytes, trade, stage) {
            Fate::Right => truth(&trade.step.capability_id, bytes),
            Fate::Wrong => untruth(&trade.step.capability_id, bytes),
        };
        Some((inline(MEDIA_TYPE, answer), input))
    }

    /// What had to be said was said, and the attempt is on disk: now it happens.
    pub(super) fn publishes(&mut self, contract: &ObjectId, stage: &mut Stage) {
        let job = self.jobs.get(contract);
        let prepared = job.and_then(|job| Some((job.request.input.clone()?, job.prepared.clone()?)));
        if let Some((input, output)) = prepared {
            one_more(&mut stage.counts.effects);
            self.finishes(contract, &input, output, stage.now_ms());
        }
    }

    fn finishes(&mut self, contract: &ObjectId, input: &Content, output: Content, now_ms: i64) {
        let mut finish = Finish::completed(output);
        let engagement = self.engine.as_ref().and_then(|engine| engine.engagement(contract));
        if engagement.is_some_and(|engagement| !engagement.terms().evidence.is_empty()) {
            self.write_evidence(contract, input, &mut finish, now_ms);
        }
        if let Some(engine) = &mut self.engine {
            // Nobody may want it any more.
            let _ = engine.finish(contract, finish, now_ms);
        }
    }
}
