//! Whether a bundle is of one engagement: DSP-1 to DSP-4.

use casp_canary::CanaryVerdictKind;
use casp_descriptor::verify_equivocation;
use casp_evidence::verify_fork;
use casp_identity::{AgentId, IdentityViolation, Kind, ObjectId, Recorded, Signed, Verifier};
use casp_task::record::{Parties, names};
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::check;

use super::parts::{Member, Parts};
use crate::violation::DisputeViolation;

/// The statements of a bundle, each of which passed archival verification and is of the engagement.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) parties: Parties,
    pub(super) offer: Recorded<OfferKind>,
    pub(super) quote: Recorded<QuoteKind>,
    pub(super) acceptance: Recorded<AcceptanceKind>,
    pub(super) request: Option<Recorded<TaskRequestKind>>,
    pub(super) prepared: Option<Recorded<PreparedKind>>,
    pub(super) commit: Option<Recorded<CommitKind>>,
    pub(super) cancel: Option<Recorded<CancelKind>>,
    pub(super) result: Option<Recorded<TaskResultKind>>,
    pub(super) ack: Option<Recorded<DeliveryAckKind>>,
    pub(super) verdict: Option<Recorded<CanaryVerdictKind>>,
    pub(super) events: Vec<Recorded<TaskEventKind>>,
    pub(super) reports: Vec<Recorded<OutcomeReportKind>>,
    /// Who made the second statements.
    pub(super) seconds: Vec<AgentId>,
}

impl Shown {
    pub(super) fn open(verifier: &mut Verifier, parts: &Parts<'_>) -> Result<Self, DisputeViolation> {
        let mut shown = Self::contract(verifier, parts)?;
        shown.take_members(verifier, parts)?;
        shown.take_seconds(verifier, parts)?;
        shown.has_proofs(verifier, parts)?;
        Ok(shown)
    }

    /// DSP-1.
    fn contract(verifier: &mut Verifier, parts: &Parts<'_>) -> Result<Self, DisputeViolation> {
        let offer = parts.one(Member::Offer).and_then(|bytes| open(verifier, bytes));
        let quote = parts.one(Member::Quote).and_then(|bytes| open(verifier, bytes));
        let acceptance = parts.one(Member::Acceptance).and_then(|bytes| open(verifier, bytes));
        let shown = Self::of(offer, quote, acceptance);
        check(
            shown.as_ref().is_some_and(Self::is_contract),
            DisputeViolation::DisputeContract,
        )?;
        // Without a contract there are no parties; reached only when DSP-1 is switched off.
        shown.ok_or(DisputeViolation::Identity(IdentityViolation::PayloadType))
    }

    fn of(
        offer: Option<Recorded<OfferKind>>,
        quote: Option<Recorded<QuoteKind>>,
        acceptance: Option<Recorded<AcceptanceKind>>,
    ) -> Option<Self> {
        let offer = offer?;
        Some(Self {
            parties: Parties::of(&offer).ok()?,
            offer,
            quote: quote?,
            acceptance: acceptance?,
            request: None,
            prepared: None,
            commit: None,
            cancel: None,
            result: None,
            ack: None,
            verdict: None,
            events: Vec::new(),
            reports: Vec::new(),
            seconds: Vec::new(),
        })
    }

    fn is_contract(&self) -> bool {
        let (quote, acceptance) = (&self.quote, &self.acceptance);
        self.by_provider(quote)
            && self.by_requester(acceptance)
            && names(&quote.message().offer, self.offer.object_id()).is_ok()
            && names(&acceptance.message().quote, quote.object_id()).is_ok()
    }

    /// DSP-2. Each member is held against those that it names and that are there.
    fn take_members(&mut self, verifier: &mut Verifier, parts: &Parts<'_>) -> Result<(), DisputeViolation> {
        let one = |member| (member, parts.one(member));
        self.request = member(verifier, one(Member::Request), |it: &Recorded<TaskRequestKind>| {
            self.by_requester(it) && self.is_of(&it.message().contract)
        })?;
        self.prepared = member(verifier, one(Member::Prepared), |it: &Recorded<PreparedKind>| {
            let message = it.message();
            self.by_provider(it) && self.is_of(&message.contract) && is_that(&message.request, self.request.as_ref())
        })?;
        self.commit = member(verifier, one(Member::Commit), |it: &Recorded<CommitKind>| {
            let message = it.message();
            self.by_requester(it) && self.is_of(&message.contract) && is_that(&message.prepared, self.prepared.as_ref())
        })?;
        self.cancel = member(verifier, one(Member::Cancel), |it: &Recorded<CancelKind>| {
            self.by_requester(it) && self.is_of(&it.message().contract)
        })?;
        self.result = member(verifier, one(Member::Result), |it: &Recorded<TaskResultKind>| {
            let message = it.message();
            self.by_provider(it)
                && self.is_of(&message.contract)
                && is_that(&message.request, self.request.as_ref())
                && may_be_that(&message.commit, self.commit.as_ref())
        })?;
        self.ack = member(verifier, one(Member::Ack), |it: &Recorded<DeliveryAckKind>| {
            let message = it.message();
            self.by_requester(it) && self.is_of(&message.contract) && is_that(&message.result, self.result.as_ref())
        })?;
        self.verdict = member(verifier, one(Member::Verdict), |it: &Recorded<CanaryVerdictKind>| {
            let message = it.message();
            it.issuer() == self.parties.requester
                && self.is_of(&message.contract)
                && is_that(&message.result, self.result.as_ref())
        })?;
        self.take_events(verifier, parts)?;
        self.take_reports(verifier, parts)
    }

    fn take_events(&mut self, verifier: &mut Verifier, parts: &Parts<'_>) -> Result<(), DisputeViolation> {
        for (index, bytes) in parts.all(Member::Events).enumerate() {
            let event = open::<TaskEventKind>(verifier, bytes);
            let last = self.events.last().map_or(0, |last| last.message().seq);
            let holds = event.as_ref().is_some_and(|it| {
                self.by_provider(it) && self.is_of(&it.message().contract) && it.message().seq > last
            });
            check(holds, bad(Member::Events, index))?;
            self.events.extend(event);
        }
        Ok(())
    }

    fn take_reports(&mut self, verifier: &mut Verifier, parts: &Parts<'_>) -> Result<(), DisputeViolation> {
        for (index, bytes) in parts.all(Member::Reports).enumerate() {
            let report = open::<OutcomeReportKind>(verifier, bytes);
            // The requester's, then the provider's: after any other comes the provider's alone.
            let in_order = |issuer: AgentId| match self.reports.last() {
                None => true,
                Some(last) => last.issuer() == self.parties.requester && issuer == self.parties.provider,
            };
            let holds = report.as_ref().is_some_and(|it| {
                let message = it.message();
                self.parties.reports(it.issuer(), &message.subject).is_ok()
                    && self.is_of(&message.contract)
                    && may_be_that(&message.result, self.result.as_ref())
                    && may_be_that(&message.verdict, self.verdict.as_ref())
                    && in_order(it.issuer())
            });
            check(holds, bad(Member::Reports, index))?;
            self.reports.extend(report);
        }
        Ok(())
    }

    /// DSP-3.
    fn take_seconds(&mut self, verifier: &mut Verifier, parts: &Parts<'_>) -> Result<(), DisputeViolation> {
        let mut last: Option<ObjectId> = None;
        for (index, bytes) in parts.all(Member::Seconds).enumerate() {
            let second = self.second(verifier, bytes);
            let holds = second.is_some_and(|(_, id)| last.is_none_or(|last| last < id));
            check(holds, DisputeViolation::DisputeSecond { index })?;
            if let Some((issuer, id)) = second {
                last = Some(id);
                self.seconds.push(issuer);
            }
        }
        Ok(())
    }

    /// Issuer and object id of a statement in whose place another is. Each kind asks for its own payload type, so that one can
    /// pass at most.
    fn second(&self, verifier: &mut Verifier, bytes: &[u8]) -> Option<(AgentId, ObjectId)> {
        let by_provider = |it: &Recorded<QuoteKind>| self.by_provider(it);
        another(verifier, bytes, Some(&self.quote), |it: &Recorded<QuoteKind>| {
            by_provider(it) && names(&it.message().offer, self.offer.object_id()).is_ok()
        })
        .or_else(|| {
            another(verifier, bytes, Some(&self.acceptance), |it| {
                self.by_requester(it) && names(&it.message().quote, self.quote.object_id()).is_ok()
            })
        })
        .or_else(|| {
            another(verifier, bytes, self.request.as_ref(), |it| {
                self.by_requester(it) && self.is_of(&it.message().contract)
            })
        })
        .or_else(|| {
            another(verifier, bytes, self.prepared.as_ref(), |it| {
                self.by_provider(it) && self.is_of(&it.message().contract)
            })
        })
        .or_else(|| {
            another(verifier, bytes, self.commit.as_ref(), |it| {
                self.by_requester(it) && self.is_of(&it.message().contract)
            })
        })
        .or_else(|| {
            another(verifier, bytes, self.cancel.as_ref(), |it| {
                self.by_requester(it) && self.is_of(&it.message().contract)
            })
        })
        .or_else(|| {
            another(verifier, bytes, self.result.as_ref(), |it| {
                self.by_provider(it) && self.is_of(&it.message().contract)
            })
        })
        .or_else(|| {
            another(verifier, bytes, self.ack.as_ref(), |it| {
                self.by_requester(it) && self.is_of(&it.message().contract)
            })
        })
        .or_else(|| self.second_of_many(verifier, bytes))
    }

    /// The same, of an event or a report.
    fn second_of_many(&self, verifier: &mut Verifier, bytes: &[u8]) -> Option<(AgentId, ObjectId)> {
        if let Some(event) = open::<TaskEventKind>(verifier, bytes) {
            let seq = |it: &Recorded<TaskEventKind>| it.message().seq;
            let first = self.events.iter().find(|it| seq(it) == seq(&event))?;
            let fits = self.by_provider(&event) && self.is_of(&event.message().contract);
            return differs(&event, first).filter(|_| fits);
        }
        let report = open::<OutcomeReportKind>(verifier, bytes)?;
        let first = self.reports.iter().find(|it| it.issuer() == report.issuer())?;
        let message = report.message();
        let fits = self.parties.reports(report.issuer(), &message.subject).is_ok() && self.is_of(&message.contract);
        differs(&report, first).filter(|_| fits)
    }

    /// DSP-4.
    fn has_proofs(&self, verifier: &mut Verifier, parts: &Parts<'_>) -> Result<(), DisputeViolation> {
        let (provider, contract) = (self.parties.provider, self.acceptance.object_id());
        for (index, proof) in parts.all(Member::Forks).enumerate() {
            let fork = verify_fork(verifier, proof).ok();
            let holds = fork.is_some_and(|fork| fork.issuer() == provider && fork.contract() == Some(contract));
            check(holds, unproven(Member::Forks, index))?;
        }
        for (index, proof) in parts.all(Member::Equivocations).enumerate() {
            let equivocation = verify_equivocation(verifier, proof).ok();
            let holds = equivocation.is_some_and(|equivocation| equivocation.issuer == provider);
            check(holds, unproven(Member::Equivocations, index))?;
        }
        Ok(())
    }

    fn by_requester<K: Kind>(&self, statement: &Recorded<K>) -> bool {
        let speaks = self.parties.requester_speaks(statement.issuer(), statement.header());
        speaks.is_ok()
    }

    fn by_provider<K: Kind>(&self, statement: &Recorded<K>) -> bool {
        let speaks = self.parties.provider_speaks(statement.issuer(), statement.header());
        speaks.is_ok()
    }

    /// Whether this is the contract's name.
    pub(super) fn is_of(&self, contract: &[u8]) -> bool {
        names(contract, self.acceptance.object_id()).is_ok()
    }
}

/// REC-1.
pub(super) fn open<K: Kind>(verifier: &mut Verifier, bundle: &[u8]) -> Option<Recorded<K>> {
    verifier.verify_as_issued(Signed::from_bytes(bundle)).ok()
}

/// Takes a member, if it is there.
fn member<K: Kind>(
    verifier: &mut Verifier,
    (member, bytes): (Member, Option<&[u8]>),
    fits: impl FnOnce(&Recorded<K>) -> bool,
) -> Result<Option<Recorded<K>>, DisputeViolation> {
    let Some(bytes) = bytes else { return Ok(None) };
    let recorded = open(verifier, bytes);
    check(recorded.as_ref().is_some_and(fits), bad(member, 0))?;
    Ok(recorded)
}

/// Whether what a statement names is the member of the bundle, where there is one.
fn is_that<K: Kind>(named: &[u8], member: Option<&Recorded<K>>) -> bool {
    member.is_none_or(|member| names(named, member.object_id()).is_ok())
}

/// The same for what a statement need not name.
fn may_be_that<K: Kind>(named: &[u8], member: Option<&Recorded<K>>) -> bool {
    named.is_empty() || is_that(named, member)
}

fn another<K: Kind>(
    verifier: &mut Verifier,
    bytes: &[u8],
    first: Option<&Recorded<K>>,
    fits: impl FnOnce(&Recorded<K>) -> bool,
) -> Option<(AgentId, ObjectId)> {
    let first = first?;
    let second = open::<K>(verifier, bytes).filter(fits)?;
    differs(&second, first)
}

/// Issuer and object id of a statement that is not the first said again.
fn differs<K: Kind>(second: &Recorded<K>, first: &Recorded<K>) -> Option<(AgentId, ObjectId)> {
    let id = second.object_id();
    (id != first.object_id()).then(|| (second.issuer(), id))
}

const fn bad(member: Member, index: usize) -> DisputeViolation {
    DisputeViolation::DisputeMember {
        member: member.name(),
        index,
    }
}

const fn unproven(member: Member, index: usize) -> DisputeViolation {
    DisputeViolation::DisputeProof {
        member: member.name(),
        index,
    }
}
