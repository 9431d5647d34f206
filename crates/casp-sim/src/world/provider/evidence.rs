//! The evidence of a task: one tool receipt and a trace of three events. It says what was done, and so is sound when a lie was done.

use casp_evidence::{Draft, ToolReceiptKind, TraceCheckpointKind, TraceWriter};
use casp_execution::provider::Finish;
use casp_identity::{ObjectId, Signed};
use casp_wire::v1::{Content, SignerClass, ToolReceipt};

use super::{Provider, author};

pub(super) struct Evidence {
    receipt: Signed<ToolReceiptKind>,
    leaves: Vec<Vec<u8>>,
    checkpoint: Signed<TraceCheckpointKind>,
}

impl Provider {
    /// Writes the evidence of a contract, and names it in its result.
    pub(super) fn write_evidence(&mut self, contract: &ObjectId, input: &Content, finish: &mut Finish, now_ms: i64) {
        let began_ms = self.jobs.get(contract).map_or(now_ms, |job| job.began_ms);
        let author = author(&self.key);
        let output_digest = finish.output.as_ref().map(|output| output.digest.clone());
        let message = ToolReceipt {
            header: Some(author.lasting(None, now_ms)),
            contract: contract.0.to_vec(),
            seq: 1,
            tool: "org.example.digest".into(),
            input_digest: input.digest.clone(),
            output_digest: output_digest.unwrap_or_default(),
            started_at_ms: began_ms,
            ended_at_ms: now_ms,
            signer_class: SignerClass::HostProxy.into(),
            ..Default::default()
        };
        let Ok(receipt) = Signed::<ToolReceiptKind>::seal(&message, &self.key) else {
            return;
        };
        let named = receipt.object_id().ok();
        let session = self.conduct.bytes();
        let chance = &mut self.conduct;
        let mut writer = TraceWriter::new(session, || chance.bytes());
        let event = |at_ms, kind, receipt| Draft {
            at_ms,
            kind,
            receipt,
            data: b"",
        };
        let leaves = [
            writer.append(&event(began_ms, "started", None)),
            writer.append(&event(now_ms, "tool-call", named)),
            writer.end(&event(now_ms, "ended", None)),
        ];
        let leaves = leaves.into_iter().filter_map(Result::ok).collect();
        let header = author.lasting(None, now_ms);
        let checkpoint = writer.checkpoint(header, Some(*contract));
        let trace = writer.commitment();
        drop(writer);
        let signed = checkpoint.map(|message| Signed::<TraceCheckpointKind>::seal(&message, &self.key));
        let Some(Ok(checkpoint)) = signed else { return };
        finish.receipts = named.into_iter().collect();
        finish.trace = trace;
        if let Some(job) = self.jobs.get_mut(contract) {
            job.evidence = Some(Evidence {
                receipt,
                leaves,
                checkpoint,
            });
        }
    }

    /// The evidence that it hands over, if it has any.
    pub(super) fn package(&self, contract: &ObjectId) -> Option<Vec<u8>> {
        let evidence = self.jobs.get(contract)?.evidence.as_ref()?;
        let mut package = self.engine.as_ref()?.evidence_package(contract).ok()?;
        package = package.receipt(&evidence.receipt);
        for leaf in &evidence.leaves {
            package = package.event(leaf);
        }
        package.checkpoint(&evidence.checkpoint).build().ok()
    }
}
