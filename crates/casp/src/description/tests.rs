use casp_descriptor::SequenceCounter;
use casp_wire::outline::Outline;

use super::*;

/// The template with its examples in force, but for the schema that may be given in one of two ways.
fn everything() -> String {
    let example = |line: &str| {
        line.strip_prefix("# ")
            .filter(|rest| rest.starts_with('[') || rest.contains(" = "))
            .map(str::to_owned)
    };
    TEMPLATE
        .lines()
        .map(|line| example(line).unwrap_or_else(|| line.to_owned()) + "\n")
        .filter(|line| !line.contains("Whoever computes") && !line.starts_with("it shows others"))
        .collect()
}

fn descriptor(text: &str) -> Vec<u8> {
    let description = Description::parse(text).unwrap();
    let origin = Origin::root(
        description.network_id.clone(),
        AgentId::from_public_key(&[1; 32]),
        description.epoch.unwrap_or(1),
    );
    let sequence = SequenceCounter::resume(0).reserve(1).persisted();
    let builder = description.builder(origin).unwrap();
    casp_wire::encode(&builder.build(sequence, 1_767_225_600_000).unwrap())
}

#[test]
fn the_template_describes_a_descriptor_as_it_stands() {
    assert!(!descriptor(TEMPLATE).is_empty());
    assert!(TEMPLATE.contains(TEMPLATE_NETWORK));
}

#[test]
fn every_field_of_the_schema_can_be_described_and_the_template_shows_how() {
    let bytes = descriptor(&everything());
    let mut described: Vec<(&str, &str)> = Outline::new(&tables::CAPABILITY_DESCRIPTOR, &bytes)
        .filter_map(|item| Some((item.message.name, item.field?.name)))
        .collect();
    described.sort_unstable();
    for table in [
        &tables::CAPABILITY_DESCRIPTOR,
        &tables::RESOURCE_STATE,
        &tables::CAPABILITY,
        &tables::SCHEMA,
        &tables::QOS_METRIC,
        &tables::PRICE,
        &tables::DATA_POLICY,
    ] {
        for field in table.fields {
            assert!(
                described.binary_search(&(table.name, field.name)).is_ok(),
                "{}.{} cannot be described",
                table.name,
                field.name
            );
        }
    }
}
