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

use casp_descriptor::DescriptorKind;
use casp_discovery::{
    DiscoveryQueryKind, Entry, Gate, Question, Registering, find, seal_omission, verify_answer, verify_omission,
};
use casp_identity::{Kind, KnownAgents, Signed, pae};
use casp_identity::{Signer as _, Verifier};
use casp_wire::v1::{AdmissionProof, Bundle, Envelope, Signature};
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
