//! Epochs and operational keys: what a higher epoch voids, and who publishes under it.

use super::story::{Story, nothing};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{HOUR, SECOND, World};
use crate::vector::Vector;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = raised(world);
    vectors.extend(observed(world));
    vectors.extend(delegates(world));
    vectors.extend(rollover(world));
    vectors
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "epochs")
}

/// Alice's descriptor of the usual epoch with a high sequence, and one of the next epoch with a low one.
fn two_epochs(story: &Story<'_>) -> (Statement, Statement) {
    let mut higher = story.descriptor(SECOND, 5);
    higher.epoch += 1;
    (story.alice(&story.descriptor(0, 100)), story.alice(&higher))
}

/// A higher epoch in what is applied.
fn raised(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let (first, higher) = two_epochs(&empty);
    let one = empty.clone().applied(0, &first);
    let mut withdrawal = empty.withdrawal(SECOND, 5);
    withdrawal.epoch += 1;
    let withdrawal = empty.alice(&withdrawal);
    let renewed = one.clone().applied(SECOND, &higher);
    let withdrawn = one.clone().applied(SECOND, &withdrawal);
    let entry = empty.entry(&higher, None, SECOND + HOUR, (1, 5));
    let rules = ["SST-3", "SST-4", "DEL-10"];
    vec![
        one.accepts("higher-epoch-with-lower-sequence", &rules, SECOND, &higher),
        one.accepts("withdrawal-of-a-higher-epoch", &rules, SECOND, &withdrawal),
        renewed.holds(
            "descriptor-of-the-higher-epoch",
            &["SST-3"],
            SECOND,
            &world.alice,
            entry,
        ),
        withdrawn.holds(
            "withdrawn-under-a-higher-epoch",
            &["SST-3"],
            SECOND,
            &world.alice,
            nothing(),
        ),
        renewed.refuses(
            "DEL-10",
            "lower-epoch-again",
            "higher-epoch-with-lower-sequence",
            2 * SECOND,
            &first,
        ),
    ]
}

/// A higher epoch in what is observed.
fn observed(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let (first, higher) = two_epochs(&empty);
    let one = empty.clone().applied(0, &first);
    let equal = one.clone().observed(SECOND, &empty.delegation(&world.clerk, 0));
    let raised = one.clone().observed(SECOND, &empty.delegation(&world.clerk, 1));
    let entry = empty.entry(&first, None, HOUR, (0, 100));
    let rules = ["SST-3", "SST-4", "DEL-10"];
    vec![
        equal.holds("equal-epoch-observed", &["DEL-10"], SECOND, alice, entry),
        raised.holds("voided-by-a-higher-epoch", &["DEL-10"], SECOND, alice, nothing()),
        raised.accepts("descriptor-of-the-epoch-observed", &rules, SECOND, &higher),
    ]
}

/// A descriptor and its refresh by Alice's worker.
fn by_worker(story: &Story<'_>) -> (Statement, Statement) {
    let worker = &story.world.worker;
    let proof = story.delegation(worker, 0);
    let descriptor = story.descriptor(0, 50).delegated(worker, &proof);
    let refresh = story.refresh(SECOND, 51, &descriptor, HOUR).delegated(worker, &proof);
    (descriptor, refresh)
}

/// Operational keys publish for their agent.
fn delegates(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let (descriptor, refresh) = by_worker(&empty);
    let published = empty.clone().applied(0, &descriptor);
    let refreshed = published.clone().applied(SECOND, &refresh);
    let by_root = empty.alice(&empty.withdrawal(SECOND, 51));
    let entry = empty.entry(&descriptor, Some(&refresh), SECOND + HOUR, (0, 51));
    let rules = ["DEL-1", "DEL-5", "DEL-8", "SST-3"];
    vec![
        empty.accepts("descriptor-of-a-delegate", &rules, 0, &descriptor),
        published.accepts("refresh-of-a-delegate", &["SST-5", "SST-7"], SECOND, &refresh),
        published.accepts(
            "withdrawal-by-root-of-what-a-delegate-said",
            &["SST-3"],
            SECOND,
            &by_root,
        ),
        refreshed.holds(
            "what-a-delegate-said-for-its-agent",
            &["DEL-5"],
            SECOND,
            &world.alice,
            entry,
        ),
        refreshed.holds(
            "what-a-delegate-said-for-itself",
            &["DEL-5"],
            SECOND,
            &world.worker,
            nothing(),
        ),
    ]
}

/// A new key under a higher epoch takes over.
fn rollover(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let (descriptor, refresh) = by_worker(&empty);
    let refreshed = empty.clone().applied(0, &descriptor).applied(SECOND, &refresh);
    let mut new = empty.descriptor(2 * SECOND, 1);
    new.epoch += 1;
    let new = new.delegated(&world.clerk, &empty.delegation(&world.clerk, 1));
    let old_proof = empty.delegation(&world.worker, 0);
    let late = empty.descriptor(3 * SECOND, 52).delegated(&world.worker, &old_proof);
    let rolled = refreshed.clone().applied(2 * SECOND, &new);
    let entry = empty.entry(&new, None, 2 * SECOND + HOUR, (1, 1));
    let rules = ["DEL-1", "DEL-5", "DEL-8", "SST-3"];
    vec![
        refreshed.accepts("new-key-under-a-higher-epoch", &rules, 2 * SECOND, &new),
        rolled.holds(
            "descriptor-of-the-new-key",
            &["DEL-10"],
            2 * SECOND,
            &world.alice,
            entry,
        ),
        rolled.refuses(
            "DEL-10",
            "old-key-after-rollover",
            "new-key-under-a-higher-epoch",
            3 * SECOND,
            &late,
        ),
    ]
}
