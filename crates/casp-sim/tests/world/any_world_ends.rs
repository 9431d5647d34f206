//! Whatever a configuration asks for: every task of its world ends and is counted once.

use casp_execution::funnel::Limits;
use casp_sim::engine::Span;
use casp_sim::world::{
    Admission, Arrivals, Behaviour, Between, Churn, Conduct, Config, Directory, Drift, Group, Lasting, Leaving, Liars,
    Lying, Queries, Ratings, Ring, Service, Signatures, Step, Warmth, Way, Workload, World,
};
use casp_wire::v1::SideEffect;
use proptest::option;
use proptest::prelude::*;

use super::{all_policies, ended};

fn between(most: u64) -> impl Strategy<Value = Between> {
    (0..=most, 0..=most).prop_map(|(one, other)| Between {
        least: one.min(other),
        most: one.max(other),
    })
}

fn span(range: std::ops::Range<i64>) -> impl Strategy<Value = Span> {
    range.prop_map(Span::of_ms)
}

fn lasting(most_ms: i64) -> impl Strategy<Value = Lasting> {
    (span(0..most_ms), 0.0..1.5).prop_map(|(median, sigma)| Lasting { median, sigma })
}

fn behaviour() -> impl Strategy<Value = Behaviour> {
    prop_oneof![
        3 => Just(Behaviour::Honest),
        1 => Just(Behaviour::Sybil),
        1 => (0.0..=1.0, 0.0..=1.0).prop_map(|(wrong, spots_canaries)| Behaviour::Cheat { wrong, spots_canaries }),
        1 => (1..5_u32, span(1..60_000)).prop_map(|(turns, each)| Behaviour::TakesTurns { turns, each }),
        1 => (0.0..=1.0).prop_map(|share| Behaviour::ConfidentlyWrong { share }),
    ]
}

fn fate() -> impl Strategy<Value = (Option<u32>, Option<Leaving>, Option<Churn>, Option<Warmth>)> {
    let leaving = (span(1..60_000), any::<bool>()).prop_map(|(mean, is_silent)| Leaving { mean, is_silent });
    let churn = (span(100..60_000), span(100..60_000)).prop_map(|(up, down)| Churn { up, down });
    let warmth = (span(0..20_000), lasting(5_000)).prop_map(|(stays, start)| Warmth { stays, start });
    (
        option::of(1..4_u32),
        option::of(leaving),
        option::of(churn),
        option::of(warmth),
    )
}

fn group() -> impl Strategy<Value = Group> {
    let figures = (
        between(1_000_000),
        option::of(0..=1_000_000_u64),
        between(5_000),
        between(100_000),
    );
    let work = (0.1..20.0, 0..3_u32, 0..3_u32, span(0..20_000));
    (0..4_u32, any::<bool>(), behaviour(), figures, work, fate()).prop_map(
        |(count, second, behaviour, (well_ppm, says_ppm, says_p95_ms, price_micros), work, fate)| {
            let (slowness, past_good, per_origin, joins) = work;
            let (renames_after, leaving, churn, warmth) = fate;
            Group {
                name: "any".into(),
                count,
                step: usize::from(second),
                behaviour,
                well_ppm,
                says_ppm,
                says_p95_ms,
                price_micros,
                slowness,
                past_good,
                per_origin,
                joins,
                renames_after,
                leaving,
                churn,
                warmth,
            }
        },
    )
}

fn directory() -> impl Strategy<Value = Directory> {
    let conduct = prop_oneof![
        2 => Just(Conduct::Honest),
        1 => (0.0..=1.0).prop_map(Conduct::Withholds),
        1 => Just(Conduct::Withholds(1.0)),
    ];
    let registries = proptest::collection::vec(conduct, 1..4);
    let found = prop_oneof![Just((8, 0)), Just((0, 3)), Just((100, 100))];
    let admission = prop_oneof![
        3 => Just(Admission::Off),
        1 => Just(Admission::Shipped),
        1 => Just(Admission::WithoutPrice),
    ];
    let life = (1_000..20_000_u64, 0.1..0.95, 0.0..0.9, any::<bool>());
    (registries, between(60_000), life, found, admission).prop_map(
        |(registries, service, (ttl_ms, refresh_at, refresh_jitter, announces_changes), (limit, sample), admission)| {
            Directory {
                registries,
                service: Service::Drawn(service),
                ttl_ms,
                refresh_at,
                refresh_jitter,
                announces_changes,
                limit,
                sample,
                admission,
            }
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let side_effect = prop_oneof![
        Just(SideEffect::None),
        Just(SideEffect::Reversible),
        Just(SideEffect::Irreversible),
    ];
    let work = prop_oneof![3 => lasting(1_000), 1 => lasting(40_000)];
    let step = (side_effect, work).prop_map(|(side_effect, work)| (side_effect, work));
    proptest::collection::vec(step, 2..4).prop_map(|steps| {
        let numbered = steps.into_iter().enumerate();
        let step = |(number, (side_effect, work))| Step {
            capability_id: format!("org.example/step-{number}"),
            side_effect,
            work,
            most_micros: 50_000,
        };
        numbered.map(step).collect()
    })
}

fn workload() -> impl Strategy<Value = Workload> {
    let times = (0..6_000_u64, 0..6_000_u64, 0..20_000_u64, 0..60_000_u64, 0..3_000_u64);
    let numbers = (0..6_usize, 0..5_u32, 0..5_u32, 0..400_000_u64);
    let limits = (times, numbers).prop_map(|(times, (candidates, rounds, attempts, spend_micros))| Limits {
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
    });
    let interval = Span::of_ms(3_000);
    let arrivals = prop_oneof![
        Just(Arrivals::Poisson { interval }),
        (1..4_u32).prop_map(move |size| Arrivals::Bursts { interval, size }),
    ];
    let queries = (0.0..0.2, span(0..20_000)).prop_map(|(per_provider, lasts)| Queries { per_provider, lasts });
    let when = (arrivals, span(0..10_000), span(1..120_000), option::of(queries));
    (1..4_u32, 0..4_u32, steps(), limits, when, 0.0..=1.0).prop_map(
        |(requesters, workflows, steps, limits, (arrivals, warm_up, deadline, queries), learns)| Workload {
            requesters,
            steps,
            workflows,
            arrivals,
            warm_up,
            limits,
            deadline,
            learns,
            queries,
        },
    )
}

fn config() -> impl Strategy<Value = Config> {
    let signatures = prop_oneof![1 => Just(Signatures::Real), 3 => Just(Signatures::StandIn)];
    let loss = prop_oneof![2 => Just(0.0), 1 => 0.0..0.5];
    let network = (lasting(500), span(0..50), loss).prop_map(|(latency, least, loss)| Way { latency, least, loss });
    let drift = (span(500..60_000), 0.0..=1.0).prop_map(|(mean, stale_wrong)| Drift { mean, stale_wrong });
    let ring = (0..4_u32, span(1_000..10_000)).prop_map(|(raters, every)| Ring { raters, every });
    let behaviour = prop_oneof![
        Just(Lying::BadMouth),
        span(1..20_000).prop_map(|honest_until| Lying::EarnsTrustFirst { honest_until })
    ];
    let liars = (0..3_u32, behaviour).prop_map(|(count, behaviour)| Liars { count, behaviour });
    let ratings = (
        any::<bool>(),
        option::of(0.0..=0.95),
        option::of(ring),
        option::of(liars),
    )
        .prop_map(|(shares_outcomes, trust, ring, liars)| Ratings {
            shares_outcomes,
            trust,
            ring,
            liars,
        });
    let providers = proptest::collection::vec(group(), 0..5);
    (
        signatures,
        network,
        directory(),
        providers,
        option::of(drift),
        workload(),
        option::of(ratings),
    )
        .prop_map(
            |(signatures, network, directory, providers, drift, workload, ratings)| Config {
                ratings: ratings.map(|ratings| somebody_is_honest(ratings, &workload)),
                signatures,
                network,
                directory,
                providers,
                drift,
                workload,
            },
        )
}

fn somebody_is_honest(mut ratings: Ratings, workload: &Workload) -> Ratings {
    if let Some(liars) = &mut ratings.liars {
        liars.count = liars.count.min(workload.requesters - 1);
    }
    ratings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_task_ends_once(config in config(), policy in 0..4_usize, seed in any::<u64>()) {
        let steps = u64::try_from(config.workload.steps.len()).unwrap();
        let [groups, hosts] = [config.providers.len(), config.providers.iter().map(|group| group.count as usize).sum()];
        let mut world = World::new(config, seed).unwrap();
        let counts = world.run(&all_policies()[policy]).unwrap();
        prop_assert_eq!((counts.tasks_open, counts.unsaid), (0, 0));
        prop_assert_eq!(ended(&counts), counts.tasks);
        prop_assert_eq!(counts.tasks_succeeded + counts.tasks_wrong, counts.endings.completed);
        prop_assert!(counts.workflows <= counts.tasks && counts.tasks <= counts.workflows * steps);
        prop_assert!(counts.workflows_succeeded * steps <= counts.tasks_succeeded);
        prop_assert!(counts.probes_passed + counts.probes_failed <= counts.probes);
        prop_assert!(u64::try_from(counts.discovery.len()).unwrap() <= counts.queries);
        prop_assert!(counts.lost <= counts.messages());
        let reports = counts.reports;
        prop_assert_eq!(reports.refused, 0);
        prop_assert!(reports.counted + reports.known + reports.ignored <= reports.sent);
        prop_assert_eq!(counts.groups.len(), groups);
        let first: usize = counts.groups.iter().map(|group| group.first_work.len()).sum();
        prop_assert!(first <= hosts);
        let by_group: u64 = counts.groups.iter().map(|group| group.right + group.wrong).sum();
        prop_assert_eq!(by_group, counts.endings.completed);
    }
}
