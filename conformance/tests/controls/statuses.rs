//! What the runner exits with when there is little or nothing to say of the peer.

use std::fs;

use crate::stage::{Play, file, pae};

crate::tests!(
    selecting_nothing_is_not_enough,
    serving_nothing_is_not_enough,
    a_profile_must_be_served_whole,
    a_profile_restricts_the_run,
    a_profile_does_not_hide_a_failure,
    a_command_that_cannot_be_started_is_the_harness_s_failure,
    a_wrong_argument_is_the_harness_s_failure,
    vectors_that_cannot_be_read_are_the_harness_s_failure,
    vectors_that_differ_from_their_manifest_are_the_harness_s_failure,
    no_vectors_are_the_harness_s_failure,
    an_id_given_twice_is_the_harness_s_failure,
);

const ALL_OPERATIONS: &str = "verify,observe,apply,lookup,check_equivocation,pae,object_id,dsse_json,admit_key,\
                              verify_signature,did_key_encode,did_key_decode,peer_id_encode,peer_id_decode,sign,\
                              judge_answer,derive_canary,check_canary_case,tree_root,check_inclusion,check_consistency,\
                              check_package,check_disclosure,check_fork,discover,rank,check_answer,\
                              check_registration,check_omission,lookup_engagement,check_outcome_record,judge";

fn selecting_nothing_is_not_enough() {
    let played = Play::new()
        .peer("")
        .with_arguments(&["--filter", "no-such-vector"])
        .run();
    played
        .exits(2)
        .says("0 passed, 0 failed, 0 skipped")
        .says("NOT ENOUGH TESTED");
}

fn serving_nothing_is_not_enough() {
    let played = Play::new()
        .peer(&format!("--hide {ALL_OPERATIONS} --refuse {ALL_OPERATIONS}"))
        .run();
    played
        .exits(2)
        .all("not-served")
        .says("0 passed, 0 failed, 11 skipped")
        .says("NOT ENOUGH TESTED");
}

fn a_profile_must_be_served_whole() {
    let played = Play::new()
        .peer("--hide lookup --refuse lookup")
        .with_arguments(&["--profile", "soft-state"])
        .run();
    played
        .exits(2)
        .only(&[("soft-state/1-lookup", "not-served")])
        .says("NOT ENOUGH TESTED");
}

fn a_profile_restricts_the_run() {
    let played = Play::new()
        .peer("--hide lookup --refuse lookup")
        .with_arguments(&["--profile", "keys"])
        .run();
    played.exits(0).only(&[]);
    assert_eq!(played.vectors().len(), 2);
    Play::new()
        .peer("")
        .with_arguments(&["--profile", "all"])
        .run()
        .exits(0)
        .only(&[]);
}

fn a_profile_does_not_hide_a_failure() {
    let peer = "--hide lookup --refuse lookup --always POLICY";
    Play::new()
        .peer(peer)
        .with_arguments(&["--profile", "soft-state"])
        .run()
        .exits(1);
}

fn a_command_that_cannot_be_started_is_the_harness_s_failure() {
    let played = Play::new()
        .with_arguments(&["--peer", "/no/such/program --at all"])
        .run();
    played
        .exits(3)
        .says("cannot start the peer `/no/such/program --at all`");
}

fn a_wrong_argument_is_the_harness_s_failure() {
    for wrong in [
        ["--codec", "xml"],
        ["--area", "nowhere"],
        ["--pipeline", "0"],
        ["--peer", "'open"],
        ["--peer", ""],
    ] {
        Play::new().with_arguments(&wrong).run().exits(3);
    }
}

fn vectors_that_cannot_be_read_are_the_harness_s_failure() {
    let play = Play::new().peer("");
    fs::write(play.path("keys").join("broken.json"), "{").expect("a broken file");
    play.run().exits(3).says("broken.json is malformed");
}

fn vectors_that_differ_from_their_manifest_are_the_harness_s_failure() {
    let play = Play::new().peer("");
    let file = play.path("keys").join("all.json");
    let text = fs::read_to_string(&file).expect("vectors").replace("REJECT", "IGNORE");
    fs::write(file, text).expect("other vectors");
    play.run().exits(3).says("which is not that of the files beside it");
}

fn no_vectors_are_the_harness_s_failure() {
    Play::with(Vec::new())
        .with_arguments(&["--peer", "true"])
        .run()
        .exits(3)
        .says("no vectors");
    let empty = Play::with(vec![file("keys", Vec::new())]);
    empty
        .with_arguments(&["--peer", "true"])
        .run()
        .exits(3)
        .says("no vectors");
}

fn an_id_given_twice_is_the_harness_s_failure() {
    let twice = vec![pae("envelope/a", "a"), pae("envelope/a", "b")];
    let play = Play::with(vec![file("envelope", twice)]);
    play.with_arguments(&["--peer", "true"])
        .run()
        .exits(3)
        .says("the id \"envelope/a\" is in");
}
