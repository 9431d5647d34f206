//! Two agents, a network, and the statements that they make.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use std::sync::LazyLock;

use casp_identity::{AgentId, Kind, KnownAgents, Signed, Signer as _, SoftwareKey, Verified, Verifier};
use casp_task::draft::Author;
use casp_task::{Book, BookLimits, Engagement, Said, TaskViolation, content};
use casp_wire::v1::{Content, Header, Money, Offer, Quote, SideEffect, Terms};

pub const NETWORK: &str = "example";
pub const NOW: i64 = 1_767_225_600_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 3_600_000;

pub const ALICE: u8 = 1;
pub const BOB: u8 = 2;
pub const CAROL: u8 = 3;

static KEYS: LazyLock<Vec<SoftwareKey>> = LazyLock::new(|| (0..8).map(|n| SoftwareKey::from_seed(&[n; 32])).collect());

pub fn key(agent: u8) -> &'static SoftwareKey {
    &KEYS[usize::from(agent)]
}

pub fn id(agent: u8) -> AgentId {
    key(agent).agent_id()
}

pub fn author(agent: u8) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: id(agent),
        delegation: None,
    }
}

/// A one-shot header that lives an hour.
pub fn one_shot(from: u8, to: u8, nonce: u8, now_ms: i64) -> Header {
    author(from).one_shot(id(to), [nonce; 16], now_ms, HOUR)
}

pub fn lasting(from: u8, to: u8, now_ms: i64) -> Header {
    author(from).lasting(Some(id(to)), now_ms)
}

pub fn input() -> Content {
    content::inline("text/plain", "Guten Morgen")
}

pub fn terms() -> Terms {
    Terms {
        capability_id: "org.example/translate".into(),
        capability_version: "1.2.0".into(),
        behavior_digest: vec![7; 32],
        side_effect: SideEffect::None.into(),
        price: Some(Money {
            currency: "EUR".into(),
            amount_micros: 20_000,
        }),
        deadline_ms: NOW + 2 * HOUR,
        output_media_type: "text/plain".into(),
        evidence: vec![],
        receipt_signers: vec![],
    }
}

pub fn offer(nonce: u8, now_ms: i64) -> Offer {
    Offer {
        header: Some(one_shot(ALICE, BOB, nonce, now_ms)),
        descriptor: vec![7; 32],
        terms: Some(terms()),
        input_media_type: "text/plain".into(),
        input_bytes: input().size_bytes,
    }
}

pub fn quote(offer: &Verified<casp_task::OfferKind>, nonce: u8, now_ms: i64) -> Quote {
    casp_task::draft::quote(offer, one_shot(BOB, ALICE, nonce, now_ms))
}

/// Signs with the issuer's root key, and verifies as Bob, at the time of issue.
pub fn verified<K: Kind>(agent: u8, message: &K::Message) -> Verified<K> {
    let signed = Signed::<K>::seal(message, key(agent)).unwrap_or_else(|error| panic!("{error}"));
    let issued_at_ms = K::header(message).unwrap().issued_at_ms;
    let audience = AgentId::from_multikey(&K::header(message).unwrap().audience).ok();
    Verifier::new(NETWORK, audience)
        .verify(signed, &KnownAgents::new(0), issued_at_ms)
        .unwrap_or_else(|violation| panic!("{violation}"))
}

pub fn book(engagements: usize) -> Book {
    book_of(None, engagements)
}

/// The book of this agent; it has room for as many own engagements.
pub fn book_of(agent: Option<u8>, engagements: usize) -> Book {
    let limits = BookLimits {
        engagements,
        own_engagements: engagements,
        ..BookLimits::default()
    };
    Book::new(agent.map(id), limits)
}

pub fn apply(book: &mut Book, said: impl Into<Said>, now_ms: i64) -> Result<Engagement, TaskViolation> {
    book.apply(said, &mut KnownAgents::new(0), now_ms).cloned()
}
