//! Without a contract there is nothing to judge (DSP-1).

use casp_wire::v1;

use super::{Bench, GOOD};
use crate::generate::dispute::show::{Show, altered};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let (alice, bob, carol) = (&world.alice, &world.bob, &world.carol);
    let other = world.draw("another statement").bytes(32);
    let plan = || Plan::bare(world).acknowledged();
    let refuse = |fault: &str, field: &str, show: &Show<'_>| bench.refused("DSP-1", fault, field, GOOD, show);
    let of = |fault: &str, field: &str, plan: Plan<'_>| refuse(fault, field, &Show::of(&plan));
    let elsewhere = |header: &mut v1::Header| header.network_id = "other-net".to_owned();
    let retyped = |it: &mut Statement| {
        it.payload_type = Kind::Retire.payload_type();
        it.sig = world.alice.sign(&it.signed_bytes());
    };
    vec![
        refuse(
            "offer-altered",
            "offer",
            &bench.good().with(|it| altered(&mut it.offer)),
        ),
        refuse(
            "quote-altered",
            "quote",
            &bench.good().with(|it| altered(&mut it.quote)),
        ),
        refuse(
            "acceptance-altered",
            "acceptance",
            &bench.good().with(|it| altered(&mut it.acceptance)),
        ),
        of(
            "offer-of-another-network",
            "offer",
            plan().offer(move |it| elsewhere(it.header())),
        ),
        of(
            "quote-of-another-network",
            "quote",
            plan().quote(move |it| elsewhere(it.header())),
        ),
        of(
            "acceptance-of-another-network",
            "acceptance",
            plan().acceptance(move |it| elsewhere(it.header())),
        ),
        of("quote-of-another-type", "quote", plan().statement("quote", 0, retyped)),
        of(
            "offer-without-nonce",
            "offer",
            plan().offer(|it| it.header().nonce.clear()),
        ),
        of("quote-by-another", "quote", plan().issued_by("quote", 0, carol)),
        of(
            "quote-to-another",
            "quote",
            plan().quote(|it| it.header().audience = carol.multikey()),
        ),
        of(
            "acceptance-by-the-provider",
            "acceptance",
            plan()
                .issued_by("acceptance", 0, alice)
                .acceptance(|it| it.header().audience = bob.multikey()),
        ),
        of(
            "acceptance-by-another",
            "acceptance",
            plan().issued_by("acceptance", 0, carol),
        ),
        of(
            "offer-to-another",
            "quote",
            plan().offer(|it| it.header().audience = carol.multikey()),
        ),
        of(
            "quote-of-another-offer",
            "quote",
            plan().quote(|it| it.offer.clone_from(&other)),
        ),
        of(
            "acceptance-of-another-quote",
            "acceptance",
            plan().acceptance(|it| it.quote.clone_from(&other)),
        ),
        refuse(
            "quote-in-the-place-of-the-acceptance",
            "acceptance",
            &bench.good().with(|it| it.acceptance.clone_from(&it.quote)),
        ),
    ]
}
