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

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_discovery::Registering;
use casp_discovery::registry::{Identity, Origin, Outcome, Publishes, Registry, RegistryLimits};
use casp_identity::{HashKey, ObjectId, Signed, Signer as _, SoftwareKey, pae};
use casp_wire::Layer;
use casp_wire::v1::{Bundle, CapabilityDescriptor, DescriptorRefresh, Header};
use criterion::Criterion;
use ed25519_dalek::{Signature, VerifyingKey};
use input::Input;
use sha2::{Digest as _, Sha256};

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

    group.bench_function("register_new_key", |bench| {
        bench.iter_custom(|iterations| {
            let (mut spent, mut done) = (Duration::ZERO, 0);
            while done < iterations {
                let mut registry = maker.registry();
                let count = WAVE.min(usize::try_from(iterations - done).expect("fits"));
                let start = Instant::now();
                for (n, registration) in wave.iter().take(count).enumerate() {
                    register(&mut registry, Publishes::Descriptor, registration, n, maker.now_ms);
                }
                spent += start.elapsed();
                done += count as u64;
            }
            spent
        });
    });

    let mut registry = maker.registry();
    let descriptors: Vec<_> = (0..AGENTS).map(|n| maker.descriptor(n, 1)).collect();
    let registrations: Vec<_> = descriptors.iter().map(|it| maker.registration(it)).collect();
    for (n, registration) in registrations.iter().enumerate() {
        register(&mut registry, Publishes::Descriptor, registration, n, maker.now_ms);
    }
    let mut next = 0;
    group.bench_function("reannounce", |bench| {
        bench.iter(|| {
            // No order that a cache could follow.
            next = (next + 7_919) % AGENTS;
            let outcome = registry.register(Publishes::Descriptor, &registrations[next], origin(next), maker.now_ms);
            assert!(matches!(black_box(outcome), Outcome::Known(_)));
        });
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

    group.bench_function("expire", |bench| {
        bench.iter_custom(|iterations| {
            let (mut spent, mut done) = (Duration::ZERO, 0_u64);
            while done < iterations {
                let mut registry = maker.registry();
                for (n, registration) in wave.iter().enumerate() {
                    register(&mut registry, Publishes::Descriptor, registration, n, maker.now_ms);
                }
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

fn origin(n: usize) -> Origin {
    Origin::new(&(n as u32).to_be_bytes()).expect("short")
}

fn key(n: usize) -> SoftwareKey {
    SoftwareKey::from_seed(&Sha256::digest((n as u64).to_be_bytes()).into())
}

/// Makes statements of agents by number.
struct Maker {
    template: CapabilityDescriptor,
    network_id: String,
    now_ms: i64,
}

impl Maker {
    fn new(input: Input) -> Self {
        let template: CapabilityDescriptor =
            casp_wire::decode(&input.envelope.payload, Layer::Payload).expect("a descriptor");
        Self {
            template,
            network_id: input.network_id,
            now_ms: input.now_ms,
        }
    }

    fn registry(&self) -> Registry {
        let identity = Identity {
            network_id: self.network_id.clone(),
            agent: key(usize::MAX).agent_id(),
            challenge_secret: [1; 32],
            hash_key: HashKey::new(&[2; 16]),
        };
        Registry::new(
            identity,
            RegistryLimits {
                pricing: None,
                ..RegistryLimits::default()
            },
        )
    }

    fn header(&self, key: &SoftwareKey) -> Header {
        Header {
            network_id: self.network_id.clone(),
            issuer: key.agent_id().as_bytes().into(),
            issued_at_ms: self.now_ms,
            ..Header::default()
        }
    }

    fn descriptor(&self, n: usize, sequence: u64) -> Signed<DescriptorKind> {
        let key = key(n);
        let message = CapabilityDescriptor {
            header: Some(self.header(&key)),
            epoch: 1,
            sequence,
            ttl_ms: 3_600_000,
            ..self.template.clone()
        };
        Signed::seal(&message, &key).expect("sealed")
    }

    fn refresh(&self, n: usize, descriptor: ObjectId, sequence: u64) -> Signed<RefreshKind> {
        let key = key(n);
        let message = DescriptorRefresh {
            header: Some(Header {
                expires_at_ms: self.now_ms + 3_600_000,
                ..self.header(&key)
            }),
            epoch: 1,
            sequence,
            descriptor: descriptor.0.into(),
        };
        Signed::seal(&message, &key).expect("sealed")
    }

    fn registration(&self, signed: &Signed<DescriptorKind>) -> Vec<u8> {
        Registering::seal(signed, None).expect("sealed")
    }

    fn registration_of_refresh(&self, signed: &Signed<RefreshKind>) -> Vec<u8> {
        Registering::seal(signed, None).expect("sealed")
    }
}

/// Prints what was measured as multiples of its baseline.
fn print_ratios() {
    let time = |name: &str| median_ns(name);
    let rows: BTreeMap<&str, &str> = [
        ("register_new_key", "verify_strict"),
        ("reannounce", "verify_strict"),
        ("refresh", "verify_strict_refresh"),
        ("expire", "verify_strict"),
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
