//! A writer gives away only events that a verifier accepts, and goes on after a crash as if there had been none.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::tree::root;
use casp_evidence::{Draft, EvidenceViolation, TraceCheckpointKind, TraceVerifier, TraceWriter, WriteError};
use casp_identity::{ObjectId, Signed};
use casp_wire::Violation as _;
use support::{NOW, PROVIDER, SESSION, hashes, header, salt, seal, verifier};

/// Salts that differ.
fn salts() -> impl FnMut() -> [u8; 16] + Clone {
    let mut drawn = 0;
    move || {
        drawn += 1;
        salt(drawn)
    }
}

fn draft(at_ms: i64) -> Draft<'static> {
    Draft {
        at_ms,
        kind: "tool-call",
        receipt: Some(ObjectId([3; 32])),
        data: b"data",
    }
}

fn write(count: u64) -> (Vec<Vec<u8>>, TraceWriter<impl FnMut() -> [u8; 16] + Clone>) {
    let mut writer = TraceWriter::new(SESSION, salts());
    let mut leaves: Vec<_> = (1..count)
        .map(|at| writer.append(&draft(NOW + at as i64)).unwrap())
        .collect();
    leaves.push(
        writer
            .end(&Draft {
                kind: "end",
                ..draft(NOW + count as i64)
            })
            .unwrap(),
    );
    (leaves, writer)
}

#[test]
fn what_is_written_is_verified() {
    for count in 1..40 {
        let (leaves, writer) = write(count);
        let mut verifier = TraceVerifier::new();
        leaves.iter().for_each(|leaf| verifier.push(leaf).unwrap());
        let commitment = writer.commitment().unwrap();
        assert_eq!(commitment.session, SESSION);
        assert_eq!(verifier.finish(&commitment), Ok(writer.head()));
        assert_eq!(writer.head().root, root(&hashes(&leaves)));
    }
}

#[test]
fn a_writer_resumes_from_any_state_with_the_events_that_were_kept_after_it() {
    let (leaves, whole) = write(12);
    let mut writer = TraceWriter::new(SESSION, salts());
    for kept in 0..=12 {
        // The state of a moment, and a crash any number of events later.
        for crash in kept..=12 {
            let mut resumed = TraceWriter::resume(&writer.save(), salts()).unwrap();
            leaves[kept..crash].iter().for_each(|leaf| resumed.adopt(leaf).unwrap());
            leaves[crash..].iter().for_each(|leaf| resumed.adopt(leaf).unwrap());
            assert_eq!(resumed.commitment(), whole.commitment());
            assert_eq!(resumed.save(), whole.save());
        }
        if let Some(leaf) = leaves.get(kept) {
            writer.adopt(leaf).unwrap();
        }
    }
}

#[test]
fn a_resumed_writer_writes_what_follows() {
    let mut writer = TraceWriter::new(SESSION, salts());
    let mut leaves = vec![
        writer.append(&draft(NOW)).unwrap(),
        writer.append(&draft(NOW + 1)).unwrap(),
    ];
    let mut salts = salts();
    let (_, _) = (salts(), salts());
    let mut resumed = TraceWriter::resume(&writer.save(), salts).unwrap();
    let early = resumed.append(&draft(NOW)).unwrap_err();
    assert_eq!(early, WriteError::Invalid(EvidenceViolation::EventTime { position: 3 }));
    leaves.push(resumed.end(&draft(NOW + 2)).unwrap());
    let mut verifier = TraceVerifier::new();
    leaves.iter().for_each(|leaf| verifier.push(leaf).unwrap());
    assert!(verifier.finish(&resumed.commitment().unwrap()).is_ok());
}

#[test]
fn a_damaged_state_is_noticed() {
    let (_, writer) = write(7);
    let state = writer.save();
    assert!(TraceWriter::resume(&state, salts()).is_ok());
    for length in 0..state.len() {
        assert!(
            TraceWriter::resume(&state[..length], salts()).is_err(),
            "{length} bytes"
        );
    }
    assert!(TraceWriter::resume(&[&state[..], &[0; 32]].concat(), salts()).is_err());
    // All but session and time, which nothing else in the state tells.
    for at in (16..24).chain(33..state.len()) {
        let mut damaged = state.clone();
        damaged[at] ^= 1;
        assert!(TraceWriter::resume(&damaged, salts()).is_err(), "byte {at}");
    }
}

#[test]
fn what_verifiers_would_refuse_is_not_written_and_changes_nothing() {
    let mut writer = TraceWriter::new(SESSION, salts());
    writer.append(&draft(NOW)).unwrap();
    let before = writer.head();
    let long = vec![0; 4_097];
    let rule = |outcome: Result<Vec<u8>, WriteError>| match outcome {
        Err(WriteError::Invalid(violation)) => violation.rule(),
        other => panic!("{other:?}"),
    };
    assert_eq!(rule(writer.append(&draft(NOW - 1))), "TRC-3");
    assert_eq!(rule(writer.append(&draft(0))), "ENC-9");
    assert_eq!(rule(writer.append(&draft(-1))), "ENC-13");
    assert_eq!(
        rule(writer.append(&Draft {
            kind: "Not This",
            ..draft(NOW)
        })),
        "FMT-1"
    );
    assert_eq!(rule(writer.append(&Draft { kind: "", ..draft(NOW) })), "ENC-9");
    assert_eq!(
        rule(writer.append(&Draft {
            data: &long,
            ..draft(NOW)
        })),
        "ENC-10"
    );
    assert_eq!(writer.head(), before);
    assert!(
        writer
            .append(&Draft {
                data: &long[1..],
                ..draft(NOW)
            })
            .is_ok()
    );
}

#[test]
fn nothing_follows_the_last_event() {
    let (leaves, mut writer) = write(3);
    assert_eq!(writer.append(&draft(NOW + 9)), Err(WriteError::Over));
    assert_eq!(writer.end(&draft(NOW + 9)), Err(WriteError::Over));
    assert_eq!(writer.adopt(&leaves[2]), Err(WriteError::Over));
}

#[test]
fn a_source_of_salts_that_repeats_itself_is_noticed() {
    let mut stuck = TraceWriter::new(SESSION, || [7; 16]);
    assert!(stuck.append(&draft(NOW)).is_ok());
    assert_eq!(stuck.append(&draft(NOW)), Err(WriteError::Salts));
    let mut empty = TraceWriter::new(SESSION, || [0; 16]);
    assert_eq!(empty.append(&draft(NOW)), Err(WriteError::Salts));
}

#[test]
fn checkpoints_and_commitments_are_what_can_be_signed() {
    let mut writer = TraceWriter::new(SESSION, salts());
    assert_eq!(writer.checkpoint(header(PROVIDER, NOW), None), None);
    writer.append(&draft(NOW)).unwrap();
    assert_eq!(writer.commitment(), None);
    let contract = ObjectId([8; 32]);
    let checkpoint = writer.checkpoint(header(PROVIDER, NOW), Some(contract)).unwrap();
    assert_eq!((checkpoint.size, checkpoint.contract.as_slice()), (1, &contract.0[..]));
    let signed: Signed<TraceCheckpointKind> = seal(PROVIDER, &checkpoint);
    assert!(verifier().verify_as_issued(signed).is_ok());
}
