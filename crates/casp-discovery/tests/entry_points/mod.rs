//! What the property tests and the fuzz targets both hold discovery to.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

#[path = "../support/mod.rs"]
mod support;

use std::sync::OnceLock;

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::registry::{Identity, Origin, Outcome, Publishes, Registry, RegistryLimits};
use casp_discovery::{
    DiscoveryQueryKind, Entry, Gate, Question, Registering, find, seal_omission, verify_answer, verify_omission,
};
use casp_identity::{HashKey, Kind, KnownAgents, Signed, pae};
use casp_identity::{Signer as _, Verifier};
use casp_wire::v1::{AdmissionProof, Bundle, Envelope, Signature};
use sha2::{Digest as _, Sha256};
use support::*;

/// Target `question`: two bytes of length, a query's payload, a descriptor's payload. Both are signed as they are; what passes is
/// searched. Gives whether something was.
pub fn question(data: &[u8]) -> bool {
    let Some((length, rest)) = data.split_first_chunk::<2>() else {
        return false;
    };
    let length = usize::from(u16::from_be_bytes(*length)).min(rest.len());
    let (query, descriptor) = rest.split_at(length);
    let known = KnownAgents::new(10);
    let mut verifier = verifier(REGISTRY);
    let Ok(query) = verifier.verify(signed::<DiscoveryQueryKind>(REQUESTER, query), &known, NOW) else {
        return false;
    };
    let question = Question::of(&query).unwrap();
    let Ok(descriptor) = verifier.verify(signed::<DescriptorKind>(AGENTS, descriptor), &known, NOW) else {
        return false;
    };
    let entry = Entry::new(&descriptor);
    let found = find(&question, [&entry], NOW);
    let excluded: u64 = found.filters.iter().map(|filter| filter.excluded).sum();
    assert!(found.matched <= 1 && excluded <= found.examined);
    assert_eq!(found.matched == 0, excluded == found.examined);
    true
}

/// Target `held`: one byte that selects an answer, an omission proof or a registration, and then edits: two bytes of position, one
/// that is xored in. What was changed is refused, but for a registration's unsigned part.
pub fn held(data: &[u8]) {
    let Some((&which, edits)) = data.split_first() else {
        return;
    };
    let sound = sound();
    let original = match which % 3 {
        0 => &sound.answer,
        1 => &sound.omission,
        _ => &sound.registration,
    };
    let mut bytes = original.clone();
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % bytes.len();
        bytes[at] ^= edit[2];
    }
    let known = KnownAgents::new(10);
    let accepted = match which % 3 {
        0 => verify_answer(&mut verifier(REQUESTER), &sound.query, &bytes, &known, NOW + 3_000).is_ok(),
        1 => verify_omission(&mut verifier(AGENTS), &bytes, None).is_ok(),
        _ => {
            let gate = Gate::new(id(REGISTRY), &[1; 32]);
            let opened = Registering::<DescriptorKind>::open(&bytes);
            let _ = opened.map(|opened| opened.verify(&mut verifier(REGISTRY), &gate, &known, NOW));
            return;
        }
    };
    assert_eq!(accepted, bytes == *original);
}

/// Target `kept`: one byte that selects a snapshot or a record, and edits as those of `held`. A snapshot that was changed is refused; with a
/// digest that fits, it is refused or makes a registry that can be kept in turn. A record does as much or nothing, and time does not go past
/// now. Gives whether what was selected was taken.
pub fn kept(data: &[u8]) -> bool {
    let Some((&which, edits)) = data.split_first() else {
        return false;
    };
    let kept = sound_registry();
    let original = match which % 3 {
        0 | 1 => &kept.snapshot,
        _ => &kept.journal[usize::from(which / 3) % kept.journal.len()],
    };
    let mut bytes = original.clone();
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % bytes.len();
        bytes[at] ^= edit[2];
    }
    let restore = |bytes: &[u8]| Registry::restore(registrar(), RegistryLimits::default(), bytes);
    if which % 3 == 0 {
        let restored = restore(&bytes);
        assert_eq!(restored.is_ok(), bytes == *original);
        return restored.is_ok();
    }
    let (mut registry, is_taken) = if which % 3 == 1 {
        let end = bytes.len() - 32;
        let digest = Sha256::digest(&bytes[..end]);
        bytes[end..].copy_from_slice(&digest);
        match restore(&bytes) {
            Ok(registry) => (registry, true),
            Err(_) => return false,
        }
    } else {
        let mut registry = restore(&kept.snapshot).unwrap();
        registry.expire(NOW);
        let is_taken = registry.replay(&bytes, NOW + MINUTE).is_ok();
        assert!(registry.store().latest_ms() <= NOW + MINUTE);
        (registry, is_taken)
    };
    let snapshot = registry.snapshot();
    assert_eq!(restore(&snapshot).unwrap().snapshot(), snapshot);
    let asked = ask(&query(REGISTRY));
    let _ = registry.query(asked.as_bytes(), NOW);
    is_taken
}

fn registrar() -> Identity {
    Identity {
        network_id: NETWORK.into(),
        agent: id(REGISTRY),
        challenge_secret: [1; 32],
        hash_key: HashKey::new(&[2; 16]),
    }
}

struct KeptRegistry {
    snapshot: Vec<u8>,
    journal: Vec<Vec<u8>>,
}

/// A registry with a refreshed entry and one that ended, and the records of what came after.
fn sound_registry() -> &'static KeptRegistry {
    static KEPT: OnceLock<KeptRegistry> = OnceLock::new();
    KEPT.get_or_init(|| {
        let limits = RegistryLimits {
            pricing: None,
            ..RegistryLimits::default()
        };
        let mut registry = Registry::new(registrar(), limits);
        let published = translators(&[300, 100, 200]);
        let mut journal = Vec::new();
        let mut take = |registry: &mut Registry, outcome: Outcome| {
            let persist = match outcome {
                Outcome::Accepted(persist) => persist,
                Outcome::Refused(refusal) => refusal.persist.unwrap(),
                other => panic!("{other:?}"),
            };
            registry.persisted(persist.ticket, NOW).unwrap();
            journal.push(persist.record);
        };
        let origin = Origin::new(&[10, 0, 1]).unwrap();
        for each in &published {
            let registration = Registering::<DescriptorKind>::seal(&each.descriptor, None).unwrap();
            let outcome = registry.register(Publishes::Descriptor, &registration, origin, NOW);
            take(&mut registry, outcome);
        }
        let withdrawn = Registering::<WithdrawalKind>::seal(&withdrawal(AGENTS + 1, 2, NOW), None).unwrap();
        let outcome = registry.register(Publishes::Withdrawal, &withdrawn, origin, NOW);
        take(&mut registry, outcome);
        let snapshot = registry.snapshot();
        let refreshed = refresh(AGENTS, 2, &published[0].descriptor, NOW, MINUTE);
        let refreshed = Registering::<RefreshKind>::seal(&refreshed, None).unwrap();
        let outcome = registry.register(Publishes::Refresh, &refreshed, origin, NOW);
        take(&mut registry, outcome);
        let other = descriptor(AGENTS + 2, 1, vec![capability("org.example/translate", 7)]);
        let twice = Registering::<DescriptorKind>::seal(&other, None).unwrap();
        let outcome = registry.register(Publishes::Descriptor, &twice, origin, NOW);
        take(&mut registry, outcome);
        KeptRegistry { snapshot, journal }
    })
}

struct Sound {
    query: Signed<DiscoveryQueryKind>,
    answer: Vec<u8>,
    omission: Vec<u8>,
    registration: Vec<u8>,
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| {
        let mut published = translators(&[300, 100, 200]);
        published[0].refresh = Some(refresh(AGENTS, 2, &published[0].descriptor, NOW + 100, MINUTE));
        let registry = Answering {
            registry: REGISTRY,
            at_ms: NOW + 1_000,
        };
        let query = ask(&query(REGISTRY));
        let result = registry.result(&query, &published[..1], |_| {});
        let receipt = receipt(REGISTRY, &published[1], AGENTS + 1, NOW);
        let gate = Gate::new(id(REGISTRY), &[1; 32]);
        let admission = AdmissionProof {
            challenge: Some(gate.challenge(id(AGENTS), 0, NOW, MINUTE)),
            solution: vec![0; 8],
        };
        Sound {
            answer: registry.answer(&query, &published),
            omission: seal_omission(&query, &result, &receipt, published[1].wire()).unwrap(),
            registration: Registering::<DescriptorKind>::seal(&published[0].descriptor, Some(admission)).unwrap(),
            query,
        }
    })
}

/// Signs bytes as they are.
fn signed<K: Kind>(by: u8, payload: &[u8]) -> Signed<K> {
    let key = key(by);
    let payload_type = K::PROFILE.payload_type;
    let Ok(sig) = key.sign(&pae(payload_type, payload));
    let envelope = Envelope {
        payload: payload.into(),
        payload_type: payload_type.into(),
        signatures: vec![Signature {
            sig: sig.into(),
            keyid: key.agent_id().to_did_key(),
        }],
    };
    let bundle = Bundle {
        subject: Some(envelope),
        proofs: Vec::new(),
    };
    Signed::from_bytes(casp_wire::encode(&bundle))
}

/// A query and a descriptor that `question` searches: what a corpus begins with.
pub fn searched() -> Vec<u8> {
    let query = casp_wire::encode(&query(REGISTRY));
    let published = translators(&[300]);
    let mut verifier: Verifier = verifier(REQUESTER);
    let descriptor = verifier.verify_as_issued(published[0].descriptor.clone()).unwrap();
    let length = u16::try_from(query.len()).unwrap().to_be_bytes();
    [&length[..], &query, &casp_wire::encode(descriptor.message())].concat()
}
