//! Writing and verifying a hundred times as many events takes the memory of a few more levels of the tree.
//!
//! Alone in its file and without harness, because the allocator counts for the whole process, other threads included.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::{Draft, TraceVerifier, TraceWriter};
use peak_alloc::PeakAlloc;
use support::{NOW, SESSION, salt};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// What 17 levels of 32 bytes, and one event, may take; 64 levels are 2 KiB.
const MOST: usize = 8_192;

fn main() {
    memory_does_not_grow_with_the_trace();
    println!("1 passed, 0 failed");
}

fn memory_does_not_grow_with_the_trace() {
    let few = peak_of_trace(1_000);
    let many = peak_of_trace(100_000);
    assert!(many <= MOST, "{many} bytes at most for 100,000 events");
    assert!(
        many - few.min(many) <= 1_024,
        "{few} bytes for 1,000 events, {many} for 100,000"
    );
    // The meter measures.
    assert!(few > 400, "{few} bytes");
}

/// Bytes taken at the peak of writing and verifying a trace, above what was taken before.
fn peak_of_trace(count: u64) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let mut drawn = 0;
    let mut writer = TraceWriter::new(SESSION, || {
        drawn += 1;
        salt(drawn)
    });
    let mut verifier = TraceVerifier::new();
    for at in 1..=count {
        let draft = Draft {
            at_ms: NOW + at as i64,
            kind: "note",
            receipt: None,
            data: &[7; 100],
        };
        let leaf = if at == count {
            writer.end(&draft)
        } else {
            writer.append(&draft)
        };
        verifier.push(&leaf.unwrap()).unwrap();
    }
    verifier.finish(&writer.commitment().unwrap()).unwrap();
    HEAP.peak_usage() - before
}
