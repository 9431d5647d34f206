//! Demands in words, for a person.

use core::fmt::Write as _;

use casp_wire::v1::{RiskClass, SideEffect, SignerClass};

use super::read::shown;
use super::{CanaryDemand, Demands, EvidenceDemand, VerificationBudget};

impl Demands {
    /// What is demanded and why, over several lines, for a person to read. The words may change with any version.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut text = format!("{}\n", self.title());
        let mut line = |name: &str, words: &str| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "  {name:<11}{words}");
        };
        for (number, reason) in self.because.iter().enumerate() {
            line(if number == 0 { "because" } else { "" }, reason);
        }
        if let Some(reputation) = &self.reputation {
            line("reputation", &reputation.words());
        }
        if let Some(canaries) = &self.canaries {
            line("canaries", &canaries.words());
        }
        if let Some(evidence) = &self.evidence {
            line("evidence", &evidence.words());
        }
        if self.budget != VerificationBudget::default() {
            line("budget", &self.budget.words());
        }
        text
    }

    /// Its tiers.
    fn title(&self) -> &'static str {
        match (
            self.reputation.is_some(),
            self.canaries.is_some(),
            self.evidence.is_some(),
        ) {
            (false, false, false) => "No tier",
            (true, false, false) => "Tier 1",
            (false, true, false) => "Tier 2",
            (false, false, true) => "Tier 3",
            (true, true, false) => "Tiers 1 and 2",
            (true, false, true) => "Tiers 1 and 3",
            (false, true, true) => "Tiers 2 and 3",
            (true, true, true) => "Tiers 1, 2 and 3",
        }
    }
}

impl CanaryDemand {
    fn words(&self) -> String {
        let passes = if self.passes == 1 {
            "1 passed".into()
        } else {
            format!("{} passed in a row", self.passes)
        };
        let at_once = if self.parallel > 1 {
            format!("{} candidates at a time", self.parallel)
        } else {
            "one candidate after the other".into()
        };
        format!(
            "{passes}, each counting for {}; {at_once}",
            shown(self.pass_counts_for_ms)
        )
    }
}

impl EvidenceDemand {
    fn words(&self) -> String {
        let mut parts = vec![self.kinds.join(", ")];
        if !self.signer_classes.is_empty() {
            let classes: Vec<_> = self.signer_classes.iter().copied().map(signer).collect();
            parts.push(format!("receipts of {}", classes.join(" or ")));
        }
        if !self.attestation_kinds.is_empty() {
            let measurement = match self.measurements.len() {
                0 => "with any measurement".into(),
                1 => "with the one measurement named".into(),
                count => format!("with one of {count} measurements"),
            };
            parts.push(format!(
                "attestation by {} {measurement}",
                self.attestation_kinds.join(" or ")
            ));
        }
        parts.join("; ")
    }
}

impl VerificationBudget {
    fn words(&self) -> String {
        format!(
            "{}, {} micro-units, {} probes",
            shown(self.time_ms),
            self.price_micros,
            self.probes
        )
    }
}

/// What a task does to the world.
pub(super) const fn effect(side_effect: SideEffect) -> &'static str {
    match side_effect {
        SideEffect::None => "no side effect",
        SideEffect::Reversible => "a side effect that can be undone",
        SideEffect::Irreversible => "a side effect that cannot be undone",
        SideEffect::Unspecified => "a side effect that nobody states, so the greatest is assumed,",
    }
}

/// Whose data a task touches.
pub(super) const fn data(risk: RiskClass) -> &'static str {
    match risk {
        RiskClass::Public => "public data",
        RiskClass::Private => "private data",
        RiskClass::Regulated => "what law regulates",
        RiskClass::Unspecified => "data of a risk that nobody states, so the greatest is assumed",
    }
}

const fn signer(class: SignerClass) -> &'static str {
    match class {
        SignerClass::HostProxy => "the agent's own host",
        SignerClass::EndorsedThirdParty => "endorsed third parties",
        SignerClass::Attested => "attested keys",
        SignerClass::Unspecified => "nobody",
    }
}

/// Of parts per million.
pub(super) fn percent(ppm: u32) -> String {
    format!("{} %", f64::from(ppm) / 10_000.0)
}
