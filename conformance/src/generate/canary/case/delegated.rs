//! Members signed by operational keys (REC-1 by way of DEL-1 to DEL-8).

use casp_wire::v1;

use super::script::{Member, OPENED, Script};
use super::{Bench, check, finding};
use crate::generate::case::Case;
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{World, done, observe};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        world,
        group: "case-record",
    };
    let mut vectors = vec![
        holds(bench, Member::Offer, "delegated", |_| ()),
        holds(bench, Member::Result, "delegated", |_| ()),
        holds(bench, Member::Verdict, "delegated", |_| ()),
        holds(bench, Member::Verdict, "delegated-from-that-moment", |it| {
            it.header().issued_at_ms = world.issued + OPENED;
        }),
        holds(bench, Member::Verdict, "delegated-until-that-moment", |it| {
            it.header().expires_at_ms = world.issued + OPENED;
        }),
        superseded(bench),
    ];
    vectors.extend(outside(bench));
    vectors.extend(unproven(bench));
    vectors
}

/// The delegation of a member's issuer to an operational key, for the scope that all members need.
fn delegation(world: &World, member: Member) -> (v1::Delegation, &Key) {
    let (root, delegate) = match member {
        Member::Quote | Member::Result => (&world.bob, &world.clerk),
        _ => (&world.alice, &world.worker),
    };
    let delegation = v1::Delegation {
        scopes: vec![Kind::CanaryVerdict.scope().to_owned()],
        ..world.delegation(root, delegate)
    };
    (delegation, delegate)
}

/// A member is signed under a delegation, with which something is done beforehand.
fn delegated(world: &World, member: Member, edit: impl Fn(&mut v1::Delegation)) -> Script<'_> {
    let (mut delegation, delegate) = delegation(world, member);
    edit(&mut delegation);
    let root = if member == Member::Result {
        &world.bob
    } else {
        &world.alice
    };
    let proof = delegation.signed(root);
    under(world, member, proof, delegate)
}

fn under<'a>(world: &'a World, member: Member, proof: Statement, delegate: &'a Key) -> Script<'a> {
    let id = proof.object_id();
    Script::new(world)
        .header(member, move |it| it.delegation.clone_from(&id))
        .statement(member, move |it| {
            *it = it.with_payload(it.payload.clone(), delegate);
            it.proofs = vec![proof.envelope()];
        })
}

fn holds(bench: Bench<'_>, member: Member, name: &str, edit: impl Fn(&mut v1::Delegation)) -> Vector {
    let script = delegated(bench.world, member, edit);
    let name = format!("{}-{name}", member.name());
    bench
        .case(&name, "", &script)
        .flags(&["has-proofs"])
        .accepted(&["REC-1"], finding(&script, false))
}

/// What a higher epoch has voided since was good when it was said.
fn superseded(bench: Bench<'_>) -> Vector {
    let world = bench.world;
    let script = delegated(world, Member::Verdict, |_| ());
    let (mut higher, _) = delegation(world, Member::Verdict);
    higher.epoch += 9;
    let seen = done(world.now, observe(&higher.signed(&world.alice)));
    let title = "case: epoch superseded since";
    Case::new(
        bench.id("epoch-superseded-since"),
        title,
        &world.begin(),
        world.now,
        check(script.bytes()),
    )
    .about("CanaryCase", "")
    .after(vec![seen])
    .flags(&["has-prior", "has-proofs"])
    .accepted(&["REC-1"], finding(&script, false))
}

fn breaks(bench: Bench<'_>, member: Member, fault: &str, script: &Script<'_>) -> Vector {
    let twin = bench.id(&format!("{}-delegated", member.name()));
    bench.breaks_beside(&twin, "REC-1", member, fault, script)
}

/// A delegation that does not reach as far.
fn outside(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let of = |member, fault: &str, edit: &dyn Fn(&mut v1::Delegation)| {
        breaks(bench, member, fault, &delegated(world, member, edit))
    };
    vec![
        of(Member::Verdict, "issued-after-its-delegation", &|it| {
            it.header().expires_at_ms = world.issued + OPENED - 1;
        }),
        of(Member::Verdict, "issued-before-its-delegation", &|it| {
            it.header().issued_at_ms = world.issued + OPENED + 1;
        }),
        of(Member::Offer, "outlives-its-delegation", &|it| {
            it.header().expires_at_ms = world.issued + 3_600_000 - 1;
        }),
        of(Member::Result, "delegated-for-another-scope", &|it| {
            it.scopes = vec!["descriptor".to_owned(), "receipt".to_owned()];
        }),
        of(Member::Verdict, "delegated-to-another-key", &|it| {
            it.delegate = world.clerk.multikey()
        }),
        of(Member::Result, "delegated-by-another-agent", &|it| {
            it.header().issuer = world.alice.multikey()
        }),
        of(Member::Offer, "delegated-in-another-network", &|it| {
            it.header().network_id.push('0')
        }),
    ]
}

/// A delegation that is not there, or is there for nothing.
fn unproven(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let (to_worker, worker) = delegation(world, Member::Verdict);
    let proof = to_worker.signed(&world.alice);
    let id = proof.object_id();
    let unproven = Script::new(world)
        .header(Member::Verdict, move |it| it.delegation.clone_from(&id))
        .statement(Member::Verdict, move |it| {
            *it = it.with_payload(it.payload.clone(), worker)
        });
    let unnamed = Script::new(world).statement(Member::Offer, |it| *it = it.with_payload(it.payload.clone(), worker));
    let envelope = proof.envelope();
    let unused = Script::new(world).statement(Member::Offer, move |it| it.proofs = vec![envelope.clone()]);
    let mut altered = proof.clone();
    altered.sig[1] ^= 1;
    vec![
        breaks(bench, Member::Verdict, "proof-missing", &unproven),
        breaks(bench, Member::Offer, "signed-by-an-undelegated-key", &unnamed),
        breaks(bench, Member::Offer, "proof-unused", &unused),
        breaks(
            bench,
            Member::Verdict,
            "signature-of-the-proof-altered",
            &under(world, Member::Verdict, altered, worker),
        ),
    ]
}
