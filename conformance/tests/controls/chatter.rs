//! Peers that write to standard output what is not the answer that is due.

use crate::stage::{Play, Played, TRIGGER};

crate::tests!(
    garbage_is_pinned_on_one_vector,
    a_log_line_is_recognised_as_text,
    a_log_line_after_an_answer_is_pinned_on_that_answer,
    a_log_line_over_json_is_recognised_as_text,
    a_log_line_at_the_start_is_no_hello,
    the_other_codec_is_recognised,
    an_endless_flood_is_no_hello,
    an_unknown_token_is_pinned_on_one_vector,
    answering_twice_is_pinned_on_one_vector,
    answering_always_twice_is_never_conformant,
    answering_the_last_request_twice_is_noticed,
    answering_for_another_case_is_never_conformant,
    answering_for_another_case_once_is_pinned_on_one_vector,
    answering_out_of_turn_is_pinned_on_one_vector,
    a_response_without_outcome_is_garbage,
    a_verdict_that_is_none_is_garbage,
    a_stage_that_is_none_is_garbage,
    output_after_the_last_request_is_found,
);

fn garbage_is_pinned_on_one_vector() {
    let played = at_trigger("garbage");
    played.says("no response on standard output").says("deadbeef");
}

fn a_log_line_is_recognised_as_text() {
    at_trigger("log")
        .says("it begins \"INFO listening on nothing\\n\"")
        .says("logs belong on standard error");
}

fn a_log_line_after_an_answer_is_pinned_on_that_answer() {
    at_trigger("log-after").says("logs belong on standard error");
}

fn a_log_line_over_json_is_recognised_as_text() {
    let played = Play::new()
        .peer("--fault log")
        .with_arguments(&["--codec", "json"])
        .run();
    played
        .exits(1)
        .only(&[(TRIGGER, "garbage")])
        .says("logs belong on standard error");
}

fn a_log_line_at_the_start_is_no_hello() {
    let played = Play::new().peer("--fault log --when start").run();
    played
        .exits(1)
        .all("not-run")
        .finds(&["no-hello"])
        .says("logs belong on standard error");
}

fn the_other_codec_is_recognised() {
    for (asked, answered) in [("binary", "json"), ("json", "binary")] {
        let played = Play::new()
            .peer("--other-codec")
            .with_arguments(&["--codec", asked])
            .run();
        played
            .exits(1)
            .all("not-run")
            .says(&format!("this looks like the {answered} codec: CASP_CODEC says"));
    }
}

fn an_endless_flood_is_no_hello() {
    for (codec, flood) in [
        ("binary", "yes"),
        ("json", "yes"),
        ("binary", "cat /dev/zero"),
        ("json", "cat /dev/zero"),
    ] {
        let played = Play::new().with_arguments(&["--peer", flood, "--codec", codec]).run();
        played.exits(1).all("not-run").finds(&["no-hello"]);
    }
}

fn an_unknown_token_is_pinned_on_one_vector() {
    at_trigger("wrong-token").says("a response with the token \"mine\", which no request bore");
}

fn answering_twice_is_pinned_on_one_vector() {
    at_trigger("twice").says("a second response to a request that had been answered");
}

fn answering_always_twice_is_never_conformant() {
    let played = Play::new().peer("--fault twice --when always").run();
    played.exits(1).all("garbage");
}

fn answering_the_last_request_twice_is_noticed() {
    let played = Play::new()
        .peer("--fault twice")
        .with_arguments(&["--id", TRIGGER])
        .run();
    played.exits(1).only(&[(TRIGGER, "garbage")]);
}

fn answering_for_another_case_is_never_conformant() {
    let played = Play::new().peer("--fault previous-token --when always").run();
    played.exits(1).all("garbage");
}

fn answering_for_another_case_once_is_pinned_on_one_vector() {
    at_trigger("previous-token");
}

fn answering_out_of_turn_is_pinned_on_one_vector() {
    let played = Play::new()
        .peer("--fault swap")
        .with_arguments(&["--deadline-ms", "1000"])
        .run();
    let others: Vec<_> = played
        .vectors()
        .into_iter()
        .filter(|(_, outcome)| *outcome != "passed")
        .collect();
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!(others[0].0, TRIGGER);
    played.exits(1);
}

fn a_response_without_outcome_is_garbage() {
    at_trigger("empty").says("neither answers the request nor says `unsupported`");
}

fn a_verdict_that_is_none_is_garbage() {
    at_trigger("no-verdict").says("verdict number 0");
}

fn a_stage_that_is_none_is_garbage() {
    at_trigger("no-stage").says("stage number 99");
}

fn output_after_the_last_request_is_found() {
    let played = Play::new().peer("--fault log --when end").run();
    played
        .exits(1)
        .only(&[])
        .finds(&["bad-end"])
        .says("after the last request");
}

fn at_trigger(fault: &str) -> Played {
    let played = Play::new().peer(&format!("--fault {fault}")).run();
    played.exits(1).only(&[(TRIGGER, "garbage")]).finds(&[]);
    played
}
