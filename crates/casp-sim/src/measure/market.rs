//! A registry in the steady state of its providers.

use casp_descriptor::StoreLimits;
use casp_discovery::registry::{Identity, Origin, Outcome, Publishes, Registry, RegistryLimits};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind, seal_answer};
use casp_identity::{HashKey, ObjectId, Signed, Signer as _, SoftwareKey, VerifierLimits};

use super::people::{NETWORK, Provider, Requester, TTL_MS, key};
use super::{MeasureError, Watch};
use crate::engine::{Span, Time};

const BEGIN: Time = Time::of_ms(1_767_225_600_000);

/// Time between two refreshes of one provider.
const REFRESH: Span = Span::of_ms(TTL_MS.cast_signed().saturating_div(2));

pub(super) struct Market {
    size: u64,
    registry: Registry,
    key: SoftwareKey,
    requester: Requester,
    /// The ids of their descriptors.
    descriptors: Vec<ObjectId>,
    /// Refreshes that have been, of all providers in turn.
    turn: u64,
    now: Time,
    /// Providers that came beyond N, and went.
    guests: u64,
}

impl Market {
    /// Each of N providers registers once and is refreshed once, at even distances.
    pub(super) fn steady(size: u64) -> Result<Self, MeasureError> {
        let registry_key = key("casp-sim measure registry", 0);
        let identity = Identity {
            network_id: NETWORK.into(),
            agent: registry_key.agent_id(),
            challenge_secret: [1; 32],
            hash_key: HashKey::new(&[2; 16]),
        };
        let requester = Requester::of(registry_key.agent_id());
        let mut market = Self {
            size,
            registry: Registry::new(identity, limits(size)),
            key: registry_key,
            requester: requester.ok_or_else(|| refused(size, "a query", "it is none"))?,
            descriptors: Vec::new(),
            turn: 0,
            now: BEGIN,
            guests: 0,
        };
        for number in 0..size {
            market.passes(number);
            let made = Provider::of(number).descriptor(market.now.ms());
            let (registration, id) = made.ok_or_else(|| refused(size, "a descriptor", "it is none"))?;
            market.takes(Publishes::Descriptor, &registration)?;
            market.descriptors.push(id);
        }
        for _ in 0..size {
            let refresh = market.next_refresh()?;
            market.takes(Publishes::Refresh, &refresh)?;
        }
        Ok(market)
    }

    /// One of each operation, timed.
    pub(super) fn round(&mut self, watch: &mut Watch<'_>) -> Result<(), MeasureError> {
        let size = self.size;
        let none = |what: &'static str| move || refused(size, what, "it is none");
        let refresh = self.next_refresh()?;
        watch.time("refresh", size, || self.takes(Publishes::Refresh, &refresh))?;

        self.guests = self.guests.saturating_add(1);
        let mut guest = Provider::of(size.saturating_add(self.guests));
        let now_ms = self.now.ms();
        let (registration, _) = guest.descriptor(now_ms).ok_or_else(none("a descriptor"))?;
        watch.time("register", size, || self.takes(Publishes::Descriptor, &registration))?;

        for (curve, limit, sample) in [("query", 10, 10), ("query-ranked", 10, 0), ("query-sampled", 0, 10)] {
            let query = self.requester.query(limit, sample, now_ms);
            let query = query.ok_or_else(none("a query"))?;
            watch.time(curve, size, || self.answers(&query))?;
        }

        let withdrawal = guest.withdrawal(now_ms).ok_or_else(none("a withdrawal"))?;
        watch.time("withdraw", size, || self.takes(Publishes::Withdrawal, &withdrawal))?;
        Ok(())
    }

    /// A query to this registry.
    pub(super) fn ask(&mut self, limit: u32, sample: u32) -> Option<Signed<DiscoveryQueryKind>> {
        self.requester.query(limit, sample, self.now.ms())
    }

    pub(super) const fn now_ms(&self) -> i64 {
        self.now.ms()
    }

    /// Answers a query, to the sealed bytes.
    pub(super) fn answers(&mut self, query: &Signed<DiscoveryQueryKind>) -> Result<Vec<u8>, MeasureError> {
        let now_ms = self.now.ms();
        let failed = |why: String| refused(self.size, "a query", &why);
        let answered = self.registry.query(query.as_bytes(), now_ms);
        let answered = answered.map_err(|refusal| failed(format!("{:?}", refusal.reason)))?;
        if let Some(persist) = answered.persist {
            self.registry.persisted(persist.ticket, now_ms);
        }
        let result = Signed::<DiscoveryResultKind>::seal(&answered.result, &self.key);
        let result = result.map_err(|error| failed(error.to_string()))?;
        seal_answer(&result, answered.entries).map_err(|error| failed(error.to_string()))
    }

    /// Takes what is published, to the sealed receipt if there is one. Its disk is memory, and safe at once.
    fn takes(&mut self, publishes: Publishes, registration: &[u8]) -> Result<Option<Vec<u8>>, MeasureError> {
        let now_ms = self.now.ms();
        let failed = |why: String| refused(self.size, "what is published", &why);
        let persist = match self
            .registry
            .register(publishes, registration, Origin::default(), now_ms)
        {
            Outcome::Accepted(persist) => persist,
            Outcome::Known(_) => return Err(failed("it was there before".into())),
            Outcome::Refused(refusal) => return Err(failed(format!("{:?}", refusal.reason))),
        };
        let acknowledged = self.registry.persisted(persist.ticket, now_ms);
        let Some(receipt) = acknowledged.and_then(|acknowledged| acknowledged.receipt) else {
            return Ok(None);
        };
        let signed = Signed::<RegistrationReceiptKind>::seal(&receipt, &self.key);
        let signed = signed.map_err(|error| failed(error.to_string()))?;
        Ok(Some(signed.as_bytes().into()))
    }

    /// Time goes on, and the next provider refreshes.
    fn next_refresh(&mut self) -> Result<Vec<u8>, MeasureError> {
        let number = self.turn.checked_rem(self.size).unwrap_or_default();
        self.passes(self.size.saturating_add(self.turn));
        self.turn = self.turn.saturating_add(1);
        let descriptor = usize::try_from(number)
            .ok()
            .and_then(|number| self.descriptors.get(number));
        let refresh = descriptor.and_then(|id| Provider::of(number).refresh(*id, self.now.ms()));
        refresh.ok_or_else(|| refused(self.size, "a refresh", "it is none"))
    }

    /// It is the time of this message, counted from 0: N of them come in the time between two refreshes of one provider.
    fn passes(&mut self, message: u64) {
        let all = i128::from(REFRESH.0).saturating_mul(i128::from(message));
        let micros = all.checked_div(i128::from(self.size)).unwrap_or_default();
        self.now = BEGIN.after(Span(i64::try_from(micros).unwrap_or(i64::MAX)));
    }
}

/// Room for N and for those who come and go; nothing is priced or shared, as in the paper's scenario.
fn limits(size: u64) -> RegistryLimits {
    let agents = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(262_144);
    RegistryLimits {
        store: StoreLimits {
            agents,
            bytes: usize::MAX,
            known_agents: agents,
        },
        verifier: VerifierLimits {
            keys: agents,
            envelopes: 0,
        },
        index_bytes: usize::MAX,
        pricing: None,
        shares: None,
        diversity: None,
        ..RegistryLimits::default()
    }
}

pub(super) fn refused(size: u64, operation: &'static str, why: &str) -> MeasureError {
    let why = why.into();
    MeasureError::Refused { size, operation, why }
}
