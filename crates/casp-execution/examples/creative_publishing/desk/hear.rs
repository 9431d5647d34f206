//! What the engine tells, and what is looked at: verdicts, evidence, disputes.

use super::*;

impl Desk {
    /// What the engine tells, as the funnel hears it.
    pub(super) fn heard(&mut self, event: RequesterEvent, events: &mut Vec<Event>) {
        match event {
            RequesterEvent::Quoted { offer, terms, .. } => {
                if let Some(ticket) = self.by_offer.get(&offer).copied() {
                    let price_micros = terms.price.map_or(0, |price| price.amount_micros);
                    events.push(Event::Quoted { ticket, price_micros });
                }
            }
            RequesterEvent::Prepared { contract, plan, .. } => {
                if let Some((ticket, deal)) = self.deal_of(&contract) {
                    deal.plan = Some(*plan);
                    events.push(Event::Prepared { ticket });
                }
            }
            RequesterEvent::Delivered { contract, result } => self.delivered(&contract, *result, events),
            RequesterEvent::Ended(ended) => {
                let Some(ticket) = self.by_offer.get(&ended.offer).copied() else {
                    return;
                };
                match ended.ending {
                    Ended::NoQuote | Ended::Lapsed => events.push(Event::NoQuote { ticket }),
                    Ended::NoResult { .. } => {
                        if self.deals.get(&ticket).is_some_and(|deal| deal.is_released) {
                            self.saw(ticket, Seen::NoResult);
                        }
                        events.push(Event::EngagementEnded { ticket });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn delivered(&mut self, contract: &ObjectId, result: TaskResult, events: &mut Vec<Event>) {
        let id = self
            .engine
            .engagement(contract)
            .and_then(|engagement| engagement.result());
        let Some((ticket, deal)) = self.deal_of(contract) else {
            return;
        };
        deal.result = id.map(|id| (id, result.clone()));
        let Some(probe) = &deal.probe else {
            let status = match result.status() {
                TaskStatus::Completed => DeliveredAs::Completed,
                TaskStatus::Partial => DeliveredAs::Partial,
                TaskStatus::Cancelled => DeliveredAs::Cancelled,
                TaskStatus::Indeterminate => DeliveredAs::Indeterminate,
                TaskStatus::Failed | TaskStatus::Unspecified => DeliveredAs::Failed,
            };
            return events.push(Event::Delivered { ticket, status });
        };
        let verdict = match (result.status(), probe.commitment.judge(&result)) {
            (TaskStatus::Completed, Judgement::Passed) => ProbeVerdict::Passed,
            (TaskStatus::Completed, Judgement::Failed) => ProbeVerdict::Failed,
            _ => ProbeVerdict::Unanswered,
        };
        let is_released = deal.is_released;
        let _ = self
            .engine
            .acknowledge(contract, Acknowledging::Regardless, self.now_ms);
        if verdict == ProbeVerdict::Failed {
            self.open_canary(ticket);
        }
        if is_released {
            self.late_verdict(ticket, verdict);
        }
        events.push(Event::ProbeEnded { ticket, verdict });
    }

    /// The funnel waits for it no more; memory does.
    fn late_verdict(&mut self, ticket: Ticket, verdict: ProbeVerdict) {
        let Some(subject) = self.deals.get(&ticket).map(|deal| deal.with.probed().clone()) else {
            return;
        };
        match verdict {
            ProbeVerdict::Passed => {
                self.passes.passed(&subject, self.now_ms);
                self.saw(ticket, Seen::CanaryPassed);
            }
            ProbeVerdict::Failed => {
                self.passes.voided(&subject);
                self.saw(ticket, Seen::CanaryFailed);
            }
            ProbeVerdict::Unanswered | ProbeVerdict::NoResult => self.saw(ticket, Seen::Bad),
        }
    }

    /// Opens a failed canary, so that others can see it.
    fn open_canary(&mut self, ticket: Ticket) {
        let Some(deal) = self.deals.get(&ticket) else { return };
        let (Some(probe), Some((id, result)), Some(contract)) = (&deal.probe, &deal.result, deal.contract) else {
            return;
        };
        let issued = result.header.as_ref().map_or(0, |header| header.issued_at_ms);
        let header = author(&self.key).lasting(None, self.now_ms.max(issued));
        let Ok(verdict) = probe.commitment.open(header, *id, result) else {
            return;
        };
        let signed: Signed<CanaryVerdictKind> = Signed::seal(&verdict, &self.key).expect("a valid verdict");
        let bundle = self
            .engine
            .dispute_bundle(&contract)
            .map(|bundle| bundle.verdict(&signed).build());
        let name = self.name_of(deal.with.agent());
        if let Ok(Ok(bundle)) = bundle {
            self.show(format!("dispute-{}-{name}-canary.bundle", self.step), bundle, contract);
        }
    }

    /// Writes a dispute bundle, and what anyone finds in it. Findings are held against whoever they name.
    fn show(&mut self, file: String, bundle: Vec<u8>, contract: ObjectId) {
        let judgement =
            judge(&mut Verifier::new(NETWORK, None), &bundle).expect("the engine's bundles are of one engagement");
        for finding in &judgement.findings {
            let proof = Proof::of_finding(finding.party, finding.rule, contract);
            let taken = self.mind.0.hold(proof, self.now_ms);
            self.persist(taken);
        }
        let findings = judgement
            .findings
            .iter()
            .map(|finding| format!("{} broke {}", self.name_of(finding.party), finding.rule));
        let open = judgement.unresolved.iter().map(|reason| format!("open: {reason}"));
        let said: Vec<String> = findings.chain(open).collect();
        self.judged.push(format!(
            "{file}: {}",
            if said.is_empty() {
                "nothing".into()
            } else {
                said.join("; ")
            }
        ));
        self.files.push((file, bundle));
    }

    pub(super) fn look_at_evidence(&mut self, ticket: Ticket, package: Option<&[u8]>, events: &mut Vec<Event>) {
        let Some(deal) = self.deals.get(&ticket) else { return };
        let (Some(contract), agent) = (deal.contract, deal.with.agent()) else {
            return;
        };
        let name = self.name_of(agent);
        let Some(package) = package else {
            self.evidence.push(format!("{name}: hands over no package"));
            let fault = "no-package".into();
            return events.push(Event::EvidenceFailed { ticket, fault });
        };
        self.files
            .push((format!("evidence-{}-{name}.pkg", self.step), package.to_vec()));
        let demands = self.policy.demands(&self.facts);
        let failure = match self.engine.check_evidence(&contract, package) {
            Ok(verified) => {
                let demand = demands.evidence.unwrap_or_default();
                let enough = meets_demand(&verified, &demand, &NoReports);
                let (receipts, shown) = (verified.receipts.len(), verified.events().len());
                let verdict = enough.as_ref().err().map_or("sound".into(), ToString::to_string);
                self.evidence
                    .push(format!("{name}: {verdict}, {receipts} receipt, {shown} events"));
                return events.push(match enough {
                    Ok(()) => Event::EvidenceVerified { ticket },
                    Err(fault) => Event::EvidenceFailed {
                        ticket,
                        fault: fault.code().into(),
                    },
                });
            }
            Err(failure) => failure,
        };
        let rule = failure.rule().unwrap_or("none");
        let faults: Vec<String> = failure
            .faults
            .iter()
            .map(|fault| format!("{} {}: {}", fault.member.name(), fault.index, fault.violation))
            .collect();
        self.evidence.push(format!("{name}: {rule} ({})", faults.join("; ")));
        let _ = self.engine.withhold(&contract, self.now_ms);
        let fault = rule.into();
        if let Some(proof) = failure.proof {
            self.show(format!("dispute-{}-{name}-evidence.bundle", self.step), proof, contract);
        }
        events.push(Event::EvidenceFailed { ticket, fault });
    }
}
