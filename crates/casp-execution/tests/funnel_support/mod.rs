//! A task, candidates for it, and what a requester knows of them.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

use std::collections::BTreeMap;

use casp_descriptor::DescriptorKind;
use casp_discovery::{Entry, Expression};
use casp_execution::funnel::{
    Action, Advice, Event, Found, Funnel, Limits, Memory, Plan, Reason, Search, Stage, Ticket,
};
use casp_identity::{AgentId, KnownAgents, Signed, Signer as _, SoftwareKey, Verifier};
use casp_trust::probe::PassCache;
use casp_trust::{
    CanaryDemand, Demands, EvidenceDemand, Opinion, Policy, ReputationDemand, Standing, Subject, TaskFacts,
    VerificationBudget,
};
use casp_wire::v1::{
    Capability, CapabilityDescriptor, Header, Intent, Objective, Provenance, QosMetric, RiskClass, SideEffect,
};

pub const NOW: i64 = 1_767_225_600_000;
pub const MINUTE: i64 = 60_000;
pub const PRICE: u64 = 1_000;
pub const CAPABILITY: &str = "org.example/draw";
pub const SIBLING: &str = "org.example/draw-preview";

pub fn key(n: u16) -> SoftwareKey {
    let mut seed = [9; 32];
    seed[..2].copy_from_slice(&n.to_be_bytes());
    SoftwareKey::from_seed(&seed)
}

pub fn id(n: u16) -> AgentId {
    key(n).agent_id()
}

pub fn capability(id: &str, latency_ms: u64) -> Capability {
    Capability {
        id: id.into(),
        version: "1.2.0".into(),
        summary: "Draws".into(),
        side_effect: SideEffect::None.into(),
        risk: RiskClass::Public.into(),
        behavior_digest: vec![7; 32],
        evidence: vec!["tool-receipt".into(), "trace".into()],
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: latency_ms,
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 1_000,
            evidence_digest: Vec::new(),
        }],
        ..Default::default()
    }
}

/// Agent `n`, with these capabilities.
pub fn found(n: u16, capabilities: Vec<Capability>) -> Found {
    let message = CapabilityDescriptor {
        header: Some(Header {
            network_id: "test".into(),
            issuer: id(n).as_bytes().into(),
            issued_at_ms: NOW,
            ..Default::default()
        }),
        epoch: 1,
        sequence: 1,
        ttl_ms: 600_000,
        capabilities,
        ..Default::default()
    };
    let signed: Signed<DescriptorKind> = Signed::seal(&message, &key(n)).unwrap();
    let mut verifier = Verifier::new("test", None);
    let verified = verifier.verify(signed, &KnownAgents::new(10), NOW).unwrap();
    Found {
        entry: Entry::new(&verified),
        relevance_ppm: 0,
    }
}

/// Agents 1 to `count`; the first is the fastest, and so first in the order.
pub fn candidates(count: u16) -> Vec<Found> {
    (1..=count)
        .map(|n| {
            let latency = u64::from(n) * 100;
            found(n, vec![capability(CAPABILITY, latency), capability(SIBLING, latency)])
        })
        .collect()
}

pub fn intent(constraints: &[&str]) -> Intent {
    let constraints = constraints
        .iter()
        .map(|each| each.parse::<Expression>().unwrap().into());
    Intent {
        constraints: constraints.collect(),
        objectives: vec![Objective {
            name: "qos/latency-p95".into(),
            grain: 1,
        }],
        ..Default::default()
    }
}

pub fn facts(side_effect: SideEffect) -> TaskFacts {
    TaskFacts {
        capability_id: CAPABILITY.into(),
        side_effect,
        risk: RiskClass::Public,
        price_micros: PRICE,
    }
}

pub fn plan(side_effect: SideEffect) -> Plan {
    Plan {
        name: "draw".into(),
        facts: facts(side_effect),
        search: Search::of(&intent(&["capability = org.example/draw"])).unwrap(),
        limits: Limits {
            rounds: 1,
            ..Limits::for_price(PRICE)
        },
        seed: [3; 32],
        deadline_ms: NOW + 10 * MINUTE,
    }
}

/// Demands that are given.
#[derive(Clone, Default)]
pub struct Given(pub Demands);

impl Policy for Given {
    fn demands(&self, _task: &TaskFacts) -> Demands {
        self.0.clone()
    }

    fn admits(&self, demands: &Demands, standing: &Standing) -> Result<(), String> {
        let Some(demand) = &demands.reputation else {
            return Ok(());
        };
        if standing.opinion.expectation() < demand.floor {
            return Err(format!("expectation under {}", demand.floor));
        }
        if standing.opinion.uncertainty > demand.max_uncertainty {
            return Err(format!("uncertainty over {}", demand.max_uncertainty));
        }
        Ok(())
    }
}

pub fn tier_1() -> ReputationDemand {
    ReputationDemand {
        floor: 0.5,
        max_uncertainty: 0.6,
        newcomer_share_ppm: 0,
    }
}

pub fn tier_2() -> CanaryDemand {
    CanaryDemand {
        passes: 1,
        pass_counts_for_ms: 60_000,
        parallel: 1,
        sibling: None,
    }
}

pub fn tier_3() -> EvidenceDemand {
    EvidenceDemand {
        kinds: vec!["trace".into()],
        ..Default::default()
    }
}

pub fn budget() -> VerificationBudget {
    VerificationBudget {
        time_ms: 120_000,
        price_micros: 10 * PRICE,
        probes: 10,
    }
}

pub fn all_tiers() -> Given {
    Given(Demands {
        reputation: Some(tier_1()),
        canaries: Some(tier_2()),
        evidence: Some(tier_3()),
        budget: budget(),
        because: vec!["because the test says so".into()],
    })
}

pub fn canaries_alone() -> Given {
    Given(Demands {
        canaries: Some(tier_2()),
        budget: budget(),
        ..Default::default()
    })
}

/// Everybody is well known, but for those who are not.
#[derive(Clone, Default)]
pub struct Known {
    pub standings: BTreeMap<AgentId, Standing>,
    /// How many canaries each has passed a second before.
    pub passed: BTreeMap<AgentId, usize>,
}

pub fn good() -> Standing {
    Standing {
        opinion: Opinion {
            belief: 0.9,
            disbelief: 0.0,
            uncertainty: 0.1,
            base_rate: 0.5,
        },
        own_outcomes: 20.0,
        is_newcomer: false,
        is_incriminated: false,
    }
}

pub fn newcomer() -> Standing {
    Standing {
        opinion: Opinion {
            belief: 0.0,
            disbelief: 0.0,
            uncertainty: 1.0,
            base_rate: 0.5,
        },
        own_outcomes: 0.0,
        is_newcomer: true,
        is_incriminated: false,
    }
}

impl Memory for Known {
    fn standing(&self, subject: &Subject, _now_ms: i64) -> Standing {
        self.standings.get(&subject.agent).cloned().unwrap_or_else(good)
    }
}

/// A funnel, and whatever it has said.
pub struct Run {
    pub funnel: Funnel,
    pub policy: Given,
    pub known: Known,
    pub passes: PassCache,
    pub now_ms: i64,
    pub said: Vec<Action>,
}

impl Run {
    pub fn new(plan: Plan, policy: Given, known: Known) -> Self {
        let mut passes = PassCache::new(1_000);
        for (agent, count) in &known.passed {
            let subjects = [CAPABILITY, SIBLING].map(|capability_id| Subject {
                agent: *agent,
                capability_id: capability_id.into(),
                behavior_digest: [7; 32],
            });
            for subject in subjects.iter().flat_map(|subject| std::iter::repeat_n(subject, *count)) {
                passes.passed(subject, NOW - 1_000);
            }
        }
        let mut run = Self {
            passes,
            funnel: Funnel::new(plan, &policy, NOW),
            policy,
            known,
            now_ms: NOW,
            said: Vec::new(),
        };
        run.drain();
        run
    }

    /// After the first answer.
    pub fn with(plan: Plan, policy: Given, known: Known, candidates: Vec<Found>) -> Self {
        let mut run = Self::new(plan, policy, known);
        run.tell(Event::Found {
            round: 0,
            candidates: candidates.into(),
        });
        run
    }

    fn drain(&mut self) {
        while let Some(action) = self.funnel.poll_action() {
            self.said.push(action);
        }
    }

    /// An event, a millisecond later.
    pub fn tell(&mut self, event: Event) -> &mut Self {
        self.now_ms += 1;
        let advice = &mut Advice {
            policy: &self.policy,
            memory: &self.known,
            passes: &mut self.passes,
        };
        self.funnel.handle(event, advice, self.now_ms);
        self.drain();
        self
    }

    /// Nothing happens until the funnel's next timeout.
    pub fn wait(&mut self) -> &mut Self {
        self.now_ms = self.funnel.next_timeout_ms().expect("nothing is waited for");
        let advice = &mut Advice {
            policy: &self.policy,
            memory: &self.known,
            passes: &mut self.passes,
        };
        self.funnel.tick(advice, self.now_ms);
        self.drain();
        self
    }

    /// The engagement begun last.
    pub fn last(&self) -> Ticket {
        self.engaged().last().expect("nobody was engaged").0
    }

    /// Every engagement, and with whom.
    pub fn engaged(&self) -> Vec<(Ticket, AgentId)> {
        let engaged = self.said.iter().filter_map(|action| match action {
            Action::Engage { ticket, with, .. } => Some((*ticket, with.agent())),
            _ => None,
        });
        engaged.collect()
    }

    pub fn quoted(&mut self) -> &mut Self {
        let ticket = self.last();
        self.tell(Event::Quoted {
            ticket,
            price_micros: PRICE,
        })
    }

    /// Why agent `n` was abandoned, and where.
    pub fn reason_of(&self, n: u16) -> Option<(Stage, Reason)> {
        let report = self.funnel.report();
        let agent = id(n).to_did_key();
        let candidate = report.candidates.iter().find(|each| each.agent == agent)?;
        candidate.reason.map(|reason| (candidate.stage, reason))
    }

    /// At every stage who entered went on or was abandoned, and who went on entered the next.
    pub fn assert_balanced(&self) {
        assert!(self.funnel.is_done());
        let report = self.funnel.report();
        let mut expected = report.rounds.iter().map(|round| round.found).sum::<u64>();
        for stage in &report.stages {
            let abandoned: u64 = stage.abandoned.iter().map(|each| u64::from(each.count)).sum();
            assert_eq!(stage.entered, expected, "{stage:?}");
            assert_eq!(stage.entered, stage.passed + abandoned, "{stage:?}");
            expected = stage.passed;
        }
    }
}
