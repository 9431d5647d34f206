//! Proofs that the keeper of a trace keeps two histories (FRK-1 to FRK-3).

mod consistent;
mod members;

use casp_wire::v1::{self, tables};
use prost::Message as _;

use super::trace;
use super::tree;
use crate::generate::case::Case;
use crate::generate::faults::Site;
use crate::generate::forge::{Kind, Node, Payload as _, Statement};
use crate::generate::site::Target;
use crate::generate::world::{DAY, World, done, observe};
use crate::vector::{Operation, Vector};

/// Greatest encoded proof, bytes.
const MAX_PROOF: usize = 131_072;
const RULES: [&str; 4] = ["REC-1", "FRK-1", "FRK-2", "FRK-3"];
const SAME_SIZE: &str = "evidence/fork/of-one-size";
const TWO_SIZES: &str = "evidence/fork/of-two-sizes";

/// One history and how it was signed at some size.
#[derive(Clone)]
struct Side {
    events: Vec<v1::TraceEvent>,
    checkpoint: v1::TraceCheckpoint,
}

impl Side {
    fn new(world: &World, events: &[v1::TraceEvent]) -> Self {
        Self {
            events: events.to_vec(),
            checkpoint: trace::checkpoint(world, &world.alice, events, events.len()),
        }
    }

    fn leaf(&self, index: usize) -> v1::IncludedLeaf {
        let leaves = trace::leaves(&self.events);
        v1::IncludedLeaf {
            leaf_hash: leaves[index].clone(),
            path: tree::path(index, &leaves),
        }
    }
}

/// Two histories of these sizes that part at an event.
fn histories(world: &World, sizes: [usize; 2], at: usize) -> [Side; 2] {
    let one = trace::events(world, "a forked trace", 9);
    let mut two = one.clone();
    two[at].data.push(1);
    [Side::new(world, &one[..sizes[0]]), Side::new(world, &two[..sizes[1]])]
}

/// The proof, the lower object id first; with leaves if there is a position.
fn prove(sides: [(&Side, Statement); 2], index: Option<usize>) -> v1::ForkProof {
    let [a, b] = sides;
    let [first, second] = if a.1.object_id() < b.1.object_id() {
        [a, b]
    } else {
        [b, a]
    };
    v1::ForkProof {
        first: Some(first.1.bundle()),
        second: Some(second.1.bundle()),
        index: index.map_or(0, |index| index as u64),
        first_leaf: index.map(|index| first.0.leaf(index)),
        second_leaf: index.map(|index| second.0.leaf(index)),
    }
}

fn signed(world: &World, sides: &[Side; 2], index: Option<usize>) -> v1::ForkProof {
    let [a, b] = sides;
    let sign = |side: &Side| side.checkpoint.signed(&world.alice);
    prove([(a, sign(a)), (b, sign(b))], index)
}

fn case(world: &World, name: &str, now_ms: i64, proof: &v1::ForkProof) -> Case {
    let operation = Operation::CheckFork {
        proof: proof.encode_to_vec().into(),
    };
    let title = format!("fork: {}", name.replace('-', " "));
    let id = format!("evidence/fork/{name}");
    let bundles = [&proof.first, &proof.second].into_iter().flatten();
    let flags: &[&str] = if bundles.map(|it| it.proofs.len()).sum::<usize>() > 0 {
        &["has-proofs"]
    } else {
        &[]
    };
    Case::new(id, title, &world.begin(), now_ms, operation)
        .about("ForkProof", "")
        .flags(flags)
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = valid(world);
    vectors.extend(valid_anyway(world));
    vectors.extend(members::vectors(world));
    vectors.extend(consistent::vectors(world));
    vectors.extend(sizes(world));
    vectors
}

fn same_size(world: &World) -> [Side; 2] {
    histories(world, [3, 3], 1)
}

fn two_sizes(world: &World) -> [Side; 2] {
    histories(world, [3, 6], 1)
}

fn valid(world: &World) -> Vec<Vector> {
    let good = |name: &str, sides: &[Side; 2], index: Option<usize>| {
        case(world, name, world.now, &signed(world, sides, index)).accepted(&RULES, None)
    };
    let sized = |a, b, at| histories(world, [a, b], at);
    vec![
        good("of-one-size", &same_size(world), None),
        good("of-one-event", &sized(1, 1, 0), None),
        good("of-two-sizes", &two_sizes(world), Some(1)),
        good("of-two-sizes-at-the-first-event", &sized(1, 2, 0), Some(0)),
        good(
            "of-two-sizes-at-the-last-event-of-the-smaller",
            &sized(4, 5, 3),
            Some(3),
        ),
        good("of-two-sizes-the-larger-signed-by-the-first", &sized(8, 2, 1), Some(1)),
        good("of-two-sizes-far-apart", &sized(2, 9, 0), Some(0)),
    ]
}

fn delegation(world: &World) -> Statement {
    let mut delegation = world.delegation(&world.alice, &world.worker);
    delegation.scopes = vec!["receipt".to_owned()];
    delegation.signed(&world.alice)
}

/// What the verifier knows does not count, and neither does who of the issuer's keys signed.
fn valid_anyway(world: &World) -> Vec<Vector> {
    let sides = same_size(world);
    let proof = signed(world, &sides, None);
    let later = world.now + 3_650 * DAY;
    let [a, b] = &sides;
    let by_worker = b.checkpoint.delegated(&world.worker, &delegation(world));
    let by_two_keys = prove([(a, a.checkpoint.signed(&world.alice)), (b, by_worker)], None);
    let edited = |edit: &dyn Fn(&mut Side)| {
        let mut sides = same_size(world);
        sides.iter_mut().for_each(edit);
        signed(world, &sides, None)
    };
    let contract = world.draw("some contract").bytes(32);
    let of_contract = edited(&|side| side.checkpoint.contract.clone_from(&contract));
    let addressed = edited(&|side| side.checkpoint.header().audience = world.bob.multikey());
    let mut at_two_times = same_size(world);
    at_two_times[1].checkpoint.header().issued_at_ms -= 30 * DAY;
    let good = |name: &str, now_ms: i64, proof: &v1::ForkProof| case(world, name, now_ms, proof).accepted(&RULES, None);
    vec![
        good("years-later", later, &proof),
        good("before-it-was-issued", world.issued - DAY, &proof),
        good("by-root-and-operational-key", world.now, &by_two_keys),
        good("of-a-contract", world.now, &of_contract),
        good("addressed-to-another", world.now, &addressed),
        good("signed-at-two-times", world.now, &signed(world, &at_two_times, None)),
        case(world, "keeper-has-retired", world.now, &proof)
            .after(vec![done(world.now, observe(&world.plain(Kind::Retire)))])
            .flags(&["has-prior"])
            .accepted(&RULES, None),
    ]
}

struct Refusal<'a> {
    rule: &'a str,
    field: &'a str,
    twin: &'a str,
    also: &'a [&'a str],
}

impl Refusal<'_> {
    fn of(&self, world: &World, name: &str, proof: &v1::ForkProof) -> Vector {
        case(world, name, world.now, proof)
            .about("ForkProof", self.field)
            .refused(self.rule, name, self.twin, self.also)
    }
}

/// SIZ-1 and the limit of a checkpoint.
fn sizes(world: &World) -> Vec<Vector> {
    let sides = same_size(world);
    let good = sides[1].checkpoint.signed(&world.alice);
    let zeros = |length: usize| good.with_payload(vec![0; length], &world.alice).bundle();
    let with = |first: usize, second: usize| v1::ForkProof {
        first: Some(zeros(first)),
        second: Some(zeros(second)),
        ..v1::ForkProof::default()
    };
    let of = |size: usize| with(40_000, 40_000 + size - with(40_000, 40_000).encoded_len());
    let member = |size: usize| zeros(20_000 + size - zeros(20_000).encoded_len());
    let pair = |size: usize| v1::ForkProof {
        first: Some(member(size)),
        second: Some(good.bundle()),
        ..v1::ForkProof::default()
    };
    let case = |name: &str, field: &str, flags: &[&str], proof: &v1::ForkProof| {
        case(world, name, world.now, proof)
            .about("ForkProof", field)
            .flags(flags)
    };
    vec![
        case("proof-past-max", "", &["input-past-limit"], &of(MAX_PROOF + 1)).refused(
            "SIZ-1",
            "proof-past-max",
            SAME_SIZE,
            &[],
        ),
        case("proof-at-max", "", &["input-at-limit"], &of(MAX_PROOF)).refused("ENC-10", "proof-at-max", SAME_SIZE, &[]),
        case("first-past-max", "first", &["past-limit"], &pair(32_769)).refused(
            "ENC-10",
            "past-max-length",
            SAME_SIZE,
            &[],
        ),
        // Which object id is the lower, nobody can choose.
        case("first-at-max", "first", &["at-limit"], &pair(32_768)).refused(
            "REC-1",
            "first-at-max",
            SAME_SIZE,
            &["fork-order"],
        ),
    ]
}

/// Encoding and shape of proofs and of the leaves in them.
pub(super) fn encoding(world: &World) -> Vec<Vector> {
    let sides = histories(world, [6, 9], 2);
    let proof = signed(world, &sides, Some(2)).encode_to_vec();
    let root = Node::read(&tables::FORK_PROOF, &proof);
    let target = Target {
        prefix: "evidence/fork-encoding".to_owned(),
        message: "ForkProof",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|proof| Operation::CheckFork { proof: proof.into() },
        output: &|_| None,
        flags: &[],
        // What a tree does not have cannot be at a limit.
        unbounded: &["index", "first_leaf.path", "second_leaf.path"],
    };
    let site = |path: &[u32], name: &str| {
        let site = Site {
            root: &root,
            path,
            thorough: &[],
            brief: true,
        };
        target.vectors(&site, name)
    };
    let mut vectors = site(&[], "");
    vectors.extend(site(&[4], "first-leaf"));
    vectors
}
