//! Strings as they are written, read letter by letter with their escapes resolved.

use core::str::Chars;

use super::{JsonError, work};

/// The letters of a string. After the last one, [`Letters::rest`] is the text behind the closing quotation mark.
pub(super) struct Letters<'a>(Chars<'a>);

impl<'a> Letters<'a> {
    /// Of the string whose opening quotation mark the text begins with.
    pub(super) fn of(text: &'a str) -> Self {
        let mut chars = text.chars();
        chars.next();
        Self(chars)
    }

    pub(super) fn rest(&self) -> &'a str {
        self.0.as_str()
    }

    fn escaped(&mut self) -> Result<char, JsonError> {
        match self.0.next() {
            Some(letter @ ('"' | '\\' | '/')) => Ok(letter),
            Some('b') => Ok('\u{8}'),
            Some('f') => Ok('\u{c}'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('u') => self.code_point(),
            _ => Err(JsonError::Syntax),
        }
    }

    /// What `\u` and four digits stand for, or two such escapes that are a pair of surrogates.
    fn code_point(&mut self) -> Result<char, JsonError> {
        let first = self.code_unit()?;
        if let Some(letter) = char::from_u32(u32::from(first)) {
            return admissible(letter);
        }
        if (self.0.next(), self.0.next()) != (Some('\\'), Some('u')) {
            return Err(JsonError::Character);
        }
        let pair = char::decode_utf16([first, self.code_unit()?]).next();
        pair.and_then(Result::ok).map_or(Err(JsonError::Character), admissible)
    }

    fn code_unit(&mut self) -> Result<u16, JsonError> {
        (0..4).try_fold(0_u16, |unit, _| {
            let digit = self.0.next().and_then(|letter| letter.to_digit(16));
            let digit = digit.and_then(|digit| u16::try_from(digit).ok());
            Ok(unit << 4 | digit.ok_or(JsonError::Syntax)?)
        })
    }
}

impl Iterator for Letters<'_> {
    type Item = Result<char, JsonError>;

    /// After an error there is nothing of use.
    fn next(&mut self) -> Option<Self::Item> {
        work::step();
        match self.0.next() {
            Some('"') => None,
            Some('\\') => Some(self.escaped()),
            Some(letter) if letter >= ' ' => Some(admissible(letter)),
            _ => Some(Err(JsonError::Syntax)),
        }
    }
}

/// Refuses noncharacters: U+FDD0 to U+FDEF, and the last two code points of each plane.
fn admissible(letter: char) -> Result<char, JsonError> {
    let code_point = u32::from(letter);
    let is_noncharacter = (0xfdd0..=0xfdef).contains(&code_point) || code_point & 0xfffe == 0xfffe;
    if is_noncharacter {
        Err(JsonError::Character)
    } else {
        Ok(letter)
    }
}
