//! The default embedder: a table of word vectors, compiled in.
//!
//! `embedding/README.md` of this crate says how the table was made and from what. A text is the weighted sum of its words. A word
//! that the table lacks is taken for the one it is an inflection or a slip of; failing that, its groups of three letters stand for it,
//! so that a name nobody has heard of is still like itself.

mod spelling;
mod table;

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Embedder, Vector};
use crate::recall::text::{self, Word};
use table::Table;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_bytes!("../../../embedding/words.bin")));

/// How much a word counts that nearly every capability's description has, in hundredths of what it counts otherwise.
const BOILERPLATE: i64 = 15;
/// How much a word counts that may be a slip of the one found, in hundredths.
const SLIP: i64 = 75;
/// How much a word counts that is known by its letters alone, in hundredths of the table's heaviest word.
const UNKNOWN: i64 = 30;
/// Words of a text beyond this number that the table lacks are left out.
const MAX_UNKNOWN: usize = 64;
/// Words of a text beyond this number that the table lacks are not taken for slips: to look for a neighbour takes some hundred times as
/// long as to look a word up, and strangers choose the words.
const MAX_SLIPS: usize = 8;

/// The default embedder. It needs no file, calculates in integers and tolerates slips of spelling.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordEmbedder;

impl Embedder for WordEmbedder {
    fn space(&self) -> &str {
        "casp-words/1"
    }

    fn dimensions(&self) -> usize {
        TABLE.dimensions()
    }

    fn embed_phrasing(&self, phrasing: &str) -> Vector {
        let mut sum = Sum::new(&TABLE);
        sum.add_text(phrasing);
        Vector::along(&sum.components)
    }

    fn embed_document(&self, name: &str, text: &str) -> Vector {
        let mut sum = Sum::new(&TABLE);
        sum.add_text(name);
        sum.add_text(text);
        Vector::along(&sum.components)
    }
}

/// A sum of words.
struct Sum<'a> {
    table: &'a Table,
    components: Vec<i64>,
    /// A word counts once.
    seen: HashSet<String>,
    unknown: usize,
}

impl<'a> Sum<'a> {
    fn new(table: &'a Table) -> Self {
        Self {
            table,
            components: vec![0; table.dimensions()],
            seen: HashSet::new(),
            unknown: 0,
        }
    }

    fn add_text(&mut self, text: &str) {
        for word in text::words(text) {
            if self.seen.insert(word.whole.clone()) {
                self.add(&word);
            }
        }
    }

    fn add(&mut self, word: &Word) {
        if word.parts.is_empty() || self.table.find(&word.whole).is_some() {
            self.add_form(&word.whole);
        } else {
            word.parts.iter().for_each(|part| self.add_form(part));
        }
    }

    fn add_form(&mut self, form: &str) {
        if text::is_stop_word(form) {
            return;
        }
        let percent = if text::is_boilerplate(form) { BOILERPLATE } else { 100 };
        if let Some(number) = self.table.find(form).or_else(|| self.find_root(form)) {
            return self.table.add(number, percent, &mut self.components);
        }
        self.unknown = self.unknown.saturating_add(1);
        if self.unknown > MAX_UNKNOWN {
            return;
        }
        let is_looked_for = self.unknown <= MAX_SLIPS;
        match is_looked_for.then(|| self.table.find_slip(form)).flatten() {
            Some(number) => self.table.add(number, SLIP, &mut self.components),
            None => self.table.add_letters(form, UNKNOWN, &mut self.components),
        }
    }

    fn find_root(&self, form: &str) -> Option<usize> {
        spelling::roots(form).find_map(|root| self.table.find(&root))
    }
}
