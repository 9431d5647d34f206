//! The vectors are what they say: made by the generator, one fault each, true flags, digests that fit.

#[path = "vectors/flags.rs"]
mod flags;
#[path = "vectors/walk.rs"]
mod walk;

mod own;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use conformance::generate::spec::{self, Rule};
use conformance::generate::{self, Manifest, PUBLISHED_SEED};
use conformance::vector::{Operation, Vector, VectorFile, Verdict};

own::own_tests![
    there_are_enough_of_them,
    ids_are_well_formed_unique_and_in_order,
    what_is_said_of_a_vector_is_complete,
    a_refused_vector_breaks_one_rule_as_the_specification_says,
    no_fault_is_there_twice,
    every_refused_vector_has_an_accepted_twin,
    accepted_vectors_of_a_file_differ,
    flags_are_true,
    regenerating_yields_the_published_bytes,
    nothing_else_lies_among_the_vectors,
    worked_examples_are_current,
    a_fresh_seed_asks_other_things_and_expects_the_same,
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The published files, as they stand on disk.
fn published() -> Vec<(String, Vec<u8>, VectorFile)> {
    let vectors = root().join("vectors");
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(vectors.join("MANIFEST.json")).unwrap()).unwrap();
    let read = |path: String| {
        let bytes = std::fs::read(vectors.join(&path)).unwrap();
        let file = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, bytes, file)
    };
    manifest.files.into_iter().map(|file| read(file.path)).collect()
}

fn vectors() -> Vec<Vector> {
    published().into_iter().flat_map(|(_, _, file)| file.vectors).collect()
}

fn is_refused(vector: &Vector) -> bool {
    vector.expect.verdict != Verdict::Accept
}

fn there_are_enough_of_them() {
    let vectors = vectors();
    let refused = vectors.iter().filter(|vector| is_refused(vector)).count();
    assert!(vectors.len() >= 400, "{} vectors", vectors.len());
    assert!(refused * 2 > vectors.len(), "{refused} of {} refused", vectors.len());
    let servers = vectors
        .iter()
        .filter(|vector| vector.flags.iter().any(|flag| flag == "real-tool-server"));
    assert!(servers.filter(|vector| !is_refused(vector)).count() >= 24);
}

fn ids_are_well_formed_unique_and_in_order() {
    let mut ids = BTreeSet::new();
    for (path, _, file) in published() {
        let prefix = format!("{}/{}/", file.area, file.group);
        assert_eq!(path, format!("{}/{}.json", file.area, file.group));
        assert!(
            file.vectors.is_sorted_by(|a, b| a.id < b.id),
            "{path} is in the order of ids"
        );
        for vector in file.vectors {
            assert!(vector.id.starts_with(&prefix), "{} in {path}", vector.id);
            let well_formed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-./".contains(&byte);
            assert!(vector.id.bytes().all(well_formed), "{}", vector.id);
            assert!(ids.insert(vector.id.clone()), "{} is there twice", vector.id);
        }
    }
}

fn what_is_said_of_a_vector_is_complete() {
    for vector in vectors() {
        let id = &vector.id;
        assert!(
            !vector.title.is_empty() && vector.title.len() <= 120 && !vector.title.contains('\n'),
            "{id}: title"
        );
        assert!(
            !vector.rules.is_empty() && !vector.message.is_empty() && !vector.source.is_empty(),
            "{id}"
        );
        assert_eq!((vector.level.as_str(), vector.seed), ("MUST", PUBLISHED_SEED), "{id}");
        assert_eq!(
            vector.fault == "none",
            !is_refused(&vector),
            "{id}: fault {}",
            vector.fault
        );
        assert!(vector.rendering.len() <= 60, "{id}: {} lines", vector.rendering.len());
        assert!(
            vector.rendering.iter().all(|line| line.chars().count() <= 120),
            "{id}: a line is too long"
        );
        let times: Vec<i64> = vector
            .prior
            .iter()
            .chain([&vector.step])
            .map(|step| step.now_ms)
            .collect();
        assert!(times.is_sorted(), "{id}: time goes back");
    }
}

fn a_refused_vector_breaks_one_rule_as_the_specification_says() {
    let rules: BTreeMap<&str, &Rule> = spec::rules().iter().map(|rule| (rule.id.as_str(), rule)).collect();
    for vector in vectors() {
        let id = &vector.id;
        for rule in &vector.rules {
            assert!(rules.contains_key(rule.as_str()), "{id}: SPEC.md has no {rule}");
        }
        let expect = &vector.expect;
        if !is_refused(&vector) {
            assert!(
                expect.stage.is_none() && expect.codes.is_empty() && vector.twin.is_none(),
                "{id}"
            );
            continue;
        }
        let [rule] = &vector.rules[..] else {
            panic!("{id}: {:?}", vector.rules)
        };
        let rule = rules[rule.as_str()];
        let stage = expect.stage.as_deref().unwrap_or_default();
        assert!(rule.is_reported_at(stage), "{id}: {} at {stage}", rule.id);
        assert_eq!(verdict_name(expect.verdict), rule.verdict, "{id}");
        assert_eq!(expect.codes[0], rule.code, "{id}");
        for code in &expect.codes {
            let other = spec::rules().iter().find(|rule| rule.code == *code);
            let other = other.unwrap_or_else(|| panic!("{id}: no rule has the code {code}"));
            assert!(
                other.is_reported_at(stage) && other.verdict == rule.verdict,
                "{id}: {code} is of another stage"
            );
        }
    }
}

fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "ACCEPT",
        Verdict::Ignore => "IGNORE",
        Verdict::Reject => "REJECT",
    }
}

fn no_fault_is_there_twice() {
    let mut faults = BTreeMap::new();
    for vector in vectors().into_iter().filter(is_refused) {
        let key = (vector.rules, vector.message, vector.field, vector.fault);
        if let Some(other) = faults.insert(key, vector.id.clone()) {
            panic!("{} and {other} show the same", vector.id);
        }
    }
}

fn every_refused_vector_has_an_accepted_twin() {
    let vectors = vectors();
    let by_id: BTreeMap<&str, &Vector> = vectors.iter().map(|vector| (vector.id.as_str(), vector)).collect();
    for vector in vectors.iter().filter(|vector| is_refused(vector)) {
        let twin = vector.twin.as_deref().and_then(|twin| by_id.get(twin));
        let twin = twin.unwrap_or_else(|| panic!("{} has no twin {:?}", vector.id, vector.twin));
        assert!(!is_refused(twin), "{}: {} is refused too", vector.id, twin.id);
        let asked = |vector: &Vector| (vector.begin.clone(), vector.prior.clone(), vector.step.clone());
        assert_ne!(asked(twin), asked(vector), "{} and {} ask the same", vector.id, twin.id);
    }
}

fn accepted_vectors_of_a_file_differ() {
    let mut seen = BTreeMap::new();
    let files = published().into_iter();
    let accepted = files.flat_map(|(path, _, file)| file.vectors.into_iter().map(move |vector| (path.clone(), vector)));
    // One valid message may be the twin of faults in several of its parts.
    let is_twin = |vector: &Vector| vector.id.ends_with("/valid");
    for (path, vector) in accepted.filter(|(_, vector)| !is_refused(vector) && !is_twin(vector)) {
        let asked = serde_json::to_string(&(&vector.begin, &vector.prior, &vector.step)).unwrap();
        if let Some(other) = seen.insert((path, asked), vector.id.clone()) {
            panic!("{} and {other} ask the same", vector.id);
        }
    }
}

fn flags_are_true() {
    for vector in vectors() {
        let distinct: BTreeSet<&String> = vector.flags.iter().collect();
        assert_eq!(
            distinct.len(),
            vector.flags.len(),
            "{}: a flag is there twice",
            vector.id
        );
        for flag in &vector.flags {
            match flags::holds(flag, &vector) {
                Some(true) => {}
                Some(false) => panic!("{}: {flag} is not true", vector.id),
                None => panic!("{}: nobody can tell whether {flag} is true", vector.id),
            }
        }
    }
}

fn regenerating_yields_the_published_bytes() {
    let made = generate::suite(PUBLISHED_SEED);
    let files = published();
    assert_eq!(made.len(), files.len());
    for (path, bytes, file) in files {
        let made = made
            .iter()
            .find(|made| (&made.area, &made.group) == (&file.area, &file.group));
        let text = generate::file_text(made.unwrap_or_else(|| panic!("{path} is made no more")));
        assert!(
            text.as_bytes() == bytes,
            "{path} is stale: cargo run -p conformance -- regenerate"
        );
    }
    let manifest = std::fs::read_to_string(root().join("vectors/MANIFEST.json")).unwrap();
    let made = serde_json::to_string_pretty(&generate::manifest(&made)).unwrap() + "\n";
    assert_eq!(
        manifest, made,
        "MANIFEST.json is stale: cargo run -p conformance -- regenerate"
    );
}

fn nothing_else_lies_among_the_vectors() {
    let listed: BTreeSet<PathBuf> = published()
        .into_iter()
        .map(|(path, ..)| root().join("vectors").join(path))
        .collect();
    for area in conformance::vector::AREAS {
        for entry in std::fs::read_dir(root().join("vectors").join(area)).unwrap() {
            let path = entry.unwrap().path();
            assert!(listed.contains(&path), "{} is not in MANIFEST.json", path.display());
        }
    }
}

fn worked_examples_are_current() {
    let spec = std::fs::read_to_string(root().join("SPEC.md")).unwrap();
    let stale = spec != generate::replace_worked_examples(&spec);
    assert!(
        !stale,
        "Annex B of SPEC.md is stale: cargo run -p conformance -- regenerate"
    );
}

fn a_fresh_seed_asks_other_things_and_expects_the_same() {
    let own: Vec<Vector> = generate::suite(PUBLISHED_SEED)
        .into_iter()
        .flat_map(|file| file.vectors)
        .collect();
    for seed in [0, u64::MAX] {
        let fresh: Vec<Vector> = generate::suite(seed)
            .into_iter()
            .flat_map(|file| file.vectors)
            .collect();
        assert_eq!(own.len(), fresh.len());
        let mut same = Vec::new();
        for (own, fresh) in own.iter().zip(&fresh) {
            let stable = |vector: &Vector| {
                let expect = &vector.expect;
                let identity = (
                    vector.id.clone(),
                    vector.rules.clone(),
                    vector.fault.clone(),
                    vector.twin.clone(),
                );
                (
                    identity,
                    expect.verdict,
                    expect.stage.clone(),
                    expect.codes.clone(),
                    vector.flags.clone(),
                )
            };
            assert_eq!(stable(own), stable(fresh));
            if own.step == fresh.step && own.prior == fresh.prior && is_about_own_inputs(own) {
                same.push(own.id.clone());
            }
        }
        assert_eq!(same, Vec::<String>::new(), "seed {seed} asks the same");
        for vector in &fresh {
            let untrue = vector
                .flags
                .iter()
                .find(|flag| flags::holds(flag, vector) != Some(true));
            assert_eq!(untrue, None, "{} with seed {seed}", vector.id);
        }
    }
}

/// Published inputs are what they are, and so are points of small order and texts without content; only their time differs.
fn is_about_own_inputs(vector: &Vector) -> bool {
    let is_fixed = matches!(
        vector.step.operation,
        Operation::AdmitKey { .. }
            | Operation::DidKeyEncode { .. }
            | Operation::PeerIdEncode { .. }
            | Operation::Pae { .. }
    );
    vector.source == "constructed" && !is_fixed
}
