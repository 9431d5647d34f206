//! Answers held against oracles (SPEC.md section 16.2). An answer that fails is judged all the same: the verdict is ACCEPT.

mod decimal;
mod digest;
mod json;
mod json_different;
mod json_limits;
mod json_same;
mod json_unreadable;
mod text;
mod text_edges;

pub(super) use decimal::within;
pub(super) use text::{contains, one_of, prefix};

use casp_wire::v1::{Oracle, oracle::Form};
use prost::Message as _;

use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

/// Most bytes of an answer that is not judged by its digest alone.
const MAX_ANSWER: usize = 524_288;

pub(super) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("canary", "judge-decimal", decimal::vectors(world)),
        ("canary", "judge-digest", digest::vectors(world)),
        ("canary", "judge-json", json::vectors(world)),
        ("canary", "judge-text", text::vectors(world)),
    ]
}

/// A question to a judge.
pub(super) fn judge(oracle: Form, answer: impl Into<Vec<u8>>) -> Operation {
    Operation::JudgeAnswer {
        oracle: Oracle { form: Some(oracle) }.encode_to_vec().into(),
        answer: answer.into().into(),
    }
}

/// What a judge says.
pub(super) fn judgement(passed: bool) -> Option<Output> {
    Some(Output::Text(if passed { "passed" } else { "failed" }.to_owned()))
}

/// Answers to oracles of one form.
struct Judge<'a> {
    world: &'a World,
    group: &'static str,
}

impl Judge<'_> {
    fn passes(&self, name: &str, oracle: Form, answer: impl Into<Vec<u8>>) -> Vector {
        self.judged(name, oracle, answer.into(), true)
    }

    fn fails(&self, name: &str, oracle: Form, answer: impl Into<Vec<u8>>) -> Vector {
        self.judged(name, oracle, answer.into(), false)
    }

    fn judged(&self, name: &str, oracle: Form, answer: Vec<u8>, passed: bool) -> Vector {
        let field = match oracle {
            Form::ExactDigest(_) => "exact_digest",
            Form::Json(_) => "json",
            Form::Decimal(_) => "decimal",
            Form::OneOf(_) => "one_of",
            Form::Contains(_) => "contains",
            Form::Prefix(_) => "prefix",
        };
        let outcome = if passed { "passes" } else { "fails" };
        let title = format!("{field}: {} {outcome}", name.replace('-', " "));
        let id = format!("canary/{}/{name}", self.group);
        let operation = judge(oracle, answer);
        Case::new(id, title, &self.world.begin(), self.world.now, operation)
            .about("Oracle", field)
            .accepted(&["CAN-1", "CAN-8"], judgement(passed))
    }
}
