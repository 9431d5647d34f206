//! What a refresh refers to (SST-5 to SST-7).

use super::story::Story;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, SECOND, SKEW, World, unsigned};
use crate::vector::Vector;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = not_the_living(world);
    vectors.extend(of_the_dead(world));
    vectors.extend(foreign(world));
    vectors.extend(exceeding(world));
    vectors
}

const TWIN: &str = "refresh";

fn story(world: &World) -> Story<'_> {
    Story::new(world, "chain")
}

/// A store with a descriptor of Alice that lives an hour.
fn published(world: &World) -> (Story<'_>, Statement) {
    let empty = story(world);
    let descriptor = empty.alice(&empty.descriptor(0, 0));
    (empty.applied(0, &descriptor), descriptor)
}

/// Alice's refresh of what a statement says, for an hour.
fn refresh_of(story: &Story<'_>, at: i64, of: &Statement) -> Statement {
    story.alice(&story.refresh(at, 5, of, HOUR))
}

/// SST-5: what is named is not the descriptor of the living entry.
fn not_the_living(world: &World) -> Vec<Vector> {
    let (published, first) = published(world);
    let at = 2 * SECOND;
    let good = refresh_of(&published, at, &first);
    let second = published.alice(&published.descriptor(SECOND, 1));
    let superseded = published.clone().applied(SECOND, &second);
    let brief = published.alice(&published.refresh(SECOND, 1, &first, SECOND));
    let refreshed = published.clone().applied(SECOND, &brief);
    let of_second = refresh_of(&published, at, &second);
    let of_brief = refresh_of(&published, at, &brief);
    let refuses = |story: &Story<'_>, fault, statement| story.refuses("SST-5", fault, TWIN, at, statement);
    vec![
        published.accepts(TWIN, &["SST-5", "SST-6", "SST-7"], at, &good),
        refuses(&story(world), "nothing-to-refresh", &good),
        refuses(&published, "descriptor-never-seen", &of_second),
        refuses(&superseded, "descriptor-superseded", &good),
        refuses(&refreshed, "names-the-refresh", &of_brief),
    ]
}

/// SST-5: there is no living entry any more.
fn of_the_dead(world: &World) -> Vec<Vector> {
    let (published, first) = published(world);
    let at = 2 * SECOND;
    let withdrawal = published.alice(&published.withdrawal(SECOND, 1));
    let withdrawn = published.clone().applied(SECOND, &withdrawal);
    let brief = published.alice(&published.refresh(SECOND, 1, &first, SECOND));
    let shortened = published.clone().applied(SECOND, &brief);
    let raised = published
        .clone()
        .observed(SECOND, &published.delegation(&world.clerk, 1));
    let mut of_new_epoch = published.refresh(at, 5, &first, HOUR);
    of_new_epoch.epoch += 1;
    let of_new_epoch = published.alice(&of_new_epoch);
    let (end, short_end) = (HOUR + SKEW, at + SKEW);
    let refresh = |at, of| refresh_of(&published, at, of);
    let refuses = |story: &Story<'_>, fault, at, statement: &_| story.refuses("SST-5", fault, TWIN, at, statement);
    vec![
        refuses(&withdrawn, "descriptor-withdrawn", at, &refresh(at, &first)),
        refuses(&withdrawn, "names-the-withdrawal", at, &refresh(at, &withdrawal)),
        refuses(&published, "descriptor-expired", end, &refresh(end, &first)),
        refuses(
            &shortened,
            "expired-by-a-refresh",
            short_end,
            &refresh(short_end, &first),
        ),
        refuses(&raised, "voided-by-a-higher-epoch", at, &of_new_epoch),
    ]
}

/// SST-6.
fn foreign(world: &World) -> Vec<Vector> {
    let (published, own) = published(world);
    let of_bob = published.descriptor_of(&world.bob, 0, 3).signed(&world.bob);
    let both = published.clone().applied(0, &of_bob);
    let bob_alone = story(world).applied(0, &of_bob);
    let refresh = |at, of| refresh_of(&published, at, of);
    let end = HOUR + SKEW;
    let proof = published.delegation(&world.worker, 0);
    let message = published.refresh(SECOND, 5, &of_bob, HOUR);
    let delegated = message.delegated(&world.worker, &proof);
    let foreign = refresh(SECOND, &of_bob);
    let refuses = |story: &Story<'_>, fault, statement| story.refuses("SST-6", fault, TWIN, SECOND, statement);
    vec![
        both.accepts(
            "refresh-beside-another-agent",
            &["SST-6"],
            SECOND,
            &refresh(SECOND, &own),
        ),
        refuses(&both, "of-another-agent", &foreign),
        refuses(&bob_alone, "of-another-agent-without-own", &foreign),
        refuses(&both, "of-another-agent-by-a-delegate", &delegated),
        both.refuses("SST-5", "of-another-agent-expired", TWIN, end, &refresh(end, &of_bob)),
    ]
}

/// SST-7.
fn exceeding(world: &World) -> Vec<Vector> {
    let (published, first) = published(world);
    let mut brief = published.descriptor(0, 0);
    brief.ttl_ms = unsigned(SECOND);
    let brief = published.alice(&brief);
    let briefly = story(world).applied(0, &brief);
    let lasting = |of, lifetime| published.alice(&published.refresh(SECOND, 5, of, lifetime));
    let mut higher = published.refresh(SECOND, 5, &first, HOUR);
    higher.epoch += 1;
    let higher = published.alice(&higher);
    let (long, short) = ("refresh-for-all-of-ttl", "refresh-for-all-of-a-short-ttl");
    let refuses =
        |story: &Story<'_>, fault, twin, statement: &_| story.refuses("SST-7", fault, twin, SECOND, statement);
    vec![
        published.accepts(long, &["SST-7"], SECOND, &lasting(&first, HOUR)),
        briefly.accepts(short, &["SST-7"], SECOND, &lasting(&brief, SECOND)),
        refuses(
            &published,
            "past-ttl-by-a-millisecond",
            long,
            &lasting(&first, HOUR + 1),
        ),
        refuses(&published, "past-ttl-by-a-day", long, &lasting(&first, DAY)),
        refuses(&briefly, "past-a-short-ttl", short, &lasting(&brief, SECOND + 1)),
        refuses(&published, "of-a-higher-epoch", long, &higher),
    ]
}
