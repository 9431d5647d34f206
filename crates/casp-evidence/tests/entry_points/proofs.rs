//! Proofs: whatever verifies is what a plain transcription of the RFC yields; disclosures and fork proofs are judged calmly.

use casp_evidence::tree::{
    TreeHead, consistency_path, inclusion_path, leaf_hash, verify_consistency, verify_inclusion,
};
use casp_evidence::{History, disclose, prove_fork, verify_disclosure, verify_fork};
use casp_identity::Verifier;
use casp_wire::v1::{EventDisclosure, ForkProof};
use casp_wire::{Stage, Violation as _, encode};
use prost::Message as _;

use super::Input;
use super::support::{SESSION, events, forge, hashes, leaves, reference, signed_checkpoint, verifier};

/// Target `proofs`. The first byte says what follows.
pub fn proofs(data: &[u8]) {
    let mut input = Input(data);
    match input.byte() % 6 {
        0 => inclusion(&mut input),
        1 => consistency(&mut input),
        2 => disclosure_stands(input.0),
        3 => fork_stands(input.0),
        4 => made(&mut input),
        _ => anything(&mut input),
    }
}

fn data(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| vec![number as u8; number % 5]).collect()
}

/// A path that is the true one, or an altered one.
fn altered(mut path: Vec<[u8; 32]>, input: &mut Input<'_>) -> Vec<[u8; 32]> {
    let (change, at) = (input.byte(), input.index(path.len()));
    match change % 5 {
        1 if !path.is_empty() => path[at][input.index(32)] ^= input.byte(),
        2 => path.truncate(at),
        3 => path.insert(at, [input.byte(); 32]),
        4 => path.reverse(),
        _ => {}
    }
    path
}

fn inclusion(input: &mut Input<'_>) {
    let size = 1 + input.index(80);
    let data = data(size);
    let (index, shown) = (input.index(size), input.index(size + 2));
    let truth = inclusion_path(&hashes(&data), index).unwrap();
    assert_eq!(truth, reference::path(index, &data));
    let path = altered(truth, input);
    let tree = TreeHead {
        size: size as u64,
        root: reference::mth(&data),
    };
    let verifies = verify_inclusion(&tree, shown as u64, &leaf_hash(&data[index]), &path).is_ok();
    let is_true = shown < size && data[shown] == data[index] && path == reference::path(shown, &data);
    assert_eq!(verifies, is_true, "{index} as {shown} in {size}");
}

fn consistency(input: &mut Input<'_>) {
    let second = 1 + input.index(80);
    let data = data(second);
    let (first, shown) = (input.index(second + 1), input.index(second + 3));
    let truth = consistency_path(&hashes(&data), first).unwrap();
    let path = altered(truth, input);
    let head = |size: usize| TreeHead {
        size: size as u64,
        root: reference::mth(&data[..size.min(second)]),
    };
    let verifies = verify_consistency(&head(shown), &head(second), &path).is_ok();
    let proof = |size: usize| {
        if size == 0 {
            Vec::new()
        } else {
            reference::proof(size, &data)
        }
    };
    let is_true = shown <= second && path == proof(shown);
    assert_eq!(verifies, is_true, "{first} as {shown} in {second}");
}

/// Sizes and paths without rhyme: nothing verifies, and nothing takes long.
fn anything(input: &mut Input<'_>) {
    let (size, index) = (input.number(8), input.number(8));
    let tree = TreeHead { size, root: [1; 32] };
    let path: Vec<_> = input.0.chunks(32).collect();
    assert!(verify_inclusion(&tree, index, &[2; 32], &path).is_err());
    let first = TreeHead {
        size: index.max(1),
        root: [3; 32],
    };
    assert!(verify_consistency(&first, &tree, &path).is_err());
}

/// What is made verifies, and says what it was made of.
fn made(input: &mut Input<'_>) {
    let (count, cut) = (1 + input.index(24), input.index(24));
    let events = events(count as u64);
    let leaves = leaves(&events);
    let hashes = hashes(&leaves);
    let checkpoint = signed_checkpoint(SESSION, &hashes);
    let nth = input.index(count);
    let bytes = disclose(&checkpoint, &leaves[nth], &hashes).unwrap();
    assert_eq!(verify_disclosure(&mut verifier(), &bytes).unwrap().event, events[nth]);

    // Another history up to another size, the same up to `nth`.
    let shorter = cut.min(count - 1) + 1;
    let mut other = hashes[..shorter].to_vec();
    other.iter_mut().skip(nth).for_each(|hash| hash[0] ^= 1);
    let other_checkpoint = signed_checkpoint(SESSION, &other);
    let proof = prove_fork(
        History::of_checkpoint(&checkpoint, &hashes),
        History::of_checkpoint(&other_checkpoint, &other),
    );
    assert_eq!(proof.is_ok(), nth < shorter);
    if let Ok(proof) = proof {
        assert!(verify_fork(&mut verifier(), &proof).is_ok());
    }
}

fn disclosure_stands(bytes: &[u8]) {
    let Ok(mut disclosure) = EventDisclosure::decode(bytes) else {
        return;
    };
    let network = network(disclosure.checkpoint.as_ref().map(encode));
    calm(verify_disclosure(&mut Verifier::new(network.as_str(), None), bytes).map(drop));
    disclosure.checkpoint = disclosure.checkpoint.map(forge::resign);
    calm(verify_disclosure(&mut Verifier::new(network, None), &encode(&disclosure)).map(drop));
}

fn fork_stands(bytes: &[u8]) {
    let Ok(mut proof) = ForkProof::decode(bytes) else {
        return;
    };
    let network = network(proof.first.as_ref().map(encode));
    calm(verify_fork(&mut Verifier::new(network.as_str(), None), bytes).map(drop));
    (proof.first, proof.second) = (proof.first.map(forge::resign), proof.second.map(forge::resign));
    let verdict = verify_fork(&mut Verifier::new(network.as_str(), None), &encode(&proof));
    if verdict.is_ok() {
        let swapped = ForkProof {
            first: proof.second,
            second: proof.first,
            first_leaf: proof.second_leaf,
            second_leaf: proof.first_leaf,
            ..proof
        };
        let refused = verify_fork(&mut Verifier::new(network, None), &encode(&swapped)).unwrap_err();
        assert_eq!(refused.rule(), "FRK-2");
    }
    calm(verdict.map(drop));
}

fn calm(verdict: Result<(), casp_evidence::EvidenceViolation>) {
    if let Err(violation) = verdict {
        let stages = [Stage::Size, Stage::Encoding, Stage::Chain];
        assert!(stages.contains(&violation.stage()), "{violation}");
    }
}

fn network(bundle: Option<Vec<u8>>) -> String {
    bundle.and_then(|bundle| forge::network_of(&bundle)).unwrap_or_default()
}
