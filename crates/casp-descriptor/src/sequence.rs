//! The publisher's counter: no sequence is used twice (SPEC.md section 10.4).

/// Counts the statements of one agent and epoch.
///
/// Two statements with one sequence are proof of equivocation and quarantine the epoch, so that the counter is made hard
/// to misuse: a sequence is reserved, the caller persists it, and only then does it become usable.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SequenceCounter {
    last: u64,
}

/// A sequence that has not been persisted yet.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "persist it, then call `persisted`"]
pub struct Reserved(u64);

/// A sequence that was persisted and may be signed, once.
#[derive(Debug, PartialEq, Eq)]
pub struct Sequence(u64);

impl SequenceCounter {
    /// A counter that goes on after the last persisted sequence; 0 for an agent that has signed nothing.
    #[must_use]
    pub const fn resume(last: u64) -> Self {
        Self { last }
    }

    /// Reserves the next sequence: one more than the last, or the time in milliseconds if that is higher, so that a
    /// publisher restored from an old backup still rises.
    pub fn reserve(&mut self, now_ms: i64) -> Reserved {
        self.last = self.last.saturating_add(1).max(u64::try_from(now_ms).unwrap_or(0));
        Reserved(self.last)
    }
}

impl Reserved {
    /// What to persist.
    #[must_use]
    pub const fn value(&self) -> u64 {
        self.0
    }

    /// States that the value was persisted.
    #[must_use]
    pub const fn persisted(self) -> Sequence {
        Sequence(self.0)
    }
}

impl Sequence {
    /// The number.
    #[must_use]
    pub const fn value(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_rises_even_when_the_clock_goes_back_or_the_backup_is_old() {
        let mut counter = SequenceCounter::resume(5);
        assert_eq!(counter.reserve(3).value(), 6);
        assert_eq!(counter.reserve(1_000).value(), 1_000);
        assert_eq!(counter.reserve(2).value(), 1_001);
        assert_eq!(counter.reserve(-1).value(), 1_002);
    }
}
