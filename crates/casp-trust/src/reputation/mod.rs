//! Tier 1: what outcomes say of an agent, and how sure that is.

/// A binomial opinion of subjective logic (Jøsang, *Subjective Logic*, 2016): belief + disbelief + uncertainty = 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// How much evidence speaks for it, 0 to 1.
    pub belief: f64,
    /// How much evidence speaks against it, 0 to 1.
    pub disbelief: f64,
    /// How much is not known, 0 to 1.
    pub uncertainty: f64,
    /// What is expected where nothing is known, 0 to 1.
    pub base_rate: f64,
}

impl Opinion {
    /// The probability that is expected of the next outcome: belief + base rate × uncertainty.
    #[must_use]
    pub fn expectation(&self) -> f64 {
        self.base_rate.mul_add(self.uncertainty, self.belief)
    }
}

/// Where a subject stands at a time, as tier 1 and the ranking see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The opinion, own and foreign evidence fused.
    pub opinion: Opinion,
    /// Decayed number of own outcomes in it.
    pub own_outcomes: f64,
    /// Nobody whose word counts has worked with it: it is held against the newcomers' share.
    pub is_newcomer: bool,
    /// A signed proof of misbehaviour is held against the agent.
    pub is_incriminated: bool,
}
