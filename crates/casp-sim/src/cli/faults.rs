//! `casp-sim faults`: many seeds, or one again.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Instant;

use casp_sim::faults::{Failure, Kept, Options, Signatures, Summary, replay, run, sweep};

/// Arguments of `faults`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
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

/// Exits with 1 if a promise was broken.
pub(crate) fn main(args: &Args) -> ExitCode {
    let options = args.options();
    let without = args.without();
    #[cfg(casp_fault)]
    casp_wire::rule::fault::skip(without.clone());
    if let Some(seed) = args.seed {
        let outcome = match &args.keep {
            Some(kept) => replay(seed, kept, options),
            None => run(seed, options),
        };
        return match outcome {
            Ok(summary) => {
                println!("{summary}\nno promise was broken");
                ExitCode::SUCCESS
            }
            Err(failure) => {
                tell(&failure, options, &without);
                ExitCode::FAILURE
            }
        };
    }
    many(args, options, &without)
}

/// Seeds that are run before it is looked whether to go on.
const PART: u64 = 64;

fn many(args: &Args, options: Options, without: &[String]) -> ExitCode {
    let threads = args.threads.or_else(|| std::thread::available_parallelism().ok());
    let threads = threads.unwrap_or(NonZeroUsize::MIN);
    let progress = Progress::begin(args.seeds);
    let (mut summary, mut failures, mut done) = (Summary::default(), Vec::new(), 0);
    let part = if args.until_broken { PART } else { args.seeds };
    while done < args.seeds && (failures.is_empty() || !args.until_broken) {
        let seeds = part.min(args.seeds.saturating_sub(done));
        let first = args.first_seed.saturating_add(done);
        let (more, broken) = sweep(first, seeds, threads, options, |count| progress.show(done, count));
        summary = summary.and(more);
        failures.extend(broken);
        done = done.saturating_add(seeds);
    }
    progress.clear();
    println!("{summary}");
    let Some(first) = failures.first() else {
        println!("no promise was broken in {done} runs");
        return ExitCode::SUCCESS;
    };
    println!("promises were broken in {} of {done} runs", failures.len());
    for other in failures.iter().skip(1) {
        println!(
            "  seed {}: {}: {}",
            other.seed,
            other.breach.invariant.name(),
            other.breach.what
        );
    }
    tell(first, options, without);
    ExitCode::FAILURE
}

fn tell(failure: &Failure, options: Options, without: &[String]) {
    print!("{failure}");
    println!("replay it with\n  {}", failure.command(options, without));
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

/// A line on standard error, if somebody looks at it.
struct Progress {
    begun: Instant,
    total: u64,
    is_shown: bool,
}

impl Progress {
    #[allow(clippy::disallowed_methods, reason = "for a display that nothing follows from")]
    fn begin(total: u64) -> Self {
        Self {
            begun: Instant::now(),
            total,
            is_shown: stderr().is_terminal(),
        }
    }

    fn show(&self, before: u64, count: usize) {
        let done = before.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if !self.is_shown || done == 0 {
            return;
        }
        let spent_ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let left = self.total.saturating_sub(done);
        let left_s = spent_ms
            .saturating_mul(left)
            .checked_div(done.saturating_mul(1_000))
            .unwrap_or(0);
        // Whoever has closed the terminal does not miss it.
        let _ = write!(stderr(), "\r{done} of {} seeds, {left_s} s left \x1b[K", self.total);
    }

    fn clear(&self) {
        if self.is_shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
