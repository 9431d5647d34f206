//! The stages of the funnel, and the reasons for which a candidate leaves it.

use serde::{Deserialize, Serialize};

/// A stage of the funnel (the paper's Figure 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// A registry's answer named the candidate.
    Discover,
    /// Hard constraints.
    Filter,
    /// Pareto order over quality of service and the requester's own trust. Whoever waits for a turn waits here.
    Rank,
    /// Tier 1: the reputation floor.
    Reputation,
    /// The first offer and its quote: of a canary where there is one, else of the work.
    Negotiate,
    /// Tier 2: canaries.
    Canary,
    /// The work itself.
    Execute,
    /// Tier 3: evidence.
    Evidence,
}

impl Stage {
    /// Every stage, in the order of the funnel.
    pub const ALL: [Self; 8] = [
        Self::Discover,
        Self::Filter,
        Self::Rank,
        Self::Reputation,
        Self::Negotiate,
        Self::Canary,
        Self::Execute,
        Self::Evidence,
    ];

    /// Its name in reports; never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::Filter => "filter",
            Self::Rank => "rank",
            Self::Reputation => "reputation",
            Self::Negotiate => "negotiate",
            Self::Canary => "canary",
            Self::Execute => "execute",
            Self::Evidence => "evidence",
        }
    }

    /// The stage after it.
    pub(super) const fn next(self) -> Option<Self> {
        match self {
            Self::Discover => Some(Self::Filter),
            Self::Filter => Some(Self::Rank),
            Self::Rank => Some(Self::Reputation),
            Self::Reputation => Some(Self::Negotiate),
            Self::Negotiate => Some(Self::Canary),
            Self::Canary => Some(Self::Execute),
            Self::Execute => Some(Self::Evidence),
            Self::Evidence => None,
        }
    }

    /// Position in [`Stage::ALL`].
    pub(super) const fn position(self) -> usize {
        match self {
            Self::Discover => 0,
            Self::Filter => 1,
            Self::Rank => 2,
            Self::Reputation => 3,
            Self::Negotiate => 4,
            Self::Canary => 5,
            Self::Execute => 6,
            Self::Evidence => 7,
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $says:literal;)*) => {
        /// Why a candidate was abandoned. Codes never change; new ones may come.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$doc])* $name,)*
        }

        impl Reason {
            /// Every reason, in the order in which reports list them.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$name),*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// What it means, for people.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self {
                    $(Self::$name => $says,)*
                }
            }
        }
    };
}

reasons! {
    /// Discover: an earlier answer, or the same one, named its agent.
    SeenBefore = "seen-before", "its agent was named before";
    /// Discover: the answer has more candidates than are looked at.
    BeyondLimit = "beyond-limit", "more candidates than are looked at";
    /// Filter: no capability of it satisfies the constraints; the detail is the attribute of the first that failed.
    Constraint = "constraint", "a hard constraint does not hold";
    /// Filter: the capability does more to the world than the task allows.
    SideEffect = "side-effect", "its side effect exceeds the task's";
    /// Filter: it does not offer the evidence that tier 3 demands.
    EvidenceNotOffered = "evidence-not-offered", "it does not offer the evidence demanded";
    /// Filter: canaries need a sibling capability, which it does not offer.
    SiblingMissing = "sibling-missing", "it lacks the capability that is probed in place of the task's";
    /// Its turn never came, or the task ended before it was done.
    NotNeeded = "not-needed", "the task ended before its turn";
    /// The probes that the policy allows are used up.
    BudgetProbes = "budget-probes", "no probe is left in the budget";
    /// The money for probes, or for work, does not reach.
    BudgetPrice = "budget-price", "the money left does not reach";
    /// The time for verification is over.
    BudgetTime = "budget-time", "the time for verification is over";
    /// The work has been tried as often as it may.
    BudgetAttempts = "budget-attempts", "the work has been tried as often as it may";
    /// Too little time is left before the task's deadline.
    Deadline = "deadline", "the task's deadline is too near";
    /// It said that it does not quote.
    QuoteRefused = "quote-refused", "it refused to quote";
    /// No quote came in time.
    NoQuote = "no-quote", "no quote came in time";
    /// It asks more than the offer allows.
    PriceTooHigh = "price-too-high", "it asks more than was offered";
    /// Tier 1: a signed proof of misbehaviour is held against the agent.
    Incriminated = "incriminated", "signed proof of misbehaviour";
    /// Tier 1: it is under the floor; the detail is the policy's.
    Reputation = "reputation", "under the reputation floor";
    /// Tier 2: there is no canary for it.
    NoCanary = "no-canary", "there is no canary for it";
    /// Tier 2: it answered a canary wrongly.
    CanaryFailed = "canary-failed", "it answered a canary wrongly";
    /// Tier 2: a canary came back without an answer to judge.
    CanaryUnanswered = "canary-unanswered", "a canary came back without an answer";
    /// Tier 2: no result of a canary came in time.
    CanaryNoResult = "canary-no-result", "no result of a canary came in time";
    /// Execute: what it says that it will do is not what was wanted.
    PlanRefused = "plan-refused", "its plan is not what was wanted";
    /// Execute: its result says that it failed, and that nothing happened.
    Failed = "failed", "its result says that it failed";
    /// Execute: its result says that it stopped, and that nothing happened.
    ProviderCancelled = "cancelled", "its result says that it stopped";
    /// Execute: it delivered a part, which is not enough.
    Partial = "partial", "it delivered a part only";
    /// Execute: no result came in time.
    NoResult = "no-result", "no result came in time";
    /// Execute: nobody knows whether the effect took place.
    Indeterminate = "indeterminate", "nobody knows whether the effect took place";
    /// Tier 3: the evidence has a fault; the detail is the rule.
    EvidenceFailed = "evidence-failed", "the evidence has a fault";
    /// Tier 3: the evidence was not there, or was not looked at in time.
    EvidenceMissing = "evidence-missing", "the evidence was not there in time";
    /// The caller stopped the task.
    Stopped = "stopped", "the task was stopped";
}

impl Reason {
    /// Whether there was nothing left to spend.
    pub(super) const fn is_of_budget(self) -> bool {
        matches!(
            self,
            Self::BudgetProbes | Self::BudgetPrice | Self::BudgetTime | Self::BudgetAttempts
        )
    }

    /// Its place in [`Reason::ALL`].
    pub(super) fn position(self) -> usize {
        Self::ALL.iter().position(|each| *each == self).unwrap_or(0)
    }
}

impl core::fmt::Display for Reason {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.says())
    }
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
