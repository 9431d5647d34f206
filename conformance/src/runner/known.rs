//! Known failures: a list that must be exactly true.
//!
//! Each line is `id<TAB>outcome<TAB>reason`; `#` begins a comment line. A listed vector must be selected and end in the
//! stated outcome. A failure that was repaired, or that changed its kind, makes the list wrong and the run red.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::vector::Vector;

use super::outcome::CaseResult;
use super::{Kind, Outcome};

/// A list of known failures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownFailures {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    kind: Kind,
    reason: String,
}

impl KnownFailures {
    /// Parses a list.
    ///
    /// # Errors
    /// [`ParseError`], with the number of the line.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut entries = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |fault| ParseError { line: index + 1, fault };
            let (id, entry) = parse_line(line).map_err(fault)?;
            if entries.insert(id.to_owned(), entry).is_some() {
                return Err(fault(LineFault::Twice));
            }
        }
        Ok(Self { entries })
    }

    /// Whether a result is one that the list foresees.
    pub fn foresees(&self, id: &str, outcome: &Outcome) -> bool {
        self.reason(id, outcome).is_some()
    }

    /// The reason that the list gives for a result that it foresees.
    pub fn reason(&self, id: &str, outcome: &Outcome) -> Option<&str> {
        let entry = self.entries.get(id).filter(|entry| entry.kind == outcome.kind())?;
        Some(&entry.reason)
    }

    /// What is untrue in the list.
    pub fn stale(&self, vectors: &[&Vector], results: &[CaseResult]) -> Vec<Stale> {
        let outcomes: HashMap<&str, &Outcome> = vectors
            .iter()
            .zip(results)
            .map(|(vector, result)| (vector.id.as_str(), &result.outcome))
            .collect();
        let stale = |(id, entry): (&String, &Entry)| {
            let got = outcomes.get(id.as_str()).map(|outcome| outcome.kind());
            (got != Some(entry.kind)).then(|| Stale {
                id: id.clone(),
                listed: entry.kind,
                got,
            })
        };
        self.entries.iter().filter_map(stale).collect()
    }

    /// The list that would be true of these results. Entries that are true already keep their reasons.
    pub fn suggest(&self, vectors: &[&Vector], results: &[CaseResult]) -> String {
        let mut list = String::from("# Known failures: id<TAB>outcome<TAB>reason\n");
        for (vector, result) in vectors
            .iter()
            .zip(results)
            .filter(|(_, result)| is_listable(result.outcome.kind()))
        {
            let kept = self
                .entries
                .get(&vector.id)
                .filter(|entry| entry.kind == result.outcome.kind());
            let reason = kept.map_or_else(|| one_line(&result.outcome.to_string()), |entry| entry.reason.clone());
            list.push_str(&format!("{}\t{}\t{reason}\n", vector.id, result.outcome.kind()));
        }
        list
    }
}

/// An entry that is not true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The vector's id.
    pub id: String,
    /// The outcome that the list states.
    pub listed: Kind,
    /// The outcome; none for a vector that does not exist or was not selected.
    pub got: Option<Kind>,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.got {
            None => write!(
                f,
                "{} is listed as {}, but no such vector was selected",
                self.id, self.listed
            ),
            Some(Kind::Passed) => write!(
                f,
                "{} is listed as {}, but passed: take it off the list",
                self.id, self.listed
            ),
            Some(got) => write!(f, "{} is listed as {}, but its outcome is {got}", self.id, self.listed),
        }
    }
}

/// A line that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct ParseError {
    /// Its number, from 1 on.
    pub line: usize,
    /// What is wrong with it.
    pub fault: LineFault,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Too few parts.
    #[error("a line is `id<TAB>outcome<TAB>reason`, none of them empty")]
    Parts,
    /// Not an outcome that can be listed.
    #[error("the outcome is none of failed, untestable, crashed, hung, garbage, overclaim")]
    Kind,
    /// An id that stands in the list already.
    #[error("the vector is listed twice")]
    Twice,
}

fn parse_line(line: &str) -> Result<(&str, Entry), LineFault> {
    let mut parts = line.splitn(3, '\t').map(str::trim).filter(|part| !part.is_empty());
    let (Some(id), Some(kind), Some(reason)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(LineFault::Parts);
    };
    let kind = kind
        .parse()
        .ok()
        .filter(|kind| is_listable(*kind))
        .ok_or(LineFault::Kind)?;
    Ok((
        id,
        Entry {
            kind,
            reason: reason.to_owned(),
        },
    ))
}

/// A vector that was not run has not failed, so that its failure cannot be known.
fn is_listable(kind: Kind) -> bool {
    kind.is_red() && kind.is_tested()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
