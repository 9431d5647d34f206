//! Trust in whoever reports: what is configured of it, and what it has come to.

use std::collections::BTreeMap;

use casp_identity::AgentId;
use casp_trust::reputation::Anchor;

use super::World;
use super::config::{Config, WorldError};
use super::counts::Counts;
use super::requester::Requester;
use super::ring::Rater;
use crate::number;

/// Where trust is configured, every requester trusts every other, whether or not it lies, and every rater.
pub(super) fn configure(config: &Config, requesters: &mut [Requester], raters: &[Rater]) -> Result<(), WorldError> {
    let Some(trust) = config.ratings.and_then(|ratings| ratings.trust) else {
        return Ok(());
    };
    let named = requesters.iter().map(Requester::agent);
    let named = named.chain(raters.iter().map(Rater::agent));
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
    /// How far honest requesters trust one another, the ring, and those who lie, now.
    pub(super) fn trust_at_the_end(&self, counts: &mut Counts) {
        if self.config.ratings.is_none() {
            return;
        }
        let now_ms = self.stage.now_ms();
        let (liars, honest): (Vec<&Requester>, Vec<&Requester>) =
            self.requesters.iter().partition(|requester| requester.is_liar());
        let mean = |raters: &[AgentId]| {
            let (mut sum, mut pairs) = (0.0, 0_usize);
            for requester in &honest {
                for rater in raters.iter().filter(|rater| **rater != requester.agent()) {
                    sum += requester.trusts(rater, now_ms);
                    pairs = pairs.saturating_add(1);
                }
            }
            (pairs > 0).then(|| sum / number::count(pairs))
        };
        let names = |requesters: &[&Requester]| -> Vec<AgentId> { requesters.iter().map(|it| it.agent()).collect() };
        let raters: Vec<AgentId> = self.raters.iter().map(Rater::agent).collect();
        counts.reports.trust_in_requesters = mean(&names(&honest));
        counts.reports.trust_in_ring = mean(&raters);
        counts.reports.trust_in_liars = mean(&names(&liars));
    }
}
