//! What a world costs: time per task under each policy, and how much of it signatures alone would take.
//!
//! `cargo run --release -p casp-sim --example world_cost`

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example may stop, and this one looks at the clock"
)]

use std::hint::black_box;
use std::time::Instant;

use casp_execution::funnel::Limits;
use casp_identity::{PublicKey, Signer as _, SoftwareKey};
use casp_sim::engine::Span;
use casp_sim::world::{Behaviour, Between, Config, Directory, Group, Signatures, Workload, World, policies};

const PRICE: u64 = 50_000;

fn group(count: u32, behaviour: Behaviour, latency_ms: Between) -> Group {
    Group {
        count,
        behaviour,
        latency_ms,
        price_micros: Between {
            least: 20_000,
            most: 40_000,
        },
        work: Between {
            least: 200_000,
            most: 900_000,
        },
        past_good: 0,
        origins: 0,
        leaving: None,
    }
}

/// 20 providers, of whom 4 are Sybils, and 100 tasks.
fn config() -> Config {
    Config {
        signatures: Signatures::Real,
        providers: vec![
            group(
                16,
                Behaviour::Honest { failure: 0.02 },
                Between { least: 200, most: 900 },
            ),
            group(4, Behaviour::Sybil, Between::just(10)),
        ],
        drift: None,
        directory: Directory {
            service: Between::just(500),
            ttl_ms: 15_000,
            refresh: Span::of_ms(7_500),
            limit: 8,
            sample: 4,
            guards_origins: false,
        },
        latency: Between {
            least: 10_000,
            most: 40_000,
        },
        workload: Workload {
            requesters: 2,
            workflows: 50,
            interval: Span::of_ms(2_000),
            warm_up: Span::of_ms(2_000),
            price_micros: PRICE,
            limits: Limits {
                work_ms: 30_000,
                probe_ms: 15_000,
                ..Limits::for_price(PRICE)
            },
            deadline: Span::of_ms(180_000),
            noticed: 1.0,
        },
    }
}

fn main() {
    let (sign_us, verify_us) = signatures();
    println!("one signature {sign_us:.1} us, one verification {verify_us:.1} us");
    let policies = [
        policies::no_verification().unwrap(),
        policies::tier_1().unwrap(),
        policies::tier_2().unwrap(),
        policies::all_tiers().unwrap(),
    ];
    for (policy, signatures) in policies
        .iter()
        .flat_map(|policy| [(policy, Signatures::Real), (policy, Signatures::StandIn)])
    {
        let began = Instant::now();
        let config = Config { signatures, ..config() };
        let counts = World::new(config, 1).unwrap().run(policy).unwrap();
        let took_ms = began.elapsed().as_secs_f64() * 1_000.0;
        let messages = counts.messages();
        println!(
            "{:<22} {signatures:?}: {took_ms:>7.1} ms, {:>6.3} ms a task, {:>5.1} us a message; {} tasks, {} right, {} canaries, {} messages in {:.0} virtual s",
            policy.name(),
            took_ms / counts.tasks as f64,
            took_ms * 1_000.0 / messages as f64,
            counts.tasks,
            counts.tasks_succeeded,
            counts.probes,
            messages,
            counts.lasted.0 as f64 / 1e6,
        );
    }
}

/// Microseconds of one signature and of one verification by a key that is known, of 300 bytes.
fn signatures() -> (f64, f64) {
    const TIMES: u32 = 2_000;
    let key = SoftwareKey::from_seed(&[1; 32]);
    let public = PublicKey::admit(&key.agent_id().public_key()).unwrap();
    let message = [7; 300];
    let began = Instant::now();
    for _ in 0..TIMES {
        black_box(key.sign(black_box(&message)).unwrap());
    }
    let sign = began.elapsed();
    let signature = key.sign(&message).unwrap();
    let began = Instant::now();
    for _ in 0..TIMES {
        public.verify(black_box(&message), &signature).unwrap();
    }
    let micros = |span: std::time::Duration| span.as_secs_f64() * 1e6 / f64::from(TIMES);
    (micros(sign), micros(began.elapsed()))
}
