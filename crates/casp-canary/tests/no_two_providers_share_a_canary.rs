//! A bank derives every canary for one provider alone, and always the same one (SPEC.md section 16.3).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeSet;

use casp_canary::generate::FAMILIES;
use casp_canary::{CanaryBank, DerivedCanary};
use casp_identity::AgentId;
use casp_wire::v1::Canary;
use sha2::{Digest as _, Sha256};
use support::{PROVIDER, bank, derived, family, id};

fn seed_of(derived: &DerivedCanary) -> Vec<u8> {
    derived.commitment.canary().generator.as_ref().unwrap().seed.clone()
}

/// From a program in another language, written from the specification alone: bank seed 32 times 0x42, the provider's
/// key 0 to 31.
#[test]
fn derived_canaries_are_the_known_ones() {
    let provider = AgentId::from_public_key(&std::array::from_fn(|at| at as u8));
    let known = [
        (
            "arithmetic-json",
            "5773ff4b6ace5e396f1296ba2ee3eadb321f5e2aa722e1c69bff467ffe2eb971",
            "98916a4c4c9dcc4ff197342dba2b0f00acb1a64cac56ce9e7d1fa1bc1f6f6cc7",
            "89abf9e4579c1611426a2cd52f5742c99853aaf896f36ab2ca2e80b376a8acd6",
        ),
        (
            "text-transform",
            "c6232afe3cc293a3d76ca9e0fdc0914f16c62d161cb79430aedb05c71dfd6e61",
            "6210cc631cc5d290ea347386764da0e30462c78a985a878155a55da842bf8c55",
            "9da8dd3c966b343693d02489b813d61cbbebc4022fc5ca23566007311d21840f",
        ),
        (
            "table-lookup",
            "ea41e7d9b092f15a34f44c320d301e268eb0c6f1561e7db22a34daa0eac62d1d",
            "4344feedc25d7ddef0e265a3e97fe7911085fb3c982eacb8a1db9f533a31dd22",
            "8ab6cedd0148d8ee06db0f088c4f75e4882b7f22b0f74976d0cc99eb35fb918c",
        ),
        (
            "raster-digest",
            "230b7aeb8f170d76158374461e96e992864f335464df0a87e68cf57f4a1340b7",
            "93b951a73f6ddade30145ad53be5e9ab7a536e030abd5effedafff72752ec231",
            "6835d0229251dcf1c53a6ddbdc858b1f1f7ae3a674dd675fc2054837174fd0f8",
        ),
    ];
    for (name, seed, salt, blind) in known {
        let derived = bank().derive(provider, 0x0102_0304_0506_0708, family(name));
        assert_eq!(hex::encode(seed_of(&derived)), seed, "{name}");
        assert_eq!(hex::encode(derived.commitment.salt()), salt, "{name}");
        assert_eq!(hex::encode(derived.commitment.blind()), blind, "{name}");
    }
}

#[test]
fn provider_index_family_and_bank_each_change_everything() {
    let one = derived(PROVIDER, 1, "table-lookup");
    assert_eq!(one, derived(PROVIDER, 1, "table-lookup"));
    let others = [
        derived(PROVIDER + 1, 1, "table-lookup"),
        derived(PROVIDER, 2, "table-lookup"),
        derived(PROVIDER, 1 << 56, "table-lookup"),
        derived(PROVIDER, 1, "text-transform"),
        CanaryBank::from_seed(&[0x43; 32]).derive(id(PROVIDER), 1, family("table-lookup")),
    ];
    for (index, other) in others.iter().enumerate() {
        assert_ne!(seed_of(&one), seed_of(other), "{index}");
        assert_ne!(one.commitment.salt(), other.commitment.salt(), "{index}");
        assert_ne!(one.commitment.blind(), other.commitment.blind(), "{index}");
        assert_ne!(one.task.input, other.task.input, "{index}");
    }
}

#[test]
fn no_input_and_no_blind_comes_twice() {
    let (mut inputs, mut blinds, mut secrets) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for provider in 0..20 {
        for index in 0..25 {
            for family in &FAMILIES {
                let derived = bank().derive(id(provider), index, family);
                assert_eq!(derived.commitment.canary().provider, id(provider).as_bytes());
                blinds.insert(derived.commitment.blind());
                secrets.insert(seed_of(&derived));
                secrets.insert(derived.commitment.salt().to_vec());
                inputs.insert(derived.task.input);
            }
        }
    }
    assert_eq!((inputs.len(), blinds.len(), secrets.len()), (2_000, 2_000, 4_000));
}

#[test]
fn a_blind_depends_on_every_field_and_on_the_salt() {
    let derived = derived(PROVIDER, 1, "table-lookup");
    let (salt, canary) = (derived.commitment.salt(), derived.commitment.canary());
    let altered = |alter: fn(&mut Canary)| {
        let mut canary = canary.clone();
        alter(&mut canary);
        casp_canary::blind(salt, &canary)
    };
    let mut other_salt = *salt;
    other_salt[31] ^= 1;
    let blinds = BTreeSet::from([
        derived.commitment.blind(),
        casp_canary::blind(&other_salt, canary),
        altered(|canary| canary.provider[33] ^= 1),
        altered(|canary| canary.input_digest[0] ^= 1),
        altered(|canary| canary.oracle = None),
        altered(|canary| canary.generator = None),
        altered(|canary| canary.generator.as_mut().unwrap().seed[0] ^= 1),
    ]);
    assert_eq!(blinds.len(), 7);
}

/// The blind again, from the bytes that the specification names.
#[test]
fn a_blind_is_the_digest_of_tag_salt_and_encoding() {
    let commitment = derived(PROVIDER, 1, "table-lookup").commitment;
    let bytes = [
        b"casp/v1/canary",
        &commitment.salt()[..],
        &casp_wire::encode(commitment.canary()),
    ]
    .concat();
    assert_eq!(commitment.blind(), <[u8; 32]>::from(Sha256::digest(bytes)));
}

#[test]
fn what_is_secret_is_never_printed() {
    let derived = derived(PROVIDER, 1, "table-lookup");
    let shown = format!("{:?} {derived:?} {:?}", bank(), derived.commitment);
    let secrets = [&[0x42; 32], derived.commitment.salt()].map(|secret| (hex::encode(secret), format!("{secret:?}")));
    for (hexadecimal, list) in secrets {
        assert!(
            !shown.contains(&hexadecimal[..8]) && !shown.contains(&list[1..12]),
            "{shown}"
        );
    }
    assert!(!shown.contains("table-lookup"), "{shown}");
}
