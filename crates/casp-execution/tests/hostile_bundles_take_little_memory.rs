//! Judging a hostile bundle takes at most seven times its size, and at least a mebibyte's worth, at its peak.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_execution::{DisputeViolation, Judgement, Unresolved, judge};
use casp_wire::limits::MAX_DISPUTE_BUNDLE_BYTES;
use casp_wire::v1::{DisputeBundle, TraceEvent};
use casp_wire::{Stage, Violation as _, encode};
use peak_alloc::PeakAlloc;
use support::evidence::scene::{Scene, content, spoil};
use support::evidence::{MINUTE, NOW, key, verifier};
use support::{committed, event, fork, seconds, shown};

const MEBIBYTE: usize = 1 << 20;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// What judging takes at its peak, in sizes of the bundle.
const MOST: usize = 7;

#[test]
fn judging_hostile_bundles_takes_at_most_seven_times_their_size() {
    // The test keys are made on first use.
    let _ = key(0);
    for (name, bytes) in formless().chain(many_of_one()) {
        let refused = takes_little(&name, &bytes).unwrap_err();
        assert!(refused.stage() <= Stage::Encoding, "{name}: {refused}");
    }
    for (name, bundle, unresolved) in great() {
        let bytes = encode(&bundle);
        let judgement = takes_little(name, &bytes).unwrap_or_else(|violation| panic!("{name}: {violation}"));
        assert_eq!(judgement.unresolved, unresolved, "{name}");
    }
}

fn takes_little(name: &str, bytes: &[u8]) -> Result<Judgement, DisputeViolation> {
    let mut outcome = None;
    let peak = peak_of(|| outcome = Some(judge(&mut verifier(), bytes)));
    // Shown with `--nocapture`.
    println!(
        "{name}: {:.2} times {} bytes",
        peak as f64 / bytes.len() as f64,
        bytes.len()
    );
    let most = MOST * bytes.len().max(MEBIBYTE);
    assert!(peak <= most, "{name}: {peak} bytes for {}", bytes.len());
    outcome.unwrap()
}

/// Bytes that are hostile to any message.
fn formless() -> impl Iterator<Item = (String, Vec<u8>)> {
    let runs = [0x00, 0x0a, 0x7a, 0x80, 0xff];
    runs.into_iter().map(|byte| {
        (
            format!("0x{byte:02x} again and again"),
            vec![byte; MAX_DISPUTE_BUNDLE_BYTES],
        )
    })
}

/// Ten mebibytes of one field, again and again, empty or not to be read.
fn many_of_one() -> impl Iterator<Item = (String, Vec<u8>)> {
    (1..=19_u32).flat_map(|number| {
        let tag = number << 3 | 2;
        let head: Vec<u8> = if tag < 0x80 {
            vec![tag as u8]
        } else {
            vec![tag as u8 | 0x80, (tag >> 7) as u8]
        };
        [0_usize, 2].map(|length| {
            let item = [&head[..], &[length as u8], &vec![0x0a; length]].concat();
            let many = item.repeat(MAX_DISPUTE_BUNDLE_BYTES / item.len());
            (format!("10 MiB of field {number} with {length} bytes"), many)
        })
    })
}

/// Bundles that are accepted, as large as they come, each in a way of its own, and what they leave open.
fn great() -> Vec<(&'static str, DisputeBundle, &'static [Unresolved])> {
    let scene = Scene {
        receipts: 256,
        events: 65_536,
        data_bytes: 1,
        checkpoints: (1..=8).map(|number| number * 8_192).collect(),
        ..committed()
    };
    let sound = shown(scene.package());
    let mut at_fault = sound.clone();
    let least = TraceEvent {
        seq: 1,
        salt: vec![0; 16],
        at_ms: 1,
        kind: "a".into(),
        ..TraceEvent::default()
    };
    at_fault.trace = vec![least; 65_536];
    at_fault.receipts.iter_mut().for_each(spoil);
    at_fault.checkpoints.iter_mut().for_each(spoil);

    let small = shown(committed().package());
    let mut undecodable = small.clone();
    let mut receipt = small.receipts[0].clone();
    receipt.subject.as_mut().unwrap().payload = vec![0xff; 32_000];
    undecodable.receipts = vec![receipt; 256];

    let scene = Scene {
        events: 2_400,
        data_bytes: 4_096,
        checkpoints: vec![2_400],
        ..committed()
    };
    let great_events = shown(scene.package());

    let mut many_seconds = small.clone();
    many_seconds.seconds = seconds(&small, 16, 500_000);
    many_seconds.forks = vec![fork(&small); 4];

    let scene = Scene {
        request: Box::new(|request| request.input = Some(content(&vec![1; 500_000]))),
        prepared: Box::new(|prepared| prepared.plan = Some(content(&vec![2; 500_000]))),
        result: Box::new(|result| result.output = Some(content(&vec![3; 500_000]))),
        ..committed()
    };
    let mut great_contents = shown(scene.package());
    great_contents.events = (1..=64).map(|seq| event(&great_contents, seq, NOW + MINUTE)).collect();

    let open = &[Unresolved::EvidenceNotShown];
    vec![
        ("65,536 events, sound", sound, &[]),
        ("65,536 events, each at fault", at_fault, open),
        ("256 receipts of 32 KiB that are none", undecodable, open),
        ("2,400 events of 4 KiB", great_events, &[]),
        ("16 second results of 500 kB", many_seconds, &[]),
        ("input, plan and output of 500 kB", great_contents, &[]),
    ]
}

/// Bytes that an action takes at its peak, above what was taken before it.
fn peak_of(action: impl FnOnce()) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    action();
    HEAP.peak_usage() - before
}
