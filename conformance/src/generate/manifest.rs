//! Files of vectors as text, and the manifest of their digests.

use serde::{Deserialize, Serialize};
use serde_json::Serializer;
use serde_json::ser::PrettyFormatter;
use sha2::{Digest as _, Sha256};

use super::{PUBLISHED_SEED, SPEC_VERSION, pieces};
use crate::vector::VectorFile;

/// `vectors/MANIFEST.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of SPEC.md.
    pub spec: String,
    /// Seed of the suite.
    pub seed: u64,
    /// Number of vectors.
    pub count: usize,
    /// The files, by path.
    pub files: Vec<ManifestFile>,
    /// SHA-256 over a line `path sha256` for each file, in that order; lower-case hex.
    pub digest: String,
}

/// One file of vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Path below `vectors/`.
    pub path: String,
    /// SHA-256 of the file; lower-case hex.
    pub sha256: String,
    /// Number of vectors in it.
    pub vectors: usize,
}

/// The manifest of the published suite.
pub fn manifest(files: &[VectorFile]) -> Manifest {
    let entry = |file: &VectorFile| ManifestFile {
        path: path(file),
        sha256: hex::encode(Sha256::digest(file_text(file))),
        vectors: file.vectors.len(),
    };
    let mut entries: Vec<ManifestFile> = files.iter().map(entry).collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let lines: String = entries
        .iter()
        .map(|entry| format!("{} {}\n", entry.path, entry.sha256))
        .collect();
    Manifest {
        spec: SPEC_VERSION.to_owned(),
        seed: PUBLISHED_SEED,
        count: entries.iter().map(|entry| entry.vectors).sum(),
        files: entries,
        digest: hex::encode(Sha256::digest(lines)),
    }
}

/// The text of a file of vectors.
pub fn file_text(file: &VectorFile) -> String {
    let mut text = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b" "));
    let written = pieces::shared(file).serialize(&mut serializer);
    written.expect("vectors have nothing that JSON lacks");
    String::from_utf8(text).expect("JSON is UTF-8") + "\n"
}

/// The path of a file below `vectors/`.
pub(crate) fn path(file: &VectorFile) -> String {
    format!("{}/{}.json", file.area, file.group)
}
