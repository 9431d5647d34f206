//! The entry points of the fuzz targets `store` and `equivocation` hold for inputs at random too.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::v1::EquivocationProof;
use entry_points::{equivocation, forge, store};
use proptest::collection::vec;
use proptest::prelude::*;
use support::{ALICE, NOW, descriptor_of, withdrawal_of};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn store_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        store(&data);
    }

    #[test]
    fn store_holds_on_statements_from_elsewhere(limits: u8, kinds in vec(any::<u8>(), 1..6)) {
        let bundle = descriptor_of(ALICE, 1, 1, NOW).bundle().to_vec();
        let clock = [&[0xff], &NOW.to_be_bytes()[2..]].concat();
        let foreign = |kind: u8| [&[8, kind], &(bundle.len() as u16).to_be_bytes()[..], &bundle].concat();
        store(&[vec![limits], clock, kinds.into_iter().flat_map(foreign).collect()].concat());
    }

    #[test]
    fn equivocation_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        equivocation(&data);
    }

    #[test]
    fn equivocation_holds_on_pairs(choice: u8, at: prop::sample::Index, bits: u8) {
        let member = |bytes: &[u8]| forge::lenient_bundle(bytes);
        let proof = EquivocationProof {
            first: member(descriptor_of(ALICE, 1, 1, NOW).bundle()),
            second: member(withdrawal_of(ALICE, 1, 1, NOW).bundle()),
        };
        let mut data = [vec![choice], casp_wire::encode(&proof)].concat();
        equivocation(&data);
        let at = at.index(data.len());
        data[at] ^= bits;
        equivocation(&data);
    }
}
