//! The worked examples in Annex B of SPEC.md.

use std::fmt::Write as _;

use prost::Message as _;

use super::PUBLISHED_SEED;
use super::forge::{self, Kind, Payload as _, Statement};
use super::rendering;
use super::world::World;
use crate::annotate::annotate;

const BEGIN: &str = "<!-- worked-examples:begin";
const END: &str = "<!-- worked-examples:end -->";

/// SPEC.md with its worked examples replaced by those of the published suite.
pub fn replace(spec: &str) -> String {
    let begin = spec.find(BEGIN).and_then(|at| Some(at + spec[at..].find('\n')? + 1));
    let end = spec.find(END);
    let (Some(begin), Some(end)) = (begin, end) else {
        panic!("SPEC.md has its markers of worked examples")
    };
    format!("{}{}{}", &spec[..begin], worked_examples(), &spec[end..])
}

/// Test keys, then one statement from payload to bundle.
pub fn worked_examples() -> String {
    let world = World::new(PUBLISHED_SEED);
    let mut text = keys();
    text.push_str(&withdrawal(&world));
    text.push_str(&delegated(&world));
    text
}

fn keys() -> String {
    let mut text = String::from("\n### Test keys\n\n| n | seed | did:key |\n|---|---|---|\n");
    for n in 1..8 {
        let key = forge::test_key(PUBLISHED_SEED, n);
        let _ = writeln!(text, "| {n} | `{}` | `{}` |", hex::encode(key.seed()), key.did());
    }
    let key = forge::test_key(PUBLISHED_SEED, 1);
    let _ = writeln!(text, "\nOf key 1, the public key, the agent id and the PeerId:\n");
    text + &block(&[
        hex::encode(key.public()),
        hex::encode(key.multikey()),
        forge::peer_id(&key.public()),
    ])
}

fn withdrawal(world: &World) -> String {
    let statement = world.plain(Kind::Withdrawal);
    let mut text = format!(
        "\n### A withdrawal\n\nKey 1 withdraws what it published in the network `{}`. The payload, then what it says (offset, length, field):\n\n",
        world.network
    );
    text.push_str(&block(&wrapped(&statement.payload)));
    text.push('\n');
    text.push_str(&block(&annotated(&statement)));
    text.push_str(&format!(
        "\nIts payload type is `{}`. The bytes that are signed:\n\n",
        statement.payload_type
    ));
    text.push_str(&block(&wrapped(&statement.signed_bytes())));
    text.push_str("\nThe object id, and the signature:\n\n");
    text.push_str(&block(&[
        hex::encode(statement.object_id()),
        hex::encode(&statement.sig),
    ]));
    text.push_str("\nThe bundle, which holds the envelope and no proof:\n\n");
    text.push_str(&block(&wrapped(&statement.bundle_bytes().0)));
    text.push_str("\nThe envelope in DSSE's JSON form:\n\n");
    text + &block(&[forge::dsse_json(&statement.envelope())])
}

fn delegated(world: &World) -> String {
    let delegation = world.alice_to_worker();
    let binding = world.host_binding(&world.alice).delegated(&world.worker, &delegation);
    let mut text = String::from(
        "\n### A delegation, and a statement under it\n\nKey 1 delegates to key 2, which binds the agent to the host with key 5. \
         The bundle, and what is in it:\n\n",
    );
    text.push_str(&block(&wrapped(&binding.bundle_bytes().0)));
    text.push('\n');
    let lines = annotate(&casp_wire::v1::tables::BUNDLE, &binding.bundle().encode_to_vec());
    text.push_str(&block(&lines.iter().map(rendering::text).collect::<Vec<_>>()));
    text.push_str("\nObject ids of the delegation and of the host binding:\n\n");
    text + &block(&[hex::encode(delegation.object_id()), hex::encode(binding.object_id())]) + "\n"
}

fn annotated(statement: &Statement) -> Vec<String> {
    annotate(statement.kind.table(), &statement.payload)
        .iter()
        .map(rendering::text)
        .collect()
}

/// Hex in lines of 64 bytes.
fn wrapped(bytes: &[u8]) -> Vec<String> {
    bytes.chunks(64).map(hex::encode).collect()
}

/// Lines as an indented block of Markdown.
fn block(lines: &[String]) -> String {
    lines.iter().map(|line| format!("    {line}\n")).collect()
}
