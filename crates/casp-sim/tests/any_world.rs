//! Whatever a configuration asks for: it is refused, or every task of its world ends and is counted once.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "tests may stop"
)]

use casp_execution::funnel::Limits;
use casp_sim::engine::Span;
use casp_sim::world::{
    Behaviour, Between, Config, Directory, Drift, Group, Leaving, Signatures, Workload, World, policies,
};
use proptest::prelude::*;

fn between(most: u64) -> impl Strategy<Value = Between> {
    (0..=most, 0..=most).prop_map(|(one, other)| Between {
        least: one.min(other),
        most: one.max(other),
    })
}

fn behaviour() -> impl Strategy<Value = Behaviour> {
    prop_oneof![
        (0.0..=1.0).prop_map(|failure| Behaviour::Honest { failure }),
        Just(Behaviour::Sybil),
        (0.0..=1.0).prop_map(|wrong| Behaviour::Cheat { wrong }),
    ]
}

fn group() -> impl Strategy<Value = Group> {
    let leaving = proptest::option::of((1..60_000_i64, any::<bool>()));
    let figures = (
        between(5_000),
        between(100_000),
        prop_oneof![3 => between(1_000_000), 1 => between(40_000_000)],
    );
    (0..4_u32, behaviour(), figures, 0..3_u32, 0..3_u32, leaving).prop_map(
        |(count, behaviour, (latency_ms, price_micros, work), past_good, origins, leaving)| Group {
            count,
            behaviour,
            latency_ms,
            price_micros,
            work,
            past_good,
            origins,
            leaving: leaving.map(|(mean, is_silent)| Leaving {
                mean: Span::of_ms(mean),
                is_silent,
            }),
        },
    )
}

fn directory() -> impl Strategy<Value = Directory> {
    let found = prop_oneof![Just((8, 0)), Just((0, 3)), Just((100, 100))];
    (between(60_000), 1_000..20_000_u64, 300..1_000_i64, found, any::<bool>()).prop_map(
        |(service, ttl_ms, refresh, (limit, sample), guards_origins)| Directory {
            service,
            ttl_ms,
            refresh: Span::of_ms(refresh),
            limit,
            sample,
            guards_origins,
        },
    )
}

fn workload() -> impl Strategy<Value = Workload> {
    let times = (0..6_000_u64, 0..6_000_u64, 0..20_000_u64, 0..60_000_u64, 0..3_000_u64);
    let numbers = (0..6_usize, 0..5_u32, 0..5_u32, 0..400_000_u64);
    (1..3_u32, 0..4_u32, 1..120_000_i64, times, numbers, 0.0..=1.0).prop_map(
        |(requesters, workflows, deadline, times, (candidates, rounds, attempts, spend_micros), noticed)| Workload {
            requesters,
            workflows,
            interval: Span::of_ms(3_000),
            warm_up: Span::of_ms(1_500),
            price_micros: 50_000,
            limits: Limits {
                candidates: candidates * 8,
                rounds,
                attempts,
                spend_micros,
                discover_ms: times.0,
                quote_ms: times.1,
                probe_ms: times.2,
                work_ms: times.3,
                check_ms: times.4,
                accepts_partial: false,
            },
            deadline: Span::of_ms(deadline),
            noticed,
        },
    )
}

fn drift() -> impl Strategy<Value = Option<Drift>> {
    let drift = (1..60_000_i64, 0.0..=1.0).prop_map(|(mean, stale_wrong)| Drift {
        mean: Span::of_ms(mean),
        stale_wrong,
    });
    proptest::option::of(drift)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_task_ends_once(
        providers in proptest::collection::vec(group(), 0..4),
        directory in directory(),
        workload in workload(),
        drift in drift(),
        latency in prop_oneof![4 => between(200_000), 1 => between(2_000_000)],
        signatures in prop_oneof![Just(Signatures::Real), Just(Signatures::StandIn)],
        policy in 0..4_u8,
        seed in any::<u64>(),
    ) {
        let policy = match policy {
            0 => policies::no_verification(),
            1 => policies::tier_1(),
            2 => policies::tier_2(),
            _ => policies::all_tiers(),
        };
        let config = Config { signatures, providers, drift, directory, latency, workload };
        let mut world = World::new(config, seed).unwrap();
        let counts = world.run(&policy.unwrap()).unwrap();
        let endings = counts.endings;
        prop_assert_eq!(counts.tasks_open, 0);
        prop_assert_eq!(endings.completed + endings.exhausted + endings.needs_look + endings.stopped, counts.tasks);
        prop_assert_eq!(counts.tasks_succeeded + counts.tasks_wrong, endings.completed);
        prop_assert!(counts.workflows <= counts.tasks && counts.tasks <= counts.workflows * 2);
        prop_assert!(counts.workflows_succeeded * 2 <= counts.tasks_succeeded);
        prop_assert!(counts.probes_passed + counts.probes_failed <= counts.probes);
    }
}
