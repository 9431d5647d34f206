//! What did not come out as it must: one closed fold for each vector.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::report::Case;
use crate::report::describe::{Input, cut, inputs, visible};
use crate::runner::Kind;

use super::mark;
use super::overview::stderr;

/// Bytes of an input that are shown.
const SHOWN_BYTES: usize = 256;

/// Characters of a textual input that are shown.
const SHOWN_CHARS: usize = 512;

/// Lines of a rendering that are shown.
const SHOWN_LINES: usize = 64;

/// Lines of a peer's standard error that are shown with a vector.
const STDERR_LINES: usize = 8;

/// Failures of each rule that are shown with the rendering of their input. A run in which all fails stays a page that can
/// be opened.
const RENDERED_OF_EACH_RULE: usize = 10;

pub(super) struct Failures<'a> {
    peer: Option<&'a str>,
    rendered: HashMap<&'a str, usize>,
}

impl<'a> Failures<'a> {
    pub(super) fn new(peer: Option<&'a str>) -> Self {
        Self {
            peer,
            rendered: HashMap::new(),
        }
    }

    pub(super) fn list(mut self, cases: &[Case<'a>]) -> Markup {
        html! {
            @for case in cases {
                details.v data-p=[self.peer] data-a=(case.area()) data-s=(case.kind())
                    data-r=(case.vector.rules.join(" ")) {
                    summary {
                        (mark(*case)) " " span.id { (case.vector.id) } " "
                        // What came instead of an answer, or in what the answer differs.
                        span.short { (case.outcome()) }
                    }
                    @if case.kind() != Kind::NotRun { (self.body(*case)) }
                }
            }
        }
    }

    fn body(&mut self, case: Case<'a>) -> Markup {
        html! {
            dl {
                dt { "About" } dd { (case.vector.title) @if let Some(place) = case.place() {
                    " (" code { (place.file) @if let Some(line) = place.line { ":" (line) } } ")"
                } }
                @for (id, rule) in case.rules() {
                    dt { "Rule " (id) }
                    dd { @if let Some(rule) = rule {
                        (rule.text) " (" code { (rule.code) } ", " (rule.stage) ", " (rule.verdict) ")"
                    } @else { "not in SPEC.md" } }
                }
                @if !case.vector.prior.is_empty() { dt { "After" } dd { (case.after()) } }
                dt { "Expected" } dd { (case.expected()) }
                dt { "Came" } dd { (case.got()) ", after " (case.result.elapsed.as_millis()) " ms" }
                @if let Some(reason) = case.known() { dt { "Known" } dd { (visible(reason)) } }
                dt { "Sent" } dd { (case.vector.step.operation.name()) " at " (case.vector.step.now_ms) " ms" (self.input(case)) }
                @if !case.result.stderr.is_empty() {
                    dt { "Standard error" } dd { (stderr(&case.result.stderr, STDERR_LINES)) }
                }
                dt { "Replay" } dd { code { (visible(&case.replay())) } }
                dt { "Explain" } dd { code { (visible(&case.explain())) } }
            }
        }
    }

    fn input(&mut self, case: Case<'a>) -> Markup {
        let rendering = &case.vector.rendering;
        html! {
            @for (name, input) in inputs(&case.vector.step.operation) {
                @match input {
                    Input::Bytes(bytes) => {
                        pre tabindex="0" {
                            (name) ", " (bytes.len()) " bytes\n" (hex::encode(&bytes[..bytes.len().min(SHOWN_BYTES)]))
                            @if bytes.len() > SHOWN_BYTES { "… the first " (SHOWN_BYTES) "; `show` prints all" }
                        }
                    }
                    Input::Text(text) => pre tabindex="0" { (name) "\n\"" (cut(&visible(text), SHOWN_CHARS)) "\"" }
                }
            }
            @if !rendering.is_empty() {
                @if self.is_rendered(case) {
                    pre tabindex="0" aria-label="input field by field" {
                        "offset length field\n"
                        @for line in rendering.iter().take(SHOWN_LINES) { (visible(line)) "\n" }
                        @if rendering.len() > SHOWN_LINES { "… " (rendering.len() - SHOWN_LINES) " more lines; see Explain" }
                    }
                } @else {
                    p { "Field by field: see Explain. Shown here for the first " (RENDERED_OF_EACH_RULE) " failures of each rule." }
                }
            }
        }
    }

    /// Whether this one is among the first of its rule.
    fn is_rendered(&mut self, case: Case<'a>) -> bool {
        let rule = case.vector.rules.first().map_or("", String::as_str);
        let seen = self.rendered.entry(rule).or_default();
        *seen += 1;
        *seen <= RENDERED_OF_EACH_RULE
    }
}
