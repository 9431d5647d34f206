//! What plans and real work are held against, what is probed, and whom it counts for.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use casp_canary::{AnswerKey, Judgement};
use casp_identity::ObjectId;
use casp_task::content::{chunked, content_digest, inline};
use casp_trust::CanaryDemand;
use casp_trust::probe::{CountsFor, Looked, ProbeTarget, check_plan, check_work};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{Oracle, RiskClass, SideEffect};
use fixtures::{subject, task};

const CONTRACT: ObjectId = ObjectId([7; 32]);

fn demand(sibling: Option<&str>) -> CanaryDemand {
    CanaryDemand {
        passes: 1,
        pass_counts_for_ms: 1,
        parallel: 1,
        sibling: sibling.map(Into::into),
    }
}

#[test]
fn what_cannot_be_undone_is_never_probed_itself() {
    for side_effect in [
        SideEffect::None,
        SideEffect::Reversible,
        SideEffect::Irreversible,
        SideEffect::Unspecified,
    ] {
        let task = task("org.example/publish", side_effect, RiskClass::Public);
        let may_be_probed = matches!(side_effect, SideEffect::None | SideEffect::Reversible);
        let expected = if may_be_probed {
            ProbeTarget::Itself
        } else {
            ProbeTarget::PreparePhase
        };
        assert_eq!(ProbeTarget::of(&task, &demand(None)), expected);
        let sibling = ProbeTarget::of(&task, &demand(Some("org.example/render")));
        assert_eq!(sibling.capability_id(&task), "org.example/render");
    }
}

#[test]
fn real_work_is_checked_without_a_word() {
    let oracle = Oracle {
        form: Some(Form::OneOf(casp_wire::v1::TextSet {
            values: vec!["42".into()],
        })),
    };
    let key = AnswerKey::of(&oracle).unwrap();
    let right = check_work(subject(1), CONTRACT, &key, b" 42\n");
    assert_eq!(
        (right.looked, right.judgement, right.counts_for),
        (Looked::Work, Judgement::Passed, CountsFor::Requester)
    );
    assert_eq!(
        check_work(subject(1), CONTRACT, &key, b"43").judgement,
        Judgement::Failed
    );
}

#[test]
fn a_plan_is_held_against_the_right_one() {
    let judged = |form, plan: &casp_wire::v1::Content| {
        let finding = check_plan(subject(1), CONTRACT, &Oracle { form: Some(form) }, plan).unwrap();
        assert_eq!(
            (finding.looked, finding.counts_for),
            (Looked::Plan, CountsFor::Requester)
        );
        finding.judgement == Judgement::Passed
    };
    let plan = br#"{"to":"page","title":"Hello"}"#;
    let digest = || Form::ExactDigest(content_digest(plan).into());
    let same = || Form::Json(r#"{"title":"Hello","to":"page"}"#.into());
    let whole = inline("application/json", plan.as_slice());
    assert!(judged(digest(), &whole) && judged(same(), &whole));
    let apart = chunked("application/json", plan, 1_024).unwrap();
    assert!(judged(digest(), &apart), "the digest binds it");
    assert!(!judged(same(), &apart), "it cannot be read");
    let other = inline("application/json", br#"{"to":"elsewhere","title":"Hello"}"#.as_slice());
    assert!(!judged(digest(), &other) && !judged(same(), &other));
    let mut shown = whole.clone();
    shown.digest = vec![0; 32];
    assert!(!judged(same(), &shown), "what is shown is not what is bound");
    assert!(!judged(digest(), &shown));
    assert!(check_plan(subject(1), CONTRACT, &Oracle::default(), &apart).is_err());
}
