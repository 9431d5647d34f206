//! A verdict with everything that it rests on, checked by someone who was not there (SPEC.md section 16.1).

use casp_identity::{AgentId, IdentityViolation, Kind, ObjectId, Recorded, Signed, Verifier};
use casp_task::record::{Parties, acceptance_fits, quote_fits, request_fits, result_fits};
use casp_task::{AcceptanceKind, OfferKind, QuoteKind, TaskRequestKind, TaskResultKind, TaskViolation};
use casp_wire::limits::MAX_CANARY_CASE_BYTES;
use casp_wire::v1::{Bundle, Canary, CanaryCase, CanaryOutcome, Generator, SideEffect, TaskStatus};
use casp_wire::{Layer, check};

use crate::commitment;
use crate::generate::Family;
use crate::oracle::{AnswerKey, Judgement};
use crate::verdict::CanaryVerdictKind;
use crate::violation::CanaryViolation;

/// What an accepted case shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseFinding {
    /// Who set the canary.
    pub requester: AgentId,
    /// Who answered it.
    pub provider: AgentId,
    /// The contract: object id of the acceptance.
    pub contract: ObjectId,
    /// Whether the answer satisfies the oracle.
    pub passed: bool,
    /// Whether the oracle is shown to be right, since anyone can make the canary anew, and the provider agreed to such tasks.
    /// Otherwise the finding is evidence for the requester alone.
    pub rederivable: bool,
}

/// Verifies an encoded [`CanaryCase`].
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING; then at CHAIN REC-1 to REC-3, CTR-4, CTR-6, CTR-8, CTR-9, CTR-13,
/// CAN-2 to CAN-9.
pub fn verify_case(verifier: &mut Verifier, case: &[u8]) -> Result<CaseFinding, CanaryViolation> {
    let limit = MAX_CANARY_CASE_BYTES;
    check(case.len() <= limit, IdentityViolation::InputSize { limit })?;
    let case: CanaryCase = casp_wire::decode(case, Layer::Envelope).map_err(IdentityViolation::from)?;
    let members = (
        member::<OfferKind>(verifier, case.offer, "offer")?,
        member::<QuoteKind>(verifier, case.quote, "quote")?,
        member::<AcceptanceKind>(verifier, case.acceptance, "acceptance")?,
        member::<TaskRequestKind>(verifier, case.request, "request")?,
        member::<TaskResultKind>(verifier, case.result, "result")?,
        member::<CanaryVerdictKind>(verifier, case.verdict, "verdict")?,
    );
    let (Some(offer), Some(quote), Some(acceptance), Some(request), Some(result), Some(verdict)) = members else {
        return unreadable();
    };
    quote_fits(&offer, &quote)?;
    acceptance_fits(&offer, &quote, &acceptance)?;
    request_fits(&offer, &quote, &acceptance, &request)?;
    result_fits(&offer, &quote, &acceptance, &request, &result)?;
    let engagement = Engagement {
        parties: Parties::of(&offer)?,
        quote,
        acceptance,
        result,
    };
    engagement.verdict_fits(&verdict)?;
    engagement.opening_holds(&verdict)
}

/// REC-1.
fn member<K: Kind>(
    verifier: &mut Verifier,
    bundle: Option<Bundle>,
    member: &'static str,
) -> Result<Option<Recorded<K>>, TaskViolation> {
    let signed = Signed::from_bytes(casp_wire::encode(&bundle.unwrap_or_default()));
    let recorded = verifier.verify_as_issued(signed).ok();
    check(recorded.is_some(), TaskViolation::RecordMember { member })?;
    Ok(recorded)
}

/// Of a case with a member that did not pass REC-1.
#[cfg(not(casp_fault))]
const fn unreadable() -> Result<CaseFinding, CanaryViolation> {
    Err(CanaryViolation::Task(TaskViolation::RecordMember { member: "case" }))
}

/// With REC-1 switched off such a case must come out otherwise, or no suite could notice.
#[cfg(casp_fault)]
fn unreadable() -> Result<CaseFinding, CanaryViolation> {
    let nobody = AgentId::from_public_key(&[0; 32]);
    Ok(CaseFinding {
        requester: nobody,
        provider: nobody,
        contract: ObjectId([0; 32]),
        passed: false,
        rederivable: false,
    })
}

/// What a verdict is about: statements that fit each other.
struct Engagement {
    parties: Parties,
    quote: Recorded<QuoteKind>,
    acceptance: Recorded<AcceptanceKind>,
    result: Recorded<TaskResultKind>,
}

impl Engagement {
    /// CTR-4 and CTR-9.
    fn verdict_fits(&self, verdict: &Recorded<CanaryVerdictKind>) -> Result<(), TaskViolation> {
        let message = verdict.message();
        let named = message.contract == self.acceptance.object_id().0 && message.result == self.result.object_id().0;
        check(named, TaskViolation::NamesAnother)?;
        check(verdict.issuer() == self.parties.requester, TaskViolation::Party)
    }

    /// CAN-2 to CAN-9.
    fn opening_holds(&self, verdict: &Recorded<CanaryVerdictKind>) -> Result<CaseFinding, CanaryViolation> {
        let opening = verdict.message().opening.clone().unwrap_or_default();
        let canary = opening.canary.unwrap_or_default();
        let acceptance = self.acceptance.message();
        let blind = commitment::digest(&opening.salt, &canary);
        check(acceptance.blind == blind, CanaryViolation::BlindMismatch)?;
        let provider = self.parties.provider;
        check(canary.provider == provider.as_bytes(), CanaryViolation::CanaryForeign)?;
        let same_input = canary.input_digest == acceptance.input_digest;
        check(same_input, CanaryViolation::CanaryInput)?;
        let terms = self.quote.message().terms.as_ref();
        let irreversible = terms.is_some_and(|terms| terms.side_effect() == SideEffect::Irreversible);
        check(!irreversible, CanaryViolation::CanaryIrreversible)?;
        let in_order = issued_at_ms(verdict) >= issued_at_ms(&self.result);
        check(in_order, CanaryViolation::EarlyReveal)?;
        let completed = self.result.message().status() == TaskStatus::Completed;
        check(completed, CanaryViolation::NoAnswer)?;
        let rederivable = made_anew(&canary)? && self.agreed_to(&canary);
        let oracle = canary.oracle.unwrap_or_default();
        let judgement = AnswerKey::of(&oracle)?.judge_result(self.result.message());
        let right = verdict.message().outcome() == CanaryOutcome::from(judgement);
        check(right, CanaryViolation::VerdictWrong)?;
        Ok(CaseFinding {
            requester: self.parties.requester,
            provider,
            contract: self.acceptance.object_id(),
            passed: judgement == Judgement::Passed,
            rederivable,
        })
    }
}

impl Engagement {
    /// Whether the provider agreed that tasks of the canary's family are tasks of this capability.
    fn agreed_to(&self, canary: &Canary) -> bool {
        let terms = self.quote.message().terms.as_ref();
        let families = terms.into_iter().flat_map(|terms| &terms.evidence);
        let generator = canary.generator.as_ref();
        families
            .filter_map(|kind| kind.strip_prefix("canary/"))
            .any(|family| generator.is_some_and(|generator| generator.family == family))
    }
}

/// CAN-7. Whether the canary is of a generator whose family is known.
fn made_anew(canary: &Canary) -> Result<bool, CanaryViolation> {
    let Some((family, seed)) = canary.generator.as_ref().and_then(known) else {
        return Ok(false);
    };
    let task = family.generate(&seed);
    let same = casp_task::content::content_digest(&task.input) == *canary.input_digest;
    let same = same && canary.oracle == Some(task.oracle);
    check(same, CanaryViolation::GeneratorMismatch)?;
    Ok(true)
}

fn known(generator: &Generator) -> Option<(&'static Family, [u8; 32])> {
    let family = Family::named(&generator.family)?;
    Some((family, generator.seed.as_slice().try_into().ok()?))
}

fn issued_at_ms<K: Kind>(statement: &Recorded<K>) -> i64 {
    K::header(statement.message()).map_or(0, |header| header.issued_at_ms)
}
