//! Families make the same task of a seed everywhere (SPEC.md section 16.4).
//!
//! The digests come from a program in another language, written from the specification alone. The other tests work out
//! the right answer from the input's bytes, as a provider would.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeSet;

use casp_canary::AnswerKey;
use casp_canary::Judgement::{Failed, Passed};
use casp_canary::generate::{FAMILIES, Family, Generated};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use support::family;

/// Seed `i` is SHA-256("known answer" || i as two bytes, big-endian).
fn seed(i: u16) -> [u8; 32] {
    Sha256::new_with_prefix("known answer")
        .chain_update(i.to_be_bytes())
        .finalize()
        .into()
}

fn tasks(name: &str) -> impl Iterator<Item = Generated> {
    (0..500).map(move |i| family(name).generate(&seed(i)))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn five_hundred_tasks_of_each_family_are_the_known_ones() {
    let known = [
        (
            "arithmetic-json",
            "58a73e3726a1cf3d2663a14509fb72e2fb2a8e66b68bef12cd1d6800c675e0a0",
        ),
        (
            "text-transform",
            "855416454aaa9c8111fa291e9bc967fb7ede6c89cba768712e96af96edd23439",
        ),
        (
            "table-lookup",
            "95b602d7306b04271dd24c46cedf6ba90b15b0c30af4f49afb869003340c8d64",
        ),
        (
            "raster-digest",
            "1bfe5850af6b6d843241cc03e6cb1574b11fbdb081d1b9acfcaec9957de7c612",
        ),
    ];
    for (name, digest) in known {
        let mut all = Sha256::new();
        for task in tasks(name) {
            for part in [task.input, casp_wire::encode(&task.oracle), task.answer] {
                all.update((part.len() as u32).to_be_bytes());
                all.update(part);
            }
        }
        assert_eq!(hex::encode(all.finalize()), digest, "{name}");
    }
}

#[test]
fn the_first_tasks_read_as_they_are_known_to() {
    let first = |name| family(name).generate(&seed(0));
    let arithmetic = first("arithmetic-json");
    assert_eq!(
        text(&arithmetic.input),
        concat!(
            r#"{"lines":[{"price":68093,"quantity":472},{"price":-729897,"quantity":865},{"price":-685479,"quantity":628},"#,
            r#"{"price":-179161,"quantity":494},{"price":70922,"quantity":677},{"price":889865,"quantity":375},"#,
            r#"{"price":817403,"quantity":609}],"want":["count","largest","total"]}"#
        )
    );
    assert_eq!(
        text(&arithmetic.answer),
        r#"{"count":7,"largest":889865,"total":-238695359}"#
    );

    let transform = first("text-transform");
    assert_eq!(
        text(&transform.input),
        "reverse-words\nhoqhddg aymiyc xigmtxcm vßbian zsv elßuiu tjcbczok qvdrna tfr jxwqr"
    );

    let table = first("table-lookup");
    let rows = "west,42174.71\nwest,36438.64\nnorth,68026.27\nwest,34644.93\nnorth,266.76\n";
    let asked = format!("sum of amount where region is west\nregion,amount\n{rows}");
    assert_eq!(text(&table.input), asked);
    assert_eq!(text(&table.answer), "113258.28");

    let raster = first("raster-digest");
    assert!(text(&raster.input).starts_with(concat!(
        r#"{"background":127,"height":49,"shapes":[{"h":40,"kind":"frame","value":192,"w":55,"x":22,"y":42},"#,
        r#"{"kind":"disc","r":5,"value":120,"x":54,"y":45},"#
    )));
    assert!(raster.answer.starts_with(b"P5\n57 49\n255\n"));
}

#[test]
fn the_answer_passes_and_the_neighbours_answer_does_not() {
    for family in &FAMILIES {
        let mut tasks = tasks(family.name());
        let mut last = tasks.next().unwrap();
        for task in tasks {
            let key = AnswerKey::of(&task.oracle).unwrap();
            assert_eq!(key.judge(&task.answer), Passed, "{}", family.name());
            assert_eq!(key.judge(&last.answer), Failed, "{}", family.name());
            last = task;
        }
    }
}

#[test]
fn arithmetic_answers_can_be_worked_out_from_the_input() {
    for task in tasks("arithmetic-json") {
        let input: Value = serde_json::from_slice(&task.input).unwrap();
        let lines = input["lines"].as_array().unwrap();
        let number = |line: &Value, name: &str| i128::from(line[name].as_i64().unwrap());
        let total: i128 = lines
            .iter()
            .map(|line| number(line, "price") * number(line, "quantity"))
            .sum();
        let largest = lines.iter().map(|line| number(line, "price")).max().unwrap();
        assert!((3..=8).contains(&lines.len()));
        let answer = format!(
            " {{ \"total\": {total}.0, \"largest\": {largest}, \"count\": {} }}",
            lines.len()
        );
        assert_eq!(
            AnswerKey::of(&task.oracle).unwrap().judge(answer.as_bytes()),
            Passed,
            "{answer}"
        );
    }
}

#[test]
fn transformed_texts_can_be_worked_out_from_the_input() {
    let mut seen = BTreeSet::new();
    for task in tasks("text-transform") {
        let (operation, words) = text(&task.input).split_once('\n').unwrap();
        let mut list: Vec<_> = words.split(' ').collect();
        let answer = match operation {
            "reverse-words" => {
                list.reverse();
                list.join(" ")
            }
            "sort-words" => {
                list.sort_by_key(|word| word.as_bytes());
                list.join(" ")
            }
            "upper-ascii" => {
                let raise = |byte: u8| if byte.is_ascii_lowercase() { byte & 0xdf } else { byte };
                String::from_utf8(words.bytes().map(raise).collect()).unwrap()
            }
            "rot13" => {
                let turn = |byte: u8| match byte {
                    b'a'..=b'z' => b'a' + (byte - b'a' + 13) % 26,
                    _ => byte,
                };
                String::from_utf8(words.bytes().map(turn).collect()).unwrap()
            }
            other => panic!("{other}"),
        };
        assert_eq!(text(&task.answer), answer, "{operation}");
        seen.insert(operation.to_owned());
    }
    assert_eq!(seen.len(), 4);
}

#[test]
fn looked_up_sums_can_be_worked_out_from_the_input() {
    for task in tasks("table-lookup") {
        let mut lines = text(&task.input).lines();
        let region = lines.next().unwrap().rsplit(' ').next().unwrap();
        assert_eq!(lines.next(), Some("region,amount"));
        let amounts = lines.filter_map(|line| line.strip_prefix(region)?.strip_prefix(','));
        let sum: u64 = amounts
            .map(|amount| amount.replace('.', "").parse::<u64>().unwrap())
            .sum();
        let answer = format!("{}.{}{}", sum / 100, sum / 10 % 10, sum % 10);
        assert_eq!(text(&task.answer), answer);
    }
}

#[test]
fn rasters_can_be_painted_from_the_input() {
    let mut seen = BTreeSet::new();
    for task in tasks("raster-digest") {
        let input: Value = serde_json::from_slice(&task.input).unwrap();
        let number = |value: &Value| value.as_i64().unwrap();
        let (width, height) = (number(&input["width"]), number(&input["height"]));
        let mut pixels = vec![number(&input["background"]) as u8; (width * height) as usize];
        for shape in input["shapes"].as_array().unwrap() {
            let (x, y, value) = (number(&shape["x"]), number(&shape["y"]), number(&shape["value"]) as u8);
            let kind = shape["kind"].as_str().unwrap();
            // Shape by shape over the whole reach of it, clipped at each pixel.
            let mut paint = |px: i64, py: i64| {
                if (0..width).contains(&px) && (0..height).contains(&py) {
                    pixels[(py * width + px) as usize] = value;
                }
            };
            if kind == "disc" {
                let r = number(&shape["r"]);
                let reach = (-r..=r).flat_map(|dy| (-r..=r).map(move |dx| (dx, dy)));
                let inside = reach.filter(|(dx, dy)| dx * dx + dy * dy <= r * r);
                inside.for_each(|(dx, dy)| paint(x + dx, y + dy));
            } else {
                let (w, h) = (number(&shape["w"]), number(&shape["h"]));
                for dy in 0..h {
                    for dx in 0..w {
                        let edge = dx == 0 || dy == 0 || dx == w - 1 || dy == h - 1;
                        if kind == "rect" || edge {
                            paint(x + dx, y + dy);
                        }
                    }
                }
            }
            seen.insert(kind.to_owned());
        }
        let answer = [format!("P5\n{width} {height}\n255\n").as_bytes(), &pixels].concat();
        assert_eq!(task.answer, answer);
    }
    assert_eq!(seen.len(), 3);
}

#[test]
fn every_task_is_something_that_messages_can_hold() {
    for family in &FAMILIES {
        for task in tasks(family.name()) {
            let oracle = casp_wire::encode(&task.oracle);
            let again: casp_wire::v1::Oracle = casp_wire::decode(&oracle, casp_wire::Layer::Envelope).unwrap();
            assert_eq!(again, task.oracle);
            assert!(task.input.len() + task.answer.len() <= 5 * 1_024);
        }
    }
}

#[test]
fn a_family_is_found_by_its_exact_name() {
    for family in &FAMILIES {
        assert_eq!(Family::named(family.name()).map(Family::name), Some(family.name()));
    }
    for name in ["", "Table-Lookup", "table-lookup ", "table"] {
        assert!(Family::named(name).is_none(), "{name:?}");
    }
}
