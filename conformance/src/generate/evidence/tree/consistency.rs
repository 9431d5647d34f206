//! Consistency proofs (PRF-2).

use super::{HASH, all_bytes, altered, grown_proof, leaves, proof, root, turns};
use crate::generate::case::Case;
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::{Operation, Vector};

/// A proof, good or not.
#[derive(Clone)]
struct Proof {
    sizes: [u64; 2],
    roots: [Vec<u8>; 2],
    path: Vec<Vec<u8>>,
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = small(world);
    vectors.extend(large(world));
    vectors.extend(trivial(world));
    let originals = [
        ("within", 3, 7),
        ("from-a-power-of-two", 4, 7),
        ("to-one-past-a-power", 6, 9),
    ];
    for (name, first, second) in originals {
        let leaves = leaves(&mut world.draw(&format!("consistency with {second}")), second);
        let original = Original {
            world,
            name,
            twin: format!("{first}-in-{second}"),
            proof: proof_of(first, &leaves),
        };
        vectors.extend(original.forged());
    }
    vectors
}

fn id(name: &str) -> String {
    format!("evidence/consistency/{name}")
}

impl Proof {
    fn case(&self, world: &World, name: &str, field: &str) -> Case {
        let operation = Operation::CheckConsistency {
            first_size: self.sizes[0],
            second_size: self.sizes[1],
            first_root: self.roots[0].clone().into(),
            second_root: self.roots[1].clone().into(),
            path: all_bytes(&self.path),
        };
        let title = format!("consistency: {}", name.replace('-', " "));
        Case::new(id(name), title, &world.begin(), world.now, operation).about("CheckConsistency", field)
    }

    fn good(&self, world: &World, name: &str) -> Vector {
        self.case(world, name, "").accepted(&["PRF-2"], None)
    }
}

/// The proof for the first so many leaves.
fn proof_of(first: usize, leaves: &[Vec<u8>]) -> Proof {
    Proof {
        sizes: [first, leaves.len()].map(|size| u64::try_from(size).unwrap_or(0)),
        roots: [root(&leaves[..first]), root(leaves)],
        path: if first == 0 { vec![] } else { proof(first, leaves) },
    }
}

/// Every tree of up to nine leaves with every tree that it grew from.
fn small(world: &World) -> Vec<Vector> {
    let of_size = |second: usize| {
        let leaves = leaves(&mut world.draw(&format!("consistency with {second}")), second);
        (0..=second).map(move |first| proof_of(first, &leaves).good(world, &format!("{first}-in-{second}")))
    };
    (0..=9).flat_map(of_size).collect()
}

fn large(world: &World) -> Vec<Vector> {
    let pairs = [
        ("1-in-2-to-the-32", 1, 1 << 32),
        ("2-to-the-31-in-2-to-the-32", 1 << 31, 1 << 32),
        ("2-to-the-32-less-one-in-2-to-the-32", (1 << 32) - 1, 1 << 32),
        ("2-to-the-32-in-2-to-the-32-and-one", 1 << 32, (1 << 32) + 1),
        (
            "2-to-the-32-and-one-in-2-to-the-33-less-one",
            (1 << 32) + 1,
            (1 << 33) - 1,
        ),
        ("a-third-in-2-to-the-53-less-one", MAX_INTEGER / 3, MAX_INTEGER),
        ("1-in-2-to-the-63", 1, 1 << 63),
        ("2-to-the-63-less-one-in-2-to-the-63", (1 << 63) - 1, 1 << 63),
        ("2-to-the-63-in-2-to-the-63-and-one", 1 << 63, (1 << 63) + 1),
        ("a-fifth-in-2-to-the-64-less-one", u64::MAX / 5, u64::MAX),
        ("2-to-the-64-less-two-in-2-to-the-64-less-one", u64::MAX - 1, u64::MAX),
    ];
    let good = |(name, first, second): (&str, u64, u64)| {
        let grown = grown_proof(&mut world.draw(&format!("consistency {name}")), first, second);
        let proof = Proof {
            sizes: [first, second],
            roots: [grown.first, grown.second],
            path: grown.path,
        };
        proof.good(world, name)
    };
    pairs.into_iter().map(good).collect()
}

/// Proofs without hashes: of equal sizes, and of the empty tree.
fn trivial(world: &World) -> Vec<Vector> {
    let leaves = leaves(&mut world.draw("consistency with 5"), 5);
    let stray = world.draw("a stray hash").bytes(HASH);
    let same = proof_of(5, &leaves);
    let empty = proof_of(0, &leaves);
    let none = proof_of(0, &[]);
    let forge = |original: &Proof, twin: &str, field: &str, name: &str, edit: &dyn Fn(&mut Proof)| {
        let mut proof = original.clone();
        edit(&mut proof);
        proof.case(world, name, field).refused("PRF-2", name, id(twin), &[])
    };
    let of_same = |field, name, edit: &dyn Fn(&mut Proof)| forge(&same, "5-in-5", field, name, edit);
    let of_empty = |field, name, edit: &dyn Fn(&mut Proof)| forge(&empty, "0-in-5", field, name, edit);
    let of_none = |field, name, edit: &dyn Fn(&mut Proof)| forge(&none, "0-in-0", field, name, edit);
    vec![
        of_same("path", "equal-sizes-with-a-path", &|it| it.path.push(stray.clone())),
        of_same("path", "equal-sizes-with-the-root-as-path", &|it| {
            it.path.push(it.roots[0].clone())
        }),
        of_same("second_root", "equal-sizes-with-other-roots", &|it| {
            it.roots[1] = altered(&it.roots[1], 99)
        }),
        of_same("first_root", "equal-sizes-with-roots-of-31-bytes", &|it| {
            it.roots.iter_mut().for_each(|root| root.truncate(31));
        }),
        of_same("first_root", "equal-sizes-with-empty-roots", &|it| {
            it.roots.iter_mut().for_each(Vec::clear)
        }),
        of_empty("path", "from-nothing-with-a-path", &|it| it.path.push(stray.clone())),
        of_empty("path", "from-nothing-with-the-root-as-path", &|it| {
            it.path.push(it.roots[1].clone())
        }),
        of_empty("first_root", "from-nothing-with-another-root", &|it| {
            it.roots[0] = stray.clone()
        }),
        of_empty("first_root", "from-nothing-with-the-second-root", &|it| {
            it.roots[0] = it.roots[1].clone()
        }),
        of_empty("first_root", "from-nothing-with-an-empty-root", &|it| {
            it.roots[0].clear()
        }),
        of_empty("second_root", "from-nothing-to-a-root-of-33-bytes", &|it| {
            it.roots[1].push(0)
        }),
        of_empty("first_size", "to-nothing", &|it| {
            it.sizes.reverse();
            it.roots.reverse();
        }),
        of_none("path", "nothing-with-a-path", &|it| it.path.push(stray.clone())),
        of_none("second_root", "nothing-with-other-roots", &|it| {
            it.roots[1] = stray.clone()
        }),
        of_none("first_root", "nothing-with-roots-of-something", &|it| {
            it.roots.iter_mut().for_each(|root| root.clone_from(&stray));
        }),
        of_none("second_size", "something-with-the-root-of-nothing-and-no-path", &|it| {
            it.sizes = [1, 2]
        }),
    ]
}

/// A good proof that is to be forged.
struct Original<'a> {
    world: &'a World,
    name: &'static str,
    twin: String,
    proof: Proof,
}

impl Original<'_> {
    fn forge(&self, field: &str, name: &str, edit: impl FnOnce(&mut Proof)) -> Vector {
        let mut proof = self.proof.clone();
        edit(&mut proof);
        let name = format!("{}-{name}", self.name);
        let case = proof.case(self.world, &name, field);
        case.refused("PRF-2", &name, id(&self.twin), &[])
    }

    fn forged(&self) -> Vec<Vector> {
        let mut vectors = self.sizes();
        vectors.extend(self.roots());
        vectors.extend(self.paths());
        vectors
    }

    /// Other sizes, as far as the proof means something else for them.
    fn sizes(&self) -> Vec<Vector> {
        let [first, second] = self.proof.sizes;
        let all = [
            ("first_size", "first-size-zero", 0, second),
            ("first_size", "first-size-less-one", first - 1, second),
            ("first_size", "first-size-more-by-one", first + 1, second),
            ("first_size", "first-size-at-the-second", second, second),
            ("first_size", "first-size-past-the-second", second + 1, second),
            ("first_size", "sizes-swapped", second, first),
            ("second_size", "second-size-zero", first, 0),
            ("second_size", "second-size-at-the-first", first, first),
            ("second_size", "second-size-less-one", first, second - 1),
            ("second_size", "second-size-more-by-one", first, second + 1),
            ("second_size", "second-size-doubled", first, 2 * second),
            ("second_size", "second-size-greatest", first, u64::MAX),
            ("second_size", "both-sizes-doubled", 2 * first, 2 * second),
        ];
        let meant = turns(first, second);
        let mut seen = Vec::new();
        let other = all.into_iter().filter(|(_, _, first, second)| {
            let is_new = !seen.contains(&[*first, *second]);
            seen.push([*first, *second]);
            is_new && turns(*first, *second) != meant
        });
        let forge = |(field, name, first, second)| self.forge(field, name, |proof| proof.sizes = [first, second]);
        other.map(forge).collect()
    }

    fn roots(&self) -> Vec<Vector> {
        let mut vectors = vec![
            self.forge("first_root", "roots-swapped", |it| it.roots.reverse()),
            self.forge("first_root", "sizes-and-roots-swapped", |it| {
                it.roots.reverse();
                it.sizes.reverse();
            }),
            self.forge("first_root", "both-roots-the-first", |it| {
                it.roots[1] = it.roots[0].clone()
            }),
            self.forge("first_root", "both-roots-the-second", |it| {
                it.roots[0] = it.roots[1].clone()
            }),
        ];
        for (at, field) in [(0, "first_root"), (1, "second_root")] {
            let root = |name: &str| format!("{}-{name}", field.replace('_', "-"));
            vectors.extend([
                self.forge(field, &root("bit"), |it| it.roots[at] = altered(&it.roots[at], 130)),
                self.forge(field, &root("of-31-bytes"), |it| it.roots[at].truncate(31)),
                self.forge(field, &root("of-33-bytes"), |it| it.roots[at].push(0)),
            ]);
        }
        vectors
    }

    fn paths(&self) -> Vec<Vector> {
        let stray = self.world.draw("a stray hash").bytes(HASH);
        let mut vectors = vec![
            self.forge("path", "path-empty", |it| it.path.clear()),
            self.forge("path", "path-and-a-random-hash", |it| it.path.push(stray.clone())),
            self.forge("path", "path-and-the-second-root", |it| {
                it.path.push(it.roots[1].clone())
            }),
            self.forge("path", "path-begins-with-the-first-root", |it| {
                it.path.insert(0, it.roots[0].clone());
            }),
            self.forge("path", "path-begins-with-its-first-twice", |it| {
                it.path.insert(0, it.path[0].clone())
            }),
            self.forge("path", "path-of-31-bytes", |it| it.path[0].truncate(31)),
            self.forge("path", "path-of-33-bytes", |it| it.path[0].push(0)),
            self.forge("path", "path-of-66-hashes", |it| it.path.resize(66, vec![0; HASH])),
        ];
        for at in 0..self.proof.path.len() {
            let name = format!("path-{at}-bit");
            vectors.push(self.forge("path", &name, |it| it.path[at] = altered(&it.path[at], 30)));
        }
        if self.proof.path.len() > 1 {
            vectors.extend([
                self.forge("path", "path-without-its-last", |it| {
                    it.path.pop();
                }),
                self.forge("path", "path-without-its-first", |it| {
                    it.path.remove(0);
                }),
                self.forge("path", "path-reversed", |it| it.path.reverse()),
                self.forge("path", "path-first-two-swapped", |it| it.path.swap(0, 1)),
            ]);
        }
        vectors
    }
}
