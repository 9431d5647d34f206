//! Random tasks and random events, late and repeated ones among them: what holds whatever others do.

#![allow(clippy::restriction, reason = "test code")]

mod funnel_support;

use std::collections::{BTreeMap, BTreeSet};

use casp_execution::funnel::{Action, DeliveredAs, Ending, Event, Found, Limits, Plan, ProbeVerdict, Purpose, Ticket};
use casp_identity::AgentId;
use casp_trust::{CanaryDemand, Demands, VerificationBudget};
use casp_wire::v1::SideEffect;
use funnel_support::*;
use proptest::prelude::*;

/// What happens next: an event for one of the engagements so far, or time.
#[derive(Clone, Debug)]
enum Happening {
    Wait,
    Pass(u32),
    Stop,
    Found {
        round: u32,
        from: u16,
        count: u16,
    },
    /// Any event, of an engagement counted back from the last.
    Of {
        which: u8,
        what: u8,
        price: u64,
    },
    /// One that the engagement spoken of last waits for.
    Apt {
        choice: u8,
        price: u64,
    },
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        2 => Just(Happening::Wait),
        2 => (0..10_000_u32).prop_map(Happening::Pass),
        1 => prop::bool::weighted(0.05).prop_map(|stops| if stops { Happening::Stop } else { Happening::Wait }),
        4 => (0..4_u32, 0..20_u16, 0..8_u16).prop_map(|(round, from, count)| Happening::Found { round, from, count }),
        6 => (0..6_u8, 0..18_u8, 0..PRICE + 50).prop_map(|(which, what, price)| Happening::Of { which, what, price }),
        30 => (0..16_u8, 0..PRICE + 50).prop_map(|(choice, price)| Happening::Apt { choice, price }),
    ];
    prop::collection::vec(one, 0..40)
}

fn demands() -> impl Strategy<Value = Demands> {
    let canaries = prop::option::of((1..4_u32, 1..4_u32, prop::bool::ANY)).prop_map(|canaries| {
        canaries.map(|(passes, parallel, by_sibling)| CanaryDemand {
            passes,
            parallel,
            sibling: by_sibling.then(|| SIBLING.into()),
            ..tier_2()
        })
    });
    let budget =
        (0..60_000_u64, 0..4 * PRICE, 0..6_u32).prop_map(|(time_ms, price_micros, probes)| VerificationBudget {
            time_ms,
            price_micros,
            probes,
        });
    (prop::bool::ANY, canaries, prop::bool::ANY, budget).prop_map(|(reputation, canaries, evidence, budget)| Demands {
        reputation: reputation.then(tier_1),
        canaries,
        evidence: evidence.then(tier_3),
        budget,
        because: Vec::new(),
    })
}

fn tasks() -> impl Strategy<Value = Plan> {
    let side_effects = prop::sample::select(vec![SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible]);
    let limits = (1..4_u32, 0..4_u32, 0..4 * PRICE, 0..10_usize, prop::bool::ANY);
    (side_effects, limits, any::<[u8; 32]>(), 0..400_000_i64).prop_map(
        |(side_effect, (rounds, attempts, spend_micros, candidates, accepts_partial), seed, life_ms)| Plan {
            limits: Limits {
                rounds,
                attempts,
                spend_micros,
                candidates,
                accepts_partial,
                ..Limits::for_price(PRICE)
            },
            seed,
            deadline_ms: NOW + life_ms,
            ..plan(side_effect)
        },
    )
}

/// Some are known to be good, some to nobody, some to be bad, some have passed canaries.
fn knowledge() -> Known {
    let mut known = Known::default();
    for n in 1..=30 {
        match n % 5 {
            0 => known.standings.insert(id(n), newcomer()),
            1 => known.standings.insert(
                id(n),
                casp_trust::Standing {
                    is_incriminated: true,
                    ..good()
                },
            ),
            _ => None,
        };
        known.passed.insert(id(n), usize::from(n % 3));
    }
    known
}

thread_local! {
    /// Signing is what takes the time.
    static ALL: Vec<Found> = candidates(30);
}

fn some_candidates(from: u16, count: u16) -> Vec<Found> {
    ALL.with(|all| {
        all.iter()
            .skip(usize::from(from))
            .take(usize::from(count))
            .cloned()
            .collect()
    })
}

/// What the engagement spoken of last waits for.
fn apt(choice: u8, price_micros: u64, run: &Run) -> Option<Event> {
    let mut purposes = BTreeMap::new();
    let mut awaited = None;
    for action in &run.said {
        match *action {
            Action::Discover { round, .. } => {
                awaited = Some(Event::Found {
                    round,
                    candidates: some_candidates(u16::from(choice), 6).into(),
                })
            }
            Action::Engage { ticket, purpose, .. } => {
                purposes.insert(ticket, purpose);
                awaited = Some(if choice == 1 {
                    Event::NoCanary { ticket }
                } else if choice == 0 {
                    Event::QuoteRefused { ticket }
                } else {
                    Event::Quoted { ticket, price_micros }
                });
            }
            Action::Accept { ticket } if purposes[&ticket] == Purpose::Work => {
                let status = match choice {
                    0..=6 => DeliveredAs::Completed,
                    7 => DeliveredAs::Partial,
                    8 => DeliveredAs::Failed,
                    9 => DeliveredAs::Cancelled,
                    10 => DeliveredAs::Indeterminate,
                    _ => {
                        awaited = Some(Event::Prepared { ticket });
                        continue;
                    }
                };
                awaited = Some(Event::Delivered { ticket, status });
            }
            Action::Accept { ticket } => {
                let verdict = match choice {
                    0 => ProbeVerdict::NoResult,
                    1 => ProbeVerdict::Unanswered,
                    2 | 3 => ProbeVerdict::Failed,
                    _ => ProbeVerdict::Passed,
                };
                awaited = Some(Event::ProbeEnded { ticket, verdict });
            }
            Action::CheckPlan { ticket } => {
                awaited = Some(Event::PlanJudged {
                    ticket,
                    is_wanted: choice > 2,
                })
            }
            Action::Commit { ticket } => {
                awaited = Some(Event::Delivered {
                    ticket,
                    status: DeliveredAs::Completed,
                })
            }
            Action::CheckEvidence { ticket } if choice < 4 => {
                awaited = Some(Event::EvidenceFailed {
                    ticket,
                    fault: "PKG-6".into(),
                });
            }
            Action::CheckEvidence { ticket } => awaited = Some(Event::EvidenceVerified { ticket }),
            _ => {}
        }
    }
    awaited
}

fn event(happening: &Happening, run: &Run) -> Option<Event> {
    Some(match *happening {
        Happening::Wait | Happening::Pass(_) => return None,
        Happening::Stop => Event::Stop,
        Happening::Apt { choice, price } => return apt(choice, price, run),
        Happening::Found { round, from, count } => Event::Found {
            round,
            candidates: some_candidates(from, count).into(),
        },
        Happening::Of { which, what, price } => {
            let engaged = run.engaged();
            let back = usize::from(which.saturating_sub(2));
            let ticket = engaged.iter().rev().nth(back).map_or(Ticket(99), |(ticket, _)| *ticket);
            match what {
                0..=4 => Event::Quoted {
                    ticket,
                    price_micros: price.min(PRICE + 1),
                },
                5 => Event::QuoteRefused { ticket },
                6 => Event::NoQuote { ticket },
                7..=9 => Event::ProbeEnded {
                    ticket,
                    verdict: ProbeVerdict::Passed,
                },
                10 => Event::ProbeEnded {
                    ticket,
                    verdict: ProbeVerdict::Failed,
                },
                11 => Event::Prepared { ticket },
                12 => Event::PlanJudged {
                    ticket,
                    is_wanted: price % 4 != 0,
                },
                13 => Event::Delivered {
                    ticket,
                    status: DeliveredAs::Completed,
                },
                14 => Event::Delivered {
                    ticket,
                    status: [
                        DeliveredAs::Partial,
                        DeliveredAs::Failed,
                        DeliveredAs::Cancelled,
                        DeliveredAs::Indeterminate,
                    ][usize::try_from(price % 4).unwrap()],
                },
                15 => Event::EvidenceVerified { ticket },
                16 => Event::EvidenceFailed {
                    ticket,
                    fault: "PKG-6".into(),
                },
                _ => Event::EngagementEnded { ticket },
            }
        }
    })
}

fn play(plan: Plan, demands: Demands, happenings: &[Happening]) -> Run {
    play_with(plan, demands, happenings, false)
}

/// The same, each event twice if it `repeats`.
fn play_with(plan: Plan, demands: Demands, happenings: &[Happening], repeats: bool) -> Run {
    let mut run = Run::new(plan, Given(demands), knowledge());
    for happening in happenings {
        match (event(happening, &run), happening) {
            (Some(event), _) => {
                run.tell(event.clone());
                if repeats && !matches!(happening, Happening::Stop) {
                    run.now_ms -= 1;
                    run.tell(event);
                }
            }
            (None, Happening::Pass(by_ms)) => {
                run.now_ms += i64::from(*by_ms);
                run.tell(Event::NotFound { round: 1_000 });
            }
            (None, _) if run.funnel.is_done() => {}
            (None, _) => {
                run.wait();
            }
        }
    }
    // Then nothing happens any more, and it ends by the clock alone.
    let by_ms = run.funnel.ends_by_ms().max(run.now_ms);
    for _ in 0..1_000 {
        if run.funnel.is_done() {
            break;
        }
        run.wait();
        assert!(run.now_ms <= by_ms || run.funnel.is_done());
    }
    run
}

/// For each agent its place in the order that was fixed before it was engaged.
fn places(run: &Run) -> BTreeMap<AgentId, usize> {
    let orders = run.said.iter().filter_map(|action| match action {
        Action::OrderFixed { order, .. } => Some(order.clone()),
        _ => None,
    });
    orders
        .flatten()
        .enumerate()
        .map(|(place, agent)| (agent, place))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn every_run_ends_once_and_its_counts_balance(plan in tasks(), demands in demands(), happenings in happenings()) {
        let run = play(plan, demands, &happenings);
        let done = run.said.iter().filter(|action| matches!(action, Action::Done(_))).count();
        prop_assert_eq!(done, 1);
        prop_assert!(matches!(run.said.last(), Some(Action::Done(_))));
        run.assert_balanced();
        prop_assert!(run.funnel.next_timeout_ms().is_none());
    }

    #[test]
    fn what_comes_twice_changes_nothing(plan in tasks(), demands in demands(), happenings in happenings()) {
        let once = play_with(plan.clone(), demands.clone(), &happenings, false);
        let twice = play_with(plan, demands, &happenings, true);
        prop_assert_eq!(once.said, twice.said);
        prop_assert_eq!(once.funnel.report(), twice.funnel.report());
    }

    #[test]
    fn no_budget_is_ever_exceeded(plan in tasks(), demands in demands(), happenings in happenings()) {
        let (limits, budget) = (plan.limits.clone(), demands.budget);
        let run = play(plan, demands, &happenings);
        // Counted from what was said, not from what the funnel says of itself.
        let mut purposes = BTreeMap::new();
        let (mut probes, mut attempts) = (0_u32, 0_u32);
        for action in &run.said {
            match action {
                Action::Engage { ticket, purpose, wanted, .. } => {
                    prop_assert!(wanted.price_micros <= PRICE);
                    purposes.insert(*ticket, *purpose);
                    probes += u32::from(*purpose != Purpose::Work);
                }
                Action::Accept { ticket } => attempts += u32::from(purposes[ticket] == Purpose::Work),
                _ => {}
            }
        }
        prop_assert!(probes <= budget.probes && attempts <= limits.attempts);
        let spent = run.funnel.report().spent;
        prop_assert_eq!((spent.probes, spent.attempts), (probes, attempts));
        prop_assert!(spent.probe_micros <= budget.price_micros && spent.work_micros <= limits.spend_micros);
    }

    #[test]
    fn the_work_goes_down_the_order_that_was_fixed(plan in tasks(), demands in demands(), happenings in happenings()) {
        let run = play(plan, demands, &happenings);
        let places = places(&run);
        let mut last = None;
        for action in &run.said {
            if let Action::Engage { with, purpose: Purpose::Work, .. } = action {
                let place = Some(places[&with.agent()]);
                prop_assert!(place > last, "out of order");
                last = place;
            }
        }
        if let Some(Ending::Completed { by, .. }) = run.funnel.ending() {
            prop_assert_eq!(last, Some(places[by]));
        }
    }

    #[test]
    fn what_may_have_happened_is_never_tried_again(plan in tasks(), demands in demands(), happenings in happenings()) {
        let side_effect = plan.facts.side_effect;
        let run = play(plan, demands, &happenings);
        let mut works = BTreeSet::new();
        // Tickets whose effect may have happened: accepted, or committed where a commit is needed, and not said to have failed.
        let mut open = BTreeSet::new();
        for action in &run.said {
            match action {
                Action::Engage { ticket, purpose: Purpose::Work, .. } => {
                    prop_assert!(open.is_empty(), "a second try beside {:?}", open);
                    works.insert(*ticket);
                }
                Action::Accept { ticket } if works.contains(ticket) && side_effect == SideEffect::Reversible => {
                    open.insert(*ticket);
                }
                Action::Commit { ticket } => {
                    prop_assert!(works.contains(ticket), "a probe is never committed to");
                    open.insert(*ticket);
                }
                Action::Record { ticket, outcome: casp_execution::funnel::Outcome::Failed, .. } => {
                    open.remove(ticket);
                }
                _ => {}
            }
        }
        if matches!(run.funnel.ending(), Some(Ending::Exhausted { .. })) {
            prop_assert!(open.is_empty());
        }
    }
}

/// That the properties above look at something.
#[test]
fn random_runs_come_to_every_ending_and_every_reason() {
    use casp_execution::funnel::Reason;
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let strategy = (tasks(), demands(), happenings());
    let (mut endings, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..2_000 {
        let (plan, demands, happenings) = strategy.new_tree(&mut runner).unwrap().current();
        let run = play(plan, demands, &happenings);
        endings.insert(match run.funnel.ending().unwrap() {
            Ending::Completed { .. } => "completed",
            Ending::Exhausted { why } => why.code(),
            Ending::NeedsLook { .. } => "needs-look",
            Ending::Stopped => "stopped",
        });
        let report = run.funnel.report();
        reasons.extend(
            report
                .stages
                .iter()
                .flat_map(|stage| &stage.abandoned)
                .map(|each| each.reason),
        );
    }
    let all = [
        "all-abandoned",
        "budget",
        "completed",
        "deadline",
        "needs-look",
        "no-candidates",
        "stopped",
    ];
    assert_eq!(endings.into_iter().collect::<Vec<_>>(), all);
    // Every candidate here fits its task.
    let fitting = [
        Reason::Constraint,
        Reason::SideEffect,
        Reason::EvidenceNotOffered,
        Reason::SiblingMissing,
    ];
    let unseen: Vec<_> = Reason::ALL
        .into_iter()
        .filter(|reason| !reasons.contains(reason))
        .collect();
    assert_eq!(unseen, fitting);
}
