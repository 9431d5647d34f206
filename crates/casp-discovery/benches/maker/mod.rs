//! Statements of agents by number, for benches.

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_discovery::Registering;
use casp_discovery::registry::{Identity, Origin, Registry, RegistryLimits};
use casp_identity::{HashKey, ObjectId, Signed, Signer as _, SoftwareKey};
use casp_wire::Layer;
use casp_wire::v1::{CapabilityDescriptor, DescriptorRefresh, Header};
use sha2::{Digest as _, Sha256};

use crate::input::Input;

pub(crate) fn origin(n: usize) -> Origin {
    Origin::new(&(n as u32).to_be_bytes()).expect("short")
}

pub(crate) fn key(n: usize) -> SoftwareKey {
    SoftwareKey::from_seed(&Sha256::digest((n as u64).to_be_bytes()).into())
}

/// Makes statements of agents by number.
pub(crate) struct Maker {
    pub(crate) template: CapabilityDescriptor,
    pub(crate) network_id: String,
    pub(crate) now_ms: i64,
}

impl Maker {
    pub(crate) fn new(input: Input) -> Self {
        let template: CapabilityDescriptor =
            casp_wire::decode(&input.envelope.payload, Layer::Payload).expect("a descriptor");
        Self {
            template,
            network_id: input.network_id,
            now_ms: input.now_ms,
        }
    }

    pub(crate) fn registry(&self) -> Registry {
        self.registry_of(65_536)
    }

    /// A registry with room for so many agents.
    pub(crate) fn registry_of(&self, agents: usize) -> Registry {
        let identity = Identity {
            network_id: self.network_id.clone(),
            agent: key(usize::MAX).agent_id(),
            challenge_secret: [1; 32],
            hash_key: HashKey::new(&[2; 16]),
        };
        let mut limits = RegistryLimits {
            pricing: None,
            ..RegistryLimits::default()
        };
        limits.store.agents = agents;
        limits.store.bytes = agents * 65_536;
        limits.index_bytes = usize::MAX;
        Registry::new(identity, limits)
    }

    fn header(&self, key: &SoftwareKey) -> Header {
        Header {
            network_id: self.network_id.clone(),
            issuer: key.agent_id().as_bytes().into(),
            issued_at_ms: self.now_ms,
            ..Header::default()
        }
    }

    pub(crate) fn descriptor(&self, n: usize, sequence: u64) -> Signed<DescriptorKind> {
        let key = key(n);
        let message = CapabilityDescriptor {
            header: Some(self.header(&key)),
            epoch: 1,
            sequence,
            ttl_ms: 3_600_000,
            ..self.template.clone()
        };
        Signed::seal(&message, &key).expect("sealed")
    }

    pub(crate) fn refresh(&self, n: usize, descriptor: ObjectId, sequence: u64) -> Signed<RefreshKind> {
        let key = key(n);
        let message = DescriptorRefresh {
            header: Some(Header {
                expires_at_ms: self.now_ms + 3_600_000,
                ..self.header(&key)
            }),
            epoch: 1,
            sequence,
            descriptor: descriptor.0.into(),
        };
        Signed::seal(&message, &key).expect("sealed")
    }

    pub(crate) fn registration(&self, signed: &Signed<DescriptorKind>) -> Vec<u8> {
        Registering::seal(signed, None).expect("sealed")
    }

    pub(crate) fn registration_of_refresh(&self, signed: &Signed<RefreshKind>) -> Vec<u8> {
        Registering::seal(signed, None).expect("sealed")
    }
}
