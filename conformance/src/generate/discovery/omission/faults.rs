//! What is no omission (OMS-3 to OMS-7).

use casp_wire::v1::Operator::{AtLeast, AtMost, Contains};
use casp_wire::v1::{CapabilityDescriptor, Constraint, DescriptorRefresh};

use super::bad;
use super::parts::{Parts, left_out};
use super::valid::{another, price};
use crate::generate::discovery::answer::priced;
use crate::generate::discovery::find::agent;
use crate::generate::discovery::intent::{constraint, numbers, texts};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, MINUTE, SECOND, World, unsigned};
use crate::vector::Vector;

const TWIN: &str = "left-out";
const REFRESHED: &str = "left-out-though-refreshed";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = incomplete(world);
    vectors.extend(unpromised(world));
    vectors.extend(lapsed(world));
    vectors.extend(unmatched(world));
    vectors.extend(listed(world));
    vectors
}

/// OMS-3.
fn incomplete(world: &World) -> Vec<Vector> {
    let asked = |edit: &dyn Fn(&mut casp_wire::v1::Intent)| {
        Parts::plain(world).edited(|it| {
            edit(it.query.intent.get_or_insert_default());
            it.result.query = it.query.signed(&world.alice).object_id();
        })
    };
    let phrasing = world.draw("phrasing").sentence(5);
    let phrased = asked(&|it| it.phrasings = vec![phrasing.clone()]);
    let skilled = asked(&|it| it.skills = vec!["language/summarise".to_owned()]);
    let open = Parts::plain(world).edited(|it| it.result.complete = false);
    let cut = Parts::plain(world).edited(|it| {
        it.result.complete = false;
        it.result.ranked = vec![another(world)];
        it.result.matched = 2;
    });
    let refuse = |name: &str, field: &str, twin: &str, parts: &Parts| bad(world, "OMS-3", name, field, twin, parts);
    vec![
        refuse("asked-by-phrasing", "query", TWIN, &phrased),
        refuse("asked-by-skill", "query", TWIN, &skilled),
        refuse("answer-not-complete", "result", TWIN, &open),
        refuse("answer-cut-short", "result", "left-out-among-others", &cut),
    ]
}

/// OMS-4.
fn unpromised(world: &World) -> Vec<Vector> {
    let of = |issued: i64, expires: i64| {
        Parts::plain(world).edited(|it| {
            it.receipt.header().issued_at_ms = world.issued + issued;
            it.receipt.header().expires_at_ms = world.issued + expires;
        })
    };
    let refuse = |name: &str, twin: &str, parts: &Parts| bad(world, "OMS-4", name, "receipt", twin, parts);
    let (first, last) = ("promised-at-that-instant", "promised-for-a-millisecond-more");
    vec![
        refuse("promised-a-millisecond-later", first, &of(1, HOUR)),
        refuse("promised-an-hour-later", first, &of(HOUR, 2 * HOUR)),
        refuse("promise-over-at-that-instant", last, &of(-MINUTE, 0)),
        refuse("promise-over-before", last, &of(-MINUTE, -1)),
        refuse("promise-over-within-the-skew", last, &of(-MINUTE, -4 * SECOND)),
    ]
}

/// OMS-5.
fn lapsed(world: &World) -> Vec<Vector> {
    let issued = world.issued;
    let described = |edit: &dyn Fn(&mut CapabilityDescriptor)| Parts::described(world, vec![price()], edit);
    let refreshed = |edit: &dyn Fn(&mut DescriptorRefresh)| Parts::plain(world).refreshed_by(world, edit);
    let refuse = |name: &str, twin: &str, parts: &Parts| {
        let field = if parts.refresh.is_some() {
            "entry.refresh"
        } else {
            "entry.descriptor"
        };
        bad(world, "OMS-5", name, field, twin, parts)
    };
    let other = agent(world, 1);
    let foreign = Parts::plain(world).refreshed_by(world, |it| it.header().issuer = other.multikey());
    let foreign = foreign.edited(|it| {
        let refresh: Statement = it.refresh.clone().unwrap_or_default().signed(&other);
        it.receipt.refresh = refresh.object_id();
        it.instead.refresh = Some(refresh);
    });
    vec![
        refuse(
            "issued-a-millisecond-later",
            "issued-at-that-instant",
            &described(&|it| {
                it.header().issued_at_ms = issued + 1;
            }),
        ),
        refuse(
            "ended-at-that-instant",
            "living-a-millisecond-more",
            &described(&|it| it.ttl_ms = unsigned(MINUTE)),
        ),
        refuse(
            "ended-within-the-skew",
            "living-a-millisecond-more",
            &described(&|it| {
                it.ttl_ms = unsigned(MINUTE - 4 * SECOND);
            }),
        ),
        refuse(
            "ended-long-before",
            TWIN,
            &described(&|it| it.header().issued_at_ms -= DAY),
        ),
        refuse(
            "addressed-to-the-registry",
            TWIN,
            &described(&|it| it.header().audience = world.bob.multikey()),
        ),
        refuse(
            "refreshed-a-millisecond-later",
            "refreshed-at-that-instant",
            &refreshed(&|it| {
                it.header().issued_at_ms = issued + 1;
            }),
        ),
        refuse(
            "refresh-ended-at-that-instant",
            "refresh-living-a-millisecond-more",
            &refreshed(&|it| {
                it.header().expires_at_ms = issued;
            }),
        ),
        refuse(
            "refresh-exceeds-the-time-to-live",
            "refreshed-for-the-longest",
            &refreshed(&|it| {
                it.header().expires_at_ms = it.header().issued_at_ms + HOUR + 1;
            }),
        ),
        refuse(
            "refresh-for-the-registry",
            REFRESHED,
            &refreshed(&|it| it.header().audience = world.bob.multikey()),
        ),
        refuse(
            "refresh-of-the-same-sequence",
            REFRESHED,
            &refreshed(&|it| it.sequence -= 1),
        ),
        refuse(
            "refresh-of-a-lower-sequence",
            REFRESHED,
            &refreshed(&|it| it.sequence -= 2),
        ),
        refuse("refresh-of-another-epoch", REFRESHED, &refreshed(&|it| it.epoch += 1)),
        refuse(
            "refresh-of-another-descriptor",
            REFRESHED,
            &refreshed(&|it| it.descriptor[0] ^= 1),
        ),
        refuse("refresh-by-another-agent", REFRESHED, &foreign),
    ]
}

/// OMS-6.
fn unmatched(world: &World) -> Vec<Vector> {
    let asked = |constraints: Vec<Constraint>| Parts::asking(world, constraints);
    let described = |edit: &dyn Fn(&mut CapabilityDescriptor)| Parts::described(world, vec![price()], edit);
    let age = |most: i64| constraint("age-ms", AtMost, numbers(&[unsigned(most)]));
    let life = |least: i64| constraint("life-ms", AtLeast, numbers(&[unsigned(least)]));
    let tag = constraint("tag", Contains, texts(&["rare"]));
    let refuse = |name: &str, twin: &str, parts: &Parts| bad(world, "OMS-6", name, "entry", twin, parts);
    let by_two = Parts::described(
        world,
        vec![price(), constraint("tag", Contains, texts(&["rare"]))],
        |it| {
            let mut dear = priced(world, "com.example/b", 500);
            dear.tags = vec!["rare".to_owned()];
            it.capabilities.push(dear);
        },
    );
    vec![
        refuse(
            "too-dear",
            TWIN,
            &described(&|it| it.capabilities[0] = priced(world, "com.example/a", 101)),
        ),
        refuse(
            "without-a-price",
            TWIN,
            &described(&|it| it.capabilities[0].price = None),
        ),
        refuse("without-the-tag", TWIN, &asked(vec![tag])),
        refuse(
            "each-by-another-capability",
            "left-out-with-its-second-capability",
            &by_two,
        ),
        refuse(
            "a-millisecond-too-old",
            "as-young-as-was-asked",
            &asked(vec![age(MINUTE - 1)]),
        ),
        refuse(
            "a-millisecond-too-old-by-its-refresh",
            "as-young-as-was-asked-by-its-refresh",
            &asked(vec![age(10 * SECOND - 1)]).refreshed_by(world, |_| ()),
        ),
        refuse(
            "a-millisecond-too-short",
            "living-as-long-as-was-asked",
            &asked(vec![life(HOUR - MINUTE + 1)]),
        ),
        refuse(
            "too-short-by-its-refresh",
            "living-as-long-as-was-asked",
            &asked(vec![life(HOUR - MINUTE)]).refreshed_by(world, |_| ()),
        ),
    ]
}

/// OMS-7.
fn listed(world: &World) -> Vec<Vector> {
    let id = Parts::plain(world).descriptor.signed(&left_out(world)).object_id();
    let found = |front: u32| casp_wire::v1::DiscoveryMatch {
        descriptor: id.clone(),
        front,
        ..another(world)
    };
    let ranked = |parts: Parts| {
        parts.edited(|it| {
            it.result.ranked = vec![another(world), found(2)];
            it.result.matched = 2;
        })
    };
    // What a complete answer samples it ranks as well.
    let sampled = ranked(Parts::plain(world)).edited(|it| it.result.sampled = vec![found(0)]);
    let mut other = found(1);
    other.capability_id.push('b');
    let by_another_name = Parts::plain(world).edited(|it| {
        it.result.ranked = vec![other];
        it.result.matched = 1;
    });
    let refuse = |name: &str, field: &str, twin: &str, parts: &Parts| bad(world, "OMS-7", name, field, twin, parts);
    vec![
        refuse("listed", "result.ranked", TWIN, &ranked(Parts::plain(world))),
        refuse(
            "listed-without-its-refresh",
            "result.ranked",
            REFRESHED,
            &ranked(Parts::refreshed(world)),
        ),
        refuse("listed-by-another-capability", "result.ranked", TWIN, &by_another_name),
        refuse(
            "listed-and-sampled",
            "result.sampled",
            "left-out-among-others",
            &sampled,
        ),
    ]
}
