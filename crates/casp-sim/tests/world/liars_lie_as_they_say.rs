//! Those who are no Sybils, and wrong.

use casp_sim::engine::Span;
use casp_sim::world::{Behaviour, Config};

use super::{HOUR, SECOND, blind, both, careful, changed, config, honest, one_step, run, with};

fn cheats(wrong: f64, spots_canaries: f64) -> Config {
    config(both(4, Behaviour::Cheat { wrong, spots_canaries }), 15)
}

#[test]
fn a_cheat_is_wrong_as_often_as_it_likes() {
    let counts = run(&cheats(0.3, 0.0), &blind(), 4);
    let share = counts.tasks_wrong as f64 / counts.endings.completed as f64;
    assert!((0.1..0.55).contains(&share), "{share}");
    assert_eq!(run(&cheats(0.0, 0.0), &blind(), 4).tasks_wrong, 0);
}

#[test]
fn a_cheat_that_knows_canaries_passes_them_all_and_no_task() {
    let knows = run(&cheats(1.0, 1.0), &careful(), 5);
    assert_eq!((knows.probes_failed, knows.tasks_succeeded), (0, 0), "{knows:?}");
    assert!(knows.probes_passed > 0 && knows.tasks_wrong > 0, "{knows:?}");
    let does_not = run(&cheats(1.0, 0.0), &careful(), 5);
    assert_eq!(
        (does_not.probes_passed, does_not.endings.completed),
        (0, 0),
        "{does_not:?}"
    );
    assert!(does_not.probes_failed > 0);
}

fn in_turns(turns: u32, each: Span) -> Config {
    // By lot, so that each of them gets work.
    let config = one_step(both(3, Behaviour::TakesTurns { turns, each }), 15);
    changed(&config, |config| {
        (config.directory.limit, config.directory.sample) = (0, 1)
    })
}

#[test]
fn in_a_turn_only_one_of_those_who_take_turns_is_wrong() {
    let counts = run(&in_turns(3, Span::of_ms(HOUR)), &blind(), 6);
    assert!(
        counts.tasks_wrong > 0 && counts.tasks_succeeded > counts.tasks_wrong,
        "{counts:?}"
    );
    // Whoever has passed a canary is right as long as the turn lasts.
    let looked_at = run(&in_turns(3, Span::of_ms(HOUR)), &careful(), 6);
    assert_eq!(looked_at.tasks_wrong, 0, "{looked_at:?}");
    assert!(
        looked_at.probes_failed > 0 && looked_at.probes_passed > 0,
        "{looked_at:?}"
    );
    assert_eq!(run(&in_turns(1, Span::of_ms(HOUR)), &blind(), 6).tasks_succeeded, 0);
}

#[test]
fn a_canary_says_nothing_of_the_next_turn() {
    let counts = run(&in_turns(3, Span::of_ms(10 * SECOND)), &careful(), 6);
    assert!(counts.tasks_wrong > 0, "{counts:?}");
}

#[test]
fn the_confidently_wrong_are_wrong_about_the_same_inputs_whoever_is_asked() {
    let wrong = |count, seed, behaviour| run(&one_step(both(count, behaviour), 20), &blind(), seed).tasks_wrong;
    let sure = Behaviour::ConfidentlyWrong { share: 0.4 };
    for seed in 7..10 {
        let alone = wrong(1, seed, sure);
        assert!((2..=14).contains(&alone), "{alone} of 20");
        assert_eq!(wrong(5, seed, sure), alone);
    }
    let cheat = Behaviour::Cheat {
        wrong: 0.4,
        spots_canaries: 0.0,
    };
    assert!((7..10).any(|seed| wrong(5, seed, cheat) != wrong(1, seed, cheat)));
}

#[test]
fn the_honest_do_well_as_often_as_is_drawn_for_them() {
    let share = |well_ppm| {
        let well = with(honest(4), |group| {
            group.well_ppm = casp_sim::world::Between::just(well_ppm)
        });
        let counts = run(&one_step(well, 30), &blind(), 11);
        counts.tasks_succeeded as f64 / counts.endings.completed as f64
    };
    assert_eq!((share(1_000_000), share(0)), (1.0, 0.0));
    assert!((0.4..0.95).contains(&share(700_000)), "{}", share(700_000));
}
