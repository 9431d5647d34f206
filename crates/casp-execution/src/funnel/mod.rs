//! The trust establishment funnel (Figure 4 of the paper): from a task to whoever does it, through every plane.
//!
//! discover → filter (hard constraints) → rank (Pareto, with the requester's own trust) → tier 1, reputation floor → negotiate →
//! tier 2, canaries → execute → tier 3, evidence → outcome, which goes back into reputation.
//!
//! One state machine, sans I/O, at the level of engagements: [`Event`]s with a time go in, [`Action`]s come out, and
//! [`Funnel::next_timeout_ms`] says when to come back if nothing happens. Envelopes and signatures are the matter of the engines
//! that carry an engagement out; [`Wanted::offering`] makes what [`crate::Requester::offer`] takes.
//!
//! **Negotiation** is a candidate's first offer and quote, whatever they are for. Where canaries are demanded that is the first
//! canary's: an offer for the work that stands open while a canary runs would tell the provider which is which. Figure 4 draws
//! negotiation before tier 1. Here the floor comes first: it asks nobody and costs nothing, and new names by the thousand with
//! the best of figures would otherwise use up the probes and the time before anyone is reached who is known.
//!
//! **Order.** Each answer's candidates are put in an order before the first of them is engaged, and that order does not change
//! ([`Action::OrderFixed`]). With [`casp_trust::CanaryDemand::parallel`] above 1 the first so many that are not abandoned are probed
//! at once; the work still goes to the first in the order that passes, not to the first to answer. When all are abandoned a fresh
//! sampled answer is asked for, as often as [`Limits::rounds`] lets.
//!
//! **What is tried again.** After a result that says that nothing happened, the next candidate is tried. Without a result, or with
//! evidence that does not hold, only where nothing can have happened: the task has no side effect, or it is irreversible and no
//! commit was said (SPEC.md section 19.7). Everything else ends as [`Ending::NeedsLook`], and so does INDETERMINATE, always.
//!
//! **Budgets** are never exceeded: a quote that would exceed one is not accepted. An accepted quote counts as spent, whatever comes
//! of it. Whom to probe is [`casp_trust::probe::Probing`]'s matter, one for each time that a candidate is wanted; time counts for the
//! budget of verification while one is under way.
//!
//! **Bounds.** [`MAX_CANDIDATES`] of an answer are looked at, [`MAX_ROUNDS`] answers asked for; of an abandoned candidate its agent,
//! a reason and [`MAX_DETAIL_CHARS`] are kept.

mod count;
mod engine;
mod message;
mod offer;
mod plan;
mod report;
mod select;
mod slot;
mod spending;
mod stage;

pub use engine::Funnel;
pub use message::{
    Action, Advice, DeliveredAs, Ending, Event, Exhaustion, Found, Memory, Outcome, Probe, ProbeVerdict, Purpose, Seat,
    Ticket, Wanted,
};
pub use offer::Job;
pub use plan::{Limits, MAX_CANDIDATES, MAX_DETAIL_CHARS, MAX_ROUNDS, Plan, Search, TRUST_GRAIN_PPM};
pub use report::{
    AbandonedCount, BudgetReport, CandidateReport, EndingReport, Report, RoundReport, SpentReport, StageReport,
    TaskReport,
};
pub use stage::{Reason, Stage};
