//! What chance decides, and what it does not.

use std::collections::BTreeSet;

use casp_sim::engine::Span;
use casp_sim::world::{
    Admission, Arrivals, Behaviour, Churn, Conduct, Config, Counts, Drift, Lasting, Leaving, Lying, Queries,
    Signatures, Warmth, World, policies,
};

use super::{SECOND, both, changed, config, honest, lied_to, run, sybils, told, with};

/// A world in which everything happens.
fn eventful() -> Config {
    let wavering = with(honest(3), |group| {
        group.churn = Some(Churn {
            up: Span::of_ms(20 * SECOND),
            down: Span::of_ms(3 * SECOND),
        });
        group.warmth = Some(Warmth {
            stays: Span::of_ms(5 * SECOND),
            start: Lasting::just(Span::of_ms(300)),
        });
        group.leaving = Some(Leaving {
            mean: Span::of_ms(60 * SECOND),
            is_silent: false,
        });
        group.well_ppm.least = 800_000;
    });
    let renaming = with(sybils(1), |group| group.renames_after = Some(1));
    let liars = [
        Behaviour::ConfidentlyWrong { share: 0.2 },
        Behaviour::Cheat {
            wrong: 0.3,
            spots_canaries: 0.5,
        },
        Behaviour::TakesTurns {
            turns: 2,
            each: Span::of_ms(10 * SECOND),
        },
    ];
    let liars = liars.into_iter().flat_map(|behaviour| both(1, behaviour)).collect();
    changed(&config([honest(2), wavering, renaming, liars].concat(), 4), |config| {
        config.network.loss = 0.02;
        config.drift = Some(Drift {
            mean: Span::of_ms(20 * SECOND),
            stale_wrong: 0.6,
        });
        config.directory.registries = vec![Conduct::Honest, Conduct::Withholds(0.5), Conduct::Withholds(1.0)];
        config.directory.admission = Admission::WithoutPrice;
        config.directory.announces_changes = true;
        config.directory.refresh_jitter = 0.1;
        config.workload.arrivals = Arrivals::Bursts {
            interval: Span::of_ms(10 * SECOND),
            size: 2,
        };
        config.workload.queries = Some(Queries {
            per_provider: 0.02,
            lasts: Span::of_ms(10 * SECOND),
        });
    })
}

/// Everybody reports, and some lie.
fn told_of() -> Config {
    let renaming = with(sybils(1), |group| group.renames_after = Some(1));
    let config = changed(&config([honest(2), renaming].concat(), 6), |config| {
        config.network.loss = 0.02
    });
    told(&config, 2, Some(0.5))
}

/// Everybody reports, and one of the requesters says what it likes.
fn misled() -> Config {
    let renaming = with(sybils(1), |group| group.renames_after = Some(1));
    let config = changed(&config([honest(2), renaming].concat(), 6), |config| {
        config.network.loss = 0.02;
        config.workload.requesters = 3;
    });
    lied_to(&config, 1, None, Lying::BadMouth)
}

/// Places cost work, and a new name a new place.
fn priced() -> Config {
    let renaming = with(sybils(1), |group| group.renames_after = Some(3));
    let config = config([honest(1), renaming].concat(), 3);
    changed(&config, |config| config.directory.admission = Admission::Shipped)
}

#[test]
fn one_seed_is_one_history_and_another_is_another() {
    let policy = policies::all_tiers().unwrap();
    for world in [eventful(), priced(), told_of(), misled()] {
        let one = run(&world, &policy, 6);
        assert_eq!(one, run(&world, &policy, 6));
        let other = run(&world, &policy, 7);
        assert_ne!(one.history, other.history);
        assert_ne!(one.course, other.course);
    }
}

#[test]
fn much_happens_where_one_seed_is_one_history() {
    let one = run(&eventful(), &policies::all_tiers().unwrap(), 6);
    assert_eq!(one.unsaid, 0);
    assert!(
        one.probes > 0 && one.lost > 0 && one.tasks_wrong > 0 && !one.drifted.is_empty(),
        "{one:?}"
    );
    assert!(run(&priced(), &policies::tier_2().unwrap(), 6).admission_hashes > 0);
    let reports = run(&told_of(), &policies::tier_1().unwrap(), 8).reports;
    assert!(
        reports.true_ones > 0 && reports.made_up > 0 && reports.counted > 0,
        "{reports:?}"
    );
    let reports = run(&misled(), &policies::tier_1().unwrap(), 8).reports;
    assert!(reports.true_ones > 0 && reports.lies > 0, "{reports:?}");
}

#[test]
fn worlds_that_differ_have_other_digests_and_a_part_that_is_not_there_has_no_share_in_one() {
    let plain = config(honest(1), 1);
    let json = |config: &Config| serde_json::to_string(config).unwrap();
    assert!(!json(&plain).contains("ratings"), "{}", json(&plain));
    let told = told(&plain, 1, None);
    assert!(
        json(&told).contains("ratings") && !json(&told).contains("liars"),
        "{}",
        json(&told)
    );
    let mut worlds = vec![plain.clone(), told, lied_to(&plain, 1, None, Lying::BadMouth), misled()];
    let mut later = plain.clone();
    later.workload.warm_up.0 += 1;
    worlds.push(later);
    let mut less_lucky = plain.clone();
    less_lucky.network.loss = 0.1;
    worlds.push(less_lucky);
    let mut others = plain.clone();
    others.providers[0].name.push('!');
    worlds.push(others);
    let digests: BTreeSet<_> = worlds.iter().map(Config::digest).collect();
    assert_eq!(digests.len(), worlds.len());
    assert_eq!(plain.digest(), plain.clone().digest());
}

#[test]
fn what_is_over_stays_so() {
    let policy = policies::tier_2().unwrap();
    let mut world = World::new(config(honest(2), 2), 1).unwrap();
    let once = world.run(&policy).unwrap();
    assert_eq!(once, world.run(&policy).unwrap());
}

#[test]
fn real_signatures_and_their_stand_ins_take_one_course() {
    for (world, policy) in [
        (eventful(), policies::all_tiers()),
        (priced(), policies::tier_2()),
        (told_of(), policies::tier_1()),
        (misled(), policies::tier_1()),
    ] {
        let policy = policy.unwrap();
        for seed in [8, 9] {
            let [real, stand_in] = [Signatures::Real, Signatures::StandIn]
                .map(|signatures| run(&changed(&world, |config| config.signatures = signatures), &policy, seed));
            assert_ne!(real.history, stand_in.history, "the bytes are others");
            let history = real.history;
            assert_eq!(Counts { history, ..stand_in }, real);
        }
    }
}

#[test]
fn hosts_go_down_and_refresh_at_the_same_times_whatever_else_is_done() {
    // Nothing is lost and nobody changes, so that messages of maintenance hang on hosts and refreshes alone.
    let maintenance = |workflows| {
        let config = changed(&config(honest(4), workflows), |config| {
            config.directory.refresh_jitter = 0.3;
            config.workload.queries = Some(Queries {
                per_provider: 0.0,
                lasts: Span::of_ms(120 * SECOND),
            });
            for group in &mut config.providers {
                group.churn = Some(Churn {
                    up: Span::of_ms(10 * SECOND),
                    down: Span::of_ms(2 * SECOND),
                });
            }
        });
        let counts = run(&config, &policies::tier_2().unwrap(), 3);
        assert_eq!(counts.measured, Span::of_ms(120 * SECOND));
        (counts.tasks > 0, counts.maintenance())
    };
    let (idle, busy) = (maintenance(0), maintenance(6));
    assert_eq!((idle.0, busy.0), (false, true));
    assert!(idle.1 > 150 && idle.1.abs_diff(busy.1) <= 2, "{idle:?} {busy:?}");
}
