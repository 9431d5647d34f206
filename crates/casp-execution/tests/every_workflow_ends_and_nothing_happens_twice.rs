//! Random graphs, whose funnels end at random.

#![allow(clippy::restriction, reason = "test code")]

mod workflow_support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use casp_execution::funnel::Ending;
use casp_execution::workflow::{Role, StepState, Workflow, WorkflowEnding, WorkflowEvent};
use proptest::prelude::*;
use workflow_support::*;

#[derive(Clone, Debug)]
struct Shape {
    effect: u8,
    tries: u32,
    is_compensated: bool,
    /// How far before it the steps are that it needs.
    back: Vec<usize>,
}

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    let one = (
        0..4_u8,
        1..3_u32,
        prop::bool::ANY,
        prop::collection::vec(1..6_usize, 0..3),
    )
        .prop_map(|(effect, tries, is_compensated, back)| Shape {
            effect,
            tries,
            is_compensated,
            back,
        });
    prop::collection::vec(one, 1..14)
}

fn workflow(shapes: &[Shape]) -> Workflow {
    let mut toml = String::from("name = \"random\"\n");
    for (at, shape) in shapes.iter().enumerate() {
        let effect = ["none", "reversible", "reversible", "irreversible"][usize::from(shape.effect)];
        let needs: BTreeSet<usize> = shape.back.iter().filter_map(|back| at.checked_sub(*back)).collect();
        writeln!(
            toml,
            "[[step]]\nid = \"s{at}\"\ncapability = \"org.example/c\"\noutput = \"text/plain\"\nside_effect = \"{effect}\"\ntries = {}",
            shape.tries
        )
        .unwrap();
        for need in needs {
            writeln!(
                toml,
                "inputs.i{need} = {{ from = \"s{need}\", media_type = \"text/plain\" }}"
            )
            .unwrap();
        }
        if effect == "reversible" && shape.is_compensated {
            writeln!(
                toml,
                "compensation = {{ capability = \"org.example/u\", output = \"text/plain\", tries = {} }}",
                shape.tries
            )
            .unwrap();
        }
    }
    Workflow::from_toml(&toml).unwrap()
}

/// How the next funnel ends: which of those under way, and how; at 0 somebody stops the workflow instead.
fn endings() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..8_usize, 0..40_u8), 0..60)
}

fn play(shapes: &[Shape], endings: &[(usize, u8)], most_at_once: usize, each: impl Fn(&Played)) -> Played {
    let mut played = Played::new(workflow(shapes), most_at_once);
    each(&played);
    let rest = std::iter::repeat_n((0, 39), 1_000);
    for (which, how) in endings.iter().copied().chain(rest) {
        if !played.done.is_empty() {
            break;
        }
        if how == 0 {
            played.tell(WorkflowEvent::Stop);
        } else {
            let at = which % played.under_way.len();
            let run = played.under_way[at].run;
            let is_stopped = played.stopped.contains(&run);
            played.end_at(
                at,
                match how {
                    1 => needs_look(),
                    2..=7 => exhausted(),
                    8 | 9 if is_stopped => Ending::Stopped,
                    _ => completed(),
                },
            );
            // A funnel ends once.
            let states = played.states();
            played.tell(WorkflowEvent::Ended {
                run,
                ending: needs_look(),
                output: None,
            });
            assert_eq!(played.states(), states);
        }
        each(&played);
    }
    played
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_workflow_ends_once(shapes in shapes(), endings in endings(), most in 1..5_usize) {
        let played = play(&shapes, &endings, most, |played| assert!(played.under_way.len() <= most));
        prop_assert_eq!(played.done.len(), 1);
        prop_assert!(played.under_way.is_empty());
    }

    #[test]
    fn no_step_starts_before_its_inputs_are_verified(shapes in shapes(), endings in endings(), most in 1..5_usize) {
        let verified = std::cell::RefCell::new(BTreeSet::new());
        let seen = std::cell::Cell::new(0);
        play(&shapes, &endings, most, |played| {
            for (position, step) in played.run.workflow().steps().iter().enumerate() {
                if played.run.state(position) == Some(StepState::Verified) {
                    verified.borrow_mut().insert(step.id.clone());
                }
            }
            for started in &played.started[seen.get()..] {
                let steps = played.run.workflow().steps();
                let step = steps.iter().find(|step| step.id == started.step).unwrap();
                for need in &step.needs {
                    assert!(verified.borrow().contains(&steps[*need].id), "{} before {}", step.id, steps[*need].id);
                }
                if started.role == Role::Work {
                    assert_eq!(started.inputs.len(), step.inputs.len());
                    for input in &started.inputs {
                        let from = input.name.replace('i', "s");
                        assert_eq!(input.content, output(&from, "text/plain"));
                    }
                }
            }
            seen.set(played.started.len());
        });
    }

    #[test]
    fn nothing_irreversible_starts_beside_or_before_what_can_be_undone(shapes in shapes(), endings in endings(), most in 1..5_usize) {
        let seen = std::cell::Cell::new(0);
        play(&shapes, &endings, most, |played| {
            let steps = played.run.workflow().steps();
            let of = |id: &str| steps.iter().position(|step| step.id == id).unwrap();
            for started in &played.started[seen.get()..] {
                if started.role == Role::Work && steps[of(&started.step)].is_irreversible() {
                    assert_eq!(played.under_way.len(), 1);
                    // What waits needs something that is not verified.
                    for (at, step) in steps.iter().enumerate().filter(|(_, step)| !step.is_irreversible()) {
                        let waits = played.run.state(at) == Some(StepState::Waiting);
                        let is_ready = step.needs.iter().all(|need| played.run.state(*need) == Some(StepState::Verified));
                        assert!(!(waits && is_ready), "{} was ready", step.id);
                    }
                }
            }
            seen.set(played.started.len());
        });
    }

    #[test]
    fn no_effect_happens_twice_and_nothing_is_undone_that_was_not_done(shapes in shapes(), endings in endings(), most in 1..5_usize) {
        let seen = std::cell::Cell::new(0);
        let end = play(&shapes, &endings, most, |now| {
            for started in &now.started[seen.get()..] {
                let is_there = now.effects.contains(&started.step);
                match started.role {
                    Role::Work => assert!(!is_there, "{} again", started.step),
                    Role::Compensation => assert!(is_there, "{} was never done", started.step),
                }
            }
            seen.set(now.started.len());
        });
        let mut once = end.effects.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), end.effects.len());
        // Undone one after the other, in the reverse of the order in which it was done.
        let mut undone = end.compensated();
        undone.dedup();
        let places: Vec<_> = undone.iter().map(|step| end.effects.iter().position(|done| done == step)).collect();
        prop_assert!(places.windows(2).all(|pair| pair[0] > pair[1]), "{:?}", undone);
    }

    #[test]
    fn where_somebody_has_to_look_nothing_is_undone(shapes in shapes(), endings in endings(), most in 1..5_usize) {
        let played = play(&shapes, &endings, most, |_| {});
        let undone = played.compensated();
        match &played.done[0] {
            WorkflowEnding::Completed => {
                prop_assert!(undone.is_empty());
                prop_assert!(played.states().iter().all(|(_, state)| *state == "verified"));
            }
            WorkflowEnding::NeedsLook { .. } => prop_assert!(undone.is_empty()),
            WorkflowEnding::Failed { is_undone, .. } | WorkflowEnding::Stopped { is_undone } => {
                let steps = played.run.workflow().steps();
                let lasts = played.states().iter().zip(steps).any(|((_, state), step)| match *state {
                    "kept" | "compensation-failed" | "compensation-needs-look" => true,
                    "verified" => step.side_effect() != casp_wire::v1::SideEffect::None,
                    _ => false,
                });
                prop_assert_eq!(*is_undone, !lasts);
            }
        }
    }
}

/// That the properties above look at something.
#[test]
fn random_workflows_come_to_every_ending_and_every_state() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let strategy = (shapes(), endings(), 1..5_usize);
    let (mut endings, mut states) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..1_500 {
        let (shapes, how, most) = strategy.new_tree(&mut runner).unwrap().current();
        let played = play(&shapes, &how, most, |_| {});
        endings.insert(match played.done[0] {
            WorkflowEnding::Completed => "completed",
            WorkflowEnding::Failed { is_undone: true, .. } => "failed, undone",
            WorkflowEnding::Failed { .. } => "failed",
            WorkflowEnding::NeedsLook { .. } => "needs-look",
            WorkflowEnding::Stopped { is_undone: true } => "stopped, undone",
            WorkflowEnding::Stopped { .. } => "stopped",
        });
        states.extend(played.states().into_iter().map(|(_, state)| state));
    }
    let all = [
        "completed",
        "failed",
        "failed, undone",
        "needs-look",
        "stopped",
        "stopped, undone",
    ];
    assert_eq!(endings.into_iter().collect::<Vec<_>>(), all);
    let final_states = [
        "compensated",
        "compensation-failed",
        "compensation-needs-look",
        "failed",
        "kept",
        "needs-look",
        "stopped",
        "verified",
        "waiting",
    ];
    assert_eq!(states.into_iter().collect::<Vec<_>>(), final_states);
}
