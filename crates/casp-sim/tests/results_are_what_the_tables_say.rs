//! The results that the README shows: pictures are drawn from their tables, and what is said of them is what was printed.

#![allow(
    clippy::restriction,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use casp_sim::cost::{Costs, MEASURED};
use casp_sim::plot::{Format, plot_from_csv};
use casp_sim::scenario::Scenario;
use casp_sim::table::Table;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("results").join(name)
}

fn readme() -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

fn tables(name: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder(name)).unwrap().map(|file| file.unwrap().path());
    let mut tables: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|is| is == "csv"))
        .collect();
    tables.sort();
    tables
}

#[test]
fn a_picture_is_drawn_from_its_table() {
    // Five of (a), two of (b), three of (c); of the scenarios, those in which something is varied.
    for (name, pictures) in [("figure5", 10), ("beyond", 11)] {
        let mut drawn = 0;
        for table in tables(name) {
            let picture = table.with_extension("svg");
            if picture.exists() {
                let csv = fs::read_to_string(&table).unwrap();
                assert!(
                    plot_from_csv(&csv, Format::Svg).unwrap() == fs::read(&picture).unwrap(),
                    "{}",
                    picture.display()
                );
                drawn += 1;
            }
        }
        assert_eq!(drawn, pictures, "{name}");
    }
}

#[test]
fn results_have_the_seeds_that_the_readme_says() {
    for (name, seeds) in [("figure5", 30), ("beyond", 10)] {
        for table in tables(name) {
            let csv = fs::read_to_string(&table).unwrap();
            let line = format!("# seeds: {seeds}");
            assert!(csv.lines().any(|is| is == line), "{}", table.display());
        }
    }
}

#[test]
fn results_are_of_the_scenarios_that_ship() {
    let costs = Costs::parse(MEASURED).unwrap();
    for table in tables("beyond") {
        let name = table.file_stem().unwrap().to_str().unwrap().to_owned();
        let scenario = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"));
        let scenario = Scenario::parse(&fs::read_to_string(scenario).unwrap(), &costs).unwrap();
        let table = Table::from_csv(&fs::read_to_string(&table).unwrap()).unwrap();
        assert_eq!(table.meta().scenario, scenario.experiment().digest(), "{name}");
    }
}

#[test]
fn the_readme_says_what_the_runs_said() {
    let printed = fs::read_to_string(folder("figure5").join("statements.txt")).unwrap();
    let (_, statements) = printed
        .split_once("What the paper says, and what the runs say to it\n\n")
        .unwrap();
    assert!(
        readme().contains(&format!("```text\n{statements}```\n")),
        "the README's block is not:\n{statements}"
    );
}

#[test]
fn tables_of_the_readme_are_what_its_commands_print() {
    let readme = readme();
    let mut tables = 0;
    for block in readme.split("```text\n$ casp-sim ").skip(1) {
        let (command, rest) = block.split_once('\n').unwrap();
        let (shown, _) = rest.split_once("```").unwrap();
        let told = Command::new(env!("CARGO_BIN_EXE_casp-sim"))
            .args(command.split(' '))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        assert_eq!(shown, told, "{command}");
        tables += 1;
    }
    assert!(tables >= 3, "{tables}");
}

#[test]
fn every_picture_is_in_the_readme() {
    let readme = readme();
    for folder in ["figure5", "beyond"] {
        for table in tables(folder) {
            let name = table.file_stem().unwrap().to_str().unwrap().to_owned();
            if table.with_extension("svg").exists() {
                assert!(readme.contains(&format!("(results/{folder}/{name}.svg)")), "{name}");
            }
        }
    }
}
