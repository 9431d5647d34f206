//! What did not come out as it must: one closed fold for each vector.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::report::Case;
use crate::report::describe::{Input, cut, inputs, visible};

use super::mark;
use super::overview::stderr;

/// Bytes of an input that are shown.
const SHOWN_BYTES: usize = 1024;

/// Bytes of an input that are shown once a rule has had enough failures in full.
const FEW_BYTES: usize = 128;

/// Characters of a textual input that are shown.
const SHOWN_CHARS: usize = 512;

/// Lines of a rendering that are shown.
const SHOWN_LINES: usize = 64;

/// Lines of a peer's standard error that are shown with a vector.
const STDERR_LINES: usize = 8;

/// Failures of each rule whose input is shown in full and field by field. A run in which all fails stays a page that can
/// be opened.
const IN_FULL_OF_EACH_RULE: usize = 10;

pub(super) struct Failures<'a> {
    peer: Option<&'a str>,
    seen: HashMap<&'a str, usize>,
}

impl<'a> Failures<'a> {
    pub(super) fn new(peer: Option<&'a str>) -> Self {
        Self {
            peer,
            seen: HashMap::new(),
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
                    (self.body(*case))
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
        let in_full = self.is_in_full(case);
        let most = if in_full { SHOWN_BYTES } else { FEW_BYTES };
        html! {
            @for (name, input) in inputs(&case.vector.step.operation) {
                @match input {
                    Input::Bytes(bytes) => {
                        pre tabindex="0" {
                            (name) ", " (bytes.len()) " bytes"
                            @if bytes.len() > most { ", the first " (most) " (`show` prints all)" }
                            "\n" (hex::encode(bytes.get(..most).unwrap_or(&bytes)))
                        }
                    }
                    Input::Text(text) => pre tabindex="0" { (name) "\n\"" (cut(&visible(&text), SHOWN_CHARS)) "\"" }
                }
            }
            @if in_full { (fields(&case.vector.rendering)) }
            @else {
                p { "Shown in full and field by field for the first " (IN_FULL_OF_EACH_RULE) " failures of a rule; else by Explain." }
            }
        }
    }

    /// Whether this one is among the first of its rule.
    fn is_in_full(&mut self, case: Case<'a>) -> bool {
        let rule = case.vector.rules.first().map_or("", String::as_str);
        let seen = self.seen.entry(rule).or_default();
        *seen += 1;
        *seen <= IN_FULL_OF_EACH_RULE
    }
}

/// The rendering that a vector comes with.
fn fields(rendering: &[String]) -> Markup {
    html! {
        @if !rendering.is_empty() {
            pre.fields tabindex="0" aria-label="input field by field" {
                "   at bytes field\n"
                @for line in rendering.iter().take(SHOWN_LINES) { (visible(line)) "\n" }
                @if rendering.len() > SHOWN_LINES { "… " (rendering.len() - SHOWN_LINES) " more lines; see Explain" }
            }
        }
    }
}
