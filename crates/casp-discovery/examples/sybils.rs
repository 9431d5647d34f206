//! A hundred thousand Sybils with perfect quality against a thousand honest agents: who is found first?
//!
//! `cargo run --release -p casp-discovery --example sybils [origins of the attacker]`
//!
//! Everything but the work goes through the shipped engine: real keys, real signatures, `Registry::register`. Work is not done but counted:
//! each Sybil is charged the average number of hashes that the engine's own price asks for, until the attacker's budget is spent.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "an example may stop, and reads the clock"
)]

use std::collections::HashMap;
use std::time::Instant;

use casp_descriptor::DescriptorKind;
use casp_discovery::registry::{
    Diversity, Identity, Origin, Outcome, Pricing, Publishes, Registry, RegistryLimits, Shares, choose_drawn,
    choose_ranked,
};
use casp_discovery::{Draw, Entry, Figures as _, Metric, NO_FIGURE, Ranked, Registering, counted, rank};
use casp_identity::{AgentId, HashKey, ObjectId, Signed, Signer as _, SoftwareKey};
use casp_wire::v1::{Capability, CapabilityDescriptor, Header, Provenance, QosMetric, RiskClass, SideEffect};
use sha2::{Digest as _, Sha256};

const NETWORK: &str = "example";
const NOW: i64 = 1_767_225_600_000;
const SYBILS: u32 = 100_000;
/// Half of them are there before the attack, half come after it.
const HONEST: u32 = 1_000;
/// Unless told otherwise.
const SYBIL_ORIGINS: u32 = 20;
const HONEST_ORIGINS: u32 = 600;
/// Places in the index.
const PLACES: usize = 30_000;
/// After so many refusals in a row the other Sybils are not tried: they would be refused likewise.
const TRIES: u32 = 2_000;
/// What the attacker can pay in a day: an hour of ten million hashes a second.
const BUDGET: u64 = 36_000_000_000;
const QUERIES: u32 = 10;
const FIRST: usize = 5;

/// What the Sybils say of themselves, each on a metric of its own: so one population answers three questions.
const CLAIMS: [(&str, Provenance, &str); 3] = [
    ("latency-p95", Provenance::SelfDeclared, "declared"),
    ("latency-p50", Provenance::Observed, "observed"),
    ("latency-p99", Provenance::Witnessed, "witnessed"),
];

fn main() {
    let start = Instant::now();
    let told = std::env::args()
        .nth(1)
        .map(|origins| origins.parse::<u32>().expect("a number of origins"));
    let origins = told.unwrap_or(SYBIL_ORIGINS).clamp(1, 65_535);
    println!(
        "{SYBILS} Sybils from {origins} origins, each with a perfect latency of 1 ms; {HONEST} honest agents from {HONEST_ORIGINS} origins with\n\
         observed latencies of 80 to 400 ms, half of them there before the attack, half coming after it; {PLACES} places.\n\
         The attacker can pay {BUDGET} hashes a day. Work is charged, not done. Origins are taken as the registry hears them.\n\
         Share of the first {FIRST} that Sybils hold, over {QUERIES} queries, by what they say their latency is:\n"
    );
    let mut attack = Attack::prepare(origins);
    let [none, work, shares, both] = [(false, false), (true, false), (false, true), (true, true)]
        .map(|(prices, shares)| Population::grow(&mut attack, prices, shares));
    println!(
        "{:<44} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "defences", "Sybils", "newcomers", CLAIMS[0].2, CLAIMS[1].2, CLAIMS[2].2
    );
    let off = Shown::default();
    let counts = |counts| Shown { counts, ..off };
    let rows: [(&str, &Population, Shown); 12] = [
        ("none: ranked by what is claimed", &none, off),
        ("work alone", &work, off),
        ("shares alone", &shares, off),
        ("provenance alone (counted figures)", &none, counts(true)),
        (
            "diversity alone",
            &none,
            Shown {
                diversifies: true,
                ..off
            },
        ),
        ("sampling alone", &none, Shown { samples: true, ..off }),
        ("work, shares", &both, off),
        ("work, shares, provenance", &both, counts(true)),
        (
            "work, shares, provenance, diversity",
            &both,
            Shown {
                diversifies: true,
                ..counts(true)
            },
        ),
        ("work, shares, sampling", &both, Shown { samples: true, ..off }),
        (
            "sampling, diversity",
            &none,
            Shown {
                samples: true,
                diversifies: true,
                ..off
            },
        ),
        (
            "work, shares, sampling, diversity",
            &both,
            Shown {
                samples: true,
                diversifies: true,
                ..off
            },
        ),
    ];
    for (name, population, shown) in rows {
        let shares = [0, 1, 2].map(|claim| population.share_of_sybils(claim, shown));
        println!(
            "{name:<44} {:>7} {:>5}/{:<3} {:>8.0}% {:>8.0}% {:>8.0}%",
            population.sybils,
            population.newcomers,
            HONEST / 2,
            shares[0] * 100.0,
            shares[1] * 100.0,
            shares[2] * 100.0
        );
    }
    println!(
        "\nThe last honest newcomer paid 2^{} hashes under work and shares; the last Sybil 2^{}.\n\
         Ranking believes what is signed: a false OBSERVED or WITNESSED stays in front until someone calls the agent, which is what canaries,\n\
         evidence and reputation are for. A sample believes nothing, and its share of Sybils is that of their origins.\n\
         Whoever has more networks, or more machines, moves every line. {:.0} s.",
        both.honest_bits,
        both.sybil_bits,
        start.elapsed().as_secs_f64()
    );
}

/// What is sent, made once and when it is needed.
struct Attack {
    origins: u32,
    sybils: Vec<Sent>,
    honest: Vec<Sent>,
}

struct Sent {
    agent: AgentId,
    registration: Vec<u8>,
    origin: Origin,
}

impl Attack {
    fn prepare(origins: u32) -> Self {
        let honest = (0..HONEST).map(|n| {
            let key = key(b"honest", n);
            let latency_ms = 80 + u64::from(n.wrapping_mul(2_654_435_761) % 320);
            let qos = CLAIMS.map(|(name, ..)| metric(name, latency_ms, Provenance::Observed));
            sent(&key, qos.into(), origin(2, n % HONEST_ORIGINS))
        });
        Self {
            origins,
            sybils: Vec::new(),
            honest: honest.collect(),
        }
    }

    fn sybil(&mut self, n: u32) -> &Sent {
        for n in self.sybils.len() as u32..=n {
            let key = key(b"sybil", n);
            let qos = CLAIMS.map(|(name, provenance, _)| metric(name, 1, provenance));
            self.sybils.push(sent(&key, qos.into(), origin(1, n % self.origins)));
        }
        &self.sybils[n as usize]
    }
}

fn key(of: &[u8], n: u32) -> SoftwareKey {
    SoftwareKey::from_seed(
        &Sha256::new_with_prefix(of)
            .chain_update(n.to_be_bytes())
            .finalize()
            .into(),
    )
}

fn origin(kind: u8, n: u32) -> Origin {
    let [_, _, a, b] = n.to_be_bytes();
    Origin::new(&[kind, a, b]).unwrap()
}

fn metric(name: &str, value: u64, provenance: Provenance) -> QosMetric {
    let is_counted = provenance != Provenance::SelfDeclared;
    let samples = if provenance == Provenance::Witnessed {
        1_000
    } else {
        100
    };
    QosMetric {
        name: name.into(),
        value,
        unit: "ms".into(),
        provenance: provenance.into(),
        sample_count: if is_counted { samples } else { 0 },
        window_ms: if is_counted { 86_400_000 } else { 0 },
        // A digest of nothing: nobody looks.
        evidence_digest: if provenance == Provenance::Witnessed {
            vec![6; 32]
        } else {
            Vec::new()
        },
    }
}

fn sent(key: &SoftwareKey, mut qos: Vec<QosMetric>, origin: Origin) -> Sent {
    qos.sort_by(|a, b| a.name.cmp(&b.name));
    let capability = Capability {
        id: "org.example/translate".into(),
        version: "1.0.0".into(),
        summary: "Translates text".into(),
        tags: vec!["translation".into()],
        side_effect: SideEffect::None.into(),
        risk: RiskClass::Public.into(),
        behavior_digest: vec![7; 32],
        qos,
        ..Capability::default()
    };
    let message = CapabilityDescriptor {
        header: Some(Header {
            network_id: NETWORK.into(),
            issuer: key.agent_id().as_bytes().into(),
            issued_at_ms: NOW,
            ..Header::default()
        }),
        epoch: 1,
        sequence: 1,
        ttl_ms: 86_400_000,
        capabilities: vec![capability],
        ..CapabilityDescriptor::default()
    };
    let signed = Signed::<DescriptorKind>::seal(&message, key).unwrap();
    Sent {
        agent: key.agent_id(),
        registration: Registering::seal(&signed, None).unwrap(),
        origin,
    }
}

/// Who is in the index once everybody has come.
struct Population {
    entries: Vec<Listed>,
    sybils: usize,
    newcomers: usize,
    sybil_bits: u32,
    honest_bits: u32,
}

/// What ranking looks at.
struct Listed {
    id: ObjectId,
    origin: Origin,
    is_sybil: bool,
    claimed: [u64; 3],
    counted: [u64; 3],
}

/// How an answer is put together.
#[derive(Clone, Copy, Default)]
struct Shown {
    counts: bool,
    diversifies: bool,
    samples: bool,
}

impl Population {
    fn grow(attack: &mut Attack, prices: bool, shares: bool) -> Self {
        let mut limits = RegistryLimits {
            // Work is charged below, by the same price.
            pricing: None,
            shares: shares.then(Shares::default),
            tickets: 1,
            ..RegistryLimits::default()
        };
        limits.store.agents = PLACES;
        limits.store.bytes = 4 << 30;
        let identity = Identity {
            network_id: NETWORK.into(),
            agent: key(b"registry", 0).agent_id(),
            challenge_secret: [1; 32],
            hash_key: HashKey::new(&[2; 16]),
        };
        let mut door = Door {
            registry: Registry::new(identity, limits),
            pricing: prices.then(Pricing::default),
            held: HashMap::new(),
        };
        let half = attack.honest.len() / 2;
        for agent in &attack.honest[..half] {
            door.let_in(agent, u64::MAX);
        }
        let (mut left, mut sybils, mut sybil_bits, mut in_vain) = (BUDGET, 0, 0, 0);
        for n in 0..SYBILS {
            if let Some(bits) = door.let_in(attack.sybil(n), left) {
                left -= if prices { 1 << bits } else { 0 };
                (sybil_bits, in_vain) = (bits, 0);
                sybils += 1;
            } else {
                in_vain += 1;
            }
            if in_vain == TRIES {
                break;
            }
        }
        let late = attack.honest[half..].iter();
        let paid: Vec<u32> = late.filter_map(|agent| door.let_in(agent, u64::MAX)).collect();
        let of_sybils: HashMap<AgentId, Origin> = attack.sybils.iter().map(|it| (it.agent, it.origin)).collect();
        let of_honest: HashMap<AgentId, Origin> = attack.honest.iter().map(|it| (it.agent, it.origin)).collect();
        let store = door.registry.store();
        let entries = store.entries(NOW).filter_map(|(_, agent, living)| {
            let entry = Entry::of_store(agent, living)?;
            let candidate = entry.candidates().next()?;
            let metrics = CLAIMS.map(|(name, ..)| Metric::named(name).unwrap());
            let claimed = |metric: Metric| {
                let stated = [Provenance::Witnessed, Provenance::Observed, Provenance::SelfDeclared]
                    .into_iter()
                    .find_map(|provenance| candidate.stated(metric, provenance));
                stated.map_or(NO_FIGURE, |stated| stated.value)
            };
            Some(Listed {
                id: entry.descriptor_id(),
                origin: *of_sybils.get(agent).or_else(|| of_honest.get(agent))?,
                is_sybil: of_sybils.contains_key(agent),
                claimed: metrics.map(claimed),
                counted: metrics.map(|metric| counted(&candidate, metric).unwrap_or(NO_FIGURE)),
            })
        });
        Self {
            entries: entries.collect(),
            sybils,
            newcomers: paid.len(),
            sybil_bits,
            honest_bits: paid.last().copied().unwrap_or(0),
        }
    }

    fn share_of_sybils(&self, claim: usize, shown: Shown) -> f64 {
        let diversity = Diversity {
            first: FIRST,
            ..Diversity::default()
        };
        let rule = shown.diversifies.then_some(&diversity);
        let mut held = 0;
        for n in 0..QUERIES {
            let query = ObjectId(Sha256::digest(n.to_be_bytes()).into());
            let first: Vec<&Listed> = if shown.samples {
                let mut drawn: Vec<_> = self
                    .entries
                    .iter()
                    .map(|each| (Draw::of(&query, each.id, 0), each))
                    .collect();
                drawn.sort_unstable_by_key(|(draw, _)| *draw);
                let lots = HashKey::new(query.0.first_chunk().unwrap());
                let (drawn, _) = choose_drawn(
                    drawn,
                    FIRST,
                    rule,
                    |(_, each)| each.origin,
                    |(_, each)| lots.hash(&each.id.0),
                );
                drawn.into_iter().map(|(_, each)| each).collect()
            } else {
                let costs = |each: &Listed| {
                    if shown.counts {
                        each.counted[claim]
                    } else {
                        each.claimed[claim]
                    }
                };
                let mut ranked: Vec<_> = self
                    .entries
                    .iter()
                    .map(|it| Ranked::new(it.id, vec![costs(it)], it))
                    .collect();
                rank(&mut ranked, &query.0);
                let (ranked, _) = choose_ranked(ranked, FIRST, rule, |each| (each.of.origin, 0));
                ranked.into_iter().map(|each| each.of).collect()
            };
            held += first.iter().filter(|each| each.is_sybil).count();
        }
        held as f64 / (FIRST * QUERIES as usize) as f64
    }
}

/// The registry, and what it costs to get in.
struct Door {
    registry: Registry,
    pricing: Option<Pricing>,
    held: HashMap<Origin, usize>,
}

impl Door {
    /// Gives the bits that were paid, or nothing if the agent did not get in.
    fn let_in(&mut self, sent: &Sent, budget: u64) -> Option<u32> {
        let held = self.held.entry(sent.origin).or_default();
        let all = self.registry.stats().agents;
        let bits = self.pricing.map_or(0, |pricing| pricing.price_bits(*held, all, PLACES));
        if self.pricing.is_some() && budget < 1 << bits {
            return None;
        }
        match self
            .registry
            .register(Publishes::Descriptor, &sent.registration, sent.origin, NOW)
        {
            Outcome::Accepted(persist) => {
                self.registry.persisted(persist.ticket, NOW);
                *held += 1;
                Some(bits)
            }
            _ => None,
        }
    }
}
