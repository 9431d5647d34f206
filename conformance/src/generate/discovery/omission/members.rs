//! Members that are not valid, or have nothing to do with each other (OMS-1, OMS-2).

use casp_wire::v1::{DiscoveryMatch, DiscoveryQuery, RegistrationReceipt};

use super::parts::{Parts, left_out};
use super::valid::another;
use super::{bad, good};
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{HOUR, ONE_SHOT_SKEW, World};
use crate::vector::Vector;

const TWIN: &str = "left-out";
const REFRESHED: &str = "left-out-though-refreshed";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = invalid(world);
    vectors.extend(unscoped(world));
    vectors.extend(unrelated(world));
    vectors.extend(untimely(world));
    vectors
}

fn forged(mut statement: Statement) -> Option<Statement> {
    statement.sig[50] ^= 1;
    Some(statement)
}

/// OMS-1.
fn invalid(world: &World) -> Vec<Vector> {
    let key = left_out(world);
    let of = |edit: &dyn Fn(&mut Parts)| Parts::refreshed(world).edited(edit);
    let cases = vec![
        (
            "query-signature-altered",
            "query",
            of(&|it| it.instead.query = forged(it.query.signed(&world.alice))),
        ),
        (
            "result-signature-altered",
            "result",
            of(&|it| it.instead.result = forged(it.result.signed(&world.bob))),
        ),
        (
            "receipt-signature-altered",
            "receipt",
            of(&|it| it.instead.receipt = forged(it.receipt.signed(&world.bob))),
        ),
        (
            "descriptor-signature-altered",
            "entry.descriptor",
            of(&|it| it.instead.descriptor = forged(it.descriptor.signed(&key))),
        ),
        (
            "refresh-signature-altered",
            "entry.refresh",
            of(&|it| it.instead.refresh = forged(it.refresh.clone().unwrap_or_default().signed(&key))),
        ),
        (
            "result-by-another-key",
            "result",
            of(&|it| it.instead.result = Some(it.result.signed(&world.carol))),
        ),
        (
            "receipt-by-another-key",
            "receipt",
            of(&|it| it.instead.receipt = Some(it.receipt.signed(&world.carol))),
        ),
        (
            "receipt-is-a-result",
            "receipt",
            of(&|it| it.instead.receipt = Some(it.result.signed(&world.bob))),
        ),
        (
            "result-is-a-receipt",
            "result",
            of(&|it| it.instead.result = Some(it.receipt.signed(&world.bob))),
        ),
        (
            "query-is-an-offer",
            "query",
            of(&|it| it.instead.query = Some(world.plain(Kind::Offer))),
        ),
        (
            "refresh-is-a-withdrawal",
            "entry.refresh",
            of(&|it| it.instead.refresh = Some(world.withdrawal(&key).signed(&key))),
        ),
        (
            "receipt-without-expiry",
            "receipt",
            of(&|it| it.receipt.header().expires_at_ms = 0),
        ),
        (
            "receipt-of-too-long-a-life",
            "receipt",
            of(&|it| it.receipt.header().expires_at_ms += 24 * HOUR),
        ),
        ("result-complete-with-less", "result", of(&|it| it.result.matched = 1)),
        (
            "result-complete-and-diversified",
            "result",
            of(&|it| it.result.diversified = true),
        ),
        (
            "result-samples-besides-what-it-ranks",
            "result",
            of(&|it| {
                it.result.sampled = vec![DiscoveryMatch {
                    front: 0,
                    ..another(world)
                }];
            }),
        ),
        (
            "result-of-another-network",
            "result",
            of(&|it| it.result.header().network_id.push('0')),
        ),
        (
            "receipt-of-another-network",
            "receipt",
            of(&|it| it.receipt.header().network_id.push('0')),
        ),
    ];
    cases
        .iter()
        .map(|(name, field, parts)| bad(world, "OMS-1", name, field, REFRESHED, parts))
        .collect()
}

fn unscoped(world: &World) -> Vec<Vector> {
    let delegation = |scope: &str| {
        let mut delegation = world.delegation(&world.bob, &world.clerk);
        delegation.scopes = vec![scope.to_owned()];
        delegation.signed(&world.bob)
    };
    let twin = "by-the-registry-s-operational-key";
    let with = |result: &str, receipt: &str| {
        Parts::plain(world).edited(|it| {
            it.instead.result = Some(it.result.delegated(&world.clerk, &delegation(result)));
            it.instead.receipt = Some(it.receipt.delegated(&world.clerk, &delegation(receipt)));
        })
    };
    let mut short = world.delegation_for(Kind::DiscoveryResult, &world.bob, &world.clerk);
    short.header().expires_at_ms = world.issued + HOUR - 1;
    let outlives = Parts::plain(world).edited(|it| {
        it.instead.receipt = Some(it.receipt.delegated(&world.clerk, &short.signed(&world.bob)));
    });
    vec![
        bad(
            world,
            "OMS-1",
            "result-out-of-scope",
            "result",
            twin,
            &with("task", "registry"),
        ),
        bad(
            world,
            "OMS-1",
            "receipt-out-of-scope",
            "receipt",
            twin,
            &with("registry", "receipt"),
        ),
        bad(
            world,
            "OMS-1",
            "receipt-outlives-its-delegation",
            "receipt",
            "by-two-keys-of-the-registry",
            &outlives,
        ),
    ]
}

/// OMS-2.
fn unrelated(world: &World) -> Vec<Vector> {
    let plain = |edit: &dyn Fn(&mut Parts)| Parts::plain(world).edited(edit);
    let refreshed = |edit: &dyn Fn(&mut Parts)| Parts::refreshed(world).edited(edit);
    let received = |edit: &dyn Fn(&mut RegistrationReceipt)| plain(&|it| edit(&mut it.receipt));
    let asked = |edit: &dyn Fn(&mut DiscoveryQuery)| plain(&|it| edit(&mut it.query));
    let by_carol = plain(&|it| {
        it.result.header().issuer = world.carol.multikey();
        it.instead.result = Some(it.result.signed(&world.carol));
    });
    let promised_by_carol = plain(&|it| {
        it.receipt.header().issuer = world.carol.multikey();
        it.instead.receipt = Some(it.receipt.signed(&world.carol));
    });
    let to_carol = plain(&|it| {
        it.query.header().audience = world.carol.multikey();
        it.result.query = it.query.signed(&world.alice).object_id();
    });
    let other = world.draw("some other refresh").bytes(32);
    let refuse = |name: &str, field: &str, twin: &str, parts: &Parts| bad(world, "OMS-2", name, field, twin, parts);
    vec![
        refuse(
            "result-of-another-query",
            "result",
            TWIN,
            &plain(&|it| it.result.query[0] ^= 1),
        ),
        refuse(
            "query-with-another-nonce",
            "query",
            TWIN,
            &asked(&|it| it.header().nonce[0] ^= 1),
        ),
        refuse("result-by-another-registry", "result", TWIN, &by_carol),
        refuse("receipt-by-another-registry", "receipt", TWIN, &promised_by_carol),
        refuse("query-to-another-registry", "query", TWIN, &to_carol),
        refuse(
            "receipt-for-another-agent",
            "receipt.agent",
            TWIN,
            &received(&|it| it.agent = world.carol.multikey()),
        ),
        refuse(
            "receipt-of-another-descriptor",
            "receipt.descriptor",
            TWIN,
            &received(&|it| it.descriptor[9] ^= 1),
        ),
        refuse(
            "receipt-of-a-refresh-that-is-missing",
            "receipt.refresh",
            TWIN,
            &received(&|it| it.refresh.clone_from(&other)),
        ),
        refuse(
            "receipt-of-another-refresh",
            "receipt.refresh",
            REFRESHED,
            &refreshed(&|it| it.receipt.refresh[9] ^= 1),
        ),
        refuse(
            "receipt-without-the-refresh",
            "receipt.refresh",
            REFRESHED,
            &refreshed(&|it| it.receipt.refresh.clear()),
        ),
    ]
}

/// OMS-2: the result is of the query's time.
fn untimely(world: &World) -> Vec<Vector> {
    // The query lives from and until so long after the result.
    let of = |from: i64, until: i64| {
        Parts::plain(world).edited(|it| {
            it.query.header().issued_at_ms = world.issued + from;
            it.query.header().expires_at_ms = world.issued + until;
            it.result.query = it.query.signed(&world.alice).object_id();
        })
    };
    let refuse = |name: &str, twin: &str, from: i64, until: i64| {
        bad(
            world,
            "OMS-2",
            name,
            "result.header.issued_at_ms",
            twin,
            &of(from, until),
        )
    };
    let (early, late) = ("answered-at-the-earliest", "answered-at-the-latest");
    let allowed = ONE_SHOT_SKEW;
    vec![
        good(world, early, &of(allowed, HOUR)),
        refuse("answered-a-millisecond-too-early", early, allowed + 1, HOUR),
        refuse("answered-an-hour-too-early", early, HOUR, 2 * HOUR),
        good(world, "answered-as-the-query-expires", &of(-HOUR, 0)),
        good(world, late, &of(-HOUR, 1 - allowed)),
        refuse("answered-a-millisecond-too-late", late, -HOUR, -allowed),
        refuse("answered-hours-too-late", late, -9 * HOUR, -8 * HOUR),
    ]
}
