//! Every form of an oracle, where it is valid, passed and failed (SPEC.md section 16.2, CAN-1).

#![allow(clippy::restriction, reason = "test code")]

use casp_canary::{AnswerKey, CanaryViolation, Judgement, MAX_ANSWER_BYTES};
use casp_task::content::{content_digest, inline};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{CanaryOutcome, DecimalOracle, Oracle, TaskResult, TaskStatus, TextSet};

fn oracle(form: Form) -> Oracle {
    Oracle { form: Some(form) }
}

fn passes(form: Form, answer: impl AsRef<[u8]>) -> bool {
    AnswerKey::of(&oracle(form)).unwrap().judge(answer.as_ref()) == Judgement::Passed
}

fn is_valid(form: Form) -> bool {
    match AnswerKey::of(&oracle(form)) {
        Ok(_) => true,
        Err(CanaryViolation::OracleForm) => false,
        Err(other) => panic!("{other}"),
    }
}

fn decimal(expected: &str, tolerance: &str) -> Form {
    Form::Decimal(DecimalOracle {
        expected: expected.into(),
        tolerance: tolerance.into(),
    })
}

fn one_of(values: &[&str]) -> Form {
    Form::OneOf(TextSet {
        values: values.iter().map(|value| (*value).into()).collect(),
    })
}

#[test]
fn an_oracle_without_a_form_is_not_valid() {
    assert_eq!(
        AnswerKey::of(&Oracle::default()).unwrap_err(),
        CanaryViolation::OracleForm
    );
}

#[test]
fn a_json_oracle_is_json_itself() {
    assert!(is_valid(Form::Json(" {\"a\":[1]} ".into())));
    for text in ["", "{", "{\"a\":1,\"a\":1}", "\"\\ud800\"", "1e1000000000", "01"] {
        assert!(!is_valid(Form::Json(text.into())), "{text}");
    }
}

#[test]
fn a_decimal_oracle_has_two_decimals_and_no_negative_tolerance() {
    assert!(is_valid(decimal("-1.5", "0.01")) && is_valid(decimal("-0", "0")));
    for (expected, tolerance) in [
        ("", "0"),
        ("1", ""),
        ("1e3", "0"),
        ("1", "-0"),
        ("1", "-1"),
        ("+1", "0"),
        ("1", ".5"),
    ] {
        assert!(!is_valid(decimal(expected, tolerance)), "{expected} {tolerance}");
    }
}

#[test]
fn a_digest_is_that_of_all_bytes() {
    let digest = |bytes: &[u8]| Form::ExactDigest(content_digest(bytes).into());
    assert!(passes(digest(b"\xff answer"), b"\xff answer"));
    assert!(!passes(digest(b"answer"), b"answer "));
    let long = vec![7; MAX_ANSWER_BYTES + 1];
    assert!(passes(digest(&long), &long));
}

#[test]
fn json_is_compared_as_a_value() {
    let form = || Form::Json(r#"{"a":[1,"é"],"b":null}"#.into());
    assert!(passes(form(), " {\"b\":null,\n\"a\":[1.0e0,\"\\u00e9\"]}\r\n"));
    for answer in [
        &b"{\"a\":[1,\"e\"],\"b\":null}"[..],
        b"",
        b"null",
        b"{\"b\":null}",
        b"\xff",
    ] {
        assert!(!passes(form(), answer));
    }
}

#[test]
fn a_number_stands_alone_in_the_answer() {
    for answer in ["12.5", " 12.5\n", "12.500", "\t12.49", "12.51"] {
        assert!(passes(decimal("12.5", "0.01"), answer), "{answer:?}");
    }
    for answer in [
        "12.511",
        "12.489",
        "12,5",
        "12.5 EUR",
        "",
        "1.25e1",
        "+12.5",
        "12.5\u{a0}",
        "012.5",
    ] {
        assert!(!passes(decimal("12.5", "0.01"), answer), "{answer:?}");
    }
}

#[test]
fn one_of_the_texts_is_given_whole() {
    let form = || one_of(&["Paris", "Paris, France"]);
    assert!(passes(form(), "Paris") && passes(form(), " Paris, France\r\n"));
    for answer in ["paris", "Paris.", "Paris, ", "", "Paris\u{a0}", "Lyon or Paris"] {
        assert_eq!(passes(form(), answer), answer == "Paris, France", "{answer:?}");
    }
    // No normalisation: é composed, and e with an accent put on.
    assert!(!passes(one_of(&["caf\u{e9}"]), "cafe\u{301}"));
}

#[test]
fn a_part_is_contained_or_comes_first() {
    let contains = |answer: &str| passes(Form::Contains("1867".into()), answer);
    assert!(contains("in 1867, it is said") && contains("1867") && !contains("1 867") && !contains(""));
    let prefix = |answer: &str| passes(Form::Prefix("Yes".into()), answer);
    assert!(prefix("  Yes, because") && prefix("Yes") && !prefix("yes") && !prefix("\"Yes\"") && !prefix("Ye"));
}

#[test]
fn text_that_is_not_utf8_fails() {
    for form in [
        decimal("1", "0"),
        one_of(&["1"]),
        Form::Contains("1".into()),
        Form::Prefix("1".into()),
    ] {
        assert!(!passes(form, b"1 \xc3"));
    }
}

#[test]
fn past_the_greatest_length_every_form_but_the_digest_fails() {
    let padded = |length: usize| [b"1", &vec![b' '; length - 1][..]].concat();
    for form in [
        || Form::Json("1".into()),
        || decimal("1", "0"),
        || one_of(&["1"]),
        || Form::Contains("1".into()),
        || Form::Prefix("1".into()),
    ] {
        assert!(passes(form(), padded(MAX_ANSWER_BYTES)), "{:?}", form());
        assert!(!passes(form(), padded(MAX_ANSWER_BYTES + 1)), "{:?}", form());
    }
}

#[test]
fn a_result_is_judged_by_its_inline_output() {
    let result = |status: TaskStatus| TaskResult {
        status: status.into(),
        output: Some(inline("text/plain", "Paris")),
        ..TaskResult::default()
    };
    let judge = |form: Form, result: &TaskResult| AnswerKey::of(&oracle(form)).unwrap().judge_result(result);
    for form in [one_of(&["Paris"]), Form::ExactDigest(content_digest(b"Paris").into())] {
        let mut completed = result(TaskStatus::Completed);
        assert_eq!(judge(form.clone(), &completed), Judgement::Passed);
        for status in [
            TaskStatus::Partial,
            TaskStatus::Failed,
            TaskStatus::Cancelled,
            TaskStatus::Indeterminate,
        ] {
            assert_eq!(judge(form.clone(), &result(status)), Judgement::Failed, "{status:?}");
        }
        completed.output.as_mut().unwrap().body = None;
        let by_digest = matches!(form, Form::ExactDigest(_));
        assert_eq!(judge(form.clone(), &completed) == Judgement::Passed, by_digest);
        completed.output = None;
        assert_eq!(judge(form, &completed), Judgement::Failed);
    }
}

#[test]
fn a_judgement_is_an_outcome_on_the_wire() {
    assert_eq!(CanaryOutcome::from(Judgement::Passed), CanaryOutcome::Passed);
    assert_eq!(CanaryOutcome::from(Judgement::Failed), CanaryOutcome::Failed);
    assert_eq!(
        (Judgement::Passed.name(), Judgement::Failed.name()),
        ("passed", "failed")
    );
}
