//! What requesters and providers do by themselves.

use casp_discovery::{DiscoveryQueryKind, verify_answer};
use casp_identity::{KnownAgents, Signed, Signer as _, Verifier};

use super::market::{Market, refused};
use super::people::{NETWORK, Provider, Requester, key};
use super::{MeasureError, Watch};

/// Agents that a requester remembers.
const KNOWN: usize = 1_024;

/// Answers to be verified.
pub(super) struct Answers {
    /// Entries of the registry that answers.
    size: u64,
    now_ms: i64,
    /// Who has sealed so far.
    sealers: u64,
    /// With the number of candidates.
    given: Vec<(u64, Signed<DiscoveryQueryKind>, Vec<u8>)>,
}

impl Answers {
    /// One for each number of candidates, the best of so many.
    pub(super) fn new(candidates: &[u32]) -> Result<Self, MeasureError> {
        // Half of them are of one capability, and of these half are in the longest answer.
        let most = candidates.iter().copied().max().unwrap_or_default();
        let size = u64::from(most).saturating_mul(4).max(20);
        let mut market = Market::steady(size)?;
        let mut given = Vec::new();
        for count in candidates {
            let query = market.ask(*count, 0);
            let query = query.ok_or_else(|| refused(size, "a query", "it is none"))?;
            let answer = market.answers(&query)?;
            given.push((u64::from(*count), query, answer));
        }
        let now_ms = market.now_ms();
        Ok(Self {
            size,
            now_ms,
            sealers: 0,
            given,
        })
    }

    /// Verifies each, by a requester that has met none of the candidates; and seals what providers and requesters send.
    pub(super) fn round(&mut self, watch: &mut Watch<'_>) -> Result<(), MeasureError> {
        let (now_ms, size) = (self.now_ms, self.size);
        let known = KnownAgents::new(KNOWN);
        let requester = key("casp-sim measure requester", 0).agent_id();
        for (count, query, answer) in &self.given {
            let mut verifier = Verifier::new(NETWORK, Some(requester));
            let verified = watch.time("verify-answer", *count, || {
                verify_answer(&mut verifier, query, answer, &known, now_ms)
            });
            let verified = verified.map_err(|violation| refused(size, "an answer", &violation.to_string()))?;
            if u64::try_from(verified.entries.len()) != Ok(*count) {
                return Err(refused(
                    size,
                    "an answer",
                    "it has fewer candidates than were asked for",
                ));
            }
        }
        let none = || refused(size, "what is to be sealed", "it is none");
        self.sealers = self.sealers.saturating_add(1);
        let mut provider = Provider::of(self.sealers);
        let sealed = watch.time("seal-descriptor", 1, || provider.descriptor(now_ms));
        let (_, id) = sealed.ok_or_else(none)?;
        watch
            .time("seal", 1, || provider.refresh(id, now_ms))
            .ok_or_else(none)?;
        let mut requester = Requester::of(provider.key.agent_id()).ok_or_else(none)?;
        watch
            .time("seal-query", 1, || requester.query(10, 10, now_ms))
            .ok_or_else(none)?;
        Ok(())
    }
}
