//! A ring of raters who collude with Sybils: ballot stuffing, by records that verify.
//!
//! Both sides of a contract that never was are theirs, so both sign it, and the report on it is as valid as an honest one. What speaks
//! against it is only that nobody has reason to believe the rater.

mod fiction;

use casp_identity::{AgentId, ObjectId, Signer as _};

use self::fiction::{Parties, record};
use super::World;
use super::config::{Behaviour, Config, Ratings, Step};
use super::counts::one_more;
use super::stage::{Event, Node, Stage};
use crate::chance::Stream;
use crate::engine::Span;
use crate::key::AgentKey;

/// What messages with outcome records are counted as. They have no payload type: the container is not signed.
pub(super) const OUTCOME: &str = "outcome-record";

/// One of a ring.
pub(super) struct Rater {
    key: AgentKey,
    draws: Stream,
    /// Contracts that it has made up.
    made_up: usize,
}

/// A Sybil as a party to them.
pub(super) struct Accomplice<'a> {
    pub(super) key: &'a AgentKey,
    pub(super) step: &'a Step,
    pub(super) descriptor: ObjectId,
    pub(super) behavior: [u8; 32],
    pub(super) price_micros: u64,
}

impl Rater {
    pub(super) fn agent(&self) -> AgentId {
        self.key.agent_id()
    }
}

/// The raters of a world. Each begins at some moment of its first interval.
pub(super) fn raters(config: &Config, stage: &mut Stage) -> Vec<Rater> {
    let Some(ring) = config.ratings.and_then(|ratings| ratings.ring) else {
        return Vec::new();
    };
    let mut raters = Vec::new();
    for number in 0..ring.raters {
        let index = u64::from(number);
        let secret = stage.streams.stream("rater key", index).bytes();
        let mut draws = stage.streams.stream("rater", index);
        let node = raters.len();
        let key = stage.enter(Node::Rater(node), &secret, config.signatures);
        let after = draws.below(ring.every.0.unsigned_abs());
        stage.schedule_after(Span(i64::try_from(after).unwrap_or_default()), Event::Praises(node));
        raters.push(Rater { key, draws, made_up: 0 });
    }
    raters
}

impl World {
    /// A rater makes up a contract with the next Sybil that can be found, and tells every requester how well it went.
    pub(super) fn praises(&mut self, number: usize) {
        let Some(ring) = self.config.ratings.and_then(|ratings| ratings.ring) else {
            return;
        };
        self.stage.schedule_after(ring.every, Event::Praises(number));
        let Some(rater) = self.raters.get_mut(number) else {
            return;
        };
        let accomplices = |sybil: &usize| {
            let trade = self.trades.get(*self.trade_of.get(*sybil)?)?;
            self.providers.get(*sybil)?.accomplice(trade)
        };
        // Each begins with another one, so that all are praised as often.
        let turn = number.saturating_add(rater.made_up);
        let (before, from) = self.sybils.split_at(turn.checked_rem(self.sybils.len()).unwrap_or(0));
        let Some(accomplice) = from.iter().chain(before).find_map(accomplices) else {
            return;
        };
        rater.made_up = rater.made_up.saturating_add(1);
        let parties = Parties {
            rater: &rater.key,
            sybil: &accomplice,
        };
        let Some(record) = record(&parties, &mut rater.draws, self.stage.now_ms()) else {
            return one_more(&mut self.stage.counts.unsaid);
        };
        one_more(&mut self.stage.counts.reports.made_up);
        self.stage.sends_outcome(Node::Rater(number), &record.into());
    }
}

/// The providers that a ring praises; without one, none.
pub(super) fn sybils(config: &Config) -> Vec<usize> {
    if Ratings::raters(config.ratings) == 0 {
        return Vec::new();
    }
    let groups = config.providers.iter();
    let all = groups.flat_map(|group| (0..group.count).map(|_| group.behaviour == Behaviour::Sybil));
    let numbered = all.enumerate().filter(|(_, is_sybil)| *is_sybil);
    numbered.map(|(number, _)| number).collect()
}
