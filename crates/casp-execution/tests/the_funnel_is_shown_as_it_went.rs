//! The report of one run as JSON, as a table and as a drawing.

#![allow(clippy::restriction, reason = "test code")]

mod funnel_support;

use casp_execution::funnel::{DeliveredAs, Event, ProbeVerdict, Report};
use casp_wire::v1::SideEffect;
use funnel_support::*;

/// Twelve candidates: two do not fit, one is not known well enough, some are silent, one lies, one is drifting, the ninth does it.
fn story() -> Run {
    let mut all = candidates(12);
    all[0] = found(1, vec![capability("org.example/write", 10)]);
    let mut bare = capability(CAPABILITY, 20);
    bare.evidence.clear();
    all[1] = found(2, vec![bare]);
    let mut known = Known::default();
    known.standings.insert(id(3), newcomer());
    known.passed.insert(id(9), 1);
    let mut plan = plan(SideEffect::None);
    plan.name = "a picture of <a & b>".into();
    plan.limits.candidates = 11;
    let mut run = Run::with(plan, all_tiers(), known, all);
    let of = |run: &mut Run, verdict| {
        run.quoted();
        let ticket = run.last();
        run.tell(Event::ProbeEnded { ticket, verdict });
    };
    run.quoted(); // 3
    of(&mut run, ProbeVerdict::Failed); // 4
    run.wait(); // 5 does not answer
    of(&mut run, ProbeVerdict::Unanswered); // 6
    let ticket = run.last();
    run.tell(Event::QuoteRefused { ticket }); // 7
    of(&mut run, ProbeVerdict::Passed); // 8
    run.quoted();
    let ticket = run.last();
    run.tell(Event::Delivered {
        ticket,
        status: DeliveredAs::Completed,
    });
    run.tell(Event::EvidenceFailed {
        ticket,
        fault: "PKG-6".into(),
    });
    run.quoted(); // 9 has passed before
    let ticket = run.last();
    run.tell(Event::Delivered {
        ticket,
        status: DeliveredAs::Completed,
    });
    run.tell(Event::EvidenceVerified { ticket });
    run.assert_balanced();
    run
}

fn report() -> Report {
    story().funnel.report()
}

#[test]
fn as_json() {
    insta::assert_snapshot!(report().to_json());
}

#[test]
fn as_a_table() {
    insta::assert_snapshot!(report().to_text());
}

#[test]
fn as_a_drawing() {
    insta::assert_snapshot!(report().to_svg());
}

#[test]
fn the_json_form_has_the_members_that_the_documentation_names() {
    let value: serde_json::Value = serde_json::from_str(&report().to_json()).unwrap();
    let members: Vec<&String> = value.as_object().unwrap().keys().collect();
    let documented = [
        "version",
        "task",
        "because",
        "started_ms",
        "ended_ms",
        "stages",
        "rounds",
        "candidates",
        "budget",
        "spent",
        "ending",
    ];
    assert_eq!(members, documented);
    assert_eq!(value["ending"]["kind"], "completed");
}

#[test]
fn text_of_others_stays_text_in_a_drawing() {
    let mut report = report();
    report.task.name = "</text><script>alert('1')</script>&\u{0}\u{ffff}".into();
    report.task.capability = "\" onload=\"x".into();
    let svg = report.to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{0}') && !svg.contains('\u{ffff}'));
    assert!(svg.contains("&lt;/text&gt;&lt;script&gt;alert(&#39;1&#39;)"));
    assert!(svg.contains("&quot; onload=&quot;x"));
}

#[test]
fn a_drawing_of_nobody_is_whole() {
    let report = Run::new(plan(SideEffect::None), Given::default(), Known::default())
        .funnel
        .report();
    let svg = report.to_svg();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("0 in, 0 on"));
}
