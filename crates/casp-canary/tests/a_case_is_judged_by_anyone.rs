//! A canary case convinces whoever knows the network, and only a sound one does (CAN-1 to CAN-8, and what 15.3 asks of
//! a record).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_canary::{CanaryViolation, CaseFinding, Commitment, blind, verify_case};
use casp_identity::Verifier;
use casp_task::content::content_digest;
use casp_wire::limits::MAX_CANARY_CASE_BYTES;
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{
    Bundle, Canary, CanaryCase, CanaryOpening, CanaryOutcome, ChunkList, Oracle, SideEffect, TaskStatus, Terms,
    TextSet, content,
};
use casp_wire::{Stage, Verdict, Violation as _};
use support::{MINUTE, NETWORK, NOW, PROVIDER, REQUESTER, STRANGER, Script, derived, id, issuer};

fn verify(case: &CanaryCase) -> Result<CaseFinding, CanaryViolation> {
    verify_case(&mut Verifier::new(NETWORK, None), &casp_wire::encode(case))
}

/// The rule that the case of a script breaks.
fn broken(script: &Script) -> &'static str {
    let violation = verify(&script.play()).unwrap_err();
    assert_eq!(violation.stage(), Stage::Chain, "{violation}");
    assert_eq!(violation.verdict(), Verdict::Reject, "{violation}");
    violation.rule()
}

fn canary(script: &mut Script) -> &mut Canary {
    script.opening.canary.as_mut().unwrap()
}

#[test]
fn a_right_answer_passes_whatever_the_family() {
    for family in ["arithmetic-json", "text-transform", "table-lookup", "raster-digest"] {
        let finding = verify(&Script::of(&derived(PROVIDER, 7, family)).play()).unwrap();
        assert!(finding.passed && finding.rederivable, "{family}");
        assert_eq!((finding.requester, finding.provider), (id(REQUESTER), id(PROVIDER)));
    }
}

#[test]
fn a_wrong_answer_fails_and_the_case_still_holds() {
    let mut script = Script::sound();
    script.answer = b"{}".to_vec();
    let finding = verify(&script.play()).unwrap();
    assert!(!finding.passed && finding.rederivable);
}

#[test]
fn a_result_that_is_not_completed_is_no_answer() {
    for (status, with_output) in [
        (TaskStatus::Failed, false),
        (TaskStatus::Cancelled, false),
        (TaskStatus::Indeterminate, false),
        (TaskStatus::Partial, true),
    ] {
        let mut script = Script::sound();
        script.result = Box::new(move |result| {
            result.status = status.into();
            result.output = result.output.take().filter(|_| with_output);
        });
        assert_eq!(broken(&script), "CAN-9", "{status:?}");
    }
}

#[test]
fn a_canary_counts_for_others_only_where_the_provider_agreed_to_its_family() {
    for evidence in [
        vec![],
        vec!["canary/raster-digest".to_owned()],
        vec!["canary/".to_owned() + "arithmetic-jso"],
    ] {
        let mut script = Script::of(&derived(PROVIDER, 7, "arithmetic-json"));
        script.offer = Box::new(|offer| offer.terms.as_mut().unwrap().evidence.clear());
        script.quote = Box::new(move |quote| quote.terms.as_mut().unwrap().evidence.clone_from(&evidence));
        let finding = verify(&script.play()).unwrap();
        assert!(finding.passed && !finding.rederivable);
    }
}

#[test]
fn an_output_in_chunks_passes_for_its_digest_alone() {
    for (family, passes) in [("raster-digest", true), ("arithmetic-json", false)] {
        let mut script = Script::of(&derived(PROVIDER, 0, family));
        script.result = Box::new(|result| {
            let output = result.output.as_mut().unwrap();
            let digests = vec![vec![1; 32]; output.size_bytes.div_ceil(1_024) as usize];
            let chunk_bytes = 1_024;
            output.body = Some(content::Body::Chunks(ChunkList { chunk_bytes, digests }));
        });
        assert_eq!(verify(&script.play()).unwrap().passed, passes, "{family}");
    }
}

#[test]
fn a_canary_from_past_work_holds_but_is_not_rederivable() {
    let mut script = Script::sound();
    script.input = b"who wrote Middlemarch?".to_vec();
    script.answer = b" George Eliot\n".to_vec();
    let oracle = Oracle {
        form: Some(Form::Prefix("George Eliot".into())),
    };
    let input = content_digest(&script.input);
    let commitment = Commitment::new(id(PROVIDER), input, oracle, [5; 32]).unwrap();
    script.opening = CanaryOpening {
        salt: vec![5; 32],
        canary: Some(commitment.canary().clone()),
    };
    let finding = verify(&script.play()).unwrap();
    assert!(finding.passed && !finding.rederivable);
}

#[test]
fn nobody_commits_to_an_oracle_that_no_verifier_takes() {
    let commit = |form: Form| Commitment::new(id(PROVIDER), [1; 32], Oracle { form: Some(form) }, [5; 32]);
    let rule = |form: Form| commit(form).map(drop).map_err(|violation| violation.rule());
    assert_eq!(rule(Form::Json("[1]".into())), Ok(()));
    assert_eq!(rule(Form::Json("[1".into())), Err("CAN-1"));
    assert_eq!(rule(Form::ExactDigest(vec![1; 31])), Err("ENC-11"));
    let unsorted = ["b", "a"].map(String::from).to_vec();
    assert_eq!(rule(Form::OneOf(TextSet { values: unsorted })), Err("ENC-14"));
    assert_eq!(rule(Form::Prefix("x".repeat(4_097))), Err("ENC-10"));
    let committed = commit(Form::Json("[1]".into())).unwrap();
    assert_eq!((committed.salt(), &committed.canary().generator), (&[5; 32], &None));
}

#[test]
fn a_family_that_nobody_knows_makes_no_canary_rederivable() {
    let mut script = Script::sound();
    canary(&mut script).generator.as_mut().unwrap().family = "org.example-riddles".into();
    assert!(!verify(&script.play()).unwrap().rederivable);
}

#[test]
fn an_oracle_without_a_right_answer_is_no_verdict() {
    let mut script = Script::sound();
    canary(&mut script).oracle = Some(Oracle {
        form: Some(Form::Json("{".into())),
    });
    // The verdict breaks CAN-1 by itself, which within a case is REC-1.
    assert_eq!(broken(&script), "REC-1");
}

#[test]
fn a_blind_opens_to_nothing_else() {
    let mut script = Script::sound();
    script.acceptance = Box::new(|acceptance| acceptance.blind[31] ^= 1);
    assert_eq!(broken(&script), "CAN-2");

    let mut script = Script::sound();
    script.verdict = Box::new(|verdict| verdict.opening.as_mut().unwrap().salt[0] ^= 1);
    assert_eq!(broken(&script), "CAN-2");

    let mut script = Script::sound();
    script.verdict = Box::new(|verdict| {
        let canary = verdict.opening.as_mut().unwrap().canary.as_mut().unwrap();
        canary.oracle = Some(Oracle {
            form: Some(Form::Json("{}".into())),
        });
    });
    assert_eq!(broken(&script), "CAN-2");
}

#[test]
fn a_canary_of_another_provider_shows_nothing() {
    assert_eq!(broken(&Script::of(&derived(STRANGER, 0, "arithmetic-json"))), "CAN-3");
}

#[test]
fn a_canary_of_another_input_shows_nothing() {
    let other = derived(PROVIDER, 1, "arithmetic-json");
    let mut script = Script::sound();
    script.opening.canary = Some(other.commitment.canary().clone());
    assert_eq!(broken(&script), "CAN-4");
}

#[test]
fn an_irreversible_capability_is_never_probed() {
    fn set(terms: &mut Option<Terms>, effect: SideEffect) {
        terms.as_mut().unwrap().side_effect = effect.into();
    }
    for effect in [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible] {
        let mut script = Script::sound();
        script.offer = Box::new(move |offer| set(&mut offer.terms, effect));
        script.quote = Box::new(move |quote| set(&mut quote.terms, effect));
        if effect == SideEffect::Irreversible {
            assert_eq!(broken(&script), "CAN-5");
        } else {
            assert!(verify(&script.play()).is_ok(), "{effect:?}");
        }
    }
}

#[test]
fn a_verdict_comes_no_earlier_than_the_result() {
    let issued = |after_ms: i64| {
        let mut script = Script::sound();
        script.verdict = Box::new(move |verdict| {
            verdict.header.as_mut().unwrap().issued_at_ms = NOW + 4 * MINUTE + after_ms;
        });
        script
    };
    assert!(verify(&issued(0).play()).is_ok());
    assert_eq!(broken(&issued(-1)), "CAN-6");
}

#[test]
fn a_generator_has_to_make_both_input_and_oracle() {
    let mut script = Script::sound();
    canary(&mut script).generator.as_mut().unwrap().seed[0] ^= 1;
    assert_eq!(broken(&script), "CAN-7");

    // Another answer for the same input, of the same value: what the generator gives is bytes.
    let mut script = Script::sound();
    let Some(Form::Json(text)) = canary(&mut script).oracle.clone().unwrap().form else {
        unreachable!()
    };
    canary(&mut script).oracle = Some(Oracle {
        form: Some(Form::Json(text + " ")),
    });
    assert_eq!(broken(&script), "CAN-7");

    let mut script = Script::sound();
    script.input.push(b' ');
    canary(&mut script).input_digest = content_digest(&script.input).into();
    assert_eq!(broken(&script), "CAN-7");

    let mut script = Script::sound();
    canary(&mut script).generator.as_mut().unwrap().family = "table-lookup".into();
    assert_eq!(broken(&script), "CAN-7");
}

#[test]
fn a_verdict_says_what_the_oracle_says() {
    let lies = |outcome: CanaryOutcome| -> support::Edit<_> {
        Box::new(move |verdict: &mut casp_wire::v1::CanaryVerdict| verdict.outcome = outcome.into())
    };
    let mut script = Script::sound();
    script.verdict = lies(CanaryOutcome::Failed);
    assert_eq!(broken(&script), "CAN-8");
    script.answer = b"{}".to_vec();
    script.verdict = lies(CanaryOutcome::Passed);
    assert_eq!(broken(&script), "CAN-8");
}

#[test]
fn a_verdict_is_the_requesters_own() {
    for agent in [PROVIDER, STRANGER] {
        let mut script = Script::sound();
        script.verdict = Box::new(move |verdict| issuer(id(agent))(&mut verdict.header));
        assert_eq!(broken(&script), "CTR-4");
    }
}

#[test]
fn a_verdict_names_its_contract_and_its_result() {
    let mut script = Script::sound();
    script.verdict = Box::new(|verdict| verdict.contract[0] ^= 1);
    assert_eq!(broken(&script), "CTR-9");
    script.verdict = Box::new(|verdict| verdict.result[0] ^= 1);
    assert_eq!(broken(&script), "CTR-9");
}

#[test]
fn the_record_under_a_verdict_is_one_engagement() {
    let mut script = Script::sound();
    script.quote = Box::new(|quote| quote.offer[0] ^= 1);
    assert_eq!(broken(&script), "CTR-9");

    let mut script = Script::sound();
    script.quote = Box::new(|quote| issuer(id(STRANGER))(&mut quote.header));
    assert_eq!(broken(&script), "CTR-4");

    let mut script = Script::sound();
    script.quote = Box::new(|quote| quote.terms.as_mut().unwrap().behavior_digest[0] ^= 1);
    assert_eq!(broken(&script), "CTR-6");

    let mut script = Script::sound();
    script.acceptance = Box::new(|acceptance| acceptance.input_digest[0] ^= 1);
    assert_eq!(broken(&script), "CTR-8");

    let mut script = Script::sound();
    script.quote = Box::new(|quote| quote.terms.as_mut().unwrap().evidence.push("trace".into()));
    assert_eq!(broken(&script), "CTR-13");

    let mut script = Script::sound();
    script.quote = Box::new(|quote| {
        let header = quote.header.as_mut().unwrap();
        header.issued_at_ms += 10 * MINUTE;
        header.expires_at_ms += 10 * MINUTE;
    });
    assert_eq!(broken(&script), "REC-2");

    let mut script = Script::sound();
    script.quote = Box::new(|quote| quote.terms.as_mut().unwrap().deadline_ms = NOW + 3 * MINUTE);
    assert_eq!(broken(&script), "REC-3");
}

#[test]
fn every_member_has_to_verify_for_itself() {
    let spoil =
        |bundle: &mut Option<Bundle>| bundle.as_mut().unwrap().subject.as_mut().unwrap().signatures[0].sig[0] ^= 1;
    let members: [fn(&mut CanaryCase) -> &mut Option<Bundle>; 6] = [
        |case| &mut case.offer,
        |case| &mut case.quote,
        |case| &mut case.acceptance,
        |case| &mut case.request,
        |case| &mut case.result,
        |case| &mut case.verdict,
    ];
    let sound = Script::sound().play();
    for (index, member) in members.iter().enumerate() {
        let mut case = sound.clone();
        spoil(member(&mut case));
        assert_eq!(verify(&case).unwrap_err().rule(), "REC-1", "member {index}");

        // A sound statement of another kind, or of none.
        let mut case = sound.clone();
        *member(&mut case) = members[(index + 1) % 6](&mut sound.clone()).clone();
        let rule = verify(&case).unwrap_err().rule();
        assert!(["REC-1", "ENC-10"].contains(&rule), "member {index}: {rule}");
        *member(&mut case) = None;
        assert_eq!(verify(&case).unwrap_err().rule(), "ENC-9", "member {index}");
    }
}

#[test]
fn another_network_refuses_all_of_it() {
    let case = casp_wire::encode(&Script::sound().play());
    let refused = verify_case(&mut Verifier::new("other", None), &case).unwrap_err();
    assert_eq!(refused.rule(), "REC-1");
}

#[test]
fn a_case_past_its_greatest_size_is_not_read() {
    let mut verifier = Verifier::new(NETWORK, None);
    let at_most = verify_case(&mut verifier, &vec![0; MAX_CANARY_CASE_BYTES]).unwrap_err();
    assert_eq!((at_most.rule(), at_most.stage()), ("ENC-2", Stage::Encoding));
    let past = verify_case(&mut verifier, &vec![0; MAX_CANARY_CASE_BYTES + 1]).unwrap_err();
    assert_eq!((past.rule(), past.stage()), ("SIZ-1", Stage::Size));
}

#[test]
fn a_commitment_opens_as_a_verifier_asks() {
    let derived = derived(PROVIDER, 0, "arithmetic-json");
    let (commitment, canary) = (&derived.commitment, derived.commitment.canary());
    assert_eq!(commitment.blind(), blind(commitment.salt(), canary));

    let case = Script::of(&derived).play();
    let signed = casp_wire::encode(case.result.as_ref().unwrap());
    let recorded = Verifier::new(NETWORK, None)
        .verify_as_issued::<casp_task::TaskResultKind>(casp_identity::Signed::from_bytes(signed))
        .unwrap();
    let header = |after_ms| support::author(REQUESTER).lasting(None, NOW + 4 * MINUTE + after_ms);
    let open = |after_ms| commitment.open(header(after_ms), recorded.object_id(), recorded.message());
    assert_eq!(open(-1), Err(CanaryViolation::EarlyReveal));
    let verdict = open(0).unwrap();
    let sealed =
        casp_identity::Signed::<casp_canary::CanaryVerdictKind>::seal(&verdict, support::key(REQUESTER)).unwrap();
    let mut case = case;
    case.verdict = support::forge::lenient_bundle(sealed.as_bytes());
    assert!(verify(&case).unwrap().passed);

    let other = support::derived(STRANGER, 0, "arithmetic-json").commitment;
    let foreign = other.open(header(0), recorded.object_id(), recorded.message());
    assert_eq!(foreign, Err(CanaryViolation::CanaryForeign));
}
