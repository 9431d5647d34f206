//! `conformance list`, `show` and `explain`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use conformance::explain;
use conformance::runner::verdict_name;

use super::args::{SelectArgs, SourceArgs};
use super::{Failure, load};

/// A line for each selected vector.
pub(super) fn list(args: &SelectArgs) -> Result<ExitCode, Failure> {
    let suite = load(&args.source)?;
    let mut page = String::new();
    for vector in args.selection().of(&suite) {
        let (verdict, stage) = (
            verdict_name(vector.expect.verdict),
            vector.expect.stage.as_deref().unwrap_or("-"),
        );
        page.push_str(&format!(
            "{}\t{verdict}\t{stage}\t{}\n",
            vector.id,
            vector.rules.join(",")
        ));
    }
    print(&page)
}

/// A vector as JSON.
pub(super) fn show(id: &str, source: &SourceArgs) -> Result<ExitCode, Failure> {
    let suite = load(source)?;
    let vector = suite.find(id).ok_or_else(|| unknown(id))?;
    print(&(serde_json::to_string_pretty(vector)? + "\n"))
}

/// A vector, explained.
pub(super) fn explain(id: &str, source: &SourceArgs) -> Result<ExitCode, Failure> {
    let suite = load(source)?;
    let vector = suite.find(id).ok_or_else(|| unknown(id))?;
    let twin = vector.twin.as_deref().and_then(|twin| suite.find(twin));
    print(&explain::explain(vector, twin))
}

fn unknown(id: &str) -> String {
    format!("there is no vector {id}; `conformance list` names them")
}

/// Prints, and takes no offence when the reader has had enough (`| head`).
fn print(page: &str) -> Result<ExitCode, Failure> {
    match io::stdout().write_all(page.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
