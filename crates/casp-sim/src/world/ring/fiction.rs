//! A contract that never was, from the offer to the report, all of it said at one moment.

use casp_identity::{AgentId, Kind, ObjectId, Signed, Signer as _};
use casp_task::content::inline;
use casp_task::draft::Author;
use casp_task::{
    AcceptanceKind, CommitKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::v1::{
    Acceptance, Bundle, Commit, Header, Money, Offer, Outcome, OutcomeRecord, OutcomeReport, Prepared, Quote,
    SideEffect, TaskRequest, TaskResult, TaskStatus, Terms,
};
use casp_wire::{Layer, decode, encode};

use super::Accomplice;
use crate::chance::Stream;
use crate::key::AgentKey;
use crate::world::stage::NETWORK;
use crate::world::work::{LENGTH, MEDIA_TYPE, truth};

/// How long what is said lives, and until when the work would have to be done, milliseconds.
const LIFE_MS: i64 = 60_000;

/// Who signs it.
pub(super) struct Parties<'a> {
    pub(super) rater: &'a AgentKey,
    pub(super) sybil: &'a Accomplice<'a>,
}

/// A record that verifies. None where something could not be signed.
pub(super) fn record(parties: &Parties<'_>, draws: &mut Stream, now_ms: i64) -> Option<Vec<u8>> {
    let Parties { rater, sybil } = parties;
    let (requester, provider) = (rater.agent_id(), sybil.key.agent_id());
    let (asks, answers) = (
        Way::new(requester, provider, now_ms),
        Way::new(provider, requester, now_ms),
    );
    let terms = terms(sybil, now_ms);
    let input = draws.bytes::<LENGTH>();
    let answer = inline(MEDIA_TYPE, truth(&sybil.step.capability_id, &input));
    let input = inline(MEDIA_TYPE, input);

    let offer = Offer {
        header: asks.once(draws),
        descriptor: sybil.descriptor.0.into(),
        terms: Some(terms.clone()),
        input_media_type: MEDIA_TYPE.into(),
        input_bytes: input.size_bytes,
    };
    let offer = said::<OfferKind>(&offer, rater)?;
    let quote = Quote {
        header: answers.once(draws),
        offer: offer.id.0.into(),
        terms: Some(terms.clone()),
    };
    let quote = said::<QuoteKind>(&quote, sybil.key)?;
    let acceptance = Acceptance {
        header: asks.once(draws),
        quote: quote.id.0.into(),
        blind: draws.bytes::<32>().into(),
        input_digest: input.digest.clone(),
    };
    let acceptance = said::<AcceptanceKind>(&acceptance, rater)?;
    let contract = acceptance.id.0;
    let request = TaskRequest {
        header: asks.once(draws),
        contract: contract.into(),
        input: Some(input),
    };
    let request = said::<TaskRequestKind>(&request, rater)?;
    let (mut prepared, mut commit) = (None, None);
    if terms.side_effect() == SideEffect::Irreversible {
        let plan = Prepared {
            header: answers.once(draws),
            contract: contract.into(),
            request: request.id.0.into(),
            plan: Some(answer.clone()),
        };
        let plan = said::<PreparedKind>(&plan, sybil.key)?;
        let go = Commit {
            header: asks.once(draws),
            contract: contract.into(),
            prepared: plan.id.0.into(),
        };
        commit = Some(said::<CommitKind>(&go, rater)?);
        prepared = Some(plan);
    }
    let result = TaskResult {
        header: answers.lasting(Some(requester)),
        contract: contract.into(),
        request: request.id.0.into(),
        status: TaskStatus::Completed.into(),
        output: Some(answer),
        commit: commit.as_ref().map(|commit| commit.id.0.into()).unwrap_or_default(),
        ..TaskResult::default()
    };
    let result = said::<TaskResultKind>(&result, sybil.key)?;
    let report = OutcomeReport {
        header: asks.lasting(None),
        contract: contract.into(),
        subject: provider.as_bytes().into(),
        outcome: Outcome::Good.into(),
        result: result.id.0.into(),
        verdict: Vec::new(),
    };
    let report = said::<OutcomeReportKind>(&report, rater)?;
    Some(encode(&OutcomeRecord {
        offer: Some(offer.bundle),
        quote: Some(quote.bundle),
        acceptance: Some(acceptance.bundle),
        request: Some(request.bundle),
        prepared: prepared.map(|prepared| prepared.bundle),
        commit: commit.map(|commit| commit.bundle),
        result: Some(result.bundle),
        report: Some(report.bundle),
        verdict: None,
    }))
}

/// What an honest requester would agree with it, but for evidence.
fn terms(sybil: &Accomplice<'_>, now_ms: i64) -> Terms {
    Terms {
        capability_id: sybil.step.capability_id.clone(),
        capability_version: "1.0.0".into(),
        behavior_digest: sybil.behavior.into(),
        side_effect: sybil.step.side_effect.into(),
        price: Some(Money {
            currency: "EUR".into(),
            amount_micros: sybil.price_micros,
        }),
        deadline_ms: now_ms.saturating_add(LIFE_MS),
        output_media_type: MEDIA_TYPE.into(),
        evidence: Vec::new(),
        receipt_signers: Vec::new(),
    }
}

/// From one to the other, now.
struct Way {
    author: Author,
    to: AgentId,
    now_ms: i64,
}

impl Way {
    fn new(from: AgentId, to: AgentId, now_ms: i64) -> Self {
        let author = Author {
            network_id: NETWORK.into(),
            agent: from,
            delegation: None,
        };
        Self { author, to, now_ms }
    }

    fn once(&self, draws: &mut Stream) -> Option<Header> {
        let nonce = draws.bytes::<16>();
        Some(self.author.one_shot(self.to, nonce, self.now_ms, LIFE_MS))
    }

    fn lasting(&self, audience: Option<AgentId>) -> Option<Header> {
        Some(self.author.lasting(audience, self.now_ms))
    }
}

/// A statement that is signed.
struct Said {
    id: ObjectId,
    bundle: Bundle,
}

fn said<K: Kind>(message: &K::Message, key: &AgentKey) -> Option<Said> {
    let signed = Signed::<K>::seal(message, key).ok()?;
    Some(Said {
        id: signed.object_id().ok()?,
        bundle: decode(signed.as_bytes(), Layer::Envelope).ok()?,
    })
}
