//! Stations: waiting, refusing and utilisation, against a line that is kept job by job and against queueing theory.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may stop, and its numbers are its own"
)]

use core::num::NonZeroU16;

use casp_sim::chance::Streams;
use casp_sim::engine::{Span, Time};
use casp_sim::station::{Refused, Station};
use proptest::prelude::*;

fn servers(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

#[test]
fn two_servers_take_three_jobs() {
    let mut station = Station::new(servers(2), None, Time(0));
    assert_eq!(station.serve(Time(0), Span(10)), Ok(Time(10)));
    assert_eq!(station.serve(Time(0), Span(4)), Ok(Time(4)));
    assert_eq!(station.wait(Time(1)), Span(3));
    assert_eq!(station.serve(Time(1), Span(5)), Ok(Time(9)));
    // Until 9: nine of the ten of the first, and all others.
    assert!((station.utilisation(Time(9)) - 1.0).abs() < 1e-12);
    assert!((station.utilisation(Time(20)) - 19.0 / 40.0).abs() < 1e-12);
}

#[test]
fn a_job_that_would_wait_too_long_is_refused_and_leaves_no_trace() {
    let mut station = Station::new(servers(1), Some(Span(10)), Time(0));
    assert_eq!(station.serve(Time(0), Span(10)), Ok(Time(10)));
    assert_eq!(station.serve(Time(0), Span(1)), Ok(Time(11)));
    let (wait, bound) = (Span(11), Span(10));
    assert_eq!(station.serve(Time(0), Span(1)), Err(Refused { wait, bound }));
    assert_eq!(station.serve(Time(1), Span(1)), Ok(Time(12)));
    assert_eq!((station.served(), station.refused()), (3, 1));
}

#[test]
fn the_mean_wait_is_that_of_the_theory() {
    const JOBS: u32 = 400_000;
    let streams = Streams::new(5);
    let (mut gaps, mut services) = (streams.stream("gaps", 0), streams.stream("services", 0));
    let mut station = Station::new(servers(1), None, Time(0));
    let (mut now, mut waited) = (Time(0), 0.0);
    for _ in 0..JOBS {
        now = now.after(gaps.exponential(Span(10_000)));
        let service = services.exponential(Span(7_000));
        let done = station.serve(now, service).unwrap();
        waited += done.since(now).0 as f64 - service.0 as f64;
    }
    // M/M/1 at 0.7: the mean wait is 0.7 / (1 - 0.7) services.
    let mean = waited / f64::from(JOBS);
    assert!((mean - 16_333.0).abs() < 800.0, "{mean}");
    assert!((station.utilisation(now) - 0.7).abs() < 0.01);
}

proptest! {
    #[test]
    fn a_station_does_what_a_line_kept_by_hand_does(
        count in 1_u16..5,
        bound in prop::option::of(0_i64..60),
        jobs in prop::collection::vec((0_i64..20, 0_i64..40), 1..60),
        beyond in 0_i64..100,
    ) {
        let mut station = Station::new(servers(count), bound.map(Span), Time(0));
        let mut free = vec![0_i64; usize::from(count)];
        let mut work: Vec<(i64, i64)> = Vec::new();
        let mut now = 0;
        for (gap, service) in jobs {
            now += gap;
            let first = (0..free.len()).min_by_key(|server| free[*server]).unwrap();
            let starts = free[first].max(now);
            let taken = bound.is_none_or(|bound| starts - now <= bound);
            let answer = station.serve(Time(now), Span(service));
            prop_assert_eq!(answer.is_ok(), taken);
            if taken {
                free[first] = starts + service;
                work.push((starts, starts + service));
                prop_assert_eq!(answer, Ok(Time(starts + service)));
            }
        }
        let until = now + beyond;
        let worked: i64 = work.iter().map(|(from, to)| (to.min(&until) - from.min(&until)).max(0)).sum();
        let share = if until == 0 { 0.0 } else { worked as f64 / (until as f64 * f64::from(count)) };
        prop_assert!((station.utilisation(Time(until)) - share).abs() < 1e-12);
    }

    #[test]
    fn no_time_is_too_large(jobs in prop::collection::vec((any::<i64>(), any::<i64>()), 1..20)) {
        let mut station = Station::new(servers(2), Some(Span(1)), Time(i64::MIN));
        for (at, service) in jobs {
            if let Ok(done) = station.serve(Time(at), Span(service)) {
                prop_assert!(done >= Time(at));
            }
            prop_assert!(!station.utilisation(Time(at)).is_nan());
        }
    }
}
