//! What was said before is not said again (SST-2, SST-3).

use super::story::Story;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, MARK_LIFE, SECOND, SKEW, World, unsigned};
use crate::vector::Vector;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = duplicates(world);
    vectors.extend(lower_sequences(world));
    vectors.extend(late_replays(world));
    vectors.extend(mark_life(world));
    vectors
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "replay")
}

/// SST-2.
fn duplicates(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let descriptor = empty.alice(&empty.descriptor(0, 0));
    let refresh = empty.alice(&empty.refresh(SECOND, 1, &descriptor, HOUR));
    let withdrawal = empty.alice(&empty.withdrawal(2 * SECOND, 2));
    let published = empty.clone().applied(0, &descriptor);
    let refreshed = published.clone().applied(SECOND, &refresh);
    let withdrawn = refreshed.clone().applied(2 * SECOND, &withdrawal);
    let again = descriptor.resigned(&world.alice, &world.draw("another nonce").bytes(64));
    let rules = &["SST-2", "SST-3"];
    vec![
        empty.accepts("descriptor", rules, 0, &descriptor),
        empty.accepts("descriptor-with-another-signature", &["SST-2", "SIG-3"], 0, &again),
        published.accepts("refresh", rules, SECOND, &refresh),
        refreshed.accepts("withdrawal", rules, 2 * SECOND, &withdrawal),
        published.refuses("SST-2", "descriptor-again", "descriptor", 1, &descriptor),
        published.refuses(
            "SST-2",
            "descriptor-again-with-another-signature",
            "descriptor-with-another-signature",
            1,
            &again,
        ),
        refreshed.refuses("SST-2", "refresh-again", "refresh", SECOND + 1, &refresh),
        withdrawn.refuses("SST-2", "withdrawal-again", "withdrawal", 2 * SECOND + 1, &withdrawal),
    ]
}

/// SST-3.
fn lower_sequences(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let descriptor = empty.alice(&empty.descriptor(0, 10));
    let published = empty.clone().applied(0, &descriptor);
    let refresh = empty.alice(&empty.refresh(SECOND, 20, &descriptor, HOUR));
    let refreshed = published.clone().applied(SECOND, &refresh);
    let withdrawn = published
        .clone()
        .applied(SECOND, &empty.alice(&empty.withdrawal(SECOND, 30)));
    let superseding = empty.alice(&empty.descriptor(SECOND, 40));
    let superseded = published.clone().applied(SECOND, &superseding);
    let lower_refresh = empty.alice(&empty.refresh(SECOND, 9, &descriptor, HOUR));
    let lower_withdrawal = empty.alice(&empty.withdrawal(SECOND, 9));
    let mut far_lower = empty.descriptor(SECOND, 0);
    far_lower.sequence = 1;
    let at = 2 * SECOND;
    let refuses =
        |story: &Story<'_>, fault, statement: &Statement| story.refuses("SST-3", fault, "descriptor", at, statement);
    vec![
        refuses(
            &published,
            "descriptor-lower",
            &empty.alice(&empty.descriptor(SECOND, 9)),
        ),
        refuses(&published, "descriptor-far-lower", &empty.alice(&far_lower)),
        refuses(&published, "refresh-lower", &lower_refresh),
        refuses(&published, "withdrawal-lower", &lower_withdrawal),
        refuses(&refreshed, "descriptor-after-its-refresh", &descriptor),
        refuses(
            &refreshed,
            "descriptor-between-descriptor-and-refresh",
            &empty.alice(&empty.descriptor(SECOND, 15)),
        ),
        refuses(
            &refreshed,
            "withdrawal-lower-than-refresh",
            &empty.alice(&empty.withdrawal(SECOND, 19)),
        ),
        refuses(&withdrawn, "withdrawn-again", &descriptor),
        refuses(
            &withdrawn,
            "descriptor-lower-than-withdrawal",
            &empty.alice(&empty.descriptor(SECOND, 29)),
        ),
        refuses(&superseded, "superseded-again", &descriptor),
        refuses(&superseded, "refresh-lower-than-newer-descriptor", &refresh),
    ]
}

/// A descriptor that lives a day does not rise again within it, though its successor has long been gone.
fn late_replays(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let mut long = empty.descriptor(0, 10);
    long.ttl_ms = unsigned(DAY);
    let long = empty.alice(&long);
    let published = empty.clone().applied(0, &long);
    let withdrawn = published
        .clone()
        .applied(SECOND, &empty.alice(&empty.withdrawal(SECOND, 11)));
    let mut brief = empty.descriptor(SECOND, 11);
    brief.ttl_ms = unsigned(SECOND);
    let superseded = published.clone().applied(SECOND, &empty.alice(&brief));
    let shortened = published
        .clone()
        .applied(SECOND, &empty.alice(&empty.refresh(SECOND, 11, &long, SECOND)));
    let late = 23 * HOUR;
    let last = DAY + SKEW - 1;
    let fresh = empty.accepts("long-descriptor-late", &["FRS-2"], last, &long);
    let refuses = |story: &Story<'_>, fault, at| story.refuses("SST-3", fault, "long-descriptor-late", at, &long);
    vec![
        fresh,
        refuses(&withdrawn, "withdrawn-23-hours-later", late),
        refuses(&withdrawn, "withdrawn-in-its-last-millisecond", last),
        refuses(&superseded, "superseded-23-hours-later", late),
        refuses(&superseded, "superseded-in-its-last-millisecond", last),
        refuses(&shortened, "refreshed-away-23-hours-later", late),
    ]
}

/// How long a mark is kept: from the later of acceptance and end of life.
fn mark_life(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let mut withdrawal = empty.withdrawal(0, 10);
    withdrawal.header().expires_at_ms = world.issued + SECOND;
    let withdrawal = empty.alice(&withdrawal);
    let withdrawn = empty.clone().applied(0, &withdrawal);
    let published = empty.clone().applied(0, &empty.alice(&empty.descriptor(0, 10)));
    let late_seen = empty.clone().applied(5 * SECOND, &withdrawal);
    let at = |end: i64| (end + MARK_LIFE - 1, end + MARK_LIFE);
    let lower = |moment: i64| empty.alice(&empty.descriptor(moment, 5));
    let mut vectors = Vec::new();
    let marks = [
        ("withdrawal", &withdrawn, at(SECOND)),
        ("descriptor", &published, at(HOUR)),
        ("withdrawal-seen-late", &late_seen, at(5 * SECOND)),
    ];
    for (name, story, (before, after)) in marks {
        let twin = format!("mark-of-a-{name}-forgotten");
        vectors.push(story.accepts(&twin, &["SST-3"], after, &lower(after)));
        vectors.push(story.refuses(
            "SST-3",
            &format!("mark-of-a-{name}-kept"),
            &twin,
            before,
            &lower(before),
        ));
    }
    vectors
}
