//! Two engines, a disk for each, and what passes between them.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use std::collections::VecDeque;

use casp_execution::provider::{Effect, Finish, Quoting};
use casp_execution::requester::{Accepting, Offering};
use casp_execution::{
    Action, Outgoing, Provider, ProviderEvent, ProviderLimits, Requester, RequesterEvent, RequesterLimits, Speaker,
    Statement,
};
use casp_identity::{AgentId, ObjectId, Signed, Signer, SoftwareKey, Verified, Verifier};
use casp_task::draft::Author;
use casp_task::{EngagementState, content};
use casp_wire::v1::{Content, Money, SideEffect, Terms};

pub const NETWORK: &str = "example";
pub const NOW: i64 = 1_767_225_600_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 3_600_000;
pub const SKEW: i64 = 30_000;

pub const ALICE: u8 = 1;
pub const BOB: u8 = 2;
pub const CAROL: u8 = 3;

pub type Random = Box<dyn FnMut(&mut [u8])>;

pub fn key(agent: u8) -> SoftwareKey {
    SoftwareKey::from_seed(&[agent; 32])
}

pub fn id(agent: u8) -> AgentId {
    key(agent).agent_id()
}

pub fn speaker(agent: u8) -> Speaker<SoftwareKey> {
    Speaker {
        author: Author {
            network_id: NETWORK.into(),
            agent: id(agent),
            delegation: None,
        },
        signer: key(agent),
        delegation: None,
    }
}

/// Bytes that differ with each call, and follow from the seed (splitmix64).
pub fn random(seed: u64) -> Random {
    let mut state = seed;
    Box::new(move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(8) {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    })
}

pub fn input() -> Content {
    content::inline("text/plain", "Guten Morgen")
}

pub fn output() -> Content {
    content::inline("text/plain", "Good morning")
}

pub fn terms(effect: SideEffect) -> Terms {
    Terms {
        capability_id: "org.example/translate".into(),
        capability_version: "1.2.0".into(),
        behavior_digest: vec![7; 32],
        side_effect: effect.into(),
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

pub fn offering(provider: u8, effect: SideEffect) -> Offering {
    Offering {
        provider: id(provider),
        descriptor: ObjectId([7; 32]),
        terms: terms(effect),
        input_media_type: "text/plain".into(),
        input_bytes: input().size_bytes,
        life_ms: HOUR,
    }
}

pub fn quoting() -> Quoting {
    Quoting {
        terms: None,
        life_ms: HOUR,
    }
}

pub fn accepting() -> Accepting {
    Accepting {
        input: input(),
        blind: None,
    }
}

pub fn new_requester(agent: u8) -> Requester<SoftwareKey, Random> {
    Requester::new(speaker(agent), random(agent.into()), RequesterLimits::default())
}

pub fn new_provider(agent: u8) -> Provider<SoftwareKey, Random> {
    Provider::new(speaker(agent), random(agent.into()), ProviderLimits::default())
}

/// Everything that a requester wants done, with every record safe at once.
pub fn drain_requester(
    requester: &mut Requester<SoftwareKey, Random>,
) -> (Vec<Outgoing>, Vec<RequesterEvent>, Vec<Vec<u8>>) {
    let (mut sent, mut events, mut records) = (vec![], vec![], vec![]);
    while let Some(action) = requester.poll() {
        match action {
            Action::Persist(persist) => {
                records.push(persist.record);
                requester.persisted(persist.ticket);
            }
            Action::Send(outgoing) => sent.push(outgoing),
            Action::Event(event) => events.push(event),
        }
    }
    (sent, events, records)
}

/// The same of a provider.
pub fn drain_provider(
    provider: &mut Provider<SoftwareKey, Random>,
) -> (Vec<Outgoing>, Vec<ProviderEvent>, Vec<Vec<u8>>) {
    let (mut sent, mut events, mut records) = (vec![], vec![], vec![]);
    while let Some(action) = provider.poll() {
        match action {
            Action::Persist(persist) => {
                records.push(persist.record);
                provider.persisted(persist.ticket);
            }
            Action::Send(outgoing) => sent.push(outgoing),
            Action::Event(event) => events.push(event),
        }
    }
    (sent, events, records)
}

/// A requester and a provider on a wire that delivers at once.
pub struct Pair {
    pub requester: Requester<SoftwareKey, Random>,
    pub provider: Provider<SoftwareKey, Random>,
    pub asked: Vec<RequesterEvent>,
    pub told: Vec<ProviderEvent>,
    pub requester_journal: Vec<Vec<u8>>,
    pub provider_journal: Vec<Vec<u8>>,
    /// Everything that passed, in order.
    pub passed: Vec<Outgoing>,
    pub now_ms: i64,
}

impl Pair {
    pub fn new() -> Self {
        Self {
            requester: new_requester(ALICE),
            provider: new_provider(BOB),
            asked: vec![],
            told: vec![],
            requester_journal: vec![],
            provider_journal: vec![],
            passed: vec![],
            now_ms: NOW,
        }
    }

    /// Delivers until nothing is under way.
    pub fn settle(&mut self) {
        let mut wire = VecDeque::new();
        loop {
            let (sent, events, records) = drain_requester(&mut self.requester);
            wire.extend(sent);
            self.asked.extend(events);
            self.requester_journal.extend(records);
            let (sent, events, records) = drain_provider(&mut self.provider);
            wire.extend(sent);
            self.told.extend(events);
            self.provider_journal.extend(records);
            let Some(next) = wire.pop_front() else { return };
            if next.to == id(BOB) {
                let _ = self.provider.receive(&next.bundle, self.now_ms);
            } else {
                let _ = self.requester.receive(&next.bundle, self.now_ms);
            }
            self.passed.push(next);
        }
    }

    /// Lets time pass up to an instant, doing what is due on the way.
    pub fn pass_until(&mut self, end_ms: i64) {
        loop {
            let next = [self.requester.next_timeout_ms(), self.provider.next_timeout_ms()];
            let next = next.into_iter().flatten().min().filter(|at| *at <= end_ms);
            let Some(at) = next else { break };
            self.now_ms = self.now_ms.max(at);
            self.requester.handle_timeout(self.now_ms);
            self.provider.handle_timeout(self.now_ms);
            self.settle();
        }
        self.now_ms = end_ms;
    }

    /// From the offer to the contract, with its request.
    pub fn contract(&mut self, effect: SideEffect) -> ObjectId {
        self.contract_on(offering(BOB, effect))
    }

    pub fn contract_on(&mut self, offering: Offering) -> ObjectId {
        let offer = self.requester.offer(offering, self.now_ms).unwrap();
        self.settle();
        self.provider.quote(&offer, quoting(), self.now_ms).unwrap();
        self.settle();
        let contract = self.requester.accept(&offer, accepting(), self.now_ms).unwrap();
        self.settle();
        contract
    }

    pub fn finish(&mut self, contract: &ObjectId) {
        self.provider
            .finish(contract, Finish::completed(output()), self.now_ms)
            .unwrap();
        self.settle();
    }

    pub fn begin(&mut self, contract: &ObjectId) {
        self.provider.begin(contract, Effect::Unknowable, self.now_ms).unwrap();
        self.settle();
    }

    pub fn state_of_requester(&self, contract: &ObjectId) -> EngagementState {
        self.requester.engagement(contract).unwrap().state_at(self.now_ms)
    }

    pub fn state_of_provider(&self, contract: &ObjectId) -> EngagementState {
        self.provider.engagement(contract).unwrap().state_at(self.now_ms)
    }

    pub fn passed_of(&self, statement: Statement) -> usize {
        self.passed
            .iter()
            .filter(|outgoing| outgoing.statement == statement)
            .count()
    }
}

/// What one agent signs by hand, verified by the other as it arrives.
pub fn by_hand<K: casp_identity::Kind>(from: u8, message: &K::Message) -> Vec<u8> {
    Signed::<K>::seal(message, &key(from))
        .unwrap_or_else(|error| panic!("{error}"))
        .as_bytes()
        .to_vec()
}

pub fn verified<K: casp_identity::Kind>(bundle: &[u8], by: u8, now_ms: i64) -> Verified<K> {
    let known = casp_identity::KnownAgents::new(0);
    let verified = Verifier::new(NETWORK, Some(id(by))).verify(Signed::from_bytes(bundle), &known, now_ms);
    verified.unwrap_or_else(|violation| panic!("{violation}"))
}
