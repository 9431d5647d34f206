//! Opinions of subjective logic, and the evidence that they stand for.
//!
//! Formulas are those of A. Jøsang, *Subjective Logic*, Springer 2016: the mapping from evidence of section 3.4.3 with the
//! non-informative prior weight W = 2, cumulative fusion of section 12.3, trust discounting of section 14.3.2.

use super::Opinion;

/// W: how much evidence is worth as much as the base rate. With as much, uncertainty is one half.
pub const PRIOR_WEIGHT: f64 = 2.0;

/// Weighted, decayed counts of what went well and what did not: r and s of a beta distribution. Neither is below 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// r.
    pub good: f64,
    /// s.
    pub bad: f64,
}

impl Evidence {
    /// None.
    pub const NONE: Self = Self { good: 0.0, bad: 0.0 };

    /// r + s.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.good + self.bad
    }

    /// Both together, as if one had seen them all.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            good: self.good + other.good,
            bad: self.bad + other.bad,
        }
    }

    /// As much of it in the same proportion that the total is at most `most`.
    #[must_use]
    pub fn at_most(&self, most: f64) -> Self {
        let total = self.total();
        if total <= most {
            return *self;
        }
        let share = most.max(0.0) / total;
        Self {
            good: self.good * share,
            bad: self.bad * share,
        }
    }

    /// The share of it that is good; `None` without evidence.
    #[must_use]
    pub fn frequency(&self) -> Option<f64> {
        let total = self.total();
        (total > 0.0).then(|| self.good / total)
    }

    /// How much it says, 0 to 1: 1 - uncertainty.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        let total = self.total();
        total / (total + PRIOR_WEIGHT)
    }
}

impl Opinion {
    /// The opinion of whoever knows nothing.
    #[must_use]
    pub const fn vacuous(base_rate: f64) -> Self {
        Self {
            belief: 0.0,
            disbelief: 0.0,
            uncertainty: 1.0,
            base_rate,
        }
    }

    /// b = r / (r + s + W), d = s / (r + s + W), u = W / (r + s + W).
    #[must_use]
    pub fn of_evidence(evidence: &Evidence, base_rate: f64) -> Self {
        let all = evidence.total() + PRIOR_WEIGHT;
        Self {
            belief: evidence.good / all,
            disbelief: evidence.bad / all,
            uncertainty: PRIOR_WEIGHT / all,
            base_rate,
        }
    }

    /// r = W b / u, s = W d / u; `None` for an opinion without uncertainty, which no evidence gives.
    #[must_use]
    pub fn evidence(&self) -> Option<Evidence> {
        (self.uncertainty > 0.0).then(|| Evidence {
            good: PRIOR_WEIGHT * self.belief / self.uncertainty,
            bad: PRIOR_WEIGHT * self.disbelief / self.uncertainty,
        })
    }

    /// Cumulative fusion of what two saw independently. With κ = u₁ + u₂ - u₁u₂:
    /// b = (b₁u₂ + b₂u₁) / κ, d likewise, u = u₁u₂ / κ. It is what adding their evidence gives. Without uncertainty on either
    /// side, the mean of both.
    #[must_use]
    pub fn fuse(&self, other: &Self) -> Self {
        let (mine, theirs) = (self.uncertainty, other.uncertainty);
        let kappa = mine + theirs - mine * theirs;
        if kappa <= 0.0 {
            return Self {
                belief: f64::midpoint(self.belief, other.belief),
                disbelief: f64::midpoint(self.disbelief, other.disbelief),
                uncertainty: 0.0,
                base_rate: f64::midpoint(self.base_rate, other.base_rate),
            };
        }
        Self {
            belief: (self.belief * theirs + other.belief * mine) / kappa,
            disbelief: (self.disbelief * theirs + other.disbelief * mine) / kappa,
            uncertainty: mine * theirs / kappa,
            base_rate: self.fused_base_rate(other),
        }
    }

    /// a = (a₁u₂ + a₂u₁ - (a₁ + a₂)u₁u₂) / (u₁ + u₂ - 2u₁u₂), the mean where both know nothing.
    fn fused_base_rate(&self, other: &Self) -> f64 {
        let (mine, theirs) = (self.uncertainty, other.uncertainty);
        let both = mine * theirs;
        let all = mine + theirs - 2.0 * both;
        if all <= 0.0 {
            return f64::midpoint(self.base_rate, other.base_rate);
        }
        (self.base_rate * theirs + other.base_rate * mine - (self.base_rate + other.base_rate) * both) / all
    }

    /// What an opinion is worth that comes from somebody who is trusted as `trust` says. With the projected probability
    /// P = b + a u of `trust`: b' = P b, d' = P d, u' = 1 - P (b + d). By trust of 0 it is vacuous.
    #[must_use]
    pub fn discount(&self, trust: &Self) -> Self {
        self.discount_by(trust.expectation())
    }

    pub(super) fn discount_by(&self, trust: f64) -> Self {
        let trust = trust.clamp(0.0, 1.0);
        Self {
            belief: trust * self.belief,
            disbelief: trust * self.disbelief,
            uncertainty: 1.0 - trust * (self.belief + self.disbelief),
            base_rate: self.base_rate,
        }
    }
}
