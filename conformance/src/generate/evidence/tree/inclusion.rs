//! Inclusion proofs (PRF-1).

use super::{HASH, all_bytes, altered, grown_path, leaves, node_hash, path, root, sides};
use crate::generate::case::Case;
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::{Operation, Vector};

/// A proof, good or not.
#[derive(Clone)]
struct Proof {
    leaf: Vec<u8>,
    index: u64,
    size: u64,
    root: Vec<u8>,
    path: Vec<Vec<u8>>,
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = small(world);
    vectors.extend(large(world));
    vectors.extend(balanced(world).forged());
    vectors.extend(lopsided(world).forged());
    vectors.extend(of_one(world).forged());
    vectors.extend(second_preimage(world));
    vectors
}

fn id(name: &str) -> String {
    format!("evidence/inclusion/{name}")
}

impl Proof {
    fn case(&self, world: &World, name: &str, field: &str) -> Case {
        let operation = Operation::CheckInclusion {
            leaf_hash: self.leaf.clone().into(),
            index: self.index,
            size: self.size,
            root: self.root.clone().into(),
            path: all_bytes(&self.path),
        };
        let title = format!("inclusion: {}", name.replace('-', " "));
        Case::new(id(name), title, &world.begin(), world.now, operation).about("CheckInclusion", field)
    }

    fn good(&self, world: &World, name: &str) -> Vector {
        self.case(world, name, "").accepted(&["PRF-1"], None)
    }
}

/// The proof of a leaf among some.
fn proof_of(index: usize, leaves: &[Vec<u8>]) -> Proof {
    Proof {
        leaf: leaves[index].clone(),
        index: u64::try_from(index).unwrap_or(0),
        size: u64::try_from(leaves.len()).unwrap_or(0),
        root: root(leaves),
        path: path(index, leaves),
    }
}

/// Every leaf of every tree of up to nine leaves.
fn small(world: &World) -> Vec<Vector> {
    let of_size = |size: usize| {
        let leaves = leaves(&mut world.draw(&format!("inclusion in {size}")), size);
        let of_leaf = move |index| proof_of(index, &leaves).good(world, &format!("leaf-{index}-of-{size}"));
        (0..size).map(of_leaf)
    };
    (1..=9).flat_map(of_size).collect()
}

/// Trees around powers of two, up to the largest that a number can count.
fn large(world: &World) -> Vec<Vector> {
    let sizes = [
        ("16", 16),
        ("17", 17),
        ("2-to-the-32-less-one", (1 << 32) - 1),
        ("2-to-the-32", 1 << 32),
        ("2-to-the-32-and-one", (1 << 32) + 1),
        ("2-to-the-53-less-one", MAX_INTEGER),
        ("2-to-the-63-less-one", (1 << 63) - 1),
        ("2-to-the-63", 1 << 63),
        ("2-to-the-63-and-one", (1 << 63) + 1),
        ("2-to-the-64-less-one", u64::MAX),
    ];
    let of_size = |(name, size): (&'static str, u64)| {
        let indices = [("first", 0), ("middle", size / 3), ("last", size - 1)];
        indices.into_iter().map(move |(which, index)| {
            let mut draw = world.draw(&format!("inclusion of the {which} in {size}"));
            let leaf = draw.bytes(HASH);
            let (root, path) = grown_path(&mut draw, &leaf, index, size);
            let proof = Proof {
                leaf,
                index,
                size,
                root,
                path,
            };
            proof.good(world, &format!("{which}-of-{name}"))
        })
    };
    sizes.into_iter().flat_map(of_size).collect()
}

/// A good proof that is to be forged.
struct Original<'a> {
    world: &'a World,
    name: &'static str,
    twin: &'static str,
    proof: Proof,
}

fn balanced(world: &World) -> Original<'_> {
    let leaves = leaves(&mut world.draw("inclusion in 7"), 7);
    Original {
        world,
        name: "within",
        twin: "leaf-4-of-7",
        proof: proof_of(4, &leaves),
    }
}

/// The last leaf of nine stands alone below the root.
fn lopsided(world: &World) -> Original<'_> {
    let leaves = leaves(&mut world.draw("inclusion in 9"), 9);
    Original {
        world,
        name: "at-the-end",
        twin: "leaf-8-of-9",
        proof: proof_of(8, &leaves),
    }
}

/// The only leaf is the root.
fn of_one(world: &World) -> Original<'_> {
    let leaves = leaves(&mut world.draw("inclusion in 1"), 1);
    Original {
        world,
        name: "of-one",
        twin: "leaf-0-of-1",
        proof: proof_of(0, &leaves),
    }
}

impl Original<'_> {
    fn forge(&self, field: &str, name: &str, edit: impl FnOnce(&mut Proof)) -> Vector {
        let mut proof = self.proof.clone();
        edit(&mut proof);
        let name = format!("{}-{name}", self.name);
        let case = proof.case(self.world, &name, field);
        case.refused("PRF-1", &name, id(self.twin), &[])
    }

    fn forged(&self) -> Vec<Vector> {
        let mut vectors = self.positions();
        vectors.extend(self.hashes());
        vectors.extend(self.lengths());
        if self.proof.path.len() > 1 {
            vectors.extend(self.orders());
        }
        vectors
    }

    /// Other positions, as far as the proof means something else there.
    fn positions(&self) -> Vec<Vector> {
        let (index, size) = (self.proof.index, self.proof.size);
        let all = [
            ("index", "index-before", index.wrapping_sub(1), size),
            ("index", "index-after", index + 1, size),
            ("index", "index-first", 0, size),
            ("index", "index-at-size", size, size),
            ("index", "index-past-size", size + 1, size),
            ("index", "index-past-32-bits", index + (1 << 32), size),
            ("index", "index-greatest", u64::MAX, size),
            ("size", "size-zero", index, 0),
            ("size", "size-at-index", index, index),
            ("size", "size-halved", index, size / 2),
            ("size", "size-less-one", index, size - 1),
            ("size", "size-more-by-one", index, size + 1),
            ("size", "size-doubled", index, 2 * size),
            ("size", "size-past-32-bits", index, size + (1 << 32)),
            ("size", "size-greatest", index, u64::MAX),
        ];
        let meant = sides(index, size);
        let mut seen = Vec::new();
        let other = all.into_iter().filter(|(_, _, index, size)| {
            let is_new = !seen.contains(&(*index, *size));
            seen.push((*index, *size));
            is_new && sides(*index, *size) != meant
        });
        let forge = |(field, name, index, size)| {
            self.forge(field, name, |proof| {
                proof.index = index;
                proof.size = size;
            })
        };
        other.map(forge).collect()
    }

    fn hashes(&self) -> Vec<Vector> {
        let mut vectors = vec![
            self.forge("leaf_hash", "leaf-first-bit", |it| it.leaf = altered(&it.leaf, 7)),
            self.forge("leaf_hash", "leaf-last-bit", |it| it.leaf = altered(&it.leaf, 248)),
            self.forge("root", "root-first-bit", |it| it.root = altered(&it.root, 7)),
            self.forge("root", "root-last-bit", |it| it.root = altered(&it.root, 248)),
            self.forge("root", "root-of-no-leaves", |it| it.root = root(&[])),
            self.forge("root", "root-of-zeros", |it| it.root = vec![0; HASH]),
        ];
        for at in 0..self.proof.path.len() {
            let name = format!("path-{at}-bit");
            vectors.push(self.forge("path", &name, |it| it.path[at] = altered(&it.path[at], 100)));
        }
        let lengths = [("31-bytes", 31), ("33-bytes", 33), ("no-bytes", 0), ("64-bytes", 64)];
        for (name, length) in lengths {
            let sized = |hash: &mut Vec<u8>| hash.resize(length, 0);
            vectors.push(self.forge("leaf_hash", &format!("leaf-of-{name}"), |it| sized(&mut it.leaf)));
            vectors.push(self.forge("root", &format!("root-of-{name}"), |it| sized(&mut it.root)));
            if !self.proof.path.is_empty() {
                vectors.push(self.forge("path", &format!("path-of-{name}"), |it| sized(&mut it.path[0])));
            }
        }
        vectors
    }

    fn lengths(&self) -> Vec<Vector> {
        let mut vectors = vec![
            self.forge("path", "path-and-a-random-hash", |it| {
                it.path.push(self.world.draw("a stray hash").bytes(HASH));
            }),
            self.forge("path", "path-and-the-root", |it| it.path.push(it.root.clone())),
            self.forge("path", "path-begins-with-the-leaf", |it| {
                it.path.insert(0, it.leaf.clone())
            }),
            self.forge("path", "path-and-an-empty-hash", |it| it.path.push(vec![])),
            self.forge("path", "path-of-65-hashes", |it| it.path.resize(65, vec![0; HASH])),
        ];
        if !self.proof.path.is_empty() {
            vectors.extend([
                self.forge("path", "path-without-its-last", |it| {
                    it.path.pop();
                }),
                self.forge("path", "path-without-its-first", |it| {
                    it.path.remove(0);
                }),
                self.forge("path", "path-empty", |it| it.path.clear()),
                self.forge("path", "path-with-its-last-twice", |it| {
                    it.path.extend(it.path.last().cloned())
                }),
                self.forge("leaf_hash", "leaf-and-sibling-swapped", |it| {
                    std::mem::swap(&mut it.leaf, &mut it.path[0]);
                }),
            ]);
        }
        vectors
    }

    fn orders(&self) -> Vec<Vector> {
        vec![
            self.forge("path", "path-reversed", |it| it.path.reverse()),
            self.forge("path", "path-first-two-swapped", |it| it.path.swap(0, 1)),
        ]
    }
}

/// The hash of a node is passed off as that of a leaf.
fn second_preimage(world: &World) -> Vec<Vector> {
    let leaves = leaves(&mut world.draw("inclusion in 8"), 8);
    let forge = |name: &str, index: usize, is_left: bool| {
        let mut proof = proof_of(index, &leaves);
        let sibling = proof.path.remove(0);
        proof.leaf = if is_left {
            node_hash(&proof.leaf, &sibling)
        } else {
            node_hash(&sibling, &proof.leaf)
        };
        let case = proof.case(world, name, "leaf_hash");
        case.refused("PRF-1", name, id(&format!("leaf-{index}-of-8")), &[])
    };
    vec![
        forge("node-for-its-left-leaf", 4, true),
        forge("node-for-its-right-leaf", 5, false),
    ]
}
