//! The report for people.

use std::fmt::{self, Write};

use crate::driver::{CODES, OPERATIONS, SPEC_VERSION};
use crate::runner::{CaseResult, Kind};
use crate::vector::Vector;

use super::case::{Case, last_lines, shown};
use super::describe::short;
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
    let _ = write_failure(Case::new(report, vector, result), &mut page);
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
    let red = report.cases().filter(|case| case.is_red());
    // What was never run failed for a reason that is told once, not for one of its own.
    let (unrun, told): (Vec<_>, Vec<_>) = red.partition(|case| case.kind() == Kind::NotRun);
    for (index, case) in told.into_iter().enumerate() {
        if index < SHOWN_IN_FULL {
            write_failure(case, page)?;
        } else {
            writeln!(page, "{} {}: {}", case.kind(), case.vector.id, case.outcome())?;
        }
    }
    if let Some(case) = unrun.first() {
        writeln!(page, "{} vectors were not run: {}\n", unrun.len(), case.outcome())?;
    }
    Ok(())
}

/// All there is to know about one failing vector.
fn write_failure(case: Case<'_>, page: &mut String) -> fmt::Result {
    writeln!(page, "{} {}", case.kind().name().to_uppercase(), case.vector.id)?;
    writeln!(page, "  about     {}", case.vector.title)?;
    writeln!(page, "  sent      {}", case.sent())?;
    if !case.vector.prior.is_empty() {
        writeln!(page, "  after     {}", case.after())?;
    }
    writeln!(page, "  expected  {}", case.expected())?;
    writeln!(
        page,
        "  got       {} (took {} ms)",
        case.got(),
        case.result.elapsed.as_millis()
    )?;
    if case.kind() == Kind::Failed {
        writeln!(page, "  differs   {}", case.outcome())?;
    }
    for (id, rule) in case.rules() {
        writeln!(
            page,
            "  rule      {id}: {}",
            rule.map_or("(not in SPEC.md)", |rule| &rule.text)
        )?;
    }
    write_stderr(&case.result.stderr, page)?;
    writeln!(page, "  replay    {}\n", case.replay())
}

fn write_stderr(stderr: &str, page: &mut String) -> fmt::Result {
    let (skipped, lines) = last_lines(stderr, SHOWN_STDERR_LINES);
    if skipped > 0 {
        writeln!(page, "  stderr    | [{skipped} lines before this]")?;
    }
    for line in lines {
        writeln!(page, "  stderr    | {line}")?;
    }
    Ok(())
}

fn write_findings(report: &Report<'_>, page: &mut String) -> fmt::Result {
    for finding in &report.run.findings {
        writeln!(
            page,
            "{} {}",
            finding.name().to_uppercase(),
            shown(&finding.to_string())
        )?;
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
            short(&peer.name),
            short(&peer.version),
            short(&peer.language),
            report.settings.codec,
            peer.pipeline
        )?,
        None => writeln!(
            page,
            "peer      `{}`, which gave no valid hello",
            report.settings.command
        )?,
    }
    writeln!(
        page,
        "suite     {} (SPEC.md version {SPEC_VERSION})",
        report.suite.source
    )?;
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
