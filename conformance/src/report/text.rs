//! The report for people.

use std::fmt::{self, Write};

use crate::driver::{CODES, OPERATIONS, SPEC_VERSION};
use crate::generate::spec;
use crate::runner::{CaseResult, Kind, Outcome};
use crate::vector::Vector;

use super::describe::{describe_expectation, describe_operation, describe_output, printable};
use super::{Report, Tally};

/// Failing vectors that are shown in full; each further one gets a line.
const SHOWN_IN_FULL: usize = 25;

/// Lines of a peer's standard error that are shown with a failing vector.
const SHOWN_STDERR_LINES: usize = 20;

/// Columns of the table that are always there.
const COLUMNS: [Kind; 5] = [
    Kind::Passed,
    Kind::Failed,
    Kind::Untestable,
    Kind::Crashed,
    Kind::NotServed,
];

/// Columns that are there when they count something.
const RARE_COLUMNS: [Kind; 4] = [Kind::Hung, Kind::Garbage, Kind::Overclaim, Kind::NotRun];

/// The report for people: what failed and how, the table by area, and the verdict as the last line.
pub fn text(report: &Report<'_>) -> String {
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(report, &mut page);
    page
}

/// What became of one failing vector, in the lines of the report for people.
pub fn failure(report: &Report<'_>, vector: &Vector, result: &CaseResult) -> String {
    let mut page = String::new();
    let _ = write_failure(report, vector, result, &mut page);
    page
}

fn write_report(report: &Report<'_>, page: &mut String) -> fmt::Result {
    write_failures(report, page)?;
    write_findings(report, page)?;
    write_table(report, page)?;
    write_facts(report, page)?;
    let total = Tally::of(report.run);
    writeln!(
        page,
        "\n{} passed, {} failed, {} skipped",
        total.get(Kind::Passed),
        total.red(),
        total.skipped()
    )?;
    writeln!(page, "{}", report.run.conclusion().name())
}

fn write_failures(report: &Report<'_>, page: &mut String) -> fmt::Result {
    let run = report.run;
    let red: Vec<_> = run
        .pairs()
        .filter(|(vector, result)| run.is_red(vector, result))
        .collect();
    // What was never run failed for a reason that is told once, not for one of its own.
    let (unrun, told): (Vec<_>, Vec<_>) = red
        .into_iter()
        .partition(|(_, result)| result.outcome.kind() == Kind::NotRun);
    for (index, (vector, result)) in told.into_iter().enumerate() {
        if index < SHOWN_IN_FULL {
            write_failure(report, vector, result, page)?;
        } else {
            writeln!(page, "{} {}: {}", result.outcome.kind(), vector.id, result.outcome)?;
        }
    }
    if let Some((_, result)) = unrun.first() {
        writeln!(page, "{} vectors were not run: {}\n", unrun.len(), result.outcome)?;
    }
    Ok(())
}

/// All there is to know about one failing vector.
fn write_failure(report: &Report<'_>, vector: &Vector, result: &CaseResult, page: &mut String) -> fmt::Result {
    let at = vector.step.now_ms;
    writeln!(page, "{} {}", result.outcome.kind().name().to_uppercase(), vector.id)?;
    writeln!(page, "  about     {}", vector.title)?;
    writeln!(
        page,
        "  sent      {} (now_ms {at})",
        describe_operation(&vector.step.operation)
    )?;
    if !vector.prior.is_empty() {
        let prior: Vec<_> = vector.prior.iter().map(|step| step.operation.name()).collect();
        writeln!(page, "  after     {}", prior.join(", "))?;
    }
    writeln!(page, "  expected  {}", describe_expectation(&vector.expect))?;
    writeln!(
        page,
        "  got       {} (took {} ms)",
        describe_outcome(&result.outcome),
        result.elapsed.as_millis()
    )?;
    if matches!(result.outcome, Outcome::Failed { .. }) {
        writeln!(page, "  differs   {}", result.outcome)?;
    }
    for id in &vector.rules {
        let text = spec::rules()
            .iter()
            .find(|rule| rule.id == *id)
            .map_or("(not in SPEC.md)", |rule| &rule.text);
        writeln!(page, "  rule      {id}: {text}")?;
    }
    write_stderr(&result.stderr, page)?;
    writeln!(page, "  replay    {}\n", report.replay_command(vector))
}

fn describe_outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Failed { got, .. } => match &got.output {
            Some(output) => format!("{got}, {}", describe_output(output)),
            None => got.to_string(),
        },
        outcome => outcome.to_string(),
    }
}

fn write_stderr(stderr: &str, page: &mut String) -> fmt::Result {
    let lines: Vec<&str> = stderr.lines().collect();
    let skipped = lines.len().saturating_sub(SHOWN_STDERR_LINES);
    if skipped > 0 {
        writeln!(page, "  stderr    | [{skipped} lines before this]")?;
    }
    for line in &lines[skipped..] {
        writeln!(page, "  stderr    | {}", printable(line))?;
    }
    Ok(())
}

fn write_findings(report: &Report<'_>, page: &mut String) -> fmt::Result {
    for finding in &report.run.findings {
        writeln!(page, "{} {finding}", finding.name().to_uppercase())?;
        write_stderr(finding.stderr(), page)?;
        writeln!(page)?;
    }
    for stale in &report.run.stale {
        writeln!(page, "KNOWN FAILURES {stale}\n")?;
    }
    Ok(())
}

fn write_table(report: &Report<'_>, page: &mut String) -> fmt::Result {
    let areas = Tally::by_area(report.run);
    let total = Tally::of(report.run);
    let rare = RARE_COLUMNS.into_iter().filter(|kind| total.get(*kind) > 0);
    let columns: Vec<Kind> = COLUMNS.into_iter().chain(rare).collect();
    write!(page, "{:<12}{:>9}", "area", "vectors")?;
    for kind in &columns {
        write!(page, "{:>12}", kind.name())?;
    }
    writeln!(
        page,
        "{}",
        if total.known() > 0 {
            format!("{:>12}", "known")
        } else {
            String::new()
        }
    )?;
    for (name, tally) in areas
        .iter()
        .map(|(name, tally)| (name.as_str(), tally))
        .chain([("total", &total)])
    {
        write!(page, "{name:<12}{:>9}", tally.vectors())?;
        for kind in &columns {
            write!(page, "{:>12}", tally.get(*kind))?;
        }
        writeln!(
            page,
            "{}",
            if total.known() > 0 {
                format!("{:>12}", tally.known())
            } else {
                String::new()
            }
        )?;
    }
    writeln!(page)
}

fn write_facts(report: &Report<'_>, page: &mut String) -> fmt::Result {
    let run = report.run;
    match &run.declaration {
        Some(peer) => writeln!(
            page,
            "peer      {} {} ({}), {} codec, {} requests ahead",
            peer.name, peer.version, peer.language, report.settings.codec, peer.pipeline
        )?,
        None => writeln!(
            page,
            "peer      `{}`, which gave no valid hello",
            report.settings.command
        )?,
    }
    writeln!(page, "suite     {} (SPEC.md version {SPEC_VERSION})", report.source)?;
    if let Some(peer) = &run.declaration {
        let missing: Vec<_> = OPERATIONS
            .into_iter()
            .filter(|operation| !peer.serves(operation))
            .collect();
        if !missing.is_empty() {
            writeln!(page, "unserved  {}", missing.join(", "))?;
        }
        let rate = run.codes();
        let duty = if peer.reports_codes() {
            "declared"
        } else {
            "not declared, so not required"
        };
        writeln!(
            page,
            "{CODES}     {} of {} refusals bear an admissible code ({duty})",
            rate.matched, rate.of
        )?;
    }
    if let Some(profile) = report.profile {
        writeln!(page, "profile   {profile}: every vector must be served")?;
    }
    writeln!(
        page,
        "elapsed   {} ms (run seed {})",
        run.elapsed.as_millis(),
        report.settings.seed
    )
}
