//! Configurations of which no world can be made.

use casp_sim::cost::Costs;
use casp_sim::engine::Span;
use casp_sim::world::{
    Arrivals, Behaviour, Between, Churn, Conduct, Config, Drift, Lasting, Liars, Lying, MAX_RATERS, MAX_REGISTRIES,
    MAX_SPAN, MAX_STEPS, MAX_TOLD, Queries, Ratings, Ring, Service, Warmth, World, WorldError,
};

use super::{config, honest};

fn refusal(change: impl Fn(&mut Config)) -> WorldError {
    let mut config = config(honest(1), 1);
    change(&mut config);
    World::new(config, 1).unwrap_err()
}

fn ratings(config: &mut Config) -> &mut Ratings {
    config.ratings.get_or_insert_default()
}

const NOTHING: Span = Span(0);
const BACKWARDS: Between = Between { least: 2, most: 1 };

#[test]
fn what_makes_no_sense_is_refused() {
    let changes: [fn(&mut Config); 43] = [
        |config| config.network.loss = 1.1,
        |config| config.network.latency = Lasting::just(Span(-1)),
        |config| config.network.latency.sigma = f64::NAN,
        |config| config.network.least = Span(MAX_SPAN.0 + 1),
        |config| config.directory.registries.clear(),
        |config| config.directory.registries = vec![Conduct::Honest; MAX_REGISTRIES + 1],
        |config| config.directory.registries = vec![Conduct::Withholds(1.5)],
        |config| config.directory.service = Service::Drawn(BACKWARDS),
        |config| config.directory.ttl_ms = 10,
        |config| config.directory.refresh_at = 1.0,
        |config| config.directory.refresh_at = 0.0,
        |config| config.directory.refresh_jitter = 1.0,
        |config| config.directory.limit = 101,
        |config| config.directory.sample = 101,
        |config| config.providers[0].count = 1_000_001,
        |config| config.providers[0].behaviour = Behaviour::ConfidentlyWrong { share: 1.5 },
        |config| {
            config.providers[0].behaviour = Behaviour::TakesTurns {
                turns: 0,
                each: Span(1),
            }
        },
        |config| {
            config.providers[0].behaviour = Behaviour::TakesTurns {
                turns: 2,
                each: NOTHING,
            }
        },
        |config| {
            config.providers[0].behaviour = Behaviour::Cheat {
                wrong: 0.5,
                spots_canaries: -0.1,
            }
        },
        |config| config.providers[0].well_ppm = Between::just(1_000_001),
        |config| config.providers[0].says_ppm = Some(1_000_001),
        |config| config.providers[0].price_micros = BACKWARDS,
        |config| config.providers[0].slowness = 0.0,
        |config| config.providers[0].past_good = 1_001,
        |config| config.providers[0].renames_after = Some(0),
        |config| {
            config.providers[0].churn = Some(Churn {
                up: Span(1),
                down: NOTHING,
            })
        },
        |config| {
            config.providers[0].warmth = Some(Warmth {
                stays: Span(-1),
                start: Lasting::just(NOTHING),
            })
        },
        |config| {
            config.drift = Some(Drift {
                mean: Span(1),
                stale_wrong: 2.0,
            })
        },
        |config| config.workload.requesters = 0,
        |config| config.workload.workflows = 10_000_001,
        |config| config.workload.arrivals = Arrivals::Poisson { interval: NOTHING },
        |config| {
            config.workload.arrivals = Arrivals::Bursts {
                interval: Span(1),
                size: 0,
            }
        },
        |config| config.workload.learns = f64::NAN,
        |config| config.workload.deadline = NOTHING,
        |config| config.workload.steps[0].most_micros = 0,
        |config| config.workload.steps[0].work.sigma = 11.0,
        |config| {
            config.workload.queries = Some(Queries {
                per_provider: f64::INFINITY,
                lasts: NOTHING,
            })
        },
        |config| ratings(config).trust = Some(0.96),
        |config| ratings(config).trust = Some(f64::NAN),
        |config| {
            ratings(config).ring = Some(Ring {
                raters: MAX_RATERS + 1,
                every: Span::of_ms(1_000),
            })
        },
        |config| {
            ratings(config).ring = Some(Ring {
                raters: 1,
                every: Span::of_ms(999),
            })
        },
        |config| {
            ratings(config).liars = Some(Liars {
                count: 1,
                behaviour: Lying::EarnsTrustFirst { honest_until: NOTHING },
            })
        },
        |config| config.workload.steps = vec![config.workload.steps[0].clone(); MAX_STEPS + 1],
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let error = refusal(change);
        let expected = matches!(error, WorldError::OutOfRange { .. } | WorldError::Reversed { .. });
        assert!(expected, "{number}: {error:?}");
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn a_world_in_which_nothing_fits_together_is_refused() {
    let too_many = refusal(|config| {
        config.workload.requesters = MAX_TOLD + 1;
        config.ratings = Some(Ratings::default());
    });
    assert!(matches!(too_many, WorldError::OutOfRange { .. }), "{too_many}");
    let nobody_honest = refusal(|config| {
        let (count, behaviour) = (config.workload.requesters, Lying::BadMouth);
        ratings(config).liars = Some(Liars { count, behaviour });
    });
    let (requesters, liars) = (2, 2);
    assert_eq!(nobody_honest, WorldError::NobodyHonest { requesters, liars });
    let finds_nobody = refusal(|config| (config.directory.limit, config.directory.sample) = (0, 0));
    assert_eq!(finds_nobody, WorldError::FindsNobody);
    let no_step = refusal(|config| config.providers[1].step = 2);
    assert_eq!(no_step, WorldError::NoSuchStep("step 1".into()));
    let nameless = refusal(|config| config.workload.steps[0].capability_id = "= and".into());
    assert!(matches!(nameless, WorldError::Engine { .. }), "{nameless}");
    let costs = Costs::parse("[[curve]]\nname = \"register\"\nunit = \"us\"\npoints = [[1, 1.0]]\n").unwrap();
    let no_curve = refusal(|config| config.directory.service = Service::Measured(costs.clone()));
    assert_eq!(no_curve, WorldError::NoCurve("refresh"));
}
