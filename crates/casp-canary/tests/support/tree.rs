//! A model of JSON values, and the many ways to write one.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

/// A value. Derived equality is what the specification calls the same value, since numbers are in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Tree>),
    Object(BTreeMap<String, Tree>),
}

/// Digits that neither begin nor end with 0, times ten to the exponent; zero has none, no sign and exponent 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Number {
    pub fn new(negative: bool, digits: &str, exponent: i64) -> Self {
        let kept = digits.trim_end_matches('0');
        let dropped = (digits.len() - kept.len()) as i64;
        let digits = kept.trim_start_matches('0');
        if digits.is_empty() {
            return Self {
                negative: false,
                digits: String::new(),
                exponent: 0,
            };
        }
        Self {
            negative,
            digits: digits.into(),
            exponent: exponent + dropped,
        }
    }

    /// One of its spellings.
    fn spell(&self, choose: &mut Choices, out: &mut String) {
        if self.digits.is_empty() {
            out.push_str(["0", "-0", "0.0", "-0.000", "0e7", "-0E-999999999", "0.00e+08"][choose.below(7)]);
            return;
        }
        let zeros = choose.below(3);
        let mut whole = format!("{}{}", self.digits, "0".repeat(zeros));
        let mut fraction = whole.split_off(choose.below(whole.len() + 1));
        let mut exponent = self.exponent - zeros as i64 + fraction.len() as i64;
        let zeros = choose.below(3);
        if whole.is_empty() {
            whole.push('0');
            fraction.insert_str(0, &"0".repeat(zeros));
            exponent += zeros as i64;
        } else {
            fraction.push_str(&"0".repeat(zeros));
        }
        out.push_str(if self.negative { "-" } else { "" });
        out.push_str(&whole);
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(&fraction);
        }
        if exponent != 0 || choose.below(2) == 0 {
            out.push(['e', 'E'][choose.below(2)]);
            out.push_str(match (exponent < 0, choose.below(2)) {
                (true, _) => "-",
                (false, 0) => "+",
                (false, _) => "",
            });
            out.push_str(&"0".repeat(choose.below(4)));
            out.push_str(&exponent.unsigned_abs().to_string());
        }
    }
}

/// Choices that a number stands for, as many as are asked.
pub struct Choices(pub u64);

impl Choices {
    pub fn below(&mut self, n: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % n as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

impl Tree {
    /// One of the ways to write it.
    pub fn spell(&self, choices: u64) -> String {
        let (mut out, mut choose) = (String::new(), Choices(choices));
        self.write(&mut choose, &mut out);
        out
    }

    fn write(&self, choose: &mut Choices, out: &mut String) {
        space(choose, out);
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(&value.to_string()),
            Self::Number(number) => number.spell(choose, out),
            Self::String(text) => quote(text, choose, out),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.write(choose, out);
                }
                space(choose, out);
                out.push(']');
            }
            Self::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                choose.shuffle(&mut members);
                out.push('{');
                for (index, (name, value)) in members.into_iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    space(choose, out);
                    quote(name, choose, out);
                    space(choose, out);
                    out.push(':');
                    value.write(choose, out);
                }
                space(choose, out);
                out.push('}');
            }
        }
        space(choose, out);
    }

    /// Something near it: one thing changed, which may yet leave the value what it was.
    pub fn alter(&mut self, choose: &mut Choices) {
        match self {
            Self::Array(items) if !items.is_empty() && choose.below(4) > 0 => {
                let at = choose.below(items.len());
                items[at].alter(choose);
            }
            Self::Object(members) if !members.is_empty() && choose.below(4) > 0 => {
                let at = choose.below(members.len());
                members.values_mut().nth(at).unwrap().alter(choose);
            }
            Self::Null => *self = Self::Bool(choose.below(2) == 0),
            Self::Bool(value) => *value = choose.below(2) == 0,
            Self::Number(number) => {
                let Number {
                    negative,
                    digits,
                    exponent,
                } = number.clone();
                *number = match choose.below(4) {
                    0 => Number::new(!negative, &digits, exponent),
                    1 => Number::new(negative, &digits, exponent + 1),
                    2 => Number::new(negative, &format!("{digits}1"), exponent - 1),
                    _ => Number::new(negative, &format!("{digits}0"), exponent - 1),
                };
            }
            Self::String(text) => match choose.below(3) {
                0 => drop(text.pop()),
                1 => text.push('a'),
                _ => *text = text.to_uppercase(),
            },
            Self::Array(items) => match choose.below(3) {
                0 => drop(items.pop()),
                1 => items.reverse(),
                _ => items.push(Self::Null),
            },
            Self::Object(members) => match choose.below(2) {
                0 => drop(members.pop_first()),
                _ => drop(members.insert("a".into(), Self::Null)),
            },
        }
    }
}

fn space(choose: &mut Choices, out: &mut String) {
    out.push_str(["", "", "", " ", "\n", "\t ", "\r\n"][choose.below(7)]);
}

fn quote(text: &str, choose: &mut Choices, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        let short = "\"\\/\u{8}\u{c}\n\r\t".find(letter).map(|_| letter);
        match (choose.below(3), short) {
            (0, _) => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let digits = [format!("{unit:04x}"), format!("{unit:04X}")];
                    out.push_str("\\u");
                    out.push_str(&digits[choose.below(2)]);
                }
            }
            (_, Some(letter)) if letter != '/' || choose.below(2) == 0 => {
                out.push('\\');
                out.push(match letter {
                    '\u{8}' => 'b',
                    '\u{c}' => 'f',
                    '\n' => 'n',
                    '\r' => 'r',
                    '\t' => 't',
                    other => other,
                });
            }
            _ if letter < ' ' => out.push_str(&format!("\\u{:04x}", letter as u32)),
            _ => out.push(letter),
        }
    }
    out.push('"');
}

pub fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        number().prop_map(Tree::Number),
        text().prop_map(Tree::String),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Tree::Array),
            btree_map(text(), inner, 0..6).prop_map(Tree::Object),
        ]
    })
}

fn number() -> impl Strategy<Value = Number> {
    let digits = prop_oneof!["[0-9]{1,4}", "[0-9]{1,40}", "0{0,3}10{0,20}1?"];
    let exponent = prop_oneof![-5..=5_i64, -400..=400_i64, -900_000_000..=900_000_000_i64];
    (any::<bool>(), digits, exponent).prop_map(|(negative, digits, exponent)| Number::new(negative, &digits, exponent))
}

/// Of letters that are written in every way there is, short so that names meet.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab]{0,2}",
        "[a-z\"/\\\\\u{0}\u{8}\n\r\t\u{1f}\u{7f}é語\u{2028}\u{fffd}\u{1f600}\u{10fffd}]{0,5}"
    ]
}
