//! `casp index show`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_discovery::Entry;
use serde::Serialize;

use super::size;
use crate::cli::wrapped;
use crate::failure::Failure;
use crate::index::{self, Index};
use crate::output::{Output, row};
use crate::when::{self, Clock};

#[derive(clap::Args)]
pub(in crate::cli) struct ShowArgs {
    /// The index; - is standard input
    #[arg(value_name = "INDEX")]
    index: PathBuf,
    /// The network in which it has to hold; the one that it names if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    #[command(flatten)]
    clock: Clock,
}

/// What is in an index.
#[derive(Serialize)]
struct Listing<'a> {
    file: &'a Path,
    bytes: usize,
    network_id: &'a str,
    at_ms: i64,
    entries: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    agent: String,
    descriptor: String,
    refresh: Option<String>,
    end_of_life_ms: i64,
    living: bool,
    capabilities: Vec<Offer>,
}

#[derive(Serialize)]
struct Offer {
    id: String,
    version: String,
    summary: String,
}

impl Listed {
    fn of(entry: &Entry, living: bool) -> Self {
        let capabilities = entry.descriptor().capabilities.iter().map(|capability| Offer {
            id: capability.id.clone(),
            version: capability.version.clone(),
            summary: capability.summary.clone(),
        });
        Self {
            agent: entry.issuer().to_did_key(),
            descriptor: entry.descriptor_id().to_string(),
            refresh: entry.refresh_id().map(|id| id.to_string()),
            end_of_life_ms: entry.end_of_life_ms(),
            living,
            capabilities: capabilities.collect(),
        }
    }
}

impl fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(
            f,
            "index",
            format_args!("{}, {} bytes", self.file.display(), self.bytes),
        )?;
        if !self.network_id.is_empty() {
            row(f, "network", self.network_id)?;
        }
        let capabilities = self.entries.iter().map(|entry| entry.capabilities.len()).sum();
        let over = self.entries.iter().filter(|entry| !entry.living).count();
        let size = size(self.entries.len(), capabilities);
        match over {
            0 => row(f, "entries", size)?,
            _ => row(f, "entries", format_args!("{size}; {over} not alive"))?,
        }
        row(f, "as of", when::words(self.at_ms))?;
        for entry in &self.entries {
            let verb = if entry.living { "until" } else { "not alive; ends" };
            writeln!(f, "\n{}  {verb} {}", entry.agent, when::words(entry.end_of_life_ms))?;
            for Offer { id, version, summary } in &entry.capabilities {
                writeln!(f, "  {id} {version}")?;
                wrapped(f, 4, summary)?;
            }
        }
        Ok(())
    }
}

/// Lists what is in an index.
pub(super) fn show(args: &ShowArgs, output: Output) -> Result<(), Failure> {
    let now_ms = args.clock.now_ms();
    let Index {
        network,
        living,
        lapsed,
        bytes,
    } = index::read(&args.index, args.network.as_deref(), now_ms)?;
    let living = living.iter().map(|entry| Listed::of(entry, true));
    let entries = living.chain(lapsed.iter().map(|entry| Listed::of(entry, false)));
    output.show(&Listing {
        file: &args.index,
        bytes,
        network_id: &network,
        at_ms: now_ms,
        entries: entries.collect(),
    })
}
