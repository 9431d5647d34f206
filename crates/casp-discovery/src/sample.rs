//! Sampling (SPEC.md section 18.4): a draw that the query's nonce seeds, and that anyone can check.

use casp_identity::ObjectId;
use sha2::{Digest as _, Sha256};

/// Relevance that gives one more ticket, parts per million.
const TICKET_PPM: u32 = 125_000;

/// Where a candidate stands in the draw: whoever is less comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draw {
    key: u64,
    descriptor: ObjectId,
}

impl Draw {
    /// The draw of a candidate, by its descriptor, in the answer to a query.
    #[must_use]
    pub fn of(query: &ObjectId, descriptor: ObjectId, relevance_ppm: u32) -> Self {
        let prefix = Sha256::new_with_prefix("casp/v1/sample")
            .chain_update(query.0)
            .chain_update(descriptor.0);
        let tickets = (0..weight(relevance_ppm)).map(|ticket| {
            let digest: [u8; 32] = prefix.clone().chain_update([ticket]).finalize().into();
            let [a, b, c, d, e, f, g, h, ..] = digest;
            u64::from_be_bytes([a, b, c, d, e, f, g, h])
        });
        Self {
            key: tickets.min().unwrap_or(u64::MAX),
            descriptor,
        }
    }
}

/// Tickets of a candidate: 1 to 9.
#[must_use]
pub fn weight(relevance_ppm: u32) -> u8 {
    let more = relevance_ppm.checked_div(TICKET_PPM).unwrap_or(0);
    u8::try_from(more).unwrap_or(u8::MAX).saturating_add(1)
}
