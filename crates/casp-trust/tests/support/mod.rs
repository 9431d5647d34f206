//! What several tests have in common.

#![allow(dead_code, reason = "each test uses its part")]

use casp_identity::AgentId;
use casp_trust::{Subject, TaskFacts};
use casp_wire::v1::{RiskClass, SideEffect};

pub(crate) const SIDE_EFFECTS: [SideEffect; 3] = [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible];
pub(crate) const RISKS: [RiskClass; 3] = [RiskClass::Public, RiskClass::Private, RiskClass::Regulated];

pub(crate) const SHIPPED: [(&str, &str); 3] = [
    ("default", include_str!("../../policies/default.toml")),
    ("strict", include_str!("../../policies/strict.toml")),
    ("lenient", include_str!("../../policies/lenient.toml")),
];

/// A policy in which every key is there.
pub(crate) const FULL: &str = include_str!("full.toml");

pub(crate) fn task(capability_id: &str, side_effect: SideEffect, risk: RiskClass) -> TaskFacts {
    TaskFacts {
        capability_id: capability_id.into(),
        side_effect,
        risk,
        price_micros: 1_000_000,
    }
}

pub(crate) fn combinations() -> impl Iterator<Item = (SideEffect, RiskClass)> {
    SIDE_EFFECTS
        .into_iter()
        .flat_map(|side_effect| RISKS.map(|risk| (side_effect, risk)))
}

/// An agent's subject, by number.
pub(crate) fn subject(number: u8) -> Subject {
    Subject {
        agent: agent(number),
        capability_id: "org.example/translate".into(),
        behavior_digest: [9; 32],
    }
}

pub(crate) fn agent(number: u8) -> AgentId {
    AgentId::from_public_key(&[number; 32])
}
