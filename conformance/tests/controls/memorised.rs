//! A peer that has learnt the published answers by heart, and unpublished vectors.

use std::process::{Command, Output};

use conformance::runner::workspace_root;

crate::tests!(
    answers_learnt_by_heart_pass_the_published_vectors,
    answers_learnt_by_heart_fail_unpublished_vectors,
    the_reference_peer_passes_unpublished_vectors,
);

fn answers_learnt_by_heart_pass_the_published_vectors() {
    let output = conformance(&["--peer", &by_heart()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

fn answers_learnt_by_heart_fail_unpublished_vectors() {
    let output = conformance(&["--peer", &by_heart(), "--fresh-seed", "20260101"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let counts = text(&output)
        .lines()
        .rev()
        .nth(1)
        .map(str::to_owned)
        .unwrap_or_default();
    let numbers: Vec<usize> = counts.split(' ').filter_map(|word| word.parse().ok()).collect();
    let [passed, failed, _] = numbers[..] else {
        panic!("{counts}")
    };
    // Some inputs are the same under every seed: the empty one, for instance, and the published test keys.
    assert!(
        failed > passed,
        "a few inputs may be the same under every seed, not most: {counts}"
    );
}

fn the_reference_peer_passes_unpublished_vectors() {
    let output = conformance(&["--fresh-seed", "20260101"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

fn by_heart() -> String {
    format!(
        "{} --vectors {} --declare codes",
        env!("CARGO_BIN_EXE_misbehave"),
        workspace_root().join("vectors").display()
    )
}

fn conformance(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .output()
        .expect("the runner")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
