//! Lists of known failures, which must be exactly true.

use std::fs;

use crate::stage::{Play, Played, TRIGGER};

crate::tests!(
    a_known_failure_is_no_failure,
    a_known_failure_that_passes_is_an_error,
    a_known_failure_of_another_kind_is_an_error,
    a_known_failure_that_was_not_selected_is_an_error,
    a_malformed_list_is_the_harness_s_failure,
    the_suggested_list_is_true_and_keeps_reasons,
);

fn a_known_failure_is_no_failure() {
    let played = with_list(
        "--fault abort",
        &format!("# a comment\n\n{TRIGGER}\tcrashed\tdies at it\n"),
    );
    played
        .exits(0)
        .says("10 passed, 0 failed, 1 skipped")
        .only(&[(TRIGGER, "crashed")]);
}

fn a_known_failure_that_passes_is_an_error() {
    let played = with_list("", &format!("{TRIGGER}\tcrashed\tdies at it\n"));
    played
        .exits(1)
        .says(&format!("{TRIGGER} is listed as crashed, but passed"));
}

fn a_known_failure_of_another_kind_is_an_error() {
    let played = with_list("--fault garbage", &format!("{TRIGGER}\tcrashed\tdies at it\n"));
    played.exits(1).says("is listed as crashed, but its outcome is garbage");
}

fn a_known_failure_that_was_not_selected_is_an_error() {
    with_list("", "envelope/gone\tfailed\tno such vector\n")
        .exits(1)
        .says("no such vector was selected");
}

fn a_malformed_list_is_the_harness_s_failure() {
    for list in [
        "one\tfailed\n",
        "one\tnot-run\twhy\n",
        "one\tpassed\twhy\n",
        "one\tfailed\ta\none\tfailed\tb\n",
    ] {
        with_list("", list).exits(3).says("line ");
    }
}

fn the_suggested_list_is_true_and_keeps_reasons() {
    let play = Play::new().peer("--fault abort --refuse admit_key");
    let (list, suggestion) = (play.path("list"), play.path("suggestion"));
    fs::write(&list, format!("{TRIGGER}\tcrashed\tissue 12\n")).expect("a list");
    let arguments = [
        "--known-failures",
        &list.display().to_string(),
        "--suggest-known-failures",
        &suggestion.display().to_string(),
    ]
    .map(str::to_owned);
    let play = play.with_arguments(&arguments.each_ref().map(String::as_str));
    play.run().exits(1);
    let suggested = fs::read_to_string(&suggestion).expect("a suggestion");
    assert!(
        suggested.contains(&format!("{TRIGGER}\tcrashed\tissue 12\n")),
        "{suggested}"
    );
    assert!(suggested.contains("keys/admit/1-good\toverclaim\t"), "{suggested}");
    fs::rename(suggestion, list).expect("the list replaced");
    play.run().exits(0);
}

fn with_list(faults: &str, list: &str) -> Played {
    let play = Play::new().peer(faults);
    let path = play.path("list");
    fs::write(&path, list).expect("a list");
    play.with_arguments(&["--known-failures", &path.display().to_string()])
        .run()
}
