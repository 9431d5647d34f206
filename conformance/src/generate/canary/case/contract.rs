//! Members that do not belong together (CTR-4, CTR-6, CTR-8, CTR-9, CTR-13, CTR-16).

use casp_wire::v1::{self, SideEffect};

use super::script::{Member, Script};
use super::{Bench, VALID};
use crate::generate::canary::families::{ARITHMETIC, RASTER};
use crate::generate::engagement::inline;
use crate::generate::forge::Key;
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        world,
        group: "case-record",
    };
    let mut vectors = parties(bench);
    vectors.extend(terms(bench));
    vectors.extend(inputs(bench));
    vectors.extend(names(bench));
    vectors.extend(evidence(bench));
    vectors.extend(outputs(bench));
    vectors
}

/// CTR-4.
fn parties(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let mut vectors = Vec::new();
    let issued = |member, fault: &str, issuer: &Key| {
        let script = Script::new(world).header(member, |it| it.issuer = issuer.multikey());
        bench.breaks("CTR-4", member, fault, &script)
    };
    for member in &Member::ALL[1..] {
        vectors.push(issued(*member, "of-a-third-agent", &world.carol));
        if *member != Member::Verdict {
            let script = Script::new(world).header(*member, |it| it.audience = world.carol.multikey());
            vectors.push(bench.breaks("CTR-4", *member, "for-a-third-agent", &script));
        }
    }
    vectors.push(issued(Member::Verdict, "of-the-provider", &world.bob));
    let swapped = |member, issuer: &Key, audience: &Key| {
        let script = Script::new(world).header(member, |it| {
            it.issuer = issuer.multikey();
            it.audience = audience.multikey();
        });
        bench.breaks("CTR-4", member, "parties-swapped", &script)
    };
    vectors.push(swapped(Member::Quote, &world.alice, &world.bob));
    vectors.push(swapped(Member::Acceptance, &world.bob, &world.alice));
    vectors.push(swapped(Member::Request, &world.bob, &world.alice));
    vectors.push(swapped(Member::Result, &world.alice, &world.bob));
    vectors
}

/// CTR-6.
fn terms(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let quoted = |edit: fn(&mut v1::Terms)| {
        Script::new(world).quote(move |it| edit(it.terms.as_mut().expect("a quote has terms")))
    };
    let breaks = |fault: &str, edit: fn(&mut v1::Terms)| bench.breaks("CTR-6", Member::Quote, fault, &quoted(edit));
    let mut endorsers = vec![world.carol.multikey(), world.host.multikey()];
    endorsers.sort();
    let lacking =
        Script::new(world).offer(|it| it.terms.as_mut().expect("terms").evidence = vec!["attestation".to_owned()]);
    let endorsed =
        Script::new(world).offer(move |it| it.terms.as_mut().expect("terms").receipt_signers.clone_from(&endorsers));
    let better = quoted(|it| {
        it.price.as_mut().expect("a price").amount_micros -= 1;
        it.deadline_ms -= 1;
        it.evidence = vec!["attestation".to_owned()];
    });
    vec![
        bench.holds("quote-cheaper-sooner-and-with-evidence", &["CTR-6"], &better),
        breaks("another-capability", |it| it.capability_id.push('x')),
        breaks("another-version", |it| it.capability_version.push_str("-rc.1")),
        breaks("another-behaviour", |it| it.behavior_digest[31] ^= 1),
        breaks("another-side-effect", |it| {
            it.side_effect = SideEffect::Reversible.into()
        }),
        breaks("another-output-type", |it| {
            it.output_media_type = "text/html".to_owned()
        }),
        breaks("another-currency", |it| {
            it.price.as_mut().expect("a price").currency = "CHF".to_owned()
        }),
        breaks("a-millionth-dearer", |it| {
            it.price.as_mut().expect("a price").amount_micros += 1
        }),
        breaks("a-millisecond-later", |it| it.deadline_ms += 1),
        bench.breaks("CTR-6", Member::Quote, "evidence-left-out", &lacking),
        bench.breaks("CTR-6", Member::Quote, "receipt-signers-left-out", &endorsed),
    ]
}

/// CTR-8.
fn inputs(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let breaks = |fault: &str, script: &Script<'_>| bench.breaks("CTR-8", Member::Request, fault, script);
    let script = || Script::new(world);
    let other = {
        let input = script().input;
        let mut bytes = b"x".repeat(usize::try_from(input.size_bytes).expect("a small number"));
        bytes[0] = b'X';
        inline(&input.media_type, &bytes)
    };
    vec![
        breaks(
            "another-input-of-the-same-size",
            &script().request(move |it| it.input = Some(other.clone())),
        ),
        breaks(
            "input-of-another-type",
            &script().request(|it| it.input.as_mut().expect("an input").media_type = "text/html".to_owned()),
        ),
        breaks("input-longer-than-offered", &script().offer(|it| it.input_bytes -= 1)),
        breaks("input-shorter-than-offered", &script().offer(|it| it.input_bytes += 1)),
    ]
}

/// CTR-9.
fn names(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let other = || world.draw("some other statement").bytes(32);
    let script = || Script::new(world);
    let breaks = |member, fault: &str, script: Script<'_>| bench.breaks("CTR-9", member, fault, &script);
    vec![
        breaks(
            Member::Quote,
            "names-another-offer",
            script().quote(|it| it.offer = other()),
        ),
        breaks(
            Member::Acceptance,
            "names-another-quote",
            script().acceptance(|it| it.quote = other()),
        ),
        breaks(
            Member::Request,
            "names-another-contract",
            script().request(|it| it.contract = other()),
        ),
        breaks(
            Member::Result,
            "names-another-contract",
            script().result(|it| it.contract = other()),
        ),
        breaks(
            Member::Result,
            "names-another-request",
            script().result(|it| it.request = other()),
        ),
        breaks(
            Member::Result,
            "names-the-contract-as-request",
            script().result(|it| it.request.clone_from(&it.contract)),
        ),
        breaks(
            Member::Verdict,
            "names-another-contract",
            script().verdict(|it| it.contract = other()),
        ),
        breaks(
            Member::Verdict,
            "names-another-result",
            script().verdict(|it| it.result = other()),
        ),
        breaks(
            Member::Verdict,
            "names-the-contract-as-result",
            script().verdict(|it| it.result.clone_from(&it.contract)),
        ),
    ]
}

/// CTR-13.
fn evidence(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let promised = |kinds: &[&str]| {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        Script::new(world).terms(move |it| it.evidence.clone_from(&kinds))
    };
    let both = || promised(&["tool-receipt", "trace"]);
    let trace = || {
        let mut draw = world.draw("trace of a case");
        Some(v1::TraceCommitment {
            session: draw.bytes(16),
            size: draw.number(1, 99),
            root: draw.bytes(32),
        })
    };
    let receipts = || vec![world.draw("receipt of a case").bytes(32)];
    let held = "result-with-promised-evidence";
    let breaks = |fault: &str, script: &Script<'_>| {
        bench.breaks_beside(&bench.id(held), "CTR-13", Member::Result, fault, script)
    };
    let given = both().result(|it| {
        it.trace = trace();
        it.receipts = receipts();
    });
    vec![
        bench.holds(held, &["CTR-13"], &given),
        bench.holds(
            "result-without-evidence-of-other-kinds",
            &["CTR-13"],
            &promised(&["attestation", "com.example.video"]),
        ),
        breaks("trace-missing", &both().result(|it| it.receipts = receipts())),
        breaks("receipts-missing", &both().result(|it| it.trace = trace())),
    ]
}

/// The result's output is of this media type, whatever the quote says.
fn given<'a>(script: Script<'a>, media_type: &'static str) -> Script<'a> {
    script.result(move |it| media_type.clone_into(&mut it.output.get_or_insert_default().media_type))
}

/// CTR-16.
fn outputs(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let breaks = |twin: &str, fault: &str, script: &Script<'_>| {
        bench.breaks_beside(twin, "CTR-16", Member::Result, fault, script)
    };
    let generated = |family: &str| (format!("canary/case/{family}-passed"), Script::generated(world, family));
    let (raster, of_raster) = generated(RASTER);
    let (arithmetic, of_arithmetic) = generated(ARITHMETIC);
    vec![
        breaks(VALID, "output-of-another-type", &given(Script::new(world), "text/html")),
        breaks(
            VALID,
            "output-of-another-type-that-fails",
            &given(Script::new(world).answered(b"?", false), "application/json"),
        ),
        breaks(&raster, "image-as-bytes", &given(of_raster, "application/octet-stream")),
        breaks(&arithmetic, "json-as-text", &given(of_arithmetic, "text/plain")),
    ]
}
