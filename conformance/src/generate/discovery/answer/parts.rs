//! What an answer is made of, as an honest registry makes it.

use casp_wire::v1::Operator::AtMost;
use casp_wire::v1::{
    Capability, CapabilityDescriptor, DescriptorRefresh, DiscoveryAnswer, DiscoveryEntry, DiscoveryMatch,
    DiscoveryQuery, DiscoveryResult, FilterReport, Intent, Price,
};

use super::super::find::agent;
use super::super::intent::{asks, constraint, numbers, objectives};
use super::super::order::{By, Candidate, costs, draw_key, ranked};
use super::super::plain;
use crate::generate::engagement::lasting;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{MINUTE, World, unsigned};

/// Greatest price that the usual query admits, millionths of a euro.
pub(super) const DEAREST: u64 = 100;
pub(super) const PRICE: By = By::new("price/eur/call", 0);
pub(super) const DOLLARS: By = By::new("price/usd/call", 0);
pub(super) const AGE: By = By::new("age-ms", 0);
pub(super) const RELEVANCE: By = By::new("relevance", 0);

/// An agent's entry, before it is signed.
#[derive(Clone)]
pub(super) struct Offered {
    pub(super) nth: usize,
    pub(super) descriptor: CapabilityDescriptor,
    pub(super) refresh: Option<DescriptorRefresh>,
    pub(super) relevance_ppm: u32,
}

/// The nth agent's entry: issued a minute before the result, one capability at this price.
pub(super) fn offered(world: &World, nth: usize, price: u64) -> Offered {
    let mut descriptor = CapabilityDescriptor {
        capabilities: vec![priced(world, "com.example/a", price)],
        ..world.descriptor(&agent(world, nth))
    };
    descriptor.header().issued_at_ms = world.issued - MINUTE;
    Offered {
        nth,
        descriptor,
        refresh: None,
        relevance_ppm: 0,
    }
}

pub(in super::super) fn priced(world: &World, id: &str, amount_micros: u64) -> Capability {
    Capability {
        id: id.to_owned(),
        price: Some(Price {
            currency: "EUR".to_owned(),
            amount_micros,
            per: "call".to_owned(),
        }),
        ..world.capability("to be found")
    }
}

impl Offered {
    /// Refreshed so long before the result was issued.
    pub(super) fn refreshed(mut self, world: &World, before: i64) -> Self {
        let descriptor = self.descriptor_statement(world);
        let mut refresh = world.refresh(&agent(world, self.nth), descriptor.object_id());
        refresh.header().issued_at_ms = world.issued - before;
        self.refresh = Some(refresh);
        self
    }

    pub(super) fn of_relevance(self, relevance_ppm: u32) -> Self {
        Self { relevance_ppm, ..self }
    }

    pub(super) fn edited(mut self, edit: impl FnOnce(&mut CapabilityDescriptor)) -> Self {
        edit(&mut self.descriptor);
        self
    }

    pub(super) fn descriptor_statement(&self, world: &World) -> Statement {
        self.descriptor.signed(&agent(world, self.nth))
    }

    fn signed(&self, world: &World) -> Entry {
        let key = agent(world, self.nth);
        Entry {
            descriptor: self.descriptor.signed(&key),
            refresh: self.refresh.as_ref().map(|refresh| refresh.signed(&key)),
        }
    }
}

/// An entry as it was received.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) descriptor: Statement,
    pub(super) refresh: Option<Statement>,
}

impl Entry {
    pub(super) fn message(&self) -> DiscoveryEntry {
        DiscoveryEntry {
            descriptor: Some(self.descriptor.bundle()),
            refresh: self.refresh.as_ref().map(Statement::bundle),
        }
    }
}

/// A query and what is answered to it.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) query: Statement,
    pub(super) result: DiscoveryResult,
    /// The result, if it is not signed by the registry's root key.
    pub(super) signed_result: Option<Statement>,
    pub(super) entries: Vec<Entry>,
}

/// The requester's query: at a price, by a price, for ten ranked and three sampled.
pub(super) fn query(world: &World) -> DiscoveryQuery {
    let intent = Intent {
        objectives: objectives(&[(PRICE.name, 0)]),
        ..asks(vec![constraint(PRICE.name, AtMost, numbers(&[DEAREST]))])
    };
    query_for(world, intent)
}

pub(super) fn query_for(world: &World, intent: Intent) -> DiscoveryQuery {
    let mut query = plain::query_for(world, &world.verifier, &world.bob, intent);
    query.sample = 3;
    query
}

/// Four agents at four prices, of which the second was refreshed.
pub(super) fn four(world: &World) -> Vec<Offered> {
    let of = |nth, price| offered(world, nth, price);
    vec![of(0, 40), of(1, 20).refreshed(world, MINUTE / 2), of(2, 60), of(3, 10)]
}

/// The figure of an offer by an objective.
fn figure(world: &World, offered: &Offered, by: &By) -> Option<u64> {
    let price = || offered.descriptor.capabilities[0].price.as_ref();
    match by.name {
        name if name == PRICE.name => price().map(|price| price.amount_micros),
        name if name == DOLLARS.name => None,
        name if name == RELEVANCE.name => Some(offered.relevance_ppm.into()),
        _ => {
            let header = |refresh: &DescriptorRefresh| refresh.header.clone().unwrap_or_default().issued_at_ms;
            let own = offered.descriptor.header.clone().unwrap_or_default().issued_at_ms;
            let issued = offered.refresh.as_ref().map_or(own, header);
            Some(unsigned(world.issued - issued))
        }
    }
}

/// The honest answer of a registry that holds these, to a query that orders by these.
pub(super) fn answered(world: &World, query: &DiscoveryQuery, by: &[By], all: &[Offered]) -> Parts {
    let statement = query.signed(&world.verifier);
    let seed = statement.object_id();
    let signed: Vec<Entry> = all.iter().map(|each| each.signed(world)).collect();
    let ids: Vec<Vec<u8>> = signed.iter().map(|entry| entry.descriptor.object_id()).collect();
    let candidate = |(id, offered): (&Vec<u8>, &Offered)| Candidate {
        id: id.clone(),
        costs: costs(by, &by.iter().map(|by| figure(world, offered, by)).collect::<Vec<_>>()),
    };
    let candidates: Vec<Candidate> = ids.iter().zip(all).map(candidate).collect();
    let found = |at: usize, front: u32| DiscoveryMatch {
        descriptor: ids[at].clone(),
        refresh: signed[at]
            .refresh
            .as_ref()
            .map(Statement::object_id)
            .unwrap_or_default(),
        capability_id: all[at].descriptor.capabilities[0].id.clone(),
        capability_version: all[at].descriptor.capabilities[0].version.clone(),
        front,
        relevance_ppm: all[at].relevance_ppm,
        ..DiscoveryMatch::default()
    };
    let mut drawn: Vec<usize> = (0..all.len()).collect();
    drawn.sort_by_key(|at| (draw_key(&seed, &ids[*at], all[*at].relevance_ppm), ids[*at].clone()));
    drawn.truncate(query.sample as usize);
    let places = ranked(&candidates, &seed);
    let matches: Vec<DiscoveryMatch> = places
        .iter()
        .take(query.limit as usize)
        .map(|(at, front)| found(*at, *front))
        .collect();
    let filters = query.intent.clone().unwrap_or_default().constraints.into_iter();
    let result = DiscoveryResult {
        header: Some(lasting(world, &world.bob, &world.verifier)),
        query: seed,
        complete: matches.len() == all.len(),
        ranked: matches,
        sampled: drawn.into_iter().map(|at| found(at, 0)).collect(),
        filters: filters
            .map(|constraint| FilterReport {
                attribute: constraint.attribute,
                excluded: 0,
            })
            .collect(),
        examined: all.len() as u64,
        matched: all.len() as u64,
        ..DiscoveryResult::default()
    };
    let mut parts = Parts {
        query: statement,
        result,
        signed_result: None,
        entries: signed,
    };
    parts.sort_entries();
    parts
}

impl Parts {
    pub(super) fn plain(world: &World) -> Self {
        answered(world, &query(world), &[PRICE], &four(world))
    }

    pub(super) fn of(world: &World, all: &[Offered]) -> Self {
        answered(world, &query(world), &[PRICE], all)
    }

    pub(super) fn edited(mut self, edit: impl FnOnce(&mut Self)) -> Self {
        edit(&mut self);
        self
    }

    /// Entries in the order in which matches first name them; those that none names are left out.
    pub(super) fn sort_entries(&mut self) {
        let matches = self.result.ranked.iter().chain(&self.result.sampled);
        let mut named: Vec<Vec<u8>> = Vec::new();
        for each in matches {
            if !named.contains(&each.descriptor) {
                named.push(each.descriptor.clone());
            }
        }
        let of = |id: &Vec<u8>| self.entries.iter().find(|entry| entry.descriptor.object_id() == *id);
        self.entries = named.iter().filter_map(of).cloned().collect();
    }

    pub(super) fn answer(&self, world: &World) -> DiscoveryAnswer {
        let own = || self.result.signed(&world.bob);
        DiscoveryAnswer {
            result: Some(self.signed_result.clone().unwrap_or_else(own).bundle()),
            entries: self.entries.iter().map(Entry::message).collect(),
        }
    }

    /// Every match of the first entry.
    pub(super) fn matches_of(&mut self, descriptor: &[u8], edit: impl Fn(&mut DiscoveryMatch)) {
        let result = &mut self.result;
        let all = result.ranked.iter_mut().chain(&mut result.sampled);
        all.filter(|each| each.descriptor == descriptor).for_each(edit);
    }

    /// Puts another refresh in the place of that of an entry, or the first.
    pub(super) fn refresh_with(&mut self, at: usize, refresh: Option<Statement>) {
        let id = refresh.as_ref().map(Statement::object_id).unwrap_or_default();
        let descriptor = self.entries[at].descriptor.object_id();
        self.entries[at].refresh = refresh;
        self.matches_of(&descriptor, |each| each.refresh.clone_from(&id));
    }
}
