//! Who broke which rule, and what nobody can tell, from what one party shows (SPEC.md sections 20.2 to 20.4).

#![allow(clippy::restriction, reason = "test code")]

#[path = "../../casp-task/tests/support/mod.rs"]
mod support;

use casp_canary::{CanaryVerdictKind, Commitment};
use casp_evidence::ToolReceiptKind;
use casp_execution::Unresolved::{self, *};
use casp_execution::{DisputeViolation, Judgement, judge};
use casp_identity::{Kind, ObjectId, Signed, Verifier};
use casp_task::{
    AcceptanceKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind, TaskEventKind,
    TaskRequestKind, TaskResultKind, content,
};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{
    Acceptance, Bundle, Commit, DeliveryAck, DisputeBundle, Offer, Oracle, Outcome, OutcomeReport, Prepared, Quote,
    SideEffect, SignerClass, TaskEvent, TaskRequest, TaskResult, TaskState, TaskStatus, ToolReceipt,
};
use casp_wire::{Stage, Violation as _};
use support::{ALICE, BOB, CAROL, HOUR, NETWORK, NOW, author, id, input, key, lasting, one_shot};

const DEADLINE: i64 = NOW + 2 * HOUR;

/// A whole engagement of an irreversible task, every message of which may be edited before it is signed.
#[derive(Clone)]
struct Deal {
    offer: Offer,
    quote: Quote,
    acceptance: Acceptance,
    request: TaskRequest,
    prepared: Prepared,
    commit: Commit,
    result: TaskResult,
    ack: DeliveryAck,
}

fn sealed<K: Kind>(agent: u8, message: &K::Message) -> (Bundle, ObjectId) {
    let signed = Signed::<K>::seal(message, key(agent)).unwrap_or_else(|error| panic!("{error}"));
    let bundle = casp_wire::decode(signed.as_bytes(), casp_wire::Layer::Envelope).unwrap();
    (bundle, signed.object_id().unwrap())
}

impl Deal {
    fn new() -> Self {
        let mut offer = support::offer(1, NOW);
        offer.terms.as_mut().unwrap().side_effect = SideEffect::Irreversible.into();
        Self {
            quote: Quote {
                header: Some(one_shot(BOB, ALICE, 2, NOW)),
                terms: offer.terms.clone(),
                ..Quote::default()
            },
            offer,
            acceptance: Acceptance {
                header: Some(one_shot(ALICE, BOB, 3, NOW)),
                blind: vec![9; 32],
                input_digest: input().digest,
                ..Acceptance::default()
            },
            request: TaskRequest {
                header: Some(one_shot(ALICE, BOB, 4, NOW)),
                input: Some(input()),
                ..TaskRequest::default()
            },
            prepared: Prepared {
                header: Some(one_shot(BOB, ALICE, 5, NOW)),
                plan: Some(content::inline("text/plain", "send it")),
                ..Prepared::default()
            },
            commit: Commit {
                header: Some(one_shot(ALICE, BOB, 6, NOW)),
                ..Commit::default()
            },
            result: TaskResult {
                header: Some(lasting(BOB, ALICE, NOW)),
                status: TaskStatus::Completed.into(),
                output: Some(content::inline("text/plain", "sent")),
                ..TaskResult::default()
            },
            ack: DeliveryAck {
                header: Some(lasting(ALICE, BOB, NOW)),
                ..DeliveryAck::default()
            },
        }
    }

    /// The same for a task without side effect: nothing is prepared.
    fn harmless() -> Self {
        let mut deal = Self::new();
        for terms in [&mut deal.offer.terms, &mut deal.quote.terms] {
            terms.as_mut().unwrap().side_effect = SideEffect::None.into();
        }
        deal
    }

    fn is_harmless(&self) -> bool {
        self.quote.terms.as_ref().unwrap().side_effect() == SideEffect::None
    }

    /// Signs everything, each statement naming those before it.
    fn told(mut self) -> Told {
        let (offer, id) = sealed::<OfferKind>(ALICE, &self.offer);
        self.quote.offer = id.0.into();
        let (quote, id) = sealed::<QuoteKind>(BOB, &self.quote);
        self.acceptance.quote = id.0.into();
        let (acceptance, contract) = sealed::<AcceptanceKind>(ALICE, &self.acceptance);
        self.request.contract = contract.0.into();
        let (request, request_id) = sealed::<TaskRequestKind>(ALICE, &self.request);
        self.prepared.contract = contract.0.into();
        self.prepared.request = request_id.0.into();
        let (prepared, id) = sealed::<PreparedKind>(BOB, &self.prepared);
        self.commit.contract = contract.0.into();
        self.commit.prepared = id.0.into();
        let (commit, id) = sealed::<CommitKind>(ALICE, &self.commit);
        self.result.contract = contract.0.into();
        self.result.request = request_id.0.into();
        let harmless = self.is_harmless();
        if !harmless {
            self.result.commit = id.0.into();
        }
        let (result, result_id) = sealed::<TaskResultKind>(BOB, &self.result);
        self.ack.contract = contract.0.into();
        self.ack.result = result_id.0.into();
        let (ack, _) = sealed::<DeliveryAckKind>(ALICE, &self.ack);
        let bundle = DisputeBundle {
            offer: Some(offer),
            quote: Some(quote),
            acceptance: Some(acceptance),
            request: Some(request),
            prepared: Some(prepared).filter(|_| !harmless),
            commit: Some(commit).filter(|_| !harmless),
            result: Some(result),
            ack: Some(ack),
            ..DisputeBundle::default()
        };
        Told {
            bundle,
            contract,
            result: result_id,
            deal: self,
        }
    }
}

struct Told {
    bundle: DisputeBundle,
    contract: ObjectId,
    result: ObjectId,
    deal: Deal,
}

impl Told {
    fn event(&self, seq: u64, at: i64) -> Bundle {
        let event = TaskEvent {
            header: Some(lasting(BOB, ALICE, at)),
            contract: self.contract.0.into(),
            seq,
            state: TaskState::Running.into(),
            ..TaskEvent::default()
        };
        sealed::<TaskEventKind>(BOB, &event).0
    }

    fn report(&self, by: u8, of: u8, edit: impl FnOnce(&mut OutcomeReport)) -> Bundle {
        let mut report = OutcomeReport {
            header: Some(author(by).lasting(None, DEADLINE + 1)),
            contract: self.contract.0.into(),
            subject: id(of).as_bytes().to_vec(),
            outcome: Outcome::Good.into(),
            result: self.result.0.into(),
            verdict: vec![],
        };
        edit(&mut report);
        sealed::<OutcomeReportKind>(by, &report).0
    }

    fn missed(&self, at: i64) -> Bundle {
        self.report(ALICE, BOB, |it| {
            it.header.as_mut().unwrap().issued_at_ms = at;
            it.outcome = Outcome::NoResult.into();
            it.result.clear();
        })
    }

    fn receipt(&self, by: u8, class: SignerClass, started_at_ms: i64) -> Bundle {
        let receipt = ToolReceipt {
            header: Some(author(by).lasting(None, NOW + 10)),
            contract: self.contract.0.into(),
            seq: 1,
            tool: "fetch".into(),
            input_digest: vec![7; 32],
            output_digest: vec![7; 32],
            started_at_ms,
            ended_at_ms: NOW + 5,
            signer_class: class.into(),
            ..ToolReceipt::default()
        };
        sealed::<ToolReceiptKind>(by, &receipt).0
    }
}

fn judged(bundle: &DisputeBundle) -> Result<Judgement, DisputeViolation> {
    judge(&mut Verifier::new(NETWORK, None), &casp_wire::encode(bundle))
}

/// Findings in short: who, where, which rule.
fn findings(bundle: &DisputeBundle) -> Vec<(u8, String, &'static str)> {
    let judgement = judged(bundle).unwrap();
    let found = judgement.findings.iter().map(|finding| {
        let who = if finding.party == id(ALICE) { ALICE } else { BOB };
        (
            who,
            format!("{}[{}]", finding.member.name(), finding.index),
            finding.rule,
        )
    });
    found.collect()
}

fn unresolved(bundle: &DisputeBundle) -> Vec<Unresolved> {
    judged(bundle).unwrap().unresolved
}

fn found(who: u8, place: &str, rule: &'static str) -> Vec<(u8, String, &'static str)> {
    vec![(who, place.to_owned(), rule)]
}

/// The findings of a deal that is edited before it is signed.
fn after(edit: impl FnOnce(&mut Deal)) -> Vec<(u8, String, &'static str)> {
    let mut deal = Deal::new();
    edit(&mut deal);
    findings(&deal.told().bundle)
}

#[test]
fn where_all_is_well_there_is_nothing_to_find_and_nothing_open() {
    for deal in [Deal::new(), Deal::harmless()] {
        assert_eq!(judged(&deal.told().bundle), Ok(Judgement::default()));
    }
}

#[test]
fn each_party_answers_for_what_it_signed() {
    let at = |header: &mut Option<casp_wire::v1::Header>, at: i64| {
        let header = header.as_mut().unwrap();
        header.issued_at_ms = at;
        if header.expires_at_ms > 0 {
            header.expires_at_ms = at + HOUR;
        }
    };
    assert_eq!(
        after(|deal| deal.quote.terms.as_mut().unwrap().behavior_digest = vec![8; 32]),
        found(BOB, "quote[0]", "CTR-6")
    );
    assert_eq!(
        after(|deal| at(&mut deal.quote.header, NOW - 30_001)),
        found(BOB, "quote[0]", "CTR-17")
    );
    assert_eq!(
        after(|deal| deal.acceptance.input_digest = vec![1; 32]),
        found(ALICE, "request[0]", "CTR-8")
    );
    let late = after(|deal| at(&mut deal.request.header, NOW + HOUR));
    assert_eq!(late[0], (ALICE, "request[0]".into(), "REC-2"));
    assert_eq!(
        after(|deal| at(&mut deal.commit.header, NOW - 30_001)),
        found(ALICE, "commit[0]", "CTR-17")
    );
    assert_eq!(
        after(|deal| deal.result.output.as_mut().unwrap().media_type = "text/html".into()),
        found(BOB, "result[0]", "CTR-16")
    );
    assert_eq!(
        after(|deal| {
            at(&mut deal.result.header, DEADLINE + 1);
            at(&mut deal.ack.header, DEADLINE + 2);
        }),
        found(BOB, "result[0]", "REC-3")
    );
    assert_eq!(
        after(|deal| at(&mut deal.ack.header, NOW - 30_001)),
        found(ALICE, "ack[0]", "CTR-17")
    );
}

#[test]
fn findings_come_in_order_and_each_once() {
    let told = Deal::new().told();
    let mut bundle = told.bundle.clone();
    bundle.events = vec![told.event(1, DEADLINE + 1), told.event(3, NOW - 30_001)];
    bundle.reports = vec![
        told.missed(DEADLINE),
        told.report(BOB, ALICE, |it| it.header.as_mut().unwrap().issued_at_ms = NOW - 30_001),
    ];
    let expected = [
        (BOB, "events[0]", "REC-3"),
        (BOB, "events[1]", "CTR-17"),
        (ALICE, "reports[0]", "CTR-15"),
        (ALICE, "reports[0]", "CTR-20"),
        (BOB, "reports[1]", "CTR-17"),
    ];
    let expected: Vec<_> = expected.map(|(who, place, rule)| (who, place.to_owned(), rule)).into();
    assert_eq!(findings(&bundle), expected);
}

#[test]
fn what_was_never_prepared_or_committed_to_convicts_whoever_says_so() {
    let mut deal = Deal::harmless();
    deal.request.header.as_mut().unwrap().nonce = vec![9; 16];
    let told = deal.told();
    let mut bundle = told.bundle.clone();
    bundle.prepared = Some(sealed::<PreparedKind>(BOB, &told.deal.prepared).0);
    assert_eq!(findings(&bundle), found(BOB, "prepared[0]", "CTR-19"));
    let told = Deal::new().told();
    let mut bare = told.deal.result.clone();
    bare.commit.clear();
    let mut bundle = told.bundle.clone();
    (bundle.result, bundle.ack) = (Some(sealed::<TaskResultKind>(BOB, &bare).0), None);
    assert_eq!(findings(&bundle), found(BOB, "result[0]", "CTR-18"));
}

#[test]
fn two_statements_in_one_place_are_a_finding() {
    let told = Deal::new().told();
    let mut again = told.deal.result.clone();
    again.reason = "overloaded".into();
    let (second, second_id) = sealed::<TaskResultKind>(BOB, &again);
    let mut acceptance = told.deal.acceptance.clone();
    acceptance.header.as_mut().unwrap().nonce = vec![77; 16];
    let (other, other_id) = sealed::<AcceptanceKind>(ALICE, &acceptance);
    let mut seconds = [(second_id, BOB, second), (other_id, ALICE, other)];
    seconds.sort_by_key(|(id, _, _)| *id);
    let mut bundle = told.bundle.clone();
    bundle.seconds = seconds.iter().map(|(_, _, bundle)| bundle.clone()).collect();
    let expected: Vec<_> = seconds
        .iter()
        .enumerate()
        .map(|(index, (_, who, _))| (*who, format!("seconds[{index}]"), "CTR-5"))
        .collect();
    assert_eq!(findings(&bundle), expected);
    bundle.seconds.reverse();
    assert_eq!(judged(&bundle), Err(DisputeViolation::DisputeSecond { index: 1 }));
    bundle.seconds = vec![told.bundle.result.clone().unwrap()];
    assert_eq!(
        judged(&bundle),
        Err(DisputeViolation::DisputeSecond { index: 0 }),
        "the first is no second"
    );
    bundle.seconds = vec![told.event(1, NOW)];
    assert_eq!(judged(&bundle), Err(DisputeViolation::DisputeSecond { index: 0 }));
    bundle.events = vec![told.event(1, NOW + 1)];
    assert_eq!(findings(&bundle), found(BOB, "seconds[0]", "CTR-5"));
}

#[test]
fn what_is_not_of_the_engagement_is_refused() {
    let (told, other) = (Deal::new().told(), {
        let mut deal = Deal::new();
        deal.offer.header.as_mut().unwrap().nonce = vec![66; 16];
        deal.told()
    });
    let refused = |edit: fn(&mut DisputeBundle, &Told)| {
        let mut bundle = told.bundle.clone();
        edit(&mut bundle, &other);
        judged(&bundle).unwrap_err()
    };
    let contract = refused(|bundle, other| bundle.quote.clone_from(&other.bundle.quote));
    assert_eq!(contract, DisputeViolation::DisputeContract);
    assert_eq!((contract.rule(), contract.stage()), ("DSP-1", Stage::Chain));
    let member = |name| DisputeViolation::DisputeMember { member: name, index: 0 };
    assert_eq!(
        refused(|bundle, other| bundle.request.clone_from(&other.bundle.request)),
        member("request")
    );
    assert_eq!(
        refused(|bundle, other| bundle.ack.clone_from(&other.bundle.ack)),
        member("ack")
    );
    // A broken signature is no statement, and incriminates nobody.
    let unsigned = refused(|bundle, _| {
        let commit = bundle.commit.as_mut().unwrap().subject.as_mut().unwrap();
        commit.signatures[0].sig[0] ^= 1;
    });
    assert_eq!(unsigned, member("commit"));
    assert_eq!(
        refused(|bundle, _| bundle.offer = None).stage(),
        Stage::Encoding,
        "the schema asks for an offer"
    );
    let mut bundle = told.bundle.clone();
    bundle.events = vec![told.event(2, NOW), told.event(1, NOW)];
    let unordered = DisputeViolation::DisputeMember {
        member: "events",
        index: 1,
    };
    assert_eq!(judged(&bundle), Err(unordered));
    let mut bundle = told.bundle.clone();
    bundle.reports = vec![told.report(BOB, ALICE, |_| ()), told.report(ALICE, BOB, |_| ())];
    let unordered = DisputeViolation::DisputeMember {
        member: "reports",
        index: 1,
    };
    assert_eq!(judged(&bundle), Err(unordered));
}

#[test]
fn a_receipt_speaks_against_the_provider_alone_and_only_if_it_signed_it() {
    let told = Deal::new().told();
    let mut bundle = told.bundle.clone();
    bundle.receipts = vec![
        told.receipt(BOB, SignerClass::EndorsedThirdParty, NOW - 60_001),
        told.receipt(CAROL, SignerClass::EndorsedThirdParty, NOW - 60_001),
        told.receipt(BOB, SignerClass::HostProxy, NOW - 60_000),
    ];
    let expected = [
        ("receipts[0]", "RCP-2"),
        ("receipts[0]", "RCP-6"),
        ("receipts[0]", "PKG-2"),
        ("receipts[2]", "RCP-6"),
    ];
    let expected: Vec<_> = expected.map(|(place, rule)| (BOB, place.to_owned(), rule)).into();
    assert_eq!(findings(&bundle), expected);
    // The stranger's receipt is at fault in the package, and nobody knows who put it there.
    assert_eq!(unresolved(&bundle), [EvidenceNotShown]);
    bundle.receipts.remove(1);
    assert_eq!(unresolved(&bundle), []);
}

#[test]
fn what_is_missing_is_open() {
    let told = Deal::new().told();
    let without = |edit: fn(&mut DisputeBundle)| {
        let mut bundle = told.bundle.clone();
        edit(&mut bundle);
        unresolved(&bundle)
    };
    assert_eq!(without(|it| it.ack = None), [NotAcknowledged]);
    assert_eq!(without(|it| (it.result, it.ack) = (None, None)), [NotDelivered]);
    let bare = |it: &mut DisputeBundle| {
        (it.request, it.prepared, it.commit) = (None, None, None);
        (it.result, it.ack) = (None, None);
    };
    assert_eq!(without(bare), [NotRequested]);
    assert_eq!(without(|it| it.commit = None), [EvidenceNotShown]);
    assert_eq!(without(|it| it.prepared = None), [EvidenceNotShown]);
    let mut bundle = told.bundle.clone();
    bundle.ack = None;
    bundle.reports = vec![told.missed(DEADLINE + 1)];
    assert_eq!(unresolved(&bundle), [NotAcknowledged, DeliveryDisputed]);
    let mut bundle = told.bundle.clone();
    bundle.reports = vec![told.report(ALICE, BOB, |it| it.outcome = Outcome::Bad.into())];
    assert_eq!(unresolved(&bundle), [Opinion]);
    let mut deal = Deal::new();
    deal.prepared.plan.as_mut().unwrap().body = None;
    deal.result.status = TaskStatus::Indeterminate.into();
    deal.result.output = None;
    assert_eq!(unresolved(&deal.told().bundle), [ContentNotShown, EffectUnknown]);
}

#[test]
fn a_verdict_holds_or_convicts_the_requester() {
    let oracle = |right: &str| Oracle {
        form: Some(Form::Prefix(right.into())),
    };
    let digest = input().digest.as_slice().try_into().unwrap();
    let shown = |right: &str, blinded: bool, claims: Option<i32>, outcome: Outcome| {
        let canary = Commitment::new(id(BOB), digest, oracle(right), [5; 32]).unwrap();
        let mut deal = Deal::harmless();
        if blinded {
            deal.acceptance.blind = canary.blind().into();
        }
        let told = deal.told();
        let header = author(ALICE).lasting(None, NOW + 1);
        let mut verdict = canary.open(header, told.result, &told.deal.result).unwrap();
        verdict.outcome = claims.unwrap_or(verdict.outcome);
        let (verdict, verdict_id) = sealed::<CanaryVerdictKind>(ALICE, &verdict);
        let mut bundle = told.bundle.clone();
        bundle.verdict = Some(verdict);
        bundle.reports = vec![told.report(ALICE, BOB, |it| {
            it.outcome = outcome.into();
            it.verdict = verdict_id.0.into();
        })];
        bundle
    };
    assert_eq!(
        judged(&shown("sent", true, None, Outcome::Good)),
        Ok(Judgement::default())
    );
    let failed = shown("lost", true, None, Outcome::Bad);
    assert_eq!((findings(&failed), unresolved(&failed)), (vec![], vec![OracleUnproven]));
    let blind = shown("lost", false, None, Outcome::Bad);
    assert_eq!(findings(&blind), found(ALICE, "verdict[0]", "CAN-2"));
    assert_eq!(unresolved(&blind), []);
    let passed = 1;
    let wrong = shown("lost", true, Some(passed), Outcome::Good);
    assert_eq!(findings(&wrong), found(ALICE, "verdict[0]", "CAN-8"));
    let slander = shown("sent", true, None, Outcome::Bad);
    assert_eq!(findings(&slander), found(ALICE, "reports[0]", "REC-4"));
}
