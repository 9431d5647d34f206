//! Results that are not valid, or answer another query (ANS-1, ANS-2).

use casp_wire::v1::{DiscoveryQuery, DiscoveryResult};

use super::parts::{PRICE, Parts, answered, four, query};
use super::{bad, case};
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, ONE_SHOT_SKEW, SKEW, World, done, observe};
use crate::vector::Vector;

const TWIN: &str = "ranked-and-sampled";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = invalid(world);
    vectors.extend(not_for_now(world));
    vectors.extend(unrelated(world));
    vectors.extend(untimely(world));
    vectors.extend(invalid_queries(world));
    vectors
}

/// An answer with another result.
fn with(world: &World, result: Statement) -> Parts {
    Parts::plain(world).edited(|it| it.signed_result = Some(result))
}

fn edited(world: &World, edit: impl FnOnce(&mut DiscoveryResult)) -> Parts {
    Parts::plain(world).edited(|it| edit(&mut it.result))
}

/// ANS-1.
fn invalid(world: &World) -> Vec<Vector> {
    let plain = Parts::plain(world);
    let signed = plain.result.signed(&world.bob);
    let altered = |edit: &dyn Fn(&mut Statement)| {
        let mut result = signed.clone();
        edit(&mut result);
        with(world, result)
    };
    let by_clerk = |scope: &str| {
        let mut delegation = world.delegation(&world.bob, &world.clerk);
        delegation.scopes = vec![scope.to_owned()];
        plain.result.delegated(&world.clerk, &delegation.signed(&world.bob))
    };
    let mut unproven = by_clerk("registry");
    unproven.proofs.clear();
    let mut refusal = super::super::plain::refusal(world, &world.bob, &world.verifier);
    refusal.subject = plain.query.object_id();
    let refuse = |name: &str, twin: &str, parts: &Parts| bad(world, "ANS-1", name, "result", twin, parts);
    vec![
        refuse("result-signature-altered", TWIN, &altered(&|it| it.sig[50] ^= 1)),
        refuse(
            "result-by-another-key",
            TWIN,
            &with(world, plain.result.signed(&world.clerk)),
        ),
        refuse(
            "result-of-a-wrong-scope",
            "by-an-operational-key",
            &with(world, by_clerk("task")),
        ),
        refuse(
            "result-of-the-scope-of-descriptors",
            "by-an-operational-key",
            &with(world, by_clerk("descriptor")),
        ),
        refuse("result-without-proof", "by-an-operational-key", &with(world, unproven)),
        refuse("result-is-a-refusal", TWIN, &with(world, refusal.signed(&world.bob))),
        refuse(
            "result-payload-cut",
            TWIN,
            &with(world, signed.with_payload(signed.payload[..90].to_vec(), &world.bob)),
        ),
        refuse(
            "result-of-another-network",
            TWIN,
            &edited(world, |it| it.header().network_id.push('0')),
        ),
        refuse(
            "result-for-another",
            TWIN,
            &edited(world, |it| it.header().audience = world.alice.multikey()),
        ),
        refuse(
            "result-for-nobody",
            TWIN,
            &edited(world, |it| it.header().audience.clear()),
        ),
        refuse(
            "result-with-an-expiry",
            TWIN,
            &edited(world, |it| it.header().expires_at_ms = world.now + DAY),
        ),
        refuse(
            "result-counts-less-than-it-ranks",
            TWIN,
            &edited(world, |it| it.matched = 3),
        ),
        refuse("result-complete-with-less", TWIN, &edited(world, |it| it.matched = 5)),
        refuse(
            "result-counts-less-than-it-names",
            TWIN,
            &Parts::plain(world).edited(|it| {
                // The last that is sampled is not ranked, and not counted.
                let last = it.result.sampled[2].descriptor.clone();
                it.result.ranked.retain(|each| each.descriptor != last);
                (it.result.matched, it.result.complete) = (3, false);
                it.sort_entries();
            }),
        ),
        refuse(
            "result-complete-and-diversified",
            TWIN,
            &edited(world, |it| it.diversified = true),
        ),
        refuse(
            "result-with-a-front-of-zero",
            TWIN,
            &edited(world, |it| it.ranked[0].front = 0),
        ),
        refuse(
            "result-with-a-front-in-its-sample",
            TWIN,
            &edited(world, |it| it.sampled[0].front = 1),
        ),
    ]
}

/// The result has to be valid for the living.
fn not_for_now(world: &World) -> Vec<Vector> {
    let plain = Parts::plain(world);
    let of = |name: &str, twin: &str, parts: &Parts| {
        case(world, name, parts).about("DiscoveryAnswer", "result").refused(
            "ANS-1",
            name,
            format!("discovery/answer/{twin}"),
            &[],
        )
    };
    let mut early = of("result-not-yet-valid", "at-the-skew", &plain);
    early.step.now_ms = world.issued - SKEW - 1;
    let delegation = world.delegation_for(Kind::DiscoveryResult, &world.bob, &world.clerk);
    let by_clerk = with(
        world,
        plain.result.delegated(&world.clerk, &delegation.signed(&world.bob)),
    );
    let mut late = of("result-under-an-expired-delegation", "by-an-operational-key", &by_clerk);
    late.step.now_ms = world.now + 30 * DAY;
    let after = |name: &str, statement: &Statement, twin: &str, parts: &Parts| {
        case(world, name, parts)
            .about("DiscoveryAnswer", "result")
            .after(vec![done(world.now, observe(statement))])
            .flags(&["has-prior"])
            .refused("ANS-1", name, format!("discovery/answer/{twin}"), &[])
    };
    let mut raised = delegation.clone();
    raised.epoch += 1;
    vec![
        early,
        late,
        after(
            "registry-has-retired",
            &world.retire(&world.bob).signed(&world.bob),
            TWIN,
            &plain,
        ),
        after(
            "result-of-an-epoch-that-is-over",
            &raised.signed(&world.bob),
            "by-an-operational-key",
            &by_clerk,
        ),
    ]
}

/// ANS-2.
fn unrelated(world: &World) -> Vec<Vector> {
    let other = |edit: &dyn Fn(&mut DiscoveryQuery)| {
        let mut query = query(world);
        edit(&mut query);
        query
    };
    let mut by_carol = Parts::plain(world);
    by_carol.result.header().issuer = world.carol.multikey();
    let by_carol = by_carol
        .clone()
        .edited(|it| it.signed_result = Some(by_carol.result.signed(&world.carol)));
    let for_carol = other(&|it| it.header().audience = world.carol.multikey());
    let to_carol = answered(world, &for_carol, &[PRICE], &four(world));
    // Alice's query, answered to the verifier.
    let alices = other(&|it| it.header().issuer = world.alice.multikey());
    let of_alice = Parts::plain(world).edited(|it| {
        it.query = alices.signed(&world.alice);
        it.result.query = it.query.object_id();
    });
    let later = other(&|it| it.header().nonce[0] ^= 1);
    let another = Parts::plain(world).edited(|it| it.query = later.signed(&world.verifier));
    let named = edited(world, |it| it.query[31] ^= 1);
    let named_by_descriptor = edited(world, |it| it.query = it.ranked[0].descriptor.clone());
    let refuse = |name: &str, field: &str, parts: &Parts| bad(world, "ANS-2", name, field, TWIN, parts);
    vec![
        refuse("query-named-almost", "result.query", &named),
        refuse("query-named-is-a-descriptor", "result.query", &named_by_descriptor),
        refuse("query-with-another-nonce", "result.query", &another),
        refuse("result-by-another-registry", "result", &by_carol),
        refuse("query-for-another-registry", "result", &to_carol),
        refuse("query-of-another-requester", "result", &of_alice),
    ]
}

/// ANS-2: the result is of the query's time.
fn untimely(world: &World) -> Vec<Vector> {
    // The query lives from and until so long after the result.
    let of = |from: i64, until: i64| {
        let mut query = query(world);
        query.header().issued_at_ms = world.issued + from;
        query.header().expires_at_ms = world.issued + until;
        answered(world, &query, &[PRICE], &four(world))
    };
    let accept = |name: &str, from: i64, until: i64| super::good(world, name, &of(from, until));
    let refuse = |name: &str, twin: &str, from: i64, until: i64| {
        bad(
            world,
            "ANS-2",
            name,
            "result.header.issued_at_ms",
            twin,
            &of(from, until),
        )
    };
    let (early, late) = ("answered-at-the-earliest", "answered-at-the-latest");
    let allowed = ONE_SHOT_SKEW;
    vec![
        accept("answered-a-millisecond-before-it-was-asked", 1, HOUR),
        accept(early, allowed, HOUR),
        refuse("answered-a-millisecond-too-early", early, allowed + 1, HOUR),
        refuse("answered-an-hour-too-early", early, HOUR, 2 * HOUR),
        accept("answered-as-the-query-expires", -HOUR, 0),
        accept("answered-a-second-after-the-query-expired", -HOUR, -1_000),
        accept(late, -HOUR, 1 - allowed),
        refuse("answered-a-millisecond-too-late", late, -HOUR, -allowed),
        refuse("answered-hours-too-late", late, -9 * HOUR, -8 * HOUR),
    ]
}

/// A query that is not valid cannot be answered.
fn invalid_queries(world: &World) -> Vec<Vector> {
    let answering = |query: Statement| {
        Parts::plain(world).edited(|it| {
            it.result.query = query.object_id();
            it.query = query;
        })
    };
    let edited = |edit: &dyn Fn(&mut DiscoveryQuery)| {
        let mut query = query(world);
        edit(&mut query);
        answering(query.signed(&world.verifier))
    };
    let good = query(world).signed(&world.verifier);
    let forged = Statement {
        sig: good.resigned(&world.alice, &world.draw("forged").bytes(64)).sig,
        ..good.clone()
    };
    let cut = good.with_payload(good.payload[..90].to_vec(), &world.verifier);
    let refuse = |name: &str, parts: &Parts| bad(world, "ANS-2", name, "result.query", TWIN, parts);
    let mut no_bundle = refuse("query-no-bundle", &Parts::plain(world));
    if let crate::vector::Operation::CheckAnswer { query, .. } = &mut no_bundle.step.operation {
        query.0.truncate(40);
    }
    vec![
        refuse("query-signature-altered", &answering(forged)),
        refuse("query-payload-cut", &answering(cut)),
        refuse("query-of-nothing", &edited(&|it| (it.limit, it.sample) = (0, 0))),
        refuse("query-without-nonce", &edited(&|it| it.header().nonce.clear())),
        refuse(
            "query-of-another-network",
            &edited(&|it| it.header().network_id.push('0')),
        ),
        refuse("query-is-another-kind", &answering(world.plain(Kind::Offer))),
        no_bundle,
    ]
}
