//! Admission by proof of work (SPEC.md section 18.7): keys cost nothing, so that what they may do has to cost something.

use casp_identity::AgentId;
use casp_wire::check;
use casp_wire::v1::{AdmissionChallenge, AdmissionProof};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::violation::DiscoveryViolation;

/// Greatest difficulty that a challenge can have, bits: a few seconds of a phone.
pub const MAX_DIFFICULTY_BITS: u32 = 24;

/// A registry's side of admission: it makes challenges and knows them again, without keeping any.
pub struct Gate {
    registry: AgentId,
    key: Hmac<Sha256>,
}

impl Gate {
    /// The gate of a registry, given 32 random bytes that it keeps secret. Challenges of an earlier secret are not known again.
    #[must_use]
    pub fn new(registry: AgentId, secret: &[u8; 32]) -> Self {
        // RFC 2104: a key shorter than a block is filled up with zeros.
        let mut block = [0; 64];
        let (head, _) = block.split_at_mut(secret.len());
        head.copy_from_slice(secret);
        Self {
            registry,
            key: Hmac::new(&block.into()),
        }
    }

    /// A challenge for an agent that holds for `life_ms` milliseconds. Difficulty is cut at [`MAX_DIFFICULTY_BITS`].
    #[must_use]
    pub fn challenge(&self, agent: AgentId, difficulty_bits: u32, now_ms: i64, life_ms: i64) -> AdmissionChallenge {
        let bare = AdmissionChallenge {
            registry: self.registry.as_bytes().into(),
            agent: agent.as_bytes().into(),
            difficulty_bits: difficulty_bits.min(MAX_DIFFICULTY_BITS),
            issued_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(life_ms),
            mac: Vec::new(),
        };
        let mac = self.mac(&bare).finalize().into_bytes().to_vec();
        AdmissionChallenge { mac, ..bare }
    }

    /// Verifies a proof that came with a statement of an agent.
    ///
    /// # Errors
    /// ADM-1 to ADM-4.
    pub fn verify(&self, proof: &AdmissionProof, agent: AgentId, now_ms: i64) -> Result<(), DiscoveryViolation> {
        let none = AdmissionChallenge::default();
        let challenge = proof.challenge.as_ref().unwrap_or(&none);
        let ours = challenge.registry == self.registry.as_bytes() && challenge.agent == agent.as_bytes();
        check(ours, DiscoveryViolation::ChallengeForeign)?;
        let made_here = self.mac(challenge).verify_slice(&challenge.mac).is_ok();
        check(made_here, DiscoveryViolation::ChallengeForged)?;
        let alive = challenge.issued_at_ms <= now_ms && now_ms < challenge.expires_at_ms;
        check(alive, DiscoveryViolation::ChallengeExpired)?;
        let solution = proof.solution.as_slice().try_into().unwrap_or_default();
        check(Work::of(challenge).shows(solution), DiscoveryViolation::WorkMissing)
    }

    fn mac(&self, challenge: &AdmissionChallenge) -> Hmac<Sha256> {
        let bare = AdmissionChallenge {
            mac: Vec::new(),
            ..challenge.clone()
        };
        self.key
            .clone()
            .chain_update("casp/v1/challenge")
            .chain_update(casp_wire::encode(&bare))
    }
}

/// The work that a challenge asks for.
#[derive(Clone)]
pub struct Work {
    prefix: Sha256,
    difficulty_bits: u32,
}

impl Work {
    /// The work of a challenge.
    #[must_use]
    pub fn of(challenge: &AdmissionChallenge) -> Self {
        Self {
            prefix: Sha256::new_with_prefix("casp/v1/admission").chain_update(casp_wire::encode(challenge)),
            difficulty_bits: challenge.difficulty_bits,
        }
    }

    /// Whether these 8 bytes show it.
    #[must_use]
    pub fn shows(&self, solution: [u8; 8]) -> bool {
        let digest: [u8; 32] = self.prefix.clone().chain_update(solution).finalize().into();
        leading_zero_bits(&digest) >= self.difficulty_bits
    }

    /// Tries `attempts` solutions from `first` on. Whoever works calls it again and again, with the next number, and can stop or
    /// show progress between; on average 2 to the power of the difficulty are needed.
    #[must_use]
    pub fn try_from_number(&self, first: u64, attempts: u64) -> Option<[u8; 8]> {
        (0..attempts)
            .map(|attempt| first.wrapping_add(attempt).to_be_bytes())
            .find(|solution| self.shows(*solution))
    }
}

fn leading_zero_bits(digest: &[u8; 32]) -> u32 {
    let zero_bytes = digest.iter().take_while(|byte| **byte == 0).count();
    let next = digest.get(zero_bytes).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zero_bytes)
        .unwrap_or(0)
        .saturating_mul(8)
        .saturating_add(next)
}
