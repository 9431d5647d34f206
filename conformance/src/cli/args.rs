//! Arguments.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use conformance::driver::Codec;
use conformance::runner::{ALL_AREAS, MAX_PIPELINE, PeerCommand, Selection, workspace_root};
use conformance::vector::AREAS;

const EXIT_STATUS: &str = "\
Exit status of `run`:
  0  conformant: every vector that was tested came out as it must, and enough was tested
  1  not conformant: an answer, or the peer's conduct, is wrong (a peer that starts but gives no valid hello too)
  2  nothing, or less than the profile demands, was tested
  3  the harness failed: wrong arguments, vectors that cannot be read, a peer command that cannot be started";

const MATRIX_EXIT_STATUS: &str = "\
Exit status, of the worst peer:
  3  a peer cannot be started, or the harness failed
  1  else: a peer is not conformant (one that starts but gives no valid hello too)
  2  else: of a peer nothing, or less than the profile demands, was tested
  0  every peer is conformant";

/// The CASP conformance suite.
///
/// Without a subcommand it runs all vectors against the reference peer that it contains.
#[derive(Parser)]
#[command(name = "conformance", version, after_help = EXIT_STATUS, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Replay vectors to a peer and report
    #[command(after_help = EXIT_STATUS)]
    Run(Box<RunArgs>),
    /// Replay vectors to the reference peer and to every peer of a folder, and print peers by areas
    #[command(after_help = MATRIX_EXIT_STATUS)]
    Matrix(Box<MatrixArgs>),
    /// Print a line for each vector: id, verdict, stage, rules
    List(SelectArgs),
    /// Print a vector as JSON
    Show {
        /// Its id
        id: String,
        #[command(flatten)]
        source: SourceArgs,
    },
    /// Print a vector's bytes field by field, its rule, and what is expected of it and why
    Explain {
        /// Its id
        id: String,
        #[command(flatten)]
        source: SourceArgs,
    },
    /// Write the published vectors and what is derived from them anew
    Regenerate,
    /// Serve the reference peer on standard input and output
    Peer(PeerArgs),
}

#[derive(Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    /// Command of the peer, split into words as a shell does; the reference peer if absent
    #[arg(long, value_name = "COMMAND", value_parser = PeerCommand::parse)]
    pub(crate) peer: Option<PeerCommand>,
    #[command(flatten)]
    pub(crate) play: PlayArgs,
    #[command(flatten)]
    pub(crate) reports: ReportArgs,
    /// Sign the run with this key file (`casp keygen` makes one), as an evidence package: needs `--report evidence=PATH`
    #[arg(long, value_name = "KEYFILE")]
    pub(crate) sign: Option<PathBuf>,
    /// List of failures that are known: lines `id<TAB>outcome<TAB>reason`. What is not true of it is an error
    #[arg(long, value_name = "FILE")]
    pub(crate) known_failures: Option<PathBuf>,
    /// Write the list of known failures that would be true of this run
    #[arg(long, value_name = "FILE")]
    pub(crate) suggest_known_failures: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct MatrixArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    /// Folder of peers, conformance/peers if absent: each folder in it that has a file `run` is one
    #[arg(long, value_name = "DIR")]
    pub(crate) peers: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) play: PlayArgs,
    #[command(flatten)]
    pub(crate) reports: ReportArgs,
}

/// How vectors are replayed.
#[derive(Args)]
pub(crate) struct PlayArgs {
    /// How messages are framed: binary or json
    #[arg(long, default_value_t)]
    pub(crate) codec: Codec,
    /// Time for each vector
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) deadline_ms: u64,
    /// Time from the start of a process to its hello
    #[arg(long, value_name = "N", default_value_t = 30_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) start_deadline_ms: u64,
    /// Requests to send ahead, if the peer allows as many
    #[arg(long, value_name = "N", default_value_t = MAX_PIPELINE,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_PIPELINE)))]
    pub(crate) pipeline: u32,
    /// Seed of tokens and request seeds; random if absent
    #[arg(long, value_name = "N")]
    pub(crate) run_seed: Option<u64>,
}

#[derive(Args)]
pub(crate) struct ReportArgs {
    /// Write reports besides the one on standard output: json (all there is to know), junit, html (one page), sarif
    /// (2.1.0), badge (SVG), evidence (with --sign: a signed trace). Separated by commas, or given again
    #[arg(long = "report", value_name = "KIND=PATH", value_delimiter = ',')]
    targets: Vec<ReportTarget>,
}

#[derive(Args)]
pub(crate) struct SelectArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// Only vectors of this area (repeatable)
    #[arg(long = "area", value_name = "AREA", value_parser = PossibleValuesParser::new(AREAS))]
    areas: Vec<String>,
    /// Only vectors whose id contains this
    #[arg(long, value_name = "SUBSTR")]
    filter: Option<String>,
    /// Only the vector with this id (repeatable)
    #[arg(long = "id", value_name = "ID")]
    ids: Vec<String>,
    /// Only the vectors of this profile, all of which the peer must serve
    #[arg(long, value_parser = PossibleValuesParser::new(AREAS.into_iter().chain([ALL_AREAS])))]
    pub(crate) profile: Option<String>,
}

#[derive(Args)]
pub(crate) struct SourceArgs {
    /// Folder of the published vectors
    #[arg(long, value_name = "DIR", conflicts_with = "fresh_seed")]
    pub(crate) vectors: Option<PathBuf>,
    /// Unpublished vectors, made with this seed
    #[arg(long, value_name = "N")]
    pub(crate) fresh_seed: Option<u64>,
}

#[derive(Args)]
pub(crate) struct PeerArgs {
    /// How messages are framed: binary or json; by CASP_CODEC if absent
    #[arg(long)]
    pub(crate) codec: Option<Codec>,
    /// Do not check these rules
    #[cfg(casp_fault)]
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) fault: Vec<String>,
    /// Write the rules that each case broke into this file, a line a case
    #[cfg(casp_fault)]
    #[arg(long, value_name = "FILE")]
    pub(crate) broken: Option<PathBuf>,
}

impl SelectArgs {
    /// The vectors that are meant.
    pub(crate) fn selection(&self) -> Selection {
        Selection {
            ids: self.ids.clone(),
            filter: self.filter.clone(),
            areas: self.areas.clone(),
            profile: self.profile.clone(),
        }
    }
}

impl SourceArgs {
    /// The folder of vectors.
    pub(crate) fn directory(&self) -> PathBuf {
        self.vectors.clone().unwrap_or_else(|| workspace_root().join("vectors"))
    }
}

impl ReportArgs {
    /// The reports to write.
    ///
    /// # Errors
    /// Two reports to one file.
    pub(crate) fn targets(&self) -> Result<&[ReportTarget], String> {
        for (index, target) in self.targets.iter().enumerate() {
            if self
                .targets
                .iter()
                .skip(index + 1)
                .any(|other| other.path == target.path)
            {
                return Err(format!("two reports would be written to {}", target.path.display()));
            }
        }
        Ok(&self.targets)
    }
}

/// A report to write.
#[derive(Clone)]
pub(crate) struct ReportTarget {
    pub(crate) format: ReportFormat,
    pub(crate) path: PathBuf,
}

/// The form of a report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    Json,
    Junit,
    Html,
    Sarif,
    Badge,
    Evidence,
}

impl ReportFormat {
    const NAMED: [(&str, Self); 6] = [
        ("json", Self::Json),
        ("junit", Self::Junit),
        ("html", Self::Html),
        ("sarif", Self::Sarif),
        ("badge", Self::Badge),
        ("evidence", Self::Evidence),
    ];
}

impl FromStr for ReportTarget {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = |name: &str| ReportFormat::NAMED.into_iter().find(|(known, _)| *known == name);
        match text.split_once('=').map(|(name, path)| (kind(name), path)) {
            Some((Some(_), "")) => Err("the path is empty"),
            Some((Some((_, format)), path)) => Ok(Self {
                format,
                path: path.into(),
            }),
            _ => Err("a report is `KIND=PATH`, where KIND is json, junit, html, sarif, badge or evidence"),
        }
    }
}
