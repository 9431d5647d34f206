//! Asking the registry.

use casp_discovery::{DiscoveryQueryKind, Expression, verify_answer};
use casp_execution::funnel::{Event as Told, Found};
use casp_identity::{Kind, Signed, Signer as _};
use casp_wire::v1::{DiscoveryQuery, Header, Intent, Objective};

use super::Requester;
use crate::world::config::WorldError;
use crate::world::stage::{NETWORK, Node, Parcel, Stage, TaskId};

/// How long a query lives, milliseconds.
const QUERY_LIFE_MS: i64 = 60_000;

/// The capability; quick ones first, and cheap ones beside them.
pub(super) fn intent(capability_id: &str) -> Result<Intent, WorldError> {
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
        objectives: vec![objective("qos/latency-p95"), objective("price/eur/call")],
        ..Intent::default()
    })
}

impl Requester {
    /// Asks, in the first round for who ranks best and for a sample, later on for another sample.
    pub(super) fn asks(&mut self, task: TaskId, round: u32, nonce: [u8; 16], stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let (limit, sample) = self.matches;
        let (Some(job), Some(registry)) = (self.jobs.get_mut(&task), stage.agent(Node::Registry)) else {
            return;
        };
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
            intent: Some(job.intent.clone()),
            limit: if round == 0 { limit } else { 0 },
            sample,
        };
        let Ok(query) = Signed::<DiscoveryQueryKind>::seal(&message, &self.key) else {
            return self.told.push((task, Told::NotFound { round }));
        };
        let bytes = query.as_bytes().to_vec();
        job.asked.insert(round, (query, stage.queue.now()));
        let kind = DiscoveryQueryKind::PROFILE.payload_type;
        let parcel = Parcel::Query { task, round, bytes };
        stage.send(kind, Node::Requester(self.number), Node::Registry, parcel);
    }

    /// Takes an answer that holds.
    pub(super) fn answered(&mut self, task: TaskId, round: u32, answer: Option<&[u8]>, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let asked = self.jobs.get_mut(&task).and_then(|job| job.asked.remove(&round));
        let Some((query, since)) = asked else { return };
        let verified =
            answer.and_then(|answer| verify_answer(&mut self.verifier, &query, answer, &self.known, now_ms).ok());
        let Some(verified) = verified else {
            return self.told.push((task, Told::NotFound { round }));
        };
        let took = stage.queue.now().since(since);
        stage.counts.discovery.push(took);
        let candidates = verified.entries.into_iter().map(|entry| Found {
            entry: entry.entry,
            relevance_ppm: 0,
        });
        let candidates = candidates.collect();
        self.told.push((task, Told::Found { round, candidates }));
    }
}
