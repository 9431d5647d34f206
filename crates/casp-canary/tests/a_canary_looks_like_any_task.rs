//! What a provider sees of a canary before the opening is what it sees of real work with the same input (SPEC.md
//! section 16.1).
//!
//! The blind is held against uniform bytes by chi-square at a significance of one in a thousand, with fixed seeds: the
//! tests have one outcome, and their power is shown on blinds that are biased. Nothing here speaks of inputs: the last
//! test shows that those of a public generator can be told.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "support/tree.rs"]
mod tree;

use casp_canary::generate::{FAMILIES, Family};
use casp_identity::{AgentId, Kind, KnownAgents, Signed, Verified, Verifier};
use casp_task::content::inline;
use casp_task::{AcceptanceKind, OfferKind, QuoteKind, TaskRequestKind, draft};
use casp_wire::v1::{Content, Offer};
use sha2::{Digest as _, Sha256};
use support::{MINUTE, NETWORK, NOW, PROVIDER, REQUESTER, author, bank, id, key, terms};
use tree::Choices;

/// Whatever is random in an engagement but the blind: nonces, lifetimes, the time between statements. A requester draws
/// it the same way for everything.
struct Draws {
    choices: Choices,
    now_ms: i64,
}

impl Draws {
    const fn new(seed: u64) -> Self {
        Self {
            choices: Choices(seed),
            now_ms: NOW,
        }
    }

    fn header(&mut self, from: u8, to: u8) -> casp_wire::v1::Header {
        self.now_ms += 100 + self.choices.below(20_000) as i64;
        let nonce = std::array::from_fn(|_| self.choices.below(256) as u8);
        let life_ms = MINUTE + self.choices.below(60_000) as i64;
        author(from).one_shot(id(to), nonce, self.now_ms, life_ms)
    }
}

/// Everything that the provider gets to see before it answers, as payloads.
struct Seen {
    offer: Vec<u8>,
    acceptance: Vec<u8>,
    request: Vec<u8>,
    /// Lengths of the bundles.
    bundles: [usize; 3],
}

/// The requester's side of every engagement, canary or not. All that differs is the blind.
fn engage(input: &Content, blind: [u8; 32], seed: u64) -> Seen {
    let mut draws = Draws::new(seed);
    let offer = verified::<OfferKind>(&Offer {
        header: Some(draws.header(REQUESTER, PROVIDER)),
        descriptor: vec![9; 32],
        terms: Some(terms()),
        input_media_type: input.media_type.clone(),
        input_bytes: input.size_bytes,
    });
    let quote = verified::<QuoteKind>(&draft::quote(&offer, draws.header(PROVIDER, REQUESTER)));
    let header = draws.header(REQUESTER, PROVIDER);
    let acceptance = verified::<AcceptanceKind>(&draft::acceptance(&quote, header, blind, input));
    let header = draws.header(REQUESTER, PROVIDER);
    let request = verified::<TaskRequestKind>(&draft::request(&acceptance, header, input.clone()));
    Seen {
        offer: casp_wire::encode(offer.message()),
        acceptance: casp_wire::encode(acceptance.message()),
        request: casp_wire::encode(request.message()),
        bundles: [offer.bundle().len(), acceptance.bundle().len(), request.bundle().len()],
    }
}

/// Sealed with the issuer's root key and verified by the addressee.
fn verified<K: Kind>(message: &K::Message) -> Verified<K> {
    let header = K::header(message).unwrap();
    let signer = if header.issuer == id(REQUESTER).as_bytes() {
        REQUESTER
    } else {
        PROVIDER
    };
    let audience = AgentId::from_multikey(&header.audience).unwrap();
    let signed = Signed::<K>::seal(message, key(signer)).unwrap_or_else(|error| panic!("{error}"));
    Verifier::new(NETWORK, Some(audience))
        .verify(signed, &KnownAgents::new(10), header.issued_at_ms)
        .unwrap_or_else(|violation| panic!("{violation}"))
}

/// The blind of real work: uniformly random bytes, here from a seed.
fn random_blind(number: u64) -> [u8; 32] {
    Sha256::new_with_prefix("stands for the operating system's randomness")
        .chain_update(number.to_be_bytes())
        .finalize()
        .into()
}

fn canary_blind(number: u64) -> [u8; 32] {
    let family: &Family = &FAMILIES[number as usize % 4];
    bank().derive(id(PROVIDER), number, family).commitment.blind()
}

/// Offsets at which two payloads differ.
fn differences(a: &[u8], b: &[u8]) -> Vec<usize> {
    assert_eq!(a.len(), b.len());
    (0..a.len()).filter(|at| a[*at] != b[*at]).collect()
}

fn offset(whole: &[u8], part: &[u8]) -> usize {
    whole.windows(part.len()).position(|window| window == part).unwrap()
}

#[test]
fn a_canary_and_real_work_differ_in_the_blind_and_what_names_it() {
    for number in 0..40 {
        let family = &FAMILIES[number as usize % 4];
        let derived = bank().derive(id(PROVIDER), number, family);
        let input = inline(family.input_media_type(), derived.task.input.clone());
        let blind = derived.commitment.blind();
        let (canary, real) = (
            engage(&input, blind, number),
            engage(&input, random_blind(number), number),
        );
        assert_eq!(canary.bundles, real.bundles);
        assert_eq!(canary.offer, real.offer);
        let within = |at: usize| at..at + 32;
        let blind_at = within(offset(&canary.acceptance, &blind));
        let differ = differences(&canary.acceptance, &real.acceptance);
        assert!(!differ.is_empty() && differ.iter().all(|at| blind_at.contains(at)));
        // The request names the acceptance, in which the blind is.
        let contract = casp_wire::decode::<casp_wire::v1::TaskRequest>(&canary.request, casp_wire::Layer::Payload);
        let contract_at = within(offset(&canary.request, &contract.unwrap().contract));
        let differ = differences(&canary.request, &real.request);
        assert!(!differ.is_empty() && differ.iter().all(|at| contract_at.contains(at)));
    }
}

const SAMPLES: u64 = 4_096;

/// At 255 degrees of freedom, exceeded by chance once in a thousand times.
const CRITICAL: f64 = 330.52;

fn counts(blind: impl Fn(u64) -> [u8; 32]) -> [f64; 256] {
    let mut counts = [0.0; 256];
    for byte in (0..SAMPLES).flat_map(blind) {
        counts[usize::from(byte)] += 1.0;
    }
    counts
}

/// Against 256 values that are equally likely.
fn chi_square(counts: &[f64; 256]) -> f64 {
    let expected = (SAMPLES * 32) as f64 / 256.0;
    counts.iter().map(|count| (count - expected).powi(2) / expected).sum()
}

/// Against each other, of samples of one size.
fn chi_square_of_two(a: &[f64; 256], b: &[f64; 256]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2) / (a + b)).sum()
}

#[test]
fn blinds_are_uniform_in_both_worlds_and_alike() {
    let (canary, real) = (counts(canary_blind), counts(random_blind));
    let found = [
        chi_square(&canary),
        chi_square(&real),
        chi_square_of_two(&canary, &real),
    ];
    assert!(found.iter().all(|found| *found < CRITICAL), "{found:?}");
}

#[test]
fn every_place_of_a_blind_is_uniform() {
    // Each of 256 bits, set in half of the samples: four and a half standard deviations, exceeded by chance once in
    // some 300 choices of seeds.
    for blind in [canary_blind, random_blind] {
        let mut set = [0_i64; 256];
        for bytes in (0..SAMPLES).map(blind) {
            (0..256).for_each(|bit| set[bit] += i64::from(bytes[bit / 8] >> (bit % 8) & 1));
        }
        let most = 4.5 * (SAMPLES as f64 / 4.0).sqrt();
        assert!(
            set.iter()
                .all(|count| ((count - SAMPLES as i64 / 2) as f64).abs() < most),
            "{set:?}"
        );
    }
}

#[test]
fn a_slight_bias_would_be_noticed() {
    // One blind in sixteen begins with zero; or a value never comes.
    let marked = counts(|number| {
        let mut blind = canary_blind(number);
        blind[0] *= u8::from(number % 16 != 0);
        blind
    });
    let avoiding = counts(|number| canary_blind(number).map(|byte| if byte == 7 { 8 } else { byte }));
    assert!(chi_square(&marked) > CRITICAL && chi_square(&avoiding) > CRITICAL);
}

#[test]
fn the_input_of_a_public_generator_can_be_told() {
    let looks_generated = |input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        text.contains(r#""want":["count","largest","total"]"#)
            || [
                "reverse-words\n",
                "sort-words\n",
                "upper-ascii\n",
                "rot13\n",
                "sum of amount where region is ",
            ]
            .iter()
            .any(|beginning| text.starts_with(beginning))
            || text.starts_with(r#"{"background":"#)
    };
    for number in 0..200 {
        let derived = bank().derive(id(PROVIDER), number, &FAMILIES[number as usize % 4]);
        assert!(looks_generated(&derived.task.input));
    }
}
