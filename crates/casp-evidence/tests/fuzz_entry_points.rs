//! The entry points of the fuzz targets `package`, `proofs` and `trace` hold for inputs at random too.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;

use casp_wire::encode;
use entry_points::support::scene::Scene;
use entry_points::{package, proofs, trace};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn package_holds_on_arbitrary_bytes(choice in 0..2_u8, data in vec(any::<u8>(), 0..300)) {
        package(&[vec![choice], data].concat());
    }

    #[test]
    fn package_holds_on_sound_packages_tampered_with(data in vec(any::<u8>(), 0..40)) {
        package(&[vec![2], data].concat());
    }

    #[test]
    fn proofs_hold_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        proofs(&data);
    }

    #[test]
    fn trace_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        trace(&data);
    }
}

#[test]
fn package_holds_on_packages_from_elsewhere() {
    let sound = encode(&Scene::default().package());
    for choice in 0..2 {
        package(&[&[choice], &sound[..]].concat());
    }
}
