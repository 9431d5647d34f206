//! Committed generated code is what `proto/` yields.
//!
//! Rewrite it with `CASP_REGENERATE=1 cargo test -p casp-wire --test generated_code_is_current`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a generator may stop"
)]
#![allow(unreachable_pub, reason = "modules of a test")]

mod codegen {
    pub mod docs;
    pub mod prost_types;
    pub mod tables;
}

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use prost_reflect::DescriptorPool;

const SCHEMAS: [&str; 11] = [
    "casp/options/v1/options.proto",
    "casp/v1/envelope.proto",
    "casp/v1/common.proto",
    "casp/v1/identity.proto",
    "casp/v1/descriptor.proto",
    "casp/v1/task.proto",
    "casp/v1/canary.proto",
    "casp/v1/evidence.proto",
    "casp/v1/discovery.proto",
    "casp/v1/dispute.proto",
    "casp/conformance/v1/driver.proto",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn descriptors() -> DescriptorPool {
    let proto = root().join("proto");
    let mut compiler = protox::Compiler::new([&proto]).expect("proto folder");
    compiler.include_source_info(true).include_imports(true);
    compiler.open_files(SCHEMAS).expect("schemas compile");
    compiler.descriptor_pool()
}

/// Path from the workspace root, and text, of every generated file.
fn generate() -> BTreeMap<String, String> {
    let pool = descriptors();
    let mut files = codegen::prost_types::generate(&pool);
    files.insert(
        "crates/casp-wire/src/generated/tables.rs".into(),
        codegen::tables::generate(&pool),
    );
    files.insert(
        "crates/casp/src/generated/schema.rs".into(),
        codegen::docs::schema(&pool),
    );
    let spec = std::fs::read_to_string(root().join("SPEC.md")).expect("SPEC.md");
    files.insert("crates/casp/src/generated/rules.rs".into(), codegen::docs::rules(&spec));
    files
}

#[test]
fn generated_code_is_what_the_schemas_yield() {
    let rewrite = std::env::var_os("CASP_REGENERATE").is_some();
    for (path, text) in generate() {
        let file = root().join(&path);
        if rewrite {
            std::fs::write(&file, &text).expect("generated file is writable");
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            committed == text,
            "{path} is stale; run: CASP_REGENERATE=1 cargo test -p casp-wire --test generated_code_is_current"
        );
    }
}

#[test]
fn no_message_contains_itself_or_nests_deeper_than_sixteen() {
    fn depth(message: &prost_reflect::MessageDescriptor, above: &[String]) -> usize {
        let name = message.full_name().to_owned();
        assert!(!above.contains(&name), "{name} contains itself");
        let above: Vec<String> = above.iter().cloned().chain([name]).collect();
        let inner = message.fields().filter_map(|field| match field.kind() {
            prost_reflect::Kind::Message(inner) => Some(depth(&inner, &above)),
            _ => None,
        });
        1 + inner.max().unwrap_or(0)
    }
    let deepest = codegen::tables::messages(&descriptors())
        .map(|message| depth(&message, &[]))
        .max();
    assert!(deepest.expect("there are messages") <= 16);
}

#[test]
fn a_message_has_at_most_one_oneof_and_its_numbers_are_the_highest() {
    for message in codegen::tables::messages(&descriptors()) {
        let oneofs: Vec<_> = message.oneofs().filter(|oneof| !oneof.is_synthetic()).collect();
        assert!(oneofs.len() <= 1, "{}", message.full_name());
        let Some(oneof) = oneofs.first() else { continue };
        let lowest = oneof.fields().map(|field| field.number()).min();
        let in_oneof =
            |field: &prost_reflect::FieldDescriptor| field.containing_oneof().is_some_and(|o| !o.is_synthetic());
        let highest_outside = message
            .fields()
            .filter(|field| !in_oneof(field))
            .map(|field| field.number())
            .max();
        assert!(lowest > highest_outside, "{}", message.full_name());
    }
}
