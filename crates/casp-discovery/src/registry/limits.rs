//! Bounds of a registry, and the price of a place in it.

use casp_descriptor::StoreLimits;
use casp_identity::VerifierLimits;

use crate::admission::MAX_DIFFICULTY_BITS;

/// Parts per million in a whole.
const PPM: u64 = 1_000_000;

/// Bounds of a [`crate::registry::Registry`]. Each is a bound on memory or on work; together they bound what a flood can do.
#[derive(Clone, Debug)]
pub struct RegistryLimits {
    /// Agents and bytes in all, and agents whose epoch is remembered.
    pub store: StoreLimits,
    /// Keys and envelopes that are remembered as verified. A refresh by a key that is not costs a third more, so that the number of keys
    /// should be near the number of agents. Default 65,536 keys; no envelopes: what is held is recognised without them.
    pub verifier: VerifierLimits,
    /// Records that were given out to be written and are not yet reported as persisted. Default 4,096; proofs of equivocation, of which there
    /// is one an agent and epoch, are given out beyond it.
    pub tickets: usize,
    /// Watches. Default 64. Each new entry is held against every watch.
    pub watches: usize,
    /// Events that wait in one watch; when there are more, the watch says that some were lost. Default 1,024.
    pub watch_events: usize,
    /// Longest promise to serve an entry, milliseconds; at most 24 hours. What ended an entry is kept until the last promise for it is
    /// over, so that longer promises cost memory. Default 1 hour.
    pub receipt_life_ms: i64,
    /// Statements of one agent that are kept because they ended or replaced what had been promised; more changes in the time of one
    /// promise are refused. Default 16.
    pub kept_statements: usize,
    /// Bytes of these, of one agent, the longest and what its entry consists of not counted. Default 32 KiB.
    pub kept_bytes: usize,
    /// Bytes that entries may take in the index, beyond what [`StoreLimits::bytes`] counts, and those of kept statements. What an entry is
    /// counted for is the worst that such a descriptor can do: its own words and tags, which nobody shares, take up to ten times what is
    /// really taken by those of others. A capability with a few tags is some 2 KiB; with recall, each word is 150 bytes more. Default 2 GiB.
    pub index_bytes: usize,
    /// How places are shared among origins; `None`: first come, first served.
    pub shares: Option<Shares>,
    /// What a place costs; `None`: nothing.
    pub pricing: Option<Pricing>,
    /// How answers are kept from being filled by one origin; `None`: they are not.
    pub diversity: Option<Diversity>,
}

impl Default for RegistryLimits {
    fn default() -> Self {
        Self {
            store: StoreLimits::default(),
            verifier: VerifierLimits {
                keys: 65_536,
                envelopes: 0,
            },
            tickets: 4_096,
            watches: 64,
            watch_events: 1_024,
            receipt_life_ms: 3_600_000,
            kept_statements: 16,
            kept_bytes: 32_768,
            index_bytes: 2 << 30,
            shares: Some(Shares::default()),
            pricing: Some(Pricing::default()),
            diversity: Some(Diversity::default()),
        }
    }
}

/// How places are shared among origins. Shares are of agents and of bytes alike.
#[derive(Clone, Copy, Debug)]
pub struct Shares {
    /// The last part of the room, in parts per million, is for origins that hold little. Default half.
    pub reserved_ppm: u32,
    /// An origin holds little while it has fewer agents than this. Default 16.
    pub small_origin: usize,
    /// The most that one origin can hold, in parts per million of the whole. Default a tenth.
    pub origin_ppm: u32,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            reserved_ppm: 500_000,
            small_origin: 16,
            origin_ppm: 100_000,
        }
    }
}

/// What a place costs, in bits: two to that power hashes on average.
#[derive(Clone, Copy, Debug)]
pub struct Pricing {
    /// In an empty registry, for the first of an origin. Default 14: a sixtieth of a second of a phone.
    pub base_bits: u32,
    /// How many bits more in a full registry. It rises with the square of what is taken: in a half full one it is a quarter of that, so
    /// that the last places are dear, and so is keeping them. Default 8.
    pub whole_bits: u32,
    /// One bit more for each time that the number of agents of an origin has doubled, up to so many. Default 8.
    pub origin_bits: u32,
    /// How many bits a proof may be short of the price of now, which may have risen while the work was done. Default 1.
    pub slack_bits: u32,
    /// How long a challenge holds, milliseconds. Default 10 minutes.
    pub challenge_life_ms: i64,
    /// How long an admission holds, milliseconds; at most 24 hours, for which a mark outlives any statement. Default 24 hours.
    pub admission_life_ms: i64,
}

impl Default for Pricing {
    fn default() -> Self {
        Self {
            base_bits: 14,
            whole_bits: 8,
            origin_bits: 8,
            slack_bits: 1,
            challenge_life_ms: 600_000,
            admission_life_ms: 86_400_000,
        }
    }
}

impl Pricing {
    /// The price of one more place for an origin that holds so many, bits; at most [`MAX_DIFFICULTY_BITS`].
    #[must_use]
    pub fn price_bits(&self, held_by_origin: usize, held: usize, places: usize) -> u32 {
        let filled_ppm = parts(held, places);
        let whole = u64::from(self.whole_bits)
            .saturating_mul(filled_ppm.saturating_mul(filled_ppm))
            .checked_div(PPM.saturating_mul(PPM))
            .unwrap_or(0);
        let doublings = held_by_origin.saturating_add(1).ilog2().min(self.origin_bits);
        self.base_bits
            .saturating_add(u32::try_from(whole).unwrap_or(u32::MAX))
            .saturating_add(doublings)
            .min(MAX_DIFFICULTY_BITS)
    }
}

/// How answers are kept from being filled by one origin. Whoever is passed over for it is left out of the answer, which then says so.
#[derive(Clone, Copy, Debug)]
pub struct Diversity {
    /// The places that are watched over: the first so many. Default 5.
    pub first: usize,
    /// Of these, the most for one origin. Default 1.
    pub per_origin: usize,
    /// The same for agents of the origin that paid at least [`Diversity::costly_bits`] for their places. Default 2: a network that houses
    /// many agents is not held to one, if they pay for it.
    pub per_origin_costly: usize,
    /// Default 22 bits.
    pub costly_bits: u32,
}

impl Default for Diversity {
    fn default() -> Self {
        Self {
            first: 5,
            per_origin: 1,
            per_origin_costly: 2,
            costly_bits: 22,
        }
    }
}

/// Parts per million that `held` is of `places`; a whole where there are none.
fn parts(held: usize, places: usize) -> u64 {
    let (held, places) = (
        u64::try_from(held).unwrap_or(u64::MAX),
        u64::try_from(places).unwrap_or(u64::MAX),
    );
    held.saturating_mul(PPM).checked_div(places).unwrap_or(PPM).min(PPM)
}

/// `ppm` parts per million of a whole, rounded down.
pub(super) fn share(whole: usize, ppm: u32) -> usize {
    let whole = u128::try_from(whole).unwrap_or(u128::MAX);
    let part = whole
        .saturating_mul(u128::from(ppm))
        .checked_div(u128::from(PPM))
        .unwrap_or(0);
    usize::try_from(part).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_costs_more_the_fuller_the_registry_and_the_larger_the_origin() {
        let pricing = Pricing::default();
        assert_eq!(pricing.price_bits(0, 0, 1_000), 14);
        assert_eq!(pricing.price_bits(0, 500, 1_000), 16);
        assert_eq!(pricing.price_bits(0, 1_000, 1_000), 22);
        assert_eq!(pricing.price_bits(1, 0, 1_000), 15);
        assert_eq!(pricing.price_bits(255, 0, 1_000), 22);
        assert_eq!(pricing.price_bits(usize::MAX, usize::MAX, 0), MAX_DIFFICULTY_BITS);
    }

    #[test]
    fn shares_are_rounded_down() {
        assert_eq!(share(3, 500_000), 1);
        assert_eq!(share(usize::MAX, 1_000_000), usize::MAX);
        assert_eq!(share(10, 0), 0);
    }
}
