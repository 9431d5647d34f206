//! A verdict with everything that it rests on, checked by someone who was not there (SPEC.md section 16.1).

use casp_identity::{AgentId, IdentityViolation, ObjectId, Recorded, Verifier};
use casp_task::content::content_digest;
use casp_task::record::{Parties, acceptance_fits, as_issued, quote_fits, request_fits, result_fits};
use casp_task::{AcceptanceKind, OfferKind, QuoteKind, TaskRequestKind, TaskResultKind, TaskViolation};
use casp_wire::limits::MAX_CANARY_CASE_BYTES;
use casp_wire::v1::{Canary, CanaryCase, CanaryOutcome, Generator, SideEffect, TaskStatus};
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
/// SIZ-1, rules ENC and FMT at the stage ENCODING; then at CHAIN REC-1 to REC-3, CTR-4, CTR-6, CTR-8, CTR-9, CTR-13, CTR-16,
/// CTR-17, CAN-2 to CAN-9.
pub fn verify_case(verifier: &mut Verifier, case: &[u8]) -> Result<CaseFinding, CanaryViolation> {
    let limit = MAX_CANARY_CASE_BYTES;
    check(case.len() <= limit, IdentityViolation::InputSize { limit })?;
    let case: CanaryCase = casp_wire::decode(case, Layer::Envelope).map_err(IdentityViolation::from)?;
    let offer = as_issued::<OfferKind>(verifier, case.offer, "offer")?;
    let quote = as_issued::<QuoteKind>(verifier, case.quote, "quote")?;
    let acceptance = as_issued::<AcceptanceKind>(verifier, case.acceptance, "acceptance")?;
    let request = as_issued::<TaskRequestKind>(verifier, case.request, "request")?;
    let result = as_issued::<TaskResultKind>(verifier, case.result, "result")?;
    let verdict = as_issued::<CanaryVerdictKind>(verifier, case.verdict, "verdict")?;
    quote_fits(&offer, &quote)?;
    acceptance_fits(&offer, &quote, &acceptance)?;
    request_fits(&offer, &quote, &acceptance, &request)?;
    result_fits(&offer, &quote, &acceptance, &request, &result)?;
    let settled = Settled {
        parties: Parties::of(&offer)?,
        offer,
        quote,
        acceptance,
        result,
    };
    settled.verdict_fits(&verdict)?;
    settled.opening_holds(&verdict)
}

/// What a verdict is about: statements that fit each other.
struct Settled {
    parties: Parties,
    offer: Recorded<OfferKind>,
    quote: Recorded<QuoteKind>,
    acceptance: Recorded<AcceptanceKind>,
    result: Recorded<TaskResultKind>,
}

impl Settled {
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
        let salt = opening.salt.as_slice().try_into().unwrap_or_default();
        let blind = commitment::blind(&salt, &canary);
        check(acceptance.blind == blind, CanaryViolation::BlindMismatch)?;
        let provider = self.parties.provider;
        check(canary.provider == provider.as_bytes(), CanaryViolation::CanaryForeign)?;
        let same_input = canary.input_digest == acceptance.input_digest;
        check(same_input, CanaryViolation::CanaryInput)?;
        let terms = self.quote.message().terms.as_ref();
        let irreversible = terms.is_some_and(|terms| terms.side_effect() == SideEffect::Irreversible);
        check(!irreversible, CanaryViolation::CanaryIrreversible)?;
        let in_order = verdict.header().issued_at_ms >= self.result.header().issued_at_ms;
        check(in_order, CanaryViolation::EarlyReveal)?;
        let completed = self.result.message().status() == TaskStatus::Completed;
        check(completed, CanaryViolation::NoAnswer)?;
        let rederivable = self.made_anew(&canary)? && self.agreed_to(&canary);
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

    /// CAN-7. Whether the canary is of a generator whose family is known.
    fn made_anew(&self, canary: &Canary) -> Result<bool, CanaryViolation> {
        let Some((family, seed)) = canary.generator.as_ref().and_then(known) else {
            return Ok(false);
        };
        let task = family.generate(&seed);
        let output_media_type = self
            .quote
            .message()
            .terms
            .as_ref()
            .map(|terms| &terms.output_media_type);
        let same = content_digest(&task.input) == *canary.input_digest
            && canary.oracle == Some(task.oracle)
            && self.offer.message().input_media_type == family.input_media_type()
            && output_media_type.is_some_and(|output| output == family.output_media_type());
        check(same, CanaryViolation::GeneratorMismatch)?;
        Ok(true)
    }

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

fn known(generator: &Generator) -> Option<(&'static Family, [u8; 32])> {
    let family = Family::named(&generator.family)?;
    Some((family, generator.seed.as_slice().try_into().ok()?))
}
