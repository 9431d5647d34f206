//! Verification of one signature over the committed 2,400-byte vector by different implementations.

#[path = "../../benches/input/mod.rs"]
mod input;

use std::hint::black_box;

use casp_identity::PublicKey;
use criterion::{Criterion, criterion_group, criterion_main};

fn verify(criterion: &mut Criterion) {
    let input = input::Input::load();
    let (message, signature, key) = (input.signed_bytes(), input.signature(), input.signer().public_key());
    println!("vector of {} bytes at {} on {}", input.bundle.len(), input.now_ms, input.network_id);
    let mut group = criterion.benchmark_group("verify-2400");

    let dalek_key = ed25519_dalek::VerifyingKey::from_bytes(&key).expect("a key");
    let dalek_signature = ed25519_dalek::Signature::from_slice(signature).expect("a signature");
    group.bench_function("dalek_verify_strict", |bench| {
        bench.iter(|| dalek_key.verify_strict(black_box(&message), &dalek_signature).expect("verifies"));
    });
    let casp_key = PublicKey::admit(&key).expect("an admissible key");
    group.bench_function("casp_identity", |bench| {
        bench.iter(|| casp_key.verify(black_box(&message), signature).expect("verifies"));
    });
    let ring_key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, key);
    group.bench_function("ring", |bench| {
        bench.iter(|| ring_key.verify(black_box(&message), signature).expect("verifies"));
    });
    let aws_key = aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ED25519, key);
    group.bench_function("aws_lc_rs", |bench| {
        bench.iter(|| aws_key.verify(black_box(&message), signature).expect("verifies"));
    });
    group.finish();
}

criterion_group!(benches, verify);
criterion_main!(benches);
