//! Pairs of values that are not the same, though some readers take them for it.

use super::json::Pair;

pub(super) const WITHIN: &[&[Pair]] = &[STRUCTURE, TEXT, NUMBERS];

const STRUCTURE: &[Pair] = &[
    ("different-array-order", r#"["~",2]"#, r#"[2,"~"]"#),
    ("different-array-longer", r#"["~"]"#, r#"["~","~"]"#),
    ("different-array-shorter", r#"["~",null]"#, r#"["~"]"#),
    ("different-member-missing", r#"{"~":1,"b":null}"#, r#"{"~":1}"#),
    ("different-member-more", r#"{"~":1}"#, r#"{"~":1,"b":2}"#),
    (
        "different-member-other-name",
        r#"{"a":null,"b":1}"#,
        r#"{"c":null,"b":1}"#,
    ),
    ("different-values-swapped", r#"{"a":"~","b":2}"#, r#"{"a":2,"b":"~"}"#),
    ("different-empty-kinds", "{}", "[]"),
    ("different-null-and-empty-object", "null", "{}"),
    ("different-empty-array-in-an-array", "[]", "[[]]"),
    ("different-array-of-one", r#""~""#, r#"["~"]"#),
    ("different-nested-empty-arrays", "[[[]],[]]", "[[],[[]]]"),
    ("different-null-and-text", "null", r#""null""#),
    ("different-null-and-false", "null", "false"),
    ("different-null-and-zero", "null", "0"),
    ("different-true-and-text", "true", r#""true""#),
    ("different-true-and-one", "true", "1"),
    ("different-false-and-zero", "false", "0"),
    ("different-false-and-empty-text", "false", r#""""#),
    ("different-number-and-text", "1", r#""1""#),
    ("different-proto-and-nothing", r#"{"__proto__":{}}"#, "{}"),
    ("different-proto-values", r#"{"__proto__":{}}"#, r#"{"__proto__":[]}"#),
    ("different-array-and-object-of-indexes", r#"["~"]"#, r#"{"0":"~"}"#),
];

const TEXT: &[Pair] = &[
    ("different-case", r#""~A""#, r#""~a""#),
    ("different-normal-form", "\"~\u{e9}\"", "\"~e\u{301}\""),
    ("different-compatibility-form", "\"~\u{fb01}\"", r#""~fi""#),
    ("different-angstrom-and-a-with-ring", "\"\u{212b}\"", "\"\u{c5}\""),
    ("different-name-case", r#"{"~A":1}"#, r#"{"~a":1}"#),
    ("different-name-normal-form", "{\"\u{e9}\":1}", "{\"e\u{301}\":1}"),
    ("different-space-at-the-end", r#""~""#, r#""~ ""#),
    ("different-space-in-a-name", r#"{"~":1}"#, r#"{" ~":1}"#),
    ("different-after-nul", r#""~\u0000a""#, r#""~\u0000b""#),
    ("different-cut-off-at-nul", r#""~""#, r#""~\u0000""#),
    ("different-zero-width-space", r#""~""#, "\"~\u{200b}\""),
    ("different-no-break-space", r#""~ b""#, "\"~\u{a0}b\""),
    ("different-byte-order-mark-in-a-string", r#""~""#, "\"\u{feff}~\""),
    ("different-backslash-and-escape", r#""~\\n""#, r#""~\n""#),
    ("different-past-the-bmp", "\"\u{1f600}\"", "\"\u{f600}\""),
];

const NUMBERS: &[Pair] = &[
    ("different-sign", "1", "-1"),
    ("different-tenths", "0.1", "0.10000000000000001"),
    (
        "different-tenth-and-its-double",
        "0.1",
        "0.1000000000000000055511151231257827021181583404541015625",
    ),
    ("different-past-53-bits", "9007199254740993", "9007199254740992"),
    ("different-past-64-bits", "18446744073709551616", "18446744073709551615"),
    ("different-wrapped-at-64-bits", "0", "18446744073709551616"),
    (
        "different-wrapped-at-128-bits",
        "1",
        "340282366920938463463374607431768211457",
    ),
    ("different-past-doubles", "1e400", "1e401"),
    ("different-sign-past-doubles", "1e400", "-1e400"),
    ("different-below-doubles", "0", "1e-400"),
    ("different-least-and-zero", "0", "1e-999999999"),
    ("different-greatest-exponents", "1e999999999", "1e999999998"),
    ("different-past-the-greatest-exponent", "10e999999999", "1e999999999"),
    ("different-sign-of-the-exponent", "1e2", "1e-2"),
    ("different-power-of-ten", "1", "10"),
    ("different-trailing-zero-is-no-fraction", "1.1", "1.01"),
    (
        "different-last-of-forty-digits",
        "1234567890123456789012345678901234567890",
        "1234567890123456789012345678901234567891",
    ),
];

pub(super) const WHOLE: &[Pair] = &[
    ("different-text-alone", r#""~""#, r#""~x""#),
    ("different-text-without-quotes", r#""~""#, "~"),
    ("different-text-twice-encoded", r#""~""#, r#""\"~\"""#),
    ("different-object-in-text", r#"{"~":1}"#, r#""{\"~\":1}""#),
];
