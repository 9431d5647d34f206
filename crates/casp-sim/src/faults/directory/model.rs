//! A naive model of what the registry has to serve: what it accepted, read by the bed.

use std::collections::{BTreeMap, BTreeSet};

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::registry::{Publishes, Ticket};
use casp_identity::{AgentId, Kind, ObjectId};
use casp_wire::v1::{Bundle, Registration};
use casp_wire::{Layer, decode_unchecked};

use crate::faults::forge::Needs;
use crate::faults::read;

#[derive(Debug, Default)]
pub(super) struct Model {
    entered: BTreeMap<AgentId, Vec<Entered>>,
    /// Those that were shown to equivocate: nothing is promised of them.
    void: BTreeSet<AgentId>,
}

/// A publication that was accepted, read by the bed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entered {
    pub(super) id: ObjectId,
    /// While it waits to be written.
    pub(super) ticket: Option<Ticket>,
    /// Sequence; there is one epoch.
    pub(super) sequence: u64,
    /// End of life, milliseconds since the Unix epoch.
    pub(super) ends_ms: i64,
    /// The descriptor that is to be found then; none after a withdrawal.
    pub(super) descriptor: Option<ObjectId>,
}

impl Model {
    /// Whether something is so at this time.
    pub(super) fn meets(&self, needs: Needs, now_ms: i64) -> bool {
        let all = |agent: &AgentId| self.entered.get(agent).map_or(&[][..], Vec::as_slice);
        match needs {
            Needs::Taken(_) => false,
            Needs::Void(agent) => self.void.contains(&agent),
            Needs::Sequence(agent, sequence) => {
                !self.void.contains(&agent) && all(&agent).iter().any(|entered| entered.sequence >= sequence)
            }
            Needs::Living(agent, descriptor) => {
                let is_it = |entered: &Entered| entered.descriptor == Some(descriptor) && entered.ends_ms > now_ms;
                !self.void.contains(&agent) && latest(all(&agent)).is_some_and(is_it)
            }
        }
    }

    /// A registration of an agent was accepted, and waits to be written.
    pub(super) fn takes(
        &mut self,
        agent: AgentId,
        publishes: Publishes,
        registration: &[u8],
        ticket: Ticket,
    ) -> Option<Entered> {
        let entered = entered(publishes, registration, ticket)?;
        self.entered.entry(agent).or_default().push(entered);
        Some(entered)
    }

    pub(super) fn voids(&mut self, agent: AgentId) {
        self.void.insert(agent);
    }

    /// A record is written; gives the publication that it is of, if it is of one.
    pub(super) fn written(&mut self, ticket: Ticket) -> Option<ObjectId> {
        let mut all = self.entered.values_mut().flatten();
        let waiting = all.find(|entered| entered.ticket == Some(ticket))?;
        waiting.ticket = None;
        Some(waiting.id)
    }

    /// What a crash leaves: what was written, and of what waited that with these tickets.
    pub(super) fn crashes(&mut self, survive: &[Option<Ticket>]) {
        for all in self.entered.values_mut() {
            all.retain_mut(|entered| {
                let is_there = entered.ticket.is_none() || survive.contains(&entered.ticket);
                entered.ticket = None;
                is_there
            });
        }
    }

    /// Agents of whom something is promised, with all that was accepted of them.
    pub(super) fn promised(&self) -> impl Iterator<Item = (&AgentId, &[Entered])> {
        let all = self.entered.iter().map(|(agent, all)| (agent, all.as_slice()));
        all.filter(|(agent, _)| !self.void.contains(agent))
    }
}

/// What counts of all that was accepted of an agent.
pub(super) fn latest(all: &[Entered]) -> Option<&Entered> {
    all.iter().max_by_key(|entered| entered.sequence)
}

/// What a registration says, read by the bed.
fn entered(publishes: Publishes, registration: &[u8], ticket: Ticket) -> Option<Entered> {
    let registration: Registration = decode_unchecked(registration, Layer::Envelope).ok()?;
    let bundle = casp_wire::encode::<Bundle>(&registration.publication?);
    let id = read::id_of(&bundle)?;
    let (sequence, ends_ms, descriptor) = match publishes {
        Publishes::Descriptor => {
            let message = read::message::<DescriptorKind>(&bundle)?;
            (message.sequence, DescriptorKind::end_of_life_ms(&message)?, Some(id))
        }
        Publishes::Refresh => {
            let message = read::message::<RefreshKind>(&bundle)?;
            let descriptor = read::named(&message.descriptor);
            (
                message.sequence,
                RefreshKind::end_of_life_ms(&message)?,
                Some(descriptor),
            )
        }
        Publishes::Withdrawal => (read::message::<WithdrawalKind>(&bundle)?.sequence, 0, None),
    };
    Some(Entered {
        id,
        ticket: Some(ticket),
        sequence,
        ends_ms,
        descriptor,
    })
}
