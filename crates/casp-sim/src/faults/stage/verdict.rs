//! What becomes of a letter that arrives, and whether that keeps the promises.

use casp_execution::Received;
use casp_identity::ObjectId;

use super::{Event, Letter, Mark, Parcel, Stage};
use crate::faults::Breach;
use crate::faults::ledger::Invariant;
use crate::faults::plan::NodeId;
use crate::faults::read;

impl Stage {
    /// What became of a statement that arrived: what is accepted has to be what an engine of the other side gave out.
    pub(in crate::faults) fn received<E: core::fmt::Display>(
        &mut self,
        node: NodeId,
        letter: &Letter,
        bundle: &[u8],
        outcome: Result<Received, E>,
    ) {
        match outcome {
            Ok(Received::Taken { offer, .. }) => {
                let Some(id) = read::id_of(bundle) else { return };
                self.accepts(node, letter, Some(id));
                let life = self.life(node);
                self.ledger.takes(node, life, id, offer);
                let due = self.forger.taken(node, id);
                for letter in due {
                    self.queue.schedule(self.queue.now(), Event::Arrives(letter));
                }
            }
            Ok(Received::Again { .. }) => self.accepts(node, letter, read::id_of(bundle)),
            Err(violation) => self.refuses(node, letter, &violation.to_string()),
        }
    }

    /// Something was accepted: it has to be genuine.
    pub(in crate::faults) fn accepts(&mut self, node: NodeId, letter: &Letter, id: Option<ObjectId>) {
        let name = self.plan.name(node);
        let what = letter.parcel.describe();
        match letter.mark {
            Mark::Genuine => {}
            Mark::Damaged => {
                self.breaks(Invariant::Refused, || {
                    format!("{name} accepts a {what} of which a bit was turned")
                });
            }
            Mark::Forged { name: forgery, rule } => {
                self.breaks(Invariant::Refused, || {
                    format!("{name} accepts a {what} that {rule} refuses: {forgery}")
                });
            }
        }
        if let (Some(id), Parcel::Statement(_)) = (id, &letter.parcel)
            && !self.ledger.said.contains_key(&id)
        {
            self.breaks(Invariant::Refused, || {
                format!("{name} accepts {id}, which no engine gave out")
            });
        }
    }

    /// Something was refused.
    pub(in crate::faults) fn refuses(&mut self, node: NodeId, letter: &Letter, why: &str) {
        match letter.mark {
            Mark::Genuine => {}
            Mark::Damaged => self.summary.damaged_refused = self.summary.damaged_refused.saturating_add(1),
            Mark::Forged { .. } => self.summary.forged_refused = self.summary.forged_refused.saturating_add(1),
        }
        let now = self.queue.now();
        self.history.note(now, || {
            format!(
                "{} refuses a {} from {}: {why}",
                self.plan.name(node),
                letter.parcel.describe(),
                self.plan.name(letter.from)
            )
        });
    }

    /// A promise is broken. The first counts.
    pub(in crate::faults) fn breaks(&mut self, invariant: Invariant, what: impl FnOnce() -> String) {
        if self.breach.is_none() {
            let breach = Breach {
                invariant,
                at_ms: self.elapsed_ms(),
                what: what(),
            };
            let now = self.queue.now();
            self.history
                .note(now, || format!("BROKEN: {}: {}", breach.invariant.name(), breach.what));
            self.breach = Some(breach);
        }
    }

    pub(in crate::faults) fn holds(&mut self, holds: bool, invariant: Invariant, what: impl FnOnce() -> String) {
        if !holds {
            self.breaks(invariant, what);
        }
    }
}
