//! The report as SARIF 2.1.0, which code hosts and editors show beside the files.
//!
//! A result for each vector that is red or a known failure, and for each finding. The rules are those of SPEC.md.

use serde_json::{Map, Value, json};

use crate::coverage::summary;
use crate::generate::spec::Rule;
use crate::runner::Kind;

use super::case::shown;
use super::describe::short;
use super::places::Place;
use super::{Case, Report, Standing};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the tool.
const NAME: &str = "casp-conformance";

/// The base of relative addresses: the root of the workspace.
const ROOT: &str = "ROOT";

/// Rules that no row of SPEC.md stands for begin with this.
const CONDUCT: &str = "peer/";

/// The report as a SARIF log of one run.
pub fn sarif(report: &Report<'_>) -> Value {
    log([run(report)])
}

/// A SARIF log of these runs.
pub(super) fn log(runs: impl IntoIterator<Item = Value>) -> Value {
    let runs: Vec<Value> = runs.into_iter().collect();
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": runs })
}

/// The run of a peer that could not be started.
pub(super) fn cannot_start(peer: &str, why: &str) -> Value {
    let notification = json!({ "level": "error", "message": { "text": shown(why) } });
    json!({
        "tool": { "driver": { "name": NAME, "version": env!("CARGO_PKG_VERSION") } },
        "automationDetails": { "id": format!("{NAME}/{}/", shown(peer)) },
        "invocations": [{ "executionSuccessful": false, "toolExecutionNotifications": [notification] }],
        "results": [],
    })
}

pub(super) fn run(report: &Report<'_>) -> Value {
    let mut rules = Rules::default();
    let cases = report.cases().filter(|case| case.kind().is_red());
    let mut results: Vec<Value> = cases.map(|case| result(case, &mut rules)).collect();
    results.extend(report.conduct().map(|(name, words)| finding(name, &words, &mut rules)));
    let conclusion = report.run.conclusion();
    let peer = report.run.declaration.as_ref();
    json!({
        "tool": { "driver": {
            "name": NAME,
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules.descriptors,
        } },
        "automationDetails": {
            "id": format!("{NAME}/{}", peer.map_or_else(String::new, |peer| short(&peer.name) + "/")),
        },
        "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the workspace." } } },
        "invocations": [{
            "executionSuccessful": true,
            "exitCode": conclusion.exit_code(),
            "exitCodeDescription": conclusion.name(),
        }],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "standing": Standing::of(report).name(),
            "suite": report.suite.source.to_string(),
            "peer": peer.map(|peer| {
                json!({ "name": short(&peer.name), "version": short(&peer.version), "language": short(&peer.language) })
            }),
        },
    })
}

fn result(case: Case<'_>, rules: &mut Rules) -> Value {
    // A vector has at least one rule; where several are obeyed, the first one is what it is about.
    let (rule, row) = case.rules().next().unwrap_or(("no-rule", None));
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": rules.index(rule, row),
        "kind": "fail",
        "level": "error",
        "message": { "text": message(case) },
        "locations": [location(case)],
        "partialFingerprints": { "vector/v1": case.vector.id },
        "properties": {
            "outcome": case.kind().name(),
            "area": case.area(),
            "rules": case.vector.rules,
        },
    });
    if let (Some(reason), Some(result)) = (case.known(), result.as_object_mut()) {
        let suppression = json!({ "kind": "external", "status": "accepted", "justification": shown(reason) });
        result.insert("suppressions".to_owned(), json!([suppression]));
    }
    result
}

fn message(case: Case<'_>) -> String {
    let mut text = format!(
        "{}: {}. Expected {}, came {}.",
        case.vector.id,
        case.kind(),
        case.expected(),
        case.got()
    );
    if case.kind() != Kind::NotRun {
        text.push_str(&format!(" Replay: {}", super::visible(&case.replay())));
    }
    text
}

fn location(case: Case<'_>) -> Value {
    let mut location = Map::new();
    if let Some(place) = case.place() {
        location.insert("physicalLocation".to_owned(), physical(place));
    }
    let logical = json!({ "fullyQualifiedName": case.vector.id, "kind": "object" });
    location.insert("logicalLocations".to_owned(), json!([logical]));
    location.into()
}

fn physical(place: &Place) -> Value {
    let path = escaped(&place.file);
    let artifact = match place.is_in_workspace {
        true => json!({ "uri": path, "uriBaseId": ROOT }),
        false => json!({ "uri": format!("file:///{}", path.trim_start_matches('/')) }),
    };
    let mut physical = json!({ "artifactLocation": artifact });
    if let (Some(line), Some(physical)) = (place.line, physical.as_object_mut()) {
        physical.insert("region".to_owned(), json!({ "startLine": line }));
    }
    physical
}

/// A path as a URI reference has it (RFC 3986 section 3.3): all but unreserved characters and `/` in percent form.
fn escaped(path: &str) -> String {
    let escape = |byte: u8| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(escape).collect()
}

fn finding(name: &str, words: &str, rules: &mut Rules) -> Value {
    let rule = format!("{CONDUCT}{name}");
    json!({
        "ruleId": rule,
        "ruleIndex": rules.index(&rule, None),
        "kind": "fail",
        "level": "error",
        "message": { "text": shown(words) },
    })
}

/// The rules that results refer to.
#[derive(Default)]
struct Rules {
    descriptors: Vec<Value>,
}

impl Rules {
    /// Where the rule stands among the descriptors.
    fn index(&mut self, id: &str, row: Option<&Rule>) -> usize {
        let known = self.descriptors.iter().position(|rule| rule["id"] == id);
        known.unwrap_or_else(|| {
            self.descriptors.push(descriptor(id, row));
            self.descriptors.len() - 1
        })
    }
}

fn descriptor(id: &str, row: Option<&Rule>) -> Value {
    match row {
        Some(rule) => json!({
            "id": id,
            "name": rule.code,
            "shortDescription": { "text": summary(&rule.text) },
            "fullDescription": { "text": rule.text, "markdown": rule.text },
            "defaultConfiguration": { "level": "error" },
            "properties": { "stage": rule.stage, "verdict": rule.verdict },
        }),
        None if id.starts_with(CONDUCT) => json!({
            "id": id,
            "shortDescription": { "text": "The peer's conduct besides its answers to vectors" },
            "defaultConfiguration": { "level": "error" },
        }),
        None => json!({ "id": id, "shortDescription": { "text": "A rule that SPEC.md does not have" } }),
    }
}
