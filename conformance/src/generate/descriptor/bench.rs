//! A descriptor of the size that an agent with a few tools has, to measure with.

use casp_wire::v1::{Capability, Provenance, QosMetric, Schema, schema::Form};

use super::fields::endpoints;
use super::tools::{capability, servers};
use crate::generate::case::Case;
use crate::generate::draw::Draw;
use crate::generate::forge::Payload as _;
use crate::generate::world::{World, verify};
use crate::vector::Vector;

/// Bytes of its payload.
const PAYLOAD: usize = 2_400;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut descriptor = world.descriptor(&world.alice);
    descriptor.endpoints = endpoints(world);
    let mut servers = servers();
    servers.truncate(4);
    servers.sort_by(|a, b| a.name.cmp(&b.name));
    descriptor.capabilities = servers
        .iter()
        .map(|server| richer(world, capability(world, server)))
        .collect();
    let missing = PAYLOAD.saturating_sub(prost::Message::encoded_len(&descriptor));
    pad(&mut descriptor.capabilities[0], missing);
    let statement = descriptor.signed(&world.alice);
    let id = "descriptor/bench/2400-bytes";
    let title = "four capabilities with sixteen metrics and twenty tags in about 2,400 bytes";
    vec![
        Case::new(id, title, &world.begin(), world.now, verify(&statement))
            .about("CapabilityDescriptor", "")
            .accepted(&["ENC-1", "DSC-1", "DSC-2"], statement.verified()),
    ]
}

/// Four metrics and five tags.
fn richer(world: &World, mut capability: Capability) -> Capability {
    let mut draw = world.draw(&format!("bench {}", capability.id));
    capability.tags = ["agent", "bench", "mcp", "remote", "tool"].map(str::to_owned).to_vec();
    capability.qos = vec![
        metric("availability", draw.number(900_000, 1_000_000), "ppm", None),
        metric("latency-p50", draw.number(10, 900), "ms", Some(&mut draw)),
        metric("latency-p95", draw.number(901, 5_000), "ms", Some(&mut draw)),
        metric("success-rate", draw.number(900_000, 1_000_000), "ppm", Some(&mut draw)),
    ];
    capability
}

fn metric(name: &str, value: u64, unit: &str, observed: Option<&mut Draw>) -> QosMetric {
    let mut metric = QosMetric {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
        provenance: Provenance::SelfDeclared.into(),
        ..QosMetric::default()
    };
    if let Some(draw) = observed {
        metric.provenance = Provenance::Observed.into();
        metric.sample_count = u32::try_from(draw.number(100, 9_999)).unwrap_or(100);
        metric.window_ms = draw.number(3_600_000, 604_800_000);
    }
    metric
}

/// An inline schema that brings the payload up to size.
fn pad(capability: &mut Capability, bytes: usize) {
    let shell = r#"{"type":"object","description":""}"#;
    let text = "a".repeat(bytes.saturating_sub(shell.len() + 6));
    let inline = shell.replace(r#""""#, &format!(r#""{text}""#));
    let form = Some(Form::Inline(inline));
    capability.output = Some(Schema {
        media_type: "application/json".to_owned(),
        form,
    });
}
