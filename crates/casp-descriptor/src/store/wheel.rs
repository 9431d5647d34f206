//! A hierarchical timer wheel: deadlines of numbered slots, in constant time each.
//!
//! Time has 48 bits of milliseconds, six to a level. A deadline lies at the level of the highest six bits in which it differs from
//! the wheel's time, in the bucket that these name; as time comes near, it moves to lower levels, at most once a level. At the
//! lowest a bucket is one millisecond, so that nothing is early or late. However much time passes at once, only buckets that hold
//! something are looked at. (Varghese and Lauck, *Hashed and Hierarchical Timing Wheels*, 1987, scheme 7.)

use alloc::boxed::Box;
use alloc::vec::Vec;

const BITS: u32 = 6;
const MASK: u64 = 63;
const LEVELS: usize = 8;

/// The last millisecond that the wheel can tell; a later deadline counts as this one. It is later than any time of a statement.
const LAST: u64 = (1 << 48) - 1;

/// No slot.
const NONE: u32 = u32::MAX;

/// Deadlines of slots, each of which has one or none. A slot is a number below 2^32 − 1; the greatest one used decides what the wheel
/// weighs: 24 bytes a slot.
#[derive(Debug)]
pub(super) struct Wheel {
    /// The time up to which everything due was given out.
    now: u64,
    levels: Box<[Level; LEVELS]>,
    timers: Vec<Timer>,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    /// Which buckets hold something, one bit each.
    occupied: u64,
    first: [u32; 64],
}

/// The deadline of one slot, in a list with the others of its bucket.
#[derive(Clone, Copy, Debug)]
struct Timer {
    deadline: u64,
    before: u32,
    after: u32,
    bucket: Option<Bucket>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    level: u8,
    index: u8,
}

const NO_TIMER: Timer = Timer {
    deadline: 0,
    before: NONE,
    after: NONE,
    bucket: None,
};

impl Wheel {
    pub(super) fn new() -> Self {
        let empty = Level {
            occupied: 0,
            first: [NONE; 64],
        };
        Self {
            now: 0,
            levels: Box::new([empty; LEVELS]),
            timers: Vec::new(),
        }
    }

    /// Gives a slot a deadline, in place of the one that it may have. One that is past is due at once.
    pub(super) fn schedule(&mut self, slot: u32, deadline_ms: i64) {
        self.cancel(slot);
        let deadline = time(deadline_ms).clamp(self.now, LAST);
        let bucket = bucket_of(self.now, deadline);
        let at = index(slot);
        if self.timers.len() <= at {
            self.timers.resize(at.saturating_add(1), NO_TIMER);
        }
        let after = self.first(bucket);
        if let Some(timer) = self.timers.get_mut(at) {
            *timer = Timer {
                deadline,
                before: NONE,
                after,
                bucket: Some(bucket),
            };
        }
        if let Some(after) = self.timers.get_mut(index(after)) {
            after.before = slot;
        }
        self.set_first(bucket, slot);
    }

    /// Takes a slot's deadline away, if it has one.
    pub(super) fn cancel(&mut self, slot: u32) {
        let Some(place) = self.timers.get_mut(index(slot)) else {
            return;
        };
        let timer = core::mem::replace(place, NO_TIMER);
        let Some(bucket) = timer.bucket else { return };
        if let Some(after) = self.timers.get_mut(index(timer.after)) {
            after.before = timer.before;
        }
        match self.timers.get_mut(index(timer.before)) {
            Some(before) => before.after = timer.after,
            None => self.set_first(bucket, timer.after),
        }
    }

    /// Gives back the memory of a wheel without deadlines.
    pub(super) fn release(&mut self) {
        self.timers = Vec::new();
    }

    /// Lets time come, and takes away and gives one deadline that is due, the earliest first; call it until there is none. Time does
    /// not go back.
    pub(super) fn pop_due(&mut self, now_ms: i64) -> Option<u32> {
        let now = time(now_ms).min(LAST).max(self.now);
        while let Some((bucket, begin)) = self.earliest().filter(|(_, begin)| *begin <= now) {
            self.now = self.now.max(begin);
            if bucket.level == 0 {
                let slot = self.first(bucket);
                self.cancel(slot);
                return Some(slot);
            }
            self.lower(bucket);
        }
        self.now = now;
        None
    }

    /// Moves what lies in a bucket at whose beginning time stands to lower levels.
    fn lower(&mut self, bucket: Bucket) {
        let mut slot = self.first(bucket);
        while let Some(timer) = self.timers.get(index(slot)).copied() {
            self.schedule(slot, from_time(timer.deadline));
            slot = timer.after;
        }
    }

    /// The earliest deadline. Reads the deadlines in the earliest bucket.
    pub(super) fn next_deadline_ms(&self) -> Option<i64> {
        let (bucket, _) = self.earliest()?;
        let mut slot = self.first(bucket);
        let mut earliest = None::<u64>;
        while let Some(timer) = self.timers.get(index(slot)) {
            earliest = Some(earliest.map_or(timer.deadline, |earliest| earliest.min(timer.deadline)));
            slot = timer.after;
        }
        earliest.map(from_time)
    }

    /// A time that is not later than the earliest deadline, and after the time that has come unless something is due: when to look
    /// again. Takes constant time.
    pub(super) fn wake_at_ms(&self) -> Option<i64> {
        self.earliest().map(|(_, begin)| from_time(begin))
    }

    /// The first bucket that holds something, and when it begins. What lies at a level is earlier than all that lies above it.
    fn earliest(&self) -> Option<(Bucket, u64)> {
        let (level, found) = (0_u8..)
            .zip(self.levels.iter())
            .find(|(_, level)| level.occupied != 0)?;
        let index = u8::try_from(found.occupied.trailing_zeros()).ok()?;
        let shift = u32::from(level).saturating_mul(BITS);
        let above = shift.saturating_add(BITS);
        let begin = ((self.now >> above) << above) | (u64::from(index) << shift);
        Some((Bucket { level, index }, begin))
    }

    fn first(&self, bucket: Bucket) -> u32 {
        let level = self.levels.get(usize::from(bucket.level));
        let first = level.and_then(|level| level.first.get(usize::from(bucket.index)));
        first.copied().unwrap_or(NONE)
    }

    fn set_first(&mut self, bucket: Bucket, slot: u32) {
        let Some(level) = self.levels.get_mut(usize::from(bucket.level)) else {
            return;
        };
        if let Some(first) = level.first.get_mut(usize::from(bucket.index)) {
            *first = slot;
        }
        let bit = 1_u64 << bucket.index;
        if slot == NONE {
            level.occupied &= !bit;
        } else {
            level.occupied |= bit;
        }
    }
}

fn bucket_of(now: u64, deadline: u64) -> Bucket {
    let differing = (now ^ deadline) | 1;
    let level = differing.ilog2() / BITS;
    let index = (deadline >> level.saturating_mul(BITS)) & MASK;
    Bucket {
        level: u8::try_from(level).unwrap_or(0),
        index: u8::try_from(index).unwrap_or(0),
    }
}

fn time(time_ms: i64) -> u64 {
    u64::try_from(time_ms).unwrap_or(0)
}

fn from_time(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}

/// An index that no list has, where an index is narrower than a slot.
fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test code")]
mod tests {
    use alloc::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_767_225_600_000;

    #[derive(Clone, Debug)]
    enum Step {
        Schedule(u32, i64),
        Cancel(u32),
        Pass(i64),
    }

    fn span() -> impl Strategy<Value = i64> {
        prop_oneof![
            0..70_i64,
            0..100_000_i64,
            0..100_000_000_i64,
            0..100_000_000_000_i64,
            (0..47_u32, -1..=1_i64).prop_map(|(bits, off)| (1_i64 << bits) + off),
            Just(-1_000_000_i64),
        ]
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..40_u32, span()).prop_map(|(slot, span)| Step::Schedule(slot, span)),
            1 => (0..40_u32).prop_map(Step::Cancel),
            2 => span().prop_map(Step::Pass),
        ]
    }

    /// Everything due, sorted: within one millisecond it comes in no order.
    fn due(wheel: &mut Wheel, now_ms: i64) -> Vec<u32> {
        let mut due: Vec<_> = core::iter::from_fn(|| wheel.pop_due(now_ms)).collect();
        due.sort_unstable();
        due
    }

    proptest! {
        #[test]
        fn deadlines_come_at_their_millisecond(steps in prop::collection::vec(step(), 1..200)) {
            let (mut wheel, mut model, mut now_ms) = (Wheel::new(), BTreeMap::new(), NOW);
            wheel.pop_due(NOW);
            for step in steps {
                match step {
                    Step::Schedule(slot, span_ms) => {
                        wheel.schedule(slot, now_ms + span_ms);
                        model.insert(slot, (now_ms + span_ms).clamp(now_ms, from_time(LAST)));
                    }
                    Step::Cancel(slot) => {
                        wheel.cancel(slot);
                        model.remove(&slot);
                    }
                    Step::Pass(span_ms) => {
                        now_ms = now_ms.max(now_ms + span_ms).min(from_time(LAST));
                        let expected: Vec<u32> =
                            model.iter().filter(|(_, due)| **due <= now_ms).map(|(slot, _)| *slot).collect();
                        model.retain(|_, due| *due > now_ms);
                        prop_assert_eq!(due(&mut wheel, now_ms), expected);
                    }
                }
                let earliest = model.values().min().copied();
                prop_assert_eq!(wheel.next_deadline_ms(), earliest);
                prop_assert!(wheel.wake_at_ms() <= earliest && wheel.wake_at_ms().is_some() == earliest.is_some());
            }
        }
    }

    #[test]
    fn one_who_wakes_when_told_comes_to_the_deadline_in_few_steps() {
        let mut wheel = Wheel::new();
        wheel.pop_due(NOW);
        wheel.schedule(7, NOW + 86_400_001);
        let mut wakes = 0;
        loop {
            let wake_ms = wheel.wake_at_ms().unwrap();
            wakes += 1;
            if wheel.pop_due(wake_ms) == Some(7) {
                assert_eq!(wake_ms, NOW + 86_400_001);
                break;
            }
        }
        assert!(wakes <= LEVELS, "{wakes} wakes");
    }
}
