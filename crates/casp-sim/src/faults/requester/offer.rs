//! How a task goes to a provider that is known from the start.

use casp_execution::funnel::Purpose;
use casp_execution::requester::Offering;
use casp_identity::ObjectId;
use casp_task::content::inline;
use casp_wire::v1::{Content, Money, SideEffect, Terms};

use super::Requester;
use crate::faults::ledger::{Account, Errand, Granted, TaskState};
use crate::faults::plan::{NodeId, Task};
use crate::faults::provider::{MEDIA_TYPE, behavior, capability_id};
use crate::faults::stage::Stage;

/// How long an offer waits for a quote, milliseconds.
const OFFER_MS: i64 = 20_000;

impl Requester {
    pub(super) fn offers(&mut self, task: &Task, provider: NodeId, stage: &mut Stage) {
        let Some(engine) = &mut self.host.engine else { return };
        let now_ms = stage.clock_ms(self.host.node);
        let most = Granted {
            work_micros: task.price_micros,
            attempts: 1,
            ..Granted::default()
        };
        stage.ledger.accounts.insert(
            task.number,
            Account {
                most,
                ..Account::default()
            },
        );
        let terms = terms(task, provider, now_ms);
        let offering = offering(stage, provider, terms);
        match engine.offer(offering, now_ms) {
            Ok(offer) => {
                self.dialogues.insert(task.number, offer);
                stage.ledger.offers(
                    offer,
                    Errand {
                        requester: self.host.node,
                        provider,
                        task: task.number,
                        purpose: Purpose::Work,
                        number: 0,
                        price_micros: task.price_micros,
                    },
                );
            }
            Err(error) => {
                stage.note(self.host.node, || format!("cannot offer: {error}"));
                stage.ledger.tasks.insert(task.number, TaskState::Ended);
            }
        }
    }
}

/// What every task is given.
pub(in crate::faults) fn input() -> Content {
    inline(MEDIA_TYPE, "the input of a task")
}

fn terms(task: &Task, provider: NodeId, now_ms: i64) -> Terms {
    let evidence: &[&str] = if task.wants_evidence {
        &["tool-receipt", "trace"]
    } else {
        &[]
    };
    Terms {
        capability_id: capability_id(task.effect).into(),
        capability_version: "1.0.0".into(),
        behavior_digest: behavior(provider).into(),
        side_effect: SideEffect::into(task.effect),
        price: Some(Money {
            currency: "EUR".into(),
            amount_micros: task.price_micros,
        }),
        deadline_ms: now_ms.saturating_add(task.life_ms),
        output_media_type: MEDIA_TYPE.into(),
        evidence: evidence.iter().map(|kind| (*kind).into()).collect(),
        receipt_signers: Vec::new(),
    }
}

fn offering(stage: &Stage, provider: NodeId, terms: Terms) -> Offering {
    let input = input();
    Offering {
        provider: stage.agent(provider),
        descriptor: ObjectId([7; 32]),
        terms,
        input_media_type: input.media_type,
        input_bytes: input.size_bytes,
        life_ms: OFFER_MS,
    }
}
