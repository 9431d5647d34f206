//! Registries that are not what they should be, alone and beside others.

use casp_sim::world::{Conduct, Config};

use super::{blind, careful, changed, config, honest, run, success, sybils};

fn with_registries(config: &Config, registries: &[Conduct]) -> Config {
    changed(config, |config| config.directory.registries = registries.to_vec())
}

#[test]
fn a_registry_that_withholds_hides_nobody_from_who_asks_three() {
    let config = config(honest(1), 4);
    for share in [0.5, 1.0] {
        let among = |registries: &[Conduct]| {
            let config = with_registries(&config, registries);
            (1..7).map(|seed| success(&run(&config, &blind(), seed))).sum::<f64>() / 6.0
        };
        let withholds = Conduct::Withholds(share);
        let alone = among(&[withholds]);
        let beside_others = among(&[Conduct::Honest, withholds, Conduct::Honest]);
        assert!(beside_others > 0.95, "{share}: {beside_others}");
        if share < 1.0 {
            assert!(alone > 0.0 && alone < 0.9, "{alone}");
        } else {
            assert_eq!(alone, 0.0);
        }
    }
}

#[test]
fn a_registry_that_withholds_nothing_is_as_shipped() {
    let config = config(honest(2), 4);
    let [none, shipped] = [Conduct::Withholds(0.0), Conduct::Honest]
        .map(|conduct| run(&with_registries(&config, &[conduct]), &blind(), 2));
    assert_eq!(none, shipped);
}

#[test]
fn of_a_registry_that_poisons_only_sybils_are_found() {
    let config = config([honest(4), sybils(2)].concat(), 8);
    let alone = run(&with_registries(&config, &[Conduct::Withholds(1.0)]), &careful(), 3);
    let (honest, sybils) = alone.groups.split_at(2);
    assert!(
        honest.iter().all(|group| (group.probes, group.right) == (0, 0)),
        "{alone:?}"
    );
    assert!(sybils.iter().any(|group| group.probes > 0), "{alone:?}");
    assert_eq!(alone.tasks_succeeded, 0);

    let beside = with_registries(&config, &[Conduct::Withholds(1.0), Conduct::Honest, Conduct::Honest]);
    let beside = run(&beside, &careful(), 3);
    assert!(success(&beside) > 0.9, "{beside:?}");
}
