//! Counts.

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind};
use casp_execution::Statement;
use casp_identity::Kind as _;
use casp_sim::engine::Span;
use casp_sim::world::{ByGroup, Counts, Queries};

use super::{SECOND, all_policies, blind, careful, changed, config, honest, one_step, run, sent, sybils, with};

#[test]
fn messages_are_counted_as_they_are_sent_once_the_world_is_warm() {
    let counts = run(&config(honest(3), 8), &blind(), 8);
    let sent = |kind: &str| sent(&counts, kind);
    // All came before.
    assert_eq!(sent(DescriptorKind::PROFILE.payload_type), 0);
    // One each 7.5 s of each.
    let refreshed = sent(RefreshKind::PROFILE.payload_type);
    let each = u64::try_from(counts.measured.0 / 7_500_000).unwrap();
    assert!(each >= 2, "{counts:?}");
    assert!((each * 6..=each * 6 + 6).contains(&refreshed), "{counts:?}");
    let receipts = sent(RegistrationReceiptKind::PROFILE.payload_type);
    // Those of the first and the last moment may be on their way.
    assert!((refreshed - 6..=refreshed + 6).contains(&receipts), "{counts:?}");
    assert_eq!(counts.maintenance(), refreshed + receipts);
    assert_eq!(sent(DiscoveryQueryKind::PROFILE.payload_type), counts.tasks);
    assert_eq!(sent(DiscoveryResultKind::PROFILE.payload_type), counts.tasks);
    assert_eq!(
        (counts.queries, counts.discovery.len() as u64),
        (counts.tasks, counts.tasks)
    );
    assert!(sent(Statement::Offer.payload_type()) >= counts.tasks);
    assert!(sent(Statement::Acceptance.payload_type()) >= counts.endings.completed);
    assert!(sent(Statement::DeliveryAck.payload_type()) >= counts.endings.completed - 1);
    assert!(counts.sent.values().all(|sent| sent.bytes > sent.messages));
    // Each message to the registry takes it half a millisecond.
    let served = Span(i64::try_from((refreshed + counts.tasks) * 500).unwrap());
    assert!((counts.service.0 - served.0).abs() <= 6 * 500, "{counts:?}");
    assert_eq!(counts.lasted.0 - counts.measured.0, Span::of_ms(9 * SECOND).0);
}

#[test]
fn refreshes_come_as_often_with_jitter_and_at_other_times() {
    let refreshed = |jitter| {
        let config = changed(&config(honest(4), 10), |config| {
            config.directory.refresh_jitter = jitter
        });
        let counts = run(&config, &blind(), 1);
        let refreshed = sent(&counts, RefreshKind::PROFILE.payload_type);
        (refreshed as f64 / counts.measured.0 as f64, counts.course)
    };
    let ((regular, course), (jittered, other)) = (refreshed(0.0), refreshed(0.4));
    assert!((0.8..1.2).contains(&(jittered / regular)), "{regular} {jittered}");
    assert_ne!(course, other);
}

#[test]
fn the_counts_of_groups_sum_up_to_those_of_all() {
    for policy in all_policies() {
        let counts = run(&config([honest(5), sybils(2)].concat(), 10), &policy, 2);
        let sum = |of: fn(&ByGroup) -> u64| counts.groups.iter().map(of).sum::<u64>();
        assert_eq!(sum(|group| group.right), counts.tasks_succeeded);
        assert_eq!(sum(|group| group.wrong), counts.tasks_wrong);
        assert_eq!(sum(|group| group.probes), counts.probes);
        assert_eq!(
            sum(|group| group.earned_micros),
            counts.work_micros + counts.probes_micros
        );
        assert!(counts.work_micros > 0 && counts.probes_passed + counts.probes_failed <= counts.probes);
        let names: Vec<_> = counts.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["step 0", "step 1", "Sybils", "Sybils"]);
        assert_eq!(counts.completion.len() as u64, counts.endings.completed);
    }
}

#[test]
fn first_work_is_counted_once_for_each_from_its_joining() {
    let late = with(honest(3), |group| group.joins = Span::of_ms(30 * SECOND));
    let counts = run(&one_step(late, 25), &blind(), 3);
    let first = &counts.groups[0].first_work;
    assert!((1..=3).contains(&first.len()), "{counts:?}");
    assert!(counts.groups[0].right > 3 && counts.endings.exhausted > 0, "{counts:?}");
    assert!(first[0] > Span(0) && first[0] < Span::of_ms(25 * SECOND), "{counts:?}");
    assert!(first.is_sorted());
}

#[test]
fn queries_beside_tasks_are_counted_and_answered() {
    let queries = Queries {
        per_provider: 0.05,
        lasts: Span::of_ms(60 * SECOND),
    };
    let config = changed(&config(honest(10), 0), |config| config.workload.queries = Some(queries));
    let counts = run(&config, &blind(), 4);
    // One a second on average.
    assert!((40..80).contains(&counts.queries), "{counts:?}");
    let answered = counts.discovery.len() as u64;
    assert!((counts.queries - 2..=counts.queries).contains(&answered), "{counts:?}");
    assert_eq!(sent(&counts, DiscoveryQueryKind::PROFILE.payload_type), counts.queries);
    assert_eq!((counts.tasks, counts.measured), (0, queries.lasts));
    assert!(counts.lookups() >= counts.queries * 2 - 2);
}

#[test]
fn a_query_to_several_registries_is_one_query_of_several_messages() {
    let config = changed(&config(honest(3), 4), |config| {
        config.directory.registries = vec![casp_sim::world::Conduct::Honest; 3];
    });
    let counts: Counts = run(&config, &careful(), 5);
    assert_eq!(counts.discovery.len() as u64, counts.queries);
    assert_eq!(
        sent(&counts, DiscoveryQueryKind::PROFILE.payload_type),
        counts.queries * 3
    );
}

#[test]
fn more_queries_than_microseconds_are_one_a_microsecond() {
    let queries = Queries {
        per_provider: 1_000.0,
        lasts: Span(20),
    };
    let config = changed(&one_step(honest(3_000), 0), |config| {
        config.workload.queries = Some(queries);
        config.workload.warm_up = Span(0);
    });
    let counts = run(&config, &blind(), 6);
    assert!((5..=60).contains(&counts.queries), "{}", counts.queries);
}
