//! The matrix as JSON, HTML, JUnit and SARIF: that of each peer's run, one after another, with the table before them.

use maud::{Markup, html};
use quick_junit::SerializeError;
use serde::Serialize;
use serde_json::Value;

use crate::driver::SPEC_VERSION;
use crate::report::case::shown;
use crate::report::{JsonReport, Report, Standing, html as page, junit, sarif};

use super::{LEGEND, Mark, Matrix, Row};

/// Version of the shape of [`MatrixJson`]. It rises when a member goes or changes its meaning, not when one is added.
const MATRIX_VERSION: u32 = 1;

/// A matrix as JSON; `conformance/README.md` describes it.
#[derive(Debug, Serialize)]
pub struct MatrixJson<'a> {
    matrix: u32,
    exit_code: u8,
    spec: &'static str,
    areas: Vec<&'a str>,
    peers: Vec<PeerJson<'a>>,
}

#[derive(Debug, Serialize)]
struct PeerJson<'a> {
    peer: &'a str,
    /// Of a peer that could not be started: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    cannot_start: Option<&'a str>,
    cells: Vec<CellJson<'a>>,
    /// As `run` gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<JsonReport<'a>>,
}

#[derive(Debug, Serialize)]
struct CellJson<'a> {
    area: &'a str,
    passed: usize,
    vectors: usize,
    mark: &'static str,
}

impl<'a> MatrixJson<'a> {
    /// The matrix as JSON.
    pub fn new(matrix: &'a Matrix<'a>) -> Self {
        let areas = matrix.areas();
        let peers = matrix.rows.iter().map(|row| peer(row, &areas)).collect();
        Self {
            matrix: MATRIX_VERSION,
            exit_code: matrix.exit_code(),
            spec: SPEC_VERSION,
            areas,
            peers,
        }
    }
}

fn peer<'a>(row: &'a Row<'a>, areas: &[&'a str]) -> PeerJson<'a> {
    let cells = areas.iter().filter_map(|area| {
        row.cell(area).map(|cell| CellJson {
            area,
            passed: cell.passed,
            vectors: cell.total,
            mark: cell.mark.name(),
        })
    });
    PeerJson {
        peer: &row.name,
        cannot_start: row.outcome.as_ref().err().map(String::as_str),
        cells: cells.collect(),
        report: row.outcome.as_ref().ok().map(JsonReport::new),
    }
}

/// The matrix as JUnit XML: the suites of each peer, whose names begin with the peer's.
///
/// # Errors
/// Whatever the serialiser reports.
pub fn matrix_junit(matrix: &Matrix<'_>) -> Result<String, SerializeError> {
    let suites = matrix.rows.iter().flat_map(|row| match &row.outcome {
        Ok(report) => junit::suites(report, &format!("{}.", row.name)),
        Err(why) => vec![junit::cannot_start(&row.name, why)],
    });
    junit::document(
        matrix.reports().map(|report| report.run.elapsed).sum(),
        suites.collect(),
    )
}

/// The matrix as a SARIF log with a run for each peer.
pub fn matrix_sarif(matrix: &Matrix<'_>) -> Value {
    sarif::log(matrix.rows.iter().map(|row| match &row.outcome {
        Ok(report) => sarif::run(report),
        Err(why) => sarif::cannot_start(&row.name, why),
    }))
}

/// The matrix as a page: the table, and what failed of each peer.
pub fn matrix_html(matrix: &Matrix<'_>) -> String {
    let names: Vec<&str> = matrix.rows.iter().map(|row| row.name.as_str()).collect();
    let told: Vec<_> = matrix
        .reports()
        .flat_map(Report::cases)
        .filter(|case| case.is_told())
        .collect();
    page::page(
        "CASP conformance matrix",
        &html! {
            h1 { "CASP conformance of " (names.len()) " peers" }
            section.wide tabindex="0" aria-label="Matrix of peers and areas" { (table(matrix)) }
            p { (LEGEND) }
            p { "Vectors " code { (matrix.source) } " (SPEC.md version " (SPEC_VERSION) ")" }
            (page::filter(&told, &names))
            @for row in &matrix.rows {
                h2 { (shown(&row.name)) }
                @match &row.outcome {
                    Ok(report) => {
                        (page::verdict(report))
                        (page::findings(report))
                        (page::vectors(report, Some(&row.name), false))
                    }
                    Err(why) => p.verdict.bad { strong { (row.verdict()) } " " (shown(why)) }
                }
            }
        },
    )
}

fn table(matrix: &Matrix<'_>) -> Markup {
    let areas = matrix.areas();
    html! {
        table.matrix {
            thead { tr {
                th scope="col" { "Peer" }
                @for area in &areas { th scope="col" { (area) } }
                th scope="col" { "Verdict" }
            } }
            tbody { @for row in &matrix.rows { tr {
                th scope="row" { (shown(&row.name)) (identity(row)) }
                @for area in &areas { (cell(row, area)) }
                td class=(verdict_class(row)) { (row.verdict()) }
            } } }
        }
    }
}

fn identity(row: &Row<'_>) -> Markup {
    let [name, version, language] = row.identity();
    html! {
        @if !name.is_empty() || !version.is_empty() || !language.is_empty() {
            br; small { bdi { (name) } " " bdi { (version) } ", " bdi { (language) } }
        }
    }
}

fn cell(row: &Row<'_>, area: &str) -> Markup {
    let Some(cell) = row.cell(area) else {
        return html! { td.none {} };
    };
    let class = match cell.mark {
        Mark::Passed => "good",
        Mark::Failed => "bad",
        Mark::Part => "part",
        Mark::Nothing => "none",
    };
    html! {
        td class=(class) {
            span aria-label=(cell.mark.name()) role="img" { (cell.mark.sign()) } " " (cell.passed) "/" (cell.total)
        }
    }
}

fn verdict_class(row: &Row<'_>) -> &'static str {
    let standing = row.outcome.as_ref().map(Standing::of);
    standing.map_or("bad", page::class)
}
