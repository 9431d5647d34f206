//! Why an answer does not satisfy an oracle, in words that say nothing of the right answer: the opening is secret.

use casp_canary::decimal::Decimal;
use casp_canary::json::Json;
use casp_canary::{AnswerKey, Judgement, MAX_ANSWER_BYTES};
use casp_wire::v1::Oracle;
use casp_wire::v1::oracle::Form;

/// Holds an answer against a key. Why it failed, if it did.
pub(crate) fn failing(key: &AnswerKey<'_>, oracle: &Oracle, answer: &[u8]) -> Option<String> {
    match key.judge(answer) {
        Judgement::Passed => None,
        Judgement::Failed => Some(why(oracle, answer)),
    }
}

fn why(oracle: &Oracle, answer: &[u8]) -> String {
    let Some(form) = &oracle.form else {
        return "the oracle has no form".to_owned();
    };
    if matches!(form, Form::ExactDigest(_)) {
        return "its content digest is not the oracle's".to_owned();
    }
    if answer.len() > MAX_ANSWER_BYTES {
        return format!(
            "it has {} bytes; more than {MAX_ANSWER_BYTES} are not read",
            answer.len()
        );
    }
    if matches!(form, Form::Json(_)) {
        return match Json::read(answer) {
            Ok(_) => "it is another value than the oracle's".to_owned(),
            Err(error) => format!("it is no I-JSON: {error}"),
        };
    }
    let Ok(text) = std::str::from_utf8(answer) else {
        return "it is no text in UTF-8".to_owned();
    };
    // White space as SPEC.md section 16.2 counts it.
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    match form {
        Form::Decimal(_) if Decimal::parse(text).is_none() => "it is no decimal number as the oracle asks",
        Form::Decimal(_) => "it is farther from the number expected than the tolerance",
        Form::OneOf(_) => "it is none of the texts that are right",
        Form::Contains(_) => "it does not contain what it should",
        Form::Prefix(_) => "it does not begin as it should",
        Form::ExactDigest(_) | Form::Json(_) => "it is not right",
    }
    .to_owned()
}
