//! A third party holds an outcome report against the contract that it names (SPEC.md section 15.3).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_identity::{Kind, Recorded, Signed, Verified, Verifier};
use casp_task::record::{Delivery, report_fits};
use casp_task::{
    AcceptanceKind, OfferKind, OutcomeReportKind, QuoteKind, TaskRequestKind, TaskResultKind, TaskViolation, content,
    draft,
};
use casp_wire::v1::{Outcome, OutcomeReport};
use support::{
    ALICE, BOB, CAROL, HOUR, NETWORK, NOW, author, id, input, key, lasting, offer, one_shot, quote, verified,
};

/// As someone sees it who was not there.
fn recorded<K: Kind>(bundle: &[u8]) -> Recorded<K> {
    let outcome = Verifier::new(NETWORK, None).verify_as_issued(Signed::from_bytes(bundle));
    outcome.unwrap_or_else(|violation| panic!("{violation}"))
}

/// Alice asks, Bob answers.
struct Told {
    offer: Verified<OfferKind>,
    quote: Verified<QuoteKind>,
    acceptance: Verified<AcceptanceKind>,
    request: Verified<TaskRequestKind>,
    result: Verified<TaskResultKind>,
}

fn told() -> Told {
    let offer = verified::<OfferKind>(ALICE, &offer(1, NOW));
    let quote = verified::<QuoteKind>(BOB, &quote(&offer, 2, NOW));
    let acceptance = draft::acceptance(&quote, one_shot(ALICE, BOB, 3, NOW), [9; 32], &input());
    let acceptance = verified::<AcceptanceKind>(ALICE, &acceptance);
    let request = draft::request(&acceptance, one_shot(ALICE, BOB, 4, NOW), input());
    let request = verified::<TaskRequestKind>(ALICE, &request);
    let output = content::inline("text/plain", "Good morning");
    let result = verified::<TaskResultKind>(BOB, &draft::result(&request, lasting(BOB, ALICE, NOW + HOUR), output));
    Told {
        offer,
        quote,
        acceptance,
        request,
        result,
    }
}

/// Whether a report by this agent of that one fits, once it is edited.
fn fits(by: u8, of: u8, with_result: bool, edit: impl FnOnce(&mut OutcomeReport)) -> Result<(), TaskViolation> {
    let told = told();
    let mut report = OutcomeReport {
        header: Some(author(by).lasting(None, NOW + HOUR)),
        contract: told.acceptance.object_id().0.to_vec(),
        subject: id(of).as_bytes().to_vec(),
        outcome: Outcome::Good.into(),
        result: told.result.object_id().0.to_vec(),
        verdict: vec![],
    };
    edit(&mut report);
    let report = Signed::<OutcomeReportKind>::seal(&report, key(by)).unwrap();
    let (request, result) = (recorded(told.request.bundle()), recorded(told.result.bundle()));
    let delivery = if with_result {
        Delivery::Result(&result)
    } else {
        Delivery::Missing(&request)
    };
    report_fits(
        &recorded(told.offer.bundle()),
        &recorded(told.quote.bundle()),
        &recorded(told.acceptance.bundle()),
        delivery,
        &recorded(report.as_bytes()),
    )
}

fn missing(at: i64) -> impl FnOnce(&mut OutcomeReport) {
    move |report| {
        report.header.as_mut().unwrap().issued_at_ms = at;
        report.outcome = Outcome::NoResult.into();
        report.result.clear();
    }
}

#[test]
fn each_party_may_speak_of_the_other() {
    assert_eq!(fits(ALICE, BOB, true, |_| ()), Ok(()));
    assert_eq!(fits(BOB, ALICE, true, |_| ()), Ok(()));
}

#[test]
fn a_stranger_may_not_nor_of_a_stranger() {
    assert_eq!(fits(CAROL, BOB, true, |_| ()), Err(TaskViolation::Party));
    assert_eq!(fits(ALICE, CAROL, true, |_| ()), Err(TaskViolation::Party));
}

#[test]
fn it_names_the_contract_and_the_result_that_are_shown() {
    let names_another = Err(TaskViolation::NamesAnother);
    assert_eq!(fits(ALICE, BOB, true, |it| it.contract = vec![1; 32]), names_another);
    assert_eq!(fits(ALICE, BOB, true, |it| it.result = vec![1; 32]), names_another);
    assert_eq!(fits(ALICE, BOB, false, |_| ()), names_another);
    assert_eq!(fits(ALICE, BOB, true, missing(NOW + 3 * HOUR)), names_another);
}

#[test]
fn it_comes_after_what_it_names() {
    let at = |at: i64| {
        fits(ALICE, BOB, true, move |it| {
            it.header.as_mut().unwrap().issued_at_ms = at
        })
    };
    assert_eq!(at(NOW + HOUR - 30_000), Ok(()));
    assert_eq!(at(NOW + HOUR - 30_001), Err(TaskViolation::BeforeAntecedent));
}

#[test]
fn a_missing_result_is_the_requesters_to_report_after_the_deadline() {
    let deadline = NOW + 2 * HOUR;
    assert_eq!(fits(ALICE, BOB, false, missing(deadline + 1)), Ok(()));
    assert_eq!(fits(ALICE, BOB, false, missing(deadline)), Err(TaskViolation::NoResult));
    assert_eq!(
        fits(BOB, ALICE, false, missing(deadline + 1)),
        Err(TaskViolation::NoResult)
    );
}
