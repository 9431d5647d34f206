//! Tasks that go through a funnel: the funnel that ships, with reputation, canaries and a registry, beside the engine.

mod act;
mod begin;
mod hear;
mod mind;

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_discovery::DiscoveryQueryKind;
use casp_execution::Requester as Engine;
use casp_execution::funnel::{Advice, Event as Told, Funnel, Purpose, Seat, Ticket};
use casp_identity::{KnownAgents, ObjectId, Signed, Verifier};
use casp_trust::policy::TieredPolicy;
use casp_trust::probe::{Draws, PassCache, Probe, StockedBank};
use casp_wire::v1::{Content, Intent};

use super::plan::{NodeId, Task};
use super::stage::{Chance, NETWORK, Stage};
use crate::key::AgentKey;
use mind::Mind;

/// Canary passes and agents that are remembered.
const REMEMBERED: usize = 1_024;

/// A task under way.
struct Hunt {
    funnel: Funnel,
    policy: TieredPolicy,
    task: Task,
    intent: Intent,
    asked: BTreeMap<u32, Signed<DiscoveryQueryKind>>,
    engaged: u32,
}

/// An engagement of a funnel's.
struct Deal {
    with: Arc<Seat>,
    purpose: Purpose,
    probe: Option<Probe>,
    input: Content,
    offer: ObjectId,
    contract: Option<ObjectId>,
}

type DealKey = (u16, Ticket);

pub(super) struct Hunts {
    node: NodeId,
    hunts: BTreeMap<u16, Hunt>,
    deals: BTreeMap<DealKey, Deal>,
    by_offer: BTreeMap<ObjectId, DealKey>,
    told: Vec<(u16, Told)>,
    mind: Mind,
    passes: PassCache,
    bank: StockedBank,
    draws: Draws,
    verifier: Verifier,
    known: KnownAgents,
    canaries: u64,
}

impl Hunts {
    pub(super) fn new(node: NodeId, stage: &Stage) -> Self {
        let mut verifier = Verifier::new(NETWORK, Some(stage.agent(node)));
        verifier.dangerous_take(stage.options.signatures.stand_in());
        let mut seed = [0; 32];
        stage
            .streams
            .stream("faults/probes", u64::from(node) << 32 | u64::from(stage.life(node)))
            .fill(&mut seed);
        Self {
            node,
            hunts: BTreeMap::new(),
            deals: BTreeMap::new(),
            by_offer: BTreeMap::new(),
            told: Vec::new(),
            mind: Mind::default(),
            passes: PassCache::new(REMEMBERED),
            bank: StockedBank::default(),
            draws: Draws::from_seed(&seed),
            verifier,
            known: KnownAgents::new(REMEMBERED),
            canaries: 0,
        }
    }

    /// A crash takes everything. Gives the tasks that were under way.
    pub(super) fn forget(&mut self, stage: &Stage) -> Vec<u16> {
        let lost = self.hunts.keys().copied().collect();
        *self = Self::new(self.node, stage);
        lost
    }

    pub(super) fn open(&self) -> Vec<u16> {
        self.hunts.keys().copied().collect()
    }

    pub(super) fn next_timeout_ms(&self) -> Option<i64> {
        self.hunts
            .values()
            .filter_map(|hunt| hunt.funnel.next_timeout_ms())
            .min()
    }

    pub(super) fn tick(&mut self, now_ms: i64) {
        for hunt in self.hunts.values_mut() {
            if hunt.funnel.next_timeout_ms().is_some_and(|at_ms| at_ms <= now_ms) {
                let advice = &mut Advice {
                    policy: &hunt.policy,
                    memory: &self.mind,
                    passes: &mut self.passes,
                };
                hunt.funnel.tick(advice, now_ms);
            }
        }
    }

    /// Tells the funnels what happened; gives whether anything did.
    pub(super) fn hear(&mut self, stage: &Stage) -> bool {
        let told = std::mem::take(&mut self.told);
        let any = !told.is_empty();
        for (task, event) in told {
            if let Some(hunt) = self.hunts.get_mut(&task) {
                let advice = &mut Advice {
                    policy: &hunt.policy,
                    memory: &self.mind,
                    passes: &mut self.passes,
                };
                hunt.funnel.handle(event, advice, stage.clock_ms(self.node));
            }
        }
        any
    }

    /// Does what the funnels want; gives whether they wanted anything.
    pub(super) fn act(&mut self, engine: &mut Engine<AgentKey, Chance>, stage: &mut Stage) -> bool {
        let mut actions = Vec::new();
        for (task, hunt) in &mut self.hunts {
            while let Some(action) = hunt.funnel.poll_action() {
                actions.push((*task, action));
            }
        }
        let any = !actions.is_empty();
        for (task, action) in actions {
            self.acts(task, action, engine, stage);
        }
        any
    }
}
