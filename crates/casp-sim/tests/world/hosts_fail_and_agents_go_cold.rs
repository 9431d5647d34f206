//! Hosts that go down and up, agents that go cold, providers that leave.

use casp_descriptor::{DescriptorKind, WithdrawalKind};
use casp_execution::Statement;
use casp_identity::Kind as _;
use casp_sim::engine::Span;
use casp_sim::world::{Arrivals, Churn, Config, Counts, Lasting, Leaving, Warmth};

use super::{HOUR, SECOND, all_policies, blind, changed, config, ended, honest, one_step, run, sent, sybils, with};

fn churning(config: &Config, up_ms: i64, down_ms: i64) -> Config {
    let churn = Churn {
        up: Span::of_ms(up_ms),
        down: Span::of_ms(down_ms),
    };
    changed(config, |config| {
        config.providers.iter_mut().for_each(|group| group.churn = Some(churn));
    })
}

#[test]
fn a_host_that_is_down_answers_nothing() {
    let config = changed(&one_step(honest(4), 10), |config| {
        config.directory.ttl_ms = 60_000;
        config.workload.warm_up = Span::of_ms(31 * SECOND);
    });
    let up = run(&config, &blind(), 1);
    let down = run(&churning(&config, 30 * SECOND, 100 * HOUR), &blind(), 1);
    assert_eq!(up.tasks_succeeded, 10);
    // Some were up for the first, and nobody was for the last.
    assert!((0..6).contains(&down.tasks_succeeded), "{down:?}");
    assert_eq!((down.tasks_open, ended(&down)), (0, 10));
    assert_eq!(down.tasks_wrong, 0);
}

#[test]
fn a_host_that_comes_back_is_found_again() {
    let config = one_step(honest(4), 15);
    let counts = run(&churning(&config, 20 * SECOND, 5 * SECOND), &blind(), 2);
    assert!(counts.tasks_succeeded >= 12, "{counts:?}");
}

#[test]
fn lost_work_is_said_to_have_failed_when_its_host_is_up() {
    let config = changed(&one_step(honest(1), 1), |config| {
        config.workload.steps[0].work = Lasting::just(Span::of_ms(100 * SECOND));
        config.workload.limits.work_ms = 150_000;
    });
    let result = |counts: &Counts| sent(counts, Statement::TaskResult.payload_type());
    let mut said = 0;
    for seed in 0..5 {
        let counts = run(&churning(&config, 15 * SECOND, SECOND), &blind(), seed);
        assert_eq!((counts.endings.completed, ended(&counts)), (0, 1), "{counts:?}");
        // The work alone would have taken longer.
        if counts.sent.contains_key(Statement::Acceptance.payload_type()) {
            assert!(
                result(&counts) >= 1 && counts.measured < Span::of_ms(100 * SECOND),
                "{counts:?}"
            );
            said += 1;
        }
    }
    assert!(said >= 3, "{said}");
}

#[test]
fn what_was_lost_is_not_in_the_way_of_what_comes_later() {
    // The first task would keep its provider busy for longer than the second may take.
    let config = changed(&one_step(honest(1), 40), |config| {
        config.workload.steps[0].work = Lasting {
            median: Span::of_ms(SECOND),
            sigma: 3.0,
        };
        config.workload.limits.work_ms = 20_000;
        config.workload.arrivals = Arrivals::Poisson {
            interval: Span::of_ms(20 * SECOND),
        };
        config.workload.deadline = Span::of_ms(HOUR);
    });
    let stuck = run(&config, &blind(), 3);
    let restarted = run(&churning(&config, 60 * SECOND, 100), &blind(), 3);
    assert!(
        restarted.tasks_succeeded > stuck.tasks_succeeded,
        "{restarted:?} {stuck:?}"
    );
}

#[test]
fn nobody_says_anything_before_joining() {
    let late = with(honest(3), |group| group.joins = Span::of_ms(HOUR));
    let counts = run(&churning(&config(late, 3), SECOND, SECOND), &blind(), 4);
    assert_eq!(sent(&counts, DescriptorKind::PROFILE.payload_type), 0);
    assert_eq!(counts.endings.exhausted, 3);
}

#[test]
fn a_cold_agent_takes_longer() {
    const START: Span = Span::of_ms(5 * SECOND);
    let config = changed(&one_step(honest(1), 6), |config| {
        config.workload.steps[0].work = Lasting::just(Span::of_ms(500));
        config.workload.arrivals = Arrivals::Poisson {
            interval: Span::of_ms(300 * SECOND),
        };
    });
    let took = |stays_ms: Option<i64>| {
        let warmth = stays_ms.map(|stays_ms| Warmth {
            stays: Span::of_ms(stays_ms),
            start: Lasting::just(START),
        });
        let config = changed(&config, |config| config.providers[0].warmth = warmth);
        run(&config, &blind(), 5).completion
    };
    let [always, never, once] = [None, Some(0), Some(HOUR)].map(took);
    assert_eq!((always.len(), never.len(), once.len()), (6, 6, 6));
    assert!(always.iter().all(|span| *span < START), "{always:?}");
    assert!(never.iter().all(|span| *span > START), "{never:?}");
    assert!(
        once[0] > START && once[1..].iter().all(|span| *span < START),
        "{once:?}"
    );
}

#[test]
fn every_task_ends_though_providers_leave() {
    for is_silent in [false, true] {
        let leaving = Some(Leaving {
            mean: Span::of_ms(15 * SECOND),
            is_silent,
        });
        let providers = [with(honest(6), |group| group.leaving = leaving), sybils(2)].concat();
        for policy in all_policies() {
            let counts = run(&config(providers.clone(), 8), &policy, 9);
            assert_eq!(
                (counts.tasks_open, ended(&counts)),
                (0, counts.tasks),
                "{}",
                policy.name()
            );
            assert_eq!(counts.workflows, 8);
            let said = sent(&counts, WithdrawalKind::PROFILE.payload_type) > 0;
            assert_eq!(said, !is_silent, "{counts:?}");
        }
    }
}
