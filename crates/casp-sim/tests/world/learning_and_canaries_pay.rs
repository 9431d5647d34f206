//! What the policies are for.

use casp_sim::world::{Between, policies};

use super::{all_policies, blind, careful, changed, config, honest, run, success, sybils, with};

#[test]
fn an_honest_population_does_nearly_everything_under_every_policy() {
    for policy in all_policies() {
        let counts = run(&config(honest(8), 12), &policy, 1);
        assert_eq!(counts.workflows, 12);
        assert!(success(&counts) >= 0.9, "{}: {counts:?}", policy.name());
        assert_eq!(counts.tasks_wrong, 0, "{}", policy.name());
    }
}

#[test]
fn sybils_at_the_top_of_the_ranking_win_where_nobody_verifies_and_lose_to_canaries() {
    let config = config([honest(6), sybils(3)].concat(), 12);
    let unseeing = run(&config, &blind(), 2);
    let seeing = run(&config, &careful(), 2);
    // After a wrong answer the next step gets its turn all the same: nobody has looked.
    assert!(success(&unseeing) < 0.1, "{unseeing:?}");
    assert!(success(&seeing) > 0.9, "{seeing:?}");
    assert!(seeing.probes_failed > 0);
    assert_eq!((unseeing.probes, unseeing.probes_micros), (0, 0));
}

#[test]
fn reputation_learns_from_what_is_found_out_and_not_otherwise() {
    let told = config([honest(6), sybils(2)].concat(), 20);
    let untold = changed(&told, |config| config.workload.learns = 0.0);
    let policy = policies::tier_1().unwrap();
    let [told, untold] = [told, untold].map(|config| run(&config, &policy, 3));
    assert!(told.tasks_succeeded > untold.tasks_succeeded, "{told:?} {untold:?}");
}

#[test]
fn who_is_known_to_be_good_is_preferred_by_who_remembers() {
    // In all else they are alike.
    let alike = with(honest(3), |group| {
        group.says_p95_ms = Between::just(900);
        group.price_micros = Between::just(30_000);
    });
    let known = with(alike.clone(), |group| {
        group.name = "known".into();
        group.past_good = 50;
    });
    let config = config([alike, known].concat(), 12);
    let by_known = |policy| {
        let counts = run(&config, &policy, 4);
        let known = counts.groups.iter().filter(|group| group.name == "known");
        known.map(|group| group.right).sum::<u64>()
    };
    let (remembered, forgotten) = (by_known(policies::tier_1().unwrap()), by_known(blind()));
    assert!(remembered == 24 && forgotten < 24, "{remembered} {forgotten}");
}
