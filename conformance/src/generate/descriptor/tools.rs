//! Descriptors of real tool servers, from the registry of the Model Context Protocol, with skills of the Open Agentic Schema
//! Framework.

use casp_wire::v1::{self, Capability, QosMetric, RiskClass, Schema, SideEffect, schema::Form};
use serde::Deserialize;

use super::fields::endpoints;
use crate::generate::case::Case;
use crate::generate::draw::Draw;
use crate::generate::forge::Payload as _;
use crate::generate::world::{World, verify};
use crate::vector::Vector;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    servers().iter().map(|server| vector(world, server)).collect()
}

/// A server and what this project says of it.
pub(super) struct Server {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) version: String,
    pub(super) classification: Classification,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    description: String,
    version: String,
}

#[derive(Deserialize)]
pub(super) struct Classification {
    name: String,
    skill: String,
    tag: String,
    side_effect: String,
    risk: String,
}

#[derive(Deserialize)]
struct Skill {
    path: String,
}

/// The servers in `vectors/external/mcp-registry`.
pub(super) fn servers() -> Vec<Server> {
    let entries: Vec<Entry> = read(include_str!("../../../../vectors/external/mcp-registry/servers.json"));
    let classes: Vec<Classification> = read(include_str!(
        "../../../../vectors/external/mcp-registry/classification.json"
    ));
    let skills: Vec<Skill> = read(include_str!("../../../../vectors/external/oasf/skills.json"));
    let joined = entries.into_iter().zip(classes).map(|(entry, classification)| {
        assert_eq!(entry.name, classification.name, "both files list the same servers");
        assert!(
            skills.iter().any(|skill| skill.path == classification.skill),
            "{} is a skill",
            classification.skill
        );
        Server {
            name: entry.name,
            description: entry.description,
            version: entry.version,
            classification,
        }
    });
    joined.collect()
}

fn read<T: for<'a> Deserialize<'a>>(json: &str) -> Vec<T> {
    serde_json::from_str(json).expect("a file in vectors/external")
}

/// The server as a capability. Quality, price and policy are invented.
pub(super) fn capability(world: &World, server: &Server) -> Capability {
    let mut draw = world.draw(&server.name);
    let class = &server.classification;
    let side_effect = SideEffect::from_str_name(&format!("SIDE_EFFECT_{}", class.side_effect));
    let risk = RiskClass::from_str_name(&format!("RISK_CLASS_{}", class.risk));
    let mut tags = vec!["mcp".to_owned(), class.tag.clone()];
    tags.sort();
    let private = class.risk != "PUBLIC";
    let policy = v1::DataPolicy {
        retention_ms: private.then(|| draw.number(0, 30) * 86_400_000),
        jurisdictions: if private {
            vec!["DE".to_owned(), "US".to_owned()]
        } else {
            vec![]
        },
        callers: draw.pick(&[v1::Callers::Anyone, v1::Callers::Known]).into(),
        ..v1::DataPolicy::default()
    };
    Capability {
        id: server.name.clone(),
        version: server.version.clone(),
        summary: server.description.clone(),
        tags,
        skills: vec![class.skill.clone()],
        input: Some(json(Some(Form::Digest(draw.bytes(32))))),
        output: Some(json(None)),
        side_effect: side_effect.expect("a side effect").into(),
        risk: risk.expect("a risk class").into(),
        qos: quality(&mut draw),
        price: Some(price(&mut draw)),
        data_policy: Some(policy),
        evidence: vec!["tool-receipt".to_owned()],
        behavior_digest: draw.bytes(32),
    }
}

fn json(form: Option<Form>) -> Schema {
    Schema {
        media_type: "application/json".to_owned(),
        form,
    }
}

fn quality(draw: &mut Draw) -> Vec<QosMetric> {
    let declared = |name: &str, value, unit: &str| QosMetric {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
        provenance: v1::Provenance::SelfDeclared.into(),
        ..QosMetric::default()
    };
    let mut observed = declared("success-rate", draw.number(900_000, 1_000_000), "ppm");
    observed.provenance = v1::Provenance::Observed.into();
    observed.sample_count = u32::try_from(draw.number(20, 5_000)).unwrap_or(20);
    observed.window_ms = draw.number(3_600_000, 604_800_000);
    vec![declared("latency-p95", draw.number(50, 8_000), "ms"), observed]
}

fn price(draw: &mut Draw) -> v1::Price {
    let amount = draw.pick(&[0, 500, 2_500, 10_000]);
    v1::Price {
        currency: draw.pick(&["EUR", "USD"]).to_owned(),
        amount_micros: amount,
        per: "call".to_owned(),
    }
}

fn vector(world: &World, server: &Server) -> Vector {
    let mut descriptor = world.descriptor(&world.alice);
    descriptor.endpoints = endpoints(world);
    descriptor.capabilities = vec![capability(world, server)];
    let statement = descriptor.signed(&world.alice);
    let slug = server.name.trim_start_matches("io.github.").replace('_', "-");
    let title = format!("the tool server {}", server.name);
    Case::new(
        format!("descriptor/tools/{slug}"),
        title,
        &world.begin(),
        world.now,
        verify(&statement),
    )
    .about("CapabilityDescriptor", "")
    .flags(&["real-tool-server"])
    .source("https://github.com/modelcontextprotocol/registry")
    .accepted(
        &["ENC-1", "FMT-2", "FMT-3", "FMT-8", "FMT-10", "DSC-1", "DSC-2", "DSC-7"],
        statement.verified(),
    )
}
