//! Every error of a form, as it is told.

#![allow(clippy::restriction, reason = "test code")]

use std::fmt::Write as _;

use casp_execution::workflow::{MAX_FORM_BYTES, MAX_STEPS, Workflow, WorkflowError};

fn step(id: &str, rest: &str) -> String {
    format!("[[step]]\nid = \"{id}\"\ncapability = \"org.example/{id}\"\noutput = \"text/plain\"\n{rest}\n")
}

fn error(steps: &str) -> WorkflowError {
    Workflow::from_toml(&format!(
        "name = \"w\"\n[inputs.brief]\nmedia_type = \"text/plain\"\n{steps}"
    ))
    .unwrap_err()
}

#[test]
fn each_error_says_where_and_what_would_do() {
    let forms = [
        ("no step", String::new()),
        ("a name", step("Draw", "")),
        ("twice", step("a", "") + &step("a", "")),
        ("as the input", step("brief", "")),
        ("a capability", step("a", "").replace("org.example/a", "draw")),
        ("a media type", step("a", "").replace("text/plain", "text")),
        (
            "unknown",
            step("draw", "") + &step("b", "inputs.x = { from = \"drav\", media_type = \"text/plain\" }"),
        ),
        ("unknown to come after", step("a", "after = [\"nobody\"]")),
        ("after an input", step("a", "after = [\"brief\"]")),
        ("after itself", step("a", "after = [\"a\"]")),
        (
            "a cycle",
            step("z", "after = [\"a\"]")
                + &step("a", "after = [\"c\"]")
                + &step("b", "after = [\"a\"]")
                + &step("c", "after = [\"b\"]"),
        ),
        (
            "a misfit",
            step("a", "") + &step("b", "inputs.x = { from = \"a\", media_type = \"image/png\" }"),
        ),
        (
            "irreversible and compensated",
            step(
                "a",
                "side_effect = \"irreversible\"\ncompensation = { capability = \"org.example/u\", output = \"text/plain\" }",
            ),
        ),
        (
            "nothing to compensate",
            step(
                "a",
                "compensation = { capability = \"org.example/u\", output = \"text/plain\" }",
            ),
        ),
        ("no tries", step("a", "tries = 0")),
        ("too many tries", step("a", "tries = 9")),
        ("a member that is none", step("a", "side_efect = \"none\"")),
        ("a side effect that is none", step("a", "side_effect = \"some\"")),
        ("no TOML", "[[step]\n".into()),
    ];
    let mut told = String::new();
    for (what, form) in forms {
        writeln!(told, "{what}: {}\n", error(&form)).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_workflow_has_64_steps_at_most() {
    let steps = |count: usize| (0..count).map(|n| step(&format!("s{n}"), "")).collect::<String>();
    assert!(Workflow::from_toml(&format!("name = \"w\"\n{}", steps(MAX_STEPS))).is_ok());
    let many = error(&steps(MAX_STEPS + 1));
    assert_eq!(many.to_string(), "the workflow has 65 steps; 64 at most");
}

#[test]
fn a_form_that_is_too_long_is_not_read() {
    let long = "#".repeat(MAX_FORM_BYTES + 1);
    assert!(matches!(Workflow::from_toml(&long), Err(WorkflowError::TooLong { .. })));
    assert!(matches!(Workflow::from_json(&long), Err(WorkflowError::TooLong { .. })));
}

#[test]
fn toml_and_json_say_the_same() {
    let toml = format!("name = \"w\"\n{}", step("a", "side_effect = \"reversible\"\ntries = 3"));
    let json = r#"{"name": "w", "step": [{"id": "a", "capability": "org.example/a", "output": "text/plain", "side_effect": "reversible", "tries": 3}]}"#;
    assert_eq!(Workflow::from_toml(&toml).unwrap(), Workflow::from_json(json).unwrap());
}
