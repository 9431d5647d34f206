//! Why vectors could not be loaded.

use std::io;
use std::path::PathBuf;

use crate::driver::SPEC_VERSION;

/// Why vectors could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file or folder that cannot be read.
    #[error("cannot read {path}: {source}", path = .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that is not what it should be.
    #[error("{path} is malformed: {source}", path = .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// Files that are not those of the manifest.
    #[error(
        "{directory}/MANIFEST.json states the digest {stated}, which is not that of the files beside it",
        directory = .directory.display()
    )]
    Digest {
        /// The folder of vectors.
        directory: PathBuf,
        /// The digest that the manifest states.
        stated: String,
    },
    /// A file for another specification.
    #[error(
        "{path} is for SPEC.md version \"{spec}\", where this suite tests version \"{SPEC_VERSION}\"",
        path = .path.display()
    )]
    Spec {
        /// The file.
        path: PathBuf,
        /// The version that it states.
        spec: String,
    },
    /// A file whose area is not that of its folder.
    #[error("{path} states the area \"{area}\", which is not its folder's", path = .path.display())]
    Area {
        /// The file.
        path: PathBuf,
        /// The area that it states.
        area: String,
    },
    /// A vector whose id does not begin with its area.
    #[error("{path}: the id \"{id}\" does not begin with the file's area", path = .path.display())]
    Id {
        /// The file.
        path: PathBuf,
        /// The id.
        id: String,
    },
    /// A vector that expects a stage which SPEC.md does not have.
    #[error("{path}: {id} expects the stage \"{stage}\", which SPEC.md does not have", path = .path.display())]
    Stage {
        /// The file.
        path: PathBuf,
        /// The vector's id.
        id: String,
        /// The stage.
        stage: String,
    },
    /// Two vectors with one id.
    #[error(
        "the id \"{id}\" is in {first} and again in {second}",
        first = .first.display(),
        second = .second.display()
    )]
    DuplicateId {
        /// The id.
        id: String,
        /// Where it is.
        first: PathBuf,
        /// Where it is again.
        second: PathBuf,
    },
    /// No vector at all.
    #[error("no vectors in {place}")]
    Empty {
        /// Where there are none.
        place: String,
    },
}
