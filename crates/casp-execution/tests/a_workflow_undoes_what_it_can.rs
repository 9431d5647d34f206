//! How a workflow goes on, and how it goes back.

#![allow(clippy::restriction, reason = "test code")]

mod workflow_support;

use casp_execution::workflow::{GivenError, Workflow, WorkflowEnding, WorkflowEvent, WorkflowRun};
use workflow_support::*;

/// Draws, stores, publishes, announces: the second and the last can be undone, the third cannot.
const PUBLISHING: &str = r#"
name = "publishing"
[inputs.brief]
media_type = "text/plain"

[[step]]
id = "draw"
capability = "org.example/draw"
output = "image/png"
inputs.prompt = { from = "brief", media_type = "text/plain" }
tries = 2
[[step.alternative]]
capability = "org.example/paint"

[[step]]
id = "store"
capability = "org.example/store"
side_effect = "reversible"
output = "text/uri-list"
inputs.picture = { from = "draw", media_type = "image/png" }
compensation = { capability = "org.example/delete", output = "text/plain", tries = 2 }

[[step]]
id = "publish"
capability = "org.example/publish"
side_effect = "irreversible"
output = "text/html"
inputs.picture = { from = "store", media_type = "text/uri-list" }

[[step]]
id = "book"
capability = "org.example/book-advert"
side_effect = "reversible"
output = "text/plain"
inputs.brief = { from = "brief", media_type = "text/plain" }
compensation = { capability = "org.example/cancel-advert", output = "text/plain" }

[[step]]
id = "announce"
capability = "org.example/announce"
side_effect = "reversible"
output = "text/plain"
after = ["publish"]
"#;

#[test]
fn steps_start_when_their_inputs_are_verified_and_are_bound_to_their_digests() {
    let mut played = Played::toml(PUBLISHING, 8);
    assert_eq!(played.running(), ["draw", "book"]);
    assert_eq!(played.started[0].inputs[0].content, output("brief", "text/plain"));
    played.end("draw", completed());
    assert_eq!(played.running(), ["book", "store"]);
    let bound = &played.started[2].inputs[0];
    assert_eq!(
        (bound.name.as_str(), &bound.content),
        ("picture", &output("draw", "image/png"))
    );
}

#[test]
fn irreversible_steps_go_last() {
    let mut played = Played::toml(PUBLISHING, 8);
    played.end("draw", completed()).end("store", completed());
    assert_eq!(
        played.running(),
        ["book"],
        "publishing waits for what can still fail without harm"
    );
    played.end("book", completed());
    assert_eq!(played.running(), ["publish"]);
    played.end("publish", completed());
    played.end("announce", completed());
    assert_eq!(played.done, [WorkflowEnding::Completed]);
}

#[test]
fn a_step_is_tried_again_and_then_in_another_way() {
    let mut played = Played::toml(PUBLISHING, 8);
    for _ in 0..3 {
        played.end("draw", exhausted());
    }
    let asked: Vec<_> = played
        .started
        .iter()
        .filter(|each| each.step == "draw")
        .map(|each| each.capability.as_str())
        .collect();
    let (draw, paint) = ("org.example/draw", "org.example/paint");
    assert_eq!(asked, [draw, draw, paint, paint]);
    played.end("draw", exhausted());
    assert_eq!(played.stopped.len(), 1, "the other is asked to stop");
    played.end("book", casp_execution::funnel::Ending::Stopped);
    let failed = WorkflowEnding::Failed {
        step: "draw".into(),
        is_undone: true,
    };
    assert_eq!(played.done, [failed]);
}

#[test]
fn what_was_done_is_undone_in_reverse_order() {
    let mut played = Played::toml(PUBLISHING, 8);
    played
        .end("draw", completed())
        .end("store", completed())
        .end("book", completed());
    played.end("publish", exhausted());
    assert_eq!(played.compensated(), ["book"], "one after the other");
    assert_eq!(
        played.started.last().unwrap().inputs[0].content,
        output("book", "text/plain")
    );
    played.end("book", completed());
    played.end("store", completed());
    assert_eq!(played.compensated(), ["book", "store"]);
    let failed = WorkflowEnding::Failed {
        step: "publish".into(),
        is_undone: true,
    };
    assert_eq!(played.done, [failed]);
}

#[test]
fn a_failed_compensation_is_told_and_the_others_go_on() {
    let mut played = Played::toml(PUBLISHING, 8);
    played
        .end("draw", completed())
        .end("store", completed())
        .end("book", completed());
    played.end("publish", exhausted());
    played.end("book", needs_look());
    played.end("store", exhausted()).end("store", exhausted());
    let failed = WorkflowEnding::Failed {
        step: "publish".into(),
        is_undone: false,
    };
    assert_eq!(played.done, [failed]);
    insta::assert_snapshot!(played.run.report().to_text());
}

#[test]
fn what_an_irreversible_step_stands_on_is_kept() {
    let mut played = Played::toml(PUBLISHING, 8);
    played
        .end("draw", completed())
        .end("store", completed())
        .end("book", completed())
        .end("publish", completed());
    played.end("announce", exhausted());
    assert_eq!(played.compensated(), ["book"]);
    played.end("book", completed());
    let failed = WorkflowEnding::Failed {
        step: "announce".into(),
        is_undone: false,
    };
    assert_eq!(played.done, [failed]);
    insta::assert_snapshot!(played.run.report().to_json());
}

#[test]
fn nothing_is_undone_while_somebody_has_to_look() {
    let mut played = Played::toml(PUBLISHING, 8);
    played
        .end("draw", completed())
        .end("store", completed())
        .end("book", completed());
    played.end("publish", needs_look());
    assert!(played.compensated().is_empty());
    assert_eq!(played.done, [WorkflowEnding::NeedsLook { step: "publish".into() }]);
}

#[test]
fn whoever_stops_a_workflow_has_it_undone() {
    let mut played = Played::toml(PUBLISHING, 8);
    played.end("book", completed());
    played.tell(WorkflowEvent::Stop);
    assert_eq!(played.stopped.len(), 1);
    // It was done before it heard of it.
    played.end("draw", completed());
    played.end("book", completed());
    assert_eq!(played.done, [WorkflowEnding::Stopped { is_undone: true }]);
    assert_eq!(
        played.states()[0],
        ("draw".into(), "verified"),
        "there is nothing to undo"
    );
    assert_eq!(played.states()[1], ("store".into(), "waiting"));
}

#[test]
fn an_output_of_another_media_type_is_of_no_use() {
    for (step, ends) in [("draw", "failed"), ("book", "needs-look")] {
        let mut played = Played::toml(PUBLISHING, 8);
        let run = played.under_way.iter().find(|each| each.step == step).unwrap().run;
        let wrong = Some(output("draw", "image/gif"));
        played.tell(WorkflowEvent::Ended {
            run,
            ending: completed(),
            output: wrong,
        });
        let state = played.states().into_iter().find(|(id, _)| id == step).unwrap();
        assert_eq!(
            state.1, ends,
            "one without effect has failed, of the other the effect is there"
        );
    }
}

#[test]
fn what_is_given_must_be_what_is_taken() {
    let workflow = Workflow::from_toml(PUBLISHING).unwrap();
    let start = |given: Vec<(&str, &str)>| {
        let given = given
            .into_iter()
            .map(|(name, media_type)| (name.to_owned(), output(name, media_type)));
        WorkflowRun::new(workflow.clone(), given.collect(), 1, NOW).map(drop)
    };
    let name = || "brief".to_owned();
    assert_eq!(start(vec![]), Err(GivenError::Missing { name: name() }));
    let (wants, gives) = ("text/plain".into(), "text/html".into());
    assert_eq!(
        start(vec![("brief", "text/html")]),
        Err(GivenError::Misfit {
            name: name(),
            wants,
            gives
        })
    );
    let more = vec![("brief", "text/plain"), ("more", "text/plain")];
    assert_eq!(start(more), Err(GivenError::Unknown { name: "more".into() }));
}
