//! Leaves, roots and proofs that others published for RFC 6962 come out the same here, and verify.

#![allow(clippy::restriction, reason = "test code")]

use casp_evidence::tree::{
    Frontier, Hash, TreeHead, consistency_path, empty_root, inclusion_path, leaf_hash, verify_consistency,
    verify_inclusion,
};
use serde_json::Value;

struct Published {
    leaves: Vec<Hash>,
    roots: Vec<Hash>,
    json: Value,
}

impl Published {
    fn load() -> Self {
        let json: Value = serde_json::from_str(include_str!("../../../vectors/external/rfc6962/tree.json")).unwrap();
        let leaves = texts(&json["leaves"])
            .map(|leaf| leaf_hash(&hex::decode(leaf).unwrap()))
            .collect();
        Self {
            leaves,
            roots: hashes(&json["roots"]),
            json,
        }
    }

    fn head(&self, size: usize) -> TreeHead {
        TreeHead {
            size: size as u64,
            root: self.roots[size],
        }
    }

    fn proofs(&self, name: &str, from: &str, to: &str) -> Vec<(usize, usize, Vec<Hash>)> {
        let number = |proof: &Value, name: &str| proof[name].as_u64().unwrap() as usize;
        let proofs = self.json[name].as_array().unwrap().iter();
        proofs
            .map(|proof| (number(proof, from), number(proof, to), hashes(&proof["path"])))
            .collect()
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap())
}

fn hashes(list: &Value) -> Vec<Hash> {
    texts(list)
        .map(|hash| hex::decode(hash).unwrap().try_into().unwrap())
        .collect()
}

#[test]
fn published_roots_come_out() {
    let published = Published::load();
    assert_eq!((published.leaves.len(), published.roots.len()), (8, 9));
    assert_eq!(published.leaves, hashes(&published.json["leaf_hashes"]));
    let mut tree = Frontier::new();
    assert_eq!(empty_root(), published.roots[0]);
    assert_eq!(tree.root(), published.roots[0]);
    for (leaf, root) in published.leaves.iter().zip(&published.roots[1..]) {
        tree.push(*leaf).unwrap();
        assert_eq!(tree.root(), *root);
    }
}

#[test]
fn published_inclusion_proofs_come_out_and_verify() {
    let published = Published::load();
    let proofs = published.proofs("inclusion", "index", "size");
    assert_eq!(proofs.len(), 5);
    for (index, size, path) in proofs {
        assert_eq!(inclusion_path(&published.leaves[..size], index), Some(path.clone()));
        let verdict = verify_inclusion(&published.head(size), index as u64, &published.leaves[index], &path);
        assert_eq!(verdict, Ok(()));
    }
}

#[test]
fn published_consistency_proofs_come_out_and_verify() {
    let published = Published::load();
    let proofs = published.proofs("consistency", "first", "second");
    assert_eq!(proofs.len(), 4);
    for (first, second, path) in proofs {
        assert_eq!(consistency_path(&published.leaves[..second], first), Some(path.clone()));
        let verdict = verify_consistency(&published.head(first), &published.head(second), &path);
        assert_eq!(verdict, Ok(()));
    }
}
