//! The statements of the contract fit each other (CTR-4, CTR-6, CTR-8, CTR-9, REC-2, REC-3 for offer to request).

use casp_wire::v1;

use super::plan::{Plan, begins};
use super::{accepted, refused};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, SECOND, World};
use crate::vector::Vector;

const GROUP: &str = "package-contract";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = parties(world);
    vectors.extend(names(world));
    vectors.extend(terms(world));
    vectors.extend(inputs(world));
    vectors.extend(times(world));
    vectors
}

fn faulty(plan: &Plan<'_>, rule: &str, name: &str, member: &str) -> Vector {
    refused(plan, GROUP, name, rule, &[(member, 0)], "package/bare")
}

/// CTR-4.
fn parties(world: &World) -> Vec<Vector> {
    let World { alice, bob, carol, .. } = world;
    let bare = || Plan::bare(world);
    let to = |key: &crate::generate::forge::Key| {
        let key = key.multikey();
        move |header: &mut v1::Header| header.audience.clone_from(&key)
    };
    let (to_alice, to_bob, to_carol) = (to(alice), to(bob), to(carol));
    vec![
        faulty(
            &bare().issued_by("quote", 0, carol),
            "CTR-4",
            "quote-by-another",
            "quote",
        ),
        faulty(
            &bare().quote(|it| to_carol(it.header())),
            "CTR-4",
            "quote-to-another",
            "quote",
        ),
        faulty(
            &bare().issued_by("quote", 0, bob).quote(|it| to_alice(it.header())),
            "CTR-4",
            "quote-by-the-requester",
            "quote",
        ),
        faulty(
            &bare().issued_by("acceptance", 0, carol),
            "CTR-4",
            "acceptance-by-another",
            "acceptance",
        ),
        faulty(
            &bare().acceptance(|it| to_carol(it.header())),
            "CTR-4",
            "acceptance-to-another",
            "acceptance",
        ),
        faulty(
            &bare()
                .issued_by("acceptance", 0, alice)
                .acceptance(|it| to_bob(it.header())),
            "CTR-4",
            "acceptance-by-the-provider",
            "acceptance",
        ),
        faulty(
            &bare().issued_by("request", 0, carol),
            "CTR-4",
            "request-by-another",
            "request",
        ),
        faulty(
            &bare().request(|it| to_carol(it.header())),
            "CTR-4",
            "request-to-another",
            "request",
        ),
        faulty(
            &bare().offer(|it| to_carol(it.header())),
            "CTR-4",
            "offer-to-another",
            "quote",
        ),
        faulty(
            &bare().issued_by("offer", 0, carol),
            "CTR-4",
            "offer-by-another",
            "quote",
        ),
    ]
}

/// CTR-9.
fn names(world: &World) -> Vec<Vector> {
    let bare = || Plan::bare(world);
    let other = world.draw("another statement").bytes(32);
    let contract = bare().make().acceptance;
    vec![
        faulty(
            &bare().quote(|it| it.offer.clone_from(&other)),
            "CTR-9",
            "quote-of-another-offer",
            "quote",
        ),
        faulty(
            &bare().quote(|it| it.offer[31] ^= 1),
            "CTR-9",
            "quote-of-almost-the-offer",
            "quote",
        ),
        faulty(
            &bare().acceptance(|it| it.quote.clone_from(&other)),
            "CTR-9",
            "acceptance-of-another-quote",
            "acceptance",
        ),
        faulty(
            &bare().request(|it| it.contract.clone_from(&other)),
            "CTR-9",
            "request-of-another-contract",
            "request",
        ),
        faulty(
            &bare()
                .acceptance(|it| it.blind[0] ^= 1)
                .request(|it| it.contract.clone_from(&contract)),
            "CTR-9",
            "request-of-another-acceptance-of-the-quote",
            "request",
        ),
    ]
}

/// CTR-6.
fn terms(world: &World) -> Vec<Vector> {
    type Change = (&'static str, fn(&mut v1::Terms));
    let with = |edit: fn(&mut v1::Terms)| {
        Plan::bare(world)
            .asking(&["tool-receipt"])
            .witnessed(&[v1::SignerClass::HostProxy, v1::SignerClass::HostProxy])
            .quote(move |it| edit(it.terms.get_or_insert_default()))
    };
    fn price(terms: &mut v1::Terms) -> &mut v1::Money {
        terms.price.get_or_insert_default()
    }
    let misfits: [Change; 11] = [
        ("capability-differs", |it| it.capability_id.push('x')),
        ("version-differs", |it| it.capability_version.push_str("-rc")),
        ("behavior-differs", |it| it.behavior_digest[0] ^= 1),
        ("side-effect-differs", |it| {
            it.side_effect = v1::SideEffect::Reversible.into()
        }),
        ("output-differs", |it| it.output_media_type = "text/html".to_owned()),
        ("signers-fewer", |it| it.receipt_signers.clear()),
        ("currency-differs", |it| price(it).currency = "USD".to_owned()),
        ("amount-higher", |it| price(it).amount_micros += 1),
        ("deadline-later", |it| it.deadline_ms += 1),
        ("evidence-missing", |it| it.evidence.clear()),
        ("evidence-replaced", |it| it.evidence = vec!["trace-x".to_owned()]),
    ];
    let fits: [Change; 4] = [
        ("amount-lower", |it| price(it).amount_micros -= 1),
        ("free-of-charge", |it| price(it).amount_micros = 0),
        ("deadline-earlier", |it| it.deadline_ms -= 1),
        ("more-evidence", |it| {
            it.evidence.insert(0, "com.example.oath".to_owned())
        }),
    ];
    let good = fits
        .into_iter()
        .map(|(name, edit)| accepted(&with(edit), GROUP, &format!("quote-{name}"), &["CTR-6"]));
    let bad = misfits.into_iter().map(|(name, edit)| {
        refused(
            &with(edit),
            GROUP,
            &format!("quote-{name}"),
            "CTR-6",
            &[("quote", 0)],
            "package/two-receipts",
        )
    });
    good.chain(bad).collect()
}

/// CTR-8.
fn inputs(world: &World) -> Vec<Vector> {
    let bare = || Plan::bare(world);
    vec![
        faulty(
            &bare().acceptance(|it| it.input_digest[5] ^= 1),
            "CTR-8",
            "input-of-another-digest",
            "request",
        ),
        faulty(
            &bare().offer(|it| it.input_media_type = "text/html".to_owned()),
            "CTR-8",
            "input-of-another-type",
            "request",
        ),
        faulty(
            &bare().offer(|it| it.input_bytes -= 1),
            "CTR-8",
            "input-longer-than-offered",
            "request",
        ),
        faulty(
            &bare().offer(|it| it.input_bytes += 1),
            "CTR-8",
            "input-shorter-than-offered",
            "request",
        ),
    ]
}

/// REC-2, and REC-3 for acceptance and request.
fn times(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let bare = || Plan::bare(world);
    let expiring = |at: i64| move |header: &mut v1::Header| header.expires_at_ms = at;
    let at = |after: i64| expiring(begins + after);
    let lapsing = |after: i64| {
        let (to_quote, to_acceptance, to_request) =
            (at(SECOND + after), at(2 * SECOND + after), at(3 * SECOND + after));
        [
            ("quote", bare().offer(move |it| to_quote(it.header()))),
            // The request comes within the quote's life too.
            (
                "acceptance",
                bare()
                    .quote(move |it| to_acceptance(it.header()))
                    .request(move |it| it.header().issued_at_ms = begins + 2 * SECOND - 1),
            ),
            ("request", bare().acceptance(move |it| to_request(it.header()))),
        ]
    };
    let mut vectors = Vec::new();
    // The shortest life of a one-shot statement is a second, so the next is a second and more after it.
    for (member, plan) in lapsing(1) {
        vectors.push(accepted(
            &plan,
            GROUP,
            &format!("{member}-in-the-last-millisecond"),
            &["REC-2"],
        ));
    }
    for (member, plan) in lapsing(0) {
        let name = format!("{member}-as-its-antecedent-lapses");
        let twin = format!("{GROUP}/{member}-in-the-last-millisecond");
        vectors.push(refused(&plan, GROUP, &name, "REC-2", &[(member, 0)], &twin));
    }
    let quoted = |after: i64| {
        let end = at(3 * SECOND + after);
        bare().quote(move |it| end(it.header()))
    };
    vectors.push(accepted(
        &quoted(1),
        GROUP,
        "request-in-the-last-millisecond-of-the-quote",
        &["REC-2"],
    ));
    vectors.push(refused(
        &quoted(0),
        GROUP,
        "request-as-the-quote-lapses",
        "REC-2",
        &[("request", 0)],
        &format!("{GROUP}/request-in-the-last-millisecond-of-the-quote"),
    ));
    let late = Plan::bare(world).request(move |it| {
        it.header().issued_at_ms = begins + HOUR;
        it.header().expires_at_ms = begins + 2 * HOUR;
    });
    vectors.push(faulty(&late, "REC-2", "request-an-hour-later", "request"));
    vectors.extend(late_acceptances(world));
    let requested = |after: i64| {
        let deadline = begins + 20 * SECOND;
        Plan::bare(world)
            .quote(move |it| it.terms.get_or_insert_default().deadline_ms = deadline)
            .request(move |it| it.header().issued_at_ms = deadline + after)
    };
    vectors.push(accepted(&requested(0), GROUP, "request-at-the-deadline", &["REC-3"]));
    vectors.push(refused(
        &requested(1),
        GROUP,
        "request-past-the-deadline",
        "REC-3",
        &[("request", 0)],
        &format!("{GROUP}/request-at-the-deadline"),
    ));
    let long_ago = Plan::bare(world).offer(move |it| it.header().expires_at_ms = it.header().issued_at_ms + DAY);
    vectors.push(accepted(&long_ago, GROUP, "offer-of-a-day", &["REC-2"]));
    vectors
}

/// REC-3 for the acceptance.
fn late_acceptances(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    // All that follows is issued at the deadline itself.
    let accepted_by = |deadline: i64, at: i64| {
        Plan::bare(world)
            .quote(move |it| it.terms.get_or_insert_default().deadline_ms = deadline)
            .acceptance(move |it| it.header().issued_at_ms = at)
            .request(move |it| it.header().issued_at_ms = deadline)
            .result(move |it| it.header().issued_at_ms = deadline)
    };
    let deadline = begins + 10 * SECOND;
    let twin = format!("{GROUP}/acceptance-at-the-deadline");
    let late = |plan: &Plan<'_>, name: &str| refused(plan, GROUP, name, "REC-3", &[("acceptance", 0)], &twin);
    vec![
        accepted(
            &accepted_by(deadline, deadline),
            GROUP,
            "acceptance-at-the-deadline",
            &["REC-3"],
        ),
        late(&accepted_by(deadline, deadline + 1), "acceptance-past-the-deadline"),
        late(
            &accepted_by(deadline, begins + HOUR / 2),
            "acceptance-long-past-the-deadline",
        ),
        late(
            &accepted_by(begins + SECOND + 1, begins + 2 * SECOND),
            "acceptance-past-the-shortest-deadline",
        ),
    ]
}
