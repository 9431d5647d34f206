//! Adequacy: with each rule in turn switched off in the reference peer, the suite notices.
//!
//! Exists in builds with `--cfg casp_fault` alone; `.ci/adequacy` makes one. `vectors/ADEQUACY.md` holds the result, and
//! `CASP_REGENERATE=1 .ci/adequacy` rewrites it.
//!
//! A rule that is off changes only what came of a check that did not hold. So the peer first says of each case which rules
//! it broke, reported or not, and a rule is then tried on the vectors that broke it alone.
#![cfg(casp_fault)]

use std::collections::BTreeSet;
use std::path::Path;

use conformance::coverage::rules_in_code;
use conformance::driver::Codec;
use conformance::runner::{Expectations, PeerCommand, Settings, Suite, run, workspace_root};
use conformance::vector::Vector;

/// Vectors that must notice the absence of a rule.
const ENOUGH: usize = 2;

/// A rule behind which another stands: what the one lets pass, the other refuses at the same stage. Such a rule is
/// also switched off together with those behind it.
struct Shadow {
    rule: &'static str,
    behind: &'static [&'static str],
    reason: &'static str,
}

const SHADOWS: &[Shadow] = &[
    Shadow {
        rule: "ENC-1",
        behind: &["ENC-2", "ENC-3", "ENC-4", "ENC-5", "ENC-6", "ENC-7", "ENC-8"],
        reason: "ENC-2 to ENC-8 say one by one what ENC-1 says at once; the scan refuses first",
    },
    Shadow {
        rule: "ENC-2",
        behind: &["ENC-1"],
        reason: "what cannot be decoded is not canonical either",
    },
    Shadow {
        rule: "ENC-3",
        behind: &["ENC-1"],
        reason: "decoding and encoding again shortens the varint",
    },
    Shadow {
        rule: "ENC-4",
        behind: &["ENC-1"],
        reason: "decoding and encoding again restores the order",
    },
    Shadow {
        rule: "ENC-5",
        behind: &["ENC-1"],
        reason: "decoding and encoding again drops the default",
    },
    Shadow {
        rule: "ENC-6",
        behind: &["ENC-1"],
        reason: "decoding and encoding again drops the unknown field",
    },
    Shadow {
        rule: "ENC-8",
        behind: &["ENC-1"],
        reason: "the decoder refuses strings that are not UTF-8",
    },
    Shadow {
        rule: "KEY-2",
        behind: &["KEY-3", "KEY-4"],
        reason: "most encodings that are not canonical are of points of small order, which KEY-3 and KEY-4 refuse",
    },
    Shadow {
        rule: "SIG-1",
        behind: &["SIG-3"],
        reason: "the library refuses such a scalar when it verifies",
    },
];

#[test]
fn with_any_rule_switched_off_at_least_two_vectors_notice() {
    let root = workspace_root();
    let suite = Suite::load(&root.join("vectors")).expect("vectors load");
    let vectors: Vec<&Vector> = suite.vectors.iter().collect();
    let broken = broken_by_each(&root, &vectors);
    let noticed = |off: &[&str]| {
        let breaks = |rules: &BTreeSet<String>| off.iter().any(|rule| rules.contains(*rule));
        let concerned = vectors.iter().zip(&broken).filter(|(_, rules)| breaks(rules));
        noticing(&root, &concerned.map(|(vector, _)| *vector).collect::<Vec<_>>(), off)
    };
    for rule in TRIED_ON_ALL {
        assert_eq!(
            noticed(&[rule]),
            noticing(&root, &vectors, &[rule]),
            "{rule} changes a vector that does not break it"
        );
    }

    let rules: Vec<&str> = rules_in_code().iter().map(|rule| rule.id).collect();
    let mut table = String::from(HEAD);
    let mut missed = Vec::new();
    for row in side_by_side(&rules, |rule| row(rule, &noticed)) {
        missed.extend(row.missed);
        table.push_str(&row.line);
    }
    assert!(missed.is_empty(), "the suite has holes:\n{}", missed.join("\n"));
    compare(&root.join("vectors/ADEQUACY.md"), &table);
}

/// Rules of early and late stages, to show that nothing is missed by trying a rule on those vectors alone that break it.
const TRIED_ON_ALL: &[&str] = &["SIZ-1", "FRS-1", "CTR-1"];

/// The rules that each vector breaks when none is off.
fn broken_by_each(root: &Path, vectors: &[&Vector]) -> Vec<BTreeSet<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("broken");
    let red = red_of(root, vectors, &format!(" --broken '{}'", file.display()));
    assert_eq!(red, Vec::<String>::new(), "nothing is switched off, and yet");
    let lines = std::fs::read_to_string(&file).expect("the peer wrote its file");
    let broken: Vec<BTreeSet<String>> = lines
        .lines()
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect();
    assert_eq!(broken.len(), vectors.len(), "a line a vector");
    broken
}

/// A line of the table, and what is to be said if too few vectors notice.
struct Row {
    line: String,
    missed: Option<String>,
}

fn row(rule: &str, noticed: &impl Fn(&[&str]) -> Vec<String>) -> Row {
    let alone = noticed(&[rule]);
    let shadow = SHADOWS.iter().find(|shadow| shadow.rule == rule);
    let (with, behind, reason) = match shadow {
        Some(shadow) => {
            let together = noticed(&[&[rule], shadow.behind].concat());
            let others = noticed(shadow.behind);
            let by_it: Vec<String> = together.into_iter().filter(|id| !others.contains(id)).collect();
            (by_it, shadow.behind.join(", "), shadow.reason)
        }
        None => (alone.clone(), "–".to_owned(), "–"),
    };
    let few = with.len() < ENOUGH;
    let missed = few.then(|| format!("{rule}: {} of {ENOUGH} vectors notice: {with:?}", with.len()));
    let examples: Vec<String> = with.iter().take(2).map(|id| format!("`{id}`")).collect();
    let line = format!(
        "| {rule} | {} | {behind} | {} | {} | {reason} |\n",
        alone.len(),
        with.len(),
        examples.join(", ")
    );
    Row { line, missed }
}

/// Does each, two at a time: a run keeps little more than one core busy. Gives the results in their order.
fn side_by_side<T: Sync, R: Send>(all: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let half = |first: usize| -> Vec<R> { all.iter().skip(first).step_by(2).map(&each).collect() };
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| half(1));
        (half(0), odd.join().expect("it does not panic"))
    });
    let mut odd = odd.into_iter();
    let in_order = even.into_iter().flat_map(|even| [Some(even), odd.next()]);
    in_order.flatten().collect()
}

const HEAD: &str = "\
# Adequacy

Written by `CASP_REGENERATE=1 .ci/adequacy`. Each rule in turn is switched off in the reference peer: how many vectors then have
another verdict, stage or output. Where another rule refuses the same at the same stage, that one is switched off as well, and the vectors
are counted that notice both and not the other alone.

| rule | notice | also off | notice then | for example | why |
|---|---|---|---|---|---|
";

/// Ids of the vectors that come out otherwise when these rules are off.
fn noticing(root: &Path, vectors: &[&Vector], off: &[&str]) -> Vec<String> {
    let fault = off.iter().map(|rule| format!(" --fault {rule}")).collect::<String>();
    if vectors.is_empty() {
        return Vec::new();
    }
    red_of(root, vectors, &fault)
}

fn red_of(root: &Path, vectors: &[&Vector], options: &str) -> Vec<String> {
    let command = format!("'{}' peer{options}", env!("CARGO_BIN_EXE_conformance"));
    let command = PeerCommand::parse(&command).expect("a command");
    let settings = Settings::new(command, Codec::Binary, root.to_owned()).expect("settings");
    let run = run(&settings, vectors.to_vec(), Expectations::default(), &mut |_| {}).expect("the peer runs");
    run.pairs()
        .filter(|(_, result)| result.outcome.kind().is_red())
        .map(|(vector, _)| vector.id.clone())
        .collect()
}

fn compare(file: &Path, table: &str) {
    if std::env::var_os("CASP_REGENERATE").is_some() {
        std::fs::write(file, table).expect("the table is writable");
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == table,
        "{} is stale; run: CASP_REGENERATE=1 .ci/adequacy",
        file.display()
    );
}
