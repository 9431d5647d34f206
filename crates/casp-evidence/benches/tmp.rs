#[path = "../tests/support/mod.rs"]
mod support;
use std::time::Instant;
use std::hint::black_box;
use support::scene::{AS_OF, Scene};
use support::*;
use casp_evidence::*;
use casp_identity::*;
use casp_wire::table::Described;
use casp_wire::v1::*;
use casp_wire::Layer;
fn best(name: &str, mut f: impl FnMut()) {
    let mut b = u128::MAX;
    for _ in 0..300 { let t = Instant::now(); f(); b = b.min(t.elapsed().as_nanos()); }
    println!("{name:<30} {:>10.1} us", b as f64 / 1e3);
}
fn main() { sha(); if std::env::var_os("ONLY").is_some() { let scene = Scene { receipts: 20, events: 200, data_bytes: 126, checkpoints: vec![200], ..Scene::default() }; let bytes = casp_wire::encode(&scene.package()); let mut v = Verifier::with_limits(NETWORK, None, VerifierLimits { keys: 64, envelopes: 0 }); let p = scene.package(); let r: Vec<_> = p.receipts.iter().map(|b| casp_wire::encode(b)).collect(); for _ in 0..3000 { for b in &r { v.verify_archival::<ToolReceiptKind>(Signed::from_bytes(b.as_slice()), AS_OF).unwrap(); } } return; }
    let scene = Scene { receipts: 20, events: 200, data_bytes: 126, checkpoints: vec![200], ..Scene::default() };
    let package = scene.package();
    let bytes = casp_wire::encode(&package);
    let limits = VerifierLimits { keys: 64, envelopes: 0 };
    let mut v = Verifier::with_limits(NETWORK, None, limits);
    best("verify", || { assert!(verify_package(&mut v, &bytes, AS_OF).unwrap().verified().is_some()); });
    best("scan package", || casp_wire::scan(EvidencePackage::TABLE, black_box(&bytes), Layer::Envelope).unwrap());
    let mut empty = package.clone(); empty.events.clear();
    let eb = casp_wire::encode(&empty);
    best("scan package w/o events", || casp_wire::scan(EvidencePackage::TABLE, black_box(&eb), Layer::Envelope).unwrap());
    let leaves: Vec<_> = package.events.iter().map(|e| casp_wire::encode(e)).collect();
    best("read events", || for l in &leaves { black_box(Event::read(l).unwrap()); });
    best("scan events", || for l in &leaves { casp_wire::scan(TraceEvent::TABLE, l, Layer::Envelope).unwrap() });
    best("hash events", || { let mut t = tree::Frontier::new(); for l in &leaves { t.push(tree::leaf_hash(l)).unwrap(); } black_box(t.root()); });
    let r: Vec<_> = package.receipts.iter().map(|b| casp_wire::encode(b)).collect();
    println!("receipt bundle {} payload {}", r[1].len(), package.receipts[1].subject.as_ref().unwrap().payload.len());
    best("verify 20 receipts", || for b in &r { v.verify_archival::<ToolReceiptKind>(Signed::from_bytes(b.as_slice()), AS_OF).unwrap(); });
    best("decode 20 bundles", || for b in &r { casp_wire::decode::<Bundle>(b, Layer::Envelope).unwrap(); });
    best("scan 20 bundles", || for b in &r { casp_wire::scan(Bundle::TABLE, b, Layer::Envelope).unwrap(); });
    let p: Vec<_> = package.receipts.iter().map(|b| b.subject.clone().unwrap().payload).collect();
    best("decode 20 payloads", || for b in &p { casp_wire::decode::<ToolReceipt>(b, Layer::Payload).unwrap(); });
    best("scan 20 payloads", || for b in &p { casp_wire::scan(ToolReceipt::TABLE, b, Layer::Payload).unwrap(); });
    let paes: Vec<_> = package.receipts.iter().map(|b| {let s=b.subject.clone().unwrap(); (pae(&s.payload_type,&s.payload), s.signatures[0].clone())}).collect();
    let key = PublicKey::admit(&id(PROVIDER).public_key()).unwrap();
    best("20 signature checks", || for (m, s) in &paes { key.verify(m, &s.sig).unwrap(); });
    best("20 did:key", || for (_, s) in &paes { black_box(AgentId::from_did_key(&s.keyid).unwrap()); });
    best("20 object ids", || for b in &package.receipts { black_box(envelope_object_id(b.subject.as_ref().unwrap())); });
}
#[allow(dead_code)]
pub fn sha() {
    use sha2::Digest;
    let big = vec![1u8; 1<<20];
    best("sha256 1 MiB", || { black_box(sha2::Sha256::digest(&big)); });
    let l = [1u8; 201]; let n=[1u8;65];
    best("sha256 1000 x 201", || for _ in 0..1000 { black_box(sha2::Sha256::digest(black_box(&l))); });
    best("sha256 1000 x 65", || for _ in 0..1000 { black_box(sha2::Sha256::digest(black_box(&n))); });
    best("leaf 1000", || for _ in 0..1000 { black_box(tree::leaf_hash(black_box(&l[..200]))); });
    best("node 1000", || for _ in 0..1000 { black_box(tree::node_hash(black_box(&[1;32]),black_box(&[2;32]))); });
}
