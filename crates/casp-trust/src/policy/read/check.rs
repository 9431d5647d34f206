//! Rules that are well written each, and cannot be kept together.

use casp_wire::v1::{RiskClass, SideEffect, SignerClass};

use super::super::EvidenceDemand;
use super::super::order::lacks;
use super::super::rules::{Override, Part, Pattern, RISKS, Row, SIDE_EFFECTS, Tiers};
use super::error::{Fault, PolicyError};
use super::table::Table;

type Read<'a, T> = (T, Table<'a>);

/// Of one evidence table.
pub(super) fn evidence(table: &Table<'_>, demand: &EvidenceDemand) -> Result<(), PolicyError> {
    let asks = |kind: &str| demand.kinds.iter().any(|asked| asked == kind);
    let classes = &demand.signer_classes;
    let attests = !demand.attestation_kinds.is_empty();
    let wrong: [(bool, &str, &str); 6] = [
        (
            asks("tool-receipt") && classes.is_empty(),
            "receipts are asked for, and nobody's count",
            "Name whose in signer_classes, or take \"tool-receipt\" out of kinds",
        ),
        (
            !classes.is_empty() && !asks("tool-receipt"),
            "signer_classes says whose receipts count, and none are asked for",
            "Add \"tool-receipt\" to kinds, or remove signer_classes",
        ),
        (
            asks("attestation") && !attests,
            "an attestation is asked for, and no kind of it counts",
            "Name the kinds in attestation_kinds, or take \"attestation\" out of kinds",
        ),
        (
            attests && !asks("attestation"),
            "attestation_kinds says which attestations count, and none is asked for",
            "Add \"attestation\" to kinds, or remove attestation_kinds",
        ),
        (
            !demand.measurements.is_empty() && !attests,
            "measurements are shown by attestations, and none is asked for",
            "Add attestation_kinds, or remove measurements",
        ),
        (
            classes.as_slice() == [SignerClass::Attested] && !attests,
            "only receipts of attested keys count, and no attestation is asked for",
            "Add \"attestation\" to kinds and its kinds in attestation_kinds, or let other signer_classes count",
        ),
    ];
    wrong
        .into_iter()
        .find(|(is_wrong, ..)| *is_wrong)
        .map_or(Ok(()), |(_, what, mend)| contradiction(table, what, mend))
}

/// Of the whole policy.
pub(super) fn contradictions(
    policy: &Table<'_>,
    rows: &[Read<'_, Row>],
    overrides: &[Read<'_, Override>],
) -> Result<(), PolicyError> {
    names_once(rows)?;
    covered_once(policy, rows)?;
    for (row, table) in rows {
        if row.tiers.budget.is_some() && row.tiers.canaries.is_none() {
            let what = "a budget is for canaries, and none are asked for";
            return contradiction(table, what, "Add a canaries table to this row, or remove its budget");
        }
    }
    for (at, (entry, table)) in overrides.iter().enumerate() {
        override_alone(entry, table, overrides.get(..at).unwrap_or_default())?;
    }
    for (side_effect, risk) in combinations() {
        let Some((row, table)) = rows.iter().find(|(row, _)| row.covers(side_effect, risk)) else {
            continue;
        };
        together(&row.tiers, None, side_effect, table, "")?;
        for (entry, table) in overrides {
            let with = format!(" together with row \"{}\" (line {})", row.name, row.line);
            together(&entry.on(&row.tiers), Some(entry), side_effect, table, &with)?;
        }
    }
    rising(rows)
}

fn names_once(rows: &[Read<'_, Row>]) -> Result<(), PolicyError> {
    for (at, (row, table)) in rows.iter().enumerate() {
        let earlier = rows.iter().take(at).find(|(earlier, _)| earlier.name == row.name);
        if let Some((earlier, _)) = earlier {
            let what = format!("the row of line {} is named \"{}\" too", earlier.line, row.name);
            return contradiction(table, &what, "Give each row a name of its own");
        }
    }
    Ok(())
}

/// Every side effect and risk has exactly one row.
fn covered_once(policy: &Table<'_>, rows: &[Read<'_, Row>]) -> Result<(), PolicyError> {
    for (side_effect, risk) in combinations() {
        let mut covering = rows.iter().filter(|(row, _)| row.covers(side_effect, risk));
        let words = words(side_effect, risk);
        let Some((first, _)) = covering.next() else {
            let what = format!("no row is for tasks with {words}");
            return contradiction(policy, &what, "Add one, or widen a row's side_effects or risks");
        };
        if let Some((_, table)) = covering.next() {
            let what = format!(
                "tasks with {words} are covered by row \"{}\" (line {}) already",
                first.name, first.line
            );
            return contradiction(table, &what, "Narrow the side_effects or risks of one of them");
        }
    }
    Ok(())
}

fn override_alone(entry: &Override, table: &Table<'_>, earlier: &[Read<'_, Override>]) -> Result<(), PolicyError> {
    if let Some((earlier, _)) = earlier.iter().find(|(earlier, _)| earlier.pattern == entry.pattern) {
        let what = format!("the override of line {} is for {} too", earlier.line, entry.pattern);
        return contradiction(table, &what, "Join the two");
    }
    let parts = &entry.tiers;
    let has = |part: &Part| match part {
        Part::Reputation => parts.reputation.is_some(),
        Part::Canaries => parts.canaries.is_some(),
        Part::Evidence => parts.evidence.is_some(),
    };
    let both = Part::ALL
        .iter()
        .find(|(_, part)| entry.without.contains(part) && has(part));
    if let Some((name, _)) = both {
        let what = format!("{name} are left out by `without` and given by a table");
        return contradiction(table, &what, "Remove one of the two");
    }
    if entry.without.contains(&Part::Canaries) && (parts.budget.is_some() || entry.sibling.is_some()) {
        let what = "canaries are left out by `without`, and a budget or sibling for them is given";
        return contradiction(table, what, "Remove budget and sibling, or let canaries stay");
    }
    if let (Pattern::Exactly(id), Some(sibling)) = (&entry.pattern, &entry.sibling)
        && id == sibling
    {
        let what = format!("{id} is named as its own sibling");
        return contradiction(
            table,
            &what,
            "Name a capability without side effects that the same work stands behind",
        );
    }
    let changes = *parts != Tiers::default() || entry.sibling.is_some() || !entry.without.is_empty();
    if !changes {
        let what = "this override changes nothing";
        return contradiction(
            table,
            what,
            "Give it a sibling, `without`, or a table of what takes the row's place",
        );
    }
    Ok(())
}

/// What a task in the end gets: of a row, or of a row and an override on it.
fn together(
    tiers: &Tiers,
    entry: Option<&Override>,
    side_effect: SideEffect,
    table: &Table<'_>,
    with: &str,
) -> Result<(), PolicyError> {
    let Some(canaries) = tiers.canaries else {
        return Ok(());
    };
    let Some(budget) = tiers.budget else {
        let what = format!("canaries are asked for{with}, and there is no budget for them");
        return contradiction(table, &what, "Add a budget table with time, price_micros and probes");
    };
    if budget.probes < canaries.passes {
        let what = format!(
            "{} passes are asked for{with}, and the budget is for {} probes",
            canaries.passes, budget.probes
        );
        return contradiction(
            table,
            &what,
            &format!("Raise probes to {} at least, or lower passes", canaries.passes),
        );
    }
    let has_sibling = entry.is_some_and(|entry| entry.sibling.is_some());
    if side_effect == SideEffect::Irreversible && !has_sibling && !canaries.prepare_phase {
        let what = format!(
            "an irreversible capability must not be probed itself (CAN-5), and canaries are asked for{with} with nothing else to probe"
        );
        return contradiction(
            table,
            &what,
            "Set prepare_phase = true in canaries, or in [[override]] name a sibling or leave canaries out",
        );
    }
    Ok(())
}

/// A task with a greater side effect or risk never gets less.
fn rising(rows: &[Read<'_, Row>]) -> Result<(), PolicyError> {
    let row = |(side_effect, risk)| rows.iter().find(|(row, _)| row.covers(side_effect, risk));
    let below = |risky: (SideEffect, RiskClass)| {
        combinations().filter(move |(side_effect, risk)| *side_effect <= risky.0 && *risk <= risky.1)
    };
    for risky in combinations() {
        let Some((high, table)) = row(risky) else {
            continue;
        };
        for (low, _) in below(risky).filter_map(row) {
            if let Some(lack) = lacks(&high.tiers.demands(None), &low.tiers.demands(None)) {
                let what = format!(
                    "tasks with {} get less than those of row \"{}\" (line {}), which are less risky: {lack}",
                    words(risky.0, risky.1),
                    low.name,
                    low.line
                );
                return contradiction(table, &what, "Ask for as much here, or for less there");
            }
        }
    }
    Ok(())
}

fn combinations() -> impl Iterator<Item = (SideEffect, RiskClass)> {
    SIDE_EFFECTS
        .iter()
        .flat_map(|(_, side_effect)| RISKS.iter().map(|(_, risk)| (*side_effect, *risk)))
}

fn words(side_effect: SideEffect, risk: RiskClass) -> String {
    let side_effect_name = SIDE_EFFECTS
        .iter()
        .find(|(_, known)| *known == side_effect)
        .map_or("", |(name, _)| name);
    let risk_name = RISKS
        .iter()
        .find(|(_, known)| *known == risk)
        .map_or("", |(name, _)| name);
    format!("side effect {side_effect_name} and risk {risk_name}")
}

fn contradiction(table: &Table<'_>, what: &str, mend: &str) -> Result<(), PolicyError> {
    Err(table.error(Fault::Contradiction {
        what: what.into(),
        mend: mend.into(),
    }))
}
