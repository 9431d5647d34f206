//! What a world on the engines that ship promises.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may stop"
)]

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind};
use casp_execution::Statement;
use casp_execution::funnel::Limits;
use casp_identity::Kind as _;
use casp_sim::engine::Span;
use casp_sim::world::{
    Behaviour, Between, Config, Counts, Directory, Drift, Group, Leaving, Signatures, Workload, World, WorldError,
    policies,
};
use casp_trust::policy::TieredPolicy;

const PRICE: u64 = 50_000;

fn group(count: u32, behaviour: Behaviour) -> Group {
    Group {
        count,
        behaviour,
        latency_ms: Between { least: 200, most: 900 },
        price_micros: Between {
            least: 20_000,
            most: 40_000,
        },
        work: Between {
            least: 200_000,
            most: 900_000,
        },
        past_good: 0,
        origins: 0,
        leaving: None,
    }
}

fn honest(count: u32) -> Group {
    group(count, Behaviour::Honest { failure: 0.01 })
}

/// With figures that nobody else has.
fn sybils(count: u32) -> Group {
    Group {
        latency_ms: Between::just(10),
        price_micros: Between::just(1_000),
        ..group(count, Behaviour::Sybil)
    }
}

fn config(providers: Vec<Group>, workflows: u32) -> Config {
    Config {
        signatures: Signatures::Real,
        providers,
        drift: None,
        directory: Directory {
            service: Between::just(500),
            ttl_ms: 15_000,
            refresh: Span::of_ms(7_500),
            limit: 8,
            sample: 4,
            guards_origins: false,
        },
        latency: Between {
            least: 10_000,
            most: 40_000,
        },
        workload: Workload {
            requesters: 2,
            workflows,
            interval: Span::of_ms(4_000),
            warm_up: Span::of_ms(2_000),
            price_micros: PRICE,
            limits: Limits {
                work_ms: 30_000,
                probe_ms: 15_000,
                ..Limits::for_price(PRICE)
            },
            deadline: Span::of_ms(180_000),
            noticed: 1.0,
        },
    }
}

fn run(config: &Config, policy: &TieredPolicy, seed: u64) -> Counts {
    World::new(config.clone(), seed).unwrap().run(policy).unwrap()
}

fn all() -> [TieredPolicy; 4] {
    [
        policies::no_verification().unwrap(),
        policies::tier_1().unwrap(),
        policies::tier_2().unwrap(),
        policies::all_tiers().unwrap(),
    ]
}

/// Tasks whose answer was right, of those that a world without failure would have done.
fn success(counts: &Counts) -> f64 {
    counts.tasks_succeeded as f64 / (counts.workflows * 2) as f64
}

#[test]
fn an_honest_population_does_nearly_everything_under_every_policy() {
    for policy in all() {
        let counts = run(&config(vec![honest(8)], 15), &policy, 1);
        assert_eq!(counts.workflows, 15);
        assert!(success(&counts) >= 0.9, "{}: {counts:?}", policy.name());
        assert_eq!(counts.tasks_wrong, 0, "{}", policy.name());
    }
}

#[test]
fn sybils_at_the_top_of_the_ranking_win_where_nobody_verifies_and_lose_to_canaries() {
    let config = config(vec![honest(6), sybils(3)], 15);
    let blind = run(&config, &policies::no_verification().unwrap(), 2);
    let careful = run(&config, &policies::tier_2().unwrap(), 2);
    assert!(success(&blind) < 0.1, "{blind:?}");
    assert!(success(&careful) > 0.9, "{careful:?}");
    assert!(careful.probes_failed > 0);
    assert_eq!((blind.probes, blind.probes_micros), (0, 0));
}

#[test]
fn reputation_learns_from_what_is_noticed_and_not_otherwise() {
    let mut config = config(vec![honest(6), sybils(2)], 20);
    let policy = policies::tier_1().unwrap();
    let told = run(&config, &policy, 3);
    config.workload.noticed = 0.0;
    let untold = run(&config, &policy, 3);
    assert!(told.tasks_succeeded > untold.tasks_succeeded, "{told:?} {untold:?}");
}

#[test]
fn a_cheat_passes_canaries_and_is_wrong_as_often_as_it_likes() {
    let config = config(vec![group(5, Behaviour::Cheat { wrong: 0.3 })], 20);
    let counts = run(&config, &policies::no_verification().unwrap(), 4);
    let share = counts.tasks_wrong as f64 / counts.endings.completed as f64;
    assert!((0.1..0.55).contains(&share), "{share}");
    let never = self::config(vec![group(5, Behaviour::Cheat { wrong: 0.0 })], 20);
    assert_eq!(run(&never, &policies::no_verification().unwrap(), 4).tasks_wrong, 0);
}

#[test]
fn a_stale_provider_answers_wrongly_until_it_announces_what_it_has_become() {
    let mut config = config(vec![group(5, Behaviour::Honest { failure: 0.0 })], 20);
    config.directory.ttl_ms = 3_600_000;
    config.directory.refresh = Span::of_ms(3_000_000);
    config.drift = Some(Drift {
        mean: Span::of_ms(1_000),
        stale_wrong: 1.0,
    });
    let policy = policies::no_verification().unwrap();
    let stale = run(&config, &policy, 5);
    assert!(success(&stale) < 0.3, "{stale:?}");
    config.directory.refresh = Span::of_ms(100);
    config.drift = Some(Drift {
        mean: Span::of_ms(60_000),
        stale_wrong: 1.0,
    });
    let fresh = run(&config, &policy, 5);
    assert!(success(&fresh) > 0.9, "{fresh:?}");
}

#[test]
fn one_seed_is_one_history_and_another_is_another() {
    let mut config = config(vec![honest(5), sybils(2)], 6);
    config.drift = Some(Drift {
        mean: Span::of_ms(20_000),
        stale_wrong: 0.6,
    });
    let policy = policies::all_tiers().unwrap();
    let one = run(&config, &policy, 6);
    assert_eq!(one, run(&config, &policy, 6));
    assert_ne!(one.history, run(&config, &policy, 7).history);
}

#[test]
fn real_signatures_and_their_stand_ins_have_one_history() {
    for (policy, seed) in (8..)
        .flat_map(|seed| [(policies::all_tiers(), seed), (policies::tier_2(), seed)])
        .take(6)
    {
        let mut config = config(vec![honest(5), sybils(2)], 6);
        config.drift = Some(Drift {
            mean: Span::of_ms(20_000),
            stale_wrong: 0.6,
        });
        let policy = policy.unwrap();
        let real = run(&config, &policy, seed);
        config.signatures = Signatures::StandIn;
        let stand_in = run(&config, &policy, seed);
        assert_ne!(real.history, stand_in.history, "the bytes are others");
        let history = real.history;
        assert_eq!(Counts { history, ..stand_in }, real);
    }
}

#[test]
fn messages_are_counted_as_they_are_sent() {
    let counts = run(&config(vec![honest(5)], 8), &policies::no_verification().unwrap(), 8);
    let sent = |kind: &str| counts.sent.get(kind).map_or(0, |sent| sent.messages);
    let published = sent(DescriptorKind::PROFILE.payload_type);
    let refreshed = sent(RefreshKind::PROFILE.payload_type);
    assert_eq!(published, 5);
    // One each 7.5 s from within the first second on, as long as the run lasted.
    let each = u64::try_from(counts.lasted.0 / 7_500_000).unwrap();
    assert!(each >= 2, "{counts:?}");
    assert!((each * 5 - 5..=each * 5).contains(&refreshed), "{counts:?}");
    let receipts = sent(RegistrationReceiptKind::PROFILE.payload_type);
    // Those of the last moment are still on their way.
    assert!(
        (published + refreshed - 5..=published + refreshed).contains(&receipts),
        "{counts:?}"
    );
    assert_eq!(sent(DiscoveryQueryKind::PROFILE.payload_type), counts.tasks);
    assert_eq!(sent(DiscoveryResultKind::PROFILE.payload_type), counts.tasks);
    assert_eq!(counts.discovery.len() as u64, counts.tasks);
    assert!(sent(Statement::Offer.payload_type()) >= counts.tasks);
    assert!(sent(Statement::Acceptance.payload_type()) >= counts.endings.completed);
    assert!(sent(Statement::DeliveryAck.payload_type()) >= counts.endings.completed - 1);
    assert!(counts.sent.values().all(|sent| sent.bytes > sent.messages));
}

#[test]
fn every_task_ends_though_providers_leave() {
    for is_silent in [false, true] {
        let leaving = Some(Leaving {
            mean: Span::of_ms(15_000),
            is_silent,
        });
        let providers = vec![Group { leaving, ..honest(8) }, sybils(2)];
        for policy in all() {
            let counts = run(&config(providers.clone(), 8), &policy, 9);
            let endings = counts.endings;
            let ended = endings.completed + endings.exhausted + endings.needs_look + endings.stopped;
            assert_eq!((counts.tasks_open, ended), (0, counts.tasks), "{}", policy.name());
            assert_eq!(counts.workflows, 8);
        }
    }
}

#[test]
fn a_world_without_providers_finds_nobody() {
    let counts = run(&config(vec![], 3), &policies::tier_2().unwrap(), 10);
    assert_eq!((counts.endings.exhausted, counts.tasks_open), (3, 0));
    let nothing = run(&config(vec![honest(2)], 0), &policies::tier_2().unwrap(), 10);
    assert_eq!(nothing.tasks, 0);
}

#[test]
fn a_busy_registry_answers_later() {
    let mut config = config(vec![honest(10)], 6);
    let policy = policies::no_verification().unwrap();
    let latency = |counts: &Counts| {
        counts.discovery.iter().map(|span| span.0).sum::<i64>() / i64::try_from(counts.discovery.len()).unwrap()
    };
    let idle = latency(&run(&config, &policy, 11));
    config.directory.service = Between::just(300_000);
    let busy = latency(&run(&config, &policy, 11));
    assert!((20_500..=80_500).contains(&idle), "{idle}");
    assert!(busy > idle + 299_500, "{idle} {busy}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let change: [fn(&mut Config); 8] = [
        |config| config.directory.ttl_ms = 10,
        |config| config.directory.refresh = Span::of_ms(15_000),
        |config| (config.directory.limit, config.directory.sample) = (0, 0),
        |config| config.directory.limit = 101,
        |config| config.workload.noticed = f64::NAN,
        |config| config.workload.requesters = 0,
        |config| config.latency = Between { least: 2, most: 1 },
        |config| config.providers[0].behaviour = Behaviour::Honest { failure: 1.5 },
    ];
    for change in change {
        let mut config = config(vec![honest(1)], 1);
        change(&mut config);
        let error: WorldError = World::new(config, 1).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}
