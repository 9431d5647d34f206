//! Who may say what to whom (CTR-4).

use casp_wire::v1;

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::forge::{Key, Payload};
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for wrong in [Wrong::Issuer, Wrong::Audience, Wrong::Roles] {
        vectors.extend(by_requester(world, wrong));
        vectors.extend(by_provider(world, wrong));
    }
    vectors.extend(reports(world));
    vectors
}

/// What is wrong with issuer and audience.
#[derive(Clone, Copy)]
enum Wrong {
    /// Someone else says it to the right party.
    Issuer,
    /// The right party says it to someone else: the verifier, whose own statement it is.
    Audience,
    /// The parties have changed places.
    Roles,
}

impl Wrong {
    fn name(self) -> &'static str {
        match self {
            Self::Issuer => "by-a-stranger",
            Self::Audience => "to-a-stranger",
            Self::Roles => "by-the-other-party",
        }
    }

    fn spoil<T: Payload>(self, message: &mut T, stranger: &Key) {
        let header = message.header();
        match self {
            Self::Issuer => header.issuer = stranger.multikey(),
            Self::Audience => header.audience = stranger.multikey(),
            Self::Roles => std::mem::swap(&mut header.issuer, &mut header.audience),
        }
    }
}

fn story(world: &World) -> Story<'_> {
    Story::new(world, "book-parties")
}

fn refuses(story: Story<'_>, wrong: Wrong, kind: &str, twin: &str, before: &[&Said], said: &Said) -> Vector {
    let story = story.after(before.iter().copied());
    let fault = format!("{kind}-{}", wrong.name());
    story.refuses("CTR-4", &fault, &format!("book-engagement/{twin}"), said)
}

/// What the requester says.
fn by_requester(world: &World, wrong: Wrong) -> Vec<Vector> {
    // The verifier has to be the audience, or its own agent the issuer.
    let (deal, side) = match wrong {
        Wrong::Issuer => (Deal::as_provider(world), "provider"),
        Wrong::Audience | Wrong::Roles => (Deal::as_requester(world), "requester"),
    };
    let whole = deal.whole();
    let (contract, begun, done) = (whole.contract(), whole.begun(), whole.done());
    let carol = &world.carol;
    let acceptance = deal.acceptance(&whole.quote, |it| wrong.spoil(it, carol));
    let request = deal.request(&whole.acceptance, |it| wrong.spoil(it, carol));
    let cancel = deal.cancel(&whole.acceptance, |it| wrong.spoil(it, carol));
    let ack = deal.ack(&whole.acceptance, &whole.result, |it| wrong.spoil(it, carol));
    let steps: [(&str, &[&Said], &Said); 4] = [
        ("acceptance", &contract[..2], &acceptance),
        ("request", &contract, &request),
        ("cancel", &begun, &cancel),
        ("ack", &done, &ack),
    ];
    steps
        .into_iter()
        .map(|(kind, before, said)| refuses(story(world), wrong, kind, &format!("{side}-{kind}"), before, said))
        .collect()
}

/// What the provider says.
fn by_provider(world: &World, wrong: Wrong) -> Vec<Vector> {
    let (deal, side) = match wrong {
        Wrong::Issuer => (Deal::as_requester(world), "requester"),
        Wrong::Audience | Wrong::Roles => (Deal::as_provider(world), "provider"),
    };
    let whole = deal.whole();
    let begun = whole.begun();
    let carol = &world.carol;
    let quote = deal.quote(&whole.offer, |it| wrong.spoil(it, carol));
    let event = deal.event(&whole.acceptance, |it| wrong.spoil(it, carol));
    let result = deal.result(&whole.acceptance, &whole.request, |it| wrong.spoil(it, carol));
    let steps: [(&str, &[&Said], &Said); 3] = [
        ("quote", &begun[..1], &quote),
        ("event", &begun, &event),
        ("result", &begun, &result),
    ];
    steps
        .into_iter()
        .map(|(kind, before, said)| refuses(story(world), wrong, kind, &format!("{side}-{kind}"), before, said))
        .collect()
}

/// Reports have no audience, or any: issuer and subject have to be the parties.
fn reports(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let done = story(world).after(whole.done());
    let between = |issuer: &Key, subject: &Key| {
        deal.report(&whole.acceptance, &whole.result, |report: &mut v1::OutcomeReport| {
            report.header().issuer = issuer.multikey();
            report.subject = subject.multikey();
        })
    };
    let (alice, own, carol) = (&world.alice, &world.verifier, &world.carol);
    let twin = "book-engagement/provider-report-by-requester";
    let refuses = |fault, issuer, subject| done.refuses("CTR-4", fault, twin, &between(issuer, subject));
    let to_anyone = deal.report(&whole.acceptance, &whole.result, |report: &mut v1::OutcomeReport| {
        report.header().issuer = own.multikey();
        report.subject = alice.multikey();
        report.header().audience = carol.multikey();
    });
    vec![
        refuses("report-by-a-stranger-on-the-provider", carol, own),
        refuses("report-by-a-stranger-on-the-requester", carol, alice),
        refuses("report-by-the-requester-on-a-stranger", alice, carol),
        refuses("report-by-the-provider-on-a-stranger", own, carol),
        refuses("report-among-strangers", carol, &world.bob),
        done.accepts("report-to-anyone", &["CTR-4"], &to_anyone),
    ]
}
