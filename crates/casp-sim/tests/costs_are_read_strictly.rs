//! Cost curves: what is read, what is refused and how it is told, and what lies between the points.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "a test may stop, and its numbers are its own"
)]

use casp_sim::cost::{Costs, MAX_TEXT_BYTES};
use casp_sim::engine::Span;
use proptest::prelude::*;

const GOOD: &str = r#"
[[curve]]
name = "register"
unit = "us"
points = [[20, 55.0], [200, 58.0], [2_000, 64]]

[[curve]]
name = "query"
unit = "ms"
points = [[1, 2]]
"#;

#[test]
fn curves_run_through_their_points_and_evenly_in_the_logarithm_between() {
    let costs = Costs::parse(GOOD).unwrap();
    assert_eq!(costs.names().collect::<Vec<_>>(), ["query", "register"]);
    let register = costs.curve("register").unwrap();
    assert_eq!(
        [20, 200, 2_000].map(|n| register.nanos(n)),
        [55_000.0, 58_000.0, 64_000.0]
    );
    // 20 sqrt(10) = 63.2 is half the way: at 63 and 64 on either side of 56.5.
    assert!(register.nanos(63) < 56_500.0 && register.nanos(64) > 56_500.0);
    assert_eq!(register.nanos(1), 55_000.0);
    // Another decade costs another 6.
    assert!((register.nanos(20_000) - 70_000.0).abs() < 1e-6);
    assert_eq!(register.measured(), (20, 2_000));
    assert_eq!(register.at(63), Span(56));
    let query = costs.curve("query").unwrap();
    assert_eq!([0, 1, 1_000_000].map(|n| query.at(n)), [Span(2_000); 3]);
    assert!(costs.curve("renew").is_none());
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let told = |from: &str, to: &str| {
        assert!(GOOD.contains(from), "{from}");
        Costs::parse(&GOOD.replacen(from, to, 1)).unwrap_err().to_string()
    };
    for (from, to, expected) in [
        (
            "unit = \"us\"",
            "units = \"us\"",
            "2:1 curve[1]: `unit` is missing. Is `units` in line 4 meant to be it? It is one of \"ns\", \"us\", \"ms\"",
        ),
        (
            "unit = \"us\"",
            "",
            "2:1 curve[1]: `unit` is missing. Add it: one of \"ns\", \"us\", \"ms\"",
        ),
        (
            "\"us\"",
            "\"s\"",
            "4:8 curve[1].unit: \"s\" is not one of \"ns\", \"us\", \"ms\".",
        ),
        (
            "\"query\"",
            "\"register\"",
            "8:8 curve[2].name: there is a curve \"register\" already. Remove one, or name it otherwise",
        ),
        (
            "[200, 58.0]",
            "[20, 58.0]",
            "5:23 curve[1].points[2]: N is 20 after 20. Write the points by ascending N, each N once",
        ),
        (
            "[200, 58.0]",
            "[200]",
            "5:23 curve[1].points[2]: [200] is not a pair [a whole number from 1 to 1_000_000_000_000, a number from 0 to 3600000000].",
        ),
        (
            "58.0",
            "nan",
            "5:29 curve[1].points[2][2]: nan is out of range. Write a number from 0 to 3600000000",
        ),
        (
            "58.0",
            "-1",
            "5:29 curve[1].points[2][2]: -1 is out of range. Write a number from 0 to 3600000000",
        ),
        (
            "[20,",
            "[0,",
            "5:12 curve[1].points[1][1]: 0 is out of range. Write a whole number from 1 to 1_000_000_000_000",
        ),
        (
            "[[1, 2]]",
            "[]",
            "10:10 curve[2].points: this list has 0 items. Write 1 to 256",
        ),
        (
            "\"query\"",
            "7",
            "8:8 curve[2].name: this is an integer. Write a text of 1 to 64 bytes without control characters, in quotes",
        ),
    ] {
        assert_eq!(told(from, to), expected);
    }
    assert!(told("= \"us\"", "= us").starts_with("4:8: this is not TOML: "));
    let none = Costs::parse("").unwrap_err().to_string();
    assert_eq!(
        none,
        "1:1: `curve` is missing. Add it: 1 to 256 tables, each under its name in [[ ]]"
    );
    let long = Costs::parse(&"#".repeat(MAX_TEXT_BYTES + 1)).unwrap_err().to_string();
    assert!(long.starts_with("1:1: a text of curves has at most 65536 bytes, this one 65537."));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_calmly(text in "(\\[\\[curve\\]\\]|name|unit|points|=|\"us\"|\"|[\\[\\],.0-9\n a-zé-]){0,60}") {
        let _ = Costs::parse(&text);
    }

    #[test]
    fn between_two_points_a_cost_lies_between_theirs(
        steps in prop::collection::vec((1_u64..100_000, 0_u32..1_000_000), 2..20), within in 0.0..1.0_f64, pick: prop::sample::Index,
    ) {
        let mut n = 0;
        let points: Vec<(u64, u32)> = steps.into_iter().map(|(step, cost)| { n += step; (n, cost) }).collect();
        let list: Vec<String> = points.iter().map(|(n, cost)| format!("[{n}, {cost}]")).collect();
        let text = format!("[[curve]]\nname = \"c\"\nunit = \"ns\"\npoints = [{}]", list.join(", "));
        let costs = Costs::parse(&text).unwrap();
        let curve = costs.curve("c").unwrap();
        for (n, cost) in &points {
            prop_assert_eq!(curve.nanos(*n), f64::from(*cost));
        }
        let pair = points.windows(2).nth(pick.index(points.len() - 1)).unwrap();
        let &[(low, one), (high, other)] = pair else { unreachable!() };
        let at = low + ((high - low) as f64 * within) as u64;
        let cost = curve.nanos(at);
        let (least, most) = (f64::from(one.min(other)), f64::from(one.max(other)));
        prop_assert!((least - 1e-6..=most + 1e-6).contains(&cost), "{} at {}", cost, at);
        prop_assert!(curve.nanos(high * 1_000) >= 0.0);
    }
}
