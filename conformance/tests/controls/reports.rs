//! What the reports say.

use std::fs;

use conformance::generate::manifest;
use serde_json::Value;

use crate::stage::{Play, TRIGGER, files};

crate::tests!(
    a_failure_tells_what_was_sent_what_was_due_and_how_to_repeat_it,
    a_report_of_no_known_kind_is_the_harness_s_failure,
    the_json_report_has_all_that_other_reports_show,
    the_json_report_names_suite_and_peer,
    the_junit_report_has_a_case_for_each_vector,
    the_replay_command_selects_one_vector,
    tokens_tell_nothing_of_the_vector,
    two_reports_to_one_file_are_the_harness_s_failure,
);

fn a_failure_tells_what_was_sent_what_was_due_and_how_to_repeat_it() {
    let played = Play::new().peer("--always ACCEPT").run();
    played
        .says("FAILED keys/admit/2-torsion")
        .says("sent      admit_key: 0202020202020202")
        .says("now_ms 1767225600000")
        .says("expected  REJECT at KEY (`key-torsion`)")
        .says("got       ACCEPT")
        .says("rule      SIZ-1: A bundle MUST NOT exceed 1,114,112 bytes")
        .says("replay    cargo run -q -p conformance -- --id keys/admit/2-torsion --peer ");
}

fn the_json_report_names_suite_and_peer() {
    let report = Play::new()
        .peer("--fault abort")
        .with_arguments(&["--run-seed", "7"])
        .run()
        .report;
    assert_eq!(report["report"], 1);
    assert_eq!(report["verdict"], "NOT CONFORMANT");
    assert_eq!(report["exit_code"], 1);
    assert_eq!(report["suite"]["digest"], manifest(&files()).digest);
    assert_eq!(report["suite"]["spec"], "1");
    assert_eq!(report["peer"]["hello"]["name"], "misbehave");
    assert_eq!(report["settings"]["run_seed"], 7);
    assert_eq!(report["totals"]["outcomes"]["crashed"], 1);
    assert_eq!(report["totals"]["red"], 1);
    assert_eq!(report["areas"].as_array().map(Vec::len), Some(4));
}

fn the_json_report_has_all_that_other_reports_show() {
    let report = Play::new().peer("--always ACCEPT --code odd").run().report;
    assert_eq!(report["standing"], "not-conformant");
    assert_eq!(report["suite"]["vectors"], 11);
    let vectors = report["vectors"].as_array().expect("vectors");
    let vector = |id: &str| vectors.iter().find(|vector| vector["id"] == id).expect("a vector");
    let failed = vector("keys/admit/2-torsion");
    assert_eq!(failed["sent"]["operation"]["admit_key"]["public_key"], "02".repeat(32));
    assert_eq!(failed["expected"]["verdict"], "REJECT");
    assert_eq!(failed["expected"]["codes"][0], "key-torsion");
    assert_eq!(failed["got"], serde_json::json!({ "verdict": "ACCEPT" }));
    assert!(
        failed["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("/keys/all.json"))
    );
    assert!(failed["line"].as_u64() > Some(1));
    assert!(
        failed["replay"]
            .as_str()
            .is_some_and(|line| line.contains("--id keys/admit/2-torsion"))
    );
    let passed = vector("keys/admit/1-good");
    assert!(
        passed.get("sent").is_none() && passed.get("replay").is_none(),
        "{passed}"
    );
}

fn a_report_of_no_known_kind_is_the_harness_s_failure() {
    for report in ["pdf=report", "json", "json=", "=report"] {
        Play::new()
            .peer("")
            .with_arguments(&["--report", report])
            .run()
            .exits(3);
    }
}

fn two_reports_to_one_file_are_the_harness_s_failure() {
    let play = Play::new().peer("").with_arguments(&["--report", "html=one,sarif=one"]);
    play.run().exits(3).says("two reports would be written to one");
}

fn the_junit_report_has_a_case_for_each_vector() {
    let play = Play::new().peer("--fault abort --hide admit_key");
    let path = play.path("report.xml");
    let junit = format!("junit={}", path.display());
    let play = play.with_arguments(&["--report", &junit]);
    play.run().exits(1);
    let xml = fs::read_to_string(path).expect("a report");
    assert!(
        xml.contains(r#"tests="12" skipped="2" failures="1" errors="1""#),
        "11 vectors and an underclaim: {xml}"
    );
    assert!(xml.contains(&format!(r#"<testcase name="{TRIGGER}""#)), "{xml}");
    assert!(xml.contains(r#"type="crashed""#), "{xml}");
}

fn the_replay_command_selects_one_vector() {
    let played = Play::new()
        .peer("--always ACCEPT")
        .with_arguments(&["--id", "keys/admit/2-torsion"])
        .run();
    assert_eq!(played.vectors(), [("keys/admit/2-torsion", "failed")]);
}

fn tokens_tell_nothing_of_the_vector() {
    let (keys, envelope) = (heard("keys"), heard("envelope"));
    for (one, other) in keys.iter().zip(&envelope) {
        assert_eq!(
            one["token"], other["token"],
            "tokens follow from the seed and the number of the request alone"
        );
        assert_eq!(one["seed"], other["seed"]);
    }
    let ids: Vec<String> = files()
        .into_iter()
        .flat_map(|file| file.vectors)
        .map(|vector| vector.id)
        .collect();
    let said = keys
        .iter()
        .chain(&envelope)
        .map(ToString::to_string)
        .collect::<String>();
    assert!(ids.iter().all(|id| !said.contains(id)), "{said}");
}

/// What a peer hears in a run of one area with a fixed seed.
fn heard(area: &str) -> Vec<Value> {
    let play = Play::new();
    let log = play.path("heard");
    let vectors = play.path("");
    let honest = format!("{} --vectors {}", env!("CARGO_BIN_EXE_misbehave"), vectors.display());
    let peer = format!("sh -c 'tee {} | {honest}'", log.display());
    let play = play.with_arguments(&["--peer", &peer, "--codec", "json", "--run-seed", "1", "--area", area]);
    play.run().exits(0);
    let log = fs::read_to_string(log).expect("what was heard");
    log.lines()
        .map(|line| serde_json::from_str(line).expect("a request"))
        .collect()
}
