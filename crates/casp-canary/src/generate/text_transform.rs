//! `text-transform`: words turned about, sorted, raised or rotated.

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use casp_wire::v1::oracle::Form;
use casp_wire::v1::{Oracle, TextSet};

use super::Generated;
use super::stream::Stream;

const OPERATIONS: [&str; 4] = ["reverse-words", "sort-words", "upper-ascii", "rot13"];

const LETTERS: [char; 30] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', '\u{e9}', '\u{df}', '\u{436}', '\u{8a9e}',
];

pub(super) fn make(stream: &mut Stream) -> Generated {
    let operation = stream.one_of(&OPERATIONS);
    let count = stream.from(4, 9);
    let words: Vec<_> = (0..count).map(|_| word(stream)).collect();
    let text = words.join(" ");
    let answer = match operation {
        "reverse-words" => words.iter().rev().map(String::as_str).collect::<Vec<_>>().join(" "),
        "sort-words" => sorted(words).join(" "),
        "upper-ascii" => text.to_ascii_uppercase(),
        _ => text.chars().map(rot13).collect(),
    };
    Generated {
        input: format!("{operation}\n{text}").into(),
        oracle: Oracle {
            form: Some(Form::OneOf(TextSet {
                values: vec![answer.clone()],
            })),
        },
        answer: answer.into(),
    }
}

fn word(stream: &mut Stream) -> String {
    let length = stream.from(2, 7);
    (0..length).map(|_| stream.one_of(&LETTERS)).collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words
}

fn rot13(letter: char) -> char {
    let moved = match letter {
        'a'..='m' => u32::from(letter).saturating_add(13),
        'n'..='z' => u32::from(letter).saturating_sub(13),
        _ => u32::from(letter),
    };
    char::from_u32(moved).unwrap_or(letter)
}
