//! The adversary: what nobody may say, each with the rule that refuses it.
//!
//! A forgery bends a letter that somebody sends, and signs it anew: with the key of whoever should have said it, as a dishonest party
//! would, or with the adversary's own. It arrives before the letter that it was made of, or after that was taken: when it is refused,
//! nothing but its own fault can be the reason.

mod canary;
mod dialogue;
mod discovery;
mod paper;
mod publication;
mod scheme;

use casp_execution::Statement;
use casp_identity::{AgentId, ObjectId};

use super::plan::{Fault, NodeId, Plan};
use super::read;
use super::stage::{Letter, Mark, Parcel, Stage};

use scheme::{Occasion, Scheme, header, unsigned};

pub(super) use publication::enters;

const HOUR_MS: i64 = 3_600_000;

/// Something that nobody may say.
#[derive(Clone, Copy)]
pub struct Forgery {
    /// What it is.
    pub name: &'static str,
    /// The rule that refuses it.
    pub rule: &'static str,
    /// What it is made of.
    on: On,
    make: fn(&Occasion<'_>) -> Option<Scheme>,
}

/// What letters a forgery is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Said(&'static [Statement]),
    Publication,
    Query,
    Answer,
    Evidence,
    Case,
}

/// Every forgery. Plans draw from them by their places.
#[allow(
    clippy::indexing_slicing,
    reason = "the compiler puts the parts together, and would not compile what it cannot"
)]
pub const FORGERIES: &[Forgery] = &{
    const PARTS: [&[Forgery]; 6] = [
        dialogue::PARTS[0],
        dialogue::PARTS[1],
        publication::FORGERIES,
        discovery::FORGERIES,
        paper::FORGERIES,
        canary::FORGERIES,
    ];
    const COUNT: usize = {
        let (mut count, mut part) = (0, 0);
        while part < PARTS.len() {
            count += PARTS[part].len();
            part += 1;
        }
        count
    };
    let mut all = [PARTS[0][0]; COUNT];
    let (mut part, mut place, mut at) = (0, 0, 0);
    while part < PARTS.len() {
        while place < PARTS[part].len() {
            all[at] = PARTS[part][place];
            place += 1;
            at += 1;
        }
        place = 0;
        part += 1;
    }
    all
};

const fn forgery(rule: &'static str, on: On, name: &'static str, make: fn(&Occasion<'_>) -> Option<Scheme>) -> Forgery {
    Forgery { name, rule, on, make }
}

/// What has to be so when a forgery arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// The addressee has taken it in its present life.
    Taken(ObjectId),
    /// The registry has accepted a statement of this agent with this sequence or a higher one.
    Sequence(AgentId, u64),
    /// This descriptor of the agent is living there.
    Living(AgentId, ObjectId),
    /// The agent was shown to equivocate.
    Void(AgentId),
}

/// The forgeries of a plan, and those that wait for their moment.
#[derive(Debug)]
pub(super) struct Forger {
    /// Which, at which occasion, and how many have been.
    active: Vec<(usize, u32, u32)>,
    waiting: Vec<(ObjectId, Letter)>,
}

impl Forger {
    pub(super) fn of(plan: &Plan) -> Self {
        let active = plan.faults.iter().filter_map(|(_, fault)| match fault {
            Fault::Forge { forgery, nth } => Some((*forgery, *nth, 0)),
            _ => None,
        });
        Self {
            active: active.collect(),
            waiting: Vec::new(),
        }
    }

    /// What was waiting until a node has taken this.
    pub(super) fn taken(&mut self, node: NodeId, id: ObjectId) -> Vec<Letter> {
        let is_due = |each: &(ObjectId, Letter)| each.0 == id && each.1.to == node;
        let due = self
            .waiting
            .iter()
            .filter(|each| is_due(each))
            .map(|(_, letter)| letter.clone())
            .collect();
        self.waiting.retain(|each| !is_due(each));
        due
    }
}

/// A genuine letter is sent. Whatever the adversary makes of it that arrives at once is given back.
pub(super) fn occasion(stage: &mut Stage, letter: &Letter) -> Vec<Letter> {
    if letter.mark != Mark::Genuine || stage.forger.active.is_empty() {
        return Vec::new();
    }
    let mut at_once = Vec::new();
    let mut active = core::mem::take(&mut stage.forger.active);
    active.retain_mut(|(forgery, nth, seen)| {
        let Some(forgery) = FORGERIES.get(*forgery) else {
            return false;
        };
        let Some(scheme) = forgery.of(stage, letter) else {
            return true;
        };
        let is_it = seen == nth;
        *seen = seen.saturating_add(1);
        if is_it {
            at_once.extend(scheme.sets_out(stage, forgery));
        }
        !is_it
    });
    stage.forger.active = active;
    at_once
}

impl Forgery {
    fn of(&self, stage: &Stage, letter: &Letter) -> Option<Scheme> {
        let statement = match (&letter.parcel, self.on) {
            (Parcel::Statement(bundle), On::Said(kinds)) => {
                let statement = read::statement_of(bundle)?;
                if !kinds.contains(&statement) {
                    return None;
                }
                Some(statement)
            }
            (Parcel::Publication(..), On::Publication)
            | (Parcel::Query { .. }, On::Query)
            | (Parcel::Answer { .. }, On::Answer)
            | (Parcel::Evidence(..), On::Evidence)
            | (Parcel::Case(_), On::Case) => None,
            _ => return None,
        };
        (self.make)(&Occasion {
            stage,
            letter,
            bytes: letter.parcel.bytes(),
            statement,
        })
    }
}

impl core::fmt::Debug for Forgery {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Forgery({}, {})", self.rule, self.name)
    }
}
