//! The vectors of a run, and where they come from.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use casp_wire::Stage;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::driver::SPEC_VERSION;
use crate::generate::Manifest;
use crate::vector::{AREAS, Vector, VectorFile};

use super::load_error::LoadError;

/// The folder of the workspace that this crate was built in. Vectors and SPEC.md stand there, and peers start there.
pub fn workspace_root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// A set of vectors.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The vectors, in the order of their files and ids.
    pub vectors: Vec<Vector>,
    /// Where they come from.
    pub source: Source,
}

/// Where vectors come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A folder, with the digest that its manifest states.
    Published {
        /// The folder.
        directory: PathBuf,
        /// `digest` of `MANIFEST.json`.
        digest: String,
    },
    /// The generator, with this seed.
    Fresh {
        /// The seed.
        seed: u64,
    },
}

/// What one line of a report says of the source.
impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Published { digest, .. } => f.write_str(digest),
            Self::Fresh { seed } => write!(f, "unpublished (fresh seed {seed})"),
        }
    }
}

impl Suite {
    /// Reads `<directory>/<area>/*.json` and `<directory>/MANIFEST.json`.
    ///
    /// # Errors
    /// [`LoadError`]: nothing may be wrong with any file, and there must be a vector.
    pub fn load(directory: &Path) -> Result<Self, LoadError> {
        let mut files = Vec::new();
        let mut digests = BTreeMap::new();
        for path in vector_paths(directory)? {
            let bytes = read(&path)?;
            digests.insert(path_below(directory, &path), hex::encode(Sha256::digest(&bytes)));
            files.push((parse::<VectorFile>(&bytes, &path)?, path));
        }
        if files.is_empty() {
            return Err(LoadError::Empty {
                place: directory.display().to_string(),
            });
        }
        let digest = stated_digest(directory)?;
        let lines: String = digests
            .iter()
            .map(|(path, sha256)| format!("{path} {sha256}\n"))
            .collect();
        if digest != hex::encode(Sha256::digest(lines)) {
            return Err(LoadError::Digest {
                directory: directory.to_owned(),
                stated: digest,
            });
        }
        Self::assemble(
            files,
            Source::Published {
                directory: directory.to_owned(),
                digest,
            },
        )
    }

    /// Takes vectors that the generator made with a seed of its own.
    ///
    /// # Errors
    /// As [`Suite::load`], files apart.
    pub fn fresh(seed: u64, files: Vec<VectorFile>) -> Result<Self, LoadError> {
        let named = files.into_iter().map(|file| {
            let path = PathBuf::from(format!("fresh-seed-{seed}"))
                .join(&file.area)
                .join("generated");
            (file, path)
        });
        Self::assemble(named.collect(), Source::Fresh { seed })
    }

    fn assemble(files: Vec<(VectorFile, PathBuf)>, source: Source) -> Result<Self, LoadError> {
        let mut seen: HashMap<String, PathBuf> = HashMap::new();
        let mut vectors = Vec::new();
        for (file, path) in files {
            check_file(&file, &path)?;
            for vector in file.vectors {
                check_vector(&vector, &file.area, &path)?;
                if let Some(first) = seen.insert(vector.id.clone(), path.clone()) {
                    return Err(LoadError::DuplicateId {
                        id: vector.id,
                        first,
                        second: path,
                    });
                }
                vectors.push(vector);
            }
        }
        if vectors.is_empty() {
            return Err(LoadError::Empty {
                place: source.to_string(),
            });
        }
        Ok(Self { vectors, source })
    }

    /// The vector with this id.
    pub fn find(&self, id: &str) -> Option<&Vector> {
        self.vectors.iter().find(|vector| vector.id == id)
    }
}

/// The area of a vector: the first segment of its id.
pub fn area_of(vector: &Vector) -> &str {
    vector.id.split('/').next().unwrap_or_default()
}

/// What others published, in their own formats; not vectors.
const EXTERNAL: &str = "external";

/// Every `.json` file in a folder of `directory`, in order.
fn vector_paths(directory: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let mut paths = Vec::new();
    for folder in entries(directory)?
        .into_iter()
        .filter(|path| path.is_dir() && !path.ends_with(EXTERNAL))
    {
        paths.extend(
            entries(&folder)?
                .into_iter()
                .filter(|path| path.extension().is_some_and(|end| end == "json")),
        );
    }
    paths.sort_by_key(|path| (area_rank(path), path.clone()));
    Ok(paths)
}

/// Chapters' order; unknown areas come last.
fn area_rank(path: &Path) -> usize {
    let folder = folder_name(path);
    AREAS.iter().position(|area| *area == folder).unwrap_or(AREAS.len())
}

fn folder_name(path: &Path) -> String {
    path.parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let unreadable = |source| LoadError::Unreadable {
        path: directory.to_owned(),
        source,
    };
    fs::read_dir(directory)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(unreadable))
        .collect()
}

fn path_below(directory: &Path, path: &Path) -> String {
    let below = path.strip_prefix(directory).unwrap_or(path).components();
    below
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The digest that reports quote; so that they quote a true one, it is compared with the files.
fn stated_digest(directory: &Path) -> Result<String, LoadError> {
    let path = directory.join("MANIFEST.json");
    Ok(parse::<Manifest>(&read(&path)?, &path)?.digest)
}

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    fs::read(path).map_err(|source| LoadError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn parse<T: for<'de> Deserialize<'de>>(bytes: &[u8], path: &Path) -> Result<T, LoadError> {
    serde_json::from_slice(bytes).map_err(|source| LoadError::Malformed {
        path: path.to_owned(),
        source,
    })
}

fn check_file(file: &VectorFile, path: &Path) -> Result<(), LoadError> {
    if file.spec != SPEC_VERSION {
        return Err(LoadError::Spec {
            path: path.to_owned(),
            spec: file.spec.clone(),
        });
    }
    if folder_name(path) != file.area {
        return Err(LoadError::Area {
            path: path.to_owned(),
            area: file.area.clone(),
        });
    }
    Ok(())
}

fn check_vector(vector: &Vector, area: &str, path: &Path) -> Result<(), LoadError> {
    if area_of(vector) != area {
        return Err(LoadError::Id {
            path: path.to_owned(),
            id: vector.id.clone(),
        });
    }
    let told = vector.prior.iter().filter_map(|step| step.expect.as_ref());
    for stage in told
        .chain([&vector.expect])
        .filter_map(|expect| expect.stage.as_deref())
    {
        if !Stage::ALL.iter().any(|known| known.name() == stage) {
            return Err(LoadError::Stage {
                path: path.to_owned(),
                id: vector.id.clone(),
                stage: stage.to_owned(),
            });
        }
    }
    Ok(())
}
