//! Peers whose hello is not true.

use conformance::driver::{OPERATIONS, SPEC_VERSION};
use conformance::generate;
use conformance::runner::workspace_root;

use crate::stage::Play;

crate::tests!(
    declaring_what_is_not_served_is_an_overclaim,
    serving_what_is_not_declared_is_an_underclaim,
    what_is_not_served_is_counted_and_not_failed,
    a_vector_whose_prior_operation_is_not_served_is_not_served,
    crashing_at_an_undeclared_operation_is_found,
    a_capability_that_there_is_not_is_found,
    another_specification_is_no_valid_hello,
    facts_that_stand_twice_are_the_same,
);

fn declaring_what_is_not_served_is_an_overclaim() {
    let played = Play::new().peer("--refuse admit_key").run();
    played.exits(1).only(&[
        ("keys/admit/1-good", "overclaim"),
        ("keys/admit/2-torsion", "overclaim"),
    ]);
}

fn serving_what_is_not_declared_is_an_underclaim() {
    let played = Play::new().peer("--hide admit_key").run();
    played
        .exits(1)
        .finds(&["underclaim"])
        .says("does not declare `admit_key`, yet the peer serves it");
    played.only(&[
        ("keys/admit/1-good", "not-served"),
        ("keys/admit/2-torsion", "not-served"),
    ]);
}

fn what_is_not_served_is_counted_and_not_failed() {
    let played = Play::new().peer("--hide admit_key --refuse admit_key").run();
    played
        .exits(0)
        .finds(&[])
        .says("9 passed, 0 failed, 2 skipped")
        .says("unserved  admit_key");
    played.only(&[
        ("keys/admit/1-good", "not-served"),
        ("keys/admit/2-torsion", "not-served"),
    ]);
}

fn a_vector_whose_prior_operation_is_not_served_is_not_served() {
    let played = Play::new().peer("--hide apply --refuse apply").run();
    played.exits(0).only(&[
        ("soft-state/1-lookup", "not-served"),
        ("soft-state/2-lower", "not-served"),
    ]);
}

fn crashing_at_an_undeclared_operation_is_found() {
    let played = Play::new()
        .peer("--hide pae --fault abort --when 2")
        .with_arguments(&["--area", "envelope"])
        .run();
    played
        .exits(1)
        .all("not-served")
        .finds(&["bad-refusal"])
        .says("SIGABRT");
}

fn a_capability_that_there_is_not_is_found() {
    Play::new()
        .peer("--declare verfy")
        .run()
        .exits(1)
        .only(&[])
        .finds(&["unknown-capability"])
        .says("`verfy`");
}

fn another_specification_is_no_valid_hello() {
    let played = Play::new().peer("--spec 2").run();
    played
        .exits(1)
        .all("not-run")
        .finds(&["no-hello"])
        .says("hello states SPEC.md versions [2]");
}

fn facts_that_stand_twice_are_the_same() {
    assert_eq!(SPEC_VERSION, generate::SPEC_VERSION);
    let schema = std::fs::read_to_string(workspace_root().join("proto/casp/conformance/v1/driver.proto"));
    let schema = schema.expect("the schema of the driver protocol");
    let fields: Vec<_> = OPERATIONS
        .into_iter()
        .filter(|name| schema.contains(&format!(" {name} = ")))
        .collect();
    assert_eq!(fields, OPERATIONS, "each operation is a field of Request");
}
