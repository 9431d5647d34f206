//! The bytes in which a reputation keeps what it knows: numbers big-endian, byte strings with their length before them.

use casp_identity::{AgentId, ObjectId};
use casp_wire::v1::Outcome;

use super::count::Input;
use super::input::{ContractOutcome, ForeignReport, MAX_CAPABILITY_BYTES, MAX_RULE_BYTES, Proof, Seen, danger};
use super::opinion::Evidence;
use crate::Subject;

/// The greatest amount of evidence that is read: what no count of outcomes comes to.
const MOST_EVIDENCE: f64 = 1e15;

#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn time(&mut self, time_ms: i64) {
        self.raw(&time_ms.to_be_bytes());
    }

    pub(super) fn number(&mut self, number: u64) {
        self.raw(&number.to_be_bytes());
    }

    pub(super) fn short(&mut self, number: u32) {
        self.raw(&number.to_be_bytes());
    }

    pub(super) fn count(&mut self, count: usize) {
        self.number(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// To the last bit.
    pub(super) fn amount(&mut self, amount: f64) {
        self.raw(&amount.to_be_bytes());
    }

    pub(super) fn evidence(&mut self, evidence: &Evidence) {
        self.amount(evidence.good);
        self.amount(evidence.bad);
    }

    /// At most 255 bytes of it.
    pub(super) fn text(&mut self, text: &str) {
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        self.byte(length);
        self.raw(text.as_bytes().get(..length.into()).unwrap_or_default());
    }

    pub(super) fn agent(&mut self, agent: &AgentId) {
        self.raw(&agent.public_key());
    }

    pub(super) fn proof(&mut self, proof: &Proof) {
        self.agent(&proof.agent);
        self.raw(&proof.of.0);
        self.text(&proof.rule);
    }

    fn subject(&mut self, subject: &Subject) {
        self.agent(&subject.agent);
        self.text(&subject.capability_id);
        self.raw(&subject.behavior_digest);
    }

    pub(super) fn input(&mut self, input: &Input) {
        match input {
            Input::Own(outcome) => {
                self.byte(OWN);
                self.raw(&outcome.contract.0);
                self.subject(&outcome.subject);
                self.seen(outcome.seen);
                self.time(outcome.at_ms);
            }
            Input::Report(report) => {
                self.byte(if report.is_rederivable { REDERIVABLE } else { REPORT });
                self.raw(&report.report.0);
                self.agent(&report.issuer);
                self.raw(&report.contract.0);
                self.subject(&report.subject);
                self.byte(match report.outcome {
                    Outcome::Unspecified => 0,
                    Outcome::Good => 1,
                    Outcome::Bad => 2,
                    Outcome::NoResult => 3,
                });
                self.time(report.issued_at_ms);
            }
            Input::Proof(proof) => {
                self.byte(PROOF);
                self.proof(proof);
            }
        }
    }

    pub(super) fn seen(&mut self, seen: Seen) {
        let at = Seen::ALL.iter().position(|it| *it == seen);
        self.byte(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX));
    }
}

/// Kinds of input.
const OWN: u8 = 0;
const REPORT: u8 = 1;
const REDERIVABLE: u8 = 2;
const PROOF: u8 = 3;

/// Reads what a [`Writer`] wrote; `None` for anything else. What it allocates is no longer than what it reads.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all was read.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    pub(super) fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk()?;
        self.0 = tail;
        Some(*head)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub(super) fn time(&mut self) -> Option<i64> {
        self.array().map(i64::from_be_bytes)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    pub(super) fn short(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// An amount as evidence has it: finite and not below 0, with one encoding for 0.
    pub(super) fn amount(&mut self) -> Option<f64> {
        let amount = self.array().map(f64::from_be_bytes)?;
        let holds = (0.0..=MOST_EVIDENCE).contains(&amount) && !amount.is_sign_negative();
        holds.then_some(amount)
    }

    pub(super) fn evidence(&mut self) -> Option<Evidence> {
        Some(Evidence {
            good: self.amount()?,
            bad: self.amount()?,
        })
    }

    pub(super) fn text(&mut self, most: usize) -> Option<&'a str> {
        let length = usize::from(self.byte()?);
        let text = self.raw(length)?;
        str::from_utf8(text).ok().filter(|_| length <= most)
    }

    pub(super) fn capability(&mut self) -> Option<&'a str> {
        self.text(MAX_CAPABILITY_BYTES).filter(|id| !id.is_empty())
    }

    pub(super) fn agent(&mut self) -> Option<AgentId> {
        self.array().map(|key| AgentId::from_public_key(&key))
    }

    pub(super) fn id(&mut self) -> Option<ObjectId> {
        self.array().map(ObjectId)
    }

    pub(super) fn proof(&mut self) -> Option<Proof> {
        let (agent, of) = (self.agent()?, self.id()?);
        Some(Proof::of_finding(agent, self.text(MAX_RULE_BYTES)?, of))
    }

    pub(super) fn seen(&mut self) -> Option<Seen> {
        Seen::ALL.get(usize::from(self.byte()?)).copied()
    }

    fn subject(&mut self) -> Option<Subject> {
        Some(Subject {
            agent: self.agent()?,
            capability_id: self.capability()?.into(),
            behavior_digest: self.array()?,
        })
    }

    pub(super) fn input(&mut self) -> Option<Input> {
        Some(match self.byte()? {
            OWN => Input::Own(self.own()?),
            REPORT => Input::Report(self.report()?),
            REDERIVABLE => Input::Report(danger::rederivable(self.report()?)),
            PROOF => Input::Proof(self.proof()?),
            _ => return None,
        })
    }

    fn own(&mut self) -> Option<ContractOutcome> {
        let (contract, subject, seen) = (self.id()?, self.subject()?, self.seen()?);
        Some(danger::own_outcome(contract, subject, seen, self.time()?))
    }

    fn report(&mut self) -> Option<ForeignReport> {
        let (report, issuer, contract, subject) = (self.id()?, self.agent()?, self.id()?, self.subject()?);
        let outcome = match self.byte()? {
            1 => Outcome::Good,
            2 => Outcome::Bad,
            3 => Outcome::NoResult,
            _ => return None,
        };
        let issued_at_ms = self.time()?;
        Some(danger::foreign_report(
            report,
            issuer,
            contract,
            subject,
            outcome,
            issued_at_ms,
        ))
    }
}
