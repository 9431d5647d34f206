//! Drafts of statements: what a party fills in, given what it answers. Sign them with [`casp_identity::Signed::seal`].

use alloc::string::String;
use alloc::vec::Vec;

use casp_identity::{AgentId, ObjectId, Verified};
use casp_wire::v1::{
    Acceptance, Commit, Content, DeliveryAck, Header, Prepared, Quote, TaskRequest, TaskResult, TaskStatus, Terms,
};

use crate::statements::{AcceptanceKind, OfferKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind};

/// Whoever makes statements: an agent in a network, with or without a delegation.
#[derive(Clone, Debug)]
pub struct Author {
    /// The network.
    pub network_id: String,
    /// The agent that the statements speak for.
    pub agent: AgentId,
    /// Object id of the delegation, when an operational key signs.
    pub delegation: Option<ObjectId>,
}

impl Author {
    /// Header of a statement that lasts: event, result, acknowledgement, receipt, checkpoint.
    #[must_use]
    pub fn lasting(&self, audience: Option<AgentId>, now_ms: i64) -> Header {
        Header {
            network_id: self.network_id.clone(),
            issuer: self.agent.as_bytes().to_vec(),
            delegation: self.delegation.map(|id| id.0.to_vec()).unwrap_or_default(),
            audience: audience.map(|agent| agent.as_bytes().to_vec()).unwrap_or_default(),
            nonce: Vec::new(),
            issued_at_ms: now_ms,
            expires_at_ms: 0,
            extensions: Vec::new(),
        }
    }

    /// Header of a one-shot statement that lives `life_ms` (1 s to 24 h). `nonce` is 16 random bytes.
    #[must_use]
    pub fn one_shot(&self, audience: AgentId, nonce: [u8; 16], now_ms: i64, life_ms: i64) -> Header {
        Header {
            nonce: nonce.to_vec(),
            expires_at_ms: now_ms.saturating_add(life_ms),
            ..self.lasting(Some(audience), now_ms)
        }
    }
}

/// A quote on exactly the offer's terms; lower the price or the deadline as you like.
#[must_use]
pub fn quote(offer: &Verified<OfferKind>, header: Header) -> Quote {
    Quote {
        header: Some(header),
        offer: offer.object_id().0.to_vec(),
        terms: Some(offer.message().terms.clone().unwrap_or_default()),
    }
}

/// Takes a quote for this input. `blind` is 32 random bytes, or a canary's commitment.
#[must_use]
pub fn acceptance(quote: &Verified<QuoteKind>, header: Header, blind: [u8; 32], input: &Content) -> Acceptance {
    Acceptance {
        header: Some(header),
        quote: quote.object_id().0.to_vec(),
        blind: blind.to_vec(),
        input_digest: input.digest.clone(),
    }
}

/// Hands over the input.
#[must_use]
pub fn request(acceptance: &Verified<AcceptanceKind>, header: Header, input: Content) -> TaskRequest {
    TaskRequest {
        header: Some(header),
        contract: acceptance.object_id().0.to_vec(),
        input: Some(input),
    }
}

/// Says what will be done once the requester commits. Let it end early enough to act before the deadline.
#[must_use]
pub fn prepared(request: &Verified<TaskRequestKind>, header: Header, plan: Content) -> Prepared {
    Prepared {
        header: Some(header),
        contract: request.message().contract.clone(),
        request: request.object_id().0.to_vec(),
        plan: Some(plan),
    }
}

/// Lets happen what was prepared.
#[must_use]
pub fn commit(prepared: &Verified<PreparedKind>, header: Header) -> Commit {
    Commit {
        header: Some(header),
        contract: prepared.message().contract.clone(),
        prepared: prepared.object_id().0.to_vec(),
    }
}

/// A completed task; add `commit` if its effect was irreversible, and `trace` and `receipts` if the quote promised them.
#[must_use]
pub fn result(request: &Verified<TaskRequestKind>, header: Header, output: Content) -> TaskResult {
    TaskResult {
        header: Some(header),
        contract: request.message().contract.clone(),
        request: request.object_id().0.to_vec(),
        status: TaskStatus::Completed.into(),
        output: Some(output),
        ..TaskResult::default()
    }
}

/// Says that the result arrived.
#[must_use]
pub fn ack(result: &Verified<TaskResultKind>, header: Header) -> DeliveryAck {
    DeliveryAck {
        header: Some(header),
        contract: result.message().contract.clone(),
        result: result.object_id().0.to_vec(),
    }
}

/// The terms of an offer for a capability of a descriptor at a price for the whole task, without evidence: a beginning to
/// be edited. What the capability costs by the call, second or token is in its own `price`.
#[must_use]
pub fn terms(
    capability: &casp_wire::v1::Capability,
    price: casp_wire::v1::Money,
    output_media_type: &str,
    deadline_ms: i64,
) -> Terms {
    Terms {
        capability_id: capability.id.clone(),
        capability_version: capability.version.clone(),
        behavior_digest: capability.behavior_digest.clone(),
        side_effect: capability.side_effect,
        price: Some(price),
        deadline_ms,
        output_media_type: output_media_type.into(),
        evidence: Vec::new(),
        receipt_signers: Vec::new(),
    }
}
