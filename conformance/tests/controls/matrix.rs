//! `conformance matrix`: every peer has its row, and the worst one its say.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::stage::Play;

crate::tests!(
    a_badge_of_several_peers_is_refused,
    a_folder_without_start_is_no_peer,
    a_folder_that_cannot_be_read_is_the_harness_s_failure,
    a_peer_says_its_name_version_and_language,
    a_peer_that_cannot_be_started_is_shown_as_such,
    a_peer_that_says_no_hello_is_shown_as_such,
    every_form_of_report_is_written,
    the_table_marks_each_area_of_each_peer,
    the_worst_peer_decides_the_status,
);

/// A folder of peers beside the vectors of a play.
struct Peers {
    play: Play,
}

/// What came of a matrix.
struct Shown {
    status: i32,
    text: String,
    errors: String,
}

impl Peers {
    fn new() -> Self {
        let play = Play::new();
        fs::create_dir(play.path("peers")).expect("a folder");
        Self { play }
    }

    /// Adds a peer that knows the vectors by heart and has these faults.
    fn with(self, name: &str, faults: &str) -> Self {
        let peer = env!("CARGO_BIN_EXE_misbehave");
        let vectors = self.play.path("");
        let script = format!("#!/bin/sh\nexec '{peer}' --vectors '{}' {faults}\n", vectors.display());
        self.with_script(name, &script, 0o755)
    }

    fn with_script(self, name: &str, script: &str, mode: u32) -> Self {
        let folder = self.play.path("peers").join(name);
        fs::create_dir(&folder).expect("a folder");
        let start = folder.join("run");
        fs::write(&start, script).expect("a script");
        fs::set_permissions(&start, fs::Permissions::from_mode(mode)).expect("permissions");
        self
    }

    fn matrix(&self, arguments: &[&str]) -> Shown {
        self.matrix_of(&self.play.path("peers"), arguments)
    }

    fn matrix_of(&self, peers: &Path, arguments: &[&str]) -> Shown {
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .arg("matrix")
            .arg("--vectors")
            .arg(self.play.path(""))
            .arg("--peers")
            .arg(peers)
            // Those of the stage are no vectors that the reference peer would pass.
            .args(["--filter", "envelope/pae"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the runner");
        Shown {
            status: output.status.code().expect("an exit"),
            text: String::from_utf8_lossy(&output.stdout).into_owned(),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Shown {
    /// The row of a peer, its columns parted by one space.
    #[track_caller]
    fn row(&self, name: &str) -> String {
        let row = self.text.lines().find(|line| line.split(' ').next() == Some(name));
        let row = row.unwrap_or_else(|| panic!("no row {name} in:\n{}{}", self.text, self.errors));
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn the_table_marks_each_area_of_each_peer() {
    let peers = Peers::new()
        .with("a-good", "")
        .with("b-bad", "--fault abort")
        .with("c-less", "--hide pae --refuse pae");
    let shown = peers.matrix(&[]);
    assert_eq!(shown.row("peer"), "peer name version language envelope verdict");
    assert!(
        shown
            .row("reference")
            .contains("Rust ✓ 5/5 CONFORMANT AS FAR AS TESTED"),
        "{}",
        shown.text
    );
    assert_eq!(
        shown.row("a-good"),
        "a-good misbehave 0 Rust ✓ 5/5 CONFORMANT AS FAR AS TESTED"
    );
    assert_eq!(shown.row("b-bad"), "b-bad misbehave 0 Rust ✗ 4/5 NOT CONFORMANT");
    assert_eq!(shown.row("c-less"), "c-less misbehave 0 Rust - 0/5 NOT ENOUGH TESTED");
    assert!(
        shown
            .text
            .contains("b-bad: crashed envelope/pae/3-trigger: ended by signal 6"),
        "{}",
        shown.text
    );
}

fn a_peer_says_its_name_version_and_language() {
    let shown = Peers::new().with("hostile", "--hostile").matrix(&[]);
    assert!(
        shown
            .row("hostile")
            .contains(r#"<script>alert(1)</script>"'`&lt;\u{202e}"#),
        "{}",
        shown.text
    );
    assert!(
        !shown
            .text
            .contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'),
        "{:?}",
        shown.text
    );
}

fn a_peer_that_cannot_be_started_is_shown_as_such() {
    let peers = Peers::new()
        .with("good", "")
        .with_script("ghost", "#!/no/such/interpreter\n", 0o755)
        .with_script("locked", "#!/bin/sh\n", 0o644);
    let shown = peers.matrix(&[]);
    assert_eq!(shown.status, 3);
    assert!(
        shown
            .row("ghost")
            .starts_with("ghost CANNOT START: cannot start the peer "),
        "{}",
        shown.text
    );
    assert!(
        shown
            .row("locked")
            .starts_with("locked CANNOT START: cannot start the peer "),
        "{}",
        shown.text
    );
    assert!(
        shown.row("good").contains("✓ 5/5"),
        "the others have their turn: {}",
        shown.text
    );
}

fn a_peer_that_says_no_hello_is_shown_as_such() {
    let peers = Peers::new().with_script("dead", "#!/bin/sh\nexec /no/such/program\n", 0o755);
    let shown = peers.matrix(&[]);
    assert_eq!(shown.status, 1);
    assert!(
        shown.row("dead").starts_with("dead ✗ 0/5 NO VALID HELLO: "),
        "{}",
        shown.text
    );
}

fn the_worst_peer_decides_the_status() {
    let good = || Peers::new().with("good", "");
    let less = || good().with("less", "--hide pae --refuse pae");
    let bad = || less().with("bad", "--fault abort");
    let ghost = || bad().with_script("ghost", "#!/no/such/interpreter\n", 0o755);
    for (peers, status) in [(good(), 0), (less(), 2), (bad(), 1), (ghost(), 3)] {
        let shown = peers.matrix(&[]);
        assert_eq!(shown.status, status, "{}{}", shown.text, shown.errors);
    }
}

fn a_folder_without_start_is_no_peer() {
    let peers = Peers::new().with("good", "");
    fs::create_dir(peers.play.path("peers/notes")).expect("a folder");
    fs::write(peers.play.path("peers/skeleton.py"), "").expect("a file");
    let shown = peers.matrix(&[]);
    assert_eq!(shown.status, 0, "{}{}", shown.text, shown.errors);
    assert!(!shown.text.contains("notes") && !shown.text.contains("skeleton"));
}

fn a_folder_that_cannot_be_read_is_the_harness_s_failure() {
    let shown = Peers::new().matrix_of(Path::new("/no/such/folder"), &[]);
    assert_eq!(shown.status, 3);
    assert!(shown.errors.contains("cannot read /no/such/folder"), "{}", shown.errors);
}

fn a_badge_of_several_peers_is_refused() {
    let shown = Peers::new().matrix(&["--report", "badge=/no/such/folder/badge.svg"]);
    assert_eq!(shown.status, 3);
    assert!(
        shown.errors.contains("a badge and a signed report are of one peer"),
        "{}",
        shown.errors
    );
}

fn every_form_of_report_is_written() {
    let peers =
        Peers::new()
            .with("bad", "--hostile --fault abort")
            .with_script("ghost", "#!/no/such/interpreter\n", 0o755);
    let forms = ["json", "junit", "html", "sarif"];
    let paths = forms.map(|form| peers.play.path(&format!("matrix.{form}")));
    let targets: Vec<String> = forms
        .iter()
        .zip(&paths)
        .map(|(form, path)| format!("{form}={}", path.display()))
        .collect();
    let shown = peers.matrix(&["--report", &targets.join(",")]);
    assert_eq!(shown.status, 3, "{}{}", shown.text, shown.errors);
    let [json, junit, html, sarif] = paths.map(|path| fs::read_to_string(path).expect("a report"));

    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["matrix"], &json["exit_code"]), (&1.into(), &3.into()));
    assert_eq!(json["peers"][1]["cells"][0]["mark"], "failed");
    assert_eq!(json["peers"][1]["report"]["totals"]["red"], 1);
    assert!(json["peers"][2]["cannot_start"].is_string(), "{json}");
    assert!(
        junit.contains(r#"<testsuite name="bad.envelope""#) && junit.contains(r#"type="cannot-start""#),
        "{junit}"
    );
    assert_eq!(html.matches("<script").count(), 1);
    assert!(
        html.contains(r#"data-p="bad" data-a="envelope" data-s="crashed""#),
        "{html}"
    );
    assert!(html.contains("CANNOT START"), "{html}");
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    crate::sarif::holds(&sarif);
    assert_eq!(sarif["runs"][2]["invocations"][0]["executionSuccessful"], false);
}
