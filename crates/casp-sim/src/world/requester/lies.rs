//! A requester who colludes with Sybils: what it says of work, in place of what it saw.

use casp_wire::v1::Outcome;

use crate::engine::{Span, Time};
use crate::world::config::{Config, Lying};

/// See the module's description.
pub(super) struct Lies {
    /// Until then it says what it saw.
    honest_until: Time,
}

impl Lies {
    /// Of the requester of this number, if it is one who lies, in a world that begins now.
    pub(super) fn of(number: usize, config: &Config, now: Time) -> Option<Self> {
        let liars = config.ratings.and_then(|ratings| ratings.liars)?;
        let honest = config.workload.requesters.saturating_sub(liars.count);
        let is_honest = u32::try_from(number).is_ok_and(|number| number < honest);
        let honest_for = match liars.behaviour {
            Lying::BadMouth => Span(0),
            Lying::EarnsTrustFirst { honest_until } => honest_until,
        };
        let warm = now.after(config.workload.warm_up);
        (!is_honest).then_some(Self {
            honest_until: warm.after(honest_for),
        })
    }

    /// What it says, of which only what could be valid: good and bad of a result, and otherwise that there was none.
    pub(super) fn says(&self, work: &Work, now: Time) -> Option<Outcome> {
        if now < self.honest_until {
            return work.seen;
        }
        match (work.has_result, work.is_of_sybil) {
            (true, true) => Some(Outcome::Good),
            (true, false) => Some(Outcome::Bad),
            (false, true) => None,
            (false, false) => work.seen,
        }
    }
}

/// Work that is over.
pub(super) struct Work {
    /// What an honest requester would say of it.
    pub(super) seen: Option<Outcome>,
    pub(super) has_result: bool,
    pub(super) is_of_sybil: bool,
}
