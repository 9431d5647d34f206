//! Breaches of the rules of descriptors and their soft state.

use casp_identity::IdentityViolation;

casp_wire::violations! {
    /// The rules of SPEC.md sections 9 and 10.
    pub enum DescriptorViolation {
        "DSC-1" "capability-order" Semantic Reject CapabilityOrder = "capabilities do not ascend strictly by (id, version)",
        "DSC-2" "metric-order" Semantic Reject MetricOrder { capability: usize } = "metrics of capability {capability} do not ascend strictly by (name, provenance)",
        "DSC-3" "metric-self-declared" Semantic Reject MetricSelfDeclared { capability: usize } = "a self-declared metric of capability {capability} claims samples or evidence",
        "DSC-4" "metric-samples" Semantic Reject MetricSamples { capability: usize } = "an observed or witnessed metric of capability {capability} lacks samples or window",
        "DSC-5" "metric-evidence" Semantic Reject MetricEvidence { capability: usize } = "a witnessed metric of capability {capability} lacks evidence",
        "DSC-6" "metric-ppm" Semantic Reject MetricPpm { capability: usize } = "a metric of capability {capability} exceeds 1,000,000 ppm",
        "DSC-7" "metric-unit" Semantic Reject MetricUnit { capability: usize } = "a registered metric of capability {capability} has another unit than the registered one",
        "DSC-8" "callers-list" Semantic Reject CallersList { capability: usize } = "capability {capability} lists callers without LISTED, or is LISTED without a list",
        "SST-1" "epoch-quarantined" Replay Reject EpochQuarantined = "the issuer equivocated in this epoch",
        "SST-2" "duplicate" Replay Ignore Duplicate = "the statement is already applied",
        "SST-3" "sequence-lower" Replay Ignore SequenceLower = "a statement with a higher sequence was applied",
        "SST-4" "equivocation" Replay Reject Equivocation = "the issuer made two statements with one sequence",
        "SST-5" "refresh-of-the-dead" Chain Ignore RefreshOfTheDead = "the refreshed descriptor is not the issuer's living one",
        "SST-6" "refresh-foreign" Chain Reject RefreshForeign = "the refreshed descriptor is another agent's",
        "SST-7" "refresh-exceeds" Chain Reject RefreshExceeds = "the refresh is of another epoch or outlasts the descriptor's time to live",
        "SST-8" "store-full" Policy Ignore StoreFull = "the store has no room",
        "EQV-1" "member-invalid" Chain Reject MemberInvalid { index: usize } = "member {index} is not a valid descriptor, refresh or withdrawal",
        "EQV-2" "members-differ-in-issuer" Chain Reject MembersDifferInIssuer = "the members have different issuers",
        "EQV-3" "members-differ-in-sequence" Chain Reject MembersDifferInSequence = "the members have different epochs or sequences",
        "EQV-4" "member-order" Chain Reject MemberOrder = "the first member's object id is not the lower one",
    }
    wraps /// Everything up to FRESHNESS that is not particular to descriptors.
    Identity(IdentityViolation)
}
