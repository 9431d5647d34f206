//! Tables as files and as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use casp_sim::experiment::Measure;
use casp_sim::plot::{Format, plot_from_csv};
use casp_sim::stats::band95;
use casp_sim::table::{Cell, Table};

use super::failure::Failure;
use super::file;

/// What is said of the runs of a scenario, unless something else is asked for: the names of columns.
pub(super) fn measures() -> [String; 8] {
    [
        Measure::TaskSuccess,
        Measure::WorkflowSuccess,
        Measure::TaskWrong,
        Measure::Completion,
        Measure::Probes,
        Measure::Spent,
        Measure::Discovery,
        Measure::Control,
    ]
    .map(Measure::name)
}

/// Writes CSV and JSON of each table, and SVG and PNG of those that say what they show: drawn from the CSV alone.
pub(super) fn write(out: &Path, tables: &[Table]) -> Result<(), Failure> {
    fs::create_dir_all(out).map_err(|error| Failure::io("make", out, &error))?;
    for table in tables {
        let path = |extension: &str| out.join(format!("{}.{extension}", table.meta().figure));
        let csv = table.to_csv();
        file::write(&path("csv"), csv.as_bytes())?;
        file::write(&path("json"), table.to_json().as_bytes())?;
    }
    // Only when every table is safe: a picture can be drawn again from its table, and a table not from its picture. One seed has no band.
    let has_picture = |table: &&Table| table.meta().extra.contains_key("plot.kind") && table.meta().seeds > 1;
    for table in tables.iter().filter(has_picture) {
        let path = |extension: &str| out.join(format!("{}.{extension}", table.meta().figure));
        let csv = table.to_csv();
        for (format, extension) in [(Format::Svg, "svg"), (Format::Png, "png")] {
            let image = plot_from_csv(&csv, format)
                .map_err(|error| Failure::failed(format!("{} cannot be drawn: {error}", table.meta().figure)))?;
            file::write(&path(extension), &image)?;
        }
    }
    Ok(())
}

/// What is said of a table of runs, unless something else is asked for.
pub(super) fn told(table: &Table) -> String {
    text(table, &measures()) + &of_groups(table)
}

/// What is said of the groups of a scenario's providers: who did the work, and when each got the first of it.
fn of_groups(table: &Table) -> String {
    type OfGroup = fn(u8) -> Measure;
    let about: [(&str, OfGroup); 2] = [
        ("Who did the tasks that completed, as shares", Measure::WorkShare),
        (
            "From joining to the first completed task, s, of those that got one",
            Measure::FirstWork,
        ),
    ];
    let mut told = String::new();
    for (title, measure) in about {
        let measures = (0..).map_while(|group| {
            let name = table.meta().extra.get(&format!("group.{group}"))?;
            Some((measure(group).name(), name.clone()))
        });
        let measures: Vec<(String, String)> = measures.collect();
        if measures.len() > 1 {
            told.push_str(&format!("\n{title}\n\n{}", text_under(table, &measures)));
        }
    }
    told
}

/// The means over seeds of these columns with their 95 % bands, a line for each point.
pub(super) fn text(table: &Table, measures: &[impl AsRef<str>]) -> String {
    let columns = measures.iter().filter_map(|measure| table.column(measure.as_ref()));
    let named = columns.map(|(_, column)| {
        let unit = Some(column.unit.as_str()).filter(|unit| !matches!(*unit, "" | "share"));
        let parts = [Some(column.name.as_str()), unit, group(table, &column.name)];
        let head: Vec<&str> = parts.into_iter().flatten().collect();
        (column.name.clone(), head.join(", "))
    });
    text_under(table, &named.collect::<Vec<_>>())
}

/// The name of the group that a column is of, if it is of one.
fn group<'a>(table: &'a Table, column: &str) -> Option<&'a str> {
    let is_of = |group: &u8| {
        [Measure::WorkShare(*group), Measure::FirstWork(*group)]
            .iter()
            .any(|of| of.name() == column)
    };
    let number = (0..=u8::MAX).find(is_of)?;
    table.meta().extra.get(&format!("group.{number}")).map(String::as_str)
}

/// The same under other names: columns, and what stands above each.
fn text_under(table: &Table, measures: &[(String, String)]) -> String {
    // Columns up to the first of figures tell points apart. The very first is the seed.
    let known = Measure::ALL.map(Measure::name);
    let is_figure = |name: &String| known.contains(name) || measures.iter().any(|(measure, _)| measure == name);
    let first_figure = table.columns().iter().position(|column| is_figure(&column.name));
    let labels = first_figure.unwrap_or(1).max(1);
    let columns = table.columns().get(1..labels).unwrap_or_default().iter();
    let heads = columns.map(|column| match column.unit.as_str() {
        "" | "share" => column.name.clone(),
        unit => format!("{}, {unit}", column.name),
    });
    let mut lines = vec![heads.chain(measures.iter().map(|(_, head)| head.clone())).collect()];
    // In the order in which points come first.
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut points: Vec<(Vec<String>, Vec<&[Cell]>)> = Vec::new();
    for row in table.rows() {
        let label: Vec<String> = row.get(1..labels).unwrap_or_default().iter().map(shown).collect();
        let next = points.len();
        let place = *places.entry(label.clone()).or_insert(next);
        if place == next {
            points.push((label, Vec::new()));
        }
        if let Some((_, rows)) = points.get_mut(place) {
            rows.push(row);
        }
    }
    for (mut line, rows) in points {
        for (measure, _) in measures {
            if let Some((place, _)) = table.column(measure) {
                line.push(mean(rows.iter().filter_map(|row| row.get(place))));
            }
        }
        lines.push(line);
    }
    aligned(&lines)
}

fn mean<'a>(cells: impl Iterator<Item = &'a Cell>) -> String {
    let mut samples = Vec::new();
    for cell in cells {
        match cell {
            Cell::Number(number) => samples.push(*number),
            Cell::Whole(_) | Cell::Text(_) | Cell::Missing => {}
        }
    }
    match (band95(&samples), samples.as_slice()) {
        (Ok(band), _) => format!("{} ± {}", decimal(band.mean), decimal(band.half)),
        (Err(_), [only]) => decimal(*only),
        (Err(_), _) => "-".to_owned(),
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Missing => "-".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => number.to_string(),
    }
}

/// As many digits as a reader has use for.
fn decimal(number: f64) -> String {
    let digits = match number.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{number:.digits$}")
}

fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths);
        let cells: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
