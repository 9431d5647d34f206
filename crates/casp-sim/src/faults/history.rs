//! What happened, in lines that a person can read.

use super::plan::seconds;
use super::stage::START_MS;
use crate::engine::Time;

/// Lines that are kept; earlier ones go first.
const MOST_LINES: usize = 20_000;

/// Nothing is written unless it is asked for.
#[derive(Debug)]
pub(super) struct History(Option<Vec<String>>);

impl History {
    pub(super) const fn none() -> Self {
        Self(None)
    }

    pub(super) const fn written() -> Self {
        Self(Some(Vec::new()))
    }

    pub(super) fn note(&mut self, at: Time, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.0 {
            if lines.len() >= MOST_LINES {
                lines.remove(0);
            }
            let at_ms = at.ms().saturating_sub(START_MS);
            lines.push(format!("{:>10}  {}", seconds(at_ms), line()));
        }
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.0.unwrap_or_default()
    }
}
