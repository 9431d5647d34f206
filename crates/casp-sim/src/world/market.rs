//! A registry that ships, and a queue before it.

use core::num::NonZeroU16;

use casp_discovery::registry::{
    Diversity, Identity, Origin, Outcome, Pricing, Publishes, Refusal, Registry, RegistryLimits, Shares,
};
use casp_discovery::{DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind, seal_answer};
use casp_identity::{HashKey, Kind, Signed, Signer as _};
use casp_wire::v1::{AdmissionChallenge, Header, RegistrationReceipt};

use super::config::{Admission, Behaviour, Conduct, Config, Group, Service};
use super::counts::one_more;
use super::stage::{Event, NETWORK, Node, Parcel, Stage};
use crate::chance::Stream;
use crate::engine::{Span, Time};
use crate::key::AgentKey;
use crate::station::Station;

pub(super) struct Market {
    number: usize,
    key: AgentKey,
    registry: Registry,
    service: Service,
    draws: Stream,
    question: Question,
    line: Station,
    timer: Option<i64>,
    /// Where providers come from, by number.
    origins: Vec<Origin>,
    /// Providers that it keeps out, by number; nobody is told.
    kept_out: Vec<bool>,
}

/// What requesters ask for.
#[derive(Clone, Copy)]
struct Question {
    limit: u32,
    sample: u32,
}

impl Question {
    /// What a query costs depends on what it asks for; from the second on it is for a sample alone.
    const fn curve(self, round: u32) -> &'static str {
        if round > 0 || self.limit == 0 {
            "query-sampled"
        } else if self.sample == 0 {
            "query-ranked"
        } else {
            "query"
        }
    }
}

impl Market {
    pub(super) fn new(number: usize, conduct: Conduct, config: &Config, stage: &mut Stage) -> Self {
        let streams = stage.streams;
        let draws = |what| streams.stream(what, u64::try_from(number).unwrap_or(u64::MAX));
        let secret = draws("registry key").bytes();
        let key = stage.enter(Node::Registry(number), &secret, config.signatures);
        let mut secrets = draws("registry secrets");
        let identity = Identity {
            network_id: NETWORK.into(),
            agent: key.agent_id(),
            challenge_secret: secrets.bytes(),
            hash_key: HashKey::new(&secrets.bytes()),
        };
        let kept_out = kept_out(conduct, &config.providers, draws("registry conduct"));
        let draws = draws("registry service");
        let mut registry = Registry::new(identity, limits(config));
        registry.dangerous_take(config.signatures.stand_in());
        Self {
            number,
            registry,
            key,
            service: config.directory.service.clone(),
            question: Question {
                limit: config.directory.limit,
                sample: config.directory.sample,
            },
            draws,
            line: Station::new(NonZeroU16::MIN, None, stage.queue.now()),
            timer: None,
            origins: origins(&config.providers),
            kept_out,
        }
    }

    /// Takes the keys that were admitted for all.
    pub(super) fn share(&mut self, stage: &Stage) {
        self.registry.share(stage.keys.clone());
    }

    /// Something comes, and waits for its turn.
    pub(super) fn arrives(&mut self, from: Node, parcel: Parcel, stage: &mut Stage) {
        let service = self.takes(&parcel);
        stage.serves_for(service);
        let now = stage.queue.now();
        let begins = now.after(self.line.wait(now));
        let done: Time = self.line.serve(now, service).unwrap_or(now);
        stage.tells_span(Node::Registry(self.number), begins, done, "serves");
        let registry = self.number;
        stage.queue.schedule(done, Event::Served { registry, from, parcel });
    }

    fn takes(&mut self, parcel: &Parcel) -> Span {
        let costs = match &self.service {
            Service::Drawn(range) => {
                let drawn = self.draws.between(range.least, range.most);
                return Span(i64::try_from(drawn).unwrap_or(i64::MAX));
            }
            Service::Measured(costs) => costs,
        };
        let name = match parcel {
            Parcel::Publication(Publishes::Descriptor, _) => "register",
            Parcel::Publication(Publishes::Refresh, _) => "refresh",
            Parcel::Publication(..) => "withdraw",
            Parcel::Query { round, .. } => self.question.curve(*round),
            _ => "query",
        };
        let entries = u64::try_from(self.registry.store().agents()).unwrap_or(u64::MAX);
        let curve = costs.curve(name).or_else(|| costs.curve("query"));
        curve.map_or(Span(0), |curve| curve.at(entries.max(1)))
    }

    /// Its turn has come.
    pub(super) fn serves(&mut self, from: Node, parcel: Parcel, stage: &mut Stage) {
        match parcel {
            Parcel::Publication(publishes, bytes) => self.registers(from, publishes, &bytes, stage),
            Parcel::Query { task, round, bytes } => match self.answer(&bytes, stage) {
                Ok(bytes) => {
                    let kind = DiscoveryResultKind::PROFILE.payload_type;
                    let parcel = Parcel::Answer { task, round, bytes };
                    stage.send(kind, Node::Registry(self.number), from, parcel);
                }
                Err(refusal) => {
                    if let Some((bytes, _)) = self.refusal(from, &refusal, stage) {
                        let kind = RegistryRefusalKind::PROFILE.payload_type;
                        let parcel = Parcel::Unanswered { task, round, bytes };
                        stage.send(kind, Node::Registry(self.number), from, parcel);
                    }
                }
            },
            _ => {}
        }
        self.sleep(stage);
    }

    pub(super) fn timer(&mut self, stage: &mut Stage) {
        self.registry.expire(stage.now_ms());
        self.sleep(stage);
    }

    fn sleep(&mut self, stage: &mut Stage) {
        let node = Node::Registry(self.number);
        stage.wake(node, self.registry.wake_at_ms(), &mut self.timer);
    }

    /// Its disk is memory, and safe at once.
    fn registers(&mut self, from: Node, publishes: Publishes, bytes: &[u8], stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let Node::Provider(number) = from else { return };
        if self.kept_out.get(number).is_some_and(|is_kept_out| *is_kept_out) {
            return;
        }
        let origin = self.origins.get(number).copied().unwrap_or_default();
        match self.registry.register(publishes, bytes, origin, now_ms) {
            Outcome::Accepted(persist) => {
                let acknowledged = self.registry.persisted(persist.ticket, now_ms);
                if let Some(receipt) = acknowledged.and_then(|acknowledged| acknowledged.receipt) {
                    self.confirms(from, &receipt, stage);
                }
            }
            Outcome::Known(_) => {}
            Outcome::Refused(refusal) => self.refuses(from, &refusal, stage),
        }
    }

    /// None where it could not be made.
    fn answer(&mut self, query: &[u8], stage: &mut Stage) -> Result<Option<Vec<u8>>, Box<Refusal>> {
        let now_ms = stage.now_ms();
        let answered = self.registry.query(query, now_ms)?;
        if let Some(persist) = answered.persist {
            self.registry.persisted(persist.ticket, now_ms);
        }
        let result = stage.made(Signed::<DiscoveryResultKind>::seal(&answered.result, &self.key));
        Ok(result.and_then(|result| stage.made(seal_answer(&result, answered.entries))))
    }

    fn confirms(&self, to: Node, receipt: &RegistrationReceipt, stage: &mut Stage) {
        if let Some(signed) = stage.made(Signed::<RegistrationReceiptKind>::seal(receipt, &self.key)) {
            let kind = RegistrationReceiptKind::PROFILE.payload_type;
            let parcel = Parcel::Receipt(signed.as_bytes().into());
            stage.send(kind, Node::Registry(self.number), to, parcel);
        }
    }

    fn refuses(&self, to: Node, refusal: &Refusal, stage: &mut Stage) {
        let Some((bytes, challenge)) = self.refusal(to, refusal, stage) else {
            return;
        };
        if challenge.is_none() {
            one_more(&mut stage.counts.registrations_refused);
        }
        let kind = RegistryRefusalKind::PROFILE.payload_type;
        let parcel = Parcel::Refusal(bytes, challenge.map(Box::new));
        stage.send(kind, Node::Registry(self.number), to, parcel);
    }

    /// A refusal, signed, with what is asked for first.
    fn refusal(&self, to: Node, refusal: &Refusal, stage: &mut Stage) -> Option<(Vec<u8>, Option<AdmissionChallenge>)> {
        let mut message = refusal.message()?;
        message.header = Some(Header {
            network_id: NETWORK.into(),
            issuer: self.key.agent_id().as_bytes().into(),
            audience: stage.agent(to)?.as_bytes().into(),
            issued_at_ms: stage.now_ms(),
            ..Header::default()
        });
        let signed = stage.made(Signed::<RegistryRefusalKind>::seal(&message, &self.key))?;
        Some((signed.as_bytes().into(), message.challenge))
    }
}

/// Room for all, and what admission says.
fn limits(config: &Config) -> RegistryLimits {
    /// What descriptor, refresh and what is around them take together, with room to spare.
    const BYTES_EACH: usize = 4_096;
    let admission = config.directory.admission;
    let defaults = RegistryLimits::default();
    let providers: usize = config
        .providers
        .iter()
        .map(|group| usize::try_from(group.count).unwrap_or(usize::MAX))
        .fold(0, usize::saturating_add);
    let mut limits = RegistryLimits {
        pricing: (admission == Admission::Shipped).then(Pricing::default),
        shares: (admission != Admission::Off).then(Shares::default),
        diversity: (admission != Admission::Off).then(Diversity::default),
        ..defaults
    };
    // A name that is given up keeps its place until it expires.
    limits.store.agents = limits.store.agents.max(providers.saturating_mul(2));
    limits.store.bytes = limits.store.bytes.max(providers.saturating_mul(BYTES_EACH));
    limits.index_bytes = limits.index_bytes.max(providers.saturating_mul(BYTES_EACH));
    limits
}

/// Where each provider comes from: its own network, or one of its group's.
fn origins(groups: &[Group]) -> Vec<Origin> {
    let mut origins = Vec::new();
    for (group, of) in (0_u32..).zip(groups) {
        for number in 0..of.count {
            let network = number.checked_div(of.per_origin).unwrap_or(number);
            let [a, b, c, d] = group.to_be_bytes();
            let [e, f, g, h] = network.to_be_bytes();
            origins.push(Origin::new(&[a, b, c, d, e, f, g, h]).unwrap_or_default());
        }
    }
    origins
}

fn kept_out(conduct: Conduct, groups: &[Group], mut chance: Stream) -> Vec<bool> {
    let share = match conduct {
        Conduct::Honest => return Vec::new(),
        Conduct::Withholds(share) => share,
    };
    let is_sybil = groups
        .iter()
        .flat_map(|group| (0..group.count).map(|_| group.behaviour == Behaviour::Sybil));
    is_sybil.map(|is_sybil| chance.falls(share) && !is_sybil).collect()
}
