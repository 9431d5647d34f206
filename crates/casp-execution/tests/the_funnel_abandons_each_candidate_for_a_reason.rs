//! Every way out of the funnel, by its reason.

#![allow(clippy::restriction, reason = "test code")]

mod funnel_support;

use casp_execution::funnel::{
    Action, DeliveredAs, Ending, Event, Exhaustion, Limits, Outcome, Probe, ProbeVerdict, Purpose, Reason, Search,
    Stage,
};
use casp_trust::Demands;
use casp_wire::v1::SideEffect;
use funnel_support::*;

const NONE: SideEffect = SideEffect::None;

fn done(run: &Run) -> &Ending {
    run.assert_balanced();
    run.funnel.ending().unwrap()
}

fn passed(run: &mut Run) {
    let ticket = run.last();
    let verdict = ProbeVerdict::Passed;
    run.tell(Event::ProbeEnded { ticket, verdict });
}

fn delivered(run: &mut Run, status: DeliveredAs) {
    let ticket = run.last();
    run.tell(Event::Delivered { ticket, status });
}

/// A run without demands, whose first candidate has a contract for the work.
fn at_work(side_effect: SideEffect) -> Run {
    let mut run = Run::with(plan(side_effect), Given::default(), Known::default(), candidates(2));
    run.quoted();
    run
}

#[test]
fn all_tiers_lead_to_the_first_in_the_order() {
    let mut run = Run::with(plan(NONE), all_tiers(), Known::default(), candidates(3));
    run.quoted();
    passed(&mut run);
    run.quoted();
    delivered(&mut run, DeliveredAs::Completed);
    let ticket = run.last();
    assert!(run.said.contains(&Action::CheckEvidence { ticket }));
    run.tell(Event::EvidenceVerified { ticket });
    let by = id(1);
    assert_eq!(
        *done(&run),
        Ending::Completed {
            ticket,
            by,
            is_partial: false
        }
    );
    assert_eq!(run.reason_of(1), None);
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::NotNeeded)));
    let purposes = run.said.iter().filter_map(|action| match action {
        Action::Engage { purpose, .. } => Some(*purpose),
        _ => None,
    });
    assert_eq!(
        purposes.collect::<Vec<_>>(),
        [Purpose::Probe(Probe::Canary), Purpose::Work]
    );
}
