//! Openings that do not fit the engagement (CAN-2 to CAN-7).

use casp_wire::v1::{self, SideEffect, oracle::Form};
use prost::Message as _;
use sha2::{Digest as _, Sha256};

use super::Bench;
use super::script::{DONE, Member, OPENED, Script};
use crate::generate::canary::families::{ARITHMETIC, Place, RASTER, TABLE, TEXT};
use crate::generate::canary::judge::{contains, one_of, prefix, within};
use crate::generate::engagement::{inline, tagged};
use crate::generate::world::World;
use crate::vector::Vector;

/// The twin of cases with a generator.
const GENERATED: &str = "canary/case/arithmetic-json-passed";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench { world, group: "case" };
    let mut vectors = blinds(bench);
    vectors.extend(providers_and_inputs(bench));
    vectors.extend(irreversible(bench));
    vectors.extend(early(bench));
    vectors.extend(generators(bench));
    vectors.extend(media_types(bench));
    vectors
}

fn oracle(form: Form) -> Option<v1::Oracle> {
    Some(v1::Oracle { form: Some(form) })
}

/// The canary that a verdict opens.
fn opened(verdict: &mut v1::CanaryVerdict) -> &mut v1::Canary {
    let opening = verdict.opening.as_mut().expect("a verdict opens something");
    opening.canary.as_mut().expect("an opening has a canary")
}

/// CAN-2.
fn blinds(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let breaks = |member, fault: &str, script: &Script<'_>| bench.breaks("CAN-2", member, fault, script);
    let blinded = |fault: &str, blind: Vec<u8>| {
        let script = Script::new(world).acceptance(move |it| it.blind.clone_from(&blind));
        breaks(Member::Acceptance, fault, &script)
    };
    let own = Script::new(world);
    let canary = own.canary.encode_to_vec();
    let salt = &own.salt[..];
    let script = || Script::new(world);
    let generated = || Script::generated(world, TEXT);
    let without = v1::Canary {
        generator: None,
        ..generated().canary
    };
    let without = tagged("casp/v1/canary", &[&generated().salt, &without.encode_to_vec()]);
    let text = world.draw("right answer").sentence(3);
    vec![
        blinded("random-blind", world.draw("random blind").bytes(32)),
        blinded("blind-without-tag", Sha256::digest([salt, &canary].concat()).to_vec()),
        blinded("blind-with-another-tag", tagged("casp/v1/content", &[salt, &canary])),
        blinded("blind-with-the-salt-last", tagged("casp/v1/canary", &[&canary, salt])),
        blinded("blind-without-salt", tagged("casp/v1/canary", &[&canary])),
        breaks(
            Member::Verdict,
            "first-bit-of-the-salt-altered",
            &script().verdict(|it| it.opening.as_mut().expect("an opening").salt[0] ^= 0x80),
        ),
        breaks(
            Member::Verdict,
            "last-bit-of-the-salt-altered",
            &script().verdict(|it| it.opening.as_mut().expect("an opening").salt[31] ^= 1),
        ),
        breaks(
            Member::Verdict,
            "another-oracle-that-passes",
            &script().verdict(move |it| opened(it).oracle = oracle(prefix(&text[..4]))),
        ),
        breaks(
            Member::Verdict,
            "generator-left-out",
            &generated().verdict(|it| opened(it).generator = None),
        ),
        breaks(
            Member::Acceptance,
            "generator-not-committed-to",
            &generated().acceptance(move |it| it.blind.clone_from(&without)),
        ),
    ]
}

/// CAN-3 and CAN-4.
fn providers_and_inputs(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let verdict = |rule, fault: &str, script: &Script<'_>| bench.breaks(rule, Member::Verdict, fault, script);
    let foreign = |fault: &str, provider: Vec<u8>| {
        let script = Script::new(world).canary(|it| it.provider.clone_from(&provider));
        verdict("CAN-3", fault, &script)
    };
    let bank = world.draw("bank of another case").bytes(32);
    let carol = world.carol.multikey();
    let place = Place {
        bank: &bank,
        provider: &carol,
        index: 7,
        family: TABLE,
    };
    let (made, canary) = place.canary();
    let mut of_another = Script::generated(world, TABLE)
        .asked(&made.input)
        .answered(&made.answer, true);
    of_another.canary = canary;
    let other_input = |fault: &str, digest: Vec<u8>| {
        let script = Script::new(world).canary(|it| it.input_digest.clone_from(&digest));
        verdict("CAN-4", fault, &script)
    };
    let mut another_task = Script::generated(world, RASTER);
    another_task.input = inline("application/json", br#"{"shapes":[]}"#);
    let plain = match &Script::new(world).input.body {
        Some(v1::content::Body::Inline(bytes)) => Sha256::digest(bytes).to_vec(),
        _ => panic!("inputs are inline"),
    };
    vec![
        foreign("of-a-third-agent", carol.clone()),
        foreign("of-the-requester", world.alice.multikey()),
        verdict("CAN-3", "derived-for-a-third-agent", &of_another),
        other_input("of-another-input", world.draw("another input").bytes(32)),
        other_input("input-digest-without-tag", plain),
        verdict("CAN-4", "generated-for-another-input", &another_task),
    ]
}

/// CAN-5.
fn irreversible(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let breaks = |fault: &str, script: Script<'_>| {
        let script = script.terms(|it| it.side_effect = SideEffect::Irreversible.into());
        bench.breaks("CAN-5", Member::Quote, fault, &script)
    };
    let reversible = Script::new(world).terms(|it| it.side_effect = SideEffect::Reversible.into());
    vec![
        bench.holds("reversible", &["CAN-5"], &reversible),
        breaks("irreversible", Script::new(world)),
        breaks("irreversible-and-failed", Script::new(world).answered(b"?", false)),
        breaks("irreversible-with-a-generator", Script::generated(world, ARITHMETIC)),
    ]
}

/// CAN-6.
fn early(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let issued =
        |after: i64| Script::new(world).header(Member::Verdict, move |it| it.issued_at_ms = world.issued + after);
    let late = Script::new(world).header(Member::Result, move |it| it.issued_at_ms = world.issued + OPENED + 1);
    vec![
        bench.holds("opened-with-the-result", &["CAN-6"], &issued(DONE)),
        bench.breaks(
            "CAN-6",
            Member::Verdict,
            "opened-a-millisecond-early",
            &issued(DONE - 1),
        ),
        bench.breaks("CAN-6", Member::Verdict, "opened-before-the-offer", &issued(-1)),
        bench.breaks("CAN-6", Member::Result, "issued-a-millisecond-after-the-opening", &late),
    ]
}

/// CAN-7. The canary is committed to as it is, and the answer is judged by the oracle that it has.
fn generators(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let of = |family: &str| Script::generated(world, family);
    let breaks =
        |fault: &str, script: &Script<'_>| bench.breaks_beside(GENERATED, "CAN-7", Member::Verdict, fault, script);
    let reseeded = |family: &str| of(family).canary(|it| it.generator.as_mut().expect("a generator").seed[31] ^= 1);
    let with_oracle = |family: &str, form: Form| of(family).canary(|it| it.oracle = oracle(form.clone()));
    let answer = |script: &Script<'_>| match &script.output.body {
        Some(v1::content::Body::Inline(bytes)) => String::from_utf8(bytes.clone()).expect("text"),
        _ => panic!("answers are inline"),
    };
    let json = answer(&of(ARITHMETIC));
    let words = answer(&of(TEXT));
    let sum = answer(&of(TABLE));
    let other_family = of(ARITHMETIC).canary(|it| it.generator.as_mut().expect("a generator").family = TEXT.to_owned());
    let other_answer = with_oracle(TEXT, one_of(&["no such words"])).answered(b"no such words", true);
    vec![
        breaks("arithmetic-seed-altered", &reseeded(ARITHMETIC)),
        breaks("text-seed-altered", &reseeded(TEXT)),
        breaks("table-seed-altered", &reseeded(TABLE)),
        breaks("raster-seed-altered", &reseeded(RASTER)),
        breaks(
            "seed-altered-where-no-family-is-agreed-to",
            &reseeded(ARITHMETIC).terms(|it| it.evidence.clear()),
        ),
        breaks("family-of-another", &other_family),
        breaks("another-input", &of(ARITHMETIC).asked(b"another input")),
        breaks(
            "oracle-written-otherwise",
            &with_oracle(ARITHMETIC, Form::Json(format!("{json} "))),
        ),
        breaks("oracle-of-another-form", &with_oracle(ARITHMETIC, contains(&json))),
        breaks("oracle-of-another-answer", &other_answer),
        breaks(
            "oracle-with-one-more-answer",
            &with_oracle(TEXT, one_of(&[&words, &format!("{words} ")])),
        ),
        breaks("oracle-with-a-tolerance", &with_oracle(TABLE, within(&sum, "0.01"))),
        breaks("oracle-with-other-zeros", &with_oracle(TABLE, within(&sum, "0.0"))),
        breaks(
            "oracle-of-another-image",
            &with_oracle(RASTER, Form::ExactDigest(vec![7; 32])).answered(b"P5", false),
        ),
        breaks(
            "oracle-of-another-answer-that-fails",
            &with_oracle(TEXT, one_of(&["no such words"])).answered(words.as_bytes(), false),
        ),
    ]
}

/// CAN-7, of the media types that a family has.
fn media_types(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let [json, text, csv, image] = ["application/json", "text/plain", "text/csv", "image/x-portable-graymap"];
    let of = |family: &str, input: &str, output: &str| Script::generated(world, family).typed(input, output);
    let breaks = |family: &str, member, fault: &str, script: &Script<'_>| {
        let twin = bench.id(&format!("{family}-passed"));
        bench.breaks_beside(&twin, "CAN-7", member, &format!("{family}-{fault}"), script)
    };
    let of_unknown = Script::new(world).typed(csv, image).canary(|it| {
        it.generator = Some(v1::Generator {
            family: "com.example.maze".to_owned(),
            seed: world.draw("seed of another").bytes(32),
        });
    });
    let free = ["CAN-7", "CTR-16"];
    vec![
        breaks(ARITHMETIC, Member::Offer, "asked-as-text", &of(ARITHMETIC, text, json)),
        breaks(TEXT, Member::Offer, "asked-as-json", &of(TEXT, json, text)),
        breaks(TABLE, Member::Offer, "asked-as-text", &of(TABLE, text, text)),
        breaks(RASTER, Member::Offer, "asked-as-image", &of(RASTER, image, image)),
        breaks(
            ARITHMETIC,
            Member::Quote,
            "answered-as-text",
            &of(ARITHMETIC, json, text),
        ),
        breaks(
            TEXT,
            Member::Quote,
            "answered-as-markdown",
            &of(TEXT, text, "text/markdown"),
        ),
        breaks(TABLE, Member::Quote, "answered-as-csv", &of(TABLE, csv, csv)),
        breaks(
            RASTER,
            Member::Quote,
            "answered-as-bytes",
            &of(RASTER, json, "application/octet-stream"),
        ),
        breaks(
            TABLE,
            Member::Quote,
            "answered-as-json-and-failed",
            &of(TABLE, csv, json).answered(b"?", false),
        ),
        breaks(
            RASTER,
            Member::Quote,
            "answered-as-bitmap-where-no-family-is-agreed-to",
            &of(RASTER, json, "image/x-portable-bitmap").terms(|it| it.evidence.clear()),
        ),
        bench.holds(
            "own-canary-of-other-types",
            &free,
            &Script::new(world).typed("text/html", "application/octet-stream"),
        ),
        bench.holds("unknown-family-of-other-types", &free, &of_unknown),
    ]
}
