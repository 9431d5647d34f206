//! Breaches of the rules of receipts, traces, proofs, attestation and evidence packages.

use casp_identity::IdentityViolation;
use casp_task::TaskViolation;
use casp_wire::WireViolation;

casp_wire::violations! {
    /// The rules of SPEC.md section 17. A `position` counts events from 1.
    pub enum EvidenceViolation {
        "RCP-1" "receipt-times" Semantic Reject ReceiptTimes = "a receipt's call ends before it starts, or after the receipt is issued",
        "RCP-2" "receipt-signer" Chain Reject ReceiptSigner = "a receipt is not by one whom its signer class admits",
        "RCP-3" "receipt-contract" Chain Reject ReceiptContract = "a receipt is of another contract",
        "RCP-4" "receipt-sequence" Chain Reject ReceiptSequence = "a receipt's number is not its position",
        "RCP-5" "receipt-previous" Chain Reject ReceiptPrevious = "a receipt does not follow receipts that stand before it, or the first follows one",
        "RCP-6" "receipt-extra" Chain Reject ReceiptExtra = "the result does not name a receipt of the package",
        "RCP-7" "receipt-missing" Chain Reject ReceiptMissing = "the package lacks a receipt that the result names",
        "TRC-1" "event-seq" Chain Reject EventSeq { position: u64 } = "the number of event {position} is not its position",
        "TRC-2" "event-salt" Chain Reject EventSalt { position: u64 } = "event {position} has no salt",
        "TRC-3" "event-time" Chain Reject EventTime { position: u64 } = "event {position} is earlier than the one before it",
        "TRC-4" "event-terminal" Chain Reject EventTerminal { position: u64 } = "event {position} is terminal and not the last, or the last and not terminal",
        "TRC-5" "event-receipt" Chain Reject EventReceipt { position: u64 } = "event {position} names a receipt that the package lacks",
        "TRC-6" "trace-size" Chain Reject TraceSize = "the trace does not have as many events as it was committed with",
        "TRC-7" "trace-root" Chain Reject TraceRoot = "the trace is not the one that was committed to",
        "PRF-1" "inclusion" Chain Reject Inclusion = "the proof does not show that the tree has this leaf at this index",
        "PRF-2" "consistency" Chain Reject Consistency = "the proof does not show that the second tree extends the first",
        "FRK-1" "fork-unrelated" Chain Reject ForkUnrelated = "the statements are of different issuers or contracts, or without contract of different sessions",
        "FRK-2" "fork-order" Chain Reject ForkOrder = "the first statement's object id is not the lower one",
        "FRK-3" "fork-consistent" Chain Reject ForkConsistent = "nothing shows that the statements contradict each other",
        "ATT-1" "attestation-key" Attestation Reject AttestationKey = "the attested key signed neither the result nor an attested receipt",
        "ATT-2" "attestation-binding" Attestation Reject AttestationBinding = "the attestation binds another key, contract or trace",
        "PKG-1" "package-members" Chain Reject PackageMembers = "the package has a part of a contract, or what only a contract can have, or nothing",
        "PKG-2" "outside-window" Chain Reject OutsideWindow = "what was done lies outside the time of the contract",
        "PKG-3" "attestation-missing" Chain Reject AttestationMissing = "the package lacks the attestation that the quote promised",
        "PKG-4" "package-commit" Chain Reject PackageCommit = "the package lacks the commit that the result names, or what was prepared for it",
        "CHK-1" "checkpoint-foreign" Chain Reject CheckpointForeign = "a checkpoint is of another issuer, contract or session",
        "CHK-2" "checkpoint-size" Chain Reject CheckpointSize = "a checkpoint is not larger than the one before it, or larger than the trace",
        "CHK-3" "checkpoint-root" Chain Reject CheckpointRoot = "a checkpoint is of another trace",
    }
    wraps /// Everything that is not particular to evidence.
    Task(TaskViolation)
}

impl From<IdentityViolation> for EvidenceViolation {
    fn from(violation: IdentityViolation) -> Self {
        Self::Task(TaskViolation::Identity(violation))
    }
}

impl From<WireViolation> for EvidenceViolation {
    fn from(violation: WireViolation) -> Self {
        IdentityViolation::from(violation).into()
    }
}
