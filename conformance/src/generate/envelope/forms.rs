//! Pre-authentication encoding, object ids, DSSE's JSON form, signing: outputs that are exact.

use casp_wire::v1;
use prost::Message as _;

use crate::generate::case::Case;
use crate::generate::forge::{Kind, Statement, dsse_json, object_id, pae};
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = pre_authentication(world);
    vectors.extend(object_ids(world));
    vectors.extend(json(world));
    vectors.extend(signing(world));
    vectors
}

fn case(world: &World, name: &str, title: &str, operation: Operation) -> Case {
    Case::new(
        format!("envelope/forms/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
}

fn pre_authentication(world: &World) -> Vec<Vector> {
    let mut draw = world.draw("pre-authentication encoding");
    let plain = Kind::Withdrawal.payload_type();
    let published = pae_of(world, "published", "http://example.com/HelloWorld", b"hello world");
    vec![
        published
            .source("https://github.com/secure-systems-lab/dsse")
            .into_vector(),
        pae_of(world, "empty", "", &[]).into_vector(),
        pae_of(world, "empty-payload", &plain, &[]).into_vector(),
        pae_of(world, "empty-type", "", &draw.bytes(9)).into_vector(),
        pae_of(world, "lengths-of-one-digit", "text/tab", &draw.bytes(9)).into_vector(),
        pae_of(world, "lengths-of-three-digits", &"t".repeat(100), &draw.bytes(100)).into_vector(),
        pae_of(world, "length-of-five-digits", &plain, &vec![draw.bytes(1)[0]; 65_536]).into_vector(),
        pae_of(world, "lengths-count-bytes", "größe/文字", "日本語".as_bytes()).into_vector(),
        pae_of(world, "spaces-inside", "a 1 b 2", b"3 c \n\0").into_vector(),
    ]
}

/// A case and the bytes that come of it.
struct Pae {
    case: Case,
    bytes: Vec<u8>,
}

fn pae_of(world: &World, name: &str, payload_type: &str, payload: &[u8]) -> Pae {
    let operation = Operation::Pae {
        payload_type: payload_type.to_owned(),
        payload: payload.to_vec().into(),
    };
    let title = format!("PAE: {}", name.replace('-', " "));
    let case = case(world, &format!("pae-{name}"), &title, operation).about("PreAuthenticationEncoding", "");
    Pae {
        case,
        bytes: pae(payload_type, payload),
    }
}

impl Pae {
    fn source(self, source: &str) -> Self {
        Self {
            case: self.case.source(source),
            ..self
        }
    }

    fn into_vector(self) -> Vector {
        self.case.accepted(&["SIG-3"], Some(Output::Data(self.bytes.into())))
    }
}

/// Envelopes as object ids and JSON see them: whatever type, payload and signer they state.
fn envelopes(world: &World) -> Vec<(&'static str, &'static str, v1::Envelope)> {
    let statement = world.plain(Kind::Withdrawal);
    let own = statement.envelope();
    let mut other_signature = own.clone();
    other_signature.signatures[0].sig = world.draw("another signature").bytes(64);
    let mut other_signer = own.clone();
    other_signer.signatures[0].keyid = world.bob.did();
    let typed = |payload_type: &str| v1::Envelope {
        payload_type: payload_type.to_owned(),
        ..own.clone()
    };
    let named = |keyid: &str| {
        let mut envelope = own.clone();
        keyid.clone_into(&mut envelope.signatures[0].keyid);
        envelope
    };
    let sized = |payload: &[u8]| v1::Envelope {
        payload: payload.to_vec(),
        ..own.clone()
    };
    vec![
        ("statement", "a statement", own.clone()),
        (
            "other-signature",
            "the same statement with another signature",
            other_signature,
        ),
        ("other-signer", "the same statement as of another signer", other_signer),
        ("one-byte", "a payload of one byte", sized(&[0xff])),
        ("two-bytes", "a payload of two bytes", sized(&[0xff, 0xfe])),
        ("three-bytes", "a payload of three bytes", sized(&[0xfb, 0xff, 0xbf])),
        (
            "quotes",
            "quotation marks and backslashes in the type",
            typed(r#"say "hi" \ bye/"#),
        ),
        (
            "short-escapes",
            "control characters with short escapes",
            typed("\u{8}\t\n\u{c}\r"),
        ),
        (
            "long-escapes",
            "control characters without short escapes",
            typed("\0\u{1}\u{b}\u{e}\u{1f}"),
        ),
        (
            "not-escaped",
            "characters that are not escaped",
            typed("/\u{7f}\u{80}é\u{2028}\u{2029}\u{feff}😀"),
        ),
        ("signer-text", "a keyid that is any text", named("clé \"ü\"\u{1}")),
    ]
}

fn object_ids(world: &World) -> Vec<Vector> {
    let accept = |(name, title, envelope): (&str, &str, v1::Envelope)| {
        let output = Output::Data(object_id(&envelope.payload_type, &envelope.payload).into());
        let operation = Operation::ObjectId {
            envelope: envelope.encode_to_vec().into(),
        };
        case(
            world,
            &format!("object-id-{name}"),
            &format!("object id: {title}"),
            operation,
        )
        .about("Envelope", "")
        .accepted(&["ENC-1", "SIZ-1"], Some(output))
    };
    envelopes(world).into_iter().map(accept).collect()
}

fn json(world: &World) -> Vec<Vector> {
    let accept = |(name, title, envelope): (&str, &str, v1::Envelope)| {
        let output = Output::Text(dsse_json(&envelope));
        let operation = Operation::DsseJson {
            envelope: envelope.encode_to_vec().into(),
        };
        case(
            world,
            &format!("dsse-json-{name}"),
            &format!("DSSE JSON: {title}"),
            operation,
        )
        .about("Envelope", "")
        .accepted(&["ENC-1", "SIZ-1"], Some(output))
    };
    envelopes(world).into_iter().map(accept).collect()
}

fn signing(world: &World) -> Vec<Vector> {
    let mut draw = world.draw("signing");
    let plain = world.plain(Kind::Descriptor);
    let cases = [
        (
            "sign-statement",
            "a payload is signed",
            plain.payload_type.clone(),
            plain.payload.clone(),
        ),
        (
            "sign-any-bytes",
            "bytes that are no message are signed as they are",
            plain.payload_type,
            draw.bytes(33),
        ),
        (
            "sign-other-type",
            "a payload of another type is signed as it is",
            "text/plain".to_owned(),
            b"hello".to_vec(),
        ),
        (
            "sign-zeros",
            "zeros are signed as they are",
            Kind::Retire.payload_type(),
            vec![0; 300],
        ),
    ];
    let accept = |(name, title, payload_type, payload): (&str, &str, String, Vec<u8>)| {
        let mut statement = Statement::new(Kind::Descriptor, payload.clone(), vec![], &world.alice);
        statement.sig = world.alice.sign(&pae(&payload_type, &payload));
        statement.payload_type.clone_from(&payload_type);
        let output = Output::Data(statement.envelope().encode_to_vec().into());
        let operation = Operation::Sign {
            secret_seed: world.alice.seed().to_vec().into(),
            payload_type,
            payload: payload.into(),
        };
        case(world, name, title, operation)
            .about("Sign", "")
            .accepted(&["SIG-3", "ENC-1"], Some(output))
    };
    cases.into_iter().map(accept).collect()
}
