//! Attestations of a package (PKG-3, ATT-1, ATT-2).

use casp_wire::v1::SignerClass::{Attested, EndorsedThirdParty, HostProxy};
use casp_wire::v1::{AttestationEvidence, TaskStatus};

use super::super::tree::altered;
use super::plan::{Plan, attestation};
use super::{Faults, accepted, refused};
use crate::generate::engagement::tagged;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::World;
use crate::vector::Vector;

const GROUP: &str = "package-attestation";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = missing(world);
    vectors.extend(keys(world));
    vectors.extend(bindings(world));
    vectors
}

const FIRST: Faults<'_> = &[("attestations", 0)];

/// PKG-3.
fn missing(world: &World) -> Vec<Vector> {
    let asked = || Plan::bare(world).asking(&["attestation"]);
    let bad =
        |plan: Plan<'_>, name: &str| refused(&plan, GROUP, name, "PKG-3", FIRST, "package/attestation-without-trace");
    vec![
        bad(asked(), "promised-and-missing"),
        bad(
            asked().result(|it| it.status = TaskStatus::Partial.into()),
            "promised-for-a-part-and-missing",
        ),
        bad(
            Plan::bare(world).quote(|it| it.terms.get_or_insert_default().evidence = vec!["attestation".to_owned()]),
            "promised-unasked-and-missing",
        ),
        bad(
            Plan::bare(world)
                .asking(&["attestation", "trace"])
                .traced(2, &[])
                .acknowledged(),
            "missing-beside-all-else",
        ),
    ]
}

/// ATT-1.
fn keys(world: &World) -> Vec<Vector> {
    let World {
        alice,
        bob,
        carol,
        worker,
        host,
        ..
    } = world;
    let bare = || Plan::bare(world);
    let twin = "package/attestation-without-trace";
    let bad = |plan: Plan<'_>, name: &str| refused(&plan, GROUP, name, "ATT-1", FIRST, twin);
    let mut delegation = world.delegation(alice, worker);
    delegation.scopes = vec!["task".to_owned()];
    let to_worker: Statement = delegation.signed(alice);
    let by_worker = || bare().delegated("result", 0, worker, &to_worker);
    vec![
        bad(bare().attesting(&[carol]), "key-of-nobody-here"),
        bad(bare().attesting(&[bob]), "key-of-the-requester"),
        bad(
            by_worker().attesting(&[alice]),
            "root-key-of-a-result-by-an-operational-key",
        ),
        bad(
            bare().witnessed(&[EndorsedThirdParty]).attesting(&[carol]),
            "key-of-a-third-party-receipt",
        ),
        bad(bare().attesting(&[host]), "key-without-its-receipt"),
        refused(
            &bare().witnessed(&[HostProxy]).attesting(&[alice, host]),
            GROUP,
            "second-key-without-its-receipt",
            "ATT-1",
            &[("attestations", 1)],
            "package/one-key-attested-twice",
        ),
        accepted(
            &by_worker().attesting(&[worker]),
            GROUP,
            "operational-key-of-the-result",
            &["ATT-1"],
        ),
        accepted(
            &bare().witnessed(&[Attested]).attesting(&[alice, host]),
            GROUP,
            "keys-of-result-and-receipt",
            &["ATT-1", "ATT-2"],
        ),
    ]
}

/// ATT-2.
fn bindings(world: &World) -> Vec<Vector> {
    let key = world.alice.multikey();
    let bare = || Plan::bare(world).attesting(&[&world.alice]);
    let traced = || Plan::bare(world).traced(2, &[]).attesting(&[&world.alice]);
    let contract = bare().make().acceptance;
    let other = world.draw("another contract").bytes(32);
    let none = [0_u8; 32];
    let bound = |key: &[u8], contract: &[u8], root: &[u8]| {
        let binding = attestation(world, key, contract, root).binding;
        move |it: &mut AttestationEvidence| it.binding.clone_from(&binding)
    };
    let untagged = tagged("", &[&key, &contract, &none]);
    let rootless = tagged("casp/v1/attestation", &[&key, &contract]);
    let reordered = tagged("casp/v1/attestation", &[&contract, &key, &none]);
    let raw_key = tagged("casp/v1/attestation", &[&key[2..], &contract, &none]);
    let bad = |plan: Plan<'_>, name: &str, twin: &str| {
        refused(&plan, GROUP, name, "ATT-2", FIRST, &format!("package/{twin}"))
    };
    let without = "attestation-without-trace";
    let with = "attestation-with-trace";
    let replaced = |binding: Vec<u8>| bare().attestation(0, move |it| it.binding.clone_from(&binding));
    vec![
        bad(
            bare().attestation(0, |it| it.binding = altered(&it.binding, 0)),
            "binding-altered",
            without,
        ),
        bad(
            bare().attestation(0, |it| it.binding = altered(&it.binding, 255)),
            "binding-altered-at-its-end",
            without,
        ),
        bad(
            bare().attestation(0, bound(&key, &other, &none)),
            "binding-of-another-contract",
            without,
        ),
        bad(
            bare().attestation(0, bound(&world.carol.multikey(), &contract, &none)),
            "binding-of-another-key",
            without,
        ),
        bad(
            bare().attestation(0, bound(&key, &contract, &other)),
            "binding-of-a-root-without-trace",
            without,
        ),
        bad(
            traced().attestation(0, bound(&key, &contract, &none)),
            "binding-without-the-root",
            with,
        ),
        bad(
            traced().attestation(0, bound(&key, &contract, &other)),
            "binding-of-another-root",
            with,
        ),
        bad(replaced(untagged), "binding-without-tag", without),
        bad(replaced(rootless), "binding-of-key-and-contract-alone", without),
        bad(replaced(reordered), "binding-in-another-order", without),
        bad(replaced(raw_key), "binding-of-the-key-without-its-codec", without),
        refused(
            &Plan::bare(world)
                .attesting(&[&world.alice, &world.alice])
                .attestation(1, bound(&key, &other, &none)),
            GROUP,
            "second-binding-of-another-contract",
            "ATT-2",
            &[("attestations", 1)],
            "package/one-key-attested-twice",
        ),
    ]
}
