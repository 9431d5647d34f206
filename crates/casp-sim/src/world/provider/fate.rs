//! Whether an answer is right.

use super::{Behaviour, Provider, Stage, Trade};
use crate::world::work::misleads;

/// What becomes of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Right,
    Wrong,
}

impl Provider {
    /// Draws the same count of numbers whatever comes of them, so that a run in which only a probability differs stays in step.
    pub(super) fn fate(&mut self, input: &[u8], trade: &Trade, stage: &Stage) -> Fate {
        let [stale, slip, whim, eye] = [(); 4].map(|()| self.conduct.unit());
        let has_changed = self.version != self.notice.version();
        if has_changed && trade.drift.is_some_and(|drift| stale < drift.stale_wrong) {
            return Fate::Wrong;
        }
        let spoils = match trade.group.behaviour {
            Behaviour::Honest => false,
            Behaviour::Sybil => true,
            Behaviour::Cheat { wrong, spots_canaries } => {
                let is_canary = input.try_into().is_ok_and(|input: [u8; 32]| stage.canaries.contains(&input));
                whim < wrong && !(is_canary && eye < spots_canaries)
            }
            Behaviour::TakesTurns { turns, each } => {
                let turn = stage.queue.now().0.checked_div(each.0).unwrap_or_default();
                turn.rem_euclid(i64::from(turns.max(1))) == i64::from(self.place.checked_rem(turns).unwrap_or_default())
            }
            Behaviour::ConfidentlyWrong { share } => misleads(input, share),
        };
        if spoils || slip >= self.well {
            Fate::Wrong
        } else {
            Fate::Right
        }
    }
}
