//! Texts that are nearly the same, for each form: white space, normal forms, bytes that are not UTF-8.

use casp_wire::v1::oracle::Form;

use super::Judge;
use super::text::{contains, one_of, prefix};
use crate::generate::values::NOT_UTF8;
use crate::vector::Vector;

/// A form's name and how to make it of a text.
type Maker = (&'static str, fn(&str) -> Form);

const FORMS: [Maker; 3] = [
    ("one-of", |text| one_of(&[text])),
    ("contains", contains),
    ("prefix", prefix),
];

/// Name, oracle, answer, and which forms pass it: one of, contains, prefix. `~` stands for some word.
type Edge = (&'static str, &'static str, &'static str, [bool; 3]);

const ALL: [bool; 3] = [true; 3];
const NONE: [bool; 3] = [false; 3];
/// Contained, and no more.
const PART: [bool; 3] = [false, true, false];
/// Contained at the beginning.
const HEAD: [bool; 3] = [false, true, true];

const EDGES: &[Edge] = &[
    ("white-space-around", "~", " \t\n\r~\r\n\t ", ALL),
    ("white-space-within", "~ \t\r\n~", "~ \t\r\n~", ALL),
    ("white-space-before-is-not-text", " ~", " ~", NONE),
    ("white-space-after-is-not-text", "~\n", "~\n", NONE),
    ("white-space-alone-is-not-text", " ", " \n ", NONE),
    ("white-space-within-is-text", "~ ", "~ x", HEAD),
    ("white-space-of-the-second-word", " x", "~ x", PART),
    ("no-break-space-is-text", "~\u{a0}", "~\u{a0}", ALL),
    ("no-break-space-after", "~", "~\u{a0}", HEAD),
    ("no-break-space-before", "~", "\u{a0}~", PART),
    ("no-break-space-keeps-what-is-within", "~", "\u{a0} ~", PART),
    ("vertical-tab-after", "~", "~\u{b}", HEAD),
    ("form-feed-before", "~", "\u{c}~", PART),
    ("next-line-before", "~", "\u{85}~", PART),
    ("line-separator-before", "~", "\u{2028}~", PART),
    ("byte-order-mark-before", "~", "\u{feff}~", PART),
    ("byte-order-mark-is-text", "\u{feff}~", "\u{feff}~", ALL),
    ("zero-width-space-before", "~", "\u{200b}~", PART),
    ("nul-before", "~", "\0~", PART),
    ("nul-after", "~", "~\0", HEAD),
    ("nul-in-both", "~\0a", "~\0a", ALL),
    ("after-nul-another", "~\0a", "~\0b", NONE),
    ("composed-and-decomposed", "~\u{e9}", "~e\u{301}", NONE),
    ("decomposed-and-composed", "~e\u{301}", "~\u{e9}", NONE),
    ("decomposed-alike", "~e\u{301}", "~e\u{301}", ALL),
    ("base-letter-before-a-mark", "~e", "~e\u{301}", HEAD),
    ("ligature-and-letters", "~\u{fb01}", "~fi", NONE),
    ("eszett-and-double-s", "~\u{df}", "~ss", NONE),
    ("dotless-i", "~\u{131}", "~i", NONE),
    ("case-past-ascii", "~\u{416}", "~\u{436}", NONE),
    ("noncharacter-is-text", "~\u{ffff}", "~\u{ffff}", ALL),
    ("past-the-bmp", "~\u{1f600}", "~\u{1f600}", ALL),
    ("control-is-text", "~\u{1b}[0m", "~\u{1b}[0m", ALL),
    ("escape-is-not-resolved", "~\u{e9}", "~\\u00e9", NONE),
    ("html-is-not-resolved", "~&", "~&amp;", HEAD),
    ("in-quotes", "~", "\"~\"", PART),
    ("line-after", "~", "~\nand more", HEAD),
];

pub(super) fn vectors(judge: &Judge<'_>) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (name, oracle, answer, passing) in EDGES {
        let word = judge.world.draw(name).word();
        let [oracle, answer] = [oracle, answer].map(|text| text.replace('~', word));
        for ((form, make), passed) in FORMS.into_iter().zip(passing) {
            let name = format!("{form}-edge-{name}");
            vectors.push(judge.judged(&name, make(&oracle), answer.clone().into_bytes(), *passed));
        }
    }
    vectors.extend(not_utf8(judge));
    vectors
}

/// A text with a bad byte anywhere is no text, wherever the right part is.
fn not_utf8(judge: &Judge<'_>) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (form, make) in FORMS {
        for (name, bytes) in NOT_UTF8 {
            let name = format!("{form}-not-utf8-{name}");
            let word = judge.world.draw(&name).word();
            let answer = [word.as_bytes(), b" ", bytes].concat();
            vectors.push(judge.fails(&name, make(word), answer));
        }
        let name = format!("{form}-not-utf8-replaced");
        let word = judge.world.draw(&name).word();
        let oracle = make(&format!("{word}\u{fffd}"));
        vectors.push(judge.fails(&name, oracle, [word.as_bytes(), b"\xff"].concat()));
        let name = format!("{form}-not-utf8-far-behind");
        let word = judge.world.draw(&name).word();
        let answer = [word.as_bytes(), &b" ".repeat(5_000), b"\xff"].concat();
        vectors.push(judge.fails(&name, make(word), answer));
    }
    vectors
}
