//! A policy of one's own in thirty lines, over several tasks and candidates.
//!
//! `cargo run -p casp-trust --example own_policy`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use casp_trust::{CanaryDemand, Demands, Opinion, Policy, ReputationDemand, Standing, TaskFacts, VerificationBudget};
use casp_wire::v1::{RiskClass, SideEffect};

/// What is dear is checked: one canary for every whole unit that a task may cost, eight at most, and no more than a tenth of its price for them.
struct ByPrice;

impl Policy for ByPrice {
    fn demands(&self, task: &TaskFacts) -> Demands {
        let units = u32::try_from(task.price_micros / 1_000_000).unwrap_or(u32::MAX).min(8);
        let floor = if task.risk == RiskClass::Public { 0.5 } else { 0.8 };
        Demands {
            reputation: Some(ReputationDemand {
                floor,
                max_uncertainty: 0.6,
                newcomer_share_ppm: 50_000,
            }),
            canaries: (units > 0).then_some(CanaryDemand {
                passes: units,
                pass_counts_for_ms: 3_600_000,
                parallel: 1,
                sibling: None,
            }),
            evidence: None,
            budget: VerificationBudget {
                time_ms: 60_000,
                price_micros: task.price_micros / 10,
                probes: units.saturating_mul(2),
            },
            because: vec![format!(
                "It may cost {} micro-units: {units} canaries.",
                task.price_micros
            )],
        }
    }

    fn admits(&self, demands: &Demands, standing: &Standing) -> Result<(), String> {
        let floor = demands.reputation.as_ref().map_or(0.0, |reputation| reputation.floor);
        let expected = standing.opinion.expectation();
        if expected >= floor {
            Ok(())
        } else {
            Err(format!("{expected:.2} is expected of it, {floor:.2} is asked for"))
        }
    }
}

fn main() {
    let tasks = [
        ("org.example/weather", SideEffect::None, RiskClass::Public, 20_000),
        ("org.example/translate", SideEffect::None, RiskClass::Private, 2_500_000),
        (
            "org.example/book-flight",
            SideEffect::Irreversible,
            RiskClass::Private,
            400_000_000,
        ),
    ];
    let candidates = [
        ("well known", 0.9, 0.05),
        ("little known", 0.2, 0.75),
        ("known to fail", 0.2, 0.1),
    ];
    for (capability_id, side_effect, risk, price_micros) in tasks {
        let task = TaskFacts {
            capability_id: capability_id.into(),
            side_effect,
            risk,
            price_micros,
        };
        println!("{capability_id}\n{}", ByPrice.explain(&task));
        for (name, belief, uncertainty) in candidates {
            let opinion = Opinion {
                belief,
                disbelief: 1.0 - belief - uncertainty,
                uncertainty,
                base_rate: 0.5,
            };
            let standing = Standing {
                opinion,
                own_outcomes: 10.0,
                is_newcomer: false,
                is_incriminated: false,
            };
            let verdict = ByPrice.admits(&ByPrice.demands(&task), &standing);
            println!("  {name}: {}", verdict.err().unwrap_or_else(|| "is considered".into()));
        }
        println!();
    }
}
