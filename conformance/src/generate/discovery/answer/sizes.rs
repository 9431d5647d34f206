//! SIZ-1 and the limits of members.

use casp_wire::v1::{Bundle, DiscoveryAnswer, DiscoveryEntry};
use prost::Message as _;

use super::parts::Parts;
use crate::generate::case::Case;
use crate::generate::discovery::find::agent;
use crate::generate::forge::{Key, Kind, Statement};
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

/// Greatest encoded answer, bytes.
const MAX_ANSWER: usize = 8_388_608;
/// Greatest bundle of a result, a descriptor and a refresh, bytes.
const MAX_RESULT: usize = 262_144;
const MAX_DESCRIPTOR: usize = 131_072;
const MAX_REFRESH: usize = 49_152;

/// A bundle of exactly this size, whose payload is zeros.
pub(in super::super) fn zeros(kind: Kind, key: &Key, size: usize) -> Bundle {
    let of = |length: usize| Statement::new(kind, vec![0; length], key.multikey(), key).bundle();
    let length = size - (of(20_000).encoded_len() - 20_000);
    let fits = [length, length - 1, length - 2, length - 3, length + 1].map(of);
    let mut fits = fits.into_iter().filter(|bundle| bundle.encoded_len() == size);
    fits.next().expect("some payload makes the size")
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let good = Parts::plain(world);
    let query = good.query.bundle_bytes();
    let good = good.answer(world);
    let key = agent(world, 0);
    let case = |name: &str, field: &str, flags: &[&str], answer: &DiscoveryAnswer| {
        let operation = Operation::CheckAnswer {
            query: query.clone(),
            answer: answer.encode_to_vec().into(),
        };
        let title = format!("answer: {}", name.replace('-', " "));
        Case::new(
            format!("discovery/answer/{name}"),
            title,
            &world.begin(),
            world.now,
            operation,
        )
        .about("DiscoveryAnswer", field)
        .flags(flags)
    };
    let twin = "discovery/answer/ranked-and-sampled";
    // Entries of zeros, as many as make the size.
    let whole = |size: usize| {
        let entry = |bytes| DiscoveryEntry {
            descriptor: Some(zeros(Kind::Descriptor, &key, bytes)),
            refresh: None,
        };
        let mut answer = DiscoveryAnswer {
            result: good.result.clone(),
            entries: vec![entry(MAX_DESCRIPTOR); 63],
        };
        let last = |answer: &DiscoveryAnswer, bytes| {
            let mut answer = answer.clone();
            answer.entries.push(entry(bytes));
            answer
        };
        let missing = size - answer.encoded_len();
        let mut sizes = (missing - 16..=missing).rev().map(|bytes| last(&answer, bytes));
        answer = sizes
            .find(|answer| answer.encoded_len() == size)
            .expect("some entry makes the size");
        answer
    };
    let with = |edit: &dyn Fn(&mut DiscoveryAnswer)| {
        let mut answer = good.clone();
        edit(&mut answer);
        answer
    };
    let result = |size| with(&|it| it.result = Some(zeros(Kind::DiscoveryResult, &world.bob, size)));
    let descriptor = |size| with(&|it| it.entries[0].descriptor = Some(zeros(Kind::Descriptor, &key, size)));
    let refresh = |size| with(&|it| it.entries[0].refresh = Some(zeros(Kind::Refresh, &key, size)));
    let mut vectors = vec![
        case("answer-past-max", "", &["input-past-limit"], &whole(MAX_ANSWER + 1)).refused(
            "SIZ-1",
            "answer-past-max",
            twin,
            &[],
        ),
        case("answer-at-max", "", &["input-at-limit"], &whole(MAX_ANSWER)).refused("ANS-4", "answer-at-max", twin, &[]),
        case("result-at-max", "result", &["at-limit"], &result(MAX_RESULT)).refused(
            "ANS-1",
            "result-at-max",
            twin,
            &[],
        ),
    ];
    let members = [
        ("descriptor-at-max", "entries.descriptor", descriptor(MAX_DESCRIPTOR)),
        ("refresh-at-max", "entries.refresh", refresh(MAX_REFRESH)),
    ];
    for (name, field, answer) in members {
        vectors.push(case(name, field, &["at-limit"], &answer).refused("ANS-4", name, twin, &[]));
    }
    let past = [
        ("result-past-max", "result", result(MAX_RESULT + 1)),
        (
            "descriptor-past-max",
            "entries.descriptor",
            descriptor(MAX_DESCRIPTOR + 1),
        ),
        ("refresh-past-max", "entries.refresh", refresh(MAX_REFRESH + 1)),
    ];
    for (name, field, answer) in past {
        let case = case(name, field, &["past-limit"], &answer);
        vectors.push(case.refused("ENC-10", "past-max-length", twin, &[]));
    }
    vectors
}
