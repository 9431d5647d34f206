//! What is varied from point to point.

use crate::engine::Span;
use crate::number;
use crate::table::{Column, Kind};
use crate::world::{Behaviour, Conduct, Config, Drift, Group};

/// One thing, and its values.
#[derive(Clone, Debug, PartialEq)]
pub enum Vary {
    /// Life of descriptors.
    Ttl(Vec<Span>),
    /// Providers in all; groups keep their shares.
    Nodes(Vec<u32>),
    /// The share of adversaries among the providers of each step, 0 to 1: those of groups that are not honest. How many there are in all
    /// stays.
    Adversaries(Vec<f64>),
    /// How probable it is that a cheat answers wrongly, 0 to 1.
    Cheating(Vec<f64>),
    /// The share of inputs about which whoever is confidently wrong is wrong, 0 to 1.
    Misled(Vec<f64>),
    /// Changes of a provider a second.
    Drift(Vec<f64>),
    /// How many registries are dishonest, in the way of the first that is.
    DishonestRegistries(Vec<u32>),
    /// How many raters a ring has, where there is one.
    Ring(Vec<u32>),
    /// How many requesters lie, where some do.
    Liars(Vec<u32>),
}

impl Vary {
    /// Its column.
    #[must_use]
    pub fn column(&self) -> Column {
        let (name, unit) = match self {
            Self::Ttl(_) => ("ttl", "s"),
            Self::Nodes(_) => ("nodes", ""),
            Self::Adversaries(_) => ("adversaries", ""),
            Self::Cheating(_) => ("cheating", ""),
            Self::Misled(_) => ("misled", ""),
            Self::Drift(_) => ("drift", "1/s"),
            Self::DishonestRegistries(_) => ("dishonest", ""),
            Self::Ring(_) => ("ring", "raters"),
            Self::Liars(_) => ("liars", "requesters"),
        };
        Column::new(name, Kind::Number, unit)
    }

    pub(super) const fn label(&self) -> &'static str {
        match self {
            Self::Ttl(_) => "TTL of descriptors",
            Self::Nodes(_) => "providers",
            Self::Adversaries(_) => "share of adversaries among providers",
            Self::Cheating(_) => "share of tasks that a cheat spoils, q",
            Self::Misled(_) => "share of inputs that mislead",
            Self::Drift(_) => "changes of a provider",
            Self::DishonestRegistries(_) => "dishonest registries",
            Self::Ring(_) => "colluding raters",
            Self::Liars(_) => "requesters who collude with Sybils",
        }
    }

    /// Whether values are far apart.
    pub(super) const fn is_wide(&self) -> bool {
        matches!(self, Self::Ttl(_) | Self::Nodes(_))
    }

    /// Each value, and the world that has it.
    pub(super) fn worlds(&self, config: &Config) -> Vec<(f64, Config)> {
        let with = |value: f64, change: &dyn Fn(&mut Config)| {
            let mut config = config.clone();
            change(&mut config);
            (value, config)
        };
        match self {
            Self::Ttl(values) => values
                .iter()
                .map(|ttl| {
                    let seconds = number::signed(ttl.0) / 1e6;
                    with(seconds, &|config| {
                        config.directory.ttl_ms = ttl.0.unsigned_abs() / 1_000
                    })
                })
                .collect(),
            Self::Nodes(values) => values
                .iter()
                .map(|nodes| with(f64::from(*nodes), &|config| scale(&mut config.providers, *nodes)))
                .collect(),
            Self::Adversaries(values) => values
                .iter()
                .map(|share| with(*share, &|config| part(config, *share)))
                .collect(),
            Self::Cheating(values) => values
                .iter()
                .map(|share| {
                    with(*share, &|config| {
                        for group in &mut config.providers {
                            if let Behaviour::Cheat { wrong, .. } = &mut group.behaviour {
                                *wrong = *share;
                            }
                        }
                    })
                })
                .collect(),
            Self::Misled(values) => values
                .iter()
                .map(|value| {
                    with(*value, &|config| {
                        for group in &mut config.providers {
                            if let Behaviour::ConfidentlyWrong { share } = &mut group.behaviour {
                                *share = *value;
                            }
                        }
                    })
                })
                .collect(),
            Self::Drift(values) => values
                .iter()
                .map(|rate| {
                    with(*rate, &|config| {
                        let spoils = config.drift.map_or(0.0, |drift| drift.stale_wrong);
                        config.drift = (*rate > 0.0).then(|| Drift {
                            mean: Span(number::whole(1e6 / rate).max(1)),
                            stale_wrong: spoils,
                        });
                    })
                })
                .collect(),
            Self::DishonestRegistries(values) => values
                .iter()
                .map(|count| with(f64::from(*count), &|config| corrupt(config, *count)))
                .collect(),
            Self::Ring(values) => values
                .iter()
                .map(|raters| {
                    with(f64::from(*raters), &|config| {
                        if let Some(ring) = config.ratings.as_mut().and_then(|ratings| ratings.ring.as_mut()) {
                            ring.raters = *raters;
                        }
                    })
                })
                .collect(),
            Self::Liars(values) => values
                .iter()
                .map(|count| {
                    with(f64::from(*count), &|config| {
                        if let Some(liars) = config.ratings.as_mut().and_then(|ratings| ratings.liars.as_mut()) {
                            liars.count = *count;
                        }
                    })
                })
                .collect(),
        }
    }
}

/// So many in all.
fn scale(groups: &mut [Group], nodes: u32) {
    let mut groups: Vec<&mut Group> = groups.iter_mut().collect();
    spread(&mut groups, nodes);
}

/// Of each step so many adversaries, in the proportions of their groups, and the honest ones in theirs.
fn part(config: &mut Config, share: f64) {
    for step in 0..config.workload.steps.len() {
        let mut honest: Vec<&mut Group> = Vec::new();
        let mut others: Vec<&mut Group> = Vec::new();
        for group in config.providers.iter_mut().filter(|group| group.step == step) {
            if group.behaviour == Behaviour::Honest {
                honest.push(group);
            } else {
                others.push(group);
            }
        }
        let all: u32 = honest
            .iter()
            .chain(&others)
            .fold(0, |sum, group| sum.saturating_add(group.count));
        let adversaries = u32::try_from(number::whole(share * f64::from(all))).unwrap_or_default();
        let adversaries = if others.is_empty() { 0 } else { adversaries.min(all) };
        spread(&mut others, adversaries);
        spread(&mut honest, all.saturating_sub(adversaries));
    }
}

/// In the proportions that they have. What does not come out even goes to the last.
fn spread(groups: &mut [&mut Group], count: u32) {
    let all: u64 = groups.iter().map(|group| u64::from(group.count)).sum();
    let mut left = count;
    let last = groups.len().saturating_sub(1);
    for (place, group) in groups.iter_mut().enumerate() {
        let whole = u64::from(count).saturating_mul(group.count.into());
        let share = whole.checked_div(all).unwrap_or_default();
        let part = u32::try_from(share).unwrap_or(u32::MAX).min(left);
        group.count = if place == last { left } else { part };
        left = left.saturating_sub(group.count);
    }
}

fn corrupt(config: &mut Config, count: u32) {
    let registries = &mut config.directory.registries;
    let way = registries.iter().copied().find(|conduct| *conduct != Conduct::Honest);
    let way = way.unwrap_or(Conduct::Withholds(1.0));
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    for (place, conduct) in registries.iter_mut().enumerate() {
        *conduct = if place < count { way } else { Conduct::Honest };
    }
}
