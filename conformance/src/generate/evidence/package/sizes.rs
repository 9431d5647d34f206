//! SIZ-1: a package of 8 MiB, and one byte more.

use casp_wire::v1;
use prost::Message as _;

use super::check;
use super::plan::Plan;
use crate::generate::world::World;
use crate::vector::Vector;

/// Most events of a package.
const EVENTS: usize = 65_536;
/// What each takes in the package at its greatest size of 8,388,608 bytes, with two bytes for tag and length.
const EVENT: usize = 126;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let at = Plan::alone(world, 1, &[]).package(|it| it.events = vec![event(world, EVENT); EVENTS]);
    let past = Plan::alone(world, 1, &[]).package(|it| {
        it.events = vec![event(world, EVENT); EVENTS];
        it.events[0] = event(world, EVENT + 1);
    });
    let group = "package-size";
    let twin = "evidence/package/trace-alone";
    vec![
        // As many events, too, as a package can hold.
        check(&at, group, "package-at-max", "")
            .flags(&["input-at-limit", "at-limit"])
            .refused("PKG-1", "package-at-max", twin, &[]),
        check(&past, group, "package-past-max", "")
            .flags(&["input-past-limit"])
            .refused("SIZ-1", "past-max", twin, &[]),
    ]
}

/// An event whose encoding has this size.
fn event(world: &World, size: usize) -> v1::TraceEvent {
    let mut draw = world.draw("a common event");
    let mut event = v1::TraceEvent {
        seq: 1,
        salt: draw.bytes(16),
        at_ms: world.issued,
        kind: "note".to_owned(),
        data: vec![draw.bytes(1)[0]],
        ..v1::TraceEvent::default()
    };
    let missing = size - event.encoded_len();
    event.data.resize(1 + missing, event.data[0]);
    event
}
