//! What the property tests and the fuzz targets `json`, `oracle` and `canary_case` both hold this crate to.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

#[path = "../support/mod.rs"]
pub mod support;

use casp_canary::generate::FAMILIES;
use casp_canary::json::{Json, JsonError};
use casp_canary::{AnswerKey, CanaryViolation, CaseFinding, Judgement, verify_case};
use casp_identity::Verifier;
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{CanaryCase, CanaryOutcome, CanaryVerdict, DecimalOracle, Oracle, Quote, TaskResult, TextSet};
use casp_wire::{Layer, Stage, Violation as _};
use prost::Message;
use serde::de::IgnoredAny;
use serde_json::Value;

use support::{Edit, NETWORK, PROVIDER, Script, derived, forge};

/// Between two operands. No text has it.
pub const BETWEEN: u8 = 0xff;

fn split(data: &[u8]) -> (&[u8], &[u8]) {
    let at = data.iter().position(|byte| *byte == BETWEEN).unwrap_or(data.len());
    (&data[..at], data.get(at + 1..).unwrap_or_default())
}

/// Target `json`: two texts.
pub fn json(data: &[u8]) {
    let (a, b) = split(data);
    json_stands(a);
    json_stands(b);
    let (Ok(first), Ok(second)) = (Json::read(a), Json::read(b)) else {
        return;
    };
    let same = first == second;
    assert_eq!(same, second == first);
    // A reader that rounds numbers tells values apart only where they differ, and structure always.
    if let (Ok(first), Ok(second)) = (serde_json::from_slice(a), serde_json::from_slice(b)) {
        let alike = alike(&first, &second);
        assert!(!same || alike);
        assert!(same || !alike || [a, b].iter().any(|text| has_rounded_numbers(text)));
    }
}

/// What holds of one text.
fn json_stands(text: &[u8]) {
    let read = Json::read(text);
    let plain = serde_json::from_slice::<IgnoredAny>(text).is_ok();
    match &read {
        Ok(json) => {
            assert!(plain && *json == json.clone());
            let spaced = [b" \n", text, b"\t\r"].concat();
            assert!(Json::read(&spaced).is_ok_and(|spaced| spaced == *json));
            let boxed = [b"[", text, b"]"].concat();
            assert!(Json::read(&boxed).map_or_else(|error| error == JsonError::TooDeep, |boxed| boxed != *json));
        }
        Err(JsonError::Syntax) => assert!(!plain),
        Err(_) => {}
    }
}

fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| alike(a, b)))
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-12 * a.abs().max(b.abs()) + 1e-300
        }
        _ => a == b,
    }
}

/// Whether a text may have a number that a float does not hold exactly.
fn has_rounded_numbers(text: &[u8]) -> bool {
    let long = text
        .split(|byte| !byte.is_ascii_digit())
        .any(|digits| digits.len() > 12);
    let broken = |pair: &[u8]| pair[0].is_ascii_digit() && matches!(pair[1], b'.' | b'e' | b'E');
    long || text.windows(2).any(broken)
}

/// Target `oracle`. The first byte chooses the form; then come what it says and an answer.
pub fn oracle(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else {
        return;
    };
    let (said, answer) = split(rest);
    let text = String::from_utf8_lossy(said).into_owned();
    let form = match choice % 7 {
        0 => match casp_wire::decode::<Oracle>(said, Layer::Envelope) {
            Ok(Oracle { form: Some(form) }) => form,
            _ => return,
        },
        1 => Form::Json(text),
        2 => {
            let (expected, tolerance) = text.split_once(' ').unwrap_or((&text, "0"));
            Form::Decimal(DecimalOracle {
                expected: expected.into(),
                tolerance: tolerance.into(),
            })
        }
        3 => Form::OneOf(TextSet {
            values: text.split('\n').map(Into::into).collect(),
        }),
        4 => Form::Contains(text),
        5 => Form::Prefix(text),
        _ => Form::ExactDigest(casp_task::content::content_digest(said).into()),
    };
    oracle_stands(form, answer);
}

/// An oracle says of an answer what the specification's words say.
fn oracle_stands(form: Form, answer: &[u8]) {
    let oracle = Oracle {
        form: Some(form.clone()),
    };
    let key = match AnswerKey::of(&oracle) {
        Ok(key) => key,
        Err(violation) => {
            assert_eq!(violation, CanaryViolation::OracleForm);
            assert!(matches!(form, Form::Json(_) | Form::Decimal(_)));
            return;
        }
    };
    let passes = |answer: &[u8]| key.judge(answer) == Judgement::Passed;
    let text = std::str::from_utf8(answer).map(trimmed);
    let expected = match &form {
        Form::ExactDigest(digest) => casp_task::content::content_digest(answer) == digest.as_slice(),
        Form::Json(right) => {
            assert!(passes(right.as_bytes()));
            Json::read(answer).is_ok_and(|answer| Json::read(right.as_bytes()).unwrap() == answer)
        }
        Form::Decimal(right) => {
            assert!(passes(right.expected.as_bytes()));
            let distance = |text| scaled(text).map(|number| (number - scaled(&right.expected).unwrap()).abs());
            text.is_ok_and(|text| distance(text).is_some_and(|distance| distance <= scaled(&right.tolerance).unwrap()))
        }
        Form::OneOf(set) => text.is_ok_and(|text| set.values.iter().any(|value| value == text)),
        Form::Contains(part) => {
            let found =
                |text: &str| part.is_empty() || text.as_bytes().windows(part.len()).any(|it| it == part.as_bytes());
            text.is_ok_and(found)
        }
        Form::Prefix(part) => text.is_ok_and(|text| text.as_bytes().get(..part.len()) == Some(part.as_bytes())),
    };
    assert_eq!(passes(answer), expected, "{form:?}");
}

fn trimmed(text: &str) -> &str {
    let space = |letter: char| " \t\r\n".contains(letter);
    text.trim_start_matches(space).trim_end_matches(space)
}

/// Units of 10^-18 of a decimal, by way of its digits written out.
fn scaled(text: &str) -> Option<i128> {
    let (sign, body) = text.strip_prefix('-').map_or((1, text), |body| (-1, body));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |part: &str| !part.is_empty() && part.len() <= 18 && part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'));
    sound.then(|| sign * format!("{whole}{fraction:0<18}").parse::<i128>().unwrap())
}

/// Target `canary_case`. With a first byte of 0 the rest is a case. Otherwise it chooses the family, the second whether
/// the answer is right, and then come damages to statements before they are signed: which, where, and the bits to turn
/// over, or to put in or take out.
pub fn canary_case(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else {
        return;
    };
    if choice == 0 {
        return case_stands(rest);
    }
    let (&right, damages) = rest.split_first().unwrap_or((&0, &[]));
    let family = &FAMILIES[usize::from(choice) % 4];
    let mut script = Script::of(&derived(PROVIDER, u64::from(choice >> 2), family.name()));
    if right & 1 != 0 {
        script.answer = damages.to_vec();
    }
    let damages = |member: u8| -> Vec<[u8; 4]> {
        let all = damages
            .chunks_exact(4)
            .map(|damage| <[u8; 4]>::try_from(damage).unwrap());
        all.filter(|damage| damage[0] % 7 == member).collect()
    };
    script.offer = damaging(damages(0));
    script.quote = damaging(damages(1));
    script.acceptance = damaging(damages(2));
    script.request = damaging(damages(3));
    script.result = damaging(damages(4));
    script.verdict = damaging(damages(5));
    let opening: Edit<_> = damaging(damages(6));
    opening(&mut script.opening);
    if script.opening.salt.len() == 32 && script.opening.canary.is_some() {
        case_stands(&casp_wire::encode(&script.play()));
    }
}

/// Damages the encoding of a message, as far as the outcome still decodes.
fn damaging<M: Message + Default + Clone>(damages: Vec<[u8; 4]>) -> Edit<M> {
    Box::new(move |message: &mut M| {
        for [how, high, low, bits] in &damages {
            let mut bytes = message.encode_to_vec();
            let at = usize::from(u16::from_be_bytes([*high, *low])) % bytes.len().max(1);
            match how / 7 % 3 {
                0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= bits),
                1 => bytes.insert(at, *bits),
                _ => drop(bytes.drain(at..(at + 1).min(bytes.len()))),
            }
            if let Ok(damaged) = M::decode(bytes.as_slice()) {
                *message = damaged;
            }
        }
    })
}

/// The verdict on a case is the same when it is asked for again, and what it says holds.
fn case_stands(bytes: &[u8]) {
    let offer = CanaryCase::decode(bytes).ok().and_then(|case| case.offer);
    let network = offer.and_then(|offer| forge::network_of(&offer.encode_to_vec()));
    let mut verifier = Verifier::new(network.unwrap_or_else(|| NETWORK.into()), None);
    let verdict = verify_case(&mut verifier, bytes);
    assert_eq!(verify_case(&mut verifier, bytes), verdict);
    match verdict {
        Ok(finding) => finding_holds(&casp_wire::decode(bytes, Layer::Envelope).unwrap(), finding),
        Err(violation) => assert!(
            [Stage::Size, Stage::Encoding, Stage::Chain].contains(&violation.stage()),
            "{violation}"
        ),
    }
}

fn finding_holds(case: &CanaryCase, finding: CaseFinding) {
    let payload = |bundle: &Option<casp_wire::v1::Bundle>| bundle.clone().unwrap().subject.unwrap().payload;
    let verdict = CanaryVerdict::decode(payload(&case.verdict).as_slice()).unwrap();
    let result = TaskResult::decode(payload(&case.result).as_slice()).unwrap();
    assert_eq!(finding.passed, verdict.outcome() == CanaryOutcome::Passed);
    let opening = verdict.opening.unwrap();
    let canary = opening.canary.unwrap();
    let judged = AnswerKey::of(canary.oracle.as_ref().unwrap())
        .unwrap()
        .judge_result(&result);
    assert_eq!(finding.passed, judged == Judgement::Passed);
    assert_eq!(finding.provider.as_bytes(), canary.provider.as_slice());
    assert_eq!(finding.provider.as_bytes(), result.header.unwrap().issuer.as_slice());
    assert_eq!(finding.requester.as_bytes(), verdict.header.unwrap().issuer.as_slice());
    // Anyone can make it anew, and the provider agreed to such tasks.
    let quote = Quote::decode(payload(&case.quote).as_slice()).unwrap();
    let evidence = quote.terms.unwrap().evidence;
    let rederivable = canary.generator.is_some_and(|it| {
        let is_known = FAMILIES.iter().any(|family| family.name() == it.family);
        is_known && evidence.contains(&format!("canary/{}", it.family))
    });
    assert_eq!(finding.rederivable, rederivable);
}
