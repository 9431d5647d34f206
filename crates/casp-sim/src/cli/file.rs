//! Files, within bounds.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::failure::Failure;

/// The text of a file of `most` bytes at most.
pub(super) fn read(path: &Path, most: usize) -> Result<String, Failure> {
    let file = File::open(path).map_err(|error| Failure::io("read", path, &error))?;
    let bound = u64::try_from(most).unwrap_or(u64::MAX);
    let mut text = String::new();
    file.take(bound.saturating_add(1))
        .read_to_string(&mut text)
        .map_err(|error| Failure::io("read", path, &error))?;
    if text.len() > most {
        return Err(Failure::failed(format!(
            "{} has more than {most} bytes, which are the most that are read",
            path.display()
        )));
    }
    Ok(text)
}

pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| Failure::io("write", path, &error))
}
