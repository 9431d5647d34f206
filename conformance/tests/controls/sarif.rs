//! The report as SARIF: that it has the structure of the standard (SARIF 2.1.0, section 3), and a result for each failure.

use conformance::generate::spec;
use serde_json::Value;

use crate::stage::{Play, TRIGGER};

crate::tests!(
    a_failed_vector_is_a_result_at_its_file,
    a_finding_is_a_result,
    a_known_failure_is_suppressed_with_its_reason,
    a_log_has_the_structure_of_the_standard,
    a_path_is_written_as_a_uri,
    a_run_without_failures_has_no_results,
    rules_are_those_of_the_specification,
);

fn a_log_has_the_structure_of_the_standard() {
    let faults = "--hostile --always ACCEPT --declare telepathy --status 3";
    let log = log(Play::new().peer(faults), 1);
    let run = &log["runs"][0];
    assert!(run["results"].as_array().map(Vec::len) > Some(2));
    holds(&log);
}

fn a_run_without_failures_has_no_results() {
    let log = log(Play::new().peer(""), 0);
    assert_eq!(log["runs"][0]["results"], Value::Array(vec![]));
    holds(&log);
}

fn a_failed_vector_is_a_result_at_its_file() {
    let log = log(Play::new().peer("--fault abort"), 1);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 1);
    let result = &results[0];
    assert_eq!(result["ruleId"], "SIZ-1");
    assert_eq!(result["level"], "error");
    assert_eq!(result["partialFingerprints"]["vector/v1"], TRIGGER);
    assert_eq!(result["properties"]["outcome"], "crashed");
    let place = &result["locations"][0]["physicalLocation"];
    let uri = text(&place["artifactLocation"]["uri"]);
    assert!(
        uri.starts_with("file:///") && uri.ends_with("/envelope/all.json"),
        "{uri}"
    );
    assert!(place["region"]["startLine"].as_u64() > Some(1), "{place}");
    let message = text(&result["message"]["text"]);
    assert!(
        message.contains(" Replay: cargo run -q -p conformance -- --id envelope/pae/3-trigger --peer "),
        "{message}"
    );
}

fn a_known_failure_is_suppressed_with_its_reason() {
    let play = Play::new().peer("--fault abort");
    let list = play.path("known");
    std::fs::write(&list, format!("{TRIGGER}\tcrashed\tnot done yet\n")).expect("a list");
    let log = log(
        play.with_arguments(&["--known-failures", &list.display().to_string()]),
        0,
    );
    assert_eq!(
        log["runs"][0]["results"][0]["suppressions"][0]["justification"],
        "not done yet"
    );
    holds(&log);
}

fn a_finding_is_a_result() {
    let log = log(Play::new().peer("--status 3"), 1);
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "peer/bad-end");
    holds(&log);
}

fn a_path_is_written_as_a_uri() {
    let play = Play::new().peer("--fault abort");
    let odd = play.path("an odd # place%");
    std::fs::create_dir(&odd).expect("a folder");
    for part in ["keys", "envelope", "descriptor", "soft-state", "MANIFEST.json"] {
        std::fs::rename(play.path(part), odd.join(part)).expect("a move");
    }
    let report = play.path("log");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args([
            "run",
            "--peer",
            &format!("{} --always ACCEPT", env!("CARGO_BIN_EXE_misbehave")),
        ])
        .arg("--vectors")
        .arg(&odd)
        .args(["--report", &format!("sarif={}", report.display())])
        .output()
        .expect("the runner");
    assert_eq!(output.status.code(), Some(1));
    let log = std::fs::read_to_string(report).expect("a log");
    assert!(log.contains("/an%20odd%20%23%20place%25/keys/all.json"), "{log}");
}

fn rules_are_those_of_the_specification() {
    let log = log(Play::new().peer("--always ACCEPT"), 1);
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][0];
    let row = spec::rules().iter().find(|row| row.id == "SIZ-1").expect("a row");
    assert_eq!(rule["id"], "SIZ-1");
    assert_eq!(rule["name"], row.code);
    assert_eq!(rule["fullDescription"]["text"], row.text);
    assert_eq!(rule["properties"]["stage"], row.stage);
}

fn log(play: Play, status: i32) -> Value {
    let (played, log) = play.report("sarif");
    played.exits(status);
    serde_json::from_str(&log).expect("JSON")
}

/// What the standard requires of the members that are used here, by its sections.
#[track_caller]
pub(crate) fn holds(log: &Value) {
    only(log, &["$schema", "version", "runs"]);
    assert_eq!(log["version"], "2.1.0", "3.13.2");
    for run in log["runs"].as_array().expect("3.13.4") {
        only(
            run,
            &[
                "tool",
                "automationDetails",
                "originalUriBaseIds",
                "invocations",
                "columnKind",
                "results",
                "properties",
            ],
        );
        let driver = &run["tool"]["driver"];
        only(driver, &["name", "version", "rules"]);
        assert!(!text(&driver["name"]).is_empty(), "3.19.8");
        let rules = driver["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
        rules.iter().for_each(rule_holds);
        for invocation in run["invocations"].as_array().expect("3.14.11") {
            assert!(invocation["executionSuccessful"].is_boolean(), "3.20.14");
            if let Some(status) = invocation.get("exitCode") {
                assert!(status.is_i64(), "3.20.11");
            }
        }
        for result in run["results"].as_array().expect("3.14.23") {
            result_holds(result, rules);
        }
    }
}

#[track_caller]
fn rule_holds(rule: &Value) {
    only(
        rule,
        &[
            "id",
            "name",
            "shortDescription",
            "fullDescription",
            "defaultConfiguration",
            "properties",
        ],
    );
    assert!(!text(&rule["id"]).is_empty(), "3.49.3");
    assert!(!text(&rule["shortDescription"]["text"]).is_empty(), "3.12.3");
}

#[track_caller]
fn result_holds(result: &Value, rules: &[Value]) {
    only(
        result,
        &[
            "ruleId",
            "ruleIndex",
            "kind",
            "level",
            "message",
            "locations",
            "partialFingerprints",
            "suppressions",
            "properties",
        ],
    );
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("3.27.6")).expect("an index");
    assert_eq!(rules[index]["id"], result["ruleId"], "3.27.6: both name the same rule");
    assert_eq!(
        (text(&result["kind"]), text(&result["level"])),
        ("fail", "error"),
        "3.27.9, 3.27.10"
    );
    let message = text(&result["message"]["text"]);
    assert!(
        !message.is_empty() && !message.contains(char::is_control),
        "3.11.8: {message:?}"
    );
    for location in result["locations"].as_array().into_iter().flatten() {
        only(location, &["physicalLocation", "logicalLocations"]);
        let Some(place) = location.get("physicalLocation") else {
            continue;
        };
        let uri = text(&place["artifactLocation"]["uri"]);
        assert!(!uri.contains([' ', '\\', '#']), "3.4.3: {uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "3.30.5");
    }
    for suppression in result["suppressions"].as_array().into_iter().flatten() {
        assert_eq!(suppression["kind"], "external", "3.35.2");
    }
}

/// The standard's objects have no members but those it names (and free ones in `properties`).
#[track_caller]
fn only(object: &Value, members: &[&str]) {
    for name in object.as_object().expect("an object").keys() {
        assert!(members.contains(&name.as_str()), "{name} in {object}");
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
