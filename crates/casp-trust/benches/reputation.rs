//! How long a standing takes to look up and an outcome to count at a million subjects, and what a subject weighs.
//!
//! `cargo bench -p casp-trust --bench reputation` (`CASP_SUBJECTS` for another number). Looking up is measured over subjects in an order
//! that no cache foresees.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "a bench may stop"
)]

use std::hint::black_box;
use std::time::Duration;

use casp_identity::{AgentId, HashKey, ObjectId};
use casp_trust::Subject;
use casp_trust::reputation::{Reputation, ReputationLimits, ReputationRules, Seen, Taken, danger};
use casp_wire::v1::Outcome;
use criterion::Criterion;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const NOW: i64 = 1_767_225_600_000;

/// Raters of a subject that has some.
const RATERS: u64 = 8;

fn main() {
    let told = std::env::var("CASP_SUBJECTS").ok().and_then(|it| it.parse().ok());
    let subjects: u64 = told.unwrap_or(1_000_000);
    let before = HEAP.current_usage();
    let mut reputation = empty(subjects);
    for n in 0..subjects {
        count(&mut reputation, n, n, NOW);
    }
    let each = (HEAP.current_usage() - before) / usize::try_from(subjects).unwrap();
    println!("{subjects} subjects with an own outcome each: {each} bytes a subject, its contract included");

    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .sample_size(20)
        .configure_from_args();
    let mut group = criterion.benchmark_group("reputation");
    // Names are made beforehand; a funnel has them in its candidates.
    let known: Vec<Subject> = (0..65_536).map(|n| subject(scattered(n) % subjects)).collect();
    let strangers: Vec<Subject> = (0..65_536).map(|n| subject(subjects + n)).collect();
    let mut at = 0;
    let mut next = move || {
        at = (at + 1) % 65_536;
        at
    };
    group.bench_function("standing", |bench| {
        bench.iter(|| black_box(reputation.standing(&known[next()], NOW + 1)));
    });
    group.bench_function("standing of a stranger", |bench| {
        bench.iter(|| black_box(reputation.standing(&strangers[next()], NOW + 1)));
    });
    let mut contract = subjects;
    group.bench_function("own outcome", |bench| {
        bench.iter(|| {
            contract += 1;
            count(&mut reputation, contract, scattered(contract) % subjects, NOW + 1);
        });
    });
    for (rater, who) in (0..RATERS).flat_map(|rater| (0..65_536).map(move |n| (rater, n))) {
        let (issuer, of) = (subject(2 * subjects + rater).agent, known[who].clone());
        let number = rater * 65_536 + u64::try_from(who).unwrap();
        let (report, contract) = (name(1, number), name(2, number));
        let at_ms = NOW + 1 + i64::try_from(who).unwrap();
        let heard = danger::foreign_report(report, issuer, contract, of, Outcome::Good, at_ms);
        drop(reputation.report(heard, NOW + 1_000_000));
    }
    group.bench_function("standing with 8 raters", |bench| {
        bench.iter(|| black_box(reputation.standing(&known[next()], NOW + 1_000_001)));
    });
    group.finish();
    criterion.final_summary();
}

fn empty(subjects: u64) -> Reputation {
    let most = usize::try_from(subjects).unwrap();
    let limits = ReputationLimits {
        subjects: most,
        contracts: most,
        ..ReputationLimits::default()
    };
    let own = subject(u64::MAX).agent;
    Reputation::new(own, ReputationRules::default(), limits, HashKey::new(&[7; 16])).unwrap()
}

fn count(reputation: &mut Reputation, contract: u64, who: u64, now_ms: i64) {
    let outcome = danger::own_outcome(name(0, contract), subject(who), Seen::Good, now_ms);
    let Taken::Counted(persist) = reputation.record(outcome, now_ms) else {
        panic!("not counted")
    };
    reputation.persisted(persist.ticket);
}

fn subject(n: u64) -> Subject {
    Subject {
        agent: AgentId::from_public_key(&name(3, n).0),
        capability_id: "org.example/translate".into(),
        behavior_digest: [7; 32],
    }
}

fn name(of: u8, n: u64) -> ObjectId {
    let mut name = [of; 32];
    name[..8].copy_from_slice(&scattered(n).to_be_bytes());
    name[8..16].copy_from_slice(&n.to_be_bytes());
    ObjectId(name)
}

/// A number that looks like no neighbour of its neighbours'.
const fn scattered(n: u64) -> u64 {
    let mixed = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (mixed >> 32)
}
