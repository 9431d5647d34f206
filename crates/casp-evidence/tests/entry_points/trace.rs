//! Traces: a verifier beside a plain model of TRC-1 to TRC-7, and a writer that crashes.

use casp_evidence::{Draft, EvidenceViolation, TraceVerifier, TraceWriter, WriteError};
use casp_wire::v1::{TraceCommitment, TraceEvent};
use casp_wire::{Layer, Violation as _, decode, encode};

use super::Input;
use super::support::{NOW, SESSION, event, reference, salt};

/// Target `trace`. The first byte says who is driven.
pub fn trace(data: &[u8]) {
    let mut input = Input(data);
    if input.byte() & 1 == 0 {
        verifier_agrees_with_the_model(&mut input);
    } else {
        writer_survives_crashes(&mut input);
    }
}

/// Events as they come, some sound, some edited, some noise.
fn verifier_agrees_with_the_model(input: &mut Input<'_>) {
    let mut verifier = TraceVerifier::new();
    let mut accepted: Vec<TraceEvent> = Vec::new();
    let mut broken: Option<EvidenceViolation> = None;
    while !input.0.is_empty() {
        let leaf = next_leaf(input, accepted.len() as u64);
        let verdict = verifier.push(&leaf);
        if let Some(violation) = broken {
            assert_eq!(verdict, Err(violation));
            continue;
        }
        match model(&accepted, &leaf) {
            Ok(event) => {
                assert_eq!(verdict, Ok(()));
                accepted.push(event);
            }
            Err(rules) => {
                let violation = verdict.unwrap_err();
                assert!(rules.is_empty() || rules.contains(&violation.rule()), "{violation}");
                broken = Some(violation);
            }
        }
    }
    let leaves: Vec<_> = accepted.iter().map(encode).collect();
    assert_eq!(
        (verifier.size(), verifier.head().root),
        (leaves.len() as u64, reference::mth(&leaves))
    );
    let commitment = TraceCommitment {
        session: SESSION.into(),
        size: leaves.len() as u64,
        root: reference::mth(&leaves).into(),
    };
    let is_whole = broken.is_none() && accepted.last().is_none_or(|last| last.terminal);
    assert_eq!(verifier.finish(&commitment).is_ok(), is_whole);
}

fn next_leaf(input: &mut Input<'_>, accepted: u64) -> Vec<u8> {
    let choice = input.byte();
    if choice & 0xc0 == 0xc0 {
        let length = input.byte() as usize;
        return input.bytes(length).to_vec();
    }
    let mut event = event(accepted + 1);
    event.data = vec![choice; usize::from(input.byte())];
    match choice & 15 {
        1 => event.seq = event.seq.wrapping_add_signed(i64::from(input.byte()) - 128),
        2 => event.salt = vec![0; usize::from(input.byte() & 31)],
        3 => event.at_ms = event.at_ms.wrapping_add(i64::from(input.byte()) - 128),
        4 => event.terminal = true,
        5 => event.kind = String::from_utf8_lossy(input.bytes(4)).into(),
        6 => event.receipt = vec![1; usize::from(input.byte() & 63)],
        _ => {}
    }
    let mut leaf = encode(&event);
    if choice & 16 != 0 {
        let at = input.index(leaf.len());
        leaf[at] ^= input.byte();
    }
    leaf
}

/// The event, or the rules that it breaks; no rule stands for any of encoding.
fn model(accepted: &[TraceEvent], leaf: &[u8]) -> Result<TraceEvent, Vec<&'static str>> {
    let event: TraceEvent = decode(leaf, Layer::Envelope).map_err(|_| Vec::new())?;
    let mut rules = Vec::new();
    if event.seq != accepted.len() as u64 + 1 {
        rules.push("TRC-1");
    }
    if event.salt == [0; 16] {
        rules.push("TRC-2");
    }
    if accepted.last().is_some_and(|last| event.at_ms < last.at_ms) {
        rules.push("TRC-3");
    }
    if accepted.last().is_some_and(|last| last.terminal) {
        rules.push("TRC-4");
    }
    if rules.is_empty() { Ok(event) } else { Err(rules) }
}

/// Whatever is kept of a writer, what it writes is one trace.
fn writer_survives_crashes(input: &mut Input<'_>) {
    let mut drawn = 0;
    let mut writer = TraceWriter::new(SESSION, || {
        drawn += 1;
        salt(drawn)
    });
    let mut kept: (Vec<u8>, usize) = (writer.save(), 0);
    let mut leaves: Vec<Vec<u8>> = Vec::new();
    while !input.0.is_empty() {
        match input.byte() % 8 {
            0 => kept = (writer.save(), leaves.len()),
            1 => {
                let mut resumed = TraceWriter::resume(&kept.0, || [0; 16]).unwrap();
                leaves[kept.1..].iter().for_each(|leaf| resumed.adopt(leaf).unwrap());
                assert_eq!(resumed.save(), writer.save());
                assert_eq!(resumed.commitment(), writer.commitment());
            }
            2 => {
                let leaf = encode(&event(leaves.len() as u64 + 1));
                if writer.adopt(&leaf).is_ok() {
                    leaves.push(leaf);
                }
            }
            choice => {
                let size = writer.head().size;
                let draft = Draft {
                    at_ms: NOW + input.number(2) as i64,
                    kind: if choice == 3 { "not an identifier" } else { "note" },
                    receipt: None,
                    data: input.bytes(usize::from(choice)),
                };
                let written = if choice == 7 {
                    writer.end(&draft)
                } else {
                    writer.append(&draft)
                };
                match written {
                    Ok(leaf) => leaves.push(leaf),
                    Err(error) => {
                        assert_ne!(error, WriteError::Salts);
                        assert_eq!(writer.head().size, size);
                    }
                }
            }
        }
    }
    let mut verifier = TraceVerifier::new();
    leaves.iter().for_each(|leaf| verifier.push(leaf).unwrap());
    assert_eq!(verifier.head(), writer.head());
    if let Some(commitment) = writer.commitment() {
        assert!(verifier.finish(&commitment).is_ok());
    }
}
