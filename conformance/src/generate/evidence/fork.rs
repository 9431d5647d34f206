//! Proofs that the keeper of a trace keeps two histories (FRK-1 to FRK-3).

use casp_wire::v1::{self, tables};
use prost::Message as _;

use super::trace;
use super::tree::{self, altered};
use crate::generate::case::Case;
use crate::generate::faults::Site;
use crate::generate::forge::{Kind, Node, Payload as _, Statement};
use crate::generate::site::Target;
use crate::generate::world::{DAY, HOUR, MAX_INTEGER, World, done, observe};
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
    vectors.extend(invalid_members(world));
    vectors.extend(unrelated(world));
    vectors.extend(misordered(world));
    vectors.extend(consistent(world));
    vectors.extend(leaves_missing(world));
    vectors.extend(leaves_forged(world));
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

/// REC-1.
fn invalid_members(world: &World) -> Vec<Vector> {
    let [a, b] = &same_size(world);
    let good = b.checkpoint.signed(&world.alice);
    let with = |edit: &dyn Fn(&mut Statement)| {
        let mut statement = good.clone();
        edit(&mut statement);
        statement
    };
    let edited = |edit: &dyn Fn(&mut v1::Header)| {
        let mut checkpoint = b.checkpoint.clone();
        edit(checkpoint.header());
        checkpoint.signed(&world.alice)
    };
    let mut unproven = b.checkpoint.delegated(&world.worker, &delegation(world));
    unproven.proofs.clear();
    let members = [
        ("signature-altered", with(&|it| it.sig[50] ^= 1)),
        ("keyid-of-another", with(&|it| it.keyid = world.bob.did())),
        ("signed-by-another", b.checkpoint.signed(&world.bob)),
        (
            "payload-cut-off",
            good.with_payload(good.payload[1..].to_vec(), &world.alice),
        ),
        (
            "of-another-network",
            edited(&|it| it.network_id = "other-net".to_owned()),
        ),
        (
            "with-an-expiry",
            edited(&|it| it.expires_at_ms = it.issued_at_ms + HOUR),
        ),
        ("with-a-nonce", edited(&|it| it.nonce = vec![7; 16])),
        ("without-its-delegation", unproven),
        ("a-retirement", world.plain(Kind::Retire)),
        ("a-receipt", world.plain(Kind::ToolReceipt)),
        ("unknown-type", with(&|it| it.payload_type = "text/plain".to_owned())),
    ];
    let refusal = Refusal {
        rule: "REC-1",
        field: "",
        twin: SAME_SIZE,
        also: &[],
    };
    let refuse = |(name, member): (&str, Statement)| {
        let proof = prove([(a, a.checkpoint.signed(&world.alice)), (b, member)], None);
        refusal.of(world, name, &proof)
    };
    members.into_iter().map(refuse).collect()
}

/// FRK-1.
fn unrelated(world: &World) -> Vec<Vector> {
    let refusal = |twin| Refusal {
        rule: "FRK-1",
        field: "",
        twin,
        also: &[],
    };
    let edited = |sides: [Side; 2], index, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        let [a, mut b] = sides;
        edit(&mut b.checkpoint);
        signed(world, &[a, b], index)
    };
    let same = |name: &str, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        refusal(SAME_SIZE).of(world, name, &edited(same_size(world), None, edit))
    };
    let contract = world.draw("some contract").bytes(32);
    let [a, mut b] = same_size(world);
    b.checkpoint.header().issuer = world.bob.multikey();
    let by_two = prove(
        [
            (&a, a.checkpoint.signed(&world.alice)),
            (&b, b.checkpoint.signed(&world.bob)),
        ],
        None,
    );
    let mut of_two = same_size(world);
    of_two[0].checkpoint.contract.clone_from(&contract);
    of_two[1].checkpoint.contract = altered(&contract, 3);
    vec![
        refusal(SAME_SIZE).of(world, "of-two-issuers", &by_two),
        refusal(SAME_SIZE).of(world, "of-two-contracts", &signed(world, &of_two, None)),
        same("of-a-contract-and-of-none", &|it| it.contract.clone_from(&contract)),
        same("of-two-sessions", &|it| it.session[0] ^= 1),
        same("of-sessions-almost-the-same", &|it| it.session[15] ^= 1),
        refusal(TWO_SIZES).of(
            world,
            "of-two-sessions-and-sizes",
            &edited(two_sizes(world), Some(1), &|it| it.session[7] ^= 1),
        ),
    ]
}

/// FRK-2.
fn misordered(world: &World) -> Vec<Vector> {
    let swapped = |mut proof: v1::ForkProof| {
        std::mem::swap(&mut proof.first, &mut proof.second);
        std::mem::swap(&mut proof.first_leaf, &mut proof.second_leaf);
        proof
    };
    let [a, _] = &same_size(world);
    let statement = a.checkpoint.signed(&world.alice);
    let again = statement.resigned(&world.alice, &world.draw("another nonce").bytes(64));
    let refusal = |twin, also| Refusal {
        rule: "FRK-2",
        field: "",
        twin,
        also,
    };
    vec![
        refusal(SAME_SIZE, &[]).of(world, "swapped", &swapped(signed(world, &same_size(world), None))),
        refusal(TWO_SIZES, &[]).of(
            world,
            "swapped-with-their-leaves",
            &swapped(signed(world, &two_sizes(world), Some(1))),
        ),
        // These do not contradict each other either.
        refusal(SAME_SIZE, &["fork-consistent"]).of(
            world,
            "one-checkpoint-twice",
            &prove([(a, statement.clone()), (a, statement.clone())], None),
        ),
        refusal(SAME_SIZE, &["fork-consistent"]).of(
            world,
            "one-checkpoint-with-two-signatures",
            &prove([(a, statement), (a, again)], None),
        ),
    ]
}

const CONSISTENT: Refusal<'_> = Refusal {
    rule: "FRK-3",
    field: "",
    twin: TWO_SIZES,
    also: &["inclusion"],
};

/// FRK-3: one history.
fn consistent(world: &World) -> Vec<Vector> {
    let events = trace::events(world, "a forked trace", 9);
    let side = |size: usize| Side::new(world, &events[..size]);
    let mut again = side(3);
    again.checkpoint.header().issued_at_ms += 1;
    let refusal = Refusal {
        twin: SAME_SIZE,
        also: &[],
        ..CONSISTENT
    };
    let grown = |index| signed(world, &[side(3), side(6)], index);
    vec![
        refusal.of(world, "one-root-signed-twice", &signed(world, &[side(3), again], None)),
        Refusal {
            also: &[],
            ..CONSISTENT
        }
        .of(world, "grown", &grown(Some(1))),
        Refusal {
            also: &[],
            ..CONSISTENT
        }
        .of(world, "grown-at-the-first-event", &grown(Some(0))),
        CONSISTENT.of(world, "grown-without-leaves", &grown(None)),
        CONSISTENT.of(world, "grown-past-the-smaller", &{
            let mut proof = grown(Some(2));
            proof.index = 4;
            proof
        }),
    ]
}

/// FRK-3: leaves that are there and should not be, or the other way round.
fn leaves_missing(world: &World) -> Vec<Vector> {
    let same = |edit: fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &same_size(world), Some(1));
        edit(&mut proof);
        proof
    };
    let two = |edit: fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &two_sizes(world), Some(1));
        edit(&mut proof);
        proof
    };
    let of_same = Refusal {
        twin: SAME_SIZE,
        also: &[],
        ..CONSISTENT
    };
    let of_two = |field| Refusal { field, ..CONSISTENT };
    vec![
        of_same.of(world, "one-size-with-leaves", &same(|_| ())),
        of_same.of(world, "one-size-with-leaves-and-no-index", &same(|it| it.index = 0)),
        of_same.of(
            world,
            "one-size-with-an-index",
            &same(|it| {
                it.first_leaf = None;
                it.second_leaf = None;
            }),
        ),
        of_same.of(
            world,
            "one-size-with-the-first-leaf",
            &same(|it| {
                it.second_leaf = None;
                it.index = 0;
            }),
        ),
        of_same.of(
            world,
            "one-size-with-the-second-leaf",
            &same(|it| {
                it.first_leaf = None;
                it.index = 0;
            }),
        ),
        of_two("first_leaf").of(
            world,
            "two-sizes-without-the-first-leaf",
            &two(|it| it.first_leaf = None),
        ),
        of_two("second_leaf").of(
            world,
            "two-sizes-without-the-second-leaf",
            &two(|it| it.second_leaf = None),
        ),
        of_two("first_leaf").of(
            world,
            "two-sizes-without-leaves",
            &two(|it| {
                it.first_leaf = None;
                it.second_leaf = None;
            }),
        ),
    ]
}

/// FRK-3: leaves that the trees do not have there.
fn leaves_forged(world: &World) -> Vec<Vector> {
    let refuse = |field: &str, name: &str, edit: &dyn Fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &two_sizes(world), Some(1));
        edit(&mut proof);
        Refusal { field, ..CONSISTENT }.of(world, name, &proof)
    };
    fn first(proof: &mut v1::ForkProof) -> &mut v1::IncludedLeaf {
        proof.first_leaf.get_or_insert_default()
    }
    fn second(proof: &mut v1::ForkProof) -> &mut v1::IncludedLeaf {
        proof.second_leaf.get_or_insert_default()
    }
    vec![
        refuse("index", "index-zero", &|it| it.index = 0),
        refuse("index", "index-after", &|it| it.index = 2),
        refuse("index", "index-past-the-smaller", &|it| it.index = 3),
        refuse("index", "index-greatest", &|it| it.index = MAX_INTEGER),
        refuse("first_leaf", "first-leaf-altered", &|it| first(it).leaf_hash[0] ^= 1),
        refuse("second_leaf", "second-leaf-altered", &|it| {
            second(it).leaf_hash[31] ^= 1
        }),
        refuse("first_leaf", "first-path-altered", &|it| first(it).path[0][9] ^= 1),
        refuse("second_leaf", "second-path-altered", &|it| second(it).path[1][9] ^= 1),
        refuse("first_leaf", "first-path-too-short", &|it| {
            first(it).path.pop();
        }),
        refuse("second_leaf", "second-path-too-long", &|it| {
            second(it).path.push(vec![7; 32])
        }),
        refuse("second_leaf", "second-path-empty", &|it| second(it).path.clear()),
        refuse("first_leaf", "leaves-exchanged", &|it| {
            std::mem::swap(&mut it.first_leaf, &mut it.second_leaf);
        }),
        refuse("second_leaf", "first-leaf-twice", &|it| {
            it.second_leaf.clone_from(&it.first_leaf)
        }),
    ]
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
