//! The test bed: what passes, what is found, and that what is found is found again.

#![allow(clippy::restriction, reason = "test code")]

use core::num::NonZeroUsize;

use casp_sim::faults::{Fault, Harm, Invariant, Item, Kept, Options, Plan, Signatures, replay, run, sweep};

fn threads(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

#[test]
fn a_few_dozen_seeds_break_no_promise_and_go_everywhere() {
    let (summary, failures) = sweep(0, 48, threads(2), Options::default(), |_| {});
    assert!(failures.is_empty(), "{}", failures[0]);
    println!("{summary}");
    assert!(summary.tasks > 100 && summary.effects > 50, "{summary}");
    assert!(summary.crashes > 30 && summary.harmed > 300, "{summary}");
    assert!(summary.damaged_refused > 30 && summary.forged_refused > 30, "{summary}");
    assert!(
        summary.acknowledged > 500 && summary.accused > 3 && summary.lost > 0,
        "{summary}"
    );
}

#[test]
fn one_seed_has_one_history_on_any_number_of_threads() {
    let of = |count| sweep(100, 8, threads(count), Options::default(), |_| {}).0;
    assert_eq!(of(1), of(2));
}

#[test]
fn the_stand_in_and_real_signatures_have_one_history() {
    let real = Options {
        signatures: Signatures::Real,
        ..Options::default()
    };
    for seed in 0..2 {
        // Of the registry only real signatures leave snapshots: a plan that keeps one is another run.
        let has_snapshot = |plan: &Plan| {
            plan.faults
                .iter()
                .any(|(_, it)| matches!(it, Fault::Compact { node: 0, .. }))
        };
        if !has_snapshot(&Plan::of(seed)) {
            assert_eq!(
                run(seed, real).unwrap(),
                run(seed, Options::default()).unwrap(),
                "seed {seed}"
            );
        }
    }
}

/// A disk that lies is found without any rule switched off, the plan is shrunk, and its name replays it.
#[test]
fn a_disk_that_loses_what_it_said_to_be_safe_is_found_shrunk_and_replayed() {
    let options = Options {
        lying_disks: true,
        ..Options::default()
    };
    let failure = (0..24)
        .find_map(|seed| run(seed, options).err())
        .expect("nobody noticed");
    assert_ne!(failure.breach.invariant, Invariant::Panic, "{failure}");
    let crashes = |kept: &Kept| {
        let plan = Plan::of(failure.seed).keeping(kept);
        let is_crash = |(_, fault): &&(u16, Fault)| matches!(fault, Fault::Crash { .. });
        (plan.faults.iter().filter(is_crash).count(), plan.items().0.len())
    };
    let whole = Plan::of(failure.seed).items();
    let (least, items) = crashes(&failure.kept);
    assert!((1..=2).contains(&least), "a crash it must be: {failure}");
    assert!(
        items * 2 < whole.0.len(),
        "{items} of {} items are left: {failure}",
        whole.0.len()
    );

    let command = failure.command(options, &[]);
    let name = command.split("--keep ").nth(1).unwrap().split(' ').next().unwrap();
    let kept: Kept = name.parse().unwrap();
    let again = replay(failure.seed, &kept, options).unwrap_err();
    assert_eq!(again, failure);
    assert!(again.history.last().unwrap().contains("BROKEN"), "{again}");
    // An honest disk breaks nothing.
    replay(failure.seed, &kept, Options::default()).unwrap();
}

#[test]
fn without_any_one_of_its_items_a_shrunk_plan_breaks_nothing() {
    let options = Options {
        lying_disks: true,
        ..Options::default()
    };
    let failure = (0..24)
        .find_map(|seed| run(seed, options).err())
        .expect("nobody noticed");
    for item in &failure.kept.0 {
        let fewer = Kept(failure.kept.0.iter().filter(|other| *other != item).copied().collect());
        let ran = replay(failure.seed, &fewer, options);
        let same = ran.is_err_and(|other| other.breach.invariant == failure.breach.invariant);
        assert!(!same, "{item} is not needed: {failure}");
    }
}

#[test]
fn what_is_kept_has_a_name_that_is_read_back() {
    for seed in 0..50 {
        let items = Plan::of(seed).items();
        assert_eq!(items.to_string().parse(), Ok(items.clone()));
        assert_eq!(Plan::of(seed).keeping(&items), Plan::of(seed));
    }
    assert_eq!("-".parse(), Ok(Kept::default()));
    assert_eq!(
        "f3,t0,n12".parse(),
        Ok(Kept([Item::Fault(3), Item::Task(0), Item::Node(12)].into()))
    );
    for text in ["", "x1", "f", "f-1", "t1,", "f99999999", "é1"] {
        assert!(text.parse::<Kept>().is_err(), "{text:?}");
    }
}

#[test]
fn plans_have_every_fault() {
    let mut seen = [0; 11];
    for seed in 0..200 {
        for (_, fault) in Plan::of(seed).faults {
            seen[match fault {
                Fault::Crash { .. } => 0,
                Fault::Partition { .. } => 1,
                Fault::Skew { .. } => 2,
                Fault::Stall { .. } => 3,
                Fault::Compact { .. } => 4,
                Fault::Weather { .. } => 5,
                Fault::Message { harm: Harm::Lose, .. } => 6,
                Fault::Message {
                    harm: Harm::Double(_), ..
                } => 7,
                Fault::Message {
                    harm: Harm::Corrupt(_), ..
                } => 8,
                Fault::Message { .. } => 9,
                Fault::Forge { .. } => 10,
            }] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count >= 20), "{seen:?}");
}
