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

use casp_identity::{PublicKey, Signer as _, SoftwareKey};
use casp_sim::cost::Costs;
use casp_sim::figure5::Base;
use casp_sim::world::{Config, Signatures, World, policies};

/// As fast as a registry can be: what is measured here is the simulator.
const COSTS: &str = r#"
[[curve]]
name = "register"
unit = "us"
points = [[1, 60.0]]
[[curve]]
name = "refresh"
unit = "us"
points = [[1, 50.0]]
[[curve]]
name = "withdraw"
unit = "us"
points = [[1, 50.0]]
[[curve]]
name = "query"
unit = "us"
points = [[1, 200.0]]
[[curve]]
name = "verify-answer"
unit = "us"
points = [[1, 900.0]]
"#;

fn main() {
    let (sign_us, verify_us) = signatures();
    println!("one signature {sign_us:.1} us, one verification {verify_us:.1} us");
    let policies = [
        policies::no_verification().unwrap(),
        policies::tier_1().unwrap(),
        policies::tier_2().unwrap(),
        policies::all_tiers().unwrap(),
    ];
    let costs = Costs::parse(COSTS).unwrap();
    let base = Base {
        alpha: 0.2,
        ..Base::default()
    };
    let only = std::env::args().nth(1);
    for (policy, signatures) in policies
        .iter()
        .flat_map(|policy| [(policy, Signatures::Real), (policy, Signatures::StandIn)])
    {
        if only.is_some() && signatures == Signatures::Real {
            continue;
        }
        let began = Instant::now();
        let config = Config {
            signatures,
            ..base.config(&costs)
        };
        let counts = World::new(config, 1).unwrap().run(policy).unwrap();
        let took_ms = began.elapsed().as_secs_f64() * 1_000.0;
        let messages = counts.messages();
        println!(
            "{:<22} {signatures:?}: {took_ms:>7.1} ms, {:>6.3} ms a task, {:>5.1} us a message; {} tasks, {} canaries, {} messages, {} events in {:.0} virtual s",
            policy.name(),
            took_ms / counts.tasks as f64,
            took_ms * 1_000.0 / messages as f64,
            counts.tasks,
            counts.probes,
            messages,
            counts.events,
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
