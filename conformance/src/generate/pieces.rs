//! What several vectors of a file have in common is written once.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::annotate;
use crate::vector::{Operation, VectorFile};

/// A piece has at least so many bytes.
const LEAST: usize = 64;
/// Hex digits by which a piece is found.
const HEAD: usize = 2 * LEAST;

/// The file as JSON, with its pieces before its vectors.
pub(super) fn shared(file: &VectorFile) -> Value {
    let mut pieces = Pieces::of(file);
    let Ok(Value::Object(mut whole)) = serde_json::to_value(file) else {
        unreachable!("a file of vectors is an object");
    };
    let mut vectors = whole.remove("vectors").unwrap_or_default();
    pieces.take_from(&mut vectors);
    if !pieces.used.is_empty() {
        whole.insert("pieces".to_owned(), pieces.used.into());
    }
    whole.insert("vectors".to_owned(), vectors);
    Value::Object(whole)
}

/// Hex that comes more than once.
struct Pieces {
    /// By how they begin; the longest first.
    by_head: HashMap<String, Vec<String>>,
    /// Those that have been met, in that order, and the number of each.
    used: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Pieces {
    fn of(file: &VectorFile) -> Self {
        let (mut seen, mut repeated) = (HashSet::new(), HashSet::new());
        for vector in &file.vectors {
            for step in vector.prior.iter().chain([&vector.step]) {
                for field in fields(&step.operation).into_iter().chain(beside(&step.operation)) {
                    if !seen.insert(field.clone()) {
                        repeated.insert(field);
                    }
                }
            }
        }
        let mut by_head: HashMap<String, Vec<String>> = HashMap::new();
        for piece in repeated {
            by_head.entry(piece[..HEAD].to_owned()).or_default().push(piece);
        }
        for pieces in by_head.values_mut() {
            pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
        }
        Self {
            by_head,
            used: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    fn take_from(&mut self, value: &mut Value) {
        match value {
            Value::Array(items) => {
                for item in &mut *items {
                    self.take_from(item);
                }
                // Segments of bytes stay one list.
                if items.iter().any(|item| item.get("repeat").is_some()) {
                    let flat = std::mem::take(items).into_iter().flat_map(|item| match item {
                        Value::Array(parts) => parts,
                        other => vec![other],
                    });
                    *items = flat.collect();
                }
            }
            Value::Object(fields) => self.take_from_fields(fields),
            Value::String(text) => {
                let parts = self.split(text);
                if parts.iter().any(Value::is_number) {
                    *value = Value::Array(parts);
                }
            }
            _ => {}
        }
    }

    fn take_from_fields(&mut self, fields: &mut Map<String, Value>) {
        for (name, value) in fields {
            if !["rendering", "repeat"].contains(&name.as_str()) {
                self.take_from(value);
            }
        }
    }

    /// The text, with numbers in the places of pieces.
    fn split(&mut self, text: &str) -> Vec<Value> {
        let mut parts = Vec::new();
        let (mut literal, mut at) = (0, 0);
        while let Some(head) = text.get(at..at + HEAD) {
            let all = self.by_head.get(head).map_or(&[][..], Vec::as_slice);
            let Some(piece) = all.iter().find(|piece| text[at..].starts_with(piece.as_str())) else {
                at += 2;
                continue;
            };
            let piece = piece.clone();
            if literal < at {
                parts.push(text[literal..at].into());
            }
            at += piece.len();
            literal = at;
            parts.push(self.number(piece).into());
        }
        if literal < text.len() {
            parts.push(text[literal..].into());
        }
        parts
    }

    fn number(&mut self, piece: String) -> usize {
        *self.numbers.entry(piece.clone()).or_insert_with(|| {
            self.used.push(piece);
            self.used.len() - 1
        })
    }
}

/// A whole statement that stands beside the main input.
fn beside(operation: &Operation) -> Option<String> {
    let bundle = match operation {
        Operation::CheckAnswer { query, .. } => query,
        Operation::CheckOmission { rebuttal, .. } => rebuttal,
        _ => return None,
    };
    (bundle.as_slice().len() >= LEAST).then(|| hex::encode(bundle.as_slice()))
}

/// The fields of an operation's main input, at any depth, that are long enough.
fn fields(operation: &Operation) -> Vec<String> {
    let Some((_, bytes)) = operation.main_input() else {
        return vec![];
    };
    let lines = annotate::operation(operation).into_iter();
    let long = lines.filter(|line| line.length >= LEAST);
    let field = |line: annotate::Line| {
        let field = bytes.get(line.offset..line.offset + line.length)?;
        // What is a run of one byte is short already.
        let is_run = field
            .windows(64)
            .any(|window| window.iter().all(|byte| *byte == window[0]));
        (!is_run).then(|| hex::encode(field))
    };
    long.filter_map(field).collect()
}
