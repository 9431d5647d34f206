//! Oracles that no answer can be held against (CAN-1), by themselves and in a verdict.

use casp_wire::v1::{self, oracle::Form};
use prost::Message as _;

use super::judge::{judge, judgement, within};
use crate::generate::case::Case;
use crate::generate::engagement;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{World, verify};
use crate::vector::{Operation, Vector};

/// Fault and text. `~` stands for some word, `#` for some digit from 1 to 9.
type Bad = (&'static str, &'static str);

/// Texts that are not I-JSON. The first few are shown in a verdict too.
const NOT_JSON: &[Bad] = &[
    ("name-twice", r#"{"~":1,"~":2}"#),
    ("name-twice-escaped", r#"{"~a":#,"~\u0061":#}"#),
    ("high-surrogate", r#""~\ud800""#),
    ("noncharacter", "\"~\u{ffff}\""),
    ("exponent-of-ten-digits", "#e1000000000"),
    ("leading-zero", "0#"),
    ("byte-order-mark", "\u{feff}{\"~\":#}"),
    ("trailing-comma", r#"["~",]"#),
    ("two-values", "# #"),
    ("text-without-quotes", "~"),
    ("low-surrogate", r#""~\udfff""#),
    ("surrogates-reversed", r#""\ude00\ud83d~""#),
    ("two-high-surrogates", r#""\ud83d\ud83d\ude00~""#),
    ("surrogate-in-a-name", r#"{"\udbff~":#}"#),
    ("name-twice-within", r#"["~",{"b":{"~":1,"c":2,"~":1}}]"#),
    ("noncharacter-fdd0", "\"~\u{fdd0}\""),
    ("noncharacter-fdef", "\"~\u{fdef}\""),
    ("noncharacter-fffe", "\"~\u{fffe}\""),
    ("noncharacter-1ffff", "\"~\u{1ffff}\""),
    ("noncharacter-8fffe", "\"~\u{8fffe}\""),
    ("noncharacter-10ffff", "\"~\u{10ffff}\""),
    ("noncharacter-escaped", r#""~\ufffe""#),
    ("noncharacter-escaped-fdd0", r#""~\uFDD0""#),
    ("noncharacter-as-surrogate-pair", r#""~\ud83f\udffe""#),
    ("noncharacter-in-a-name", "{\"~\u{fdd1}\":#}"),
    ("exponent-negative-of-ten-digits", "#e-1000000000"),
    ("exponent-of-zero-of-ten-digits", "0E+1234567890"),
    ("exponent-of-ten-digits-after-zeros", "#e001000000000"),
    ("plus-sign", "+#"),
    ("no-whole", ".#"),
    ("no-fraction", "#."),
    ("no-exponent", "#e"),
    ("nan", "[#,NaN]"),
    ("infinity", "[#,-Infinity]"),
    ("hexadecimal", "0x#"),
    ("apostrophes", "'~'"),
    ("name-without-quotes", "{~:#}"),
    ("comment", "# // ~"),
    ("line-feed-in-a-string", "\"~\n\""),
    ("nul-in-a-string", "\"~\0\""),
    ("escape-hex", r#""~\x41""#),
    ("escape-plus-sign", r#""~\u+041""#),
    ("escape-cut-off", r#""~\u004"#),
    ("string-not-closed", r#""~"#),
    ("array-not-closed", r#"["~""#),
    ("object-closed-by-bracket", r#"{"~":#]"#),
    ("trailing-brace", r#"{"~":#}}"#),
    ("trailing-nul", "#\0"),
    ("no-break-space", "#\u{a0}"),
    ("vertical-tab", "\u{b}#"),
    ("literal-capital", "[#,True]"),
    ("white-space-alone", " "),
];

/// How many of them are shown in a verdict.
const IN_A_VERDICT: usize = 10;

/// Texts that are not decimals.
const NOT_DECIMAL: &[Bad] = &[
    ("plus-sign", "+#"),
    ("leading-zero", "0#"),
    ("19-digits", "#000000000000000000"),
    ("19-places", "#.0000000000000000000"),
    ("exponent", "#e2"),
    ("white-space-before", " #"),
    ("white-space-after", "#\n"),
    ("no-whole", ".#"),
    ("no-places", "#."),
    ("two-points", "#.0.0"),
    ("comma", "#,5"),
    ("grouped", "#_000"),
    ("hexadecimal", "0x#"),
    ("per-cent", "#%"),
    ("not-ascii-digit", "\u{663}"),
    ("infinity", "Infinity"),
    ("nan", "NaN"),
    ("point-alone", "."),
    ("nul", "#\0"),
];

const SIGNED: &[Bad] = &[("negative", "-#"), ("negative-zero", "-0"), ("negative-places", "-0.#")];

const ODD_SIGNS: &[Bad] = &[
    ("two-signs", "--#"),
    ("sign-alone", "-"),
    ("negative-leading-zero", "-0#"),
    ("space-after-sign", "- #"),
];

/// An oracle that is not valid.
struct Invalid {
    field: &'static str,
    fault: &'static str,
    oracle: Option<Form>,
    /// Whether it is shown in a verdict too.
    often: bool,
}

fn invalid(world: &World) -> Vec<Invalid> {
    let filled = |text: &str| {
        let mut draw = world.draw(text);
        text.replace('~', draw.word())
            .replace('#', &draw.number(1, 9).to_string())
    };
    let mut all = vec![Invalid {
        field: "",
        fault: "no-form",
        oracle: None,
        often: true,
    }];
    for (at, (fault, text)) in NOT_JSON.iter().enumerate() {
        all.push(Invalid {
            field: "json",
            fault,
            oracle: Some(Form::Json(filled(text))),
            often: at < IN_A_VERDICT,
        });
    }
    let deep = |open: &str, close: &str| format!("{}{}{}", open.repeat(65), filled("#"), close.repeat(65));
    for (fault, text) in [
        ("depth-65", deep("[", "]")),
        ("depth-65-of-objects", deep("{\"a\":", "}")),
    ] {
        all.push(Invalid {
            field: "json",
            fault,
            oracle: Some(Form::Json(text)),
            often: fault == "depth-65",
        });
    }
    for (at, (fault, text)) in NOT_DECIMAL.iter().chain(ODD_SIGNS).enumerate() {
        all.push(Invalid {
            field: "decimal.expected",
            fault,
            oracle: Some(within(&filled(text), "0")),
            often: at < 4,
        });
    }
    for (at, (fault, text)) in SIGNED.iter().chain(NOT_DECIMAL).enumerate() {
        all.push(Invalid {
            field: "decimal.tolerance",
            fault,
            oracle: Some(within("0", &filled(text))),
            often: at < 4,
        });
    }
    all
}

/// Oracles that are valid to the last byte, each of which passes its own text.
fn valid(world: &World) -> Vec<(&'static str, &'static str, Form, String)> {
    let digit = world.draw("digit of an oracle").number(1, 9);
    let word = world.draw("word of an oracle").word();
    let json = format!(r#"{{"{word}":[{digit},"\ud83d\ude00","\ufdcf"]}}"#);
    let longest_json = format!(r#""{word}{}""#, "x".repeat(65_534 - word.len()));
    let deepest = format!("{}{digit}{}", "[".repeat(64), "]".repeat(64));
    let longest = format!("-{digit}{0}.{0}{digit}", "0".repeat(17));
    let tolerance = format!("{digit}{0}.{0}{digit}", "0".repeat(17));
    let json_form = |text: &String| Form::Json(text.clone());
    vec![
        ("json", "json-valid", json_form(&json), json),
        ("json", "json-longest", json_form(&longest_json), longest_json.clone()),
        ("json", "json-deepest", json_form(&deepest), deepest.clone()),
        (
            "json",
            "json-greatest-exponent",
            Form::Json(format!("{digit}e-0999999999")),
            format!("{digit}e-999999999"),
        ),
        (
            "decimal",
            "decimal-valid",
            within(&format!("-{digit}.50"), "0.50"),
            format!("-{digit}"),
        ),
        (
            "decimal",
            "decimal-longest",
            within(&longest, &tolerance),
            longest.clone(),
        ),
        (
            "decimal",
            "decimal-expected-negative-zero",
            within("-0", "0"),
            "0".to_owned(),
        ),
    ]
}

/// The twin of what is invalid in this field.
fn twin(group: &str, field: &str) -> String {
    let form = if field.starts_with("decimal") {
        "decimal"
    } else {
        "json"
    };
    format!("canary/{group}/rules/{form}-valid")
}

pub(super) fn of_oracles(world: &World) -> Vec<Vector> {
    let case = |name: &str, field: &str, operation: Operation| {
        let title = format!("oracle: {}", name.replace('-', " "));
        let id = format!("canary/oracle/rules/{name}");
        Case::new(id, title, &world.begin(), world.now, operation).about("Oracle", field)
    };
    let mut vectors: Vec<Vector> = Vec::new();
    for (field, name, form, answer) in valid(world) {
        let operation = judge(form, answer);
        vectors.push(case(name, field, operation).accepted(&["CAN-1"], judgement(true)));
    }
    for Invalid {
        field, fault, oracle, ..
    } in invalid(world)
    {
        let operation = Operation::JudgeAnswer {
            oracle: v1::Oracle { form: oracle }.encode_to_vec().into(),
            answer: b"1".to_vec().into(),
        };
        let name = named(field, fault);
        vectors.push(case(&name, field, operation).refused("CAN-1", fault, twin("oracle", field), &[]));
    }
    vectors
}

pub(super) fn of_verdicts(world: &World) -> Vec<Vector> {
    let on = |form: Option<Form>| -> Statement {
        let mut verdict = engagement::verdict(world, &world.alice);
        if let Some(canary) = verdict.opening.as_mut().and_then(|opening| opening.canary.as_mut()) {
            canary.oracle = Some(v1::Oracle { form });
        }
        verdict.signed(&world.alice)
    };
    let case = |name: &str, field: &str, statement: &Statement| {
        let title = format!("canary-verdict: oracle {}", name.replace('-', " "));
        let id = format!("canary/canary-verdict/rules/{name}");
        let field = format!("opening.canary.oracle.{field}");
        Case::new(id, title, &world.begin(), world.now, verify(statement))
            .about("CanaryVerdict", field.trim_end_matches('.'))
    };
    let mut vectors: Vec<Vector> = Vec::new();
    for (field, name, form, _) in valid(world) {
        let statement = on(Some(form));
        vectors.push(case(name, field, &statement).accepted(&["CAN-1"], statement.verified()));
    }
    for invalid in invalid(world).into_iter().filter(|invalid| invalid.often) {
        let statement = on(invalid.oracle);
        let name = named(invalid.field, invalid.fault);
        let case = case(&name, invalid.field, &statement);
        vectors.push(case.refused("CAN-1", invalid.fault, twin("canary-verdict", invalid.field), &[]));
    }
    vectors
}

fn named(field: &str, fault: &str) -> String {
    format!("{}-{fault}", field.replace('.', "-"))
        .trim_start_matches('-')
        .to_owned()
}
