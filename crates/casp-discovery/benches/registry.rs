//! What a registry does for each registration, beside one bare strict verification of the same bytes.
//!
//! `cargo bench -p casp-discovery --bench registry` measures, then prints ratios within the run. Descriptors are those of the committed
//! vector `descriptor/bench/2400-bytes` (4 capabilities, 16 metrics, 20 tags), signed by other keys.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench may stop, and reads the clock"
)]

#[path = "../../casp-descriptor/benches/input/mod.rs"]
#[allow(dead_code, reason = "a part is taken")]
mod input;
#[allow(dead_code, reason = "a part is taken")]
mod maker;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use casp_descriptor::{DescriptorKind, DescriptorStore, StoreLimits};
use casp_discovery::recall::embed::WordEmbedder;
use casp_discovery::registry::{Outcome, Publishes, Registry};
use casp_identity::{KnownAgents, ObjectId, Signer as _, Verified, Verifier, pae};
use casp_wire::Layer;
use casp_wire::v1::Bundle;
use criterion::{BatchSize, Criterion};
use ed25519_dalek::{Signature, VerifyingKey};
use input::Input;
use maker::{Maker, key, origin};

const GROUP: &str = "registry";

/// Agents in the registry that is refreshed.
const AGENTS: usize = 20_000;

/// Agents that come to, and expire from, an empty registry at a time.
const WAVE: usize = 4_096;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .sample_size(20)
        .configure_from_args();
    measure(&mut criterion, &Maker::new(Input::load()));
    criterion.final_summary();
    print_ratios();
}

fn measure(criterion: &mut Criterion, maker: &Maker) {
    let mut group = criterion.benchmark_group(GROUP);
    let wave: Vec<Vec<u8>> = (0..WAVE).map(|n| maker.registration(&maker.descriptor(n, 1))).collect();
    let descriptor = maker.descriptor(0, 1);
    let refresh = maker.refresh(0, descriptor.object_id().expect("an id"), 2);
    bare(&mut group, "verify_strict", descriptor.as_bytes());
    bare(&mut group, "verify_strict_refresh", refresh.as_bytes());

    // With recall, an entry's words are read after it is accepted.
    for name in ["register_new_key", "register_recalled", "read_words"] {
        group.bench_function(name, |bench| {
            bench.iter_custom(|iterations| {
                let (mut spent, mut done) = (Duration::ZERO, 0);
                while done < iterations {
                    let mut registry = maker.registry();
                    if name != "register_new_key" {
                        registry = registry.with_recall(Box::new(WordEmbedder));
                    }
                    let count = WAVE.min(usize::try_from(iterations - done).expect("fits"));
                    let start = Instant::now();
                    for (n, registration) in wave.iter().take(count).enumerate() {
                        register(&mut registry, Publishes::Descriptor, registration, n, maker.now_ms);
                    }
                    let registered = start.elapsed();
                    if name == "read_words" {
                        assert_eq!(registry.index_pending(count), 0);
                        spent += start.elapsed() - registered;
                    } else {
                        spent += registered;
                    }
                    done += count as u64;
                }
                spent
            });
        });
    }

    let mut registry = maker.registry();
    let descriptors: Vec<_> = (0..AGENTS).map(|n| maker.descriptor(n, 1)).collect();
    let registrations: Vec<_> = descriptors.iter().map(|it| maker.registration(it)).collect();
    for (n, registration) in registrations.iter().enumerate() {
        register(&mut registry, Publishes::Descriptor, registration, n, maker.now_ms);
    }
    let mut next = 0;
    group.bench_function("reannounce", |bench| {
        // What arrives has just been written to memory; what is held lies where no cache could guess.
        let arrive = || {
            next = (next + 7_919) % AGENTS;
            (next, registrations[next].clone())
        };
        let again = |(n, registration): (usize, Vec<u8>)| {
            let outcome = registry.register(Publishes::Descriptor, &registration, origin(n), maker.now_ms);
            assert!(matches!(outcome, Outcome::Known(_)));
            (outcome, registration)
        };
        bench.iter_batched(arrive, again, BatchSize::SmallInput);
    });
    let ids: Vec<ObjectId> = descriptors.iter().map(|it| it.object_id().expect("an id")).collect();
    let (mut sequence, mut at) = (2, 0);
    group.bench_function("refresh", |bench| {
        bench.iter_custom(|iterations| {
            let refreshes: Vec<_> = (0..iterations)
                .map(|_| {
                    at = (at + 7_919) % AGENTS;
                    sequence += 1;
                    (at, maker.registration_of_refresh(&maker.refresh(at, ids[at], sequence)))
                })
                .collect();
            let start = Instant::now();
            for (n, registration) in &refreshes {
                register(&mut registry, Publishes::Refresh, registration, *n, maker.now_ms);
            }
            start.elapsed()
        });
    });
    drop(registry);

    for (name, recalls) in [("expire", false), ("expire_recalled", true)] {
        group.bench_function(name, |bench| {
            bench.iter_custom(|iterations| {
                let (mut spent, mut done) = (Duration::ZERO, 0_u64);
                while done < iterations {
                    let mut registry = maker.registry();
                    if recalls {
                        registry = registry.with_recall(Box::new(WordEmbedder));
                    }
                    for (n, registration) in wave.iter().enumerate() {
                        register(&mut registry, Publishes::Descriptor, registration, n, maker.now_ms);
                    }
                    registry.index_pending(WAVE);
                    let start = Instant::now();
                    // First the entries die, then their marks are over.
                    registry.expire(maker.now_ms + 86_400_000);
                    registry.expire(maker.now_ms + 3 * 86_400_000);
                    spent += start.elapsed();
                    assert_eq!(registry.stats().agents, 0);
                    done += WAVE as u64;
                }
                spent.mul_f64(iterations as f64 / done as f64)
            });
        });
    }
    let verified: Vec<Verified<DescriptorKind>> = (0..WAVE)
        .map(|n| {
            let mut verifier = Verifier::new(maker.network_id.as_str(), None);
            let known = KnownAgents::new(0);
            verifier
                .verify(maker.descriptor(n, 1), &known, maker.now_ms)
                .expect("verified")
        })
        .collect();
    group.bench_function("expire_store", |bench| {
        bench.iter_custom(|iterations| {
            let (mut spent, mut done) = (Duration::ZERO, 0_u64);
            while done < iterations {
                let mut store = DescriptorStore::new(StoreLimits::default());
                for each in &verified {
                    store.apply(each.clone(), maker.now_ms).expect("applied");
                }
                let start = Instant::now();
                store.expire(maker.now_ms + 86_400_000);
                store.expire(maker.now_ms + 3 * 86_400_000);
                spent += start.elapsed();
                assert_eq!(store.agents(), 0);
                done += WAVE as u64;
            }
            spent.mul_f64(iterations as f64 / done as f64)
        });
    });
    group.finish();
}

fn bare(group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>, name: &str, bundle: &[u8]) {
    let bundle: Bundle = casp_wire::decode(bundle, Layer::Envelope).expect("a bundle");
    let envelope = bundle.subject.expect("a subject");
    let signed_bytes = pae(&envelope.payload_type, &envelope.payload);
    let signature = Signature::from_slice(&envelope.signatures[0].sig).expect("a signature");
    let key = VerifyingKey::from_bytes(&key(0).agent_id().public_key()).expect("a key");
    group.bench_function(name, |bench| {
        bench.iter(|| {
            key.verify_strict(black_box(&signed_bytes), &signature)
                .expect("verifies")
        });
    });
}

fn register(registry: &mut Registry, publishes: Publishes, registration: &[u8], n: usize, now_ms: i64) {
    match registry.register(publishes, registration, origin(n), now_ms) {
        Outcome::Accepted(persist) => {
            black_box(registry.persisted(persist.ticket, now_ms));
        }
        other => panic!("{other:?}"),
    }
}

/// Prints what was measured as multiples of its baseline.
fn print_ratios() {
    let time = |name: &str| median_ns(name);
    let rows: BTreeMap<&str, &str> = [
        ("register_new_key", "verify_strict"),
        ("register_recalled", "verify_strict"),
        ("read_words", "verify_strict"),
        ("reannounce", "verify_strict"),
        ("refresh", "verify_strict_refresh"),
        ("expire", "verify_strict"),
        ("expire_recalled", "verify_strict"),
        ("expire_store", "verify_strict"),
    ]
    .into();
    println!(
        "\n{:<18} {:>9} {:<22} {:>9} {:>7}",
        "", "µs", "in units of", "µs", "ratio"
    );
    for (of, to) in rows {
        if let (Some(of_ns), Some(to_ns)) = (time(of), time(to)) {
            let (of_us, to_us) = (of_ns / 1e3, to_ns / 1e3);
            println!("{of:<18} {of_us:>9.2} {to:<22} {to_us:>9.2} {:>7.3}", of_ns / to_ns);
        }
    }
}

fn median_ns(name: &str) -> Option<f64> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        |folder| Path::new(&folder).to_owned(),
    );
    let file = target
        .join("criterion")
        .join(GROUP)
        .join(name)
        .join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}
