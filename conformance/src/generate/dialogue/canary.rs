//! A canary among the tasks of a dialogue (SPEC.md section 16.1).

use casp_wire::v1::{self, CanaryOutcome};
use prost::Message as _;

use super::lines::{LIFE, Line, Opened, Talk};
use crate::generate::engagement::{self, content_digest, tagged};
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::world::{SECOND, World};

/// A task of which the requester knows the right answer.
pub(super) struct Canary<'a> {
    world: &'a World,
    canary: v1::Canary,
    salt: Vec<u8>,
}

impl<'a> Canary<'a> {
    /// For a provider; its right answer has this digest.
    pub(super) fn new(world: &'a World, provider: &Key, answer: Vec<u8>) -> Self {
        Self {
            world,
            canary: v1::Canary {
                provider: provider.multikey(),
                input_digest: engagement::input(world).digest,
                oracle: Some(v1::Oracle {
                    form: Some(v1::oracle::Form::ExactDigest(answer)),
                }),
                generator: None,
            },
            salt: world.draw("salt of a dialogue").bytes(32),
        }
    }

    /// The blind of the acceptance (section 16.1).
    fn blind(&self) -> Vec<u8> {
        tagged("casp/v1/canary", &[&self.salt, &self.canary.encode_to_vec()])
    }

    /// A talk from offer to request, with the canary in it.
    pub(super) fn opened(&self, talk: &Talk<'_>, at: i64) -> Opened {
        let offer = talk.offer(at, LIFE);
        let quote = talk.quote(at + SECOND, LIFE, &offer);
        let acceptance = talk.blind_acceptance(at + 2 * SECOND, LIFE, &quote, Some(self.blind()));
        let request = talk.request(at + 3 * SECOND, LIFE, &acceptance);
        Opened {
            offer,
            quote,
            acceptance,
            request,
        }
    }

    /// The requester opens it.
    pub(super) fn verdict(
        &self,
        at: i64,
        requester: &Key,
        [contract, result]: [&Line; 2],
        outcome: CanaryOutcome,
    ) -> Statement {
        let verdict = v1::CanaryVerdict {
            header: Some(v1::Header {
                issued_at_ms: self.world.issued + at,
                ..self.world.header(requester)
            }),
            contract: contract.id(),
            result: result.id(),
            opening: Some(v1::CanaryOpening {
                salt: self.salt.clone(),
                canary: Some(self.canary.clone()),
            }),
            outcome: outcome.into(),
        };
        verdict.signed(requester)
    }
}

/// Digest of the answer that most results give.
pub(super) fn right_answer(world: &World) -> Vec<u8> {
    engagement::output(world).digest
}

/// Digest of an answer that no result gives.
pub(super) fn another_answer() -> Vec<u8> {
    content_digest(b"another answer")
}
