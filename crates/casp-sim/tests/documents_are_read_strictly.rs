//! What a person writes: every key is read or refused, and what is wrong is told with its place and the way out.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop"
)]

use casp_sim::document::{
    self, DocumentError, Fault, Table, by, choice, either, flag, list, number, pair, range, share, span, table, tables,
    text, whole,
};
use casp_sim::engine::Span;
use proptest::prelude::*;

const GOOD: &str = r#"
name = "a morning"
workflows = 1_000
lying = 0.25
real = true

[registry]
ttl = "15 s"
order = "best"

[[group]]
count = 20
work = ["200 ms", "2 min"]
weights = [1, 2.5]

[[group]]
count = 0x05
work = ["1 us", "1 h"]
"#;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    Best,
    Sample,
}

#[derive(Debug, PartialEq)]
struct Group {
    count: u32,
    work: (Span, Span),
    weights: Option<Vec<f64>>,
}

#[derive(Debug, PartialEq)]
struct Scenario {
    name: String,
    workflows: u64,
    lying: f64,
    real: bool,
    late: u8,
    ttl: Span,
    order: Order,
    groups: Vec<Group>,
}

const HOUR: Span = Span::of_ms(3_600_000);
const MOST_BYTES: usize = 2_000;

fn read(text: &str) -> Result<Scenario, DocumentError> {
    document::read(text, "a scenario", MOST_BYTES, scenario)
}

fn scenario(whole_text: &mut Table<'_>) -> Result<Scenario, DocumentError> {
    let (ttl, order) = whole_text.take("registry", table(registry))?;
    Ok(Scenario {
        name: whole_text.take("name", text(1..=20))?,
        workflows: whole_text.take("workflows", whole(0..=10_000_000))?,
        lying: whole_text.take_or("lying", 0.0, share())?,
        real: whole_text.take("real", flag())?,
        late: whole_text.take_or("late", 7, whole(0..=9))?,
        ttl,
        order,
        groups: whole_text.take("group", tables(1..=2, group))?,
    })
}

fn registry(registry: &mut Table<'_>) -> Result<(Span, Order), DocumentError> {
    let ttl = registry.take("ttl", span(Span::of_ms(1_000)..=HOUR))?;
    let refresh = registry.take_or("refresh", Span(1), span(Span(1)..=HOUR))?;
    if refresh >= ttl {
        return Err(registry.wrong(
            "refresh",
            "descriptors end before they are refreshed",
            "Shorten it below ttl",
        ));
    }
    let order = registry.take("order", choice(&[("best", Order::Best), ("sample", Order::Sample)]))?;
    if order == Order::Sample {
        let _: u8 = registry.take("size", whole(1..=100))?;
    }
    Ok((ttl, order))
}

fn group(group: &mut Table<'_>) -> Result<Group, DocumentError> {
    let time = || span(Span(1)..=HOUR);
    Ok(Group {
        count: group.take("count", whole(1..=1_000))?,
        work: group.take("work", pair(time(), time()))?,
        weights: group.take_optional("weights", list(1..=3, number(-1.0..=9.5)))?,
    })
}

#[test]
fn what_is_written_is_what_is_read() {
    let expected = Scenario {
        name: "a morning".into(),
        workflows: 1_000,
        lying: 0.25,
        real: true,
        late: 7,
        ttl: Span::of_ms(15_000),
        order: Order::Best,
        groups: vec![
            Group {
                count: 20,
                work: (Span::of_ms(200), Span::of_ms(120_000)),
                weights: Some(vec![1.0, 2.5]),
            },
            Group {
                count: 5,
                work: (Span(1), HOUR),
                weights: None,
            },
        ],
    };
    assert_eq!(read(GOOD).unwrap(), expected);
}

/// What is said when the first of these is written as the second.
fn told(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    read(&GOOD.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_way_out() {
    for (from, to, expected) in [
        (
            "lying",
            "liyng",
            "4:1 liyng: nothing reads the key `liyng`. Did you mean `lying`?",
        ),
        (
            "order = \"best\"",
            "order = \"best\"\nport = 80",
            "10:1 registry.port: nothing reads the key `port`. Here are read: ttl, refresh, order",
        ),
        // Known only beside another choice.
        (
            "order = \"best\"",
            "order = \"best\"\nsize = 8",
            "10:1 registry.size: nothing reads the key `size`. Here are read: ttl, refresh, order",
        ),
        (
            "order = \"best\"",
            "order = \"sample\"",
            "7:1 registry: `size` is missing. Add it: a whole number from 1 to 100",
        ),
        (
            "workflows = 1_000",
            "",
            "1:1: `workflows` is missing. Add it: a whole number from 0 to 10_000_000",
        ),
        (
            "workflows",
            "work_flows",
            "1:1: `workflows` is missing. Is `work_flows` in line 3 meant to be it? It is a whole number from 0 to 10_000_000",
        ),
        (
            "1_000",
            "10_000_001",
            "3:13 workflows: 10_000_001 is out of range. Write a whole number from 0 to 10_000_000",
        ),
        (
            "1_000",
            "-1",
            "3:13 workflows: -1 is out of range. Write a whole number from 0 to 10_000_000",
        ),
        (
            "1_000",
            "0xffff_ffff_ffff_ffff_f",
            "3:13 workflows: 0xffff_ffff_ffff_ffff_f is out of range. Write a whole number from 0 to 10_000_000",
        ),
        (
            "1_000",
            "1e3",
            "3:13 workflows: this is a float. Write a whole number from 0 to 10_000_000",
        ),
        (
            "0.25",
            "nan",
            "4:9 lying: nan is out of range. Write a number from 0 to 1",
        ),
        (
            "0.25",
            "inf",
            "4:9 lying: inf is out of range. Write a number from 0 to 1",
        ),
        (
            "0.25",
            "1.5",
            "4:9 lying: 1.5 is out of range. Write a number from 0 to 1",
        ),
        ("0.25", "\"x\"", "4:9 lying: this is a text. Write a number from 0 to 1"),
        ("true", "1", "5:8 real: this is an integer. Write true or false"),
        (
            "\"15 s\"",
            "15",
            "8:7 registry.ttl: this is an integer. Write a duration from \"1 s\" to \"1 h\"",
        ),
        (
            "\"15 s\"",
            "\"15s\"",
            "8:7 registry.ttl: \"15s\" is not a duration (a whole number, a space, and us, ms, s, min, h or d) from \"1 s\" to \"1 h\".",
        ),
        (
            "\"15 s\"",
            "\"2 h\"",
            "8:7 registry.ttl: \"2 h\" is out of range. Write a duration from \"1 s\" to \"1 h\"",
        ),
        (
            "\"15 s\"",
            "\"15 s\"\nrefresh = \"15 s\"",
            "9:11 registry.refresh: descriptors end before they are refreshed. Shorten it below ttl",
        ),
        (
            "\"best\"",
            "\"bets\"",
            "9:9 registry.order: \"bets\" is not one of \"best\", \"sample\". Did you mean \"best\"?",
        ),
        (
            "\"best\"",
            "\"x\"",
            "9:9 registry.order: \"x\" is not one of \"best\", \"sample\".",
        ),
        (
            "\"best\"",
            "[]",
            "9:9 registry.order: this is a list. Write one of \"best\", \"sample\"",
        ),
        (
            "\"2 min\"]",
            "\"2 days\"]",
            "13:19 group[1].work[2]: \"2 days\" is not a duration (a whole number, a space, and us, ms, s, min, h or d) from \"1 us\" to \"1 h\".",
        ),
        (
            ", \"2 min\"]",
            "]",
            "13:8 group[1].work: [\"200 ms\"] is not a pair [a duration from \"1 us\" to \"1 h\", a duration from \"1 us\" to \"1 h\"].",
        ),
        (
            "[1, 2.5]",
            "[1, 2.5, 3, 4]",
            "14:11 group[1].weights: this list has 4 items. Write 1 to 3",
        ),
        (
            "[1, 2.5]",
            "7",
            "14:11 group[1].weights: this is an integer. Write a list of 1 to 3 items, each a number from -1 to 9.5",
        ),
        (
            "[1, 2.5]",
            "[1, 10]",
            "14:15 group[1].weights[2]: 10 is out of range. Write a number from -1 to 9.5",
        ),
        (
            "\"a morning\"",
            "\"\"",
            "2:8 name: \"\" is not a text of 1 to 20 bytes without control characters, in quotes.",
        ),
        (
            "\"a morning\"",
            "\"a\\tb\"",
            "2:8 name: \"a\\tb\" is not a text of 1 to 20 bytes without control characters, in quotes.",
        ),
        (
            "[[group]]\ncount = 0x05",
            "[[group]]\ncount = 1\nwork = [\"1 us\", \"1 h\"]\n[[group]]\ncount = 5",
            "11:1 group: this list has 3 items. Write 1 to 2",
        ),
    ] {
        assert_eq!(told(from, to), expected, "{from} -> {to}");
    }
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    let error = told("\"15 s\"", "15 s");
    assert!(error.starts_with("8:7: this is not TOML: "), "{error}");
    assert!(error.ends_with(". Texts and durations stand in quotes, numbers and true or false do not"));
    let twice = told("lying = 0.25", "lying = 0.25\nlying = 0.5");
    assert!(twice.starts_with("5:1: this is not TOML: "), "{twice}");
    let no_table = read("registry = 1\ngroup = 2").unwrap_err().to_string();
    assert_eq!(no_table, "1:12 registry: this is an integer. Write a table");
}

#[test]
fn long_texts_are_refused_and_never_repeated_at_length() {
    let error = read(&"#".repeat(MOST_BYTES + 1)).unwrap_err();
    let (what, bytes, most) = ("a scenario", MOST_BYTES + 1, MOST_BYTES);
    assert_eq!(error.fault, Fault::TooLong { what, bytes, most });
    assert_eq!(
        error.to_string(),
        "1:1: a scenario has at most 2000 bytes, this one 2001. Shorten it"
    );
    for (from, to) in [
        ("lying", "l".repeat(1_000)),
        ("\"best\"", format!("\"{}\"", "b".repeat(1_000))),
        ("\"a morning\"", format!("\"{}\"", "m".repeat(1_000))),
        ("1_000", "9".repeat(1_000)),
    ] {
        let told = told(from, &to);
        assert!(told.len() < 400 && told.contains('…'), "{told}");
    }
}

#[test]
fn a_range_goes_from_the_least_to_the_most() {
    let read = |text: &str| {
        document::read(text, "an example", 100, |whole| {
            whole.take("t", range(span(Span(0)..=Span::of_ms(9_000))))
        })
        .map_err(|error| error.to_string())
    };
    assert_eq!(read("t = [\"0 s\", \"9 s\"]"), Ok(Span(0)..=Span::of_ms(9_000)));
    assert_eq!(
        read("t = [\"9 s\", \"9 s\"]"),
        Ok(Span::of_ms(9_000)..=Span::of_ms(9_000))
    );
    let reversed = "1:5 t: this range ends before it begins. Write the lesser first";
    assert_eq!(read("t = [\"9 s\", \"8 s\"]"), Err(reversed.into()));
    let one = "1:5 t: [\"9 s\"] is not a pair [least, most], each a duration from \"0 s\" to \"9 s\".";
    assert_eq!(read("t = [\"9 s\"]"), Err(one.into()));
    let beyond = "1:6 t[1]: \"10 s\" is out of range. Write a duration from \"0 s\" to \"9 s\"";
    assert_eq!(read("t = [\"10 s\", \"8 s\"]"), Err(beyond.into()));
}

#[test]
fn a_form_of_ones_own_tells_like_the_others() {
    let even = || {
        by("an even number", |value| {
            let number: u32 = value.read(whole(0..=100))?;
            if number.is_multiple_of(2) {
                Ok(number)
            } else {
                Err(value.is_not("an even number"))
            }
        })
    };
    let read = |text: &str| document::read(text, "an example", 100, |whole| whole.take("n", even()));
    assert_eq!(read("n = 8").unwrap(), 8);
    assert_eq!(
        read("n = 7").unwrap_err().to_string(),
        "1:5 n: 7 is not an even number."
    );
    assert_eq!(
        read("").unwrap_err().to_string(),
        "1:1: `n` is missing. Add it: an even number"
    );
}

#[test]
fn of_two_forms_the_one_counts_whose_type_is_there() {
    let time = || {
        let drawn = table(|table| table.take("median", span(Span(0)..=HOUR)));
        either("a time, or a table with a median", span(Span(0)..=HOUR), drawn)
    };
    let read = |text: &str| document::read(text, "an example", 100, |whole| whole.take("t", time()));
    let told = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(read("t = \"9 us\""), Ok(Span(9)));
    assert_eq!(read("t = { median = \"9 us\" }"), Ok(Span(9)));
    assert_eq!(
        told("t = \"2 h\""),
        "1:5 t: \"2 h\" is out of range. Write a duration from \"0 s\" to \"1 h\""
    );
    assert_eq!(
        told("t = { median = 9 }"),
        "1:16 t.median: this is an integer. Write a duration from \"0 s\" to \"1 h\""
    );
    assert_eq!(
        told("t = { mean = \"9 us\" }"),
        "1:5 t: `median` is missing. Is `mean` in line 1 meant to be it? It is a duration from \"0 s\" to \"1 h\""
    );
    assert_eq!(
        told("t = 9"),
        "1:5 t: this is an integer. Write a time, or a table with a median"
    );
    assert_eq!(
        told(""),
        "1:1: `t` is missing. Add it: a time, or a table with a median"
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_calmly(
        cut in 0..GOOD.len(), inserted in "(registry|group|ttl|=|\"1 s\"|\\[\\[|\\]\\]|[\\[\\]{}=\",._0-9\n a-zé\u{202e}-]){0,30}",
        skipped in 0..60_usize,
    ) {
        let rest = GOOD.get(cut + skipped..).unwrap_or_default();
        let text = format!("{}{inserted}{rest}", &GOOD[..cut]);
        if let Err(error) = read(&text) {
            let told = error.to_string();
            prop_assert!(!told.chars().any(char::is_control), "{told:?}");
            prop_assert!(error.place.line <= text.lines().count() + 1);
        }
    }
}
