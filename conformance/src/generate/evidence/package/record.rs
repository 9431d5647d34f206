//! Each statement of a package passes archival verification as its kind (REC-1).

use casp_wire::v1::{self, SignerClass::HostProxy};

use super::plan::Plan;
use super::refused;
use crate::generate::forge::{Key, Kind, Payload, Statement};
use crate::generate::world::{HOUR, World};
use crate::vector::Vector;

/// A member, who signs it, and the least package that has it.
struct Member<'w> {
    name: &'static str,
    signer: &'w Key,
    twin: &'static str,
    plan: fn(&'w World) -> Plan<'w>,
}

fn members(world: &World) -> [Member<'_>; 8] {
    let World { alice, bob, .. } = world;
    let of_contract = |name, signer| Member {
        name,
        signer,
        twin: "package/bare",
        plan: Plan::bare,
    };
    [
        of_contract("offer", bob),
        of_contract("quote", alice),
        of_contract("acceptance", bob),
        of_contract("request", bob),
        of_contract("result", alice),
        Member {
            name: "ack",
            signer: bob,
            twin: "package/bare-bilateral",
            plan: |world| Plan::bare(world).acknowledged(),
        },
        Member {
            name: "receipts",
            signer: alice,
            twin: "package/one-receipt",
            plan: |world| Plan::bare(world).witnessed(&[HostProxy]),
        },
        Member {
            name: "checkpoints",
            signer: alice,
            twin: "package/trace-alone",
            plan: |world| Plan::alone(world, 2, &[2]),
        },
    ]
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors: Vec<Vector> = members(world)
        .iter()
        .flat_map(|member| altered(world, member))
        .collect();
    vectors.extend(misformed(world));
    vectors.extend(unauthorised(world));
    vectors.extend(later_items(world));
    vectors
}

fn faulty(plan: &Plan<'_>, name: &str, member: &str, index: u32, twin: &str) -> Vector {
    refused(plan, "package-record", name, "REC-1", &[(member, index)], twin)
}

/// What happens to a statement on its way: its object id stays as others name it.
fn altered<'w>(world: &'w World, member: &Member<'w>) -> Vec<Vector> {
    type Alteration<'a> = (&'static str, Box<dyn Fn(&mut Statement) + 'a>);
    let alterations: [Alteration<'_>; 5] = [
        ("signature-altered", Box::new(|it| it.sig[40] ^= 1)),
        (
            "signature-of-another",
            Box::new(|it| it.sig = world.carol.sign(&it.signed_bytes())),
        ),
        ("keyid-of-another", Box::new(|it| it.keyid = world.carol.did())),
        ("keyid-with-fragment", Box::new(|it| it.keyid.push('#'))),
        (
            "signed-by-another",
            Box::new(|it| *it = it.with_payload(it.payload.clone(), &world.carol)),
        ),
    ];
    // What a signature can be wrong by is shown by two members.
    let shown = alterations.into_iter().filter(|(name, _)| {
        let is_plain = ["signature-altered", "signed-by-another", "keyid-of-another"].contains(name);
        is_plain || ["receipts", "checkpoints"].contains(&member.name)
    });
    let shown = shown.map(|(name, alteration)| {
        let plan = (member.plan)(world).statement(member.name, 0, alteration);
        faulty(&plan, &format!("{}-{name}", member.name), member.name, 0, member.twin)
    });
    let cut = {
        let signer = member.signer.clone();
        let cut = move |it: &mut Statement| {
            let payload = it.payload[..it.payload.len() - 1].to_vec();
            *it = it.with_payload(payload, &signer);
        };
        let plan = (member.plan)(world).statement(member.name, 0, cut);
        faulty(
            &plan,
            &format!("{}-payload-cut-off", member.name),
            member.name,
            0,
            member.twin,
        )
    };
    let mut vectors: Vec<Vector> = shown.chain([cut]).collect();
    let retyped = |it: &mut Statement| {
        it.payload_type = Kind::Retire.payload_type();
        it.sig = world.alice.sign(&it.signed_bytes());
        it.keyid = world.alice.did();
    };
    let plan = (member.plan)(world).statement(member.name, 0, retyped);
    vectors.push(faulty(
        &plan,
        &format!("{}-of-another-type", member.name),
        member.name,
        0,
        member.twin,
    ));
    vectors
}

/// Breaches of meaning: one of each kind's own, and of its header's.
fn misformed(world: &World) -> Vec<Vector> {
    let bare = || Plan::bare(world);
    let receipt = || Plan::bare(world).witnessed(&[HostProxy]);
    let alone = || Plan::alone(world, 2, &[2]);
    let elsewhere = |header: &mut v1::Header| header.network_id = "other-net".to_owned();
    let of_contract = |name: &str, member: &str, plan: Plan<'_>| faulty(&plan, name, member, 0, "package/bare");
    let of_receipt = |name: &str, plan: Plan<'_>| faulty(&plan, name, "receipts", 0, "package/one-receipt");
    let of_checkpoint = |name: &str, plan: Plan<'_>| faulty(&plan, name, "checkpoints", 0, "package/trace-alone");
    let of_ack = |name: &str, plan: Plan<'_>| faulty(&plan, name, "ack", 0, "package/bare-bilateral");
    vec![
        of_contract(
            "offer-of-another-network",
            "offer",
            bare().offer(move |it| elsewhere(it.header())),
        ),
        of_contract(
            "quote-of-another-network",
            "quote",
            bare().quote(move |it| elsewhere(it.header())),
        ),
        of_contract(
            "acceptance-of-another-network",
            "acceptance",
            bare().acceptance(move |it| elsewhere(it.header())),
        ),
        of_contract(
            "request-of-another-network",
            "request",
            bare().request(move |it| elsewhere(it.header())),
        ),
        of_contract(
            "result-of-another-network",
            "result",
            bare().result(move |it| elsewhere(it.header())),
        ),
        of_ack(
            "ack-of-another-network",
            bare().acknowledged().ack(move |it| elsewhere(it.header())),
        ),
        of_receipt(
            "receipt-of-another-network",
            receipt().receipt(0, move |it| elsewhere(it.header())),
        ),
        of_checkpoint(
            "checkpoint-of-another-network",
            alone().checkpoint(0, move |it| elsewhere(it.header())),
        ),
        of_contract(
            "offer-without-nonce",
            "offer",
            bare().offer(|it| it.header().nonce.clear()),
        ),
        of_contract(
            "acceptance-to-nobody",
            "acceptance",
            bare().acceptance(|it| it.header().audience.clear()),
        ),
        of_contract(
            "request-with-another-content",
            "request",
            bare().request(|it| it.input.get_or_insert_default().size_bytes += 1),
        ),
        of_contract("result-without-output", "result", bare().result(|it| it.output = None)),
        of_contract(
            "result-with-an-expiry",
            "result",
            bare().result(|it| it.header().expires_at_ms = it.header().issued_at_ms + HOUR),
        ),
        of_receipt(
            "receipt-that-ends-before-it-starts",
            receipt().receipt(0, |it| it.ended_at_ms = it.started_at_ms - 1),
        ),
        of_receipt("receipt-of-seq-257", receipt().receipt(0, |it| it.seq = 257)),
        of_checkpoint(
            "checkpoint-with-a-nonce",
            alone().checkpoint(0, |it| it.header().nonce = vec![7; 16]),
        ),
        of_checkpoint("checkpoint-of-size-zero", alone().checkpoint(0, |it| it.size = 0)),
    ]
}

/// Operational keys without a right to speak.
fn unauthorised(world: &World) -> Vec<Vector> {
    let mut task = world.delegation(&world.alice, &world.worker);
    task.scopes = vec!["task".to_owned()];
    let for_receipts = {
        let mut delegation = task.clone();
        delegation.scopes = vec!["receipt".to_owned()];
        delegation.signed(&world.alice)
    };
    let task = task.signed(&world.alice);
    let bare = || Plan::bare(world);
    let receipt = || Plan::bare(world).witnessed(&[HostProxy]);
    let alone = || Plan::alone(world, 2, &[2]);
    let unproven = |it: &mut Statement| it.proofs.clear();
    vec![
        faulty(
            &bare().delegated("result", 0, &world.worker, &for_receipts),
            "result-under-scope-receipt",
            "result",
            0,
            "package-time/result-delegated",
        ),
        faulty(
            &receipt().delegated("receipts", 0, &world.worker, &task),
            "receipt-under-scope-task",
            "receipts",
            0,
            "package-time/receipt-delegated",
        ),
        faulty(
            &alone().delegated("checkpoints", 0, &world.worker, &task),
            "checkpoint-under-scope-task",
            "checkpoints",
            0,
            "package-time/checkpoint-delegated",
        ),
        faulty(
            &bare()
                .delegated("quote", 0, &world.worker, &task)
                .statement("quote", 0, unproven),
            "quote-without-its-delegation",
            "quote",
            0,
            "package-time/quote-delegated",
        ),
        faulty(
            &alone()
                .delegated("checkpoints", 0, &world.worker, &for_receipts)
                .statement("checkpoints", 0, unproven),
            "checkpoint-without-its-delegation",
            "checkpoints",
            0,
            "package-time/checkpoint-delegated",
        ),
        faulty(
            &bare().delegated("result", 0, &world.clerk, &task),
            "result-by-another-than-the-delegate",
            "result",
            0,
            "package-time/result-delegated",
        ),
    ]
}

/// Not only the first item of a field is looked at.
fn later_items(world: &World) -> Vec<Vector> {
    let two = || {
        Plan::bare(world)
            .witnessed(&[HostProxy, HostProxy])
            .asking(&["tool-receipt"])
    };
    let three = || Plan::alone(world, 7, &[1, 3, 4, 7]);
    let alter = |it: &mut Statement| it.sig[3] ^= 4;
    vec![
        faulty(
            &two().statement("receipts", 1, alter),
            "second-receipt-altered",
            "receipts",
            1,
            "package/two-receipts",
        ),
        faulty(
            &three().statement("checkpoints", 1, alter),
            "second-checkpoint-altered",
            "checkpoints",
            1,
            "package/trace-alone-with-checkpoints",
        ),
        faulty(
            &three().statement("checkpoints", 3, alter),
            "last-checkpoint-altered",
            "checkpoints",
            3,
            "package/trace-alone-with-checkpoints",
        ),
    ]
}
