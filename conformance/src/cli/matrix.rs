//! `conformance matrix`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use conformance::report::{
    Matrix, MatrixJson, Places, Report, Row, matrix_html, matrix_junit, matrix_sarif, matrix_text, visible,
};
use conformance::runner::{self, Expectations, HarnessError, PeerCommand, Run, Settings, workspace_root};
use conformance::vector::Vector;

use super::args::{MatrixArgs, ReportFormat};
use super::progress::Progress;
use super::run::{pretty, settings, write};
use super::{Failure, load};

/// The file in a peer's folder that starts it.
const START: &str = "run";

/// A peer of the matrix.
struct Peer {
    name: String,
    /// None for the reference peer.
    command: Option<PeerCommand>,
}

/// A peer that had its turn.
struct Played<'a> {
    peer: Peer,
    settings: Settings,
    run: Result<Run<'a>, HarnessError>,
}

/// Replays the selected vectors to every peer and reports.
pub(super) fn matrix(args: &MatrixArgs) -> Result<ExitCode, Failure> {
    let targets = args.reports.targets()?;
    let of_one_peer = [ReportFormat::Badge, ReportFormat::Evidence];
    if targets.iter().any(|target| of_one_peer.contains(&target.format)) {
        return Err("a badge and a signed report are of one peer: `run` writes them".into());
    }
    let suite = load(&args.select.source)?;
    let vectors = args.select.selection().of(&suite);
    let played = peers(args)?
        .into_iter()
        .map(|peer| play(args, peer, &vectors))
        .collect::<Result<Vec<_>, Failure>>()?;
    let places = Places::of_suite(&suite);
    let rows = played.iter().map(|played| Row {
        name: played.peer.name.clone(),
        outcome: played.run.as_ref().map_err(ToString::to_string).map(|run| Report {
            run,
            settings: &played.settings,
            suite: &suite,
            profile: args.select.profile.as_deref(),
            peer: played.peer.command.as_ref(),
            vectors: args.select.source.vectors.as_deref(),
            places: places.clone(),
        }),
    });
    let matrix = Matrix {
        source: &suite.source,
        rows: rows.collect(),
    };
    print!("{}", matrix_text(&matrix));
    for target in targets {
        write(&target.path, &render(target.format, &matrix)?)?;
    }
    Ok(ExitCode::from(matrix.exit_code()))
}

/// The reference peer, then those of the folder in the order of their names.
fn peers(args: &MatrixArgs) -> Result<Vec<Peer>, Failure> {
    let usual = || workspace_root().join("conformance").join("peers");
    let directory = args.peers.clone().unwrap_or_else(usual);
    let unreadable = |error| format!("cannot read {}: {error}", directory.display());
    let mut starts = Vec::new();
    for entry in fs::read_dir(&directory).map_err(unreadable)? {
        let start = entry.map_err(unreadable)?.path().join(START);
        if start.is_file() {
            starts.push(start);
        }
    }
    starts.sort();
    let reference = Peer {
        name: "reference".to_owned(),
        command: None,
    };
    let others = starts.iter().map(|start| peer(start));
    [Ok(reference)].into_iter().chain(others).collect()
}

fn peer(start: &Path) -> Result<Peer, Failure> {
    let folder = start.parent().and_then(Path::file_name).unwrap_or_default();
    // Peers are started in the root of the workspace; a path that begins there reads the same on every machine.
    let path = start.canonicalize()?;
    let below = path.strip_prefix(workspace_root().canonicalize()?).map(PathBuf::from);
    let path = below.unwrap_or(path);
    let path = path.to_str().ok_or_else(|| format!("{} is no UTF-8", path.display()))?;
    Ok(Peer {
        name: visible(&folder.to_string_lossy()),
        command: Some(PeerCommand::parse(&shlex::try_quote(path)?)?),
    })
}

fn play<'a>(args: &MatrixArgs, peer: Peer, vectors: &[&'a Vector]) -> Result<Played<'a>, Failure> {
    let settings = settings(&args.play, peer.command.as_ref())?;
    let expectations = Expectations {
        complete: args.select.profile.is_some(),
        ..Expectations::default()
    };
    eprintln!("{}", peer.name);
    let mut progress = Progress::new(vectors.len());
    let run = runner::run(&settings, vectors.to_vec(), expectations, &mut |done| {
        progress.advance(done)
    });
    progress.finish();
    match run {
        Ok(_) | Err(HarnessError::Spawn { .. }) => Ok(Played { peer, settings, run }),
        Err(error) => Err(error.into()),
    }
}

fn render(format: ReportFormat, matrix: &Matrix<'_>) -> Result<String, Failure> {
    Ok(match format {
        ReportFormat::Json => pretty(&MatrixJson::new(matrix))?,
        ReportFormat::Junit => matrix_junit(matrix)?,
        ReportFormat::Html => matrix_html(matrix),
        ReportFormat::Sarif => pretty(&matrix_sarif(matrix))?,
        ReportFormat::Badge | ReportFormat::Evidence => return Err("this report is of one peer".into()),
    })
}
