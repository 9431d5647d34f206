//! Whether NeXosim gives one history on any number of threads: senders that all send to one receiver at the same times.

use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSource, Output, QuerySource};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

const SENDERS: u32 = 16;
const TIMES: u64 = 2_000;

#[derive(Serialize, Deserialize)]
struct Sender {
    number: u32,
    out: Output<u32>,
}

#[Model]
impl Sender {
    pub fn start(&mut self, (): (), context: &Context<Self>) {
        let later = Duration::from_millis(1);
        context
            .schedule_event(later, schedulable!(Self::happen), ())
            .expect("a later time");
    }

    #[nexosim(schedulable)]
    async fn happen(&mut self, _: (), context: &Context<Self>) {
        self.out.send(self.number).await;
        self.start((), context);
    }
}

#[derive(Serialize, Deserialize)]
struct Receiver {
    heard: Vec<u32>,
}

#[Model]
impl Receiver {
    pub fn hear(&mut self, number: u32) {
        self.heard.push(number);
    }

    pub async fn heard(&mut self) -> Vec<u32> {
        self.heard.clone()
    }
}

/// In which order the receiver hears them.
fn history(threads: usize) -> Vec<u32> {
    let mut bench = SimInit::with_num_threads(threads);
    let receiver_mailbox = Mailbox::new();
    let mut starts = Vec::new();
    for number in 0..SENDERS {
        let mailbox = Mailbox::new();
        let mut sender = Sender {
            number,
            out: Output::default(),
        };
        sender.out.connect(Receiver::hear, &receiver_mailbox);
        let start = EventSource::new().connect(Sender::start, &mailbox);
        starts.push(start.register(&mut bench));
        bench = bench.add_model(sender, mailbox, &format!("sender {number}"));
    }
    let heard = QuerySource::new().connect(Receiver::heard, &receiver_mailbox);
    let heard = heard.register(&mut bench);
    let receiver = Receiver { heard: Vec::new() };
    let bench = bench.add_model(receiver, receiver_mailbox, "receiver");
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("a bench");
    for start in &starts {
        simulation.process_event(start, ()).expect("it starts");
    }
    simulation.step_until(Duration::from_millis(TIMES)).expect("it runs");
    simulation.process_query(&heard, ()).expect("it answers")
}

/// Prints whether histories are the same: of two runs on as many threads, and beside one thread.
pub fn compare() {
    let one = history(1);
    assert_eq!(one.len() as u64, u64::from(SENDERS) * TIMES);
    println!(
        "NeXosim, {SENDERS} senders, one receiver, {TIMES} times; events of {} that differ:",
        one.len()
    );
    for threads in [1, 2, 4] {
        let (first, second) = (history(threads), history(threads));
        println!(
            "  {threads} threads: {:5} from one run to the next, {:5} from 1 thread",
            differ(&first, &second),
            differ(&first, &one)
        );
    }
}

fn differ(left: &[u32], right: &[u32]) -> usize {
    left.iter().zip(right).filter(|(left, right)| left != right).count()
}
