//! The reader takes I-JSON and nothing else (SPEC.md section 16.2).

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/tree.rs"]
mod tree;

use casp_canary::json::{Json, JsonError, MAX_BYTES, MAX_DEPTH};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use tree::tree;

fn read(text: impl AsRef<[u8]>) -> Result<(), JsonError> {
    Json::read(text.as_ref()).map(drop)
}

/// What another reader, of plain JSON, says of the grammar: it looks at neither names nor characters nor exponents.
fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

fn agrees_with_another_reader(text: &[u8]) {
    match read(text) {
        Ok(()) => assert!(is_json(text), "{}", text.escape_ascii()),
        Err(JsonError::Syntax) => assert!(!is_json(text), "{}", text.escape_ascii()),
        Err(_) => {}
    }
}

/// Tokens of JSON and pieces of them, in any order.
const TOKENS: &str = "(\\[|\\]|\\{|\\}|,|:|\"a\"|\"|1|0|-|\\.|e|\\+|null|true|fals|e| |\n|\\\\|u|00){0,12}";

/// Bytes of which many mean something.
fn telling() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'0')]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(5_000) })]

    #[test]
    fn the_grammar_is_that_of_json(text in TOKENS) {
        agrees_with_another_reader(text.as_bytes());
    }

    #[test]
    fn damage_is_seen_as_another_reader_sees_it(
        tree in tree(),
        choices: u64,
        at: prop::sample::Index,
        byte in telling(),
    ) {
        let mut text = tree.spell(choices).into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        agrees_with_another_reader(&text);
        text.remove(at);
        agrees_with_another_reader(&text);
        text.truncate(at);
        agrees_with_another_reader(&text);
    }

    #[test]
    fn every_value_is_read(tree in tree(), choices: u64) {
        prop_assert_eq!(read(tree.spell(choices)), Ok(()));
    }
}

#[test]
fn malformed_texts_are_refused() {
    let malformed = [
        "",
        " ",
        "\u{feff}1",
        "1 2",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "'a'",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[",
        "]",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{",
        "01",
        "-",
        "-01",
        "+1",
        ".5",
        "1.",
        "1.e1",
        "1e",
        "1e+",
        "0x1",
        "1_0",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u{0}\"",
        "1\u{a0}",
        "\u{b}1",
        "// a\n1",
        "[1]]",
        "--1",
        "1-",
    ];
    for text in malformed {
        assert_eq!(read(text), Err(JsonError::Syntax), "{text:?}");
        assert!(!is_json(text.as_bytes()), "{text:?}");
    }
    assert_eq!(read(b"\"\xff\""), Err(JsonError::NotUtf8));
    assert_eq!(read(b"\"\xed\xa0\x80\""), Err(JsonError::NotUtf8));
}

#[test]
fn a_name_comes_once_however_it_is_written() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"b":2,"\u0061":3}"#,
        r#"{"":1,"":2}"#,
        r#"[0,{"x":{"é":1,"\u00E9":1}}]"#,
        r#"{"😀":1,"\ud83d\ude00":1}"#,
    ] {
        assert_eq!(read(text), Err(JsonError::DuplicateName), "{text}");
        assert!(is_json(text.as_bytes()));
    }
    assert_eq!(read(r#"{"a":{"a":1},"b":[{"a":1},{"a":1}],"A":1}"#), Ok(()));
}

#[test]
fn what_is_no_character_is_in_no_string() {
    let noncharacters = (0..=16)
        .flat_map(|plane| [plane << 16 | 0xfffe, plane << 16 | 0xffff])
        .chain(0xfdd0..=0xfdef);
    let mut count = 0;
    for code_point in noncharacters {
        let letter = char::from_u32(code_point).unwrap();
        let escaped: String = letter
            .encode_utf16(&mut [0; 2])
            .iter()
            .map(|unit| format!("\\u{unit:04X}"))
            .collect();
        for text in [
            format!("\"{letter}\""),
            format!("\"{escaped}\""),
            format!("{{\"{escaped}\":1}}"),
        ] {
            assert_eq!(read(&text), Err(JsonError::Character), "{text}");
        }
        count += 1;
    }
    assert_eq!(count, 66);
    for neighbour in [
        "\u{fdcf}",
        "\u{fdf0}",
        "\u{fffd}",
        "\u{1fffd}",
        "\u{10000}",
        "\u{10fffd}",
        "\\ufffd",
        "\\ud7ff",
        "\\ue000",
        "\\u0000",
        "\u{7f}",
    ] {
        assert_eq!(read(format!("\"{neighbour}\"")), Ok(()), "{neighbour:?}");
    }
}

#[test]
fn surrogates_come_in_pairs() {
    for text in [
        "\\ud800",
        "\\udc00",
        "\\ud800x",
        "\\ud800\\n",
        "\\ud800\\ud800",
        "\\udc00\\ud800",
        "\\ud800\\u0061",
        "\\udfff",
    ] {
        assert_eq!(read(format!("\"{text}\"")), Err(JsonError::Character), "{text}");
    }
    assert_eq!(read("\"\\ud800\\udc00\\udbff\\udffd\""), Ok(()));
}

#[test]
fn nesting_is_bounded_at_64() {
    let nested = |depth: usize, open: &str, close: &str| format!("{}{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("[", "]"), ("{\"a\":[", "]}"), (" [ \n", "]")] {
        let levels = open.matches(['[', '{']).count();
        let depth = MAX_DEPTH / levels;
        assert_eq!(read(nested(depth, open, close)), Ok(()));
        assert_eq!(
            read(format!("[{}]", nested(depth, open, close))),
            Err(JsonError::TooDeep)
        );
    }
    assert_eq!(read("[".repeat(MAX_BYTES)), Err(JsonError::TooDeep));
    assert_eq!(read("{\"a\":".repeat(MAX_BYTES / 5)), Err(JsonError::TooDeep));
    // Breadth is not depth.
    assert_eq!(read(format!("[{}[]]", "[],".repeat(1_000))), Ok(()));
}

#[test]
fn the_deepest_value_fits_a_small_stack() {
    let levels = MAX_DEPTH / 2;
    let deep = format!("{}0{}", "{\"a\":[".repeat(levels), "]}".repeat(levels));
    let read = move || Json::read(deep.as_bytes()).unwrap() == Json::read(deep.as_bytes()).unwrap();
    let thread = std::thread::Builder::new().stack_size(128 * 1_024).spawn(read);
    assert!(thread.unwrap().join().unwrap());
}

#[test]
fn exponents_have_nine_digits() {
    for text in [
        "1e999999999",
        "1e-999999999",
        "1E+000000000999999999",
        "0e0",
        "1e00000000000000000000",
    ] {
        assert_eq!(read(text), Ok(()), "{text}");
    }
    for text in ["1e1000000000", "1e-1000000000", "0e9999999999", "[1E+01000000000]"] {
        assert_eq!(read(text), Err(JsonError::Exponent), "{text}");
    }
}

#[test]
fn a_text_is_at_most_512_kib() {
    let padded = |length: usize| format!("1{}", " ".repeat(length - 1));
    assert_eq!(read(padded(MAX_BYTES)), Ok(()));
    assert_eq!(read(padded(MAX_BYTES + 1)), Err(JsonError::TooLong));
}
