//! Oracles that are a number with a tolerance.

use casp_wire::v1::{DecimalOracle, oracle::Form};

use super::{Judge, MAX_ANSWER};
use crate::generate::world::World;
use crate::vector::Vector;

/// What decimals are scaled by.
const ONE: i128 = 1_000_000_000_000_000_000;
/// The greatest decimal, scaled.
const GREATEST: i128 = ONE * ONE - 1;

/// The oracle for a number and a tolerance.
pub(in super::super) fn within(expected: &str, tolerance: &str) -> Form {
    Form::Decimal(DecimalOracle {
        expected: expected.to_owned(),
        tolerance: tolerance.to_owned(),
    })
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        world,
        judge: Judge {
            world,
            group: "judge-decimal",
        },
    };
    let mut vectors = bench.tolerances();
    vectors.extend(bench.extremes());
    vectors.extend(bench.forms());
    vectors.extend(bench.white_space());
    vectors.extend(bench.lengths());
    vectors
}

struct Bench<'a> {
    world: &'a World,
    judge: Judge<'a>,
}

/// A scaled number as text, without zeros that say nothing.
fn text(scaled: i128) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, part) = (scaled.abs() / ONE, scaled.abs() % ONE);
    let part = format!("{part:018}");
    match part.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

impl Bench<'_> {
    fn number(&self, name: &str, low: u64, high: u64) -> i128 {
        i128::from(self.world.draw(name).number(low, high))
    }

    /// Answers at the tolerance and one unit of the last place past it.
    fn tolerances(&self) -> Vec<Vector> {
        let expected = self.number("decimal expected", 1 << 40, 1 << 62) * 1_000_003;
        let wide = self.number("decimal tolerance", 2, 1 << 60);
        let mut vectors = Vec::new();
        for (name, expected, tolerance) in [
            ("positive", expected, wide),
            ("negative", -expected, wide),
            ("around-zero", wide / 2, wide),
            ("of-the-last-place", expected, 1),
            ("zero", expected, 0),
            ("in-whole-numbers", expected / ONE * ONE, ONE * 5),
        ] {
            let oracle = || within(&text(expected), &text(tolerance));
            let at = |difference: i128| text(expected + difference);
            let passes = |name: String, difference| self.judge.passes(&name, oracle(), at(difference));
            let fails = |name: String, difference| self.judge.fails(&name, oracle(), at(difference));
            vectors.extend([
                passes(format!("tolerance-{name}-expected"), 0),
                fails(format!("tolerance-{name}-past-above"), tolerance + 1),
                fails(format!("tolerance-{name}-past-below"), -tolerance - 1),
            ]);
            if tolerance > 0 {
                vectors.extend([
                    passes(format!("tolerance-{name}-at-above"), tolerance),
                    passes(format!("tolerance-{name}-at-below"), -tolerance),
                ]);
            }
        }
        vectors
    }

    /// Numbers as great as they can be, and what doubles take for another.
    fn extremes(&self) -> Vec<Vector> {
        let digit = self.number("decimal digit", 1, 9);
        let number = |scaled| text(scaled);
        let great = number(GREATEST);
        let passes = |name: &str, oracle, answer: &str| self.judge.passes(name, oracle, answer);
        let fails = |name: &str, oracle, answer: &str| self.judge.fails(name, oracle, answer);
        let tenths = format!("0.{digit}");
        vec![
            passes("greatest", within(&great, "0"), &great),
            passes("least", within(&format!("-{great}"), "0"), &format!("-{great}")),
            fails("greatest-and-least", within(&great, &great), &format!("-{great}")),
            fails("least-and-greatest", within(&format!("-{great}"), &great), &great),
            passes("greatest-within-its-own-size", within(&great, &great), "0"),
            fails(
                "greatest-and-one-below-nothing",
                within(&great, &great),
                "-0.000000000000000001",
            ),
            passes(
                "last-place",
                within("0.000000000000000001", "0"),
                "0.000000000000000001",
            ),
            fails("last-place-and-zero", within("0.000000000000000001", "0"), "0"),
            fails("greatest-and-a-unit-less", within(&great, "0"), &number(GREATEST - 1)),
            fails(
                "whole-of-19-digits",
                within("999999999999999999", "1"),
                "1000000000000000000",
            ),
            fails(
                "tenths-and-their-double",
                within(&tenths, "0"),
                &format!("0.{digit}00000000000000001"),
            ),
            fails(
                "past-53-bits",
                within(&format!("900719925474099{digit}.5"), "0"),
                &format!("900719925474099{digit}.25"),
            ),
            fails(
                "past-64-bits-scaled",
                within(&format!("{digit}"), "0"),
                &number(digit * ONE + (1 << 64)),
            ),
            fails("sign", within(&format!("{digit}"), "0"), &format!("-{digit}")),
            passes(
                "sign-within-tolerance",
                within(&format!("{digit}"), &number(2 * digit * ONE)),
                &format!("-{digit}"),
            ),
        ]
    }

    /// What is a decimal and what is not. `#` stands for some digit from 1 to 9.
    fn forms(&self) -> Vec<Vector> {
        let judged = |(name, answer): &(&str, &str), expected: &str, passed| {
            let digit = self.number(name, 1, 9).to_string();
            let [expected, answer] = [expected, answer].map(|text| text.replace('#', &digit));
            // Whatever a lenient reader makes of an answer in another form, it is near.
            let tolerance = if passed { "0" } else { "99" };
            self.judge
                .judged(name, within(&expected, tolerance), answer.into_bytes(), passed)
        };
        let mut vectors: Vec<Vector> = SAME.iter().map(|form| judged(form, "#", true)).collect();
        vectors.extend(ZEROS.iter().map(|form| self.around_zero(form)));
        vectors.extend(NOT_DECIMAL.iter().map(|form| judged(form, "#", false)));
        vectors.push(judged(&("form-of-38-bytes", LONGEST), LONGEST, true));
        // That oracles hold such forms too.
        for (name, expected) in [
            ("expected-with-zeros", "#.500"),
            ("expected-of-19-bytes-whole", "-#00000000000000000"),
        ] {
            vectors.push(judged(&(name, expected), expected, true));
        }
        vectors.push(self.judge.passes("expected-negative-zero", within("-0", "0.000"), "0"));
        vectors
    }

    /// Zero, within a tolerance of the suite's own.
    fn around_zero(&self, (name, answer): &(&str, &str)) -> Vector {
        let tolerance = text(self.number(name, 0, 1 << 50));
        self.judge.passes(name, within("0", &tolerance), *answer)
    }

    /// What is stripped and what is not.
    fn white_space(&self) -> Vec<Vector> {
        let around = |name: &str, before: &str, after: &str, passed| {
            let number = text(self.number(name, 1, 1 << 62));
            let answer = format!("{before}{number}{after}");
            self.judge
                .judged(name, within(&number, "0"), answer.into_bytes(), passed)
        };
        let mut vectors = vec![
            around("white-space-at-the-end", "", "\n", true),
            around("white-space-at-both-ends", " \t\r\n", "\r\n \t\r\n", true),
        ];
        for (name, letter) in NOT_STRIPPED {
            vectors.push(around(&format!("not-stripped-{name}-before"), letter, "", false));
            vectors.push(around(&format!("not-stripped-{name}-after"), "", letter, false));
        }
        let number = self.number("decimal not UTF-8", 1, 999).to_string();
        let not_utf8 = [number.as_bytes(), b"\xff"].concat();
        vectors.push(self.judge.fails("not-utf8-at-the-end", within(&number, "0"), not_utf8));
        vectors.push(self.judge.fails("empty", within("0", &number), ""));
        vectors.push(self.judge.fails("white-space-alone", within("0", &number), " \n"));
        vectors
    }

    fn lengths(&self) -> Vec<Vector> {
        let padded = |name: &str, length: usize, passed| {
            let number = text(self.number(name, 1, 1 << 62));
            let answer = number.clone() + &" ".repeat(length - number.len());
            self.judge
                .judged(name, within(&number, "0"), answer.into_bytes(), passed)
        };
        vec![
            padded("length-at-the-limit", MAX_ANSWER, true),
            padded("length-past-the-limit", MAX_ANSWER + 1, false),
        ]
    }
}

/// A decimal of the greatest length.
const LONGEST: &str = "-#99999999999999999.99999999999999999#";

/// The same number.
const SAME: &[(&str, &str)] = &[
    ("form-whole", "#"),
    ("form-zero-after-the-point", "#.0"),
    ("form-18-places", "#.000000000000000000"),
];

/// The same zero.
const ZEROS: &[(&str, &str)] = &[
    ("zero-plain", "0"),
    ("zero-negative", "-0"),
    ("zero-negative-with-places", "-0.000000000000000000"),
    ("zero-with-places", "0.0"),
];

/// What is not a decimal, though some readers take it for the same number.
const NOT_DECIMAL: &[(&str, &str)] = &[
    ("form-19-places", "#.0000000000000000000"),
    ("form-19-digits", "000000000000000000#"),
    ("form-plus-sign", "+#"),
    ("form-two-signs", "--#"),
    ("form-space-after-sign", "- #"),
    ("form-leading-zero", "0#"),
    ("form-negative-leading-zero", "-0#"),
    ("form-point-without-places", "#."),
    ("form-point-without-whole", ".#"),
    ("form-two-points", "#.0.0"),
    ("form-comma", "#,0"),
    ("form-exponent", "#e0"),
    ("form-exponent-upper-case", "#E0"),
    ("form-exponent-after-places", "#.0e0"),
    ("form-grouped", "#_0"),
    ("form-hexadecimal", "0x#"),
    ("form-suffix", "#f"),
    ("form-unit", "# EUR"),
    ("form-currency-sign", "€#"),
    ("form-per-cent", "#%"),
    ("form-quotes", "\"#\""),
    ("form-two-numbers", "# #"),
    ("form-fraction", "#/1"),
    ("form-nan", "NaN"),
    ("form-infinity", "Infinity"),
    ("form-sign-alone", "-"),
    ("form-point-alone", "."),
    ("form-arabic-digit", "\u{663}"),
    ("form-fullwidth-digit", "\u{ff13}"),
    ("form-minus-sign-of-mathematics", "\u{2212}#"),
];

/// White space, or nothing to be seen, that is part of the text.
const NOT_STRIPPED: [(&str, &str); 7] = [
    ("no-break-space", "\u{a0}"),
    ("vertical-tab", "\u{b}"),
    ("form-feed", "\u{c}"),
    ("next-line", "\u{85}"),
    ("line-separator", "\u{2028}"),
    ("byte-order-mark", "\u{feff}"),
    ("nul", "\0"),
];
