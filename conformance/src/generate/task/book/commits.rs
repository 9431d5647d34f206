//! What cannot be undone is prepared and committed to: statements in their place, once, in time, of the right party
//! (CTR-1 to CTR-5, CTR-9, CTR-10, CTR-12, CTR-17), and when they are needed (CTR-18, CTR-19).

use casp_wire::v1::TaskStatus::{Cancelled, Completed, Failed, Indeterminate, Partial};
use casp_wire::v1::{self, SideEffect};

use super::deal::{Committed, Deal, Said};
use super::story::Story;
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{ONE_SHOT_SKEW, SECOND, World};
use crate::vector::{Vector, Verdict};

const PREPARED: &str = "provider-prepared";
const COMMITTED: &str = "provider-commit";
const DONE: &str = "provider-result";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = in_order(world);
    vectors.extend(antecedents(world));
    vectors.extend(parties(world));
    vectors.extend(once(world));
    vectors.extend(names(world));
    vectors.extend(deadlines(world));
    vectors.extend(closed(world));
    vectors.extend(early(world));
    vectors.extend(needed(world));
    vectors.extend(needless(world));
    vectors
}

fn book(world: &World) -> Story<'_> {
    Story::new(world, "book-commits")
}

fn provider(world: &World) -> Deal<'_> {
    Deal::as_provider(world).irreversible()
}

fn requester(world: &World) -> Deal<'_> {
    Deal::as_requester(world).irreversible()
}

/// Either party's book, from prepared to ack.
fn in_order(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (side, deal) in [("provider", provider(world)), ("requester", requester(world))] {
        let whole = deal.committed();
        let steps: [(&str, &[&str], Vec<&Said>, &Said); 4] = [
            (
                "prepared",
                &["CTR-3", "CTR-9", "CTR-19"],
                whole.begun().to_vec(),
                &whole.prepared,
            ),
            (
                "commit",
                &["CTR-3", "CTR-7", "CTR-9"],
                whole.prepared().to_vec(),
                &whole.commit,
            ),
            (
                "result",
                &["CTR-3", "CTR-9", "CTR-18"],
                whole.allowed().to_vec(),
                &whole.result,
            ),
            ("ack", &["CTR-3", "CTR-9"], whole.done().to_vec(), &whole.ack),
        ];
        for (name, rules, before, said) in steps {
            vectors.push(
                book(world)
                    .after(before)
                    .accepts(&format!("{side}-{name}"), rules, said),
            );
        }
    }
    vectors
}

/// CTR-3.
fn antecedents(world: &World) -> Vec<Vector> {
    let deal = provider(world);
    let whole = deal.committed();
    let begun = whole.begun();
    let contract = &begun[..3];
    let refuses = |story: Story<'_>, fault: &str, twin: &str, said: &Said| story.refuses("CTR-3", fault, twin, said);
    let of = |before: &[&Said]| book(world).after(before.iter().copied());
    let prepared = |contract: &Said| deal.prepared(contract, &whole.request, |_| ());
    let commit = |contract: &Said| deal.commit(contract, &whole.prepared, |_| ());
    let foreign = deal.prepared(&whole.acceptance, &whole.offer, |_| ());
    vec![
        refuses(of(contract), "prepared-without-request", PREPARED, &whole.prepared),
        refuses(
            of(&begun[..2]),
            "prepared-without-acceptance",
            PREPARED,
            &whole.prepared,
        ),
        refuses(
            of(&begun),
            "prepared-naming-the-request",
            PREPARED,
            &prepared(&whole.request),
        ),
        refuses(of(&begun), "commit-without-prepared", COMMITTED, &whole.commit),
        refuses(of(contract), "commit-without-request", COMMITTED, &whole.commit),
        refuses(of(&[]), "commit-without-anything", COMMITTED, &whole.commit),
        refuses(
            of(&whole.prepared()),
            "commit-naming-the-request",
            COMMITTED,
            &commit(&whole.request),
        ),
        refuses(
            of(&begun).refused(&foreign, Verdict::Reject),
            "commit-of-a-refused-prepared-statement",
            COMMITTED,
            &whole.commit,
        ),
    ]
}

/// CTR-4, and HDR-2 of what comes back.
fn parties(world: &World) -> Vec<Vector> {
    let (asked, asking) = (provider(world), requester(world));
    let (whole, own) = (asked.committed(), asking.committed());
    let carol = world.carol.multikey();
    let strangers = asking.prepared(&own.acceptance, &own.request, |it| {
        it.header().issuer.clone_from(&carol)
    });
    let to_carol = asked.prepared(&whole.acceptance, &whole.request, |it| {
        it.header().audience.clone_from(&carol)
    });
    let swapped = asked.prepared(&whole.acceptance, &whole.request, |it| {
        let header = it.header();
        std::mem::swap(&mut header.issuer, &mut header.audience);
    });
    let by_carol = asked.commit(&whole.acceptance, &whole.prepared, |it| {
        it.header().issuer.clone_from(&carol)
    });
    let commit_to_carol = asking.commit(&own.acceptance, &own.prepared, |it| {
        it.header().audience.clone_from(&carol)
    });
    let by_provider = asking.commit(&own.acceptance, &own.prepared, |it| {
        let header = it.header();
        std::mem::swap(&mut header.issuer, &mut header.audience);
    });
    let of = |before: &[&Said], rule: &str, fault: &str, twin: &str, said: &Said| {
        book(world)
            .after(before.iter().copied())
            .refuses(rule, fault, twin, said)
    };
    let (begun, prepared) = (whole.begun(), whole.prepared());
    let (own_begun, own_prepared) = (own.begun(), own.prepared());
    let mine = "requester-prepared";
    vec![
        of(&own_begun, "CTR-4", "prepared-by-a-stranger", mine, &strangers),
        of(&begun, "CTR-4", "prepared-to-a-stranger", PREPARED, &to_carol),
        of(&begun, "CTR-4", "prepared-by-the-requester", PREPARED, &swapped),
        of(&prepared, "CTR-4", "commit-by-a-stranger", COMMITTED, &by_carol),
        of(
            &own_prepared,
            "CTR-4",
            "commit-to-a-stranger",
            "requester-commit",
            &commit_to_carol,
        ),
        of(
            &own_prepared,
            "CTR-4",
            "commit-by-the-provider",
            "requester-commit",
            &by_provider,
        ),
        of(
            &begun,
            "HDR-2",
            "prepared-comes-back",
            PREPARED,
            &whole.prepared.received(),
        ),
        of(
            &own_prepared,
            "HDR-2",
            "commit-comes-back",
            "requester-commit",
            &own.commit.received(),
        ),
        of(
            &own_begun,
            "HDR-2",
            "prepared-of-another-as-own",
            mine,
            &own.prepared.as_own(),
        ),
        of(
            &prepared,
            "HDR-2",
            "commit-of-another-as-own",
            COMMITTED,
            &whole.commit.as_own(),
        ),
    ]
}

/// CTR-1, CTR-2 and CTR-5.
fn once(world: &World) -> Vec<Vector> {
    let (asked, asking) = (provider(world), requester(world));
    let (whole, own) = (asked.committed(), asking.committed());
    let (second, own_second) = (
        asked.clone().named("a second time"),
        asking.clone().named("a second time"),
    );
    let prepared = own_second.prepared(&own.acceptance, &own.request, |it| asking.at(it, own.prepared.at + 1));
    let own_prepared = second.prepared(&whole.acceptance, &whole.request, |it| {
        asked.at(it, whole.prepared.at + 1)
    });
    let commit = second.commit(&whole.acceptance, &whole.prepared, |it| {
        asked.at(it, whole.commit.at + 1)
    });
    let own_commit = own_second.commit(&own.acceptance, &own.prepared, |it| asking.at(it, own.commit.at + 1));
    let reused = asking.prepared(&own.acceptance, &own.request, |it| {
        it.header().nonce = asking.nonce(Kind::Quote);
    });
    let reusing = asked.commit(&whole.acceptance, &whole.prepared, |it| {
        it.header().nonce = asked.nonce(Kind::TaskRequest);
    });
    let of = |before: &[&Said]| book(world).after(before.iter().copied());
    let again = |before: &[&Said], fault: &str, twin: &str, said: &Said| {
        of(before).refuses_at("CTR-1", fault, twin, said.at + 1, said)
    };
    let refuses = |rule: &str, before: &[&Said], fault: &str, twin: &str, said: &Said| {
        of(before).refuses(rule, fault, twin, said)
    };
    vec![
        again(&own.prepared(), "prepared-again", "requester-prepared", &own.prepared),
        again(&whole.prepared(), "own-prepared-again", PREPARED, &whole.prepared),
        again(&whole.allowed(), "commit-again", COMMITTED, &whole.commit),
        of(&whole.done()).refuses_at(
            "CTR-1",
            "commit-again-after-the-result",
            COMMITTED,
            whole.result.at + 1,
            &whole.commit,
        ),
        refuses(
            "CTR-2",
            &own.begun(),
            "prepared-with-the-nonce-of-the-quote",
            "requester-prepared",
            &reused,
        ),
        refuses(
            "CTR-2",
            &whole.prepared(),
            "commit-with-the-nonce-of-the-request",
            COMMITTED,
            &reusing,
        ),
        refuses(
            "CTR-5",
            &own.prepared(),
            "second-prepared",
            "requester-prepared",
            &prepared,
        ),
        refuses(
            "CTR-5",
            &whole.prepared(),
            "second-own-prepared",
            PREPARED,
            &own_prepared,
        ),
        refuses("CTR-5", &whole.allowed(), "second-commit", COMMITTED, &commit),
        refuses(
            "CTR-5",
            &own.allowed(),
            "second-own-commit",
            "requester-commit",
            &own_commit,
        ),
    ]
}

/// CTR-9.
fn names(world: &World) -> Vec<Vector> {
    let deal = provider(world);
    let whole = deal.committed();
    let other = deal.clone().named("another deal").committed();
    // Both engagements have come as far.
    let pairs = |count: usize| {
        let both = whole.allowed().into_iter().zip(other.allowed()).take(count);
        both.flat_map(|(one, another)| [one, another]).collect::<Vec<&Said>>()
    };
    let of = |count: usize, fault: &str, twin: &str, said: &Said| {
        book(world).after(pairs(count)).refuses("CTR-9", fault, twin, said)
    };
    let prepared = |request: &Said| deal.prepared(&whole.acceptance, request, |_| ());
    let commit = |prepared: &Said| deal.commit(&whole.acceptance, prepared, |_| ());
    let result = |commit: &Said| deal.result(&whole.acceptance, &whole.request, |it| it.commit = commit.id());
    let failed = |commit: &Said| {
        deal.result(&whole.acceptance, &whole.request, |it| {
            it.commit = commit.id();
            it.status = Failed.into();
            it.output = None;
        })
    };
    vec![
        of(4, "prepared-of-another-request", PREPARED, &prepared(&other.request)),
        of(
            4,
            "prepared-naming-the-acceptance-as-request",
            PREPARED,
            &prepared(&whole.acceptance),
        ),
        of(
            5,
            "commit-of-another-prepared-statement",
            COMMITTED,
            &commit(&other.prepared),
        ),
        of(
            5,
            "commit-naming-the-request-as-prepared",
            COMMITTED,
            &commit(&whole.request),
        ),
        of(6, "result-of-another-commit", DONE, &result(&other.commit)),
        of(
            6,
            "result-naming-the-prepared-statement-as-commit",
            DONE,
            &result(&whole.prepared),
        ),
        // Where the book holds no commit, a result names none.
        of(5, "result-of-a-commit-that-never-came", DONE, &result(&whole.commit)),
        of(
            4,
            "failed-result-of-a-commit-that-never-came",
            DONE,
            &failed(&whole.commit),
        ),
    ]
}

/// CTR-10: before the quote's deadline.
fn deadlines(world: &World) -> Vec<Vector> {
    const DEADLINE: i64 = 600 * SECOND;
    let deadline = world.issued + DEADLINE;
    let asking = requester(world).on(|terms| terms.deadline_ms = deadline);
    let asked = provider(world).on(|terms| terms.deadline_ms = deadline);
    let (own, whole) = (asking.committed(), asked.committed());
    let prepared = |at: i64| asking.prepared(&own.acceptance, &own.request, |it| asking.at(it, at));
    let commit = |at: i64| asked.commit(&whole.acceptance, &whole.prepared, |it| asked.at(it, at));
    let end = DEADLINE + ONE_SHOT_SKEW;
    let around = |kind: &str, before: &[&Said], said: &dyn Fn(i64) -> Said| {
        let story = book(world).after(before.iter().copied());
        let name = |what: &str| format!("{kind}-{what}");
        let (at, in_time) = (name("issued-at-the-deadline"), name("applied-in-the-last-millisecond"));
        [
            story.accepts(&at, &["CTR-10"], &said(DEADLINE)),
            story.accepts_at(&in_time, &["CTR-10"], end - 1, &said(DEADLINE)),
            story.refuses("CTR-10", &name("issued-after-the-deadline"), &at, &said(DEADLINE + 1)),
            story.refuses_at(
                "CTR-10",
                &name("applied-at-the-end-of-the-allowance"),
                &in_time,
                end,
                &said(DEADLINE),
            ),
        ]
    };
    [
        around("prepared", &own.begun(), &prepared),
        around("commit", &whole.prepared(), &commit),
    ]
    .concat()
}

/// CTR-12.
fn closed(world: &World) -> Vec<Vector> {
    let (asked, asking) = (provider(world), requester(world));
    let (whole, own) = (asked.committed(), asking.committed());
    let failed = |deal: &Deal<'_>, whole: &Committed| {
        deal.result(&whole.acceptance, &whole.request, |it| {
            it.status = Failed.into();
            it.output = None;
        })
    };
    let late = 7 * SECOND;
    let prepared = asking.prepared(&own.acceptance, &own.request, |it| asking.at(it, late));
    let commit = asked.commit(&whole.acceptance, &whole.prepared, |it| asked.at(it, late));
    let of = |before: &[&Said]| book(world).after(before.iter().copied());
    let (own_failed, was_failed) = (failed(&asking, &own), failed(&asked, &whole));
    let stopped = asked.result(&whole.acceptance, &whole.request, |it| {
        it.status = Cancelled.into();
        it.output = None;
    });
    let cancelled = of(&whole.prepared()).after([&whole.cancel]);
    let twin = "commit-before-the-end";
    vec![
        of(&own.begun()).accepts("prepared-before-the-end", &["CTR-12"], &prepared),
        of(&own.begun())
            .after([&own.cancel])
            .accepts("prepared-after-a-cancel", &["CTR-12"], &prepared),
        of(&own.begun()).after([&own_failed]).refuses(
            "CTR-12",
            "prepared-after-a-result",
            "prepared-before-the-end",
            &prepared,
        ),
        of(&whole.prepared()).accepts(twin, &["CTR-12"], &commit),
        cancelled.refuses("CTR-12", "commit-after-a-cancel", twin, &commit),
        of(&whole.prepared())
            .after([&was_failed])
            .refuses("CTR-12", "commit-after-a-result", twin, &commit),
        cancelled.accepts("cancelled-after-a-cancel", &["CTR-12", "CTR-18"], &stopped),
        // The commit was there first: the effect is done in spite of the cancel.
        of(&whole.allowed())
            .after([&asked.cancel(&whole.acceptance, |it| asked.at(it, whole.commit.at + 1))])
            .accepts(
                "result-of-a-commit-before-the-cancel",
                &["CTR-12", "CTR-18"],
                &whole.result,
            ),
    ]
}

/// CTR-17.
fn early(world: &World) -> Vec<Vector> {
    let (asked, asking) = (provider(world), requester(world));
    let (whole, own) = (asked.committed(), asking.committed());
    let prepared = |at: i64| asking.prepared(&own.acceptance, &own.request, |it| asking.at(it, at));
    let commit = |at: i64| asked.commit(&whole.acceptance, &whole.prepared, |it| asked.at(it, at));
    let result = |at: i64| {
        asking.result(&own.acceptance, &own.request, |it| {
            asking.at(it, at);
            it.commit = own.commit.id();
        })
    };
    let around = |kind: &str, before: &[&Said], named: &Said, said: &dyn Fn(i64) -> Said| {
        let story = book(world).after(before.iter().copied());
        let earliest = named.at - ONE_SHOT_SKEW;
        let heard = before.last().map_or(0, |last| last.at) + SECOND;
        let twin = format!("{kind}-at-the-earliest");
        let fault = format!("{kind}-too-early");
        [
            story.accepts_at(&twin, &["CTR-17"], heard, &said(earliest)),
            story.refuses_at("CTR-17", &fault, &twin, heard, &said(earliest - 1)),
        ]
    };
    [
        around("prepared", &own.begun(), &own.request, &prepared),
        around("commit", &whole.prepared(), &whole.prepared, &commit),
        around("result-of-a-commit", &own.allowed(), &own.commit, &result),
    ]
    .concat()
}

/// CTR-18.
fn needed(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (side, deal, done) in [
        ("own", provider(world), DONE),
        ("received", requester(world), "requester-result"),
    ] {
        let whole = deal.committed();
        let ended = |status: v1::TaskStatus, commit: &[u8]| {
            deal.result(&whole.acceptance, &whole.request, |it| {
                it.status = status.into();
                it.commit = commit.to_vec();
                if !matches!(status, Completed | Partial) {
                    it.output = None;
                }
            })
        };
        let allowed = book(world).after(whole.allowed());
        let begun = book(world).after(whole.begun());
        let id = whole.commit.id();
        for (name, status) in [("partial", Partial), ("indeterminate", Indeterminate)] {
            let twin = format!("{side}-{name}-with-the-commit");
            vectors.push(allowed.accepts(&twin, &["CTR-18"], &ended(status, &id)));
            let without = format!("{side}-{name}-without-the-commit");
            vectors.push(allowed.refuses("CTR-18", &without, &twin, &ended(status, &[])));
        }
        let completed = ended(Completed, &[]);
        let without = format!("{side}-completed-without-the-commit");
        vectors.push(allowed.refuses("CTR-18", &without, done, &completed));
        let never = format!("{side}-completed-without-any-commit");
        vectors.push(begun.refuses("CTR-18", &never, done, &completed));
        for (name, status) in [("failed", Failed), ("cancelled", Cancelled)] {
            let with = format!("{side}-{name}-with-the-commit");
            vectors.push(allowed.accepts(&with, &["CTR-18"], &ended(status, &id)));
            let without = format!("{side}-{name}-without-the-commit");
            vectors.push(allowed.accepts(&without, &["CTR-18"], &ended(status, &[])));
            let never = format!("{side}-{name}-without-any-commit");
            vectors.push(begun.accepts(&never, &["CTR-18"], &ended(status, &[])));
        }
    }
    vectors
}

/// CTR-19.
fn needless(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (name, effect) in [("none", SideEffect::None), ("reversible", SideEffect::Reversible)] {
        for (side, deal) in [
            ("own", Deal::as_provider(world)),
            ("received", Deal::as_requester(world)),
        ] {
            let whole = deal.on(|terms| terms.side_effect = effect.into()).committed();
            let story = book(world).after(whole.begun());
            let twin = if side == "own" { PREPARED } else { "requester-prepared" };
            let fault = format!("{side}-prepared-where-the-effect-is-{name}");
            vectors.push(story.refuses("CTR-19", &fault, twin, &whole.prepared));
        }
    }
    vectors
}
