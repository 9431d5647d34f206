//! A picture follows from its CSV alone, and a CSV that lacks something says what.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop, and its numbers are its own"
)]

use std::collections::BTreeMap;

use casp_sim::plot::{Format, PlotError, plot_from_csv};
use casp_sim::table::{Cell, Column, Kind, Meta, SummaryError, Table};

const LINES: &[(&str, &str)] = &[
    ("plot.kind", "lines"),
    ("plot.title", "Made up & drawn"),
    ("plot.x.column", "ttl"),
    ("plot.x.label", "TTL"),
    ("plot.x.scale", "log"),
    ("plot.panel.1.column", "success"),
    ("plot.panel.1.label", "success"),
    ("plot.panel.1.min", "0"),
    ("plot.panel.2.column", "sent"),
    ("plot.panel.2.label", "messages"),
    ("plot.series.column", "policy"),
    ("plot.series.1.value", "a"),
    ("plot.series.1.name", "Alpha"),
    ("plot.series.2.value", "b"),
    ("plot.series.2.name", "Beta"),
    ("plot.mark.1.x", "15"),
    ("plot.mark.1.label", "knee"),
];

const MAP: &[(&str, &str)] = &[
    ("plot.kind", "map"),
    ("plot.title", "Made up"),
    ("plot.x.column", "ttl"),
    ("plot.x.label", "TTL"),
    ("plot.y.column", "sent"),
    ("plot.y.label", "messages"),
    ("plot.value.column", "success"),
    ("plot.value.label", "success"),
];

fn csv(plot: &[(&str, &str)]) -> String {
    let columns = vec![
        Column::seed(),
        Column::new("policy", Kind::Text, ""),
        Column::new("ttl", Kind::Number, "s"),
        Column::new("success", Kind::Number, "share"),
        Column::new("sent", Kind::Whole, ""),
    ];
    let mut rows = Vec::new();
    for seed in 1..=3_u32 {
        for (policy, best) in [("a", 0.9), ("b", 0.6)] {
            for ttl in [2.5, 15.0, 120.0] {
                let success = best - ttl / 400.0 + f64::from(seed) / 100.0;
                // So that no seed counts twice in the map.
                let sent = if policy == "a" { 10 } else { 20 };
                let policy = Cell::Text(policy.to_owned());
                let figures = [Cell::Number(ttl), Cell::Number(success), Cell::Whole(sent)];
                rows.push([Cell::Whole(seed.into()), policy].into_iter().chain(figures).collect());
            }
        }
    }
    let meta = Meta {
        figure: "test".to_owned(),
        scenario: [1; 32],
        first_seed: 1,
        seeds: 3,
        version: "0.1.0".to_owned(),
        extra: plot
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
    };
    Table::new(meta, columns, rows).unwrap().to_csv()
}

fn with(plot: &[(&'static str, &'static str)], key: &'static str, value: &'static str) -> String {
    let kept = plot.iter().copied().filter(|(other, _)| *other != key);
    csv(&kept.chain([(key, value)]).collect::<Vec<_>>())
}

fn error(csv: &str) -> PlotError {
    plot_from_csv(csv, Format::Svg).unwrap_err()
}

#[test]
fn drawn_twice_a_picture_has_the_same_bytes() {
    for plot in [LINES, MAP] {
        let csv = csv(plot);
        for format in [Format::Svg, Format::Png] {
            let first = plot_from_csv(&csv, format).unwrap();
            assert_eq!(first, plot_from_csv(&csv, format).unwrap());
        }
    }
}

#[test]
fn other_rows_give_another_picture() {
    for plot in [LINES, MAP] {
        let csv = csv(plot);
        let other = csv.replace("1,b,15,0.5725,", "1,b,15,0.1725,");
        assert_ne!(csv, other);
        for format in [Format::Svg, Format::Png] {
            assert_ne!(
                plot_from_csv(&csv, format).unwrap(),
                plot_from_csv(&other, format).unwrap()
            );
        }
    }
}

#[test]
fn a_picture_says_what_the_metadata_say() {
    let svg = String::from_utf8(plot_from_csv(&csv(LINES), Format::Svg).unwrap()).unwrap();
    for text in [
        "Made up &amp; drawn",
        "TTL (s)",
        "success (share)",
        "messages",
        "Alpha",
        "Beta",
        "knee",
        "mean of 3 seeds",
    ] {
        assert!(svg.contains(text), "{text}");
    }
    assert!(svg.contains("scenario 010101010101; seeds 1 to 3"));
}

#[test]
fn an_upright_scale_may_be_logarithmic() {
    let logarithmic = with(LINES, "plot.panel.2.scale", "log");
    let svg = |csv: &str| String::from_utf8(plot_from_csv(csv, Format::Svg).unwrap()).unwrap();
    let (plain, log) = (svg(&csv(LINES)), svg(&logarithmic));
    let times = |svg: &str, figure: &str| svg.matches(&format!(">\n{figure}\n</text>")).count();
    // Messages are 10 and 20; the other axis is logarithmic in both, and has 5 and 50 too.
    assert_eq!(
        [times(&plain, "5"), times(&plain, "12"), times(&plain, "50")],
        [1, 1, 1]
    );
    assert_eq!([times(&log, "5"), times(&log, "12"), times(&log, "50")], [2, 0, 2]);
    // The band of three such figures reaches far below 0, their mean does not.
    let scattered = logarithmic.replace("1,a,15,0.8725,10", "1,a,15,0.8725,300");
    assert_ne!(scattered, logarithmic);
    svg(&scattered);
    let nothing_sent = logarithmic.replace(",10\r\n", ",0\r\n");
    assert!(matches!(error(&nothing_sent), PlotError::Axis { from: 0.0, .. }));
    assert!(
        matches!(error(&with(LINES, "plot.panel.2.scale", "cubic")), PlotError::Value { key, .. } if key == "plot.panel.2.scale")
    );
}

#[test]
fn a_series_without_figures_is_in_the_legend_and_nowhere_else() {
    for scale in ["linear", "log"] {
        let all = with(LINES, "plot.panel.2.scale", scale);
        let without = all.replace(",20\r\n", ",\r\n");
        assert_ne!(all, without);
        let [all, without] =
            [&all, &without].map(|csv| String::from_utf8(plot_from_csv(csv, Format::Svg).unwrap()).unwrap());
        assert!(without.contains("\nBeta\n"));
        // In its colour there are the first panel and the legend; band, line and markers of the second are not.
        let colored = |svg: &str| svg.matches("#D55E00").count();
        assert!(
            colored(&without) > 0 && colored(&all) >= colored(&without) + 5,
            "{scale}"
        );
        let nobody = with(LINES, "plot.panel.2.scale", scale)
            .replace(",20\r\n", ",\r\n")
            .replace(",10\r\n", ",\r\n");
        plot_from_csv(&nobody, Format::Svg).unwrap();
    }
}

#[test]
fn a_png_is_one_of_the_size_that_the_svg_has() {
    let (csv, head) = (csv(MAP), "<svg width=\"820\" height=\"560\" viewBox=\"0 0 8200 5600\"");
    let svg = String::from_utf8(plot_from_csv(&csv, Format::Svg).unwrap()).unwrap();
    assert!(svg.starts_with(head));
    let file = plot_from_csv(&csv, Format::Png).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (820, 560));
    assert_eq!(pixels[..3], [255, 255, 255]);
    assert!(pixels.contains(&0), "there is black text");
}

#[test]
fn a_csv_without_what_a_plot_needs_says_what_is_missing() {
    let optional = ["plot.x.scale", "plot.panel.1.min"];
    for plot in [LINES, MAP] {
        for (gone, _) in plot.iter().filter(|(key, _)| !optional.contains(key)) {
            let kept: Vec<_> = plot.iter().copied().filter(|(key, _)| key != gone).collect();
            match error(&csv(&kept)) {
                PlotError::Missing(key) => assert_eq!(key, *gone),
                // Without their column the names of series are read by nothing.
                PlotError::Unknown(key) => assert_eq!((*gone, &*key), ("plot.series.column", "plot.series.1.name")),
                other => panic!("{gone}: {other}"),
            }
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_an_error_that_says_why() {
    assert!(matches!(error("seed,x\n"), PlotError::Read(error) if error.line == 1));
    assert!(matches!(error(&with(LINES, "plot.kind", "pie")), PlotError::Value { key, .. } if key == "plot.kind"));
    assert!(
        matches!(error(&with(LINES, "plot.mark.1.x", "inf")), PlotError::Value { key, .. } if key == "plot.mark.1.x")
    );
    assert!(matches!(error(&with(LINES, "plot.colour", "red")), PlotError::Unknown(key) if key == "plot.colour"));
    assert!(matches!(
        error(&with(LINES, "plot.series.8.name", "h")),
        PlotError::Unknown(_)
    ));
    assert!(matches!(
        error(&with(LINES, "plot.series.2.value", "c")),
        PlotError::Nothing
    ));
    assert!(matches!(
        error(&with(LINES, "plot.x.label", "α")),
        PlotError::Letter('α')
    ));
    assert!(matches!(
        error(&with(LINES, "plot.mark.1.x", "500")),
        PlotError::Axis { .. }
    ));
    assert!(matches!(
        error(&with(LINES, "plot.panel.1.max", "-1")),
        PlotError::Axis { .. }
    ));
    let no_column = error(&with(LINES, "plot.panel.1.column", "none"));
    assert!(matches!(no_column, PlotError::Summary(SummaryError::NoColumn(name)) if name == "none"));
    let zero = csv(LINES).replace(",2.5,", ",0,");
    assert!(matches!(error(&zero), PlotError::Axis { from: 0.0, .. }));
    let long: &'static str = "a title that is far too long for the width of any picture that this module draws, and then some more of it still";
    assert!(matches!(error(&with(MAP, "plot.title", long)), PlotError::NoRoom(text) if text == long));
    let two: Vec<_> = LINES
        .iter()
        .copied()
        .filter(|(key, _)| !key.starts_with("plot.series.2"))
        .collect();
    assert!(matches!(error(&csv(&two)), PlotError::Series(name) if name == "b"));
    let header_only: String = csv(LINES)
        .split_inclusive("\r\n")
        .filter(|line| !line.starts_with(['1', '2', '3']))
        .collect();
    assert!(matches!(error(&header_only), PlotError::Nothing));
}

#[test]
fn figures_that_are_all_the_same_are_drawn() {
    let csv: String = csv(LINES)
        .split_inclusive("\r\n")
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if line.starts_with(['1', '2', '3']) {
                cells[3] = "0.1";
            }
            cells.join(",")
        })
        .collect();
    plot_from_csv(&csv, Format::Svg).unwrap();
    plot_from_csv(&csv.replace("# plot.panel.1.min: 0\r\n", ""), Format::Svg).unwrap();
}
