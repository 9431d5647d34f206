//! Demands rise with risk and side effect: of the shipped policies, and of every policy that is read at all. And nothing that
//! is read, bytes or TOML, brings the reader down.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use casp_trust::{Demands, Policy, TieredPolicy};
use casp_wire::v1::{RiskClass, SideEffect};
use fixtures::{FULL, SHIPPED, combinations, task};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Written apart from the crate's own comparison.
fn at_least(high: &Demands, low: &Demands) -> Result<(), TestCaseError> {
    if let Some(low) = &low.reputation {
        let high = high
            .reputation
            .as_ref()
            .ok_or_else(|| TestCaseError::fail("no reputation"))?;
        prop_assert!(high.floor >= low.floor && high.max_uncertainty <= low.max_uncertainty);
        prop_assert!(high.newcomer_share_ppm <= low.newcomer_share_ppm);
    }
    if let Some(low) = &low.canaries {
        let high = high
            .canaries
            .as_ref()
            .ok_or_else(|| TestCaseError::fail("no canaries"))?;
        prop_assert!(high.passes >= low.passes && high.pass_counts_for_ms <= low.pass_counts_for_ms);
    }
    if let Some(low) = &low.evidence {
        let high = high
            .evidence
            .as_ref()
            .ok_or_else(|| TestCaseError::fail("no evidence"))?;
        prop_assert!(low.kinds.iter().all(|kind| high.kinds.contains(kind)));
        if !low.signer_classes.is_empty() {
            prop_assert!(!high.signer_classes.is_empty());
            prop_assert!(
                high.signer_classes
                    .iter()
                    .all(|class| low.signer_classes.contains(class))
            );
        }
        if !low.attestation_kinds.is_empty() {
            prop_assert!(!high.attestation_kinds.is_empty());
            prop_assert!(
                high.attestation_kinds
                    .iter()
                    .all(|kind| low.attestation_kinds.contains(kind))
            );
        }
        if !low.measurements.is_empty() {
            prop_assert!(!high.measurements.is_empty());
            prop_assert!(high.measurements.iter().all(|one| low.measurements.contains(one)));
        }
    }
    Ok(())
}

fn rises(policy: &TieredPolicy, capability_id: &str) -> Result<(), TestCaseError> {
    for high in combinations() {
        for low in combinations().filter(|low| low.0 <= high.0 && low.1 <= high.1) {
            let demands = |(side_effect, risk)| policy.demands(&task(capability_id, side_effect, risk));
            at_least(&demands(high), &demands(low))?;
        }
    }
    Ok(())
}

#[test]
fn shipped_policies_rise() {
    for (name, text) in SHIPPED {
        rises(&TieredPolicy::parse(text).unwrap(), "org.example/a").unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_comparison_notices_less() {
    let policy = TieredPolicy::shipped().unwrap();
    let demands = |side_effect, risk| policy.demands(&task("org.example/a", side_effect, risk));
    let low = demands(SideEffect::None, RiskClass::Public);
    for (side_effect, risk) in combinations().skip(1) {
        assert!(
            at_least(&low, &demands(side_effect, risk)).is_err(),
            "{side_effect:?} {risk:?}"
        );
    }
}

/// What a part of a row can be, from nothing upwards.
const REPUTATION: [&str; 4] = [
    "",
    "reputation = { floor = 0.3, max_uncertainty = 1.0, newcomer_share_ppm = 1_000_000 }\n",
    "reputation = { floor = 0.3, max_uncertainty = 0.5, newcomer_share_ppm = 10_000 }\n",
    "reputation = { floor = 0.9, max_uncertainty = 0.5, newcomer_share_ppm = 0 }\n",
];
const CANARIES: [&str; 5] = [
    "",
    "canaries = { passes = 1, pass_counts_for = \"24 h\", prepare_phase = true }\n",
    "canaries = { passes = 2, pass_counts_for = \"24 h\", prepare_phase = true }\n",
    "canaries = { passes = 2, pass_counts_for = \"1 h\", prepare_phase = true }\n",
    "canaries = { passes = 9, pass_counts_for = \"1 h\" }\n",
];
const EVIDENCE: [&str; 5] = [
    "",
    "evidence = { kinds = [\"trace\"] }\n",
    "evidence = { kinds = [\"trace\", \"tool-receipt\"], signer_classes = [\"host_proxy\", \"endorsed_third_party\"] }\n",
    "evidence = { kinds = [\"trace\", \"tool-receipt\"], signer_classes = [\"endorsed_third_party\"] }\n",
    "evidence = { kinds = [\"trace\", \"attestation\"], attestation_kinds = [\"tdx\"] }\n",
];

fn parts_of([reputation, canaries, evidence]: [usize; 3], probes: usize) -> String {
    let budget = match CANARIES[canaries] {
        "" => String::new(),
        _ => format!("budget = {{ time = \"1 min\", price_micros = 5, probes = {probes} }}\n"),
    };
    [REPUTATION[reputation], CANARIES[canaries], EVIDENCE[evidence], &budget].concat()
}

fn steps() -> impl Strategy<Value = [usize; 3]> {
    (0..REPUTATION.len(), 0..CANARIES.len(), 0..EVIDENCE.len()).prop_map(|(a, b, c)| [a, b, c])
}

fn parts() -> impl Strategy<Value = String> {
    (steps(), select(vec![9, 9, 9, 1])).prop_map(|(steps, probes)| parts_of(steps, probes))
}

/// The parts of two rows, the second mostly no lower than the first.
fn rows() -> impl Strategy<Value = (String, String)> {
    (steps(), steps(), 0..5_u8).prop_map(|(low, high, chance)| {
        let raised: [usize; 3] = std::array::from_fn(|part| high[part].max(low[part]));
        (parts_of(low, 9), parts_of(if chance == 0 { high } else { raised }, 9))
    })
}

/// Two rows that part the table by risk, and up to three overrides.
fn policies() -> impl Strategy<Value = String> {
    let patterns = subsequence(vec!["a.b/c", "a.b/*", "a.b/c/*"], 0..=3);
    let without = subsequence(vec!["\"reputation\"", "\"canaries\"", "\"evidence\""], 0..=2);
    let entry = (parts(), prop::bool::ANY, without, prop::bool::ANY);
    (rows(), patterns, prop::collection::vec(entry, 3)).prop_map(|((low, high), patterns, entries)| {
        let effects = "side_effects = [\"none\", \"reversible\", \"irreversible\"]";
        let mut text = format!(
            "version = 1\nname = \"p\"\n[[row]]\nname = \"low\"\n{effects}\nrisks = [\"public\"]\n{low}\
             [[row]]\nname = \"high\"\n{effects}\nrisks = [\"private\", \"regulated\"]\n{high}"
        );
        for (pattern, (parts, has_sibling, without, has_parts)) in patterns.iter().zip(entries) {
            text += &format!("[[override]]\ncapability = \"{pattern}\"\n");
            if has_sibling {
                text += "sibling = \"a.b/d\"\n";
            }
            if !has_parts && !without.is_empty() {
                text += &format!("without = [{}]\n", without.join(", "));
            }
            if has_parts {
                text += &parts;
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Most of these are refused; those that are not keep the promise, for capabilities with and without an override.
    #[test]
    fn whatever_policy_is_read_rises(text in policies()) {
        if let Ok(policy) = TieredPolicy::parse(&text) {
            for capability_id in ["a.b/c", "a.b/e", "a.b/c/d", "x.y"] {
                rises(&policy, capability_id)?;
            }
        }
    }

    #[test]
    fn arbitrary_text_is_refused_in_place(text in "\\PC{0,200}") {
        let error = TieredPolicy::parse(&text).expect_err("nothing is a policy by chance");
        prop_assert!(error.place.line >= 1 && error.place.column >= 1);
    }

    /// A policy with a few of its bytes exchanged, cut or doubled.
    #[test]
    fn a_mangled_policy_is_read_or_refused(
        cuts in prop::collection::vec((0..FULL.len(), 0..40_usize, "[ -~\\n]{0,6}"), 1..4),
    ) {
        let mut text = FULL.to_owned();
        for (at, length, put) in cuts {
            let start = at.min(text.len());
            let end = (start + length).min(text.len());
            text.replace_range(start..end, &put);
        }
        if let Err(error) = TieredPolicy::parse(&text) {
            prop_assert!(error.place.line <= text.lines().count() + 1, "{error}");
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

/// The property above would hold of a reader that refuses everything.
#[test]
fn many_of_the_random_policies_are_read() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut text = || policies().new_tree(&mut runner).unwrap().current();
    let read = (0..2_000).filter(|_| TieredPolicy::parse(&text()).is_ok()).count();
    assert!((200..1_800).contains(&read), "{read} of 2000");
}
