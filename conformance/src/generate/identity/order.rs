//! The order of stages, and of rules where SPEC.md gives one: two faults, of which the earlier one is reported.
//!
//! These are the only vectors with more than one fault; the rule that they name is the one that is to be reported.

use casp_wire::v1::Header;

use crate::generate::case::Case;
use crate::generate::forge::{self, Kind, Payload as _, Statement};
use crate::generate::world::{DAY, SKEW, Signing, World, done, observe, verify};
use crate::vector::{Step, Vector};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = stages(world);
    vectors.extend(within_delegation(world));
    vectors
}

fn case(world: &World, fault: &str, now_ms: i64, prior: Vec<Step>, statement: &Statement) -> Case {
    let title = format!("the earlier fault is reported: {}", fault.replace('-', " "));
    Case::new(
        format!("identity/order/{fault}"),
        title,
        &world.begin(),
        now_ms,
        verify(statement),
    )
    .about(statement.kind.table().name, "")
    .after(prior)
}

fn stages(world: &World) -> Vec<Vector> {
    let binding = |edit: &dyn Fn(&mut Header)| world.with_header(Kind::HostBinding, edit);
    let mut mistyped = world.plain(Kind::Descriptor);
    mistyped.kind = Kind::HostBinding;
    mistyped.payload = vec![0; 70_000];
    let mut renamed = world.plain(Kind::HostBinding);
    renamed.keyid.push('#');
    renamed.sig = vec![0; 64];
    let mut large = Statement::new(Kind::HostBinding, vec![0; 4_097], world.alice.multikey(), &world.alice);
    large.keyid = forge::did_key(&forge::multikey(&[0xff; 32]));
    let mut garbage = world.plain(Kind::HostBinding);
    garbage.payload = vec![0xff; 50];
    let unreadable = binding(&|header| {
        header.network_id = "Other-Net".to_owned();
        header.expires_at_ms = 0;
    });
    let elsewhere = world.made(
        Kind::HostBinding,
        |header| header.network_id = "other-net".to_owned(),
        &Signing::Root(&world.worker),
    );
    let unauthorised = world.made(Kind::HostBinding, |_| (), &Signing::Root(&world.bob));
    let twin = "envelope/type/host-binding";
    let cases = [
        ("TYP-1", "type-before-payload-size", mistyped, world.now),
        ("SIZ-2", "payload-size-before-key", large, world.now),
        ("KEY-1", "key-before-signature", renamed, world.now),
        ("SIG-3", "signature-before-payload-encoding", garbage, world.now),
        ("FMT-1", "payload-encoding-before-semantic", unreadable, world.now),
        ("HDR-1", "semantic-before-delegation", elsewhere, world.now),
        (
            "DEL-1",
            "delegation-before-freshness",
            unauthorised,
            world.now + 30 * DAY,
        ),
    ];
    let refuse = |(rule, fault, statement, now_ms): (&str, &str, Statement, i64)| {
        case(world, fault, now_ms, vec![], &statement).refused(rule, fault, twin, &[])
    };
    cases.into_iter().map(refuse).collect()
}

/// DEL-1 to DEL-8, which blame, go before DEL-9 to DEL-11, which do not.
fn within_delegation(world: &World) -> Vec<Vector> {
    let alice = &world.alice;
    let mut newer = world.delegation(alice, &world.clerk);
    newer.epoch += 7;
    let seen = || vec![done(world.now, observe(&newer.signed(alice)))];
    let retired = || vec![done(world.now, observe(&world.plain(Kind::Retire)))];
    let mut higher = world.delegation(alice, &world.worker);
    higher.epoch += 1;
    let mismatched = world.delegated(Kind::Descriptor, &higher.signed(alice), |_| ());
    let foreign = world.delegation(&world.bob, &world.worker).signed(&world.bob);
    let foreign = world.delegated(Kind::Descriptor, &foreign, |_| ());
    let unsigned = world.made(Kind::Descriptor, |_| (), &Signing::Root(&world.bob));
    let mut unscoped = world.delegation(alice, &world.worker);
    unscoped.scopes = vec!["task".to_owned()];
    let end = unscoped.header().expires_at_ms;
    let unscoped = world.delegated(Kind::Withdrawal, &unscoped.signed(alice), |_| ());
    let twin = "identity/authority/descriptor-delegated";
    let case = |fault, prior, statement: &Statement| case(world, fault, world.now, prior, statement);
    let expired = self::case(
        world,
        "scope-before-expiry-of-the-delegation",
        end + SKEW,
        vec![],
        &unscoped,
    );
    vec![
        case("epoch-mismatch-before-superseded", seen(), &mismatched).refused(
            "DEL-8",
            "epoch-mismatch-before-superseded",
            twin,
            &[],
        ),
        case("foreign-proof-before-superseded", seen(), &foreign).refused(
            "DEL-5",
            "foreign-proof-before-superseded",
            twin,
            &[],
        ),
        case("signer-before-retired", retired(), &unsigned).refused("DEL-1", "signer-before-retired", twin, &[]),
        expired.refused(
            "DEL-6",
            "scope-before-expiry-of-the-delegation",
            "identity/authority/descriptor-withdrawal-delegated",
            &[],
        ),
    ]
}
