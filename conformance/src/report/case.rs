//! One vector of a run, as every report tells of it.

use crate::generate::spec::{self, Rule};
use crate::runner::{CaseResult, Got, Kind, Outcome, area_of};
use crate::vector::{Expect, Step, Vector};

use super::Report;
use super::describe::{cut, describe_expectation, describe_operation, describe_output, visible};
use super::places::Place;

/// Characters that are shown of what a peer said in one answer.
const SHOWN_CHARS: usize = 1_000;

/// A vector, what became of it and what that means. Reports differ in what they show of it and how, never in what it is.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The vector.
    pub vector: &'a Vector,
    /// What became of it.
    pub result: &'a CaseResult,
    report: &'a Report<'a>,
}

impl<'a> Case<'a> {
    pub(super) fn new(report: &'a Report<'a>, vector: &'a Vector, result: &'a CaseResult) -> Self {
        Self { vector, result, report }
    }

    /// The area.
    pub fn area(self) -> &'a str {
        area_of(self.vector)
    }

    /// The kind of outcome.
    pub fn kind(self) -> Kind {
        self.result.outcome.kind()
    }

    /// Whether it makes the peer nonconformant.
    pub fn is_red(self) -> bool {
        self.report.run.is_red(self.vector, self.result)
    }

    /// Why it is a known failure, if the list of those foresees it.
    pub fn known(self) -> Option<&'a str> {
        self.report
            .run
            .expectations
            .known
            .reason(&self.vector.id, &self.result.outcome)
    }

    /// Whether there is more to tell of it than its outcome's name.
    pub fn is_told(self) -> bool {
        !matches!(self.kind(), Kind::Passed | Kind::NotServed | Kind::NotRun)
    }

    /// The file that it stands in, where that is known.
    pub fn place(self) -> Option<&'a Place> {
        self.report.places.of(&self.vector.id)
    }

    /// Its rules: the id, and the row of SPEC.md if there is one.
    pub fn rules(self) -> impl Iterator<Item = (&'a str, Option<&'static Rule>)> {
        let row = |id: &'a String| (id.as_str(), spec::rules().iter().find(|rule| rule.id == *id));
        self.vector.rules.iter().map(row)
    }

    /// The operation of which a wrong answer tells, and what was due: an operation of a dialogue, or the one that the vector
    /// is about.
    fn judged(self) -> (&'a Step, &'a Expect) {
        let at = match &self.result.outcome {
            Outcome::Failed { at, .. } | Outcome::Untestable { at, .. } => at.within(self.vector),
            _ => None,
        };
        let told = at.and_then(|(step, expect)| Some((step, expect?)));
        told.unwrap_or((&self.vector.step, &self.vector.expect))
    }

    /// What was sent, in words.
    pub fn sent(self) -> String {
        let (step, _) = self.judged();
        format!("{} (now_ms {})", describe_operation(&step.operation), step.now_ms)
    }

    /// The operations before it; empty if there are none.
    pub fn after(self) -> String {
        let prior = self.vector.prior.iter();
        prior.map(|step| step.operation.name()).collect::<Vec<_>>().join(", ")
    }

    /// What was due, in words.
    pub fn expected(self) -> String {
        describe_expectation(self.judged().1)
    }

    /// The answer, where one came that is not the due one.
    pub fn answer(self) -> Option<&'a Got> {
        match &self.result.outcome {
            Outcome::Failed { got, .. } | Outcome::Untestable { got, .. } => Some(got),
            _ => None,
        }
    }

    /// What came, in words fit to be shown.
    pub fn got(self) -> String {
        match &self.result.outcome {
            Outcome::Failed { got, .. } => {
                let output = got.output.as_ref().map(describe_output);
                let output = output.map(|output| format!(", {output}")).unwrap_or_default();
                shown(&format!("{got}{output}"))
            }
            outcome => shown(&outcome.to_string()),
        }
    }

    /// The outcome in words fit to be shown: of a wrong answer, in what it differs.
    pub fn outcome(self) -> String {
        shown(&self.result.outcome.to_string())
    }

    /// The last lines of what the peer wrote to standard error, fit to be shown, and how many there were before them.
    pub fn stderr(self, lines: usize) -> (usize, Vec<String>) {
        last_lines(&self.result.stderr, lines)
    }

    /// The command that replays it alone.
    pub fn replay(self) -> String {
        self.report.replay_command(self.vector)
    }

    /// The command that explains it.
    pub fn explain(self) -> String {
        self.report.explain_command(self.vector)
    }
}

/// The areas of cases, each once, in the order of the cases.
pub(super) fn areas_of<'a>(cases: impl Iterator<Item = Case<'a>>) -> Vec<&'a str> {
    let mut areas = Vec::new();
    for case in cases {
        if !areas.contains(&case.area()) {
            areas.push(case.area());
        }
    }
    areas
}

/// The last lines of a text, fit to be shown, and how many there were before them.
pub(super) fn last_lines(text: &str, most: usize) -> (usize, Vec<String>) {
    let lines: Vec<&str> = text.lines().collect();
    let skipped = lines.len().saturating_sub(most);
    (skipped, lines[skipped..].iter().map(|line| shown(line)).collect())
}

/// Words of a stranger, fit to be shown and not too long.
pub(super) fn shown(text: &str) -> String {
    cut(&visible(text), SHOWN_CHARS)
}
