//! Message types by `prost-build`, and ProtoJSON for the driver protocol by `pbjson-build`.

use std::collections::BTreeMap;

use prost_reflect::DescriptorPool;
use prost_reflect::prost::Message as _;
use prost_reflect::prost_types::FileDescriptorSet;

/// Path from the workspace root, and text, of each file.
pub fn generate(pool: &DescriptorPool) -> BTreeMap<String, String> {
    let out = std::env::temp_dir().join(format!("casp-codegen-{}", std::process::id()));
    std::fs::create_dir_all(&out).expect("temporary folder");
    let encoded = pool.encode_to_vec();

    // `prost-build` takes the descriptors without their extensions, which it does not use.
    let set = FileDescriptorSet::decode(encoded.as_slice()).expect("descriptor set");
    prost_build::Config::new()
        .out_dir(&out)
        .compile_fds(set)
        .expect("prost-build");
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)
        .expect("descriptors register")
        .out_dir(&out)
        .build(&[".casp.conformance.v1"])
        .expect("pbjson-build");

    let read = |name: &str| std::fs::read_to_string(out.join(name)).expect("generated");
    let files = BTreeMap::from([
        (
            "crates/casp-wire/src/generated/casp.v1.rs".to_owned(),
            read("casp.v1.rs"),
        ),
        (
            "conformance/src/generated/casp.conformance.v1.rs".to_owned(),
            read("casp.conformance.v1.rs"),
        ),
        (
            "conformance/src/generated/casp.conformance.v1.serde.rs".to_owned(),
            read("casp.conformance.v1.serde.rs"),
        ),
    ]);
    std::fs::remove_dir_all(&out).expect("temporary folder goes");
    files
}
