//! Of every published vector whose bundle is refused before its meaning is looked at, `casp inspect` names the stage and the code.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::path::Path;

use serde_json::Value;
use support::Sandbox;

/// Stages that depend on nothing but the bytes.
const STAGES: [&str; 6] = [
    "SIZE",
    "ENCODING",
    "PAYLOAD_SIZE",
    "KEY",
    "SIGNATURE",
    "PAYLOAD_ENCODING",
];

fn vectors() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let areas = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let files = areas
        .filter(|area| area.is_dir() && !area.ends_with("external"))
        .flat_map(|area| std::fs::read_dir(area).unwrap().map(|entry| entry.unwrap().path()));
    let parsed = files.map(|file| serde_json::from_slice::<Value>(&std::fs::read(file).unwrap()).unwrap());
    parsed
        .flat_map(|file| file["vectors"].as_array().unwrap().clone())
        .collect()
}

/// The bundle that is judged, whichever operation judges it.
fn bundle(vector: &Value) -> Option<Vec<u8>> {
    let operation = vector["step"]["operation"].as_object()?.values().next()?;
    hex::decode(operation.get("bundle")?.as_str()?).ok()
}

#[test]
fn each_refusal_is_named() {
    let sandbox = Sandbox::new();
    let mut compared = 0;
    for vector in vectors() {
        let (id, expected) = (&vector["id"], &vector["expect"]);
        let stage = expected["stage"].as_str().unwrap_or_default();
        let Some(bundle) = bundle(&vector).filter(|_| STAGES.contains(&stage)) else {
            continue;
        };
        sandbox.write("bundle", bundle);
        let output = sandbox.run("--json inspect bundle --as bundle");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{id}");
        assert_eq!(page["error"]["stage"], stage, "{id}");
        let codes = expected["codes"].as_array().unwrap();
        assert!(codes.contains(&page["error"]["code"]), "{id}: {}", page["error"]);
        compared += 1;
    }
    assert!(compared > 700, "only {compared} vectors were compared");
}
