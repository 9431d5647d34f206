//! Filters, numbers of matches, and which entries there are (ANS-3, ANS-4).

use casp_wire::v1::FilterReport;
use casp_wire::v1::Operator::AtMost;

use super::bad;
use super::parts::{Entry, PRICE, Parts, answered, four, offered, query, query_for};
use crate::generate::discovery::intent::{asks, constraint, numbers};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{MINUTE, World};
use crate::vector::Vector;

const TWIN: &str = "ranked-and-sampled";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = filters(world);
    vectors.extend(numbers_of_matches(world));
    vectors.extend(entries(world));
    vectors.extend(refreshes(world));
    vectors
}

/// ANS-3.
fn filters(world: &World) -> Vec<Vector> {
    let two = asks(vec![
        constraint(PRICE.name, AtMost, numbers(&[100])),
        constraint("age-ms", AtMost, numbers(&[900_000])),
    ]);
    let of_two = || answered(world, &query_for(world, two.clone()), &[], &four(world));
    let report = |attribute: &str| FilterReport {
        attribute: attribute.to_owned(),
        excluded: 0,
    };
    let refuse = |name: &str, twin: &str, parts: &Parts| bad(world, "ANS-3", name, "result.filters", twin, parts);
    vec![
        super::good(world, "two-filters", &of_two()),
        refuse(
            "filter-missing",
            "two-filters",
            &of_two().edited(|it| drop(it.result.filters.pop())),
        ),
        refuse(
            "filters-missing",
            TWIN,
            &Parts::plain(world).edited(|it| it.result.filters.clear()),
        ),
        refuse(
            "filters-swapped",
            "two-filters",
            &of_two().edited(|it| it.result.filters.swap(0, 1)),
        ),
        refuse(
            "filter-twice",
            TWIN,
            &Parts::plain(world).edited(|it| it.result.filters.push(report(PRICE.name))),
        ),
        refuse(
            "filter-too-many",
            TWIN,
            &Parts::plain(world).edited(|it| it.result.filters.push(report("age-ms"))),
        ),
        refuse(
            "filter-of-another-name",
            TWIN,
            &Parts::plain(world).edited(|it| it.result.filters[0] = report("price/usd/call")),
        ),
    ]
}

fn numbers_of_matches(world: &World) -> Vec<Vector> {
    // The query asked for less than what is answered.
    let asked_less = |limit: u32, sample: u32| {
        let mut asked = query(world);
        (asked.limit, asked.sample) = (limit, sample);
        let less = asked.signed(&world.verifier);
        let mut generous = asked.clone();
        (generous.limit, generous.sample) = (10, 4);
        let mut parts = answered(world, &generous, &[PRICE], &four(world));
        let honest = answered(world, &asked, &[PRICE], &four(world));
        parts.result.query = less.object_id();
        parts.query = less;
        (parts, honest)
    };
    let (past_limit, honest) = asked_less(3, 3);
    let mut past_limit = past_limit;
    past_limit.result.sampled = honest.result.sampled;
    past_limit.sort_entries();
    let (mut past_sample, honest) = asked_less(4, 3);
    past_sample.result.ranked = honest.result.ranked;
    let (mut unasked, honest) = asked_less(0, 3);
    unasked.result.sampled = honest.result.sampled;
    unasked.sort_entries();
    let (mut unsampled, honest) = asked_less(10, 0);
    unsampled.result.ranked = honest.result.ranked;
    unsampled.result.sampled.truncate(1);
    unsampled.sort_entries();
    let refuse = |name: &str, field: &str, twin: &str, parts: &Parts| bad(world, "ANS-3", name, field, twin, parts);
    vec![
        refuse("ranked-past-the-limit", "result.ranked", "cut-short", &past_limit),
        refuse("sampled-past-the-sample", "result.sampled", TWIN, &past_sample),
        refuse(
            "ranked-where-none-was-asked",
            "result.ranked",
            "sampled-alone",
            &unasked,
        ),
        refuse(
            "sampled-where-none-was-asked",
            "result.sampled",
            "ranked-alone",
            &unsampled,
        ),
    ]
}

/// ANS-4.
fn entries(world: &World) -> Vec<Vector> {
    let of = |edit: &dyn Fn(&mut Parts)| Parts::plain(world).edited(edit);
    let fifth = offered(world, 4, 50);
    let fifth = Entry {
        descriptor: fifth.descriptor_statement(world),
        refresh: None,
    };
    let mut renewed = four(world)[0].clone();
    renewed.descriptor.sequence += 1;
    let renewed = renewed.descriptor_statement(world);
    let replace = |it: &mut Parts| {
        let at = it
            .entries
            .iter()
            .position(|entry| entry.descriptor.issuer == renewed.issuer);
        it.entries[at.unwrap_or(0)].descriptor = renewed.clone();
    };
    let by_kind = |it: &mut Parts| {
        let last = it.entries.len() - 1;
        it.entries[last].descriptor = world.withdrawal(&world.carol).signed(&world.carol);
    };
    let cases: Vec<(&str, Parts)> = vec![
        ("entry-missing", of(&|it| drop(it.entries.pop()))),
        ("first-entry-missing", of(&|it| drop(it.entries.remove(0)))),
        ("entries-missing", of(&|it| it.entries.clear())),
        ("entry-too-many", of(&|it| it.entries.push(fifth.clone()))),
        ("entry-too-many-first", of(&|it| it.entries.insert(0, fifth.clone()))),
        ("entry-twice", of(&|it| it.entries.push(it.entries[0].clone()))),
        ("entries-swapped", of(&|it| it.entries.swap(0, 1))),
        ("entries-reversed", of(&|it| it.entries.reverse())),
        ("entry-renewed", of(&replace)),
        ("entry-of-another-kind", of(&by_kind)),
        (
            "match-of-no-entry",
            of(&|it| {
                it.result.ranked[3].descriptor[0] ^= 1;
                // It may have been sampled as what it was.
                it.result.matched = 5;
                it.result.complete = false;
            }),
        ),
    ];
    let mut vectors: Vec<Vector> = cases
        .iter()
        .map(|(name, parts)| bad(world, "ANS-4", name, "entries", TWIN, parts))
        .collect();
    let unnamed = Parts::of(world, &[]).edited(|it| it.entries.push(fifth.clone()));
    vectors.push(bad(
        world,
        "ANS-4",
        "entry-where-nothing-was-found",
        "entries",
        "nothing-found",
        &unnamed,
    ));
    vectors
}

fn refreshes(world: &World) -> Vec<Vector> {
    let issuer = super::super::find::agent(world, 1).multikey();
    let at = |parts: &Parts| {
        let mut entries = parts.entries.iter();
        entries.position(|entry| entry.descriptor.issuer == issuer).unwrap_or(0)
    };
    let of = |edit: &dyn Fn(&mut Parts, usize)| {
        let parts = Parts::plain(world);
        let at = at(&parts);
        parts.edited(|it| edit(it, at))
    };
    let another = |sequence: u64| -> Statement {
        let mut offered = offered(world, 1, 20).refreshed(world, MINUTE / 2);
        if let Some(refresh) = offered.refresh.as_mut() {
            refresh.sequence += sequence;
        }
        let key = super::super::find::agent(world, 1);
        offered.refresh.unwrap_or_default().signed(&key)
    };
    // One match gives the refresh, the other does not; whichever the entry has.
    let id = |parts: &Parts| parts.entries[at(parts)].descriptor.object_id();
    let all = |with_refresh: bool| {
        let mut asked = query(world);
        asked.sample = 4;
        let parts = answered(world, &asked, &[PRICE], &four(world));
        let (at, id) = (at(&parts), id(&parts));
        parts.edited(|it| {
            let sampled = it.result.sampled.iter_mut().filter(|each| each.descriptor == id);
            sampled.for_each(|each| each.refresh.clear());
            if !with_refresh {
                it.entries[at].refresh = None;
            }
        })
    };
    let cases = [
        ("refresh-missing", of(&|it, at| it.entries[at].refresh = None)),
        (
            "refresh-not-named",
            of(&|it, at| {
                let id = it.entries[at].descriptor.object_id();
                it.matches_of(&id, |each| each.refresh.clear());
            }),
        ),
        (
            "refresh-newer-than-named",
            of(&|it, at| it.entries[at].refresh = Some(another(1))),
        ),
        (
            "refresh-named-almost",
            of(&|it, at| {
                let id = it.entries[at].descriptor.object_id();
                it.matches_of(&id, |each| each.refresh[7] ^= 1);
            }),
        ),
        (
            "refresh-of-another-entry",
            of(&|it, at| {
                let refresh = it.entries[at].refresh.take();
                let other = usize::from(at == 0);
                it.entries[other].refresh = refresh;
            }),
        ),
        ("refresh-named-by-one-of-two-matches", all(true)),
        ("refresh-named-and-missing-by-one-of-two-matches", all(false)),
    ];
    cases
        .iter()
        .map(|(name, parts)| bad(world, "ANS-4", name, "entries.refresh", TWIN, parts))
        .collect()
}
