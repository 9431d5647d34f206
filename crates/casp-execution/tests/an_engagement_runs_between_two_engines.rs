//! The plain course of a task (SPEC.md section 19.1), between a requester and a provider that do what they should.

#![allow(clippy::restriction, reason = "test code")]

mod scene;

use casp_execution::provider::{Asked, Effect, Finish, Quoting, Stop};
use casp_execution::requester::{Acknowledging, Ended, Ending, EvidenceVerdict};
use casp_execution::{
    ActError, Action, Provider, ProviderEvent, ProviderLimits, Requester, RequesterEvent, RequesterLimits, Speaker,
    Statement,
};
use casp_identity::{AgentId, DelegationKind, Signed, Signer, SoftwareKey};
use casp_task::{EngagementState, TaskViolation, content};
use casp_trust::Subject;
use casp_wire::v1::{Delegation, Header, Outcome, SideEffect, TaskState, TaskStatus};
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

#[test]
fn an_irreversible_effect_is_prepared_looked_at_and_committed_to() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Irreversible);
    let plan = content::inline("text/plain", "send it");
    pair.provider.prepare(&contract, plan.clone(), HOUR, NOW).unwrap();
    pair.settle();
    let asked = RequesterEvent::Prepared {
        contract,
        plan: Box::new(plan),
        until_ms: NOW + HOUR,
    };
    assert_eq!(pair.asked.last(), Some(&asked));
    let early = pair.provider.begin(&contract, Effect::Unknowable, NOW);
    assert_eq!(early, Err(ActError::NotCommitted));
    let untried = pair.provider.finish(&contract, Finish::completed(output()), NOW);
    assert_eq!(untried, Err(ActError::NotBegun));
    pair.requester.commit(&contract, NOW).unwrap();
    pair.settle();
    assert_eq!(pair.told.last(), Some(&ProviderEvent::Committed { contract }));
    pair.begin(&contract);
    assert_eq!(pair.told.last(), Some(&ProviderEvent::Act { contract }));
    let twice = pair.provider.begin(&contract, Effect::Unknowable, NOW);
    assert_eq!(twice, Err(ActError::Begun));
    pair.finish(&contract);
    assert_eq!(
        pair.provider.finish(&contract, Finish::failed("x"), NOW),
        Err(ActError::Ended)
    );
    pair.requester
        .acknowledge(&contract, Acknowledging::Checked, NOW)
        .unwrap();
    pair.settle();
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Closed);
}

#[test]
fn what_nobody_commits_to_ends_when_no_commit_can_come() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Irreversible);
    let plan = content::inline("text/plain", "send it");
    pair.provider.prepare(&contract, plan, 10 * MINUTE, NOW).unwrap();
    pair.settle();
    pair.pass_until(NOW + 10 * MINUTE + SKEW - 1);
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Prepared);
    let late = pair.requester.commit(&contract, pair.now_ms);
    assert!(late.is_err(), "what was prepared has lapsed");
    pair.pass_until(NOW + 10 * MINUTE + SKEW);
    assert!(matches!(
        pair.asked.last(),
        Some(RequesterEvent::Delivered { result, .. })
            if result.status() == TaskStatus::Failed && result.reason == "not-committed" && result.commit.is_empty()
    ));
}

#[test]
fn a_cancel_ends_what_has_not_begun_and_asks_for_the_rest() {
    for (effect, begins) in [
        (SideEffect::None, false),
        (SideEffect::Reversible, false),
        (SideEffect::Reversible, true),
    ] {
        let mut pair = Pair::new();
        let contract = pair.contract(effect);
        if begins {
            pair.begin(&contract);
        }
        pair.requester.cancel(&contract, "changed-mind", NOW).unwrap();
        pair.settle();
        let stop = ProviderEvent::Stop {
            contract,
            why: Stop::Cancelled,
        };
        assert!(pair.told.contains(&stop));
        let is_over = effect == SideEffect::Reversible && !begins;
        let expected = if is_over {
            EngagementState::Delivered
        } else {
            EngagementState::Cancelled
        };
        assert_eq!(pair.state_of_requester(&contract), expected);
        if !is_over {
            // The work was done: that is accepted as if there had been no cancel.
            pair.finish(&contract);
        }
        let ends = pair.asked.iter().filter_map(|event| match event {
            RequesterEvent::Delivered { result, .. } => Some(result.status()),
            _ => None,
        });
        let expected = if is_over {
            TaskStatus::Cancelled
        } else {
            TaskStatus::Completed
        };
        assert_eq!(ends.collect::<Vec<_>>(), [expected]);
        assert_eq!(
            pair.provider.begin(&contract, Effect::Unknowable, NOW),
            Err(ActError::Ended)
        );
    }
}

#[test]
fn a_part_ends_the_contract_and_a_policy_acknowledges_unasked() {
    let mut pair = Pair::new();
    let limits = RequesterLimits {
        acknowledge_unasked: true,
        ..RequesterLimits::default()
    };
    pair.requester = Requester::new(speaker(ALICE), random(1), limits);
    let contract = pair.contract(SideEffect::None);
    let part = Finish {
        status: TaskStatus::Partial,
        ..Finish::completed(output())
    };
    pair.provider.finish(&contract, part, NOW).unwrap();
    pair.settle();
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Closed);
    let ended = pair.told.last().unwrap();
    assert!(matches!(
        ended,
        ProviderEvent::Ended {
            status: Some(TaskStatus::Partial),
            acknowledged: true,
            ..
        }
    ));
    // Each says how it went, once.
    pair.requester.report(&contract, Outcome::Good, None, NOW).unwrap();
    pair.provider.report(&contract, Outcome::Good, NOW).unwrap();
    pair.settle();
    let reported = RequesterEvent::Reported {
        contract,
        outcome: Outcome::Good,
    };
    assert!(pair.asked.contains(&reported));
    assert!(pair.requester.report(&contract, Outcome::Bad, None, NOW).is_err());
}

#[test]
fn what_comes_again_is_answered_with_the_same_bytes_and_not_too_often() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let request = pair.requester.engagement(&contract).unwrap().request().unwrap();
    let request = pair.requester.bundle(&request).unwrap().to_vec();
    let said = pair
        .passed
        .iter()
        .find(|it| it.statement == Statement::TaskResult)
        .cloned();
    for (at, answers) in [(0, 1), (99, 0), (100, 1), (150, 0), (200, 1)] {
        pair.provider.receive(&request, NOW + at).unwrap();
        let (sent, events, records) = drain_provider(&mut pair.provider);
        assert_eq!(
            (sent.len(), events.len(), records.len()),
            (answers, 0, 0),
            "after {at} ms"
        );
        assert!(sent.iter().all(|outgoing| Some(outgoing) == said.as_ref()));
    }
}

#[test]
fn a_policy_decides_on_offers() {
    let mut pair = Pair::new();
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    pair.settle();
    let mut cheap = |asked: &Asked<'_>| {
        assert!(asked.places.has_room() && asked.requester == id(ALICE) && asked.offer == offer);
        let mut terms = asked.message.terms.clone()?;
        terms.price.as_mut()?.amount_micros /= 2;
        Some(Quoting {
            terms: Some(terms),
            life_ms: MINUTE,
        })
    };
    assert!(pair.provider.decide(&mut cheap, &offer, NOW).unwrap().is_some());
    pair.settle();
    let quoted = pair.asked.iter().find_map(|event| match event {
        RequesterEvent::Quoted { terms, until_ms, .. } => Some((terms.price.clone().unwrap().amount_micros, *until_ms)),
        _ => None,
    });
    assert_eq!(quoted, Some((10_000, NOW + MINUTE)));
    // Another input than was offered is refused before anything is said.
    let mut other = accepting();
    other.input = content::inline("text/html", "Guten Morgen");
    let refused = pair.requester.accept(&offer, other, NOW);
    assert_eq!(refused, Err(ActError::Task(TaskViolation::InputMismatch)));
    assert_eq!(pair.state_of_requester(&offer), EngagementState::Quoted);
    pair.requester.decline(&offer, NOW).unwrap();
    pair.settle();
    assert!(matches!(pair.asked.last(), Some(RequesterEvent::Ended(ended)) if ended.ending == Ending::Declined));
    assert!(pair.requester.accept(&offer, accepting(), NOW).is_err());
}

/// A key that fails as long as it is told to.
struct Fickle {
    key: SoftwareKey,
    fails: std::rc::Rc<std::cell::Cell<bool>>,
}

impl Signer for Fickle {
    type Error = std::fmt::Error;

    fn agent_id(&self) -> AgentId {
        self.key.agent_id()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], std::fmt::Error> {
        if self.fails.get() {
            return Err(std::fmt::Error);
        }
        Ok(self.key.sign(message).unwrap())
    }
}

#[test]
fn what_has_ended_is_said_as_soon_as_it_can_be_signed() {
    let mut pair = Pair::new();
    let fails = std::rc::Rc::new(std::cell::Cell::new(false));
    let fickle = Speaker {
        author: speaker(BOB).author,
        signer: Fickle {
            key: key(BOB),
            fails: fails.clone(),
        },
        delegation: None,
    };
    let mut provider = Provider::new(fickle, random(2), ProviderLimits::default());
    let deliver = |provider: &mut Provider<Fickle, Random>, requester: &mut Requester<SoftwareKey, Random>, now_ms| {
        for _ in 0..4 {
            for outgoing in drain_requester(requester).0 {
                let _ = provider.receive(&outgoing.bundle, now_ms);
            }
            while let Some(action) = provider.poll() {
                match action {
                    Action::Persist(persist) => provider.persisted(persist.ticket),
                    Action::Send(outgoing) => {
                        let _ = requester.receive(&outgoing.bundle, now_ms);
                    }
                    Action::Event(_) => {}
                }
            }
        }
    };
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    deliver(&mut provider, &mut pair.requester, NOW);
    fails.set(true);
    assert_eq!(provider.quote(&offer, quoting(), NOW), Err(ActError::Signer));
    fails.set(false);
    provider.quote(&offer, quoting(), NOW).unwrap();
    deliver(&mut provider, &mut pair.requester, NOW);
    let contract = pair.requester.accept(&offer, accepting(), NOW).unwrap();
    deliver(&mut provider, &mut pair.requester, NOW);
    fails.set(true);
    provider.finish(&contract, Finish::completed(output()), NOW).unwrap();
    assert_eq!(
        provider.finish(&contract, Finish::failed("x"), NOW),
        Err(ActError::Ended),
        "what has ended ends once"
    );
    provider.handle_timeout(NOW + 1_000);
    assert_eq!(provider.engagement(&contract).unwrap().result(), None);
    fails.set(false);
    assert_eq!(provider.next_timeout_ms(), Some(NOW + 2_000));
    provider.handle_timeout(NOW + 2_000);
    deliver(&mut provider, &mut pair.requester, NOW + 2_000);
    assert_eq!(
        pair.requester.engagement(&contract).unwrap().state_at(NOW + 2_000),
        EngagementState::Delivered
    );
}

#[test]
fn an_operational_key_speaks_under_its_delegation() {
    let mut pair = Pair::new();
    let delegation = Delegation {
        header: Some(Header {
            expires_at_ms: NOW + 24 * HOUR,
            ..speaker(ALICE).author.lasting(None, NOW)
        }),
        delegate: id(CAROL).as_bytes().to_vec(),
        scopes: vec!["task".into()],
        epoch: 1,
    };
    let delegation = Signed::<DelegationKind>::seal(&delegation, &key(ALICE)).unwrap_or_else(|error| panic!("{error}"));
    let speaker = || Speaker {
        signer: key(CAROL),
        delegation: Some(delegation.clone()),
        ..speaker(ALICE)
    };
    pair.requester = Requester::new(speaker(), random(1), RequesterLimits::default());
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    pair.requester
        .acknowledge(&contract, Acknowledging::Checked, NOW)
        .unwrap();
    pair.settle();
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Closed);
    let records = pair.requester_journal.iter().map(Vec::as_slice);
    let restored = Requester::restore(
        speaker(),
        random(3),
        RequesterLimits::default(),
        records,
        NOW + 30 * HOUR,
    )
    .unwrap();
    assert!(restored.engagement(&contract).is_none() || restored.engagement(&contract).unwrap().ack().is_some());
}

/// A clock that was set forward, a machine that slept, a restart after a long time: nobody looked between the end and the forgetting.
#[test]
fn what_is_forgotten_before_anybody_looked_is_told_as_ended() {
    let mut pair = Pair::new();
    let unanswered = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    let (_, _, records) = drain_requester(&mut pair.requester);
    let much_later = NOW + 48 * HOUR;
    let is_told = |events: &[RequesterEvent]| matches!(events, [RequesterEvent::Ended(ended)] if ended.offer == unanswered && ended.ending == Ending::NoQuote);

    pair.requester.handle_timeout(much_later);
    assert!(pair.requester.engagement(&unanswered).is_none());
    let (_, events, _) = drain_requester(&mut pair.requester);
    assert!(is_told(&events), "{events:?}");
    pair.requester.handle_timeout(much_later + 1);
    assert!(drain_requester(&mut pair.requester).1.is_empty(), "once");

    let slices = records.iter().map(Vec::as_slice);
    let restored = Requester::restore(
        speaker(ALICE),
        random(7),
        RequesterLimits::default(),
        slices,
        much_later,
    );
    let (_, events, _) = drain_requester(&mut restored.unwrap());
    assert!(is_told(&events), "{events:?}");
}
