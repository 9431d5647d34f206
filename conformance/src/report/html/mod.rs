//! The report as one page of HTML that needs nothing from elsewhere.
//!
//! Templates escape every text that is put into them. What a peer said is made visible before that, so that no control
//! character and no change of direction reaches the reader. The page's policy lets its own style and script run, by their
//! digests, and nothing else; without script everything can be read, and only the filter is missing.

mod failure;
mod overview;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::generate::spec;
use crate::runner::Kind;

use super::case::areas_of;
use super::describe::short;
use super::{Case, Report, Standing};

use failure::Failures;
pub(super) use overview::{findings, verdict};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The report as a page.
pub fn html(report: &Report<'_>) -> String {
    let peer = report
        .run
        .declaration
        .as_ref()
        .map_or_else(|| "peer".to_owned(), |peer| short(&peer.name));
    page(
        &format!("{}: {peer}", Standing::of(report).headline()),
        &html! {
            h1 { "CASP conformance: " bdi { (peer) } }
            (overview::overview(report))
            (filter(&report.cases().collect::<Vec<_>>(), &[]))
            (vectors(report, None, true))
        },
    )
}

/// A page with this body.
pub(super) fn page(title: &str, body: &Markup) -> String {
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        source(STYLE),
        source(SCRIPT)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (body) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// What a policy names a text by.
fn source(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// Fields that narrow down which of these cases are shown. The script brings them to sight.
pub(super) fn filter(cases: &[Case<'_>], peers: &[&str]) -> Markup {
    if cases.is_empty() {
        return Markup::default();
    }
    let has_kind = |kind: &Kind| cases.iter().any(|case| case.kind() == *kind);
    let has_rule = |id: &&str| cases.iter().any(|case| case.vector.rules.iter().any(|rule| rule == id));
    let areas = areas_of(cases.iter().copied()).into_iter();
    let kinds = Kind::ALL.into_iter().filter(has_kind);
    let rules = spec::rules().iter().map(|rule| rule.id.as_str()).filter(has_rule);
    html! {
        form #filter hidden role="search" aria-label="Filter vectors" {
            @if !peers.is_empty() { (choice("peer", "Peer", peers.iter().copied())) }
            (choice("area", "Area", areas))
            (choice("status", "Outcome", kinds.map(Kind::name)))
            (choice("rule", "Rule", rules))
            label { "Text " input #text type="search" placeholder="id, code, words…" autocomplete="off"; }
            button type="reset" { "Clear" }
            output #count aria-live="polite" {}
        }
    }
}

fn choice<'a>(id: &str, name: &str, values: impl Iterator<Item = &'a str>) -> Markup {
    html! {
        label { (name) " "
            select id=(id) {
                option value="" { "all" }
                @for value in values { option { (value) } }
            }
        }
    }
}

/// The vectors of a run: what did not come out as it must, each with all there is to know, then the others in a table.
pub(super) fn vectors(report: &Report<'_>, peer: Option<&str>, others: bool) -> Markup {
    let (told, rest): (Vec<_>, Vec<_>) = report.cases().partition(|case| case.is_told());
    html! {
        @let unrun = rest.iter().find(|case| case.kind() == Kind::NotRun);
        @if let Some(case) = unrun { p { "Vectors were not run: " (case.outcome()) "." } }
        @if !told.is_empty() {
            section {
                // Under a peer's own heading where there are several.
                @if peer.is_some() { h3 { "What failed" } } @else { h2 { "What failed" } }
                (Failures::new(peer).list(&told))
            }
        }
        @if others && !rest.is_empty() {
            section {
                h2 { "Passed, not served, not run" }
                (table(&rest, peer))
            }
        }
    }
}

fn table(cases: &[Case<'_>], peer: Option<&str>) -> Markup {
    html! {
        table.vectors aria-label="Vectors that passed, that the peer does not serve, or that were not run" {
            thead { tr { th scope="col" { "Outcome" } th scope="col" { "Vector" } th scope="col" { "Rules" } } }
            tbody {
                @for case in cases {
                    tr.v data-p=[peer] data-a=(case.area()) data-s=(case.kind()) data-r=(case.vector.rules.join(" ")) {
                        td { (mark(*case)) }
                        th scope="row" { (case.vector.id) }
                        td { (case.vector.rules.join(", ")) }
                    }
                }
            }
        }
    }
}

/// The name of an outcome, coloured by what it means.
fn mark(case: Case<'_>) -> Markup {
    let class = match case.kind() {
        Kind::Passed => "good",
        _ if case.is_red() => "bad",
        Kind::NotServed => "none",
        _ => "known",
    };
    html! {
        b class=(class) { (case.kind()) @if case.known().is_some() { " (known)" } }
    }
}

/// The class of a standing's colour.
pub(super) const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Conformant => "good",
        Standing::Partial => "part",
        Standing::KnownFailures => "known",
        Standing::NotEnoughTested => "none",
        Standing::NotConformant => "bad",
    }
}
