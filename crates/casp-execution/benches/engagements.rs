//! What many engagements at once weigh, and how fast the engines take what arrives, signatures counted apart.
//!
//! `CASP_ENGAGEMENTS=100000 cargo bench -p casp-execution --bench engagements` (10,000 unless told).
//!
//! A requester and a provider bring so many tasks to the point where the provider works, all at once, with every statement signed and
//! verified and every record written to nowhere. Then criterion measures, with all of them held, what the engines do
//! beside cryptography: a result that was verified elsewhere is taken (`receive_verified`: book, record, event), and so is an offer.
//! Making and verifying them is outside the measured time. Last, the whole way of a task from offer to ack is measured with
//! signatures, twelve events, beside the bare making and checking of six statements: each sealed, verified as own, and verified
//! as received.

#![allow(
    clippy::restriction,
    clippy::disallowed_methods,
    reason = "a bench may stop, and takes the time"
)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use std::time::{Duration, Instant};

use casp_execution::provider::Finish;
use casp_execution::requester::Acknowledging;
use casp_execution::{Action, Provider, ProviderLimits, Requester, RequesterLimits};
use casp_identity::{KnownAgents, ObjectId, Signed, SoftwareKey, Verifier};
use casp_task::{OfferKind, TaskResultKind};
use casp_wire::v1::{Offer, SideEffect, TaskResult, TaskStatus};
use criterion::{Criterion, Throughput};
use peak_alloc::PeakAlloc;
use scene::{ALICE, BOB, HOUR, NETWORK, NOW, Random, input, output, random, speaker};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

type Alice = Requester<SoftwareKey, Random>;
type Bob = Provider<SoftwareKey, Random>;

fn main() {
    let engagements = std::env::var("CASP_ENGAGEMENTS").ok().and_then(|it| it.parse().ok());
    let is_test = std::env::args().any(|argument| argument == "--test");
    let engagements: usize = engagements.unwrap_or(if is_test { 100 } else { 10_000 });
    let mut held = Held::new(engagements);
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500))
        .configure_from_args();
    held.medians(if is_test { 1 } else { 2_000 });
    held.measure(&mut criterion);
    held.course(&mut criterion);
    criterion.final_summary();
}

/// Writes nothing, sends from one to the other, and drops what is told.
fn settle(alice: &mut Alice, bob: &mut Bob, now_ms: i64) {
    loop {
        let mut quiet = true;
        while let Some(action) = alice.poll() {
            match action {
                Action::Persist(persist) => alice.persisted(persist.ticket),
                Action::Send(outgoing) => {
                    quiet = false;
                    let _ = bob.receive(&outgoing.bundle, now_ms);
                }
                Action::Event(_) => {}
            }
        }
        while let Some(action) = bob.poll() {
            match action {
                Action::Persist(persist) => bob.persisted(persist.ticket),
                Action::Send(outgoing) => {
                    quiet = false;
                    let _ = alice.receive(&outgoing.bundle, now_ms);
                }
                Action::Event(_) => {}
            }
        }
        if quiet {
            return;
        }
    }
}

struct Held {
    alice: Alice,
    bob: Bob,
    contracts: Vec<ObjectId>,
    /// Contracts whose result has not been taken yet, from here on.
    next: usize,
}

impl Held {
    fn new(engagements: usize) -> Self {
        // Room for those that the measurements add.
        let most = engagements + 10_000_000;
        let of_alice = RequesterLimits {
            engagements: most,
            ..RequesterLimits::default()
        };
        let of_bob = ProviderLimits {
            engagements: most,
            engagements_per_requester: most,
            places: most,
            places_per_requester: most,
            ..ProviderLimits::default()
        };
        let mut held = Self {
            alice: Requester::new(speaker(ALICE), random(1), of_alice),
            bob: Provider::new(speaker(BOB), random(2), of_bob),
            contracts: Vec::with_capacity(engagements),
            next: 0,
        };
        let empty = HEAP.current_usage();
        let begin = Instant::now();
        for _ in 0..engagements {
            let contract = contract(&mut held.alice, &mut held.bob);
            held.contracts.push(contract);
        }
        let took = begin.elapsed();
        let both = HEAP.current_usage() - empty;
        let journal: usize = held.bob.compacted().iter().map(Vec::len).sum();
        println!("{engagements} engagements at once, each with its request in the provider's book:");
        println!("  memory of both sides          {:>8} bytes each", both / engagements);
        println!(
            "  the provider's journal        {:>8} bytes each",
            journal / engagements
        );
        println!(
            "  from offer to request, signed {:>8} ns each",
            took.as_nanos() / engagements as u128
        );
        held
    }

    /// Medians of single events: on a machine that others use, most of them are not interrupted, and the means above are.
    fn medians(&mut self, events: usize) {
        let (known, mut nonces) = (KnownAgents::new(0), random(11));
        let mut alices = Verifier::new(NETWORK, Some(speaker(ALICE).author.agent));
        let mut bobs = Verifier::new(NETWORK, Some(speaker(BOB).author.agent));
        let signer = (speaker(ALICE).signer, speaker(BOB).signer);
        let mut times: [Vec<Duration>; 4] = Default::default();
        for _ in 0..events.min(self.contracts.len()) {
            let result = self.result(&self.contracts[self.next]);
            self.next += 1;
            let signed = Signed::<TaskResultKind>::seal(&result, &signer.1).expect("a result");
            let verified = alices.verify(signed, &known, NOW).expect("a result");
            let begin = Instant::now();
            self.alice.receive_verified(verified, NOW).expect("the first");
            while let Some(action) = self.alice.poll() {
                if let Action::Persist(persist) = action {
                    self.alice.persisted(persist.ticket);
                }
            }
            times[0].push(begin.elapsed());
            let mut nonce = [0; 16];
            nonces(&mut nonce);
            let message = offer(nonce);
            let begin = Instant::now();
            let signed = Signed::<OfferKind>::seal(&message, &signer.0).expect("an offer");
            alices.verify_own(signed.clone(), &known, NOW).expect("an offer");
            let verified = bobs.verify(signed, &known, NOW).expect("an offer");
            times[2].push(begin.elapsed());
            let begin = Instant::now();
            self.bob.receive_verified(verified, NOW).expect("room");
            while self.bob.poll().is_some() {}
            times[1].push(begin.elapsed());
            let begin = Instant::now();
            let contract = contract(&mut self.alice, &mut self.bob);
            self.bob
                .finish(&contract, Finish::completed(output()), NOW)
                .expect("a task");
            settle(&mut self.alice, &mut self.bob, NOW);
            self.alice
                .acknowledge(&contract, Acknowledging::Checked, NOW)
                .expect("a result");
            settle(&mut self.alice, &mut self.bob, NOW);
            times[3].push(begin.elapsed());
        }
        let median = |mut times: Vec<Duration>| {
            times.sort_unstable();
            times[times.len() / 2].as_nanos()
        };
        let [result, offer, statement, task] = times.map(median);
        println!("  a result is taken, unsigned   {result:>8} ns");
        println!("  an offer is taken, unsigned   {offer:>8} ns");
        println!("  a statement, made and checked {statement:>8} ns");
        println!(
            "  a task from offer to ack      {task:>8} ns, {:.2} times its six statements",
            task as f64 / (6 * statement) as f64
        );
    }

    fn measure(&mut self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("engines, without signatures");
        group.throughput(Throughput::Elements(1));
        let mut verifier = Verifier::new(NETWORK, Some(speaker(ALICE).author.agent));
        let known = KnownAgents::new(0);
        group.bench_function("a result is taken", |bencher| {
            bencher.iter_custom(|iterations| {
                let mut spent = Duration::ZERO;
                for _ in 0..iterations {
                    if self.next == self.contracts.len() {
                        let more = contract(&mut self.alice, &mut self.bob);
                        self.contracts.push(more);
                    }
                    let result = self.result(&self.contracts[self.next]);
                    self.next += 1;
                    let signed = Signed::<TaskResultKind>::seal(&result, &speaker(BOB).signer).expect("a result");
                    let verified = verifier.verify(signed, &known, NOW).expect("a result");
                    let begin = Instant::now();
                    self.alice.receive_verified(verified, NOW).expect("the first");
                    while let Some(action) = self.alice.poll() {
                        if let Action::Persist(persist) = action {
                            self.alice.persisted(persist.ticket);
                        }
                    }
                    spent += begin.elapsed();
                }
                spent
            });
        });
        let mut verifier = Verifier::new(NETWORK, Some(speaker(BOB).author.agent));
        let mut nonces = random(9);
        group.bench_function("an offer is taken", |bencher| {
            bencher.iter_custom(|iterations| {
                let mut spent = Duration::ZERO;
                for _ in 0..iterations {
                    let mut nonce = [0; 16];
                    nonces(&mut nonce);
                    let signed = Signed::<OfferKind>::seal(&offer(nonce), &speaker(ALICE).signer).expect("an offer");
                    let verified = verifier.verify(signed, &known, NOW).expect("an offer");
                    let begin = Instant::now();
                    self.bob.receive_verified(verified, NOW).expect("room");
                    while self.bob.poll().is_some() {}
                    spent += begin.elapsed();
                }
                spent
            });
        });
        group.finish();
    }

    /// The whole way of a task.
    fn course(&mut self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("a task from offer to ack");
        group.throughput(Throughput::Elements(12));
        group.bench_function("both engines, signed", |bencher| {
            bencher.iter(|| {
                let contract = contract(&mut self.alice, &mut self.bob);
                self.bob
                    .finish(&contract, Finish::completed(output()), NOW)
                    .expect("a task");
                settle(&mut self.alice, &mut self.bob, NOW);
                self.alice
                    .acknowledge(&contract, Acknowledging::Checked, NOW)
                    .expect("a result");
                settle(&mut self.alice, &mut self.bob, NOW);
            });
        });
        let mut own = Verifier::new(NETWORK, Some(speaker(ALICE).author.agent));
        let mut theirs = Verifier::new(NETWORK, Some(speaker(BOB).author.agent));
        let (known, mut nonces, signer) = (KnownAgents::new(0), random(10), speaker(ALICE).signer);
        group.bench_function("its six statements, made and checked alone", |bencher| {
            bencher.iter(|| {
                for _ in 0..6 {
                    let mut nonce = [0; 16];
                    nonces(&mut nonce);
                    let signed = Signed::<OfferKind>::seal(&offer(nonce), &signer).expect("an offer");
                    own.verify_own(signed.clone(), &known, NOW).expect("an offer");
                    theirs.verify(signed, &known, NOW).expect("an offer");
                }
            });
        });
        group.finish();
    }

    fn result(&self, contract: &ObjectId) -> TaskResult {
        let request = self
            .alice
            .engagement(contract)
            .and_then(|it| it.request())
            .expect("a request");
        TaskResult {
            header: Some(speaker(BOB).author.lasting(Some(speaker(ALICE).author.agent), NOW)),
            contract: contract.0.to_vec(),
            request: request.0.to_vec(),
            status: TaskStatus::Completed.into(),
            output: Some(output()),
            ..TaskResult::default()
        }
    }
}

/// A task that the provider works on.
fn contract(alice: &mut Alice, bob: &mut Bob) -> ObjectId {
    let offer = alice.offer(scene::offering(BOB, SideEffect::None), NOW).expect("room");
    settle(alice, bob, NOW);
    bob.quote(&offer, scene::quoting(), NOW).expect("place");
    settle(alice, bob, NOW);
    let contract = alice.accept(&offer, scene::accepting(), NOW).expect("a quote");
    settle(alice, bob, NOW);
    contract
}

fn offer(nonce: [u8; 16]) -> Offer {
    let author = speaker(ALICE).author;
    Offer {
        header: Some(author.one_shot(speaker(BOB).author.agent, nonce, NOW, HOUR)),
        descriptor: vec![7; 32],
        terms: Some(scene::terms(SideEffect::None)),
        input_media_type: "text/plain".into(),
        input_bytes: input().size_bytes,
    }
}
