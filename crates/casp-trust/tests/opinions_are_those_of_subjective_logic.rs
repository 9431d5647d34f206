//! Opinions hold together, whatever the evidence: sums, fusion and discount as the book has them.

#![allow(clippy::restriction, reason = "test code")]

use casp_trust::Opinion;
use casp_trust::reputation::Evidence;
use proptest::prelude::*;

fn evidence() -> impl Strategy<Value = Evidence> {
    (0.0..1e4_f64, 0.0..1e4_f64).prop_map(|(good, bad)| Evidence { good, bad })
}

fn opinion() -> impl Strategy<Value = Opinion> {
    (evidence(), 0.0..=1.0_f64).prop_map(|(evidence, base_rate)| Opinion::of_evidence(&evidence, base_rate))
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * (1.0 + one.abs().max(other.abs()))
}

fn are_near(one: &Opinion, other: &Opinion) -> bool {
    is_near(one.belief, other.belief)
        && is_near(one.disbelief, other.disbelief)
        && is_near(one.uncertainty, other.uncertainty)
        && is_near(one.base_rate, other.base_rate)
}

fn mass(opinion: &Opinion) -> f64 {
    opinion.belief + opinion.disbelief + opinion.uncertainty
}

#[test]
fn known_values_come_out() {
    // Seven of eight good: (7, 1) gives b = 0.7, d = 0.1, u = 0.2.
    let opinion = Opinion::of_evidence(&Evidence { good: 7.0, bad: 1.0 }, 0.5);
    assert!(are_near(
        &opinion,
        &Opinion {
            belief: 0.7,
            disbelief: 0.1,
            uncertainty: 0.2,
            base_rate: 0.5
        }
    ));
    assert!(is_near(opinion.expectation(), 0.8));
    // Trusted by half, it keeps half of belief and disbelief.
    let trust = Opinion {
        belief: 0.5,
        disbelief: 0.0,
        uncertainty: 0.5,
        base_rate: 0.0,
    };
    let told = opinion.discount(&trust);
    assert!(is_near(told.belief, 0.35) && is_near(told.disbelief, 0.05) && is_near(told.uncertainty, 0.6));
}

proptest! {
    #[test]
    fn mass_sums_to_one(one in opinion(), other in opinion(), trust in opinion()) {
        for opinion in [one, one.fuse(&other), one.discount(&trust)] {
            prop_assert!(is_near(mass(&opinion), 1.0));
            prop_assert!(opinion.belief >= 0.0 && opinion.disbelief >= 0.0 && opinion.uncertainty >= 0.0);
            prop_assert!((0.0..=1.0 + 1e-9).contains(&opinion.expectation()));
        }
    }

    #[test]
    fn fusion_commutes(one in opinion(), other in opinion()) {
        prop_assert!(are_near(&one.fuse(&other), &other.fuse(&one)));
    }

    #[test]
    fn fusion_is_adding_evidence(one in evidence(), other in evidence(), base_rate in 0.0..=1.0_f64) {
        let of = |evidence: &Evidence| Opinion::of_evidence(evidence, base_rate);
        let fused = of(&one).fuse(&of(&other));
        prop_assert!(are_near(&fused, &of(&one.and(&other))), "{fused:?}");
    }

    #[test]
    fn uncertainty_never_rises_with_evidence(one in evidence(), more in evidence(), other in opinion()) {
        let before = Opinion::of_evidence(&one, 0.5);
        prop_assert!(Opinion::of_evidence(&one.and(&more), 0.5).uncertainty <= before.uncertainty);
        prop_assert!(before.fuse(&other).uncertainty <= before.uncertainty + 1e-12);
    }

    #[test]
    fn an_opinion_stands_for_its_evidence(evidence in evidence()) {
        let back = Opinion::of_evidence(&evidence, 0.3).evidence().unwrap();
        prop_assert!(is_near(back.good, evidence.good) && is_near(back.bad, evidence.bad));
    }

    #[test]
    fn discount_by_zero_gives_the_vacuous_opinion(one in opinion()) {
        let told = one.discount(&Opinion::vacuous(0.0));
        prop_assert!(are_near(&told, &Opinion::vacuous(one.base_rate)));
    }

    #[test]
    fn discount_adds_nothing_but_uncertainty(one in opinion(), trust in opinion()) {
        let told = one.discount(&trust);
        prop_assert!(told.uncertainty >= one.uncertainty - 1e-12);
        prop_assert!(told.belief <= one.belief + 1e-12 && told.disbelief <= one.disbelief + 1e-12);
    }
}
