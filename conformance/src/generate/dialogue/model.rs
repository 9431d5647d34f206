//! What a book makes of a dialogue: the tables of SPEC.md section 19.2, as data, and how long section 15.2 keeps it.
//!
//! The model goes by what the story has said, and when; nothing here verifies anything, and nothing here is the code under
//! test. Whoever tells a story also says what he expects to see, and the two have to agree before a vector is made.

use super::lines::Line;
use crate::generate::forge::Kind;

/// How much later than it lapses something may still be taken, milliseconds.
const ALLOWANCE: i64 = 30_000;

/// How long a contract is kept after its last instant, milliseconds.
const KEPT: i64 = 86_430_000;

/// An instant that an engagement has.
#[derive(Clone, Copy)]
enum Instant {
    /// `expires_at_ms` of the statement.
    End(Kind),
    /// `deadline_ms` of the quote.
    Deadline,
}

use Instant::{Deadline, End};
use Kind::{Acceptance, Cancel, Commit, DeliveryAck, Offer, Prepared, Quote, TaskEvent, TaskRequest, TaskResult};

/// Something that a state asks of the book.
#[derive(Clone, Copy)]
enum Asks {
    /// It holds such a statement.
    Holds(Kind),
    /// It holds none.
    Lacks(Kind),
    /// The result says that nobody knows.
    Unknown,
    /// The latest event says something else than QUEUED.
    Works,
    /// The time is the least of these, and so many milliseconds more, or later.
    From(&'static [Instant], i64),
}

use Asks::{From, Holds, Lacks, Unknown, Works};

/// The states, in the order in which they are asked for.
const STATES: [(&str, &[Asks]); 14] = [
    ("indeterminate", &[Holds(TaskResult), Unknown]),
    ("closed", &[Holds(TaskResult), Holds(DeliveryAck)]),
    ("delivered", &[Holds(TaskResult)]),
    ("unanswered", &[Holds(TaskRequest), From(&[Deadline], ALLOWANCE)]),
    ("cancelled", &[Holds(Cancel)]),
    ("committed", &[Holds(Commit)]),
    ("prepared", &[Holds(Prepared)]),
    ("running", &[Holds(TaskRequest), Holds(TaskEvent), Works]),
    ("pending", &[Holds(TaskRequest)]),
    (
        "lapsed",
        &[
            Holds(Acceptance),
            From(&[End(Quote), End(Acceptance), Deadline], ALLOWANCE),
        ],
    ),
    (
        "lapsed",
        &[
            Lacks(Acceptance),
            Holds(Quote),
            From(&[End(Quote), Deadline], ALLOWANCE),
        ],
    ),
    ("accepted", &[Holds(Acceptance)]),
    ("quoted", &[Holds(Quote)]),
    ("offered", &[Holds(Offer)]),
];

/// Who repeats something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Requester,
    Provider,
}

/// What is repeated in a state, while the time is before each of these instants and so many milliseconds more.
struct Repeat {
    state: &'static str,
    who: Who,
    says: &'static [Kind],
    before: &'static [(Instant, i64)],
    /// What ends it.
    unless: Option<Kind>,
}

const fn repeat(state: &'static str, who: Who, says: &'static [Kind], before: &'static [(Instant, i64)]) -> Repeat {
    Repeat {
        state,
        who,
        says,
        before,
        unless: None,
    }
}

/// The deadline itself is still in time.
const IN_TIME: (Instant, i64) = (Deadline, 1);

const REPEATS: [Repeat; 8] = [
    repeat("offered", Who::Requester, &[Offer], &[(End(Offer), 0)]),
    repeat(
        "accepted",
        Who::Requester,
        &[Acceptance],
        &[(End(Quote), 0), (End(Acceptance), 0), IN_TIME],
    ),
    repeat(
        "pending",
        Who::Requester,
        &[Acceptance, TaskRequest],
        &[(End(Quote), 0), (End(Acceptance), 0), (End(TaskRequest), 0), IN_TIME],
    ),
    repeat("prepared", Who::Provider, &[Prepared], &[(End(Prepared), 0), IN_TIME]),
    repeat(
        "committed",
        Who::Requester,
        &[Commit],
        &[(End(Prepared), 0), (End(Commit), 0), IN_TIME],
    ),
    repeat("cancelled", Who::Requester, &[Cancel], &[(End(Cancel), 0)]),
    Repeat {
        state: "delivered",
        who: Who::Provider,
        says: &[TaskResult],
        before: &[(Deadline, ALLOWANCE)],
        unless: Some(DeliveryAck),
    },
    Repeat {
        state: "indeterminate",
        who: Who::Provider,
        says: &[TaskResult],
        before: &[(Deadline, ALLOWANCE)],
        unless: Some(DeliveryAck),
    },
];

/// One engagement, as one book holds it.
#[derive(Clone, Default)]
pub(super) struct Engagement {
    held: Vec<Line>,
}

/// How an engagement stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) state: &'static str,
    /// What the book's owner repeats now.
    pub(super) repeated: Vec<Kind>,
}

impl Engagement {
    /// The book takes this. Of events it holds the latest, and with an offer all begins.
    pub(super) fn take(&mut self, line: &Line) {
        if line.kind() == Offer {
            self.held.clear();
        }
        if line.kind() == TaskEvent {
            self.held.retain(|held| held.kind() != TaskEvent);
        }
        self.held.push(line.clone());
    }

    /// How it stands at a time for whoever asks by this statement; `None` where the book holds no such statement any more.
    pub(super) fn standing(&self, owner: &[u8], by: &Line, now_ms: i64) -> Option<Standing> {
        let is_held = self.held.iter().any(|held| held.id() == by.id());
        if !is_held || now_ms >= self.forgotten_ms() {
            return None;
        }
        let holds = |asks: &&[Asks]| asks.iter().all(|asks| self.holds(*asks, now_ms));
        let (state, _) = STATES.into_iter().find(|(_, asks)| holds(asks))?;
        let who = if self.is_asked_by(owner) {
            Who::Requester
        } else {
            Who::Provider
        };
        let repeats = REPEATS.iter().filter(|it| it.state == state && it.who == who);
        let due = repeats.filter(|it| {
            let in_time = it.before.iter().all(|(of, more)| now_ms < self.at(*of) + more);
            in_time && it.unless.is_none_or(|kind| self.the(kind).is_none())
        });
        Some(Standing {
            state,
            repeated: due.flat_map(|it| it.says).copied().collect(),
        })
    }

    /// Whether this agent is the requester.
    pub(super) fn is_asked_by(&self, agent: &[u8]) -> bool {
        self.the(Offer).is_some_and(|offer| offer.issuer() == agent)
    }

    /// Object id of the statement of a kind.
    pub(super) fn id_of(&self, kind: Kind) -> Vec<u8> {
        self.the(kind).map(Line::id).unwrap_or_default()
    }

    fn holds(&self, asks: Asks, now_ms: i64) -> bool {
        match asks {
            Holds(kind) => self.the(kind).is_some(),
            Lacks(kind) => self.the(kind).is_none(),
            Unknown => self.the(TaskResult).is_some_and(|result| result.facts.is_indeterminate),
            Works => self.the(TaskEvent).is_some_and(|event| !event.facts.is_queued),
            From(instants, more) => {
                let least = instants.iter().map(|of| self.at(*of)).min();
                least.is_some_and(|least| now_ms >= least + more)
            }
        }
    }

    fn the(&self, kind: Kind) -> Option<&Line> {
        self.held.iter().find(|held| held.kind() == kind)
    }

    fn at(&self, of: Instant) -> i64 {
        match of {
            End(kind) => self.the(kind).map_or(0, |line| line.facts.ends_ms),
            Deadline => self.the(Quote).map_or(0, |quote| quote.facts.deadline_ms),
        }
    }

    /// When the book forgets it (section 15.2).
    fn forgotten_ms(&self) -> i64 {
        let last = |of: &[Instant]| of.iter().map(|of| self.at(*of)).max().unwrap_or(0);
        if self.the(Acceptance).is_some() {
            last(&[End(Offer), End(Quote), End(Acceptance), Deadline]) + KEPT
        } else {
            last(&[End(Offer), End(Quote)]) + ALLOWANCE
        }
    }
}
