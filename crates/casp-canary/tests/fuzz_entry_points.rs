//! The entry points of the fuzz targets `json`, `oracle` and `canary_case` hold for inputs at random too.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
#[path = "support/tree.rs"]
mod tree;

use entry_points::support::Script;
use entry_points::{BETWEEN, canary_case, json, oracle};
use proptest::collection::vec;
use proptest::prelude::*;
use tree::{Choices, tree};

/// Texts from which oracles of every form and near misses come.
const SAID: &str = "[-0-9. a\n{}\\[\\]\"\r\t]{0,8}";

const DECIMAL: &str = "-?[0-9]{1,4}(\\.[0-9]{1,18})?";

fn pair(a: &[u8], b: &[u8]) -> Vec<u8> {
    [a, &[BETWEEN], b].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn json_holds_on_pairs_of_texts(tree in tree(), first: u64, second: u64, at: prop::sample::Index, byte: u8) {
        let mut other = tree.clone();
        other.alter(&mut Choices(first));
        let mut data = pair(tree.spell(first).as_bytes(), other.spell(second).as_bytes());
        json(&data);
        let at = at.index(data.len());
        data[at] = byte;
        json(&data);
    }

    #[test]
    fn oracle_holds_on_text_of_its_form(form: u8, said in SAID, answer in SAID) {
        oracle(&[&[form][..], &pair(said.as_bytes(), answer.as_bytes())].concat());
        oracle(&[&[form][..], &pair(said.as_bytes(), format!(" {said}\n").as_bytes())].concat());
    }

    #[test]
    fn oracle_holds_on_decimals(expected in DECIMAL, tolerance in "[0-9]{1,2}(\\.[0-9]{1,18})?", answer in DECIMAL) {
        oracle(&[&[2][..], &pair(format!("{expected} {tolerance}").as_bytes(), answer.as_bytes())].concat());
    }

    #[test]
    fn oracle_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..100)) {
        oracle(&data);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn canary_case_holds_on_damaged_statements(choice in 1_u8.., right: bool, damages in vec(any::<u8>(), 0..12)) {
        canary_case(&[&[choice, u8::from(right)], damages.as_slice()].concat());
    }

    #[test]
    fn canary_case_holds_on_damaged_cases(at: prop::sample::Index, bits: u8, cut: bool) {
        let mut data = [vec![0], casp_wire::encode(&Script::sound().play())].concat();
        let at = at.index(data.len());
        data[at] ^= bits;
        data.truncate(if cut { at } else { data.len() });
        canary_case(&data);
    }

    #[test]
    fn canary_case_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..300)) {
        canary_case(&data);
    }
}
