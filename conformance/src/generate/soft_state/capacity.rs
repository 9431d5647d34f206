//! A store that is full (SST-8).

use super::story::{Story, nothing};
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::world::{HOUR, MARK_LIFE, SECOND, SKEW, World};
use crate::vector::{Vector, Verdict};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let empty = Story::new(world, "capacity").with_capacity(2);
    let of = |agent: &Key, at, sequence| empty.descriptor_of(agent, at, sequence).signed(agent);
    let (alice, bob, carol) = (
        of(&world.alice, 0, 0),
        of(&world.bob, 0, 0),
        of(&world.carol, SECOND, 0),
    );
    let one = empty.clone().applied(0, &alice);
    let full = one.clone().applied(0, &bob);
    let update = of(&world.alice, SECOND, 1);
    let mut withdrawal_of_carol = world.withdrawal(&world.carol);
    withdrawal_of_carol.header().issued_at_ms += SECOND;
    let withdrawal_of_carol = withdrawal_of_carol.signed(&world.carol);
    let withdrawn = full.clone().applied(SECOND, &empty.alice(&empty.withdrawal(SECOND, 1)));
    let forgotten = HOUR + MARK_LIFE;
    let late = |at| of(&world.carol, at, 0);
    let rules = &["SST-8"];
    let room = "room-for-another";
    let refuses =
        |story: &Story<'_>, fault, at, statement: &Statement| story.refuses("SST-8", fault, room, at, statement);
    let mut vectors = vec![
        one.accepts(room, "there is room for a second agent", rules, SECOND, &carol),
        full.accepts(
            "update-when-full",
            "who is in the store may say more",
            rules,
            SECOND,
            &update,
        ),
        refuses(&full, "newcomer-when-full", SECOND, &carol),
        refuses(
            &full,
            "withdrawal-of-a-newcomer-when-full",
            SECOND,
            &withdrawal_of_carol,
        ),
        refuses(&full, "newcomer-when-all-have-expired", HOUR + SKEW, &late(HOUR + SKEW)),
        refuses(
            &withdrawn,
            "newcomer-when-one-has-withdrawn",
            2 * SECOND,
            &late(2 * SECOND),
        ),
        refuses(
            &full,
            "newcomer-while-marks-are-kept",
            forgotten - 1,
            &late(forgotten - 1),
        ),
        full.accepts(
            "newcomer-when-marks-are-forgotten",
            "forgotten agents make room",
            rules,
            forgotten,
            &late(forgotten),
        ),
    ];
    vectors.extend(held(world, &full, &carol));
    vectors.extend(quarantined(world, &one, &bob, &carol));
    vectors
}

/// Newcomers displace nobody.
fn held(world: &World, full: &Story<'_>, newcomer: &Statement) -> Vec<Vector> {
    let refused = full.clone().refused(SECOND, newcomer, Verdict::Ignore);
    let of_alice = full.descriptor_of(&world.alice, 0, 0).signed(&world.alice);
    let entry = full.entry(&of_alice, None, HOUR, (0, 0));
    vec![
        refused.holds(
            "nobody-is-displaced",
            "newcomers displace nobody",
            &["SST-8"],
            2 * SECOND,
            &world.alice,
            entry,
        ),
        refused.holds(
            "newcomer-is-not-held",
            "nor are they held",
            &["SST-8"],
            2 * SECOND,
            &world.carol,
            nothing(),
        ),
    ]
}

/// A quarantine counts as an agent too.
fn quarantined(world: &World, one: &Story<'_>, bob: &Statement, carol: &Statement) -> Vec<Vector> {
    let mut other = one.descriptor(1, 0);
    other.ttl_ms -= 1;
    let other = other.signed(&world.alice);
    let story = one.clone().refused(1, &other, Verdict::Reject).applied(1, bob);
    vec![story.refuses(
        "SST-8",
        "newcomer-when-one-is-quarantined",
        "room-for-another",
        SECOND,
        carol,
    )]
}
