//! Peers that end when they should not.

use crate::stage::{Play, TRIGGER};

crate::tests!(
    exiting_at_once_with_0_is_not_conformant,
    dying_at_once_by_a_signal_is_not_conformant,
    exiting_with_0_in_the_middle_is_pinned_on_one_vector,
    dying_by_a_signal_is_pinned_on_one_vector,
    a_crash_shows_its_status_and_standard_error,
    a_flood_of_standard_error_is_cut_to_its_end,
    half_a_response_before_the_end_is_told,
    exiting_after_some_answers_is_pinned_though_no_vector_reproduces_it,
    a_crash_that_happens_once_is_pinned_once,
    a_peer_that_always_dies_is_given_up,
    a_bad_exit_status_at_the_end_is_found,
);

fn exiting_at_once_with_0_is_not_conformant() {
    let played = Play::new().peer("--fault exit --when start").run();
    played
        .exits(1)
        .all("not-run")
        .finds(&["no-hello"])
        .says("exited with status 0 before it had answered");
}

fn dying_at_once_by_a_signal_is_not_conformant() {
    let played = Play::new().peer("--fault abort --when start").run();
    played.exits(1).all("not-run").finds(&["no-hello"]).says("SIGABRT");
}

fn exiting_with_0_in_the_middle_is_pinned_on_one_vector() {
    let played = Play::new().peer("--fault exit").run();
    played
        .exits(1)
        .only(&[(TRIGGER, "crashed")])
        .says("exited with status 0 before it had answered")
        .finds(&[]);
}

fn dying_by_a_signal_is_pinned_on_one_vector() {
    for codec in ["binary", "json"] {
        let played = Play::new()
            .peer("--fault abort")
            .with_arguments(&["--codec", codec])
            .run();
        played
            .exits(1)
            .only(&[(TRIGGER, "crashed")])
            .says("ended by signal 6 (SIGABRT)")
            .finds(&[]);
        assert!(
            !played.text.contains("given this vector alone"),
            "alone it does the same: {}",
            played.text
        );
    }
}

fn a_crash_shows_its_status_and_standard_error() {
    let played = Play::new().peer("--fault fail").run();
    played
        .exits(1)
        .only(&[(TRIGGER, "crashed")])
        .says("exited with status 3")
        .says("stderr    | out of luck");
}

fn a_flood_of_standard_error_is_cut_to_its_end() {
    let played = Play::new().peer("--fault scream").run();
    played.exits(1).only(&[(TRIGGER, "crashed")]).says("last words");
    assert!(!played.text.contains("first words"), "16 KiB are kept");
    let vectors = played.report["vectors"].as_array().expect("vectors");
    let stderr = vectors
        .iter()
        .filter_map(|vector| vector["stderr"].as_str())
        .map(str::len)
        .max();
    assert!(stderr.is_some_and(|length| length < 17 << 10), "{stderr:?}");
}

fn half_a_response_before_the_end_is_told() {
    let played = Play::new().peer("--fault half-exit").run();
    played
        .exits(1)
        .only(&[(TRIGGER, "crashed")])
        .says("bytes into a response");
}

fn exiting_after_some_answers_is_pinned_though_no_vector_reproduces_it() {
    // The tenth request belongs to the fifth vector; a new process has answered all of the rest by its tenth.
    let played = Play::new()
        .peer("--fault exit --when 12")
        .with_arguments(&["--area", "envelope", "--area", "keys"])
        .run();
    let crashed: Vec<_> = played
        .vectors()
        .into_iter()
        .filter(|(_, outcome)| *outcome != "passed")
        .collect();
    assert_eq!(crashed.len(), 1, "{crashed:?}");
    assert_eq!(crashed[0].1, "crashed");
    played
        .exits(1)
        .says("not so when a fresh process is given this vector alone");
}

fn a_crash_that_happens_once_is_pinned_once() {
    let played = Play::new().peer("--fault abort --once FOLDER/marker").run();
    played
        .exits(1)
        .only(&[(TRIGGER, "crashed")])
        .says("not so when a fresh process is given this vector alone");
}

fn a_peer_that_always_dies_is_given_up() {
    let many = (0..40)
        .map(|number| crate::stage::pae(&format!("envelope/pae/{number:02}"), "x"))
        .collect();
    let played = Play::with(vec![crate::stage::file("envelope", many)])
        .peer("--fault abort --when always")
        .run();
    let count = |kind| {
        played
            .vectors()
            .into_iter()
            .filter(|(_, outcome)| *outcome == kind)
            .count()
    };
    assert_eq!((count("crashed"), count("not-run")), (20, 20), "{}", played.text);
    played
        .exits(1)
        .says("20 vectors were not run: given up after 20 vectors in a row");
}

fn a_bad_exit_status_at_the_end_is_found() {
    let played = Play::new().peer("--status 7").run();
    played.exits(1).only(&[]).finds(&["bad-end"]).says("exit status: 7");
}
