//! Encoding and shape of verdicts, and of oracles that are judged by themselves.

use casp_wire::v1::{self, oracle::Form, tables};
use prost::Message as _;

use super::families::TABLE;
use super::judge::{contains, judgement, one_of, prefix, within};
use crate::generate::engagement;
use crate::generate::faults::Site;
use crate::generate::forge::{Node, Payload as _, Statement};
use crate::generate::payload::Subject;
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Operation, Vector, Verdict};

/// Limits that have vectors of their own, since a text of that length has to be JSON or a decimal.
const UNBOUNDED: &[&str] = &[
    "opening.canary.oracle.json",
    "opening.canary.oracle.decimal.expected",
    "opening.canary.oracle.decimal.tolerance",
    "json",
    "decimal.expected",
    "decimal.tolerance",
];

/// Where an oracle stands in a verdict.
const ORACLE: [u32; 3] = [4, 2, 3];

/// Answers nothing: no text, no JSON.
const NO_ANSWER: &[u8] = b"\xff";

/// An oracle of each form, the one with most fields first.
fn forms(world: &World) -> [(&'static str, Form); 6] {
    let mut draw = world.draw("oracles to break");
    let words = [draw.word(), draw.word()];
    let [first, second] = [format!("a {}", words[0]), format!("b {}", words[1])];
    [
        ("decimal", within(&draw.number(1, 999).to_string(), "0.5")),
        ("exact-digest", Form::ExactDigest(draw.bytes(32))),
        ("json", Form::Json(format!(r#"{{"{}":1}}"#, draw.word()))),
        ("one-of", one_of(&[&first, &second])),
        ("contains", contains(words[0])),
        ("prefix", prefix(words[1])),
    ]
}

/// The message within an oracle of this form, if there is one: field number and name.
fn inner(form: &Form) -> Option<(u32, &'static str)> {
    match form {
        Form::Decimal(_) => Some((3, "decimal")),
        Form::OneOf(_) => Some((4, "one_of")),
        _ => None,
    }
}

/// A verdict with every field, on a canary with this oracle.
fn verdict(world: &World, form: &Form) -> Statement {
    let mut verdict = engagement::verdict(world, &world.alice);
    if let Some(canary) = verdict.opening.as_mut().and_then(|opening| opening.canary.as_mut()) {
        canary.oracle = Some(v1::Oracle {
            form: Some(form.clone()),
        });
        canary.generator = Some(v1::Generator {
            family: TABLE.to_owned(),
            seed: world.draw("seed of a canary").bytes(32),
        });
    }
    verdict.signed(&world.alice)
}

pub(super) fn of_verdicts(world: &World) -> Vec<Vector> {
    let forms = forms(world);
    let vectors = |prefix: &str, statement: &Statement, path: &[u32], name: &str| {
        let subject = Subject {
            prefix,
            statement,
            signer: &world.alice,
            path,
            name,
            thorough: &[],
            brief: true,
            unbounded: UNBOUNDED,
        };
        subject.vectors(world)
    };
    let whole = verdict(world, &forms[0].1);
    let group = "canary/canary-verdict";
    let mut all = vectors(group, &whole, &[], "");
    all.extend(vectors(group, &whole, &[4], "opening"));
    all.extend(vectors(group, &whole, &[4, 2], "opening.canary"));
    all.extend(vectors(group, &whole, &[4, 2, 4], "opening.canary.generator"));
    for (at, (name, form)) in forms.iter().enumerate() {
        let statement = verdict(world, form);
        let prefix = format!("{group}/{name}");
        let oracle = vectors(&prefix, &statement, &ORACLE, "opening.canary.oracle");
        all.extend(oracle.into_iter().filter(|vector| at == 0 || !is_of_any_form(vector)));
        if let Some((number, field)) = inner(form) {
            let path = [&ORACLE[..], &[number]].concat();
            all.extend(vectors(
                group,
                &statement,
                &path,
                &format!("opening.canary.oracle.{field}"),
            ));
        }
    }
    all
}

pub(super) fn of_oracles(world: &World) -> Vec<Vector> {
    let mut all = Vec::new();
    for (at, (name, form)) in forms(world).iter().enumerate() {
        let oracle = v1::Oracle {
            form: Some(form.clone()),
        };
        let root = Node::read(&tables::ORACLE, &oracle.encode_to_vec());
        let vectors = |prefix: String, path: &[u32], name: &str| {
            let target = Target {
                prefix,
                message: "Oracle",
                begin: world.begin(),
                now_ms: world.now,
                operation: &|oracle: Vec<u8>| Operation::JudgeAnswer {
                    oracle: oracle.into(),
                    answer: NO_ANSWER.to_vec().into(),
                },
                output: &|_| judgement(false),
                flags: &[],
                unbounded: UNBOUNDED,
            };
            let site = Site {
                root: &root,
                path,
                thorough: &[],
                brief: false,
            };
            target.vectors(&site, name)
        };
        let whole = vectors(format!("canary/oracle/{name}"), &[], "");
        all.extend(whole.into_iter().filter(|vector| at == 0 || !is_of_any_form(vector)));
        if let Some((number, field)) = inner(form) {
            all.extend(vectors("canary/oracle".to_owned(), &[number], field));
        }
    }
    all
}

/// A fault of the oracle as a message, which one form shows for all.
fn is_of_any_form(vector: &Vector) -> bool {
    vector.expect.verdict != Verdict::Accept && ["", "opening.canary.oracle"].contains(&vector.field.as_str())
}
