//! How much work a question may be.

/// Steps that a question may still take in the index. A step is some four to ten nanoseconds: a number held against a constraint, a few
/// documents put into a set.
#[derive(Debug)]
pub struct Work {
    left: u64,
    is_over: bool,
}

/// A question is more work than it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the question is more work than it may be")]
pub struct TooBroad;

impl Work {
    /// At most so many steps.
    #[must_use]
    pub const fn of(steps: u64) -> Self {
        Self {
            left: steps,
            is_over: false,
        }
    }

    /// As many as it takes.
    #[must_use]
    pub const fn unbounded() -> Self {
        Self::of(u64::MAX)
    }

    /// Steps that are left.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.left
    }

    /// Takes steps. Once there were not enough, there are none.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn spend(&mut self, steps: u64) -> Result<(), TooBroad> {
        match self.left.checked_sub(steps) {
            Some(left) if !self.is_over => {
                self.left = left;
                Ok(())
            }
            _ => {
                (self.left, self.is_over) = (0, true);
                Err(TooBroad)
            }
        }
    }

    /// Whether there were enough so far.
    ///
    /// # Errors
    /// When there were not.
    pub const fn check(&self) -> Result<(), TooBroad> {
        if self.is_over { Err(TooBroad) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_there_were_too_few_steps_there_are_none() {
        let mut work = Work::of(10);
        assert_eq!((work.spend(4), work.left()), (Ok(()), 6));
        assert_eq!((work.spend(7), work.left()), (Err(TooBroad), 0));
        assert_eq!((work.spend(0), work.check()), (Err(TooBroad), Err(TooBroad)));
    }
}
