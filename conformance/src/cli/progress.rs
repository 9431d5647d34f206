//! How far a run has come: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// Lines that are printed in the course of a run where there is no terminal.
const LINES: usize = 10;

/// Runs of fewer vectors than this need no lines.
const LONG: usize = 100;

/// Shows how many vectors have come to their outcome.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    total: usize,
    lines: usize,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {elapsed}");
            let bar = ProgressBar::new(total as u64);
            style.map_or(bar.clone(), |style| bar.with_style(style))
        });
        Self { bar, total, lines: 0 }
    }

    pub(super) fn advance(&mut self, done: usize) {
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
            return;
        }
        let due = done * LINES / self.total.max(1);
        if due > self.lines && self.total >= LONG {
            self.lines = due;
            eprintln!("{done} of {} vectors", self.total);
        }
    }

    pub(super) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
