//! From a plan that breaks a promise to a small one that breaks the same.

use std::collections::BTreeSet;

use super::Options;
use super::bed;
use super::history::History;
use super::ledger::Invariant;
use super::plan::{Item, Kept, Plan};

/// Runs that shrinking takes at the most.
const MOST_RUNS: u32 = 400;

/// What is left of a plan's items when none of them can be left out any more, or after [`MOST_RUNS`] runs. First large parts are
/// tried, then halves of these, in the end single items (A. Zeller, R. Hildebrandt, *Simplifying and Isolating Failure-Inducing
/// Input*, IEEE TSE 2002).
pub(super) fn shrink(whole: &Plan, kept: Kept, invariant: Invariant, options: Options) -> Kept {
    let mut runs = 0_u32;
    let mut breaks = |items: &[Item]| {
        runs = runs.saturating_add(1);
        if runs > MOST_RUNS {
            return None;
        }
        let kept = Kept(items.iter().copied().collect());
        let ran = bed::run(&whole.clone().keeping(&kept), options, History::none());
        Some(ran.breach.is_some_and(|breach| breach.invariant == invariant))
    };
    let mut items: Vec<Item> = kept.0.into_iter().collect();
    let mut size = items.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        let mut any = false;
        while at < items.len() {
            let end = at.saturating_add(size).min(items.len());
            let (before, rest) = items.split_at(at);
            let after = rest.get(end.saturating_sub(at)..).unwrap_or_default();
            let fewer = [before, after].concat();
            match breaks(&fewer) {
                Some(true) => {
                    items = fewer;
                    any = true;
                }
                Some(false) => at = end,
                None => return Kept(items.into_iter().collect()),
            }
        }
        // Singles are tried until none of them can be left out.
        if size > 1 {
            size = size.div_ceil(2).min(size.saturating_sub(1));
        } else if !any {
            size = 0;
        }
    }
    Kept(items.into_iter().collect::<BTreeSet<_>>())
}
