//! Tier 2: [`Probing`] says whom to probe, and who has passed.
//!
//! One probing chooses one candidate. If that one's work comes to nothing another begins, over those that are left and with what is
//! left of the budget; passes of the first are in the cache.

use std::sync::Arc;

use casp_trust::probe::{Abandoned, Action as ProbeAction, Ending as ProbeEnding, Event as ProbeEvent, Need, ProbeId};
use casp_trust::probe::{ProbeTarget, Probing};

use super::super::message::{Advice, Probe};
use super::super::slot::{Engaged, Slot, State};
use super::super::stage::{Reason, Stage};
use super::Funnel;

/// A probing under way.
#[derive(Debug)]
pub(super) struct UnderProbe {
    probing: Probing,
    /// Positions of its candidates, in the order.
    positions: Vec<usize>,
    began_ms: i64,
}

impl UnderProbe {
    /// When its time is over.
    pub(super) fn ends_ms(&self) -> i64 {
        self.probing.ends_ms()
    }
}

impl Funnel {
    /// Probes those that are left.
    pub(super) fn begin_probing(&mut self, advice: &mut Advice<'_>) {
        let Some(demand) = self.demands.canaries.clone() else {
            return;
        };
        let waiting = self.open_slots().filter(|(_, slot)| slot.state == State::Waiting);
        let seated = |(position, slot): (usize, &Slot)| Some((position, slot.seat.as_ref()?.probed().clone()));
        let (positions, subjects): (Vec<_>, Vec<_>) = waiting.filter_map(seated).unzip();
        let mut budget = self.spending.left(&self.demands.budget);
        let until_deadline_ms = u64::try_from(self.plan.deadline_ms.saturating_sub(self.now_ms)).unwrap_or(0);
        budget.time_ms = budget.time_ms.min(until_deadline_ms);
        let need = Need {
            demand,
            budget,
            most_micros: self.plan.facts.price_micros,
            wanted: 1,
        };
        let (probing, actions) = Probing::begin(need, subjects, advice.passes, self.now_ms);
        self.probing = Some(UnderProbe {
            probing,
            positions,
            began_ms: self.now_ms,
        });
        self.follow(actions);
    }

    /// Whether the budget has room for a probe at all.
    pub(super) fn can_probe(&self) -> bool {
        let left = self.spending.left(&self.demands.budget);
        let pays = left.price_micros >= self.plan.facts.price_micros;
        self.demands.canaries.is_none() || (left.probes > 0 && left.time_ms > 0 && pays)
    }

    /// Something came of a probe: the state of its slot is no longer that of an engagement.
    pub(super) fn probe_over(&mut self, position: usize, id: ProbeId, event: ProbeEvent, advice: &mut Advice<'_>) {
        if self.slots.get(position).is_some_and(|slot| !slot.is_out()) {
            self.set(position, State::Waiting);
        }
        let Some(under) = &mut self.probing else { return };
        let actions = under.probing.on(id, event, advice.passes, self.now_ms);
        self.follow(actions);
    }

    /// The time for probing is over, or may be.
    pub(super) fn tick_probing(&mut self) {
        if let Some(under) = self.probing.as_mut().filter(|under| under.ends_ms() <= self.now_ms) {
            let actions = under.probing.tick(self.now_ms);
            self.follow(actions);
        }
    }

    /// Ends a probing that is not followed any more.
    pub(super) fn close_probing(&mut self) {
        if let Some(under) = self.probing.take() {
            let took_ms = self.now_ms.saturating_sub(under.began_ms);
            self.spending.probed(under.probing.spent(), took_ms);
        }
    }

    fn follow(&mut self, actions: Vec<ProbeAction>) {
        for action in actions {
            match action {
                ProbeAction::Probe {
                    id,
                    candidate,
                    most_micros,
                    ..
                } => self.begin_probe(id, candidate, most_micros),
                ProbeAction::Recall { id } => self.recall(id),
                ProbeAction::End(ending) => {
                    self.note_abandoned();
                    self.probing_ended(&ending);
                }
                // An action that this version of the funnel does not know is none that it could need.
                _ => {}
            }
        }
        self.note_abandoned();
    }

    fn begin_probe(&mut self, id: ProbeId, candidate: usize, most_micros: u64) {
        let positions = self.probing.as_ref().map(|under| &under.positions);
        let Some(position) = positions.and_then(|positions| positions.get(candidate).copied()) else {
            return;
        };
        let target = self
            .demands
            .canaries
            .as_ref()
            .map(|demand| ProbeTarget::of(&self.plan.facts, demand));
        let how = match target {
            Some(ProbeTarget::PreparePhase) => Probe::PrepareOnly,
            _ => Probe::Canary,
        };
        self.engage(position, Some((id, how)), most_micros);
    }

    fn recall(&mut self, id: ProbeId) {
        let is_it = |slot: &Slot| slot.engaged().filter(|engaged| engaged.probe == Some(id));
        let recalled: Option<(usize, Engaged)> = self
            .open_slots()
            .find_map(|(position, slot)| Some((position, is_it(slot)?)));
        if let Some((position, engaged)) = recalled {
            self.let_go(engaged, Reason::NotNeeded);
            self.set(position, State::Waiting);
        }
    }

    /// Whoever the probing has abandoned. Those that it did not need may be needed yet.
    fn note_abandoned(&mut self) {
        let Some(under) = &self.probing else { return };
        let places = under.positions.iter().enumerate();
        let abandoned = places.filter_map(|(place, position)| Some((*position, under.probing.abandoned(place)?)));
        let abandoned: Vec<(usize, Abandoned)> = abandoned.filter(|(_, why)| *why != Abandoned::NotNeeded).collect();
        for (position, why) in abandoned {
            let reason = self.reason_of(why);
            self.abandon(position, reason, String::new());
        }
    }

    fn reason_of(&self, why: Abandoned) -> Reason {
        match why {
            Abandoned::Failed => Reason::CanaryFailed,
            Abandoned::Refused => Reason::QuoteRefused,
            Abandoned::TooDear => Reason::PriceTooHigh,
            Abandoned::NothingToAsk => Reason::NoCanary,
            Abandoned::Time if self.now_ms >= self.plan.deadline_ms => Reason::Deadline,
            Abandoned::Time => Reason::BudgetTime,
            Abandoned::Money => Reason::BudgetPrice,
            Abandoned::Probes => Reason::BudgetProbes,
            Abandoned::TooMany => Reason::BeyondLimit,
            _ => Reason::CanaryNoResult,
        }
    }

    fn probing_ended(&mut self, ending: &ProbeEnding) {
        let chosen = match ending {
            ProbeEnding::Chosen(places) => places.first().copied(),
            ProbeEnding::Exhausted => None,
        };
        let position = self
            .probing
            .as_ref()
            .and_then(|under| under.positions.get(chosen?).copied());
        self.close_probing();
        let Some(position) = position else { return };
        if self.stage_of(position) == Stage::Canary {
            self.pass(position);
        }
        self.begin_work(position);
    }

    /// What canaries are sent to, or the work.
    pub(super) fn subject_of(&self, position: usize, engaged: Engaged) -> Option<casp_trust::Subject> {
        let seat: &Arc<_> = self.slots.get(position)?.seat.as_ref()?;
        let subject = if engaged.probe.is_some() {
            seat.probed()
        } else {
            &seat.subject
        };
        Some(subject.clone())
    }
}
