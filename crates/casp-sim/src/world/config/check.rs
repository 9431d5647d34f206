//! What makes no sense.

use super::{
    Arrivals, Behaviour, Between, Churn, Conduct, Config, Directory, Group, Lasting, MAX_PROVIDERS, MAX_REGISTRIES,
    MAX_REQUESTERS, MAX_SPAN, MAX_STEPS, MAX_WORKFLOWS, Service, Step, Warmth, Way, Workload,
};
use crate::engine::Span;

/// Most matches that a query may ask for of either kind (casp.v1).
const MAX_MATCHES: u32 = 100;

/// Why there is no such world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// A figure is out of its range.
    #[error("{what} has to be {range}")]
    OutOfRange {
        /// Which.
        what: &'static str,
        /// What it has to be.
        range: &'static str,
    },
    /// A range ends before it begins.
    #[error("{what} ends before it begins")]
    Reversed {
        /// Which.
        what: &'static str,
    },
    /// A query would ask for nothing.
    #[error("neither limit nor sample lets a query find anything")]
    FindsNobody,
    /// The measured costs lack a curve.
    #[error("the measured costs have no curve `{0}`")]
    NoCurve(&'static str),
    /// A group works for a step that there is not.
    #[error("group `{0}` carries out a step that the workflow does not have")]
    NoSuchStep(String),
    /// There is nobody whose work would be counted.
    #[error("of {requesters} requesters {liars} would lie, and one at least has to be honest")]
    NobodyHonest {
        /// Requesters in all.
        requesters: u32,
        /// Those of them who lie.
        liars: u32,
    },
    /// An engine that ships refuses what it is given.
    #[error("{engine} refuses: {why}")]
    Engine {
        /// Which.
        engine: &'static str,
        /// Why.
        why: String,
    },
}

impl Config {
    pub(crate) fn check(&self) -> Result<(), WorldError> {
        let providers: u64 = self.providers.iter().map(|group| u64::from(group.count)).sum();
        within(providers <= MAX_PROVIDERS, "the number of providers", "0 to 1,000,000")?;
        for group in &self.providers {
            group.check()?;
            if group.step >= self.workload.steps.len() {
                return Err(WorldError::NoSuchStep(group.name.clone()));
            }
        }
        if let Some(drift) = &self.drift {
            positive(drift.mean, "the mean time between changes")?;
            probability(drift.stale_wrong, "the probability of a stale provider's wrong answer")?;
        }
        self.network.check()?;
        self.directory.check()?;
        self.workload.check()?;
        self.ratings.map_or(Ok(()), |ratings| ratings.check(&self.workload))
    }
}

impl Way {
    fn check(&self) -> Result<(), WorldError> {
        self.latency.check("latency")?;
        not_negative(self.least, "the least latency")?;
        probability(self.loss, "the probability of loss")
    }
}

impl Lasting {
    fn check(&self, what: &'static str) -> Result<(), WorldError> {
        not_negative(self.median, what)?;
        let is_deviation = (0.0..=10.0).contains(&self.sigma);
        within(is_deviation, what, "a time whose sigma is 0 to 10")
    }
}

impl Group {
    fn check(&self) -> Result<(), WorldError> {
        match self.behaviour {
            Behaviour::Honest | Behaviour::Sybil => {}
            Behaviour::Cheat { wrong, spots_canaries } => {
                probability(wrong, "the probability of cheating")?;
                probability(spots_canaries, "the probability of knowing a canary")?;
            }
            Behaviour::TakesTurns { turns, each } => {
                within((1..=1_000).contains(&turns), "the number of turns", "1 to 1,000")?;
                positive(each, "a turn")?;
            }
            Behaviour::ConfidentlyWrong { share } => probability(share, "the share of inputs")?,
        }
        share(self.well_ppm, "the share done well")?;
        share(Between::just(self.says_ppm.unwrap_or(0)), "the advertised share")?;
        figures(self.says_p95_ms, "an advertised latency")?;
        figures(self.price_micros, "a price")?;
        let is_slowness = self.slowness > 0.0 && self.slowness <= 1_000.0;
        within(is_slowness, "slowness", "above 0, and 1,000 at most")?;
        within(self.past_good <= 1_000, "what went well before", "0 to 1,000")?;
        not_negative(self.joins, "the time until providers come")?;
        within(self.renames_after != Some(0), "answers under one name", "1 at least")?;
        if let Some(leaving) = &self.leaving {
            positive(leaving.mean, "the time until a provider goes")?;
        }
        if let Some(Churn { up, down }) = self.churn {
            positive(up, "the time that a host is up")?;
            positive(down, "the time that a host is down")?;
        }
        if let Some(Warmth { stays, start }) = self.warmth {
            not_negative(stays, "the time that an agent stays warm")?;
            start.check("the time of a cold start")?;
        }
        Ok(())
    }
}

impl Directory {
    fn check(&self) -> Result<(), WorldError> {
        let is_number = (1..=MAX_REGISTRIES).contains(&self.registries.len());
        within(is_number, "the number of registries", "1 to 16")?;
        for conduct in &self.registries {
            if let Conduct::Withholds(share) = conduct {
                probability(*share, "the share that a registry withholds")?;
            }
        }
        self.service.check()?;
        let is_ttl = (1_000..=86_400_000).contains(&self.ttl_ms);
        within(is_ttl, "the time to live", "1,000 to 86,400,000 ms")?;
        let is_share = self.refresh_at > 0.0 && self.refresh_at < 1.0;
        within(is_share, "the time of refreshing", "a share above 0 and below 1")?;
        let is_share = self.refresh_jitter >= 0.0 && self.refresh_jitter < 1.0;
        within(is_share, "the jitter of refreshing", "a share of 0 to below 1")?;
        let most = self.limit.max(self.sample);
        within(most <= MAX_MATCHES, "the matches of a query", "0 to 100")?;
        if most == 0 {
            return Err(WorldError::FindsNobody);
        }
        Ok(())
    }
}

impl Service {
    fn check(&self) -> Result<(), WorldError> {
        match self {
            Self::Drawn(range) => ordered(*range, "the registry's time of service"),
            Self::Measured(costs) => {
                let curves = ["register", "refresh", "withdraw", "query", "verify-answer"];
                match curves.into_iter().find(|curve| costs.curve(curve).is_none()) {
                    Some(missing) => Err(WorldError::NoCurve(missing)),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Workload {
    fn check(&self) -> Result<(), WorldError> {
        let is_number = (1..=MAX_REQUESTERS).contains(&self.requesters);
        within(is_number, "the number of requesters", "1 to 100,000")?;
        within(
            (1..=MAX_STEPS).contains(&self.steps.len()),
            "the number of steps",
            "1 to 8",
        )?;
        self.steps.iter().try_for_each(Step::check)?;
        let is_number = self.workflows <= MAX_WORKFLOWS;
        within(is_number, "the number of workflows", "0 to 10,000,000")?;
        match self.arrivals {
            Arrivals::Poisson { interval } => positive(interval, "the time between workflows")?,
            Arrivals::Bursts { interval, size } => {
                positive(interval, "the time between bursts")?;
                within((1..=10_000).contains(&size), "the size of a burst", "1 to 10,000")?;
            }
        }
        not_negative(self.warm_up, "the time of warming up")?;
        positive(self.deadline, "the time of a task")?;
        probability(self.learns, "the probability of finding out")?;
        if let Some(queries) = &self.queries {
            let is_rate = queries.per_provider >= 0.0 && queries.per_provider <= 1_000.0;
            within(is_rate, "queries a second and provider", "0 to 1,000")?;
            not_negative(queries.lasts, "the time of queries")?;
        }
        Ok(())
    }
}

impl Step {
    fn check(&self) -> Result<(), WorldError> {
        self.work.check("the time of work")?;
        // Said in words that an intent can be made of, before anybody needs one.
        crate::world::requester::intent(&self.capability_id)?;
        let is_price = (1..=1_000_000_000_000).contains(&self.most_micros);
        within(is_price, "the price of a task", "1 to 10^12 micro-units")
    }
}

fn probability(value: f64, what: &'static str) -> Result<(), WorldError> {
    within((0.0..=1.0).contains(&value), what, "0 to 1")
}

pub(super) fn positive(span: Span, what: &'static str) -> Result<(), WorldError> {
    let is_positive = span > Span(0) && span <= MAX_SPAN;
    within(is_positive, what, "more than nothing, and ten years at most")
}

fn not_negative(span: Span, what: &'static str) -> Result<(), WorldError> {
    within((Span(0)..=MAX_SPAN).contains(&span), what, "0 to ten years")
}

fn share(range: Between, what: &'static str) -> Result<(), WorldError> {
    if range.least > range.most {
        return Err(WorldError::Reversed { what });
    }
    within(range.most <= 1_000_000, what, "0 to 1,000,000 parts per million")
}

/// A range of times, in microseconds.
fn ordered(range: Between, what: &'static str) -> Result<(), WorldError> {
    if range.least > range.most {
        return Err(WorldError::Reversed { what });
    }
    let longest = u64::try_from(MAX_SPAN.0).unwrap_or_default();
    within(range.most <= longest, what, "ten years at most")
}

/// A range of what a descriptor says.
fn figures(range: Between, what: &'static str) -> Result<(), WorldError> {
    if range.least > range.most {
        return Err(WorldError::Reversed { what });
    }
    within(range.most <= 1_000_000_000_000, what, "10^12 at most")
}

pub(super) fn within(is_within: bool, what: &'static str, range: &'static str) -> Result<(), WorldError> {
    if is_within {
        return Ok(());
    }
    Err(WorldError::OutOfRange { what, range })
}
