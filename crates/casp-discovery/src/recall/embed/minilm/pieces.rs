//! Text into word pieces, as BERT's uncased tokenizer cuts it.

use std::collections::HashMap;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::recall::text;

/// Pieces of a text beyond this number are not read, the two that frame it included.
const MAX_PIECES: usize = 256;
/// A word of more letters is unknown.
const MAX_WORD: usize = 100;

#[derive(Debug)]
pub(super) struct Pieces {
    numbers: HashMap<String, u32>,
    begin: u32,
    end: u32,
    unknown: u32,
}

impl Pieces {
    pub(super) fn load(tokenizer: &Value) -> Option<Self> {
        let vocabulary = tokenizer.get("model")?.get("vocab")?.as_object()?;
        let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
        let numbers: HashMap<String, u32> = vocabulary
            .iter()
            .map(|(piece, value)| Some((piece.clone(), number(value)?)))
            .collect::<Option<_>>()?;
        Some(Self {
            begin: *numbers.get("[CLS]")?,
            end: *numbers.get("[SEP]")?,
            unknown: *numbers.get("[UNK]")?,
            numbers,
        })
    }

    /// The numbers of the pieces, framed.
    pub(super) fn of(&self, text: &str) -> Vec<u32> {
        let mut numbers = vec![self.begin];
        for word in words(text::cut(text, text::MAX_TEXT_BYTES)) {
            match self.of_word(&word) {
                Some(pieces) => numbers.extend(pieces),
                None => numbers.push(self.unknown),
            }
            if numbers.len() >= MAX_PIECES {
                break;
            }
        }
        numbers.truncate(MAX_PIECES.saturating_sub(1));
        numbers.push(self.end);
        numbers
    }

    /// The longest piece that the word begins with, then the longest that goes on from there.
    fn of_word(&self, word: &str) -> Option<Vec<u32>> {
        if word.chars().count() > MAX_WORD {
            return None;
        }
        let (mut rest, mut numbers) = (word, Vec::new());
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at.saturating_add(c.len_utf8())).rev();
            let (end, number) = ends.into_iter().find_map(|end| {
                let piece = rest.get(..end)?;
                let number = match numbers.is_empty() {
                    true => self.numbers.get(piece),
                    false => self.numbers.get(&format!("##{piece}")),
                };
                Some((end, *number?))
            })?;
            numbers.push(number);
            rest = rest.get(end..)?;
        }
        Some(numbers)
    }
}

/// Lower case without accents; punctuation and ideographs stand alone.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let lower = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    for c in lower {
        let is_control = c.is_control() && !c.is_whitespace();
        if is_control || c == '\u{fffd}' {
            continue;
        }
        let is_alone = is_punctuation(c) || is_ideograph(c);
        if c.is_whitespace() || is_alone {
            words.push(String::new());
        }
        if !c.is_whitespace()
            && let Some(word) = words.last_mut()
        {
            word.push(c);
        }
        if is_alone {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// ASCII's, and the blocks of general and of ideographic punctuation: those that descriptions have.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(
            c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
        )
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}
