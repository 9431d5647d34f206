//! Measuring, by a clock of the test's own: what is timed, and that its file is one of cost curves.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop")]

use casp_sim::cost::Costs;
use casp_sim::measure::{MeasureError, Plan, Step, measure};

fn plan() -> Plan {
    Plan {
        sizes: vec![20, 50],
        candidates: vec![1, 5],
        repetitions: 14,
        runs: 2,
    }
}

#[test]
fn every_operation_is_timed_at_every_size() {
    // Each look at the clock takes 1.5 us, and so does each operation between two looks.
    let mut now = 0;
    let mut clock = || {
        now += 1_500;
        now
    };
    let mut steps = Vec::new();
    let measured = measure(&plan(), &mut clock, &mut |step| steps.push(step)).unwrap();
    let run = [Step::Fills(20), Step::Fills(50), Step::Repeats(10), Step::Repeats(4)];
    assert_eq!(steps, [run, run].concat());

    let head = ["made by a test".to_owned(), "two\nlines".to_owned(), String::new()];
    let text = measured.to_toml(&head);
    assert!(text.starts_with("# made by a test\n# two lines\n#\n"), "{text}");
    let costs = Costs::parse(&text).unwrap();
    let names: Vec<_> = costs.names().collect();
    assert_eq!(
        names,
        [
            "query",
            "query-ranked",
            "query-sampled",
            "refresh",
            "register",
            "seal",
            "seal-descriptor",
            "seal-query",
            "verify-answer",
            "withdraw"
        ]
    );
    for name in names {
        let curve = costs.curve(name).unwrap();
        let expected = match name {
            "verify-answer" => (1, 5),
            name if name.starts_with("seal") => (1, 1),
            _ => (20, 50),
        };
        assert_eq!(curve.measured(), expected, "{name}");
        assert_eq!(curve.nanos(expected.0), 1_500.0, "{name}");
    }
}

#[test]
fn what_is_given_is_the_median_without_the_warm_up() {
    // Looks at the clock come in pairs, twelve looks a repetition; the refresh is the first of its six operations.
    let took = |spikes: &[u64]| {
        let mut call = 0;
        let mut now = 0;
        let mut clock = || {
            call += 1;
            let round = (call - 1) / 12;
            now += match call % 12 {
                2 if spikes.contains(&round) => 1_000_000_000,
                2 => 1_000 * (round + 1),
                _ => 10,
            };
            now
        };
        let plan = Plan {
            sizes: vec![20],
            candidates: vec![1],
            repetitions: 5,
            runs: 1,
        };
        let measured = measure(&plan, &mut clock, &mut |_| {}).unwrap();
        let costs = Costs::parse(&measured.to_toml(&[])).unwrap();
        costs.curve("refresh").unwrap().nanos(20)
    };
    // The first two warm up; of 3, 4, 5, 6 and 7 the middle one is 5.
    assert_eq!(took(&[]), 5_000.0);
    assert_eq!(took(&[0, 1]), 5_000.0);
    assert_eq!(took(&[5, 6]), 5_000.0);
    assert_eq!(took(&[4]), 6_000.0);
}

#[test]
fn plans_beyond_their_bounds_are_refused() {
    let refused = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        measure(&plan, &mut || 0, &mut |_| {}).unwrap_err()
    };
    let told = |what, range| MeasureError::Plan { what, range };
    assert_eq!(
        refused(&|plan| plan.sizes.clear()),
        told("the sizes", "1 to 64 of them")
    );
    assert_eq!(
        refused(&|plan| plan.sizes = vec![50, 20]),
        told("the sizes", "ascending, each once")
    );
    assert_eq!(
        refused(&|plan| plan.sizes = vec![19]),
        told("a size", "20 to 10,000,000 entries")
    );
    assert_eq!(
        refused(&|plan| plan.repetitions = 0),
        told("the repetitions", "1 to 100,000")
    );
    assert_eq!(
        refused(&|plan| plan.candidates = vec![101]),
        told("the numbers of candidates", "1 to 100, ascending, each once")
    );
    assert_eq!(refused(&|plan| plan.runs = 100), told("the runs", "1 to 99"));
}

#[test]
fn the_curves_that_are_shipped_are_read_and_rise_where_they_must() {
    let costs = Costs::parse(include_str!("../costs/registry.toml")).unwrap();
    for name in ["register", "refresh", "withdraw", "query"] {
        let curve = costs.curve(name).unwrap();
        assert_eq!(curve.measured().0, 20, "{name}");
        assert!(curve.measured().1 >= 100_000, "{name}");
        assert!(curve.nanos(20) > 1_000.0, "{name}");
    }
    let verify = costs.curve("verify-answer").unwrap();
    assert!(verify.nanos(100) > 10.0 * verify.nanos(1));
}
