//! Members that do not stand by themselves, and times that do not follow (REC-1 to REC-3, CTR-17).

use casp_wire::v1;

use super::script::{ACCEPTED, DONE, Member, QUOTED, REQUESTED, Script};
use super::{Bench, RULES, check, finding};
use crate::generate::case::Case;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, ONE_SHOT_SKEW, World, done, observe};
use crate::vector::{Begin, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        world,
        group: "case-record",
    };
    let mut vectors = seen_by_anyone(bench);
    vectors.extend(invalid_members(bench));
    vectors.extend(invalid_payloads(bench));
    vectors.extend(lapsed(bench));
    vectors.extend(late(bench));
    vectors.extend(early(bench));
    vectors
}

/// A case holds for everyone and at any time, whatever else is known.
fn seen_by_anyone(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let script = Script::new(world);
    let case = |name: &str, now_ms: i64| {
        let title = format!("case: {}", name.replace('-', " "));
        Case::new(bench.id(name), title, &world.begin(), now_ms, check(script.bytes())).about("CanaryCase", "")
    };
    let holds = |case: Case| case.accepted(&RULES, finding(&script, false));
    let by = |name: &str, verifier: Vec<u8>| {
        case(name, world.now).begin(Begin {
            verifier: verifier.into(),
            ..world.begin()
        })
    };
    let retired = [&world.alice, &world.bob].map(|key| done(world.now, observe(&world.retire(key).signed(key))));
    vec![
        holds(case("years-later", world.now + 3_650 * DAY)),
        holds(case("years-before", world.now - 3_650 * DAY)),
        holds(by("by-the-requester", world.alice.multikey())),
        holds(by("by-the-provider", world.bob.multikey())),
        holds(by("by-a-verifier-without-identity", vec![]).flags(&["no-verifier"])),
        holds(
            case("parties-retired-since", world.now)
                .after(retired.to_vec())
                .flags(&["has-prior"]),
        ),
        bench.holds(
            "verdict-for-one-reader",
            &["REC-1"],
            &Script::new(world).header(Member::Verdict, |it| it.audience = world.carol.multikey()),
        ),
    ]
}

/// REC-1, of members as statements.
fn invalid_members(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let mut vectors = Vec::new();
    let altered = |member, fault: &str, edit: fn(&mut Statement)| {
        bench.breaks("REC-1", member, fault, &Script::new(world).statement(member, edit))
    };
    for member in Member::ALL {
        vectors.push(altered(member, "signature-altered", |it| it.sig[7] ^= 0x10));
        vectors.push(bench.breaks(
            "REC-1",
            member,
            "of-another-network",
            &Script::new(world).header(member, |it| it.network_id.push('0')),
        ));
        let script = Script::new(world).statement(member, move |it| {
            let kind = if member == Member::Offer {
                Kind::Quote
            } else {
                Kind::Offer
            };
            *it = Statement::new(kind, it.payload.clone(), it.issuer.clone(), signer_of(world, it));
        });
        vectors.push(bench.breaks("REC-1", member, "of-another-kind", &script));
    }
    vectors.extend([
        altered(Member::Quote, "signature-of-zeros", |it| it.sig = vec![0; 64]),
        altered(Member::Acceptance, "keyid-with-fragment", |it| {
            it.keyid.push_str("#key")
        }),
        altered(Member::Result, "payload-altered-after-signing", |it| {
            let last = it.payload.len() - 1;
            it.payload[last] ^= 1;
        }),
        bench.breaks(
            "REC-1",
            Member::Result,
            "signed-by-another",
            &Script::new(world).statement(Member::Result, |it| {
                *it = it.with_payload(it.payload.clone(), &world.carol);
            }),
        ),
        bench.breaks(
            "REC-1",
            Member::Request,
            "payload-past-max",
            &Script::new(world).statement(Member::Request, |it| {
                let padded = [&it.payload[..], &[0; 589_825]].concat();
                *it = it.with_payload(padded[..589_825].to_vec(), &world.alice);
            }),
        ),
        bench.breaks(
            "REC-1",
            Member::Verdict,
            "payload-cut-off",
            &Script::new(world).statement(Member::Verdict, |it| {
                *it = it.with_payload(it.payload[..it.payload.len() - 1].to_vec(), &world.alice);
            }),
        ),
        bench.breaks(
            "REC-1",
            Member::Offer,
            "unknown-field-in-the-payload",
            &Script::new(world).statement(Member::Offer, |it| {
                *it = it.with_payload([&it.payload[..], &[0x30, 1]].concat(), &world.alice);
            }),
        ),
    ]);
    vectors
}

fn signer_of<'a>(world: &'a World, statement: &Statement) -> &'a crate::generate::forge::Key {
    if statement.signer == world.alice.multikey() {
        &world.alice
    } else {
        &world.bob
    }
}

/// REC-1, of what members say by themselves.
fn invalid_payloads(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let breaks = |member, fault: &str, script: Script<'_>| bench.breaks("REC-1", member, fault, &script);
    let script = || Script::new(world);
    let shortened = |content: &mut Option<v1::Content>| content.as_mut().expect("a content").size_bytes -= 1;
    let failed = || script().answered(b"?", false);
    vec![
        breaks(
            Member::Offer,
            "nonce-missing",
            script().header(Member::Offer, |it| it.nonce.clear()),
        ),
        breaks(
            Member::Quote,
            "lifetime-past-max",
            script().header(Member::Quote, |it| it.expires_at_ms = it.issued_at_ms + DAY + 1),
        ),
        breaks(
            Member::Acceptance,
            "lifetime-below-min",
            script().header(Member::Acceptance, |it| it.expires_at_ms = it.issued_at_ms + 999),
        ),
        breaks(
            Member::Request,
            "input-of-another-size",
            script()
                .request(move |it| shortened(&mut it.input))
                .offer(|it| it.input_bytes -= 1),
        ),
        breaks(
            Member::Result,
            "expiry",
            script().header(Member::Result, |it| it.expires_at_ms = it.issued_at_ms + DAY),
        ),
        breaks(Member::Result, "output-missing", failed().result(|it| it.output = None)),
        breaks(
            Member::Result,
            "output-of-another-size",
            script().result(move |it| shortened(&mut it.output)),
        ),
        breaks(
            Member::Verdict,
            "nonce",
            script().header(Member::Verdict, |it| it.nonce = vec![7; 16]),
        ),
        breaks(
            Member::Verdict,
            "critical-extension",
            script().header(Member::Verdict, |it| {
                it.extensions.push(v1::Extension {
                    id: "com.example.must".to_owned(),
                    critical: true,
                    value: vec![],
                });
            }),
        ),
        breaks(Member::Verdict, "oracle-without-form", {
            let script = failed();
            script.canary(|it| it.oracle = Some(v1::Oracle { form: None }))
        }),
        breaks(Member::Verdict, "oracle-not-json", {
            let json = v1::oracle::Form::Json("{\"a\":1,\"a\":1}".to_owned());
            Script::judged(world, json, b"?", false)
        }),
    ]
}

/// REC-2: the next statement comes before the one before it lapses.
fn lapsed(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let mut vectors = Vec::new();
    for (member, next) in [
        (Member::Offer, Member::Quote),
        (Member::Quote, Member::Acceptance),
        (Member::Acceptance, Member::Request),
    ] {
        // Each follows a second after the one before it, which is as short as a lifetime may be.
        let ending = |more: i64| {
            let script = Script::new(world).header(member, move |it| it.expires_at_ms = it.issued_at_ms + 1_000 + more);
            // The request comes within the quote's life too.
            if member == Member::Quote {
                return script.header(Member::Request, move |it| it.issued_at_ms = world.issued + ACCEPTED - 1);
            }
            script
        };
        let twin = format!("{}-in-the-last-millisecond", next.name());
        vectors.push(bench.holds(&twin, &["REC-2"], &ending(1)));
        let breaks =
            |fault: &str, script: &Script<'_>| bench.breaks_beside(&bench.id(&twin), "REC-2", next, fault, script);
        vectors.push(breaks("issued-when-the-one-before-it-lapsed", &ending(0)));
        // What follows it comes later too.
        let from = Member::ALL.iter().position(|each| *each == next).unwrap_or(0);
        let later = Member::ALL.into_iter().skip(from);
        let late = later.fold(Script::new(world), |script, member| {
            script.header(member, |it| {
                it.issued_at_ms += 2 * DAY / 3;
                if it.expires_at_ms > 0 {
                    it.expires_at_ms += 2 * DAY / 3;
                }
            })
        });
        vectors.push(breaks("issued-hours-after-the-one-before-it-lapsed", &late));
    }
    let quote_ending = |more: i64| {
        Script::new(world).header(Member::Quote, move |it| {
            it.expires_at_ms = world.issued + REQUESTED + more
        })
    };
    let twin = "request-in-the-last-millisecond-of-the-quote";
    vectors.push(bench.holds(twin, &["REC-2"], &quote_ending(1)));
    vectors.push(bench.breaks_beside(
        &bench.id(twin),
        "REC-2",
        Member::Request,
        "issued-when-the-quote-lapsed",
        &quote_ending(0),
    ));
    vectors
}

/// REC-3: acceptance, request and result come before the deadline.
fn late(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let due = |after: i64| Script::new(world).terms(move |it| it.deadline_ms = world.issued + after);
    let breaks = |twin: &str, member, fault: &str, script: &Script<'_>| {
        bench.breaks_beside(&bench.id(twin), "REC-3", member, fault, script)
    };
    let at_once = |after: i64| due(after).header(Member::Result, move |it| it.issued_at_ms = world.issued + after);
    let holds = |name: &str, script: &Script<'_>| bench.holds(name, &["REC-3"], script);
    // What follows the acceptance is issued at the deadline itself.
    let accepted =
        |after: i64| at_once(after).header(Member::Request, move |it| it.issued_at_ms = world.issued + after);
    let days_late = Script::new(world)
        .header(Member::Result, |it| it.issued_at_ms += 30 * DAY)
        .header(Member::Verdict, |it| it.issued_at_ms += 30 * DAY);
    vec![
        holds("acceptance-at-the-deadline", &accepted(ACCEPTED)),
        breaks(
            "acceptance-at-the-deadline",
            Member::Acceptance,
            "a-millisecond-after-the-deadline",
            &accepted(ACCEPTED - 1),
        ),
        breaks(
            "acceptance-at-the-deadline",
            Member::Acceptance,
            "after-the-shortest-deadline",
            &accepted(QUOTED + 1),
        ),
        holds("request-at-the-deadline", &at_once(REQUESTED)),
        breaks(
            "request-at-the-deadline",
            Member::Request,
            "a-millisecond-after-the-deadline",
            &at_once(REQUESTED - 1),
        ),
        holds("result-at-the-deadline", &due(DONE)),
        breaks(
            "result-at-the-deadline",
            Member::Result,
            "a-millisecond-after-the-deadline",
            &due(DONE - 1),
        ),
        bench.breaks("REC-3", Member::Result, "days-after-the-deadline", &days_late),
    ]
}

/// CTR-17: no statement comes before those that it names, but for clocks that differ.
fn early(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let mut vectors = Vec::new();
    for (member, named) in [
        (Member::Quote, 0),
        (Member::Acceptance, QUOTED),
        (Member::Request, ACCEPTED),
        (Member::Result, REQUESTED),
    ] {
        let issued = |after: i64| {
            Script::new(world).header(member, move |it| {
                it.issued_at_ms = world.issued + named - ONE_SHOT_SKEW + after
            })
        };
        let twin = format!("{}-as-early-as-clocks-differ", member.name());
        vectors.push(bench.holds(&twin, &["CTR-17"], &issued(0)));
        for (fault, after) in [
            ("issued-before-what-it-names", -1),
            ("issued-minutes-before-what-it-names", -600_000),
        ] {
            vectors.push(bench.breaks_beside(&bench.id(&twin), "CTR-17", member, fault, &issued(after)));
        }
    }
    vectors
}
