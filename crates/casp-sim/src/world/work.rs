//! What is done for a task: a digest of its input, so that the world knows which answers are right.

use casp_wire::v1::Content;
use sha2::{Digest as _, Sha256};

/// Media type of inputs and answers.
pub(super) const MEDIA_TYPE: &str = "application/octet-stream";

/// Length of inputs and answers, bytes.
pub(super) const LENGTH: usize = 32;

/// The right answer.
pub(super) fn truth(capability_id: &str, input: &[u8]) -> [u8; LENGTH] {
    answer("casp-sim right answer", capability_id, input)
}

/// A wrong one.
pub(super) fn untruth(capability_id: &str, input: &[u8]) -> [u8; LENGTH] {
    answer("casp-sim wrong answer", capability_id, input)
}

fn answer(which: &str, capability_id: &str, input: &[u8]) -> [u8; LENGTH] {
    let digest = Sha256::new_with_prefix(which)
        .chain_update([0])
        .chain_update(capability_id)
        .chain_update([0])
        .chain_update(input);
    digest.finalize().into()
}

/// Whether an output is the right answer to an input.
pub(super) fn is_right(capability_id: &str, input: &Content, output: Option<&Content>) -> bool {
    let bytes = casp_task::content::inline_bytes;
    match (bytes(input), output.and_then(bytes)) {
        (Some(input), Some(output)) => truth(capability_id, input) == output,
        _ => false,
    }
}

/// Whether an input is one of the share about which whoever is confidently wrong is wrong.
pub(super) fn misleads(input: &[u8], share: f64) -> bool {
    let digest: [u8; LENGTH] = Sha256::new_with_prefix("casp-sim misleading")
        .chain_update(input)
        .finalize()
        .into();
    let (head, _) = digest.split_at(4);
    let drawn = head.try_into().map_or(0, u32::from_be_bytes);
    f64::from(drawn) < share * 4_294_967_296.0
}
