//! Single events, shown without the others (SPEC.md section 17.3).

pub(super) mod encoding;

use casp_wire::v1;
use prost::Message as _;

use super::trace;
use super::tree::{self, altered};
use crate::generate::case::Case;
use crate::generate::engagement;
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, MAX_INTEGER, World, done, observe};
use crate::vector::{Operation, Vector};

/// Greatest encoded disclosure, bytes.
const MAX_DISCLOSURE: usize = 65_536;
const RULES: [&str; 3] = ["REC-1", "TRC-2", "PRF-1"];
const VALID: &str = "evidence/disclosure/event-2-of-5";

/// A disclosure in the making.
struct Plan<'w> {
    world: &'w World,
    events: Vec<v1::TraceEvent>,
    /// Position, from 0.
    index: usize,
    checkpoint: v1::TraceCheckpoint,
}

impl<'w> Plan<'w> {
    fn new(world: &'w World, size: u64, index: usize) -> Self {
        let events = trace::events(world, &format!("a trace of {size}"), size);
        Self::of(world, events, index)
    }

    fn of(world: &'w World, events: Vec<v1::TraceEvent>, index: usize) -> Self {
        let checkpoint = trace::checkpoint(world, &world.alice, &events, events.len());
        Self {
            world,
            events,
            index,
            checkpoint,
        }
    }

    fn disclosure(&self, checkpoint: &Statement) -> v1::EventDisclosure {
        v1::EventDisclosure {
            checkpoint: Some(checkpoint.bundle()),
            event: Some(self.events[self.index].clone()),
            path: tree::path(self.index, &trace::leaves(&self.events)),
        }
    }

    fn signed(&self) -> v1::EventDisclosure {
        self.disclosure(&self.checkpoint.signed(&self.world.alice))
    }
}

fn case(world: &World, name: &str, now_ms: i64, disclosure: &v1::EventDisclosure) -> Case {
    let operation = Operation::CheckDisclosure {
        disclosure: disclosure.encode_to_vec().into(),
    };
    let title = format!("disclosure: {}", name.replace('-', " "));
    let id = format!("evidence/disclosure/{name}");
    let proofs = disclosure.checkpoint.as_ref().is_some_and(|it| !it.proofs.is_empty());
    let flags: &[&str] = if proofs { &["has-proofs"] } else { &[] };
    Case::new(id, title, &world.begin(), now_ms, operation)
        .about("EventDisclosure", "")
        .flags(flags)
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = valid(world);
    vectors.extend(valid_anyway(world));
    vectors.extend(checkpoints(world));
    vectors.extend(events(world));
    vectors.extend(paths(world));
    vectors.extend(sizes(world));
    vectors
}

fn valid(world: &World) -> Vec<Vector> {
    let places = [(1, 0), (2, 0), (2, 1), (5, 0), (5, 2), (5, 4), (8, 7), (9, 8), (33, 16)];
    let good = |(size, index): (u64, usize)| {
        let name = format!("event-{index}-of-{size}");
        case(world, &name, world.now, &Plan::new(world, size, index).signed()).accepted(&RULES, None)
    };
    places.into_iter().map(good).collect()
}

fn delegation(world: &World, scope: &str) -> Statement {
    let mut delegation = world.delegation(&world.alice, &world.worker);
    delegation.scopes = vec![scope.to_owned()];
    delegation.signed(&world.alice)
}

/// Whatever the verifier knows, and whenever it asks: the checkpoint holds as it was issued.
fn valid_anyway(world: &World) -> Vec<Vector> {
    let plan = || Plan::new(world, 5, 2);
    let later = world.now + 3_650 * DAY;
    let good = |name: &str, now_ms: i64, disclosure| case(world, name, now_ms, &disclosure).accepted(&RULES, None);
    let to_worker = delegation(world, "receipt");
    let by_worker = plan().disclosure(&plan().checkpoint.delegated(&world.worker, &to_worker));
    let mut of_contract = plan();
    of_contract.checkpoint.contract = world.draw("some contract").bytes(32);
    let mut addressed = plan();
    addressed.checkpoint.header().audience = world.bob.multikey();
    let mut full = Plan::new(world, 3, 1);
    full.events[1].receipt = world.draw("some receipt").bytes(32);
    full.events[1].data = vec![world.draw("data").bytes(1)[0]; 4_096];
    let full = Plan::of(world, full.events, 1);
    let retired = case(world, "keeper-has-retired", world.now, &plan().signed())
        .after(vec![done(world.now, observe(&world.plain(Kind::Retire)))])
        .flags(&["has-prior"])
        .accepted(&RULES, None);
    vec![
        good("years-later", later, plan().signed()),
        good("before-it-was-issued", world.issued - DAY, plan().signed()),
        good("by-an-operational-key", world.now, by_worker.clone()),
        good("by-an-operational-key-long-dead", later, by_worker),
        good("of-a-contract", world.now, of_contract.signed()),
        good("addressed-to-another", world.now, addressed.signed()),
        good("event-with-all-fields", world.now, full.signed()),
        retired,
    ]
}

fn refused(world: &World, rule: &str, field: &str, name: &str, disclosure: &v1::EventDisclosure) -> Vector {
    case(world, name, world.now, disclosure)
        .about("EventDisclosure", field)
        .refused(rule, name, VALID, &[])
}

/// REC-1.
fn checkpoints(world: &World) -> Vec<Vector> {
    let plan = Plan::new(world, 5, 2);
    let good = plan.checkpoint.signed(&world.alice);
    let with = |edit: &dyn Fn(&mut Statement)| {
        let mut statement = good.clone();
        edit(&mut statement);
        statement
    };
    let edited = |edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        let mut checkpoint = plan.checkpoint.clone();
        edit(&mut checkpoint);
        checkpoint.signed(&world.alice)
    };
    let under = |key: &Key, scope: &str| plan.checkpoint.delegated(key, &delegation(world, scope));
    let unproven = {
        let mut statement = under(&world.worker, "receipt");
        statement.proofs.clear();
        statement
    };
    let cut = good.with_payload(good.payload[..good.payload.len() - 1].to_vec(), &world.alice);
    let receipt = engagement::receipt(world, &world.alice).signed(&world.alice);
    let all = [
        ("signature-altered", with(&|it| it.sig[9] ^= 1)),
        ("keyid-of-another", with(&|it| it.keyid = world.bob.did())),
        ("keyid-with-fragment", with(&|it| it.keyid.push('#'))),
        ("signed-by-another", plan.checkpoint.signed(&world.bob)),
        ("payload-cut-off", cut),
        (
            "root-altered-unsigned",
            with(&|it| {
                if let Some(last) = it.payload.last_mut() {
                    *last ^= 1;
                }
            }),
        ),
        (
            "of-another-network",
            edited(&|it| it.header().network_id = "other-net".to_owned()),
        ),
        (
            "with-an-expiry",
            edited(&|it| it.header().expires_at_ms = it.header().issued_at_ms + HOUR),
        ),
        ("without-its-delegation", unproven),
        ("under-scope-task", under(&world.worker, "task")),
        ("by-another-than-the-delegate", under(&world.clerk, "receipt")),
        ("a-receipt", receipt),
        ("a-retirement", world.plain(Kind::Retire)),
    ];
    let refuse = |(name, checkpoint): (&str, Statement)| {
        let name = format!("checkpoint-{name}");
        refused(world, "REC-1", "checkpoint", &name, &plan.disclosure(&checkpoint))
    };
    all.into_iter().map(refuse).collect()
}

/// TRC-2, and events that the tree does not have.
fn events(world: &World) -> Vec<Vector> {
    let mut unsalted = Plan::new(world, 5, 2).events;
    unsalted[2].salt = vec![0; 16];
    let unsalted = Plan::of(world, unsalted, 2);
    let mut of_one = Plan::new(world, 1, 0).events;
    of_one[0].salt = vec![0; 16];
    let of_one = Plan::of(world, of_one, 0);
    let edited = |edit: &dyn Fn(&mut v1::TraceEvent)| {
        let mut disclosure = Plan::new(world, 5, 2).signed();
        edit(disclosure.event.get_or_insert_default());
        disclosure
    };
    let bad = |name: &str, disclosure| refused(world, "PRF-1", "event", name, &disclosure);
    vec![
        refused(world, "TRC-2", "event.salt", "salt-zero", &unsalted.signed()),
        refused(world, "TRC-2", "event.salt", "only-salt-zero", &of_one.signed()),
        bad("salt-altered", edited(&|it| it.salt[15] ^= 1)),
        bad("time-altered", edited(&|it| it.at_ms += 1)),
        bad("kind-altered", edited(&|it| it.kind.push('s'))),
        bad("receipt-added", edited(&|it| it.receipt = vec![7; 32])),
        bad("data-altered", edited(&|it| it.data[0] ^= 1)),
        bad("data-removed", edited(&|it| it.data.clear())),
        bad("end-added", edited(&|it| it.terminal = true)),
        bad("number-less-one", edited(&|it| it.seq -= 1)),
        bad("number-more-by-one", edited(&|it| it.seq += 1)),
        bad("number-past-the-size", edited(&|it| it.seq = 6)),
        bad("number-greatest", edited(&|it| it.seq = MAX_INTEGER)),
    ]
}

/// PRF-1: the proof itself.
fn paths(world: &World) -> Vec<Vector> {
    let edited = |edit: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut disclosure = Plan::new(world, 5, 2).signed();
        edit(&mut disclosure.path);
        disclosure
    };
    let resized = |size: u64| {
        let mut plan = Plan::new(world, 5, 2);
        plan.checkpoint.size = size;
        plan.signed()
    };
    let mut other_root = Plan::new(world, 5, 2);
    other_root.checkpoint.root = trace::root(&other_root.events[..4]);
    let misplaced = {
        // An event whose number is not its position.
        let mut events = Plan::new(world, 5, 2).events;
        events[2].seq = 4;
        Plan::of(world, events, 2).signed()
    };
    let bad = |name: &str, disclosure| refused(world, "PRF-1", "path", name, &disclosure);
    vec![
        bad("path-empty", edited(&|it| it.clear())),
        bad("path-without-its-last", edited(&|it| it.truncate(2))),
        bad("path-and-another", edited(&|it| it.push(vec![7; 32]))),
        bad("path-of-64", edited(&|it| it.resize(64, vec![7; 32]))),
        bad("path-reversed", edited(&|it| it.reverse())),
        bad("path-bit", edited(&|it| it[1] = altered(&it[1], 77))),
        bad("size-of-two-more", resized(10)),
        bad("size-of-the-number", resized(3)),
        bad("size-below-the-number", resized(2)),
        bad("size-greatest", resized(MAX_INTEGER)),
        bad("root-of-a-part", other_root.signed()),
        bad("number-is-not-the-position", misplaced),
    ]
}

/// SIZ-1 and the limit of the checkpoint.
fn sizes(world: &World) -> Vec<Vector> {
    let plan = Plan::new(world, 5, 2);
    let good = plan.checkpoint.signed(&world.alice);
    // Bytes beside the payload do not change with its length once that takes three bytes.
    let with = |payload: usize| {
        let zeros = good.with_payload(vec![0; payload], &world.alice);
        plan.disclosure(&zeros)
    };
    let of = |size: usize| with(20_000 + size - with(20_000).encoded_len());
    let checkpoint_of = |size: usize| {
        let length = |it: &v1::EventDisclosure| it.checkpoint.as_ref().map_or(0, prost::Message::encoded_len);
        with(20_000 + size - length(&with(20_000)))
    };
    let case = |name: &str, field: &str, flags: &[&str], disclosure: &v1::EventDisclosure| {
        case(world, name, world.now, disclosure)
            .about("EventDisclosure", field)
            .flags(flags)
    };
    vec![
        case(
            "disclosure-past-max",
            "",
            &["input-past-limit"],
            &of(MAX_DISCLOSURE + 1),
        )
        .refused("SIZ-1", "disclosure-past-max", VALID, &[]),
        case("disclosure-at-max", "", &["input-at-limit"], &of(MAX_DISCLOSURE)).refused(
            "ENC-10",
            "disclosure-at-max",
            VALID,
            &[],
        ),
        case(
            "checkpoint-past-max",
            "checkpoint",
            &["past-limit"],
            &checkpoint_of(32_769),
        )
        .refused("ENC-10", "past-max-length", VALID, &[]),
        case("checkpoint-at-max", "checkpoint", &["at-limit"], &checkpoint_of(32_768)).refused(
            "REC-1",
            "checkpoint-at-max",
            VALID,
            &[],
        ),
    ]
}
