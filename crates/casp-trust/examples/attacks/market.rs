//! Requesters that hand out tasks, providers that do them well or badly, and the reports in between.

use std::collections::BTreeMap;

use casp_identity::{AgentId, HashKey, ObjectId};
use casp_trust::Subject;
use casp_trust::reputation::{Reputation, ReputationLimits, ReputationRules, Seen, danger, newcomers_may};
use casp_wire::v1::Outcome;

use crate::attack::{Attack, BEGINS, RING};
use crate::chance::Chance;
use crate::figures::Measure;

pub(crate) const DAYS: usize = 60;
pub(crate) const ROUNDS_A_DAY: usize = 3;
const ROUND_MS: i64 = 8 * 3_600_000;
const START_MS: i64 = 1_767_225_600_000;

const REQUESTERS: usize = 16;
/// Of ten tasks, how many an honest provider does well: from seven to nearly all.
const HONEST: [f64; 10] = [0.93, 0.91, 0.89, 0.87, 0.85, 0.83, 0.80, 0.77, 0.74, 0.70];
/// As a registry's answer, a task sees some of the providers.
const CANDIDATES: usize = 4;
/// How many such answers are asked for at most, with the defence on, before somebody is taken whom tier 1 does not admit.
const ANSWERS: usize = 3;

/// Floor and uncertainty of tier 1, and the newcomers' share.
const FLOOR: f64 = 0.5;
const MAX_UNCERTAINTY: f64 = 0.6;
const NEWCOMERS_PPM: u32 = 50_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defence {
    Off,
    On,
}

/// Who is on offer.
#[derive(Clone)]
struct Provider {
    subject: Subject,
    /// `None`: the attacker, whose quality the attack says.
    quality: Option<f64>,
    failed: u32,
}

/// What a requester goes by.
enum Mind {
    /// The mean of all reports that it hears, good and bad, its own included. Of whom it heard nothing, nothing speaks against.
    Mean(BTreeMap<AgentId, [f64; 2]>),
    Engine(Box<Reputation>),
}

struct Requester {
    agent: AgentId,
    mind: Mind,
}

pub(crate) struct Market {
    attack: Attack,
    chance: Chance,
    requesters: Vec<Requester>,
    ring: Vec<AgentId>,
    providers: Vec<Provider>,
    now_ms: i64,
    names: u64,
}

impl Market {
    pub(crate) fn new(attack: Attack, defence: Defence, seed: u64) -> Self {
        let mut market = Self {
            attack,
            chance: Chance::new(seed),
            requesters: Vec::new(),
            ring: Vec::new(),
            providers: Vec::new(),
            now_ms: START_MS,
            names: 0,
        };
        market.requesters = (0..REQUESTERS).map(|_| market.requester(defence)).collect();
        market.ring = (0..RING).map(|_| market.agent()).collect();
        market.providers = HONEST.iter().map(|quality| market.provider(Some(*quality))).collect();
        market
    }

    fn agent(&mut self) -> AgentId {
        AgentId::from_public_key(&self.name().0)
    }

    fn name(&mut self) -> ObjectId {
        self.names += 1;
        let mut name = [0x33; 32];
        name[..8].copy_from_slice(&self.names.to_be_bytes());
        ObjectId(name)
    }

    fn requester(&mut self, defence: Defence) -> Requester {
        let agent = self.agent();
        let mind = match defence {
            Defence::Off => Mind::Mean(BTreeMap::new()),
            Defence::On => {
                let (rules, limits) = (ReputationRules::default(), ReputationLimits::default());
                let reputation = Reputation::new(agent, rules, limits, HashKey::default());
                Mind::Engine(Box::new(reputation.expect("default rules hold")))
            }
        };
        Requester { agent, mind }
    }

    fn provider(&mut self, quality: Option<f64>) -> Provider {
        let subject = Subject {
            agent: self.agent(),
            capability_id: "org.example/translate".into(),
            behavior_digest: [7; 32],
        };
        Provider {
            subject,
            quality,
            failed: 0,
        }
    }

    pub(crate) fn play(mut self) -> Measure {
        let mut measure = Measure::default();
        for round in 0..DAYS * ROUNDS_A_DAY {
            let day = round / ROUNDS_A_DAY;
            self.now_ms = START_MS + round as i64 * ROUND_MS;
            self.arrive(day);
            if round % ROUNDS_A_DAY == 0 {
                self.rate(day);
            }
            let (mut to_attacker, mut done) = (0, 0);
            for requester in 0..REQUESTERS {
                let chosen = self.choose(requester);
                let is_attacker = self.providers[chosen].quality.is_none();
                let quality = self.providers[chosen]
                    .quality
                    .unwrap_or_else(|| self.attack.quality(day));
                let is_good = self.chance.falls(quality);
                self.settle(requester, chosen, is_good);
                to_attacker += usize::from(is_attacker);
                done += usize::from(is_good);
            }
            measure.note(day, to_attacker, done, REQUESTERS);
            if round % ROUNDS_A_DAY == ROUNDS_A_DAY - 1 {
                let (attacker, honest) = self.expected();
                measure.expect(attacker, honest);
            }
        }
        measure
    }

    /// The attacker comes, and drops names that failed once: everyone has heard of it.
    fn arrive(&mut self, day: usize) {
        if !self.attack.offers(day) {
            return;
        }
        if self.attack == Attack::Whitewashing {
            self.providers.retain(|it| it.quality.is_some() || it.failed == 0);
        }
        let honest = HONEST.len();
        while self.providers.len() < honest + self.attack.names() {
            let provider = self.provider(None);
            self.providers.push(provider);
        }
    }

    /// What the ring reports once a day.
    fn rate(&mut self, day: usize) {
        let attacker = HONEST.len();
        let better = HONEST
            .iter()
            .filter(|quality| **quality > self.attack.quality(day))
            .count();
        for rater in 0..RING {
            match self.attack {
                Attack::BallotStuffing if day >= BEGINS => self.say(rater, attacker, true),
                Attack::BadMouthing if day >= BEGINS => {
                    self.say(rater, (rater + day) % better, false);
                }
                Attack::SelfRating => {
                    let other = (rater + day) % HONEST.len();
                    let is_good = self.chance.falls(HONEST[other]);
                    self.say(rater, other, is_good);
                    if day >= BEGINS {
                        self.say(rater, attacker, true);
                    }
                }
                _ => (),
            }
        }
    }

    fn say(&mut self, rater: usize, provider: usize, is_good: bool) {
        let issuer = self.ring[rater];
        // Apart by a millisecond: a rater that says two things at once may be taken for one that says one twice.
        self.now_ms += 1;
        self.report(issuer, None, provider, is_good);
    }

    /// Everybody hears a report but its issuer.
    fn report(&mut self, issuer: AgentId, but: Option<usize>, provider: usize, is_good: bool) {
        let (contract, report) = (self.name(), self.name());
        let subject = self.providers[provider].subject.clone();
        for (number, requester) in self.requesters.iter_mut().enumerate() {
            if but == Some(number) {
                continue;
            }
            match &mut requester.mind {
                Mind::Mean(of) => note(of, subject.agent, is_good),
                Mind::Engine(reputation) => {
                    let outcome = if is_good { Outcome::Good } else { Outcome::Bad };
                    let heard = danger::foreign_report(report, issuer, contract, subject.clone(), outcome, self.now_ms);
                    let _ = reputation.report(heard, self.now_ms);
                }
            }
        }
    }

    /// A task is done: its requester counts it and tells the others.
    fn settle(&mut self, requester: usize, provider: usize, is_good: bool) {
        let contract = self.name();
        let subject = self.providers[provider].subject.clone();
        if !is_good {
            self.providers[provider].failed += 1;
        }
        let (now_ms, issuer) = (self.now_ms, self.requesters[requester].agent);
        match &mut self.requesters[requester].mind {
            Mind::Mean(of) => note(of, subject.agent, is_good),
            Mind::Engine(reputation) => {
                let seen = if is_good { Seen::Good } else { Seen::Bad };
                let _ = reputation.record(danger::own_outcome(contract, subject, seen, now_ms), now_ms);
            }
        }
        self.report(issuer, Some(requester), provider, is_good);
    }

    /// Whom a requester gives its next task: the best of those that it is shown. With the defence on, of those that tier 1 admits, or by
    /// lot and within their share a newcomer; where tier 1 admits none of several answers, whoever is the least unlikely to do well.
    fn choose(&mut self, requester: usize) -> usize {
        let answers: Vec<_> = (0..ANSWERS)
            .map(|_| self.chance.sample(self.providers.len(), CANDIDATES))
            .collect();
        let (lot, tie) = (self.chance.next(), self.chance.below(CANDIDATES));
        let now_ms = self.now_ms;
        let subject = |number: &usize| &self.providers[*number].subject;
        // The first of equals, in an order that the sample has shuffled.
        let best = |candidates: &[usize], score: &dyn Fn(&usize) -> f64| {
            let mut best = candidates[0];
            for candidate in &candidates[1..] {
                if score(candidate) > score(&best) {
                    best = *candidate;
                }
            }
            best
        };
        match &self.requesters[requester].mind {
            Mind::Mean(of) => best(&answers[0], &|it| mean(of, &subject(it).agent)),
            Mind::Engine(reputation) => {
                let standing = |it: &usize| reputation.standing(subject(it), now_ms);
                let is_newcomer = |it: &&usize| standing(it).is_newcomer;
                let newcomers: Vec<usize> = answers[0].iter().filter(is_newcomer).copied().collect();
                if !newcomers.is_empty() && newcomers_may(NEWCOMERS_PPM, lot) {
                    return newcomers[tie % newcomers.len()];
                }
                let is_admitted = |it: &&usize| {
                    let standing = standing(it);
                    let opinion = standing.opinion;
                    opinion.expectation() >= FLOOR
                        && opinion.uncertainty <= MAX_UNCERTAINTY
                        && !standing.is_incriminated
                };
                for shown in &answers {
                    let admitted: Vec<usize> = shown.iter().filter(is_admitted).copied().collect();
                    if !admitted.is_empty() {
                        return best(&admitted, &|it| standing(it).opinion.expectation());
                    }
                }
                best(&answers.concat(), &|it| {
                    standing(it).opinion.expectation() - standing(it).opinion.disbelief
                })
            }
        }
    }

    /// What requesters expect on average of the attacker, all its names together, and of the honest. `None` while there is no attacker.
    fn expected(&self) -> (Option<f64>, f64) {
        let mean = |is_attacker: bool| {
            let providers = self.providers.iter().filter(|it| it.quality.is_none() == is_attacker);
            let all: Vec<f64> = providers
                .flat_map(|provider| {
                    self.requesters
                        .iter()
                        .map(|it| it.mind.expects(&provider.subject, self.now_ms))
                })
                .collect();
            (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
        };
        (mean(true), mean(false).unwrap_or(0.0))
    }
}

fn note(of: &mut BTreeMap<AgentId, [f64; 2]>, agent: AgentId, is_good: bool) {
    of.entry(agent).or_default()[usize::from(!is_good)] += 1.0;
}

fn mean(of: &BTreeMap<AgentId, [f64; 2]>, agent: &AgentId) -> f64 {
    of.get(agent).map_or(1.0, |[good, bad]| good / (good + bad))
}

impl Mind {
    fn expects(&self, subject: &Subject, now_ms: i64) -> f64 {
        match self {
            Self::Mean(of) => mean(of, &subject.agent),
            Self::Engine(reputation) => reputation.standing(subject, now_ms).opinion.expectation(),
        }
    }
}
