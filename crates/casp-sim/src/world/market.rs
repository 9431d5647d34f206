//! The registry that ships, and a queue before it.

use casp_discovery::registry::{
    Diversity, Identity, Origin, Outcome, Publishes, Refusal, Registry, RegistryLimits, Shares,
};
use casp_discovery::{DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind, seal_answer};
use casp_identity::{HashKey, Kind, Signed, Signer as _};
use casp_wire::v1::{Header, RegistrationReceipt};

use super::config::{Config, Directory};
use super::counts::one_more;
use super::draws::{Draws, Use};
use super::key::AgentKey;
use super::stage::{Event, NETWORK, Node, Parcel, Stage};
use crate::engine::{Span, Time};

pub(super) struct Market {
    key: AgentKey,
    registry: Registry,
    directory: Directory,
    chance: Draws,
    /// When it has done what has arrived so far.
    free: Time,
    timer: Option<i64>,
    /// Where providers come from, by number.
    origins: Vec<Origin>,
}

impl Market {
    pub(super) fn new(config: &Config, seed: u64, stage: &mut Stage) -> Self {
        let directory = config.directory;
        let key = AgentKey::of(&Draws::of(seed, Use::Key, u64::MAX).bytes(), config.signatures);
        let mut secrets = Draws::of(seed, Use::Secrets, 0);
        let identity = Identity {
            network_id: NETWORK.into(),
            agent: key.agent_id(),
            challenge_secret: secrets.bytes(),
            hash_key: HashKey::new(&secrets.bytes()),
        };
        let guards = directory.guards_origins;
        let limits = RegistryLimits {
            pricing: None,
            shares: guards.then(Shares::default),
            diversity: guards.then(Diversity::default),
            ..RegistryLimits::default()
        };
        stage.enter(Node::Registry, key.agent_id());
        let mut registry = Registry::new(identity, limits);
        registry.dangerous_take(config.signatures.stand_in());
        Self {
            registry,
            key,
            directory,
            chance: Draws::of(seed, Use::Conduct, u64::MAX),
            free: stage.queue.now(),
            timer: None,
            origins: super::origins(&config.providers),
        }
    }

    /// Something comes, and waits for its turn.
    pub(super) fn arrives(&mut self, from: Node, parcel: Parcel, stage: &mut Stage) {
        let service = self.chance.between(self.directory.service);
        let service = Span(i64::try_from(service).unwrap_or(i64::MAX));
        self.free = self.free.max(stage.queue.now()).after(service);
        stage.queue.schedule(self.free, Event::Served { from, parcel });
    }

    /// Its turn has come.
    pub(super) fn serves(&mut self, from: Node, parcel: Parcel, stage: &mut Stage) {
        match parcel {
            Parcel::Publication(publishes, bytes) => self.registers(from, publishes, &bytes, stage),
            Parcel::Query { task, round, bytes } => {
                let (kind, bytes) = match self.answer(&bytes, stage.now_ms()) {
                    Ok(answer) => (DiscoveryResultKind::PROFILE.payload_type, answer),
                    Err(refusal) => {
                        self.refuses(from, refusal.as_deref(), stage);
                        ("", None)
                    }
                };
                if bytes.is_some() {
                    stage.send(kind, Node::Registry, from, Parcel::Answer { task, round, bytes });
                }
            }
            _ => {}
        }
        self.sleep(stage);
    }

    pub(super) fn timer(&mut self, stage: &mut Stage) {
        self.registry.expire(stage.now_ms());
        self.sleep(stage);
    }

    fn sleep(&mut self, stage: &mut Stage) {
        stage.wake(Node::Registry, self.registry.wake_at_ms(), &mut self.timer);
    }

    /// Its disk is memory, and safe at once.
    fn registers(&mut self, from: Node, publishes: Publishes, bytes: &[u8], stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let origin = match from {
            Node::Provider(number) => self.origins.get(number).copied().unwrap_or_default(),
            _ => Origin::default(),
        };
        match self.registry.register(publishes, bytes, origin, now_ms) {
            Outcome::Accepted(persist) => {
                let acknowledged = self.registry.persisted(persist.ticket, now_ms);
                if let Some(receipt) = acknowledged.and_then(|acknowledged| acknowledged.receipt) {
                    self.confirms(from, &receipt, stage);
                }
            }
            Outcome::Known(_) => {}
            Outcome::Refused(refusal) => {
                one_more(&mut stage.counts.registrations_refused);
                self.refuses(from, Some(&refusal), stage);
            }
        }
    }

    fn answer(&mut self, query: &[u8], now_ms: i64) -> Result<Option<Vec<u8>>, Option<Box<Refusal>>> {
        let answered = self.registry.query(query, now_ms).map_err(Some)?;
        if let Some(persist) = answered.persist {
            self.registry.persisted(persist.ticket, now_ms);
        }
        let result = Signed::<DiscoveryResultKind>::seal(&answered.result, &self.key).map_err(|_| None)?;
        Ok(seal_answer(&result, answered.entries).ok())
    }

    fn confirms(&self, to: Node, receipt: &RegistrationReceipt, stage: &mut Stage) {
        if let Ok(signed) = Signed::<RegistrationReceiptKind>::seal(receipt, &self.key) {
            let kind = RegistrationReceiptKind::PROFILE.payload_type;
            stage.send(kind, Node::Registry, to, Parcel::Receipt(signed.as_bytes().into()));
        }
    }

    fn refuses(&self, to: Node, refusal: Option<&Refusal>, stage: &mut Stage) {
        let Some(mut message) = refusal.and_then(Refusal::message) else {
            return;
        };
        message.header = Some(Header {
            network_id: NETWORK.into(),
            issuer: self.key.agent_id().as_bytes().into(),
            audience: stage
                .agent(to)
                .map(|agent| agent.as_bytes().to_vec())
                .unwrap_or_default(),
            issued_at_ms: stage.now_ms(),
            ..Header::default()
        });
        if let Ok(signed) = Signed::<RegistryRefusalKind>::seal(&message, &self.key) {
            let kind = RegistryRefusalKind::PROFILE.payload_type;
            stage.send(kind, Node::Registry, to, Parcel::Refusal(signed.as_bytes().into()));
        }
    }
}
