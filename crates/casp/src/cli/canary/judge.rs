//! `casp canary judge`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_canary::AnswerKey;
use casp_identity::AgentId;
use casp_task::content::content_digest;
use casp_wire::Layer;
use casp_wire::limits::MAX_CANARY_CASE_BYTES;
use casp_wire::v1::{Canary, CanaryOpening};
use serde::Serialize;

use crate::container::{Asked, Container};
use crate::failure::Failure;
use crate::output::{Output, row};
use crate::{answer, cli, file, opinion, oracle};

/// Greatest opening, bytes: that of a canary verdict.
const MAX_OPENING_BYTES: usize = 131_072;

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("judged").required(true).args(["opening", "case"]))]
pub(in crate::cli) struct JudgeArgs {
    /// The opening that `casp canary make` wrote
    #[arg(long, value_name = "FILE", requires = "answer")]
    opening: Option<PathBuf>,
    /// The answer that the provider gave; - is standard input. Exit status: 0 if it passed, 1 if it failed
    #[arg(value_name = "ANSWER", requires = "opening", conflicts_with = "case")]
    answer: Option<PathBuf>,
    /// Check a canary case: a verdict with everything that it rests on. Exit status: 0 if it holds, whatever the verdict is
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// The network in which the case has to hold; the one that it names if absent
    #[arg(long, value_name = "NAME", requires = "case", conflicts_with = "opening")]
    network: Option<String>,
}

/// How an answer fared. Nothing here tells the right one.
#[derive(Serialize)]
struct Judged {
    judgement: &'static str,
    why: Option<String>,
    oracle: &'static str,
    provider: String,
    input_digest: String,
    answer_bytes: usize,
    answer_digest: String,
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "canary", self.judgement)?;
        row(f, "oracle", self.oracle)?;
        row(f, "provider", &self.provider)?;
        row(f, "input", &self.input_digest)?;
        row(
            f,
            "answer",
            format_args!("{} bytes, {}", self.answer_bytes, self.answer_digest),
        )
    }
}

/// Judges an answer, or a case.
pub(super) fn judge(args: &JudgeArgs, output: Output) -> Result<(), Failure> {
    match (&args.opening, &args.answer, &args.case) {
        (Some(opening), Some(answer), _) => judge_answer(opening, answer, output),
        (_, _, Some(case)) => {
            let bytes = file::read(case, MAX_CANARY_CASE_BYTES.saturating_add(1))?;
            let asked = Asked {
                network: args.network.as_deref(),
                ..Asked::default()
            };
            cli::contained(Container::Case, &bytes, asked, output).map(drop)
        }
        _ => Err(Failure::usage("judging takes --opening and an answer, or --case")),
    }
}

fn judge_answer(opening: &Path, answer: &Path, output: Output) -> Result<(), Failure> {
    let canary = read_opening(opening)?;
    let oracle = canary.oracle.unwrap_or_default();
    let key = AnswerKey::of(&oracle)?;
    let answer = file::read_content(answer)?;
    let why = answer::failing(&key, &oracle, &answer);
    output.show(&Judged {
        judgement: if why.is_none() { "passed" } else { "failed" },
        why: why.clone(),
        oracle: oracle::form_name(&oracle),
        provider: AgentId::from_multikey(&canary.provider)
            .map(|id| id.to_did_key())
            .unwrap_or_default(),
        input_digest: hex::encode(&canary.input_digest),
        answer_bytes: answer.len(),
        answer_digest: hex::encode(content_digest(&answer)),
    })?;
    match why {
        None => Ok(()),
        Some(why) => Err(Failure::failed(format!("the answer failed: {why}")).told()),
    }
}

fn read_opening(path: &Path) -> Result<Canary, Failure> {
    let bytes = file::read(path, MAX_OPENING_BYTES.saturating_add(1))?;
    let opening: CanaryOpening = casp_wire::decode(&bytes, Layer::Envelope).map_err(|violation| {
        Failure::from(violation)
            .noting(opinion::note(&bytes))
            .about(path.display())
    })?;
    Ok(opening.canary.unwrap_or_default())
}
