//! An outcome report counts for others beside everything that it rests on, and nothing more (SPEC.md section 20.1).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_canary::{CanaryViolation, OutcomeFinding, verify_outcome};
use casp_identity::{ObjectId, Signed, Verifier, envelope_object_id};
use casp_task::{OutcomeReportKind, TaskViolation};
use casp_wire::v1::{Bundle, CanaryCase, Outcome, OutcomeRecord, OutcomeReport};
use support::{MINUTE, NETWORK, NOW, PROVIDER, REQUESTER, Script, author, id, key};

fn id_of(bundle: Option<&Bundle>) -> ObjectId {
    envelope_object_id(bundle.unwrap().subject.as_ref().unwrap())
}

/// A record of a report that names the canary verdict, and what it rests on, once the report is edited.
fn record(case: CanaryCase, by: u8, edit: impl FnOnce(&mut OutcomeReport)) -> OutcomeRecord {
    let of = if by == REQUESTER { PROVIDER } else { REQUESTER };
    let mut report = OutcomeReport {
        header: Some(author(by).lasting(None, NOW + 6 * MINUTE)),
        contract: id_of(case.acceptance.as_ref()).0.into(),
        subject: id(of).as_bytes().into(),
        outcome: Outcome::Good.into(),
        result: id_of(case.result.as_ref()).0.into(),
        verdict: id_of(case.verdict.as_ref()).0.into(),
    };
    edit(&mut report);
    let signed = Signed::<OutcomeReportKind>::seal(&report, key(by)).unwrap();
    let report = casp_wire::decode(signed.as_bytes(), casp_wire::Layer::Envelope).ok();
    OutcomeRecord {
        offer: case.offer,
        quote: case.quote,
        acceptance: case.acceptance,
        request: case.request,
        result: case.result,
        verdict: case.verdict,
        report,
        ..OutcomeRecord::default()
    }
}

fn sound() -> CanaryCase {
    Script::sound().play()
}

fn verified(record: &OutcomeRecord) -> Result<OutcomeFinding, CanaryViolation> {
    verify_outcome(&mut Verifier::new(NETWORK, None), &casp_wire::encode(record))
}

/// As it would be without canary.
fn opinion(by: u8, edit: impl FnOnce(&mut OutcomeReport)) -> OutcomeRecord {
    let bare = |report: &mut OutcomeReport| {
        report.verdict.clear();
        edit(report);
    };
    OutcomeRecord {
        verdict: None,
        ..record(sound(), by, bare)
    }
}

#[test]
fn either_party_may_say_how_it_went() {
    for by in [REQUESTER, PROVIDER] {
        let finding = verified(&opinion(by, |_| ())).unwrap();
        assert_eq!((finding.issuer, finding.rederivable), (id(by), false));
        assert_eq!(finding.is_of_provider, by == REQUESTER);
        assert_eq!(finding.capability_id, support::terms().capability_id);
        assert_eq!(finding.behavior_digest.as_slice(), support::terms().behavior_digest);
        assert_eq!(finding.issued_at_ms, NOW + 6 * MINUTE);
        assert_eq!(finding.contract, id_of(sound().acceptance.as_ref()));
    }
}

#[test]
fn another_report_has_another_name() {
    let of = |edit: fn(&mut OutcomeReport)| verified(&opinion(REQUESTER, edit)).unwrap();
    let (one, other) = (of(|_| ()), of(|it| it.outcome = Outcome::Bad.into()));
    assert_eq!(one.contract, other.contract);
    assert_ne!(one.report, other.report);
    assert_eq!(one.report, of(|_| ()).report);
}

#[test]
fn a_verdict_backs_the_requesters_report_of_the_same() {
    let finding = verified(&record(sound(), REQUESTER, |_| ())).unwrap();
    assert_eq!((finding.subject, finding.outcome), (id(PROVIDER), Outcome::Good));
    let otherwise = record(sound(), REQUESTER, |it| it.outcome = Outcome::Bad.into());
    let by_provider = record(sound(), PROVIDER, |_| ());
    for refused in [otherwise, by_provider] {
        assert_eq!(verified(&refused), Err(TaskViolation::ReportVerdict.into()));
    }
}

#[test]
fn it_is_rederivable_where_the_provider_agreed_to_such_tasks() {
    assert!(verified(&record(sound(), REQUESTER, |_| ())).unwrap().rederivable);
    let mut script = Script::sound();
    script.offer = Box::new(|it| it.terms.as_mut().unwrap().evidence.clear());
    script.quote = Box::new(|it| it.terms.as_mut().unwrap().evidence.clear());
    assert!(!verified(&record(script.play(), REQUESTER, |_| ())).unwrap().rederivable);
}

#[test]
fn it_has_what_is_named_and_nothing_else() {
    let members = Err(CanaryViolation::OutcomeMembers);
    let without_verdict = OutcomeRecord {
        verdict: None,
        ..record(sound(), REQUESTER, |_| ())
    };
    let without_result = OutcomeRecord {
        result: None,
        ..opinion(REQUESTER, |_| ())
    };
    let with_verdict = record(sound(), REQUESTER, |it| it.verdict.clear());
    for refused in [without_verdict, without_result, with_verdict] {
        assert_eq!(verified(&refused), members);
    }
}

#[test]
fn a_missed_result_is_the_requesters_word_after_the_deadline() {
    let missed = |late: i64| {
        let deadline = support::terms().deadline_ms;
        let record = opinion(REQUESTER, |it| {
            it.header.as_mut().unwrap().issued_at_ms = deadline + late;
            it.outcome = Outcome::NoResult.into();
            it.result.clear();
        });
        OutcomeRecord { result: None, ..record }
    };
    assert_eq!(verified(&missed(1)).unwrap().outcome, Outcome::NoResult);
    assert_eq!(verified(&missed(0)), Err(TaskViolation::NoResult.into()));
}
