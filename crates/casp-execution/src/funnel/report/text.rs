//! The report as a table for a terminal.

use std::fmt::Write as _;

use super::{EndingReport, Report, StageReport};

impl Report {
    /// A table of the stages and a line for the ending, 100 columns wide at most but for reasons.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let task = &self.task;
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{} ({}, side effect {}, {})",
            task.name, task.capability, task.side_effect, task.risk
        );
        let _ = writeln!(text, "{:<12}{:>8}{:>8}  abandoned", "stage", "entered", "passed");
        for stage in &self.stages {
            let reasons = reasons(stage);
            let name = stage.stage.name();
            let _ = writeln!(text, "{name:<12}{:>8}{:>8}  {reasons}", stage.entered, stage.passed);
        }
        let (spent, budget) = (&self.spent, &self.budget);
        let _ = writeln!(
            text,
            "spent: {} of {} probes, {} of {} micro-units on them; {} of {} attempts, {} of {} micro-units on the work",
            spent.probes,
            budget.probes,
            spent.probe_micros,
            budget.probe_micros,
            spent.attempts,
            budget.attempts,
            spent.work_micros,
            budget.work_micros
        );
        let took_ms = self.ended_ms.saturating_sub(self.started_ms);
        let _ = writeln!(text, "{} after {took_ms} ms", self.ending_line());
        text
    }

    pub(super) fn ending_line(&self) -> String {
        match &self.ending {
            None => "under way".into(),
            Some(EndingReport::Completed { agent, is_partial }) => {
                let part = if *is_partial { " in part" } else { "" };
                format!("completed{part} by {}", short(agent))
            }
            Some(EndingReport::Exhausted { why }) => format!("nobody left: {why}"),
            Some(EndingReport::NeedsLook { agent, why }) => {
                format!("needs a look: {why} ({})", short(agent))
            }
            Some(EndingReport::Stopped) => "stopped".into(),
        }
    }
}

/// What became of those that did not go on.
pub(super) fn reasons(stage: &StageReport) -> String {
    let each = stage.abandoned.iter();
    let listed: Vec<String> = each
        .map(|each| format!("{} {}", each.count, each.reason.code()))
        .collect();
    match (listed.is_empty(), stage.is_demanded) {
        (false, _) => listed.join(", "),
        (true, true) => "-".into(),
        (true, false) => "(not demanded)".into(),
    }
}

/// Enough of a did:key to tell agents apart at a glance: those of one kind all begin alike.
pub(super) fn short(agent: &str) -> String {
    let from = agent.char_indices().rev().nth(7).map_or(0, |(index, _)| index);
    agent
        .get(from..)
        .map_or_else(|| agent.to_owned(), |tail| format!("…{tail}"))
}
