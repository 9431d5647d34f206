//! Proofs that an issuer keeps two histories (FRK-1 to FRK-3).

mod consistent;
mod encoding;
mod members;
pub(in crate::generate) mod sides;
mod sizes;

use casp_wire::v1;
use prost::Message as _;

use super::trace;
use crate::generate::case::Case;
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{DAY, World, done, observe};
use crate::vector::{Operation, Vector};
use sides::{Side, histories, prove, results, same_size, signed, two_sizes, with_result};

pub(super) use encoding::vectors as encoding;

const RULES: [&str; 4] = ["REC-1", "FRK-1", "FRK-2", "FRK-3"];
const SAME_SIZE: &str = "evidence/fork/of-one-size";
const TWO_SIZES: &str = "evidence/fork/of-two-sizes";
const TWO_RESULTS: &str = "evidence/fork/two-results";
const RESULT_OF_ONE_SIZE: &str = "evidence/fork/result-and-checkpoint-of-one-size";
const RESULT_OF_TWO_SIZES: &str = "evidence/fork/result-and-a-smaller-checkpoint";
const OUTGROWN: &str = "evidence/fork/result-outgrown-by-one";

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
    let mut vectors = checkpoints(world);
    vectors.extend(with_results(world));
    vectors.extend(sessions(world));
    vectors.extend(valid_anyway(world));
    vectors.extend(members::vectors(world));
    vectors.extend(consistent::vectors(world));
    vectors.extend(sizes::vectors(world));
    vectors
}

fn good(world: &World, name: &str, sides: &[Side; 2], index: Option<usize>) -> Vector {
    case(world, name, world.now, &signed(world, sides, index)).accepted(&RULES, None)
}

/// Two checkpoints of one session.
fn checkpoints(world: &World) -> Vec<Vector> {
    let sized = |a, b, at| histories(world, [a, b], at);
    vec![
        good(world, "of-one-size", &same_size(world), None),
        good(world, "of-one-event", &sized(1, 1, 0), None),
        good(world, "of-two-sizes", &two_sizes(world), Some(1)),
        good(world, "of-two-sizes-at-the-first-event", &sized(1, 2, 0), Some(0)),
        good(
            world,
            "of-two-sizes-at-the-last-event-of-the-smaller",
            &sized(4, 5, 3),
            Some(3),
        ),
        good(
            world,
            "of-two-sizes-the-larger-signed-by-the-first",
            &sized(8, 2, 1),
            Some(1),
        ),
        good(world, "of-two-sizes-far-apart", &sized(2, 9, 0), Some(0)),
    ]
}

/// Results, which stand for the tree of their trace.
fn with_results(world: &World) -> Vec<Vector> {
    let good = |name: &str, sides: &[Side; 2], index| good(world, name, sides, index);
    let mut of_one_trace = results(world, [3, 3], 1);
    let trace = of_one_trace[0].result().trace.clone();
    of_one_trace[1].result().trace = trace;
    let mut of_one_trace_and_output = of_one_trace.clone();
    let output = of_one_trace[0].result().output.clone();
    of_one_trace_and_output[1].result().output = output;
    of_one_trace_and_output[1].result().header().issued_at_ms += 1;
    let mut untraced = results(world, [3, 3], 1);
    untraced.iter_mut().for_each(|side| side.result().trace = None);
    let mut half_traced = results(world, [3, 3], 1);
    half_traced[1].result().trace = None;
    let mut requested_twice = results(world, [3, 3], 1);
    requested_twice[1].result().request = world.draw("another request").bytes(32);
    let mut ended_twice = results(world, [3, 3], 1);
    ended_twice[1].result().status = v1::TaskStatus::Failed.into();
    ended_twice[1].result().output = None;
    let mut longest = results(world, [3, 3], 1);
    for (side, letter) in longest.iter_mut().zip(*b"xy") {
        side.result().output = Some(crate::generate::engagement::inline("text/plain", &[letter; 524_288]));
    }
    // The result is the longer of two histories, or the shorter.
    let of = |sizes: [usize; 2], at| with_result(world, sizes, at);
    vec![
        good("two-results", &results(world, [3, 3], 1), None),
        good("two-results-of-two-sizes", &results(world, [3, 6], 1), None),
        good(
            "two-results-of-two-sizes-with-leaves",
            &results(world, [3, 6], 1),
            Some(1),
        ),
        good(
            "two-results-of-a-trace-and-its-beginning",
            &results(world, [3, 6], 8),
            None,
        ),
        good("two-results-of-one-trace", &of_one_trace, None),
        good("two-results-of-one-trace-and-output", &of_one_trace_and_output, None),
        good("two-results-without-trace", &untraced, None),
        good("two-results-of-which-one-has-a-trace", &half_traced, None),
        good("two-results-of-two-requests", &requested_twice, None),
        good("two-results-with-two-ends", &ended_twice, None),
        good("two-results-of-the-longest-output", &longest, None),
        good("result-and-checkpoint-of-one-size", &of([3, 3], 1), None),
        good("result-and-checkpoint-of-one-event", &of([1, 1], 0), None),
        good("result-and-a-smaller-checkpoint", &of([6, 3], 1), Some(1)),
        good("result-and-a-checkpoint-of-the-first-event", &of([9, 1], 0), Some(0)),
        good("result-outgrown-by-one", &of([3, 4], 8), None),
        good("result-outgrown-by-many", &of([1, 9], 8), None),
        good("result-outgrown-by-another-history", &of([3, 6], 1), None),
        good(
            "result-outgrown-by-another-history-with-leaves",
            &of([3, 6], 1),
            Some(1),
        ),
    ]
}

/// A contract has one session.
fn sessions(world: &World) -> Vec<Vector> {
    let good = |name: &str, sides: &[Side; 2], index| good(world, name, sides, index);
    let other = world.draw("another session").bytes(16);
    let contract = world.draw("some contract").bytes(32);
    let of_contract = |[mut a, mut b]: [Side; 2], session: &[u8]| {
        a.checkpoint().contract.clone_from(&contract);
        b.checkpoint().contract.clone_from(&contract);
        b.set_session(session);
        [a, b]
    };
    let beside_result = |[a, mut b]: [Side; 2]| {
        b.set_session(&other);
        [a, b]
    };
    let mut almost = trace::session(world);
    almost[15] ^= 1;
    let grown = |sizes| histories(world, sizes, 8);
    vec![
        good("two-sessions", &of_contract(same_size(world), &other), None),
        good(
            "two-sessions-of-two-sizes",
            &of_contract(two_sizes(world), &other),
            None,
        ),
        good(
            "two-sessions-of-two-sizes-with-leaves",
            &of_contract(two_sizes(world), &other),
            Some(1),
        ),
        good("two-sessions-of-one-history", &of_contract(grown([3, 3]), &other), None),
        good(
            "two-sessions-of-a-growing-history",
            &of_contract(grown([3, 6]), &other),
            None,
        ),
        good(
            "two-sessions-almost-the-same",
            &of_contract(grown([3, 3]), &almost),
            None,
        ),
        good(
            "two-sessions-of-result-and-checkpoint",
            &beside_result(with_result(world, [3, 3], 8)),
            None,
        ),
        good(
            "two-sessions-of-result-and-a-smaller-checkpoint",
            &beside_result(with_result(world, [6, 3], 8)),
            None,
        ),
    ]
}

/// What the verifier knows does not count, and neither does who of the issuer's keys signed.
fn valid_anyway(world: &World) -> Vec<Vector> {
    let sides = same_size(world);
    let proof = signed(world, &sides, None);
    let later = world.now + 3_650 * DAY;
    let [a, b] = &sides;
    let by_worker = b.member.delegated(&world.worker, &sides::delegation(world, "receipt"));
    let by_two_keys = prove([(a, a.member.signed(&world.alice)), (b, by_worker)], None);
    let results = results(world, [3, 3], 1);
    let [c, d] = &results;
    let by_worker = d.member.delegated(&world.worker, &sides::delegation(world, "task"));
    let results_by_two_keys = prove([(c, c.member.signed(&world.alice)), (d, by_worker)], None);
    let edited = |edit: &dyn Fn(&mut Side)| {
        let mut sides = same_size(world);
        sides.iter_mut().for_each(edit);
        signed(world, &sides, None)
    };
    let contract = world.draw("some contract").bytes(32);
    let of_contract = edited(&|side| side.checkpoint().contract.clone_from(&contract));
    let addressed = edited(&|side| side.checkpoint().header().audience = world.bob.multikey());
    let mut at_two_times = same_size(world);
    at_two_times[1].checkpoint().header().issued_at_ms -= 30 * DAY;
    let mut results_of_two_times = results.clone();
    results_of_two_times[1].result().header().issued_at_ms += 30 * DAY;
    let retired = |name: &str, proof: &v1::ForkProof| {
        case(world, name, world.now, proof)
            .after(vec![done(world.now, observe(&world.plain(Kind::Retire)))])
            .flags(&["has-prior"])
            .accepted(&RULES, None)
    };
    let good = |name: &str, now_ms: i64, proof: &v1::ForkProof| case(world, name, now_ms, proof).accepted(&RULES, None);
    vec![
        good("years-later", later, &proof),
        good("before-it-was-issued", world.issued - DAY, &proof),
        good("by-root-and-operational-key", world.now, &by_two_keys),
        good("results-by-root-and-operational-key", world.now, &results_by_two_keys),
        good("of-a-contract", world.now, &of_contract),
        good("addressed-to-another", world.now, &addressed),
        good("signed-at-two-times", world.now, &signed(world, &at_two_times, None)),
        good(
            "results-of-two-times",
            world.now,
            &signed(world, &results_of_two_times, None),
        ),
        good("results-years-later", later, &signed(world, &results, None)),
        good(
            "results-before-they-were-issued",
            world.issued - DAY,
            &signed(world, &results, None),
        ),
        retired("keeper-has-retired", &proof),
        retired("provider-has-retired", &signed(world, &results, None)),
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
