//! The binary: what it writes, what it refuses with which status, and that a reader who leaves is no failure.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use casp_sim::cost::Costs;
use casp_sim::plot::{Format, plot_from_csv};
use casp_sim::table::{Cell, Column, Kind, Meta, Table};

fn casp_sim() -> Command {
    Command::new(env!("CARGO_BIN_EXE_casp-sim"))
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = casp_sim().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("the-command-line-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn table(better: f64) -> Table {
    let plot = [
        ("plot.kind", "lines"),
        ("plot.title", "Made up for a test"),
        ("plot.x.column", "alpha"),
        ("plot.x.label", "share of Sybils"),
        ("plot.panel.1.column", "success"),
        ("plot.panel.1.label", "tasks done well"),
    ];
    let meta = Meta {
        figure: "a test".into(),
        scenario: [7; 32],
        first_seed: 1,
        seeds: 5,
        version: "1.0.0".into(),
        extra: plot.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
    };
    let columns = vec![
        Column::seed(),
        Column::new("alpha", Kind::Number, ""),
        Column::new("success", Kind::Number, "share"),
    ];
    let rows = (1..=5_u32).flat_map(|seed| {
        [0.0, 0.25].map(|alpha| {
            let noise = f64::from(seed * seed % 5) / 40.0;
            let success = 0.5 + alpha * better + noise + alpha * noise / 10.0 * better;
            vec![Cell::Whole(seed.into()), Cell::Number(alpha), Cell::Number(success)]
        })
    });
    Table::new(meta, columns, rows.collect()).unwrap()
}

#[test]
fn pictures_are_drawn_again_from_a_table_alone() {
    let folder = folder("plot");
    let path = folder.join("fig.1.csv");
    fs::write(&path, table(0.5).to_csv()).unwrap();
    let (status, stdout, stderr) = run(&["plot", path.to_str().unwrap()]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let (svg, png) = (folder.join("fig.1.svg"), folder.join("fig.1.png"));
    assert_eq!(stdout, format!("{}\n{}\n", svg.display(), png.display()));
    let csv = table(0.5).to_csv();
    assert_eq!(fs::read(&svg).unwrap(), plot_from_csv(&csv, Format::Svg).unwrap());
    assert_eq!(fs::read(&png).unwrap(), plot_from_csv(&csv, Format::Png).unwrap());

    let out = folder.join("a/b");
    let (status, ..) = run(&["plot", path.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert_eq!(fs::read(out.join("fig.1.svg")).unwrap(), fs::read(svg).unwrap());
}

#[test]
fn a_table_is_told_in_means_and_bands() {
    let path = folder("table").join("t.csv");
    fs::write(&path, table(0.5).to_csv()).unwrap();
    let path = path.to_str().unwrap();
    let (status, stdout, stderr) = run(&["table", path, "--measure", "success"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let lines: Vec<_> = stdout.lines().collect();
    // 0.5 and 0.025, 0.1, 0.1, 0.025, 0: mean 0.55, deviation 0.04677, Student's t of 4 at 95 % 2.776.
    assert_eq!(lines[..2], ["alpha  success", "0      0.550 ± 0.058"]);
    assert_eq!(lines.len(), 3);
    for arguments in [&["table", path][..], &["table", path, "--measure", "none"]] {
        let (status, stdout, stderr) = run(arguments);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert!(stderr.contains("it has seed, alpha, success"), "{stderr}");
    }
}

#[test]
fn what_cannot_be_drawn_is_told_with_its_place() {
    let folder = folder("undrawn");
    let path = folder.join("t.csv");
    let path_text = path.to_str().unwrap();
    let (status, stdout, stderr) = run(&["plot", path_text]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(
        stderr.starts_with(&format!("casp-sim: cannot read {path_text}: ")),
        "{stderr}"
    );

    let csv = table(0.5).to_csv();
    fs::write(&path, csv.replacen("0.25", "a quarter", 1)).unwrap();
    let (status, _, stderr) = run(&["plot", path_text]);
    let line = csv.lines().position(|line| line.contains("0.25")).unwrap() + 1;
    assert_eq!(status, 1);
    assert!(
        stderr.starts_with(&format!("casp-sim: {path_text}:{line}:3: ")),
        "{stderr}"
    );

    fs::write(&path, csv.replacen("# plot.kind: lines\r\n", "", 1)).unwrap();
    let (status, _, stderr) = run(&["plot", path_text]);
    assert_eq!(status, 1);
    assert!(stderr.contains("the metadata have no `plot.kind`"), "{stderr}");

    let (status, _, stderr) = run(&["plot", path_text, "else/t.csv", "--out", "x"]);
    assert_eq!(status, 2);
    assert!(
        stderr.contains("two of the tables would be drawn as x/t.svg"),
        "{stderr}"
    );
    assert_eq!(run(&["plot"]).0, 2);
}

#[test]
fn two_tables_are_compared_seed_by_seed() {
    let folder = folder("compare");
    let (a, b) = (folder.join("a.csv"), folder.join("b.csv"));
    fs::write(&a, table(0.5).to_csv()).unwrap();
    fs::write(&b, table(0.25).to_csv()).unwrap();
    let (a, b) = (a.to_str().unwrap(), b.to_str().unwrap());
    let (status, stdout, stderr) = run(&["compare", a, b, "--by", "alpha", "--measure", "success"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let lines: Vec<_> = stdout.lines().collect();
    assert_eq!(lines[0], format!("A  {a}"));
    assert_eq!(lines[1], format!("B  {b}"));
    assert!(lines[2].starts_with("success, share: "), "{stdout}");
    assert!(
        lines[4].trim_start().starts_with("0  ") && lines[4].ends_with("equal in every pair"),
        "{stdout}"
    );
    assert!(
        lines[5].trim_start().starts_with("0.25  ") && lines[5].ends_with("A is greater"),
        "{stdout}"
    );
    // Columns stand below each other.
    let end = |line: &str, word: &str| line.find(word).unwrap() + word.len();
    assert_eq!(end(lines[3], "alpha"), end(lines[5], "0.25"));

    let (status, stdout, stderr) = run(&["compare", a, b, "--measure", "success"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert_eq!(
        stderr,
        "casp-sim: row 2 of A has seed 1 a second time at the only point, and the two differ in alpha\n  \
         add what tells them apart with --by, or pick one value of it with --series, --series-a or --series-b\n"
    );
    let (status, ..) = run(&["compare", a, b, "--measure", "success", "--series", "alpha=0.25"]);
    assert_eq!(status, 0);
    let (status, _, stderr) = run(&["compare", a, b, "--measure", "success", "--series", "alpha"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("write it as COLUMN=VALUE"), "{stderr}");
}

#[test]
fn curves_are_measured_into_a_file_or_printed() {
    let folder = folder("measure");
    let path = folder.join("costs.toml");
    let arguments = ["measure", "--upto", "20", "--repetitions", "1", "--runs", "1"];
    let (status, stdout, stderr) = run(&[&arguments[..], &["--out", path.to_str().unwrap()]].concat());
    assert_eq!((status, stdout.as_str()), (0, ""));
    assert!(stderr.contains("[100 %]"), "{stderr}");
    let text = fs::read_to_string(path).unwrap();
    assert!(
        text.contains("\n#   casp-sim measure --upto 20 --repetitions 1 --runs 1\n# CPU: "),
        "{text}"
    );
    let costs = Costs::parse(&text).unwrap();
    assert!(costs.curve("register").unwrap().nanos(20) > 0.0);
    assert_eq!(text.contains("DO NOT USE"), cfg!(debug_assertions));

    let (status, _, stderr) = run(&["measure", "--upto", "19"]);
    assert_eq!(status, 2);
    assert!(stderr.starts_with("casp-sim: --upto 19 "), "{stderr}");
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let folder = folder("pipe");
    let path = folder.join("a.csv");
    fs::write(&path, table(0.5).to_csv()).unwrap();
    let path = path.to_str().unwrap();
    for arguments in [
        &["--help"][..],
        &["compare", path, path, "--by", "alpha", "--measure", "success"],
    ] {
        let mut child = casp_sim()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Nobody reads.
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn arguments_that_are_none_have_a_status_of_their_own() {
    assert_eq!(run(&[]).0, 2);
    assert_eq!(run(&["fly"]).0, 2);
    let (status, stdout, _) = run(&["--version"]);
    assert_eq!(
        (status, stdout),
        (0, format!("casp-sim {}\n", env!("CARGO_PKG_VERSION")))
    );
    let commands: BTreeMap<_, _> = ["measure", "plot", "compare"]
        .map(|command| (command, run(&[command, "--help"]).0))
        .into();
    assert!(commands.values().all(|status| *status == 0), "{commands:?}");
}

/// A world of two workflows.
fn small_scenario(folder: &std::path::Path) -> String {
    let shipped = include_str!("../scenarios/creative-publishing.toml");
    let text = shipped
        .replace("workflows = 100", "workflows = 2")
        .replace("count = 40", "count = 4")
        .replace("count = 10", "count = 1");
    let path = folder.join("small.toml");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_scenario_is_run_into_files_that_read_back() {
    let folder = folder("run");
    let scenario = small_scenario(&folder);
    let out = folder.join("out");
    let (status, printed, _) = run(&["run", &scenario, "--seeds", "2", "--out", out.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert!(printed.contains("Risk-Aware"), "{printed}");
    let csv = fs::read_to_string(out.join("creative-publishing.csv")).unwrap();
    assert_eq!(Table::from_csv(&csv).unwrap().rows().len(), 8);
    assert!(out.join("creative-publishing.json").exists());
    let broken = folder.join("broken.toml");
    fs::write(&broken, "version = 1\nnaem = \"x\"\n").unwrap();
    let (status, _, told) = run(&["run", broken.to_str().unwrap()]);
    assert_eq!(status, 1);
    assert!(told.contains("broken.toml:") && told.contains("name"), "{told}");
}

#[test]
fn one_run_is_told_line_by_line_and_to_viewers() {
    let folder = folder("trace");
    let scenario = small_scenario(&folder);
    let json = folder.join("trace.json");
    let case = [
        "trace",
        &scenario,
        "--case",
        "Risk-Aware",
        "--json",
        json.to_str().unwrap(),
    ];
    let (status, printed, told) = run(&case);
    assert_eq!(status, 0, "{told}");
    assert!(
        printed.contains("offers a canary") && printed.contains("discovery-query"),
        "{printed}"
    );
    let read: serde_json::Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    assert!(read["traceEvents"].as_array().unwrap().len() > 100);
    let (_, of_task, _) = run(&["trace", &scenario, "--case", "Risk-Aware", "--task", "2"]);
    assert!(of_task.contains("task 2") && !of_task.contains("task 0"), "{of_task}");
    let (status, _, told) = run(&["trace", &scenario, "--case", "nobody"]);
    assert_eq!(status, 2);
    assert!(told.contains("No Verify"), "{told}");
}

#[test]
fn two_policies_are_compared_in_a_scenario() {
    let folder = folder("policies");
    let scenario = small_scenario(&folder);
    let (status, printed, told) = run(&["compare", "none", "tier-2", "--scenario", &scenario, "--seeds", "2"]);
    assert_eq!(status, 0, "{told}");
    assert!(
        printed.contains("task_success") && printed.contains("probes"),
        "{printed}"
    );
    let (status, _, told) = run(&["compare", "none", "tier-9", "--scenario", &scenario]);
    assert_eq!(status, 1);
    assert!(told.contains("tier-9") && told.contains("all-tiers"), "{told}");
}
