//! Of every published vector whose bundle is refused before its meaning is looked at, `casp inspect` names the stage and the code.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "support/vectors.rs"]
mod vectors;

use serde_json::Value;
use vectors::{on_every_core, vectors};

/// Stages that depend on nothing but the bytes.
const STAGES: [&str; 6] = [
    "SIZE",
    "ENCODING",
    "PAYLOAD_SIZE",
    "KEY",
    "SIGNATURE",
    "PAYLOAD_ENCODING",
];

/// The bundle that is judged, whichever operation judges it. That of a dispute is another message.
fn bundle(vector: &Value) -> Option<Vec<u8>> {
    let mut operations = vector["step"]["operation"].as_object()?.iter();
    let (_, operation) = operations.find(|(name, _)| *name != "judge")?;
    operation.get("bundle").map(vectors::bytes)
}

#[test]
fn each_refusal_is_named() {
    let of_the_bytes = |vector: &Value| STAGES.contains(&vector["expect"]["stage"].as_str().unwrap_or_default());
    let judged: Vec<_> = vectors()
        .into_iter()
        .filter(of_the_bytes)
        .filter_map(|vector| Some((bundle(&vector)?, vector)))
        .collect();
    let compared = on_every_core(&judged, |sandbox, (bundle, vector)| {
        let (id, expected) = (&vector["id"], &vector["expect"]);
        sandbox.write("bundle", bundle);
        let output = sandbox.run("--json inspect bundle --as bundle");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{id}");
        assert_eq!(page["error"]["stage"], expected["stage"], "{id}");
        let codes = expected["codes"].as_array().unwrap();
        assert!(codes.contains(&page["error"]["code"]), "{id}: {}", page["error"]);
    });
    let compared = compared.len();
    assert!(compared > 700, "only {compared} vectors were compared");
}
