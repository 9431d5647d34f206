//! Whether the registry serves what it has to, and nothing else.

use casp_discovery::DiscoveryQueryKind;
use casp_identity::{AgentId, ObjectId, Signer as _};
use casp_wire::limits::SKEW_MS;
use casp_wire::v1::{DiscoveryQuery, Header, Intent};

use super::Directory;
use super::model::latest;
use crate::faults::ledger::Invariant;
use crate::faults::plan::REGISTRY;
use crate::faults::provider::every_capability;
use crate::faults::read;
use crate::faults::stage::{NETWORK, Stage, short};

impl Directory {
    /// Asks for everything, and holds the answer against what was accepted.
    pub(super) fn audit(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let Some(registry) = &mut self.registry else { return };
        self.audits = self.audits.saturating_add(1);
        let auditor = stage.own_key(stage.plan.adversary());
        let query = everything(stage, auditor.agent_id(), self.audits, now_ms);
        let bytes = read::seal::<DiscoveryQueryKind>(&query, &auditor);
        let answered = match registry.query(&bytes, now_ms) {
            Ok(answered) => answered,
            Err(refusal) => {
                stage.breaks(Invariant::Registration, || {
                    format!("the registry refuses an honest query: {refusal:?}")
                });
                return;
            }
        };
        let matches = &answered.result.ranked;
        let found = |descriptor: &ObjectId| matches.iter().find(|each| each.descriptor == descriptor.0);
        for (agent, all) in self.model.promised() {
            let name = stage.node(agent).map_or_else(String::new, |node| stage.plan.name(node));
            let latest = latest(all);
            let living = latest.and_then(|latest| Some((latest, latest.descriptor?)));
            let living = living.filter(|(latest, _)| latest.ends_ms > now_ms);
            if let Some((latest, descriptor)) = living {
                let is_served = found(&descriptor).is_some_and(|each| {
                    let shown = if each.refresh.is_empty() {
                        &each.descriptor
                    } else {
                        &each.refresh
                    };
                    *shown == latest.id.0
                });
                stage.holds(is_served, Invariant::Registration, || {
                    let ticket = if latest.ticket.is_some() {
                        "accepted"
                    } else {
                        "acknowledged"
                    };
                    format!("{} of {name} was {ticket}, lives, and is not found", short(&latest.id))
                });
            }
            // A clock that is behind may still find alive what has just ended.
            let lingers = latest.filter(|latest| latest.ends_ms.saturating_add(SKEW_MS) > now_ms);
            let living = lingers.and_then(|latest| latest.descriptor);
            let over = all
                .iter()
                .filter_map(|entered| entered.descriptor)
                .find(|descriptor| living.as_ref() != Some(descriptor) && found(descriptor).is_some());
            if let Some(descriptor) = over {
                stage.breaks(Invariant::Registration, || {
                    format!(
                        "{} of {name} is over, replaced or withdrawn, and is served",
                        short(&descriptor)
                    )
                });
            }
        }
        if let Some(persist) = answered.persist {
            self.persists(persist, stage);
        }
    }
}

/// A query for every entry.
fn everything(stage: &Stage, auditor: AgentId, number: u64, now_ms: i64) -> DiscoveryQuery {
    let mut nonce = [0; 16];
    stage.streams.stream("faults/audit", number).fill(&mut nonce);
    DiscoveryQuery {
        header: Some(Header {
            network_id: NETWORK.into(),
            issuer: auditor.as_bytes().into(),
            audience: stage.agent(REGISTRY).as_bytes().into(),
            nonce: nonce.into(),
            issued_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(60_000),
            ..Header::default()
        }),
        intent: Some(Intent {
            constraints: every_capability(),
            ..Intent::default()
        }),
        limit: 64,
        sample: 0,
    }
}
