//! Encoding and shape of the statements of discovery, message by message.

use casp_wire::v1::{self, Operator, Provenance};

use super::intent::{constraint, demanding, numbers, objectives, texts};
use super::plain;
use crate::generate::Group;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::payload::Subject;
use crate::generate::world::{MINUTE, SECOND, World, unsigned};
use crate::vector::Vector;

/// Limits that have vectors of their own, since other rules hang on the value.
const UNBOUNDED: &[&str] = &[
    "intent.constraints",
    "intent.constraints.attribute",
    "intent.constraints.operator",
    "intent.constraints.provenance",
    "intent.constraints.min_samples",
    "intent.constraints.values",
    "intent.objectives",
    "intent.objectives.name",
    "ranked",
    "sampled",
    "reason",
];

pub(super) fn groups(world: &World) -> Vec<Group> {
    let (query, numeric) = (query(world), numeric(world));
    let (result, refusal) = (result(world, 2), refusal(world));
    let sites: [(&'static str, &[u32], &str, &Statement); 11] = [
        ("query", &[], "", &query),
        ("intent", &[2], "intent", &query),
        ("constraint", &[2, 3], "intent.constraints", &query),
        ("value", &[2, 3, 5], "intent.constraints.values", &query),
        ("objective", &[2, 4], "intent.objectives", &query),
        ("result", &[], "", &result),
        ("match", &[3], "ranked", &self::result(world, 1)),
        ("filter", &[5], "filters", &result),
        ("receipt", &[], "", &receipt(world)),
        ("refusal", &[], "", &refusal),
        ("challenge", &[5], "challenge", &refusal),
    ];
    let mut groups: Vec<Group> = sites
        .into_iter()
        .map(|(group, path, name, statement)| ("discovery", group, faulty(world, group, path, name, statement)))
        .collect();
    let path: &[u32] = &[2, 3, 5];
    let name = "intent.constraints.values";
    groups.push(("discovery", "value-number", of_number(world, path, name, &numeric)));
    groups
}

fn faulty(world: &World, group: &str, path: &[u32], name: &str, statement: &Statement) -> Vec<Vector> {
    let subject = Subject {
        prefix: &format!("discovery/{group}"),
        statement,
        signer: &world.alice,
        path,
        name,
        thorough: &[],
        brief: true,
        unbounded: UNBOUNDED,
    };
    subject.vectors(world)
}

/// The number of a value; what is wrong with the message itself is shown by a text.
fn of_number(world: &World, path: &[u32], name: &str, statement: &Statement) -> Vec<Vector> {
    let own = format!("{name}.number");
    let mut vectors = faulty(world, "value-number", path, name, statement);
    vectors.retain(|vector| vector.field == own || vector.id.ends_with("/valid"));
    vectors
}

/// A query with everything in it.
fn query(world: &World) -> Statement {
    let mut draw = world.draw("full query");
    let ask = constraint("qos/latency-p95", Operator::AtMost, numbers(&[draw.number(100, 900)]));
    let intent = v1::Intent {
        phrasings: vec![draw.sentence(4), draw.sentence(5)],
        skills: vec!["language/summarise".to_owned(), "language/translate".to_owned()],
        constraints: vec![
            constraint("locality", Operator::In, texts(&[draw.word(), draw.word()])),
            demanding(ask, Some(Provenance::Observed), 20),
        ],
        objectives: objectives(&[("qos/latency-p95", 50), ("price/eur/call", 1_000)]),
    };
    let mut query = plain::query_for(world, &world.alice, &world.verifier, intent);
    query.sample = 5;
    query.signed(&world.alice)
}

/// A query whose constraint is on a number.
fn numeric(world: &World) -> Statement {
    let number = world.draw("wanted number").number(1, 1_000_000);
    let intent = super::intent::asks(vec![constraint("retention-ms", Operator::In, numbers(&[number, 0]))]);
    plain::query_for(world, &world.alice, &world.verifier, intent).signed(&world.alice)
}

/// A match with everything in it.
fn found(world: &World, name: &str, front: u32) -> v1::DiscoveryMatch {
    let mut draw = world.draw(name);
    let capability = world.capability(name);
    let mut ppm = || u32::try_from(draw.number(1, 999_999)).unwrap_or(1);
    v1::DiscoveryMatch {
        capability_id: capability.id,
        capability_version: capability.version,
        front,
        relevance_ppm: ppm(),
        lexical_ppm: ppm(),
        semantic_ppm: ppm(),
        skill_ppm: ppm(),
        descriptor: draw.bytes(32),
        refresh: draw.bytes(32),
    }
}

/// A result with everything in it, and so many ranked matches.
fn result(world: &World, ranked: u32) -> Statement {
    let filter = |attribute: &str, excluded| v1::FilterReport {
        attribute: attribute.to_owned(),
        excluded,
    };
    let result = v1::DiscoveryResult {
        ranked: (1..=ranked)
            .map(|front| found(world, &format!("match {front}"), front))
            .collect(),
        sampled: vec![found(world, "third match", 0), found(world, "fourth match", 0)],
        filters: vec![filter("locality", 3), filter("qos/latency-p95", 7)],
        examined: 400,
        matched: 7,
        diversified: true,
        embedding_space: "com.example.space".to_owned(),
        ..plain::result(world, &world.alice, &world.verifier)
    };
    result.signed(&world.alice)
}

fn receipt(world: &World) -> Statement {
    let receipt = v1::RegistrationReceipt {
        refresh: world.draw("some refresh").bytes(32),
        ..plain::receipt(world, &world.alice)
    };
    receipt.signed(&world.alice)
}

fn refusal(world: &World) -> Statement {
    let refusal = v1::RegistryRefusal {
        reason: "admission-required".to_owned(),
        retry_after_ms: unsigned(MINUTE + SECOND),
        challenge: Some(plain::challenge(world, &world.alice, &world.carol, 16)),
        ..plain::refusal(world, &world.alice, &world.verifier)
    };
    refusal.signed(&world.alice)
}
