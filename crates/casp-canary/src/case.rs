//! A verdict with everything that it rests on, checked by someone who was not there (SPEC.md section 16.1).

use casp_identity::{AgentId, IdentityViolation, ObjectId, Recorded, Verifier};
use casp_task::content::content_digest;
use casp_task::record::{Parties, acceptance_fits, as_issued, canary_result_fits, quote_fits, request_fits};
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
    canary_result_fits(&offer, &quote, &acceptance, &request, &result)?;
    let opened = Opened {
        offer: &offer,
        quote: &quote,
        acceptance: &acceptance,
        verdict: &verdict,
    };
    opened.is_of(&result)?;
    opened.holds(&result)
}

/// A verdict and the contract that it is about, each of which passed archival verification. Its rules, each by itself: for
/// whoever holds a verdict against its contract elsewhere than in a case.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// The offer.
    pub offer: &'a Recorded<OfferKind>,
    /// The quote.
    pub quote: &'a Recorded<QuoteKind>,
    /// The acceptance.
    pub acceptance: &'a Recorded<AcceptanceKind>,
    /// The verdict.
    pub verdict: &'a Recorded<CanaryVerdictKind>,
}

impl Opened<'_> {
    /// CTR-4 and CTR-9: the verdict is the requester's, and of this contract and this result.
    ///
    /// # Errors
    /// The rule that is broken.
    pub fn is_of(&self, result: &Recorded<TaskResultKind>) -> Result<(), TaskViolation> {
        let message = self.verdict.message();
        let named = message.contract == self.acceptance.object_id().0 && message.result == result.object_id().0;
        check(named, TaskViolation::NamesAnother)?;
        let by_requester = self.verdict.issuer() == Parties::of(self.offer)?.requester;
        check(by_requester, TaskViolation::Party)
    }

    /// CAN-2 to CAN-9.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn holds(&self, result: &Recorded<TaskResultKind>) -> Result<CaseFinding, CanaryViolation> {
        self.blind_matches()?;
        self.is_for_provider()?;
        self.is_for_input()?;
        self.is_undoable()?;
        self.follows(result)?;
        is_answered(result)?;
        self.is_made_anew()?;
        let judgement = self.judges_rightly(result)?;
        let Parties { requester, provider } = Parties::of(self.offer)?;
        Ok(CaseFinding {
            requester,
            provider,
            contract: self.acceptance.object_id(),
            passed: judgement == Judgement::Passed,
            rederivable: self.is_rederivable(),
        })
    }

    /// CAN-2.
    ///
    /// # Errors
    /// CAN-2.
    pub fn blind_matches(&self) -> Result<(), CanaryViolation> {
        let opening = self.verdict.message().opening.as_ref();
        let blind = opening.and_then(|opening| {
            let salt = opening.salt.as_slice().try_into().ok()?;
            Some(commitment::blind(&salt, opening.canary.as_ref()?))
        });
        let same = blind.is_some_and(|blind| self.acceptance.message().blind == blind);
        check(same, CanaryViolation::BlindMismatch)
    }

    /// CAN-3.
    ///
    /// # Errors
    /// CAN-3.
    pub fn is_for_provider(&self) -> Result<(), CanaryViolation> {
        let theirs = self
            .canary()
            .is_some_and(|canary| canary.provider == self.offer.header().audience);
        check(theirs, CanaryViolation::CanaryForeign)
    }

    /// CAN-4.
    ///
    /// # Errors
    /// CAN-4.
    pub fn is_for_input(&self) -> Result<(), CanaryViolation> {
        let agreed = &self.acceptance.message().input_digest;
        let same = self.canary().is_some_and(|canary| canary.input_digest == *agreed);
        check(same, CanaryViolation::CanaryInput)
    }

    /// CAN-5.
    ///
    /// # Errors
    /// CAN-5.
    pub fn is_undoable(&self) -> Result<(), CanaryViolation> {
        let terms = self.quote.message().terms.as_ref();
        let irreversible = terms.is_some_and(|terms| terms.side_effect() == SideEffect::Irreversible);
        check(!irreversible, CanaryViolation::CanaryIrreversible)
    }

    /// CAN-6.
    ///
    /// # Errors
    /// CAN-6.
    pub fn follows(&self, result: &Recorded<TaskResultKind>) -> Result<(), CanaryViolation> {
        let in_order = self.verdict.header().issued_at_ms >= result.header().issued_at_ms;
        check(in_order, CanaryViolation::EarlyReveal)
    }

    /// CAN-7.
    ///
    /// # Errors
    /// CAN-7.
    pub fn is_made_anew(&self) -> Result<(), CanaryViolation> {
        let Some(canary) = self.canary() else { return Ok(()) };
        let Some((family, seed)) = canary.generator.as_ref().and_then(known) else {
            return Ok(());
        };
        let task = family.generate(&seed);
        let terms = self.quote.message().terms.as_ref();
        let same = content_digest(&task.input) == *canary.input_digest
            && canary.oracle == Some(task.oracle)
            && self.offer.message().input_media_type == family.input_media_type()
            && terms.is_some_and(|terms| terms.output_media_type == family.output_media_type());
        check(same, CanaryViolation::GeneratorMismatch)
    }

    /// CAN-8. How the answer fares. Ask [`is_answered`] first.
    ///
    /// # Errors
    /// CAN-8.
    pub fn judges_rightly(&self, result: &Recorded<TaskResultKind>) -> Result<Judgement, CanaryViolation> {
        let oracle = self
            .canary()
            .and_then(|canary| canary.oracle.clone())
            .unwrap_or_default();
        let judgement = AnswerKey::of(&oracle)?.judge_result(result.message());
        let right = self.verdict.message().outcome() == CanaryOutcome::from(judgement);
        check(right, CanaryViolation::VerdictWrong)?;
        Ok(judgement)
    }

    /// Whether the canary has a generator whose family is known, and the provider agreed that its tasks are tasks of this
    /// capability.
    #[must_use]
    pub fn is_rederivable(&self) -> bool {
        let generator = self.canary().and_then(|canary| canary.generator.as_ref());
        let Some(generator) = generator.filter(|generator| known(generator).is_some()) else {
            return false;
        };
        let terms = self.quote.message().terms.as_ref();
        let evidence = terms.into_iter().flat_map(|terms| &terms.evidence);
        evidence
            .filter_map(|kind| kind.strip_prefix("canary/"))
            .any(|family| generator.family == family)
    }

    /// There in every verdict that was verified.
    fn canary(&self) -> Option<&Canary> {
        self.verdict.message().opening.as_ref()?.canary.as_ref()
    }
}

/// CAN-9.
///
/// # Errors
/// CAN-9.
pub fn is_answered(result: &Recorded<TaskResultKind>) -> Result<(), CanaryViolation> {
    let completed = result.message().status() == TaskStatus::Completed;
    check(completed, CanaryViolation::NoAnswer)
}

fn known(generator: &Generator) -> Option<(&'static Family, [u8; 32])> {
    let family = Family::named(&generator.family)?;
    Some((family, generator.seed.as_slice().try_into().ok()?))
}
