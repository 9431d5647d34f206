//! Makes the vectors.
//!
//! Everything here is deterministic: a seed gives a suite, byte for byte. What a vector expects follows from how it was made,
//! never from a verifier's answer: the modules here know how to *write* statements, well and badly, and nothing in them can
//! read one. A fresh seed gives other keys, names, numbers, texts and times under the same ids, faults and verdicts, so that
//! a peer cannot have learnt the answers by heart.

mod canary;
mod case;
mod deal;
mod descriptor;
mod dialogue;
mod discovery;
mod dispute;
mod draw;
mod engagement;
mod envelope;
mod evidence;
mod faults;
mod forge;
mod header;
mod identity;
mod keys;
mod manifest;
mod payload;
mod pieces;
mod rendering;
mod site;
mod soft_state;
pub mod spec;
mod task;
mod values;
mod worked_examples;
mod world;

use std::io;
use std::path::Path;

use crate::coverage;
use crate::vector::{AREAS, Vector, VectorFile};
use world::World;

pub use manifest::{Manifest, ManifestFile, file_text, manifest};
pub use worked_examples::{replace as replace_worked_examples, worked_examples};

/// Seed of the suite in `vectors/`.
pub const PUBLISHED_SEED: u64 = 1;

/// Version of SPEC.md that the vectors are for.
pub const SPEC_VERSION: &str = "1";

/// The suite of a seed, in the order of area and group.
pub fn suite(seed: u64) -> Vec<VectorFile> {
    let world = World::new(seed);
    let groups = [keys::groups(&world), envelope::groups(&world), identity::groups(&world)];
    let more = [descriptor::groups(&world), soft_state::groups(&world)];
    let work = [task::groups(&world), canary::groups(&world), evidence::groups(&world)];
    let found = [
        discovery::groups(&world),
        dialogue::groups(&world),
        dispute::groups(&world),
    ];
    let headers = [header::groups(&world)];
    groups
        .into_iter()
        .chain(more)
        .chain(work)
        .chain(found)
        .chain(headers)
        .flatten()
        .map(|(area, group, vectors)| file(&world, area, group, vectors))
        .collect()
}

/// Vectors of one file: area, group, vectors.
type Group = (&'static str, &'static str, Vec<Vector>);

fn file(world: &World, area: &str, group: &str, mut vectors: Vec<Vector>) -> VectorFile {
    vectors.sort_by(|a, b| a.id.cmp(&b.id));
    for vector in &mut vectors {
        vector.seed = world.seed;
        // A dialogue has told its course itself.
        if vector.rendering.is_empty() {
            vector.rendering = rendering::of(vector);
        }
    }
    VectorFile {
        area: area.to_owned(),
        group: group.to_owned(),
        spec: SPEC_VERSION.to_owned(),
        vectors,
    }
}

/// Writes the published suite below the root of the workspace: `vectors/<area>/<group>.json`, `vectors/MANIFEST.json`,
/// `vectors/COVERAGE.md` and the worked examples in SPEC.md.
///
/// # Errors
/// Those of reading and writing files.
pub fn write_all(root: &Path) -> io::Result<()> {
    let files = suite(PUBLISHED_SEED);
    let vectors = root.join("vectors");
    for file in &files {
        let path = vectors.join(manifest::path(file));
        std::fs::create_dir_all(path.parent().unwrap_or(&vectors))?;
        std::fs::write(path, file_text(file))?;
    }
    remove_stale(&vectors, &files)?;
    let manifest = serde_json::to_string_pretty(&manifest(&files))? + "\n";
    std::fs::write(vectors.join("MANIFEST.json"), manifest)?;
    std::fs::write(vectors.join("COVERAGE.md"), coverage::table(root, &files)?)?;
    let spec = std::fs::read_to_string(root.join("SPEC.md"))?;
    std::fs::write(root.join("SPEC.md"), replace_worked_examples(&spec))
}

/// Removes files of groups that no longer exist.
fn remove_stale(vectors: &Path, files: &[VectorFile]) -> io::Result<()> {
    for area in AREAS {
        let Ok(entries) = std::fs::read_dir(vectors.join(area)) else {
            continue;
        };
        for entry in entries {
            let path = entry?.path();
            if !files.iter().any(|file| vectors.join(manifest::path(file)) == path) {
                std::fs::remove_file(path)?;
            }
        }
    }
    Ok(())
}
