//! The hold model (D. Jones, *An Empirical Comparison of Priority-Queue and Event-Set Implementations*, CACM 1986) at 100,000
//! pending events: take the next event, schedule one an exponential time later. Our queue beside a bare binary heap.
//!
//! `cargo bench -p casp-sim --bench queue`

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    reason = "a bench may stop, and reads the clock"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use casp_sim::chance::Streams;
use casp_sim::engine::{Queue, Span, Time};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const PENDING: u64 = 100_000;
/// Drawn beforehand, so that no time goes into logarithms. A power of two.
const INCREMENTS: usize = 1 << 18;
const ROUNDS: usize = 15;
const HOLDS: u64 = 1_000_000;

/// Increments that are drawn, one after another and again from the start.
struct Increments(Vec<i64>, usize);

impl Increments {
    fn new() -> Self {
        let mut stream = Streams::new(1).stream("hold", 0);
        Self(
            (0..INCREMENTS).map(|_| stream.exponential(Span(1_000_000)).0).collect(),
            0,
        )
    }

    fn next(&mut self) -> i64 {
        self.1 = (self.1 + 1) & (INCREMENTS - 1);
        self.0[self.1]
    }
}

struct Bare {
    heap: BinaryHeap<Reverse<(i64, u64)>>,
    increments: Increments,
}

impl Bare {
    fn new() -> Self {
        let mut increments = Increments::new();
        let heap = (0..PENDING)
            .map(|number| Reverse((increments.next(), number)))
            .collect();
        Self { heap, increments }
    }

    fn hold(&mut self, times: u64) {
        for _ in 0..times {
            let Reverse((at, number)) = self.heap.pop().expect("one is pending");
            let at = at + self.increments.next();
            self.heap.push(Reverse((at, black_box(number))));
        }
    }
}

struct Ours {
    queue: Queue<u64>,
    increments: Increments,
}

impl Ours {
    fn new() -> Self {
        let (mut queue, mut increments) = (Queue::new(Time(0)), Increments::new());
        for number in 0..PENDING {
            queue.schedule(Time(increments.next()), number);
        }
        Self { queue, increments }
    }

    fn hold(&mut self, times: u64) {
        for _ in 0..times {
            let number = self.queue.next_before(Time(i64::MAX)).expect("one is pending");
            let at = self.queue.now().after(Span(self.increments.next()));
            self.queue.schedule(at, black_box(number));
        }
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Rounds in turn, so that what slows the machine down slows both; the median of each, and the ratio.
fn ratio(_: &mut Criterion) {
    let (mut bare, mut ours) = (Bare::new(), Ours::new());
    bare.hold(HOLDS);
    ours.hold(HOLDS);
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| (timed(|| bare.hold(HOLDS)), timed(|| ours.hold(HOLDS))))
        .collect();
    let mut median = |half: fn(&(Duration, Duration)) -> Duration| {
        times.sort_unstable_by_key(half);
        half(&times[ROUNDS / 2]).as_secs_f64() * 1e9 / HOLDS as f64
    };
    let (bare, ours) = (median(|pair| pair.0), median(|pair| pair.1));
    println!("hold at {PENDING} pending, medians of {ROUNDS} rounds of {HOLDS}, in turn:");
    println!("  bare BinaryHeap<Reverse<(i64, u64)>>  {bare:6.1} ns");
    println!("  casp_sim::engine::Queue<u64>          {ours:6.1} ns");
    println!("  speed of the queue to that of the bare heap  {:.2}", bare / ours);
}

fn hold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hold-100000");
    group.throughput(Throughput::Elements(1));
    let mut bare = Bare::new();
    bare.hold(HOLDS);
    group.bench_function("bare_binary_heap", |bench| bench.iter(|| bare.hold(1)));
    let mut ours = Ours::new();
    ours.hold(HOLDS);
    group.bench_function("queue", |bench| bench.iter(|| ours.hold(1)));
    group.finish();
}

criterion_group!(benches, ratio, hold);
criterion_main!(benches);
