//! Compares a response with what is due.

use casp_wire::Stage;

use crate::driver::v1::response;
use crate::vector::{Expect, Verdict};

use super::answer::{Difference, Got};
use super::case::Case;
use super::garbage::Garbage;
use super::{Outcome, Position};

/// What a response means for its case.
pub(super) struct Judgement {
    /// `Passed` when the response is the due one.
    pub(super) outcome: Outcome,
    /// Whether the code that came with a due refusal was an admissible one; `None` where no code could be due.
    pub(super) code_matched: Option<bool>,
}

/// Judges the response to one request of a case.
pub(super) fn judge(case: Case<'_>, index: usize, response: Option<response::Outcome>, codes: bool) -> Judgement {
    let at = case.position(index);
    let got = match read(response) {
        Ok(Some(got)) => got,
        Ok(None) => return Outcome::Overclaim { at }.into(),
        Err(garbage) => return Outcome::Garbage { garbage, certain: true }.into(),
    };
    if let Some(expect) = case.expect(at) {
        return judge_step(expect, at, got, codes);
    }
    let due = case.step(index).and_then(|step| step.verdict);
    if got.verdict == due.unwrap_or(Verdict::Accept) {
        Outcome::Passed.into()
    } else {
        Outcome::Untestable { at, got }.into()
    }
}

impl From<Outcome> for Judgement {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            code_matched: None,
        }
    }
}

/// The answer in a response; `None` for `unsupported`.
pub(super) fn read(response: Option<response::Outcome>) -> Result<Option<Got>, Garbage> {
    match response {
        Some(response::Outcome::Answer(answer)) => Got::try_from(answer).map(Some),
        Some(response::Outcome::Unsupported(_)) => Ok(None),
        Some(response::Outcome::Hello(_)) | None => Err(Garbage::NoAnswer),
    }
}

fn judge_step(expect: &Expect, at: Position, got: Got, codes: bool) -> Judgement {
    if refused_too_early(expect, &got) {
        return Outcome::Untestable { at, got }.into();
    }
    let refused_as_due = expect.verdict != Verdict::Accept && verdict_and_stage_match(expect, &got);
    let code_matched = (refused_as_due && !expect.codes.is_empty()).then(|| expect.codes.contains(&got.code));
    let differences = differences(expect, &got, codes);
    let outcome = if differences.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed { at, got, differences }
    };
    Judgement { outcome, code_matched }
}

/// Whether the vector's own stage was never reached.
fn refused_too_early(expect: &Expect, got: &Got) -> bool {
    let due = Stage::ALL
        .into_iter()
        .find(|stage| Some(stage.name()) == expect.stage.as_deref());
    got.verdict != Verdict::Accept && matches!((got.stage, due), (Some(got), Some(due)) if got < due)
}

fn verdict_and_stage_match(expect: &Expect, got: &Got) -> bool {
    got.verdict == expect.verdict && got.stage.map(Stage::name) == expect.stage.as_deref()
}

fn differences(expect: &Expect, got: &Got, codes: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    if got.verdict != expect.verdict {
        found.push(Difference::Verdict {
            expected: expect.verdict,
            got: got.verdict,
        });
    }
    if got.stage.map(Stage::name) != expect.stage.as_deref() {
        found.push(Difference::Stage {
            expected: expect.stage.clone(),
            got: got.stage,
        });
    }
    // Codes and outputs follow from verdict and stage: where these differ, those say nothing more.
    if !found.is_empty() {
        return found;
    }
    if codes && !code_is_due(expect, &got.code) {
        found.push(Difference::Code {
            admissible: expect.codes.clone(),
            got: got.code.clone(),
        });
    }
    if let Some(output) = expect
        .output
        .as_ref()
        .filter(|output| got.output.as_ref() != Some(output))
    {
        found.push(Difference::Output {
            expected: Box::new(output.clone()),
            got: got.output.clone().map(Box::new),
        });
    }
    found
}

fn code_is_due(expect: &Expect, code: &str) -> bool {
    match expect.verdict {
        Verdict::Accept => code.is_empty(),
        Verdict::Ignore | Verdict::Reject => expect.codes.is_empty() || expect.codes.iter().any(|due| due == code),
    }
}
