//! Working for a place in a registry.

use std::sync::Arc;

use casp_discovery::registry::Publishes;
use casp_discovery::{Registering, Work};
use casp_wire::v1::{AdmissionChallenge, AdmissionProof};
use sha2::{Digest as _, Sha256};

use super::{DESCRIPTOR, Event, Node, Parcel, Provider, Stage};
use crate::engine::Span;
use crate::remembered::Remembered;

/// How many hashes a provider makes in a millisecond of virtual time: a phone's million a second.
const HASHES_PER_MS: u64 = 1_000;

/// The numbers that solve challenges. Runs that share a seed meet the same ones.
static SOLUTIONS: Remembered<u64> = Remembered::new(65_536);

impl Provider {
    /// Does the work that a registry asks for: really, and in virtual time as long as it takes a phone.
    pub(super) fn works_for_place(&mut self, registry: Node, challenge: &AdmissionChallenge, stage: &mut Stage) {
        let Node::Registry(registry) = registry else { return };
        // What is asked of a name that it has given up is not asked of it.
        let is_asked = challenge.agent == self.agent().as_bytes();
        let Some(publication) = self.notice.waiting().filter(|_| is_asked) else {
            return;
        };
        let number = solve(challenge);
        let hashes = number.saturating_add(1);
        stage.counts.admission_hashes = stage.counts.admission_hashes.saturating_add(hashes);
        let proof = AdmissionProof {
            challenge: Some(challenge.clone()),
            solution: number.to_be_bytes().into(),
        };
        let Some(bytes) = stage.made(Registering::seal(publication, Some(proof))) else {
            return;
        };
        let took_ms = hashes.div_ceil(HASHES_PER_MS);
        let event = Event::Earned {
            provider: self.number,
            registry,
            bytes: bytes.into(),
        };
        stage.schedule_after(Span::of_ms(i64::try_from(took_ms).unwrap_or(i64::MAX)), event);
    }
}

impl Provider {
    /// The work for a place is done. Had its host gone down, it would be lost; what is lost is asked for again with the next refresh.
    pub(in crate::world) fn earned(&mut self, registry: usize, bytes: Arc<[u8]>, stage: &mut Stage) {
        if self.speaks() {
            let parcel = Parcel::Publication(Publishes::Descriptor, bytes);
            stage.send(
                DESCRIPTOR,
                Node::Provider(self.number),
                Node::Registry(registry),
                parcel,
            );
        }
    }
}

fn solve(challenge: &AdmissionChallenge) -> u64 {
    let name = Sha256::digest(casp_wire::encode(challenge)).into();
    SOLUTIONS.of(name, || {
        let work = Work::of(challenge);
        // A difficulty has 24 bits at most, so that this ends.
        let solution = (0_u64..)
            .step_by(1 << 16)
            .find_map(|first| work.try_from_number(first, 1 << 16));
        solution.map_or(0, u64::from_be_bytes)
    })
}
