//! Networks and registries that keep messages, or lose them.

use casp_discovery::RegistryRefusalKind;
use casp_identity::Kind as _;
use casp_sim::engine::Span;
use casp_sim::world::{Arrivals, Between, Conduct, Queries, Service};

use super::{HOUR, SECOND, all_policies, blind, changed, config, ended, honest, run, sent, sybils};

#[test]
fn every_task_ends_though_messages_are_lost() {
    for registries in [1, 3] {
        let config = changed(&config([honest(4), sybils(1)].concat(), 6), |config| {
            config.network.loss = 0.2;
            config.directory.registries = vec![Conduct::Honest; registries];
        });
        for policy in all_policies() {
            let counts = run(&config, &policy, 1);
            assert_eq!(
                (counts.tasks_open, ended(&counts)),
                (0, counts.tasks),
                "{}",
                policy.name()
            );
            assert!(counts.lost > counts.messages() / 10, "{counts:?}");
            assert!(counts.tasks > 6, "{counts:?}");
        }
    }
}

#[test]
fn where_everything_is_lost_nobody_is_found() {
    let config = changed(&config(honest(2), 3), |config| config.network.loss = 1.0);
    let counts = run(&config, &blind(), 2);
    assert_eq!((counts.endings.exhausted, counts.lost), (3, counts.messages()));
    assert!(counts.discovery.is_empty());
}

#[test]
fn a_world_without_providers_finds_nobody() {
    let counts = run(&config(vec![], 3), &blind(), 10);
    assert_eq!((counts.endings.exhausted, counts.tasks_open), (3, 0));
    let nothing = run(&config(honest(2), 0), &blind(), 10);
    assert_eq!((nothing.tasks, nothing.measured), (0, Span(0)));
}

#[test]
fn a_busy_registry_answers_later() {
    let latency = |service, seed| {
        let config = changed(&config(honest(5), 6), |config| {
            config.directory.service = Service::Drawn(Between::just(service));
        });
        let counts = run(&config, &blind(), seed);
        counts.discovery.iter().map(|span| span.0).sum::<i64>() / i64::try_from(counts.discovery.len()).unwrap()
    };
    let (idle, busy) = (latency(500, 11), latency(300_000, 11));
    assert!((20_500..=80_500).contains(&idle), "{idle}");
    assert!(busy > idle + 299_500, "{idle} {busy}");
}

#[test]
fn a_task_whose_query_is_refused_does_not_wait_for_its_answer() {
    // Soon what waits is older than a query may be.
    let config = changed(&config(honest(10), 3), |config| {
        config.directory.service = Service::Drawn(Between::just(5_000_000));
        config.workload.queries = Some(Queries {
            per_provider: 0.1,
            lasts: Span::of_ms(180 * SECOND),
        });
        config.workload.arrivals = Arrivals::Poisson {
            interval: Span::of_ms(120 * SECOND),
        };
        // Refreshes are few.
        config.directory.ttl_ms = 3_600_000;
        config.workload.warm_up = Span::of_ms(HOUR / 2);
        config.workload.limits.discover_ms = 3_600_000;
        config.workload.deadline = Span::of_ms(2 * HOUR);
    });
    let counts = run(&config, &blind(), 12);
    assert!(
        sent(&counts, RegistryRefusalKind::PROFILE.payload_type) > 0,
        "{counts:?}"
    );
    assert!(
        counts.endings.completed > 0 && counts.measured < Span::of_ms(HOUR),
        "{counts:?}"
    );
}
