//! The evidence of a task: one tool receipt, and a trace of three events.

use casp_evidence::{Draft, PackageBuilder, ToolReceiptKind, TraceCheckpointKind, TraceWriter};
use casp_execution::provider::Finish;
use casp_identity::{ObjectId, Signed};
use casp_task::draft::Author;
use casp_wire::v1::{Content, SignerClass, ToolReceipt};
use sha2::{Digest as _, Sha256};

use crate::key::AgentKey;

#[derive(Debug)]
pub(super) struct Evidence {
    receipt: Signed<ToolReceiptKind>,
    leaves: Vec<Vec<u8>>,
    checkpoint: Signed<TraceCheckpointKind>,
}

/// Writes the evidence of a contract, and names it in its result.
pub(super) fn write(
    author: &Author,
    key: &AgentKey,
    contract: &ObjectId,
    input: Option<&Content>,
    finish: &mut Finish,
    now_ms: i64,
) -> Option<Evidence> {
    let output = finish.output.as_ref()?;
    let message = ToolReceipt {
        header: Some(author.lasting(None, now_ms)),
        contract: contract.0.to_vec(),
        seq: 1,
        tool: "org.example.digest".into(),
        input_digest: input.unwrap_or(output).digest.clone(),
        output_digest: output.digest.clone(),
        started_at_ms: now_ms,
        ended_at_ms: now_ms,
        signer_class: SignerClass::HostProxy.into(),
        ..ToolReceipt::default()
    };
    let receipt = Signed::<ToolReceiptKind>::seal(&message, key).ok()?;
    let named = receipt.object_id().ok()?;
    let digest = |what: &str| -> [u8; 32] { Sha256::new_with_prefix(what).chain_update(contract.0).finalize().into() };
    let mut session = [0; 16];
    session
        .iter_mut()
        .zip(digest("session"))
        .for_each(|(to, from)| *to = from);
    let mut salts = 0_u8;
    let mut writer = TraceWriter::new(session, || {
        salts = salts.wrapping_add(1);
        let drawn: [u8; 32] = Sha256::new_with_prefix("salt")
            .chain_update([salts])
            .chain_update(contract.0)
            .finalize()
            .into();
        let mut salt = [0; 16];
        salt.iter_mut().zip(drawn).for_each(|(to, from)| *to = from);
        salt
    });
    let event = |kind, receipt| Draft {
        at_ms: now_ms,
        kind,
        receipt,
        data: b"",
    };
    let leaves = [
        writer.append(&event("started", None)),
        writer.append(&event("tool-call", Some(named))),
        writer.end(&event("ended", None)),
    ];
    let leaves = leaves.into_iter().filter_map(Result::ok).collect();
    let checkpoint = writer.checkpoint(author.lasting(None, now_ms), Some(*contract))?;
    let trace = writer.commitment();
    drop(writer);
    let checkpoint = Signed::<TraceCheckpointKind>::seal(&checkpoint, key).ok()?;
    finish.receipts = vec![named];
    finish.trace = trace;
    Some(Evidence {
        receipt,
        leaves,
        checkpoint,
    })
}

impl Evidence {
    /// The package, given one with its statements in place.
    pub(super) fn package(&self, package: PackageBuilder) -> Option<Vec<u8>> {
        let mut package = package.receipt(&self.receipt);
        for leaf in &self.leaves {
            package = package.event(leaf);
        }
        package.checkpoint(&self.checkpoint).build().ok()
    }
}
