//! Breaches of the rules of engagements.

use casp_identity::IdentityViolation;

casp_wire::violations! {
    /// The rules of SPEC.md section 15.
    pub enum TaskViolation {
        "TSK-1" "deadline" Semantic Reject Deadline = "the deadline is not after the statement's issue, or more than 7 days after it",
        "TSK-2" "party-is-self" Semantic Reject PartyIsSelf = "an agent makes no engagement with itself",
        "TSK-3" "content" Semantic Reject Content = "the inline content has another length or digest than stated",
        "TSK-4" "chunks" Semantic Reject Chunks = "the number of chunks is not what the content's length needs",
        "TSK-5" "result-output" Semantic Reject ResultOutput = "a result has an output exactly when its status is COMPLETED or PARTIAL",
        "TSK-6" "outcome-result" Semantic Reject OutcomeResult = "an outcome report names a result exactly when its outcome is not NO_RESULT, and a verdict only with a result",
        "CTR-1" "statement-known" Replay Ignore StatementKnown = "the statement is held already",
        "CTR-2" "nonce-reused" Replay Reject NonceReused = "the issuer used this nonce for another statement",
        "CTR-3" "antecedent-unknown" Chain Ignore AntecedentUnknown = "the statement that this one follows is not held",
        "CTR-4" "party" Chain Reject Party = "issuer and audience are not the parties of the engagement, in their roles",
        "CTR-5" "second-statement" Chain Reject SecondStatement = "the engagement has another statement in this place",
        "CTR-6" "terms" Chain Reject Terms { term: &'static str } = "the quote's terms do not fit the offer's: {term}",
        "CTR-7" "antecedent-lapsed" Chain Ignore AntecedentLapsed = "the offer, quote, acceptance or prepared statement that this one follows has lapsed",
        "CTR-8" "input-mismatch" Chain Reject InputMismatch = "the input is not the one that offer and acceptance state",
        "CTR-9" "names-another" Chain Reject NamesAnother = "the statement names another than its engagement's",
        "CTR-10" "deadline-passed" Chain Ignore DeadlinePassed = "the contract's deadline has passed",
        "CTR-11" "event-stale" Chain Ignore EventStale = "a later event of the contract is held",
        "CTR-12" "engagement-closed" Chain Ignore EngagementClosed = "the engagement has its result, or was cancelled",
        "CTR-13" "evidence-missing" Chain Reject EvidenceMissing { kind: &'static str } = "the result lacks evidence that the quote promised: {kind}",
        "CTR-14" "book-full" Policy Ignore BookFull = "the book has no room for a further engagement, or no memory for a further agent",
        "CTR-15" "no-result" Chain Reject NoResult = "only the requester can miss a result, and not before the deadline",
        "CTR-16" "output-media-type" Chain Reject OutputMediaType = "the output has another media type than agreed",
        "CTR-17" "before-antecedent" Chain Reject BeforeAntecedent = "the statement was issued before one that it names",
        "CTR-18" "commit-missing" Chain Reject CommitMissing = "the result of an irreversible task names no commit and does not say that nothing happened",
        "CTR-19" "prepared-needless" Chain Reject PreparedNeedless = "only the effect of an irreversible task is prepared",
        "CTR-20" "no-result-acknowledged" Chain Reject NoResultAcknowledged = "the requester misses a result that it had acknowledged",
        "REC-1" "record-member" Chain Reject RecordMember { member: &'static str } = "the {member} does not pass archival verification",
        "REC-2" "record-lapsed" Chain Reject RecordLapsed = "the statement was issued after the one that it follows had lapsed",
        "REC-3" "record-late" Chain Reject RecordLate = "the statement was issued after the contract's deadline",
        "REC-4" "report-verdict" Chain Reject ReportVerdict = "the outcome report is not the requester's, or says otherwise than the canary verdict that it names",
    }
    wraps /// Everything up to FRESHNESS that is not particular to engagements.
    Identity(IdentityViolation)
}
