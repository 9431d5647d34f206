//! Histories, and how they are stated.

use casp_wire::v1;

use crate::generate::engagement::{self, inline};
use crate::generate::evidence::{trace, tree};
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::world::World;

/// A statement of how a trace stands.
#[derive(Clone)]
pub(in crate::generate) enum Member {
    Checkpoint(v1::TraceCheckpoint),
    Result(v1::TaskResult),
}

impl Member {
    pub(in crate::generate) fn signed(&self, key: &Key) -> Statement {
        match self {
            Self::Checkpoint(checkpoint) => checkpoint.signed(key),
            Self::Result(result) => result.signed(key),
        }
    }

    pub(in crate::generate) fn delegated(&self, key: &Key, proof: &Statement) -> Statement {
        match self {
            Self::Checkpoint(checkpoint) => checkpoint.delegated(key, proof),
            Self::Result(result) => result.delegated(key, proof),
        }
    }

    pub(in crate::generate) fn header(&mut self) -> &mut v1::Header {
        match self {
            Self::Checkpoint(checkpoint) => checkpoint.header(),
            Self::Result(result) => result.header(),
        }
    }
}

/// One history and what states it.
#[derive(Clone)]
pub(in crate::generate) struct Side {
    pub(in crate::generate) events: Vec<v1::TraceEvent>,
    pub(in crate::generate) member: Member,
}

impl Side {
    /// As a checkpoint without contract gives it.
    pub(in crate::generate) fn new(world: &World, events: &[v1::TraceEvent]) -> Self {
        let checkpoint = trace::checkpoint(world, &world.alice, events, events.len());
        Self {
            events: events.to_vec(),
            member: Member::Checkpoint(checkpoint),
        }
    }

    /// As a result commits to it. Its output depends on `name`.
    pub(in crate::generate) fn of_result(world: &World, events: &[v1::TraceEvent], name: &str) -> Self {
        let output = world.draw(&format!("output of {name}")).sentence(5);
        let result = v1::TaskResult {
            output: Some(inline("text/plain", output.as_bytes())),
            trace: Some(v1::TraceCommitment {
                session: trace::session(world),
                size: events.len() as u64,
                root: trace::root(events),
            }),
            ..engagement::result(world, &world.alice, &world.bob)
        };
        Self {
            events: events.to_vec(),
            member: Member::Result(result),
        }
    }

    pub(in crate::generate) fn checkpoint(&mut self) -> &mut v1::TraceCheckpoint {
        match &mut self.member {
            Member::Checkpoint(checkpoint) => checkpoint,
            Member::Result(_) => panic!("a result is no checkpoint"),
        }
    }

    pub(in crate::generate) fn result(&mut self) -> &mut v1::TaskResult {
        match &mut self.member {
            Member::Result(result) => result,
            Member::Checkpoint(_) => panic!("a checkpoint is no result"),
        }
    }

    pub(in crate::generate) fn set_session(&mut self, session: &[u8]) {
        session.clone_into(match &mut self.member {
            Member::Checkpoint(checkpoint) => &mut checkpoint.session,
            Member::Result(result) => &mut result.trace.get_or_insert_default().session,
        });
    }

    pub(in crate::generate) fn leaf(&self, index: usize) -> v1::IncludedLeaf {
        let leaves = trace::leaves(&self.events);
        v1::IncludedLeaf {
            leaf_hash: leaves[index].clone(),
            path: tree::path(index, &leaves),
        }
    }
}

/// Two series of events of these lengths that part at an event, or do not if both end before it.
fn parting(world: &World, [a, b]: [usize; 2], at: usize) -> [Vec<v1::TraceEvent>; 2] {
    let one = trace::events(world, "a forked trace", 9);
    let mut two = one.clone();
    two[at].data.push(1);
    [one[..a].to_vec(), two[..b].to_vec()]
}

/// Two checkpoints.
pub(in crate::generate) fn histories(world: &World, sizes: [usize; 2], at: usize) -> [Side; 2] {
    parting(world, sizes, at).map(|events| Side::new(world, &events))
}

/// Two results of one contract, with two outputs.
pub(in crate::generate) fn results(world: &World, sizes: [usize; 2], at: usize) -> [Side; 2] {
    let [a, b] = parting(world, sizes, at);
    [
        Side::of_result(world, &a, "one history"),
        Side::of_result(world, &b, "another history"),
    ]
}

/// A result and a checkpoint of one contract.
pub(in crate::generate) fn with_result(world: &World, sizes: [usize; 2], at: usize) -> [Side; 2] {
    let [a, b] = parting(world, sizes, at);
    let mut result = Side::of_result(world, &a, "one history");
    let mut checkpoint = Side::new(world, &b);
    checkpoint.checkpoint().contract.clone_from(&result.result().contract);
    [result, checkpoint]
}

pub(in crate::generate) fn same_size(world: &World) -> [Side; 2] {
    histories(world, [3, 3], 1)
}

pub(in crate::generate) fn two_sizes(world: &World) -> [Side; 2] {
    histories(world, [3, 6], 1)
}

/// Alice's delegation to her worker, for one scope.
pub(in crate::generate) fn delegation(world: &World, scope: &str) -> Statement {
    let mut delegation = world.delegation(&world.alice, &world.worker);
    delegation.scopes = vec![scope.to_owned()];
    delegation.signed(&world.alice)
}

/// The proof, the lower object id first; with leaves if there is a position.
pub(in crate::generate) fn prove(sides: [(&Side, Statement); 2], index: Option<usize>) -> v1::ForkProof {
    let [a, b] = sides;
    let [first, second] = if a.1.object_id() < b.1.object_id() {
        [a, b]
    } else {
        [b, a]
    };
    v1::ForkProof {
        first: Some(first.1.bundle()),
        second: Some(second.1.bundle()),
        index: index.map_or(0, |index| index as u64),
        first_leaf: index.map(|index| first.0.leaf(index)),
        second_leaf: index.map(|index| second.0.leaf(index)),
    }
}

/// The proof, both signed by the issuer's root key.
pub(in crate::generate) fn signed(world: &World, sides: &[Side; 2], index: Option<usize>) -> v1::ForkProof {
    let [a, b] = sides;
    let sign = |side: &Side| side.member.signed(&world.alice);
    prove([(a, sign(a)), (b, sign(b))], index)
}
