//! A store that is full (SST-8).

use super::story::{Story, nothing};
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::world::{HOUR, MARK_LIFE, SECOND, SKEW, World};
use crate::vector::{Vector, Verdict};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = full(world);
    vectors.extend(room_in_time(world));
    vectors.extend(held(world));
    vectors.extend(quarantined(world));
    vectors
}

const ROOM: &str = "room-for-another";

/// A store for two agents.
fn story(world: &World) -> Story<'_> {
    Story::new(world, "capacity").with_capacity(2)
}

fn descriptor(story: &Story<'_>, agent: &Key, at: i64) -> Statement {
    story.descriptor_of(agent, at, 0).signed(agent)
}

/// Alice and Bob are in the store.
fn with_both(world: &World) -> Story<'_> {
    let empty = story(world);
    let (alice, bob) = (descriptor(&empty, &world.alice, 0), descriptor(&empty, &world.bob, 0));
    empty.applied(0, &alice).applied(0, &bob)
}

fn full(world: &World) -> Vec<Vector> {
    let full = with_both(world);
    let one = story(world).applied(0, &descriptor(&full, &world.alice, 0));
    let update = full.alice(&full.descriptor(SECOND, 1));
    let carol = descriptor(&full, &world.carol, SECOND);
    let mut withdrawal = world.withdrawal(&world.carol);
    withdrawal.header().issued_at_ms += SECOND;
    let withdrawal = withdrawal.signed(&world.carol);
    vec![
        one.accepts(ROOM, &["SST-8"], SECOND, &carol),
        full.accepts("update-when-full", &["SST-8"], SECOND, &update),
        full.refuses("SST-8", "newcomer-when-full", ROOM, SECOND, &carol),
        full.refuses("SST-8", "withdrawal-of-a-newcomer", ROOM, SECOND, &withdrawal),
    ]
}

/// Neither expiry nor withdrawal make room, but time does.
fn room_in_time(world: &World) -> Vec<Vector> {
    let full = with_both(world);
    let withdrawal = full.alice(&full.withdrawal(SECOND, 1));
    let withdrawn = full.clone().applied(SECOND, &withdrawal);
    let carol = |at| descriptor(&full, &world.carol, at);
    let refuses = |story: &Story<'_>, fault, at| story.refuses("SST-8", fault, ROOM, at, &carol(at));
    let forgotten = HOUR + MARK_LIFE;
    vec![
        refuses(&full, "newcomer-when-all-have-expired", HOUR + SKEW),
        refuses(&withdrawn, "newcomer-when-one-has-withdrawn", 2 * SECOND),
        refuses(&full, "newcomer-while-marks-are-kept", forgotten - 1),
        full.accepts(
            "newcomer-when-marks-are-forgotten",
            &["SST-8"],
            forgotten,
            &carol(forgotten),
        ),
    ]
}

/// Newcomers displace nobody.
fn held(world: &World) -> Vec<Vector> {
    let full = with_both(world);
    let carol = descriptor(&full, &world.carol, SECOND);
    let refused = full.clone().refused(SECOND, &carol, Verdict::Ignore);
    let entry = full.entry(&descriptor(&full, &world.alice, 0), None, HOUR, (0, 0));
    let at = 2 * SECOND;
    vec![
        refused.holds("nobody-is-displaced", &["SST-8"], at, &world.alice, entry),
        refused.holds("newcomer-refused", &["SST-8"], at, &world.carol, nothing()),
    ]
}

/// A quarantine counts as an agent too.
fn quarantined(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let first = descriptor(&empty, &world.alice, 0);
    let other = descriptor(&empty, &world.alice, 1);
    let bob = descriptor(&empty, &world.bob, 0);
    let carol = descriptor(&empty, &world.carol, SECOND);
    let story = empty
        .applied(0, &first)
        .refused(1, &other, Verdict::Reject)
        .applied(1, &bob);
    vec![story.refuses("SST-8", "newcomer-when-one-is-quarantined", ROOM, SECOND, &carol)]
}
