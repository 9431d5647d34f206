//! Operations of SPEC.md section 18.

use casp_descriptor::{DescriptorKind, DescriptorStore, Publication, RefreshKind, WithdrawalKind};
use casp_discovery::{
    DiscoveryQueryKind, DiscoveryViolation, Entry, Found, Gate, Objectives, Question, Ranked, Ranker, Rebuttal,
    Registering, find, rank, verify_answer, verify_omission,
};
use casp_identity::{AgentId, IdentityViolation, Kind, KnownAgents, ObjectId, Signed, Verified, Verifier};
use casp_wire::v1::Objective;
use casp_wire::{Layer, encode};

use crate::driver::v1::{
    CheckAnswer, CheckOmission, CheckRegistration, DiscoveryInfo, Rank, RankedCandidate, RankedInfo, output::Value,
};

type Outcome = Result<Option<Value>, DiscoveryViolation>;

/// Answers a query from the store.
pub(super) fn discover(verifier: &mut Verifier, store: &DescriptorStore, bundle: &[u8], now_ms: i64) -> Outcome {
    let query = Signed::<DiscoveryQueryKind>::from_bytes(bundle);
    let query = verifier.verify(query, store.known(), now_ms)?;
    let living = store.living(now_ms);
    let entries: Vec<Entry> = living
        .filter_map(|(agent, entry)| Entry::of_store(agent, entry))
        .collect();
    let found = find(&Question::of(&query)?, &entries, now_ms);
    Ok(Some(Value::Discovery(info(&found))))
}

fn info(found: &Found) -> DiscoveryInfo {
    DiscoveryInfo {
        ranked: found.ranked.iter().map(encode).collect(),
        sampled: found.sampled.iter().map(encode).collect(),
        excluded: found.filters.iter().map(|filter| filter.excluded).collect(),
        examined: found.examined,
        matched: found.matched,
        complete: found.complete,
    }
}

/// Puts candidates in order. The runner gives seeds and ids of 32 bytes.
pub(super) fn order(input: &Rank) -> Outcome {
    let decode = |bytes: &Vec<u8>| casp_wire::decode::<Objective>(bytes, Layer::Envelope);
    let objectives: Vec<Objective> = input
        .objectives
        .iter()
        .map(decode)
        .collect::<Result<_, _>>()
        .map_err(IdentityViolation::from)?;
    let objectives = Objectives::of(&objectives, Ranker::Requester)?;
    let candidates = input.candidates.iter().map(|candidate| {
        let figures: Vec<Option<u64>> = candidate.figures.iter().map(|figure| figure.value).collect();
        let id = ObjectId(candidate.id.as_slice().try_into().unwrap_or_default());
        Ranked::new(id, objectives.costs_of(&figures), ())
    });
    let mut candidates: Vec<Ranked<()>> = candidates.collect();
    rank(
        &mut candidates,
        &input.tie_seed.as_slice().try_into().unwrap_or_default(),
    );
    let candidates = candidates.into_iter().map(|each| RankedCandidate {
        id: each.id.0.into(),
        front: each.front,
    });
    Ok(Some(Value::Ranked(RankedInfo {
        candidates: candidates.collect(),
    })))
}

/// Checks an answer.
pub(super) fn answer(verifier: &mut Verifier, known: &KnownAgents, input: &CheckAnswer, now_ms: i64) -> Outcome {
    let query = Signed::from_bytes(input.query.as_slice());
    verify_answer(verifier, &query, &input.answer, known, now_ms)?;
    Ok(None)
}

/// Checks a registration for the registry that the case is about.
pub(super) fn registration(
    verifier: &mut Verifier,
    registry: Option<AgentId>,
    known: &KnownAgents,
    input: &CheckRegistration,
    now_ms: i64,
) -> Outcome {
    let registry = registry.unwrap_or(AgentId::from_public_key(&[0; 32]));
    let gate = Gate::new(registry, &input.secret.as_slice().try_into().unwrap_or_default());
    let value = match input.payload_type.as_str() {
        each if each == RefreshKind::PROFILE.payload_type => {
            super::info(&registered::<RefreshKind>(verifier, &gate, known, input, now_ms)?)
        }
        each if each == WithdrawalKind::PROFILE.payload_type => {
            super::info(&registered::<WithdrawalKind>(verifier, &gate, known, input, now_ms)?)
        }
        _ => super::info(&registered::<DescriptorKind>(verifier, &gate, known, input, now_ms)?),
    };
    Ok(Some(value))
}

fn registered<K: Kind>(
    verifier: &mut Verifier,
    gate: &Gate,
    known: &KnownAgents,
    input: &CheckRegistration,
    now_ms: i64,
) -> Result<Verified<K>, DiscoveryViolation>
where
    Publication: From<Verified<K>>,
    DiscoveryViolation: From<K::Violation>,
{
    Registering::<K>::open(&input.registration)?.verify(verifier, gate, known, now_ms)
}

/// Checks a proof of omission.
pub(super) fn omission(verifier: &mut Verifier, input: &CheckOmission) -> Outcome {
    let rebuttal = Rebuttal::of_type(&input.rebuttal_payload_type, &input.rebuttal);
    verify_omission(verifier, &input.proof, rebuttal.as_ref())?;
    Ok(None)
}
