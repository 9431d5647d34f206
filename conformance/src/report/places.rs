//! Where vectors stand: file and line, for reports that point at them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::runner::{Source, Suite, area_of, workspace_root};

/// Where a vector stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file: below the workspace root if it is there, else by its whole path. Parts are separated by `/`.
    pub file: String,
    /// Whether `file` is below the workspace root.
    pub is_in_workspace: bool,
    /// The line of the vector's id, from 1 on; absent for a file that is not written line by line.
    pub line: Option<usize>,
}

/// Where each vector of a suite stands. Empty for vectors that were never in a file.
#[derive(Clone, Debug, Default)]
pub struct Places {
    by_id: HashMap<String, Place>,
}

#[derive(Deserialize)]
struct Ids {
    vectors: Vec<Id>,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

impl Places {
    /// Looks the vectors up in the files that they were read from. A file that is no longer what it was gives no place.
    pub fn of_suite(suite: &Suite) -> Self {
        let Source::Published { directory, .. } = &suite.source else {
            return Self::default();
        };
        let mut areas: Vec<&str> = suite.vectors.iter().map(area_of).collect();
        areas.sort_unstable();
        areas.dedup();
        let mut places = Self::default();
        for path in areas.iter().flat_map(|area| json_files(&directory.join(area))) {
            places.add(&path);
        }
        places
    }

    /// Where the vector with this id stands.
    pub fn of(&self, id: &str) -> Option<&Place> {
        self.by_id.get(id)
    }

    fn add(&mut self, path: &Path) {
        let Ok(text) = fs::read_to_string(path) else { return };
        let Ok(ids) = serde_json::from_str::<Ids>(&text) else {
            return;
        };
        let lines = id_lines(&text);
        let (file, is_in_workspace) = name(path);
        for Id { id } in ids.vectors {
            let place = Place {
                file: file.clone(),
                is_in_workspace,
                line: lines.get(id.as_str()).copied(),
            };
            self.by_id.insert(id, place);
        }
    }
}

fn json_files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect()
}

/// The number of each line that states an id, as the generator writes it.
fn id_lines(text: &str) -> HashMap<&str, usize> {
    let id = |line: &'_ str| -> Option<(usize, usize)> {
        let start = line.find("\"id\": \"")? + "\"id\": \"".len();
        Some((start, start + line[start..].find('"')?))
    };
    let numbered = text.lines().zip(1..);
    numbered
        .filter_map(|(line, number)| id(line).map(|(start, end)| (&line[start..end], number)))
        .collect()
}

fn name(path: &Path) -> (String, bool) {
    let [path, root] = [path, &workspace_root()].map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    let (path, is_in_workspace) = match path.strip_prefix(&root) {
        Ok(below) => (below, true),
        Err(_) => (path.as_path(), false),
    };
    (path.to_string_lossy().replace('\\', "/"), is_in_workspace)
}
