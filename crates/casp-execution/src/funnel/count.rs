//! How many candidates entered each stage, went on, and left it, and why.

use super::stage::{Reason, Stage};

const STAGES: usize = Stage::ALL.len();
const REASONS: usize = Reason::ALL.len();

/// Fixed in size, whatever strangers send.
#[derive(Clone, Debug)]
pub(super) struct Counts([Count; STAGES]);

/// Of one stage.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) entered: u64,
    pub(super) passed: u64,
    abandoned: [u32; REASONS],
}

impl Count {
    const EMPTY: Self = Self {
        entered: 0,
        passed: 0,
        abandoned: [0; REASONS],
    };

    /// The reasons for which candidates left here, each with their number.
    pub(super) fn abandoned(&self) -> impl Iterator<Item = (Reason, u32)> {
        Reason::ALL
            .into_iter()
            .zip(self.abandoned)
            .filter(|(_, count)| *count > 0)
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self([const { Count::EMPTY }; STAGES])
    }
}

impl Counts {
    pub(super) fn of(&self, stage: Stage) -> &Count {
        self.0.get(stage.position()).unwrap_or(const { &Count::EMPTY })
    }

    pub(super) fn enter(&mut self, stage: Stage, number: u64) {
        if let Some(count) = self.0.get_mut(stage.position()) {
            count.entered = count.entered.saturating_add(number);
        }
    }

    /// Through a stage, and into the next.
    pub(super) fn pass(&mut self, stage: Stage, number: u64) {
        if let Some(count) = self.0.get_mut(stage.position()) {
            count.passed = count.passed.saturating_add(number);
        }
        if let Some(next) = stage.next() {
            self.enter(next, number);
        }
    }

    pub(super) fn abandon(&mut self, stage: Stage, reason: Reason, number: u64) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let count = self.0.get_mut(stage.position());
        if let Some(abandoned) = count.and_then(|count| count.abandoned.get_mut(reason.position())) {
            *abandoned = abandoned.saturating_add(number);
        }
    }
}
