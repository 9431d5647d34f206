//! Pairs of the same value.

use super::json::Pair;

pub(super) const WITHIN: &[&[Pair]] = &[STRUCTURE, TEXT, NUMBERS];

const STRUCTURE: &[Pair] = &[
    (
        "same-object",
        r#"{"~":1,"b":[true,null]}"#,
        r#"{"~":1,"b":[true,null]}"#,
    ),
    ("same-literals", "[true,false,null]", "[true,false,null]"),
    ("same-empty", r#"[{},[],""]"#, r#"[{},[],""]"#),
    ("same-members-reordered", r#"{"~":1,"zz":2}"#, r#"{"zz":2,"~":1}"#),
    (
        "same-inner-members-reordered",
        r#"{"x":{"a":1,"b":{"c":[],"d":{}}}}"#,
        r#"{"x":{"b":{"d":{},"c":[]},"a":1}}"#,
    ),
    (
        "same-numeric-names-reordered",
        r#"{"2":"~","10":"b","1":"c"}"#,
        r#"{"10":"b","1":"c","2":"~"}"#,
    ),
    (
        "same-names-past-the-bmp-reordered",
        "{\"\u{ff61}\":1,\"\u{1f600}\":2}",
        "{\"\u{1f600}\":2,\"\u{ff61}\":1}",
    ),
    ("same-white-space", "{\"a\":[1,2]}", " {\t\"a\"\r\n: [ 1 ,\n2 ]\t}\r "),
    ("same-name-proto", r#"{"__proto__":"~"}"#, r#"{"__proto__":"~"}"#),
    ("same-name-empty", r#"{"":"~"}"#, r#"{"":"~"}"#),
    ("same-names-differ-in-case", r#"{"a":1,"A":2}"#, r#"{"A":2,"a":1}"#),
    (
        "same-names-differ-in-normal-form",
        "{\"\u{e9}\":1,\"e\u{301}\":2}",
        "{\"e\u{301}\":2,\"\u{e9}\":1}",
    ),
    (
        "same-name-at-several-depths",
        r#"{"a":{"a":{"a":[{"a":1},{"a":1}]}}}"#,
        r#"{"a":{"a":{"a":[{"a":1},{"a":1}]}}}"#,
    ),
];

const TEXT: &[Pair] = &[
    ("same-letter-escaped", r#""~A""#, r#""~\u0041""#),
    ("same-hex-digits-of-both-cases", r#""\u00eA""#, "\"\u{ea}\""),
    ("same-name-escaped", r#"{"~a":1}"#, r#"{"~\u0061":1}"#),
    (
        "same-short-escapes",
        r#""\b\f\n\r\t\"\\\/""#,
        r#""\u0008\u000c\u000a\u000D\u0009\u0022\u005c\u002f""#,
    ),
    ("same-solidus-escaped", r#""~/x""#, r#""~\/x""#),
    ("same-surrogate-pair-escaped", "\"~\u{1f600}\"", r#""~\ud83d\ude00""#),
    (
        "same-last-characters-escaped",
        "\"\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10fffd}\"",
        r#""\ud7ff\ue000\ufffd\uD800\uDC00\udbff\udffd""#,
    ),
    (
        "same-beside-noncharacters",
        "\"\u{fdcf}\u{fdf0}\u{fffd}\u{1fffd}\u{20000}\"",
        r#""\ufdcf\ufdf0\ufffd\ud83f\udffd\ud840\udc00""#,
    ),
    ("same-nul-escaped", r#""~\u0000""#, r#""~\u0000""#),
    (
        "same-delete-and-c1",
        "\"~\u{7f}\u{80}\u{9f}\"",
        r#""~\u007f\u0080\u009f""#,
    ),
    ("same-line-separators", "\"~\u{2028}\u{2029}\"", r#""~\u2028\u2029""#),
    ("same-byte-order-mark-in-a-string", "\"\u{feff}~\"", r#""\ufeff~""#),
    ("same-escaped-backslash-before-u", r#""~\\u0041""#, r#""~\u005cu0041""#),
];

const NUMBERS: &[Pair] = &[
    ("same-one-with-fraction", "1", "1.0"),
    ("same-one-with-negative-exponent", "1", "10e-1"),
    ("same-one-with-exponent-zero", "1", "1E0"),
    ("same-exponent-with-plus", "1000", "1e+3"),
    ("same-exponent-negative-zero", "7", "7e-0"),
    ("same-exponent-with-leading-zeros", "10", "1e0000000001"),
    ("same-exponent-of-zeros-alone", "1", "1e-000000000000"),
    ("same-fraction-shifted", "12.5", "0.0125E+3"),
    ("same-fraction-with-trailing-zeros", "-0.5", "-0.50000"),
    ("same-integer-as-shifted-fraction", "1200", "0.12e4"),
    ("same-zero-and-negative-zero", "0", "-0"),
    ("same-zero-and-zero-with-exponent", "0", "0e5"),
    ("same-zero-with-fraction-and-exponent", "-0.000E-7", "0.0"),
    ("same-zero-with-greatest-exponent", "0", "0e999999999"),
    ("same-past-53-bits", "9007199254740993", "9007199254740993.0"),
    ("same-past-64-bits", "18446744073709551617", "1844674407370955161.7e1"),
    ("same-past-doubles", "1e400", "10e399"),
    ("same-below-doubles", "1e-400", "0.1e-399"),
    ("same-greatest-exponent", "1e999999999", "10e999999998"),
    ("same-past-the-greatest-exponent", "10e999999999", "100.0e999999998"),
    ("same-least-exponent", "1e-999999999", "0.1e-999999998"),
    ("same-past-the-least-exponent", "0.1e-999999999", "0.010e-999999998"),
    (
        "same-many-digits",
        "0.1000000000000000055511151231257827021181583404541015625",
        "1000000000000000055511151231257827021181583404541015625e-55",
    ),
];

pub(super) const WHOLE: &[Pair] = &[
    ("same-string-alone", r#""~""#, r#""~""#),
    ("same-number-alone", "250", "2.5e2"),
    ("same-literal-alone", "null", "null"),
    ("same-array-alone", "[]", "[ ]"),
    ("same-white-space-around", r#"{"~":1}"#, "\r\n\t {\"~\":1} \t\n\r"),
    ("same-oracle-with-white-space", "\n { \"~\" : 1 }\n", r#"{"~":1}"#),
];
