//! The results that the README shows: pictures are drawn from their tables, and what is said of them is what was printed.

#![allow(
    clippy::restriction,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop"
)]

use std::fs;
use std::path::PathBuf;

use casp_sim::plot::{Format, plot_from_csv};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("results/figure5")
}

fn tables() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mut tables: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|is| is == "csv"))
        .collect();
    tables.sort();
    tables
}

#[test]
fn a_picture_is_drawn_from_its_table() {
    let mut drawn = 0;
    for table in tables() {
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
    assert_eq!(drawn, 10, "five of (a), two of (b), three of (c)");
}

#[test]
fn the_figure_has_thirty_seeds() {
    for table in tables() {
        let csv = fs::read_to_string(&table).unwrap();
        assert!(csv.lines().any(|line| line == "# seeds: 30"), "{}", table.display());
    }
}

#[test]
fn the_readme_says_what_the_runs_said() {
    let printed = fs::read_to_string(folder().join("statements.txt")).unwrap();
    let (_, statements) = printed
        .split_once("What the paper says, and what the runs say to it\n\n")
        .unwrap();
    let readme = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(
        readme.contains(&format!("```text\n{statements}```\n")),
        "the README's block is not:\n{statements}"
    );
}

#[test]
fn every_picture_is_in_the_readme() {
    let readme = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for table in tables() {
        let name = table.file_stem().unwrap().to_str().unwrap().to_owned();
        if table.with_extension("svg").exists() {
            assert!(readme.contains(&format!("(results/figure5/{name}.svg)")), "{name}");
        }
    }
}
