//! Whether an answer is right.

use casp_identity::{ObjectId, Signer as _};

use super::{Behaviour, Provider, Stage, Trade, behavior};
use crate::world::work::misleads;

/// What becomes of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Right,
    Wrong,
}

impl Provider {
    /// Draws the same count of numbers whatever comes of them, so that a run in which only a probability differs stays in step.
    pub(super) fn fate(&mut self, contract: &ObjectId, input: &[u8], trade: &Trade, stage: &mut Stage) -> Fate {
        let [stale, slip, whim, eye] = [(); 4].map(|()| self.conduct.unit());
        let right_otherwise = slip < self.well && !self.spoils(input, whim, eye, trade, stage);
        let Some(drift) = trade.drift else {
            return Fate::of(right_otherwise);
        };
        // What the requester holds is what it has a contract about.
        let engagement = self.engine.as_ref().and_then(|engine| engine.engagement(contract));
        let now = behavior(&self.key.agent_id(), self.version);
        let is_stale = engagement.is_some_and(|engagement| engagement.terms().behavior_digest != now);
        let stale = Some(stale).filter(|_| is_stale);
        stage.lots.insert(*contract, (right_otherwise, stale));
        Fate::of(right_otherwise && stale.is_none_or(|stale| stale >= drift.stale_wrong))
    }

    fn spoils(&self, input: &[u8], whim: f64, eye: f64, trade: &Trade, stage: &Stage) -> bool {
        match trade.group.behaviour {
            Behaviour::Honest => false,
            Behaviour::Sybil => true,
            Behaviour::Cheat { wrong, spots_canaries } => {
                let is_canary = input
                    .try_into()
                    .is_ok_and(|input: [u8; 32]| stage.canaries.contains(&input));
                whim < wrong && !(is_canary && eye < spots_canaries)
            }
            Behaviour::TakesTurns { turns, each } => {
                let turn = stage.queue.now().0.checked_div(each.0).unwrap_or_default();
                turn.rem_euclid(i64::from(turns.max(1))) == i64::from(self.place.checked_rem(turns).unwrap_or_default())
            }
            Behaviour::ConfidentlyWrong { share } => misleads(input, share),
        }
    }
}

impl Fate {
    const fn of(is_right: bool) -> Self {
        if is_right { Self::Right } else { Self::Wrong }
    }
}
