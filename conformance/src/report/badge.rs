//! The report as a badge: an SVG image that needs nothing from elsewhere.

use maud::{Markup, html};

use crate::driver::SPEC_VERSION;
use crate::runner::{Kind, Source};

use super::describe::short;
use super::standing::scope;
use super::{Report, Standing, Tally, caveats};

/// Height of the image.
const HEIGHT: u32 = 20;

/// Room at both ends of a text.
const MARGIN: u32 = 7;

/// Size of the letters.
const FONT_SIZE: u32 = 11;

/// The report as a badge. What it says in a few words is true of all published vectors or says of what else; its title
/// tells the rest.
pub fn badge(report: &Report<'_>) -> String {
    let left = format!("CASP v{SPEC_VERSION}");
    let right = message(report);
    let title = title(report);
    let [left_width, right_width] = [&left, &right].map(|text| width(text) + 2 * MARGIN);
    let all = left_width + right_width;
    let image = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(all) height=(HEIGHT) viewBox=(format!("0 0 {all} {HEIGHT}"))
            role="img" aria-label=(format!("{left}: {right}")) {
            title { (title) }
            rect width=(all) height=(HEIGHT) rx="3" fill="#3d444d" {}
            path d=(right_half(left_width, all)) fill=(colour(Standing::of(report))) {}
            (label(&left, MARGIN))
            (label(&right, left_width + MARGIN))
        }
    };
    image.into_string() + "\n"
}

/// What the badge says right of the name: how many vectors passed, of how many it is measured by.
fn message(report: &Report<'_>) -> String {
    let tally = Tally::of(report.run);
    let (passed, of) = (tally.get(Kind::Passed), scope(report));
    let tested = Kind::ALL.into_iter().filter(|kind| kind.is_tested());
    let words = match Standing::of(report) {
        Standing::Conformant => "conformant".to_owned(),
        Standing::NotConformant => "not conformant".to_owned(),
        Standing::KnownFailures if tally.known() == 1 => "1 known failure".to_owned(),
        Standing::KnownFailures => format!("{} known failures", tally.known()),
        Standing::NotEnoughTested if tested.map(|kind| tally.get(kind)).sum::<usize>() == 0 => {
            return "nothing tested".to_owned();
        }
        Standing::NotEnoughTested => "not enough tested".to_owned(),
        Standing::Partial => part(report),
    };
    format!("{words} {passed}/{of}")
}

/// What a run was a part of, or what else it was of.
fn part(report: &Report<'_>) -> String {
    match (&report.suite.source, report.vectors, report.profile) {
        (Source::Fresh { .. }, ..) => "unpublished vectors".to_owned(),
        (_, Some(_), _) => "other vectors".to_owned(),
        (_, _, Some(profile)) if scope(report) < report.suite.vectors.len() => format!("{profile} only"),
        _ => "partial".to_owned(),
    }
}

fn title(report: &Report<'_>) -> String {
    let tally = Tally::of(report.run);
    let peer = report.run.declaration.as_ref().map_or_else(
        || "a peer without valid hello".to_owned(),
        |peer| {
            format!(
                "{} {} ({})",
                short(&peer.name),
                short(&peer.version),
                short(&peer.language)
            )
        },
    );
    let mut sentences = vec![
        format!(
            "CASP version {SPEC_VERSION}, {peer}: {}",
            Standing::of(report).headline()
        ),
        format!("{} of {} vectors passed", tally.get(Kind::Passed), tally.vectors()),
    ];
    if tally.red() > 0 {
        sentences.push(format!("{} failed", tally.red()));
    }
    let findings = report.run.findings.len() + report.run.stale.len();
    if findings > 0 {
        sentences.push(format!("{findings} findings besides"));
    }
    sentences.extend(caveats(report));
    sentences.push(format!("vectors {}", report.suite.source));
    sentences.join("; ")
}

/// A colour on which white text has a contrast of at least 4.5 to 1.
const fn colour(standing: Standing) -> &'static str {
    match standing {
        Standing::Conformant => "#1a7f37",
        Standing::Partial => "#0b5fa5",
        Standing::KnownFailures => "#8a5a00",
        Standing::NotEnoughTested => "#6a7079",
        Standing::NotConformant => "#b42318",
    }
}

/// The outline of the right half, with the corners of the whole.
fn right_half(from: u32, to: u32) -> String {
    let (edge, bottom) = (to - 3, HEIGHT - 3);
    format!("M{from} 0H{edge}a3 3 0 0 1 3 3V{bottom}a3 3 0 0 1-3 3H{from}z")
}

fn label(text: &str, x: u32) -> Markup {
    html! {
        // The length is stated, so that another font than the one it was reckoned for fits as well.
        text x=(x) y="14" fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size=(FONT_SIZE)
            textLength=(width(text)) lengthAdjust="spacingAndGlyphs" { (text) }
    }
}

/// About how wide a text is, in the letters of Verdana.
fn width(text: &str) -> u32 {
    let tenths = |c: char| match c {
        'i' | 'j' | 'l' | ' ' => 35,
        'f' | 'r' | 't' | '/' | '-' => 45,
        'm' | 'w' => 95,
        c if c.is_ascii_uppercase() => 75,
        _ => 67,
    };
    text.chars().map(tenths).sum::<u32>() / 10
}
