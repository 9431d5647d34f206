//! A registry in memory, and how it is asked.

use casp_descriptor::DescriptorKind;
use casp_discovery::registry::{Identity, Origin, Outcome, Publishes, Registry, RegistryLimits};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, Registering, seal_answer, verify_answer};
use casp_execution::funnel::Found;
use casp_identity::{HashKey, KnownAgents, Signed, Signer as _, SoftwareKey, Verifier};
use casp_wire::v1::{CapabilityDescriptor, DiscoveryQuery, Header, Intent};

use crate::NETWORK;
use crate::cast::{PLAYERS, key};

pub(crate) struct Market {
    key: SoftwareKey,
    registry: Registry,
}

impl Market {
    /// With everybody's descriptor in it, each signed.
    pub(crate) fn open(seed: u64, now_ms: i64) -> Self {
        let key = key("registry", seed);
        let identity = Identity {
            network_id: NETWORK.into(),
            agent: key.agent_id(),
            challenge_secret: [4; 32],
            hash_key: HashKey::new(&[5; 16]),
        };
        let limits = RegistryLimits {
            pricing: None,
            ..RegistryLimits::default()
        };
        let mut registry = Registry::new(identity, limits);
        for (player, number) in PLAYERS.iter().zip(0_u8..) {
            let signer = player.key(seed);
            let message = CapabilityDescriptor {
                header: Some(Header {
                    network_id: NETWORK.into(),
                    issuer: signer.agent_id().as_bytes().into(),
                    issued_at_ms: now_ms,
                    ..Header::default()
                }),
                epoch: 1,
                sequence: u64::try_from(now_ms).expect("after 1970"),
                ttl_ms: 86_400_000,
                capabilities: player.capabilities(),
                ..Default::default()
            };
            let signed: Signed<DescriptorKind> = Signed::seal(&message, &signer).expect("a valid descriptor");
            let registration = Registering::seal(&signed, None).expect("a valid registration");
            let origin = Origin::new(&[192, 0, 2, number]).expect("short");
            let Outcome::Accepted(persist) = registry.register(Publishes::Descriptor, &registration, origin, now_ms)
            else {
                panic!("{} was not registered", player.name);
            };
            registry.persisted(persist.ticket, now_ms);
        }
        Self { key, registry }
    }

    /// Asks, and verifies the answer; nothing where it does not hold.
    pub(crate) fn ask(
        &mut self,
        requester: &SoftwareKey,
        intent: &Intent,
        nonce: [u8; 16],
        is_fresh: bool,
        now_ms: i64,
    ) -> Vec<Found> {
        let query = DiscoveryQuery {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: requester.agent_id().as_bytes().into(),
                audience: self.key.agent_id().as_bytes().into(),
                nonce: nonce.into(),
                issued_at_ms: now_ms,
                expires_at_ms: now_ms + 60_000,
                ..Header::default()
            }),
            // What is paid at most is nobody else's business: the rest is held against candidates by the funnel.
            intent: Some(Intent {
                constraints: intent.constraints.iter().take(1).cloned().collect(),
                ..intent.clone()
            }),
            limit: if is_fresh { 0 } else { 16 },
            sample: 4,
        };
        let query: Signed<DiscoveryQueryKind> = Signed::seal(&query, requester).expect("a valid query");
        let answered = self
            .registry
            .query(query.as_bytes(), now_ms)
            .expect("the registry answers");
        let result: Signed<DiscoveryResultKind> = Signed::seal(&answered.result, &self.key).expect("a valid result");
        let answer = seal_answer(&result, answered.entries).expect("an answer");
        let mut verifier = Verifier::new(NETWORK, Some(requester.agent_id()));
        let verified = verify_answer(&mut verifier, &query, &answer, &KnownAgents::new(1_000), now_ms);
        let entries = verified.expect("the answer holds").entries;
        let found = entries.into_iter().map(|entry| Found {
            entry: entry.entry,
            relevance_ppm: 0,
        });
        found.collect()
    }
}
