//! A peer that knows CASP by heart: it looks up what the published vectors say of an input.

use std::collections::HashMap;
use std::path::Path;

use casp_wire::Stage;
use conformance::driver::v1::{self, Answer, Request, request::Operation};
use conformance::runner::Suite;
use conformance::vector::{Expect, Step, Vector, Verdict};
use prost::Message as _;
use sha2::{Digest, Sha256};

type Hash = [u8; 32];

/// Answers by the SHA-256 of all that a case has said so far.
pub(crate) struct Memory {
    answers: HashMap<Hash, Answer>,
    state: Hash,
}

impl Memory {
    /// Memorises the vectors in a folder; `None` memorises nothing.
    pub(crate) fn of(directory: Option<&Path>) -> Self {
        let suite = directory.map(|directory| Suite::load(directory).expect("the vectors to memorise"));
        let mut memory = Self {
            answers: HashMap::new(),
            state: Hash::default(),
        };
        for vector in suite.iter().flat_map(|suite| &suite.vectors) {
            memory.learn(vector);
        }
        memory
    }

    fn learn(&mut self, vector: &Vector) {
        let mut state = after(Hash::default(), 0, &Operation::Begin((&vector.begin).into()));
        for Step {
            now_ms,
            operation,
            verdict,
            expect,
        } in &vector.prior
        {
            state = after(state, *now_ms, &operation.into());
            let verdict = verdict.unwrap_or(Verdict::Accept);
            self.answers.entry(state).or_insert_with(|| match expect {
                Some(expect) => due(expect),
                None => bare(verdict, Stage::Semantic),
            });
        }
        state = after(state, vector.step.now_ms, &(&vector.step.operation).into());
        self.answers.insert(state, due(&vector.expect));
    }

    /// What the vectors say; what they do not know is refused at SIZE.
    pub(crate) fn answer(&mut self, request: &Request) -> Answer {
        match &request.operation {
            Some(begin @ Operation::Begin(_)) => {
                self.state = after(Hash::default(), 0, begin);
                bare(Verdict::Accept, Stage::Size)
            }
            Some(operation) => {
                self.state = after(self.state, request.now_ms, operation);
                self.answers
                    .get(&self.state)
                    .cloned()
                    .unwrap_or_else(|| bare(Verdict::Reject, Stage::Size))
            }
            None => bare(Verdict::Reject, Stage::Size),
        }
    }
}

/// An answer without code and output.
pub(crate) fn bare(verdict: Verdict, stage: Stage) -> Answer {
    let stage = if verdict == Verdict::Accept { 0 } else { number(stage) };
    Answer {
        verdict: v1::Verdict::from(verdict).into(),
        stage,
        code: String::new(),
        output: None,
    }
}

fn due(expect: &Expect) -> Answer {
    let stage = Stage::ALL
        .into_iter()
        .find(|stage| Some(stage.name()) == expect.stage.as_deref());
    Answer {
        code: expect.codes.first().cloned().unwrap_or_default(),
        output: expect.output.as_ref().map(v1::Output::from),
        ..bare(expect.verdict, stage.unwrap_or(Stage::Size))
    }
}

fn number(stage: Stage) -> i32 {
    let index = Stage::ALL
        .iter()
        .position(|each| *each == stage)
        .expect("ALL has every stage");
    i32::try_from(index).expect("there are 14") + 1
}

fn after(state: Hash, now_ms: i64, operation: &Operation) -> Hash {
    // `begin` bears the time of whatever follows it, which says nothing.
    let now_ms = if matches!(operation, Operation::Begin(_)) {
        0
    } else {
        now_ms
    };
    let request = Request {
        now_ms,
        operation: Some(operation.clone()),
        ..Request::default()
    };
    Sha256::new()
        .chain_update(state)
        .chain_update(request.encode_to_vec())
        .finalize()
        .into()
}
