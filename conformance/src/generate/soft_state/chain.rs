//! What a refresh refers to (SST-5 to SST-7).

use super::story::Story;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, SECOND, SKEW, World, unsigned};
use crate::vector::Vector;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = of_the_dead(world);
    vectors.extend(foreign(world));
    vectors.extend(exceeding(world));
    vectors
}

const TWIN: &str = "refresh";

fn story(world: &World) -> Story<'_> {
    Story::new(world, "chain")
}

/// SST-5.
fn of_the_dead(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let second = empty.alice(&empty.descriptor(SECOND, 1));
    let published = empty.clone().applied(0, &first);
    let refresh = |at, of: &Statement| empty.alice(&empty.refresh(at, 5, of, HOUR));
    let good = refresh(2 * SECOND, &first);
    let superseded = published.clone().applied(SECOND, &second);
    let withdrawal = empty.alice(&empty.withdrawal(SECOND, 1));
    let withdrawn = published.clone().applied(SECOND, &withdrawal);
    let brief = empty.alice(&empty.refresh(SECOND, 1, &first, SECOND));
    let shortened = published.clone().applied(SECOND, &brief);
    let raised = published.clone().observed(SECOND, &empty.delegation(&world.clerk, 1));
    let mut of_new_epoch = empty.refresh(2 * SECOND, 5, &first, HOUR);
    of_new_epoch.epoch += 1;
    let expired = HOUR + SKEW;
    let cut_off = 2 * SECOND + SKEW;
    let refuses =
        |story: &Story<'_>, fault, at, statement: &Statement| story.refuses("SST-5", fault, TWIN, at, statement);
    vec![
        published.accepts(
            TWIN,
            "a refresh of the living descriptor",
            &["SST-5", "SST-6", "SST-7"],
            2 * SECOND,
            &good,
        ),
        refuses(&empty, "nothing-to-refresh", 2 * SECOND, &good),
        refuses(
            &published,
            "descriptor-never-seen",
            2 * SECOND,
            &refresh(2 * SECOND, &second),
        ),
        refuses(&superseded, "descriptor-superseded", 2 * SECOND, &good),
        refuses(&withdrawn, "descriptor-withdrawn", 2 * SECOND, &good),
        refuses(
            &withdrawn,
            "names-the-withdrawal",
            2 * SECOND,
            &refresh(2 * SECOND, &withdrawal),
        ),
        refuses(&published, "descriptor-expired", expired, &refresh(expired, &first)),
        refuses(
            &shortened,
            "entry-expired-by-a-refresh",
            cut_off,
            &refresh(cut_off, &first),
        ),
        refuses(
            &shortened,
            "names-the-refresh",
            2 * SECOND,
            &refresh(2 * SECOND, &brief),
        ),
        refuses(
            &raised,
            "descriptor-voided-by-a-higher-epoch",
            2 * SECOND,
            &empty.alice(&of_new_epoch),
        ),
    ]
}

/// SST-6.
fn foreign(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let own = empty.alice(&empty.descriptor(0, 0));
    let of_bob = empty.descriptor_of(&world.bob, 0, 3).signed(&world.bob);
    let both = empty.clone().applied(0, &own).applied(0, &of_bob);
    let bob_alone = empty.clone().applied(0, &of_bob);
    let refresh_at = |at| empty.alice(&empty.refresh(at, 5, &of_bob, HOUR));
    let refresh = refresh_at(SECOND);
    let expired = HOUR + SKEW;
    let proof = empty.delegation(&world.worker, 0);
    let delegated = empty.refresh(SECOND, 5, &of_bob, HOUR).delegated(&world.worker, &proof);
    let refuses = |story: &Story<'_>, fault, statement| story.refuses("SST-6", fault, TWIN, SECOND, statement);
    vec![
        both.accepts(
            "refresh-beside-another-agent",
            "two agents do not get in each other's way",
            &["SST-6"],
            SECOND,
            &empty.alice(&empty.refresh(SECOND, 5, &own, HOUR)),
        ),
        refuses(&both, "descriptor-of-another-agent", &refresh),
        refuses(&bob_alone, "descriptor-of-another-agent-without-own", &refresh),
        refuses(&both, "descriptor-of-another-agent-by-a-delegate", &delegated),
        both.refuses(
            "SST-5",
            "descriptor-of-another-agent-expired",
            TWIN,
            expired,
            &refresh_at(expired),
        ),
    ]
}

/// SST-7.
fn exceeding(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let mut brief = empty.descriptor(0, 0);
    brief.ttl_ms = unsigned(SECOND);
    let brief = empty.alice(&brief);
    let first = empty.alice(&empty.descriptor(0, 0));
    let published = empty.clone().applied(0, &first);
    let shortly = empty.clone().applied(0, &brief);
    let lasting = |of: &Statement, lifetime| empty.alice(&empty.refresh(SECOND, 5, of, lifetime));
    let mut higher = empty.refresh(SECOND, 5, &first, HOUR);
    higher.epoch += 1;
    let refuses =
        |story: &Story<'_>, fault, twin, statement: &Statement| story.refuses("SST-7", fault, twin, SECOND, statement);
    vec![
        published.accepts(
            "refresh-for-all-of-ttl",
            "a refresh may last as long as the descriptor",
            &["SST-7"],
            SECOND,
            &lasting(&first, HOUR),
        ),
        shortly.accepts(
            "refresh-for-all-of-a-short-ttl",
            "however short that is",
            &["SST-7"],
            SECOND,
            &lasting(&brief, SECOND),
        ),
        refuses(
            &published,
            "past-ttl-by-a-millisecond",
            "refresh-for-all-of-ttl",
            &lasting(&first, HOUR + 1),
        ),
        refuses(
            &published,
            "past-ttl-by-a-day",
            "refresh-for-all-of-ttl",
            &lasting(&first, DAY),
        ),
        refuses(
            &shortly,
            "past-a-short-ttl",
            "refresh-for-all-of-a-short-ttl",
            &lasting(&brief, SECOND + 1),
        ),
        refuses(
            &published,
            "of-a-higher-epoch",
            "refresh-for-all-of-ttl",
            &empty.alice(&higher),
        ),
    ]
}
