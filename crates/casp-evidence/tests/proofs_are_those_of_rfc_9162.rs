//! The tree, its frontier and its proofs are what a plain transcription of RFC 9162 section 2.1 yields, for every size up to 200
//! and for larger ones at random; and nothing but the proof verifies (PRF-1, PRF-2).

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/reference.rs"]
mod reference;

use casp_evidence::EvidenceViolation;
use casp_evidence::tree::{
    Frontier, Hash, TreeFull, TreeHead, consistency_path, empty_root, inclusion_path, leaf_hash, root,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use proptest::sample::Index;

fn data(count: usize) -> Vec<Vec<u8>> {
    // Beyond 255 bytes leaves are hashed in two parts.
    (0..count)
        .map(|number| vec![number as u8; number % 7 * 43 + number / 256])
        .collect()
}

fn hashes(leaves: &[Vec<u8>]) -> Vec<Hash> {
    leaves.iter().map(|leaf| leaf_hash(leaf)).collect()
}

fn head(leaves: &[Hash]) -> TreeHead {
    TreeHead {
        size: leaves.len() as u64,
        root: root(leaves),
    }
}

#[test]
fn every_tree_up_to_200_leaves_has_the_root_that_the_rfc_gives() {
    let data = data(200);
    let mut tree = Frontier::new();
    for size in 0..=200 {
        assert_eq!(tree.root(), reference::mth(&data[..size]), "size {size}");
        assert_eq!(tree.peaks().len(), size.count_ones() as usize);
        if let Some(leaf) = data.get(size) {
            tree.push(leaf_hash(leaf)).unwrap();
        }
    }
}

#[test]
fn every_inclusion_proof_up_to_200_leaves_is_the_rfcs_and_verifies() {
    let data = data(200);
    let leaves = hashes(&data);
    for size in 1..=200 {
        let tree = head(&leaves[..size]);
        // Every index of small trees, and around the edges of large ones.
        for index in (0..size).filter(|index| size <= 70 || index % 13 == 0 || size - index < 3) {
            let path = inclusion_path(&leaves[..size], index).unwrap();
            assert_eq!(path, reference::path(index, &data[..size]), "{index} in {size}");
            assert_eq!(
                verify_inclusion(&tree, index as u64, &leaves[index], &path),
                Ok(()),
                "{index} in {size}"
            );
        }
        assert_eq!(inclusion_path(&leaves[..size], size), None);
    }
}

#[test]
fn every_consistency_proof_up_to_200_leaves_is_the_rfcs_and_verifies() {
    let data = data(200);
    let leaves = hashes(&data);
    for second in 0..=200 {
        let tree = head(&leaves[..second]);
        let firsts = (0..=second)
            .filter(|first| second <= 70 || first % 13 == 0 || first.is_power_of_two() || second - first < 3);
        for first in firsts {
            let path = consistency_path(&leaves[..second], first).unwrap();
            if first > 0 {
                assert_eq!(path, reference::proof(first, &data[..second]), "{first} to {second}");
            }
            let verdict = verify_consistency(&head(&leaves[..first]), &tree, &path);
            assert_eq!(verdict, Ok(()), "{first} to {second}");
        }
        assert_eq!(consistency_path(&leaves[..second], second + 1), None);
    }
}

#[test]
fn in_trees_of_up_to_20_leaves_no_leaf_is_shown_where_it_is_not() {
    let leaves = hashes(&data(20));
    for size in 1..=20 {
        let tree = head(&leaves[..size]);
        for at in 0..size {
            let path = inclusion_path(&leaves[..size], at).unwrap();
            for (claimed, leaf) in (0..24).flat_map(|claimed| leaves.iter().map(move |leaf| (claimed, leaf))) {
                let shown = verify_inclusion(&tree, claimed, leaf, &path).is_ok();
                assert_eq!(
                    shown,
                    claimed == at as u64 && *leaf == leaves[at],
                    "{at} as {claimed} in {size}"
                );
            }
        }
    }
}

#[test]
fn in_trees_of_up_to_20_leaves_no_sizes_but_the_true_ones_are_consistent() {
    let leaves = hashes(&data(20));
    let heads: Vec<_> = (0..=20).map(|size| head(&leaves[..size])).collect();
    for second in 2..=20 {
        for first in 1..second {
            let path = consistency_path(&leaves[..second], first).unwrap();
            for claimed in heads.iter().filter(|claimed| claimed.size != first as u64) {
                let verdict = verify_consistency(claimed, &heads[second], &path);
                assert_eq!(
                    verdict,
                    Err(EvidenceViolation::Consistency),
                    "{first} as {claimed:?} in {second}"
                );
            }
        }
    }
}

#[test]
fn beyond_the_rfc_equal_and_empty_trees_are_consistent_without_a_path_alone() {
    let leaves = hashes(&data(3));
    let (empty, one, three) = (head(&[]), head(&leaves[..1]), head(&leaves));
    let nothing: [Hash; 0] = [];
    assert_eq!(empty.root, empty_root());
    for (first, second) in [(&empty, &empty), (&empty, &three), (&one, &one), (&three, &three)] {
        assert_eq!(verify_consistency(first, second, &nothing), Ok(()));
        assert!(verify_consistency(first, second, &[empty.root]).is_err());
    }
    let renamed = |size| TreeHead { size, root: [7; 32] };
    assert!(verify_consistency(&renamed(0), &three, &nothing).is_err());
    assert!(verify_consistency(&empty, &renamed(0), &nothing).is_err());
    assert!(verify_consistency(&renamed(3), &three, &nothing).is_err());
    let back = consistency_path(&leaves, 1).unwrap();
    assert!(verify_consistency(&three, &one, &back).is_err());
    assert!(verify_consistency(&three, &one, &nothing).is_err());
    assert!(verify_inclusion(&empty, 0, &leaves[0], &nothing).is_err());
}

#[test]
fn a_path_of_another_length_is_refused_before_it_is_hashed() {
    // Right to the last level of the largest tree, 64 hashes; a path of millions costs nothing.
    let whole = TreeHead {
        size: u64::MAX,
        root: [1; 32],
    };
    for length in [0, 63, 64, 65, 5_000_000] {
        let path = vec![[2_u8; 32]; length];
        assert!(verify_inclusion(&whole, 0, &[3; 32], &path).is_err());
        assert!(verify_inclusion(&whole, u64::MAX - 1, &[3; 32], &path).is_err());
        assert!(verify_inclusion(&whole, u64::MAX, &[3; 32], &path).is_err());
        let first = TreeHead {
            size: u64::MAX - 1,
            root: [4; 32],
        };
        assert!(verify_consistency(&first, &whole, &path).is_err());
    }
}

#[test]
fn hashes_of_another_length_than_32_bytes_are_refused() {
    let leaves = hashes(&data(2));
    let tree = head(&leaves);
    for length in [0, 31, 33] {
        let mut path = vec![leaves[1].to_vec()];
        assert_eq!(verify_inclusion(&tree, 0, &leaves[0], &path), Ok(()));
        path[0].resize(length, 0);
        assert_eq!(
            verify_inclusion(&tree, 0, &leaves[0], &path),
            Err(EvidenceViolation::Inclusion)
        );
        let first = head(&leaves[..1]);
        assert_eq!(
            verify_consistency(&first, &tree, &path),
            Err(EvidenceViolation::Consistency)
        );
    }
}

#[test]
fn a_frontier_is_taken_up_again_and_never_overflows() {
    let leaves = hashes(&data(11));
    let mut tree = Frontier::new();
    leaves[..7].iter().for_each(|leaf| tree.push(*leaf).unwrap());
    let mut again = Frontier::from_parts(tree.size(), tree.peaks().to_vec()).unwrap();
    leaves[7..].iter().for_each(|leaf| again.push(*leaf).unwrap());
    assert_eq!(again.head(), head(&leaves));
    assert!(Frontier::from_parts(7, vec![[0; 32]; 2]).is_err());
    assert!(Frontier::from_parts(0, vec![[0; 32]]).is_err());

    let mut full = Frontier::from_parts(u64::MAX, vec![[0; 32]; 64]).unwrap();
    let before = full.clone();
    assert_eq!(full.push([1; 32]), Err(TreeFull));
    assert_eq!(full, before);
    let mut last = Frontier::from_parts(u64::MAX - 1, vec![[0; 32]; 63]).unwrap();
    assert_eq!(last.push([1; 32]), Ok(()));
    assert_eq!((last.size(), last.peaks().len()), (u64::MAX, 64));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn larger_trees_agree_with_the_rfc(size in 201..3_000_usize, index: Index, first: Index) {
        let data = data(size);
        let leaves = hashes(&data);
        let (index, first) = (index.index(size), 1 + first.index(size));
        prop_assert_eq!(root(&leaves), reference::mth(&data));
        let path = inclusion_path(&leaves, index).unwrap();
        prop_assert_eq!(&path, &reference::path(index, &data));
        prop_assert_eq!(verify_inclusion(&head(&leaves), index as u64, &leaves[index], &path), Ok(()));
        let path = consistency_path(&leaves, first).unwrap();
        prop_assert_eq!(&path, &reference::proof(first, &data));
        prop_assert_eq!(verify_consistency(&head(&leaves[..first]), &head(&leaves), &path), Ok(()));
    }

    #[test]
    fn a_forged_proof_shows_nothing(size in 2..300_usize, index: Index, at: Index, byte in 0..32_usize, bits in 1..=u8::MAX) {
        let leaves = hashes(&data(size));
        let index = index.index(size);
        let mut path = inclusion_path(&leaves, index).unwrap();
        let at = at.index(path.len());
        path[at][byte] ^= bits;
        prop_assert!(verify_inclusion(&head(&leaves), index as u64, &leaves[index], &path).is_err());

        let first = 1 + index.min(size - 2);
        let mut path = consistency_path(&leaves, first).unwrap();
        let at = at.min(path.len() - 1);
        path[at][byte] ^= bits;
        prop_assert!(verify_consistency(&head(&leaves[..first]), &head(&leaves), &path).is_err());
    }

    #[test]
    fn a_path_cut_or_grown_shows_nothing(size in 2..300_usize, index: Index, keep: Index) {
        let leaves = hashes(&data(size));
        let index = index.index(size);
        let path = inclusion_path(&leaves, index).unwrap();
        let shorter = &path[..keep.index(path.len())];
        prop_assert!(verify_inclusion(&head(&leaves), index as u64, &leaves[index], shorter).is_err());
        let longer = [&path[..], &[leaves[0]]].concat();
        prop_assert!(verify_inclusion(&head(&leaves), index as u64, &leaves[index], &longer).is_err());
    }

    #[test]
    fn sizes_up_to_the_greatest_are_judged_in_64_steps(size: u64, index: u64, first: u64, path in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        let tree = TreeHead { size, root: [1; 32] };
        prop_assert!(verify_inclusion(&tree, index, &[2; 32], &path).is_err());
        let first = TreeHead { size: first.max(1), root: [3; 32] };
        prop_assert!(verify_consistency(&first, &tree, &path).is_err());
    }
}
