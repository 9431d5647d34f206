//! Two statements under one sequence (SST-4), and the quarantine that follows (SST-1).

use super::story::{Story, nothing, proof_bytes};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, MARK_LIFE, SECOND, SKEW, World, verify};
use crate::vector::{Output, Vector, Verdict};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = pairs(world);
    vectors.extend(delegated_pairs(world));
    vectors.extend(after_expiry(world));
    vectors.extend(quarantine(world));
    vectors.extend(end_of_quarantine(world));
    vectors.extend(second_quarantine(world));
    vectors
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "equivocation")
}

/// An equivocation is refused, and its proof handed out.
fn refused(story: &Story<'_>, fault: &str, twin: &str, at: i64, before: &Statement, now: &Statement) -> Vector {
    let mut vector = story.refuses("SST-4", fault, twin, at, now);
    vector.expect.output = Some(Output::Data(proof_bytes(before, now).into()));
    vector
}

/// Two statements of each kind under one sequence.
pub(super) fn two_of_each(world: &World) -> [(&'static str, Statement, Statement); 3] {
    let empty = story(world);
    let base = empty.alice(&empty.descriptor(0, 0));
    let descriptor = |at| empty.alice(&empty.descriptor(at, 7));
    let refresh = |lifetime| empty.alice(&empty.refresh(SECOND, 7, &base, lifetime));
    let withdrawal = |at| empty.alice(&empty.withdrawal(at, 7));
    [
        ("descriptor", descriptor(1), descriptor(2)),
        ("refresh", refresh(HOUR), refresh(HOUR - 1)),
        ("withdrawal", withdrawal(1), withdrawal(2)),
    ]
}

/// Every kind after every kind. A descriptor with a lower sequence is there all along, for the refreshes.
fn pairs(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let base = empty.clone().applied(0, &empty.alice(&empty.descriptor(0, 0)));
    let kinds = two_of_each(world);
    let mut vectors = Vec::new();
    for (kind, first, _) in &kinds {
        vectors.push(base.accepts(&format!("new-{kind}"), &["SST-4"], 2 * SECOND, first));
    }
    for (earlier, first, _) in &kinds {
        let after = base.clone().applied(SECOND, first);
        for (later, one, other) in &kinds {
            let second = if earlier == later { other } else { one };
            let fault = format!("{later}-after-{earlier}");
            vectors.push(refused(
                &after,
                &fault,
                &format!("new-{later}"),
                2 * SECOND,
                first,
                second,
            ));
        }
    }
    vectors
}

/// Proofs of equivocation hold the bundles as they came, with their delegations.
fn delegated_pairs(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let to_worker = empty.delegation(&world.worker, 0);
    let to_clerk = empty.delegation(&world.clerk, 0);
    let descriptor = empty.descriptor(0, 7);
    let by_worker = descriptor.delegated(&world.worker, &to_worker);
    let by_clerk = descriptor.delegated(&world.clerk, &to_clerk);
    let by_root = empty.alice(&descriptor);
    let worker_first = empty.clone().applied(0, &by_worker);
    let root_first = empty.clone().applied(0, &by_root);
    let rules = &["SST-4", "DEL-1"];
    vec![
        empty.accepts("new-by-a-delegate", rules, SECOND, &by_clerk),
        refused(
            &worker_first,
            "another-delegate-says-the-same",
            "new-by-a-delegate",
            SECOND,
            &by_worker,
            &by_clerk,
        ),
        refused(
            &worker_first,
            "root-says-the-same-as-its-delegate",
            "new-descriptor",
            SECOND,
            &by_worker,
            &by_root,
        ),
        refused(
            &root_first,
            "delegate-says-the-same-as-root",
            "new-by-a-delegate",
            SECOND,
            &by_root,
            &by_worker,
        ),
    ]
}

/// The mark remembers when the entry is long gone.
fn after_expiry(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 7));
    let late = HOUR + SKEW + SECOND;
    let second = empty.alice(&empty.descriptor(late, 7));
    let expired = empty.clone().applied(0, &first);
    let newer = empty.alice(&empty.descriptor(late, 8));
    vec![
        expired.accepts("newer-after-expiry", &["SST-4"], late, &newer),
        refused(
            &expired,
            "descriptor-after-the-first-expired",
            "newer-after-expiry",
            late,
            &first,
            &second,
        ),
    ]
}

/// A store in which Alice has equivocated: the first statement, the second, and the story so far.
fn equivocated(world: &World) -> (Statement, Statement, Story<'_>) {
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 7));
    let second = empty.alice(&empty.descriptor(1, 7));
    let story = empty.applied(0, &first).refused(SECOND, &second, Verdict::Reject);
    (first, second, story)
}

/// SST-1.
fn quarantine(world: &World) -> Vec<Vector> {
    let (first, second, story) = equivocated(world);
    let at = 2 * SECOND;
    let newer = story.alice(&story.descriptor(at, 8));
    let lower = story.alice(&story.descriptor(at, 6));
    let refresh = story.alice(&story.refresh(at, 8, &first, HOUR));
    let withdrawal = story.alice(&story.withdrawal(at, 8));
    let delegated = story
        .descriptor(at, 8)
        .delegated(&world.worker, &story.delegation(&world.worker, 0));
    let bob = story.descriptor_of(&world.bob, at, 7).signed(&world.bob);
    let refuses = |fault, twin, statement: &Statement| story.refuses("SST-1", fault, twin, at, statement);
    let mut vectors = vec![
        refuses("quarantined-descriptor", "new-descriptor", &newer),
        refuses("quarantined-first-again", "new-descriptor", &first),
        refuses("quarantined-second-again", "new-descriptor", &second),
        refuses("quarantined-lower-sequence", "new-descriptor", &lower),
        refuses("quarantined-refresh", "new-refresh", &refresh),
        refuses("quarantined-withdrawal", "new-withdrawal", &withdrawal),
        refuses("quarantined-delegate", "new-by-a-delegate", &delegated),
        story.accepts("others-are-not-quarantined", &["SST-1"], at, &bob),
        story.holds("entry-is-removed", &["SST-4"], at, &world.alice, nothing()),
    ];
    let verified = story.clone().after(at, verify(&newer));
    vectors.push(verified.holds("verified-in-quarantine", &["SST-1"], at, &world.alice, nothing()));
    vectors
}

/// What ends a quarantine: time, or a higher epoch.
fn end_of_quarantine(world: &World) -> Vec<Vector> {
    let (_, _, story) = equivocated(world);
    let at = 2 * SECOND;
    let higher = of_the_next_epoch(&story, at, 1);
    let observed = story.clone().observed(at, &story.delegation(&world.clerk, 1));
    let renewed = story.clone().applied(at, &higher);
    let entry = story.entry(&higher, None, at + HOUR, (1, 1));
    // The mark is the first statement's, and ends a day after its end of life.
    let end = HOUR + MARK_LIFE;
    let late = |at| story.alice(&story.descriptor(at, 9));
    let refuses = |fault, at| story.refuses("SST-1", fault, "quarantine-over", at, &late(at));
    vec![
        refuses("quarantined-a-day-later", DAY),
        refuses("quarantined-to-the-last", end - 1),
        story.accepts("quarantine-over", &["SST-1"], end, &late(end)),
        story.accepts("higher-epoch", &["SST-1"], at, &higher),
        observed.accepts("higher-epoch-after-its-delegation", &["SST-1"], at, &higher),
        renewed.holds("higher-epoch-in-quarantine", &["SST-1"], at, &world.alice, entry),
    ]
}

/// Who equivocates under the next epoch too is quarantined under that.
fn second_quarantine(world: &World) -> Vec<Vector> {
    let (_, _, story) = equivocated(world);
    let first = of_the_next_epoch(&story, 2 * SECOND, 1);
    let second = of_the_next_epoch(&story, 2 * SECOND + 1, 1);
    let third = of_the_next_epoch(&story, 4 * SECOND, 2);
    let renewed = story.applied(2 * SECOND, &first);
    let again = renewed.clone().refused(3 * SECOND, &second, Verdict::Reject);
    let twin = "higher-epoch-goes-on";
    vec![
        renewed.accepts(twin, &["SST-1"], 4 * SECOND, &third),
        refused(&renewed, "equivocates-again", twin, 3 * SECOND, &first, &second),
        again.refuses("SST-1", "quarantined-again", twin, 4 * SECOND, &third),
    ]
}

fn of_the_next_epoch(story: &Story<'_>, at: i64, sequence: u64) -> Statement {
    let mut descriptor = story.descriptor(at, sequence);
    descriptor.epoch += 1;
    story.alice(&descriptor)
}
