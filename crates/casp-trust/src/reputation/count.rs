//! How an input changes what is remembered. Nothing else does, but for time.

use casp_wire::v1::Outcome;

use super::input::{ContractOutcome, ForeignReport, MAX_CAPABILITY_BYTES, Proof, Seen};
use super::line::{Class, Foreign, Line, Spot};
use super::opinion::Evidence;
use super::raters::{Rater, Report};
use super::rules::Weights;
use super::{Ignored, Reputation};
use crate::Subject;

/// Whatever can be said to a reputation.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Input {
    Own(ContractOutcome),
    Report(ForeignReport),
    Proof(Proof),
}

/// Why an input changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    Known,
    Ignored(Ignored),
}

impl From<Ignored> for NotTaken {
    fn from(reason: Ignored) -> Self {
        Self::Ignored(reason)
    }
}

impl Weights {
    const fn of(&self, seen: Seen) -> f64 {
        match seen {
            Seen::CanaryPassed => self.canary_passed,
            Seen::Good => self.good,
            Seen::NoResult => self.no_result,
            Seen::Bad => self.bad,
            Seen::EvidenceFailed => self.evidence_failed,
            Seen::CanaryFailed => self.canary_failed,
        }
    }
}

fn require(holds: bool, reason: Ignored) -> Result<(), Ignored> {
    holds.then_some(()).ok_or(reason)
}

impl Reputation {
    /// Counts an input at a time that is not before any other. What is not taken changes nothing.
    pub(super) fn apply(&mut self, input: &Input, now_ms: i64) -> Result<(), NotTaken> {
        match input {
            Input::Own(outcome) => self.apply_own(outcome, now_ms),
            Input::Report(report) => self.apply_report(report, now_ms),
            Input::Proof(proof) => {
                require(proof.agent != self.own, Ignored::OfOneself)?;
                self.agents
                    .hold(proof, now_ms, &self.rules)
                    .then_some(())
                    .ok_or(NotTaken::Known)
            }
        }
    }

    fn is_countable(&self, subject: &Subject) -> Result<(), Ignored> {
        require(subject.agent != self.own, Ignored::OfOneself)?;
        let length = subject.capability_id.len();
        require((1..=MAX_CAPABILITY_BYTES).contains(&length), Ignored::NoCapability)
    }

    fn is_recent(&self, at_ms: i64, now_ms: i64) -> Result<(), Ignored> {
        let ends_ms = at_ms.saturating_add_unsigned(self.rules.counted_for_ms);
        require(ends_ms > now_ms, Ignored::TooOld)
    }

    fn apply_own(&mut self, outcome: &ContractOutcome, now_ms: i64) -> Result<(), NotTaken> {
        let (subject, seen) = (&outcome.subject, outcome.seen);
        self.is_countable(subject)?;
        let at_ms = outcome.at_ms.min(now_ms);
        let before = self.contracts.get(&outcome.contract).copied();
        match before {
            Some(before) if seen.is_worse_than(before.seen) => (),
            Some(_) => return Err(NotTaken::Known),
            None => {
                self.is_recent(at_ms, now_ms)?;
                require(at_ms > self.contracts.horizon_ms, Ignored::TooOld)?;
            }
        }
        let class = if seen.is_good() { Class::OwnGood } else { Class::OwnBad };
        let name = (&subject.agent, subject.capability_id.as_str());
        let (rules, most_versions) = (&self.rules, self.limits.versions);
        let changed = self.lines.change(name, class, now_ms, rules, |line| {
            let bad_of = |line: &Line, seen: Seen, at_ms: i64| {
                let left = line.left_of(at_ms, false, rules);
                if seen.is_good() {
                    0.0
                } else {
                    rules.weights.of(seen) * left
                }
            };
            let mut bad = bad_of(line, seen, at_ms);
            if let Some(before) = before {
                bad -= bad_of(line, before.seen, before.spot.at_ms);
                // The line may have been forgotten since, and made anew.
                if before.spot.line == line.number {
                    let weight = rules.weights.of(before.seen);
                    line.take_own(&before.spot, weight, before.seen.is_good(), rules);
                }
            }
            let version = line.version(&subject.behavior_digest, most_versions);
            line.add_own(version, rules.weights.of(seen), seen.is_good(), at_ms, rules);
            let spot = Spot {
                line: line.number,
                version,
                drifts: line.change.drifts,
                at_ms,
            };
            (
                spot,
                bad,
                line.own(&subject.behavior_digest, now_ms, rules),
                said_of(line),
            )
        });
        let (spot, bad, own, said) = changed.ok_or(Ignored::Full)?;
        self.contracts
            .insert(outcome.contract, super::contracts::Counted { seen, spot });
        self.agents.add_bad(&subject.agent, bad, now_ms, rules);
        for (rater, theirs) in said {
            self.raters.compare(rater, &own, &theirs, now_ms, rules);
        }
        Ok(())
    }

    fn apply_report(&mut self, report: &ForeignReport, now_ms: i64) -> Result<(), NotTaken> {
        let subject = &report.subject;
        require(report.issuer != self.own, Ignored::OwnReport)?;
        require(report.issuer != subject.agent, Ignored::SelfRating)?;
        require(report.is_of_provider, Ignored::OfRequester)?;
        self.is_countable(subject)?;
        let weights = &self.rules.weights;
        let (weight, is_good) = match report.outcome {
            Outcome::Good => (weights.good, true),
            Outcome::Bad => (weights.bad, false),
            Outcome::NoResult => (weights.no_result, false),
            Outcome::Unspecified => return Err(Ignored::NoOutcome.into()),
        };
        let at_ms = report.issued_at_ms.min(now_ms);
        self.is_recent(at_ms, now_ms)?;
        if report.is_rederivable && report.outcome == Outcome::Bad {
            return self.apply_failed_canary(report, at_ms, now_ms);
        }
        let is_believed = !self.agents.is_incriminated(&report.issuer, now_ms, &self.rules);
        require(is_believed, Ignored::IssuerIncriminated)?;
        if let Some(rater) = self.raters.of_agent(&report.issuer) {
            if let Some(before) = rater.report_of(&report.contract).copied() {
                let number = rater.number;
                return self.apply_second(report, number, &before, now_ms);
            }
            require(at_ms > rater.horizon_ms, Ignored::TooOld)?;
        }
        self.apply_first(report, (weight, is_good), at_ms, now_ms)
    }

    /// A canary that anyone can make anew, failed: it is as good as seen, whoever shows it.
    fn apply_failed_canary(&mut self, report: &ForeignReport, at_ms: i64, now_ms: i64) -> Result<(), NotTaken> {
        let subject = &report.subject;
        let name = (&subject.agent, subject.capability_id.as_str());
        let is_known = |line: &Line| line.proved.iter().any(|proved| proved.contract == report.contract);
        if self.lines.get(name.0, name.1).is_some_and(is_known) {
            return Err(NotTaken::Known);
        }
        let rules = &self.rules;
        let changed = self.lines.change(name, Class::Trusted, now_ms, rules, |line| {
            line.prove(report.contract, at_ms)
        });
        changed.ok_or(Ignored::Full)?;
        Ok(())
    }

    /// Another report of an issuer for a contract: the same again, or proof against it (CTR-5), and then neither counts.
    fn apply_second(
        &mut self,
        report: &ForeignReport,
        number: u64,
        before: &Report,
        now_ms: i64,
    ) -> Result<(), NotTaken> {
        if before.report == report.report {
            return Err(NotTaken::Known);
        }
        let rules = &self.rules;
        let name = (&report.subject.agent, report.subject.capability_id.as_str());
        let held = self
            .lines
            .get(name.0, name.1)
            .filter(|line| line.number == before.spot.line);
        if let Some(class) = held.map(|line| line.class) {
            self.lines.change(name, class, now_ms, rules, |line| {
                line.take_foreign(number, &before.spot, before.weight, before.is_good, rules);
            });
        }
        self.raters.annul(number, &report.contract);
        let proof = Proof::of_finding(report.issuer, "CTR-5", report.contract);
        self.agents.hold(&proof, now_ms, rules);
        Ok(())
    }

    fn apply_first(
        &mut self,
        report: &ForeignReport,
        (weight, is_good): (f64, bool),
        at_ms: i64,
        now_ms: i64,
    ) -> Result<(), NotTaken> {
        let subject = &report.subject;
        let name = (&subject.agent, subject.capability_id.as_str());
        let class = if self.raters.is_trusted(&report.issuer) {
            Class::Trusted
        } else {
            Class::Strangers
        };
        let has_room = self.raters.has_room(&report.issuer) && self.lines.has_room(name.0, name.1, class);
        require(has_room, Ignored::Full)?;
        let number = self.raters.open(&report.issuer, now_ms).ok_or(Ignored::Full)?;
        let (rules, limits, raters, agents) = (&self.rules, &self.limits, &self.raters, &self.agents);
        let trust = |rater: &Rater| {
            let is_believed = !agents.is_incriminated(&rater.agent, now_ms, rules);
            if is_believed {
                raters.trust(rater, now_ms, rules)
            } else {
                0.0
            }
        };
        let changed = self.lines.change(name, class, now_ms, rules, |line| {
            let version = line.version_said(&subject.behavior_digest, limits.versions);
            line.foreign.retain(|it| raters.get(it.rater).is_some());
            let places = Places {
                most: limits.raters_of_subject.max(1),
                trust: &|number| raters.get(number).map_or(0.0, trust),
                root: &|number| raters.get(number).map(|rater| raters.root(rater)),
            };
            line.note_said(is_good, (places.trust)(number), rules);
            let amount = weight * line.left_of(at_ms, is_good, rules);
            let has_place = places.add(line, number, version, amount, is_good);
            let spot = Spot {
                line: line.number,
                version,
                drifts: line.change.drifts.saturating_add(line.change_said.drifts),
                at_ms,
            };
            let said = said_of(line).into_iter().find(|(rater, _)| *rater == number);
            let own = line.own(&subject.behavior_digest, now_ms, rules);
            (spot, has_place, own, said)
        });
        let (spot, has_place, own, said) = changed.ok_or(Ignored::Full)?;
        let counted = Report {
            contract: report.contract,
            report: report.report,
            spot,
            weight: if has_place { weight } else { 0.0 },
            is_good,
        };
        self.raters.remember(number, counted, now_ms);
        if let Some((_, theirs)) = said.filter(|_| has_place) {
            self.raters.compare(number, &own, &theirs, now_ms, rules);
        }
        Ok(())
    }
}

/// What each rater of a line says of it, whatever the digest.
fn said_of(line: &Line) -> Vec<(u64, Evidence)> {
    let of_rater = |entries: &[Foreign]| {
        let rater = entries.first()?.rater;
        let all = entries.iter().fold(Evidence::NONE, |all, it| all.and(&it.evidence));
        Some((rater, all))
    };
    let by_rater = line.foreign.chunk_by(|one, next| one.rater == next.rater);
    by_rater.filter_map(of_rater).collect()
}

/// The places for raters on a line.
struct Places<'a, R> {
    most: usize,
    trust: &'a dyn Fn(u64) -> f64,
    root: &'a dyn Fn(u64) -> Option<R>,
}

impl<R: PartialEq> Places<'_, R> {
    /// Adds evidence to a rater's place; false if there is none for it. Who is trusted less gives way, and all that share a root have a
    /// quarter of the places, so that a ring under one anchor keeps nobody out.
    fn add(&self, line: &mut Line, rater: u64, version: u32, amount: f64, is_good: bool) -> bool {
        let is_there = |it: &Foreign| it.rater == rater && it.version == version;
        if !line.foreign.iter().any(is_there) {
            if !self.make_room(line, rater) {
                return false;
            }
            let at = line
                .foreign
                .partition_point(|it| (it.rater, it.version) < (rater, version));
            line.foreign.insert(
                at,
                Foreign {
                    rater,
                    version,
                    evidence: Evidence::NONE,
                },
            );
        }
        if let Some(foreign) = line.foreign.iter_mut().find(|it| is_there(it)) {
            let evidence = &mut foreign.evidence;
            if is_good {
                evidence.good += amount;
            } else {
                evidence.bad += amount;
            }
        }
        true
    }

    fn make_room(&self, line: &mut Line, rater: u64) -> bool {
        let root = (self.root)(rater);
        let of_root = |it: &Foreign| (self.root)(it.rater) == root;
        let is_root_full = line.foreign.iter().filter(|it| of_root(it)).count() >= (self.most / 4).max(1);
        if !is_root_full && line.foreign.len() < self.most {
            return true;
        }
        let trust = (self.trust)(rater);
        let candidates = line
            .foreign
            .iter()
            .enumerate()
            .filter(|(_, it)| !is_root_full || of_root(it));
        let least = candidates
            .map(|(at, it)| ((self.trust)(it.rater), at))
            .min_by(|(one, at), (other, of)| one.total_cmp(other).then(at.cmp(of)));
        let Some((_, at)) = least.filter(|(least, _)| *least < trust) else {
            return false;
        };
        line.foreign.remove(at);
        true
    }
}
