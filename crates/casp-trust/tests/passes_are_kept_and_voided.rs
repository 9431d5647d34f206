//! What the pass cache keeps, for how long, and what its records carry.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use casp_trust::Subject;
use casp_trust::probe::{MAX_PASSES, NotARecord, PassCache};
use fixtures::subject;
use proptest::prelude::*;

const NOW: i64 = 1_700_000_000_000;
const HOUR: u64 = 3_600_000;

#[test]
fn a_pass_counts_as_long_as_is_asked_and_not_before_it_happened() {
    let mut cache = PassCache::new(4);
    cache.passed(&subject(1), NOW);
    cache.passed(&subject(1), NOW + 10);
    let count = |counts_for, now| cache.count(&subject(1), counts_for, now);
    assert_eq!(
        [
            count(HOUR, NOW + 10),
            count(10, NOW + 10),
            count(11, NOW + 10),
            count(0, NOW + 10)
        ],
        [2, 1, 2, 0]
    );
    assert_eq!(
        [
            count(HOUR, NOW - 1),
            count(HOUR, NOW),
            count(HOUR, NOW + 10 + HOUR as i64),
            count(HOUR, i64::MIN)
        ],
        [0, 1, 0, 0]
    );
}

#[test]
fn a_failure_voids_every_pass() {
    let mut cache = PassCache::new(4);
    (0..5).for_each(|at| drop(cache.passed(&subject(1), NOW + at)));
    cache.voided(&subject(1));
    assert_eq!(
        (
            cache.count(&subject(1), HOUR, NOW + 9),
            cache.record(&subject(1)),
            cache.len()
        ),
        (0, None, 0)
    );
}

#[test]
fn drift_drops_what_was_passed_as_it_behaved_before() {
    let behaving = |digest: u8| Subject {
        behavior_digest: [digest; 32],
        ..subject(1)
    };
    let other = Subject {
        capability_id: "org.example/translate/fast".into(),
        ..subject(1)
    };
    let mut cache = PassCache::new(10);
    for passed in [
        behaving(1),
        behaving(2),
        behaving(3),
        other.clone(),
        subject(2),
        subject(0),
    ] {
        cache.passed(&passed, NOW);
    }
    let dropped = cache.drifted(&subject(1).agent, &subject(1).capability_id, &[2; 32]);
    assert_eq!(dropped, [behaving(1), behaving(3)]);
    assert_eq!(
        cache.subjects().cloned().collect::<Vec<_>>(),
        [subject(0), behaving(2), other, subject(2)]
    );
}

#[test]
fn the_oldest_goes_first_and_room_is_bounded() {
    let mut cache = PassCache::new(3);
    let gone: Vec<_> = [5, 1, 3]
        .into_iter()
        .filter_map(|number| cache.passed(&subject(number), NOW))
        .collect();
    assert_eq!(gone, []);
    cache.passed(&subject(1), NOW + 1);
    assert_eq!(
        cache.passed(&subject(7), NOW + 2),
        Some(subject(3)),
        "of equals the lesser"
    );
    assert_eq!(
        cache.passed(&subject(8), NOW - 9),
        Some(subject(8)),
        "one older than all is not kept"
    );
    assert_eq!(PassCache::new(0).passed(&subject(1), NOW), Some(subject(1)));
    (0..100).for_each(|at| drop(cache.passed(&subject(1), NOW + at)));
    assert_eq!(cache.count(&subject(1), HOUR, NOW + 100), MAX_PASSES as u32);
    assert!(cache.record(&subject(1)).unwrap().len() < 600);
}

proptest! {
    #[test]
    fn records_bring_everything_back(passed in prop::collection::vec((0..6_u8, -5_i64..5), 0..60), capacity in 1..8_usize) {
        let mut cache = PassCache::new(capacity);
        for (number, at) in passed {
            cache.passed(&subject(number), NOW + at);
        }
        prop_assert!(cache.len() <= capacity);
        let mut again = PassCache::new(capacity);
        for held in cache.subjects() {
            prop_assert_eq!(again.restore(&cache.record(held).unwrap()), Ok(None));
        }
        prop_assert_eq!(format!("{cache:?}"), format!("{again:?}"));
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_made_again(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(PassCache::new(1).restore(&bytes), Err(NotARecord));
    }

    /// A record with one byte exchanged or cut off: refused, or one that is made again just so.
    #[test]
    fn a_mangled_record_is_refused_or_is_another_record(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut cache = PassCache::new(2);
        (0..3).for_each(|at| drop(cache.passed(&subject(1), NOW + at)));
        let mut record = cache.record(&subject(1)).unwrap();
        let at = at.index(record.len());
        if cut { record.truncate(at) } else { record[at] = byte }
        let mut restored = PassCache::new(2);
        if restored.restore(&record).is_ok() {
            let held = restored.subjects().next().unwrap().clone();
            prop_assert_eq!(restored.record(&held), Some(record));
        } else {
            prop_assert!(restored.is_empty());
        }
    }
}
