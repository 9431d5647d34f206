//! A run as records: the same for the same conduct, whatever else differs.

use std::path::Path;

use conformance::driver::Codec;
use conformance::runner::{self, Expectations, Kind, PeerCommand, Record, Run, Settings, Suite};
use conformance::vector::{Vector, Verdict};

use crate::stage::{Play, TRIGGER};

crate::tests!(
    a_record_says_what_the_peer_answered,
    records_are_in_the_order_of_ids_whatever_the_run_s,
);

fn records_are_in_the_order_of_ids_whatever_the_run_s() {
    let play = Play::new();
    let suite = Suite::load(&play.path("")).expect("vectors");
    let forwards: Vec<&Vector> = suite.vectors.iter().collect();
    let backwards: Vec<&Vector> = suite.vectors.iter().rev().collect();
    let [one, other] = [forwards, backwards].map(|vectors| run(&play, vectors, ""));
    assert_eq!(one.records(), other.records());
    assert!(one.records().is_sorted_by(|a, b| a.vector < b.vector));
    assert_eq!(one.records().len(), suite.vectors.len());
}

fn a_record_says_what_the_peer_answered() {
    let play = Play::new();
    let suite = Suite::load(&play.path("")).expect("vectors");
    let run = run(&play, suite.vectors.iter().collect(), " --always ACCEPT --fault abort");
    let record = |id: &str| {
        *run.records()
            .iter()
            .find(|record| record.vector == id)
            .expect("a record")
    };
    let expected = |vector, status, verdict| Record {
        vector,
        status,
        verdict,
        stage: None,
    };
    let [good, torsion] = ["keys/admit/1-good", "keys/admit/2-torsion"];
    assert_eq!(record(good), expected(good, Kind::Passed, Some(Verdict::Accept)));
    assert_eq!(record(torsion), expected(torsion, Kind::Failed, Some(Verdict::Accept)));
    assert_eq!(record(TRIGGER), expected(TRIGGER, Kind::Crashed, None));
    let honest = self::run(&play, suite.vectors.iter().collect(), "");
    let records = honest.records();
    let refused = records
        .iter()
        .find(|record| record.vector == torsion)
        .expect("a record");
    assert_eq!((refused.verdict, refused.stage), (Some(Verdict::Reject), Some("KEY")));
}

fn run<'a>(play: &Play, vectors: Vec<&'a Vector>, faults: &str) -> Run<'a> {
    let peer = Path::new(env!("CARGO_BIN_EXE_misbehave")).display();
    let line = format!("{peer} --vectors {}{faults}", play.path("").display());
    let command = PeerCommand::parse(&line).expect("a command");
    let settings = Settings::new(command, Codec::Binary, runner::workspace_root()).expect("settings");
    runner::run(&settings, vectors, Expectations::default(), &mut |_| ()).expect("a run")
}
