//! `text-transform`: words, to be reversed, sorted, raised or rotated.

use casp_wire::v1::{self, oracle::Form};

use super::{Made, Stream};

/// The operations, in the order of their numbers.
pub(in super::super) const OPERATIONS: [&str; 4] = ["reverse-words", "sort-words", "upper-ascii", "rot13"];

/// Letters after `a` to `z`.
const MORE: [char; 4] = ['é', 'ß', 'ж', '語'];

pub(in super::super) struct Transform {
    pub(in super::super) operation: usize,
    pub(in super::super) words: Vec<String>,
}

impl Transform {
    pub(in super::super) fn draw(stream: &mut Stream) -> Self {
        let operation = usize::try_from(stream.below(4)).expect("a small number");
        let n = 4 + stream.below(9);
        let words = (0..n).map(|_| word(stream)).collect();
        Self { operation, words }
    }

    pub(super) fn made(&self) -> Made {
        let text = self.words.join(" ");
        let right = match self.operation {
            0 => {
                let mut words = self.words.clone();
                words.reverse();
                words.join(" ")
            }
            1 => {
                let mut words = self.words.clone();
                words.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
                words.join(" ")
            }
            2 => text.chars().map(|letter| letter.to_ascii_uppercase()).collect(),
            _ => text.chars().map(rotated).collect(),
        };
        Made {
            media_type: "text/plain",
            answer_type: "text/plain",
            input: format!("{}\n{text}", OPERATIONS[self.operation]).into_bytes(),
            oracle: Form::OneOf(v1::TextSet {
                values: vec![right.clone()],
            }),
            answer: right.into_bytes(),
        }
    }
}

fn word(stream: &mut Stream) -> String {
    let length = 2 + stream.below(7);
    (0..length).map(|_| letter(stream.below(30))).collect()
}

fn letter(number: u64) -> char {
    let number = u8::try_from(number).expect("a small number");
    match number {
        0..=25 => char::from(b'a' + number),
        _ => MORE[usize::from(number - 26)],
    }
}

/// The letter 13 places on.
fn rotated(letter: char) -> char {
    match letter {
        'a'..='m' => char::from(u8::try_from(letter).expect("ASCII") + 13),
        'n'..='z' => char::from(u8::try_from(letter).expect("ASCII") - 13),
        _ => letter,
    }
}
