//! The commands of README.md say what README.md says that they say.
//!
//! Keys, times and digests differ each time; they have to be the same ones in the same places. Rewrite the outputs with
//! `CASP_REGENERATE=1 cargo test -p casp --test readme_is_true`.

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/dispute.rs"]
mod dispute;
#[path = "support/evidence.rs"]
mod evidence;
mod support;

use std::path::Path;

use regex::{Captures, Regex};
use support::Sandbox;

/// Runs commands one after the other in one folder.
struct Shell {
    sandbox: Sandbox,
    status: i32,
}

impl Shell {
    /// What a terminal shows; nothing for a command that is not `casp`'s or that writes elsewhere.
    fn run(&mut self, command: &str) -> Option<String> {
        if command == "echo $?" {
            return Some(format!("{}\n", self.status));
        }
        if self.writes(command) {
            return Some(String::new());
        }
        let arguments = words(command.strip_prefix("casp ")?)?;
        let output = self.sandbox.command("").args(arguments).output().unwrap();
        self.status = output.status.code().expect("ends by itself");
        Some(String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    }
}

/// Words as a shell parts them, with `'…'` around what is one; nothing where something goes elsewhere.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        if part.contains(['>', '|', '"']) {
            return None;
        }
        let mut pieces = part.split(' ');
        words.last_mut().unwrap().push_str(pieces.next().unwrap());
        words.extend(pieces.map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    Some(words)
}

impl Shell {
    /// Does what `echo 'TEXT' > FILE`, the same with `>>`, and `sed 's/OLD/NEW/' FILE > FILE` do in a shell. Whether it was one of these.
    fn writes(&self, command: &str) -> bool {
        let echo = Regex::new(r"^echo '([^']*)' (>>?) (\S+)$").unwrap();
        let sed = Regex::new(r"^sed 's/([\w ]+)/([\w ]+)/' (\S+) > (\S+)$").unwrap();
        if let Some(found) = echo.captures(command) {
            let before = if &found[2] == ">>" {
                self.sandbox.read(&found[3])
            } else {
                Vec::new()
            };
            self.sandbox
                .write(&found[3], [&before, found[1].as_bytes(), b"\n"].concat());
        } else if let Some(found) = sed.captures(command) {
            let (old, new) = (found[1].as_bytes(), found[2].as_bytes());
            let mut bytes = self.sandbox.read(&found[3]);
            let at = bytes
                .windows(old.len())
                .position(|window| window == old)
                .expect("it is there");
            bytes.splice(at..at + old.len(), new.iter().copied());
            self.sandbox.write(&found[4], bytes);
        } else {
            return false;
        }
        true
    }
}

/// The page with what its commands say today in the place of what they are said to say.
fn run(page: &str) -> (String, usize) {
    let mut shell = Shell {
        sandbox: Sandbox::new(),
        status: 0,
    };
    dispute::kept_by_a_requester(&shell.sandbox);
    let (mut out, mut in_console, mut replaced, mut run) = (String::new(), false, false, 0);
    for line in page.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
            replaced = false;
        }
        let command = line.strip_prefix("$ ").filter(|_| in_console);
        if replaced && command.is_none() {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        let said = command.and_then(|command| shell.run(command));
        if command.is_some() {
            replaced = said.is_some();
        }
        if let Some(said) = said {
            out.push_str(&said);
            run += 1;
        }
    }
    (out, run)
}

/// The page with a name for each thing that differs each time, numbered as they come.
fn with_names(page: &str) -> String {
    let varying = Regex::new(
        r"(?x)
        (?P<input>text/plain,\ \d+|\b\d+\ bytes,\ [0-9a-f]{64})|(?P<index>number\ \d+)
        | (?P<did>did:key:z6Mk\w{44}) | (?P<short>did:key:z6Mk\w{6}…\w{6}) | (?P<peer>12D3Koo\w{45}) | (?P<hex>\b[0-9a-f]{64,}\b|\b[0-9a-f]{32}\b)
        | (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z) | (?P<number>\b\d{13}\b)",
    )
    .unwrap();
    let mut seen: Vec<String> = Vec::new();
    let name = |found: &Captures| {
        let kind = ["did", "short", "peer", "hex", "time", "number", "index", "input"]
            .into_iter()
            .find(|kind| found.name(kind).is_some())
            .unwrap();
        let text = found[0].to_owned();
        // Whether two of these are the same is chance.
        if ["time", "number", "index", "input"].contains(&kind) {
            return format!("<{kind}>");
        }
        let index = seen.iter().position(|each| *each == text).unwrap_or_else(|| {
            seen.push(text);
            seen.len() - 1
        });
        format!("<{kind} {index}>")
    };
    varying.replace_all(page, name).into_owned()
}

#[test]
fn the_walk_through_goes_as_it_is_written() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = std::fs::read_to_string(&file).unwrap();
    let (today, run) = run(&page);
    assert!(run > 10, "only {run} commands were run");
    if std::env::var_os("CASP_REGENERATE").is_some() {
        std::fs::write(&file, &today).unwrap();
        return;
    }
    let (page, today) = (with_names(&page), with_names(&today));
    for (written, said) in page.lines().zip(today.lines()) {
        assert_eq!(written, said);
    }
    assert_eq!(page.len(), today.len());
}

#[test]
fn exit_status_is_the_same_in_the_readme_and_in_the_help() {
    let page = include_str!("../README.md");
    let help = Sandbox::new().ok("--help");
    let rows = page.lines().filter_map(|line| {
        let (status, when) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        status.parse::<u8>().ok().map(|status| format!("  {status}  {when}"))
    });
    let rows: Vec<_> = rows.collect();
    assert_eq!(rows.len(), 5);
    assert!(help.contains(&rows.join("\n")), "{help}");
}
