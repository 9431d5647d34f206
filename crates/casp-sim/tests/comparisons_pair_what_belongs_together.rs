//! Two tables of runs: what is paired, what a band shows, and what cannot be paired.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop"
)]

use std::collections::BTreeMap;

use casp_sim::compare::{CompareError, Comparison, Question, Shown, compare};
use casp_sim::stats;
use casp_sim::table::{Cell, Column, Kind, Meta, Table};
use proptest::prelude::*;

fn meta(scenario: u8, seeds: u64) -> Meta {
    Meta {
        figure: "a test".into(),
        scenario: [scenario; 32],
        first_seed: 1,
        seeds,
        version: "1.0.0".into(),
        extra: BTreeMap::new(),
    }
}

type Run<'a> = (u64, &'a str, f64, Option<f64>);

/// Seed, policy, alpha, success.
fn table<'a>(runs: impl IntoIterator<Item = Run<'a>>) -> Table {
    let columns = vec![
        Column::seed(),
        Column::new("policy", Kind::Text, ""),
        Column::new("alpha", Kind::Number, ""),
        Column::new("success", Kind::Number, "share"),
    ];
    let rows = runs.into_iter().map(|(seed, policy, alpha, success)| {
        vec![
            Cell::Whole(seed),
            Cell::Text(policy.into()),
            Cell::Number(alpha),
            success.map_or(Cell::Missing, Cell::Number),
        ]
    });
    Table::new(meta(7, 100), columns, rows.collect()).unwrap()
}

fn by_alpha() -> Question {
    Question {
        by: vec!["alpha".into()],
        measure: "success".into(),
        ..Question::default()
    }
}

fn none() -> Table {
    table([
        (1, "none", 0.5, Some(0.5)),
        (2, "none", 0.5, Some(0.25)),
        (3, "none", 0.5, Some(0.75)),
        (1, "none", 0.0, Some(0.875)),
        (2, "none", 0.0, Some(0.75)),
        (3, "none", 0.0, Some(1.0)),
    ])
}

/// At 0 as `none`, at 0.5 better by 0.25, 0.25 and 0.125. Its rows come in another order.
fn tier_2() -> Table {
    table([
        (3, "tier-2", 0.0, Some(1.0)),
        (1, "tier-2", 0.0, Some(0.875)),
        (2, "tier-2", 0.0, Some(0.75)),
        (2, "tier-2", 0.5, Some(0.5)),
        (1, "tier-2", 0.5, Some(0.75)),
        (3, "tier-2", 0.5, Some(0.875)),
    ])
}

#[test]
fn runs_are_paired_by_seed_and_point_whatever_their_order() {
    let compared = compare(&tier_2(), &none(), &by_alpha()).unwrap();
    let [zero, half] = &compared.points[..] else {
        unreachable!()
    };
    assert_eq!(
        (&zero.at[..], &half.at[..]),
        (&[Cell::Number(0.0)][..], &[Cell::Number(0.5)][..])
    );
    assert_eq!((zero.difference.mean, zero.difference.half), (0.0, 0.0));
    assert_eq!(zero.shown(), Shown::Equal);
    assert_eq!(half.difference, stats::band95(&[0.25, 0.25, 0.125]).unwrap());
    assert_eq!((half.a.mean, half.b.mean), (2.125 / 3.0, 0.5));
    assert_eq!(half.shown(), Shown::Greater);
    let reversed = compare(&none(), &tier_2(), &by_alpha()).unwrap();
    assert_eq!(reversed.points[1].shown(), Shown::Less);
    // Unpaired, these bands would overlap by far: that is what pairing is for.
    assert!(half.b.high() > half.a.low());
}

#[test]
fn a_person_reads_a_row_for_each_point() {
    let shown = compare(&tier_2(), &none(), &by_alpha()).unwrap().to_string();
    let expected = "\
success, share: means, and A - B pair by pair with its 95 % band
alpha       A       B   A - B    from      to  pairs
    0  0.8750  0.8750  0.0000  0.0000  0.0000      3  equal in every pair
  0.5  0.7083  0.5000  0.2083  0.0291  0.3876      3  A is greater
";
    assert_eq!(shown, expected);
}

#[test]
fn a_band_around_nothing_tells_nothing_apart() {
    let a = table([(1, "x", 0.0, Some(0.5)), (2, "x", 0.0, Some(0.5))]);
    let b = table([(1, "y", 0.0, Some(0.25)), (2, "y", 0.0, Some(0.75))]);
    let compared = compare(&a, &b, &by_alpha()).unwrap();
    assert_eq!(compared.points[0].shown(), Shown::Neither);
    // A standard error of a quarter, times Student's 12.706 at one degree of freedom.
    assert!(compared.to_string().contains("  -3.1766  3.1766  "), "{compared}");
}

#[test]
fn rows_of_one_table_can_be_picked_for_either_side() {
    let both = table(
        [none(), tier_2()]
            .iter()
            .flat_map(|table| {
                table.rows().iter().map(|row| match &row[..] {
                    [
                        Cell::Whole(seed),
                        Cell::Text(policy),
                        Cell::Number(alpha),
                        Cell::Number(success),
                    ] => {
                        let policy = if policy == "none" { "none" } else { "tier-2" };
                        (*seed, policy, *alpha, Some(*success))
                    }
                    _ => unreachable!(),
                })
            })
            .collect::<Vec<_>>(),
    );
    let pick = |policy: &str| vec![("policy".into(), policy.into())];
    let question = Question {
        only_a: pick("tier-2"),
        only_b: pick("none"),
        ..by_alpha()
    };
    assert_eq!(
        compare(&both, &both, &question).unwrap(),
        compare(&tier_2(), &none(), &by_alpha()).unwrap()
    );
    // Without a pick each seed is there twice, and it is told by what.
    assert_eq!(
        compare(&both, &both, &by_alpha()).unwrap_err().to_string(),
        "row 7 of A has seed 3 a second time at alpha=0, and the two differ in policy"
    );
    let question = Question {
        only_a: pick("tier-3"),
        ..question
    };
    let error = compare(&both, &both, &question).unwrap_err().to_string();
    assert_eq!(error, "no row of A has policy=tier-3 (but none, tier-2)");
}

#[test]
fn a_figure_that_a_run_does_not_have_takes_its_pair_out() {
    let a = table((1..=4).map(|seed| (seed, "x", 0.0, (seed != 2).then_some(1.0))));
    let b = table((1..=4).map(|seed| (seed, "y", 0.0, (seed != 3).then_some(0.5))));
    let compared = compare(&a, &b, &by_alpha()).unwrap();
    let point = &compared.points[0];
    assert_eq!((point.difference.samples, point.missing), (2, 2));
    assert_eq!((point.a.samples, point.b.samples), (2, 2));
    assert!(
        compared
            .to_string()
            .ends_with("pairs of which a run does not have the figure were left out: 2\n")
    );
    let few = table((1..=4).map(|seed| (seed, "x", 0.0, (seed == 1).then_some(1.0))));
    let error = compare(&few, &b, &by_alpha()).unwrap_err().to_string();
    assert_eq!(
        error,
        "no point has the two pairs with the figure that a band needs. At alpha=0 there are 1"
    );
}

#[test]
fn a_point_without_figures_is_left_out_and_the_others_stay() {
    let a = table((1..=4).flat_map(|seed| [(seed, "x", 0.0, None), (seed, "x", 0.5, Some(1.0))]));
    let compared = compare(&a, &a, &by_alpha()).unwrap();
    assert_eq!((compared.points.len(), compared.too_few), (1, 1));
    let told = "points with fewer than two pairs that have it were left out: 1\n";
    assert!(compared.to_string().ends_with(told), "{compared}");
}

#[test]
fn points_of_one_table_only_are_left_out_and_told() {
    let more =
        |from: f64| table((1..=2).flat_map(move |seed| [(seed, "x", from, Some(0.5)), (seed, "x", 0.5, Some(0.5))]));
    let compared = compare(&more(0.0), &more(0.25), &by_alpha()).unwrap();
    assert_eq!((compared.points.len(), compared.unmatched), (1, (1, 1)));
    assert!(
        compared
            .to_string()
            .ends_with("points in one table only were left out: 1 of A, 1 of B\n")
    );
    let one = |alpha| table((1..=2).map(move |seed| (seed, "x", alpha, Some(0.5))));
    let error = compare(&one(0.0), &one(0.25), &by_alpha()).unwrap_err().to_string();
    assert_eq!(
        error,
        "A and B have no point in common: A begins at alpha=0, B at alpha=0.25. Points are equal if all their columns are"
    );
}

#[test]
fn what_would_pair_different_worlds_is_refused() {
    // Other seeds.
    let fewer = table((1..=2).flat_map(|seed| [0.0, 0.5].map(|alpha| (seed, "y", alpha, Some(0.5)))));
    let error = compare(&none(), &fewer, &by_alpha()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at alpha=0 seed 3 is in A only, and pairs need the same seeds"
    );
    let error = compare(&fewer, &none(), &by_alpha()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at alpha=0 seed 3 is in B only, and pairs need the same seeds"
    );
    // Another scenario, unless whoever asks knows better.
    let other = Table::new(meta(8, 100), tier_2().columns().to_vec(), tier_2().rows().to_vec()).unwrap();
    let error = compare(&none(), &other, &by_alpha()).unwrap_err();
    let (a, b) = ("07070707".to_owned(), "08080808".to_owned());
    assert_eq!(error, CompareError::Scenarios { a, b });
    let question = Question {
        across_scenarios: true,
        ..by_alpha()
    };
    let known = compare(&none(), &other, &question).unwrap();
    assert_eq!(known, compare(&none(), &tier_2(), &by_alpha()).unwrap());
}

#[test]
fn columns_have_to_be_there_and_of_one_form() {
    let told = |b: &Table, change: &dyn Fn(&mut Question)| {
        let mut question = by_alpha();
        change(&mut question);
        compare(&none(), b, &question).unwrap_err().to_string()
    };
    assert_eq!(
        told(&none(), &|question| question.measure = "succes".into()),
        "A has no column `succes`. It has seed, policy, alpha, success"
    );
    assert_eq!(
        told(&none(), &|question| question.by.push("success".into())),
        "`success` is asked for twice. Each column can be named once, and `seed` is none of them"
    );
    assert_eq!(
        told(&none(), &|question| question.by = vec!["seed".into()]),
        "`seed` is asked for twice. Each column can be named once, and `seed` is none of them"
    );
    assert_eq!(
        told(&none(), &|question| question.measure = "policy".into()),
        "column `policy` holds text in A and text in B. A figure is a number"
    );
    let mut columns = none().columns().to_vec();
    columns[3].unit = "percent".into();
    let other = Table::new(meta(7, 100), columns, none().rows().to_vec()).unwrap();
    assert_eq!(
        told(&other, &|_| {}),
        "column `success` holds number in share in A and number in percent in B. Both have to be the same"
    );
    let empty = Table::new(meta(7, 100), none().columns().to_vec(), Vec::new()).unwrap();
    assert_eq!(told(&empty, &|_| {}), "no row of B has a seed: the table is empty");
}

#[test]
fn versions_that_differ_are_told() {
    let other = Meta {
        version: "1.1.0".into(),
        ..meta(7, 100)
    };
    let other = Table::new(other, none().columns().to_vec(), none().rows().to_vec()).unwrap();
    let compared = compare(&other, &none(), &by_alpha()).unwrap();
    assert!(
        compared
            .to_string()
            .ends_with("the versions differ: A is of 1.1.0, B of 1.0.0\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_changes_nothing_and_of_tables_the_sign_only(
        figures in prop::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64), 2..12), turn in 0..12_usize,
    ) {
        let seeds = 1_u64..;
        let a: Vec<Run<'_>> = seeds.clone().zip(&figures).map(|(seed, (a, _))| (seed, "x", 0.5, Some(*a))).collect();
        let b: Vec<Run<'_>> = seeds.zip(&figures).map(|(seed, (_, b))| (seed, "x", 0.5, Some(*b))).collect();
        let mut turned = b.clone();
        turned.rotate_left(turn % b.len());
        let one = |a: &[Run<'_>], b: &[Run<'_>]| -> Comparison {
            compare(&table(a.iter().copied()), &table(b.iter().copied()), &by_alpha()).unwrap()
        };
        let there = one(&a, &b);
        prop_assert_eq!(&there, &one(&a, &turned));
        let back = one(&b, &a);
        prop_assert_eq!(there.points[0].difference.mean, -back.points[0].difference.mean);
        prop_assert_eq!(there.points[0].difference.half, back.points[0].difference.half);
        prop_assert_eq!(there.points[0].a, back.points[0].b);
    }
}
