//! Every attribute with every operator of its type, against what has it, what has another, and what has none.

use casp_wire::v1::Operator::{self, AtLeast, AtMost, Contains, Equal, Exists, Greater, In, Less, NotEqual, Prefix};
use casp_wire::v1::attribute_value::Value::{self, Flag};
use casp_wire::v1::{
    Callers, Capability, CapabilityDescriptor, DataPolicy, Level, Power, Price, ResourceState, RiskClass, Schema,
    SideEffect, schema,
};

use super::super::intent::{constraint, numbers, texts};
use super::store::{Agent, Store, agent, capability};
use crate::generate::forge::{did_key, multikey};
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::Vector;

/// Name of a vector, operator, values, and the agents that match.
type Ask<'a> = (&'a str, Operator, Vec<Value>, &'a [usize]);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let attributes = Attributes { world };
    let parts = [
        attributes.agents(),
        attributes.capabilities(),
        attributes.sets(),
        attributes.schemas(),
        attributes.ordered(),
        attributes.prices(),
        attributes.policies(),
        attributes.resources(),
    ];
    parts.concat()
}

/// Gives a capability the members of a set.
type SetMembers = fn(&mut Capability, Vec<String>);

struct Attributes<'a> {
    world: &'a World,
}

fn yes() -> Vec<Value> {
    vec![Flag(true)]
}

fn no() -> Vec<Value> {
    vec![Flag(false)]
}

impl<'a> Attributes<'a> {
    fn store(&self, edits: Vec<&dyn Fn(&mut Capability)>) -> Store<'a> {
        let capabilities = edits.into_iter().map(|edit| capability(self.world, edit));
        Store::of(self.world, capabilities.collect())
    }

    fn ask(&self, store: &Store<'_>, attribute: &str, asks: Vec<Ask<'_>>) -> Vec<Vector> {
        let plain = attribute.replace('/', "-");
        asks.into_iter()
            .map(|(name, operator, values, matching)| {
                let id = format!("attributes/{plain}-{name}");
                store.finds(&id, constraint(attribute, operator, values), matching)
            })
            .collect()
    }

    fn agents(&self) -> Vec<Vector> {
        let store = self.store(vec![&|_| (), &|_| (), &|_| ()]);
        let [a, b, c] = [0, 1, 2].map(|nth| agent(self.world, nth).did());
        let nobody = did_key(&multikey(&[0; 32]));
        let asks: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&[&a]), &[0]),
            ("equal-to-one-that-is-not-there", Equal, texts(&[&nobody]), &[]),
            ("not-equal", NotEqual, texts(&[&a]), &[1, 2]),
            (
                "not-equal-to-one-that-is-not-there",
                NotEqual,
                texts(&[&nobody]),
                &[0, 1, 2],
            ),
            ("in", In, texts(&[&c, &b]), &[1, 2]),
            ("in-with-one-that-is-not-there", In, texts(&[&nobody, &c]), &[2]),
            ("exists", Exists, yes(), &[0, 1, 2]),
            ("exists-not", Exists, no(), &[]),
        ];
        self.ask(&store, "agent", asks)
    }

    fn capabilities(&self) -> Vec<Vector> {
        let named = |id: &'static str| move |it: &mut Capability| it.id = id.to_owned();
        let store = self.store(vec![
            &named("com.example/maps"),
            &named("com.example/maps.v2"),
            &named("com.example.maps"),
            &named("org.example/maps"),
        ]);
        let asks: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&["com.example/maps"]), &[0]),
            ("equal-to-a-beginning", Equal, texts(&["com.example/map"]), &[]),
            ("not-equal", NotEqual, texts(&["com.example/maps"]), &[1, 2, 3]),
            ("in", In, texts(&["org.example/maps", "com.example/maps"]), &[0, 3]),
            ("prefix", Prefix, texts(&["com.example/maps"]), &[0, 1]),
            ("prefix-within-a-label", Prefix, texts(&["com.ex"]), &[0, 1, 2]),
            ("prefix-empty", Prefix, texts(&[""]), &[0, 1, 2, 3]),
            ("prefix-in-the-middle", Prefix, texts(&["example"]), &[]),
            ("prefix-in-upper-case", Prefix, texts(&["com.example/M"]), &[]),
            ("exists-not", Exists, no(), &[]),
        ];
        self.ask(&store, "capability", asks)
    }

    /// Two members, one, another, none; the same for each set.
    fn sets(&self) -> Vec<Vector> {
        let sets: [(&str, [&str; 3], SetMembers); 3] = [
            ("tag", ["blue", "bluebird", "green"], |it, all| it.tags = all),
            ("skill", ["web", "web/search", "writing"], |it, all| it.skills = all),
            ("evidence", ["tool-receipt", "tool-receipts", "trace"], |it, all| {
                it.evidence = all
            }),
        ];
        let mut vectors = Vec::new();
        for (attribute, [one, longer, other], set) in sets {
            let with = |members: &[&str]| -> Vec<String> { members.iter().map(|it| (*it).to_owned()).collect() };
            let [both, single, third, none] = [with(&[one, other]), with(&[longer]), with(&[other]), vec![]];
            let store = self.store(vec![
                &|it| set(it, both.clone()),
                &|it| set(it, single.clone()),
                &|it| set(it, third.clone()),
                &|it| set(it, none.clone()),
            ]);
            let asks: Vec<Ask<'_>> = vec![
                ("contains", Contains, texts(&[one]), &[0]),
                ("contains-the-last", Contains, texts(&[other]), &[0, 2]),
                ("contains-no-beginning", Contains, texts(&[&one[..2]]), &[]),
                ("in-both", In, texts(&[other, one]), &[0, 2]),
                ("in-one", In, texts(&[other]), &[2]),
                ("in-many", In, texts(&[one, longer, other, "x"]), &[0, 1, 2]),
                ("in-none", In, texts(&["x"]), &[]),
                ("prefix", Prefix, texts(&[one]), &[0, 1]),
                ("prefix-of-the-last", Prefix, texts(&[&other[..4]]), &[0, 2]),
                ("prefix-empty", Prefix, texts(&[""]), &[0, 1, 2]),
                ("prefix-that-nothing-can-have", Prefix, texts(&["No member: "]), &[]),
                ("exists", Exists, yes(), &[0, 1, 2]),
                ("exists-not", Exists, no(), &[3]),
            ];
            vectors.extend(self.ask(&store, attribute, asks));
        }
        vectors
    }

    fn schemas(&self) -> Vec<Vector> {
        let schema = |media_type: &str| {
            Some(Schema {
                media_type: media_type.to_owned(),
                form: Some(schema::Form::Inline("{}".to_owned())),
            })
        };
        let store = self.store(vec![
            &|it| it.input = schema("application/json"),
            &|it| {
                it.input = schema("application/json-seq");
                it.output = schema("application/json");
            },
            &|it| it.output = schema("text/plain"),
        ]);
        let json = "application/json";
        let input: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&[json]), &[0]),
            (
                "not-equal-leaves-out-what-is-not-stated",
                NotEqual,
                texts(&[json]),
                &[1],
            ),
            ("in", In, texts(&[json, "text/plain"]), &[0]),
            ("prefix", Prefix, texts(&["application/"]), &[0, 1]),
            (
                "prefix-empty-leaves-out-what-is-not-stated",
                Prefix,
                texts(&[""]),
                &[0, 1],
            ),
            ("exists", Exists, yes(), &[0, 1]),
            ("exists-not", Exists, no(), &[2]),
        ];
        let output: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&[json]), &[1]),
            ("not-equal", NotEqual, texts(&[json]), &[2]),
            ("in", In, texts(&["text/plain", json]), &[1, 2]),
            ("prefix", Prefix, texts(&["text"]), &[2]),
            ("exists-not", Exists, no(), &[0]),
        ];
        let mut vectors = self.ask(&store, "input-media-type", input);
        vectors.extend(self.ask(&store, "output-media-type", output));
        vectors
    }

    fn ordered(&self) -> Vec<Vector> {
        let does = |effect: SideEffect| move |it: &mut Capability| it.side_effect = effect.into();
        let effects = self.store(vec![
            &does(SideEffect::None),
            &does(SideEffect::Reversible),
            &does(SideEffect::Irreversible),
        ]);
        let runs = |risk: RiskClass| move |it: &mut Capability| it.risk = risk.into();
        let risks = self.store(vec![
            &runs(RiskClass::Regulated),
            &runs(RiskClass::Public),
            &runs(RiskClass::Private),
        ]);
        // Neither by their letters: `irreversible` comes first there, and `private` before `public`.
        let of = |[low, middle, high]: [&str; 3]| {
            vec![
                ("equal", Equal, texts(&[middle])),
                ("not-equal", NotEqual, texts(&[low])),
                ("less", Less, texts(&[high])),
                ("less-than-the-least", Less, texts(&[low])),
                ("at-most", AtMost, texts(&[middle])),
                ("greater", Greater, texts(&[low])),
                ("greater-than-the-middle", Greater, texts(&[middle])),
                ("at-least", AtLeast, texts(&[middle])),
                ("in", In, texts(&[high, low])),
            ]
        };
        let places: [[&'static [usize]; 9]; 2] = [
            [&[1], &[1, 2], &[0, 1], &[], &[0, 1], &[1, 2], &[2], &[1, 2], &[0, 2]],
            [&[2], &[0, 2], &[1, 2], &[], &[1, 2], &[0, 2], &[0], &[0, 2], &[0, 1]],
        ];
        let joined = |names, places: [&'static [usize]; 9]| -> Vec<Ask<'_>> {
            let all = of(names).into_iter().zip(places);
            all.map(|((name, operator, values), matching)| (name, operator, values, matching))
                .collect()
        };
        let [of_effects, of_risks] = places;
        let mut vectors = self.ask(
            &effects,
            "side-effect",
            joined(["none", "reversible", "irreversible"], of_effects),
        );
        vectors.extend(self.ask(&risks, "risk", joined(["public", "private", "regulated"], of_risks)));
        vectors
    }

    fn prices(&self) -> Vec<Vector> {
        let price = |currency: &'static str, amount_micros: u64, per: &'static str| {
            move |it: &mut Capability| {
                it.price = Some(Price {
                    currency: currency.to_owned(),
                    amount_micros,
                    per: per.to_owned(),
                });
            }
        };
        let store = self.store(vec![
            &price("EUR", 5_000, "call"),
            &price("EUR", 0, "call"),
            &price("USD", 5_000, "call"),
            &price("EUR", 5_000, "second"),
            &price("EUR", MAX_INTEGER, "call"),
            &price("EUR", 5_000, "call/second"),
            &|_| (),
        ]);
        let of_calls: Vec<Ask<'_>> = vec![
            ("equal", Equal, numbers(&[5_000]), &[0]),
            ("equal-to-nothing", Equal, numbers(&[0]), &[1]),
            ("not-equal", NotEqual, numbers(&[5_000]), &[1, 4]),
            ("less", Less, numbers(&[5_000]), &[1]),
            ("at-most", AtMost, numbers(&[5_000]), &[0, 1]),
            ("at-most-the-greatest", AtMost, numbers(&[MAX_INTEGER]), &[0, 1, 4]),
            ("greater", Greater, numbers(&[5_000]), &[4]),
            ("greater-than-the-greatest", Greater, numbers(&[MAX_INTEGER]), &[]),
            ("at-least", AtLeast, numbers(&[5_000]), &[0, 4]),
            ("in", In, numbers(&[5_000, 1, 0]), &[0, 1]),
            ("exists", Exists, yes(), &[0, 1, 4]),
            ("exists-not", Exists, no(), &[2, 3, 5, 6]),
        ];
        let mut vectors = self.ask(&store, "price/eur/call", of_calls);
        vectors.extend(self.ask(&store, "price/usd/call", vec![("exists", Exists, yes(), &[2])]));
        vectors.extend(self.ask(
            &store,
            "price/eur/second",
            vec![("at-most", AtMost, numbers(&[5_000]), &[3])],
        ));
        vectors.extend(self.ask(&store, "price/chf/call", vec![("exists", Exists, yes(), &[])]));
        vectors
    }

    fn policies(&self) -> Vec<Vector> {
        let policy = |retention_ms: Option<u64>, places: &'static [&str], callers: Callers, training_use: bool| {
            let listed = vec![self.world.bob.multikey()];
            move |it: &mut Capability| {
                it.data_policy = Some(DataPolicy {
                    retention_ms,
                    jurisdictions: places.iter().map(|place| (*place).to_owned()).collect(),
                    callers: callers.into(),
                    listed_callers: if callers == Callers::Listed {
                        listed.clone()
                    } else {
                        vec![]
                    },
                    training_use,
                });
            }
        };
        let store = self.store(vec![
            &policy(Some(0), &["DE", "FR"], Callers::Anyone, false),
            &policy(Some(86_400_000), &["DE"], Callers::Known, true),
            &policy(None, &[], Callers::Listed, false),
            &|_| (),
        ]);
        let retention: Vec<Ask<'_>> = vec![
            ("equal-zero", Equal, numbers(&[0]), &[0]),
            ("not-equal-leaves-out-what-is-not-stated", NotEqual, numbers(&[0]), &[1]),
            ("less", Less, numbers(&[86_400_000]), &[0]),
            ("at-most", AtMost, numbers(&[86_400_000]), &[0, 1]),
            ("greater", Greater, numbers(&[0]), &[1]),
            ("at-least", AtLeast, numbers(&[0]), &[0, 1]),
            ("in", In, numbers(&[1, 86_400_000]), &[1]),
            ("exists", Exists, yes(), &[0, 1]),
            ("exists-not", Exists, no(), &[2, 3]),
        ];
        let places: Vec<Ask<'_>> = vec![
            ("contains", Contains, texts(&["DE"]), &[0, 1]),
            ("contains-another", Contains, texts(&["AT"]), &[]),
            ("in", In, texts(&["DE", "AT"]), &[1]),
            ("in-all", In, texts(&["FR", "DE"]), &[0, 1]),
            ("prefix", Prefix, texts(&["F"]), &[0]),
            ("prefix-in-lower-case", Prefix, texts(&["d"]), &[]),
            ("exists-not", Exists, no(), &[2, 3]),
        ];
        let callers: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&["anyone"]), &[0]),
            (
                "not-equal-leaves-out-what-is-not-stated",
                NotEqual,
                texts(&["anyone"]),
                &[1, 2],
            ),
            ("in", In, texts(&["listed", "known"]), &[1, 2]),
            ("exists", Exists, yes(), &[0, 1, 2]),
            ("exists-not", Exists, no(), &[3]),
        ];
        let training: Vec<Ask<'_>> = vec![
            ("equal", Equal, yes(), &[1]),
            ("equal-no-leaves-out-what-is-not-stated", Equal, no(), &[0, 2]),
            ("not-equal-leaves-out-what-is-not-stated", NotEqual, yes(), &[0, 2]),
            ("not-equal-no", NotEqual, no(), &[1]),
            ("exists", Exists, yes(), &[0, 1, 2]),
            ("exists-not", Exists, no(), &[3]),
        ];
        let parts = [
            self.ask(&store, "retention-ms", retention),
            self.ask(&store, "jurisdiction", places),
            self.ask(&store, "callers", callers),
            self.ask(&store, "training-use", training),
        ];
        parts.concat()
    }

    fn resources(&self) -> Vec<Vector> {
        let world = self.world;
        let state = |load: Option<Level>, queue: Option<Level>, power: Option<Power>, locality: &str| ResourceState {
            load: load.map(i32::from),
            queue: queue.map(i32::from),
            power: power.map(i32::from),
            locality: locality.to_owned(),
        };
        let states = [
            Some(state(
                Some(Level::Low),
                Some(Level::Full),
                Some(Power::Mains),
                "eu-west",
            )),
            Some(state(
                Some(Level::Full),
                Some(Level::Medium),
                Some(Power::BatteryLow),
                "eu-north",
            )),
            Some(state(
                Some(Level::High),
                Some(Level::Low),
                Some(Power::Battery),
                "us-east",
            )),
            Some(state(None, None, None, "eu")),
            None,
        ];
        let agent = |(nth, resource_state): (usize, Option<ResourceState>)| {
            let key = agent(world, nth);
            let descriptor = CapabilityDescriptor {
                resource_state,
                capabilities: vec![world.capability("to be found")],
                ..world.descriptor(&key)
            };
            Agent::new(&descriptor, &key)
        };
        let store = Store::new(world, states.into_iter().enumerate().map(agent).collect());
        let load: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&["high"]), &[2]),
            (
                "not-equal-leaves-out-what-is-not-stated",
                NotEqual,
                texts(&["full"]),
                &[0, 2],
            ),
            ("less", Less, texts(&["high"]), &[0]),
            ("at-most", AtMost, texts(&["high"]), &[0, 2]),
            ("greater", Greater, texts(&["medium"]), &[1, 2]),
            ("at-least", AtLeast, texts(&["full"]), &[1]),
            ("in", In, texts(&["low", "medium", "full"]), &[0, 1]),
            ("exists", Exists, yes(), &[0, 1, 2]),
            ("exists-not", Exists, no(), &[3, 4]),
        ];
        let queue: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&["low"]), &[2]),
            ("at-most", AtMost, texts(&["medium"]), &[1, 2]),
            ("less-than-full", Less, texts(&["full"]), &[1, 2]),
            ("exists-not", Exists, no(), &[3, 4]),
        ];
        let power: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&["battery"]), &[2]),
            (
                "not-equal-leaves-out-what-is-not-stated",
                NotEqual,
                texts(&["battery"]),
                &[0, 1],
            ),
            ("in", In, texts(&["mains", "battery-low"]), &[0, 1]),
            ("exists-not", Exists, no(), &[3, 4]),
        ];
        let locality: Vec<Ask<'_>> = vec![
            ("equal", Equal, texts(&["eu"]), &[3]),
            (
                "not-equal-leaves-out-what-is-not-stated",
                NotEqual,
                texts(&["eu"]),
                &[0, 1, 2],
            ),
            ("in", In, texts(&["us-east", "eu-west"]), &[0, 2]),
            ("prefix", Prefix, texts(&["eu"]), &[0, 1, 3]),
            ("exists", Exists, yes(), &[0, 1, 2, 3]),
            ("exists-not", Exists, no(), &[4]),
        ];
        let parts = [
            self.ask(&store, "load", load),
            self.ask(&store, "queue", queue),
            self.ask(&store, "power", power),
            self.ask(&store, "locality", locality),
        ];
        parts.concat()
    }
}
