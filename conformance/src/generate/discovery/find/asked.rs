//! The query itself is verified like any statement before it is answered.

use casp_wire::v1::Operator::{Contains, Exists, Less};
use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{Constraint, DiscoveryQuery};

use super::super::intent::{asks, constraint, demanding, numbers, objectives, texts};
use super::store::{Asked, Store, capability};
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{HOUR, ONE_SHOT_SKEW, World, done, observe};
use crate::vector::Vector;

const TWIN: &str = "discovery/asking/answered";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let asking = Asking {
        world,
        store: Store::of(world, vec![capability(world, |_| ()), capability(world, |_| ())]),
    };
    let mut vectors = asking.answered();
    vectors.extend(asking.in_time());
    vectors.extend(asking.unverified());
    vectors.extend(asking.senseless());
    vectors
}

struct Asking<'a> {
    world: &'a World,
    store: Store<'a>,
}

impl Asking<'_> {
    fn query(&self) -> DiscoveryQuery {
        self.store
            .query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]))
    }

    fn good(&self, name: &str, store: &Store<'_>, query: &DiscoveryQuery, statement: &Statement) -> Vector {
        let asked = Asked {
            query: query.clone(),
            by: &[],
            matching: vec![(0, 0, vec![]), (1, 0, vec![])],
            excluded: vec![0],
            examined: 2,
        };
        store
            .case(&format!("asking/{name}"), statement)
            .accepted(&["FRS-1", "FRS-2", "HDR-2"], Some(store.output(&asked, statement)))
    }

    fn bad(&self, rule: &str, fault: &str, twin: &str, statement: &Statement) -> Vector {
        self.bad_in(&self.store, rule, fault, twin, statement)
    }

    fn bad_in(&self, store: &Store<'_>, rule: &str, fault: &str, twin: &str, statement: &Statement) -> Vector {
        let id = format!("asking/{fault}");
        store
            .case(&id, statement)
            .refused(rule, &format!("asked-{fault}"), twin, &[])
    }

    fn signed(&self, query: &DiscoveryQuery) -> Statement {
        query.signed(&self.world.alice)
    }

    fn answered(&self) -> Vec<Vector> {
        let query = self.query();
        let delegation = self
            .world
            .delegation_for(Kind::Query, &self.world.alice, &self.world.worker);
        let by_worker = query.delegated(&self.world.worker, &delegation.signed(&self.world.alice));
        let plain = self.signed(&query);
        let mut again = self.store.clone();
        again = again.after(done(
            self.world.now,
            crate::vector::Operation::Discover {
                bundle: plain.bundle_bytes(),
            },
        ));
        let mut own = query.clone();
        own.header().issuer = self.world.verifier.multikey();
        let by_registry = own.signed(&self.world.verifier);
        vec![
            self.good("answered", &self.store, &query, &plain),
            self.good("answered-again", &again, &query, &plain),
            self.good("answered-to-an-operational-key", &self.store, &query, &by_worker),
            self.good("answered-to-the-registry-itself", &self.store, &own, &by_registry),
        ]
    }

    /// Freshness; entries live for a day, so that they are there.
    fn in_time(&self) -> Vec<Vector> {
        let query = self.query();
        let statement = self.signed(&query);
        let issued = self.world.issued;
        let store = |now: i64| {
            let agents = self.store.agents.iter().enumerate().map(|(nth, agent)| {
                let mut descriptor = self.world.descriptor(&super::store::agent(self.world, nth));
                descriptor.header().issued_at_ms -= ONE_SHOT_SKEW;
                descriptor.ttl_ms *= 24;
                descriptor.capabilities.clone_from(&agent.capabilities);
                super::store::Agent::new(&descriptor, &super::store::agent(self.world, nth))
            });
            Store::new(self.world, agents.collect()).at(now)
        };
        let early = issued - ONE_SHOT_SKEW;
        let end = issued + HOUR + ONE_SHOT_SKEW;
        let first = "discovery/asking/answered-early";
        let last = "discovery/asking/answered-late";
        vec![
            self.good("answered-early", &store(early), &query, &statement),
            self.good("answered-late", &store(end - 1), &query, &statement),
            self.bad_in(&store(early - 1), "FRS-1", "too-early", first, &statement),
            self.bad_in(&store(end), "FRS-2", "too-late", last, &statement),
        ]
    }

    fn unverified(&self) -> Vec<Vector> {
        let world = self.world;
        let edited = |edit: &dyn Fn(&mut DiscoveryQuery)| {
            let mut query = self.query();
            edit(&mut query);
            self.signed(&query)
        };
        let good = self.signed(&self.query());
        let forged = Statement {
            sig: self
                .signed(&self.query())
                .resigned(&world.bob, &world.draw("forged").bytes(64))
                .sig,
            ..good.clone()
        };
        let delegation = world.delegation(&world.alice, &world.worker).signed(&world.alice);
        let out_of_scope = self.query().delegated(&world.worker, &delegation);
        let retired = self
            .store
            .clone()
            .after(done(world.now, observe(&world.plain(Kind::Retire))));
        let for_another = edited(&|it| it.header().audience = world.bob.multikey());
        vec![
            self.bad("SIG-3", "signed-by-another", TWIN, &forged),
            self.bad("HDR-2", "for-another-registry", TWIN, &for_another),
            self.bad("HDR-4", "without-nonce", TWIN, &edited(&|it| it.header().nonce.clear())),
            self.bad(
                "HDR-1",
                "of-another-network",
                TWIN,
                &edited(&|it| it.header().network_id.push('0')),
            ),
            self.bad("TYP-1", "with-a-result", TWIN, &world.plain(Kind::DiscoveryResult)),
            self.bad(
                "DEL-6",
                "out-of-scope",
                "discovery/asking/answered-to-an-operational-key",
                &out_of_scope,
            ),
            self.bad_in(&retired, "DEL-11", "after-retirement", TWIN, &good),
            self.bad("INT-8", "for-nothing", TWIN, &edited(&|it| it.limit = 0)),
            self.bad("ENC-13", "for-too-much", TWIN, &edited(&|it| it.limit = 101)),
        ]
    }

    /// What is no filter is not taken for one that nobody passes.
    fn senseless(&self) -> Vec<Vector> {
        let of = |constraint: Constraint| self.signed(&self.store.query(asks(vec![constraint])));
        let by = |all: &[(&str, u64)]| {
            let mut query = self.query();
            query.intent.get_or_insert_default().objectives = objectives(all);
            self.signed(&query)
        };
        let unknown = constraint("colour", Contains, texts(&["red"]));
        let unordered = constraint("tag", Less, texts(&["red"]));
        let mistyped = constraint("retention-ms", Less, texts(&["0"]));
        let unlisted = constraint("side-effect", Less, texts(&["harmful"]));
        let demanded = demanding(constraint("age-ms", Less, numbers(&[5])), None, 5);
        vec![
            self.bad("INT-1", "for-an-unknown-attribute", TWIN, &of(unknown)),
            self.bad("INT-2", "by-another-operator", TWIN, &of(unordered)),
            self.bad("INT-3", "for-another-type", TWIN, &of(mistyped)),
            self.bad("INT-3", "for-an-unlisted-name", TWIN, &of(unlisted)),
            self.bad("INT-4", "for-samples-of-an-age", TWIN, &of(demanded)),
            self.bad("INT-5", "for-trust", TWIN, &by(&[("trust", 0)])),
            self.bad("INT-6", "for-age-twice", TWIN, &by(&[("age-ms", 0), ("age-ms", 0)])),
        ]
    }
}
