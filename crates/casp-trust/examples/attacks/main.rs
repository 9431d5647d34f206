//! Five attacks on reputation, with the defence on and off: tables, plots, and the figures that the plots are made from.
//!
//! `cargo run --release -p casp-trust --example attacks -- --out DIR`
//!
//! Sixteen honest requesters, each with its own `Reputation`, hand out a task every eight hours for sixty days and send one another their
//! reports. "On" is the shipped engine with its default rules; "off" believes the mean of all reports, and of whom it heard nothing the best. What is not simulated is the wire:
//! outcomes come without the signatures that the engine's inputs have in an agent.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "an example may stop"
)]

mod attack;
mod chance;
mod figures;
mod market;
mod plot;
mod text;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::Parser;

use attack::Attack;
use figures::{Band, Measure, Measured};
use market::{DAYS, Defence, Market};

/// Plays five attacks on reputation with the defence on and off, prints a table for each, and writes a plot (SVG and PNG) and its
/// figures (CSV).
#[derive(Parser)]
#[command(name = "attacks")]
struct Arguments {
    /// Where ATTACK.svg, ATTACK.png and ATTACK.csv of each attack go; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The first seed: the same seed gives the same figures on every machine
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// How many seeds each curve is made of
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000))]
    seeds: u64,
    /// Only this attack
    #[arg(long, value_enum)]
    attack: Option<Attack>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("attacks: {failure}");
            ExitCode::FAILURE
        }
    }
}

struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let out = &arguments.out;
    std::fs::create_dir_all(out).map_err(|error| Failure(format!("--out {}: {error}", out.display())))?;
    let all: Vec<Attack> = Attack::ALL
        .into_iter()
        .filter(|it| arguments.attack.is_none_or(|only| only == *it))
        .collect();
    for attack in all {
        let [off, on] = [Defence::Off, Defence::On].map(|defence| {
            let runs = play(attack, defence, arguments.seed, arguments.seeds);
            Measured::of(&runs)
        });
        print(attack, arguments.seeds, &off, &on);
        write(out, attack, arguments.seeds, &off, &on)?;
    }
    Ok(())
}

/// One market for each seed, on as many cores as there are.
fn play(attack: Attack, defence: Defence, first: u64, seeds: u64) -> Vec<Measure> {
    let seeds: Vec<u64> = (0..seeds).map(|n| first.wrapping_add(n)).collect();
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut runs = thread::scope(|scope| {
        let work = || {
            let mut done = Vec::new();
            while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push((*seed, Market::new(attack, defence, *seed).play()));
            }
            done
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join().expect("a market ends"));
        done.flatten().collect::<Vec<_>>()
    });
    // In the order of seeds, whoever was first.
    runs.sort_by_key(|(seed, _)| seed.wrapping_sub(first));
    runs.into_iter().map(|(_, measure)| measure).collect()
}

fn print(attack: Attack, seeds: u64, off: &Measured, on: &Measured) {
    println!("\n{}\n{}\n", attack.title(), attack.about());
    println!(
        "{:<14} {:>7}  {:>18} {:>18} {:>18} {:>18}",
        "days", "defence", "attacker's tasks %", "tasks done well %", "attacker expected", "honest expected"
    );
    for (from, to) in attack.phases() {
        for (name, measured) in [("off", off), ("on", on)] {
            let cell = |bands: &[Band], factor: f64, places: usize| {
                let [mean, low, high] = figures::over(bands, from, to).map(|figure| figure * factor);
                if mean.is_nan() {
                    return "–".into();
                }
                format!("{mean:.places$} ({low:.places$}–{high:.places$})")
            };
            println!(
                "{:<14} {name:>7}  {:>18} {:>18} {:>18} {:>18}",
                format!("{from} to {to}"),
                cell(&measured.share, 100.0, 1),
                cell(&measured.success, 100.0, 1),
                cell(&measured.attacker, 1.0, 2),
                cell(&measured.honest, 1.0, 2)
            );
        }
    }
    println!(
        "Means over {seeds} seeds; in brackets the means of the 10th and 90th percentiles. {}",
        attack.candour()
    );
}

fn write(out: &Path, attack: Attack, seeds: u64, off: &Measured, on: &Measured) -> Result<(), Failure> {
    let path = |ending: &str| out.join(format!("{}.{ending}", attack.name()));
    let failed =
        |path: &Path, error: &dyn fmt::Display| Failure(format!("{} was not written: {error}", path.display()));
    let csv = path("csv");
    std::fs::write(&csv, figures::csv(off, on)).map_err(|error| failed(&csv, &error))?;
    let svg = path("svg");
    let drawn = plot::svg(attack, seeds, off, on).map_err(|error| failed(&svg, &error))?;
    std::fs::write(&svg, drawn).map_err(|error| failed(&svg, &error))?;
    let png = path("png");
    let drawn = plot::png(attack, seeds, off, on).map_err(|error| failed(&png, &error))?;
    std::fs::write(&png, drawn).map_err(|error| failed(&png, &error))?;
    println!("Wrote {}, .png and .csv ({DAYS} days).", svg.display());
    Ok(())
}
