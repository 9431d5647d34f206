//! What an entry weighs in a registry, beyond its envelope and without vectors.
//!
//! `CASP_AGENTS=250000 cargo bench -p casp-discovery --bench registry_memory` (10,000 unless told; 4 capabilities each).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::panic,
    reason = "a bench may stop"
)]

#[path = "../../casp-descriptor/benches/input/mod.rs"]
#[allow(dead_code, reason = "a part is taken")]
mod input;
#[allow(dead_code, reason = "a part is taken")]
mod maker;

use casp_discovery::registry::{Outcome, Publishes};
use input::Input;
use maker::{Maker, origin};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() {
    let agents: usize = std::env::var("CASP_AGENTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(10_000);
    let maker = Maker::new(Input::load());
    let mut registry = maker.registry_of(agents);
    let empty = HEAP.current_usage();
    let mut envelopes = 0;
    for n in 0..agents {
        let descriptor = maker.descriptor(n, 1);
        envelopes += descriptor.as_bytes().len();
        let registration = maker.registration(&descriptor);
        match registry.register(Publishes::Descriptor, &registration, origin(n), maker.now_ms) {
            Outcome::Accepted(persist) => drop(registry.persisted(persist.ticket, maker.now_ms)),
            other => panic!("{other:?}"),
        }
    }
    let beyond = HEAP.current_usage() - empty - envelopes;
    let capabilities = registry.stats().capabilities as usize;
    println!(
        "{agents} entries with {capabilities} capabilities: {} bytes beyond an envelope of {}; {} a capability",
        beyond / agents,
        envelopes / agents,
        beyond / capabilities
    );
}
