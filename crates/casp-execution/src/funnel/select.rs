//! Discover, filter, rank: from an answer to an order of fallback.

use std::collections::BTreeSet;
use std::sync::Arc;

use casp_discovery::{Candidate, Opinion, Ranked, rank};
use casp_identity::AgentId;
use casp_trust::{Demands, Standing, Subject};
use casp_wire::v1::{Capability, SideEffect};
use sha2::{Digest as _, Sha256};

use super::message::{Found, Memory, Seat};
use super::plan::{MAX_CANDIDATES, MAX_DETAIL_CHARS, Plan};
use super::stage::Reason;

/// One in a million.
const PPM: f64 = 1_000_000.0;

/// What came of an answer's candidates, each in one of the four.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// Beyond what is looked at.
    pub(super) beyond_limit: u64,
    /// Of agents that were named before.
    pub(super) seen_before: u64,
    /// Without a capability that will do.
    pub(super) unfit: Vec<Unfit>,
    /// In the order of fallback.
    pub(super) order: Vec<Arc<Seat>>,
}

/// A candidate that no capability stands for.
#[derive(Debug)]
pub(super) struct Unfit {
    pub(super) agent: AgentId,
    pub(super) reason: Reason,
    pub(super) detail: String,
}

/// Whoever selects.
pub(super) struct Selector<'a> {
    pub(super) plan: &'a Plan,
    pub(super) demands: &'a Demands,
    pub(super) round: u32,
    pub(super) now_ms: i64,
}

impl Selector<'_> {
    /// Takes an answer's candidates apart. `seen` are the agents of earlier answers; those of this one are added.
    pub(super) fn select(&self, found: &[Found], seen: &mut BTreeSet<AgentId>, memory: &dyn Memory) -> Selection {
        let mut selection = Selection::default();
        let limit = self.plan.limits.candidates.min(MAX_CANDIDATES);
        let beyond = found.len().saturating_sub(limit);
        selection.beyond_limit = u64::try_from(beyond).unwrap_or(u64::MAX);
        let mut ranked = Vec::with_capacity(found.len().min(limit));
        for each in found.iter().take(limit) {
            if !seen.insert(each.entry.issuer()) {
                selection.seen_before = selection.seen_before.saturating_add(1);
                continue;
            }
            match self.representative(each, memory) {
                Ok((costs, seat)) => ranked.push(Ranked::new(seat.descriptor, costs, seat)),
                Err(unfit) => selection.unfit.push(unfit),
            }
        }
        rank(&mut ranked, &self.tie_seed());
        let seated = ranked.into_iter().map(|each| {
            Arc::new(Seat {
                front: each.front,
                ..each.of
            })
        });
        selection.order = seated.collect();
        selection
    }

    /// Of an agent's capabilities that will do the one with the least costs, as SPEC.md section 18.3 has it.
    fn representative(&self, found: &Found, memory: &dyn Memory) -> Result<(Vec<u64>, Seat), Unfit> {
        let mut best: Option<(Vec<u64>, Candidate<'_>, Subject)> = None;
        // Of those that will not do, the reason of the one that came furthest.
        let mut furthest: Option<(usize, Reason)> = None;
        for candidate in found.entry.candidates() {
            match self.admits(&candidate) {
                Err(misfit) => furthest = furthest.max(Some(misfit)),
                Ok(()) => {
                    let subject = subject_of(found.entry.issuer(), candidate.capability());
                    let opinion = Opinion {
                        relevance_ppm: found.relevance_ppm,
                        trust_ppm: Some(trust_ppm(&memory.standing(&subject, self.now_ms))),
                    };
                    let costs = self.plan.search.objectives.costs(&candidate, opinion, self.now_ms);
                    if best.as_ref().is_none_or(|(least, _, _)| costs < *least) {
                        best = Some((costs, candidate, subject));
                    }
                }
            }
        }
        match best {
            Some((costs, candidate, subject)) => Ok((costs, self.seat(&candidate, subject))),
            None => Err(self.unfit(found, furthest)),
        }
    }

    /// Whether a capability will do; else how many checks it passed, and why not.
    fn admits(&self, candidate: &Candidate<'_>) -> Result<(), (usize, Reason)> {
        let filters = &self.plan.search.filters;
        let checks = filters.as_slice().len();
        filters
            .admit(candidate, self.now_ms)
            .map_err(|filter| (filter, Reason::Constraint))?;
        let capability = candidate.capability();
        let demand = |holds: bool, reason: Reason| if holds { Ok(()) } else { Err((checks, reason)) };
        let allowed = severity(capability.side_effect()) <= severity(self.plan.facts.side_effect);
        demand(allowed, Reason::SideEffect)?;
        let kinds = self.demands.evidence.iter().flat_map(|evidence| &evidence.kinds);
        let offered = kinds.into_iter().all(|kind| capability.evidence.contains(kind));
        demand(offered, Reason::EvidenceNotOffered)?;
        let has_sibling = self.sibling_id().is_none() || self.sibling_of(candidate).is_some();
        demand(has_sibling, Reason::SiblingMissing)
    }

    fn unfit(&self, found: &Found, furthest: Option<(usize, Reason)>) -> Unfit {
        let (check, reason) = furthest.unwrap_or((usize::MAX, Reason::Constraint));
        let failed = self.plan.search.filters.as_slice().get(check);
        let detail = match (reason, failed) {
            (Reason::Constraint, Some(filter)) => filter.name(),
            (Reason::Constraint, None) => "no capability",
            _ => "",
        };
        Unfit {
            agent: found.entry.issuer(),
            reason,
            detail: bounded(detail),
        }
    }

    fn seat(&self, candidate: &Candidate<'_>, subject: Subject) -> Seat {
        let agent = subject.agent;
        let capability = candidate.capability();
        let sibling = self.sibling_of(candidate);
        Seat {
            subject,
            version: capability.version.clone(),
            sibling: sibling.map(|each| (subject_of(agent, each), each.version.clone())),
            descriptor: candidate.entry().descriptor_id(),
            front: 0,
            round: self.round,
        }
    }

    fn sibling_id(&self) -> Option<&str> {
        self.demands.canaries.as_ref()?.sibling.as_deref()
    }

    /// What is probed in a capability's place: it must be without effect.
    fn sibling_of<'c>(&self, candidate: &Candidate<'c>) -> Option<&'c Capability> {
        let wanted = self.sibling_id()?;
        let capabilities = &candidate.entry().descriptor().capabilities;
        capabilities
            .iter()
            .find(|each| each.id == wanted && each.side_effect() == SideEffect::None)
    }

    /// Different for each answer, and unknown to whoever signed the descriptors.
    fn tie_seed(&self) -> [u8; 32] {
        drawn(&self.plan.seed, b"tie", self.round)
    }
}

/// What comes of a task's seed, for a purpose and a round.
pub(super) fn drawn(seed: &[u8; 32], purpose: &[u8], round: u32) -> [u8; 32] {
    let hash = Sha256::new_with_prefix(seed).chain_update(purpose);
    hash.chain_update(round.to_be_bytes()).finalize().into()
}

/// Text of others, cut to what a report keeps.
pub(super) fn bounded(text: &str) -> String {
    text.chars().take(MAX_DETAIL_CHARS).collect()
}

fn subject_of(agent: AgentId, capability: &Capability) -> Subject {
    Subject {
        agent,
        capability_id: capability.id.clone(),
        // The schema keeps it to 32 bytes or none.
        behavior_digest: capability.behavior_digest.as_slice().try_into().unwrap_or_default(),
    }
}

/// Nobody who is incriminated is trusted, whatever was good before.
fn trust_ppm(standing: &Standing) -> u32 {
    if standing.is_incriminated {
        return 0;
    }
    let expectation = standing.opinion.expectation();
    // Of what is not a number nothing is expected.
    let expectation = if expectation.is_nan() { 0.0 } else { expectation };
    ppm(expectation.clamp(0.0, 1.0) * PPM)
}

#[allow(
    clippy::as_conversions,
    reason = "0 to a million: there is no other way from a float to an integer"
)]
const fn ppm(of: f64) -> u32 {
    of as u32
}

/// Unknown is the worst.
const fn severity(side_effect: SideEffect) -> u8 {
    match side_effect {
        SideEffect::None => 0,
        SideEffect::Reversible => 1,
        SideEffect::Irreversible => 2,
        SideEffect::Unspecified => 3,
    }
}
