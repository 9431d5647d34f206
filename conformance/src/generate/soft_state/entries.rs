//! What a store holds after what it was told: `lookup` to the last field, and the statements that it accepts.

use super::story::{Story, nothing};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, MAX_INTEGER, SECOND, SKEW, World, verify};
use crate::vector::{Vector, Verdict};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = descriptors(world);
    vectors.extend(life_of_a_descriptor(world));
    vectors.extend(refreshes(world));
    vectors.extend(life_of_a_refresh(world));
    vectors.extend(withdrawals(world));
    vectors.extend(retirements(world));
    vectors.extend(unchanged(world));
    vectors
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "entries")
}

/// Descriptors that are accepted.
fn descriptors(world: &World) -> Vec<Vector> {
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let one = empty.clone().applied(0, &first);
    let mut last = empty.descriptor(SECOND, 0);
    last.sequence = MAX_INTEGER;
    let rules = ["SST-1", "SST-2", "SST-3", "SST-4", "SST-8"];
    let later = |name, at, sequence| {
        let statement = empty.alice(&empty.descriptor(at, sequence));
        one.accepts(name, &rules, at, &statement)
    };
    vec![
        empty.accepts("first-descriptor", &rules, 0, &first),
        later("newer-descriptor", SECOND, 1),
        later("sequence-that-leaps", SECOND, 1_000_000),
        later("newer-descriptor-after-expiry", 3 * HOUR, 5),
        one.accepts("last-sequence-there-is", &rules, SECOND, &empty.alice(&last)),
    ]
}

/// How long a descriptor is held.
fn life_of_a_descriptor(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let newer = empty.alice(&empty.descriptor(SECOND, 1));
    let one = empty.clone().applied(0, &first);
    let two = one.clone().applied(SECOND, &newer);
    let entry = empty.entry(&first, None, HOUR, (0, 0));
    let replaced = empty.entry(&newer, None, SECOND + HOUR, (0, 1));
    let end = HOUR + SKEW;
    vec![
        empty.holds("agent-never-heard-of", &["SST-5"], 0, alice, nothing()),
        one.holds("descriptor", &["SST-8"], 1, alice, entry.clone()),
        one.holds("descriptor-of-another-agent", &["SST-6"], 1, &world.bob, nothing()),
        one.holds("descriptor-in-its-last-millisecond", &["FRS-2"], end - 1, alice, entry),
        one.holds("descriptor-expired", &["FRS-2"], end, alice, nothing()),
        two.holds("newer-descriptor-instead", &["SST-3"], 2 * SECOND, alice, replaced),
    ]
}

/// A descriptor that lives an hour, and refreshes of it.
struct Refreshing<'a> {
    story: Story<'a>,
    first: Statement,
    /// Halfway through, for an hour more.
    longer: Statement,
    /// Early, for a second.
    shorter: Statement,
    /// After the short one, for an hour.
    again: Statement,
}

impl<'a> Refreshing<'a> {
    fn new(world: &'a World) -> Self {
        let empty = story(world);
        let first = empty.alice(&empty.descriptor(0, 0));
        let refresh = |at, sequence, lifetime| empty.alice(&empty.refresh(at, sequence, &first, lifetime));
        let longer = refresh(HOUR / 2, 1, HOUR);
        let shorter = refresh(SECOND, 1, SECOND);
        let again = refresh(2 * SECOND, 2, HOUR);
        Self {
            story: empty.applied(0, &first),
            first,
            longer,
            shorter,
            again,
        }
    }

    fn refreshed(&self) -> Story<'a> {
        self.story.clone().applied(HOUR / 2, &self.longer)
    }

    fn shortened(&self) -> Story<'a> {
        self.story.clone().applied(SECOND, &self.shorter)
    }
}

/// Refreshes that are accepted.
fn refreshes(world: &World) -> Vec<Vector> {
    let it = Refreshing::new(world);
    let rules = ["SST-5", "SST-6", "SST-7"];
    let last = HOUR + SKEW - 1;
    let late = it.story.alice(&it.story.refresh(last, 1, &it.first, HOUR));
    vec![
        it.story.accepts("refresh", &rules, HOUR / 2, &it.longer),
        it.story.accepts("refresh-in-the-last-millisecond", &rules, last, &late),
        it.story.accepts("refresh-that-shortens", &rules, SECOND, &it.shorter),
        it.shortened()
            .accepts("refresh-after-a-refresh", &rules, 2 * SECOND, &it.again),
    ]
}

/// How long a descriptor is held that was refreshed.
fn life_of_a_refresh(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let it = Refreshing::new(world);
    let refreshed = it.refreshed();
    let shortened = it.shortened();
    let again = shortened.clone().applied(2 * SECOND, &it.again);
    let newer = it.story.alice(&it.story.descriptor(HOUR / 2 + 1, 2));
    let superseded = refreshed.clone().applied(HOUR / 2 + 1, &newer);
    let extended = it.story.entry(&it.first, Some(&it.longer), 3 * HOUR / 2, (0, 1));
    let cut = it.story.entry(&it.first, Some(&it.shorter), 2 * SECOND, (0, 1));
    let prolonged = it.story.entry(&it.first, Some(&it.again), 2 * SECOND + HOUR, (0, 2));
    let replaced = it.story.entry(&newer, None, HOUR / 2 + 1 + HOUR, (0, 2));
    let (end, cut_end) = (3 * HOUR / 2 + SKEW, 2 * SECOND + SKEW);
    vec![
        refreshed.holds("refreshed", &["SST-7"], HOUR / 2, alice, extended.clone()),
        refreshed.holds(
            "refreshed-in-its-last-millisecond",
            &["FRS-2"],
            end - 1,
            alice,
            extended,
        ),
        refreshed.holds("refreshed-and-expired", &["FRS-2"], end, alice, nothing()),
        shortened.holds("shortened", &["SST-7"], 2 * SECOND, alice, cut),
        shortened.holds("shortened-and-expired", &["FRS-2"], cut_end, alice, nothing()),
        again.holds("shortened-and-prolonged", &["SST-7"], cut_end, alice, prolonged),
        superseded.holds("newer-descriptor-without-refresh", &["SST-5"], HOUR, alice, replaced),
    ]
}

/// Alice and Bob have published.
fn both(world: &World) -> (Story<'_>, Statement) {
    let empty = story(world);
    let first = empty.alice(&empty.descriptor(0, 0));
    let of_bob = empty.descriptor_of(&world.bob, 0, 3).signed(&world.bob);
    (empty.applied(0, &first).applied(0, &of_bob), of_bob)
}

fn withdrawals(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let empty = story(world);
    let (held, of_bob) = both(world);
    let withdrawal = empty.alice(&empty.withdrawal(SECOND, 1));
    let back = empty.alice(&empty.descriptor(2 * SECOND, 2));
    let withdrawn = held.clone().applied(SECOND, &withdrawal);
    let returned = withdrawn.clone().applied(2 * SECOND, &back);
    let entry = empty.entry(&back, None, 2 * SECOND + HOUR, (0, 2));
    let entry_of_bob = empty.entry(&of_bob, None, HOUR, (0, 3));
    let rules = ["SST-1", "SST-2", "SST-3", "SST-4"];
    vec![
        held.accepts("withdrawal", &rules, SECOND, &withdrawal),
        empty.accepts("withdrawal-of-nothing", &rules, SECOND, &withdrawal),
        withdrawn.holds("withdrawn", &["SST-3"], SECOND, alice, nothing()),
        withdrawn.holds("not-withdrawn-by-another", &["SST-6"], SECOND, &world.bob, entry_of_bob),
        withdrawn.accepts("descriptor-after-withdrawal", &rules, 2 * SECOND, &back),
        returned.holds("back-after-withdrawal", &["SST-3"], 3 * SECOND, alice, entry),
    ]
}

fn retirements(world: &World) -> Vec<Vector> {
    let (held, of_bob) = both(world);
    let retired = held.clone().observed(SECOND, &held.alice(&world.retire(&world.alice)));
    let entry_of_bob = held.entry(&of_bob, None, HOUR, (0, 3));
    vec![
        retired.holds("retired", &["DEL-11"], SECOND, &world.alice, nothing()),
        retired.holds(
            "not-retired-with-another",
            &["DEL-11"],
            SECOND,
            &world.bob,
            entry_of_bob,
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
    let descriptor = |at, sequence| empty.alice(&empty.descriptor(at, sequence));
    let mut forged = descriptor(SECOND, 11);
    forged.sig[40] ^= 1;
    let mut early = empty.descriptor(DAY, 11);
    early.epoch += 1;
    let exceeding = empty.alice(&empty.refresh(SECOND, 11, &first, HOUR + 1));
    let ignored = |statement| one.clone().refused(SECOND, statement, Verdict::Ignore);
    let rejected = |statement| one.clone().refused(SECOND, statement, Verdict::Reject);
    let cases = [
        (
            "unchanged-by-a-lower-sequence",
            "SST-3",
            ignored(&descriptor(SECOND, 9)),
        ),
        ("unchanged-by-a-duplicate", "SST-2", ignored(&first)),
        ("unchanged-by-a-forgery", "SIG-3", rejected(&forged)),
        ("unchanged-by-the-expired", "FRS-2", ignored(&descriptor(-2 * DAY, 11))),
        ("unchanged-by-the-future", "FRS-1", ignored(&empty.alice(&early))),
        ("unchanged-by-an-exceeding-refresh", "SST-7", rejected(&exceeding)),
        (
            "unchanged-by-verifying",
            "SST-3",
            one.clone().after(SECOND, verify(&descriptor(SECOND, 11))),
        ),
    ];
    let hold = |(name, rule, story): (&str, &str, Story<'_>)| story.holds(name, &[rule], 2 * SECOND, alice, entry());
    let mut vectors: Vec<Vector> = cases.into_iter().map(hold).collect();
    let verified = empty.clone().after(0, verify(&first));
    vectors.push(verified.holds("verified-only", &["SST-5"], 1, alice, nothing()));
    vectors
}
