//! What the property tests and the fuzz target `dispute` both hold this crate to.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

#[path = "../support/mod.rs"]
pub mod support;

use std::sync::LazyLock;

use casp_execution::{DisputeViolation, Judgement, Member, Unresolved, judge};
use casp_identity::{Verifier, VerifierLimits};
use casp_wire::v1::{Bundle, DisputeBundle};
use casp_wire::{Layer, Stage, Violation as _, encode};
use prost::Message as _;

use support::evidence::{NETWORK, forge};

static FULL: LazyLock<DisputeBundle> = LazyLock::new(support::full);

/// Bytes that choose what happens; when they are used up, they are zero.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> usize {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        usize::from(*first)
    }

    fn index(&mut self, count: usize) -> usize {
        (self.byte() << 8 | self.byte()) % count.max(1)
    }
}

/// Target `dispute`. The first byte says what follows: a bundle, a bundle whose statements are signed anew, or how a sound one is tampered with.
pub fn dispute(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else {
        return;
    };
    let bytes = match choice % 4 {
        0 => rest.to_vec(),
        1 => match DisputeBundle::decode(rest) {
            Ok(mut bundle) => {
                statements(&mut bundle).for_each(|statement| *statement = forge::resign(statement.clone()));
                encode(&bundle)
            }
            Err(_) => rest.to_vec(),
        },
        _ => tampered(&mut Input(rest)),
    };
    judgement_stands(&bytes);
}

fn statements(bundle: &mut DisputeBundle) -> impl Iterator<Item = &mut Bundle> {
    let contract = [&mut bundle.offer, &mut bundle.quote, &mut bundle.acceptance];
    let course = [
        &mut bundle.request,
        &mut bundle.prepared,
        &mut bundle.commit,
        &mut bundle.cancel,
    ];
    let end = [&mut bundle.result, &mut bundle.ack, &mut bundle.verdict];
    let one = contract.into_iter().chain(course).chain(end).flatten();
    one.chain(&mut bundle.events)
        .chain(&mut bundle.reports)
        .chain(&mut bundle.seconds)
        .chain(&mut bundle.receipts)
        .chain(&mut bundle.checkpoints)
}

/// A sound bundle after some changes that keep it in shape.
fn tampered(input: &mut Input<'_>) -> Vec<u8> {
    let mut bundle = FULL.clone();
    for _ in 0..input.byte() % 4 {
        tamper(&mut bundle, input);
    }
    encode(&bundle)
}

fn tamper(bundle: &mut DisputeBundle, input: &mut Input<'_>) {
    let choice = input.byte() % 8;
    match choice {
        0 => bundle.trace.truncate(input.byte() % 7),
        1 => bundle.receipts.rotate_left(input.byte() % 3),
        2 => bundle.seconds.reverse(),
        3 => {
            let optional = [
                &mut bundle.request,
                &mut bundle.prepared,
                &mut bundle.commit,
                &mut bundle.result,
                &mut bundle.ack,
            ];
            *optional.into_iter().nth(input.byte() % 5).unwrap() = None;
        }
        _ => {
            let count = statements(bundle).count();
            let statement = statements(bundle).nth(input.index(count)).unwrap();
            let subject = statement.subject.as_mut().unwrap();
            let at = input.index(subject.payload.len());
            subject.payload[at] ^= 1 << (input.byte() % 8);
            // Half of them under a signature that holds.
            if choice & 1 == 0 {
                *statement = forge::resign(statement.clone());
            }
        }
    }
}

/// The same with and without caches, and what is said holds together.
fn judgement_stands(bytes: &[u8]) {
    let decoded = casp_wire::decode::<DisputeBundle>(bytes, Layer::Envelope);
    let offer = DisputeBundle::decode(bytes).ok().and_then(|bundle| bundle.offer);
    let network = offer.and_then(|offer| forge::network_of(&encode(&offer)));
    let network = network.unwrap_or_else(|| NETWORK.into());
    let none = VerifierLimits { keys: 0, envelopes: 0 };
    let first = judge(&mut Verifier::with_limits(network.as_str(), None, none), bytes);
    let mut caching = Verifier::new(network, None);
    assert_eq!(judge(&mut caching, bytes), first);
    assert_eq!(judge(&mut caching, bytes), first);
    match first {
        Ok(judgement) => holds_together(&judgement, &decoded.unwrap()),
        Err(violation) => {
            let is_encoded = decoded.is_ok();
            assert_eq!(violation.stage() == Stage::Chain, is_encoded, "{violation}");
            assert_eq!(matches!(violation, DisputeViolation::Identity(_)), !is_encoded);
        }
    }
}

fn holds_together(judgement: &Judgement, bundle: &DisputeBundle) {
    let place = |finding: &casp_execution::Finding| (finding.member.field_number(), finding.index);
    assert!(judgement.findings.is_sorted_by_key(place), "{judgement:?}");
    assert!(judgement.unresolved.is_sorted());
    for (number, finding) in judgement.findings.iter().enumerate() {
        assert!(!judgement.findings[..number].contains(finding), "twice: {finding:?}");
        let there = match finding.member {
            Member::Events => bundle.events.len(),
            Member::Reports => bundle.reports.len(),
            Member::Seconds => bundle.seconds.len(),
            Member::Receipts => bundle.receipts.len(),
            Member::Checkpoints => bundle.checkpoints.len(),
            Member::Forks => bundle.forks.len(),
            Member::Equivocations => bundle.equivocations.len(),
            _ => 1,
        };
        assert!(finding.index < there, "{finding:?}");
    }
    let open = |reason| judgement.unresolved.contains(&reason);
    assert_eq!(open(Unresolved::NotRequested), bundle.request.is_none());
    assert_eq!(
        open(Unresolved::NotAcknowledged),
        bundle.result.is_some() && bundle.ack.is_none()
    );
    assert!(!(open(Unresolved::AnswerWrong) && open(Unresolved::OracleUnproven)));
    for second in 0..bundle.seconds.len() {
        let finds = |finding: &casp_execution::Finding| finding.member == Member::Seconds && finding.index == second;
        assert!(judgement.findings.iter().any(finds), "a second statement is a finding");
    }
}
