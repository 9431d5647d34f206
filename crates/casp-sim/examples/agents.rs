//! What an agent costs in a simulation, from a thousand to a million of them: `scenarios/million.toml` with fewer, each with as much work
//! and as much time as there. Each size is a process of its own, so that its memory is its own.
//!
//! `cargo run --release -p casp-sim --example agents` (a million take some minutes; `-- 1000 10000` are a quick look)

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "an example may stop, and this one looks at the clock"
)]

use std::process::Command;
use std::time::Instant;

use casp_sim::cost::{Costs, MEASURED};
use casp_sim::scenario::Scenario;
use casp_sim::world::{Arrivals, Config, World};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MILLION: &str = include_str!("../scenarios/million.toml");
/// What a process is told when it is to run one size.
const ONE: &str = "--one";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [flag, agents] if flag == ONE => one(agents.parse().expect("a number")),
        [] => all(&["1000", "10000", "100000", "1000000"].map(str::to_owned)),
        sizes => all(sizes),
    }
}

fn all(sizes: &[String]) {
    println!("| agents | events | seconds | µs an event | ms an agent | against the first | GiB | KiB an agent |");
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|");
    let mut first = None;
    for agents in sizes {
        let itself = std::env::current_exe().expect("this program");
        let ended = Command::new(itself).args([ONE, agents]).output().expect("a process");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        let told = String::from_utf8_lossy(&ended.stdout);
        let figures: Vec<f64> = told
            .split_whitespace()
            .map(|word| word.parse().expect("a figure"))
            .collect();
        let [agents, events, seconds, kib] = figures[..] else {
            panic!("four figures, not {told}");
        };
        let each = seconds * 1e3 / agents;
        let against = each / *first.get_or_insert(each);
        println!(
            "| {agents} | {events} | {seconds:.2} | {:.1} | {each:.3} | {against:.2} | {:.2} | {:.1} |",
            seconds * 1e6 / events,
            kib / 1_048_576.0,
            kib / agents
        );
    }
}

/// Agents, events, seconds, and the most memory in KiB.
fn one(agents: u32) {
    let began = Instant::now();
    let config = config(agents);
    let case = &scenario(agents).cases[0];
    let mut world = World::new(config, 1).expect("a world");
    let counts = world.run(case.policy.as_ref()).expect("a run");
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{agents} {} {seconds} {}",
        counts.events,
        most_kib().unwrap_or(f64::NAN)
    );
}

fn scenario(agents: u32) -> Scenario {
    let text = format!(
        "{MILLION}\n[vary]\nwhat = \"nodes\"\nvalues = [{}]\n",
        providers(agents)
    );
    let costs = Costs::parse(MEASURED).expect("the shipped costs");
    Scenario::parse(&text, &costs).unwrap_or_else(|error| panic!("{error}"))
}

/// One agent in a thousand is a requester.
const fn providers(agents: u32) -> u32 {
    agents - agents / 1_000
}

fn config(agents: u32) -> Config {
    let experiment = scenario(agents).experiment();
    let mut config = Config::clone(&experiment.points[0].config);
    let share = f64::from(agents) / 1e6;
    let workload = &mut config.workload;
    workload.requesters = (agents / 1_000).max(1);
    workload.workflows = (f64::from(workload.workflows) * share).ceil() as u32;
    if let Arrivals::Poisson { interval } = &mut workload.arrivals {
        interval.0 = (interval.0 as f64 / share) as i64;
    }
    config
}

/// Where the system tells it.
fn most_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
