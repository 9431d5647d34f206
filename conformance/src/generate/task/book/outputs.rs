//! An output is of the media type that was agreed (CTR-16).

use casp_wire::v1::{self, Content, TaskStatus, content::Body};

use super::deal::{Deal, Said, Whole};
use super::story::Story;
use crate::generate::engagement::{inline, tagged};
use crate::generate::world::World;
use crate::vector::Vector;

/// What was agreed; the input is `text/plain`.
const AGREED: &str = "application/json";

const AS_AGREED: &str = "as-agreed";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = received(world);
    vectors.extend(without_output(world));
    vectors.extend(own(world));
    vectors
}

/// A contract on such outputs, and its task request.
struct Begun<'a> {
    deal: Deal<'a>,
    whole: Whole,
    story: Story<'a>,
}

impl<'a> Begun<'a> {
    fn new(deal: Deal<'a>) -> Self {
        let deal = deal.on(|terms| AGREED.clone_into(&mut terms.output_media_type));
        let whole = deal.whole();
        let story = Story::new(deal.world, "book-outputs").after(whole.begun());
        Self { deal, whole, story }
    }

    fn result(&self, status: TaskStatus, output: Option<Content>) -> Said {
        self.deal.result(&self.whole.acceptance, &self.whole.request, |it| {
            it.status = status.into();
            it.output = output;
        })
    }
}

/// The same text in several forms.
fn forms(world: &World, media_type: &str) -> [(&'static str, Content); 4] {
    let text = format!("{{\"answer\":\"{}\"}}", world.draw("agreed output").word());
    let content = inline(media_type, text.as_bytes());
    let list = v1::ChunkList {
        chunk_bytes: 1_024,
        digests: vec![tagged("casp/v1/chunk", &[text.as_bytes()])],
    };
    let chunked = Content {
        body: Some(Body::Chunks(list)),
        ..content.clone()
    };
    let elsewhere = Content {
        body: None,
        ..content.clone()
    };
    [
        ("", content),
        ("-in-chunks", chunked),
        ("-elsewhere", elsewhere),
        ("-empty", inline(media_type, b"")),
    ]
}

fn received(world: &World) -> Vec<Vector> {
    let begun = Begun::new(Deal::as_requester(world));
    let story = &begun.story;
    let completed = |content: Content| begun.result(TaskStatus::Completed, Some(content));
    let mut vectors = Vec::new();
    for (form, content) in forms(world, AGREED) {
        vectors.push(story.accepts(&format!("{AS_AGREED}{form}"), &["CTR-16"], &completed(content)));
    }
    for (form, content) in forms(world, "text/markdown") {
        let (fault, twin) = (format!("other{form}"), format!("{AS_AGREED}{form}"));
        vectors.push(story.refuses("CTR-16", &fault, &twin, &completed(content)));
    }
    let others = [
        ("that-of-the-input", "text/plain"),
        ("of-another-tree", "text/json"),
        ("shorter", "application/jso"),
        ("longer", "application/json5"),
        ("with-suffix", "application/ld+json"),
    ];
    for (fault, media_type) in others {
        let [(_, content), ..] = forms(world, media_type);
        vectors.push(story.refuses("CTR-16", fault, AS_AGREED, &completed(content)));
    }
    let in_part = |media_type: &str| {
        let [(_, content), ..] = forms(world, media_type);
        begun.result(TaskStatus::Partial, Some(content))
    };
    let cancelled = story.clone().after([&begun.whole.cancel]);
    vectors.extend([
        story.accepts("in-part", &["CTR-16"], &in_part(AGREED)),
        story.refuses("CTR-16", "in-part-other", "in-part", &in_part("text/plain")),
        cancelled.accepts("in-part-after-a-cancel", &["CTR-16"], &in_part(AGREED)),
        cancelled.refuses(
            "CTR-16",
            "in-part-other-after-a-cancel",
            "in-part-after-a-cancel",
            &in_part("text/plain"),
        ),
    ]);
    vectors
}

/// Where there is no output there is no type either.
fn without_output(world: &World) -> Vec<Vector> {
    let begun = Begun::new(Deal::as_requester(world));
    let statuses = [
        ("failed", TaskStatus::Failed),
        ("cancelled", TaskStatus::Cancelled),
        ("indeterminate", TaskStatus::Indeterminate),
    ];
    let accept = |(name, status)| begun.story.accepts(name, &["CTR-16"], &begun.result(status, None));
    statuses.into_iter().map(accept).collect()
}

/// Nor may a provider say it itself.
fn own(world: &World) -> Vec<Vector> {
    let begun = Begun::new(Deal::as_provider(world));
    let of = |media_type: &str| {
        let [(_, content), ..] = forms(world, media_type);
        begun.result(TaskStatus::Completed, Some(content))
    };
    vec![
        begun.story.accepts("own-as-agreed", &["CTR-16"], &of(AGREED)),
        begun
            .story
            .refuses("CTR-16", "own-that-of-the-input", "own-as-agreed", &of("text/plain")),
    ]
}
