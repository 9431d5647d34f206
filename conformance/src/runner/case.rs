//! A vector as the requests that replay it.

use crate::driver::v1::request::Operation;
use crate::vector::{Expect, Step, Vector};

use super::Position;

/// A vector as the requests that replay it: `begin`, the prior operations, the operation that is judged.
#[derive(Clone, Copy)]
pub(super) struct Case<'a>(pub(super) &'a Vector);

impl<'a> Case<'a> {
    /// How many requests it takes.
    pub(super) fn requests(self) -> usize {
        self.0.prior.len() + 2
    }

    /// The operations that a peer must serve for it.
    pub(super) fn operations(self) -> impl Iterator<Item = &'static str> {
        std::iter::once(&self.0.step)
            .chain(&self.0.prior)
            .map(|step| step.operation.name())
    }

    /// The time and the operation of a request.
    pub(super) fn request(self, index: usize) -> (i64, Operation) {
        match self.step(index) {
            None => (
                self.steps_in_order().map(|step| step.now_ms).next().unwrap_or_default(),
                self.begin(),
            ),
            Some(step) => (step.now_ms, Operation::from(&step.operation)),
        }
    }

    /// What a request is to the case.
    pub(super) fn position(self, index: usize) -> Position {
        match self.step(index) {
            None => Position::Begin,
            Some(step) if index <= self.0.prior.len() => Position::Prior(index, step.operation.name()),
            Some(step) => Position::Step(step.operation.name()),
        }
    }

    /// The step behind a request; none behind `begin`.
    pub(super) fn step(self, index: usize) -> Option<&'a Step> {
        index.checked_sub(1).and_then(|index| self.steps_in_order().nth(index))
    }

    /// What must come of an operation that is judged; none where only the verdict counts.
    pub(super) fn expect(self, at: Position) -> Option<&'a Expect> {
        at.within(self.0)?.1
    }

    pub(super) fn begin(self) -> Operation {
        Operation::Begin((&self.0.begin).into())
    }

    fn steps_in_order(self) -> impl Iterator<Item = &'a Step> {
        self.0.prior.iter().chain(std::iter::once(&self.0.step))
    }
}
