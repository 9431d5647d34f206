//! Breaches of the rules of discovery.

use casp_descriptor::DescriptorViolation;
use casp_identity::IdentityViolation;
use casp_wire::WireViolation;

casp_wire::violations! {
    /// The rules of SPEC.md section 18.
    pub enum DiscoveryViolation {
        "INT-1" "attribute-unknown" Semantic Reject AttributeUnknown { constraint: usize } = "constraint {constraint} is on an attribute that does not exist",
        "INT-2" "operator-mismatch" Semantic Reject OperatorMismatch { constraint: usize } = "the attribute of constraint {constraint} does not have this operator",
        "INT-3" "value-mismatch" Semantic Reject ValueMismatch { constraint: usize } = "the values of constraint {constraint} do not fit its attribute and operator",
        "INT-4" "demand-mismatch" Semantic Reject DemandMismatch { constraint: usize } = "constraint {constraint} demands provenance or samples where it cannot",
        "INT-5" "objective-unknown" Semantic Reject ObjectiveUnknown { objective: usize } = "objective {objective} does not exist, or is not for registries",
        "INT-6" "objective-repeated" Semantic Reject ObjectiveRepeated { objective: usize } = "objective {objective} is named twice",
        "INT-7" "intent-empty" Semantic Reject IntentEmpty = "the intent has neither phrasings nor skills nor constraints",
        "INT-8" "nothing-asked" Semantic Reject NothingAsked = "the query asks for no ranked and no sampled match",
        "DRS-1" "complete-count" Semantic Reject CompleteCount = "the result claims to be complete and has fewer matches than it counts",
        "DRS-2" "matched-count" Semantic Reject MatchedCount = "the result has more matches than it counts",
        "DRS-3" "front-order" Semantic Reject FrontOrder = "the fronts of the matches do not ascend from 1, or a sampled match has one",
        "DRS-4" "match-repeated" Semantic Reject MatchRepeated = "two matches of one list name one descriptor",
        "DRS-5" "complete-diversified" Semantic Reject CompleteDiversified = "the result claims to be complete and to have passed over matches",
        "RFU-1" "refusal-challenge" Semantic Reject RefusalChallenge = "the refusal has a challenge without asking for admission, or asks for it without one",
        "ANS-1" "answer-result" Chain Reject AnswerResult = "the result does not pass verification",
        "ANS-2" "answer-query" Chain Reject AnswerQuery = "the result is not of this query and its time, or not between its parties",
        "ANS-3" "answer-shape" Chain Reject AnswerShape = "the result reports other filters than the query has, or more matches than it asks for",
        "ANS-4" "answer-entries" Chain Reject AnswerEntries = "the entries are not those that the matches name, in their order",
        "ANS-5" "answer-entry" Chain Reject AnswerEntry { index: usize } = "entry {index} is not a living pair, or its agent has another entry in the answer",
        "ANS-6" "answer-match" Chain Reject AnswerMatch { index: usize } = "match {index} names no capability of its descriptor that satisfies the constraints, or has scores without phrasings and skills",
        "ANS-7" "answer-order" Chain Reject AnswerOrder { index: usize } = "ranked match {index} is out of order",
        "ANS-8" "answer-sample" Chain Reject AnswerSample { index: usize } = "sampled match {index} is out of order",
        "ADM-1" "challenge-foreign" Policy Reject ChallengeForeign = "the challenge is of another registry or for another agent",
        "ADM-2" "challenge-forged" Policy Reject ChallengeForged = "the registry did not make this challenge",
        "ADM-3" "challenge-expired" Policy Ignore ChallengeExpired = "the challenge is over, or of the future",
        "ADM-4" "work-missing" Policy Reject WorkMissing = "the solution does not show the work that the challenge asks for",
        "OMS-1" "omission-member" Chain Reject OmissionMember = "a member of the omission proof does not pass archival verification",
        "OMS-2" "omission-unrelated" Chain Reject OmissionUnrelated = "the members of the omission proof do not belong together",
        "OMS-3" "omission-incomplete" Chain Reject OmissionIncomplete = "the query is not filter-only, or the result does not claim to be complete",
        "OMS-4" "omission-unpromised" Chain Reject OmissionUnpromised = "the receipt did not hold when the result was issued",
        "OMS-5" "omission-lapsed" Chain Reject OmissionLapsed = "the entry was not a living pair when the result was issued",
        "OMS-6" "omission-unmatched" Chain Reject OmissionUnmatched = "no capability of the entry satisfies the constraints",
        "OMS-7" "omission-listed" Chain Reject OmissionListed = "the result names the descriptor",
        "OMS-8" "omission-rebutted" Chain Reject OmissionRebutted = "the agent had ended or replaced the entry",
    }
    wraps /// Everything that is not particular to discovery.
    Descriptor(DescriptorViolation)
}

impl From<IdentityViolation> for DiscoveryViolation {
    fn from(violation: IdentityViolation) -> Self {
        Self::Descriptor(violation.into())
    }
}

impl From<WireViolation> for DiscoveryViolation {
    fn from(violation: WireViolation) -> Self {
        IdentityViolation::from(violation).into()
    }
}
