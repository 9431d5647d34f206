//! `list`, `show`, `explain` and `peer`.

use std::process::{Command, Stdio};

use conformance::driver::v1::{Begin, Request, Response, request::Operation, response::Outcome};
use conformance::driver::{Codec, FrameError};
use conformance::vector::Vector;

use crate::stage::{Play, files};

crate::tests!(
    list_prints_a_line_for_each_selected_vector,
    show_prints_the_vector,
    explain_tells_the_rule_the_state_and_the_expectation,
    an_unknown_id_is_the_harness_s_failure,
    help_is_no_failure,
    the_reference_peer_serves_both_codecs_and_exits_with_0,
);

fn list_prints_a_line_for_each_selected_vector() {
    let (status, text) = command(&Play::new(), &["list", "--area", "keys"]);
    assert_eq!(status, 0);
    assert_eq!(
        text,
        "keys/admit/1-good\tACCEPT\t-\tSIZ-1\nkeys/admit/2-torsion\tREJECT\tKEY\tSIZ-1\n"
    );
}

fn show_prints_the_vector() {
    let (status, text) = command(&Play::new(), &["show", "soft-state/2-lower"]);
    assert_eq!(status, 0);
    let shown: Vector = serde_json::from_str(&text).expect("a vector");
    assert!(
        files()
            .iter()
            .flat_map(|file| &file.vectors)
            .any(|vector| *vector == shown)
    );
}

fn explain_tells_the_rule_the_state_and_the_expectation() {
    let (status, text) = command(&Play::new(), &["explain", "soft-state/2-lower"]);
    assert_eq!(status, 0);
    for words in [
        "Expected  IGNORE at REPLAY (`sequence-lower`)",
        "Breaks SIZ-1 (`input-size`, SIZE, REJECT)\n    A bundle MUST NOT exceed 1,114,112 bytes",
        "network \"stage\", no agent",
        "Prior operation 2, which must be answered IGNORE\n    now_ms 1767225600000\n    apply text/plain: bundle 01",
        "The operation that is judged\n    now_ms 1767225600000\n    apply text/plain: bundle 00",
    ] {
        assert!(text.contains(words), "nothing of \"{words}\" in:\n{text}");
    }
}

fn an_unknown_id_is_the_harness_s_failure() {
    assert_eq!(command(&Play::new(), &["show", "no/such/vector"]).0, 3);
    assert_eq!(command(&Play::new(), &["explain", "no/such/vector"]).0, 3);
}

fn help_is_no_failure() {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .arg("--help")
        .output()
        .expect("the runner");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("3  the harness failed"));
}

fn the_reference_peer_serves_both_codecs_and_exits_with_0() {
    for codec in [Codec::Binary, Codec::Json] {
        let mut peer = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .arg("peer")
            .env(Codec::VARIABLE, codec.name())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the peer");
        let begin = Operation::Begin(Begin {
            network_id: "test".to_owned(),
            ..Begin::default()
        });
        let request = Request {
            token: "mine".to_owned(),
            operation: Some(begin),
            ..Request::default()
        };
        codec
            .write(&mut peer.stdin.take().expect("stdin"), &request)
            .expect("a request");
        let output = peer.wait_with_output().expect("the end");
        let response: Response = read(codec, &output.stdout).expect("a response");
        assert_eq!(response.token, "mine");
        assert!(matches!(response.outcome, Some(Outcome::Answer(_))));
        assert!(output.status.success());
    }
}

fn read(codec: Codec, mut bytes: &[u8]) -> Result<Response, FrameError> {
    let body = codec.read_frame(&mut bytes)?.unwrap_or_default();
    codec.decode(&body)
}

fn command(play: &Play, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .arg("--vectors")
        .arg(play.path(""))
        .output()
        .expect("the runner");
    (
        output.status.code().expect("an exit"),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}
