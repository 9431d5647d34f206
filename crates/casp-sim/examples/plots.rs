//! One picture of each kind, from made-up figures that say so: `cargo run -p casp-sim --example plots -- --out DIR`
//!
//! Each is written as CSV and JSON, and drawn from that CSV alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example may stop, and this one writes files"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use casp_sim::plot::{Format, plot_from_csv};
use casp_sim::table::{Cell, Column, Kind, Meta, Table};

const SEEDS: u32 = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some("--out"), Some(out), None) = (arguments.next().as_deref(), arguments.next(), arguments.next()) else {
        return Err("usage: plots --out DIR".into());
    };
    let out = PathBuf::from(out);
    fs::create_dir_all(&out)?;
    for (name, table) in [
        ("policies", policies()),
        ("scale", scale()),
        ("drift", drift()),
        ("map", map()),
    ] {
        let csv = table.to_csv();
        fs::write(out.join(name).with_extension("csv"), &csv)?;
        fs::write(out.join(name).with_extension("json"), table.to_json())?;
        for (format, extension) in [(Format::Svg, "svg"), (Format::Png, "png")] {
            let file = out.join(name).with_extension(extension);
            fs::write(&file, plot_from_csv(&csv, format)?)?;
            println!("{}", file.display());
        }
    }
    Ok(())
}

/// Two panels with four series.
fn policies() -> Table {
    let columns = vec![
        Column::seed(),
        Column::new("policy", Kind::Text, ""),
        Column::new("alpha", Kind::Number, ""),
        Column::new("task_success", Kind::Number, "share"),
        Column::new("workflow_success", Kind::Number, "share"),
    ];
    let mut rows = Vec::new();
    for (policy, slope) in [("none", 1.4), ("tier-1", 0.8), ("tier-2", 0.25), ("all", 0.1)] {
        for step in 0..=5 {
            let alpha = f64::from(step) / 10.0;
            for seed in 1..=SEEDS {
                let task = (0.95 - slope * alpha + 0.08 * noise(seed, step)).clamp(0.0, 1.0);
                let figures = [alpha, task, task * task].map(Cell::Number);
                rows.push(row(seed, Some(policy), figures));
            }
        }
    }
    let plot = [
        ("kind", "lines"),
        ("title", "MADE-UP DATA: success against the share of Sybils"),
        ("x.column", "alpha"),
        ("x.label", "share of Sybils, alpha"),
        ("panel.1.column", "task_success"),
        ("panel.1.label", "tasks done well"),
        ("panel.1.min", "0"),
        ("panel.1.max", "1"),
        ("panel.2.column", "workflow_success"),
        ("panel.2.label", "workflows done well"),
        ("panel.2.min", "0"),
        ("panel.2.max", "1"),
        ("series.column", "policy"),
        ("series.1.value", "none"),
        ("series.1.name", "No Verify"),
        ("series.2.value", "tier-1"),
        ("series.2.name", "tier 1 only"),
        ("series.3.value", "tier-2"),
        ("series.3.name", "Risk-Aware (tier 2)"),
        ("series.4.value", "all"),
        ("series.4.name", "all tiers"),
    ];
    Table::new(meta("made-up a", &plot), columns, rows).expect("it fits")
}

/// A log axis, one series, and no legend.
fn scale() -> Table {
    let columns = vec![
        Column::seed(),
        Column::new("agents", Kind::Whole, ""),
        Column::new("latency", Kind::Number, "ms"),
        Column::new("overhead", Kind::Number, "messages/s"),
    ];
    let mut rows = Vec::new();
    for agents in [20_u32, 50, 100, 200, 1_000, 10_000, 100_000] {
        for seed in 1..=SEEDS {
            let load = f64::from(agents) / 120_000.0;
            let latency = 45.0 + 8.0 * load / (1.0 - load) + 3.0 * noise(seed, agents);
            let overhead = f64::from(agents) * (0.28 + 0.02 * noise(seed, agents + 1));
            let mut row = row(seed, None, [latency, overhead].map(Cell::Number));
            row.insert(1, Cell::Whole(agents.into()));
            rows.push(row);
        }
    }
    let plot = [
        ("kind", "lines"),
        ("title", "MADE-UP DATA: discovery against the number of agents"),
        ("x.column", "agents"),
        ("x.label", "agents, N"),
        ("x.scale", "log"),
        ("panel.1.column", "latency"),
        ("panel.1.label", "discovery latency"),
        ("panel.1.min", "0"),
        ("panel.2.column", "overhead"),
        ("panel.2.label", "control plane"),
        ("mark.1.x", "200"),
        ("mark.1.label", "paper's largest N"),
        ("mark.2.x", "98000"),
        ("mark.2.label", "saturation"),
    ];
    Table::new(meta("made-up b", &plot), columns, rows).expect("it fits")
}

/// All seven styles, and a knee.
fn drift() -> Table {
    let columns = vec![
        Column::seed(),
        Column::new("case", Kind::Text, ""),
        Column::new("ttl", Kind::Number, "s"),
        Column::new("task_success", Kind::Number, "share"),
    ];
    let mut rows = Vec::new();
    let names = ["0", "0.0125", "0.025", "0.05", "0.1", "0.2", "0.4"];
    for (case, lambda) in names.iter().zip([0.0, 0.0125, 0.025, 0.05, 0.1, 0.2, 0.4]) {
        for (nth, ttl) in (0..).zip([2.5, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0]) {
            for seed in 1..=SEEDS {
                let stale = lambda * ttl / (2.0 + lambda * ttl);
                let success = 0.95 - 0.6 * stale + 0.05 * noise(seed, nth);
                rows.push(row(seed, Some(case), [ttl, success].map(Cell::Number)));
            }
        }
    }
    let mut plot = vec![
        ("kind".to_owned(), "lines".to_owned()),
        (
            "title".to_owned(),
            "MADE-UP DATA: drift and the TTL of descriptors".to_owned(),
        ),
        ("x.column".to_owned(), "ttl".to_owned()),
        ("x.label".to_owned(), "TTL".to_owned()),
        ("x.scale".to_owned(), "log".to_owned()),
        ("panel.1.column".to_owned(), "task_success".to_owned()),
        ("panel.1.label".to_owned(), "tasks done well".to_owned()),
        ("series.column".to_owned(), "case".to_owned()),
        ("mark.1.x".to_owned(), "15".to_owned()),
        ("mark.1.label".to_owned(), "knee: 15 s".to_owned()),
    ];
    for (nth, name) in (1..).zip(names) {
        plot.push((format!("series.{nth}.value"), name.to_owned()));
        plot.push((format!("series.{nth}.name"), format!("lambda = {name}/s")));
    }
    let plot: Vec<(&str, &str)> = plot.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Table::new(meta("made-up c", &plot), columns, rows).expect("it fits")
}

fn map() -> Table {
    let columns = vec![
        Column::seed(),
        Column::new("lambda", Kind::Number, "1/s"),
        Column::new("p_stale", Kind::Number, ""),
        Column::new("knee", Kind::Number, "s"),
    ];
    let mut rows = Vec::new();
    for (nth, lambda) in (0..).zip([0.0125, 0.025, 0.05, 0.1, 0.2]) {
        for p_stale in [0.2, 0.4, 0.6, 0.8, 1.0] {
            for seed in 1..=SEEDS {
                let knee = 0.45 / lambda / (0.4 + p_stale) + 2.0 * noise(seed, nth);
                // One corner has none, to show what that looks like.
                let has_knee = lambda > 0.02 || p_stale > 0.3;
                let knee = if has_knee { Cell::Number(knee) } else { Cell::Missing };
                rows.push(row(seed, None, [Cell::Number(lambda), Cell::Number(p_stale), knee]));
            }
        }
    }
    let plot = [
        ("kind", "map"),
        ("title", "MADE-UP DATA: where the knee lies"),
        ("x.column", "lambda"),
        ("x.label", "drift, lambda"),
        ("y.column", "p_stale"),
        ("y.label", "p_stale"),
        ("value.column", "knee"),
        ("value.label", "TTL at the knee"),
    ];
    Table::new(meta("made-up d", &plot), columns, rows).expect("it fits")
}

fn meta(figure: &str, plot: &[(&str, &str)]) -> Meta {
    let extra = plot
        .iter()
        .map(|(key, value)| (format!("plot.{key}"), (*value).to_owned()));
    Meta {
        figure: figure.to_owned(),
        scenario: [0; 32],
        first_seed: 1,
        seeds: SEEDS.into(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        extra: extra.collect::<BTreeMap<_, _>>(),
    }
}

fn row<const N: usize>(seed: u32, series: Option<&str>, figures: [Cell; N]) -> Vec<Cell> {
    let series = series.map(|text| Cell::Text(text.to_owned()));
    [Cell::Whole(seed.into())]
        .into_iter()
        .chain(series)
        .chain(figures)
        .collect()
}

/// From -1 to 1, and the same each time.
fn noise(seed: u32, point: u32) -> f64 {
    let mixed = (seed * 1_000 + point).wrapping_mul(2_654_435_761);
    f64::from(mixed >> 8) / f64::from(1 << 23) - 1.0
}
