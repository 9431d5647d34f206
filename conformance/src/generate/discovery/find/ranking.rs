//! Matches in order: fronts, ties, and what a limit leaves out.

use casp_wire::v1::Operator::Exists;
use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{Capability, Price, Provenance};

use super::super::intent::{asks, constraint, objectives};
use super::super::order::By;
use super::metrics::stating;
use super::store::{Asked, Store};
use crate::generate::world::World;
use crate::vector::Vector;

const PRICE: By = By::new("price/eur/call", 0);
const LATENCY: By = By::new("qos/latency-p95", 0);
const RELEVANCE: By = By::new("relevance", 0);
const USD: By = By::new("price/usd/call", 0);

/// Price and latency of an agent; twenty samples double the latter.
type Offer = (Option<u64>, Option<u64>);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = fronts(world);
    vectors.extend(ties(world));
    vectors.extend(limits(world));
    vectors
}

fn offered(world: &World, (price, latency): Offer) -> Capability {
    let stated: Vec<_> = latency.map(|it| (Provenance::Observed, it, 20)).into_iter().collect();
    let mut capability = stating(world, "latency-p95", &stated);
    capability.price = price.map(|amount_micros| Price {
        currency: "EUR".to_owned(),
        amount_micros,
        per: "call".to_owned(),
    });
    capability
}

fn answered(world: &World, name: &str, offers: &[Offer], by: &[By], limit: u32) -> Vector {
    let store = Store::of(world, offers.iter().map(|offer| offered(world, *offer)).collect());
    let names: Vec<(&str, u64)> = by.iter().map(|by| (by.name, by.grain)).collect();
    let mut query = store.query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]));
    query.limit = limit;
    query.intent.get_or_insert_default().objectives = objectives(&names);
    let figure = |(price, latency): Offer, by: &By| match by.name {
        name if name == PRICE.name => price,
        name if name == LATENCY.name => latency.map(|it| 2 * it),
        name if name == RELEVANCE.name => Some(0),
        _ => None,
    };
    let matching = offers.iter().enumerate();
    let asked = Asked {
        query,
        by,
        matching: matching
            .map(|(at, offer)| (at, 0, by.iter().map(|by| figure(*offer, by)).collect()))
            .collect(),
        excluded: vec![0],
        examined: offers.len(),
    };
    store.answers(&format!("ranking/{name}"), &asked)
}

fn both(all: &[(u64, u64)]) -> Vec<Offer> {
    all.iter()
        .map(|(price, latency)| (Some(*price), Some(*latency)))
        .collect()
}

fn fronts(world: &World) -> Vec<Vector> {
    let of = |name: &str, offers: &[Offer], by: &[By]| answered(world, name, offers, by, 20);
    let several = both(&[(1, 9), (5, 5), (9, 1), (6, 6), (7, 7), (2, 9), (9, 9)]);
    let some = [
        (Some(4), None),
        (None, Some(4)),
        (Some(9), Some(9)),
        (None, None),
        (Some(5), None),
    ];
    vec![
        of("by-price", &both(&[(3, 0), (1, 0), (2, 0)]), &[PRICE]),
        of("by-latency", &both(&[(0, 30), (0, 10), (0, 20)]), &[LATENCY]),
        of("several-fronts", &several, &[PRICE, LATENCY]),
        of("several-fronts-by-latency-first", &several, &[LATENCY, PRICE]),
        of("a-chain", &both(&[(4, 4), (1, 1), (3, 3), (2, 2)]), &[PRICE, LATENCY]),
        of("one-front", &both(&[(1, 9), (2, 8), (3, 7), (4, 6)]), &[LATENCY, PRICE]),
        of("not-stated-is-worst", &some, &[PRICE, LATENCY]),
        of(
            "in-another-currency-is-not-stated",
            &both(&[(3, 1), (1, 1), (2, 1)]),
            &[USD, PRICE],
        ),
        of(
            "by-grain",
            &both(&[(109, 3), (100, 9), (99, 5), (110, 1)]),
            &[By { grain: 10, ..PRICE }, LATENCY],
        ),
    ]
}

fn ties(world: &World) -> Vec<Vector> {
    let of = |name: &str, offers: &[Offer], by: &[By]| answered(world, name, offers, by, 20);
    let alike = both(&[(5, 5); 7]);
    let pairs = both(&[(1, 2), (2, 1), (1, 2), (2, 1), (1, 2), (3, 3), (3, 3), (3, 3)]);
    vec![
        of("ties-without-objectives", &alike, &[]),
        of("ties-by-relevance", &alike, &[RELEVANCE]),
        of("ties-by-price", &alike, &[PRICE]),
        of("ties-within-fronts", &pairs, &[PRICE, LATENCY]),
        of("ties-of-what-is-not-stated", &alike, &[USD]),
        of("relevance-beside-a-price", &pairs, &[RELEVANCE, PRICE]),
    ]
}

fn limits(world: &World) -> Vec<Vector> {
    let offers = both(&[(6, 1), (5, 2), (4, 3), (3, 4), (9, 9), (8, 8)]);
    let of = |name: &str, limit: u32| answered(world, name, &offers, &[PRICE, LATENCY], limit);
    vec![
        of("limit-past-all", 7),
        of("limit-is-all", 6),
        of("limit-leaves-one-out", 5),
        of("limit-within-a-front", 2),
        of("limit-of-one", 1),
        of("limit-of-a-hundred", 100),
        answered(world, "limit-among-equals", &both(&[(5, 5); 6]), &[PRICE], 3),
    ]
}
