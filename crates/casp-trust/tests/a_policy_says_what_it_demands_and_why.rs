//! What the shipped policies demand of every kind of task, and how they explain it.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use casp_trust::{Demands, Opinion, Policy, Standing, TieredPolicy};
use casp_wire::v1::{RiskClass, SideEffect};
use fixtures::{FULL, combinations, task};

/// Which of the tiers 1, 2, 3 are asked for, and whether with attestation.
fn tiers(demands: &Demands) -> (bool, bool, bool, bool) {
    let attested = demands
        .evidence
        .as_ref()
        .is_some_and(|evidence| !evidence.attestation_kinds.is_empty());
    (
        demands.reputation.is_some(),
        demands.canaries.is_some(),
        demands.evidence.is_some(),
        attested,
    )
}

#[test]
fn the_default_gives_each_side_effect_and_risk_its_tiers() {
    let policy = TieredPolicy::shipped().unwrap();
    for (side_effect, risk) in combinations() {
        let expected = match (side_effect, risk) {
            (_, RiskClass::Regulated) => (true, true, true, true),
            (SideEffect::Irreversible, _) | (_, RiskClass::Private) => (true, true, true, false),
            (SideEffect::Reversible, _) => (true, true, false, false),
            _ => (true, false, false, false),
        };
        let demands = policy.demands(&task("org.example/translate", side_effect, risk));
        assert_eq!(tiers(&demands), expected, "{side_effect:?} {risk:?}");
    }
}

#[test]
fn what_nobody_states_gets_what_the_riskiest_gets() {
    for (_, text) in fixtures::SHIPPED {
        let policy = TieredPolicy::parse(text).unwrap();
        let riskiest = policy.demands(&task("org.example/a", SideEffect::Irreversible, RiskClass::Regulated));
        let unstated = policy.demands(&task("org.example/a", SideEffect::Unspecified, RiskClass::Unspecified));
        assert_eq!(
            Demands {
                because: vec![],
                ..unstated
            },
            Demands {
                because: vec![],
                ..riskiest
            }
        );
    }
}

#[test]
fn every_combination_is_explained() {
    let policy = TieredPolicy::shipped().unwrap();
    let table: Vec<_> = combinations()
        .map(|(side_effect, risk)| policy.explain(&task("org.example/translate", side_effect, risk)))
        .collect();
    insta::assert_snapshot!("default", table.join("\n"));
}

#[test]
fn overrides_and_the_unstated_are_explained() {
    let policy = TieredPolicy::parse(FULL).unwrap();
    let told = [
        policy.explain(&task(
            "org.example/publish",
            SideEffect::Irreversible,
            RiskClass::Private,
        )),
        policy.explain(&task("org.example/publish", SideEffect::None, RiskClass::Public)),
        policy.explain(&task(
            "org.example/media/cut",
            SideEffect::Reversible,
            RiskClass::Public,
        )),
        policy.explain(&task("org.other/cut", SideEffect::Unspecified, RiskClass::Unspecified)),
    ];
    insta::assert_snapshot!("overrides", told.join("\n"));
}

#[test]
fn the_most_precise_override_counts_alone() {
    let policy = TieredPolicy::parse(FULL).unwrap();
    let demands = |id: &str| policy.demands(&task(id, SideEffect::Irreversible, RiskClass::Public));
    assert!(demands("org.example/publish").reputation.is_none());
    assert_eq!(
        demands("org.example/publish").canaries.unwrap().sibling.unwrap(),
        "org.example/render"
    );
    assert_eq!(demands("org.example/publish/page").reputation.unwrap().floor, 0.25);
    assert_eq!(demands("org.example").reputation.unwrap().floor, 0.5);
    assert_eq!(demands("org.examples/publish").reputation.unwrap().floor, 0.5);
}

fn standing(belief: f64, uncertainty: f64) -> Standing {
    let opinion = Opinion {
        belief,
        disbelief: 1.0 - belief - uncertainty,
        uncertainty,
        base_rate: 0.5,
    };
    Standing {
        opinion,
        own_outcomes: 0.0,
        is_newcomer: false,
        is_incriminated: false,
    }
}

#[test]
fn a_candidate_is_refused_for_a_reason() {
    let policy = TieredPolicy::shipped().unwrap();
    let demands = policy.demands(&task("org.example/a", SideEffect::Reversible, RiskClass::Public));
    let admits = |standing| policy.admits(&demands, &standing);
    assert_eq!(admits(standing(0.8, 0.2)), Ok(()));
    assert!(
        admits(standing(0.5, 0.2))
            .unwrap_err()
            .contains("0.600 is below the floor of 0.700")
    );
    let vague = admits(Standing {
        opinion: Opinion {
            base_rate: 1.0,
            ..standing(0.1, 0.9).opinion
        },
        ..standing(0.1, 0.9)
    });
    assert!(vague.unwrap_err().contains("0.900 is above the 0.600"));
    assert!(admits(standing(f64::NAN, 0.2)).is_err());
    assert!(admits(standing(0.9, f64::NAN)).is_err());
    let incriminated = Standing {
        is_incriminated: true,
        ..standing(1.0, 0.0)
    };
    assert!(admits(incriminated.clone()).is_err());
    assert!(
        policy.admits(&Demands::default(), &incriminated).is_err(),
        "whatever is demanded"
    );
}
