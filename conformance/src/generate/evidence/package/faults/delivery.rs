//! Faults of the contract and its delivery, and what they keep from being looked at.

use casp_wire::v1::SignerClass::{Attested, HostProxy};

use super::{alter, faulty};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{HOUR, World};
use crate::vector::Vector;

const FULL: &str = "package/full";
const BARE: &str = "package/bare";
const BILATERAL: &str = "package/bare-bilateral";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = contract(world);
    vectors.extend(offer(world));
    vectors.extend(acceptance(world));
    vectors.extend(result(world));
    vectors.extend(promises(world));
    vectors
}

/// Offer to request.
fn contract(world: &World) -> Vec<Vector> {
    let bare = || Plan::bare(world);
    let early = begins(world) - HOUR;
    let other = world.draw("another statement").bytes(32);
    let dearer = |it: &mut casp_wire::v1::Quote| {
        let terms = it.terms.get_or_insert_default();
        terms.price.get_or_insert_default().amount_micros += 1;
    };
    vec![
        faulty(
            &bare()
                .statement("offer", 0, alter)
                .quote(|it| it.offer.clone_from(&other)),
            "quote-of-another-offer-where-the-offer-is-altered",
            "REC-1",
            &[("offer", 0)],
            BARE,
        ),
        faulty(
            &bare().quote(dearer).acceptance(|it| it.input_digest[0] ^= 1),
            "input-mismatch-where-the-quote-does-not-fit",
            "CTR-6",
            &[("quote", 0)],
            BARE,
        ),
        faulty(
            &bare().quote(dearer).result(move |it| it.header().issued_at_ms = early),
            "result-outside-the-window-where-the-quote-does-not-fit",
            "CTR-6",
            &[("quote", 0)],
            BARE,
        ),
        faulty(
            &bare()
                .statement("offer", 0, alter)
                .statement("request", 0, alter)
                .result(move |it| it.header().issued_at_ms = early),
            "result-outside-the-window-where-offer-and-request-are-altered",
            "REC-1",
            &[("offer", 0), ("request", 0)],
            BARE,
        ),
        faulty(
            &bare()
                .statement("offer", 0, alter)
                .statement("quote", 0, alter)
                .statement("acceptance", 0, alter)
                .statement("request", 0, alter)
                .statement("result", 0, alter),
            "whole-contract-altered",
            "REC-1",
            &[
                ("offer", 0),
                ("quote", 0),
                ("acceptance", 0),
                ("request", 0),
                ("result", 0),
            ],
            BARE,
        ),
        faulty(
            &bare()
                .statement("request", 0, alter)
                .result(|it| it.contract.clone_from(&other)),
            "result-of-another-contract-where-the-request-is-altered",
            "REC-1",
            &[("request", 0)],
            BARE,
        ),
        faulty(
            &bare()
                .acknowledged()
                .statement("request", 0, alter)
                .ack(|it| it.result.clone_from(&other)),
            "ack-of-another-result-where-the-request-is-altered",
            "REC-1",
            &[("request", 0), ("ack", 0)],
            BILATERAL,
        ),
    ]
}

/// The offer is at fault, and what does not read it is looked at.
fn offer(world: &World) -> Vec<Vector> {
    let full = || Plan::full(world).statement("offer", 0, alter);
    let early = begins(world) - HOUR;
    let other = world.draw("another statement").bytes(32);
    let mut more = Plan::full(world).make().receipts;
    more.push(other.clone());
    more.sort();
    vec![
        faulty(
            &full().checkpoint(0, |it| it.root[0] ^= 1),
            "checkpoint-root-where-the-offer-is-altered",
            "REC-1",
            &[("offer", 0)],
            FULL,
        ),
        faulty(
            &full().checkpoint(1, move |it| it.header().issued_at_ms = early),
            "checkpoint-outside-the-window-where-the-offer-is-altered",
            "REC-1",
            &[("offer", 0)],
            FULL,
        ),
        faulty(
            &full().receipt(0, move |it| it.started_at_ms = early),
            "receipt-outside-the-window-where-the-offer-is-altered",
            "REC-1",
            &[("offer", 0), ("receipts", 0)],
            FULL,
        ),
        faulty(
            &full().package(|it| it.events[1].data.push(9)),
            "trace-root-where-the-offer-is-altered",
            "REC-1",
            &[("offer", 0), ("events", 0)],
            FULL,
        ),
        faulty(
            &full()
                .receipt(1, |it| it.contract.clone_from(&other))
                .attestation(0, |it| it.binding[0] ^= 1),
            "receipt-and-attestation-where-the-offer-is-altered",
            "REC-1",
            &[("offer", 0), ("receipts", 1), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &Plan::full(world)
                .result(|it| it.receipts.clone_from(&more))
                .package(|it| it.offer = None),
            "receipt-missing-where-the-offer-is-missing",
            "PKG-1",
            &[("offer", 0), ("result", 0)],
            FULL,
        ),
        faulty(
            &full()
                .statement("receipts", 0, alter)
                .trace(|it| it[3].terminal = false)
                .statement("checkpoints", 1, alter)
                .attestation(0, |it| it.binding[31] ^= 1),
            "one-of-each-kind",
            "REC-1",
            &[
                ("offer", 0),
                ("receipts", 0),
                ("events", 3),
                ("checkpoints", 1),
                ("attestations", 0),
            ],
            FULL,
        ),
    ]
}

/// The acceptance is at fault: what was signed after it is verified by itself, and what reads it is not looked at.
fn acceptance(world: &World) -> Vec<Vector> {
    let early = begins(world) - HOUR;
    let spoilt = || {
        Plan::full(world)
            .statement("result", 0, alter)
            .statement("receipts", 2, alter)
            .statement("checkpoints", 0, alter)
            .attestation(0, |it| it.binding[0] ^= 1)
    };
    vec![
        faulty(
            &spoilt().statement("acceptance", 0, alter),
            "delivery-altered-with-the-acceptance",
            "REC-1",
            &[("acceptance", 0), ("result", 0), ("receipts", 2), ("checkpoints", 0)],
            FULL,
        ),
        faulty(
            &spoilt().package(|it| it.acceptance = None),
            "delivery-altered-where-the-acceptance-is-missing",
            "PKG-1",
            &[("acceptance", 0), ("result", 0), ("receipts", 2), ("checkpoints", 0)],
            FULL,
        ),
        faulty(
            &spoilt()
                .trace(|it| it[1].salt = vec![0; 16])
                .package(|it| it.acceptance = None),
            "event-salt-where-the-acceptance-is-missing",
            "PKG-1",
            &[
                ("acceptance", 0),
                ("result", 0),
                ("receipts", 2),
                ("events", 1),
                ("checkpoints", 0),
            ],
            FULL,
        ),
        faulty(
            &Plan::full(world).package(|it| {
                it.acceptance = None;
                it.events.clear();
                it.attestations.clear();
                it.receipts.truncate(1);
            }),
            "evidence-missing-with-the-acceptance",
            "PKG-1",
            &[("acceptance", 0), ("result", 0), ("events", 0), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &Plan::full(world)
                .receipt(1, move |it| it.started_at_ms = early)
                .checkpoint(0, move |it| it.header().issued_at_ms = early)
                .ack(move |it| it.header().issued_at_ms = early)
                .statement("acceptance", 0, alter),
            "evidence-outside-the-window-where-the-acceptance-is-altered",
            "REC-1",
            &[("acceptance", 0)],
            FULL,
        ),
        faulty(
            &Plan::bare(world)
                .acknowledged()
                .statement("result", 0, alter)
                .statement("ack", 0, alter)
                .package(|it| it.request = None),
            "delivery-altered-where-the-request-is-missing",
            "PKG-1",
            &[("request", 0), ("result", 0), ("ack", 0)],
            BILATERAL,
        ),
    ]
}

/// The result is at fault: neither the acknowledgement nor the evidence is held against it.
fn result(world: &World) -> Vec<Vector> {
    let other = world.draw("another statement").bytes(32);
    let spoilt = || {
        Plan::full(world)
            .ack(|it| it.contract.clone_from(&other))
            .receipt(1, |it| it.previous.clear())
            .checkpoint(1, |it| it.root[7] ^= 1)
            .attestation(0, |it| it.binding[7] ^= 1)
            .package(|it| it.events[0].data.push(9))
    };
    vec![
        faulty(
            &spoilt().statement("result", 0, alter),
            "evidence-misfits-where-the-result-is-altered",
            "REC-1",
            &[("result", 0)],
            FULL,
        ),
        faulty(
            &spoilt().result(|it| it.request.clone_from(&other)),
            "evidence-misfits-where-the-result-names-another-request",
            "CTR-9",
            &[("result", 0)],
            FULL,
        ),
        faulty(
            &spoilt(),
            "evidence-misfits",
            "CTR-9",
            &[("ack", 0), ("receipts", 1), ("events", 0), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &Plan::full(world)
                .statement("result", 0, alter)
                .trace(|it| it[2].at_ms = it[1].at_ms - 1)
                .statement("checkpoints", 0, alter),
            "event-time-and-checkpoint-where-the-result-is-altered",
            "REC-1",
            &[("result", 0), ("events", 2), ("checkpoints", 0)],
            FULL,
        ),
        faulty(
            &Plan::full(world)
                .statement("ack", 0, alter)
                .package(|it| it.events.clear()),
            "ack-altered-and-trace-withheld",
            "REC-1",
            &[("ack", 0), ("events", 0)],
            FULL,
        ),
    ]
}

/// Attestations that are missing.
fn promises(world: &World) -> Vec<Vector> {
    let asked = || Plan::bare(world).asking(&["attestation"]);
    let twin = "package/attestation-without-trace";
    vec![
        faulty(
            &asked().statement("quote", 0, alter),
            "attestation-missing-where-the-quote-is-altered",
            "REC-1",
            &[("quote", 0)],
            twin,
        ),
        faulty(
            &asked().statement("request", 0, alter),
            "attestation-missing-where-the-request-is-altered",
            "REC-1",
            &[("request", 0), ("attestations", 0)],
            twin,
        ),
        faulty(
            &asked().witnessed(&[HostProxy, Attested]),
            "attestation-missing-with-its-receipt-there",
            "PKG-3",
            &[("receipts", 1), ("attestations", 0)],
            twin,
        ),
    ]
}
