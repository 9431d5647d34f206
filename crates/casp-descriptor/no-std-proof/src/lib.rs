//! The codec crates in a program without std: with a panic handler and an allocator of its own, either of which std would
//! bring a second time.

#![no_std]

use core::panic::PanicInfo;

use casp_canary::verify_case;
use casp_descriptor::{DescriptorKind, DescriptorStore, StoreLimits, verify_equivocation};
use casp_evidence::verify_package;
use casp_identity::{AgentId, Signed, Verifier};
use casp_wire::{Verdict, Violation};
use linked_list_allocator::LockedHeap;

/// An allocator that was given no memory: what links is not meant to run.
#[global_allocator]
static HEAP: LockedHeap = LockedHeap::empty();

/// There is no one to tell.
#[panic_handler]
fn stop(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// Verifies a statement, a proof, a canary case and an evidence package, applies the first and looks it up: enough to link everything.
/// Gives 0 to accept, 1 to ignore, 2 to reject.
#[expect(
    unsafe_code,
    reason = "an exported name is unsafe to choose, and without one the linker would drop everything"
)]
#[unsafe(no_mangle)]
pub extern "C" fn casp_no_std_proof(octet: u8, now_ms: i64) -> u8 {
    let input = [octet; 64];
    let mut verifier = Verifier::new("proof", None);
    let mut store = DescriptorStore::new(StoreLimits::default());
    let applied = verifier
        .verify(Signed::<DescriptorKind>::from_bytes(input), store.known(), now_ms)
        .map(|verified| store.apply(verified, now_ms).map_err(|refused| refused.violation));
    let living = AgentId::from_multikey(&input).is_ok_and(|agent| store.lookup(&agent, now_ms).is_some());
    let proven = verify_equivocation(&mut verifier, &input);
    let judged = verify_case(&mut verifier, &input).map(drop);
    let evident = verify_package(&mut verifier, &input).is_ok_and(|report| report.verified().is_some());
    let refused = applied.flatten().map(drop).and(proven.map(drop));
    match (refused.map_err(|it| it.verdict()), judged.map_err(|it| it.verdict())) {
        (Ok(()), Ok(())) => u8::from(!living || !evident),
        (Err(Verdict::Ignore), _) | (_, Err(Verdict::Ignore)) => 1,
        _ => 2,
    }
}
