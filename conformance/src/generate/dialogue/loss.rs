//! Something gets lost: what each party believes meanwhile, and how repetition mends it (SPEC.md sections 19.2 and 19.4).

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{DUE, LIFE, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{Acceptance, Cancel, Commit, Offer, Prepared, TaskRequest, TaskResult};
use crate::generate::world::{SECOND, World};

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = before_the_request(world);
    tales.extend(two_steps(world));
    tales.extend(at_work(world));
    tales.extend(at_the_end(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "loss", name, title, rules)
}

fn before_the_request(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let opened = Talk::new(world).opened();
    let [offer, quote, acceptance, request] = opened.all();
    vec![
        tale(
            world,
            "offer",
            "The offer is lost: its provider knows nothing of it until it is repeated.",
            &["CTR-1", "CTR-3"],
        )
        .lost(offer)
        .stands_for(SECOND, alice, offer, "offered")
        .unknown_to(SECOND, bob, offer)
        .arrives(2 * SECOND, offer)
        .repeats(2 * SECOND, offer, "offered", &[Offer], &[]),
        tale(
            world,
            "quote",
            "The quote is lost: the offer is repeated, is known already, and has the same quote sent again.",
            &["CTR-1", "CTR-3"],
        )
        .said([offer])
        .lost(quote)
        .stands_for(2 * SECOND, alice, offer, "offered")
        .stands_for(2 * SECOND, bob, offer, "quoted")
        .arrives_again(3 * SECOND, offer)
        .arrives(4 * SECOND, quote)
        .repeats(4 * SECOND, quote, "quoted", &[], &[]),
        tale(
            world,
            "acceptance",
            "The acceptance is lost: the request finds no contract, and both are repeated in their order.",
            &["CTR-1", "CTR-3"],
        )
        .said([offer, quote])
        .lost(acceptance)
        .lost(request)
        .stands_for(3 * SECOND, alice, request, "pending")
        .refused_there(3 * SECOND, request, &["CTR-3"])
        .stands_for(3 * SECOND, bob, quote, "quoted")
        .arrives(4 * SECOND, acceptance)
        .stands_for(4 * SECOND, bob, acceptance, "accepted")
        .arrives(5 * SECOND, request)
        .repeats(5 * SECOND, request, "pending", &[Acceptance, TaskRequest], &[]),
        tale(
            world,
            "request",
            "The request is lost: it is repeated with the acceptance, which is known already.",
            &["CTR-1", "CTR-3"],
        )
        .said([offer, quote, acceptance])
        .lost(request)
        .stands_for(3 * SECOND, alice, request, "pending")
        .stands_for(3 * SECOND, bob, acceptance, "accepted")
        .arrives_again(4 * SECOND, acceptance)
        .arrives(4 * SECOND, request)
        .repeats(4 * SECOND, acceptance, "pending", &[Acceptance, TaskRequest], &[]),
    ]
}

fn two_steps(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let prepared = talk.prepared(4 * SECOND, LIFE, contract, &opened.request);
    let commit = talk.commit(5 * SECOND, LIFE, contract, &prepared);
    vec![
        tale(
            world,
            "prepared-statement",
            "The prepared statement is lost: one party repeats the request, the other the statement.",
            &["CTR-1", "CTR-3"],
        )
        .said(opened.all())
        .lost(&prepared)
        .stands_for(5 * SECOND, alice, contract, "pending")
        .stands_for(5 * SECOND, bob, contract, "prepared")
        .arrives_again(5 * SECOND, &opened.request)
        .arrives(6 * SECOND, &prepared)
        .repeats(6 * SECOND, &prepared, "prepared", &[], &[Prepared]),
        tale(
            world,
            "commit",
            "The commit is lost: one party repeats it, the other its prepared statement, until it arrives.",
            &["CTR-1", "CTR-3"],
        )
        .said(opened.all())
        .said([&prepared])
        .lost(&commit)
        .stands_for(6 * SECOND, alice, contract, "committed")
        .stands_for(6 * SECOND, bob, contract, "prepared")
        .arrives_again(6 * SECOND, &prepared)
        .arrives(7 * SECOND, &commit)
        .repeats(7 * SECOND, &commit, "committed", &[Commit], &[]),
    ]
}

fn at_work(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let first = talk.event(4 * SECOND, contract, 1, TaskState::Queued);
    let second = talk.event(5 * SECOND, contract, 2, TaskState::Running);
    let cancel = talk.cancel(5 * SECOND, LIFE, contract);
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    vec![
        tale(
            world,
            "event",
            "An event is lost: nobody asks for it, and when it comes after the next it is stale.",
            &["CTR-11"],
        )
        .said(opened.all())
        .lost(&first)
        .said([&second])
        .stands(5 * SECOND, &second, "running")
        .refused_there(6 * SECOND, &first, &["CTR-11"])
        .stands(6 * SECOND, &second, "running"),
        tale(
            world,
            "cancel",
            "The cancel is lost until the work is done: it changes nothing, and the result is taken.",
            &["CTR-9", "CTR-12"],
        )
        .said(opened.all())
        .lost(&cancel)
        .stands_for(5 * SECOND, alice, contract, "cancelled")
        .stands_for(5 * SECOND, bob, contract, "pending")
        .said([&result])
        .refused_there(7 * SECOND, &cancel, &["CTR-12"])
        .repeats(7 * SECOND, &result, "delivered", &[], &[TaskResult]),
        tale(
            world,
            "cancel-until-repeated",
            "The cancel is lost, repeated, and arrives before the work is done.",
            &["CTR-3", "CTR-12"],
        )
        .said(opened.all())
        .lost(&cancel)
        .arrives(5_500, &cancel)
        .repeats(5_500, &cancel, "cancelled", &[Cancel], &[]),
    ]
}

fn at_the_end(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let ack = talk.ack(8 * SECOND, contract, &result);
    let too_late = DUE + 30_000;
    vec![
        tale(
            world,
            "result",
            "The result is lost: the request is repeated and known, and the same result is sent again.",
            &["CTR-1", "CTR-9"],
        )
        .said(opened.all())
        .lost(&result)
        .stands_for(6 * SECOND, alice, contract, "pending")
        .stands_for(6 * SECOND, bob, contract, "delivered")
        .arrives_again(7 * SECOND, &opened.request)
        .arrives(7_500, &result)
        .said([&ack])
        .repeats(8 * SECOND, &ack, "closed", &[], &[]),
        tale(
            world,
            "ack",
            "The ack is lost: the result comes again, is known, and has the same ack sent again.",
            &["CTR-1", "CTR-9"],
        )
        .said(opened.all())
        .said([&result])
        .lost(&ack)
        .stands_for(8 * SECOND, alice, contract, "closed")
        .stands_for(8 * SECOND, bob, contract, "delivered")
        .arrives_again(9 * SECOND, &result)
        .arrives(10 * SECOND, &ack)
        .repeats(10 * SECOND, &ack, "closed", &[], &[]),
        tale(
            world,
            "result-for-good",
            "The result is lost until nobody takes it: delivered for one party, unanswered for the other.",
            &["CTR-9", "CTR-10"],
        )
        .said(opened.all())
        .lost(&result)
        .stands_for(too_late - 1, alice, contract, "pending")
        .refused_there(too_late, &result, &["CTR-10"])
        .stands_for(too_late, alice, contract, "unanswered")
        .stands_for(too_late, bob, contract, "delivered"),
    ]
}
