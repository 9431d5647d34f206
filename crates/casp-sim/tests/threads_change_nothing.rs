//! Jobs on threads: order, and panics.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test may stop, and its numbers are its own"
)]

use core::num::NonZeroUsize;
use std::collections::BTreeSet;
use std::sync::Mutex;

use casp_sim::chance::Streams;
use casp_sim::run::{Job, run};

fn threads(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

fn jobs() -> Vec<Job<u32>> {
    let points = [200_000, 1, 50_000, 0, 1_000, 120_000, 3];
    points
        .into_iter()
        .flat_map(|point| (0..9).map(move |seed| Job { point, seed }))
        .collect()
}

/// Work whose length depends on the point.
fn work(job: &Job<u32>) -> u64 {
    let mut stream = Streams::new(job.seed).stream("work", u64::from(job.point));
    (0..job.point).fold(0, |sum, _| sum ^ stream.next_u64())
}

#[test]
fn uneven_jobs_give_the_same_on_one_thread_and_on_four() {
    let one = run(&jobs(), threads(1), work, |_| ());
    for count in [2, 4, 100] {
        assert_eq!(run(&jobs(), threads(count), work, |_| ()), one);
    }
    let expected: Vec<_> = jobs().iter().map(|job| Ok(work(job))).collect();
    assert_eq!(one, expected);
}

#[test]
fn several_threads_do_work() {
    let barrier = std::sync::Barrier::new(4);
    let jobs: Vec<_> = (0..4).map(|seed| Job { point: (), seed }).collect();
    // Each waits for all the others, which on fewer threads would never come.
    let results = run(&jobs, threads(4), |_| barrier.wait(), |_| ());
    assert_eq!(results.len(), 4);
}

#[test]
fn a_panic_names_its_job_and_stops_no_other() {
    for count in [1, 4] {
        let results = run(
            &jobs(),
            threads(count),
            |job| {
                assert!(job.point != 1_000 || job.seed != 2, "out of luck");
                job.seed
            },
            |_| (),
        );
        let failed: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(
            failed[0].to_string(),
            "job 38 (point 1000, seed 2) panicked: out of luck"
        );
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), jobs().len() - 1);
    }
}

#[test]
fn each_job_is_told_once_when_it_is_done() {
    let told = Mutex::new(Vec::new());
    run(&jobs(), threads(3), work, |done| told.lock().unwrap().push(done));
    let told = told.into_inner().unwrap();
    assert_eq!(told.len(), jobs().len());
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), (1..=jobs().len()).collect());
}

#[test]
fn no_jobs_are_no_results() {
    let none: [Job<u32>; 0] = [];
    assert!(run(&none, threads(4), work, |_| ()).is_empty());
}
