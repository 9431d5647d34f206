//! The report as JSON.

use serde::Serialize;

use crate::driver::SPEC_VERSION;
use crate::runner::{Finding, Got, Kind, Run, Source, verdict_name};
use crate::vector::{Expect, Output, Step};

use super::describe::{cut, describe_output};
use super::{Case, Report, Standing, Tally, caveats};

/// Bytes of JSON up to which a peer's output is given whole.
const WHOLE_OUTPUT_BYTES: usize = 128 << 10;

/// Characters of a code that are given.
const CODE_CHARS: usize = 200;

/// Version of the report's shape. It rises when a member goes or changes its meaning, not when one is added.
pub const REPORT_VERSION: u32 = 1;

/// A run as JSON; `conformance/README.md` describes it.
#[derive(Debug, Serialize)]
pub struct JsonReport<'a> {
    report: u32,
    verdict: &'static str,
    exit_code: u8,
    standing: &'static str,
    caveats: Vec<String>,
    suite: SuiteJson<'a>,
    peer: PeerJson<'a>,
    settings: SettingsJson<'a>,
    elapsed_ms: u128,
    totals: TallyJson,
    areas: Vec<AreaJson>,
    codes: CodesJson,
    findings: Vec<FindingJson<'a>>,
    stale_known_failures: Vec<String>,
    vectors: Vec<VectorJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SuiteJson<'a> {
    spec: &'static str,
    /// Absent for vectors of a fresh seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fresh_seed: Option<u64>,
    /// Of the whole suite, selected or not.
    vectors: usize,
}

#[derive(Debug, Serialize)]
struct PeerJson<'a> {
    command: String,
    /// Absent for a peer that gave no valid hello.
    #[serde(skip_serializing_if = "Option::is_none")]
    hello: Option<HelloJson<'a>>,
}

#[derive(Debug, Serialize)]
struct HelloJson<'a> {
    name: &'a str,
    version: &'a str,
    language: &'a str,
    spec_versions: &'a [String],
    capabilities: Vec<&'a str>,
    pipeline: u32,
}

#[derive(Debug, Serialize)]
struct SettingsJson<'a> {
    codec: &'static str,
    deadline_ms: u128,
    start_deadline_ms: u128,
    pipeline: u32,
    run_seed: u64,
    profile: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct AreaJson {
    area: String,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Debug, Serialize)]
struct TallyJson {
    vectors: usize,
    /// How many have each outcome.
    outcomes: serde_json::Map<String, serde_json::Value>,
    known_failures: usize,
    red: usize,
}

#[derive(Debug, Serialize)]
struct CodesJson {
    declared: bool,
    matched: usize,
    of: usize,
}

#[derive(Debug, Serialize)]
struct FindingJson<'a> {
    finding: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    stderr: &'a str,
}

#[derive(Debug, Serialize)]
struct VectorJson<'a> {
    id: &'a str,
    area: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    rules: &'a [String],
    outcome: &'static str,
    known_failure: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_failure_reason: Option<&'a str>,
    /// Absent when passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_matched: Option<bool>,
    elapsed_us: u128,
    #[serde(skip_serializing_if = "str::is_empty")]
    stderr: &'a str,
    /// Absent when passed, not served or not run.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    told: Option<ToldJson<'a>>,
}

/// What there is to know about a vector that did not come out as it must.
#[derive(Debug, Serialize)]
struct ToldJson<'a> {
    #[serde(skip_serializing_if = "<[Step]>::is_empty")]
    prior: &'a [Step],
    sent: &'a Step,
    expected: &'a Expect,
    /// Absent where no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<GotJson<'a>>,
    replay: String,
}

#[derive(Debug, Serialize)]
struct GotJson<'a> {
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<OutputJson<'a>>,
}

/// An output as in vector files, or in words if it is very long.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum OutputJson<'a> {
    Whole(&'a Output),
    InWords(String),
}

impl<'a> JsonReport<'a> {
    /// The report of a run.
    pub fn new(report: &'a Report<'a>) -> Self {
        let run = report.run;
        let conclusion = run.conclusion();
        Self {
            report: REPORT_VERSION,
            verdict: conclusion.name(),
            exit_code: conclusion.exit_code(),
            standing: Standing::of(report).name(),
            caveats: caveats(report),
            suite: suite(report),
            peer: PeerJson {
                command: report.settings.command.to_string(),
                hello: hello(run),
            },
            settings: settings(report),
            elapsed_ms: run.elapsed.as_millis(),
            totals: TallyJson::new(&Tally::of(run)),
            areas: areas(run),
            codes: codes(run),
            findings: run.findings.iter().map(finding).collect(),
            stale_known_failures: run.stale.iter().map(ToString::to_string).collect(),
            vectors: report.cases().map(vector).collect(),
        }
    }
}

impl TallyJson {
    fn new(tally: &Tally) -> Self {
        let outcomes = Kind::ALL
            .into_iter()
            .map(|kind| (kind.name().to_owned(), tally.get(kind).into()))
            .collect();
        Self {
            vectors: tally.vectors(),
            outcomes,
            known_failures: tally.known(),
            red: tally.red(),
        }
    }
}

fn suite<'a>(report: &Report<'a>) -> SuiteJson<'a> {
    let (digest, fresh_seed) = match &report.suite.source {
        Source::Published { digest, .. } => (Some(digest.as_str()), None),
        Source::Fresh { seed } => (None, Some(*seed)),
    };
    SuiteJson {
        spec: SPEC_VERSION,
        digest,
        fresh_seed,
        vectors: report.suite.vectors.len(),
    }
}

fn hello<'a>(run: &'a Run<'_>) -> Option<HelloJson<'a>> {
    run.declaration.as_ref().map(|peer| HelloJson {
        name: &peer.name,
        version: &peer.version,
        language: &peer.language,
        spec_versions: &peer.spec_versions,
        capabilities: peer.capabilities.iter().map(String::as_str).collect(),
        pipeline: peer.pipeline,
    })
}

fn settings<'a>(report: &'a Report<'_>) -> SettingsJson<'a> {
    SettingsJson {
        codec: report.settings.codec.name(),
        deadline_ms: report.settings.deadline.as_millis(),
        start_deadline_ms: report.settings.start_deadline.as_millis(),
        pipeline: report.settings.pipeline,
        run_seed: report.settings.seed,
        profile: report.profile,
    }
}

fn areas(run: &Run<'_>) -> Vec<AreaJson> {
    let areas = Tally::by_area(run).into_iter();
    areas
        .map(|(area, tally)| AreaJson {
            area,
            tally: TallyJson::new(&tally),
        })
        .collect()
}

fn codes(run: &Run<'_>) -> CodesJson {
    let rate = run.codes();
    let declared = run.declaration.as_ref().is_some_and(|peer| peer.reports_codes());
    CodesJson {
        declared,
        matched: rate.matched,
        of: rate.of,
    }
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        finding: finding.name(),
        detail: finding.to_string(),
        stderr: finding.stderr(),
    }
}

fn vector(case: Case<'_>) -> VectorJson<'_> {
    let kind = case.kind();
    let place = case.place();
    let known = case.known();
    VectorJson {
        id: &case.vector.id,
        area: case.area(),
        title: &case.vector.title,
        file: place.map(|place| place.file.as_str()),
        line: place.and_then(|place| place.line),
        rules: &case.vector.rules,
        outcome: kind.name(),
        known_failure: known.is_some(),
        known_failure_reason: known,
        detail: (kind != Kind::Passed).then(|| case.outcome()),
        code_matched: case.result.code_matched,
        elapsed_us: case.result.elapsed.as_micros(),
        stderr: &case.result.stderr,
        told: case.is_told().then(|| told(case)),
    }
}

fn told(case: Case<'_>) -> ToldJson<'_> {
    ToldJson {
        prior: &case.vector.prior,
        sent: &case.vector.step,
        expected: &case.vector.expect,
        got: case.answer().map(got),
        replay: case.replay(),
    }
}

fn got(got: &Got) -> GotJson<'_> {
    GotJson {
        verdict: verdict_name(got.verdict),
        stage: got.stage.map(|stage| stage.name()),
        code: cut(&got.code, CODE_CHARS),
        output: got.output.as_ref().map(output),
    }
}

fn output(output: &Output) -> OutputJson<'_> {
    match serde_json::to_vec(output) {
        Ok(json) if json.len() <= WHOLE_OUTPUT_BYTES => OutputJson::Whole(output),
        _ => OutputJson::InWords(describe_output(output)),
    }
}
