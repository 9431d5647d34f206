//! Whatever an adversary has most of, the work of a package is at most linear in it, and a logarithm for lookups. Counted, not
//! timed.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::package::Work;
use casp_evidence::verify_package;
use casp_wire::encode;
use casp_wire::v1::EvidencePackage;
use support::scene::{Scene, spoil};
use support::{MINUTE, NOW, PROVIDER, header, verifier};

fn work(package: &EvidencePackage) -> Work {
    let bytes = encode(package);
    verify_package(&mut verifier(), &bytes).unwrap().work()
}

/// At most this many steps of a binary search in so many items.
fn depth(items: usize) -> u64 {
    u64::from(items.max(1).ilog2()) + 2
}

#[test]
fn receipts_that_each_name_16_others_cost_a_search_each() {
    for receipts in [32, 64, 128, 256] {
        let known = std::rc::Rc::new(std::cell::RefCell::new(Vec::<Vec<u8>>::new()));
        let mut package = Scene {
            receipts,
            events: 1,
            checkpoints: vec![],
            receipt: Box::new(move |index, receipt| {
                receipt.header = Some(header(PROVIDER, NOW + MINUTE + index as i64));
                let mut known = known.borrow_mut();
                if index > 0 {
                    known.push(receipt.previous[0].clone());
                    receipt.previous = known.iter().rev().take(16).cloned().collect();
                    receipt.previous.sort_unstable();
                }
            }),
            ..Scene::default()
        }
        .package();
        let sound = work(&package);
        let searches = 18 * receipts as u64 + 2 * receipts as u64;
        assert_eq!(sound.statements, 6 + receipts as u64);
        assert!(sound.comparisons <= searches * depth(receipts), "{receipts}: {sound:?}");
        // All of them spoilt, or shuffled, is no more work.
        package.receipts.reverse();
        assert!(work(&package).comparisons <= searches * depth(receipts));
        package.receipts.iter_mut().for_each(spoil);
        assert!(work(&package).comparisons <= searches * depth(receipts));
    }
}

#[test]
fn a_result_that_names_256_receipts_costs_a_search_each() {
    let named = |count: u16| {
        let scene = Scene {
            result: Box::new(move |result| {
                result.receipts = (0..count)
                    .map(|number| [&number.to_be_bytes()[..], &[7; 30]].concat())
                    .collect();
            }),
            ..Scene::default()
        };
        work(&scene.package())
    };
    let (few, many) = (named(4), named(256));
    assert_eq!(few.statements, many.statements);
    assert!(many.comparisons - few.comparisons <= 256 * depth(3), "{few:?} {many:?}");
}

#[test]
fn events_cost_a_leaf_at_most_a_node_and_a_search_each() {
    for events in [100, 1_000, 10_000, 65_536] {
        let scene = Scene {
            receipts: 200,
            events,
            data_bytes: 1,
            checkpoints: vec![events as u64],
            ..Scene::default()
        };
        let mut package = scene.package();
        let last = package.events[199.min(events - 1)].receipt.clone();
        let sound = work(&package);
        assert!(sound.hashes <= 2 * events as u64 + 64, "{events}: {sound:?}");
        // Every event names a receipt, each the one that takes longest to find.
        package.events.iter_mut().for_each(|event| event.receipt = last.clone());
        let named = work(&package);
        assert!(
            named.comparisons <= (events as u64 + 1_000) * depth(200),
            "{events}: {named:?}"
        );
    }
}

#[test]
fn checkpoints_do_not_hash_the_trace_again() {
    for count in [1_u64, 8, 64] {
        let scene = Scene {
            receipts: 1,
            events: 5_000,
            data_bytes: 1,
            checkpoints: (1..=count).map(|number| number * 5_000 / count).collect(),
            ..Scene::default()
        };
        let package = scene.package();
        let sound = work(&package);
        // A root takes at most as many hashes as the trace has levels.
        assert!(sound.hashes <= 2 * 5_000 + (count + 1) * 13, "{count}: {sound:?}");
        assert_eq!(sound.statements, 6 + 1 + count);
    }
}

#[test]
fn attestations_cost_a_search_each() {
    for count in [1, 2, 4, 8] {
        let scene = Scene {
            receipts: 100,
            events: 1,
            checkpoints: vec![],
            attestations: count,
            receipt_by: Box::new(|index| if index % 2 == 0 { support::ENCLAVE } else { PROVIDER }),
            ..Scene::default()
        };
        let sound = work(&scene.package());
        assert_eq!(sound.statements, 106);
        let searches = 100 * 5 + 8 * 3 + count as u64 * 2;
        assert!(sound.comparisons <= searches * depth(100), "{count}: {sound:?}");
    }
}

#[test]
fn what_was_found_faulty_is_not_worked_on() {
    let mut package = Scene::default().package();
    spoil(package.result.as_mut().unwrap());
    let work = work(&package);
    // Each statement is verified; without a result that stands the trace is not hashed.
    assert_eq!((work.statements, work.hashes), (11, 0));
}
