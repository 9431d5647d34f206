//! One contract, one count: from signed statements to evidence.

#![allow(clippy::restriction, reason = "test code")]

#[path = "../../casp-canary/tests/support/mod.rs"]
mod canary;
#[path = "../../casp-task/tests/support/mod.rs"]
mod engagement;
mod support;

use casp_canary::verify_outcome;
use casp_identity::{Signed, Verifier, envelope_object_id};
use casp_task::{AcceptanceKind, OfferKind, OutcomeReportKind, QuoteKind, draft};
use casp_trust::reputation::{Anchor, ContractOutcome, ForeignReport, Ignored, NoContract, Proof, Seen, Taken, danger};
use casp_trust::{Standing, Subject};
use casp_wire::v1::{Outcome, OutcomeRecord, OutcomeReport};
use support::{DAY, NOW, Teller, agent, counted, id, ignored, reputation, subject};

const MINUTE: i64 = 60_000;

/// An outcome record as a stranger gets it, and what verification finds in it.
fn verified(by: u8, edit: impl FnOnce(&mut OutcomeReport)) -> ForeignReport {
    let case = canary::Script::sound().play();
    let named = |bundle: &Option<casp_wire::v1::Bundle>| {
        envelope_object_id(bundle.as_ref().unwrap().subject.as_ref().unwrap())
            .0
            .to_vec()
    };
    let of = if by == canary::REQUESTER {
        canary::PROVIDER
    } else {
        canary::REQUESTER
    };
    let mut report = OutcomeReport {
        header: Some(canary::author(by).lasting(None, canary::NOW + 6 * MINUTE)),
        contract: named(&case.acceptance),
        subject: canary::id(of).as_bytes().into(),
        outcome: Outcome::Good.into(),
        result: named(&case.result),
        verdict: Vec::new(),
    };
    edit(&mut report);
    let signed = Signed::<OutcomeReportKind>::seal(&report, canary::key(by)).unwrap();
    let record = OutcomeRecord {
        offer: case.offer,
        quote: case.quote,
        acceptance: case.acceptance,
        request: case.request,
        result: case.result,
        report: casp_wire::decode(signed.as_bytes(), casp_wire::Layer::Envelope).ok(),
        ..OutcomeRecord::default()
    };
    let mut verifier = Verifier::new(canary::NETWORK, None);
    verify_outcome(&mut verifier, &casp_wire::encode(&record))
        .unwrap()
        .into()
}

fn provider() -> Subject {
    Subject {
        agent: canary::id(canary::PROVIDER),
        capability_id: canary::terms().capability_id,
        behavior_digest: canary::terms().behavior_digest.try_into().unwrap(),
    }
}

fn anchor() -> Anchor {
    Anchor {
        agent: canary::id(canary::REQUESTER),
        trust: 0.8,
        vouches_for: std::collections::BTreeMap::new(),
    }
}

#[test]
fn a_signed_record_counts_for_its_provider() {
    let mut reputation = reputation();
    reputation.set_anchors(&[anchor()]).unwrap();
    let report = verified(canary::REQUESTER, |_| ());
    counted(reputation.report(report.clone(), canary::NOW + DAY));
    let standing = reputation.standing(&provider(), canary::NOW + DAY);
    assert!(standing.opinion.belief > 0.2 && !standing.is_newcomer, "{standing:?}");
    assert_eq!(reputation.report(report, canary::NOW + DAY), Taken::Known);
    assert_eq!(reputation.standing(&provider(), canary::NOW + DAY), standing);
}

#[test]
fn two_reports_for_one_contract_incriminate_their_issuer_and_neither_counts() {
    let mut reputation = reputation();
    reputation.set_anchors(&[anchor()]).unwrap();
    let now = canary::NOW + DAY;
    let untouched = reputation.standing(&provider(), now);
    counted(reputation.report(verified(canary::REQUESTER, |_| ()), now));
    let other = verified(canary::REQUESTER, |it| it.outcome = Outcome::Bad.into());
    counted(reputation.report(other.clone(), now));
    assert_eq!(reputation.standing(&provider(), now), untouched);
    let requester = Subject {
        agent: canary::id(canary::REQUESTER),
        ..provider()
    };
    assert!(reputation.standing(&requester, now).is_incriminated);
    assert!(reputation.rater_trust(&canary::id(canary::REQUESTER), now) == 0.0);
    assert_eq!(ignored(reputation.report(other, now)), Ignored::IssuerIncriminated);
}

#[test]
fn what_a_provider_says_of_its_requester_is_no_outcome_of_work() {
    let report = verified(canary::PROVIDER, |_| ());
    assert_eq!(
        ignored(reputation().report(report, canary::NOW + DAY)),
        Ignored::OfRequester
    );
}

#[test]
fn an_own_engagement_counts_once_it_has_a_contract() {
    use engagement::{ALICE, BOB, apply, book, one_shot};
    let mut book = book(8);
    let offer = engagement::verified::<OfferKind>(ALICE, &engagement::offer(1, engagement::NOW));
    let quote = engagement::verified::<QuoteKind>(BOB, &engagement::quote(&offer, 2, engagement::NOW));
    let header = one_shot(ALICE, BOB, 3, engagement::NOW);
    let accepted = draft::acceptance(&quote, header, [9; 32], &engagement::input());
    let acceptance = engagement::verified::<AcceptanceKind>(ALICE, &accepted);
    apply(&mut book, offer, engagement::NOW).unwrap();
    let quoted = apply(&mut book, quote, engagement::NOW).unwrap();
    let none = ContractOutcome::of(&quoted, Seen::Good, engagement::NOW);
    assert_eq!(none, Err(NoContract::NotAccepted));

    let accepted = apply(&mut book, acceptance, engagement::NOW).unwrap();
    let outcome = ContractOutcome::of(&accepted, Seen::Good, engagement::NOW).unwrap();
    assert_eq!(outcome.subject().agent, engagement::id(BOB));
    let mut reputation = reputation();
    counted(reputation.record(outcome.clone(), engagement::NOW));
    assert_eq!(reputation.record(outcome.clone(), engagement::NOW), Taken::Known);
    let standing = reputation.standing(outcome.subject(), engagement::NOW);
    assert!((standing.opinion.belief - 1.0 / 3.0).abs() < 1e-9 && standing.own_outcomes == 1.0);
}

#[test]
fn what_is_found_out_later_takes_the_place_of_what_seemed_so() {
    let mut teller = Teller::new();
    let outcome = |seen| danger::own_outcome(id(1), subject(1), seen, NOW);
    counted(teller.reputation.record(outcome(Seen::Good), NOW));
    counted(teller.reputation.record(outcome(Seen::CanaryFailed), NOW + DAY));
    teller.now = NOW + DAY;
    let evidence = teller.standing(&subject(1)).opinion.evidence().unwrap();
    assert!(evidence.good < 1e-9 && evidence.bad > 3.9);
    for better in [Seen::Good, Seen::CanaryPassed, Seen::Bad, Seen::CanaryFailed] {
        assert_eq!(teller.reputation.record(outcome(better), NOW + DAY), Taken::Known);
    }
    assert!(teller.standing(&subject(1)).own_outcomes < 1.0 + 1e-9);
}

#[test]
fn what_is_too_old_to_know_again_is_not_counted() {
    let mut teller = Teller::new();
    let outcome = danger::own_outcome(id(1), subject(1), Seen::Bad, NOW);
    counted(teller.reputation.record(outcome.clone(), NOW));
    let later = NOW + 181 * DAY;
    assert_eq!(ignored(teller.reputation.record(outcome, later)), Ignored::TooOld);
    assert_eq!(teller.reputation.stats().contracts, 0);
}

#[test]
fn a_finding_is_held_at_once_and_against_the_agent_everywhere() {
    let mut teller = Teller::new();
    teller.saw(&subject(1), Seen::Good, 30);
    let proof = || Proof::of_finding(agent(1), "CTR-18", id(9));
    counted(teller.reputation.hold(proof(), NOW));
    let elsewhere = Subject {
        capability_id: "org.example/other".into(),
        ..subject(1)
    };
    for subject in [subject(1), elsewhere] {
        let Standing {
            is_incriminated,
            is_newcomer,
            opinion,
            ..
        } = teller.standing(&subject);
        assert!(is_incriminated && !is_newcomer && opinion.disbelief > 0.3);
    }
    assert_eq!(teller.reputation.hold(proof(), NOW), Taken::Known);
    teller.now += 366 * DAY;
    assert!(!teller.standing(&subject(1)).is_incriminated);
}
