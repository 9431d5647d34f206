//! A ring of raters who collude with Sybils: ballot stuffing, by records that verify.
//!
//! Both sides of a contract that never was are theirs, so both sign it, and the report on it is as valid as an honest one. What speaks
//! against it is only that nobody has reason to believe the rater.

mod fiction;

use std::collections::BTreeMap;

use casp_identity::{AgentId, ObjectId, Signer as _};
use casp_trust::reputation::Anchor;

use self::fiction::{Parties, record};
use super::World;
use super::config::{Behaviour, Config, Step, WorldError};
use super::counts::{Counts, one_more};
use super::key::AgentKey;
use super::requester::Requester;
use super::stage::{Event, Node, Stage};
use crate::chance::Stream;
use crate::engine::Span;
use crate::number;

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

/// The raters of a world. Each begins at some moment of its first interval.
pub(super) fn raters(config: &Config, stage: &mut Stage) -> Vec<Rater> {
    let Some(ring) = config.ratings.and_then(|ratings| ratings.ring) else {
        return Vec::new();
    };
    let mut raters = Vec::new();
    for number in 0..ring.raters {
        let index = u64::from(number);
        let key = AgentKey::of(&stage.streams.stream("rater key", index).bytes(), config.signatures);
        let mut draws = stage.streams.stream("rater", index);
        let node = raters.len();
        stage.enter(Node::Rater(node), key.agent_id());
        let after = draws.below(ring.every.0.unsigned_abs());
        stage.schedule_after(Span(i64::try_from(after).unwrap_or_default()), Event::Praises(node));
        raters.push(Rater { key, draws, made_up: 0 });
    }
    raters
}

/// Where trust is configured, every requester trusts every other and every rater.
pub(super) fn configure_trust(
    config: &Config,
    requesters: &mut [Requester],
    raters: &[Rater],
) -> Result<(), WorldError> {
    let Some(trust) = config.ratings.and_then(|ratings| ratings.trust) else {
        return Ok(());
    };
    let named = requesters.iter().map(Requester::agent);
    let named = named.chain(raters.iter().map(|rater| rater.key.agent_id()));
    let anchors: Vec<Anchor> = named
        .map(|agent| Anchor {
            agent,
            trust,
            vouches_for: BTreeMap::new(),
        })
        .collect();
    requesters
        .iter_mut()
        .try_for_each(|requester| requester.believes(&anchors))
}

impl World {
    /// A rater makes up a contract with the next Sybil that can be found, and tells every requester how well it went.
    pub(super) fn praises(&mut self, number: usize) {
        let Some(ring) = self.config.ratings.and_then(|ratings| ratings.ring) else {
            return;
        };
        self.stage.schedule_after(ring.every, Event::Praises(number));
        let sybils = self.sybils();
        let Some(rater) = self.raters.get_mut(number) else {
            return;
        };
        // Each begins with another one, so that all are praised as often.
        let turn = number.saturating_add(rater.made_up);
        let sybil = turn.checked_rem(sybils.len()).and_then(|next| sybils.get(next));
        let Some(&sybil) = sybil else { return };
        let provider = self.providers.get(sybil);
        let trade = self.trade_of.get(sybil).and_then(|trade| self.trades.get(*trade));
        let Some((provider, trade)) = provider.zip(trade) else {
            return;
        };
        let Some(accomplice) = provider.accomplice(trade) else {
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

    /// Those that can be found now.
    fn sybils(&self) -> Vec<usize> {
        let all = self.providers.iter().zip(&self.trade_of).enumerate();
        all.filter_map(|(number, (provider, trade))| {
            let trade = self.trades.get(*trade)?;
            let is_sybil = trade.group.behaviour == Behaviour::Sybil;
            (is_sybil && provider.accomplice(trade).is_some()).then_some(number)
        })
        .collect()
    }

    /// How far requesters trust one another, and the ring, now.
    pub(super) fn trust_at_the_end(&self, counts: &mut Counts) {
        if self.config.ratings.is_none() {
            return;
        }
        let now_ms = self.stage.now_ms();
        let mean = |raters: &[AgentId]| {
            let (mut sum, mut pairs) = (0.0, 0_usize);
            for requester in &self.requesters {
                for rater in raters.iter().filter(|rater| **rater != requester.agent()) {
                    sum += requester.trusts(rater, now_ms);
                    pairs = pairs.saturating_add(1);
                }
            }
            (pairs > 0).then(|| sum / number::count(pairs))
        };
        let requesters: Vec<AgentId> = self.requesters.iter().map(Requester::agent).collect();
        let raters: Vec<AgentId> = self.raters.iter().map(|rater| rater.key.agent_id()).collect();
        counts.reports.trust_in_requesters = mean(&requesters);
        counts.reports.trust_in_ring = mean(&raters);
    }
}
