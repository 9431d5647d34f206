//! A registry's answer, as the requester checks it (ANS-1 to ANS-8).

mod agreement;
mod encoding;
mod entries;
mod order;
mod parts;
mod results;
mod shape;
mod sizes;
mod valid;

use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::world::World;
use crate::vector::{Operation, Vector};
use parts::Parts;

pub(super) use parts::priced;
pub(super) use sizes::zeros;

pub(super) const RULES: [&str; 8] = ["ANS-1", "ANS-2", "ANS-3", "ANS-4", "ANS-5", "ANS-6", "ANS-7", "ANS-8"];

pub(super) fn groups(world: &World) -> Vec<Group> {
    let answers = [
        valid::vectors(world),
        results::vectors(world),
        shape::vectors(world),
        entries::vectors(world),
        agreement::vectors(world),
        order::vectors(world),
        sizes::vectors(world),
    ];
    vec![
        ("discovery", "answer", answers.concat()),
        ("discovery", "answer-encoding", encoding::vectors(world)),
    ]
}

fn case(world: &World, name: &str, parts: &Parts) -> Case {
    let answer = parts.answer(world);
    let operation = Operation::CheckAnswer {
        query: parts.query.bundle_bytes(),
        answer: prost::Message::encode_to_vec(&answer).into(),
    };
    let bundles = answer.result.iter().chain(answer.entries.iter().flat_map(|entry| {
        let [descriptor, refresh] = [&entry.descriptor, &entry.refresh];
        descriptor.iter().chain(refresh)
    }));
    let proofs: usize = bundles.map(|bundle| bundle.proofs.len()).sum();
    let flags: &[&str] = if proofs > 0 { &["has-proofs"] } else { &[] };
    let title = format!("answer: {}", name.replace('-', " "));
    let id = format!("discovery/answer/{name}");
    Case::new(id, title, &world.begin(), world.now, operation)
        .about("DiscoveryAnswer", "")
        .flags(flags)
}

fn good(world: &World, name: &str, parts: &Parts) -> Vector {
    case(world, name, parts).accepted(&RULES, None)
}

/// The answer breaks a rule; its twin is another of the group.
fn bad(world: &World, rule: &str, name: &str, field: &str, twin: &str, parts: &Parts) -> Vector {
    case(world, name, parts).about("DiscoveryAnswer", field).refused(
        rule,
        name,
        format!("discovery/answer/{twin}"),
        &[],
    )
}
