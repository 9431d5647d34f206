//! What cannot be undone.

use casp_sim::world::Config;
use casp_wire::v1::SideEffect;

use super::{blind, careful, changed, config, honest, run, sybils};

fn with_effect(side_effect: SideEffect) -> Config {
    let config = config([honest(4), sybils(1)].concat(), 12);
    changed(&config, |config| config.workload.steps[1].side_effect = side_effect)
}

#[test]
fn an_effect_that_cannot_be_undone_never_happens_for_a_canary() {
    let counts = run(&with_effect(SideEffect::Irreversible), &careful(), 1);
    let [canaries, published] = of_publishing(&counts);
    assert!(
        canaries > 0 && counts.probes_passed > 0 && counts.probes_failed > 0,
        "{counts:?}"
    );
    assert!(published >= 10, "{counts:?}");
    assert_eq!(counts.effects, published);
}

#[test]
fn an_effect_that_can_be_undone_happens_for_canaries_too() {
    let counts = run(&with_effect(SideEffect::Reversible), &careful(), 1);
    let [canaries, published] = of_publishing(&counts);
    assert!(canaries > 0 && published >= 10, "{counts:?}");
    assert_eq!(counts.effects, published + canaries);
}

#[test]
fn each_publication_is_one_effect_and_an_image_is_none() {
    let counts = run(&with_effect(SideEffect::Irreversible), &blind(), 2);
    let [_, published] = of_publishing(&counts);
    assert_eq!((counts.effects, published), (12, 12), "{counts:?}");
    assert_eq!(run(&with_effect(SideEffect::None), &blind(), 2).effects, 0);
}

/// Canaries, and tasks that completed.
fn of_publishing(counts: &casp_sim::world::Counts) -> [u64; 2] {
    let groups = [&counts.groups[1], &counts.groups[3]];
    let sum = |of: fn(&casp_sim::world::ByGroup) -> u64| groups.into_iter().map(of).sum();
    [sum(|group| group.probes), sum(|group| group.right + group.wrong)]
}
