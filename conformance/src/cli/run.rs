//! `conformance run`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use conformance::report::{JsonReport, Places, Report, badge, html, junit, sarif, text};
use conformance::runner::{self, Expectations, KnownFailures, PeerCommand, Settings, workspace_root};
use serde::Serialize;

use super::args::{PlayArgs, ReportFormat, ReportTarget, RunArgs};
use super::progress::Progress;
use super::{Failure, load};

/// Replays the selected vectors and reports.
pub(super) fn run(args: &RunArgs) -> Result<ExitCode, Failure> {
    let targets = args.reports.targets()?;
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
        write(&target.path, &render(target, &report)?)?;
    }
    if let Some(path) = &args.suggest_known_failures {
        write(path, &run.expectations.known.suggest(&run.vectors, &run.results))?;
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

fn render(target: &ReportTarget, report: &Report<'_>) -> Result<String, Failure> {
    Ok(match target.format {
        ReportFormat::Json => pretty(&JsonReport::new(report))?,
        ReportFormat::Junit => junit(report)?,
        ReportFormat::Html => html(report),
        ReportFormat::Badge => badge(report),
        ReportFormat::Sarif => pretty(&sarif(report))?,
    })
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    Ok(fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?)
}

pub(super) fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
