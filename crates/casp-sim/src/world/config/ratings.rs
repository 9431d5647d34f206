//! What requesters tell one another, and who lies to them.

use casp_trust::reputation::MOST_TRUST;
use serde::Serialize;

use super::check::{WorldError, positive, within};
use super::{MAX_SPAN, Workload};
use crate::engine::Span;

/// Most raters of a ring.
pub const MAX_RATERS: u32 = 1_000;

/// Most requesters where others tell them anything: each is told everything.
pub const MAX_TOLD: u32 = 1_000;

/// Outcome records (SPEC.md section 20.1): what is sent of them, and who is believed. What is received is verified and counted as shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Ratings {
    /// Whether each requester sends the others its signed reports of work, each with the contract that it rests on. Without it nobody
    /// hears liars either.
    pub shares_outcomes: bool,
    /// What each requester has configured as its trust in every other requester and in every rater of the ring, as if it knew them, 0 to
    /// 0.95; `None`: nobody is configured, and trust is earned, as shipped.
    pub trust: Option<f64>,
    /// Who colludes, and only speaks.
    pub ring: Option<Ring>,
    /// Who colludes, and takes part as a requester.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liars: Option<Liars>,
}

/// Requesters who collude with the Sybils. They ask, probe and buy as the others do and by the same policy, so that what they report rests
/// on contracts that honest providers signed too; only what they report is chosen by what they want.
///
/// They are the last of [`Workload::requesters`]. Workflows go round among all requesters, so that liars have theirs too: of 8 requesters of
/// whom 2 lie, the honest ones have three workflows of four. Whose a workflow is does not hang on how many lie. What liars do with
/// theirs is not counted ([`crate::world::Counts`]). They do not read what they are told, and so nobody misleads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Liars {
    /// How many there are. One requester at least has to be honest.
    pub count: u32,
    /// What they report.
    pub behaviour: Lying,
}

/// What somebody reports who colludes with Sybils.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Lying {
    /// From the beginning: that all went well with a Sybil, and badly with everybody else. Nothing of a Sybil of which there is no result,
    /// since no such report would be valid.
    BadMouth,
    /// The truth, and then as [`Lying::BadMouth`].
    EarnsTrustFirst {
        /// How long after warming up it begins to lie: more than nothing.
        honest_until: Span,
    },
}

/// Raters who praise Sybils: each makes up contracts with them, which both sides sign, and sends its report of it to every requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ring {
    /// How many there are, 0 to [`MAX_RATERS`].
    pub raters: u32,
    /// From one contract that a rater makes up to its next, at least a second. Each is with the next Sybil.
    pub every: Span,
}

impl Ratings {
    pub(super) fn check(&self, workload: &Workload) -> Result<(), WorldError> {
        let is_number = workload.requesters <= MAX_TOLD;
        within(
            is_number,
            "the number of requesters that are told outcomes",
            "1 to 1,000",
        )?;
        let is_trust = (0.0..=MOST_TRUST).contains(&self.trust.unwrap_or(0.0));
        within(is_trust, "the trust in whoever reports", "0 to 0.95")?;
        self.liars.map_or(Ok(()), |liars| liars.check(workload))?;
        let Some(ring) = self.ring else { return Ok(()) };
        within(
            ring.raters <= MAX_RATERS,
            "the number of raters of a ring",
            "0 to 1,000",
        )?;
        let is_time = (Span::of_ms(1_000)..=MAX_SPAN).contains(&ring.every);
        within(is_time, "the time between two reports of a rater", "1 s to ten years")
    }

    /// How many raters there are.
    pub(in crate::world) fn raters(ratings: Option<Self>) -> u32 {
        ratings.and_then(|ratings| ratings.ring).map_or(0, |ring| ring.raters)
    }

    /// How many requesters lie.
    pub(in crate::world) fn lying(ratings: Option<Self>) -> u32 {
        ratings.and_then(|ratings| ratings.liars).map_or(0, |liars| liars.count)
    }
}

impl Liars {
    fn check(&self, workload: &Workload) -> Result<(), WorldError> {
        if self.count >= workload.requesters {
            return Err(WorldError::NobodyHonest {
                requesters: workload.requesters,
                liars: self.count,
            });
        }
        match self.behaviour {
            Lying::BadMouth => Ok(()),
            Lying::EarnsTrustFirst { honest_until } => {
                positive(honest_until, "the time until those who earn trust first lie")
            }
        }
    }
}
