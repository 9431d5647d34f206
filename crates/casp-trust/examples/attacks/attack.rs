//! The five attacks: who the attacker is, what it does when, and what the defence does not do against it.

use clap::ValueEnum;

use crate::market::DAYS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Attack {
    /// A ring larger than the honest part praises a bad provider
    BallotStuffing,
    /// A ring larger than the honest part slanders all providers that are better than its own
    BadMouthing,
    /// A bad provider comes back under new names
    Whitewashing,
    /// A provider does good work until it is trusted, then bad work, in turn
    OnOff,
    /// A bad provider's own Sybils first report truly of others, then praise it
    SelfRating,
}

/// When the attack begins, in days.
pub(crate) const BEGINS: usize = 10;

/// Raters of the ring: three for each honest requester.
pub(crate) const RING: usize = 48;

/// Days of good work, then of bad.
const ON_DAYS: usize = 25;
const OFF_DAYS: usize = 5;

/// New names that a whitewasher shows at a time.
const NAMES: usize = 3;

impl Attack {
    pub(crate) const ALL: [Self; 5] = [
        Self::BallotStuffing,
        Self::BadMouthing,
        Self::Whitewashing,
        Self::OnOff,
        Self::SelfRating,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::BallotStuffing => "ballot-stuffing",
            Self::BadMouthing => "bad-mouthing",
            Self::Whitewashing => "whitewashing",
            Self::OnOff => "on-off",
            Self::SelfRating => "self-rating",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::BallotStuffing => "Ballot stuffing by a ring larger than the honest part",
            Self::BadMouthing => "Bad-mouthing by a ring larger than the honest part",
            Self::Whitewashing => "Whitewashing: new names for a spoilt one",
            Self::OnOff => "On-off: good work until it is trusted, then bad",
            Self::SelfRating => "Self-rating through Sybils that first tell the truth of others",
        }
    }

    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::BallotStuffing => {
                "From day 10 on, 48 raters praise a provider that does 30 % of its tasks well, each once a day with a contract that costs them nothing."
            }
            Self::BadMouthing => {
                "From day 10 on, 48 raters call bad the work of all six providers that are better than their own, which does 80 % of its tasks well, each once a day."
            }
            Self::Whitewashing => {
                "From day 10 on, a provider that does 20 % of its tasks well shows three names at a time, and takes a new one for each that failed, every eight hours."
            }
            Self::OnOff => "A provider does 98 % of its tasks well for 25 days, then 10 % for 5 days, and once more.",
            Self::SelfRating => {
                "From day 10 on, a provider that does 30 % of its tasks well is praised by 48 Sybils of its own, each once a day. From the first day on they report truly of honest providers, once a day, to be believed."
            }
        }
    }

    /// What the defence does not do.
    pub(crate) const fn candour(self) -> &'static str {
        match self {
            Self::BallotStuffing => {
                "The ring is not noticed, it just weighs nothing; what tasks the attacker still gets are the newcomers' share."
            }
            Self::BadMouthing => {
                "Slander weighs nothing, so no provider loses by it. Of strangers' true warnings nobody profits either."
            }
            Self::Whitewashing => {
                "It does not end: the newcomers' share goes to whoever has the most new names, and honest newcomers compete with them for it."
            }
            Self::OnOff => {
                "The first failures after each good stretch are paid for by the requesters; the defence makes the stretch of harm shorter, it cannot foresee it."
            }
            Self::SelfRating => {
                "Whoever reports truly is believed, Sybil or not: the praise brings the attacker in for as long as it takes each requester to see its work. Of others the Sybils still tell the truth and stay believed, so that the attacker's expectation stays below the floor by own experience only."
            }
        }
    }

    /// Spans of days that the table is about.
    pub(crate) const fn phases(self) -> [(usize, usize); 4] {
        match self {
            Self::OnOff => [(0, 25), (25, 30), (30, 55), (55, DAYS)],
            _ => [(0, 10), (10, 20), (20, 40), (40, DAYS)],
        }
    }

    /// How many names the attacker shows at a time.
    pub(crate) const fn names(self) -> usize {
        if matches!(self, Self::Whitewashing) { NAMES } else { 1 }
    }

    /// Whether the attacker offers its services on a day.
    pub(crate) const fn offers(self, day: usize) -> bool {
        matches!(self, Self::OnOff | Self::BadMouthing) || day >= BEGINS
    }

    /// How often the attacker does a task well.
    pub(crate) const fn quality(self, day: usize) -> f64 {
        match self {
            Self::BallotStuffing | Self::SelfRating => 0.3,
            Self::BadMouthing => 0.8,
            Self::Whitewashing => 0.2,
            Self::OnOff if day % (ON_DAYS + OFF_DAYS) < ON_DAYS => 0.98,
            Self::OnOff => 0.1,
        }
    }

    /// Days on which something begins, for the plot.
    pub(crate) fn marks(self) -> Vec<usize> {
        match self {
            Self::OnOff => (0..DAYS).filter(|day| day % (ON_DAYS + OFF_DAYS) == ON_DAYS).collect(),
            _ => vec![BEGINS],
        }
    }
}
