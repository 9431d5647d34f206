//! Tier 1: what outcomes say of an agent, and how sure that is (SPEC.md section 20.5).
//!
//! [`Reputation`] is told own outcomes, others' reports and proofs, and says where a subject stands. It reads no clock, draws no random
//! numbers and writes nothing: what has to be written comes out as [`Persist`].

mod agents;
mod codec;
mod contracts;
mod count;
mod decay;
mod explain;
mod input;
mod journal;
mod line;
mod lines;
mod newcomers;
mod opinion;
mod raters;
mod rules;
mod snapshot;
mod weigh;

use std::collections::BTreeSet;

use casp_identity::{AgentId, HashKey};

use self::agents::Agents;
use self::contracts::Contracts;
use self::count::{Input, NotTaken};
use self::lines::Lines;
use self::raters::Raters;

pub use self::explain::Explanation;
pub use self::input::{ContractOutcome, ForeignReport, NoContract, Proof, Seen, danger};
pub use self::journal::Malformed;
pub use self::newcomers::newcomers_may;
pub use self::opinion::{Evidence, PRIOR_WEIGHT};
pub use self::rules::{
    Anchor, DriftRules, ForeignRules, MOST_TRUST, ReputationLimits, ReputationRules, RuleError, Weights,
};
pub use self::snapshot::RestoreError;

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

/// Why something was not counted. It changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Ignored {
    /// An own report came back: own outcomes are counted when they are seen.
    #[error("an own report")]
    OwnReport,
    /// An agent speaks of itself.
    #[error("an agent's report about itself")]
    SelfRating,
    /// A provider speaks of its requester, who did not work.
    #[error("a report about a requester")]
    OfRequester,
    /// It is about whoever counts.
    #[error("about oneself")]
    OfOneself,
    /// The capability's id is empty or longer than 128 bytes: no verified one is.
    #[error("no capability")]
    NoCapability,
    /// It says nothing.
    #[error("no outcome")]
    NoOutcome,
    /// It is older than what is remembered, and may have been counted before.
    #[error("too old to tell whether it was counted")]
    TooOld,
    /// There is no room for it that something of less worth holds.
    #[error("no room")]
    Full,
    /// A proof is held against whoever reports.
    #[error("a proof is held against the issuer")]
    IssuerIncriminated,
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "what was counted has to be persisted"]
pub enum Taken {
    /// It counts from now on.
    Counted(Persist),
    /// It was counted before, or something worse of the same contract.
    Known,
    /// It does not count.
    Ignored(Ignored),
}

/// Names a record that is being persisted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// What has to be written to disk before an outcome is acknowledged as counted. When it is, call [`Reputation::persisted`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is nowhere but in memory"]
pub struct Persist {
    /// What to call it when it is safe.
    pub ticket: Ticket,
    /// What to write, to be given to [`Reputation::replay`] in the order in which it was written.
    pub record: Vec<u8>,
}

/// How much is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Pairs of agent and capability.
    pub subjects: usize,
    /// Agents that are spoilt or incriminated.
    pub spoilt_agents: usize,
    /// Raters.
    pub raters: usize,
    /// Own contracts.
    pub contracts: usize,
    /// Records that are not yet reported as persisted.
    pub tickets: usize,
}

/// What one agent makes of outcomes. See the module's description.
#[derive(Debug)]
pub struct Reputation {
    own: AgentId,
    rules: ReputationRules,
    limits: ReputationLimits,
    lines: Lines,
    agents: Agents,
    raters: Raters,
    contracts: Contracts,
    latest_ms: i64,
    next_ticket: u64,
    tickets: BTreeSet<Ticket>,
}

impl Reputation {
    /// A reputation that knows nobody. `own` is the agent that it is kept for, `hash_key` the key of its tables: random, or strangers
    /// can make them slow.
    ///
    /// # Errors
    /// [`RuleError`].
    pub fn new(
        own: AgentId,
        rules: ReputationRules,
        limits: ReputationLimits,
        hash_key: HashKey,
    ) -> Result<Self, RuleError> {
        rules.check()?;
        Ok(Self {
            own,
            rules,
            limits,
            lines: Lines::new(limits.subjects, hash_key),
            agents: Agents::new(limits.spoilt_agents, hash_key),
            raters: Raters::new(limits.raters, limits.reports_of_rater),
            contracts: Contracts::new(limits.contracts, hash_key),
            latest_ms: i64::MIN,
            next_ticket: 0,
            tickets: BTreeSet::new(),
        })
    }

    /// Whose word counts without experience of it, in place of who did before. This is configuration: it is not persisted, so set it
    /// before [`Reputation::replay`].
    ///
    /// # Errors
    /// [`RuleError`]; then nothing changes.
    pub fn set_anchors(&mut self, anchors: &[Anchor]) -> Result<(), RuleError> {
        anchors.iter().try_for_each(Anchor::check)?;
        self.raters.set_anchors(anchors);
        Ok(())
    }

    /// Counts an own outcome. Of one contract the worst counts: what is found out later takes the place of what seemed so.
    pub fn record(&mut self, outcome: ContractOutcome, now_ms: i64) -> Taken {
        self.take(&Input::Own(outcome), now_ms)
    }

    /// Counts somebody else's report. Of one contract and issuer one counts; another one is proof against the issuer, and then neither
    /// does.
    pub fn report(&mut self, report: ForeignReport, now_ms: i64) -> Taken {
        self.take(&Input::Report(report), now_ms)
    }

    /// Holds a proof against an agent. Each counts once.
    pub fn hold(&mut self, proof: Proof, now_ms: i64) -> Taken {
        self.take(&Input::Proof(proof), now_ms)
    }

    fn take(&mut self, input: &Input, now_ms: i64) -> Taken {
        let now_ms = self.expire(now_ms);
        match self.apply(input, now_ms) {
            Ok(()) => Taken::Counted(self.persist(input, now_ms)),
            Err(NotTaken::Known) => Taken::Known,
            Err(NotTaken::Ignored(reason)) => Taken::Ignored(reason),
        }
    }

    /// Forgets what is over. Every call that counts does so by itself. Gives the time that counts: a clock that goes back stands still.
    pub fn expire(&mut self, now_ms: i64) -> i64 {
        self.latest_ms = self.latest_ms.max(now_ms);
        let now_ms = self.latest_ms;
        self.lines.expire(now_ms);
        self.agents.expire(now_ms);
        self.contracts
            .expire(now_ms.saturating_sub_unsigned(self.rules.counted_for_ms));
        now_ms
    }

    /// When to call [`Reputation::expire`] next, milliseconds since the Unix epoch.
    #[must_use]
    pub fn wake_at_ms(&self) -> Option<i64> {
        let contract = self.contracts.first_at_ms();
        let contract = contract.map(|at_ms| at_ms.saturating_add_unsigned(self.rules.counted_for_ms));
        [self.lines.wake_at_ms(), self.agents.wake_at_ms(), contract]
            .into_iter()
            .flatten()
            .min()
    }

    /// How much is remembered.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            subjects: self.lines.len(),
            spoilt_agents: self.agents.len(),
            raters: self.raters.len(),
            contracts: self.contracts.len(),
            tickets: self.tickets.len(),
        }
    }

    /// The rules that it counts by.
    #[must_use]
    pub const fn rules(&self) -> &ReputationRules {
        &self.rules
    }
}
