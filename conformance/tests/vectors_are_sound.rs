//! x
#[test]
#[ignore]
fn rewrite() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    conformance::generate::write_all(root).unwrap();
}
