//! The hold model at 100,000 pending events, one event a hold: a bare binary heap, our queue and NeXosim in turn, then SimPy.
//!
//! SimPy runs if `CASP_PYTHON` names a Python that has it.

mod histories;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use casp_sim::chance::Streams;
use casp_sim::engine::{Queue, Span, Time};
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::EventSource;
use nexosim::simulation::{EventId, Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

const PENDING: u64 = 100_000;
/// A power of two.
const INCREMENTS: usize = 1 << 18;
/// So many events happen in a round: the mean increment is a second, and 100,000 are pending.
const ROUND_MS: i64 = 5_000;
const ROUNDS: usize = 7;

/// Increments that are drawn beforehand, microseconds, one after another and again from the start.
#[derive(Serialize, Deserialize)]
struct Increments(Vec<i64>, usize);

impl Increments {
    fn new() -> Self {
        let mut stream = Streams::new(1).stream("hold", 0);
        // At least 1: NeXosim schedules nothing for now.
        let drawn = (0..INCREMENTS).map(|_| stream.exponential(Span(1_000_000)).0.max(1));
        Self(drawn.collect(), 0)
    }

    fn next(&mut self) -> i64 {
        self.1 = (self.1 + 1) & (INCREMENTS - 1);
        self.0[self.1]
    }
}

/// What holds events. A round runs all that come within [`ROUND_MS`] and gives their count.
trait Holds {
    fn round(&mut self, until_ms: i64) -> u64;
}

struct Bare(BinaryHeap<Reverse<(i64, u64)>>, Increments);

impl Bare {
    fn new() -> Self {
        let mut increments = Increments::new();
        let heap = (0..PENDING).map(|number| Reverse((increments.next(), number)));
        Self(heap.collect(), increments)
    }
}

impl Holds for Bare {
    fn round(&mut self, until_ms: i64) -> u64 {
        let mut happened = 0;
        while let Some(Reverse((at, number))) = self.0.pop() {
            self.0.push(Reverse((at + self.1.next(), black_box(number))));
            happened += 1;
            if at >= until_ms * 1_000 {
                break;
            }
        }
        happened
    }
}

struct Ours(Queue<u64>, Increments);

impl Ours {
    fn new() -> Self {
        let (mut queue, mut increments) = (Queue::new(Time(0)), Increments::new());
        for number in 0..PENDING {
            queue.schedule(Time(increments.next()), number);
        }
        Self(queue, increments)
    }
}

impl Holds for Ours {
    fn round(&mut self, until_ms: i64) -> u64 {
        let mut happened = 0;
        while let Some(number) = self.0.next_before(Time::of_ms(until_ms)) {
            let at = self.0.now().after(Span(self.1.next()));
            self.0.schedule(at, black_box(number));
            happened += 1;
        }
        happened
    }
}

#[derive(Serialize, Deserialize)]
struct Holder {
    increments: Increments,
    happened: u64,
}

#[Model]
impl Holder {
    pub fn start(&mut self, number: u64, context: &Context<Self>) {
        let increment = Duration::from_micros(self.increments.next().unsigned_abs());
        context
            .schedule_event(increment, schedulable!(Self::happen), number)
            .expect("a later time");
    }

    #[nexosim(schedulable)]
    fn happen(&mut self, number: u64, context: &Context<Self>) {
        self.happened += 1;
        self.start(black_box(number), context);
    }

    pub async fn happened(&mut self) -> u64 {
        self.happened
    }
}

/// One model on one thread: what its queue and its executor cost, without anything that crosses threads.
struct Nexosim {
    simulation: Simulation,
    count: nexosim::simulation::QueryId<(), u64>,
    before: u64,
}

impl Nexosim {
    fn new(threads: usize) -> Self {
        let holder = Holder {
            increments: Increments::new(),
            happened: 0,
        };
        let mailbox = Mailbox::new();
        let mut bench = SimInit::with_num_threads(threads);
        let start: EventId<u64> = EventSource::new().connect(Holder::start, &mailbox).register(&mut bench);
        let count = nexosim::ports::QuerySource::new()
            .connect(Holder::happened, &mailbox)
            .register(&mut bench);
        let mut simulation = bench
            .add_model(holder, mailbox, "holder")
            .init(MonotonicTime::EPOCH)
            .expect("a bench");
        for number in 0..PENDING {
            simulation.process_event(&start, number).expect("it starts");
        }
        let before = 0;
        Self {
            simulation,
            count,
            before,
        }
    }
}

impl Holds for Nexosim {
    fn round(&mut self, until_ms: i64) -> u64 {
        let end = MonotonicTime::EPOCH + Duration::from_millis(until_ms.unsigned_abs());
        self.simulation.step_until(end).expect("it runs");
        let all = self.simulation.process_query(&self.count, ()).expect("it answers");
        std::mem::replace(&mut self.before, all).abs_diff(all)
    }
}

fn main() {
    histories::compare();
    let mut holders: [(&str, Box<dyn Holds>); 4] = [
        ("bare BinaryHeap", Box::new(Bare::new())),
        ("casp-sim Queue", Box::new(Ours::new())),
        ("NeXosim, 1 thread", Box::new(Nexosim::new(1))),
        ("NeXosim, 2 threads", Box::new(Nexosim::new(2))),
    ];
    let mut costs = [const { Vec::new() }; 4];
    // The first round is not counted: until then the pending times are not yet those of the model.
    for round in 0..=ROUNDS {
        let until_ms = ROUND_MS * i64::try_from(round + 1).expect("few rounds");
        for ((_, holder), costs) in holders.iter_mut().zip(&mut costs) {
            let start = Instant::now();
            let happened = holder.round(until_ms);
            let took = start.elapsed();
            assert!(happened.abs_diff(500_000) < 10_000, "{happened} events in a round");
            if round > 0 {
                costs.push(took.as_secs_f64() * 1e9 / happened as f64);
            }
        }
    }
    println!("hold at {PENDING} pending, ns an event, median of {ROUNDS} rounds in turn:");
    let medians = costs.map(|mut costs| {
        costs.sort_unstable_by(f64::total_cmp);
        costs[ROUNDS / 2]
    });
    for ((name, _), cost) in holders.iter().zip(medians) {
        println!("  {name:20} {cost:9.1}   speed to bare heap {:.3}", medians[0] / cost);
    }
    let Some(python) = std::env::var_os("CASP_PYTHON") else {
        println!("  SimPy is left out: CASP_PYTHON names no Python");
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/hold.py");
    let output = Command::new(python).arg(script).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let (name, cost) = line.split_once('\t').expect("a name and a figure");
        let cost: f64 = cost.parse().expect("a figure");
        println!("  {name:20} {cost:9.1}   speed to bare heap {:.3}", medians[0] / cost);
    }
}
