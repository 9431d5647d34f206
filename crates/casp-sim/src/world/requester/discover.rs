//! Asking the registries.

use std::collections::BTreeMap;

use casp_discovery::{DiscoveryQueryKind, Expression, VerifiedAnswer, merge, verify_answer};
use casp_execution::funnel::{Event as Told, Found};
use casp_identity::{Kind, Signed, Signer as _};
use casp_trust::Policy;
use casp_wire::v1::{DiscoveryQuery, Header, Intent, Objective};

use super::{LOOK, Requester};
use crate::engine::{Span, Time};
use crate::world::config::WorldError;
use crate::world::counts::one_more;
use crate::world::stage::{Event, NETWORK, Node, Parcel, Stage, TaskId};

/// How long a query lives, milliseconds.
const QUERY_LIFE_MS: i64 = 60_000;

/// How long an answer is waited for where no funnel does, milliseconds: a query's life, and time to answer.
const LOOK_LIFE_MS: i64 = 2 * QUERY_LIFE_MS;

/// What was asked in one round of a task.
pub(super) struct Asked {
    since: Time,
    /// By registry, as long as it has not answered.
    open: BTreeMap<usize, Signed<DiscoveryQueryKind>>,
    answers: Vec<VerifiedAnswer>,
}

/// A query of no task's.
pub(super) struct Look {
    since: Time,
    /// Whether one answer at least holds.
    is_good: bool,
    open: BTreeMap<usize, Signed<DiscoveryQueryKind>>,
}

/// The capability; quick, sure and cheap ones first.
pub(in crate::world) fn intent(capability_id: &str) -> Result<Intent, WorldError> {
    let constraint: Expression =
        format!("capability = {capability_id}")
            .parse()
            .map_err(|error: casp_discovery::ExpressionError| WorldError::Engine {
                engine: "discovery",
                why: error.to_string(),
            })?;
    let objective = |name: &str| Objective {
        name: name.into(),
        grain: 1,
    };
    Ok(Intent {
        constraints: vec![constraint.into()],
        objectives: vec![
            objective("qos/latency-p95"),
            objective("qos/success-rate"),
            objective("price/eur/call"),
        ],
        ..Intent::default()
    })
}

impl Requester {
    /// Asks, in the first round for who ranks best and for a sample, later on for another sample.
    pub(super) fn asks(&mut self, task: TaskId, round: u32, nonce: [u8; 16], stage: &mut Stage) {
        let Some(intent) = self.jobs.get(&task).map(|job| job.intent.clone()) else {
            return;
        };
        let open = self.sends_queries(task, round, nonce, &intent, stage);
        if open.is_empty() {
            return self.told.push((task, Told::NotFound { round }));
        }
        let asked = Asked {
            since: stage.queue.now(),
            open,
            answers: Vec::new(),
        };
        if let Some(job) = self.jobs.get_mut(&task) {
            job.asked.insert(round, asked);
        }
        if stage.registries().len() < 2 {
            return;
        }
        // The funnel waits so long for all of them; those that have answered by then are to count.
        let patience_ms = i64::try_from(self.workload.limits.discover_ms).unwrap_or(i64::MAX);
        let requester = self.number;
        let enough = Event::Enough { requester, task, round };
        stage.schedule_after(Span::of_ms(patience_ms.saturating_sub(patience_ms / 4)), enough);
    }

    /// Asks without a task.
    pub(in crate::world) fn looks(&mut self, number: u64, stage: &mut Stage) -> Result<(), WorldError> {
        let steps = u64::try_from(self.workload.steps.len()).unwrap_or(u64::MAX);
        let step = usize::try_from(number.checked_rem(steps).unwrap_or_default()).unwrap_or_default();
        let Some(step) = self.workload.steps.get(step) else {
            return Ok(());
        };
        let intent = intent(&step.capability_id)?;
        let look = number | LOOK;
        let nonce = stage.streams.stream("look", number).bytes();
        let open = self.sends_queries(look, 0, nonce, &intent, stage);
        let since = stage.queue.now();
        // What was asked so long ago is not answered any more.
        while let Some(oldest) = self.looks.first_entry()
            && since.since(oldest.get().since) > Span::of_ms(LOOK_LIFE_MS)
        {
            oldest.remove();
        }
        let is_good = false;
        self.looks.insert(look, Look { since, is_good, open });
        Ok(())
    }

    /// Matches by rank and by lot.
    pub(super) fn asks_for(&self, round: u32) -> (u32, u32) {
        let (limit, sample) = self.matches;
        (if round == 0 { limit } else { 0 }, sample)
    }

    fn sends_queries(
        &self,
        task: TaskId,
        round: u32,
        nonce: [u8; 16],
        intent: &Intent,
        stage: &mut Stage,
    ) -> BTreeMap<usize, Signed<DiscoveryQueryKind>> {
        one_more(&mut stage.counts_of(self.number).queries);
        let now_ms = stage.now_ms();
        let (limit, sample) = self.asks_for(round);
        let mut open = BTreeMap::new();
        for (number, registry) in stage.registries().to_vec().into_iter().enumerate() {
            let message = DiscoveryQuery {
                header: Some(Header {
                    network_id: NETWORK.into(),
                    issuer: self.key.agent_id().as_bytes().into(),
                    audience: registry.as_bytes().into(),
                    nonce: nonce.into(),
                    issued_at_ms: now_ms,
                    expires_at_ms: now_ms.saturating_add(QUERY_LIFE_MS),
                    ..Header::default()
                }),
                intent: Some(intent.clone()),
                limit,
                sample,
            };
            let Some(query) = stage.made(Signed::<DiscoveryQueryKind>::seal(&message, &self.key)) else {
                continue;
            };
            let bytes = query.as_bytes().to_vec();
            let kind = DiscoveryQueryKind::PROFILE.payload_type;
            let parcel = Parcel::Query { task, round, bytes };
            stage.send(kind, Node::Requester(self.number), Node::Registry(number), parcel);
            open.insert(number, query);
        }
        open
    }

    /// Takes an answer if it holds.
    pub(in crate::world) fn answered(
        &mut self,
        registry: usize,
        task: TaskId,
        round: u32,
        bytes: Option<Vec<u8>>,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        let now_ms = stage.now_ms();
        if task & LOOK != 0 {
            self.has_looked(registry, task, bytes, stage);
            return Ok(());
        }
        let asked = self.jobs.get_mut(&task).and_then(|job| job.asked.get_mut(&round));
        let Some(asked) = asked else { return Ok(()) };
        let Some(query) = asked.open.remove(&registry) else {
            return Ok(());
        };
        let verified =
            bytes.and_then(|bytes| verify_answer(&mut self.verifier, &query, &bytes, &self.known, now_ms).ok());
        asked.answers.extend(verified);
        if asked.open.is_empty() {
            self.has_enough(task, round, stage);
        }
        self.settle(policy, stage)
    }

    fn has_looked(&mut self, registry: usize, task: TaskId, bytes: Option<Vec<u8>>, stage: &mut Stage) {
        let Some(look) = self.looks.get_mut(&task) else { return };
        if let Some((query, bytes)) = look.open.remove(&registry).zip(bytes) {
            let verified = verify_answer(&mut self.verifier, &query, &bytes, &self.known, stage.now_ms());
            look.is_good |= verified.is_ok();
        }
        if !look.open.is_empty() {
            return;
        }
        if look.is_good {
            let took = stage.queue.now().since(look.since);
            stage.counts_of(self.number).discovery.push(took);
        }
        self.looks.remove(&task);
    }

    /// Goes on with the answers that there are.
    pub(in crate::world) fn has_enough(&mut self, task: TaskId, round: u32, stage: &mut Stage) {
        let Some(asked) = self.jobs.get_mut(&task).and_then(|job| job.asked.remove(&round)) else {
            return;
        };
        if asked.answers.is_empty() {
            return self.told.push((task, Told::NotFound { round }));
        }
        let took = stage.queue.now().since(asked.since);
        stage.counts_of(self.number).discovery.push(took);
        let candidates = candidates(asked.answers).into();
        self.told.push((task, Told::Found { round, candidates }));
    }
}

/// Of one answer its own order; of several, each agent once, with its newest entry.
fn candidates(mut answers: Vec<VerifiedAnswer>) -> Vec<Found> {
    if answers.len() > 1 {
        let merged = merge(&answers);
        let agents = merged.agents.iter();
        return agents
            .map(|supported| Found {
                entry: supported.entry.entry.clone(),
                relevance_ppm: supported.relevance_ppm,
            })
            .collect();
    }
    let entries = answers.pop().into_iter().flat_map(|answer| answer.entries);
    entries
        .map(|entry| Found {
            entry: entry.entry,
            relevance_ppm: 0,
        })
        .collect()
}
