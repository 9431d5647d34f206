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

#[test]
fn an_agent_that_was_named_before_is_not_tried_again() {
    let mut plan = plan(NONE);
    plan.limits.rounds = 2;
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(1));
    let ticket = run.last();
    run.tell(Event::QuoteRefused { ticket });
    let candidates = candidates(1);
    run.tell(Event::Found {
        round: 1,
        candidates: candidates.into(),
    });
    let why = Exhaustion::AllAbandoned;
    assert_eq!(*done(&run), Ending::Exhausted { why });
    let report = run.funnel.report();
    assert_eq!(report.stages[0].abandoned[0].reason, Reason::SeenBefore);
    assert_eq!(report.stages[0].entered, 2);
}

#[test]
fn candidates_beyond_the_limit_are_counted_and_not_looked_at() {
    let mut plan = plan(NONE);
    plan.limits.candidates = 2;
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(5));
    run.tell(Event::Stop);
    assert_eq!(*done(&run), Ending::Stopped);
    let report = run.funnel.report();
    let abandoned = report.stages[0].abandoned[0];
    assert_eq!((abandoned.reason, abandoned.count), (Reason::BeyondLimit, 3));
    assert_eq!(report.candidates.len(), 2);
}

#[test]
fn a_constraint_that_does_not_hold_is_named() {
    let mut plan = plan(NONE);
    plan.search = Search::of(&intent(&["capability = org.example/draw", "load <= low"])).unwrap();
    let run = Run::with(plan, Given::default(), Known::default(), candidates(1));
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::NoCandidates
        }
    );
    assert_eq!(run.reason_of(1), Some((Stage::Filter, Reason::Constraint)));
    // Of its two capabilities the one that came further counts.
    assert_eq!(run.funnel.report().candidates[0].detail, "load");
}

#[test]
fn a_capability_that_does_more_to_the_world_than_the_task_allows_is_filtered_out() {
    let mut risky = capability(CAPABILITY, 10);
    risky.side_effect = SideEffect::Reversible.into();
    let run = Run::with(
        plan(NONE),
        Given::default(),
        Known::default(),
        vec![found(1, vec![risky])],
    );
    assert_eq!(run.reason_of(1), Some((Stage::Filter, Reason::SideEffect)));
}

#[test]
fn evidence_that_is_demanded_must_be_offered() {
    let mut silent = capability(CAPABILITY, 10);
    silent.evidence.clear();
    let run = Run::with(plan(NONE), all_tiers(), Known::default(), vec![found(1, vec![silent])]);
    assert_eq!(run.reason_of(1), Some((Stage::Filter, Reason::EvidenceNotOffered)));
}

fn with_sibling() -> Given {
    let mut policy = canaries_alone();
    policy.0.canaries.as_mut().unwrap().sibling = Some(SIBLING.into());
    policy
}

#[test]
fn a_sibling_that_is_probed_in_place_of_the_work_must_be_offered_and_without_effect() {
    let mut acting = capability(SIBLING, 10);
    acting.side_effect = SideEffect::Reversible.into();
    let all = vec![
        found(1, vec![capability(CAPABILITY, 10)]),
        found(2, vec![capability(CAPABILITY, 20), acting]),
    ];
    let run = Run::with(plan(SideEffect::Irreversible), with_sibling(), Known::default(), all);
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::NoCandidates
        }
    );
    assert_eq!(run.reason_of(1), Some((Stage::Filter, Reason::SiblingMissing)));
    assert_eq!(run.reason_of(2), Some((Stage::Filter, Reason::SiblingMissing)));
}

#[test]
fn canaries_of_an_irreversible_task_go_to_the_sibling_and_count_for_it() {
    let mut run = Run::with(
        plan(SideEffect::Irreversible),
        with_sibling(),
        Known::default(),
        candidates(1),
    );
    run.quoted();
    passed(&mut run);
    let recorded = run.said.iter().find_map(|action| match action {
        Action::Record { subject, outcome, .. } => Some((subject.capability_id.as_str(), outcome)),
        _ => None,
    });
    assert_eq!(recorded, Some((SIBLING, &Outcome::CanaryPassed)));
}

#[test]
fn without_a_sibling_an_irreversible_task_is_probed_by_its_plan_alone() {
    let run = Run::with(
        plan(SideEffect::Irreversible),
        canaries_alone(),
        Known::default(),
        candidates(1),
    );
    let probe = run.said.iter().find_map(|action| match action {
        Action::Engage { purpose, .. } => Some(*purpose),
        _ => None,
    });
    assert_eq!(probe, Some(Purpose::Probe(Probe::PrepareOnly)));
}

#[test]
fn the_next_candidate_is_tried_when_the_probes_run_out_and_it_needs_none() {
    let mut policy = canaries_alone();
    policy.0.budget.probes = 1;
    let mut known = Known::default();
    known.passed.insert(id(3), 1);
    let mut run = Run::with(plan(NONE), policy, known, candidates(3));
    run.quoted();
    let ticket = run.last();
    run.tell(Event::ProbeEnded {
        ticket,
        verdict: ProbeVerdict::Failed,
    });
    assert_eq!(run.reason_of(1), Some((Stage::Canary, Reason::CanaryFailed)));
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::BudgetProbes)));
    assert_eq!(run.engaged().last().unwrap().1, id(3));
}

#[test]
fn money_for_probes_is_never_exceeded() {
    let mut policy = canaries_alone();
    policy.0.budget.price_micros = PRICE;
    let mut run = Run::with(plan(NONE), policy, Known::default(), candidates(2));
    run.quoted();
    let ticket = run.last();
    run.tell(Event::ProbeEnded {
        ticket,
        verdict: ProbeVerdict::Unanswered,
    });
    assert_eq!(run.reason_of(1), Some((Stage::Canary, Reason::CanaryUnanswered)));
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::BudgetPrice)));
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::Budget
        }
    );
}

#[test]
fn a_candidate_for_whom_there_is_no_canary_makes_room_for_the_next() {
    let mut run = Run::with(plan(NONE), canaries_alone(), Known::default(), candidates(2));
    let ticket = run.last();
    run.tell(Event::NoCanary { ticket });
    assert_eq!(run.reason_of(1), Some((Stage::Negotiate, Reason::NoCanary)));
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn whoever_does_not_quote_in_time_makes_room_for_the_next() {
    let mut run = Run::with(plan(NONE), canaries_alone(), Known::default(), candidates(2));
    run.wait();
    assert_eq!(run.now_ms, NOW + 1 + 5_000);
    assert_eq!(run.reason_of(1), Some((Stage::Negotiate, Reason::NoQuote)));
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn verification_ends_when_its_time_is_over() {
    let mut policy = canaries_alone();
    policy.0.budget.time_ms = 1_000;
    let mut run = Run::with(plan(NONE), policy, Known::default(), candidates(2));
    run.quoted();
    run.wait();
    assert_eq!(run.reason_of(1), Some((Stage::Canary, Reason::BudgetTime)));
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::BudgetTime)));
    // It had no time of its own to miss.
    assert!(!run.said.iter().any(|action| matches!(action, Action::Record { .. })));
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::Budget
        }
    );
}

#[test]
fn the_work_is_tried_as_often_as_it_may_be() {
    let mut plan = plan(NONE);
    plan.limits.attempts = 1;
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(2));
    run.quoted();
    delivered(&mut run, DeliveredAs::Failed);
    assert_eq!(run.reason_of(1), Some((Stage::Execute, Reason::Failed)));
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::BudgetAttempts)));
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::Budget
        }
    );
}

#[test]
fn money_for_the_work_is_never_exceeded() {
    let mut plan = plan(NONE);
    plan.limits = Limits {
        spend_micros: PRICE,
        ..plan.limits
    };
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(2));
    run.quoted();
    delivered(&mut run, DeliveredAs::Cancelled);
    assert_eq!(run.reason_of(1), Some((Stage::Execute, Reason::ProviderCancelled)));
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::BudgetPrice)));
}

#[test]
fn nobody_is_engaged_after_the_deadline() {
    let mut plan = plan(NONE);
    plan.deadline_ms = NOW + 1_000;
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(2));
    run.wait();
    assert_eq!(run.now_ms, NOW + 1_000);
    assert_eq!(run.reason_of(1), Some((Stage::Negotiate, Reason::Deadline)));
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::Deadline)));
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::Deadline
        }
    );
}

#[test]
fn whoever_refuses_to_quote_makes_room_for_the_next() {
    let mut run = Run::with(plan(NONE), Given::default(), Known::default(), candidates(2));
    let ticket = run.last();
    run.tell(Event::QuoteRefused { ticket });
    assert_eq!(run.reason_of(1), Some((Stage::Negotiate, Reason::QuoteRefused)));
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn a_quote_above_the_offer_is_not_accepted() {
    let mut run = Run::with(plan(NONE), Given::default(), Known::default(), candidates(2));
    let ticket = run.last();
    run.tell(Event::Quoted {
        ticket,
        price_micros: PRICE + 1,
    });
    assert_eq!(run.reason_of(1), Some((Stage::Negotiate, Reason::PriceTooHigh)));
    assert!(run.said.contains(&Action::Cancel {
        ticket,
        why: Reason::PriceTooHigh
    }));
    assert!(!run.said.contains(&Action::Accept { ticket }));
}

#[test]
fn signed_proof_of_misbehaviour_keeps_an_agent_out() {
    let mut known = Known::default();
    known.standings.insert(
        id(1),
        casp_trust::Standing {
            is_incriminated: true,
            ..good()
        },
    );
    // Its trust is nothing, and trust is an objective: so the other is in front of none but is no better elsewhere.
    let run = Run::with(plan(NONE), Given::default(), known, candidates(1));
    assert_eq!(run.reason_of(1), Some((Stage::Reputation, Reason::Incriminated)));
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::AllAbandoned
        }
    );
}

#[test]
fn under_the_reputation_floor_nobody_is_asked_for_anything() {
    let mut known = Known::default();
    known.standings.insert(id(1), newcomer());
    let run = Run::with(plan(NONE), all_tiers(), known, candidates(1));
    assert_eq!(run.reason_of(1), Some((Stage::Reputation, Reason::Reputation)));
    assert_eq!(run.funnel.report().candidates[0].detail, "uncertainty over 0.6");
    assert!(run.engaged().is_empty());
}

#[test]
fn new_names_with_the_best_of_figures_use_up_no_probes() {
    let mut policy = all_tiers();
    policy.0.budget.probes = 1;
    let mut known = Known::default();
    known.standings.extend((1..=39).map(|n| (id(n), newcomer())));
    let mut run = Run::with(plan(NONE), policy, known, candidates(40));
    assert_eq!(
        run.engaged().iter().map(|(_, agent)| *agent).collect::<Vec<_>>(),
        [id(40)]
    );
    run.quoted();
    passed(&mut run);
    run.quoted();
    delivered(&mut run, DeliveredAs::Completed);
    let ticket = run.last();
    run.tell(Event::EvidenceVerified { ticket });
    assert!(matches!(done(&run), Ending::Completed { by, .. } if *by == id(40)));
}

#[test]
fn a_newcomer_gets_the_share_of_tasks_that_the_policy_leaves_it() {
    let mut admitted = 0;
    for task in 0..400_u16 {
        let mut policy = all_tiers();
        policy.0.reputation.as_mut().unwrap().newcomer_share_ppm = 250_000;
        let mut known = Known::default();
        known.standings.insert(id(1), newcomer());
        let mut plan = plan(NONE);
        plan.seed[..2].copy_from_slice(&task.to_be_bytes());
        let run = Run::with(plan, policy, known, vec![candidates(1).remove(0)]);
        admitted += u32::from(!run.funnel.is_done());
    }
    // 100 are expected; the draw is of fixed seeds.
    assert!((70..130).contains(&admitted), "{admitted}");
}

#[test]
fn a_wrong_answer_to_a_canary_leads_to_the_next_and_is_recorded() {
    let mut run = Run::with(plan(NONE), canaries_alone(), Known::default(), candidates(2));
    run.quoted();
    let ticket = run.last();
    run.tell(Event::ProbeEnded {
        ticket,
        verdict: ProbeVerdict::Failed,
    });
    assert_eq!(run.reason_of(1), Some((Stage::Canary, Reason::CanaryFailed)));
    assert!(run.said.iter().any(|action| matches!(
        action,
        Action::Record {
            outcome: Outcome::CanaryFailed,
            ..
        }
    )));
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn a_slow_canary_is_let_end_as_work_would_and_nobody_is_blamed_before_its_deadline() {
    let mut run = Run::with(plan(NONE), canaries_alone(), Known::default(), candidates(2));
    run.quoted();
    let ticket = run.last();
    run.wait();
    assert_eq!(run.now_ms, NOW + 2 + 30_000, "patience is over");
    assert_eq!(run.reason_of(1), Some((Stage::Canary, Reason::CanaryNoResult)));
    assert!(run.said.contains(&Action::Release { ticket }));
    let cancels = |action: &Action| matches!(action, Action::Cancel { .. } | Action::Record { .. });
    assert!(!run.said.iter().any(cancels));
}

#[test]
fn a_canary_without_result_at_its_deadline_is_recorded() {
    let mut plan = plan(NONE);
    plan.limits.probe_ms = plan.limits.work_ms;
    let mut policy = canaries_alone();
    policy.0.budget.time_ms = 600_000;
    let mut run = Run::with(plan, policy, Known::default(), candidates(2));
    run.quoted();
    run.wait();
    assert_eq!(run.now_ms, NOW + 1 + 120_000);
    assert_eq!(run.reason_of(1), Some((Stage::Canary, Reason::CanaryNoResult)));
    let is_it = |action: &Action| {
        matches!(
            action,
            Action::Record {
                outcome: Outcome::NoResult,
                ..
            }
        )
    };
    assert!(run.said.iter().any(is_it));
}

#[test]
fn canaries_and_work_have_deadlines_of_the_same_kind() {
    let mut run = Run::with(plan(NONE), canaries_alone(), Known::default(), candidates(1));
    run.quoted();
    passed(&mut run);
    let engaged_at = [NOW + 1, NOW + 3];
    let wanted = run.said.iter().filter_map(|action| match action {
        Action::Engage { wanted, .. } => Some(wanted.clone()),
        _ => None,
    });
    let wanted: Vec<_> = wanted.collect();
    let relative = |at: usize| (wanted[at].deadline_ms - engaged_at[at], wanted[at].price_micros);
    assert_eq!(relative(0), relative(1));
}

#[test]
fn a_candidate_that_passed_beside_the_first_needs_no_second_canary() {
    let mut policy = canaries_alone();
    policy.0.canaries.as_mut().unwrap().parallel = 2;
    let mut run = Run::with(plan(NONE), policy, Known::default(), candidates(2));
    let engaged = run.engaged();
    for (ticket, _) in &engaged {
        run.tell(Event::Quoted {
            ticket: *ticket,
            price_micros: PRICE,
        });
    }
    for (ticket, _) in engaged.iter().rev() {
        run.tell(Event::ProbeEnded {
            ticket: *ticket,
            verdict: ProbeVerdict::Passed,
        });
    }
    run.quoted();
    delivered(&mut run, DeliveredAs::Failed);
    assert_eq!(run.engaged().last().unwrap().1, id(2));
    run.quoted();
    delivered(&mut run, DeliveredAs::Completed);
    assert!(matches!(done(&run), Ending::Completed { .. }));
    assert_eq!(run.funnel.report().spent.probes, 2);
}

#[test]
fn every_canary_that_is_demanded_must_pass() {
    let mut policy = canaries_alone();
    policy.0.canaries.as_mut().unwrap().passes = 3;
    let mut known = Known::default();
    known.passed.insert(id(1), 1); // one is remembered
    let mut run = Run::with(plan(NONE), policy, known, candidates(1));
    for _ in 0..2 {
        run.quoted();
        passed(&mut run);
    }
    run.quoted();
    delivered(&mut run, DeliveredAs::Completed);
    assert!(matches!(done(&run), Ending::Completed { .. }));
    assert_eq!(run.funnel.report().spent.probes, 2);
}

#[test]
fn a_plan_that_is_not_what_was_wanted_is_cancelled_and_the_next_is_tried() {
    let mut run = at_work(SideEffect::Irreversible);
    let ticket = run.last();
    run.tell(Event::Prepared { ticket });
    assert!(run.said.contains(&Action::CheckPlan { ticket }));
    run.tell(Event::PlanJudged {
        ticket,
        is_wanted: false,
    });
    assert_eq!(run.reason_of(1), Some((Stage::Execute, Reason::PlanRefused)));
    assert!(!run.said.contains(&Action::Commit { ticket }));
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn a_part_that_is_not_enough_is_tried_elsewhere_where_there_is_no_effect() {
    let mut run = at_work(NONE);
    delivered(&mut run, DeliveredAs::Partial);
    assert_eq!(run.reason_of(1), Some((Stage::Execute, Reason::Partial)));
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn a_part_is_enough_for_whoever_says_so() {
    let mut plan = plan(NONE);
    plan.limits.accepts_partial = true;
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(1));
    run.quoted();
    delivered(&mut run, DeliveredAs::Partial);
    assert!(matches!(done(&run), Ending::Completed { is_partial: true, .. }));
}

#[test]
fn without_a_result_only_what_cannot_have_happened_is_tried_again() {
    for (side_effect, commits, is_safe) in [
        (SideEffect::None, false, true),
        (SideEffect::Reversible, false, false),
        (SideEffect::Irreversible, false, true),
        (SideEffect::Irreversible, true, false),
    ] {
        let mut run = at_work(side_effect);
        let ticket = run.last();
        if commits {
            run.tell(Event::Prepared { ticket });
            run.tell(Event::PlanJudged {
                ticket,
                is_wanted: true,
            });
        }
        run.wait();
        // Work without effect is given up at its deadline; for the rest a result may still come for 30 s.
        let waited_ms = if side_effect == NONE { 120_000 } else { 150_000 };
        assert_eq!(run.now_ms, NOW + 1 + waited_ms);
        assert_eq!(run.reason_of(1), Some((Stage::Execute, Reason::NoResult)));
        assert_eq!(run.engaged().len() == 2, is_safe, "{side_effect:?}, commit {commits}");
        if !is_safe {
            let why = Reason::NoResult;
            assert_eq!(
                *done(&run),
                Ending::NeedsLook {
                    ticket,
                    with: id(1),
                    why
                }
            );
        }
    }
}

#[test]
fn indeterminate_is_never_tried_again() {
    for side_effect in [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible] {
        let mut run = at_work(side_effect);
        let ticket = run.last();
        delivered(&mut run, DeliveredAs::Indeterminate);
        let why = Reason::Indeterminate;
        assert_eq!(
            *done(&run),
            Ending::NeedsLook {
                ticket,
                with: id(1),
                why
            }
        );
        assert_eq!(run.reason_of(1), Some((Stage::Execute, why)));
        assert_eq!(run.engaged().len(), 1);
    }
}

#[test]
fn evidence_that_does_not_hold_names_its_rule_and_reaches_reputation() {
    let mut policy = all_tiers();
    policy.0.canaries = None;
    for (side_effect, is_safe) in [(SideEffect::None, true), (SideEffect::Reversible, false)] {
        let mut run = Run::with(plan(side_effect), policy.clone(), Known::default(), candidates(2));
        run.quoted();
        delivered(&mut run, DeliveredAs::Completed);
        let ticket = run.last();
        run.tell(Event::EvidenceFailed {
            ticket,
            fault: "PKG-6".into(),
        });
        assert_eq!(run.reason_of(1), Some((Stage::Evidence, Reason::EvidenceFailed)));
        assert_eq!(run.funnel.report().candidates[0].detail, "PKG-6");
        let fault = "PKG-6".to_owned();
        let is_bad = |action: &Action| matches!(action, Action::Record { outcome, .. } if *outcome == Outcome::Bad { fault: fault.clone() });
        assert!(run.said.iter().any(is_bad));
        assert_eq!(run.engaged().len() == 2, is_safe);
        assert_eq!(run.funnel.is_done(), !is_safe);
    }
}

#[test]
fn evidence_that_nobody_looks_at_is_held_against_nobody() {
    let mut policy = all_tiers();
    policy.0.canaries = None;
    let mut run = Run::with(plan(NONE), policy, Known::default(), candidates(1));
    run.quoted();
    delivered(&mut run, DeliveredAs::Completed);
    run.wait();
    assert_eq!(run.reason_of(1), Some((Stage::Evidence, Reason::EvidenceMissing)));
    assert!(!run.said.iter().any(|action| matches!(action, Action::Record { .. })));
}

#[test]
fn a_task_that_is_stopped_at_work_waits_for_what_comes_of_it() {
    let mut run = at_work(SideEffect::Reversible);
    let ticket = run.last();
    run.tell(Event::Stop);
    assert!(run.said.contains(&Action::Cancel {
        ticket,
        why: Reason::Stopped
    }));
    assert!(!run.funnel.is_done());
    assert_eq!(run.reason_of(2), Some((Stage::Rank, Reason::Stopped)));
    let mut finished = at_work(SideEffect::Reversible);
    finished.tell(Event::Stop);
    delivered(&mut finished, DeliveredAs::Completed);
    assert!(matches!(done(&finished), Ending::Completed { .. }));
    delivered(&mut run, DeliveredAs::Cancelled);
    assert_eq!(*done(&run), Ending::Stopped);
    assert!(
        !run.said.iter().any(|action| matches!(action, Action::Record { .. })),
        "it did as it was asked"
    );
}

#[test]
fn a_commit_is_not_said_after_a_stop() {
    let mut run = at_work(SideEffect::Irreversible);
    let ticket = run.last();
    run.tell(Event::Prepared { ticket });
    run.tell(Event::Stop);
    run.tell(Event::PlanJudged {
        ticket,
        is_wanted: true,
    });
    assert!(!run.said.contains(&Action::Commit { ticket }));
    assert_eq!(*done(&run), Ending::Stopped);
}

#[test]
fn the_first_in_the_order_that_passes_gets_the_work_whoever_answers_first() {
    let mut policy = canaries_alone();
    policy.0.canaries.as_mut().unwrap().parallel = 3;
    let mut run = Run::with(plan(NONE), policy, Known::default(), candidates(5));
    let engaged = run.engaged();
    assert_eq!(
        engaged.iter().map(|(_, agent)| *agent).collect::<Vec<_>>(),
        [id(1), id(2), id(3)]
    );
    for (ticket, _) in &engaged {
        run.tell(Event::Quoted {
            ticket: *ticket,
            price_micros: PRICE,
        });
    }
    for (ticket, _) in engaged[1..].iter().rev() {
        run.tell(Event::ProbeEnded {
            ticket: *ticket,
            verdict: ProbeVerdict::Passed,
        });
    }
    assert_eq!(run.engaged().len(), 3, "the first has not answered yet");
    run.tell(Event::ProbeEnded {
        ticket: engaged[0].0,
        verdict: ProbeVerdict::Failed,
    });
    assert_eq!(run.engaged().last().unwrap().1, id(2));
}

#[test]
fn a_fresh_answer_is_asked_for_when_all_are_abandoned() {
    let mut plan = plan(NONE);
    plan.limits.rounds = 3;
    let mut run = Run::with(plan, Given::default(), Known::default(), candidates(1));
    let ticket = run.last();
    run.tell(Event::QuoteRefused { ticket });
    run.tell(Event::NotFound { round: 1 });
    run.wait(); // nothing comes of the third
    let nonces = run.said.iter().filter_map(|action| match action {
        Action::Discover { round, nonce } => Some((*round, *nonce)),
        _ => None,
    });
    let nonces: Vec<_> = nonces.collect();
    assert_eq!(nonces.iter().map(|(round, _)| *round).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(nonces[0].1 != nonces[1].1 && nonces[1].1 != nonces[2].1);
    assert_eq!(
        *done(&run),
        Ending::Exhausted {
            why: Exhaustion::AllAbandoned
        }
    );
}

#[test]
fn own_trust_orders_before_anyone_is_engaged() {
    let mut known = Known::default();
    let mut bad = good();
    bad.opinion.belief = 0.1;
    bad.opinion.disbelief = 0.8;
    known.standings.insert(id(1), bad);
    let mut two = candidates(2);
    // Both are as fast: trust alone tells them apart.
    two[0] = found(1, vec![capability(CAPABILITY, 200)]);
    let run = Run::with(plan(NONE), Given::default(), known, two);
    let order = vec![id(2), id(1)];
    let said = |action: &Action| run.said.iter().position(|each| each == action);
    let fixed = said(&Action::OrderFixed { round: 0, order }).expect("another order");
    let engaged = run
        .said
        .iter()
        .position(|each| matches!(each, Action::Engage { .. }))
        .unwrap();
    assert!(fixed < engaged);
}

#[test]
fn every_reason_has_a_code_of_its_own() {
    let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Reason::ALL.len());
}

#[test]
fn demands_of_nothing_still_run_the_task_once() {
    let mut run = Run::with(plan(NONE), Given(Demands::default()), Known::default(), candidates(1));
    run.quoted();
    delivered(&mut run, DeliveredAs::Completed);
    assert!(matches!(done(&run), Ending::Completed { .. }));
    assert!(run.said.iter().any(|action| matches!(
        action,
        Action::Record {
            outcome: Outcome::Good { is_verified: false },
            ..
        }
    )));
}
