//! What an opinion rests on, for people.

use std::fmt;

use super::decay::LEAST;
use super::line::Line;
use super::opinion::Evidence;
use super::{Reputation, Standing};
use crate::Subject;

/// What a standing rests on. Its text form is a list, one reason a line; amounts are evidence after decay, an own good outcome of today
/// being 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The standing that is explained.
    pub standing: Standing,
    /// The reasons, the strongest kinds first.
    pub reasons: Vec<String>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Standing { opinion, .. } = &self.standing;
        write!(
            f,
            "expectation {:.3} (belief {:.3}, disbelief {:.3}, uncertainty {:.3}, base rate {:.3})",
            opinion.expectation(),
            opinion.belief,
            opinion.disbelief,
            opinion.uncertainty,
            opinion.base_rate
        )?;
        self.reasons.iter().try_for_each(|reason| write!(f, "\n- {reason}"))
    }
}

fn amounts(evidence: &Evidence) -> String {
    format!("{:.2} good, {:.2} bad", evidence.good, evidence.bad)
}

impl Reputation {
    /// Why a subject stands where it stands at a time.
    #[must_use]
    pub fn explain(&self, subject: &Subject, now_ms: i64) -> Explanation {
        let now_ms = now_ms.max(self.latest_ms);
        let standing = self.standing(subject, now_ms);
        let weighed = self.weigh(subject, now_ms);
        let mut reasons = Vec::new();
        let rules = &self.rules;
        for held in self.held(&subject.agent, now_ms) {
            let proof = &held.proof;
            reasons.push(format!(
                "proof: broke {}, of {}: {:.2} bad",
                proof.rule, proof.of, rules.weights.proof
            ));
        }
        let line = self.lines.get(&subject.agent, &subject.capability_id);
        if let Some(line) = line {
            self.explain_own(line, subject, now_ms, &mut reasons);
        }
        if weighed.proved > 0.0 {
            let count = line.map_or(0, |line| line.proved.len());
            reasons.push(format!(
                "failed canaries that anyone can make anew: {count}, {:.2} bad",
                weighed.proved
            ));
        }
        if weighed.spilled > LEAST {
            reasons.push(format!(
                "own bad experience with its other capabilities: {:.2} bad, a share of {:.2}",
                weighed.spilled, rules.drift.bad_spilled
            ));
        }
        if let Some(line) = line {
            self.explain_foreign(line, subject, now_ms, &mut reasons);
        }
        if standing.is_newcomer {
            reasons.push("newcomer: nobody whose word counts has worked with it".into());
        }
        Explanation { standing, reasons }
    }

    fn explain_own(&self, line: &Line, subject: &Subject, now_ms: i64, reasons: &mut Vec<String>) {
        let rules = &self.rules;
        let own = line.own(&subject.behavior_digest, now_ms, rules);
        if own.total() > 0.0 {
            let outcomes = line.outcomes * line.remaining(now_ms, rules).good;
            reasons.push(format!("own experience: {}, of {outcomes:.2} outcomes", amounts(&own)));
        }
        let here = line.known_version(&subject.behavior_digest).map_or(0.0, |it| it.good);
        let elsewhere = (line.good - here) * line.remaining(now_ms, rules).good;
        if elsewhere > LEAST {
            reasons.push(format!(
                "of that from other behaviour digests: {:.2} good, a share of {:.2}",
                elsewhere * rules.drift.good_carried,
                rules.drift.good_carried
            ));
        }
        if line.change.drifts > 0 {
            reasons.push(format!(
                "own outcomes changed for the worse {} times: each left {:.2} of the good evidence before",
                line.change.drifts, rules.drift.good_kept
            ));
        }
    }

    fn explain_foreign(&self, line: &Line, subject: &Subject, now_ms: i64, reasons: &mut Vec<String>) {
        let (mut said, mut strangers) = (Vec::new(), 0_u32);
        let counts = self.foreign(line, &subject.behavior_digest, now_ms, |it| {
            if it.trust > 0.0 {
                said.push(format!(
                    "{} says {}; trusted {:.2} as a rater",
                    it.rater.agent,
                    amounts(&it.says),
                    it.trust
                ));
            } else {
                strangers = strangers.saturating_add(1);
            }
        });
        if !said.is_empty() {
            reasons.push(format!("others, discounted and bounded: {}", amounts(&counts)));
            reasons.append(&mut said);
        }
        if line.change_said.drifts > 0 {
            reasons.push(format!(
                "what they say changed for the worse {} times: each left {:.2} of the good that others said before",
                line.change_said.drifts, self.rules.drift.good_kept
            ));
        }
        if strangers > 0 {
            reasons.push(format!(
                "raters without a path of trust: {strangers}, which count for nothing"
            ));
        }
    }
}
