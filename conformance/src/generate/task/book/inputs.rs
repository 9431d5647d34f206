//! The input of a task is the one that was agreed (CTR-8).

use casp_wire::v1::{self, Content, content::Body};

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::engagement::{content_digest, inline, tagged};
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let story = Story::new(world, "book-inputs").after(whole.contract());
    let with = |input: Content| deal.request(&whole.acceptance, |it| it.input = Some(input));
    let mut vectors = fitting(world, &story, &with, &deal.input);
    vectors.extend(other(&story, &with, &deal.input));
    vectors.extend(agreed_otherwise(world));
    vectors
}

fn bytes(content: &Content) -> Vec<u8> {
    match &content.body {
        Some(Body::Inline(bytes)) => bytes.clone(),
        _ => vec![],
    }
}

/// The same input in every form.
fn fitting(world: &World, story: &Story<'_>, with: &dyn Fn(Content) -> Said, input: &Content) -> Vec<Vector> {
    let chunks = v1::ChunkList {
        chunk_bytes: 1_024,
        digests: vec![tagged("casp/v1/chunk", &[&bytes(input)])],
    };
    let chunked = Content {
        body: Some(Body::Chunks(chunks)),
        ..input.clone()
    };
    let elsewhere = Content {
        body: None,
        ..input.clone()
    };
    let mut empty = Deal::as_provider(world);
    empty.input = inline("text/plain", b"");
    let nothing = empty.whole();
    let empty_story = Story::new(world, "book-inputs").after(nothing.contract());
    vec![
        story.accepts("input-inline", &["CTR-8"], &with(input.clone())),
        story.accepts("input-in-chunks", &["CTR-8"], &with(chunked)),
        story.accepts("input-elsewhere", &["CTR-8"], &with(elsewhere)),
        empty_story.accepts("input-empty", &["CTR-8"], &nothing.request),
    ]
}

/// Another input.
fn other(story: &Story<'_>, with: &dyn Fn(Content) -> Said, input: &Content) -> Vec<Vector> {
    let mut reversed = bytes(input);
    reversed.reverse();
    let elsewhere = |edit: fn(&mut Content)| {
        let mut content = Content {
            body: None,
            ..input.clone()
        };
        edit(&mut content);
        with(content)
    };
    let of_type = |media_type: &str| {
        with(Content {
            media_type: media_type.to_owned(),
            ..input.clone()
        })
    };
    let refuses = |fault: &str, twin: &str, said: &Said| story.refuses("CTR-8", fault, twin, said);
    vec![
        refuses("input-other", "input-inline", &with(inline("text/plain", &reversed))),
        refuses("input-empty-instead", "input-inline", &with(inline("text/plain", b""))),
        refuses("media-type-other", "input-inline", &of_type("text/markdown")),
        refuses("media-type-longer", "input-inline", &of_type("text/plain2")),
        refuses("size-one-more", "input-elsewhere", &elsewhere(|it| it.size_bytes += 1)),
        refuses("size-one-less", "input-elsewhere", &elsewhere(|it| it.size_bytes -= 1)),
        refuses("size-zero", "input-elsewhere", &elsewhere(|it| it.size_bytes = 0)),
        refuses(
            "digest-off-by-a-bit",
            "input-elsewhere",
            &elsewhere(|it| it.digest[0] ^= 1),
        ),
    ]
}

/// Offer and acceptance say what the input is; that the request suits one of them is not enough.
fn agreed_otherwise(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let empty = Story::new(world, "book-inputs");
    let offer = deal.offer(|it| it.input_bytes += 1);
    let quote = deal.quote(&offer, |_| ());
    let longer = deal.whole_of(offer, quote);
    let whole = deal.whole();
    let acceptance = deal.acceptance(&whole.quote, |it| it.input_digest = content_digest(b"another input"));
    let request = deal.request(&acceptance, |_| ());
    vec![
        empty.clone().after(longer.contract()).refuses(
            "CTR-8",
            "size-other-than-offered",
            "input-inline",
            &longer.request,
        ),
        empty.after([&whole.offer, &whole.quote, &acceptance]).refuses(
            "CTR-8",
            "digest-other-than-accepted",
            "input-inline",
            &request,
        ),
    ]
}
