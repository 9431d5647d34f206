//! `casp-sim measure`.

use std::path::PathBuf;

use casp_sim::measure::{CANDIDATES, MeasureError, Plan, SIZES, Step, measure};

use super::clock;
use super::failure::Failure;
use super::progress::Progress;
use super::{file, output};

/// How long a repetition is, in entries to fill: so much, and so many of the entries. For the display only.
const REPETITION: (u64, u64) = (20, 2_000);

#[derive(clap::Args)]
pub(super) struct Args {
    /// Write the curves here instead of printing them
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Registries of up to so many entries: the sizes are 1, 2 and 5 times powers of ten from 20 to 100000, then 1000000 and 10000000
    #[arg(long, value_name = "ENTRIES", default_value_t = 100_000)]
    upto: u64,
    /// Times that each operation is timed at each size
    #[arg(long, value_name = "COUNT", default_value_t = 300)]
    repetitions: u32,
    /// Times that all of it is done; of the medians of all the median is given
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    runs: u32,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if args.upto < SIZES.into_iter().min().unwrap_or_default() {
        let told = format!("--upto {} leaves no size to measure", args.upto);
        return Err(Failure::usage(told).with_help("the least is 20"));
    }
    let plan = Plan {
        sizes: sizes(args.upto),
        candidates: CANDIDATES.into(),
        repetitions: args.repetitions,
        runs: args.runs,
    };
    let (fill, repetition) = weights(&plan.sizes);
    let repetitions = repetition.saturating_mul(plan.repetitions.into());
    let total = fill.saturating_add(repetitions).saturating_mul(plan.runs.into());
    let whole = |parts: u64| usize::try_from(parts).unwrap_or(usize::MAX);
    let progress = Progress::new(whole(total), "parts");
    let (mut done, mut next) = (0_u64, 0);
    let (mut clock, clock_is) = clock::of_this_thread();
    let measured = measure(&plan, &mut clock, &mut |step| {
        done = done.saturating_add(next);
        next = match step {
            Step::Fills(size) => size,
            Step::Repeats(times) => repetition.saturating_mul(times.into()),
        };
        progress.reaches(whole(done));
    });
    let measured = measured.map_err(|error| match error {
        MeasureError::Plan { .. } => Failure::usage(error).with_help("--repetitions takes 1 to 100000, --runs 1 to 99"),
        error => Failure::failed(error),
    })?;
    progress.reaches(whole(total));
    let text = measured.to_toml(&head(args, clock_is));
    match &args.out {
        Some(path) => file::write(path, text.as_bytes()),
        None => output::print(&text),
    }
}

/// Of filling all registries, and of one repetition with all of them.
fn weights(sizes: &[u64]) -> (u64, u64) {
    let (least, part) = REPETITION;
    let all = |weight: &dyn Fn(u64) -> u64| sizes.iter().fold(0_u64, |sum, size| sum.saturating_add(weight(*size)));
    let repetition = all(&|size| size.checked_div(part).unwrap_or_default().saturating_add(least));
    (all(&|size| size), repetition)
}

fn sizes(upto: u64) -> Vec<u64> {
    let beyond = [1_000_000, 10_000_000];
    let all = SIZES.into_iter().chain(beyond);
    all.filter(|size| *size <= upto).collect()
}

/// What a reader has to know. No date: the same measurement twice is to differ in what was measured only.
fn head(args: &Args, clock_is: &str) -> Vec<String> {
    let Args {
        upto,
        repetitions,
        runs,
        ..
    } = args;
    let build = if cfg!(debug_assertions) {
        "a debug build: DO NOT USE"
    } else {
        "a release build"
    };
    vec![
        format!(
            "What the shipped code costs, by casp-sim {} as {build}:",
            env!("CARGO_PKG_VERSION")
        ),
        format!("  casp-sim measure --upto {upto} --repetitions {repetitions} --runs {runs}"),
        format!("CPU: {}", cpu()),
        format!(
            "Each point is the median of {repetitions} repetitions; of {runs} runs the median one. Other work ran on the machine meanwhile."
        ),
        format!("By {clock_is}. Signatures are real Ed25519; the registry's disk is memory."),
        "Registry: TTL 15 s, every entry refreshed once, no pricing, shares or diversity of origins, no recall by words.".into(),
    ]
}

/// As the operating system names it, where it does.
fn cpu() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |key: &str| {
        let mut lines = told.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(name, _)| name.trim() == key)?;
        Some(found.1.trim().to_owned())
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let name = field("model name").or_else(|| field("Hardware"));
    let name = name.unwrap_or_else(|| format!("unnamed {}", std::env::consts::ARCH));
    format!("{}, {threads} threads, {}", name, std::env::consts::OS)
}
