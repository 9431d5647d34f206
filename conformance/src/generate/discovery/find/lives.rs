//! Entries in time: which are there, how old they are and how long they live.

use casp_wire::v1::Operator::{AtLeast, AtMost, Equal, Exists, Greater, Less};
use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{CapabilityDescriptor, Constraint};

use super::super::intent::{asks, constraint, numbers, objectives};
use super::super::order::By;
use super::store::{Agent, Asked, RULES, Store, agent};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{HOUR, MINUTE, SECOND, SKEW, World, apply, done, observe, undone, unsigned};
use crate::vector::{Output, Vector, Verdict};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = ages(world);
    vectors.extend(lives(world));
    vectors.extend(gone(world));
    vectors.extend(addressed(world));
    vectors
}

/// The nth agent's descriptor, issued so long after the usual time.
fn descriptor(world: &World, nth: usize, after: i64, ttl: i64) -> CapabilityDescriptor {
    let mut descriptor = world.descriptor(&agent(world, nth));
    descriptor.header().issued_at_ms += after;
    descriptor.ttl_ms = unsigned(ttl);
    descriptor
}

fn entry(world: &World, nth: usize, after: i64, ttl: i64) -> Agent {
    Agent::new(&descriptor(world, nth, after, ttl), &agent(world, nth))
}

/// Its refresh, issued so long after the usual time.
fn refresh(world: &World, nth: usize, of: &Statement, after: i64, lifetime: i64) -> Statement {
    let key = agent(world, nth);
    let mut refresh = world.refresh(&key, of.object_id());
    let header = refresh.header();
    header.issued_at_ms += after;
    header.expires_at_ms = header.issued_at_ms + lifetime;
    refresh.signed(&key)
}

fn refreshed(world: &World, nth: usize, ttl: i64, after: i64, lifetime: i64) -> Agent {
    let entry = entry(world, nth, 0, ttl);
    let refresh = refresh(world, nth, &entry.descriptor, after, lifetime);
    entry.refreshed(refresh)
}

fn of(attribute: &str, operator: casp_wire::v1::Operator, number: i64) -> Constraint {
    constraint(attribute, operator, numbers(&[unsigned(number)]))
}

/// Three entries, issued at the usual time, four seconds later and earlier, the last refreshed five seconds after it was issued.
fn store(world: &World, now: i64) -> Store<'_> {
    let agents = vec![
        entry(world, 0, 0, HOUR),
        entry(world, 1, 4 * SECOND, HOUR / 2),
        refreshed(world, 2, HOUR, 5 * SECOND, HOUR / 4),
    ];
    Store::new(world, agents).at(world.issued + now)
}

fn ages(world: &World) -> Vec<Vector> {
    let at = |now: i64| store(world, now);
    let finds = |name: &str, store: &Store<'_>, constraint: Constraint, matching: &[usize]| {
        store.finds(&format!("entries/age-{name}"), constraint, matching)
    };
    let late = at(MINUTE);
    let early = at(2 * SECOND);
    let age = |operator, number| of("age-ms", operator, number);
    let mut query = late.query(asks(vec![constraint("age-ms", Exists, vec![Flag(true)])]));
    query.intent.get_or_insert_default().objectives = objectives(&[("age-ms", 0)]);
    let by_age = Asked {
        query,
        by: &[By::new("age-ms", 0)],
        matching: vec![
            (0, 0, vec![Some(unsigned(MINUTE))]),
            (1, 0, vec![Some(unsigned(MINUTE - 4 * SECOND))]),
            (2, 0, vec![Some(unsigned(MINUTE - 5 * SECOND))]),
        ],
        excluded: vec![0],
        examined: 3,
    };
    vec![
        finds("at-the-millisecond", &late, age(AtMost, MINUTE), &[0, 1, 2]),
        finds("a-millisecond-less", &late, age(AtMost, MINUTE - 1), &[1, 2]),
        finds("of-the-refresh", &late, age(AtMost, MINUTE - 5 * SECOND), &[2]),
        finds(
            "just-less-than-of-the-refresh",
            &late,
            age(Less, MINUTE - 5 * SECOND),
            &[],
        ),
        finds("of-the-later", &late, age(Equal, MINUTE - 4 * SECOND), &[1]),
        finds("greater", &late, age(Greater, MINUTE - 4 * SECOND), &[0]),
        finds("ahead-of-the-clock-is-zero", &early, age(Equal, 0), &[1, 2]),
        finds("ahead-of-the-clock-is-not-negative", &early, age(AtLeast, 1), &[0]),
        finds(
            "exists-not",
            &late,
            constraint("age-ms", Exists, vec![Flag(false)]),
            &[],
        ),
        late.answers("entries/age-as-objective", &by_age),
    ]
}

fn lives(world: &World) -> Vec<Vector> {
    let late = store(world, MINUTE);
    let finds = |name: &str, store: &Store<'_>, constraint: Constraint, matching: &[usize]| {
        store.finds(&format!("entries/life-{name}"), constraint, matching)
    };
    let life = |operator, number| of("life-ms", operator, number);
    // Ends of life after the usual time: an hour; half an hour and 4 s; a quarter and 5 s.
    let [first, second, third] = [HOUR, HOUR / 2 + 4 * SECOND, HOUR / 4 + 5 * SECOND].map(|end| end - MINUTE);
    let last = store(world, HOUR / 4 + 5 * SECOND + SKEW - 1);
    let ended = store(world, HOUR / 4 + 5 * SECOND);
    let over = store(world, HOUR / 4 + 5 * SECOND + SKEW);
    let two = |store: &Store<'_>, name: &str, constraint: Constraint, matching: &[usize]| {
        let asked = Asked {
            query: store.query(asks(vec![constraint])),
            by: &[],
            matching: matching.iter().map(|at| (*at, 0, vec![])).collect(),
            excluded: vec![2 - matching.len() as u64],
            examined: 2,
        };
        store.answers(&format!("entries/life-{name}"), &asked)
    };
    vec![
        finds("at-the-millisecond", &late, life(AtLeast, first), &[0]),
        finds("a-millisecond-more", &late, life(Greater, first), &[]),
        finds("of-the-later", &late, life(Equal, second), &[1]),
        finds("of-the-refresh", &late, life(AtMost, third), &[2]),
        finds("of-the-refresh-though-shorter", &late, life(Greater, third), &[0, 1]),
        finds("zero-at-its-end", &ended, life(Equal, 0), &[2]),
        finds("zero-within-the-skew", &last, life(Equal, 0), &[2]),
        finds("one-millisecond-is-more-than-zero", &last, life(AtLeast, 1), &[0, 1]),
        two(&over, "over-and-no-more-there", life(AtMost, HOUR), &[0, 1]),
    ]
}

/// What has ended, been replaced, withdrawn or voided is not there.
fn gone(world: &World) -> Vec<Vector> {
    let there = || asks(vec![constraint("capability", Exists, vec![Flag(true)])]);
    let found = |name: &str, store: &Store<'_>, left: &[usize]| {
        let asked = Asked {
            query: store.query(there()),
            by: &[],
            matching: left.iter().map(|at| (*at, 0, vec![])).collect(),
            excluded: vec![0],
            examined: left.len(),
        };
        store.answers(&format!("entries/{name}"), &asked)
    };
    let plain = || Store::new(world, (0..3).map(|nth| entry(world, nth, 0, HOUR)).collect());
    let first = agent(world, 0);
    let withdrawal = world.withdrawal(&first).signed(&first);
    let retirement = world.retire(&first).signed(&first);
    let mut raised = world.delegation(&first, &world.worker);
    raised.epoch += 1;
    let raised = raised.signed(&first);
    let mut newer = descriptor(world, 0, SECOND, HOUR);
    newer.sequence += 1;
    let newer = Agent::new(&newer, &first);
    let mut replaced = plain();
    replaced.agents.push(newer);
    let mut equivocal = descriptor(world, 0, SECOND, HOUR);
    equivocal.ttl_ms += 1;
    let equivocal = equivocal.signed(&first);
    let short = |now| {
        let mut agents: Vec<Agent> = (1..3).map(|nth| entry(world, nth, 0, HOUR)).collect();
        agents.insert(0, entry(world, 0, 0, MINUTE));
        Store::new(world, agents).at(world.issued + now)
    };
    let of_nobody = Store::new(world, vec![]);
    vec![
        found("none-are-there", &of_nobody, &[]),
        found("all-are-there", &plain(), &[0, 1, 2]),
        found(
            "withdrawn",
            &plain().after(done(world.now, apply(&withdrawal))),
            &[1, 2],
        ),
        found(
            "retired",
            &plain().after(done(world.now, observe(&retirement))),
            &[1, 2],
        ),
        found(
            "of-an-epoch-that-was-raised",
            &plain().after(done(world.now, observe(&raised))),
            &[1, 2],
        ),
        found("replaced", &replaced, &[1, 2, 3]),
        found(
            "quarantined",
            &plain().after(undone(world.now, apply(&equivocal), Verdict::Reject)),
            &[1, 2],
        ),
        found("expired-within-the-skew", &short(MINUTE + SKEW - 1), &[0, 1, 2]),
        found("expired", &short(MINUTE + SKEW), &[1, 2]),
    ]
}

/// What is for the registry alone is served to nobody.
fn addressed(world: &World) -> Vec<Vector> {
    let to_registry = world.verifier.multikey();
    let mut alone = descriptor(world, 0, 0, HOUR);
    alone.header().audience.clone_from(&to_registry);
    let alone = Agent::new(&alone, &agent(world, 0));
    let open = entry(world, 1, 0, HOUR);
    let second = entry(world, 2, 0, HOUR);
    let mut by_refresh = world.refresh(&agent(world, 2), second.descriptor.object_id());
    by_refresh.header().audience = to_registry;
    let by_refresh = second.refreshed(by_refresh.signed(&agent(world, 2)));
    let answer = |name: &str, agents: Vec<Agent>, left: &[usize]| {
        let store = Store::new(world, agents);
        let query = store.query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]));
        let asked = Asked {
            query,
            by: &[],
            matching: left.iter().map(|at| (*at, 0, vec![])).collect(),
            excluded: vec![0],
            examined: left.len(),
        };
        let query = asked.query.signed(&world.alice);
        let output: Output = store.output(&asked, &query);
        store
            .case(&format!("entries/{name}"), &query)
            .accepted(&RULES, Some(output))
    };
    vec![
        answer("addressed-to-the-registry", vec![alone.clone(), open.clone()], &[1]),
        answer("refreshed-for-the-registry", vec![by_refresh, open], &[1]),
        answer("addressed-alone", vec![alone], &[]),
    ]
}
