//! A signed report: an evidence package that says what the other reports say, and that breaks when it is touched.

use casp_evidence::{Member, PackageReport, verify_package};
use casp_identity::{SoftwareKey, Verifier, keyfile};
use conformance::report::NETWORK;
use serde_json::Value;

use crate::stage::Play;

crate::tests!(
    a_signed_report_is_a_package_that_verifies,
    a_signed_report_with_one_byte_changed_names_what_broke,
    a_report_that_is_signed_needs_a_key_and_a_place,
);

/// A signed report, and the one that says the same.
fn signed() -> (Vec<u8>, Value) {
    let play = Play::new();
    let (key, path) = (play.path("key"), play.path("run.casp"));
    keyfile::write(&key, &SoftwareKey::from_seed(&[9; 32])).expect("a key file");
    let report = format!("evidence={}", path.display());
    let key = key.display().to_string();
    let arguments = ["--sign", key.as_str(), "--report", report.as_str()];
    let play = play.peer("--always ACCEPT").with_arguments(&arguments);
    let played = play.run();
    (std::fs::read(path).expect(&played.text), played.report)
}

fn verified(package: &[u8]) -> PackageReport<'_> {
    verify_package(&mut Verifier::new(NETWORK, None), package).expect("a package")
}

fn a_signed_report_is_a_package_that_verifies() {
    let (package, json) = signed();
    let report = verified(&package);
    assert_eq!(report.violation(), None);
    let verified = report.into_verified_of_any().expect("no fault");
    let events: Vec<(String, Value)> = verified
        .events()
        .map(|event| (event.kind.to_owned(), serde_json::from_slice(event.data).expect("JSON")))
        .collect();
    let vectors = json["vectors"].as_array().expect("vectors");
    assert_eq!(events.len(), vectors.len() + 2);
    assert_eq!(events[0].1["suite"], json["suite"]["digest"]);
    for vector in vectors {
        let told = events.iter().any(|(kind, data)| {
            kind == "conformance-vector" && data["vector"] == vector["id"] && data["status"] == vector["outcome"]
        });
        assert!(told, "{vector} is not in the trace");
    }
    assert_eq!(events.last().expect("an end").1["standing"], json["standing"]);
}

fn a_signed_report_with_one_byte_changed_names_what_broke() {
    let (package, _) = signed();
    let at = |needle: &[u8]| {
        package
            .windows(needle.len())
            .position(|part| part == needle)
            .expect("it is there")
    };
    let broken = |at: usize| {
        let mut package = package.clone();
        package[at] ^= 1;
        verified(&package).members_at_fault()
    };
    assert_eq!(
        broken(at(b"\"passed\":")),
        [(Member::Events, 0)],
        "the root no longer fits"
    );
    assert_eq!(
        broken(package.len() - 70),
        [(Member::Checkpoints, 0)],
        "nor does the signature"
    );
}

fn a_report_that_is_signed_needs_a_key_and_a_place() {
    for arguments in [["--report", "evidence=x"], ["--sign", "no-such-key"]] {
        Play::new().peer("").with_arguments(&arguments).run().exits(3);
    }
}
