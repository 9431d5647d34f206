//! The report as JSON.

use serde::Serialize;

use crate::driver::SPEC_VERSION;
use crate::runner::{CaseResult, Finding, Kind, Run, Source, area_of};
use crate::vector::Vector;

use super::{Report, Tally};

/// Version of the report's shape. It rises when a member goes or changes its meaning, not when one is added.
pub const REPORT_VERSION: u32 = 1;

/// A run as JSON; `conformance/README.md` describes it.
#[derive(Debug, Serialize)]
pub struct JsonReport<'a> {
    report: u32,
    verdict: &'static str,
    exit_code: u8,
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
    rules: &'a [String],
    outcome: &'static str,
    known_failure: bool,
    /// Absent when passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_matched: Option<bool>,
    elapsed_us: u128,
    #[serde(skip_serializing_if = "str::is_empty")]
    stderr: &'a str,
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
            suite: suite(report.source),
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
            vectors: run
                .vectors
                .iter()
                .zip(&run.results)
                .map(|(vector, result)| self::vector(run, vector, result))
                .collect(),
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

fn suite(source: &Source) -> SuiteJson<'_> {
    match source {
        Source::Published { digest, .. } => SuiteJson {
            spec: SPEC_VERSION,
            digest: Some(digest),
            fresh_seed: None,
        },
        Source::Fresh { seed } => SuiteJson {
            spec: SPEC_VERSION,
            digest: None,
            fresh_seed: Some(*seed),
        },
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

fn vector<'a>(run: &Run<'_>, vector: &'a Vector, result: &'a CaseResult) -> VectorJson<'a> {
    let kind = result.outcome.kind();
    VectorJson {
        id: &vector.id,
        area: area_of(vector),
        rules: &vector.rules,
        outcome: kind.name(),
        known_failure: run.is_known(vector, result),
        detail: (kind != Kind::Passed).then(|| result.outcome.to_string()),
        code_matched: result.code_matched,
        elapsed_us: result.elapsed.as_micros(),
        stderr: &result.stderr,
    }
}
