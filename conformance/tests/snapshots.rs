//! What a person reads: explanations, lists and errors, as they were last looked at.
//!
//! Review a change with `INSTA_UPDATE=always cargo test -p conformance --test snapshots` and `git diff`.

mod own;

use std::process::Command;

own::own_tests![
    a_refused_descriptor_is_explained_field_by_field,
    a_malformed_bundle_is_explained_where_it_breaks,
    a_dialogue_is_explained_step_by_step,
    a_story_is_explained_with_what_is_due_at_each_step,
    an_unknown_vector_is_named_with_the_way_out,
    an_unknown_area_is_named_with_those_there_are,
    a_peer_that_cannot_be_started_is_not_called_nonconformant,
];

/// Output and status of the runner.
fn conformance(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .output()
        .expect("the runner runs");
    let text = |bytes| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let status = output.status.code().expect("a status");
    format!(
        "{}\n{}\nexit status {status}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

macro_rules! snapshot {
    ($name:ident, $arguments:expr) => {
        fn $name() {
            insta::assert_snapshot!(stringify!($name), conformance(&$arguments));
        }
    };
}

snapshot!(
    a_refused_descriptor_is_explained_field_by_field,
    ["explain", "descriptor/rules/callers-anyone-with-list"]
);
snapshot!(
    a_malformed_bundle_is_explained_where_it_breaks,
    ["explain", "envelope/bundle/message/tag-cut-off"]
);
snapshot!(
    a_dialogue_is_explained_step_by_step,
    ["explain", "soft-state/replay/mark-of-a-withdrawal-forgotten"]
);
snapshot!(
    a_story_is_explained_with_what_is_due_at_each_step,
    ["explain", "dialogue/loss/offer-provider"]
);
snapshot!(
    an_unknown_vector_is_named_with_the_way_out,
    ["explain", "no/such/vector"]
);
snapshot!(
    an_unknown_area_is_named_with_those_there_are,
    ["run", "--area", "nowhere"]
);
snapshot!(
    a_peer_that_cannot_be_started_is_not_called_nonconformant,
    ["run", "--peer", "./no-such-peer"]
);
