//! The entry points of the fuzz targets `verify` and `text` hold for inputs at random too.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_identity::HostBindingKind;
use entry_points::{forge, text, verify};
use proptest::collection::vec;
use proptest::prelude::*;
use support::{ALICE, NOW, WORKER, host_binding, id, key, seal_delegated, sealed_delegation};

/// The input of `verify` for a bundle or a payload.
fn input(choice: u8, bytes: &[u8]) -> Vec<u8> {
    [&[choice], &NOW.to_be_bytes()[2..], bytes].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn verify_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        verify(&data);
    }

    #[test]
    fn verify_holds_on_statements(choice: u8) {
        let delegation = sealed_delegation(1);
        let binding = seal_delegated::<HostBindingKind>(&host_binding(), &delegation);
        verify(&input(choice, delegation.as_bytes()));
        verify(&input(choice, binding.as_bytes()));
        verify(&input(choice, &casp_wire::encode(&host_binding())));
    }

    #[test]
    fn text_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        text(&data);
    }

    #[test]
    fn text_holds_on_names_and_what_resembles_them(at: prop::sample::Index, letter in "[!-~]") {
        for name in [id(ALICE).to_did_key(), id(ALICE).to_peer_id()] {
            text(name.as_bytes());
            let at = at.index(name.len());
            text([&name[..at], &letter, &name[at + 1..]].concat().as_bytes());
        }
    }

    #[test]
    fn text_holds_on_envelopes(payload_type in "\\PC{1,20}|[\\x00-\\x1f\"\\\\]{1,20}", payload in vec(any::<u8>(), 1..40)) {
        text(&casp_wire::encode(&forge::envelope(&payload_type, &payload, key(WORKER))));
    }
}
