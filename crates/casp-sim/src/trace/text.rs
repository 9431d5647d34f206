//! A trace for a person: a line an event, in columns.

use core::fmt::Write as _;

use super::{Lane, Record, Trace, What};
use crate::engine::{Span, Time};

/// Longer names do not widen a column.
const MAX_WIDTH: usize = 24;

/// A line before its columns are known.
struct Line<'a> {
    at: Time,
    lane: Lane,
    record: &'a Record,
    /// Of a message: whether this is its arrival.
    arrives: bool,
}

impl Trace {
    /// A line for each event in the order of time: seconds since the run's begin, lane, task, what happened. A message has two: `>`
    /// where it is sent, `<` where it arrives. With a task, its records only.
    ///
    /// If there was no room for all records, the last line says how many are missing.
    #[must_use]
    pub fn to_text(&self, task: Option<u64>) -> String {
        let lines = self.lines(task);
        let width = |of: &dyn Fn(&Line<'_>) -> usize| lines.iter().map(of).max().unwrap_or_default().min(MAX_WIDTH);
        let times = width(&|line| seconds(self.micros(line.at)).len());
        let lanes = width(&|line| self.name(line.lane).chars().count());
        let tasks = width(&|line| task_of(line.record).len());
        let mut text = String::new();
        for line in &lines {
            let (time, lane) = (seconds(self.micros(line.at)), self.name(line.lane));
            let mut written = format!("{time:>times$}  {lane:<lanes$}  ");
            if tasks > 0 {
                let _ = write!(written, "{:<tasks$}  ", task_of(line.record));
            }
            self.event(line, &mut written);
            text.push_str(written.trim_end());
            text.push('\n');
        }
        if self.left_out > 0 {
            let _ = writeln!(text, "{} more records had no room in this trace", self.left_out);
        }
        text
    }

    fn lines(&self, task: Option<u64>) -> Vec<Line<'_>> {
        let wanted = |record: &&Record| task.is_none() || record.task == task;
        let mut lines = Vec::new();
        for record in self.records.iter().filter(wanted) {
            let line = |at, lane, arrives| Line {
                at,
                lane,
                record,
                arrives,
            };
            lines.push(line(record.at, record.lane, false));
            if let What::Message(to, Some(arrived)) = record.what {
                lines.push(line(arrived, to, true));
            }
        }
        // Stable: what happens at one time stays in the order in which it was added.
        lines.sort_by_key(|line| line.at);
        lines
    }

    fn event(&self, line: &Line<'_>, text: &mut String) {
        let Record { at, name, what, .. } = line.record;
        let _ = match what {
            What::Instant => write!(text, "{name}"),
            What::Span(end) => write!(text, "{name}, {}", millis(end.since(*at))),
            What::Message(..) if line.arrives => write!(text, "< {}: {name}", self.name(line.record.lane)),
            What::Message(to, None) => write!(text, "> {}: {name}, lost", self.name(*to)),
            What::Message(to, Some(arrived)) => {
                let under_way = millis(arrived.since(*at));
                write!(text, "> {}: {name}, {under_way} under way", self.name(*to))
            }
        };
        let mut gap = "  ";
        for (key, value) in &line.record.args {
            let _ = write!(text, "{gap}{key}={value}");
            gap = " ";
        }
    }
}

fn task_of(record: &Record) -> String {
    record.task.map_or_else(String::new, |task| format!("task {task}"))
}

/// To the microsecond.
fn seconds(micros: i64) -> String {
    format!("+{}.{:06} s", micros / 1_000_000, micros % 1_000_000)
}

fn millis(span: Span) -> String {
    format!("{}.{:03} ms", span.0 / 1_000, span.0 % 1_000)
}
