//! One task's probing, under whatever may come: it ends, keeps its budget and its order, and says of each candidate why it was abandoned.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use std::collections::BTreeMap;

use casp_trust::probe::{Abandoned, Action, Ending, Event, Need, PassCache, ProbeId, Probing};
use casp_trust::{CanaryDemand, VerificationBudget};
use fixtures::subject;
use proptest::prelude::*;

const NOW: i64 = 1_700_000_000_000;
const HOUR: u64 = 3_600_000;
const PRICE: u64 = 100;

fn need(passes: u32, parallel: u32, probes: u32) -> Need {
    Need {
        demand: CanaryDemand {
            passes,
            pass_counts_for_ms: HOUR,
            parallel,
            sibling: None,
        },
        budget: VerificationBudget {
            time_ms: 60_000,
            price_micros: 10_000,
            probes,
        },
        most_micros: PRICE,
        wanted: 1,
    }
}

fn begin(need: Need, candidates: u8, cache: &PassCache) -> (Probing, Vec<Action>) {
    Probing::begin(need, (0..candidates).map(subject).collect(), cache, NOW)
}

fn probes(actions: &[Action]) -> Vec<(ProbeId, usize)> {
    let probe = |action: &Action| match action {
        Action::Probe { id, candidate, .. } => Some((*id, *candidate)),
        _ => None,
    };
    actions.iter().filter_map(probe).collect()
}

fn ending(actions: &[Action]) -> Option<&Ending> {
    actions.iter().find_map(|action| match action {
        Action::End(ending) => Some(ending),
        _ => None,
    })
}

const PASSED: Event = Event::Passed { paid_micros: PRICE };
const FAILED: Event = Event::Failed { paid_micros: PRICE };

#[test]
fn who_fails_is_followed_by_the_next_and_the_passes_stay() {
    let mut cache = PassCache::new(10);
    let (mut probing, actions) = begin(need(2, 1, 10), 3, &cache);
    let [(id, 0)] = probes(&actions)[..] else {
        panic!("{actions:?}")
    };
    let actions = probing.on(id, FAILED, &mut cache, NOW + 1);
    let [(id, 1)] = probes(&actions)[..] else {
        panic!("{actions:?}")
    };
    let actions = probing.on(id, PASSED, &mut cache, NOW + 2);
    let [(id, 1)] = probes(&actions)[..] else {
        panic!("{actions:?}")
    };
    let actions = probing.on(id, Event::Passed { paid_micros: 30 }, &mut cache, NOW + 3);
    assert_eq!(actions, [Action::End(Ending::Chosen(vec![1]))]);
    assert_eq!(
        [0, 1, 2].map(|at| probing.abandoned(at)),
        [Some(Abandoned::Failed), None, Some(Abandoned::NotNeeded)]
    );
    assert_eq!((probing.spent().probes, probing.spent().price_micros), (3, 230));
    assert_eq!([0, 1, 2].map(|at| cache.count(&subject(at), HOUR, NOW + 3)), [0, 2, 0]);

    let (_, actions) = Probing::begin(need(2, 1, 10), vec![subject(1), subject(0)], &cache, NOW + 4);
    assert_eq!(actions, [Action::End(Ending::Chosen(vec![0]))], "its passes are known");
    let (_, actions) = Probing::begin(need(2, 1, 10), vec![subject(1)], &cache, NOW + 4 + HOUR as i64);
    assert_eq!(probes(&actions).len(), 1, "its passes are too old");
}

#[test]
fn in_parallel_the_work_goes_to_the_first_in_the_order() {
    let mut cache = PassCache::new(10);
    let (mut probing, actions) = begin(need(1, 3, 10), 5, &cache);
    let begun = probes(&actions);
    assert_eq!(
        begun.iter().map(|(_, candidate)| *candidate).collect::<Vec<_>>(),
        [0, 1, 2]
    );
    assert_eq!(
        probing.on(begun[2].0, PASSED, &mut cache, NOW),
        [],
        "nobody else is begun, and the first two are waited for"
    );
    assert_eq!(probing.on(begun[0].0, Event::Refused, &mut cache, NOW), []);
    let actions = probing.on(begun[1].0, PASSED, &mut cache, NOW);
    assert_eq!(actions, [Action::End(Ending::Chosen(vec![1]))]);
    let reasons = [
        Some(Abandoned::Refused),
        None,
        Some(Abandoned::NotNeeded),
        Some(Abandoned::NotNeeded),
        Some(Abandoned::NotNeeded),
    ];
    assert_eq!([0, 1, 2, 3, 4].map(|at| probing.abandoned(at)), reasons);
}

#[test]
fn when_time_is_over_who_has_passed_is_chosen_and_the_rest_recalled() {
    let mut cache = PassCache::new(10);
    let (mut probing, actions) = begin(need(1, 2, 10), 2, &cache);
    let begun = probes(&actions);
    probing.on(begun[1].0, PASSED, &mut cache, NOW);
    assert_eq!(probing.tick(probing.ends_ms() - 1), []);
    let actions = probing.tick(probing.ends_ms());
    assert_eq!(
        actions,
        [Action::Recall { id: begun[0].0 }, Action::End(Ending::Chosen(vec![1]))]
    );
    assert_eq!(probing.abandoned(0), Some(Abandoned::Time));
    // Too late to be chosen, not too late to be known.
    let spent = probing.spent().price_micros;
    assert_eq!(
        probing.on(begun[0].0, Event::Passed { paid_micros: 1 }, &mut cache, NOW),
        []
    );
    assert_eq!(probing.spent().price_micros, spent - PRICE + 1);
    assert_eq!(cache.count(&subject(0), HOUR, probing.ends_ms()), 1);
}

#[test]
fn a_verdict_after_the_time_chooses_nobody() {
    let mut cache = PassCache::new(10);
    let (mut probing, actions) = begin(need(1, 1, 10), 1, &cache);
    let actions = probing.on(probes(&actions)[0].0, PASSED, &mut cache, probing.ends_ms());
    assert_eq!(actions, [Action::End(Ending::Exhausted)]);
    assert_eq!(probing.abandoned(0), Some(Abandoned::Time));
}

#[test]
fn nobody_is_begun_whose_passes_cannot_be_paid() {
    let mut cache = PassCache::new(10);
    let (mut probing, actions) = begin(need(3, 2, 5), 3, &cache);
    let [(id, 0)] = probes(&actions)[..] else {
        panic!("{actions:?}")
    };
    // The first gives back two; of five, four are left.
    let actions = probing.on(id, Event::TooDear, &mut cache, NOW);
    let [(id, 1)] = probes(&actions)[..] else {
        panic!("{actions:?}")
    };
    let actions = probing.on(id, Event::NoResult { paid_micros: 0 }, &mut cache, NOW);
    let [(id, 2)] = probes(&actions)[..] else {
        panic!("{actions:?}")
    };
    assert_eq!(
        probing.on(id, Event::Dry, &mut cache, NOW),
        [Action::End(Ending::Exhausted)]
    );
    let reasons = [Abandoned::TooDear, Abandoned::NoResult, Abandoned::NothingToAsk];
    assert_eq!([0, 1, 2].map(|at| probing.abandoned(at).unwrap()), reasons);

    let (poor, actions) = begin(need(3, 1, 2), 1, &cache);
    assert_eq!(
        (actions, poor.abandoned(0)),
        (vec![Action::End(Ending::Exhausted)], Some(Abandoned::Probes))
    );
    let dear = Need {
        most_micros: 3_334,
        ..need(3, 1, 9)
    };
    assert_eq!(begin(dear, 1, &cache).0.abandoned(0), Some(Abandoned::Money));
    assert_eq!(begin(need(1, 1, 1), 0, &cache).1, [Action::End(Ending::Exhausted)]);
}

fn events() -> impl Strategy<Value = Event> {
    let paid = prop_oneof![0..=PRICE, Just(u64::MAX)];
    prop_oneof![
        5 => paid.clone().prop_map(|paid_micros| Event::Passed { paid_micros }),
        2 => paid.clone().prop_map(|paid_micros| Event::Failed { paid_micros }),
        1 => Just(Event::Refused),
        1 => Just(Event::TooDear),
        1 => paid.prop_map(|paid_micros| Event::NoResult { paid_micros }),
        1 => Just(Event::Dry),
    ]
}

#[derive(Clone, Debug)]
struct Run {
    need: Need,
    candidates: u8,
    cached: Vec<(u8, u32)>,
    /// Which of the probes under way, what comes of it, and how much later.
    steps: Vec<(prop::sample::Index, Event, i64)>,
}

fn runs() -> impl Strategy<Value = Run> {
    let need = (1..4_u32, 1..5_u32, 0..12_u32, 0..2_000_u64, 1..4_u32).prop_map(
        |(passes, parallel, probes, price, wanted)| Need {
            wanted,
            budget: VerificationBudget {
                time_ms: 1_000,
                price_micros: price,
                probes,
            },
            ..need(passes, parallel, probes)
        },
    );
    let cached = prop::collection::vec((0..8_u8, 1..4_u32), 0..4);
    let steps = prop::collection::vec((any::<prop::sample::Index>(), events(), 0..60_i64), 0..60);
    (need, 0..8_u8, cached, steps).prop_map(|(need, candidates, cached, steps)| Run {
        need,
        candidates,
        cached,
        steps,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn whatever_comes_the_budget_and_the_order_hold(run in runs()) {
        let mut cache = PassCache::new(100);
        for (number, passes) in &run.cached {
            (0..*passes).for_each(|_| drop(cache.passed(&subject(*number), NOW)));
        }
        let known: Vec<u32> = (0..run.candidates).map(|number| cache.count(&subject(number), HOUR, NOW)).collect();
        let budget = run.need.budget;
        let (mut probing, mut actions) = begin(run.need.clone(), run.candidates, &cache);
        let (mut under_way, mut first_sent, mut sent) = (BTreeMap::new(), Vec::new(), 0_u32);
        let (mut passes, mut reasons) = (known, vec![None; usize::from(run.candidates)]);
        let mut now = NOW;
        let mut ended = 0;
        let mut steps = run.steps.iter();
        loop {
            for action in &actions {
                match action {
                    Action::Probe { id, candidate, .. } => {
                        prop_assert_eq!(ended, 0);
                        prop_assert!(under_way.values().all(|other| other != candidate), "one probe at a time");
                        prop_assert!(passes[*candidate] < run.need.demand.passes, "no probe that is not needed");
                        under_way.insert(*id, *candidate);
                        sent += 1;
                        if !first_sent.contains(candidate) {
                            first_sent.push(*candidate);
                        }
                    }
                    Action::End(_) => ended += 1,
                    _ => {}
                }
            }
            prop_assert!(u32::try_from(under_way.len()).unwrap() <= run.need.demand.parallel || ended > 0);
            prop_assert_eq!(probing.spent().probes, sent);
            prop_assert!(sent <= budget.probes && probing.spent().price_micros <= budget.price_micros);
            // A reason is never taken back nor exchanged.
            for (at, reason) in reasons.iter_mut().enumerate() {
                let told = probing.abandoned(at);
                prop_assert!(reason.is_none() || *reason == told);
                *reason = told;
            }
            if ended > 0 && under_way.is_empty() {
                break;
            }
            let Some((which, event, later)) = steps.next() else {
                prop_assert!(ended > 0 || !under_way.is_empty(), "something is always under way until the end");
                actions = probing.tick(probing.ends_ms());
                if ended == 0 {
                    prop_assert!(ending(&actions).is_some(), "it ends when its time is over");
                    ended += 1;
                }
                break;
            };
            now += later;
            let ids: Vec<_> = under_way.keys().copied().collect();
            let id = *which.get(&ids);
            let candidate = under_way.remove(&id).unwrap();
            if matches!(event, Event::Passed { .. }) && now < probing.ends_ms() && ended == 0 {
                passes[candidate] += 1;
            }
            actions = probing.on(id, *event, &mut cache, now);
            prop_assert_eq!(probing.on(id, PASSED, &mut PassCache::new(1), now), vec![], "a second event of a probe is none");
        }
        prop_assert_eq!(ended, 1);
        prop_assert!(first_sent.is_sorted(), "{first_sent:?}");
        let chosen = match probing.ending().unwrap() {
            Ending::Chosen(chosen) => chosen.clone(),
            Ending::Exhausted => vec![],
        };
        prop_assert!(chosen.is_sorted() && chosen.len() <= run.need.wanted as usize);
        for (at, earned) in passes.iter().enumerate() {
            let is_chosen = chosen.contains(&at);
            prop_assert_eq!(probing.abandoned(at).is_none(), is_chosen, "chosen, or abandoned for a reason");
            prop_assert!(!is_chosen || *earned >= run.need.demand.passes);
            // Whoever has all passes and is not chosen comes after those who are.
            if !is_chosen && *earned >= run.need.demand.passes && probing.abandoned(at) == Some(Abandoned::NotNeeded) {
                prop_assert!(chosen.iter().all(|one| *one < at) && chosen.len() == run.need.wanted as usize);
            }
        }
    }
}
