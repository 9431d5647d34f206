//! The statements of discovery as an honest party makes them, each by itself, with nothing optional in it.

use casp_wire::v1;
use sha2::{Digest as _, Sha256};

use super::intent::{asks, constraint, text};
use crate::generate::engagement::{lasting, one_shot, tagged};
use crate::generate::forge::{Key, Payload as _};
use crate::generate::world::{DAY, HOUR, MAX_INTEGER, MINUTE, World};

/// A query for the ten best of some publisher's agents.
pub(crate) fn query(world: &World, requester: &Key, registry: &Key) -> v1::DiscoveryQuery {
    let tag = world.draw("wanted tag").word();
    query_for(
        world,
        requester,
        registry,
        asks(vec![constraint("tag", v1::Operator::Contains, vec![text(tag)])]),
    )
}

/// A query for the ten best.
pub(crate) fn query_for(world: &World, requester: &Key, registry: &Key, intent: v1::Intent) -> v1::DiscoveryQuery {
    v1::DiscoveryQuery {
        header: Some(one_shot(world, requester, registry, "query")),
        intent: Some(intent),
        limit: 10,
        sample: 0,
    }
}

/// Nothing was found.
pub(crate) fn result(world: &World, registry: &Key, requester: &Key) -> v1::DiscoveryResult {
    v1::DiscoveryResult {
        header: Some(lasting(world, registry, requester)),
        query: world.draw("some query").bytes(32),
        ..v1::DiscoveryResult::default()
    }
}

/// A result in which every field is as long as it can be.
pub(crate) fn fullest_result(world: &World) -> v1::DiscoveryResult {
    let mut draw = world.draw("fullest result");
    let filler = draw.bytes(1)[0];
    let letter = draw.pick(&["a", "b", "c", "d"]);
    let descriptors: Vec<Vec<u8>> = (0..100).map(|_| draw.bytes(32)).collect();
    let refresh = draw.bytes(32);
    let of = |front: u32| {
        let of_descriptor = |descriptor: &Vec<u8>| v1::DiscoveryMatch {
            descriptor: descriptor.clone(),
            refresh: refresh.clone(),
            capability_id: format!("com.{}", letter.repeat(124)),
            capability_version: format!("1.0.0-{}", letter.repeat(58)),
            front,
            relevance_ppm: 1_000_000,
            lexical_ppm: 1_000_000,
            semantic_ppm: 1_000_000,
            skill_ppm: 1_000_000,
        };
        descriptors.iter().map(of_descriptor).collect()
    };
    let mut result = v1::DiscoveryResult {
        ranked: of(u32::MAX),
        sampled: of(0),
        filters: vec![
            v1::FilterReport {
                attribute: letter.repeat(128),
                excluded: MAX_INTEGER,
            };
            32
        ],
        examined: MAX_INTEGER,
        matched: MAX_INTEGER,
        diversified: true,
        embedding_space: letter.repeat(64),
        ..result(world, &world.alice, &world.verifier)
    };
    let extension = |nth: usize| v1::Extension {
        id: format!("{nth:02}{}", letter.repeat(126)),
        critical: false,
        value: vec![filler; 4_096],
    };
    result.header().extensions = (0..16).map(extension).collect();
    result
}

/// A promise to serve an entry for an hour.
pub(crate) fn receipt(world: &World, registry: &Key) -> v1::RegistrationReceipt {
    let mut draw = world.draw("receipt of a registration");
    let mut header = world.header(registry);
    header.expires_at_ms = world.issued + HOUR;
    v1::RegistrationReceipt {
        header: Some(header),
        agent: world.carol.multikey(),
        descriptor: draw.bytes(32),
        refresh: vec![],
        admitted_until_ms: world.issued + DAY,
    }
}

/// A registry that is full.
pub(crate) fn refusal(world: &World, registry: &Key, requester: &Key) -> v1::RegistryRefusal {
    v1::RegistryRefusal {
        header: Some(lasting(world, registry, requester)),
        subject: world.draw("some subject").bytes(32),
        reason: "full".to_owned(),
        retry_after_ms: 0,
        challenge: None,
    }
}

/// The registry's key for challenges.
pub(super) fn secret(world: &World) -> Vec<u8> {
    world.draw("secret of the registry").bytes(32)
}

/// A challenge that was made a minute ago and lives for ten.
pub(super) fn challenge(world: &World, registry: &Key, agent: &Key, difficulty_bits: u32) -> v1::AdmissionChallenge {
    let challenge = v1::AdmissionChallenge {
        registry: registry.multikey(),
        agent: agent.multikey(),
        difficulty_bits,
        issued_at_ms: world.now - MINUTE,
        expires_at_ms: world.now + 9 * MINUTE,
        mac: vec![],
    };
    marked(challenge, &secret(world))
}

/// The challenge under a key (SPEC.md section 18.7).
pub(super) fn marked(challenge: v1::AdmissionChallenge, secret: &[u8]) -> v1::AdmissionChallenge {
    let without = v1::AdmissionChallenge {
        mac: vec![],
        ..challenge
    };
    let text = [
        b"casp/v1/challenge".as_slice(),
        &prost::Message::encode_to_vec(&without),
    ]
    .concat();
    v1::AdmissionChallenge {
        mac: hmac(secret, &text),
        ..without
    }
}

/// HMAC-SHA-256 (RFC 2104) with a key of at most 64 bytes.
pub(super) fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let padded = |with: u8| -> Vec<u8> {
        let byte = |at: usize| key.get(at).copied().unwrap_or(0) ^ with;
        (0..64).map(byte).collect()
    };
    let inner = Sha256::digest([&padded(0x36), text].concat());
    Sha256::digest([padded(0x5c), inner.to_vec()].concat()).to_vec()
}

/// How many zero bits the hash of a challenge and a solution begins with.
pub(super) fn zero_bits(challenge: &v1::AdmissionChallenge, solution: &[u8]) -> u32 {
    let challenge = prost::Message::encode_to_vec(challenge);
    let hash = tagged("casp/v1/admission", &[&challenge, solution]);
    let mut bits = 0;
    for byte in hash {
        bits += byte.leading_zeros();
        if byte != 0 {
            break;
        }
    }
    bits
}

/// The first solution, counting from a drawn number, whose hash begins with a number of zero bits that will do.
pub(super) fn solve(world: &World, challenge: &v1::AdmissionChallenge, will_do: impl Fn(u32) -> bool) -> Vec<u8> {
    let start = u64::from_be_bytes(world.draw("first solution").bytes(8).try_into().unwrap_or_default());
    let solutions = (0..=u64::MAX).map(|step| start.wrapping_add(step).to_be_bytes().to_vec());
    let mut solved = solutions.filter(|solution| will_do(zero_bits(challenge, solution)));
    solved.next().expect("some solution will do")
}
