//! The hand-written grammars accept exactly what regular expressions, transcribed from the ABNF of SPEC.md section 4.5,
//! match: for every short text over the letters that matter, and for every character.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::table::{Field, Format, MessageTable};
use casp_wire::{Layer, scan};
use entry_points::MESSAGES;
use proptest::prelude::*;
use regex::Regex;
use support::sample::least_with;

const LABEL: &str = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const SEGMENT: &str = "[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?";
const NAME: &str = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";
const NUM: &str = "(?:0|[1-9][0-9]*)";
const PRE: &str = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
const BUILD: &str = "[0-9A-Za-z-]+";
const SKILL: &str = "[a-z0-9](?:[a-z0-9_]*[a-z0-9])?";

/// A format, its grammar, and the fields that have it.
struct Grammar {
    format: Format,
    regex: Regex,
    fields: Vec<(&'static MessageTable, &'static Field)>,
}

fn grammars() -> Vec<Grammar> {
    let grammars = [
        (Format::Identifier, "[a-z0-9](?:[a-z0-9._:/-]*[a-z0-9])?".to_owned()),
        (Format::CapabilityId, format!(r"{LABEL}(?:\.{LABEL})+(?:/{SEGMENT})*")),
        (
            Format::Semver,
            format!(r"{NUM}\.{NUM}\.{NUM}(?:-{PRE}(?:\.{PRE})*)?(?:\+{BUILD}(?:\.{BUILD})*)?"),
        ),
        (Format::MediaType, format!("{NAME}/{NAME}")),
        (Format::Currency, "[A-Z]{3}".into()),
        (Format::Country, "[A-Z]{2}".into()),
        (Format::Multiaddr, r"(?:/[\x21-\x2e\x30-\x7e]+){2,}".into()),
        (
            Format::PlainText,
            r"[^\x00-\x1f\x7f-\x{9f}\x{61c}\x{200e}-\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]+".into(),
        ),
        (Format::Skill, format!("{SKILL}(?:/{SKILL})*")),
    ];
    grammars.map(|(format, grammar)| Grammar::new(format, &grammar)).into()
}

impl Grammar {
    fn new(format: Format, grammar: &str) -> Self {
        let fields = MESSAGES
            .iter()
            .flat_map(|message| message.table.fields.iter().map(|field| (message.table, field)));
        let fields = fields.filter(|(_, field)| field.format == format).collect();
        Self {
            format,
            regex: Regex::new(&format!(r"\A(?:{grammar})\z")).unwrap(),
            fields,
        }
    }

    /// The scan and the grammar agree on the text, if there is a field whose lengths allow it.
    fn agrees_on(&self, text: &str) {
        let fits = |field: &Field| (field.min_bytes.max(1)..=field.max_bytes).contains(&(text.len() as u32));
        let Some((table, field)) = self.fields.iter().find(|(_, field)| fits(field)) else {
            return;
        };
        let message = least_with(table, field.number, &[text.as_bytes().to_vec()]);
        let accepted = scan(table, &message, Layer::Payload).is_ok();
        assert_eq!(accepted, self.regex.is_match(text), "{:?}: {text:?}", self.format);
    }
}

/// All texts of at most `length` of these letters.
fn texts(letters: &[&str], length: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut longest = texts.clone();
    for _ in 0..length {
        longest = longest
            .iter()
            .flat_map(|text| letters.iter().map(move |letter| format!("{text}{letter}")))
            .collect();
        texts.extend(longest.iter().cloned());
    }
    texts
}

#[test]
fn every_short_text() {
    let texts = texts(
        &["a", "0", "A", ".", "-", "_", "/", ":", "+", "!", " ", "\u{7f}", "é"],
        4,
    );
    for grammar in grammars() {
        texts.iter().for_each(|text| grammar.agrees_on(text));
    }
}

#[test]
fn every_short_version() {
    let suffixes = texts(&["0", "1", "a", "Z", ".", "-", "+", "_"], 5);
    let grammar = grammars().swap_remove(2);
    for suffix in &suffixes {
        grammar.agrees_on(&format!("1.0.0{suffix}"));
        grammar.agrees_on(&format!("{suffix}.0.1"));
    }
}

#[test]
fn every_character() {
    for grammar in grammars() {
        let highest = if grammar.format == Format::PlainText {
            '\u{ffff}'
        } else {
            '\u{2ff}'
        };
        for letter in '\0'..=highest {
            grammar.agrees_on(&match grammar.format {
                Format::PlainText => letter.to_string(),
                Format::CapabilityId => format!("a.b{letter}c"),
                Format::Semver => format!("1.0.0-a{letter}"),
                Format::MediaType => format!("a/b{letter}"),
                Format::Multiaddr => format!("/a/b{letter}c"),
                Format::Currency => format!("E{letter}R"),
                Format::Country => format!("D{letter}"),
                _ => format!("a{letter}b"),
            });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_024) })]

    #[test]
    fn longer_texts(text in "[a-z0-9AZ./:+_-]{1,40}|(1\\.0\\.[0-9]{1,3}[a-z0-9.+-]{0,10})|(/[!-~]{1,6}){1,4}|\\PC{1,9}") {
        for grammar in grammars() {
            grammar.agrees_on(&text);
        }
    }
}
