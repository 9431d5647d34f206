//! What a store holds after what it was told: `lookup` to the last field, and the statements that it accepts.

use super::story::{Story, nothing};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, MAX_INTEGER, SECOND, SKEW, World, unsigned, verify};
use crate::vector::{Vector, Verdict};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = descriptors(world);
    vectors.extend(refreshes(world));
    vectors.extend(removals(world));
    vectors.extend(epochs(world));
    vectors.extend(unchanged(world));
    vectors.extend(delegates(world));
    vectors
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "entries")
}

fn descriptors(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let newer = empty.alice(&empty.descriptor(SECOND, 1));
    let leap = empty.alice(&empty.descriptor(SECOND, 1_000_000));
    let mut last = empty.descriptor(SECOND, 0);
    last.sequence = MAX_INTEGER;
    let last = empty.alice(&last);
    let late = empty.alice(&empty.descriptor(3 * HOUR, 5));
    let one = empty.clone().applied(0, &first);
    let rules = &["SST-1", "SST-2", "SST-3", "SST-4", "SST-8"];
    let entry = empty.entry(&first, None, HOUR, (0, 0));
    let replaced = empty.entry(&newer, None, SECOND + HOUR, (0, 1));
    let two = one.clone().applied(SECOND, &newer);
    vec![
        empty.accepts("descriptor", "a first descriptor is accepted", rules, 0, &first),
        one.accepts(
            "newer-descriptor",
            "a newer descriptor is accepted",
            rules,
            SECOND,
            &newer,
        ),
        one.accepts("sequence-leaps", "a sequence may leap", rules, SECOND, &leap),
        one.accepts(
            "sequence-at-max",
            "a sequence may be the last there is",
            rules,
            SECOND,
            &last,
        ),
        one.accepts(
            "descriptor-after-expiry",
            "a newer descriptor after the last one expired",
            rules,
            3 * HOUR,
            &late,
        ),
        empty.holds(
            "unknown-agent",
            "nothing is held for an agent never heard of",
            &["SST-5"],
            0,
            alice,
            nothing(),
        ),
        one.holds(
            "descriptor-held",
            "a descriptor is held",
            &["SST-8"],
            1,
            alice,
            entry.clone(),
        ),
        one.holds(
            "held-for-its-issuer-alone",
            "and held for its issuer alone",
            &["SST-6"],
            1,
            &world.bob,
            nothing(),
        ),
        one.holds(
            "last-millisecond",
            "it is held within the skew",
            &["FRS-2"],
            HOUR + SKEW - 1,
            alice,
            entry,
        ),
        one.holds(
            "expired",
            "and not a millisecond longer",
            &["FRS-2"],
            HOUR + SKEW,
            alice,
            nothing(),
        ),
        two.holds(
            "newer-held",
            "a newer descriptor takes its place",
            &["SST-3"],
            2 * SECOND,
            alice,
            replaced,
        ),
    ]
}

fn refreshes(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let one = empty.clone().applied(0, &first);
    let refresh = |at, sequence, lifetime| empty.alice(&empty.refresh(at, sequence, &first, lifetime));
    let longer = refresh(HOUR / 2, 1, HOUR);
    let shorter = refresh(SECOND, 1, SECOND);
    let again = refresh(SECOND + SECOND, 2, HOUR);
    let at_last = refresh(HOUR + SKEW - 1, 1, HOUR);
    let newer = empty.alice(&empty.descriptor(HOUR / 2 + 1, 2));
    let rules = &["SST-5", "SST-6", "SST-7"];
    let extended = empty.entry(&first, Some(&longer), 3 * HOUR / 2, (0, 1));
    let shortened = empty.entry(&first, Some(&shorter), 2 * SECOND, (0, 1));
    let prolonged = empty.entry(&first, Some(&again), 2 * SECOND + HOUR, (0, 2));
    let replaced = empty.entry(&newer, None, HOUR / 2 + 1 + HOUR, (0, 2));
    let refreshed = one.clone().applied(HOUR / 2, &longer);
    let cut = one.clone().applied(SECOND, &shorter);
    let twice = cut.clone().applied(2 * SECOND, &again);
    let superseded = refreshed.clone().applied(HOUR / 2 + 1, &newer);
    let (end, short_end) = (3 * HOUR / 2 + SKEW, 2 * SECOND + SKEW);
    vec![
        one.accepts(
            "refresh",
            "a refresh for the whole time to live is accepted",
            rules,
            HOUR / 2,
            &longer,
        ),
        one.accepts(
            "refresh-within-the-skew",
            "also when the entry is about to die",
            rules,
            HOUR + SKEW - 1,
            &at_last,
        ),
        one.accepts(
            "refresh-shorter",
            "also when it ends the entry sooner",
            rules,
            SECOND,
            &shorter,
        ),
        cut.accepts(
            "refresh-again",
            "a second refresh is accepted",
            rules,
            2 * SECOND,
            &again,
        ),
        refreshed.holds(
            "refreshed",
            "a refresh extends the life of its descriptor",
            &["SST-7"],
            HOUR / 2,
            alice,
            extended.clone(),
        ),
        refreshed.holds(
            "refreshed-last-millisecond",
            "to its own expiry and skew",
            &["FRS-2"],
            end - 1,
            alice,
            extended,
        ),
        refreshed.holds("refreshed-expired", "and no longer", &["FRS-2"], end, alice, nothing()),
        cut.holds(
            "shortened",
            "a refresh can shorten a life",
            &["SST-7"],
            2 * SECOND,
            alice,
            shortened,
        ),
        cut.holds(
            "shortened-expired",
            "although the descriptor said more",
            &["FRS-2"],
            short_end,
            alice,
            nothing(),
        ),
        twice.holds(
            "prolonged-again",
            "and the next refresh lengthen it again",
            &["SST-7"],
            short_end,
            alice,
            prolonged,
        ),
        superseded.holds(
            "newer-without-refresh",
            "a newer descriptor begins without refresh",
            &["SST-5"],
            HOUR,
            alice,
            replaced,
        ),
    ]
}

fn removals(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let of_bob = empty.descriptor_of(&world.bob, 0, 3).signed(&world.bob);
    let withdrawal = empty.alice(&empty.withdrawal(SECOND, 1));
    let back = empty.alice(&empty.descriptor(2 * SECOND, 2));
    let held = empty.clone().applied(0, &first).applied(0, &of_bob);
    let withdrawn = held.clone().applied(SECOND, &withdrawal);
    let returned = withdrawn.clone().applied(2 * SECOND, &back);
    let entry = empty.entry(&back, None, 2 * SECOND + HOUR, (0, 2));
    let entry_of_bob = empty.entry(&of_bob, None, HOUR, (0, 3));
    let retire = empty.alice(&world.retire(alice));
    let retired = held.clone().observed(SECOND, &retire);
    let rules = &["SST-1", "SST-2", "SST-3", "SST-4"];
    vec![
        held.accepts("withdrawal", "a withdrawal is accepted", rules, SECOND, &withdrawal),
        empty.accepts(
            "withdrawal-of-nothing",
            "also where there is nothing to withdraw",
            rules,
            SECOND,
            &withdrawal,
        ),
        withdrawn.holds(
            "withdrawn",
            "what is withdrawn is gone",
            &["SST-3"],
            SECOND,
            alice,
            nothing(),
        ),
        withdrawn.holds(
            "others-stay",
            "what others said stays",
            &["SST-6"],
            SECOND,
            &world.bob,
            entry_of_bob.clone(),
        ),
        withdrawn.accepts(
            "descriptor-after-withdrawal",
            "a newer descriptor brings the agent back",
            rules,
            2 * SECOND,
            &back,
        ),
        returned.holds("back-again", "and is held", &["SST-3"], 3 * SECOND, alice, entry),
        retired.holds("retired", "who retires is gone", &["DEL-11"], SECOND, alice, nothing()),
        retired.holds(
            "others-stay-when-one-retires",
            "the others are not",
            &["DEL-11"],
            SECOND,
            &world.bob,
            entry_of_bob,
        ),
    ]
}

fn epochs(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 100));
    let one = empty.clone().applied(0, &first);
    let mut higher = empty.descriptor(SECOND, 5);
    higher.epoch += 1;
    let higher = empty.alice(&higher);
    let mut withdrawal = empty.withdrawal(SECOND, 5);
    withdrawal.epoch += 1;
    let withdrawal = empty.alice(&withdrawal);
    let equal = one.clone().observed(SECOND, &empty.delegation(&world.clerk, 0));
    let raised = one.clone().observed(SECOND, &empty.delegation(&world.clerk, 1));
    let renewed = one.clone().applied(SECOND, &higher);
    let entry = empty.entry(&first, None, HOUR, (0, 100));
    let newer = empty.entry(&higher, None, SECOND + HOUR, (1, 5));
    let rules = &["SST-3", "SST-4", "DEL-10"];
    vec![
        one.accepts(
            "higher-epoch-lower-sequence",
            "a higher epoch begins its own sequence",
            rules,
            SECOND,
            &higher,
        ),
        one.accepts(
            "withdrawal-of-a-higher-epoch",
            "a withdrawal too",
            rules,
            SECOND,
            &withdrawal,
        ),
        renewed.holds(
            "higher-epoch-held",
            "the higher epoch's descriptor is held",
            &["SST-3"],
            SECOND,
            alice,
            newer,
        ),
        equal.holds(
            "equal-epoch-observed",
            "a delegation of the same epoch voids nothing",
            &["DEL-10"],
            SECOND,
            alice,
            entry,
        ),
        raised.holds(
            "higher-epoch-observed",
            "one of a higher epoch voids the entry",
            &["DEL-10"],
            SECOND,
            alice,
            nothing(),
        ),
        raised.accepts(
            "descriptor-of-the-epoch-observed",
            "until a descriptor of that epoch comes",
            rules,
            SECOND,
            &higher,
        ),
    ]
}

/// What is refused, or only verified, changes nothing.
fn unchanged(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 10));
    let one = empty.clone().applied(0, &first);
    let entry = || empty.entry(&first, None, HOUR, (0, 10));
    let lower = empty.alice(&empty.descriptor(SECOND, 9));
    let mut forged = empty.alice(&empty.descriptor(SECOND, 11));
    forged.sig[40] ^= 1;
    let expired = empty.alice(&empty.descriptor(-2 * DAY, 11));
    let mut early = empty.descriptor(DAY, 11);
    early.epoch += 1;
    let early = empty.alice(&early);
    let exceeding = empty.alice(&empty.refresh(SECOND, 11, &first, HOUR + 1));
    let newer = empty.alice(&empty.descriptor(SECOND, 11));
    let refused = |statement, verdict| one.clone().refused(SECOND, statement, verdict);
    let cases = [
        ("unchanged-by-lower-sequence", "SST-3", refused(&lower, Verdict::Ignore)),
        ("unchanged-by-a-duplicate", "SST-2", refused(&first, Verdict::Ignore)),
        ("unchanged-by-a-forgery", "SIG-3", refused(&forged, Verdict::Reject)),
        ("unchanged-by-the-expired", "FRS-2", refused(&expired, Verdict::Ignore)),
        ("unchanged-by-the-future", "FRS-1", refused(&early, Verdict::Ignore)),
        (
            "unchanged-by-an-exceeding-refresh",
            "SST-7",
            refused(&exceeding, Verdict::Reject),
        ),
        (
            "unchanged-by-verifying",
            "SST-3",
            one.clone().after(SECOND, verify(&newer)),
        ),
    ];
    let hold = |(name, rule, story): (&str, &str, Story<'_>)| {
        story.holds(name, &name.replace('-', " "), &[rule], 2 * SECOND, alice, entry())
    };
    let mut vectors: Vec<Vector> = cases.into_iter().map(hold).collect();
    let verified = empty.clone().after(0, verify(&first));
    vectors.push(verified.holds(
        "verified-only",
        "verifying puts nothing into the store",
        &["SST-5"],
        1,
        alice,
        nothing(),
    ));
    vectors
}

/// Operational keys publish for their agent.
fn delegates(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let old_proof = empty.delegation(&world.worker, 0);
    let new_proof = empty.delegation(&world.clerk, 1);
    let old = empty.descriptor(0, 50).delegated(&world.worker, &old_proof);
    let refresh = empty
        .refresh(SECOND, 51, &old, HOUR)
        .delegated(&world.worker, &old_proof);
    let mut new = empty.descriptor(2 * SECOND, 1);
    new.epoch += 1;
    let new = new.delegated(&world.clerk, &new_proof);
    let late = empty.descriptor(3 * SECOND, 52).delegated(&world.worker, &old_proof);
    let by_root = empty.alice(&empty.withdrawal(SECOND, 51));
    let mut short = empty.descriptor(0, 50);
    short.ttl_ms = unsigned(SECOND);
    let published = empty.clone().applied(0, &old);
    let refreshed = published.clone().applied(SECOND, &refresh);
    let rolled = refreshed.clone().applied(2 * SECOND, &new);
    let entry = empty.entry(&old, Some(&refresh), SECOND + HOUR, (0, 51));
    let renewed = empty.entry(&new, None, 2 * SECOND + HOUR, (1, 1));
    let rules = &["DEL-1", "DEL-5", "DEL-8", "SST-3"];
    vec![
        empty.accepts(
            "descriptor-of-a-delegate",
            "a delegate publishes for its agent",
            rules,
            0,
            &old,
        ),
        published.accepts(
            "refresh-of-a-delegate",
            "and refreshes",
            &["SST-5", "SST-7"],
            SECOND,
            &refresh,
        ),
        refreshed.holds(
            "entry-of-a-delegate",
            "the entry is the agent's",
            &["DEL-5"],
            SECOND,
            alice,
            entry,
        ),
        refreshed.holds(
            "no-entry-of-the-key",
            "and not the key's",
            &["DEL-5"],
            SECOND,
            &world.worker,
            nothing(),
        ),
        published.accepts(
            "root-withdraws",
            "the root key may withdraw what its delegate published",
            &["SST-3"],
            SECOND,
            &by_root,
        ),
        refreshed.accepts(
            "key-rolled",
            "a new key under a higher epoch takes over",
            rules,
            2 * SECOND,
            &new,
        ),
        rolled.holds(
            "entry-of-the-new-key",
            "and its descriptor is held",
            &["DEL-10"],
            2 * SECOND,
            alice,
            renewed,
        ),
        rolled.refuses("DEL-10", "old-key-after-rollover", "key-rolled", 3 * SECOND, &late),
    ]
}
