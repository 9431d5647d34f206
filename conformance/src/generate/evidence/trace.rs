//! Traces and their checkpoints.

use casp_wire::v1;
use prost::Message as _;

use super::tree;
use crate::generate::forge::Key;
use crate::generate::world::{MINUTE, World};

/// When the first event of most traces happened, milliseconds before [`World::issued`].
const BEGINS: i64 = MINUTE;

/// So many events of a trace; the last is terminal. Their content depends on `name`.
pub(in crate::generate) fn events(world: &World, name: &str, count: u64) -> Vec<v1::TraceEvent> {
    let mut draw = world.draw(&format!("events of {name}"));
    let begins = world.issued - BEGINS;
    let mut event = |seq: u64| v1::TraceEvent {
        seq,
        salt: draw.bytes(16),
        at_ms: begins + 40 * i64::try_from(seq).unwrap_or(0),
        kind: draw.pick(&["tool-call", "model-call", "note"]).to_owned(),
        receipt: vec![],
        data: draw.bytes(2),
        terminal: seq == count,
    };
    (1..=count).map(&mut event).collect()
}

/// The hashes of the leaves that the events are.
pub(in crate::generate) fn leaves(events: &[v1::TraceEvent]) -> Vec<Vec<u8>> {
    let leaf = |event: &v1::TraceEvent| tree::leaf_hash(&event.encode_to_vec());
    events.iter().map(leaf).collect()
}

/// Root of the tree over the events.
pub(in crate::generate) fn root(events: &[v1::TraceEvent]) -> Vec<u8> {
    tree::root(&leaves(events))
}

/// A checkpoint of the first so many events, by who keeps the trace; without contract.
pub(in crate::generate) fn checkpoint(
    world: &World,
    keeper: &Key,
    events: &[v1::TraceEvent],
    size: usize,
) -> v1::TraceCheckpoint {
    v1::TraceCheckpoint {
        header: Some(v1::Header {
            issued_at_ms: world.issued - BEGINS / 2,
            ..world.header(keeper)
        }),
        contract: vec![],
        session: session(world),
        size: u64::try_from(size).unwrap_or(0),
        root: root(&events[..size]),
    }
}

/// The session of most traces.
pub(in crate::generate) fn session(world: &World) -> Vec<u8> {
    world.draw("session").bytes(16)
}
