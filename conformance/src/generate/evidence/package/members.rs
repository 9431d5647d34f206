//! What a package holds (PKG-1).

use casp_wire::v1;
use casp_wire::v1::SignerClass::HostProxy;

use super::plan::{Plan, attestation};
use super::{Faults, refused};
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = missing(world);
    vectors.extend(foreign(world));
    vectors.extend(nothing(world));
    vectors
}

fn faulty(plan: &Plan<'_>, name: &str, faults: Faults<'_>, twin: &str) -> Vector {
    refused(plan, "package-members", name, "PKG-1", faults, twin)
}

fn missing(world: &World) -> Vec<Vector> {
    let plan = |edit: fn(&mut v1::EvidencePackage)| Plan::bare(world).acknowledged().package(edit);
    let twin = "package/bare-bilateral";
    let one = |name: &str, member, edit| faulty(&plan(edit), name, &[(member, 0)], twin);
    vec![
        one("offer-missing", "offer", |it| it.offer = None),
        one("quote-missing", "quote", |it| it.quote = None),
        one("acceptance-missing", "acceptance", |it| it.acceptance = None),
        one("request-missing", "request", |it| it.request = None),
        one("result-missing", "result", |it| it.result = None),
        faulty(
            &plan(|it| {
                it.offer = None;
                it.quote = None;
            }),
            "offer-and-quote-missing",
            &[("offer", 0), ("quote", 0)],
            twin,
        ),
        faulty(
            &plan(|it| {
                it.request = None;
                it.result = None;
            }),
            "request-and-result-missing",
            &[("request", 0), ("result", 0)],
            twin,
        ),
        faulty(
            &plan(|it| {
                let acceptance = it.acceptance.take();
                *it = v1::EvidencePackage {
                    acceptance,
                    ..v1::EvidencePackage::default()
                };
            }),
            "acceptance-alone",
            &[("offer", 0), ("quote", 0), ("request", 0), ("result", 0)],
            twin,
        ),
        faulty(
            &plan(|it| {
                let result = it.result.take();
                *it = v1::EvidencePackage {
                    result,
                    ..v1::EvidencePackage::default()
                };
            }),
            "result-alone",
            &[("offer", 0), ("quote", 0), ("acceptance", 0), ("request", 0)],
            twin,
        ),
    ]
}

/// What only a contract gives a meaning to.
fn foreign(world: &World) -> Vec<Vector> {
    let of_a_contract = Plan::full(world).make().package;
    let committed = Plan::bare(world).committed().make().package;
    let plan = |edit: Box<dyn Fn(&mut v1::EvidencePackage)>| Plan::alone(world, 2, &[2]).package(edit);
    let twin = "package/trace-alone";
    let (ack, receipts) = (of_a_contract.ack.clone(), of_a_contract.receipts.clone());
    let attested = attestation(world, &world.host.multikey(), &[7; 32], &[0; 32]);
    let two = vec![attested.clone(), attested.clone()];
    let all = (ack.clone(), receipts[..1].to_vec(), attested.clone());
    vec![
        faulty(
            &plan(Box::new(move |it| it.ack.clone_from(&ack))),
            "ack-without-contract",
            &[("ack", 0)],
            twin,
        ),
        faulty(
            &plan(Box::new({
                let receipts = receipts.clone();
                move |it| it.receipts = receipts[..1].to_vec()
            })),
            "receipt-without-contract",
            &[("receipts", 0)],
            twin,
        ),
        faulty(
            &plan(Box::new(move |it| it.receipts = receipts[..2].to_vec())),
            "receipts-without-contract",
            &[("receipts", 0), ("receipts", 1)],
            twin,
        ),
        faulty(
            &plan(Box::new({
                let prepared = committed.prepared.clone();
                move |it| it.prepared.clone_from(&prepared)
            })),
            "prepared-without-contract",
            &[("prepared", 0)],
            twin,
        ),
        faulty(
            &plan(Box::new({
                let commit = committed.commit.clone();
                move |it| it.commit.clone_from(&commit)
            })),
            "commit-without-contract",
            &[("commit", 0)],
            twin,
        ),
        faulty(
            &plan(Box::new(move |it| {
                it.prepared.clone_from(&committed.prepared);
                it.commit.clone_from(&committed.commit);
            })),
            "prepared-and-commit-without-contract",
            &[("prepared", 0), ("commit", 0)],
            twin,
        ),
        faulty(
            &plan(Box::new(move |it| it.attestations = vec![attested.clone()])),
            "attestation-without-contract",
            &[("attestations", 0)],
            twin,
        ),
        faulty(
            &plan(Box::new(move |it| it.attestations.clone_from(&two))),
            "attestations-without-contract",
            &[("attestations", 0), ("attestations", 1)],
            twin,
        ),
        faulty(
            &plan(Box::new(move |it| {
                it.ack.clone_from(&all.0);
                it.receipts.clone_from(&all.1);
                it.attestations = vec![all.2.clone()];
            })),
            "all-of-a-contract-but-the-contract",
            &[("ack", 0), ("receipts", 0), ("attestations", 0)],
            twin,
        ),
    ]
}

/// Nothing of a trace, or nothing at all.
fn nothing(world: &World) -> Vec<Vector> {
    let plan = |edit: fn(&mut v1::EvidencePackage)| Plan::alone(world, 2, &[2]).package(edit);
    let twin = "package/trace-alone";
    let with_receipt = Plan::bare(world).witnessed(&[HostProxy]).package(|it| {
        let receipts = std::mem::take(&mut it.receipts);
        *it = v1::EvidencePackage {
            receipts,
            ..v1::EvidencePackage::default()
        };
    });
    vec![
        faulty(
            &plan(|it| it.events.clear()),
            "checkpoints-without-events",
            &[("events", 0)],
            twin,
        ),
        faulty(
            &plan(|it| it.checkpoints.clear()),
            "events-without-checkpoints",
            &[("checkpoints", 0)],
            twin,
        ),
        faulty(
            &plan(|it| *it = v1::EvidencePackage::default()),
            "empty",
            &[("events", 0), ("checkpoints", 0)],
            twin,
        ),
        faulty(
            &with_receipt,
            "receipt-alone",
            &[("receipts", 0), ("events", 0), ("checkpoints", 0)],
            twin,
        ),
    ]
}
