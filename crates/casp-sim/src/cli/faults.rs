//! `casp-sim faults`: many seeds, or one again.

use std::num::NonZeroUsize;

use casp_sim::faults::{Failure as Broken, Kept, Options, Signatures, Summary, replay, run as run_seed, sweep};

use super::failure::Failure;
use super::output;
use super::progress::Progress;
use super::threads::threads;

/// Arguments of `faults`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How many seeds to run.
    #[arg(long, default_value_t = 2_000, conflicts_with = "seed")]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0, conflicts_with = "seed")]
    first_seed: u64,
    /// Threads; as many as there are processors, unless told.
    #[arg(long, conflicts_with = "seed")]
    threads: Option<NonZeroUsize>,
    /// Run this seed alone.
    #[arg(long)]
    seed: Option<u64>,
    /// Of that seed's plan run only these faults, tasks and nodes, such as f3,t0,n1; `-` for none.
    #[arg(long, requires = "seed", conflicts_with_all = ["seeds", "first_seed", "threads", "until_broken"])]
    keep: Option<Kept>,
    /// Sign with Ed25519 rather than with the stand-in.
    #[arg(long)]
    real_signatures: bool,
    /// Stop at the first seed that breaks a promise, or a few after it.
    #[arg(long, conflicts_with = "seed")]
    until_broken: bool,
    /// Let disks lose what they said to be safe, to see that it is noticed.
    #[arg(long)]
    lying_disks: bool,
    /// Switch a rule off, such as CTR-15, to see that it is noticed.
    #[cfg(casp_fault)]
    #[arg(long)]
    without: Vec<String>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let options = args.options();
    let without = args.without();
    #[cfg(casp_fault)]
    casp_wire::rule::fault::skip(without.clone());
    let Some(seed) = args.seed else {
        return many(args, options, &without);
    };
    let outcome = match &args.keep {
        Some(kept) => replay(seed, kept, options),
        None => run_seed(seed, options),
    };
    match outcome {
        Ok(summary) => output::print(&format!("{summary}\nno promise was broken\n")),
        Err(broken) => tell(&broken, options, &without),
    }
}

/// Seeds that are run before it is looked whether to go on.
const PART: u64 = 64;

fn many(args: &Args, options: Options, without: &[String]) -> Result<(), Failure> {
    let threads = threads(args.threads);
    let progress = Progress::new(usize::try_from(args.seeds).unwrap_or(usize::MAX), "seeds");
    let (mut summary, mut failures, mut done) = (Summary::default(), Vec::new(), 0);
    let part = if args.until_broken { PART } else { args.seeds };
    while done < args.seeds && (failures.is_empty() || !args.until_broken) {
        let seeds = part.min(args.seeds.saturating_sub(done));
        let first = args.first_seed.saturating_add(done);
        let before = usize::try_from(done).unwrap_or(usize::MAX);
        let (more, broken) = sweep(first, seeds, threads, options, |count| {
            progress.reaches(before.saturating_add(count));
        });
        summary = summary.and(more);
        failures.extend(broken);
        done = done.saturating_add(seeds);
    }
    output::print(&format!("{summary}\n"))?;
    let Some(first) = failures.first() else {
        return output::print(&format!("no promise was broken in {done} runs\n"));
    };
    let mut told = format!("promises were broken in {} of {done} runs\n", failures.len());
    for other in failures.iter().skip(1) {
        let (invariant, what) = (other.breach.invariant.name(), &other.breach.what);
        told.push_str(&format!("  seed {}: {invariant}: {what}\n", other.seed));
    }
    output::print(&told)?;
    tell(first, options, without)
}

fn tell(broken: &Broken, options: Options, without: &[String]) -> Result<(), Failure> {
    let command = broken.command(options, without);
    output::print(&format!("{broken}replay it with\n  {command}\n"))?;
    Err(Failure::failed("a promise was broken"))
}

impl Args {
    fn options(&self) -> Options {
        Options {
            signatures: if self.real_signatures {
                Signatures::Real
            } else {
                Signatures::StandIn
            },
            lying_disks: self.lying_disks,
        }
    }

    #[cfg(casp_fault)]
    fn without(&self) -> Vec<String> {
        self.without.clone()
    }

    #[cfg(not(casp_fault))]
    #[allow(clippy::unused_self, reason = "the same call in both builds")]
    fn without(&self) -> Vec<String> {
        Vec::new()
    }
}
