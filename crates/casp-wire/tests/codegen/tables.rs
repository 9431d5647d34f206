//! Scan tables: the schema and its `casp.options.v1.rules` as Rust statics.

use std::fmt::Write as _;

use prost_reflect::{
    Cardinality, DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _,
};

use super::docs;

const PACKAGE: &str = "casp.v1";

/// The messages of the package, in the order of their names.
pub fn messages(pool: &DescriptorPool) -> impl Iterator<Item = MessageDescriptor> {
    let mut all: Vec<_> = pool
        .all_messages()
        .filter(|message| message.package_name() == PACKAGE)
        .collect();
    all.sort_by(|a, b| a.name().cmp(b.name()));
    all.into_iter()
}

/// The text of `tables.rs`.
pub fn generate(pool: &DescriptorPool) -> String {
    let mut out = String::from(
        "// Generated from proto/ by the test `generated_code_is_current`. Do not edit.\n\n\
         use crate::table::{Field, Format, Kind, MessageTable, Presence, Described};\n",
    );
    for message in messages(pool) {
        table(&mut out, pool, &message);
    }
    lists(&mut out, pool);
    out
}

/// All tables, and those of payloads with the type that the message's comment gives.
fn lists(out: &mut String, pool: &DescriptorPool) {
    out.push_str("\n/// Every message, in the order of names.\npub static MESSAGES: &[&MessageTable] = &[\n");
    for message in messages(pool) {
        writeln!(out, "    &{},", constant_name(message.name())).unwrap();
    }
    out.push_str("];\n\n/// Payload type and shape of every message that is signed.\n");
    out.push_str("pub static PAYLOADS: &[(&str, &MessageTable)] = &[\n");
    for message in messages(pool) {
        if let Some(payload_type) = docs::payload_type(&docs::comment(&message)) {
            writeln!(out, "    (\"{payload_type}\", &{}),", constant_name(message.name())).unwrap();
        }
    }
    out.push_str("];\n");
}

fn table(out: &mut String, pool: &DescriptorPool, message: &MessageDescriptor) {
    let name = message.name();
    let constant = constant_name(name);
    writeln!(out, "\n/// Shape of `{}`.", message.full_name()).unwrap();
    writeln!(out, "pub static {constant}: MessageTable = MessageTable {{").unwrap();
    writeln!(out, "    name: \"{name}\",\n    fields: &[").unwrap();
    let mut fields: Vec<_> = message.fields().collect();
    fields.sort_by_key(FieldDescriptor::number);
    for field in fields {
        writeln!(out, "        {},", field_literal(pool, &field)).unwrap();
    }
    writeln!(out, "    ],\n}};").unwrap();
    writeln!(
        out,
        "\nimpl Described for super::{name} {{\n    const TABLE: &'static MessageTable = &{constant};\n}}"
    )
    .unwrap();
}

fn field_literal(pool: &DescriptorPool, field: &FieldDescriptor) -> String {
    let rules = Rules::of(pool, field);
    let repeated = field.cardinality() == Cardinality::Repeated;
    let kind = kind_literal(field, repeated, &rules);
    let in_oneof = field.containing_oneof().is_some_and(|oneof| !oneof.is_synthetic());
    let presence = match (repeated, in_oneof, field.supports_presence()) {
        (true, ..) => "Presence::Repeated",
        (_, true, _) => "Presence::OneOf",
        (_, _, true) => "Presence::Explicit",
        _ => "Presence::Implicit",
    };
    assert!(
        !repeated || rules.number("max_items") > 0,
        "{} states no max_items",
        field.full_name()
    );
    format!(
        "Field {{ number: {}, name: \"{}\", kind: {kind}, presence: {presence}, required: {}, min_bytes: {}, max_bytes: {}, \
         min_items: {}, max_items: {}, min: {}, max: {}, ascending: {}, format: Format::{} }}",
        field.number(),
        field.name(),
        rules.flag("required"),
        rules.number("min_bytes"),
        at_most(rules.number("max_bytes"), "u32::MAX"),
        rules.number("min_items"),
        rules.number("max_items"),
        rules.number("min"),
        at_most(rules.number("max"), "u64::MAX"),
        rules.flag("ascending"),
        rules.format(),
    )
}

fn kind_literal(field: &FieldDescriptor, repeated: bool, rules: &Rules) -> String {
    let number = |kind: &str| {
        assert!(
            !repeated,
            "{} is a repeated number, which the scan does not know",
            field.full_name()
        );
        kind.to_owned()
    };
    match field.kind() {
        Kind::Bool => number("Kind::Bool"),
        Kind::Uint32 => number("Kind::Uint32"),
        Kind::Uint64 | Kind::Int64 => {
            assert!(rules.number("max") > 0, "{} states no max", field.full_name());
            number("Kind::Integer")
        }
        Kind::Enum(values) => {
            let count = values.values().count();
            let contiguous = values
                .values()
                .map(|value| value.number())
                .eq(0..i32::try_from(count).unwrap());
            assert!(contiguous, "{} does not count from 0", values.full_name());
            number(&format!("Kind::Enum {{ last: {} }}", count - 1))
        }
        Kind::String | Kind::Bytes => {
            let limited = rules.number("max_bytes") > 0 || field.full_name() == "casp.v1.Envelope.payload";
            assert!(limited, "{} states no max_bytes", field.full_name());
            if field.kind() == Kind::String {
                "Kind::String".into()
            } else {
                "Kind::Bytes".into()
            }
        }
        Kind::Message(inner) => format!("Kind::Message(&{})", constant_name(inner.name())),
        other => panic!("{}: {other:?} is not used in CASP", field.full_name()),
    }
}

/// The value of `casp.options.v1.rules` on one field.
struct Rules(Option<DynamicMessage>);

impl Rules {
    fn of(pool: &DescriptorPool, field: &FieldDescriptor) -> Self {
        let extension = pool
            .get_extension_by_name("casp.options.v1.rules")
            .expect("the option is defined");
        let options = field.options();
        let set = options.has_extension(&extension);
        Self(set.then(|| {
            options
                .get_extension(&extension)
                .as_message()
                .expect("a message")
                .clone()
        }))
    }

    fn value(&self, name: &str) -> Option<prost_reflect::Value> {
        self.0.as_ref().map(|rules| {
            rules
                .get_field_by_name(name)
                .expect("a field of FieldRules")
                .into_owned()
        })
    }

    fn number(&self, name: &str) -> u64 {
        match self.value(name) {
            Some(prost_reflect::Value::U32(number)) => number.into(),
            Some(prost_reflect::Value::U64(number)) => number,
            _ => 0,
        }
    }

    fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    fn format(&self) -> String {
        let Some(rules) = &self.0 else { return "Any".into() };
        let number = self
            .value("format")
            .and_then(|value| value.as_enum_number())
            .unwrap_or(0);
        let Kind::Enum(formats) = rules.descriptor().get_field_by_name("format").expect("format").kind() else {
            unreachable!("format is an enum")
        };
        let name = formats.get_value(number).expect("a named format").name().to_owned();
        match name.as_str() {
            "FORMAT_UNSPECIFIED" => "Any".into(),
            other => camel_case(other.trim_start_matches("FORMAT_")),
        }
    }
}

fn at_most(limit: u64, none: &str) -> String {
    if limit == 0 { none.into() } else { limit.to_string() }
}

fn constant_name(message: &str) -> String {
    let mut out = String::new();
    for (index, letter) in message.chars().enumerate() {
        if letter.is_ascii_uppercase() && index > 0 {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

fn camel_case(screaming: &str) -> String {
    screaming
        .split('_')
        .map(|word| word[..1].to_owned() + &word[1..].to_ascii_lowercase())
        .collect()
}
