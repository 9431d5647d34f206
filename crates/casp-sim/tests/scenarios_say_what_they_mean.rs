//! Scenarios as data: what ships is read, what is wrong is told where, and results do not depend on the number of threads.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "tests may stop"
)]

use std::num::NonZeroUsize;
use std::path::Path;
use std::slice::from_ref;

use casp_sim::cost::{Costs, MEASURED};
use casp_sim::engine::Span;
use casp_sim::experiment::{Effort, run_all};
use casp_sim::figure5::Base;
use casp_sim::scenario::{Scenario, Vary};
use casp_sim::world::Lying;

const SHIPPED: &str = include_str!("../scenarios/creative-publishing.toml");
const RING: &str = include_str!("../scenarios/rating-ring.toml");
const ABLATION: &str = include_str!("../scenarios/ablation.toml");
const LIARS: &str = include_str!("../scenarios/bad-mouthing.toml");

fn costs() -> Costs {
    Costs::parse(MEASURED).unwrap()
}

fn parse(text: &str) -> Result<Scenario, String> {
    Scenario::parse(text, &costs()).map_err(|error| error.to_string())
}

#[test]
fn every_shipped_scenario_is_read_and_has_the_name_of_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let scenario = parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            assert_eq!(scenario.name, path.file_stem().unwrap().to_str().unwrap());
            read += 1;
        }
    }
    assert!(read >= 2);
}

#[test]
fn creative_publishing_is_a_point_of_the_figure() {
    let base = Base {
        alpha: 0.2,
        ..Base::default()
    };
    assert_eq!(parse(SHIPPED).unwrap().config, base.config(&costs()));
}

#[test]
fn one_thread_and_two_give_the_same_tables() {
    let text = SHIPPED
        .replace("workflows = 100", "workflows = 3")
        .replace("count = 40", "count = 6")
        .replace("count = 10", "count = 2");
    let mut scenario = parse(&text).unwrap();
    scenario.vary = Some(Vary::Adversaries(vec![0.0, 0.5]));
    let experiment = scenario.experiment();
    let csv = |threads| {
        let effort = Effort {
            first_seed: 5,
            seeds: 2,
            threads: NonZeroUsize::new(threads).unwrap(),
        };
        let results = run_all(from_ref(&experiment), effort, &|_| {}).unwrap();
        results[0].table.to_csv()
    };
    let one = csv(1);
    assert_eq!(one, csv(2));
    // Four cases, two values, two seeds, below the head.
    assert_eq!(one.lines().filter(|line| line.starts_with(['5', '6'])).count(), 16);
}

#[test]
fn what_is_varied_changes_that_and_nothing_else() {
    let mut scenario = parse(SHIPPED).unwrap();
    scenario.vary = Some(Vary::Adversaries(vec![0.0, 0.2, 0.9]));
    let points = scenario.experiment().points;
    let counts = |point: usize| -> Vec<u32> {
        let groups = &points[point].config.providers;
        groups.iter().map(|group| group.count).collect()
    };
    assert_eq!(counts(0), [50, 0, 50, 0]);
    assert_eq!(counts(1), [40, 10, 40, 10]);
    assert_eq!(counts(2), [5, 45, 5, 45]);
    assert_eq!(*points[1].config, scenario.config);
    scenario.vary = Some(Vary::Nodes(vec![10, 1_000]));
    let points = scenario.experiment().points;
    let all = |point: usize| -> u32 { points[point].config.providers.iter().map(|group| group.count).sum() };
    assert_eq!((all(0), all(1)), (10, 1_000));
}

#[test]
fn a_ring_is_varied_where_there_is_one_and_a_case_may_have_its_own() {
    let scenario = parse(RING).unwrap();
    assert_eq!(scenario.config.ratings, None);
    let experiment = scenario.experiment();
    let raters = |point: usize| {
        let ratings = experiment.points[point].config.ratings;
        ratings.map(|ratings| ratings.ring.map(|ring| ring.raters))
    };
    // Five values for each case.
    assert_eq!((0..5).map(raters).collect::<Vec<_>>(), [None; 5]);
    assert_eq!((5..10).map(raters).collect::<Vec<_>>(), [Some(None); 5]);
    let varied = [0, 4, 8, 16, 32].map(|raters| Some(Some(raters)));
    assert_eq!((10..15).map(raters).collect::<Vec<_>>(), varied);
    let trust = |point: usize| experiment.points[point].config.ratings.unwrap().trust;
    assert_eq!((trust(10), trust(15)), (None, Some(0.95)));
    let columns: Vec<String> = experiment.measures.iter().map(|measure| measure.name()).collect();
    assert!(columns.contains(&"trust_in_ring".to_owned()));
    assert!(!columns.contains(&"trust_in_liars".to_owned()));
    // Tables of other scenarios have the columns that they had.
    let others = parse(SHIPPED).unwrap().experiment().measures;
    assert!(others.iter().all(|measure| !measure.name().starts_with("reports_")));
}

#[test]
fn a_file_with_the_line_ends_of_windows_says_the_same() {
    // Its policies have lines of their own.
    let windows = ABLATION.replace('\n', "\r\n");
    let digest = |text: &str| parse(text).unwrap().experiment().digest();
    assert_eq!(digest(&windows), digest(ABLATION));
    let alone = ABLATION.replacen("[[row]]\n", "[[row]]\r", 1);
    assert!(parse(&alone).is_err());
}

#[test]
fn liars_are_varied_in_each_case_that_has_some() {
    let scenario = parse(LIARS).unwrap();
    let experiment = scenario.experiment();
    let ratings = |point: usize| experiment.points[point].config.ratings.unwrap();
    let of_case = |case: usize| (case * 5..case * 5 + 5).map(|point| ratings(point).liars.unwrap().count);
    for case in 0..scenario.cases.len() {
        assert_eq!(of_case(case).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
    let first_of = |name: &str| ratings(scenario.cases.iter().position(|case| case.name == name).unwrap() * 5);
    let (unreported, shipped) = (first_of("tier 1, no reports"), first_of("tier 1, as shipped"));
    assert!(!unreported.shares_outcomes && shipped.shares_outcomes);
    assert_eq!((shipped.trust, first_of("tier 1, believed").trust), (None, Some(0.95)));
    let honest_until = Span::of_ms(300_000);
    let behaviours = [shipped, first_of("tier 1, trust earned first")].map(|ratings| ratings.liars.unwrap().behaviour);
    assert_eq!(behaviours, [Lying::BadMouth, Lying::EarnsTrustFirst { honest_until }]);
    let columns: Vec<String> = experiment.measures.iter().map(|measure| measure.name()).collect();
    assert!(columns.contains(&"trust_in_liars".to_owned()));
}

#[test]
fn one_thread_and_two_tell_the_same_of_liars() {
    let mut scenario = parse(&LIARS.replace("workflows = 100", "workflows = 8")).unwrap();
    scenario.vary = Some(Vary::Liars(vec![2]));
    scenario
        .cases
        .retain(|case| ["tier 1, believed", "tier 1, trust earned first"].contains(&case.name.as_str()));
    let experiment = scenario.experiment();
    let csv = |threads| {
        let effort = Effort {
            first_seed: 1,
            seeds: 1,
            threads: NonZeroUsize::new(threads).unwrap(),
        };
        let results = run_all(from_ref(&experiment), effort, &|_| {}).unwrap();
        results[0].table.to_csv()
    };
    let one = csv(1);
    assert_eq!(one, csv(2));
    assert_eq!(one.lines().filter(|line| line.starts_with('1')).count(), 2);
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_a_way_out() {
    let cases = [
        ("sample = 10", "smaple = 10", "smaple"),
        ("ttl = \"15 s\"", "ttl = \"15\"", "ttl"),
        ("policy = \"tier-1\"", "policy = \"teir-1\"", "policy"),
        ("behaviour = \"sybil\"", "behaviour = \"sibyl\"", "behaviour"),
        ("seeds = { count = 30 }", "seeds = { count = 0 }", "seeds.count"),
        ("version = 1", "version = 2", "version"),
        (
            "behaviour = \"sybil\"",
            "behaviour = \"sibyl\"",
            "\"sibyl\" is not one of \"honest\", \"sybil\". Did you mean \"sybil\"?",
        ),
        (
            "work = { median = \"8 s\", sigma = 0.5 }",
            "work = \"8s\"",
            "step[1].work: \"8s\" is not a duration",
        ),
        (
            "capability = \"org.example/generate\"",
            "capability = \"org.example/generate \"",
            "step[1].capability: \"org.example/generate \" is not the id of a capability",
        ),
        (
            "[[case]]",
            "[vary]\nwhat = \"ttl\"\nvalues = [\"15 s\", \"25 h\"]\n[[case]]",
            "vary.values[2]: \"25 h\" is out of range. Write a duration from \"1 s\" to \"1 d\"",
        ),
        ("sample = 10", "sample = 0", "neither limit nor sample"),
        (
            "name = \"creative-publishing\"",
            "name = \"Creative Publishing\"",
            "name",
        ),
    ];
    for (right, wrong, told) in cases {
        assert!(SHIPPED.contains(right), "{right}");
        let error = parse(&SHIPPED.replacen(right, wrong, 1)).unwrap_err();
        assert!(error.contains(told), "{wrong}: {error}");
        assert!(error.starts_with(|first: char| first.is_ascii_digit()), "{error}");
    }
    let cases = [
        ("trust = 0.95", "trust = 0.96", "trust"),
        ("every = \"1 min\"", "every = \"900 ms\"", "ring.every"),
        ("raters = 8", "raters = 1_001", "ring.raters"),
        ("shares_outcomes", "share_outcomes", "share_outcomes"),
        ("values = [0, 4, 8, 16, 32]", "values = [0, 0.5]", "vary.values"),
        ("requesters = 8", "requesters = 1_001", "the number of requesters"),
    ];
    for (right, wrong, told) in cases {
        assert!(RING.contains(right), "{right}");
        let error = parse(&RING.replacen(right, wrong, 1)).unwrap_err();
        assert!(error.contains(told), "{wrong}: {error}");
    }
    let cases = [
        (
            "values = [0, 1, 2, 3, 4]",
            "values = [9]",
            "of 8 requesters 9 would lie",
        ),
        (
            "behaviour = \"bad-mouth\"",
            "behaviour = \"badmouth\"",
            "liars.behaviour",
        ),
        (
            "kind = \"earns-trust-first\"",
            "kind = \"earns-trust\"",
            "liars.behaviour.kind",
        ),
        (
            "honest_until = \"5 min\"",
            "honest_until = \"0 s\"",
            "liars.behaviour.honest_until",
        ),
        ("count = 2", "count = 1_000", "liars.count"),
    ];
    for (right, wrong, told) in cases {
        assert!(LIARS.contains(right), "{right}");
        let error = parse(&LIARS.replacen(right, wrong, 1)).unwrap_err();
        assert!(error.contains(told), "{wrong}: {error}");
    }
    let nobody_honest = LIARS.replacen("[vary]\nwhat = \"liars\"\nvalues = [0, 1, 2, 3, 4]\n", "", 1);
    let error = parse(&nobody_honest.replacen("count = 2", "count = 8", 1)).unwrap_err();
    assert!(error.contains("of 8 requesters 8 would lie"), "{error}");
    assert!(error.contains("case"), "{error}");
    println!("{error}");
    let stranger = SHIPPED.replacen(
        "capability = \"org.example/publish\"\ncount",
        "capability = \"org.example/pubish\"\ncount",
        1,
    );
    let error = parse(&stranger).unwrap_err();
    assert!(error.contains("no step needs `org.example/pubish`"), "{error}");
}
