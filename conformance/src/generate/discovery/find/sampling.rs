//! What is drawn among all that match.

use casp_wire::v1::Operator::{Contains, Exists};
use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{Capability, Price};

use super::super::intent::{asks, constraint, objectives, texts};
use super::super::order::By;
use super::store::{Asked, Store, capability};
use crate::generate::world::World;
use crate::vector::Vector;

const PRICE: By = By::new("price/eur/call", 0);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let sampled = Sampled {
        store: store(world),
        world,
    };
    vec![
        sampled.drawn("sample-alone", 0, 3, &[]),
        sampled.drawn("sample-of-one", 0, 1, &[]),
        sampled.drawn("sample-of-all", 0, 9, &[]),
        sampled.drawn("sample-past-all", 0, 100, &[]),
        sampled.drawn("sample-beside-the-ranked", 3, 4, &[PRICE]),
        sampled.drawn("sample-beside-all", 9, 9, &[PRICE]),
        sampled.drawn("sample-does-not-mind-objectives", 1, 9, &[PRICE]),
        sampled.drawn("no-sample", 9, 0, &[]),
        sampled.nothing("sample-of-nothing", 0, 5),
        sampled.nothing("nothing-in-any-way", 5, 5),
        sampled.represented("sampled-by-what-stands-for-the-agent", &[PRICE], 1),
        sampled.represented("sampled-by-the-first-without-objectives", &[], 0),
    ]
}

struct Sampled<'a> {
    store: Store<'a>,
    world: &'a World,
}

fn priced(world: &World, id: &str, amount_micros: u64) -> Capability {
    capability(world, |it| {
        it.id = id.to_owned();
        it.price = Some(Price {
            currency: "EUR".to_owned(),
            amount_micros,
            per: "call".to_owned(),
        });
    })
}

/// Nine agents, each dearer than the one before.
fn store(world: &World) -> Store<'_> {
    let capabilities = (1..=9).map(|price| priced(world, "com.example/a", price));
    Store::of(world, capabilities.collect())
}

impl Sampled<'_> {
    fn drawn(&self, name: &str, limit: u32, sample: u32, by: &[By]) -> Vector {
        let names: Vec<(&str, u64)> = by.iter().map(|by| (by.name, by.grain)).collect();
        let mut query = self
            .store
            .query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]));
        (query.limit, query.sample) = (limit, sample);
        query.intent.get_or_insert_default().objectives = objectives(&names);
        let figures = |at: usize| by.iter().map(|_| Some(at as u64 + 1)).collect();
        let asked = Asked {
            query,
            by,
            matching: (0..9).map(|at| (at, 0, figures(at))).collect(),
            excluded: vec![0],
            examined: 9,
        };
        self.store.answers(&format!("sampling/{name}"), &asked)
    }

    fn nothing(&self, name: &str, limit: u32, sample: u32) -> Vector {
        let mut query = self
            .store
            .query(asks(vec![constraint("tag", Contains, texts(&["none"]))]));
        (query.limit, query.sample) = (limit, sample);
        let asked = Asked {
            query,
            by: &[],
            matching: vec![],
            excluded: vec![9],
            examined: 9,
        };
        self.store.answers(&format!("sampling/{name}"), &asked)
    }

    /// Eight agents with two capabilities, of which the second costs less.
    fn represented(&self, name: &str, by: &[By], standing: usize) -> Vector {
        let two = |nth: u64| {
            vec![
                priced(self.world, "com.example/a", 100 + nth),
                priced(self.world, "com.example/b", 50 - nth),
            ]
        };
        let store = Store::of_several(self.world, (0..8).map(two).collect());
        let names: Vec<(&str, u64)> = by.iter().map(|by| (by.name, by.grain)).collect();
        let mut query = store.query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]));
        (query.limit, query.sample) = (2, 5);
        query.intent.get_or_insert_default().objectives = objectives(&names);
        let figures = |at: u64| by.iter().map(|_| Some(50 - at)).collect();
        let asked = Asked {
            query,
            by,
            matching: (0..8).map(|at| (at, standing, figures(at as u64))).collect(),
            excluded: vec![0],
            examined: 16,
        };
        store.answers(&format!("sampling/{name}"), &asked)
    }
}
