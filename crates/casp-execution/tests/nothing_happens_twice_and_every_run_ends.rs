//! A requester and a provider under loss, duplication, reordering, delay, crash and restart at any step (SPEC.md section 19.5):
//! no effect twice and none without its commit, nothing acknowledged lost, no send before its record, what is said of an effect is
//! so, and every run ends.

#![allow(clippy::restriction, reason = "test code")]

mod scene;
mod world;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use world::{Broken, World, steps};

/// 96 unless told by `CASP_RUNS`.
fn runs() -> u32 {
    let told = std::env::var("CASP_RUNS").ok().and_then(|it| it.parse().ok());
    told.unwrap_or(96)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: runs(), max_shrink_iters: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_gets_lost_and_whoever_crashes(steps in steps(), loses in any::<bool>()) {
        let mut world = World::new(Broken::Nothing);
        world.run(&steps, loses).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn the_runs_go_everywhere() {
    let mut tally = BTreeMap::new();
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..100 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let mut world = World::new(Broken::Nothing);
        world.run(&steps, false).unwrap();
        world.tally(&mut tally);
    }
    println!("{tally:?}");
    for what in [
        "effects",
        "crashes",
        "crashes while acting",
        "Completed",
        "Partial",
        "Failed",
        "Cancelled",
        "Indeterminate",
        "acks",
        "commits",
    ] {
        assert!(tally.get(what).is_some_and(|times| *times >= 5), "{what}: {tally:?}");
    }
}

/// Whether the same checks find a run in which this fault shows.
fn finds(broken: Broken) -> Option<String> {
    let config = Config {
        cases: 600,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(&(steps(), any::<bool>()), |(steps, loses)| {
        let run = std::panic::AssertUnwindSafe(|| World::new(broken).run(&steps, loses));
        let outcome = std::panic::catch_unwind(run);
        // A restore that fails, or a contract that is missing, is found too.
        outcome
            .unwrap_or_else(|_| Err("lost".into()))
            .map_err(TestCaseError::fail)
    });
    outcome.err().map(|error| error.to_string())
}

#[test]
fn a_disk_that_says_safe_too_early_is_found() {
    let found = finds(Broken::SaysSafeTooEarly).expect("not found");
    assert!(found.contains("sent before it was safe"), "{found}");
}

#[test]
fn a_disk_that_loses_what_it_said_to_be_safe_is_found() {
    finds(Broken::LosesWhatIsSafe).expect("not found");
}

#[test]
fn a_tool_that_is_tried_again_after_a_restart_is_found() {
    let found = finds(Broken::TriesAgain).expect("not found");
    assert!(found.contains("took place"), "{found}");
}

#[test]
fn acting_before_the_mark_is_on_disk_is_found() {
    let found = finds(Broken::ActsBeforeMark).expect("not found");
    assert!(found.contains("took place"), "{found}");
}

#[test]
fn a_result_that_says_what_did_not_happen_is_found() {
    let found = finds(Broken::LiesAboutEffects).expect("not found");
    assert!(found.contains("took place"), "{found}");
}
