//! Operations, expectations and outputs in words.

use serde::Deserialize as _;
use serde_json::Value;

use crate::runner::verdict_name;
use crate::vector::{Bytes, DisputeFinding, Expect, Operation, Output, Verdict};

/// Bytes of a long value that are shown at its start and at its end.
const SHOWN_BYTES: usize = 24;

/// Characters of a long text that are shown.
const SHOWN_CHARS: usize = 96;

/// The operation, its payload type where it has one, and its inputs, shortened.
pub fn describe_operation(operation: &Operation) -> String {
    let name = operation.name();
    match operation {
        Operation::Verify { payload_type, bundle } | Operation::Observe { payload_type, bundle } => {
            format!("{name} {payload_type}: bundle {}", shortened(&bundle.0))
        }
        Operation::Apply {
            payload_type,
            bundle,
            own,
        } => {
            let whose = if *own { "own " } else { "" };
            format!("{name} {whose}{payload_type}: bundle {}", shortened(&bundle.0))
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
        Operation::CheckPackage { package } => format!("{name}: {}", shortened(&package.0)),
        Operation::CheckDisclosure { disclosure } => format!("{name}: {}", shortened(&disclosure.0)),
        Operation::CheckFork { proof } => format!("{name}: {}", shortened(&proof.0)),
        Operation::Discover { bundle } => format!("{name}: bundle {}", shortened(&bundle.0)),
        Operation::Rank {
            objectives, candidates, ..
        } => format!(
            "{name}: {} candidates by {} objectives",
            candidates.len(),
            objectives.len()
        ),
        Operation::CheckAnswer { query, answer } => {
            format!("{name}: query {}, answer {}", shortened(&query.0), shortened(&answer.0))
        }
        Operation::CheckRegistration {
            registration,
            payload_type,
            ..
        } => format!("{name} {}: {}", quoted(payload_type), shortened(&registration.0)),
        Operation::CheckOmission { proof, rebuttal, .. } if rebuttal.is_empty() => {
            format!("{name}: {}", shortened(&proof.0))
        }
        Operation::CheckOmission {
            proof,
            rebuttal,
            rebuttal_payload_type,
        } => format!(
            "{name}: {}, rebuttal {}: {}",
            shortened(&proof.0),
            quoted(rebuttal_payload_type),
            shortened(&rebuttal.0)
        ),
        Operation::LookupEngagement { statement } => format!("{name}: statement {}", shortened(&statement.0)),
        Operation::CheckOutcomeRecord { record } => format!("{name}: {}", shortened(&record.0)),
        Operation::Judge { bundle } => format!("{name}: {}", shortened(&bundle.0)),
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
            let [object_id, issuer, signer] = [object_id, issuer, signer].map(|bytes| shortened(&bytes.0));
            format!("object id {object_id}, issuer {issuer}, signer {signer}")
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
            "entry: living {living}, descriptor {}, refresh {}, expires_at_ms {expires_at_ms}, \
             epoch {epoch}, sequence {sequence}",
            shortened(&descriptor.0),
            if refresh.is_empty() {
                "none".to_owned()
            } else {
                shortened(&refresh.0)
            }
        ),
        Output::Derived {
            seed,
            salt,
            input,
            canary,
            blind,
            input_media_type,
            output_media_type,
        } => format!(
            "seed {seed:?}, salt {salt:?}, input {} of {}, canary {}, blind {blind:?}, answer of {}",
            shortened(&input.0),
            quoted(input_media_type),
            shortened(&canary.0),
            quoted(output_media_type)
        ),
        Output::CanaryCase { passed, rederivable } => format!("passed {passed}, rederivable {rederivable}"),
        Output::Package { faults, bilateral } => {
            let faults: Vec<String> = faults
                .iter()
                .map(|fault| format!("{}[{}]", fault.member, fault.index))
                .collect();
            format!("faults [{}], bilateral {bilateral}", faults.join(", "))
        }
        Output::Discovery {
            ranked,
            sampled,
            excluded,
            examined,
            matched,
            complete,
        } => {
            let excluded: Vec<String> = excluded.iter().map(ToString::to_string).collect();
            format!(
                "ranked [{}], sampled [{}], excluded [{}], examined {examined}, matched {matched}, complete {complete}",
                heads(ranked),
                heads(sampled),
                excluded.join(", ")
            )
        }
        Output::Ranked { candidates } => {
            let places: Vec<String> = candidates
                .iter()
                .map(|candidate| format!("{} in front {}", head(&candidate.id), candidate.front))
                .collect();
            format!("ranked [{}]", places.join(", "))
        }
        Output::Engagement { state, .. } if state.is_empty() => "no engagement".to_owned(),
        Output::Engagement { state, repeated_now } => {
            let repeated: Vec<String> = repeated_now.iter().map(head).collect();
            format!("state {}, repeated now [{}]", quoted(state), repeated.join(", "))
        }
        Output::OutcomeRecord {
            issuer,
            subject,
            contract,
            rederivable,
        } => {
            let [issuer, subject, contract] = [issuer, subject, contract].map(|bytes| shortened(&bytes.0));
            format!("issuer {issuer}, subject {subject}, contract {contract}, rederivable {rederivable}")
        }
        Output::Judgement { findings, unresolved } => {
            let found = |finding: &DisputeFinding| {
                let DisputeFinding {
                    party,
                    member,
                    index,
                    rule,
                } = finding;
                format!("{} by {} at {}[{index}]", short(rule), head(party), short(member))
            };
            let findings: Vec<String> = findings.iter().map(found).collect();
            let unresolved: Vec<String> = unresolved.iter().map(|reason| short(reason)).collect();
            format!(
                "findings [{}], unresolved [{}]",
                findings.join(", "),
                unresolved.join(", ")
            )
        }
    }
}

/// What matches are told apart by: the object id of a match begins two bytes after it.
fn heads(matches: &[Bytes]) -> String {
    let ids = matches
        .iter()
        .map(|each| head(&Bytes(each.0.get(2..).unwrap_or_default().to_vec())));
    ids.collect::<Vec<_>>().join(", ")
}

/// The first digits of an object id.
fn head(id: &Bytes) -> String {
    hex::encode(id.0.get(..6).unwrap_or(id.as_slice()))
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

/// A stranger's text in one line, fit for terminal, page and file: what is not plainly visible is escaped, such as control
/// characters, those that turn the direction of text, and those that combine with others. Tabs stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\t' | '"' | '\'' | '\\') {
            shown.push(c);
        } else {
            shown.extend(c.escape_debug());
        }
    }
    shown
}

/// The first `most` characters of a text, and how many bytes it has if that is not all.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// A stranger's name for something, fit to stand in a line with others.
pub(super) fn short(name: &str) -> String {
    const SHOWN_NAME_CHARS: usize = 60;
    cut(&visible(name), SHOWN_NAME_CHARS)
}

/// One input of an operation.
pub(super) enum Input {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Anything else, as vector files have it.
    Text(String),
}

/// The inputs of an operation with their names, payload type apart, as vector files have them.
pub(super) fn inputs(operation: &Operation) -> Vec<(String, Input)> {
    let Ok(Value::Object(operation)) = serde_json::to_value(operation) else {
        return Vec::new();
    };
    let fields = operation.into_iter().filter_map(|(_, fields)| match fields {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    let inputs = fields.flatten().filter(|(name, _)| name != "payload_type");
    inputs.map(|(name, value)| (name, input(value))).collect()
}

fn input(value: Value) -> Input {
    match Bytes::deserialize(&value) {
        Ok(bytes) => Input::Bytes(bytes.0),
        Err(_) => Input::Text(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
    }
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
