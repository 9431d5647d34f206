//! The matrix for people.

use std::fmt::{self, Write};

use crate::driver::SPEC_VERSION;
use crate::report::Report;
use crate::report::case::shown;
use crate::runner::Kind;

use super::{LEGEND, Matrix, Row};

/// The matrix for people: the table, and what failed of each peer above it.
pub fn matrix_text(matrix: &Matrix<'_>) -> String {
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = write_matrix(matrix, &mut page);
    page
}

fn write_matrix(matrix: &Matrix<'_>, page: &mut String) -> fmt::Result {
    for row in &matrix.rows {
        if let Ok(report) = &row.outcome {
            write_row_failures(row, report, page)?;
        }
    }
    let head = ["peer", "name", "version", "language"].map(str::to_owned).into_iter();
    let head: Vec<String> = head
        .chain(matrix.areas().into_iter().map(str::to_owned))
        .chain(["verdict".to_owned()])
        .collect();
    let rows = matrix.rows.iter().map(|row| line(matrix, row));
    write_table(&[head].into_iter().chain(rows).collect::<Vec<_>>(), page)?;
    writeln!(page, "\n{LEGEND}")?;
    writeln!(page, "suite {} (SPEC.md version {SPEC_VERSION})", matrix.source)
}

/// Lines of failures that are shown of each peer; `run --peer` tells more.
const SHOWN_FAILURES: usize = 10;

fn write_row_failures(row: &Row<'_>, report: &Report<'_>, page: &mut String) -> fmt::Result {
    let red = report
        .cases()
        .filter(|case| case.is_red() && case.kind() != Kind::NotRun);
    let red: Vec<_> = red.collect();
    for case in red.iter().take(SHOWN_FAILURES) {
        writeln!(
            page,
            "{}: {} {}: {}",
            row.name,
            case.kind(),
            case.vector.id,
            case.outcome()
        )?;
    }
    if red.len() > SHOWN_FAILURES {
        writeln!(page, "{}: … and {} more", row.name, red.len() - SHOWN_FAILURES)?;
    }
    for (name, words) in report.conduct() {
        writeln!(page, "{}: {name}: {}", row.name, shown(&words))?;
    }
    if !red.is_empty() || !report.run.findings.is_empty() {
        writeln!(page)?;
    }
    Ok(())
}

fn line(matrix: &Matrix<'_>, row: &Row<'_>) -> Vec<String> {
    let cells = matrix.areas().into_iter().map(|area| {
        row.cell(area).map_or_else(String::new, |cell| {
            format!("{} {}/{}", cell.mark.sign(), cell.passed, cell.total)
        })
    });
    let identity = row.identity().into_iter();
    let remark = row.remark().map(|remark| format!(": {remark}")).unwrap_or_default();
    let verdict = row.verdict().to_owned() + &remark;
    [row.name.clone()]
        .into_iter()
        .chain(identity)
        .chain(cells)
        .chain([verdict])
        .collect()
}

/// Columns as wide as their widest cell.
fn write_table(rows: &[Vec<String>], page: &mut String) -> fmt::Result {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(page, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}
