//! What the funnel wants done, done by the engine.

use super::*;

impl Desk {
    /// What the funnel wants done.
    pub(super) fn act(&mut self, action: Action, commission: &Commission<'_>, events: &mut Vec<Event>) {
        let now_ms = self.now_ms;
        match action {
            Action::Discover { round, nonce } => {
                let found = self.market.ask(&self.key, &commission.intent, nonce, round > 0, now_ms);
                self.entries.extend(
                    found
                        .iter()
                        .map(|each| (each.entry.descriptor_id(), each.entry.clone())),
                );
                let candidates = found.into();
                self.send(40, Parcel::Answer { round, candidates });
            }
            Action::Engage {
                ticket,
                with,
                purpose,
                wanted,
            } => self.engage(ticket, with, purpose, &wanted, commission, events),
            Action::Accept { ticket } => self.accept(ticket, events),
            Action::CheckPlan { ticket } => {
                let deal = self.deals.get(&ticket);
                let is_wanted =
                    deal.is_some_and(|deal| deal.plan.as_ref().is_some_and(|plan| is_page_of(plan, &deal.input)));
                events.push(Event::PlanJudged { ticket, is_wanted });
            }
            Action::Commit { ticket } => {
                if let Some(contract) = self.deals.get(&ticket).and_then(|deal| deal.contract) {
                    let _ = self.engine.commit(&contract, now_ms);
                }
            }
            Action::Release { ticket } => {
                if let Some(deal) = self.deals.get_mut(&ticket) {
                    deal.is_released = true;
                }
            }
            Action::Cancel { ticket, why } => self.cancel(ticket, why),
            Action::CheckEvidence { ticket } => {
                let Some(deal) = self.deals.get(&ticket) else { return };
                let agent = self.agents.get(&deal.with.agent());
                let package = agent
                    .zip(deal.contract)
                    .and_then(|(agent, contract)| agent.package(&contract));
                let after_ms = agent.map_or(0, Agent::distance_ms) * 2;
                self.send(after_ms, Parcel::Evidence { ticket, package });
            }
            Action::Record { ticket, outcome, .. } => self.record(ticket, &outcome),
            Action::OrderFixed { .. } | Action::Done(_) => {}
        }
    }

    fn engage(
        &mut self,
        ticket: Ticket,
        with: Arc<Seat>,
        purpose: Purpose,
        wanted: &Wanted,
        commission: &Commission<'_>,
        events: &mut Vec<Event>,
    ) {
        let mut probe = None;
        if purpose != Purpose::Work {
            let look = Visible {
                input_media_type: commission.input.media_type.clone(),
                input_bytes: commission.input.size_bytes,
                price_micros: wanted.price_micros,
            };
            let capability_id = &with.probed().capability_id;
            match self.bank.take(with.agent(), capability_id, &look, &mut self.draws) {
                Ok(taken) => probe = Some(taken),
                Err(_) => return events.push(Event::NoCanary { ticket }),
            }
        }
        let input = probe.as_ref().map_or_else(
            || commission.input.clone(),
            |probe| inline(probe.input_media_type.clone(), probe.input.clone()),
        );
        let output_media_type = probe
            .as_ref()
            .map_or(&commission.output_media_type, |probe| &probe.output_media_type);
        let job = Job {
            side_effect: commission.plan.facts.side_effect,
            input: &input,
            output_media_type,
            currency: "EUR",
        };
        let offering = wanted.offering(&with, purpose, job, self.now_ms);
        let Ok(offer) = self.engine.offer(offering, self.now_ms) else {
            return events.push(Event::NoQuote { ticket });
        };
        self.by_offer.insert(offer, ticket);
        self.deals.insert(
            ticket,
            Deal {
                with,
                purpose,
                probe,
                input,
                offer,
                contract: None,
                plan: None,
                result: None,
                is_released: false,
            },
        );
    }

    fn accept(&mut self, ticket: Ticket, events: &mut Vec<Event>) {
        let Some(deal) = self.deals.get_mut(&ticket) else {
            return;
        };
        let accepting = Accepting {
            input: deal.input.clone(),
            blind: deal.probe.as_ref().map(|probe| probe.commitment.blind()),
        };
        match self.engine.accept(&deal.offer, accepting, self.now_ms) {
            Ok(contract) => deal.contract = Some(contract),
            Err(_) => events.push(Event::EngagementEnded { ticket }),
        }
    }

    fn cancel(&mut self, ticket: Ticket, why: Reason) {
        let Some(deal) = self.deals.get(&ticket) else { return };
        // What is over already cannot be cancelled, and need not.
        let _ = match deal.contract {
            Some(contract) => self.engine.cancel(&contract, why.code(), self.now_ms).map(drop),
            None => self.engine.decline(&deal.offer, self.now_ms),
        };
    }

    fn record(&mut self, ticket: Ticket, outcome: &Outcome) {
        let seen = match outcome {
            Outcome::CanaryPassed => Seen::CanaryPassed,
            Outcome::CanaryFailed => Seen::CanaryFailed,
            Outcome::Good { .. } => Seen::Good,
            Outcome::Bad { .. } => Seen::EvidenceFailed,
            Outcome::NoResult => Seen::NoResult,
            Outcome::Failed | Outcome::Partial => Seen::Bad,
            // Nobody knows: nobody is blamed.
            Outcome::Indeterminate => return,
        };
        self.saw(ticket, seen);
        let contract = self
            .deals
            .get(&ticket)
            .filter(|deal| deal.purpose == Purpose::Work)
            .and_then(|deal| deal.contract);
        if let (Seen::Good, Some(contract)) = (seen, contract) {
            let _ = self.engine.acknowledge(&contract, Acknowledging::Checked, self.now_ms);
        }
    }
}

/// Whether a plan is the page for this picture, byte for byte.
fn is_page_of(plan: &Content, picture: &Content) -> bool {
    let html = page(inline_bytes(picture).unwrap_or_default());
    plan.digest == content_digest(html.as_bytes())
}
