//! Operations of SPEC.md section 16.

use casp_canary::generate::Family;
use casp_canary::{AnswerKey, CanaryBank, CanaryViolation, verify_case};
use casp_identity::{AgentId, IdentityViolation, Verifier};
use casp_wire::Layer;
use casp_wire::v1::Oracle;

use crate::driver::v1::{CanaryCaseInfo, DeriveCanary, DerivedCanary, JudgeAnswer, output::Value};

/// Holds an answer against an oracle.
pub(super) fn judge(input: &JudgeAnswer) -> Result<Value, CanaryViolation> {
    let oracle: Oracle = casp_wire::decode(&input.oracle, Layer::Envelope).map_err(IdentityViolation::from)?;
    let judgement = AnswerKey::of(&oracle)?.judge(&input.answer);
    Ok(Value::Text(judgement.name().into()))
}

/// Derives a canary. The runner asks for registered families, of agents, and with banks of 32 bytes.
pub(super) fn derive(input: &DeriveCanary) -> Result<Value, CanaryViolation> {
    let bank = CanaryBank::from_seed(&input.bank_seed.as_slice().try_into().unwrap_or([0; 32]));
    let provider = AgentId::from_multikey(&input.provider)?;
    let family = Family::named(&input.family).ok_or(CanaryViolation::OracleForm)?;
    let derived = bank.derive(provider, input.index, family);
    let canary = derived.commitment.canary();
    let seed = canary.generator.as_ref().map(|generator| generator.seed.clone());
    Ok(Value::Derived(DerivedCanary {
        seed: seed.unwrap_or_default(),
        salt: derived.commitment.salt().to_vec(),
        input: derived.task.input.clone(),
        canary: casp_wire::encode(canary),
        blind: derived.commitment.blind().to_vec(),
        input_media_type: family.input_media_type().into(),
        output_media_type: family.output_media_type().into(),
    }))
}

/// Checks a canary case.
pub(super) fn check(verifier: &mut Verifier, case: &[u8]) -> Result<Value, CanaryViolation> {
    let finding = verify_case(verifier, case)?;
    Ok(Value::CanaryCase(CanaryCaseInfo {
        passed: finding.passed,
        rederivable: finding.rederivable,
    }))
}
