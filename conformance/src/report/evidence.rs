//! A run as a CASP evidence package: a trace with one event for each vector, under a signed checkpoint (SPEC.md section 17).
//!
//! Whoever holds the package can check that the signer said all of this and cut nothing off; that it happened so is the signer's
//! own word, as with any trace without a counterparty.

use casp_evidence::package::PackageBuilder;
use casp_evidence::trace::{Draft, TraceWriter, WriteError};
use casp_evidence::{EvidenceViolation, TraceCheckpointKind};
use casp_identity::{SealError, Signed, Signer as _, SoftwareKey};
use casp_task::draft::Author;
use serde::Serialize;

use super::{REPORT_VERSION, Report, Standing, caveats, visible};
use crate::driver::SPEC_VERSION;
use crate::runner::{Kind, Record, Source};
use crate::vector::Verdict;

/// The network that such statements are made for.
pub const NETWORK: &str = "casp-conformance";

/// Most characters of what a peer says of itself.
const MOST_CHARACTERS: usize = 200;

/// Most findings that are named, so that an event stays within its bound.
const MOST_FINDINGS: usize = 20;

/// Why a run was not signed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SignError {
    #[error("no random bytes are to be had: {0}")]
    Random(getrandom::Error),
    #[error("the trace cannot be written: {0}")]
    Trace(#[from] WriteError),
    #[error("the checkpoint cannot be signed: {0}")]
    Seal(#[from] SealError<EvidenceViolation, core::convert::Infallible>),
    #[error("the package cannot be made: {0}")]
    Package(#[from] EvidenceViolation),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// First event: `conformance-run`.
#[derive(Serialize)]
struct Head {
    report: u32,
    spec: &'static str,
    /// Digest of the published suite; absent for other vectors.
    suite: Option<String>,
    fresh_seed: Option<u64>,
    profile: Option<String>,
    codec: String,
    peer: Option<Peer>,
    vectors: usize,
}

#[derive(Serialize)]
struct Peer {
    name: String,
    version: String,
    language: String,
}

/// An event for each vector: `conformance-vector`.
#[derive(Serialize)]
struct Line<'a> {
    vector: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
}

/// Last event: `end`.
#[derive(Serialize)]
struct Tail {
    standing: &'static str,
    caveats: Vec<String>,
    /// What is wrong with the peer besides its answers.
    findings: Vec<&'static str>,
    passed: usize,
}

/// The run, signed at `now_ms`, milliseconds since the Unix epoch: an encoded [`casp_wire::v1::EvidencePackage`] without
/// contract.
///
/// # Errors
/// See [`SignError`].
pub fn evidence(report: &Report<'_>, key: &SoftwareKey, now_ms: i64) -> Result<Vec<u8>, SignError> {
    let mut session = [0; 16];
    getrandom::fill(&mut session).map_err(SignError::Random)?;
    let mut salts = Vec::new();
    let records = report.run.records();
    salts.resize((records.len() + 2) * 16, 0);
    getrandom::fill(&mut salts).map_err(SignError::Random)?;
    let mut salts = salts.chunks_exact(16).map(|salt| salt.try_into().unwrap_or([0; 16]));
    let mut writer = TraceWriter::new(session, || salts.next().unwrap_or([0; 16]));
    let mut package = PackageBuilder::of_trace();
    let time = Draft {
        at_ms: now_ms,
        ..Draft::default()
    };

    let data = serde_json::to_vec(&head(report, records.len()))?;
    package = package.event(&writer.append(&Draft {
        kind: "conformance-run",
        data: &data,
        ..time
    })?);
    for record in &records {
        let data = serde_json::to_vec(&line(record))?;
        package = package.event(&writer.append(&Draft {
            kind: "conformance-vector",
            data: &data,
            ..time
        })?);
    }
    let passed = records.iter().filter(|record| record.status == Kind::Passed).count();
    let data = serde_json::to_vec(&Tail {
        standing: Standing::of(report).name(),
        caveats: caveats(report),
        findings: report.conduct().map(|(name, _)| name).take(MOST_FINDINGS).collect(),
        passed,
    })?;
    package = package.event(&writer.end(&Draft {
        kind: "end",
        data: &data,
        ..time
    })?);

    let author = Author {
        network_id: NETWORK.to_owned(),
        agent: key.agent_id(),
        delegation: None,
    };
    let checkpoint = writer
        .checkpoint(author.lasting(None, now_ms), None)
        .unwrap_or_default();
    let checkpoint = Signed::<TraceCheckpointKind>::seal(&checkpoint, key)?;
    Ok(package.checkpoint(&checkpoint).build()?)
}

fn head(report: &Report<'_>, vectors: usize) -> Head {
    let said = |text: &str| visible(text).chars().take(MOST_CHARACTERS).collect::<String>();
    let peer = report.run.declaration.as_ref().map(|declaration| Peer {
        name: said(&declaration.name),
        version: said(&declaration.version),
        language: said(&declaration.language),
    });
    let (suite, fresh_seed) = match &report.suite.source {
        Source::Published { digest, .. } => (Some(digest.clone()), None),
        Source::Fresh { seed } => (None, Some(*seed)),
    };
    Head {
        report: REPORT_VERSION,
        spec: SPEC_VERSION,
        suite,
        fresh_seed,
        profile: report.profile.map(ToOwned::to_owned),
        codec: report.settings.codec.to_string(),
        peer,
        vectors,
    }
}

fn line<'a>(record: &Record<'a>) -> Line<'a> {
    Line {
        vector: record.vector,
        status: record.status.name(),
        verdict: record.verdict,
        stage: record.stage,
    }
}
