//! Versions by the precedence of Semantic Versioning 2.0.0.

use casp_wire::v1::Operator::{self, AtLeast, AtMost, Equal, Greater, In, Less, NotEqual};

use super::super::intent::{asks, constraint, texts};
use super::store::{Asked, Store, capability};
use crate::generate::world::World;
use crate::vector::Vector;

/// In the order of precedence, the published example among them; no two alike.
const ASCENDING: [&str; 12] = [
    "0.9.10",
    "1.0.0-9",
    "1.0.0-10",
    "1.0.0-99999999999999999999",
    "1.0.0-100000000000000000000",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0",
    "18446744073709551617.0.0",
];

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = ascending(world);
    vectors.extend(builds(world));
    vectors.extend(range(world));
    vectors
}

fn store<'a>(world: &'a World, versions: &[&str]) -> Store<'a> {
    let of = |version: &&str| capability(world, |it| it.version = (*version).to_owned());
    Store::of(world, versions.iter().map(of).collect())
}

fn ascending(world: &World) -> Vec<Vector> {
    let store = store(world, &ASCENDING);
    let asked = |name: &str, operator: Operator, version: &str, matching: std::ops::Range<usize>| {
        let matching: Vec<usize> = matching.collect();
        // More than ten match.
        let mut query = store.query(asks(vec![constraint("version", operator, texts(&[version]))]));
        query.limit = 100;
        let excluded = vec![(ASCENDING.len() - matching.len()) as u64];
        let asked = Asked {
            query,
            by: &[],
            matching: matching.into_iter().map(|at| (at, 0, vec![])).collect(),
            excluded,
            examined: ASCENDING.len(),
        };
        store.answers(&format!("versions/{name}"), &asked)
    };
    vec![
        asked("less-than-the-release", Less, "1.0.0", 0..10),
        asked("at-most-the-release", AtMost, "1.0.0", 0..11),
        asked("numbers-before-letters", Less, "1.0.0-alpha", 0..5),
        asked("numbers-as-numbers", Less, "1.0.0-10", 0..2),
        asked(
            "more-digits-than-64-bits-hold",
            AtLeast,
            "1.0.0-100000000000000000000",
            4..12,
        ),
        asked(
            "less-than-more-digits-than-64-bits-hold",
            Less,
            "1.0.0-100000000000000000000",
            0..4,
        ),
        asked("more-identifiers-after-fewer", Greater, "1.0.0-alpha", 6..12),
        asked("letters-after-numbers", Greater, "1.0.0-alpha.1", 7..12),
        asked("identifiers-one-by-one", Greater, "1.0.0-beta.2", 9..12),
        asked("between-two-that-are-there", AtLeast, "1.0.0-alpha.beta.1", 8..12),
        asked("patch-as-a-number", AtLeast, "0.9.9", 0..12),
        asked("major-longer-than-64-bits", Greater, "18446744073709551616.9.9", 11..12),
        asked("major-longer-still", Greater, "99999999999999999999.0.0", 0..0),
        asked("equal", Equal, "1.0.0-beta.11", 9..10),
        asked("hyphens-are-letters", Less, "1.0.0--1", 0..5),
    ]
}

/// `=` passes over build metadata.
fn builds(world: &World) -> Vec<Vector> {
    let store = store(world, &["1.2.3", "1.2.3+linux.007", "1.2.3-rc.1+linux", "1.2.4+linux"]);
    let asked = |name: &str, operator: Operator, versions: &[&str], matching: &[usize]| {
        let constraint = constraint("version", operator, texts(versions));
        store.finds(&format!("versions/build-{name}"), constraint, matching)
    };
    vec![
        asked("equal", Equal, &["1.2.3"], &[0, 1]),
        asked("equal-with-another", Equal, &["1.2.3+windows"], &[0, 1]),
        asked("not-equal", NotEqual, &["1.2.3+windows"], &[2, 3]),
        asked("less", Less, &["1.2.3+z"], &[2]),
        asked("at-least", AtLeast, &["1.2.3+z"], &[0, 1, 3]),
        asked("greater", Greater, &["1.2.3"], &[3]),
        asked("in", In, &["1.2.4", "1.2.3-rc.1"], &[2, 3]),
        asked("pre-release-in-upper-case", Less, &["1.2.3-RC.1"], &[]),
    ]
}

fn range(world: &World) -> Vec<Vector> {
    let store = store(
        world,
        &["1.1.9", "1.2.0-rc.1", "1.2.0", "1.10.0", "2.0.0-rc.1", "2.0.0"],
    );
    let from = constraint("version", AtLeast, texts(&["1.2.0"]));
    let until = constraint("version", Less, texts(&["2.0.0"]));
    let asked = |constraints, excluded| Asked {
        query: store.query(asks(constraints)),
        by: &[],
        matching: [2, 3, 4].map(|at| (at, 0, vec![])).to_vec(),
        excluded,
        examined: 6,
    };
    let backwards = vec![until.clone(), from.clone()];
    vec![
        store.answers(
            "versions/range-is-two-constraints",
            &asked(vec![from, until], vec![2, 1]),
        ),
        store.answers("versions/range-the-other-way-round", &asked(backwards, vec![1, 2])),
    ]
}
