//! Answers that are not I-JSON, each beside the oracle that a lenient reader would find it equal to.

use super::json::{Bench, Pair};
use crate::generate::values::NOT_UTF8;
use crate::vector::Vector;

pub(super) const WITHIN: &[&[Pair]] = &[NAMES, CHARACTERS, ESCAPES, NUMBERS, STRUCTURE];

const NAMES: &[Pair] = &[
    ("unreadable-name-twice-last-value", r#"{"~":2}"#, r#"{"~":1,"~":2}"#),
    ("unreadable-name-twice-first-value", r#"{"~":1}"#, r#"{"~":1,"~":2}"#),
    ("unreadable-name-twice-same-value", r#"{"~":1}"#, r#"{"~":1,"~":1}"#),
    (
        "unreadable-name-twice-escaped",
        r#"{"~a":1}"#,
        r#"{"~a":1,"~\u0061":1}"#,
    ),
    (
        "unreadable-name-twice-apart",
        r#"{"~":1,"b":2}"#,
        r#"{"~":1,"b":2,"~":1}"#,
    ),
    (
        "unreadable-name-twice-within",
        r#"{"x":[{"~":1}]}"#,
        r#"{"x":[{"~":1,"~":1}]}"#,
    ),
    ("unreadable-name-twice-empty", r#"{"":"~"}"#, r#"{"":"~","":"~"}"#),
    (
        "unreadable-name-twice-proto",
        r#"{"__proto__":1}"#,
        r#"{"__proto__":1,"__proto__":1}"#,
    ),
    (
        "unreadable-name-twice-as-surrogate-pair",
        "{\"~\u{1f600}\":1}",
        "{\"~\u{1f600}\":1,\"~\\ud83d\\ude00\":1}",
    ),
    ("unreadable-name-twice-solidus", r#"{"~/":1}"#, r#"{"~/":1,"~\/":1}"#),
];

const CHARACTERS: &[Pair] = &[
    ("unreadable-high-surrogate", "\"~\u{fffd}\"", r#""~\ud800""#),
    ("unreadable-low-surrogate", "\"~\u{fffd}\"", r#""~\udfff""#),
    (
        "unreadable-high-surrogate-before-a-letter",
        "\"\u{fffd}~\"",
        r#""\udbff~""#,
    ),
    (
        "unreadable-high-surrogate-before-an-escape",
        "\"\u{fffd}a~\"",
        r#""\ud800\u0061~""#,
    ),
    (
        "unreadable-high-surrogate-before-a-short-escape",
        "\"\u{fffd}\\n~\"",
        r#""\ud800\n~""#,
    ),
    (
        "unreadable-surrogates-reversed",
        "\"\u{fffd}\u{fffd}~\"",
        r#""\ude00\ud83d~""#,
    ),
    (
        "unreadable-two-high-surrogates",
        "\"\u{fffd}\u{1f600}~\"",
        r#""\ud83d\ud83d\ude00~""#,
    ),
    (
        "unreadable-surrogate-in-a-name",
        "{\"~\u{fffd}\":1}",
        r#"{"~\udc00":1}"#,
    ),
    ("unreadable-noncharacter-fdd0", r#""~""#, "\"~\u{fdd0}\""),
    ("unreadable-noncharacter-fdef-escaped", r#""~""#, r#""~\ufdef""#),
    ("unreadable-noncharacter-fffe", r#""~""#, "\"~\u{fffe}\""),
    ("unreadable-noncharacter-ffff-escaped", r#""~""#, r#""~\uffff""#),
    (
        "unreadable-noncharacter-10ffff-as-surrogate-pair",
        r#""~""#,
        r#""~\udbff\udfff""#,
    ),
    ("unreadable-noncharacter-in-a-name", r#"{"~":1}"#, "{\"~\u{1fffe}\":1}"),
    ("unreadable-tab-in-a-string", r#""~\t""#, "\"~\t\""),
    ("unreadable-line-feed-in-a-string", r#""~\n""#, "\"~\n\""),
    ("unreadable-nul-in-a-string", r#""~\u0000""#, "\"~\0\""),
    ("unreadable-last-control-in-a-string", r#""~\u001f""#, "\"~\u{1f}\""),
    ("unreadable-control-in-a-name", r#"{"~\t":1}"#, "{\"~\t\":1}"),
];

const ESCAPES: &[Pair] = &[
    ("unreadable-escape-hex", r#""~A""#, r#""~\x41""#),
    ("unreadable-escape-of-an-apostrophe", r#""~'""#, r#""~\'""#),
    ("unreadable-escape-of-a-letter", r#""~a""#, r#""~\a""#),
    ("unreadable-escape-nul", r#""~\u0000""#, r#""~\0""#),
    ("unreadable-escape-upper-case-u", r#""~A""#, r#""~\U0041""#),
    ("unreadable-escape-braces", r#""~A""#, r#""~\u{41}""#),
    ("unreadable-escape-three-digits", r#""~A""#, r#""~\u041""#),
    ("unreadable-escape-plus-sign", r#""~A""#, r#""~\u+041""#),
    ("unreadable-escape-space", r#""~A""#, r#""~\u 041""#),
    ("unreadable-escape-of-a-line-feed", r#""~""#, "\"~\\\n\""),
    ("unreadable-escape-not-hex", r#""~\u000a""#, r#""~\u000g""#),
];

const NUMBERS: &[Pair] = &[
    ("unreadable-number-leading-zero", "1", "01"),
    ("unreadable-number-octal", "8", "010"),
    ("unreadable-number-two-zeros", "0", "00"),
    ("unreadable-number-negative-leading-zero", "-1", "-01"),
    ("unreadable-number-leading-zero-before-a-fraction", "0.5", "00.5"),
    ("unreadable-number-plus-sign", "1", "+1"),
    ("unreadable-number-two-signs", "1", "--1"),
    ("unreadable-number-space-after-sign", "-1", "- 1"),
    ("unreadable-number-no-whole", "0.5", ".5"),
    ("unreadable-number-negative-no-whole", "-0.5", "-.5"),
    ("unreadable-number-no-fraction", "1", "1."),
    ("unreadable-number-no-fraction-before-exponent", "10", "1.e1"),
    ("unreadable-number-no-exponent", "1", "1e"),
    ("unreadable-number-no-exponent-after-sign", "1", "1e+"),
    ("unreadable-number-exponent-with-two-signs", "0.1", "1e+-1"),
    ("unreadable-number-exponent-with-fraction", "10", "1e1.0"),
    ("unreadable-number-exponent-of-ten-digits", "0", "0e1000000000"),
    (
        "unreadable-number-negative-exponent-of-ten-digits",
        "0",
        "0e-1000000000",
    ),
    (
        "unreadable-number-exponent-of-ten-digits-after-zeros",
        "0",
        "0e+0001000000000",
    ),
    ("unreadable-number-exponent-wrapped-at-32-bits", "1", "1e4294967296"),
    (
        "unreadable-number-exponent-wrapped-at-64-bits",
        "1",
        "1e18446744073709551616",
    ),
    ("unreadable-number-hexadecimal", "16", "0x10"),
    ("unreadable-number-grouped", "1000", "1_000"),
    ("unreadable-number-suffixed", "1", "1n"),
    ("unreadable-number-arabic-digit", "1", "\u{661}"),
    ("unreadable-number-minus-sign-of-mathematics", "-1", "\u{2212}1"),
    ("unreadable-nan", "null", "NaN"),
    ("unreadable-infinity", "1e400", "Infinity"),
    ("unreadable-negative-infinity", "-1e400", "-Infinity"),
];

const STRUCTURE: &[Pair] = &[
    ("unreadable-array-trailing-comma", r#"["~"]"#, r#"["~",]"#),
    ("unreadable-array-leading-comma", r#"["~"]"#, r#"[,"~"]"#),
    ("unreadable-array-two-commas", r#"["~",null,1]"#, r#"["~",,1]"#),
    ("unreadable-array-of-a-comma", "[]", "[,]"),
    ("unreadable-array-without-comma", r#"["~",1]"#, r#"["~" 1]"#),
    ("unreadable-array-semicolon", r#"["~",1]"#, r#"["~";1]"#),
    ("unreadable-object-trailing-comma", r#"{"~":1}"#, r#"{"~":1,}"#),
    (
        "unreadable-object-without-comma",
        r#"{"~":1,"b":2}"#,
        r#"{"~":1 "b":2}"#,
    ),
    ("unreadable-object-without-colon", r#"{"~":1}"#, r#"{"~" 1}"#),
    ("unreadable-object-equals-sign", r#"{"~":1}"#, r#"{"~"=1}"#),
    ("unreadable-object-without-value", r#"{"~":null}"#, r#"{"~":}"#),
    ("unreadable-object-name-without-quotes", r#"{"~":1}"#, "{~:1}"),
    ("unreadable-object-name-a-number", r#"{"1":"~"}"#, r#"{1:"~"}"#),
    ("unreadable-object-name-null", r#"{"null":"~"}"#, r#"{null:"~"}"#),
    ("unreadable-apostrophes", r#""~""#, "'~'"),
    ("unreadable-backquotes", r#""~""#, "`~`"),
    ("unreadable-strings-joined", r#""~x""#, r#""~" "x""#),
    ("unreadable-string-not-closed", r#""~""#, r#""~"#),
    ("unreadable-array-not-closed", r#"["~"]"#, r#"["~""#),
    ("unreadable-array-closed-by-brace", r#"["~"]"#, r#"["~"}"#),
    ("unreadable-object-closed-by-bracket", r#"{"~":1}"#, r#"{"~":1]"#),
    ("unreadable-literal-capital", "true", "True"),
    ("unreadable-literal-upper-case", "null", "NULL"),
    ("unreadable-literal-cut-off", "null", "nul"),
    ("unreadable-literal-too-long", "true", "truee"),
    ("unreadable-literal-undefined", "null", "undefined"),
    ("unreadable-comment-to-the-end-of-line", "1", "1//~\n"),
    ("unreadable-comment-in-between", "1", "/*~*/1"),
    ("unreadable-comment-number-sign", "1", "1#~\n"),
    ("unreadable-white-space-vertical-tab", "1", "\u{b}1"),
    ("unreadable-white-space-form-feed", "1", "\u{c}1"),
    ("unreadable-white-space-no-break", "1", "\u{a0}1"),
    ("unreadable-white-space-line-separator", "1", "\u{2028}1"),
];

pub(super) const WHOLE: &[Pair] = &[
    ("unreadable-byte-order-mark", r#"{"~":1}"#, "\u{feff}{\"~\":1}"),
    (
        "unreadable-byte-order-mark-at-the-end",
        r#"{"~":1}"#,
        "{\"~\":1}\u{feff}",
    ),
    ("unreadable-two-values", r#"{"~":1}"#, r#"{"~":1}{"~":1}"#),
    ("unreadable-value-on-the-next-line", r#"{"~":1}"#, "{\"~\":1}\nnull\n"),
    ("unreadable-bracket-at-the-end", r#"["~"]"#, r#"["~"]]"#),
    ("unreadable-comma-at-the-end", r#"{"~":1}"#, r#"{"~":1},"#),
    ("unreadable-nul-at-the-end", r#"{"~":1}"#, "{\"~\":1}\0"),
    ("unreadable-no-break-space-at-the-end", r#"{"~":1}"#, "{\"~\":1}\u{a0}"),
    ("unreadable-record-separator-before", r#"{"~":1}"#, "\u{1e}{\"~\":1}"),
    ("unreadable-in-a-code-block", r#"{"~":1}"#, "```json\n{\"~\":1}\n```"),
    ("unreadable-sentence-before", r#"{"~":1}"#, "Here it is: {\"~\":1}"),
    ("unreadable-empty", "null", ""),
    ("unreadable-white-space-alone", "null", " \n\t\r"),
];

/// Answers that are not UTF-8, or in another encoding.
pub(super) fn not_utf8(bench: &Bench<'_>) -> Vec<Vector> {
    let oracle = |name: &str| bench.with_word(name, "\"~\u{fffd}\"");
    let fails = |(name, bytes): &(&str, &[u8])| {
        let name = format!("not-utf8-{name}");
        let answer = [bench.with_word(&name, "\"~").as_bytes(), bytes, b"\""].concat();
        bench.judged(&name, oracle(&name), answer, false)
    };
    let mut vectors: Vec<Vector> = NOT_UTF8.iter().map(fails).collect();
    let pair = ("surrogate-pair", &b"\xed\xa0\xbd\xed\xb8\x80"[..]);
    vectors.push(fails(&pair));
    let name = "not-utf8-after-the-value";
    let text = bench.with_word(name, r#"{"~":1}"#);
    vectors.push(bench.judged(name, text.clone(), [text.as_bytes(), b"\xff"].concat(), false));
    let name = "not-utf8-in-a-name";
    let answer = [b"{\"", bench.with_word(name, "~").as_bytes(), b"\xff\":1}"].concat();
    vectors.push(bench.judged(name, bench.with_word(name, "{\"~\u{fffd}\":1}"), answer, false));
    for (name, mark) in [
        ("not-utf8-but-utf16", &[][..]),
        ("not-utf8-but-utf16-with-mark", b"\xff\xfe"),
    ] {
        let text = bench.with_word(name, r#"{"~":1}"#);
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes);
        vectors.push(bench.judged(name, text.clone(), mark.iter().copied().chain(wide).collect(), false));
    }
    vectors
}
