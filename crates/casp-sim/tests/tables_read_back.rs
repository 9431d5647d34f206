//! A table and its CSV are the same thing, and another text is an error that says where.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop, and its numbers are its own"
)]

use std::collections::BTreeMap;

use casp_sim::stats::{StatsError, band95};
use casp_sim::table::{Cell, Column, Fault, Kind, Meta, SummaryError, Table, TableError};
use proptest::collection::vec;
use proptest::prelude::*;

fn meta() -> Meta {
    Meta {
        figure: "fig5a".to_owned(),
        scenario: [0xab; 32],
        first_seed: 7,
        seeds: 3,
        version: "0.1.0".to_owned(),
        extra: BTreeMap::from([("plot.title".to_owned(), "Success: a, b".to_owned())]),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::seed(),
        Column::new("policy", Kind::Text, ""),
        Column::new("ttl", Kind::Number, "s"),
        Column::new("sent", Kind::Whole, "messages, all"),
    ]
}

fn row(seed: u64, policy: &str, ttl: f64, sent: u64) -> Vec<Cell> {
    let policy = Cell::Text(policy.to_owned());
    vec![Cell::Whole(seed), policy, Cell::Number(ttl), Cell::Whole(sent)]
}

fn table(rows: Vec<Vec<Cell>>) -> Table {
    Table::new(meta(), columns(), rows).unwrap()
}

const TEXT: &str = "# format: casp-sim table 1\r
# figure: fig5a\r
# scenario_sha256: abababababababababababababababababababababababababababababababab\r
# first_seed: 7\r
# seeds: 3\r
# version: 0.1.0\r
# plot.title: Success: a, b\r
# column.seed: whole\r
# column.policy: text\r
# column.ttl: number, s\r
# column.sent: whole, messages, all\r
seed,policy,ttl,sent\r
7,\"a \"\"b\"\", c\",0.1,18446744073709551615\r
8,none,2.5e-7,0\r
9,none,,1\r
";

#[test]
fn the_text_of_a_table_is_the_documented_one() {
    let mut last = row(9, "none", 0.0, 1);
    last[2] = Cell::Missing;
    let table = table(vec![
        row(7, "a \"b\", c", 0.1, u64::MAX),
        row(8, "none", 2.5e-7, 0),
        last,
    ]);
    assert_eq!(table.to_csv(), TEXT);
    assert_eq!(Table::from_csv(TEXT).unwrap(), table);
    assert_eq!(Table::from_csv(&TEXT.replace('\r', "")).unwrap(), table);
    let json: serde_json::Value = serde_json::from_str(&table.to_json()).unwrap();
    assert_eq!(json["meta"]["first_seed"], 7);
    assert_eq!(json["columns"][2]["unit"], "s");
    assert_eq!(json["rows"][0][3], u64::MAX);
    assert_eq!(json["rows"][0][2], 0.1);
    assert!(json["rows"][2][2].is_null());
}

#[test]
fn another_text_is_refused_where_it_differs() {
    let cell = |kind| Fault::Cell(kind);
    for (from, to, line, column, fault) in [
        (
            "table 1",
            "table 2",
            1,
            1,
            Fault::Value("format that is read: casp-sim table 1"),
        ),
        ("# figure", "# figures", 2, 1, Fault::Wanted("figure".to_owned())),
        (": abab", ": ABab", 3, 20, Fault::Value("SHA-256 in small hex digits")),
        ("seeds: 3", "seeds: 03", 5, 10, cell(Kind::Whole)),
        (
            "# column.seed: whole\r\n",
            "# a: b\r\n# column.seed: whole\r\n",
            8,
            3,
            Fault::Order,
        ),
        (
            "ttl: number",
            "ttl: float",
            10,
            15,
            Fault::Value("kind: text, whole or number"),
        ),
        (
            "seed,policy",
            "seed,police",
            12,
            1,
            Fault::Header("seed,policy,ttl,sent".to_owned()),
        ),
        ("8,none", "8,\"none\"", 14, 3, Fault::Quote),
        ("8,none", "8,no\"ne", 14, 3, Fault::Quote),
        ("2.5e-7", "2.50e-7", 14, 8, cell(Kind::Number)),
        ("2.5e-7", "NaN", 14, 8, cell(Kind::Number)),
        ("2.5e-7", "-0", 14, 8, cell(Kind::Number)),
        ("c\",0.1,", "c\",0.1,x", 13, 20, cell(Kind::Whole)),
        ("9,none,,1", "9,none,,1,", 15, 11, Fault::Length { have: 5, need: 4 }),
        ("9,none,,1", "9,none,", 15, 8, Fault::Length { have: 3, need: 4 }),
        ("9,none", "10,none", 15, 1, TableError::Seed { row: 3 }.into()),
        (
            "9,none",
            "9,none ",
            15,
            3,
            TableError::Cell {
                row: 3,
                column: 2,
                kind: Kind::Text,
            }
            .into(),
        ),
        ("9,none,,1\r\n", "9,none,,1", 15, 10, Fault::CutOff),
    ] {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT, "{from}");
        let error = Table::from_csv(&text).unwrap_err();
        assert_eq!(
            (error.line, error.column, &error.fault),
            (line, column, &fault),
            "{from} -> {to}"
        );
    }
}

#[test]
fn parts_that_do_not_fit_are_no_table() {
    let twice = [columns(), vec![Column::new("ttl", Kind::Number, "s")]].concat();
    assert_eq!(
        Table::new(meta(), twice, vec![]),
        Err(TableError::Twice("ttl".to_owned()))
    );
    assert_eq!(
        Table::new(meta(), columns()[1..].to_vec(), vec![]),
        Err(TableError::NoSeed)
    );
    let mut own = meta();
    own.extra.insert("column.x".to_owned(), "text".to_owned());
    assert_eq!(
        Table::new(own, columns(), vec![]),
        Err(TableError::Name("column.x".to_owned()))
    );
    for bad in [f64::NAN, f64::INFINITY] {
        let mut table = table(vec![]);
        let fault = TableError::Cell {
            row: 1,
            column: 3,
            kind: Kind::Number,
        };
        assert_eq!(table.push(row(7, "a", bad, 0)), Err(fault));
        assert!(table.rows().is_empty());
    }
}

#[test]
fn a_summary_is_the_band_over_the_seeds_of_a_point() {
    let mut rows = Vec::new();
    for (seed, sent) in [(7, 10), (8, 20), (9, 60)] {
        rows.push(row(seed, "b", 15.0, sent));
        rows.push(row(seed, "a", 15.0, 1));
        rows.push(row(seed, "b", 2.5, sent * 2));
    }
    rows[0][3] = Cell::Missing;
    let summary = table(rows.clone()).summary(Some("policy"), "ttl", "sent").unwrap();
    let names: Vec<&str> = summary.iter().map(|series| series.value.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    let points = &summary[1].points;
    assert_eq!((points[0].x, points[1].x), (2.5, 15.0));
    assert_eq!(points[0].band, band95(&[20.0, 40.0, 120.0]).unwrap());
    assert_eq!(
        (points[1].band, summary[1].missing),
        (band95(&[20.0, 60.0]).unwrap(), 1)
    );
    assert_eq!(summary[0].points[0].band.half, 0.0);

    let one = |rows: &[Vec<Cell>]| table(rows.to_vec()).summary(Some("policy"), "ttl", "sent");
    let fault = StatsError::TooFew { have: 1, need: 2 };
    let (series, x) = ("a".to_owned(), "15".to_owned());
    assert_eq!(one(&rows[1..2]), Err(SummaryError::Stats { series, x, fault }));

    // Where nothing was to be measured there is no point, and the line ends.
    let nothing = |row: usize| [&rows[..row], &[silent(&rows[row])], &rows[row + 1..]].concat();
    let summary = one(&nothing(5)).unwrap();
    assert_eq!(summary[1].points.len(), 2, "two of three are left");
    let mut none = rows.clone();
    none.iter_mut()
        .filter(|row| row[1] == rows[0][1] && row[2] == rows[0][2])
        .for_each(|row| *row = silent(row));
    let silent = &one(&none).unwrap()[1];
    assert_eq!(silent.points.iter().map(|point| point.x).collect::<Vec<_>>(), [2.5]);
    assert_eq!(silent.missing, 3, "of a point that is left out, too");

    rows.push(rows[1].clone());
    assert_eq!(one(&rows), Err(SummaryError::SeedTwice { row: 10 }));
    let fault = SummaryError::Kind("policy".to_owned(), Kind::Text);
    assert_eq!(table(vec![]).summary(None, "policy", "sent"), Err(fault));
}

fn silent(row: &[Cell]) -> Vec<Cell> {
    let mut row = row.to_vec();
    row[3] = Cell::Missing;
    row
}

fn line() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9\",#:.äλ]([ a-zA-Z0-9\",#:.äλ]{0,12}[a-z\",#:.λ])?"
}

fn any_cell(kind: Kind) -> BoxedStrategy<Cell> {
    let some = match kind {
        Kind::Text => line().prop_map(Cell::Text).boxed(),
        Kind::Whole => any::<u64>().prop_map(Cell::Whole).boxed(),
        Kind::Number => any::<u64>()
            .prop_map(f64::from_bits)
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(Cell::Number)
            .boxed(),
    };
    prop_oneof![1 => Just(Cell::Missing), 6 => some].boxed()
}

fn any_table() -> impl Strategy<Value = Table> {
    let kind = prop_oneof![Just(Kind::Text), Just(Kind::Whole), Just(Kind::Number)];
    let extra = proptest::collection::btree_map("[a-b_]{1,3}(\\.[a-z0-9]{1,3}){0,2}", line(), 0..4);
    let head = (line(), any::<[u8; 32]>(), any::<u64>(), 1_u64.., line(), extra);
    (head, vec((kind, prop_oneof![Just(String::new()), line()]), 0..5))
        .prop_flat_map(|(head, more)| {
            let mut columns = vec![Column::seed()];
            for (nth, (kind, unit)) in more.into_iter().enumerate() {
                columns.push(Column::new(&format!("c{nth}"), kind, &unit));
            }
            let cells: Vec<_> = columns.iter().map(|column| any_cell(column.kind)).collect();
            (Just(head), Just(columns), vec((any::<u64>(), cells), 0..6))
        })
        .prop_map(
            |((figure, scenario, first_seed, seeds, version, extra), columns, rows)| {
                let meta = Meta {
                    figure,
                    scenario,
                    first_seed,
                    seeds,
                    version,
                    extra,
                };
                let rows = rows.into_iter().map(|(seed, mut cells)| {
                    cells[0] = Cell::Whole(first_seed + (seed % seeds).min(u64::MAX - first_seed));
                    cells
                });
                Table::new(meta, columns, rows.collect()).unwrap()
            },
        )
}

proptest! {
    #[test]
    fn a_table_is_what_its_csv_says(table in any_table()) {
        let text = table.to_csv();
        let read = Table::from_csv(&text).unwrap();
        prop_assert_eq!(&read, &table);
        prop_assert_eq!(read.to_csv(), text);
        prop_assert_eq!(read.to_json(), table.to_json());
    }

    #[test]
    fn what_is_read_is_what_would_be_written(at in 0..TEXT.len(), put in "[\"0-9a,.# e\r\n-]{0,2}") {
        let mut text = TEXT.as_bytes().to_vec();
        text.splice(at..=at, put.bytes());
        let text = String::from_utf8(text).unwrap();
        if let Ok(table) = Table::from_csv(&text) {
            prop_assert_eq!(table.to_csv().replace('\r', ""), text.replace("\r\n", "\n"));
        }
    }
}
