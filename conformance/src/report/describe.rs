//! Operations, expectations and outputs in words.

use crate::runner::verdict_name;
use crate::vector::{Expect, Operation, Output, Verdict};

/// Bytes of a long value that are shown at its start and at its end.
const SHOWN_BYTES: usize = 24;

/// Characters of a long text that are shown.
const SHOWN_CHARS: usize = 96;

/// The operation, its payload type where it has one, and its inputs, shortened.
pub fn describe_operation(operation: &Operation) -> String {
    let name = operation.name();
    match operation {
        Operation::Verify { payload_type, bundle }
        | Operation::Observe { payload_type, bundle }
        | Operation::Apply { payload_type, bundle } => {
            format!("{name} {payload_type}: bundle {}", shortened(&bundle.0))
        }
        Operation::Lookup { agent } | Operation::DidKeyEncode { agent } | Operation::PeerIdEncode { agent } => {
            format!("{name}: agent {}", shortened(&agent.0))
        }
        Operation::CheckEquivocation { proof } => format!("{name}: proof {}", shortened(&proof.0)),
        Operation::Pae { payload_type, payload } => {
            format!("{name} {}: payload {}", quoted(payload_type), shortened(&payload.0))
        }
        Operation::ObjectId { envelope } | Operation::DsseJson { envelope } => {
            format!("{name}: envelope {}", shortened(&envelope.0))
        }
        Operation::AdmitKey { public_key } => format!("{name}: {}", shortened(&public_key.0)),
        Operation::VerifySignature {
            public_key,
            message,
            signature,
        } => format!(
            "{name}: key {}, message {}, signature {}",
            shortened(&public_key.0),
            shortened(&message.0),
            shortened(&signature.0)
        ),
        Operation::DidKeyDecode { did: text } | Operation::PeerIdDecode { peer_id: text } => {
            format!("{name}: {}", quoted(text))
        }
        Operation::Sign {
            secret_seed,
            payload_type,
            payload,
        } => format!(
            "{name} {}: seed {}, payload {}",
            quoted(payload_type),
            shortened(&secret_seed.0),
            shortened(&payload.0)
        ),
        Operation::JudgeAnswer { oracle, answer } => {
            format!(
                "{name}: oracle {}, answer {}",
                shortened(&oracle.0),
                shortened(&answer.0)
            )
        }
        Operation::DeriveCanary {
            provider,
            index,
            family,
            ..
        } => format!("{name} {} {index}: provider {}", quoted(family), shortened(&provider.0)),
        Operation::CheckCanaryCase { canary_case } => format!("{name}: {}", shortened(&canary_case.0)),
        Operation::TreeRoot { leaves } => format!("{name}: {} leaves", leaves.len()),
        Operation::CheckInclusion { index, size, path, .. } => {
            format!("{name}: leaf {index} of {size}, {} hashes", path.len())
        }
        Operation::CheckConsistency {
            first_size,
            second_size,
            path,
            ..
        } => format!("{name}: {first_size} in {second_size}, {} hashes", path.len()),
        Operation::CheckPackage { package, as_of_ms } => format!("{name} as of {as_of_ms}: {}", shortened(&package.0)),
        Operation::CheckDisclosure { disclosure } => format!("{name}: {}", shortened(&disclosure.0)),
        Operation::CheckFork { proof } => format!("{name}: {}", shortened(&proof.0)),
    }
}

/// What must come of a vector.
pub fn describe_expectation(expect: &Expect) -> String {
    let mut words = verdict_name(expect.verdict).to_owned();
    if let Some(stage) = &expect.stage {
        words.push_str(&format!(" at {stage}"));
    }
    if expect.verdict != Verdict::Accept && !expect.codes.is_empty() {
        words.push_str(&format!(" (`{}`)", expect.codes.join("` or `")));
    }
    if let Some(output) = &expect.output {
        words.push_str(&format!(", {}", describe_output(output)));
    }
    words
}

/// An output, shortened.
pub fn describe_output(output: &Output) -> String {
    match output {
        Output::Data(data) => format!("data {}", shortened(&data.0)),
        Output::Text(text) => format!("text {}", quoted(text)),
        Output::Verified {
            object_id,
            issuer,
            signer,
        } => {
            format!("object id {object_id:?}, issuer {issuer:?}, signer {signer:?}")
        }
        Output::Entry {
            living: false,
            descriptor,
            ..
        } if descriptor.is_empty() => "no living entry".to_owned(),
        Output::Entry {
            living,
            descriptor,
            refresh,
            expires_at_ms,
            epoch,
            sequence,
        } => format!(
            "entry: living {living}, descriptor {descriptor:?}, refresh {}, expires_at_ms {expires_at_ms}, \
             epoch {epoch}, sequence {sequence}",
            if refresh.is_empty() {
                "none".to_owned()
            } else {
                format!("{refresh:?}")
            }
        ),
        Output::Derived {
            seed,
            salt,
            input,
            canary,
            blind,
        } => format!(
            "seed {seed:?}, salt {salt:?}, input {}, canary {}, blind {blind:?}",
            shortened(&input.0),
            shortened(&canary.0)
        ),
        Output::CanaryCase { passed, rederivable } => format!("passed {passed}, rederivable {rederivable}"),
        Output::Package { faults, bilateral } => {
            let faults: Vec<String> = faults
                .iter()
                .map(|fault| format!("{}[{}]", fault.member, fault.index))
                .collect();
            format!("faults [{}], bilateral {bilateral}", faults.join(", "))
        }
    }
}

/// Bytes as hex, long ones without their middle, with their number.
pub fn shortened(bytes: &[u8]) -> String {
    match bytes.len() {
        0 => "(empty)".to_owned(),
        length if length <= 2 * SHOWN_BYTES => hex::encode(bytes),
        length => {
            let (start, end) = (&bytes[..SHOWN_BYTES], &bytes[length - SHOWN_BYTES..]);
            format!("{}…{} ({length} bytes)", hex::encode(start), hex::encode(end))
        }
    }
}

/// Text with its control characters escaped.
pub(super) fn printable(text: &str) -> String {
    let escape = |c: char| {
        if c.is_control() && c != '\t' {
            c.escape_default().to_string()
        } else {
            c.to_string()
        }
    };
    text.chars().map(escape).collect()
}

fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN_CHARS).collect();
    let more = if shown.len() < text.len() {
        format!("… ({} bytes)", text.len())
    } else {
        String::new()
    };
    format!("\"{}\"{more}", shown.escape_debug())
}
