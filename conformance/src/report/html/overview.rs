//! The head of the page: the verdict and what it rests on, what no vector stands for, the table by area.

use maud::{Markup, html};

use crate::driver::{OPERATIONS, SPEC_VERSION};
use crate::report::case::{last_lines, shown};
use crate::report::describe::{short, visible};
use crate::report::{Report, Standing, Tally, caveats};
use crate::runner::Kind;

use super::class;

/// Lines of a peer's standard error that are shown with a finding.
const STDERR_LINES: usize = 20;

pub(super) fn overview(report: &Report<'_>) -> Markup {
    html! {
        (verdict(report))
        (facts(report))
        (findings(report))
        (areas(report))
    }
}

/// The verdict, and what it does not cover.
pub(in crate::report) fn verdict(report: &Report<'_>) -> Markup {
    let total = Tally::of(report.run);
    let caveats = caveats(report);
    html! {
        p class=(format!("verdict {}", class(Standing::of(report)))) {
            strong { (Standing::of(report).headline()) }
            " " (total.get(Kind::Passed)) " passed, " (total.red()) " failed, " (total.skipped()) " skipped"
        }
        @if !caveats.is_empty() {
            ul.caveats { @for caveat in caveats { li { (caveat) } } }
        }
    }
}

fn facts(report: &Report<'_>) -> Markup {
    let run = report.run;
    let rate = run.codes();
    html! {
        dl.facts {
            @if let Some(peer) = &run.declaration {
                dt { "Peer" }
                dd { bdi { (short(&peer.name)) } " " bdi { (short(&peer.version)) } ", " bdi { (short(&peer.language)) } }
                @let unserved: Vec<_> = OPERATIONS.into_iter().filter(|operation| !peer.serves(operation)).collect();
                @if !unserved.is_empty() { dt { "Unserved" } dd { (unserved.join(", ")) } }
                dt { "Codes" }
                dd {
                    (rate.matched) " of " (rate.of) " refusals bear an admissible code ("
                    @if peer.reports_codes() { "declared)" } @else { "not declared, so not required)" }
                }
            } @else {
                dt { "Peer" } dd { "gave no valid hello" }
            }
            dt { "Command" } dd { code { (visible(&report.settings.command.to_string())) } }
            dt { "Vectors" } dd { code { (report.suite.source) } " (SPEC.md version " (SPEC_VERSION) ")" }
            @if let Some(profile) = report.profile {
                dt { "Profile" } dd { (profile) ": every vector must be served" }
            }
            dt { "Run" }
            dd { (run.elapsed.as_millis()) " ms, " (report.settings.codec) " codec, run seed " (report.settings.seed) }
        }
    }
}

/// What is wrong besides answers to vectors.
pub(in crate::report) fn findings(report: &Report<'_>) -> Markup {
    let run = report.run;
    html! {
        @if !run.findings.is_empty() || !run.stale.is_empty() {
            section {
                h3 { "Findings that no vector stands for" }
                ul.findings {
                    @for finding in &run.findings {
                        li {
                            b.bad { (finding.name()) } " " (shown(&finding.to_string()))
                            (stderr(finding.stderr(), STDERR_LINES))
                        }
                    }
                    @for stale in &run.stale {
                        li { b.bad { "stale-known-failure" } " " (shown(&stale.to_string())) }
                    }
                }
            }
        }
    }
}

/// The end of what a peer wrote to standard error.
pub(super) fn stderr(text: &str, most: usize) -> Markup {
    let (skipped, lines) = last_lines(text, most);
    html! {
        @if !lines.is_empty() {
            pre tabindex="0" aria-label="standard error" {
                @if skipped > 0 { "[" (skipped) " lines before this]\n" }
                @for line in lines { (line) "\n" }
            }
        }
    }
}

fn areas(report: &Report<'_>) -> Markup {
    let areas = Tally::by_area(report.run);
    let total = Tally::of(report.run);
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| total.get(*kind) > 0).collect();
    let known = total.known() > 0;
    let rows = areas.iter().map(|(name, tally)| (name.as_str(), tally));
    html! {
        section {
            h2 { "Outcomes by area" }
            section.wide tabindex="0" aria-label="Outcomes by area" {
                table.numbers {
                    thead {
                        tr {
                            th scope="col" { "Area" }
                            th scope="col" { "Vectors" }
                            @for kind in &kinds { th scope="col" { (kind) } }
                            @if known { th scope="col" { "known" } }
                        }
                    }
                    tbody {
                        @for (name, tally) in rows.chain([("total", &total)]) {
                            tr {
                                th scope="row" { (name) }
                                td { (tally.vectors()) }
                                @for kind in &kinds {
                                    td class=[(kind.is_red() && tally.get(*kind) > 0 && tally.red() > 0).then_some("bad")] { (tally.get(*kind)) }
                                }
                                @if known { td { (tally.known()) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
