//! Many independent runs on several threads. What comes out does not depend on how many.

use core::fmt::Debug;
use core::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};

/// One run: a point of an experiment, and a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job<P> {
    /// What is varied.
    pub point: P,
    /// The seed of all its random streams.
    pub seed: u64,
}

/// A job that panicked. The others went on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("job {number} (point {point}, seed {seed}) panicked: {message}")]
pub struct JobPanicked {
    /// Its place among the jobs, counted from 0.
    pub number: usize,
    /// Its point, as `Debug` shows it, in 200 characters at most.
    pub point: String,
    /// Its seed.
    pub seed: u64,
    /// What the panic said, in 200 characters at most.
    pub message: String,
}

/// Runs all jobs on so many threads, and gives their results in the order of the jobs.
///
/// `finished` is told after each job how many are done, from any of the threads: for a display, and for nothing that decides.
///
/// A job that panics gives an error that names it. The panic hook still writes its message.
pub fn run<P, R>(
    jobs: &[Job<P>],
    threads: NonZeroUsize,
    work: impl Fn(&Job<P>) -> R + Sync,
    finished: impl Fn(usize) + Sync,
) -> Vec<Result<R, JobPanicked>>
where
    P: Debug + Sync,
    R: Send,
{
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        let mut results = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(number) else {
                return results;
            };
            // A job owns what it changes; of what it shares nothing can be changed.
            let result = panic::catch_unwind(AssertUnwindSafe(|| work(job)));
            let result = result.map_err(|payload| JobPanicked {
                number,
                point: clipped(&format!("{:?}", job.point)),
                seed: job.seed,
                message: clipped(said(&*payload)),
            });
            results.push((number, result));
            finished(done.fetch_add(1, Ordering::Relaxed).saturating_add(1));
        }
    };
    let mut results = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.get().min(jobs.len()))
            .map(|_| scope.spawn(worker))
            .collect();
        let mut results = worker();
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                // Only `finished` can have done that.
                Err(payload) => panic::resume_unwind(payload),
            }
        }
        results
    });
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

fn said(payload: &(dyn core::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("something that is no text")
}

fn clipped(text: &str) -> String {
    text.chars().take(200).collect()
}
