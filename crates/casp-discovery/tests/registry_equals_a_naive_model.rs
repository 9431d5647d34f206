//! A registry is led through random histories beside a model that is a list read from end to end.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use casp_discovery::registry::{
    Diversity, Outcome, Pricing, Reason, Registry, RegistryLimits, Shares, WatchEvent, WatchId,
};
use casp_discovery::{DiscoveryQueryKind, Entry, Question, find, seal_answer, verify_answer};
use casp_identity::{AgentId, HashKey, KnownAgents, ObjectId, Signed};
use casp_wire::v1::{CapabilityDescriptor, DescriptorRefresh, DescriptorWithdrawal, DiscoveryMatch, Header, Operator};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use registry_support::*;

const SKEW: i64 = 5_000;
const MARK_LIFE: i64 = 86_410_000;
const AGENTS_IN_ALL: u8 = 8;

#[derive(Clone, Debug)]
enum Event {
    Time(i64),
    Descriptor {
        agent: u8,
        sequence: u64,
        ttl_ms: u64,
        latency_ms: u64,
        works: bool,
        from: u8,
    },
    Refresh {
        agent: u8,
        sequence: u64,
        life_ms: i64,
        works: bool,
    },
    Withdrawal {
        agent: u8,
        sequence: u64,
        works: bool,
    },
    /// The `nth` statement, from the latest on, comes again.
    Again {
        nth: usize,
        works: bool,
    },
    /// What waits is on disk, or could not be written.
    Persisted(bool),
    Query {
        below_ms: u64,
        limit: u32,
        sample: u32,
    },
    /// The registry stops and is made anew from a snapshot.
    Restart,
}

fn limits() -> RegistryLimits {
    let mut limits = RegistryLimits {
        pricing: Some(Pricing {
            base_bits: 0,
            whole_bits: 2,
            origin_bits: 3,
            slack_bits: 0,
            ..Pricing::default()
        }),
        shares: Some(Shares {
            reserved_ppm: 500_000,
            small_origin: 1,
            origin_ppm: 500_000,
        }),
        diversity: Some(Diversity {
            first: 3,
            ..Diversity::default()
        }),
        kept_statements: 1_000,
        kept_bytes: 1 << 30,
        ..RegistryLimits::default()
    };
    limits.store.agents = 6;
    limits
}

/// One agent, as SPEC.md section 10.1 says it.
#[derive(Clone, Debug)]
struct Agent {
    id: AgentId,
    from: u8,
    admitted_until_ms: i64,
    sequence: u64,
    mark: ObjectId,
    until_ms: i64,
    is_quarantined: bool,
    entry: Option<Living>,
}

#[derive(Clone, Debug)]
struct Living {
    descriptor: Signed<casp_descriptor::DescriptorKind>,
    refresh: Option<Signed<casp_descriptor::RefreshKind>>,
    end_ms: i64,
    ttl_ms: i64,
}

#[derive(Clone, Debug, PartialEq)]
enum Expected {
    Accepted,
    /// Known again: nothing changes, though it may have to be written again.
    Held,
    Invalid,
    Full,
    Admission(u32),
}

/// A statement and what it says.
#[derive(Clone, Debug)]
struct Statement {
    said: Said,
    agent: AgentId,
    id: ObjectId,
    sequence: u64,
    end_ms: i64,
    from: u8,
    ttl_ms: i64,
    names: Option<ObjectId>,
}

#[derive(Default)]
struct Model {
    agents: Vec<Agent>,
    now_ms: i64,
}

impl Model {
    fn advance(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
        let now_ms = self.now_ms;
        self.agents.retain(|agent| now_ms < agent.until_ms);
        for agent in &mut self.agents {
            agent.entry = agent.entry.take().filter(|entry| now_ms < entry.end_ms + SKEW);
        }
    }

    fn register(&mut self, it: &Statement, works: bool) -> Expected {
        let now_ms = self.now_ms;
        if now_ms >= it.end_ms + SKEW {
            // Even then, what is part of a living entry is known by its bytes.
            let is_part = self.agents.iter().any(|agent| {
                let entry = agent.entry.as_ref();
                entry.is_some_and(|entry| entry.descriptor.object_id() == Ok(it.id))
            });
            return if is_part { Expected::Held } else { Expected::Invalid };
        }
        let position = self.agents.iter().position(|agent| agent.id == it.agent);
        if let Some(agent) = position.map(|at| &mut self.agents[at]) {
            let entry = agent.entry.as_ref();
            if agent.is_quarantined {
                return Expected::Invalid;
            }
            if agent.mark == it.id {
                return Expected::Held;
            }
            if it.sequence < agent.sequence {
                let is_part = entry.is_some_and(|entry| entry.descriptor.object_id() == Ok(it.id));
                return if is_part { Expected::Held } else { Expected::Invalid };
            }
            if it.sequence == agent.sequence {
                agent.is_quarantined = true;
                agent.entry = None;
                return Expected::Invalid;
            }
        }
        let agent = position.map(|at| &self.agents[at]);
        let entry = agent.and_then(|agent| agent.entry.as_ref());
        let after = match &it.said {
            Said::Withdrawal(_) => None,
            Said::Descriptor(descriptor) => Some(Living {
                descriptor: descriptor.clone(),
                refresh: None,
                end_ms: it.end_ms,
                ttl_ms: it.ttl_ms,
            }),
            Said::Refresh(refresh) => match entry {
                Some(entry) if entry.descriptor.object_id().ok() == it.names && it.ttl_ms <= entry.ttl_ms => {
                    Some(Living {
                        refresh: Some(refresh.clone()),
                        end_ms: it.end_ms,
                        ..entry.clone()
                    })
                }
                _ => return Expected::Invalid,
            },
        };
        let from = agent.map_or(it.from, |agent| agent.from);
        let of_origin = self.agents.iter().filter(|other| other.from == from).count();
        let all = self.agents.len();
        let is_new = agent.is_none();
        if is_new {
            let one_more = of_origin + 1;
            if one_more > 3 || (one_more > 1 && all + 1 > 3) || all >= 6 {
                return Expected::Full;
            }
        }
        let own = usize::from(!is_new);
        let filled_ppm = (all - own) as u64 * 1_000_000 / 6;
        let price = (2 * filled_ppm * filled_ppm / 1_000_000_000_000) as u32 + (of_origin - own + 1).ilog2().min(3);
        let is_admitted = agent.is_some_and(|agent| agent.admitted_until_ms > now_ms);
        let pays = !is_admitted && (is_new || after.is_some());
        if pays && !works {
            return Expected::Admission(price);
        }
        let before = agent.map_or(0, |agent| agent.admitted_until_ms);
        let after = Agent {
            id: it.agent,
            from,
            admitted_until_ms: if pays { now_ms + DAY } else { before },
            sequence: it.sequence,
            mark: it.id,
            until_ms: it.end_ms.max(now_ms) + MARK_LIFE,
            is_quarantined: false,
            entry: after,
        };
        match position {
            Some(at) => self.agents[at] = after,
            None => self.agents.push(after),
        }
        Expected::Accepted
    }

    fn entries(&self) -> Vec<(Entry, u8)> {
        let mut verifier = verifier(REQUESTER);
        let living = self
            .agents
            .iter()
            .filter_map(|agent| Some((agent, agent.entry.as_ref()?)));
        living
            .map(|(agent, entry)| {
                let descriptor = verifier.verify_as_issued(entry.descriptor.clone()).unwrap();
                let refresh = entry
                    .refresh
                    .clone()
                    .map(|refresh| verifier.verify_as_issued(refresh).unwrap());
                (Entry::on_record(&descriptor, refresh.as_ref()), agent.from)
            })
            .collect()
    }
}

struct Pair {
    registry: Registry,
    model: Model,
    clock_ms: i64,
    said: Vec<Statement>,
    waiting: Vec<casp_discovery::registry::Ticket>,
    watch: WatchId,
    /// Descriptors that the watch has told of, by agent.
    watched: BTreeMap<AgentId, ObjectId>,
    seen: BTreeSet<&'static str>,
    nonce: u8,
}

fn fast() -> casp_wire::v1::Constraint {
    number("qos/latency-p95", Operator::Less, 50)
}

impl Pair {
    fn new() -> Self {
        let mut registry = registry(limits());
        let watch = registry.watch(&[fast()], NOW).unwrap();
        Self {
            registry,
            model: Model {
                now_ms: NOW,
                ..Model::default()
            },
            clock_ms: NOW,
            said: Vec::new(),
            waiting: Vec::new(),
            watch,
            watched: BTreeMap::new(),
            seen: BTreeSet::new(),
            nonce: 0,
        }
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Time(span_ms) => {
                self.clock_ms = (self.clock_ms + span_ms).max(1);
                self.registry.expire(self.clock_ms);
            }
            Event::Descriptor {
                agent,
                sequence,
                ttl_ms,
                latency_ms,
                works,
                from,
            } => {
                let agent = AGENTS + agent;
                let descriptor = descriptor_with(
                    agent,
                    *sequence,
                    vec![capability("org.example/translate", *latency_ms)],
                    |it: &mut CapabilityDescriptor| {
                        it.header = Some(header(agent, self.clock_ms));
                        it.ttl_ms = *ttl_ms;
                    },
                );
                let ttl_ms = *ttl_ms as i64;
                let statement = Statement {
                    agent: id(agent),
                    id: descriptor.object_id().unwrap(),
                    said: descriptor.into(),
                    sequence: *sequence,
                    end_ms: self.clock_ms + ttl_ms,
                    from: *from,
                    ttl_ms,
                    names: None,
                };
                self.send(statement, *works);
            }
            Event::Refresh {
                agent,
                sequence,
                life_ms,
                works,
            } => {
                let agent = AGENTS + agent;
                let theirs = |it: &&Statement| it.agent == id(agent) && matches!(it.said, Said::Descriptor(_));
                let Some(named) = self.said.iter().rev().find(theirs).map(|it| it.id) else {
                    return;
                };
                let message = DescriptorRefresh {
                    header: Some(Header {
                        expires_at_ms: self.clock_ms + life_ms,
                        ..header(agent, self.clock_ms)
                    }),
                    epoch: 1,
                    sequence: *sequence,
                    descriptor: named.0.into(),
                };
                let signed = Signed::<casp_descriptor::RefreshKind>::seal(&message, &key(agent)).unwrap();
                let statement = Statement {
                    agent: id(agent),
                    id: signed.object_id().unwrap(),
                    said: signed.into(),
                    sequence: *sequence,
                    end_ms: self.clock_ms + life_ms,
                    from: 0,
                    ttl_ms: *life_ms,
                    names: Some(named),
                };
                self.send(statement, *works);
            }
            Event::Withdrawal { agent, sequence, works } => {
                let agent = AGENTS + agent;
                let message = DescriptorWithdrawal {
                    header: Some(Header {
                        expires_at_ms: self.clock_ms + MINUTE,
                        ..header(agent, self.clock_ms)
                    }),
                    epoch: 1,
                    sequence: *sequence,
                };
                let signed = Signed::<casp_descriptor::WithdrawalKind>::seal(&message, &key(agent)).unwrap();
                let statement = Statement {
                    agent: id(agent),
                    id: signed.object_id().unwrap(),
                    said: signed.into(),
                    sequence: *sequence,
                    end_ms: self.clock_ms + MINUTE,
                    from: 1,
                    ttl_ms: 0,
                    names: None,
                };
                self.send(statement, *works);
            }
            Event::Again { nth, works } => {
                let Some(statement) = self.said.iter().rev().nth(*nth).cloned() else {
                    return;
                };
                self.send(statement, *works);
            }
            Event::Persisted(well) => {
                for ticket in std::mem::take(&mut self.waiting) {
                    if *well {
                        self.registry.persisted(ticket, self.clock_ms).unwrap();
                    } else {
                        self.registry.persist_failed(ticket);
                    }
                }
            }
            Event::Query {
                below_ms,
                limit,
                sample,
            } => self.ask(*below_ms, *limit, *sample),
            Event::Restart => {
                let snapshot = self.registry.snapshot();
                self.registry = Registry::restore(identity(), limits(), &snapshot).unwrap();
                self.waiting.clear();
                self.watched.clear();
                self.watch = self.registry.watch(&[fast()], self.clock_ms).unwrap();
                assert_eq!(self.registry.snapshot(), snapshot);
            }
        }
        self.compare();
    }

    fn send(&mut self, statement: Statement, works: bool) {
        self.model.advance(self.clock_ms);
        let from = origin(statement.from);
        let outcome = if works {
            send_working(&mut self.registry, &statement.said, from, self.clock_ms)
        } else {
            send(&mut self.registry, &statement.said, from, self.clock_ms)
        };
        // A clock that went back makes statements that the registry holds for old, or for refused: it goes by its own.
        let expected = self.model.register(&statement, works);
        let got = match outcome {
            Outcome::Accepted(persist) => {
                self.waiting.push(persist.ticket);
                if expected == Expected::Held {
                    Expected::Held
                } else {
                    Expected::Accepted
                }
            }
            Outcome::Known(_) => Expected::Held,
            Outcome::Refused(refusal) => match refusal.reason {
                Reason::Invalid => Expected::Invalid,
                Reason::Full => Expected::Full,
                Reason::AdmissionRequired(challenge) => Expected::Admission(challenge.difficulty_bits),
                other => panic!("{other:?}"),
            },
        };
        self.seen.insert(match (&expected, &statement.said) {
            (Expected::Accepted, Said::Descriptor(_)) => "descriptor",
            (Expected::Accepted, Said::Refresh(_)) => "refresh",
            (Expected::Accepted, Said::Withdrawal(_)) => "withdrawal",
            (Expected::Held, _) => "held",
            (Expected::Invalid, _) => "invalid",
            (Expected::Full, _) => "full",
            (Expected::Admission(0), _) => "admission",
            (Expected::Admission(_), _) => "admission at a price",
        });
        assert_eq!(got, expected, "{statement:?}");
        self.said.push(statement);
    }

    fn ask(&mut self, below_ms: u64, limit: u32, sample: u32) {
        self.model.advance(self.clock_ms);
        let now_ms = self.model.now_ms;
        self.nonce = self.nonce.wrapping_add(1);
        let mut question = query(REGISTRY);
        question.header = Some(Header {
            issued_at_ms: now_ms,
            expires_at_ms: now_ms + MINUTE,
            nonce: vec![self.nonce; 16],
            ..question.header.unwrap()
        });
        question
            .intent
            .as_mut()
            .unwrap()
            .constraints
            .push(number("qos/latency-p95", Operator::Less, below_ms));
        (question.limit, question.sample) = (limit, sample);
        let asked: Signed<DiscoveryQueryKind> = ask(&question);
        let answered = self.registry.query(asked.as_bytes(), self.clock_ms).unwrap();
        let verified = verifier(REGISTRY)
            .verify(asked.clone(), &KnownAgents::new(1), now_ms)
            .unwrap();
        let all = Question {
            limit: usize::MAX,
            sample: usize::MAX,
            ..Question::of(&verified).unwrap()
        };
        let entries = self.model.entries();
        let found = find(&all, entries.iter().map(|(entry, _)| entry), now_ms);
        let result = &answered.result;
        assert_eq!((result.matched, result.examined), (found.matched, found.examined));
        let lots = HashKey::new(all.id.0[..16].try_into().unwrap());
        for (is_ranked, all, most, got) in [
            (true, found.ranked, limit, &result.ranked),
            (false, found.sampled, sample, &result.sampled),
        ] {
            let mut expected = Vec::new();
            let mut origins: BTreeMap<u8, usize> = BTreeMap::new();
            let is_whole = all.len() <= most.max(limit) as usize;
            let from = |each: &DiscoveryMatch| {
                let of = |(entry, _): &&(Entry, u8)| each.descriptor == entry.descriptor_id().0;
                entries.iter().find(of).unwrap().1
            };
            let matching = all.clone();
            let stands = |each: &DiscoveryMatch| {
                let others = matching.iter().filter(|other| from(other) == from(each));
                others.map(|other| lots.hash(&other.descriptor)).min() == Some(lots.hash(&each.descriptor))
            };
            for each in all {
                let before = origins.entry(from(&each)).or_default();
                if expected.len() >= most as usize {
                    break;
                }
                let passes = if is_ranked { *before == 0 } else { stands(&each) };
                if !is_whole && expected.len() < 3 && !passes {
                    self.seen.insert("diversified");
                    continue;
                }
                *before += 1;
                expected.push(each);
            }
            assert_eq!(got, &expected);
        }
        let signed = Signed::seal(result, &key(REGISTRY)).unwrap();
        let answer = seal_answer(&signed, answered.entries).unwrap();
        verify_answer(&mut verifier(REQUESTER), &asked, &answer, &KnownAgents::new(1), now_ms).unwrap();
        self.seen.insert("query");
    }

    fn compare(&mut self) {
        self.model.advance(self.clock_ms);
        let now_ms = self.registry.expire(self.clock_ms);
        let store = self.registry.store();
        let mut got: Vec<_> = store
            .living(now_ms)
            .map(|(agent, entry)| {
                (
                    *agent,
                    entry.descriptor,
                    entry.refresh.as_ref().map(|(id, _)| *id),
                    entry.expires_at_ms,
                )
            })
            .collect();
        let mut expected: Vec<_> = self
            .model
            .agents
            .iter()
            .filter_map(|agent| {
                let entry = agent.entry.as_ref()?;
                let refresh = entry.refresh.as_ref().map(|refresh| refresh.object_id().unwrap());
                Some((agent.id, entry.descriptor.object_id().unwrap(), refresh, entry.end_ms))
            })
            .collect();
        got.sort();
        expected.sort();
        assert_eq!(got, expected);
        let stats = self.registry.stats();
        let origins: BTreeSet<_> = self.model.agents.iter().map(|agent| agent.from).collect();
        assert_eq!((stats.agents, stats.origins), (self.model.agents.len(), origins.len()));
        assert_eq!(
            (stats.entries, stats.capabilities),
            (expected.len(), expected.len() as u64)
        );
        for agent in &self.model.agents {
            let until_ms = Some(agent.admitted_until_ms).filter(|until_ms| *until_ms > 0);
            assert_eq!(self.registry.admitted_until_ms(&agent.id), until_ms);
        }
        for event in self.registry.watched(self.watch) {
            match event {
                WatchEvent::Arrived { agent, descriptor } => assert_eq!(self.watched.insert(agent, descriptor), None),
                WatchEvent::Departed { agent, descriptor } => assert_eq!(self.watched.remove(&agent), Some(descriptor)),
                WatchEvent::Lost => panic!("lost"),
            }
        }
        let filters = casp_discovery::Filters::of(&[fast()]).unwrap();
        let matching: BTreeMap<_, _> = self
            .model
            .entries()
            .iter()
            .filter(|(entry, _)| entry.candidates().any(|it| filters.admit(&it, now_ms).is_ok()))
            .map(|(entry, _)| (entry.issuer(), entry.descriptor_id()))
            .collect();
        assert_eq!(self.watched, matching);
    }
}

fn event() -> impl Strategy<Value = Event> {
    let agent = || 0..AGENTS_IN_ALL;
    let sequence = || 1..9_u64;
    let works = || prop::bool::weighted(0.8);
    let ttl = select(vec![60_000_u64, 600_000, 86_400_000]);
    let life = select(vec![1_000_i64, 60_000, 60_001, 600_000]);
    let spans = select(vec![
        1_i64,
        1_000,
        5_000,
        60_000,
        65_000,
        605_000,
        86_400_000,
        86_410_000,
        2_000_000_000_000,
    ]);
    prop_oneof![
        3 => prop_oneof![8 => spans, 1 => -100_000..0_i64].prop_map(Event::Time),
        8 => (agent(), sequence(), ttl, 1..100_u64, works(), 0..4_u8).prop_map(|(agent, sequence, ttl_ms, latency_ms, works, from)| {
            Event::Descriptor { agent, sequence, ttl_ms, latency_ms, works, from }
        }),
        5 => (agent(), sequence(), life, works()).prop_map(|(agent, sequence, life_ms, works)| {
            Event::Refresh { agent, sequence, life_ms, works }
        }),
        2 => (agent(), sequence(), works()).prop_map(|(agent, sequence, works)| Event::Withdrawal { agent, sequence, works }),
        3 => (0..6_usize, works()).prop_map(|(nth, works)| Event::Again { nth, works }),
        3 => prop::bool::weighted(0.7).prop_map(Event::Persisted),
        3 => (select(vec![1_u64, 50, 120, 120, 120]), 0..4_u32, 1..4_u32).prop_map(|(below_ms, limit, sample)| Event::Query { below_ms, limit, sample }),
        1 => Just(Event::Restart),
    ]
}

fn play(events: &[Event]) -> Pair {
    let mut pair = Pair::new();
    events.iter().for_each(|event| pair.happen(event));
    pair
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn in_any_history(events in vec(event(), 0..60)) {
        play(&events);
    }
}

/// Shows that the histories are eventful.
#[test]
fn the_histories_have_everything_in_them() {
    let mut runner = TestRunner::deterministic();
    let strategy = vec(event(), 60);
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        seen.extend(play(&strategy.new_tree(&mut runner).unwrap().current()).seen);
    }
    let expected = BTreeSet::from([
        "descriptor",
        "refresh",
        "withdrawal",
        "held",
        "invalid",
        "full",
        "admission",
        "admission at a price",
        "query",
        "diversified",
    ]);
    assert_eq!(seen, expected);
}
