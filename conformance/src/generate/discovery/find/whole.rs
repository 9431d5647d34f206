//! That one and the same capability has to satisfy everything, and which one stands for its agent.

use casp_wire::v1::Operator::{AtMost, Contains, Equal, Exists, Less, NotEqual};
use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{Capability, Constraint, Price, Provenance};

use super::super::intent::{asks, constraint, numbers, objectives, texts};
use super::super::order::By;
use super::metrics::stating;
use super::store::{Asked, Store, capability};
use crate::generate::world::World;
use crate::vector::Vector;

const PRICE: By = By::new("price/eur/call", 0);
const LATENCY: By = By::new("qos/latency-p95", 0);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = all_of_one(world);
    vectors.extend(counted(world));
    vectors.extend(standing_for(world));
    vectors
}

fn priced(id: &str, amount_micros: u64, tags: &[&str]) -> impl Fn(&mut Capability) {
    let (id, tags) = (
        id.to_owned(),
        tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>(),
    );
    move |it| {
        it.id.clone_from(&id);
        it.tags.clone_from(&tags);
        it.price = Some(Price {
            currency: "EUR".to_owned(),
            amount_micros,
            per: "call".to_owned(),
        });
    }
}

fn tagged(tag: &str) -> Constraint {
    constraint("tag", Contains, texts(&[tag]))
}

fn at_most(most: u64) -> Constraint {
    constraint("price/eur/call", AtMost, numbers(&[most]))
}

/// The first agent has what is asked for in two capabilities, the second in one.
fn all_of_one(world: &World) -> Vec<Vector> {
    let of = |edit: &dyn Fn(&mut Capability)| capability(world, edit);
    let store = Store::of_several(
        world,
        vec![
            vec![
                of(&priced("com.example/a", 9, &["fast"])),
                of(&priced("com.example/b", 1, &["slow"])),
            ],
            vec![
                of(&priced("com.example/a", 9, &["slow"])),
                of(&priced("com.example/b", 1, &["fast"])),
            ],
        ],
    );
    let asked = |name: &str, constraints: Vec<Constraint>, matching: Vec<(usize, usize)>, excluded: Vec<u64>| {
        let asked = Asked {
            query: store.query(asks(constraints)),
            by: &[],
            matching: matching.into_iter().map(|(agent, at)| (agent, at, vec![])).collect(),
            excluded,
            examined: 4,
        };
        store.answers(&format!("candidates/{name}"), &asked)
    };
    vec![
        asked(
            "all-of-one-capability",
            vec![tagged("fast"), at_most(1)],
            vec![(1, 1)],
            vec![2, 1],
        ),
        asked(
            "all-of-one-the-other-way-round",
            vec![at_most(1), tagged("fast")],
            vec![(1, 1)],
            vec![2, 1],
        ),
        asked("each-by-another", vec![tagged("fast")], vec![(0, 0), (1, 1)], vec![2]),
        asked("all-of-none", vec![tagged("fast"), tagged("slow")], vec![], vec![2, 2]),
        asked(
            "all-match-and-the-first-stands",
            vec![at_most(9)],
            vec![(0, 0), (1, 0)],
            vec![0],
        ),
        asked(
            "one-attribute-twice",
            vec![at_most(9), at_most(1)],
            vec![(0, 1), (1, 1)],
            vec![0, 2],
        ),
        asked(
            "one-constraint-twice",
            vec![at_most(1), at_most(1)],
            vec![(0, 1), (1, 1)],
            vec![2, 0],
        ),
    ]
}

/// What each constraint excludes, of that which those before it left.
fn counted(world: &World) -> Vec<Vector> {
    let of = |price: u64, tags: &[&str]| capability(world, priced("com.example/a", price, tags));
    let bare = capability(world, |it| it.id = "com.example/a".to_owned());
    let store = Store::of(
        world,
        vec![
            of(1, &["a", "b", "c"]),
            of(2, &["a", "b"]),
            of(3, &["a"]),
            of(4, &["b", "c"]),
            bare,
            of(6, &["a", "b", "c"]),
        ],
    );
    let asked = |name: &str, constraints: Vec<Constraint>, matching: &[usize], excluded: Vec<u64>| {
        let asked = Asked {
            query: store.query(asks(constraints)),
            by: &[],
            matching: matching.iter().map(|at| (*at, 0, vec![])).collect(),
            excluded,
            examined: 6,
        };
        store.answers(&format!("candidates/{name}"), &asked)
    };
    let no_price = constraint("price/eur/call", Exists, vec![Flag(false)]);
    let not_two = constraint("price/eur/call", NotEqual, numbers(&[2]));
    let named = constraint("capability", Equal, texts(&["com.example/a"]));
    let less = constraint("price/eur/call", Less, numbers(&[1]));
    vec![
        asked(
            "excluded-one-after-another",
            vec![tagged("a"), tagged("b"), tagged("c")],
            &[0, 5],
            vec![2, 1, 1],
        ),
        asked(
            "excluded-in-another-order",
            vec![tagged("c"), tagged("b"), tagged("a")],
            &[0, 5],
            vec![3, 0, 1],
        ),
        asked(
            "excluded-by-what-is-not-stated",
            vec![named, not_two],
            &[0, 2, 3, 5],
            vec![0, 2],
        ),
        asked("excluded-all-at-once", vec![less.clone(), tagged("a")], &[], vec![6, 0]),
        asked(
            "excluded-all-at-last",
            vec![no_price.clone(), tagged("a")],
            &[],
            vec![5, 1],
        ),
        asked("excluded-but-one", vec![no_price], &[4], vec![5]),
        asked(
            "excluded-by-the-last-alone",
            vec![at_most(6), tagged("b"), less],
            &[],
            vec![1, 1, 4],
        ),
    ]
}

/// Of several that match, the one with the least costs.
fn standing_for(world: &World) -> Vec<Vector> {
    let of = |id: &str, price: u64, latency: u64| {
        let mut it = stating(world, "latency-p95", &[(Provenance::Witnessed, latency, 20)]);
        priced(id, price, &[])(&mut it);
        it
    };
    // Twenty samples double what is stated.
    let several = |prices: &[(u64, u64)]| -> Vec<Capability> {
        let ids = ["com.example/a", "com.example/b", "com.example/c"];
        prices
            .iter()
            .zip(ids)
            .map(|((price, latency), id)| of(id, *price, *latency))
            .collect()
    };
    let answered = |name: &str, all: [&[(u64, u64)]; 2], by: &[By], standing: [usize; 2]| {
        let store = Store::of_several(world, all.iter().map(|prices| several(prices)).collect());
        let names: Vec<(&str, u64)> = by.iter().map(|by| (by.name, by.grain)).collect();
        let mut query = store.query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]));
        query.intent.get_or_insert_default().objectives = objectives(&names);
        let figures = |(agent, at): (usize, usize)| {
            let (price, latency) = all[agent][at];
            let figure = |by: &By| Some(if by.name == PRICE.name { price } else { 2 * latency });
            (agent, at, by.iter().map(figure).collect())
        };
        let asked = Asked {
            query,
            by,
            matching: standing.into_iter().enumerate().map(figures).collect(),
            excluded: vec![0],
            examined: store.capabilities(),
        };
        store.answers(&format!("candidates/{name}"), &asked)
    };
    let coarse = By { grain: 10, ..PRICE };
    vec![
        answered(
            "the-cheapest-stands",
            [&[(5, 1), (3, 9), (4, 5)], &[(2, 9), (8, 1)]],
            &[PRICE],
            [1, 0],
        ),
        answered(
            "the-fastest-stands",
            [&[(5, 1), (3, 9), (4, 5)], &[(2, 9), (8, 1)]],
            &[LATENCY, PRICE],
            [0, 1],
        ),
        answered(
            "of-equals-the-first-stands",
            [&[(3, 5), (3, 5), (3, 5)], &[(4, 5), (3, 5), (3, 5)]],
            &[PRICE, LATENCY],
            [0, 1],
        ),
        answered(
            "within-a-grain-the-second-objective-decides",
            [&[(11, 9), (19, 1), (20, 0)], &[(9, 9), (0, 8)]],
            &[coarse, LATENCY],
            [1, 1],
        ),
        answered(
            "within-a-grain-of-equals-the-first-stands",
            [&[(19, 5), (11, 5)], &[(25, 1), (21, 1)]],
            &[coarse],
            [0, 0],
        ),
        answered(
            "without-objectives-the-first-stands",
            [&[(5, 5), (1, 1)], &[(9, 9), (2, 2)]],
            &[],
            [0, 0],
        ),
    ]
}
