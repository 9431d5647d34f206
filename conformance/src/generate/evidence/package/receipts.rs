//! Receipts of a package: who signed them, and their chain (RCP-2 to RCP-7).

mod chain;

use casp_wire::v1::SignerClass::{Attested, EndorsedThirdParty, HostProxy};

use super::plan::Plan;
use super::{accepted, refused};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::World;
use crate::vector::Vector;

const GROUP: &str = "package-receipts";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = signers(world);
    vectors.extend(delegates(world));
    vectors.extend(contracts(world));
    vectors.extend(chain::vectors(world));
    vectors
}

fn faulty(plan: &Plan<'_>, rule: &str, name: &str, index: u32, twin: &str) -> Vector {
    refused(plan, GROUP, name, rule, &[("receipts", index)], twin)
}

/// RCP-2.
fn signers(world: &World) -> Vec<Vector> {
    let World {
        alice,
        bob,
        carol,
        host,
        ..
    } = world;
    let one = |class| Plan::bare(world).witnessed(&[class]);
    let (own, endorsed) = ("package/one-receipt", "package/receipt-of-a-third-party");
    let attested = "package/receipt-of-an-attested-key";
    let mut signers = vec![alice.multikey(), carol.multikey()];
    signers.sort();
    let naming_itself = |class| {
        let (offered, quoted) = (signers.clone(), signers.clone());
        one(class)
            .offer(move |it| it.terms.get_or_insert_default().receipt_signers.clone_from(&offered))
            .quote(move |it| it.terms.get_or_insert_default().receipt_signers.clone_from(&quoted))
    };
    let bad = |plan: Plan<'_>, name: &str, twin: &str| faulty(&plan, "RCP-2", name, 0, twin);
    vec![
        bad(
            one(HostProxy).issued_by("receipts", 0, carol),
            "host-proxy-of-a-third-party",
            own,
        ),
        bad(
            one(HostProxy).issued_by("receipts", 0, bob),
            "host-proxy-of-the-requester",
            own,
        ),
        bad(
            one(EndorsedThirdParty).issued_by("receipts", 0, host),
            "third-party-unnamed",
            endorsed,
        ),
        bad(
            one(EndorsedThirdParty).issued_by("receipts", 0, bob),
            "third-party-is-the-requester",
            endorsed,
        ),
        bad(
            one(EndorsedThirdParty).issued_by("receipts", 0, alice),
            "third-party-is-the-provider",
            endorsed,
        ),
        bad(
            naming_itself(EndorsedThirdParty).issued_by("receipts", 0, alice),
            "third-party-is-the-provider-and-named",
            endorsed,
        ),
        bad(one(Attested), "attested-without-attestation", attested),
        bad(
            one(Attested).attesting(&[alice]),
            "attested-with-the-attestation-of-another-key",
            attested,
        ),
        bad(
            one(Attested).issued_by("receipts", 0, carol).attesting(&[alice]),
            "attested-by-a-third-party-that-is-named",
            attested,
        ),
        accepted(
            &naming_itself(HostProxy),
            GROUP,
            "host-proxy-of-a-provider-that-is-named",
            &["RCP-2"],
        ),
        accepted(
            &one(Attested).issued_by("receipts", 0, alice).attesting(&[alice]),
            GROUP,
            "attested-by-the-key-of-the-provider",
            &["RCP-2", "ATT-1"],
        ),
    ]
}

/// Classes look at the issuer, but attestations at the key.
fn delegates(world: &World) -> Vec<Vector> {
    let World {
        alice,
        carol,
        worker,
        clerk,
        ..
    } = world;
    let to = |root, key| {
        let mut delegation = world.delegation(root, key);
        delegation.scopes = vec!["receipt".to_owned()];
        delegation.signed(root)
    };
    let (to_worker, to_clerk): (Statement, Statement) = (to(alice, worker), to(carol, clerk));
    let one = |class| Plan::bare(world).witnessed(&[class]);
    let by_worker = || {
        one(Attested)
            .issued_by("receipts", 0, alice)
            .delegated("receipts", 0, worker, &to_worker)
    };
    let good = |plan: Plan<'_>, name: &str| accepted(&plan, GROUP, name, &["RCP-2"]);
    vec![
        good(
            one(EndorsedThirdParty).delegated("receipts", 0, clerk, &to_clerk),
            "third-party-by-its-operational-key",
        ),
        good(by_worker().attesting(&[worker]), "attested-operational-key"),
        faulty(
            &by_worker().attesting(&[alice]),
            "RCP-2",
            "attested-root-of-an-operational-key",
            0,
            "package-receipts/attested-operational-key",
        ),
    ]
}

/// RCP-3.
fn contracts(world: &World) -> Vec<Vector> {
    let one = || Plan::bare(world).witnessed(&[HostProxy]);
    let two = || {
        Plan::bare(world)
            .witnessed(&[HostProxy, HostProxy])
            .asking(&["tool-receipt"])
    };
    let other = world.draw("another contract").bytes(32);
    vec![
        faulty(
            &one().receipt(0, |it| it.contract.clone_from(&other)),
            "RCP-3",
            "of-another-contract",
            0,
            "package/one-receipt",
        ),
        faulty(
            &one().receipt(0, |it| it.contract[0] ^= 0x80),
            "RCP-3",
            "of-almost-the-contract",
            0,
            "package/one-receipt",
        ),
        faulty(
            &two().receipt(1, |it| it.contract.clone_from(&other)),
            "RCP-3",
            "second-of-another-contract",
            1,
            "package/two-receipts",
        ),
    ]
}
