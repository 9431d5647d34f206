//! What goes wrong.

use super::NodeId;

/// Something that goes wrong. Times are milliseconds from the start.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Power goes. Of what the disk has not said to be written, so many records are.
    Crash {
        /// Whose.
        node: NodeId,
        /// When.
        at_ms: i64,
        /// For how long.
        down_ms: i64,
        /// Records that reach the disk nevertheless, modulo what there is.
        written: u16,
    },
    /// Some nodes reach each other and no one else.
    Partition {
        /// Which.
        island: Vec<NodeId>,
        /// From when.
        from_ms: i64,
        /// Until when.
        until_ms: i64,
    },
    /// A clock is wrong from some moment on.
    Skew {
        /// Whose.
        node: NodeId,
        /// From when.
        from_ms: i64,
        /// By how much: ahead, or behind if negative.
        by_ms: i64,
    },
    /// A disk takes its time.
    Stall {
        /// Whose.
        node: NodeId,
        /// From when.
        from_ms: i64,
        /// For how long.
        for_ms: i64,
    },
    /// A journal is replaced by a shorter one.
    Compact {
        /// Whose.
        node: NodeId,
        /// When.
        at_ms: i64,
    },
    /// What the network does to every message.
    Weather {
        /// Probability of loss.
        loss: f64,
        /// Probability of arriving twice.
        doubling: f64,
        /// Probability of one bit turned.
        corruption: f64,
    },
    /// What the network does to the n-th message of a node.
    Message {
        /// Whose.
        from: NodeId,
        /// Which, from 0.
        nth: u32,
        /// What.
        harm: Harm,
    },
    /// Somebody says what he must not say.
    Forge {
        /// Which of [`crate::faults::FORGERIES`].
        forgery: usize,
        /// At which occasion, from 0.
        nth: u32,
    },
}

/// What happens to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It is lost.
    Lose,
    /// It arrives once more, this many milliseconds later.
    Double(i64),
    /// One bit is turned, modulo its length.
    Corrupt(u64),
    /// It takes this many milliseconds longer, and others overtake it.
    Delay(i64),
}

impl Fault {
    pub(super) fn ends_ms(&self) -> i64 {
        match self {
            Self::Crash { at_ms, down_ms, .. } => at_ms.saturating_add(*down_ms),
            Self::Partition { until_ms, .. } => *until_ms,
            Self::Skew { from_ms, .. } => *from_ms,
            Self::Stall { from_ms, for_ms, .. } => from_ms.saturating_add(*for_ms),
            Self::Compact { at_ms, .. } => *at_ms,
            Self::Weather { .. } | Self::Message { .. } | Self::Forge { .. } => 0,
        }
    }
}
