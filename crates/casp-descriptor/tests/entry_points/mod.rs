//! What the property tests and the fuzz targets `store` and `equivocation` both hold this crate to.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

pub mod drive;
#[path = "../../../casp-identity/tests/entry_points/forge.rs"]
pub mod forge;
pub mod model;
#[path = "../../../casp-identity/tests/entry_points/verdict.rs"]
pub mod verdict;

use casp_descriptor::{DescriptorViolation, StoreLimits, verify_equivocation};
use casp_identity::{Verifier, VerifierLimits};
use casp_wire::v1::EquivocationProof;
use prost::Message as _;

use drive::{By, Event, Pair};

/// Few enough for a fuzzer to reach.
pub const SMALL: StoreLimits = StoreLimits {
    agents: 3,
    bytes: 2_000,
    known_agents: 4,
};

/// Target `store`. The first byte chooses the bounds; then come events, each a byte that selects it and its operands.
pub fn store(data: &[u8]) {
    let mut input = Input(data);
    let limits = if input.byte() & 1 == 0 {
        SMALL
    } else {
        StoreLimits::default()
    };
    let mut pair = Pair::new(limits);
    for _ in 0..64 {
        if input.0.is_empty() {
            return;
        }
        match input.byte() {
            0xff => pair.set_time(input.number(6) as i64),
            choice => pair.happen(&input.event(choice)),
        }
    }
}

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        self.number(1) as u8
    }

    /// A big-endian number of so many bytes; bytes that are missing are zero.
    fn number(&mut self, length: usize) -> u64 {
        (0..length).fold(0, |number, _| {
            let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
            self.0 = rest;
            number << 8 | u64::from(*first)
        })
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = (self.number(2) as usize).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes.to_vec()
    }

    fn by(&mut self) -> By {
        let byte = self.byte();
        By {
            agent: byte & 3,
            epoch: u64::from(byte >> 2 & 3) + 1,
            delegated: byte & 0x80 != 0,
        }
    }

    fn skew_ms(&mut self) -> i64 {
        [0, 0, 5_000, 5_001, -1_000, -60_000, -86_400_000, 1][usize::from(self.byte() & 7)]
    }

    /// Times about which something happens, and any others.
    fn passes_ms(&mut self) -> i64 {
        let byte = self.byte();
        let about = [1, 1_000, 5_000, 60_000, 86_400_000, 86_410_000, 604_810_000][usize::from(byte & 7) % 7];
        match byte >> 3 & 7 {
            0 => about - 1,
            1 => about + 1,
            2 => -about,
            3 => self.number(4) as i64,
            _ => about,
        }
    }

    fn life_ms(&mut self) -> i64 {
        [1_000, 60_000, 86_400_000, 60_001][usize::from(self.byte() & 3)]
    }

    fn event(&mut self, choice: u8) -> Event {
        match choice % 9 {
            0 => Event::Time(self.passes_ms()),
            1 => Event::Descriptor {
                by: self.by(),
                sequence: self.number(1) + 1,
                ttl_ms: [1_000, 60_000, 86_400_000, 5_000][usize::from(self.byte() & 3)],
                skew_ms: self.skew_ms(),
                salt: self.byte(),
            },
            2 => Event::Refresh {
                by: self.by(),
                nth: self.number(1) as usize,
                sequence: self.number(1) + 1,
                life_ms: self.life_ms(),
                skew_ms: self.skew_ms(),
            },
            3 => Event::Withdrawal {
                by: self.by(),
                sequence: self.number(1) + 1,
                life_ms: self.life_ms(),
                skew_ms: self.skew_ms(),
            },
            4 => Event::Delegation {
                agent: self.byte() & 3,
                epoch: u64::from(self.byte() & 3) + 1,
            },
            5 => Event::HostBinding {
                agent: self.byte() & 3,
                epoch: u64::from(self.byte() & 3) + 1,
            },
            6 => Event::Retirement { agent: self.byte() & 3 },
            7 => Event::Again(self.number(1) as usize),
            _ => {
                let (kind, bundle) = (self.byte(), self.bytes());
                let signed = if kind & 0x80 == 0 {
                    None
                } else {
                    forge::resigned(&bundle)
                };
                Event::Foreign(kind & 0x7f, signed.unwrap_or(bundle))
            }
        }
    }
}

/// Target `equivocation`. The first byte says whether the members are signed anew, the rest is a proof.
pub fn equivocation(data: &[u8]) {
    let Some((&choice, bytes)) = data.split_first() else {
        return;
    };
    let decoded = EquivocationProof::decode(bytes).ok();
    let Some(proof) = decoded.filter(|_| choice & 1 != 0) else {
        return equivocation_stands(bytes);
    };
    let (first, second) = (proof.first.map(forge::resign), proof.second.map(forge::resign));
    equivocation_stands(&casp_wire::encode(&EquivocationProof { first, second }));
}

/// The verdict on a proof is the same with and without caches; and of two valid members one order holds.
pub fn equivocation_stands(bytes: &[u8]) {
    let proof = EquivocationProof::decode(bytes).unwrap_or_default();
    let payload = proof
        .first
        .as_ref()
        .and_then(|bundle| bundle.subject.as_ref())
        .map(|subject| &subject.payload);
    let network = payload
        .and_then(|payload| forge::header_of(payload))
        .unwrap_or_default()
        .network_id;
    let none = VerifierLimits { keys: 0, envelopes: 0 };
    let verdict = verify_equivocation(&mut Verifier::with_limits(network.as_str(), None, none), bytes);
    let mut caching = Verifier::new(network, None);
    for _ in 0..2 {
        assert_eq!(verify_equivocation(&mut caching, bytes), verdict);
    }
    if verdict.is_ok() {
        let swapped = EquivocationProof {
            first: proof.second,
            second: proof.first,
        };
        let verdict = verify_equivocation(&mut caching, &casp_wire::encode(&swapped));
        assert_eq!(verdict, Err(DescriptorViolation::MemberOrder));
    }
}
