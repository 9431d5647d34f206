//! The stage on which a peer is played against the runner: a few vectors, a command, and what came of it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use conformance::driver::Codec;
use conformance::generate::{file_text, manifest};
use conformance::vector::{Begin, Bytes, Expect, Operation, Output, Step, Vector, VectorFile, Verdict};
use serde_json::Value;
use tempfile::TempDir;

/// The vector at which peers commit the faults that they commit once.
pub(crate) const TRIGGER: &str = "envelope/pae/3-trigger";

/// A folder of vectors, and arguments for runner and peer.
pub(crate) struct Play {
    folder: TempDir,
    arguments: Vec<String>,
}

/// What came of a play.
pub(crate) struct Played {
    /// The runner's exit status.
    pub(crate) status: i32,
    /// What it said to people.
    pub(crate) text: String,
    /// Its report; null where it made none.
    pub(crate) report: Value,
}

impl Play {
    /// A play with vectors of every sort of outcome.
    pub(crate) fn new() -> Self {
        Self::with(files())
    }

    /// A play with these vectors.
    pub(crate) fn with(files: Vec<VectorFile>) -> Self {
        let folder = TempDir::new().expect("a folder");
        for file in &files {
            let area = folder.path().join(&file.area);
            fs::create_dir_all(&area).expect("an area");
            fs::write(area.join(format!("{}.json", file.group)), file_text(file)).expect("vectors");
        }
        let manifest = serde_json::to_string(&manifest(&files)).expect("JSON");
        fs::write(folder.path().join("MANIFEST.json"), manifest).expect("a manifest");
        Self {
            folder,
            arguments: Vec::new(),
        }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Plays a peer that knows the vectors by heart and has these faults.
    pub(crate) fn peer(self, faults: &str) -> Self {
        let peer = format!(
            "{} --vectors {}",
            env!("CARGO_BIN_EXE_misbehave"),
            self.folder.path().display()
        );
        let peer = format!(
            "{peer} {}",
            faults.replace("FOLDER", &self.folder.path().display().to_string())
        );
        self.with_arguments(&["--peer", &peer])
    }

    /// Gives the runner arguments.
    pub(crate) fn with_arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// Runs the runner, and gives one more report that it wrote.
    pub(crate) fn report(self, kind: &str) -> (Played, String) {
        let path = self.path("extra");
        let play = self.with_arguments(&["--report", &format!("{kind}={}", path.display())]);
        let played = play.run();
        let report = fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}\n{}", played.text));
        (played, report)
    }

    /// Runs the runner.
    pub(crate) fn run(&self) -> Played {
        let report = self.path("report.json");
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .arg("run")
            .arg("--vectors")
            .arg(self.folder.path())
            .args(&self.arguments)
            .args(["--report", &format!("json={}", report.display())])
            .env_remove(Codec::VARIABLE)
            .stdin(Stdio::null())
            .output()
            .expect("the runner");
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let report = fs::read(report)
            .ok()
            .map(|report| serde_json::from_slice(&report).expect("a report"));
        Played {
            status: output.status.code().expect("an exit"),
            text,
            report: report.unwrap_or_default(),
        }
    }
}

impl Played {
    /// Demands an exit status.
    #[track_caller]
    pub(crate) fn exits(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Demands that these vectors have these outcomes, and that all others passed.
    #[track_caller]
    pub(crate) fn only(&self, expected: &[(&str, &str)]) -> &Self {
        let all = self.vectors();
        let others: Vec<_> = all.into_iter().filter(|(_, outcome)| *outcome != "passed").collect();
        assert_eq!(others, expected, "{}", self.text);
        self
    }

    /// Demands that every vector has this outcome.
    #[track_caller]
    pub(crate) fn all(&self, outcome: &str) -> &Self {
        let all = self.vectors();
        assert!(
            all.iter().all(|(_, each)| *each == outcome) && !all.is_empty(),
            "{all:?}\n{}",
            self.text
        );
        self
    }

    /// Demands that the text says something.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "nothing of \"{words}\" in:\n{}", self.text);
        self
    }

    /// Demands exactly these findings.
    #[track_caller]
    pub(crate) fn finds(&self, expected: &[&str]) -> &Self {
        let findings = self.report["findings"].as_array().expect("findings");
        let names: Vec<_> = findings
            .iter()
            .map(|finding| finding["finding"].as_str().expect("a name"))
            .collect();
        assert_eq!(names, expected, "{}", self.text);
        self
    }

    /// Ids and outcomes.
    #[track_caller]
    pub(crate) fn vectors(&self) -> Vec<(&str, &str)> {
        let vectors = self.report["vectors"]
            .as_array()
            .unwrap_or_else(|| panic!("no report:\n{}", self.text));
        vectors
            .iter()
            .map(|vector| (text(&vector["id"]), text(&vector["outcome"])))
            .collect()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

/// One vector of every sort: accepted, refused as IGNORE and as REJECT, with output, with prior operations.
pub(crate) fn files() -> Vec<VectorFile> {
    vec![
        file(
            "keys",
            vec![
                vector("keys/admit/1-good", admit(1), accept(None)),
                vector(
                    "keys/admit/2-torsion",
                    admit(2),
                    refuse(Verdict::Reject, "KEY", &["key-torsion"]),
                ),
            ],
        ),
        file(
            "envelope",
            vec![
                pae("envelope/pae/1", "one"),
                pae("envelope/pae/2", "two"),
                pae(TRIGGER, "TRIGGER"),
                pae("envelope/pae/4", "four"),
                pae("envelope/pae/5", "five"),
            ],
        ),
        file(
            "descriptor",
            vec![
                vector(
                    "descriptor/1-semantic",
                    verify(1),
                    refuse(Verdict::Reject, "SEMANTIC", &["metric-ppm", "metric-unit"]),
                ),
                vector("descriptor/2-good", verify(2), accept(None)),
            ],
        ),
        file(
            "soft-state",
            vec![
                with_prior(
                    vector("soft-state/1-lookup", lookup(), accept(Some(no_entry()))),
                    vec![step(apply(1), None)],
                ),
                with_prior(
                    vector(
                        "soft-state/2-lower",
                        apply(0),
                        refuse(Verdict::Ignore, "REPLAY", &["sequence-lower"]),
                    ),
                    vec![step(apply(2), None), step(apply(1), Some(Verdict::Ignore))],
                ),
            ],
        ),
    ]
}

/// A vector of which the first operation is judged as well: it asks for an entry that is not there.
pub(crate) fn dialogue() -> Vec<VectorFile> {
    let looked = Step {
        expect: Some(accept(Some(no_entry()))),
        ..step(lookup(), None)
    };
    let told = vector("soft-state/dialogue", apply(1), accept(None));
    vec![file("soft-state", vec![with_prior(told, vec![looked])])]
}

/// A file of vectors.
pub(crate) fn file(area: &str, vectors: Vec<Vector>) -> VectorFile {
    VectorFile {
        area: area.to_owned(),
        group: "all".to_owned(),
        spec: "1".to_owned(),
        vectors,
    }
}

/// A vector that asks for a pre-authentication encoding.
pub(crate) fn pae(id: &str, payload: &str) -> Vector {
    let operation = Operation::Pae {
        payload_type: "text/plain".to_owned(),
        payload: bytes(payload),
    };
    let due = format!("DSSEv1 10 text/plain {} {payload}", payload.len());
    vector(id, operation, accept(Some(Output::Data(bytes(&due)))))
}

fn vector(id: &str, operation: Operation, expect: Expect) -> Vector {
    Vector {
        id: id.to_owned(),
        title: "A vector of the stage".to_owned(),
        rules: vec!["SIZ-1".to_owned()],
        level: "MUST".to_owned(),
        message: "Bundle".to_owned(),
        field: String::new(),
        fault: "none".to_owned(),
        flags: Vec::new(),
        begin: Begin {
            network_id: "stage".to_owned(),
            verifier: Bytes::default(),
            store_capacity: 0,
            book_capacity: 0,
            book_capacity_per_requester: 0,
            book_capacity_own: 0,
        },
        prior: Vec::new(),
        step: step(operation, None),
        rendering: Vec::new(),
        expect,
        twin: None,
        source: "constructed".to_owned(),
        seed: 0,
    }
}

fn with_prior(vector: Vector, prior: Vec<Step>) -> Vector {
    Vector { prior, ..vector }
}

fn step(operation: Operation, verdict: Option<Verdict>) -> Step {
    Step {
        now_ms: 1_767_225_600_000,
        operation,
        verdict,
        expect: None,
    }
}

fn accept(output: Option<Output>) -> Expect {
    Expect {
        verdict: Verdict::Accept,
        stage: None,
        codes: Vec::new(),
        output,
    }
}

fn refuse(verdict: Verdict, stage: &str, codes: &[&str]) -> Expect {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    Expect {
        verdict,
        stage: Some(stage.to_owned()),
        codes,
        output: None,
    }
}

fn no_entry() -> Output {
    let [descriptor, refresh] = [Bytes::default(), Bytes::default()];
    Output::Entry {
        living: false,
        descriptor,
        refresh,
        expires_at_ms: 0,
        epoch: 0,
        sequence: 0,
    }
}

fn admit(key: u8) -> Operation {
    Operation::AdmitKey {
        public_key: Bytes(vec![key; 32]),
    }
}

fn verify(content: u8) -> Operation {
    Operation::Verify {
        payload_type: "text/plain".to_owned(),
        bundle: Bytes(vec![content]),
    }
}

fn apply(content: u8) -> Operation {
    Operation::Apply {
        payload_type: "text/plain".to_owned(),
        bundle: Bytes(vec![content]),
        own: false,
    }
}

fn lookup() -> Operation {
    Operation::Lookup {
        agent: Bytes(vec![7; 34]),
    }
}

fn bytes(text: &str) -> Bytes {
    Bytes(text.as_bytes().to_vec())
}
