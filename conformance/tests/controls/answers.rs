//! Peers that give the wrong answers.

use crate::stage::{Play, Played, dialogue};

crate::tests!(
    a_peer_that_answers_as_it_must_conforms,
    a_peer_that_answers_as_it_must_conforms_over_json,
    one_request_at_a_time_gives_the_same,
    accepting_everything_fails_every_refusal,
    refusing_everything_is_untestable_where_it_comes_too_early,
    refusing_everything_late_fails,
    a_wrong_code_fails_a_peer_that_declares_codes,
    a_wrong_code_is_counted_for_a_peer_that_does_not,
    any_admissible_code_will_do,
    a_prior_operation_that_goes_another_way_is_untestable,
    a_prior_operation_that_is_judged_fails_and_is_named,
);

fn a_peer_that_answers_as_it_must_conforms() {
    Play::new()
        .peer("--declare codes")
        .run()
        .exits(0)
        .only(&[])
        .finds(&[])
        .says("11 passed, 0 failed, 0 skipped");
}

fn a_peer_that_answers_as_it_must_conforms_over_json() {
    let json = Play::new()
        .peer("--declare codes")
        .with_arguments(&["--codec", "json"])
        .run();
    json.exits(0).only(&[]).finds(&[]);
    assert_eq!(json.report["settings"]["codec"], "json");
}

fn one_request_at_a_time_gives_the_same() {
    Play::new().peer("--pipeline 0").run().exits(0).only(&[]);
    Play::new()
        .peer("")
        .with_arguments(&["--pipeline", "1"])
        .run()
        .exits(0)
        .only(&[]);
}

fn accepting_everything_fails_every_refusal() {
    let played = Play::new().peer("--always ACCEPT").run();
    let failed = failed(&played);
    assert!(
        failed.contains(&"keys/admit/2-torsion") && failed.contains(&"descriptor/1-semantic"),
        "{failed:?}"
    );
    assert!(
        failed.contains(&"envelope/pae/1"),
        "accepted, but without the output: {failed:?}"
    );
    assert!(!failed.contains(&"keys/admit/1-good"), "{failed:?}");
    played.exits(1).says("NOT CONFORMANT").says("no output");
}

fn refusing_everything_is_untestable_where_it_comes_too_early() {
    let played = Play::new().peer("--always ENCODING").run();
    let untestable: Vec<_> = of(&played, "untestable");
    assert_eq!(
        untestable,
        [
            "keys/admit/2-torsion",
            "descriptor/1-semantic",
            "soft-state/1-lookup",
            "soft-state/2-lower"
        ],
        "refused before their stage, or before their turn"
    );
    assert_eq!(failed(&played).len(), 7, "every vector that must be accepted");
    played.exits(1).finds(&[]);
}

fn refusing_everything_late_fails() {
    let played = Play::new().peer("--always POLICY").run();
    assert!(
        failed(&played).contains(&"keys/admit/2-torsion"),
        "a stage too late is a wrong answer: {}",
        played.text
    );
    played.exits(1).says("stage POLICY instead of KEY");
}

fn a_wrong_code_fails_a_peer_that_declares_codes() {
    let played = Play::new().peer("--declare codes --code nonsense").run();
    assert_eq!(
        failed(&played),
        ["keys/admit/2-torsion", "descriptor/1-semantic", "soft-state/2-lower"]
    );
    played
        .exits(1)
        .says("code nonsense instead of metric-ppm or metric-unit");
}

fn a_wrong_code_is_counted_for_a_peer_that_does_not() {
    let played = Play::new().peer("--code nonsense").run();
    played
        .exits(0)
        .only(&[])
        .says("0 of 3 refusals bear an admissible code");
    assert_eq!(played.report["codes"]["of"], 3);
}

fn any_admissible_code_will_do() {
    let played = Play::new()
        .peer("--declare codes --code metric-unit")
        .with_arguments(&["--area", "descriptor"])
        .run();
    played.exits(0).only(&[]);
}

fn a_prior_operation_that_goes_another_way_is_untestable() {
    let played = Play::new()
        .peer("--always CHAIN")
        .with_arguments(&["--id", "soft-state/1-lookup"])
        .run();
    played
        .exits(1)
        .only(&[("soft-state/1-lookup", "untestable")])
        .says("prior operation 1 (`apply`) was answered REJECT");
}

fn a_prior_operation_that_is_judged_fails_and_is_named() {
    Play::with(dialogue()).peer("").run().exits(0).only(&[]);
    let played = Play::with(dialogue()).peer("--always ACCEPT").run();
    played
        .exits(1)
        .only(&[("soft-state/dialogue", "failed")])
        .says("prior operation 1 (`lookup`): no output")
        .says("sent      lookup");
}

fn failed(played: &Played) -> Vec<&str> {
    of(played, "failed")
}

fn of<'a>(played: &'a Played, outcome: &str) -> Vec<&'a str> {
    played
        .vectors()
        .into_iter()
        .filter(|(_, each)| *each == outcome)
        .map(|(id, _)| id)
        .collect()
}
