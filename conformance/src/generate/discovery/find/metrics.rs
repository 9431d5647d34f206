//! Which metric counts for a constraint, and what it is worth as a figure.

use casp_wire::v1::Operator::{AtLeast, AtMost, Equal, Exists, In, Less, NotEqual};
use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{Capability, Constraint, Provenance, QosMetric};

use super::super::intent::{asks, constraint, demanding, numbers, objectives};
use super::super::order::By;
use super::store::{Asked, Store, capability};
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::Vector;

const DECLARED: Provenance = Provenance::SelfDeclared;
const OBSERVED: Provenance = Provenance::Observed;
const WITNESSED: Provenance = Provenance::Witnessed;

/// Provenance, value and number of samples of a metric.
type Stated = (Provenance, u64, u32);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = constraints(world);
    vectors.extend(metrics_apart(world));
    vectors.extend(less(world));
    vectors.extend(more(world));
    vectors
}

fn metric(world: &World, name: &str, (provenance, value, sample_count): Stated) -> QosMetric {
    let unit = match name {
        "availability" | "success-rate" => "ppm",
        "throughput" => "per-min",
        _ => "ms",
    };
    let is_declared = provenance == DECLARED;
    QosMetric {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
        provenance: provenance.into(),
        sample_count,
        window_ms: if is_declared { 0 } else { 3_600_000 },
        evidence_digest: match provenance {
            Provenance::Witnessed => world.draw("evidence of a metric").bytes(32),
            _ => vec![],
        },
    }
}

/// A capability that states a metric so often.
pub(super) fn stating(world: &World, name: &str, all: &[Stated]) -> Capability {
    capability(world, |it| {
        it.qos = all.iter().map(|each| metric(world, name, *each)).collect()
    })
}

fn constraints(world: &World) -> Vec<Vector> {
    let latency = |all: &[Stated]| stating(world, "latency-p95", all);
    let store = Store::of(
        world,
        vec![
            latency(&[(DECLARED, 100, 0)]),
            latency(&[(OBSERVED, 200, 50)]),
            latency(&[(WITNESSED, 300, 5)]),
            latency(&[(DECLARED, 100, 0), (OBSERVED, 200, 10), (WITNESSED, 300, 2)]),
            latency(&[(DECLARED, 100, 0), (WITNESSED, 150, u32::MAX)]),
            latency(&[]),
        ],
    );
    let holds = |name: &str, constraint: Constraint, matching: &[usize]| {
        store.finds(&format!("metrics/{name}"), constraint, matching)
    };
    let on = |operator, values: &[u64]| constraint("qos/latency-p95", operator, numbers(values));
    let at_most = |most| on(AtMost, &[most]);
    let of = |most, provenance, samples| demanding(at_most(most), Some(provenance), samples);
    let there = |is| constraint("qos/latency-p95", Exists, vec![Flag(is)]);
    vec![
        holds("any-provenance", at_most(100), &[0]),
        holds("the-highest-provenance-counts", at_most(200), &[0, 1, 4]),
        holds("the-best-value-does-not-count", on(Equal, &[100]), &[0]),
        holds(
            "the-highest-provenance-is-another-value",
            on(NotEqual, &[300]),
            &[0, 1, 4],
        ),
        holds("all-that-state-it", at_most(MAX_INTEGER), &[0, 1, 2, 3, 4]),
        holds("in", on(In, &[150, 100]), &[0, 4]),
        holds("less", on(Less, &[200]), &[0, 4]),
        holds("at-least", on(AtLeast, &[200]), &[1, 2, 3]),
        holds("declared-or-better", of(200, DECLARED, 0), &[0, 1, 4]),
        holds("observed-or-better", of(200, OBSERVED, 0), &[1, 4]),
        holds("observed-or-better-of-any-value", of(300, OBSERVED, 0), &[1, 2, 3, 4]),
        holds("witnessed", of(300, WITNESSED, 0), &[2, 3, 4]),
        holds("witnessed-with-a-low-value", of(200, WITNESSED, 0), &[4]),
        // The witnessed one of the fourth has too few samples, so that its observed one counts.
        holds("observed-ten-times", of(200, OBSERVED, 10), &[1, 3, 4]),
        holds("observed-twice", of(200, OBSERVED, 2), &[1, 4]),
        holds("observed-eleven-times", of(300, OBSERVED, 11), &[1, 4]),
        holds("observed-very-often", of(300, OBSERVED, 51), &[4]),
        holds("witnessed-twice", of(300, WITNESSED, 2), &[2, 3, 4]),
        holds("witnessed-five-times", of(300, WITNESSED, 5), &[2, 4]),
        holds("witnessed-most-often", of(300, WITNESSED, u32::MAX), &[4]),
        holds(
            "not-equal-among-those-that-count",
            demanding(on(NotEqual, &[200]), Some(OBSERVED), 10),
            &[4],
        ),
        holds("exists-of-any-provenance", there(true), &[0, 1, 2, 3, 4]),
        holds("exists-not", there(false), &[5]),
    ]
}

/// A metric of another name says nothing.
fn metrics_apart(world: &World) -> Vec<Vector> {
    let names = [
        "latency-p50",
        "latency-p99",
        "queue-wait-p95",
        "availability",
        "success-rate",
        "throughput",
    ];
    let store = Store::of(
        world,
        names
            .iter()
            .map(|name| stating(world, name, &[(OBSERVED, 990, 40)]))
            .collect(),
    );
    let of = |(at, name): (usize, &&str)| {
        let constraint = constraint(&format!("qos/{name}"), AtMost, numbers(&[990]));
        store.finds(&format!("metrics/of-{name}-alone"), constraint, &[at])
    };
    names.iter().enumerate().map(of).collect()
}

/// Capabilities in one order by one objective, each with the figure that is given.
fn ordered(world: &World, name: &str, by: By, given: &[(&[Stated], Option<u64>)]) -> Vector {
    let metric = by.name.trim_start_matches("qos/");
    let store = Store::of(
        world,
        given.iter().map(|(all, _)| stating(world, metric, all)).collect(),
    );
    let mut query = store.query(asks(vec![constraint("capability", Exists, vec![Flag(true)])]));
    query.intent.get_or_insert_default().objectives = objectives(&[(by.name, by.grain)]);
    let matching = given.iter().enumerate();
    let asked = Asked {
        query,
        by: &[by],
        matching: matching.map(|(at, (_, figure))| (at, 0, vec![*figure])).collect(),
        excluded: vec![0],
        examined: given.len(),
    };
    store.answers(&format!("metrics/{name}"), &asked)
}

/// v + 20 v div n where less is better.
fn less(world: &World) -> Vec<Vector> {
    let by = |name| By::new(name, 0);
    let latency = by("qos/latency-p95");
    let greatest = MAX_INTEGER;
    vec![
        ordered(
            world,
            "figures-declared-count-for-nothing",
            latency,
            &[
                (&[(DECLARED, 1, 0)], None),
                (&[(OBSERVED, 900, 20)], Some(1_800)),
                (&[], None),
                (&[(WITNESSED, 900, 1_000)], Some(918)),
            ],
        ),
        ordered(
            world,
            "figures-of-few-samples",
            latency,
            &[
                (&[(OBSERVED, 100, 1)], Some(2_100)),
                (&[(OBSERVED, 100, 2)], Some(1_100)),
                (&[(OBSERVED, 100, 3)], Some(766)),
                (&[(OBSERVED, 700, 100)], Some(840)),
            ],
        ),
        ordered(
            world,
            "figures-observed-beyond-a-hundred",
            latency,
            &[
                (&[(OBSERVED, 1_000, 100)], Some(1_200)),
                (&[(OBSERVED, 1_001, u32::MAX)], Some(1_201)),
                (&[(OBSERVED, 1_000, 99)], Some(1_202)),
                (&[(WITNESSED, 1_000, 101)], Some(1_198)),
            ],
        ),
        ordered(
            world,
            "figures-witnessed-beyond-a-thousand",
            latency,
            &[
                (&[(WITNESSED, 1_000, 1_000)], Some(1_020)),
                (&[(WITNESSED, 1_001, 1_000_000)], Some(1_021)),
                (&[(WITNESSED, 1_000, 999)], Some(1_020)),
                (&[(WITNESSED, 1_000, 900)], Some(1_022)),
            ],
        ),
        ordered(
            world,
            "figures-witnessed-though-worse",
            latency,
            &[
                (&[(OBSERVED, 100, 100), (WITNESSED, 900, 1)], Some(18_900)),
                (&[(OBSERVED, 500, 1)], Some(10_500)),
                (&[(DECLARED, 1, 0), (OBSERVED, 400, 100)], Some(480)),
            ],
        ),
        ordered(
            world,
            "figures-past-the-greatest",
            latency,
            &[
                (&[(OBSERVED, greatest, 1)], Some(greatest)),
                (&[(WITNESSED, greatest, 1_000)], Some(greatest)),
                (&[(OBSERVED, greatest / 21, 1)], Some((greatest / 21) * 21)),
                (&[(OBSERVED, 0, 1)], Some(0)),
                (&[], None),
            ],
        ),
        ordered(
            world,
            "figures-by-grain",
            By::new("qos/queue-wait-p95", 100),
            &[
                (&[(WITNESSED, 100, 20)], Some(200)),
                (&[(WITNESSED, 149, 20)], Some(298)),
                (&[(WITNESSED, 99, 20)], Some(198)),
                (&[(WITNESSED, 150, 20)], Some(300)),
            ],
        ),
    ]
}

/// v n div (n + 20) where more is better.
fn more(world: &World) -> Vec<Vector> {
    let success = By::new("qos/success-rate", 0);
    let throughput = By::new("qos/throughput", 0);
    vec![
        ordered(
            world,
            "figures-of-success",
            success,
            &[
                (&[(OBSERVED, 1_000_000, 1)], Some(47_619)),
                (&[(OBSERVED, 1_000_000, 20)], Some(500_000)),
                (&[(OBSERVED, 990_000, 100)], Some(825_000)),
                (&[(WITNESSED, 900_000, 980)], Some(882_000)),
                (&[(DECLARED, 1_000_000, 0)], None),
                (&[(OBSERVED, 0, 100)], Some(0)),
            ],
        ),
        ordered(
            world,
            "figures-of-success-at-their-caps",
            success,
            &[
                (&[(OBSERVED, 960_000, 4_000)], Some(800_000)),
                (&[(WITNESSED, 816_000, 1_000)], Some(800_000)),
                (&[(WITNESSED, 816_001, 999)], Some(799_985)),
                (&[(WITNESSED, 816_001, 2_000_000)], Some(800_000)),
            ],
        ),
        ordered(
            world,
            "figures-of-success-witnessed-though-worse",
            success,
            &[
                (&[(OBSERVED, 990_000, 100), (WITNESSED, 900_000, 5)], Some(180_000)),
                (&[(OBSERVED, 990_000, 10)], Some(330_000)),
            ],
        ),
        ordered(
            world,
            "figures-of-the-greatest-throughput",
            throughput,
            &[
                (&[(WITNESSED, MAX_INTEGER, 1_000)], Some(8_830_587_504_648_030)),
                (&[(OBSERVED, MAX_INTEGER, 100)], Some(7_505_999_378_950_825)),
                (&[(OBSERVED, 3, 1)], Some(0)),
                (&[(OBSERVED, 21, 1)], Some(1)),
                (&[], None),
            ],
        ),
        ordered(
            world,
            "figures-of-availability",
            By::new("qos/availability", 10_000),
            &[
                (&[(WITNESSED, 999_000, 1_000)], Some(979_411)),
                (&[(OBSERVED, 999_000, 100)], Some(832_500)),
                (&[(OBSERVED, 500_000, 100)], Some(416_666)),
            ],
        ),
    ]
}
