//! Oracles that are texts: one of several, what the answer contains, what it begins with.

use casp_wire::v1::{TextSet, oracle::Form};

use super::{Judge, MAX_ANSWER, text_edges};
use crate::generate::world::World;
use crate::vector::Vector;

/// An oracle of several texts, which have to ascend.
pub(in super::super) fn one_of(values: &[&str]) -> Form {
    Form::OneOf(TextSet {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    })
}

pub(in super::super) fn contains(text: &str) -> Form {
    Form::Contains(text.to_owned())
}

pub(in super::super) fn prefix(text: &str) -> Form {
    Form::Prefix(text.to_owned())
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        judge: Judge {
            world,
            group: "judge-text",
        },
    };
    let mut vectors = bench.choices();
    vectors.extend(bench.parts());
    vectors.extend(bench.lengths());
    vectors.extend(text_edges::vectors(&bench.judge));
    vectors
}

struct Bench<'a> {
    judge: Judge<'a>,
}

impl Bench<'_> {
    fn sentence(&self, name: &str) -> String {
        self.judge.world.draw(name).sentence(4)
    }

    fn choices(&self) -> Vec<Vector> {
        let text = self.sentence("one of");
        let values = [format!("A {text}"), format!("B {text}"), format!("C {text}")];
        let oracle = || one_of(&[&values[0], &values[1], &values[2]]);
        let passes = |name: &str, answer: &str| self.judge.passes(&format!("one-of-{name}"), oracle(), answer);
        let fails = |name: &str, answer: &str| self.judge.fails(&format!("one-of-{name}"), oracle(), answer);
        let most: Vec<String> = (10..74).map(|number| format!("{number} {text}")).collect();
        let most: Vec<&str> = most.iter().map(String::as_str).collect();
        let longest = text.clone() + &"x".repeat(1_024 - text.len());
        vec![
            passes("first", &values[0]),
            passes("middle", &values[1]),
            passes("last", &values[2]),
            passes("white-space-around", &format!("\t {}\r\n", values[1])),
            fails("none", &text),
            fails("cut-off", &values[0][..values[0].len() - 1]),
            fails("longer", &format!("{}.", values[2])),
            fails("two", &format!("{}\n{}", values[0], values[1])),
            fails("other-case", &values[0].to_uppercase()),
            fails("white-space-within", &values[0].replacen(' ', "  ", 1)),
            fails("white-space-within-of-another-kind", &values[0].replacen(' ', "\t", 1)),
            fails("in-quotes", &format!("\"{}\"", values[0])),
            fails("empty", ""),
            self.judge.passes("one-of-one", one_of(&[&text]), text.clone()),
            self.judge.passes("one-of-64-last", one_of(&most), most[63]),
            self.judge
                .passes("one-of-longest", one_of(&[&longest]), longest.clone()),
        ]
    }

    fn parts(&self) -> Vec<Vector> {
        let text = self.sentence("a part");
        let (part, end) = (&text[2..12], &text[text.len() - 6..]);
        let judge = &self.judge;
        let longest = text.clone() + &"x".repeat(4_096 - text.len());
        vec![
            judge.passes("contains-at-the-beginning", contains(&text[..5]), text.clone()),
            judge.passes("contains-in-the-middle", contains(part), text.clone()),
            judge.passes("contains-at-the-end", contains(end), text.clone()),
            judge.passes("contains-the-whole", contains(&text), text.clone()),
            judge.passes(
                "contains-the-longest",
                contains(&longest),
                format!("{part}{longest}{end}"),
            ),
            judge.passes(
                "contains-after-a-false-start",
                contains("aab"),
                format!("{part}aaab{end}"),
            ),
            judge.passes("contains-after-nul", contains(end), format!("{part}\0{end}")),
            judge.passes(
                "contains-across-lines",
                contains(&format!("{part}\n{end}")),
                format!("{end}{part}\n{end}"),
            ),
            judge.fails(
                "contains-all-but-the-last-letter",
                contains(&text),
                &text[..text.len() - 1],
            ),
            judge.fails("contains-in-other-case", contains(&part.to_uppercase()), text.clone()),
            judge.fails("contains-pattern", contains("a.*z"), format!("a{part}z")),
            judge.fails("contains-nothing", contains(part), ""),
            judge.fails("contains-the-letters-apart", contains("xyz"), format!("xy{part}z")),
            judge.fails(
                "contains-across-other-line-ends",
                contains(&format!("{part}\n")),
                format!("{part}\r\n{end}"),
            ),
            judge.passes("prefix-of-a-longer-text", prefix(part), format!("{part}{end}")),
            judge.passes("prefix-the-whole", prefix(&text), text.clone()),
            judge.passes("prefix-the-longest", prefix(&longest), format!("{longest}{end}")),
            judge.passes(
                "prefix-after-white-space",
                prefix(part.trim()),
                format!("\r\n\t {part}{end}"),
            ),
            judge.fails("prefix-longer-than-the-text", prefix(&format!("{text}x")), text.clone()),
            judge.fails("prefix-after-a-letter", prefix(part), format!("x{part}")),
            judge.fails("prefix-in-other-case", prefix(&text.to_uppercase()), text.clone()),
            judge.fails("prefix-pattern", prefix("^a?"), format!("a{end}")),
            judge.fails("prefix-of-nothing", prefix(part), ""),
        ]
    }

    /// Answers at the limit and past it.
    fn lengths(&self) -> Vec<Vector> {
        let text = self.sentence("a long answer");
        let after = |length: usize| format!("{text}{}", " ".repeat(length - text.len()));
        let before = |length: usize| format!("{}{text}", "x".repeat(length - text.len()));
        let judge = &self.judge;
        vec![
            judge.passes("one-of-length-at-the-limit", one_of(&[&text]), after(MAX_ANSWER)),
            judge.fails("one-of-length-past-the-limit", one_of(&[&text]), after(MAX_ANSWER + 1)),
            judge.passes("contains-length-at-the-limit", contains(&text), before(MAX_ANSWER)),
            judge.fails(
                "contains-length-past-the-limit",
                contains(&text),
                before(MAX_ANSWER + 1),
            ),
            judge.passes("prefix-length-at-the-limit", prefix(&text), after(MAX_ANSWER)),
            judge.fails("prefix-length-past-the-limit", prefix(&text), after(MAX_ANSWER + 1)),
        ]
    }
}
