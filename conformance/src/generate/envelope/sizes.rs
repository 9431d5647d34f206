//! Sizes of inputs and payloads (SIZ-1, SIZ-2).

use casp_wire::v1;
use prost::Message as _;

use crate::generate::case::Case;
use crate::generate::discovery::plain as discovery;
use crate::generate::engagement::{self, inline};
use crate::generate::forge::{Kind, Payload, Statement, object_id};
use crate::generate::world::{World, verify};
use crate::vector::{Operation, Output, Vector};

/// Greatest bundle, bytes.
const MAX_BUNDLE: usize = 1_114_112;
/// Greatest envelope in or outside a bundle, bytes.
const MAX_ENVELOPE: usize = 1_048_576;
/// Greatest proof in a bundle, bytes.
const MAX_PROOF: usize = 8_192;
/// Greatest inline content, bytes.
const MAX_INLINE: usize = 524_288;
/// Greatest text of an oracle for JSON, bytes.
const MAX_ORACLE_JSON: usize = 65_536;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = payloads(world);
    vectors.extend(bundles(world));
    vectors.extend(bare_envelopes(world));
    vectors
}

fn case(world: &World, name: &str, title: &str, operation: Operation) -> Case {
    Case::new(
        format!("envelope/size/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
}

/// Pads a payload with extensions to exactly this size.
pub(crate) fn padded_to<T: Payload>(message: &T, size: usize, filler: u8) -> T {
    let mut message = message.clone();
    let mut pads = 0;
    let pad = |name: String, length: usize| v1::Extension {
        id: name,
        critical: false,
        value: vec![filler; length],
    };
    while size.saturating_sub(message.encoded_len()) > 4_200 {
        message.header().extensions.push(pad(format!("pad-{pads:02}"), 4_096));
        pads += 1;
    }
    // A length prefix may grow by a byte on the way, so that a longer name has to make up for it.
    for name in 0..3 {
        for length in (0..4_096).rev() {
            let last = pad(format!("pad-{pads:02}{}", &"xyz"[..name]), length);
            message.header().extensions.push(last);
            if message.encoded_len() == size {
                return message;
            }
            message.header().extensions.pop();
        }
    }
    panic!("a payload can be padded to {size} bytes");
}

fn payloads(world: &World) -> Vec<Vector> {
    let sized = |kind, size| payload_of(world, kind, size);
    let mut vectors = Vec::new();
    for kind in Kind::ALL {
        if kind == Kind::DiscoveryResult {
            vectors.extend(results(world));
            continue;
        }
        let (name, most) = (kind.name(), kind.max_payload());
        let at = sized(kind, most);
        let past = sized(kind, most + 1);
        let title = format!("a {name} of {most} bytes is accepted");
        vectors.push(
            case(world, &format!("{name}-at-max"), &title, verify(&at))
                .about(kind.table().name, "")
                .flags(&["payload-at-limit"])
                .accepted(&["SIZ-2"], at.verified()),
        );
        let title = format!("a {name} of {} bytes is refused", most + 1);
        vectors.push(
            case(world, &format!("{name}-past-max"), &title, verify(&past))
                .about(kind.table().name, "")
                .flags(&["payload-past-limit"])
                .refused("SIZ-2", "past-max", format!("envelope/size/{name}-at-max"), &[]),
        );
    }
    vectors
}

/// The longest result there is, and zeros up to the limit and past it.
fn results(world: &World) -> Vec<Vector> {
    let most = Kind::DiscoveryResult.max_payload();
    let fullest = discovery::fullest_result(world).signed(&world.alice);
    let [at, past] = [most, most + 1].map(|size| payload_of(world, Kind::DiscoveryResult, size));
    let case = |name: &str, title: &str, statement: &Statement| {
        case(world, name, title, verify(statement)).about("DiscoveryResult", "")
    };
    let twin = "envelope/size/discovery-result-at-its-fullest";
    vec![
        case(
            "discovery-result-at-its-fullest",
            "a discovery-result with all that it can hold is accepted",
            &fullest,
        )
        .flags(&["at-limit"])
        .accepted(&["SIZ-2", "ENC-10", "ENC-12"], fullest.verified()),
        case(
            "discovery-result-at-max",
            "a payload at its limit goes on to be decoded",
            &at,
        )
        .flags(&["payload-at-limit"])
        .refused("ENC-2", "zeros-at-max", twin, &["not-canonical"]),
        case(
            "discovery-result-past-max",
            "a payload past its limit is not decoded",
            &past,
        )
        .flags(&["payload-past-limit"])
        .refused("SIZ-2", "past-max", twin, &[]),
    ]
}

/// Alice's statement of this kind with a payload of this size.
fn payload_of(world: &World, kind: Kind, size: usize) -> Statement {
    let (alice, other) = (&world.alice, &world.verifier);
    let filler = alice.public()[7];
    match kind {
        Kind::Delegation => signed(world, &world.delegation(alice, &world.worker), size),
        Kind::Retire => signed(world, &world.retire(alice), size),
        Kind::HostBinding => signed(world, &world.host_binding(alice), size),
        Kind::Descriptor => signed(world, &world.descriptor(alice), size),
        Kind::Refresh => signed(world, &world.refresh(alice, vec![filler; 32]), size),
        Kind::Withdrawal => signed(world, &world.withdrawal(alice), size),
        Kind::Offer => signed(world, &engagement::offer(world, alice, other), size),
        Kind::Quote => signed(world, &engagement::quote(world, alice, other), size),
        Kind::Acceptance => signed(world, &engagement::acceptance(world, alice, other), size),
        Kind::TaskRequest => {
            let mut request = engagement::request(world, alice, other);
            request.input = Some(inline("text/plain", &[filler; MAX_INLINE]));
            signed(world, &request, size)
        }
        Kind::TaskEvent => signed(world, &engagement::event(world, alice, other), size),
        Kind::Prepared => {
            let mut prepared = engagement::prepared(world, alice, other);
            prepared.plan = Some(inline("text/plain", &[filler; MAX_INLINE]));
            signed(world, &prepared, size)
        }
        Kind::Commit => signed(world, &engagement::commit(world, alice, other), size),
        Kind::Cancel => signed(world, &engagement::cancel(world, alice, other), size),
        Kind::TaskResult => {
            let mut result = engagement::result(world, alice, other);
            result.output = Some(inline("text/plain", &[filler; MAX_INLINE]));
            signed(world, &result, size)
        }
        Kind::DeliveryAck => signed(world, &engagement::ack(world, alice, other), size),
        Kind::OutcomeReport => signed(world, &engagement::report(world, alice, other), size),
        Kind::CanaryVerdict => signed(world, &verdict_of_a_long_answer(world), size),
        Kind::ToolReceipt => signed(world, &engagement::receipt(world, alice), size),
        Kind::TraceCheckpoint => signed(world, &engagement::checkpoint(world, alice), size),
        Kind::Query => signed(world, &discovery::query(world, alice, other), size),
        Kind::RegistrationReceipt => signed(world, &discovery::receipt(world, alice), size),
        Kind::Refusal => signed(world, &discovery::refusal(world, alice, other), size),
        // No result is that long: what it can hold at most is less than its limit.
        Kind::DiscoveryResult => Statement::new(kind, vec![0; size], alice.multikey(), alice),
    }
}

fn signed<T: Payload>(world: &World, message: &T, size: usize) -> Statement {
    padded_to(message, size, world.alice.public()[7]).signed(&world.alice)
}

/// A verdict whose oracle is the longest JSON string that there may be.
fn verdict_of_a_long_answer(world: &World) -> v1::CanaryVerdict {
    let mut verdict = engagement::verdict(world, &world.alice);
    let canary = verdict.opening.as_mut().and_then(|opening| opening.canary.as_mut());
    let letter = world.draw("long answer").pick(&["a", "b", "c", "d"]);
    if let Some(canary) = canary {
        let text = format!("\"{}\"", letter.repeat(MAX_ORACLE_JSON - 2));
        canary.oracle = Some(v1::Oracle {
            form: Some(v1::oracle::Form::Json(text)),
        });
    }
    verdict
}

/// A descriptor whose payload is so many zeros.
fn zeros(world: &World, length: usize) -> Statement {
    let issuer = world.alice.multikey();
    Statement::new(Kind::Descriptor, vec![0; length], issuer, &world.alice)
}

/// The payload length with which an encoding of `measure` has this size.
fn payload_for(size: usize, measure: impl Fn(usize) -> usize) -> usize {
    let mut length = size;
    while measure(length) > size {
        length -= measure(length) - size;
    }
    assert_eq!(measure(length), size, "no payload makes {size} bytes");
    length
}

fn bundles(world: &World) -> Vec<Vector> {
    let bundle = |size: usize| zeros(world, payload_for(size, |length| bundle_length(world, length)));
    let subject = |size: usize| zeros(world, payload_for(size, |length| envelope_length(world, length)));
    let twin = "envelope/size/descriptor-at-max";
    let past = case(
        world,
        "bundle-past-max",
        "a bundle a byte past its limit is refused before it is parsed",
        verify(&bundle(MAX_BUNDLE + 1)),
    )
    .about("Bundle", "")
    .flags(&["input-past-limit", "payload-oversize"])
    .refused("SIZ-1", "past-max", twin, &[]);
    let far_past = case(
        world,
        "bundle-far-past-max",
        "a bundle of twice the limit is refused before it is parsed",
        verify(&bundle(2 * MAX_BUNDLE)),
    )
    .about("Bundle", "")
    .flags(&["input-oversize", "payload-oversize"])
    .refused("SIZ-1", "far-past-max", twin, &[]);
    let at = case(
        world,
        "bundle-at-max",
        "a bundle at its limit is parsed, and its subject too long",
        verify(&bundle(MAX_BUNDLE)),
    )
    .about("Bundle", "subject")
    .flags(&["input-at-limit", "payload-oversize"])
    .refused("ENC-10", "bundle-at-max", twin, &[]);
    let subject_past = case(
        world,
        "subject-past-max",
        "a subject a byte past its limit is refused",
        verify(&subject(MAX_ENVELOPE + 1)),
    )
    .about("Bundle", "subject")
    .flags(&["past-limit", "payload-oversize"])
    .refused("ENC-10", "past-max-length", twin, &[]);
    let subject_at = case(
        world,
        "subject-at-max",
        "a subject at its limit is parsed, and its payload too large",
        verify(&subject(MAX_ENVELOPE)),
    )
    .about("CapabilityDescriptor", "")
    .flags(&["at-limit", "payload-oversize"])
    .refused("SIZ-2", "subject-at-max", twin, &[]);
    vec![past, far_past, at, subject_past, subject_at, proof_past(world)]
}

fn bundle_length(world: &World, payload: usize) -> usize {
    zeros_unsigned(world, payload).bundle().encoded_len()
}

fn envelope_length(world: &World, payload: usize) -> usize {
    zeros_unsigned(world, payload).envelope().encoded_len()
}

/// As [`zeros`], without the work of signing.
fn zeros_unsigned(world: &World, length: usize) -> Statement {
    Statement {
        payload: vec![0; length],
        ..zeros(world, 0)
    }
}

fn proof_past(world: &World) -> Vector {
    let delegation = world.alice_to_worker();
    let mut statement = world.host_binding(&world.alice).delegated(&world.worker, &delegation);
    let measure = |length| delegation_of_zeros(&delegation, length).envelope().encoded_len();
    let payload = payload_for(MAX_PROOF + 1, measure);
    statement.proofs = vec![delegation.with_payload(vec![0; payload], &world.alice).envelope()];
    case(
        world,
        "proof-past-max",
        "a proof a byte past its limit is refused",
        verify(&statement),
    )
    .about("Bundle", "proofs")
    .flags(&["past-limit", "has-proofs"])
    .refused("ENC-10", "past-max-length", "envelope/bundle/message/valid", &[])
}

fn delegation_of_zeros(delegation: &Statement, length: usize) -> Statement {
    Statement {
        payload: vec![0; length],
        ..delegation.clone()
    }
}

fn bare_envelopes(world: &World) -> Vec<Vector> {
    let sized = |size: usize| zeros(world, payload_for(size, |length| envelope_length(world, length)));
    let encoded = |statement: &Statement| statement.envelope().encode_to_vec().into();
    let at = sized(MAX_ENVELOPE);
    let past = sized(MAX_ENVELOPE + 1);
    let output = Output::Data(object_id(&at.payload_type, &at.payload).into());
    let accepted = case(
        world,
        "envelope-at-max",
        "an envelope of 1 MiB has an object id",
        Operation::ObjectId { envelope: encoded(&at) },
    )
    .about("Envelope", "")
    .flags(&["input-at-limit"])
    .accepted(&["SIZ-1"], Some(output));
    let refused = |fault: &str, operation| {
        case(
            world,
            fault,
            "an envelope a byte past its limit is refused before it is parsed",
            operation,
        )
        .about("Envelope", "")
        .flags(&["input-past-limit"])
        .refused("SIZ-1", fault, "envelope/size/envelope-at-max", &[])
    };
    vec![
        accepted,
        refused(
            "envelope-past-max",
            Operation::ObjectId {
                envelope: encoded(&past),
            },
        ),
        refused(
            "envelope-past-max-for-json",
            Operation::DsseJson {
                envelope: encoded(&past),
            },
        ),
    ]
}
