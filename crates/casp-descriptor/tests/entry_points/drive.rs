//! Leads a store and the model through the same events, and compares them after each.

use casp_descriptor::{
    DescriptorKind, DescriptorStore, Publication, RefreshKind, Refused, StoreLimits, WithdrawalKind,
    verify_equivocation,
};
use casp_identity::{DelegationKind, HostBindingKind, Kind, RetireKind, Signed, Verified, Verifier};
use casp_wire::v1::{
    Capability, CapabilityDescriptor, Delegation, DescriptorRefresh, DescriptorWithdrawal, Header, Retire,
};
use casp_wire::{Stage, Violation as _};

use super::forge::{self, id, key};
use super::model::{Model, Shown};

pub const NETWORK: &str = "test";
pub const START: i64 = 1_767_225_600_000;

/// Seed of the operational key of the agent with the same number.
const OPERATIONAL: u8 = 128;

/// One thing that happens. Numbers are as they are; statements are made soundly from them, at the current time plus `skew_ms`.
#[derive(Clone, Debug)]
pub enum Event {
    /// Time passes, or the clock goes back.
    Time(i64),
    Descriptor {
        by: By,
        sequence: u64,
        ttl_ms: u64,
        skew_ms: i64,
        salt: u8,
    },
    /// Refreshes the `nth` descriptor that was made, from the latest on, whosever it is.
    Refresh {
        by: By,
        nth: usize,
        sequence: u64,
        life_ms: i64,
        skew_ms: i64,
    },
    Withdrawal {
        by: By,
        sequence: u64,
        life_ms: i64,
        skew_ms: i64,
    },
    Delegation {
        agent: u8,
        epoch: u64,
    },
    HostBinding {
        agent: u8,
        epoch: u64,
    },
    Retirement {
        agent: u8,
    },
    /// The `nth` statement that was made, from the latest on, comes again.
    Again(usize),
    /// A bundle from elsewhere, as this kind.
    Foreign(u8, Vec<u8>),
}

/// Who signs: an agent's root key, or its operational key under a delegation of this epoch.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub agent: u8,
    pub epoch: u64,
    pub delegated: bool,
}

/// A store beside its model.
pub struct Pair {
    pub store: DescriptorStore,
    pub model: Model,
    limits: StoreLimits,
    now_ms: i64,
    network: Option<String>,
    /// Of the network that the first statement names.
    verifier: Verifier,
    made: Vec<(u8, Vec<u8>)>,
    descriptors: Vec<[u8; 32]>,
    /// Rules that were broken, in order.
    pub refusals: Vec<&'static str>,
    pub accepted: usize,
}

impl Pair {
    pub fn new(limits: StoreLimits) -> Self {
        Self {
            store: DescriptorStore::new(limits),
            model: Model::new(limits),
            limits,
            now_ms: START,
            network: None,
            verifier: Verifier::new(NETWORK, None),
            made: Vec::new(),
            descriptors: Vec::new(),
            refusals: Vec::new(),
            accepted: 0,
        }
    }

    /// Lets one thing happen.
    pub fn happen(&mut self, event: &Event) {
        if let Event::Time(passes_ms) = event {
            self.now_ms = self.now_ms.saturating_add(*passes_ms).clamp(1, 253_402_300_799_999);
        }
        self.model.advance(self.now_ms);
        if let Some((kind, bundle)) = self.make(event) {
            if !matches!(event, Event::Again(_)) {
                self.made.push((kind, bundle.clone()));
            }
            self.receive(kind, bundle);
        }
        self.compare();
    }

    /// Sets the clock.
    pub fn set_time(&mut self, now_ms: i64) {
        self.happen(&Event::Time(now_ms.saturating_sub(self.now_ms)));
    }

    /// The kind and the bundle of what an event brings.
    fn make(&mut self, event: &Event) -> Option<(u8, Vec<u8>)> {
        match *event {
            Event::Time(_) => None,
            Event::Descriptor {
                by,
                sequence,
                ttl_ms,
                skew_ms,
                salt,
            } => {
                let message = |header| descriptor(header, by.epoch, sequence, ttl_ms, salt);
                let bundle = self.sign::<DescriptorKind>(by, skew_ms, message);
                self.descriptors.push(
                    Signed::<DescriptorKind>::from_bytes(bundle.clone())
                        .object_id()
                        .unwrap()
                        .0,
                );
                Some((0, bundle))
            }
            Event::Refresh {
                by,
                nth,
                sequence,
                life_ms,
                skew_ms,
            } => {
                let descriptor = latest(&self.descriptors, nth)?.to_vec();
                let message = |mut header: Header| {
                    header.expires_at_ms = header.issued_at_ms + life_ms;
                    DescriptorRefresh {
                        header: Some(header),
                        epoch: by.epoch,
                        sequence,
                        descriptor,
                    }
                };
                Some((1, self.sign::<RefreshKind>(by, skew_ms, message)))
            }
            Event::Withdrawal {
                by,
                sequence,
                life_ms,
                skew_ms,
            } => {
                let message = |mut header: Header| {
                    header.expires_at_ms = header.issued_at_ms + life_ms;
                    DescriptorWithdrawal {
                        header: Some(header),
                        epoch: by.epoch,
                        sequence,
                    }
                };
                Some((2, self.sign::<WithdrawalKind>(by, skew_ms, message)))
            }
            Event::Delegation { agent, epoch } => Some((3, self.delegation(agent, epoch))),
            Event::HostBinding { agent, epoch } => {
                let by = By {
                    agent,
                    epoch,
                    delegated: true,
                };
                let message = |mut header: Header| {
                    header.expires_at_ms = header.issued_at_ms + 1_000;
                    casp_wire::v1::HostBinding {
                        header: Some(header),
                        host: id(255).as_bytes().into(),
                    }
                };
                Some((4, self.sign::<HostBindingKind>(by, 0, message)))
            }
            Event::Retirement { agent } => {
                let message = Retire {
                    header: Some(self.header(agent, 0)),
                    successor: Vec::new(),
                };
                Some((
                    5,
                    forge::signed_as(
                        RetireKind::PROFILE.payload_type,
                        &casp_wire::encode(&message),
                        key(agent),
                    ),
                ))
            }
            Event::Again(nth) => latest(&self.made, nth).cloned(),
            Event::Foreign(kind, ref bundle) => {
                let named = Signed::<DescriptorKind>::from_bytes(bundle.clone()).object_id();
                self.descriptors.extend(named.map(|id| id.0));
                Some((kind, bundle.clone()))
            }
        }
    }

    fn sign<K: Kind>(&self, by: By, skew_ms: i64, message: impl FnOnce(Header) -> K::Message) -> Vec<u8> {
        let mut header = self.header(by.agent, skew_ms);
        if !by.delegated {
            return forge::signed_as(
                K::PROFILE.payload_type,
                &casp_wire::encode(&message(header)),
                key(by.agent),
            );
        }
        let delegation = forge::lenient_bundle(&self.delegation(by.agent, by.epoch))
            .unwrap()
            .subject
            .unwrap();
        header.delegation = casp_identity::envelope_object_id(&delegation).0.into();
        let signer = key(by.agent ^ OPERATIONAL);
        let subject = forge::envelope(K::PROFILE.payload_type, &casp_wire::encode(&message(header)), signer);
        casp_wire::encode(&casp_wire::v1::Bundle {
            subject: Some(subject),
            proofs: vec![delegation],
        })
    }

    fn delegation(&self, agent: u8, epoch: u64) -> Vec<u8> {
        // Good for some days on either side, so that it covers what is made now.
        let issued_at_ms = (self.now_ms - 2 * 86_400_000).max(1);
        let message = Delegation {
            header: Some(Header {
                issued_at_ms,
                expires_at_ms: issued_at_ms + 604_800_000,
                ..self.header(agent, 0)
            }),
            delegate: id(agent ^ OPERATIONAL).as_bytes().into(),
            scopes: vec!["descriptor".into()],
            epoch,
        };
        forge::signed_as(
            DelegationKind::PROFILE.payload_type,
            &casp_wire::encode(&message),
            key(agent),
        )
    }

    fn header(&self, agent: u8, skew_ms: i64) -> Header {
        Header {
            network_id: self.network.clone().unwrap_or_else(|| NETWORK.into()),
            issuer: id(agent).as_bytes().into(),
            issued_at_ms: (self.now_ms + skew_ms).max(1),
            ..Header::default()
        }
    }

    fn receive(&mut self, kind: u8, bundle: Vec<u8>) {
        // The first statement decides on which network all this plays.
        if self.network.is_none() {
            let network = forge::network_of(&bundle).unwrap_or_else(|| NETWORK.into());
            self.verifier = Verifier::new(network.as_str(), None);
            self.network = Some(network);
        }
        match kind {
            0 => self.apply::<DescriptorKind>(bundle),
            1 => self.apply::<RefreshKind>(bundle),
            2 => self.apply::<WithdrawalKind>(bundle),
            3 => self.observe::<DelegationKind>(bundle),
            4 => self.observe::<HostBindingKind>(bundle),
            _ => self.retire(bundle),
        }
    }

    fn verify<K: Kind>(&mut self, bundle: Vec<u8>) -> Option<Verified<K>> {
        let signed = Signed::<K>::from_bytes(bundle.clone());
        match self.verifier.verify(signed, self.store.known(), self.now_ms) {
            Ok(verified) => {
                self.may_speak(&verified);
                Some(verified)
            }
            Err(violation) => {
                self.is_rightly_refused::<K>(&violation, bundle);
                self.refusals.push(violation.rule());
                None
            }
        }
    }

    /// What is accepted is neither superseded nor of the retired, by the model's memory.
    fn may_speak<K: Kind>(&self, statement: &Verified<K>) {
        let epoch = K::epoch(statement.message()).or(statement.delegation_epoch());
        assert!(epoch.is_none_or(|epoch| epoch >= self.model.epoch(&statement.issuer())));
        assert!(K::PROFILE.is_retirement || !self.model.is_retired(&statement.issuer()));
    }

    /// What is refused for the store's memory is superseded or of the retired, by the model's.
    fn is_rightly_refused<K: Kind>(&mut self, violation: &K::Violation, bundle: Vec<u8>) {
        let verifier = &mut self.verifier;
        let as_issued = || verifier.verify_as_issued::<K>(Signed::from_bytes(bundle)).unwrap();
        match violation.rule() {
            "DEL-10" => {
                let statement = as_issued();
                let epoch = K::epoch(statement.message());
                assert!(epoch.is_none_or(|epoch| epoch < self.model.epoch(&statement.issuer())));
            }
            "DEL-11" => assert!(self.model.is_retired(&as_issued().issuer())),
            _ => assert!(violation.stage() <= Stage::Freshness),
        }
    }

    fn apply<K: Kind>(&mut self, bundle: Vec<u8>)
    where
        Publication: From<Verified<K>>,
    {
        let Some(verified) = self.verify::<K>(bundle) else {
            return;
        };
        let publication = Publication::from(verified);
        let expected = self.model.apply(&publication, self.now_ms);
        let outcome = self.store.apply(publication.clone(), self.now_ms);
        self.settle(
            expected,
            outcome.as_ref().map(drop).map_err(|refused| refused.violation.rule()),
        );
        if let Err(refused) = outcome {
            self.proof_holds(&publication, &refused);
        }
    }

    /// There is a proof exactly with SST-4, and it proves to anyone what happened.
    fn proof_holds(&mut self, publication: &Publication, refused: &Refused) {
        assert_eq!(refused.proof.is_some(), refused.violation.rule() == "SST-4");
        let Some(proof) = &refused.proof else { return };
        let (issuer, epoch, sequence) = match publication {
            Publication::Descriptor(it) => (it.issuer(), it.message().epoch, it.message().sequence),
            Publication::Refresh(it) => (it.issuer(), it.message().epoch, it.message().sequence),
            Publication::Withdrawal(it) => (it.issuer(), it.message().epoch, it.message().sequence),
        };
        let mut anyone = Verifier::new(self.network.clone().unwrap_or_default(), None);
        let proven = verify_equivocation(&mut anyone, &casp_wire::encode(&**proof)).unwrap();
        assert_eq!(
            (proven.issuer, proven.epoch, proven.sequence),
            (issuer, epoch, sequence)
        );
    }

    fn observe<K: Kind>(&mut self, bundle: Vec<u8>) {
        let Some(verified) = self.verify::<K>(bundle) else {
            return;
        };
        let epoch = K::epoch(verified.message())
            .or(verified.delegation_epoch())
            .unwrap_or(0);
        let expected = self.model.observe(verified.issuer(), epoch, self.now_ms);
        let outcome = self
            .store
            .observe(&verified, self.now_ms)
            .map_err(|violation| violation.rule());
        self.settle(expected, outcome);
    }

    fn retire(&mut self, bundle: Vec<u8>) {
        let Some(verified) = self.verify::<RetireKind>(bundle) else {
            return;
        };
        let expected = self.model.retire(verified.issuer(), self.now_ms);
        let outcome = self
            .store
            .observe(&verified, self.now_ms)
            .map_err(|violation| violation.rule());
        self.settle(expected, outcome);
    }

    fn settle(&mut self, expected: Result<(), &'static str>, outcome: Result<(), &'static str>) {
        // What is published ends no later than its delegation (DEL-7): when that is over, both are, and DEL-9 comes first.
        let over = (expected, outcome) == (Err("FRS-2"), Err("DEL-9"));
        assert!(over || outcome == expected, "{outcome:?} instead of {expected:?}");
        match outcome {
            Ok(()) => self.accepted += 1,
            Err(rule) => self.refusals.push(rule),
        }
    }

    /// The store shows what the model shows, and stays within its bounds.
    fn compare(&mut self) {
        self.store.expire(self.now_ms);
        for agent in self.model.ids() {
            let shown = self.store.lookup(&agent, self.now_ms).map(Shown::from);
            assert_eq!(shown, self.model.lookup(&agent), "{agent}");
            assert_eq!(self.store.known().epoch(&agent), self.model.epoch(&agent), "{agent}");
            assert_eq!(
                self.store.known().is_retired(&agent),
                self.model.is_retired(&agent),
                "{agent}"
            );
        }
        let living: Vec<_> = self
            .store
            .living(self.now_ms)
            .map(|(agent, entry)| (*agent, Shown::from(entry)))
            .collect();
        let expected = self
            .model
            .ids()
            .into_iter()
            .filter_map(|agent| Some((agent, self.model.lookup(&agent)?)));
        assert_eq!(living, expected.collect::<Vec<_>>());
        assert_eq!(self.store.agents(), self.model.count());
        assert_eq!(self.store.bytes(), self.model.bytes());
        assert_eq!(self.store.next_deadline_ms(), self.model.next_deadline_ms());
        assert!(self.store.agents() <= self.limits.agents && self.store.bytes() <= self.limits.bytes);
    }
}

fn latest<T>(list: &[T], nth: usize) -> Option<&T> {
    let back = nth.checked_rem(list.len())?;
    list.iter().rev().nth(back)
}

/// A descriptor of one capability, as short as can be.
pub fn descriptor(header: Header, epoch: u64, sequence: u64, ttl_ms: u64, salt: u8) -> CapabilityDescriptor {
    let capability = Capability {
        id: "a.b".into(),
        version: "1.0.0".into(),
        summary: "s".into(),
        side_effect: 1,
        risk: 1,
        behavior_digest: vec![salt; 32],
        ..Capability::default()
    };
    CapabilityDescriptor {
        header: Some(header),
        epoch,
        sequence,
        ttl_ms,
        capabilities: vec![capability],
        ..CapabilityDescriptor::default()
    }
}
