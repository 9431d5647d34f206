//! Providers that are not what they said any more.

use casp_descriptor::DescriptorKind;
use casp_identity::Kind as _;
use casp_sim::engine::Span;
use casp_sim::world::{Config, Counts, Drift, policies};

use super::{SECOND, blind, changed, config, honest, run, sent, success, sybils, with};

fn drifting(mean_ms: i64, ttl_ms: u64, announces_changes: bool) -> Config {
    changed(&config(honest(4), 12), |config| {
        config.directory.ttl_ms = ttl_ms;
        config.directory.announces_changes = announces_changes;
        config.workload.warm_up = Span::of_ms(31 * SECOND);
        config.drift = Some(Drift {
            mean: Span::of_ms(mean_ms),
            stale_wrong: 1.0,
        });
    })
}

fn stale(counts: &Counts) -> usize {
    counts.drifted.iter().filter(|task| task.stale.is_some()).count()
}

#[test]
fn a_stale_provider_answers_wrongly_until_it_announces_what_it_has_become() {
    let old = run(&drifting(2 * SECOND, 60_000, false), &blind(), 5);
    assert!(success(&old) < 0.3, "{old:?}");
    let fresh = run(&drifting(60 * SECOND, 1_000, false), &blind(), 5);
    assert!(success(&fresh) > 0.9, "{fresh:?}");
}

#[test]
fn who_tells_of_changes_at_once_is_stale_less_often() {
    let [told, untold] = [true, false].map(|tells| run(&drifting(10 * SECOND, 60_000, tells), &blind(), 6));
    assert!(
        stale(&untold) >= 6 && stale(&told) * 2 < stale(&untold),
        "{untold:?} {told:?}"
    );
    assert!(told.tasks_succeeded > untold.tasks_succeeded);
    let announced = |counts: &Counts| sent(counts, DescriptorKind::PROFILE.payload_type);
    assert!(announced(&told) > announced(&untold));
}

#[test]
fn each_completed_task_says_what_it_would_have_been_without_drift() {
    let counts = run(&drifting(10 * SECOND, 30_000, false), &blind(), 7);
    assert_eq!(counts.drifted.len() as u64, counts.endings.completed);
    // All are right otherwise, and every stale one is wrong.
    assert!(counts.drifted.iter().all(|task| task.right_otherwise));
    assert_eq!(stale(&counts) as u64, counts.tasks_wrong);
    assert!(
        counts
            .drifted
            .iter()
            .filter_map(|task| task.stale)
            .all(|drawn| (0.0..1.0).contains(&drawn))
    );
    assert!(run(&config(honest(2), 2), &blind(), 7).drifted.is_empty());
}

#[test]
fn sybils_do_not_drift() {
    let config = changed(&drifting(SECOND, 60_000, false), |config| config.providers = sybils(3));
    let counts = run(&config, &blind(), 8);
    assert!(counts.tasks_wrong > 0 && counts.drifted.is_empty(), "{counts:?}");
}

fn renaming(renames_after: Option<u32>) -> Config {
    let sybils = with(sybils(2), |group| group.renames_after = renames_after);
    config([honest(4), sybils].concat(), 20)
}

#[test]
fn reputation_does_not_know_a_new_name() {
    let policy = policies::tier_1().unwrap();
    let [one_name, many_names] = [None, Some(1)].map(|renames| run(&renaming(renames), &policy, 9));
    assert!(
        many_names.tasks_wrong > one_name.tasks_wrong + 5,
        "{one_name:?} {many_names:?}"
    );
    let announced = |counts: &Counts| sent(counts, DescriptorKind::PROFILE.payload_type);
    assert_eq!(announced(&one_name), 0);
    assert!(announced(&many_names) >= many_names.tasks_wrong - 4, "{many_names:?}");
}

#[test]
fn a_name_is_not_given_up_before_what_was_agreed_under_it_is_done() {
    let counts = run(&renaming(Some(1)), &blind(), 9);
    // The Sybils of publishing prepare, and publish when that is committed.
    let publishing = &counts.groups[3];
    assert!(publishing.wrong >= 5, "{counts:?}");
    assert_eq!(counts.effects, publishing.wrong + counts.groups[1].right, "{counts:?}");
    assert_eq!(counts.endings.completed, counts.tasks);
}

#[test]
fn a_provider_that_takes_new_names_is_one_provider() {
    let counts = run(&renaming(Some(1)), &blind(), 9);
    assert!(counts.groups[2].wrong > 2);
    assert!(counts.groups[2].first_work.len() <= 2, "{counts:?}");
}
