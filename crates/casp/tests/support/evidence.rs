//! Evidence and canary cases in files: what the scenes of casp-evidence and casp-canary make, which has the same bytes each time.

#![allow(
    clippy::restriction,
    clippy::duplicate_mod,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part; both scenes forge statements in the same way"
)]

use casp_evidence::{History, prove_fork};
use casp_wire::encode;
use casp_wire::v1::EvidencePackage;

use crate::support::Sandbox;

#[path = "../../../casp-canary/tests/support/mod.rs"]
pub mod canary_scene;
#[path = "../../../casp-evidence/tests/support/mod.rs"]
pub mod evidence_scene;

use canary_scene::Script;
use evidence_scene::scene::Scene;
use evidence_scene::{SESSION, bundle, events, hashes, leaves, signed_checkpoint};

/// A trace of so many events, without contract.
pub fn trace(count: u64) -> EvidencePackage {
    let events = events(count);
    let hashes = hashes(&leaves(&events));
    EvidencePackage {
        checkpoints: vec![
            bundle(&signed_checkpoint(SESSION, &hashes[..2])),
            bundle(&signed_checkpoint(SESSION, &hashes)),
        ],
        events,
        ..EvidencePackage::default()
    }
}

/// Proof of two histories, of one size or of two.
pub fn fork(second_size: u64) -> Vec<u8> {
    let first = leaves(&events(4));
    let mut other = events(second_size);
    other[2].data = b"something else".to_vec();
    let (first, other) = (hashes(&first), hashes(&leaves(&other)));
    let signed = [&first, &other].map(|hashes| signed_checkpoint(SESSION, hashes));
    prove_fork(
        History::of_checkpoint(&signed[0], &first),
        History::of_checkpoint(&signed[1], &other),
    )
    .unwrap()
    .into()
}

/// Files of evidence that hold: `package`, `unilateral`, `trace`, `disclosure`, `fork`, `fork-of-one-size`, `case`, `past-case`.
pub fn furnished() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("package", encode(&Scene::default().package()));
    let unilateral = Scene {
        acknowledged: false,
        ..Scene::default()
    };
    sandbox.write("unilateral", encode(&unilateral.package()));
    sandbox.write("trace", encode(&trace(5)));
    sandbox.ok("evidence prove trace --event 3 -o disclosure");
    sandbox.write("fork", fork(6));
    sandbox.write("fork-of-one-size", fork(4));
    sandbox.write("case", encode(&Script::sound().play()));
    let mut past = Script::sound();
    if let Some(canary) = &mut past.opening.canary {
        canary.generator = None;
    }
    sandbox.write("past-case", encode(&past.play()));
    sandbox
}
