//! What the funnel itself costs: one tier-2 task from its answer to its end, without network, signatures and the report.
//!
//! `cargo bench -p casp-execution --bench funnel`. Sixteen candidates that fit, of which the first fails its canary, the second does
//! not quote, and the third passes and does the work: three probes, one contract, 12 events, 20 actions. Beside it the same
//! with one candidate, the filter and order alone (a task that is stopped at once), and the report as JSON and as SVG.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "a bench may stop")]

#[path = "../tests/funnel_support/mod.rs"]
mod funnel_support;

use std::hint::black_box;
use std::time::Duration;

use casp_execution::funnel::{Action, Advice, DeliveredAs, Event, Found, Funnel, Plan, ProbeVerdict, Purpose};
use casp_trust::probe::PassCache;
use casp_wire::v1::SideEffect;
use criterion::{BatchSize, Criterion};
use funnel_support::*;

/// Plays a task; the first `unlucky` candidates fail their canary or do not quote.
fn play(plan: Plan, policy: &Given, known: &Known, candidates: std::sync::Arc<[Found]>, unlucky: u32) -> Funnel {
    let mut passes = PassCache::new(16);
    let advice = &mut Advice {
        policy,
        memory: known,
        passes: &mut passes,
    };
    let mut now_ms = NOW;
    let mut funnel = Funnel::new(plan, policy, now_ms);
    let mut candidates = Some(candidates);
    let (mut purpose, mut probed) = (Purpose::Work, 0);
    while let Some(action) = funnel.poll_action() {
        now_ms += 1;
        let event = match action {
            Action::Discover { round, .. } => Event::Found {
                round,
                candidates: candidates.take().unwrap_or_else(|| [].into()),
            },
            Action::Engage {
                ticket, purpose: of, ..
            } => {
                purpose = of;
                probed += u32::from(of != Purpose::Work);
                if probed == 2 && unlucky >= 2 && of != Purpose::Work {
                    Event::QuoteRefused { ticket }
                } else {
                    Event::Quoted {
                        ticket,
                        price_micros: PRICE,
                    }
                }
            }
            Action::Accept { ticket } if purpose == Purpose::Work => Event::Delivered {
                ticket,
                status: DeliveredAs::Completed,
            },
            Action::Accept { ticket } => Event::ProbeEnded {
                ticket,
                verdict: if probed > unlucky {
                    ProbeVerdict::Passed
                } else {
                    ProbeVerdict::Failed
                },
            },
            _ => continue,
        };
        funnel.handle(event, advice, now_ms);
    }
    funnel
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    let mut policy = all_tiers();
    policy.0.evidence = None;
    let known = Known::default();
    let sixteen: std::sync::Arc<[Found]> = candidates(16).into();
    let one: std::sync::Arc<[Found]> = candidates(1).into();
    let mut group = criterion.benchmark_group("funnel");
    for (name, candidates, unlucky) in [
        ("tier-2 task, 16 candidates", &sixteen, 2),
        ("tier-2 task, 1 candidate", &one, 0),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || (plan(SideEffect::None), candidates.clone()),
                |(plan, candidates)| play(plan, &policy, &known, black_box(candidates), unlucky),
                BatchSize::SmallInput,
            );
        });
    }
    let ended = play(plan(SideEffect::None), &policy, &known, sixteen.clone(), 2);
    assert!(matches!(
        ended.ending(),
        Some(casp_execution::funnel::Ending::Completed { .. })
    ));
    group.bench_function("report as JSON", |bencher| bencher.iter(|| ended.report().to_json()));
    group.bench_function("report as SVG", |bencher| bencher.iter(|| ended.report().to_svg()));
    group.finish();
    criterion.final_summary();
    let is_test = std::env::args().any(|argument| argument == "--test");
    let rounds = if is_test { 1 } else { 40_000 };
    for (name, candidates, unlucky) in [("16 candidates", &sixteen, 2), ("1 candidate", &one, 0)] {
        let plans = processor_ms(|| (0..rounds).for_each(|_| drop(black_box(plan(SideEffect::None)))));
        let played = processor_ms(|| {
            (0..rounds).for_each(|_| {
                drop(play(
                    plan(SideEffect::None),
                    &policy,
                    &known,
                    candidates.clone(),
                    unlucky,
                ))
            });
        });
        let each_us = (played - plans) * 1_000.0 / f64::from(rounds);
        println!("processor time of a tier-2 task, {name}: {each_us:.1} µs");
    }
}

/// Processor time of this process, to the 10 ms that Linux tells: whatever else the machine does is not in it.
fn processor_ms(run: impl FnOnce()) -> f64 {
    let ticks = || -> f64 {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let field = |at: usize| {
            fields
                .get(at)
                .and_then(|field| field.parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        field(11) + field(12)
    };
    let before = ticks();
    run();
    (ticks() - before) * 10.0
}
