//! The population of Figure 5, as `ASSUMPTIONS.md` reads it.

use casp_execution::funnel::Limits;
use casp_wire::v1::SideEffect;

use crate::cost::Costs;
use crate::engine::Span;
use crate::number;
use crate::world::{
    Admission, Arrivals, Behaviour, Between, Conduct, Config, Directory, Drift, Group, Lasting, Queries, Service,
    Signatures, Step, Way, Workload,
};

/// What differs from point to point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    /// Providers in all, half of them for each step.
    pub nodes: u32,
    /// The share of Sybils among them.
    pub alpha: f64,
    /// Whether a query asks for the first ten or for ten by lot.
    pub candidates: Candidates,
    /// What a place costs.
    pub admission: Admission,
    /// After how many answers a Sybil takes a new name.
    pub renames_after: Option<u32>,
    /// Life of a descriptor, milliseconds.
    pub ttl_ms: u64,
    /// Changes a second and provider, and the probability that a task fails for one that has changed.
    pub drift: Option<(f64, f64)>,
    /// Whether changes are told at once.
    pub announces_changes: bool,
    /// Workflows.
    pub workflows: u32,
    /// Queries beside those of tasks: a second and node, and for how long.
    pub queries: Option<Queries>,
}

/// How candidates come to the requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Candidates {
    /// The first ten by advertised quality.
    Top,
    /// Ten by lot.
    Sampled,
}

/// Candidates of an answer.
const ANSWER: u32 = 10;

impl Default for Base {
    fn default() -> Self {
        Self {
            nodes: 100,
            alpha: 0.0,
            candidates: Candidates::Sampled,
            admission: Admission::Off,
            renames_after: None,
            ttl_ms: 15_000,
            drift: None,
            announces_changes: false,
            workflows: 100,
            queries: None,
        }
    }
}

/// One of the two steps.
struct Trade {
    name: &'static str,
    capability_id: &'static str,
    side_effect: SideEffect,
    median_ms: i64,
    sigma: f64,
    price_micros: u64,
}

const TRADES: [Trade; 2] = [
    Trade {
        name: "images",
        capability_id: "org.example/generate",
        side_effect: SideEffect::None,
        median_ms: 8_000,
        sigma: 0.5,
        price_micros: 50_000,
    },
    Trade {
        name: "publishing",
        capability_id: "org.example/publish",
        side_effect: SideEffect::Irreversible,
        median_ms: 1_000,
        sigma: 0.4,
        price_micros: 20_000,
    },
];

impl Base {
    /// The world of this point.
    #[must_use]
    pub fn config(&self, costs: &Costs) -> Config {
        let (limit, sample) = match self.candidates {
            Candidates::Top => (ANSWER, 0),
            Candidates::Sampled => (0, ANSWER),
        };
        let refresh_at = 0.5;
        let refresh_ms = i64::try_from(self.ttl_ms / 2).unwrap_or(i64::MAX);
        Config {
            signatures: Signatures::StandIn,
            network: Way {
                latency: Lasting {
                    median: Span::of_ms(20),
                    sigma: 0.5,
                },
                least: Span::of_ms(1),
                loss: 0.0,
            },
            directory: Directory {
                registries: vec![Conduct::Honest],
                service: Service::Measured(costs.clone()),
                ttl_ms: self.ttl_ms,
                refresh_at,
                refresh_jitter: 0.1,
                announces_changes: self.announces_changes,
                limit,
                sample,
                admission: self.admission,
            },
            providers: TRADES
                .iter()
                .enumerate()
                .flat_map(|(step, trade)| self.groups(step, trade))
                .collect(),
            drift: self.drift.map(|(lambda, stale_wrong)| Drift {
                mean: Span(number::whole(1e6 / lambda)),
                stale_wrong,
            }),
            workload: Workload {
                requesters: 4,
                steps: TRADES.iter().map(step).collect(),
                workflows: self.workflows,
                arrivals: Arrivals::Poisson {
                    interval: Span::of_ms(6_000),
                },
                warm_up: Span::of_ms(refresh_ms.saturating_add(5_000)),
                limits: Limits {
                    probe_ms: 120_000,
                    work_ms: 120_000,
                    spend_micros: 1_000_000,
                    ..Limits::for_price(0)
                },
                deadline: Span::of_ms(600_000),
                learns: 0.8,
                queries: self.queries,
            },
            ratings: None,
        }
    }

    /// The honest ones of a step, and its Sybils.
    fn groups(&self, step: usize, trade: &Trade) -> [Group; 2] {
        let each = self.nodes / 2;
        let sybils = number::whole(self.alpha * f64::from(each));
        let sybils = u32::try_from(sybils).unwrap_or_default().min(each);
        let p95_ms = p95_ms(trade);
        let honest = Group {
            name: format!("{}, honest", trade.name),
            count: each.saturating_sub(sybils),
            step,
            behaviour: Behaviour::Honest,
            well_ppm: Between {
                least: 900_000,
                most: 990_000,
            },
            says_ppm: None,
            says_p95_ms: Between::just(p95_ms),
            price_micros: Between {
                least: trade.price_micros.saturating_mul(8) / 10,
                most: trade.price_micros.saturating_mul(12) / 10,
            },
            slowness: 1.0,
            past_good: 0,
            per_origin: 0,
            joins: Span(0),
            renames_after: None,
            leaving: None,
            churn: None,
            warmth: None,
        };
        let sybil = Group {
            name: format!("{}, Sybils", trade.name),
            count: sybils,
            behaviour: Behaviour::Sybil,
            says_ppm: Some(1_000_000),
            says_p95_ms: Between::just(p95_ms / 2),
            // A tenth below the lowest of the honest.
            price_micros: Between::just(trade.price_micros.saturating_mul(72) / 100),
            per_origin: 25,
            renames_after: self.renames_after,
            ..honest.clone()
        };
        [honest, sybil]
    }
}

fn step(trade: &Trade) -> Step {
    Step {
        capability_id: trade.capability_id.into(),
        side_effect: trade.side_effect,
        work: Lasting {
            median: Span::of_ms(trade.median_ms),
            sigma: trade.sigma,
        },
        most_micros: trade.price_micros.saturating_mul(12) / 10,
    }
}

/// The time below which 95 % of a step's tasks take.
fn p95_ms(trade: &Trade) -> u64 {
    /// The 0.95 quantile of the normal distribution.
    const Z: f64 = 1.644_853_626_951_472_2;
    let ms = number::signed(trade.median_ms) * libm::exp(trade.sigma * Z);
    u64::try_from(number::whole(ms)).unwrap_or_default()
}
