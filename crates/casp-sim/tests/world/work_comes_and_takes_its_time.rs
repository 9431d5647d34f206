//! When work comes, and how long it takes.

use casp_sim::cost::Costs;
use casp_sim::engine::Span;
use casp_sim::world::{Arrivals, Between, Config, Lasting, Service};

use super::{HOUR, SECOND, blind, changed, config, honest, one_step, run};

const STILL: Lasting = Lasting::just(Span::of_ms(20));

/// Nothing is drawn but when work comes.
fn regular(workflows: u32, arrivals: Arrivals) -> Config {
    changed(&one_step(honest(8), workflows), |config| {
        config.network.latency = STILL;
        config.workload.steps[0].work = Lasting::just(Span::of_ms(500));
        config.workload.arrivals = arrivals;
    })
}

#[test]
fn those_of_a_burst_come_together_and_others_do_not() {
    let served = |arrivals| {
        let config = changed(&regular(8, arrivals), |config| {
            config.directory.service = Service::Drawn(Between::just(100_000));
            // Nothing else is to be served.
            config.directory.ttl_ms = 86_400_000;
            config.workload.warm_up = Span::of_ms(13 * HOUR);
        });
        run(&config, &blind(), 1).discovery
    };
    let interval = Span::of_ms(HOUR);
    let wait = |place: i64| Span::of_ms(40 + 100 * place);
    let bursts = served(Arrivals::Bursts { interval, size: 4 });
    assert_eq!(bursts, [1, 2, 3, 4, 1, 2, 3, 4].map(wait));
    assert_eq!(served(Arrivals::Poisson { interval }), [1; 8].map(wait));
}

#[test]
fn the_last_burst_is_cut_short_where_enough_has_come() {
    let interval = Span::of_ms(SECOND);
    let counts = run(&regular(5, Arrivals::Bursts { interval, size: 3 }), &blind(), 2);
    assert_eq!((counts.workflows, counts.tasks), (5, 5));
}

#[test]
fn work_takes_as_long_as_is_drawn() {
    let spread = |work| {
        let interval = Span::of_ms(60 * SECOND);
        let config = changed(&regular(6, Arrivals::Poisson { interval }), |config| {
            config.workload.steps[0].work = work;
        });
        let completion = run(&config, &blind(), 3).completion;
        assert_eq!(completion.len(), 6);
        Span(completion.iter().max().unwrap().0 - completion.iter().min().unwrap().0)
    };
    let median = Span::of_ms(SECOND);
    let spread_of = |sigma| spread(Lasting { median, sigma });
    // Engines know milliseconds.
    assert!(spread_of(0.0) <= Span::of_ms(5), "{:?}", spread_of(0.0));
    assert!(spread_of(0.5) > Span::of_ms(200), "{:?}", spread_of(0.5));
}

#[test]
fn the_slow_take_longer_and_others_wait_behind_them() {
    let mean = |slowness, interval| {
        let config = changed(&regular(8, Arrivals::Poisson { interval }), |config| {
            config.providers[0].count = 1;
            config.providers[0].slowness = slowness;
        });
        let completion = run(&config, &blind(), 4).completion;
        assert_eq!(completion.len(), 8);
        completion.iter().map(|span| span.0).sum::<i64>() / 8
    };
    let (seldom, often) = (Span::of_ms(600 * SECOND), Span::of_ms(300));
    let slower = mean(8.0, seldom) - mean(1.0, seldom);
    assert!((3_490_000..3_510_000).contains(&slower), "{slower}");
    assert!(mean(4.0, often) > 3 * mean(4.0, seldom));
}

#[test]
fn a_step_works_on_what_the_one_before_it_gave() {
    let config = changed(&config(honest(3), 4), |config| {
        config
            .workload
            .steps
            .push(super::step("org.example/tell", casp_wire::v1::SideEffect::None));
        config
            .providers
            .push(super::group(2, 3, casp_sim::world::Behaviour::Honest));
    });
    let counts = run(&config, &blind(), 5);
    assert_eq!(
        (counts.tasks, counts.tasks_succeeded, counts.workflows_succeeded),
        (12, 12, 4)
    );
    // A task is right if it is right about what it was given; a workflow, if all of its tasks are.
    let misled = changed(&config, |config| config.providers[0].well_ppm = Between::just(0));
    let counts = run(&misled, &blind(), 5);
    assert_eq!(
        (counts.tasks, counts.tasks_succeeded, counts.workflows_succeeded),
        (12, 8, 0)
    );
}

fn costs(query: &str, verify: &str) -> Costs {
    let curve = |name: &str, points: &str| format!("[[curve]]\nname = \"{name}\"\nunit = \"ms\"\npoints = {points}\n");
    let names = ["register", "refresh", "withdraw"];
    let others: String = names.iter().map(|name| curve(name, "[[1, 1]]")).collect();
    Costs::parse(&(others + &curve("query", query) + &curve("verify-answer", verify))).unwrap()
}

#[test]
fn a_registry_takes_what_was_measured_for_as_many_as_it_holds() {
    let discovery = |providers, query, verify| {
        let interval = Span::of_ms(60 * SECOND);
        let config = changed(&regular(4, Arrivals::Poisson { interval }), |config| {
            config.providers[0].count = providers;
            config.directory.service = Service::Measured(costs(query, verify));
        });
        let counts = run(&config, &blind(), 6);
        counts.discovery.iter().map(|span| span.0).min().unwrap() / 1_000
    };
    let (grows, none) = ("[[1, 0], [10, 300]]", "[[1, 0]]");
    assert_eq!(discovery(1, grows, none), 40);
    assert_eq!(discovery(10, grows, none), 340);
    // Twelve candidates are asked for.
    assert_eq!(discovery(1, none, "[[11, 0], [12, 200], [13, 900]]"), 240);
}
