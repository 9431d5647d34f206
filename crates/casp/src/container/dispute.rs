//! Dispute bundles: who broke which rule, and what nobody can tell (SPEC.md sections 20.2 to 20.4).

use std::fmt;

use casp_descriptor::verify_equivocation;
use casp_evidence::verify_fork;
use casp_execution::{DisputeViolation, Judgement, Member, Unresolved, judge as judge_bundle};
use casp_identity::{AgentId, Signed, Verifier};
use casp_task::{AcceptanceKind, OfferKind};
use casp_wire::{Stage, Violation as _};
use serde::Serialize;

use super::fault::{self, Fault, Line, Mark, Positions};
use super::{Container, Refused, misplaced, statement};
use crate::failure::Failure;
use crate::output::row;
use crate::{advice, schema};

/// What a bundle shows that is of one engagement.
#[derive(Serialize)]
pub(super) struct Facts {
    requester: String,
    provider: String,
    contract: String,
    capability: String,
    /// What is in the bundle.
    members: Vec<Held>,
    findings: Vec<Finding>,
    unresolved: Vec<Open>,
}

#[derive(Serialize)]
struct Held {
    member: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Finding {
    party: String,
    /// Requester or provider.
    role: &'static str,
    member: &'static str,
    index: usize,
    rule: &'static str,
    code: &'static str,
    /// What the party did.
    message: &'static str,
    #[serde(rename = "at_byte", serialize_with = "byte")]
    line: Option<Line>,
    #[serde(skip)]
    is_list: bool,
}

#[derive(Serialize)]
struct Open {
    reason: &'static str,
    /// What nobody can tell.
    message: &'static str,
}

#[allow(clippy::ref_option, reason = "serde asks for a reference")]
fn byte<S: serde::Serializer>(line: &Option<Line>, serializer: S) -> Result<S::Ok, S::Error> {
    line.map(|line| line.byte).serialize(serializer)
}

/// Judges a bundle.
pub(super) fn judge(bytes: &[u8], network: &str) -> Result<Facts, Refused> {
    let mut verifier = Verifier::new(network, None);
    let judgement = judge_bundle(&mut verifier, bytes).map_err(|violation| refused(bytes, network, violation))?;
    Facts::of(&mut verifier, bytes, &judgement).ok_or_else(|| {
        // DSP-1 holds, so that this is not reached.
        Failure::from(DisputeViolation::DisputeContract).into()
    })
}

impl Facts {
    fn of(verifier: &mut Verifier, bytes: &[u8], judgement: &Judgement) -> Option<Self> {
        let positions = Positions::of(Container::Dispute, bytes);
        let content = |name| positions.content(name, 0).map(Signed::from_bytes);
        let offer = verifier.verify_as_issued::<OfferKind>(content("offer")?).ok()?;
        let requester = offer.issuer();
        let provider = AgentId::from_multikey(&offer.header().audience).ok()?;
        let terms = offer.message().terms.clone().unwrap_or_default();
        let acceptance = Signed::<AcceptanceKind>::from_bytes(positions.content("acceptance", 0)?);
        let members = Member::ALL.iter().map(|member| Held {
            member: member.name(),
            count: positions.count(member.name()),
        });
        let findings = judgement.findings.iter().map(|finding| Finding {
            party: finding.party.to_did_key(),
            role: if finding.party == requester {
                "requester"
            } else {
                "provider"
            },
            member: finding.member.name(),
            index: finding.index,
            rule: finding.rule,
            code: schema::rule(finding.rule).map_or("", |rule| rule.code),
            message: deed(finding.rule),
            line: positions.line(Container::Dispute, (finding.member.name(), finding.index), finding.rule),
            is_list: is_list(finding.member),
        });
        let unresolved = judgement.unresolved.iter().map(|reason| Open {
            reason: reason.name(),
            message: open_question(*reason),
        });
        Some(Self {
            requester: requester.to_did_key(),
            provider: provider.to_did_key(),
            contract: acceptance.object_id().ok()?.to_string(),
            capability: format!("{} {}", terms.capability_id, terms.capability_version),
            members: members.filter(|held| held.count > 0).collect(),
            findings: findings.collect(),
            unresolved: unresolved.collect(),
        })
    }

    /// What stands at the lines of members that show a breach.
    pub(super) fn marks(&self) -> impl Iterator<Item = Mark> + '_ {
        self.findings.iter().filter_map(|finding| {
            let text = format!("{} by the {}", finding.rule, finding.role);
            finding.line.map(|line| Mark { line, text })
        })
    }

    pub(super) const fn findings(&self) -> usize {
        self.findings.len()
    }

    fn summary(&self) -> String {
        let against = |role| self.findings.iter().filter(|finding| finding.role == role).count();
        let (requester, provider) = (against("requester"), against("provider"));
        let found = match (requester, provider) {
            (0, 0) => "nobody is shown to have broken a rule".to_owned(),
            (0, count) => format!("{} against the provider", counted(count, "finding")),
            (count, 0) => format!("{} against the requester", counted(count, "finding")),
            (requester, provider) => format!(
                "{} against the requester, {provider} against the provider",
                counted(requester, "finding")
            ),
        };
        match self.unresolved.len() {
            0 => format!("{found}; nothing is open"),
            count => format!("{found}; {} open", counted(count, "thing")),
        }
    }
}

/// Verification stops at the first fault.
fn refused(bytes: &[u8], network: &str, violation: DisputeViolation) -> Refused {
    if violation.stage() < Stage::Chain {
        return Failure::from(violation).into();
    }
    let positions = Positions::of(Container::Dispute, bytes);
    let of_statement = |at: (&'static str, usize)| {
        let cause = statement::cause(Container::Dispute, bytes, network, at);
        cause.or_else(|| misplaced::reason(&positions, at))
    };
    let ((member, index), cause) = match violation {
        DisputeViolation::DisputeMember { member, index } => ((member, index), of_statement((member, index))),
        DisputeViolation::DisputeSecond { index } => {
            let cause = statement::cause(Container::Dispute, bytes, network, ("seconds", index));
            (("seconds", index), cause)
        }
        DisputeViolation::DisputeProof { member, index } => {
            let cause = positions
                .content(member, index)
                .and_then(|proof| unproven(network, member, proof));
            ((member, index), cause)
        }
        _ => {
            let all = ["offer", "quote", "acceptance"].map(|name| ((name, 0), of_statement((name, 0))));
            let broken = all.into_iter().find(|(_, cause)| cause.is_some());
            broken.unwrap_or((("acceptance", 0), None))
        }
    };
    let list = Member::ALL.iter().any(|each| each.name() == member && is_list(*each));
    let mut faults = vec![Fault::new(
        member,
        list.then_some(index),
        Failure::from(violation),
        cause,
    )];
    fault::locate(&mut faults, Container::Dispute, bytes);
    let failure = faults.first().map(|fault| fault.decides(1));
    Refused {
        failure: failure.unwrap_or_else(|| Failure::from(violation)),
        faults,
    }
}

/// Why a proof proves nothing; nothing where it does, against somebody else.
fn unproven(network: &str, member: &str, proof: &[u8]) -> Option<Failure> {
    let mut verifier = Verifier::new(network, None);
    if member == Member::Forks.name() {
        verify_fork(&mut verifier, proof).err().map(Failure::from)
    } else {
        verify_equivocation(&mut verifier, proof).err().map(Failure::from)
    }
}

const fn is_list(member: Member) -> bool {
    matches!(
        member,
        Member::Events
            | Member::Reports
            | Member::Seconds
            | Member::Receipts
            | Member::Trace
            | Member::Checkpoints
            | Member::Attestations
            | Member::Forks
            | Member::Equivocations
    )
}

/// What somebody did who broke a rule of SPEC.md section 20.3.
fn deed(rule: &str) -> &'static str {
    match rule {
        "CTR-5" => "said two different things where a contract admits one",
        "CTR-6" => "quoted terms that do not fit the offer's",
        "CTR-8" => "requested with another input than offer and acceptance state",
        "CTR-13" => "delivered without the evidence that the quote promised",
        "CTR-15" => "missed a result before its deadline, or is not the one who could miss it",
        "CTR-16" => "answered in another media type than agreed",
        "CTR-17" => "dated the statement before one that it names",
        "CTR-18" => "did what cannot be undone, or may have, without the requester's commit",
        "CTR-19" => "prepared an effect where the task has none that cannot be undone",
        "CTR-20" => "missed a result that it had acknowledged",
        "REC-2" => "issued the statement after the one that it follows had lapsed",
        "REC-3" => "issued the statement after the contract's deadline",
        "REC-4" => "reported otherwise than the canary verdict that the report names, or is not the requester",
        "CAN-2" => "opened something else than the acceptance committed to",
        "CAN-3" => "set a canary that is for another provider",
        "CAN-4" => "set a canary that is for another input",
        "CAN-5" => "set a canary on a task that cannot be undone",
        "CAN-6" => "opened the canary before the result was issued",
        "CAN-7" => "opened a canary that its generator does not make",
        "CAN-8" => "gave a verdict that judging the answer does not bear out",
        "CAN-9" => "held a result against the provider that is no answer",
        "RCP-2" => "signed a receipt as somebody whom the contract does not name",
        "RCP-6" => "signed a receipt that its result does not name",
        "PKG-2" => "signed evidence of work outside the time of the contract",
        "FRK-3" => "keeps two histories of the contract's trace",
        "SST-4" => "published two statements under one sequence",
        _ => "broke the rule",
    }
}

const fn open_question(reason: Unresolved) -> &'static str {
    match reason {
        Unresolved::NotRequested => "no request is shown, and nobody can tell whether it was ever made",
        Unresolved::NotDelivered => {
            "no result is shown, and nobody can tell whether the request arrived, whether a result was made, which of the two got lost, and who was late"
        }
        Unresolved::NotAcknowledged => "no acknowledgement is shown, and nobody can tell whether the result arrived",
        Unresolved::DeliveryDisputed => {
            "the requester reports that no result came, and nobody can tell whether it arrived in time"
        }
        Unresolved::ContentNotShown => {
            "input, plan or output went by other means, and nobody can tell whether it is what its digest says"
        }
        Unresolved::EffectUnknown => {
            "the provider does not know whether it did it, and nobody can tell what happened in the world"
        }
        Unresolved::EvidenceNotShown => {
            "evidence lacks or does not hold, and nobody can tell whether it was never made, is not shown, or was altered by whoever shows it"
        }
        Unresolved::AnswerWrong => {
            "the provider answered wrongly, as anyone can see who makes the canary anew; that breaks no rule"
        }
        Unresolved::OracleUnproven => {
            "the answer is not the one that the requester had fixed, and nobody can tell whether that was right"
        }
        Unresolved::Opinion => "a report says BAD without a verdict, and nobody can tell whether it was so",
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "requester", &self.requester)?;
        row(f, "provider", &self.provider)?;
        row(f, "contract", &self.contract)?;
        row(f, "capability", &self.capability)?;
        let members: Vec<_> = self.members.iter().map(ToString::to_string).collect();
        row(f, "shown", members.join(", "))?;
        for finding in &self.findings {
            finding.fmt(f)?;
        }
        for open in &self.unresolved {
            row(f, "open", format_args!("{}: {}", open.reason, open.message))?;
        }
        writeln!(f, "judged: {}", self.summary())
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.member {
            "events" => "task event",
            "reports" => "outcome report",
            "seconds" => "second statement",
            "receipts" => "receipt",
            "trace" => "trace event",
            "checkpoints" => "checkpoint",
            "attestations" => "attestation",
            "forks" => "fork proof",
            "equivocations" => "equivocation proof",
            once => return f.write_str(once),
        };
        f.write_str(&counted(self.count, what))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { role, rule, code, .. } = self;
        let index = if self.is_list {
            format!("[{}]", self.index)
        } else {
            String::new()
        };
        let at = self.line.map(|line| format!(", at byte {}", line.byte));
        row(
            f,
            "finding",
            format_args!(
                "the {role} broke {rule} {code}: {}{index}{}",
                self.member,
                at.unwrap_or_default()
            ),
        )?;
        row(f, "", format_args!("  {}", self.party))?;
        row(f, "", format_args!("  {}; {}", self.message, advice::source(rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the table in SPEC.md section 20.3.
    const RULES: &str = "CTR-5 CTR-6 CTR-8 CTR-13 CTR-15 CTR-16 CTR-17 CTR-18 CTR-19 CTR-20 REC-2 REC-3 REC-4 CAN-2 CAN-3 CAN-4 \
         CAN-5 CAN-6 CAN-7 CAN-8 CAN-9 RCP-2 RCP-6 PKG-2 FRK-3 SST-4";

    #[test]
    fn every_rule_that_a_finding_can_name_has_words() {
        for rule in RULES.split_whitespace() {
            assert!(schema::rule(rule).is_some(), "{rule}");
            assert_ne!(deed(rule), "broke the rule", "{rule}");
        }
    }
}
