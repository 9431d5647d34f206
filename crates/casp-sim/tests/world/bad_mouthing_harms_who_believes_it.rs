//! What requesters who collude with Sybils say of real work, and what it moves: much where everybody is believed, little where trust is
//! earned, and nothing that they do themselves is counted.

use casp_sim::engine::Span;
use casp_sim::world::{Config, Counts, Liars, Lying, Ratings, policies};
use casp_trust::policy::TieredPolicy;

use super::{HOUR, SECOND, careful, changed, config, honest, lied_to, one_step, run, sybils};

/// As requesters who only would lie, if the run lasted so long.
const HONEST: Lying = Lying::EarnsTrustFirst {
    honest_until: Span::of_ms(HOUR),
};

/// Half of the requesters collude. Reputation decides alone, and each requester meets each Sybil.
fn market(trust: Option<f64>, behaviour: Lying) -> Config {
    let market = changed(&one_step([honest(4), sybils(4)].concat(), 36), |config| {
        config.workload.requesters = 6;
    });
    lied_to(&market, 3, trust, behaviour)
}

fn tier_1() -> TieredPolicy {
    policies::tier_1().unwrap()
}

/// Of the tasks of honest requesters those that honest providers did.
fn right(trust: Option<f64>, behaviour: Lying) -> u64 {
    let config = market(trust, behaviour);
    (1..3).map(|seed| run(&config, &tier_1(), seed).groups[0].right).sum()
}

fn silent(config: &Config) -> Config {
    changed(config, |config| {
        config.ratings = config.ratings.map(|ratings| Ratings {
            shares_outcomes: false,
            ..ratings
        });
    })
}

#[test]
fn honest_providers_lose_work_by_it_where_everybody_is_believed_and_little_as_shipped() {
    let [believed, shipped] = [Some(0.95), None].map(|trust| {
        let (told_true, lied_to) = (right(trust, HONEST), right(trust, Lying::BadMouth));
        told_true - lied_to
    });
    let all = right(Some(0.95), HONEST);
    assert!(believed > all / 3 && shipped <= all / 10, "{believed} {shipped} {all}");
}

#[test]
fn a_lie_rests_on_a_contract_and_is_as_valid_as_the_truth() {
    let counts = run(&market(None, Lying::BadMouth), &tier_1(), 1);
    let reports = counts.reports;
    // A report of each task, of the liars' as of the others'.
    assert_eq!((reports.lies, reports.true_ones), (18, 18), "{reports:?}");
    assert_eq!((reports.refused, reports.ignored, reports.known), (0, 0, 0));
    // Those who lie read nothing; of the others each hears all but itself, but for what is on its way at the end.
    let read = 18 * 2 + 18 * 3;
    assert!((read - 10..=read).contains(&reports.counted), "{reports:?}");
    assert!(reports.trust_in_liars < Some(0.03), "{reports:?}");
    assert!(reports.trust_in_requesters > Some(0.05), "{reports:?}");
}

#[test]
fn sybils_live_by_praise_of_their_real_work() {
    let wrong = |behaviour| {
        let sybils = changed(&market(Some(0.95), behaviour), |config| {
            config.providers.retain(|group| group.name == "Sybils");
        });
        let counts = run(&sybils, &tier_1(), 1);
        assert_eq!((counts.tasks, counts.reports.refused), (18, 0));
        counts.tasks_wrong
    };
    let (told_true, lied_to) = (wrong(HONEST), wrong(Lying::BadMouth));
    assert!(lied_to >= told_true * 2, "{told_true} {lied_to}");
}

#[test]
fn who_earns_trust_first_has_some_and_loses_it() {
    let trust = |behaviour| {
        let reports = run(&market(None, behaviour), &tier_1(), 1).reports;
        (reports.trust_in_liars.unwrap(), reports.lies)
    };
    let honest_until = Span::of_ms(80 * SECOND);
    let (never, no_lies) = trust(HONEST);
    let (later, some_lies) = trust(Lying::EarnsTrustFirst { honest_until });
    let (always, all_lies) = trust(Lying::BadMouth);
    assert!(never > later && later > always, "{never} {later} {always}");
    assert!(
        no_lies == 0 && some_lies > 0 && some_lies < all_lies,
        "{some_lies} {all_lies}"
    );
}

#[test]
fn who_lies_to_nobody_is_a_requester_like_any_other_whose_work_is_not_counted() {
    let with = |liars| {
        let world = changed(&config([honest(3), sybils(1)].concat(), 8), |config| {
            config.workload.requesters = 4;
        });
        run(&silent(&lied_to(&world, liars, None, Lying::BadMouth)), &careful(), 3)
    };
    let (alone, lied_to) = (with(0), with(1));
    assert_eq!(alone.history, lied_to.history, "all that was done is the same");
    assert_eq!(
        (alone.effects, alone.sent.clone()),
        (lied_to.effects, lied_to.sent.clone())
    );
    // A workflow of four is a liar's.
    assert_eq!((alone.workflows, lied_to.workflows), (8, 6));
    let figures = |counts: &Counts| {
        let of_groups = |part: fn(&casp_sim::world::ByGroup) -> u64| counts.groups.iter().map(part).sum();
        [
            counts.tasks,
            counts.tasks_succeeded,
            counts.workflows_succeeded,
            counts.endings.completed,
            counts.probes,
            counts.probes_passed,
            counts.work_micros,
            counts.probes_micros,
            counts.queries,
            counts.completion.len() as u64,
            counts.discovery.len() as u64,
            of_groups(|group| group.right),
            of_groups(|group| group.probes),
            of_groups(|group| group.earned_micros),
        ]
    };
    let (all, honest) = (figures(&alone), figures(&lied_to));
    for (number, (all, honest)) in all.into_iter().zip(honest).enumerate() {
        assert!(0 < honest && honest < all, "{number}: {honest} of {all}");
    }
    let reports = lied_to.reports;
    assert_eq!((reports.lies, reports.sent, reports.trust_in_liars), (0, 0, Some(0.0)));
    assert_eq!(alone.reports.trust_in_liars, None);
}

#[test]
fn liars_who_are_none_leave_the_history_that_there_was() {
    let world = config([honest(2), sybils(1)].concat(), 4);
    let reporting = changed(&world, |config| {
        config.ratings = Some(Ratings {
            shares_outcomes: true,
            ..Ratings::default()
        });
    });
    let none = changed(&reporting, |config| {
        let liars = Liars {
            count: 0,
            behaviour: Lying::BadMouth,
        };
        config.ratings = config.ratings.map(|ratings| Ratings {
            liars: Some(liars),
            ..ratings
        });
    });
    assert_eq!(run(&reporting, &tier_1(), 1), run(&none, &tier_1(), 1));
}
