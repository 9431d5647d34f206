//! The rules of SPEC.md, those in the code, those that the vectors show, and COVERAGE.md are one list.

mod own;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use casp_wire::rule::RuleInfo;
use conformance::coverage::{self, rules_in_code};
use conformance::generate::spec::{self, Rule};
use conformance::generate::{self, PUBLISHED_SEED};
use conformance::vector::{Vector, Verdict};

own::own_tests![
    the_specification_numbers_its_rules_without_gaps,
    specification_and_code_have_the_same_rules,
    every_rule_is_obeyed_and_broken_by_vectors,
    coverage_is_current,
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn rules_in_spec() -> Vec<Rule> {
    spec::parse(&std::fs::read_to_string(root().join("SPEC.md")).unwrap())
}

fn the_specification_numbers_its_rules_without_gaps() {
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    let rules = rules_in_spec();
    for rule in &rules {
        let (family, number) = rule.id.split_once('-').unwrap();
        let previous = last.insert(family.to_owned(), number.parse().unwrap()).unwrap_or(0);
        assert_eq!(last[family], previous + 1, "{} follows {family}-{previous}", rule.id);
        let same = rules.iter().filter(|other| other.code == rule.code).count();
        assert_eq!(same, 1, "the code {} is used twice", rule.code);
        assert!(
            matches!(rule.verdict.as_str(), "IGNORE" | "REJECT"),
            "{}: {}",
            rule.id,
            rule.verdict
        );
        let is_stage = casp_wire::Stage::ALL.iter().any(|stage| stage.name() == rule.stage);
        assert!(is_stage || rule.stage == "ENCODING*", "{}: {}", rule.id, rule.stage);
    }
    assert!(
        rules.len() > 70,
        "the tables of SPEC.md are read: {} rules",
        rules.len()
    );
}

fn specification_and_code_have_the_same_rules() {
    let mut code: BTreeMap<&str, &RuleInfo> = rules_in_code().into_iter().map(|info| (info.id, info)).collect();
    assert_eq!(code.len(), rules_in_code().len(), "no two variants stand for one rule");
    for rule in rules_in_spec() {
        let info = code
            .remove(rule.id.as_str())
            .unwrap_or_else(|| panic!("{} is not in the code", rule.id));
        assert_eq!(info.code, rule.code, "{}", rule.id);
        assert_eq!(info.verdict.name(), rule.verdict, "{}", rule.id);
        assert!(
            rule.is_reported_at(info.stage.name()),
            "{}: {} in the code",
            rule.id,
            info.stage.name()
        );
    }
    assert_eq!(
        code.keys().collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "rules that SPEC.md does not have"
    );
}

fn every_rule_is_obeyed_and_broken_by_vectors() {
    let vectors: Vec<Vector> = generate::suite(PUBLISHED_SEED)
        .into_iter()
        .flat_map(|file| file.vectors)
        .collect();
    for rule in rules_in_spec() {
        let citing = |accepted: bool| {
            let by_verdict = |vector: &&Vector| (vector.expect.verdict == Verdict::Accept) == accepted;
            vectors
                .iter()
                .filter(by_verdict)
                .filter(|vector| vector.rules.contains(&rule.id))
                .count()
        };
        assert!(citing(true) >= 1, "no vector obeys {}", rule.id);
        assert!(citing(false) >= 2, "{} vectors break {}", citing(false), rule.id);
    }
}

fn coverage_is_current() {
    let made = coverage::table(&root(), &generate::suite(PUBLISHED_SEED)).unwrap();
    let published = std::fs::read_to_string(root().join("vectors/COVERAGE.md")).unwrap();
    assert!(
        made == published,
        "vectors/COVERAGE.md is stale: cargo run -p conformance -- regenerate"
    );
    let unchecked: Vec<&str> = made.lines().filter(|line| line.contains("| – |")).collect();
    assert_eq!(unchecked, Vec::<&str>::new(), "rules that no code reports");
}
