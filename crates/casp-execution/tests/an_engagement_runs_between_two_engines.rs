//! The plain course of a task (SPEC.md section 19.1), between a requester and a provider that do what they should.

#![allow(clippy::restriction, reason = "test code")]

mod scene;

use casp_execution::provider::{Finish, Stop};
use casp_execution::requester::{Acknowledging, Ended, Ending, EvidenceVerdict};
use casp_execution::{ActError, ProviderEvent, RequesterEvent, Statement};
use casp_task::EngagementState;
use casp_trust::Subject;
use casp_wire::v1::{Outcome, SideEffect, TaskState, TaskStatus};
use scene::*;

#[test]
fn from_the_offer_to_the_ack() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    assert!(matches!(
        &pair.told[..],
        [ProviderEvent::Offered { .. }, ProviderEvent::Work { again: false, .. }]
    ));
    assert_eq!(
        pair.provider
            .progress(&contract, TaskState::Running, 500_000, "half", NOW),
        Ok(1)
    );
    pair.settle();
    pair.finish(&contract);
    assert!(matches!(
        &pair.asked[..],
        [
            RequesterEvent::Quoted { .. },
            RequesterEvent::Progress { seq: 1, .. },
            RequesterEvent::Delivered { .. }
        ]
    ));
    pair.requester
        .acknowledge(&contract, Acknowledging::Checked, NOW)
        .unwrap();
    pair.settle();
    assert_eq!(pair.state_of_requester(&contract), EngagementState::Closed);
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Closed);
    let engagement = pair.requester.engagement(&contract).unwrap();
    let ended = Ended {
        offer: engagement.offer(),
        contract: Some(contract),
        subject: Subject {
            agent: id(BOB),
            capability_id: "org.example/translate".into(),
            behavior_digest: [7; 32],
        },
        ending: Ending::Answered {
            result: engagement.result().unwrap(),
            status: TaskStatus::Completed,
            evidence: EvidenceVerdict::NotOwed,
            acknowledged: true,
            took_ms: 0,
        },
        at_ms: NOW,
    };
    assert_eq!(pair.asked.last(), Some(&RequesterEvent::Ended(Box::new(ended))));
    let expected = ProviderEvent::Ended {
        contract,
        requester: id(ALICE),
        status: Some(TaskStatus::Completed),
        acknowledged: true,
    };
    assert_eq!(pair.told.last(), Some(&expected));
    // On a wire that loses nothing, everything passes once.
    for statement in Statement::ALL {
        let times = match statement {
            Statement::Prepared | Statement::Commit | Statement::Cancel | Statement::OutcomeReport => 0,
            _ => 1,
        };
        assert_eq!(pair.passed_of(*statement), times, "{statement:?}");
    }
    // Nothing stays.
    pair.pass_until(NOW + 40 * HOUR);
    assert_eq!(
        pair.requester.engagements().count() + pair.provider.engagements().count(),
        0
    );
    assert_eq!(
        (pair.requester.next_timeout_ms(), pair.provider.next_timeout_ms()),
        (None, None)
    );
    assert_eq!(pair.provider.places(&id(ALICE)).taken, 0);
}
