//! The table of coverage: for each rule of SPEC.md, where it is checked and which vectors obey and break it.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use casp_wire::rule::RuleInfo;

use crate::generate::spec::{self, Rule};
use crate::vector::{Vector, VectorFile, Verdict};

/// The enums that declare rules, and their rules.
const DECLARED: [(&str, &[RuleInfo]); 8] = [
    ("WireRule", casp_wire::WireRule::RULES),
    ("IdentityViolation", casp_identity::IdentityViolation::RULES),
    ("DescriptorViolation", casp_descriptor::DescriptorViolation::RULES),
    ("TaskViolation", casp_task::TaskViolation::RULES),
    ("CanaryViolation", casp_canary::CanaryViolation::RULES),
    ("EvidenceViolation", casp_evidence::EvidenceViolation::RULES),
    ("DiscoveryViolation", casp_discovery::DiscoveryViolation::RULES),
    ("DisputeViolation", casp_execution::DisputeViolation::RULES),
];

/// The rules that the crates declare, in the order of the crates.
pub fn rules_in_code() -> Vec<&'static RuleInfo> {
    DECLARED.iter().flat_map(|(_, rules)| *rules).collect()
}

/// `vectors/COVERAGE.md`, for the workspace at `root`.
///
/// # Errors
/// Those of reading SPEC.md and the sources of the crates.
pub fn table(root: &Path, files: &[VectorFile]) -> io::Result<String> {
    let sources = sources(&root.join("crates"))?;
    let rules = spec::parse(&std::fs::read_to_string(root.join("SPEC.md"))?);
    let vectors: Vec<&Vector> = files.iter().flat_map(|file| &file.vectors).collect();
    let mut table = String::from(HEAD);
    for rule in &rules {
        let places = variant_of(rule)
            .map(|variant| places(&sources, &variant))
            .unwrap_or_default();
        let accepting = citing(&vectors, rule, true);
        let refusing = citing(&vectors, rule, false);
        let row = [
            rule.id.clone(),
            summary(&rule.text),
            rule.stage.replace('*', "\\*"),
            rule.verdict.clone(),
            format!("`{}`", rule.code),
            if places.is_empty() {
                "–".to_owned()
            } else {
                places.join(", ")
            },
            cited(&accepting),
            cited(&refusing),
        ];
        let _ = writeln!(table, "| {} |", row.join(" | "));
    }
    Ok(table)
}

const HEAD: &str = "\
# Coverage

Written by `cargo run -p conformance -- regenerate`. For each rule of SPEC.md: the files that report its breach, and how many
vectors obey it and break it, with up to three of them. A dialogue that a rule decides counts among those that accept. ENCODING\\* stands for ENCODING or PAYLOAD_ENCODING.

| id | rule | stage | verdict | code | checked in | vectors that accept | vectors that refuse |
|---|---|---|---|---|---|---|---|
";

/// Source files with their path below the workspace.
type Sources = Vec<(String, String)>;

fn sources(crates: &Path) -> io::Result<Sources> {
    let mut sources = Vec::new();
    for each in sorted(crates)? {
        let directory = each.join("src");
        if directory.is_dir() {
            collect(crates, &directory, &mut sources)?;
        }
    }
    Ok(sources)
}

/// The source files in a folder and those below.
fn collect(crates: &Path, directory: &Path, sources: &mut Sources) -> io::Result<()> {
    for path in sorted(directory)? {
        let name = path
            .strip_prefix(crates)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            collect(crates, &path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push((format!("crates/{name}"), std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn sorted(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = std::fs::read_dir(directory)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The variant that stands for a rule, as the code names it.
fn variant_of(rule: &Rule) -> Option<String> {
    let declared = DECLARED
        .iter()
        .flat_map(|(name, rules)| rules.iter().map(move |info| (name, info)));
    declared
        .into_iter()
        .find(|(_, info)| info.id == rule.id)
        .map(|(name, info)| format!("{name}::{}", info.variant))
}

/// The files in which a variant is named.
fn places(sources: &Sources, variant: &str) -> Vec<String> {
    let names_it = |text: &str| {
        let mut ends = text.match_indices(variant).map(|(at, _)| &text[at + variant.len()..]);
        ends.any(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
    };
    sources
        .iter()
        .filter(|(_, text)| names_it(text))
        .map(|(path, _)| format!("`{path}`"))
        .collect()
}

fn citing<'a>(vectors: &[&'a Vector], rule: &Rule, accepting: bool) -> Vec<&'a str> {
    vectors
        .iter()
        .filter(|vector| vector.rules.contains(&rule.id) && (vector.expect.verdict == Verdict::Accept) == accepting)
        .map(|vector| vector.id.as_str())
        .collect()
}

fn cited(ids: &[&str]) -> String {
    let first: Vec<String> = ids.iter().take(3).map(|id| format!("`{id}`")).collect();
    format!(
        "{}: {}{}",
        ids.len(),
        first.join(", "),
        if ids.len() > 3 { ", …" } else { "" }
    )
}

/// The first sentence of a rule.
pub(crate) fn summary(text: &str) -> String {
    let end = text
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .next()
        .unwrap_or(text.len());
    text[..end].to_owned()
}
