//! A run as a sequence of records, in which two runs are comparable line by line.

use crate::vector::Verdict;

use super::{Kind, Outcome, Position, Run};

/// What became of one vector, without times, words or anything else that differs when the same is run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The vector's id.
    pub vector: &'a str,
    /// The kind of outcome.
    pub status: Kind,
    /// The verdict on the judged operation; none if the peer gave none, or not in due form.
    pub verdict: Option<Verdict>,
    /// The stage that came with it.
    pub stage: Option<&'a str>,
}

impl Run<'_> {
    /// A record for each vector of the run, ordered by the bytes of their ids whatever the order of the run was.
    ///
    /// The list of known failures has no part in it: records say what a peer did, not what was foreseen.
    pub fn records(&self) -> Vec<Record<'_>> {
        let mut records: Vec<Record<'_>> = self
            .pairs()
            .map(|(vector, result)| {
                let (verdict, stage) = match &result.outcome {
                    Outcome::Passed => (Some(vector.expect.verdict), vector.expect.stage.as_deref()),
                    Outcome::Failed {
                        at: Position::Step(_),
                        got,
                        ..
                    }
                    | Outcome::Untestable {
                        at: Position::Step(_),
                        got,
                    } => (Some(got.verdict), got.stage.map(|stage| stage.name())),
                    _ => (None, None),
                };
                Record {
                    vector: &vector.id,
                    status: result.outcome.kind(),
                    verdict,
                    stage,
                }
            })
            .collect();
        records.sort_unstable_by_key(|record| record.vector);
        records
    }
}
