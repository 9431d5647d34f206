//! What an engine keeps of one engagement beside the book: bytes, marks, proofs, and when to look at it again.

use casp_identity::ObjectId;
use casp_task::Engagement;
use casp_wire::limits::ONE_SHOT_SKEW_MS;

use super::misconduct::Proof;
use super::pacing::Repeat;
use super::statement::{Facts, Statement};

/// A statement that the book holds.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) facts: Facts,
    pub(crate) applied_at_ms: i64,
    /// Place in the order in which everything was taken.
    pub(crate) order: u64,
    /// Whether a record holds it.
    pub(crate) is_recorded: bool,
}

/// Something other than a statement that the journal holds. What its number and detail say is the side's own matter.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) number: u8,
    pub(crate) at_ms: i64,
    pub(crate) order: u64,
    pub(crate) detail: Vec<u8>,
}

/// See the module's description. `C` is what the side adds.
#[derive(Debug)]
pub(crate) struct Dossier<C> {
    /// One of each kind, but of reports one of each party.
    pub(crate) kept: Vec<Kept>,
    /// One of each number.
    pub(crate) marks: Vec<Mark>,
    pub(crate) proofs: Vec<Proof>,
    pub(crate) repeat: Repeat,
    /// When something that came again was answered.
    pub(crate) answered_ms: i64,
    pub(crate) wake_ms: i64,
    pub(crate) course: C,
}

impl<C: Default> Default for Dossier<C> {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            marks: Vec::new(),
            proofs: Vec::new(),
            repeat: Repeat::default(),
            answered_ms: i64::MIN,
            wake_ms: i64::MAX,
            course: C::default(),
        }
    }
}

impl<C> Dossier<C> {
    pub(crate) fn of(&self, statement: Statement) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.facts.statement == statement)
    }

    pub(crate) fn by_id(&self, id: &ObjectId) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.facts.id == *id)
    }

    pub(crate) fn has_mark(&self, number: u8) -> bool {
        self.marks.iter().any(|mark| mark.number == number)
    }

    /// Keeps a statement that the book took; a later event takes the place of the one before.
    pub(crate) fn file(&mut self, kept: Kept) {
        if kept.facts.statement == Statement::TaskEvent {
            self.kept.retain(|each| each.facts.statement != Statement::TaskEvent);
        }
        self.kept.push(kept);
    }

    /// The next instant after `now_ms` at which time alone may change what is to be done.
    pub(crate) fn boundary_ms(&self, engagement: &Engagement, now_ms: i64) -> i64 {
        let deadline_ms = engagement.terms().deadline_ms;
        let ends = self.kept.iter().map(|kept| kept.facts.ends_ms).chain([deadline_ms]);
        let both = ends.flat_map(|end_ms| {
            [
                end_ms,
                end_ms.saturating_add(1),
                end_ms.saturating_add(ONE_SHOT_SKEW_MS),
            ]
        });
        let later = both
            .chain([engagement.forgotten_at_ms()])
            .filter(|at_ms| *at_ms > now_ms);
        later.min().unwrap_or(i64::MAX)
    }
}
