//! What a world on the engines that ship promises.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may stop"
)]

mod a_late_or_lost_message_hangs_nothing;
mod a_ring_gains_nothing_where_nobody_believes_it;
mod an_effect_happens_for_work_alone;
mod any_world_ends;
mod bad_mouthing_harms_who_believes_it;
mod hosts_fail_and_agents_go_cold;
mod learning_and_canaries_pay;
mod liars_lie_as_they_say;
mod nonsense_is_refused;
mod one_seed_is_one_history;
mod places_cost_work_where_they_are_priced;
mod providers_change_and_take_new_names;
mod registries_that_hide_need_company;
mod what_is_counted_adds_up;
mod work_comes_and_takes_its_time;

use casp_execution::funnel::Limits;
use casp_sim::engine::Span;
use casp_sim::world::{
    Admission, Arrivals, Behaviour, Between, Conduct, Config, Counts, Directory, Group, Lasting, Liars, Lying, Ratings,
    Ring, Service, Signatures, Step, Way, Workload, World, policies,
};
use casp_trust::policy::TieredPolicy;
use casp_wire::v1::SideEffect;

const PRICE: u64 = 50_000;
const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;

/// A population.
type Groups = Vec<Group>;

fn group(step: usize, count: u32, behaviour: Behaviour) -> Group {
    Group {
        name: format!("step {step}"),
        count,
        step,
        behaviour,
        well_ppm: Between::just(1_000_000),
        says_ppm: Some(950_000),
        says_p95_ms: Between { least: 800, most: 900 },
        price_micros: Between {
            least: 20_000,
            most: 40_000,
        },
        slowness: 1.0,
        past_good: 0,
        per_origin: 0,
        joins: Span(0),
        renames_after: None,
        leaving: None,
        churn: None,
        warmth: None,
    }
}

/// So many for each of the two steps.
fn both(count: u32, behaviour: Behaviour) -> Groups {
    vec![group(0, count, behaviour), group(1, count, behaviour)]
}

fn honest(count: u32) -> Groups {
    both(count, Behaviour::Honest)
}

/// With figures that nobody else has.
fn sybils(count: u32) -> Groups {
    let with_figures = |group: Group| Group {
        name: "Sybils".into(),
        says_ppm: Some(1_000_000),
        says_p95_ms: Between::just(10),
        price_micros: Between::just(1_000),
        ..group
    };
    both(count, Behaviour::Sybil).into_iter().map(with_figures).collect()
}

fn with(groups: Groups, change: impl Fn(&mut Group)) -> Groups {
    let changed = |mut group| {
        change(&mut group);
        group
    };
    groups.into_iter().map(changed).collect()
}

fn step(capability_id: &str, side_effect: SideEffect) -> Step {
    Step {
        capability_id: capability_id.into(),
        side_effect,
        work: Lasting {
            median: Span::of_ms(500),
            sigma: 0.3,
        },
        most_micros: PRICE,
    }
}

/// Workflows of two steps, the second of which cannot be undone.
fn config(providers: Groups, workflows: u32) -> Config {
    Config {
        signatures: Signatures::StandIn,
        network: Way {
            latency: Lasting {
                median: Span::of_ms(20),
                sigma: 0.3,
            },
            least: Span::of_ms(1),
            loss: 0.0,
        },
        providers,
        drift: None,
        directory: Directory {
            registries: vec![Conduct::Honest],
            service: Service::Drawn(Between::just(500)),
            ttl_ms: 15_000,
            refresh_at: 0.5,
            refresh_jitter: 0.0,
            announces_changes: false,
            limit: 8,
            sample: 4,
            admission: Admission::Off,
        },
        workload: Workload {
            requesters: 2,
            steps: vec![
                step("org.example/draw", SideEffect::None),
                step("org.example/publish", SideEffect::Irreversible),
            ],
            workflows,
            arrivals: Arrivals::Poisson {
                interval: Span::of_ms(4_000),
            },
            warm_up: Span::of_ms(9_000),
            limits: Limits {
                work_ms: 30_000,
                probe_ms: 15_000,
                ..Limits::for_price(PRICE)
            },
            deadline: Span::of_ms(180_000),
            learns: 1.0,
            queries: None,
        },
        ratings: None,
    }
}

/// Workflows of the first step alone, with providers of that step alone.
fn one_step(providers: Groups, workflows: u32) -> Config {
    let mut config = config(providers, workflows);
    config.providers.retain(|group| group.step == 0);
    config.workload.steps.truncate(1);
    config
}

fn run(config: &Config, policy: &TieredPolicy, seed: u64) -> Counts {
    World::new(config.clone(), seed).unwrap().run(policy).unwrap()
}

fn blind() -> TieredPolicy {
    policies::no_verification().unwrap()
}

fn careful() -> TieredPolicy {
    policies::tier_2().unwrap()
}

fn all_policies() -> [TieredPolicy; 4] {
    [
        blind(),
        policies::tier_1().unwrap(),
        careful(),
        policies::all_tiers().unwrap(),
    ]
}

/// Tasks whose answer was right, of those that a world without failure would have done.
fn success(counts: &Counts) -> f64 {
    counts.tasks_succeeded as f64 / (counts.workflows * 2) as f64
}

/// Honest requesters tell one another how work went, and so many raters praise the Sybils.
fn told(config: &Config, raters: u32, trust: Option<f64>) -> Config {
    changed(config, |config| {
        config.ratings = Some(Ratings {
            shares_outcomes: true,
            trust,
            ring: Some(Ring {
                raters,
                every: Span::of_ms(10 * SECOND),
            }),
            liars: None,
        });
    })
}

/// Requesters tell one another how work went, and the last of them lie.
fn lied_to(config: &Config, count: u32, trust: Option<f64>, behaviour: Lying) -> Config {
    changed(config, |config| {
        config.ratings = Some(Ratings {
            shares_outcomes: true,
            trust,
            ring: None,
            liars: Some(Liars { count, behaviour }),
        });
    })
}

fn ended(counts: &Counts) -> u64 {
    let endings = counts.endings;
    endings.completed + endings.exhausted + endings.needs_look + endings.stopped
}

fn sent(counts: &Counts, kind: &str) -> u64 {
    counts.sent.get(kind).map_or(0, |sent| sent.messages)
}

/// The same, but for a change.
fn changed(config: &Config, change: impl FnOnce(&mut Config)) -> Config {
    let mut config = config.clone();
    change(&mut config);
    config
}
