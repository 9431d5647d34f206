//! Who takes part: what each offers, how it behaves, and what the requester remembers of it.

use casp_identity::{Signer as _, SoftwareKey};
use casp_wire::v1::{Capability, Price, Provenance, QosMetric, RiskClass, SideEffect};
use sha2::{Digest as _, Sha256};

pub(crate) const DRAW: &str = "org.example/draw";
pub(crate) const PUBLISH: &str = "org.example/publish";
pub(crate) const RENDER: &str = "org.example/render-page";

/// How a provider behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// Does what it signs.
    Honest,
    /// Answers with something else.
    Lies,
    /// Works well, and leaves the end of its trace out of the evidence.
    HidesTheEnd,
    /// Works well, and shows a receipt that its result does not name: its own signatures convict it.
    PadsReceipts,
    /// Shows a plan for another page.
    PlansAnother,
    /// Takes a minute and a half.
    Slow,
    /// Behaves otherwise than it did when it earned its name, and says so in its descriptor.
    Drifted,
    /// Never quotes.
    Mute,
    /// Takes the task, and is not heard of again.
    Vanishes,
}

/// A provider.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Player {
    pub(crate) name: &'static str,
    pub(crate) offers: &'static str,
    pub(crate) behaviour: Behaviour,
    /// What it claims to have observed of itself, milliseconds.
    pub(crate) latency_ms: u64,
    pub(crate) price_micros: u64,
    /// Contracts that went well before, as the requester remembers.
    pub(crate) past_good: u64,
}

const fn player(
    name: &'static str,
    offers: &'static str,
    behaviour: Behaviour,
    (latency_ms, price_micros, past_good): (u64, u64, u64),
) -> Player {
    Player {
        name,
        offers,
        behaviour,
        latency_ms,
        price_micros,
        past_good,
    }
}

/// Everybody. Whoever comes first by what he says of himself is no friend.
pub(crate) const PLAYERS: [Player; 23] = [
    player("sybil-1", DRAW, Behaviour::Lies, (10, 10_000, 0)),
    player("sybil-2", DRAW, Behaviour::Lies, (11, 10_000, 0)),
    player("sybil-3", DRAW, Behaviour::Lies, (12, 10_000, 0)),
    player("sybil-4", DRAW, Behaviour::Lies, (13, 10_000, 0)),
    player("sybil-5", DRAW, Behaviour::Lies, (14, 10_000, 0)),
    player("dear", DRAW, Behaviour::Honest, (20, 90_000, 30)),
    player("mute", DRAW, Behaviour::Mute, (200, 20_000, 12)),
    player("liar", DRAW, Behaviour::Lies, (250, 20_000, 14)),
    player("drifter", DRAW, Behaviour::Drifted, (300, 20_000, 30)),
    player("snail", DRAW, Behaviour::Slow, (350, 20_000, 20)),
    player("ghost", DRAW, Behaviour::Vanishes, (400, 20_000, 16)),
    player("forger", DRAW, Behaviour::HidesTheEnd, (450, 20_000, 25)),
    player("padder", DRAW, Behaviour::PadsReceipts, (470, 20_000, 25)),
    player("anna", DRAW, Behaviour::Honest, (500, 25_000, 30)),
    player("ben", DRAW, Behaviour::Honest, (900, 22_000, 30)),
    player("cheap-press", PUBLISH, Behaviour::Lies, (10, 5_000, 0)),
    player("cheaper-press", PUBLISH, Behaviour::Lies, (11, 4_000, 0)),
    player("yellow-press", PUBLISH, Behaviour::Lies, (100, 30_000, 10)),
    player("billboard", PUBLISH, Behaviour::PlansAnother, (150, 30_000, 18)),
    player("closed-press", PUBLISH, Behaviour::Mute, (200, 30_000, 22)),
    player("clara", PUBLISH, Behaviour::Honest, (300, 40_000, 30)),
    player("dora", PUBLISH, Behaviour::Honest, (500, 40_000, 30)),
    player("gone-press", PUBLISH, Behaviour::Vanishes, (120, 30_000, 15)),
];

impl Player {
    pub(crate) fn key(&self, seed: u64) -> SoftwareKey {
        key(self.name, seed)
    }

    pub(crate) fn agent(&self, seed: u64) -> casp_identity::AgentId {
        self.key(seed).agent_id()
    }

    /// What it was known by.
    pub(crate) fn past_behavior(&self) -> [u8; 32] {
        Sha256::digest(format!("{} 1", self.name)).into()
    }

    /// What it says now.
    pub(crate) fn behavior(&self) -> [u8; 32] {
        let version = if self.behaviour == Behaviour::Drifted { 2 } else { 1 };
        Sha256::digest(format!("{} {version}", self.name)).into()
    }

    pub(crate) fn capabilities(&self) -> Vec<Capability> {
        if self.offers == DRAW {
            return vec![self.capability(DRAW, "Draws a picture for a prompt", SideEffect::None)];
        }
        vec![
            self.capability(PUBLISH, "Publishes a picture on a page", SideEffect::Irreversible),
            self.capability(
                RENDER,
                "Makes the page for a picture, and does not publish it",
                SideEffect::None,
            ),
        ]
    }

    fn capability(&self, id: &str, summary: &str, side_effect: SideEffect) -> Capability {
        Capability {
            id: id.into(),
            version: "1.0.0".into(),
            summary: summary.into(),
            side_effect: side_effect.into(),
            risk: RiskClass::Public.into(),
            behavior_digest: self.behavior().into(),
            evidence: vec!["tool-receipt".into(), "trace".into()],
            price: Some(Price {
                currency: "EUR".into(),
                amount_micros: self.price_micros,
                per: "call".into(),
            }),
            qos: vec![QosMetric {
                name: "latency-p95".into(),
                value: self.latency_ms,
                unit: "ms".into(),
                provenance: Provenance::Observed.into(),
                sample_count: 100,
                window_ms: 3_600_000,
                evidence_digest: Vec::new(),
            }],
            ..Default::default()
        }
    }
}

/// The key of whoever has this name, in the world of a seed.
pub(crate) fn key(name: &str, seed: u64) -> SoftwareKey {
    let digest = Sha256::new_with_prefix(seed.to_be_bytes())
        .chain_update(name)
        .finalize();
    SoftwareKey::from_seed(&digest.into())
}

/// A source of bytes.
pub(crate) type Random = Box<dyn FnMut(&mut [u8])>;

/// Bytes that follow from a seed and a name (splitmix64).
pub(crate) fn random(name: &str, seed: u64) -> Random {
    let digest: [u8; 32] = Sha256::new_with_prefix(seed.to_be_bytes())
        .chain_update(name)
        .chain_update("random")
        .finalize()
        .into();
    let mut state = u64::from_be_bytes(digest[..8].try_into().expect("eight"));
    Box::new(move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(8) {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_be_bytes()[..chunk.len()]);
        }
    })
}
