//! Matches in a wrong order (ANS-7, ANS-8).

use casp_wire::v1::Intent;

use super::bad;
use super::parts::{AGE, Offered, PRICE, Parts, RELEVANCE, answered, offered, priced, query, query_for};
use crate::generate::discovery::intent::objectives;
use crate::generate::world::{MINUTE, World};
use crate::vector::Vector;

const TWIN: &str = "ranked-and-sampled";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = ranks(world);
    vectors.extend(two_objectives(world));
    vectors.extend(relevances(world));
    vectors.extend(by_what_is_named(world));
    vectors.extend(samples(world));
    vectors
}

fn swapped(mut parts: Parts, a: usize, b: usize) -> Parts {
    let ranked = &mut parts.result.ranked;
    let fronts: Vec<u32> = ranked.iter().map(|each| each.front).collect();
    ranked.swap(a, b);
    for (each, front) in ranked.iter_mut().zip(fronts) {
        each.front = front;
    }
    parts.sort_entries();
    parts
}

fn fronts(mut parts: Parts, fronts: &[u32]) -> Parts {
    for (each, front) in parts.result.ranked.iter_mut().zip(fronts) {
        each.front = *front;
    }
    parts
}

fn refuse(world: &World, name: &str, twin: &str, parts: &Parts) -> Vector {
    bad(world, "ANS-7", name, "result.ranked", twin, parts)
}

/// By one objective, each match has a front of its own, unless they are equal.
fn ranks(world: &World) -> Vec<Vector> {
    let plain = || Parts::plain(world);
    let alike: Vec<Offered> = (0..7).map(|nth| offered(world, nth, 5)).collect();
    let alike = || Parts::of(world, &alike);
    let rotated = alike().edited(|it| {
        it.result.ranked.rotate_left(1);
        it.sort_entries();
    });
    let by_id = alike().edited(|it| {
        let ids: Vec<Vec<u8>> = it.result.ranked.iter().map(|each| each.descriptor.clone()).collect();
        it.result.ranked.sort_by(|a, b| a.descriptor.cmp(&b.descriptor));
        // Were that the same order, the reverse is another.
        if it.result.ranked.iter().map(|each| &each.descriptor).eq(&ids) {
            it.result.ranked.reverse();
        }
        it.sort_entries();
    });
    vec![
        refuse(world, "first-two-swapped", TWIN, &swapped(plain(), 0, 1)),
        refuse(world, "last-two-swapped", TWIN, &swapped(plain(), 2, 3)),
        refuse(world, "first-and-last-swapped", TWIN, &swapped(plain(), 0, 3)),
        refuse(world, "all-in-one-front", TWIN, &fronts(plain(), &[1, 1, 1, 1])),
        refuse(world, "last-two-in-one-front", TWIN, &fronts(plain(), &[1, 2, 3, 3])),
        refuse(
            world,
            "worse-in-an-earlier-front-in-one-front",
            TWIN,
            &fronts(swapped(plain(), 1, 2), &[1, 2, 2, 3]),
        ),
        refuse(world, "equals-rotated", "equals-by-digest", &rotated),
        refuse(world, "equals-swapped", "equals-by-digest", &swapped(alike(), 2, 5)),
        refuse(world, "equals-by-object-id", "equals-by-digest", &by_id),
    ]
}

/// Three in the first front, one in the second.
fn two_objectives(world: &World) -> Vec<Vector> {
    let intent = Intent {
        objectives: objectives(&[(PRICE.name, 0), (AGE.name, 0)]),
        ..query(world).intent.unwrap_or_default()
    };
    let aged = |(nth, price, minutes): (usize, u64, i64)| {
        offered(world, nth, price).edited(|it| {
            if let Some(header) = it.header.as_mut() {
                header.issued_at_ms = world.issued - minutes * MINUTE;
            }
        })
    };
    let all: Vec<Offered> = [(0, 10, 9), (1, 20, 5), (2, 30, 1), (3, 31, 6)]
        .into_iter()
        .map(aged)
        .collect();
    let parts = || answered(world, &query_for(world, intent.clone()), &[PRICE, AGE], &all);
    let twin = "two-fronts-by-two";
    vec![
        super::good(world, twin, &parts()),
        refuse(world, "two-of-a-front-swapped", twin, &swapped(parts(), 0, 1)),
        refuse(world, "a-front-by-its-second-objective", twin, &swapped(parts(), 0, 2)),
        refuse(
            world,
            "dominated-in-the-same-front",
            twin,
            &fronts(parts(), &[1, 1, 1, 1]),
        ),
        refuse(
            world,
            "dominated-in-an-earlier-front",
            twin,
            &fronts(swapped(parts(), 2, 3), &[1, 1, 1, 2]),
        ),
        refuse(
            world,
            "dominating-from-the-last-front",
            twin,
            &fronts(swapped(parts(), 1, 3), &[1, 1, 1, 2]),
        ),
    ]
}

/// By relevance, and by nothing else.
fn relevances(world: &World) -> Vec<Vector> {
    let phrased = Intent {
        phrasings: vec![world.draw("phrasing").sentence(5)],
        ..Intent::default()
    };
    let skilled: Vec<Offered> = [(0, 900_000), (1, 100_000), (2, 500_000)]
        .into_iter()
        .map(|(nth, ppm)| offered(world, nth, 5).of_relevance(ppm))
        .collect();
    let by = [RELEVANCE];
    let relevant = || answered(world, &query_for(world, phrased.clone()), &by, &skilled);
    vec![
        refuse(
            world,
            "more-relevant-after-less",
            "by-phrasing",
            &swapped(relevant(), 0, 1),
        ),
        refuse(
            world,
            "less-relevant-in-the-same-front",
            "by-phrasing",
            &fronts(relevant(), &[1, 1, 1]),
        ),
    ]
}

/// Costs are those of the capability that a match names, and of no other of its descriptor.
fn by_what_is_named(world: &World) -> Vec<Vector> {
    let several = offered(world, 0, 30).edited(|it| it.capabilities.push(priced(world, "com.example/b", 90)));
    let all = [several, offered(world, 1, 40), offered(world, 2, 60)];
    let mut asked = query(world);
    asked.sample = 0;
    let parts = || answered(world, &asked, &[PRICE], &all);
    let dearer = |parts: Parts| parts.edited(|it| "com.example/b".clone_into(&mut it.result.ranked[0].capability_id));
    let twin = "cheaper-of-two-first";
    vec![
        super::good(world, twin, &parts()),
        refuse(
            world,
            "dearer-of-two-in-the-place-of-the-cheaper",
            twin,
            &dearer(parts()),
        ),
        refuse(
            world,
            "dearer-of-two-in-the-front-of-the-next",
            twin,
            &fronts(dearer(parts()), &[1, 1, 2]),
        ),
    ]
}

/// ANS-8. Twelve, so that weights tell in any suite.
fn samples(world: &World) -> Vec<Vector> {
    let sampled = |name: &str, twin: &str, parts: &Parts| bad(world, "ANS-8", name, "result.sampled", twin, parts);
    let arranged = |edit: &dyn Fn(&mut Parts)| {
        Parts::plain(world).edited(|it| {
            edit(it);
            it.sort_entries();
        })
    };
    let by_rank = arranged(&|it| {
        let before: Vec<Vec<u8>> = it.result.sampled.iter().map(|each| each.descriptor.clone()).collect();
        it.result.sampled.sort_by(|a, b| a.descriptor.cmp(&b.descriptor));
        if it.result.sampled.iter().map(|each| &each.descriptor).eq(&before) {
            it.result.sampled.reverse();
        }
    });
    let phrased = Intent {
        phrasings: vec![world.draw("phrasing").sentence(5)],
        ..Intent::default()
    };
    let mut asked = query_for(world, phrased);
    asked.limit = 0;
    asked.sample = 12;
    let of = |relevances: &dyn Fn(usize) -> u32| {
        let all: Vec<Offered> = (0..12)
            .map(|nth| offered(world, nth, 5).of_relevance(relevances(nth)))
            .collect();
        answered(world, &asked, &[RELEVANCE], &all)
    };
    let weighted = of(&|nth| if nth % 2 == 0 { 1_000_000 } else { 0 });
    let unweighted = of(&|_| 0);
    // The order is that of equal weights, and the weights are not.
    let mut ignored = unweighted.clone();
    for each in &mut ignored.result.sampled {
        let weight = weighted
            .result
            .sampled
            .iter()
            .find(|other| other.descriptor == each.descriptor);
        each.relevance_ppm = weight.map_or(0, |other| other.relevance_ppm);
    }
    let mut claimed = weighted.clone();
    for each in &mut claimed.result.sampled {
        each.relevance_ppm = 0;
    }
    vec![
        super::good(world, "sampled-by-weight", &weighted),
        super::good(world, "sampled-without-weight", &unweighted),
        sampled("sampled-swapped", TWIN, &arranged(&|it| it.result.sampled.swap(0, 1))),
        sampled(
            "sampled-last-swapped",
            TWIN,
            &arranged(&|it| it.result.sampled.swap(1, 2)),
        ),
        sampled("sampled-reversed", TWIN, &arranged(&|it| it.result.sampled.reverse())),
        sampled("sampled-by-object-id", TWIN, &by_rank),
        sampled("sampled-as-if-weights-were-equal", "sampled-by-weight", &ignored),
        sampled(
            "sampled-as-if-weights-were-not-equal",
            "sampled-without-weight",
            &claimed,
        ),
    ]
}
