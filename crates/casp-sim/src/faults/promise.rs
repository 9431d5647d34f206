//! Promises that are checked as engines speak.

use casp_execution::{Misconduct, Outgoing, Statement};

use super::ledger::{Invariant, Owed};
use super::plan::NodeId;
use super::stage::{Parcel, Stage, short};

impl Stage {
    /// An engine wants a statement sent. It is on disk, it is true, and it costs what may be spent.
    pub(super) fn gives_out(&mut self, node: NodeId, outgoing: &Outgoing, is_safe: bool) {
        self.holds(is_safe, Invariant::Disk, || {
            format!(
                "n{node} says {} ({:?}) before it is on disk",
                short(&outgoing.id),
                outgoing.statement
            )
        });
        if let Err((invariant, what)) = self
            .ledger
            .says(node, outgoing.statement, outgoing.id, &outgoing.bundle)
        {
            self.breaks(invariant, || what);
        }
        if let Some(to) = self.node(&outgoing.to) {
            self.send(node, to, Parcel::Statement(outgoing.bundle.clone()));
        }
    }

    /// What a node said, others took, and it has to hold.
    pub(super) fn owed_by(&self, node: NodeId) -> Vec<Owed> {
        let owed = self.ledger.owed.get(&node).map_or(&[][..], Vec::as_slice);
        // What came to no contract is forgotten as it lapses, by a clock that may be ahead; and the provider need not know of one.
        let is_kept = |owed: &&Owed| match owed.statement {
            Statement::Offer => self.ledger.contracted.contains_key(&owed.offer),
            Statement::Quote => self.ledger.answered.contains(&owed.offer),
            _ => true,
        };
        owed.iter().filter(is_kept).copied().collect()
    }

    pub(super) fn is_held(&mut self, node: NodeId, owed: &Owed, is_held: bool) {
        self.holds(is_held, Invariant::Statement, || {
            format!(
                "n{node} has lost its {:?} {}, which the other side has taken",
                owed.statement,
                short(&owed.id)
            )
        });
    }

    /// An engine holds something against somebody.
    pub(super) fn accused(&mut self, by: NodeId, misconduct: &Misconduct) {
        self.summary.accused = self.summary.accused.saturating_add(1);
        let party = self.node(&misconduct.party);
        self.note(by, || format!("accuses {}: {}", misconduct.party, misconduct.rule));
        let is_framed = party.is_some_and(|party| self.ledger.framed.contains(&party));
        // A clock that is off by more than statements allow makes honest ones look impossible.
        if !is_framed && !self.has_wild_clocks() {
            self.breaks(Invariant::Blame, || {
                format!(
                    "n{by} accuses {party:?}, who is honest, of {} by a {:?}",
                    misconduct.rule, misconduct.statement
                )
            });
        }
    }
}
