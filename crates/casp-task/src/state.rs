//! How an engagement stands at a time, and what is repeated then (SPEC.md section 19.2).

use core::fmt;

use casp_identity::{AgentId, ObjectId};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{TaskState, TaskStatus};

use crate::engagement::{Engagement, Stated};

/// A name for what a book holds of an engagement at a time. Nothing that a state forbids is refused unless a rule refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngagementState {
    /// The result says that nobody knows whether the effect took place.
    Indeterminate,
    /// There is a result, and its acknowledgement.
    Closed,
    /// There is a result.
    Delivered,
    /// There is a request, and no result can come any more.
    Unanswered,
    /// The requester no longer wants the result.
    Cancelled,
    /// The effect may happen.
    Committed,
    /// Everything is done but the effect.
    Prepared,
    /// The provider said that it works.
    Running,
    /// There is a request.
    Pending,
    /// Nothing can follow.
    Lapsed,
    /// There is a contract.
    Accepted,
    /// There is a quote.
    Quoted,
    /// There is an offer.
    Offered,
}

impl EngagementState {
    /// Every state, in the order in which SPEC.md asks for them.
    pub const ALL: [Self; 13] = [
        Self::Indeterminate,
        Self::Closed,
        Self::Delivered,
        Self::Unanswered,
        Self::Cancelled,
        Self::Committed,
        Self::Prepared,
        Self::Running,
        Self::Pending,
        Self::Lapsed,
        Self::Accepted,
        Self::Quoted,
        Self::Offered,
    ];

    /// The name that SPEC.md uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indeterminate => "indeterminate",
            Self::Closed => "closed",
            Self::Delivered => "delivered",
            Self::Unanswered => "unanswered",
            Self::Cancelled => "cancelled",
            Self::Committed => "committed",
            Self::Prepared => "prepared",
            Self::Running => "running",
            Self::Pending => "pending",
            Self::Lapsed => "lapsed",
            Self::Accepted => "accepted",
            Self::Quoted => "quoted",
            Self::Offered => "offered",
        }
    }
}

impl fmt::Display for EngagementState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Engagement {
    /// The state at `now_ms`, milliseconds since the Unix epoch. Both parties see the same, as far as they hold the same
    /// statements. Time in a book never goes back: ask for no time before [`crate::Book::now_ms`].
    #[must_use]
    pub fn state_at(&self, now_ms: i64) -> EngagementState {
        let has_request = self.request.is_some();
        let is_late = now_ms >= self.terms().deadline_ms.saturating_add(ONE_SHOT_SKEW_MS);
        let works = self.event.is_some_and(|event| event.state != TaskState::Queued);
        match self.result {
            Some(result) if result.status == TaskStatus::Indeterminate => EngagementState::Indeterminate,
            Some(_) if self.ack.is_some() => EngagementState::Closed,
            Some(_) => EngagementState::Delivered,
            None if has_request && is_late => EngagementState::Unanswered,
            None if self.cancel.is_some() => EngagementState::Cancelled,
            None if self.commit.is_some() => EngagementState::Committed,
            None if self.prepared.is_some() => EngagementState::Prepared,
            None if has_request && works => EngagementState::Running,
            None if has_request => EngagementState::Pending,
            None if self.has_lapsed(now_ms) => EngagementState::Lapsed,
            None if self.contract.is_some() => EngagementState::Accepted,
            None if self.quote.is_some() => EngagementState::Quoted,
            None => EngagementState::Offered,
        }
    }

    /// Object ids of the statements that `agent` repeats of itself at `now_ms`, in the order in which SPEC.md section 15.1
    /// lists their kinds. None for an agent that is no party.
    pub fn repeated_at(&self, agent: &AgentId, now_ms: i64) -> impl Iterator<Item = ObjectId> + use<> {
        let parties = self.parties();
        let repeated = if *agent == parties.requester {
            self.repeated_by_requester(now_ms)
        } else if *agent == parties.provider {
            [self.repeated_by_provider(now_ms), None]
        } else {
            [None, None]
        };
        repeated.into_iter().flatten()
    }

    fn repeated_by_requester(&self, now_ms: i64) -> [Option<ObjectId>; 2] {
        let contract_lives = self.contract.is_some_and(|contract| now_ms < contract.ends_ms);
        let answerable = contract_lives && now_ms < self.quote_ends_ms() && self.is_in_time(now_ms);
        let first = |id: ObjectId, repeats: bool| [repeats.then_some(id), None];
        match self.state_at(now_ms) {
            EngagementState::Offered => first(self.offer, now_ms < self.offer_ends_ms),
            EngagementState::Accepted if answerable => [self.contract(), None],
            EngagementState::Pending if answerable && lives(self.request, now_ms) => [self.contract(), self.request()],
            EngagementState::Committed => {
                let repeats = lives(self.prepared, now_ms) && lives(self.commit, now_ms) && self.is_in_time(now_ms);
                [self.commit().filter(|_| repeats), None]
            }
            EngagementState::Cancelled => [self.cancel().filter(|_| lives(self.cancel, now_ms)), None],
            _ => [None, None],
        }
    }

    fn repeated_by_provider(&self, now_ms: i64) -> Option<ObjectId> {
        match self.state_at(now_ms) {
            EngagementState::Prepared => {
                let repeats = lives(self.prepared, now_ms) && self.is_in_time(now_ms);
                self.prepared().filter(|_| repeats)
            }
            EngagementState::Delivered | EngagementState::Indeterminate => {
                let taken = now_ms < self.terms().deadline_ms.saturating_add(ONE_SHOT_SKEW_MS);
                self.result().filter(|_| taken && self.ack.is_none())
            }
            _ => None,
        }
    }

    /// Whether there is a quote and nothing can follow any more.
    fn has_lapsed(&self, now_ms: i64) -> bool {
        let contract_ends_ms = self.contract.map_or(i64::MAX, |contract| contract.ends_ms);
        let last_ms = self.quote_ends_ms().min(contract_ends_ms).min(self.terms().deadline_ms);
        self.quote.is_some() && now_ms >= last_ms.saturating_add(ONE_SHOT_SKEW_MS)
    }

    fn is_in_time(&self, now_ms: i64) -> bool {
        now_ms <= self.terms().deadline_ms
    }

    fn quote_ends_ms(&self) -> i64 {
        self.quote.as_ref().map_or(0, |quote| quote.ends_ms)
    }
}

fn lives(statement: Option<Stated>, now_ms: i64) -> bool {
    statement.is_some_and(|statement| now_ms < statement.ends_ms)
}
