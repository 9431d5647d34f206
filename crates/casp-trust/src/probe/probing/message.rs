//! What goes into a probing and comes out of it.

/// A probe of one [`Probing`](super::Probing).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProbeId(pub(super) u64);

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Set a canary on a candidate, on a contract of its own.
    Probe {
        /// To be named in the event.
        id: ProbeId,
        /// Place in the order.
        candidate: usize,
        /// The most that is offered, in micro-units.
        most_micros: u64,
        /// When it is too late (Unix ms). Choose deadlines as for work, not this.
        until_ms: i64,
    },
    /// Nobody waits for this probe any more. Let it end as work would: a cancel for every probe would give probes away. Say
    /// what it cost all the same; its pass or failure still counts in the cache.
    Recall {
        /// Which.
        id: ProbeId,
    },
    /// It is over; no action follows.
    End(Ending),
}

/// What came of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The answer is right.
    Passed {
        /// What was paid, micro-units.
        paid_micros: u64,
    },
    /// The answer is wrong.
    Failed {
        /// What was paid, micro-units.
        paid_micros: u64,
    },
    /// The candidate gave no quote, or none that fits.
    Refused,
    /// Its quote is dearer than what is offered.
    TooDear,
    /// No result came in time, or one without an answer.
    NoResult {
        /// What was paid, micro-units.
        paid_micros: u64,
    },
    /// The bank has nothing for this candidate.
    Dry,
}

impl Event {
    pub(super) const fn paid_micros(&self) -> u64 {
        match self {
            Self::Passed { paid_micros } | Self::Failed { paid_micros } | Self::NoResult { paid_micros } => {
                *paid_micros
            }
            Self::Refused | Self::TooDear | Self::Dry => 0,
        }
    }
}

/// Why a candidate was abandoned. Each has one reason, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Abandoned {
    /// It failed a canary.
    #[error("it failed a canary")]
    Failed,
    /// It gave no quote that fits.
    #[error("it gave no quote that fits")]
    Refused,
    /// It asks for more than work like it is offered.
    #[error("its quote is too dear")]
    TooDear,
    /// A canary had no result in time.
    #[error("a canary had no result in time")]
    NoResult,
    /// There is no canary for it.
    #[error("the bank holds no canary for it")]
    NothingToAsk,
    /// The budget's time was over before it was settled.
    #[error("the time for verification was over")]
    Time,
    /// What is left of the budget does not pay for its passes.
    #[error("the money left does not pay for its canaries")]
    Money,
    /// So many probes are not left.
    #[error("too few probes were left for it")]
    Probes,
    /// Enough others were chosen, all before it in the order.
    #[error("others before it were chosen")]
    NotNeeded,
    /// More candidates were named than are looked at.
    #[error("too many candidates were named before it")]
    TooMany,
}

/// How a probing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With these, by their place in the order, ascending: as many as were wanted, or fewer where the rest is abandoned.
    Chosen(Vec<usize>),
    /// All are abandoned.
    Exhausted,
}

/// What a probing has spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Probes that were sent, whatever came of them.
    pub probes: u32,
    /// Money, micro-units: of settled probes what was paid, of others what they were offered.
    pub price_micros: u64,
}
