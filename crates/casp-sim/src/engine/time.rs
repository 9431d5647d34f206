//! Virtual time, in whole microseconds: sums have no rounding, and no order of addition matters.

use serde::Serialize;

/// A moment, microseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// A length of time, microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span(pub i64);

impl Time {
    /// Of milliseconds since the Unix epoch, as the engines count.
    #[must_use]
    pub const fn of_ms(ms: i64) -> Self {
        Self(ms.saturating_mul(1_000))
    }

    /// As the engines count: whole milliseconds since the Unix epoch, rounded down.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// This much later.
    #[must_use]
    pub const fn after(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long after `earlier`; negative if before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// Of milliseconds.
    #[must_use]
    pub const fn of_ms(ms: i64) -> Self {
        Self(ms.saturating_mul(1_000))
    }
}
