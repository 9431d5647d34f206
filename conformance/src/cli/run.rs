//! `conformance run`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use casp_identity::{SoftwareKey, keyfile};
use conformance::report::{JsonReport, Places, Report, badge, evidence, html, junit, sarif, text};
use conformance::runner::{self, Expectations, KnownFailures, PeerCommand, Settings, workspace_root};
use serde::Serialize;

use super::args::{PlayArgs, ReportFormat, ReportTarget, RunArgs};
use super::progress::Progress;
use super::{Failure, load};

/// Replays the selected vectors and reports.
pub(super) fn run(args: &RunArgs) -> Result<ExitCode, Failure> {
    let targets = args.reports.targets()?;
    let key = signing_key(args, targets)?;
    let suite = load(&args.select.source)?;
    let vectors = args.select.selection().of(&suite);
    let settings = settings(&args.play, args.peer.as_ref())?;
    let expectations = Expectations {
        complete: args.select.profile.is_some(),
        known: known_failures(args)?,
    };
    let mut progress = Progress::new(vectors.len());
    let run = runner::run(&settings, vectors, expectations, &mut |done| progress.advance(done))?;
    progress.finish();

    let report = Report {
        run: &run,
        settings: &settings,
        suite: &suite,
        profile: args.select.profile.as_deref(),
        peer: args.peer.as_ref(),
        vectors: args.select.source.vectors.as_deref(),
        places: Places::of_suite(&suite),
    };
    print!("{}", text(&report));
    for target in targets {
        write(&target.path, &render(target, &report, key.as_ref())?)?;
    }
    if let Some(path) = &args.suggest_known_failures {
        write(path, run.expectations.known.suggest(&run.vectors, &run.results))?;
    }
    Ok(ExitCode::from(run.conclusion().exit_code()))
}

/// How a peer with this command is played; the reference peer if there is none.
pub(super) fn settings(args: &PlayArgs, command: Option<&PeerCommand>) -> Result<Settings, Failure> {
    let command = match command {
        Some(command) => command.clone(),
        None => PeerCommand::embedded(&std::env::current_exe()?, args.codec),
    };
    let defaults = Settings::new(command, args.codec, workspace_root())?;
    Ok(Settings {
        deadline: Duration::from_millis(args.deadline_ms),
        start_deadline: Duration::from_millis(args.start_deadline_ms),
        pipeline: args.pipeline,
        seed: args.run_seed.unwrap_or(defaults.seed),
        ..defaults
    })
}

fn known_failures(args: &RunArgs) -> Result<KnownFailures, Failure> {
    let Some(path) = &args.known_failures else {
        return Ok(KnownFailures::default());
    };
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(KnownFailures::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// The key for a signed report. Read before the run, so that a key that is not there costs no time.
fn signing_key(args: &RunArgs, targets: &[ReportTarget]) -> Result<Option<SoftwareKey>, Failure> {
    let asked = targets.iter().any(|target| target.format == ReportFormat::Evidence);
    match &args.sign {
        Some(path) if asked => {
            Ok(Some(keyfile::read(path).map_err(|error| {
                format!("cannot read the key {}: {error}", path.display())
            })?))
        }
        Some(_) => Err("--sign signs the report `evidence`: say where with --report evidence=PATH".into()),
        None if asked => Err("the report `evidence` is signed: say by whom with --sign KEYFILE".into()),
        None => Ok(None),
    }
}

fn render(target: &ReportTarget, report: &Report<'_>, key: Option<&SoftwareKey>) -> Result<Vec<u8>, Failure> {
    let text = match target.format {
        ReportFormat::Json => pretty(&JsonReport::new(report))?,
        ReportFormat::Junit => junit(report)?,
        ReportFormat::Html => html(report),
        ReportFormat::Badge => badge(report),
        ReportFormat::Sarif => pretty(&sarif(report))?,
        ReportFormat::Evidence => return Ok(evidence(report, key.ok_or("there is no key to sign with")?, now_ms())?),
    };
    Ok(text.into_bytes())
}

#[allow(clippy::disallowed_methods, reason = "a program's edge: here time comes from")]
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

pub(super) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    Ok(fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))?)
}

pub(super) fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
