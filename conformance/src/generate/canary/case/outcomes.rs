//! Cases that hold, and verdicts that say otherwise than the answer does (CAN-8).

use casp_wire::v1::{self, CanaryOutcome, ChunkList, TaskStatus, content::Body, oracle::Form};

use super::script::{Member, Script};
use super::{Bench, RULES};
use crate::generate::canary::families::{ARITHMETIC, FAMILIES, RASTER, make};
use crate::generate::canary::judge::{contains, one_of, prefix, within};
use crate::generate::engagement::{content_digest, tagged};
use crate::generate::world::World;
use crate::vector::Vector;

/// Longest output that a result can hold, bytes.
const LONGEST_INLINE: usize = 524_288;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench { world, group: "case" };
    let mut vectors = vec![bench.holds("own-canary-passed", &RULES, &Script::new(world))];
    vectors.extend(forms(bench));
    vectors.extend(families(bench));
    vectors.extend(statuses(bench));
    vectors.extend(bodies(bench));
    vectors
}

/// A case as its verdict rightly has it.
fn told(bench: Bench<'_>, name: &str, script: &Script<'_>) -> Vector {
    bench.holds(&named(name, script), &["CAN-8"], script)
}

fn named(name: &str, script: &Script<'_>) -> String {
    format!("{name}-{}", said(script.outcome))
}

fn said(outcome: CanaryOutcome) -> &'static str {
    match outcome {
        CanaryOutcome::Passed => "passed",
        _ => "failed",
    }
}

/// The same, and a case whose verdict says the opposite.
fn told_both_ways(bench: Bench<'_>, name: &str, mut script: Script<'_>) -> [Vector; 2] {
    let holds = told(bench, name, &script);
    let twin = bench.id(&named(name, &script));
    script.outcome = match script.outcome {
        CanaryOutcome::Passed => CanaryOutcome::Failed,
        _ => CanaryOutcome::Passed,
    };
    let fault = format!("{name}-said-to-have-{}", said(script.outcome));
    let breaks = bench.breaks_beside(&twin, "CAN-8", Member::Verdict, &fault, &script);
    [holds, breaks]
}

/// An answer that each form passes, and one that it fails.
fn forms(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let text = world.draw("answer of a case").sentence(2);
    let number = world.draw("number of a case").number(1_000, 9_999);
    let json = format!(r#"{{"n":{number}}}"#);
    let forms: [(&str, Form, String, String); 6] = [
        (
            "exact-digest",
            Form::ExactDigest(content_digest(text.as_bytes())),
            text.clone(),
            format!("{text}\n"),
        ),
        (
            "json",
            Form::Json(json),
            format!(r#" {{ "n" : {number}.0 }}"#),
            format!(r#"{{"n":{number},"n":{number}}}"#),
        ),
        (
            "decimal",
            within(&number.to_string(), "0.5"),
            format!("{number}.500\n"),
            format!("{number}.5001"),
        ),
        (
            "one-of",
            one_of(&[&text, &format!("{text}!")]),
            format!(" {text}!"),
            text.to_uppercase(),
        ),
        ("contains", contains(&text), format!("({text})"), text[1..].to_owned()),
        ("prefix", prefix(&text), format!("{text} etc."), format!("- {text}")),
    ];
    let mut vectors = Vec::new();
    for (name, oracle, right, wrong) in forms {
        let passed = Script::judged(world, oracle.clone(), right.as_bytes(), true);
        let failed = Script::judged(world, oracle, wrong.as_bytes(), false);
        vectors.push(told(bench, &format!("{name}-right"), &passed));
        vectors.extend(told_both_ways(bench, &format!("{name}-wrong"), failed));
    }
    vectors
}

fn families(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let rules = ["CAN-7", "CAN-8"];
    let mut vectors = Vec::new();
    for family in FAMILIES {
        let right = Script::generated(world, family);
        let wrong = Script::generated(world, family).answered(b"P5\n0\n", false);
        vectors.push(bench.holds_for_anyone(&format!("{family}-passed"), &rules, &right));
        vectors.push(bench.holds_for_anyone(&format!("{family}-failed"), &rules, &wrong));
    }
    let of_unknown = |family: &str| {
        Script::new(world).canary(|it| {
            it.generator = Some(v1::Generator {
                family: family.to_owned(),
                seed: world.draw("seed of another").bytes(32),
            });
        })
    };
    let numbered = format!("{ARITHMETIC}-2");
    vectors.push(bench.holds("unknown-family", &rules, &of_unknown("com.example.maze")));
    vectors.push(bench.holds("unknown-family-of-a-like-name", &rules, &of_unknown(&numbered)));
    let agreed_unknown =
        of_unknown("com.example.maze").terms(|it| it.evidence = vec!["canary/com.example.maze".to_owned()]);
    vectors.push(bench.holds("unknown-family-agreed-to", &rules, &agreed_unknown));
    // Anyone can make it anew, but the provider did not agree to such tasks.
    let agreed_to = |evidence: &[&str]| {
        let evidence: Vec<String> = evidence.iter().map(|&kind| kind.to_owned()).collect();
        Script::generated(world, ARITHMETIC).terms(move |it| it.evidence.clone_from(&evidence))
    };
    let another = format!("canary/{RASTER}");
    let longer = format!("canary/{ARITHMETIC}-2");
    let own = format!("canary/{ARITHMETIC}");
    let offered = own.clone();
    let unasked = agreed_to(&[]).quote(move |it| {
        if let Some(terms) = &mut it.terms {
            terms.evidence = vec![offered.clone()];
        }
    });
    vectors.extend([
        bench.holds("family-not-agreed-to", &rules, &agreed_to(&[])),
        bench.holds("another-family-agreed-to", &rules, &agreed_to(&[&another])),
        bench.holds("family-of-a-longer-name-agreed-to", &rules, &agreed_to(&[&longer])),
        bench.holds("family-without-prefix-agreed-to", &rules, &agreed_to(&[ARITHMETIC])),
        bench.holds_for_anyone(
            "family-agreed-to-among-others",
            &rules,
            &agreed_to(&["attestation", &own, &another, "com.example.video"]),
        ),
        bench.holds_for_anyone("family-agreed-to-unasked", &rules, &unasked),
    ]);
    let seed = world.draw("seed outside any bank").bytes(32);
    let chosen = Script::generated(world, ARITHMETIC);
    vectors.push(bench.holds_for_anyone("seed-outside-any-bank", &rules, &of_seed(chosen, &seed)));
    vectors
}

/// The canary of another seed of its family.
fn of_seed<'a>(mut script: Script<'a>, seed: &[u8]) -> Script<'a> {
    let made = make(ARITHMETIC, seed);
    script = script.asked(&made.input).answered(&made.answer, true);
    script.canary(|it| {
        it.oracle = Some(v1::Oracle {
            form: Some(made.oracle.clone()),
        });
        if let Some(generator) = &mut it.generator {
            generator.seed = seed.to_vec();
        }
    })
}

/// CAN-9: only what was completed is an answer. Verdicts say what judging gives all the same.
fn statuses(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let refused = |fault: &str, script: Script<'_>| bench.breaks("CAN-9", Member::Result, fault, &script);
    let without = |status: TaskStatus| {
        failed(Script::new(world)).result(move |it| {
            it.status = status.into();
            it.output = None;
        })
    };
    vec![
        refused("partial-with-the-right-text", partial(Script::new(world))),
        refused("partial-with-the-right-digest", partial(by_digest(world))),
        refused(
            "partial-with-another-text",
            partial(Script::new(world).answered(b"?", false)),
        ),
        refused("failed", without(TaskStatus::Failed)),
        refused("cancelled", without(TaskStatus::Cancelled)),
        refused("indeterminate", without(TaskStatus::Indeterminate)),
    ]
}

/// A canary of the requester's own that is judged by the digest of the output.
fn by_digest(world: &World) -> Script<'_> {
    let script = Script::new(world);
    let digest = Form::ExactDigest(script.output.digest.clone());
    script.canary(|it| {
        it.oracle = Some(v1::Oracle {
            form: Some(digest.clone()),
        })
    })
}

/// The output comes inline, in chunks, or by other means.
fn bodies(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let by_text = || Script::new(world);
    let other = Form::ExactDigest(world.draw("another output").bytes(32));
    let empty = |oracle, passed| Script::judged(world, oracle, b"", passed);
    let longest = world.draw("long answer of a case").sentence(2) + &"x".repeat(1_000);
    let longest_answer = [longest.as_bytes(), &b"x".repeat(LONGEST_INLINE - longest.len())].concat();
    let mut vectors = Vec::new();
    vectors.extend(told_both_ways(
        bench,
        "chunks-of-the-right-digest",
        in_chunks(by_digest(world)),
    ));
    vectors.extend(told_both_ways(
        bench,
        "chunks-of-the-right-text",
        failed(in_chunks(by_text())),
    ));
    let others = [
        (
            "chunks-of-another-digest",
            in_chunks(Script::judged(world, other, b"no such answer", false)),
        ),
        ("no-body-of-the-right-digest", without_body(by_digest(world))),
        ("no-body-of-the-right-text", failed(without_body(by_text()))),
        (
            "empty-output-by-digest",
            empty(Form::ExactDigest(content_digest(b"")), true),
        ),
        ("empty-output-by-text", empty(prefix("x"), false)),
    ];
    vectors.extend(others.iter().map(|(name, script)| told(bench, name, script)));
    vectors.push(bench.holds_for_anyone(
        "raster-in-chunks-passed",
        &["CAN-7", "CAN-8"],
        &in_chunks(Script::generated(world, RASTER)),
    ));
    vectors.push(bench.holds(
        "longest-inline-output-passed",
        &["CAN-8"],
        &Script::judged(world, prefix(&longest), &longest_answer, true),
    ));
    vectors
}

fn partial(script: Script<'_>) -> Script<'_> {
    script.result(|it| it.status = TaskStatus::Partial.into())
}

fn failed(mut script: Script<'_>) -> Script<'_> {
    script.outcome = CanaryOutcome::Failed;
    script
}

fn without_body(mut script: Script<'_>) -> Script<'_> {
    script.output.body = None;
    script
}

fn in_chunks(mut script: Script<'_>) -> Script<'_> {
    if let Some(Body::Inline(bytes)) = &script.output.body {
        let digests = bytes.chunks(1_024).map(|chunk| tagged("casp/v1/chunk", &[chunk]));
        script.output.body = Some(Body::Chunks(ChunkList {
            chunk_bytes: 1_024,
            digests: digests.collect(),
        }));
    }
    script
}
