//! Answers in which all is well.

use casp_wire::v1::Intent;
use casp_wire::v1::Operator::{AtMost, Equal};

use super::parts::{AGE, DOLLARS, PRICE, Parts, RELEVANCE, answered, four, offered, priced, query, query_for};
use super::{RULES, case, good};
use crate::generate::discovery::find::agent;
use crate::generate::discovery::intent::{asks, constraint, numbers, objectives, texts};
use crate::generate::discovery::order::By;
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{DAY, HOUR, MINUTE, SECOND, SKEW, World, done, observe, unsigned};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = shapes(world);
    vectors.extend(signers(world));
    vectors.extend(times(world));
    vectors.extend(by_relevance(world));
    vectors.extend(opinions(world));
    vectors
}

fn shapes(world: &World) -> Vec<Vector> {
    let of = |limit: u32, sample: u32| {
        let mut query = query(world);
        (query.limit, query.sample) = (limit, sample);
        answered(world, &query, &[PRICE], &four(world))
    };
    let bare = asks(vec![constraint(PRICE.name, AtMost, numbers(&[100]))]);
    let without = answered(world, &query_for(world, bare), &[], &four(world));
    let alike: Vec<_> = (0..7).map(|nth| offered(world, nth, 5)).collect();
    let two = Intent {
        objectives: objectives(&[(PRICE.name, 0), (AGE.name, 0)]),
        ..query(world).intent.unwrap_or_default()
    };
    let mut by_two = four(world);
    for (offered, minutes) in by_two.iter_mut().zip([2, 3, 1, 9]) {
        offered.descriptor.header().issued_at_ms = world.issued - minutes * MINUTE;
        offered.refresh = None;
    }
    let in_dollars = Intent {
        objectives: objectives(&[(DOLLARS.name, 0)]),
        ..query(world).intent.unwrap_or_default()
    };
    vec![
        good(world, "ranked-and-sampled", &Parts::plain(world)),
        good(world, "ranked-alone", &of(10, 0)),
        good(world, "sampled-alone", &of(0, 4)),
        good(world, "cut-short", &of(2, 3)),
        good(world, "one-of-each", &of(1, 1)),
        good(world, "nothing-found", &Parts::of(world, &[])),
        good(world, "without-objectives", &without),
        good(world, "equals-by-digest", &Parts::of(world, &alike)),
        good(
            world,
            "several-fronts",
            &answered(world, &query_for(world, two), &[PRICE, AGE], &by_two),
        ),
        good(
            world,
            "without-figures",
            &answered(world, &query_for(world, in_dollars), &[DOLLARS], &four(world)),
        ),
    ]
}

fn signers(world: &World) -> Vec<Vector> {
    let plain = Parts::plain(world);
    let scoped = |kind: Kind| world.delegation_for(kind, &world.bob, &world.clerk).signed(&world.bob);
    let by_clerk = plain.clone().edited(|it| {
        it.signed_result = Some(it.result.delegated(&world.clerk, &scoped(Kind::DiscoveryResult)));
    });
    let mut asked = query(world);
    let delegation = world.delegation_for(Kind::Query, &world.verifier, &world.worker);
    let asked_by = asked.delegated(&world.worker, &delegation.signed(&world.verifier));
    asked.header().delegation = delegation.signed(&world.verifier).object_id();
    let to_worker = answered(world, &asked, &[PRICE], &four(world)).edited(|it| it.query = asked_by);
    let key = agent(world, 0);
    let of_agent = world.delegation(&key, &world.worker);
    let mut delegated = four(world);
    delegated[0].descriptor.header().delegation = of_agent.signed(&key).object_id();
    let by_key = Parts::of(world, &delegated).edited(|it| {
        for entry in &mut it.entries {
            if entry.descriptor.issuer == key.multikey() {
                entry.descriptor = delegated[0].descriptor.delegated(&world.worker, &of_agent.signed(&key));
            }
        }
    });
    let retired = case(world, "of-agents-that-have-retired", &plain)
        .after(vec![done(world.now, observe(&world.retire(&key).signed(&key)))])
        .flags(&["has-prior"])
        .accepted(&RULES, None);
    vec![
        good(world, "by-an-operational-key", &by_clerk),
        good(world, "to-an-operational-key", &to_worker),
        good(world, "of-an-agent-s-operational-key", &by_key),
        retired,
    ]
}

fn times(world: &World) -> Vec<Vector> {
    let plain = Parts::plain(world);
    let at = |name: &str, now: i64| {
        let mut vector = good(world, name, &plain);
        vector.step.now_ms = now;
        vector
    };
    let with = |edit: &dyn Fn(&mut casp_wire::v1::CapabilityDescriptor)| {
        let mut all = four(world);
        edit(&mut all[0].descriptor);
        Parts::of(world, &all)
    };
    let ahead = with(&|it| it.header().issued_at_ms = world.issued + SKEW);
    // It ended just within the skew before the result was issued.
    let ended = with(&|it| {
        it.header().issued_at_ms = world.issued - MINUTE;
        it.ttl_ms = unsigned(MINUTE - SKEW + 1);
    });
    let mut refreshed = four(world);
    let whole = unsigned(HOUR);
    refreshed[0] = refreshed[0]
        .clone()
        .edited(|it| it.ttl_ms = whole)
        .refreshed(world, 10 * SECOND);
    let mut longest = refreshed.clone();
    if let Some(refresh) = longest[0].refresh.as_mut() {
        refresh.header().expires_at_ms = world.issued - 10 * SECOND + HOUR;
    }
    let mut nearly_over = refreshed.clone();
    if let Some(refresh) = nearly_over[0].refresh.as_mut() {
        refresh.header().expires_at_ms = world.issued - SKEW + 1;
    }
    let mut in_advance = refreshed.clone();
    if let Some(refresh) = in_advance[0].refresh.as_mut() {
        refresh.header().issued_at_ms = world.issued + SKEW;
    }
    // The descriptor would have ended long ago.
    let mut carried = four(world);
    carried[0] = carried[0]
        .clone()
        .edited(|it| it.header().issued_at_ms = world.issued - 3 * DAY)
        .refreshed(world, 10 * SECOND);
    vec![
        at("ten-years-later", world.now + 3_650 * DAY),
        at("at-the-skew", world.issued - SKEW),
        good(world, "issued-after-the-result-within-the-skew", &ahead),
        good(world, "ended-before-the-result-within-the-skew", &ended),
        good(world, "refreshed", &Parts::of(world, &refreshed)),
        good(world, "refreshed-for-the-longest", &Parts::of(world, &longest)),
        good(world, "refresh-ended-within-the-skew", &Parts::of(world, &nearly_over)),
        good(
            world,
            "refreshed-after-the-result-within-the-skew",
            &Parts::of(world, &in_advance),
        ),
        good(world, "descriptor-carried-by-its-refresh", &Parts::of(world, &carried)),
    ]
}

/// Phrasings and skills are matched by the registry's art.
fn by_relevance(world: &World) -> Vec<Vector> {
    let all: Vec<_> = [
        (40, 900_000),
        (20, 124_999),
        (60, 125_000),
        (10, 1_000_000),
        (30, 0),
        (50, 900_000),
    ]
    .into_iter()
    .enumerate()
    .map(|(nth, (price, relevance))| offered(world, nth, price).of_relevance(relevance))
    .collect();
    let phrased = Intent {
        phrasings: vec![world.draw("phrasing").sentence(5)],
        ..Intent::default()
    };
    let skilled = Intent {
        skills: vec!["language/summarise".to_owned()],
        objectives: objectives(&[(RELEVANCE.name, 100_000), (PRICE.name, 0)]),
        ..asks(vec![constraint(PRICE.name, AtMost, numbers(&[100]))])
    };
    let by = [
        By {
            grain: 100_000,
            ..RELEVANCE
        },
        PRICE,
    ];
    let mut asked = query_for(world, phrased);
    asked.sample = 6;
    let phrased = answered(world, &asked, &[RELEVANCE], &all);
    let skilled = answered(world, &query_for(world, skilled), &by, &all);
    vec![
        good(world, "by-phrasing", &phrased),
        good(world, "by-skill-and-price", &skilled),
    ]
}

/// What a registry says of itself and of relevance is its own opinion, and fronts may have gaps where the answer is cut.
fn opinions(world: &World) -> Vec<Vector> {
    let plain = || Parts::plain(world);
    let gaps = plain().edited(|it| {
        for each in &mut it.result.ranked {
            each.front *= 3;
        }
    });
    let diversified = plain().edited(|it| {
        it.result.complete = false;
        it.result.diversified = true;
        it.result.ranked.remove(1);
        it.sort_entries();
    });
    let counts = plain().edited(|it| {
        it.result.examined = 1;
        it.result.filters[0].excluded = 900;
    });
    let phrased = Intent {
        phrasings: vec![world.draw("phrasing").sentence(5)],
        ..query(world).intent.unwrap_or_default()
    };
    // One score for one descriptor, whatever the others have.
    let scored = answered(world, &query_for(world, phrased), &[PRICE], &four(world)).edited(|it| {
        let ids: Vec<Vec<u8>> = it.result.ranked.iter().map(|each| each.descriptor.clone()).collect();
        it.matches_of(&ids[0], |each| each.lexical_ppm = 900_000);
        it.matches_of(&ids[1], |each| each.semantic_ppm = 800_000);
        it.matches_of(&ids[2], |each| each.skill_ppm = 1_000_000);
        it.matches_of(&ids[3], |each| each.relevance_ppm = 124_999);
        it.result.embedding_space = "com.example.space".to_owned();
    });
    let several = offered(world, 5, 30).edited(|it| {
        it.capabilities = vec![priced(world, "com.example/a", 30), priced(world, "com.example/b", 900)];
    });
    let named = asks(vec![constraint("capability", Equal, texts(&["com.example/a"]))]);
    let first_of_two = Parts::of(world, &[several.clone(), offered(world, 6, 40)]);
    let by_name = answered(world, &query_for(world, named), &[], &[several]);
    vec![
        good(world, "fronts-with-gaps", &gaps),
        good(world, "diversified", &diversified),
        good(world, "counts-are-what-the-registry-says", &counts),
        good(world, "scores-are-what-the-registry-says", &scored),
        good(world, "first-of-two-capabilities", &first_of_two),
        good(world, "capability-by-name", &by_name),
    ]
}
