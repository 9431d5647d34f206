//! The publisher's sequence on disk (SPEC.md section 10.4): persisted before anything is signed with it.
//!
//! The file holds one JSON object, `{"agent": "did:key:…", "sequence": N}`. It is one count for all networks and epochs of an
//! agent: a sequence may always rise, and two statements with one sequence are proof of equivocation.

use std::fs::File;
use std::path::Path;

use casp_descriptor::{Sequence, SequenceCounter};
use casp_identity::AgentId;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::file;

const LIMIT: usize = 4_096;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    agent: String,
    sequence: u64,
}

/// Reserves the agent's next sequence and persists it. Whatever happens afterwards, it is not given out again.
pub(crate) fn next(path: &Path, agent: &AgentId, now_ms: i64) -> Result<Sequence, Failure> {
    let _lock = lock(path)?;
    let mut counter = SequenceCounter::resume(last(path, agent)?);
    let reserved = counter.reserve(now_ms);
    let state = State {
        agent: agent.to_did_key(),
        sequence: reserved.value(),
    };
    let text = serde_json::to_string(&state).unwrap_or_default() + "\n";
    file::replace(path, text.as_bytes(), 0o600).map_err(|error| Failure::io("write", path, &error))?;
    Ok(reserved.persisted())
}

/// The sequence used last; 0 for an agent that has signed nothing.
fn last(path: &Path, agent: &AgentId) -> Result<u64, Failure> {
    if !path.try_exists().unwrap_or(true) {
        return Ok(0);
    }
    let text = file::read(path, LIMIT)?;
    let state: State = serde_json::from_slice(&text).map_err(|error| {
        Failure::file("state", format!("{} is not a sequence file: {error}", path.display())).with_help(
            "restore it from a backup; if there is none, remove it: the next sequence is then the current time in ms, \
             which is higher unless the clock was ever ahead",
        )
    })?;
    if state.agent != agent.to_did_key() {
        let message = format!(
            "{} counts the statements of another agent, {}",
            path.display(),
            state.agent
        );
        return Err(Failure::file("state", message).with_help("name this agent's own file with --state"));
    }
    Ok(state.sequence)
}

/// Keeps two processes from reserving one sequence, until it is dropped. The lock has a file of its own, since the other
/// one is replaced.
fn lock(path: &Path) -> Result<File, Failure> {
    let path = file::beside(path, ".lock");
    let outcome = File::options().create(true).truncate(false).write(true).open(&path);
    #[cfg(unix)]
    let outcome = outcome.and_then(|file| {
        rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive)?;
        Ok(file)
    });
    outcome.map_err(|error| Failure::io("lock", &path, &error))
}
