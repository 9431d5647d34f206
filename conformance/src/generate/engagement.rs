//! The statements of an engagement with its canaries and evidence, as an honest party makes them.
//!
//! Each stands by itself, with random names of others; whoever tells a story puts the right object ids in. Nothing optional
//! is set.

use casp_wire::v1::{self, content::Body};
use sha2::{Digest as _, Sha256};

use super::forge::Key;
use super::world::{DAY, HOUR, World};

/// Digest of a content (SPEC.md section 15.1).
pub(crate) fn content_digest(bytes: &[u8]) -> Vec<u8> {
    tagged("casp/v1/content", &[bytes])
}

/// SHA-256 over a tag and parts (SPEC.md section 6.3).
pub(crate) fn tagged(tag: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = Sha256::new_with_prefix(tag);
    for part in parts {
        digest.update(part);
    }
    digest.finalize().to_vec()
}

/// An inline content.
pub(crate) fn inline(media_type: &str, bytes: &[u8]) -> v1::Content {
    v1::Content {
        media_type: media_type.to_owned(),
        size_bytes: bytes.len() as u64,
        digest: content_digest(bytes),
        body: Some(Body::Inline(bytes.to_vec())),
    }
}

/// Header of a one-shot statement that lives an hour. Its nonce depends on `name`.
pub(crate) fn one_shot(world: &World, issuer: &Key, audience: &Key, name: &str) -> v1::Header {
    v1::Header {
        audience: audience.multikey(),
        nonce: world.draw(&format!("nonce of {name}")).bytes(16),
        expires_at_ms: world.issued + HOUR,
        ..world.header(issuer)
    }
}

/// Header of a statement that lasts.
pub(crate) fn lasting(world: &World, issuer: &Key, audience: &Key) -> v1::Header {
    v1::Header {
        audience: audience.multikey(),
        ..world.header(issuer)
    }
}

/// The input of most tasks.
pub(crate) fn input(world: &World) -> v1::Content {
    inline("text/plain", world.draw("input").sentence(6).as_bytes())
}

/// The output of most tasks.
pub(crate) fn output(world: &World) -> v1::Content {
    inline("text/plain", world.draw("output").sentence(9).as_bytes())
}

/// The plan of most prepared statements.
pub(crate) fn plan(world: &World) -> v1::Content {
    inline("text/plain", world.draw("plan").sentence(7).as_bytes())
}

/// Terms without evidence, with a deadline in a day.
pub(crate) fn terms(world: &World) -> v1::Terms {
    let mut draw = world.draw("terms");
    v1::Terms {
        capability_id: format!("com.example.{}/{}", draw.word(), draw.word()),
        capability_version: format!("{}.{}.0", draw.number(0, 9), draw.number(0, 40)),
        behavior_digest: draw.digest().to_vec(),
        side_effect: v1::SideEffect::None.into(),
        price: Some(v1::Money {
            currency: "EUR".to_owned(),
            amount_micros: draw.number(1_000, 9_000_000),
        }),
        deadline_ms: world.issued + DAY,
        output_media_type: "text/plain".to_owned(),
        evidence: vec![],
        receipt_signers: vec![],
    }
}

pub(crate) fn offer(world: &World, requester: &Key, provider: &Key) -> v1::Offer {
    let input = input(world);
    v1::Offer {
        header: Some(one_shot(world, requester, provider, "offer")),
        descriptor: world.draw("descriptor of the provider").bytes(32),
        terms: Some(terms(world)),
        input_media_type: input.media_type,
        input_bytes: input.size_bytes,
    }
}

pub(crate) fn quote(world: &World, provider: &Key, requester: &Key) -> v1::Quote {
    v1::Quote {
        header: Some(one_shot(world, provider, requester, "quote")),
        offer: world.draw("some offer").bytes(32),
        terms: Some(terms(world)),
    }
}

pub(crate) fn acceptance(world: &World, requester: &Key, provider: &Key) -> v1::Acceptance {
    v1::Acceptance {
        header: Some(one_shot(world, requester, provider, "acceptance")),
        quote: world.draw("some quote").bytes(32),
        blind: world.draw("blind").bytes(32),
        input_digest: input(world).digest,
    }
}

pub(crate) fn request(world: &World, requester: &Key, provider: &Key) -> v1::TaskRequest {
    v1::TaskRequest {
        header: Some(one_shot(world, requester, provider, "request")),
        contract: some_contract(world),
        input: Some(input(world)),
    }
}

pub(crate) fn event(world: &World, provider: &Key, requester: &Key) -> v1::TaskEvent {
    v1::TaskEvent {
        header: Some(lasting(world, provider, requester)),
        contract: some_contract(world),
        seq: 1,
        state: v1::TaskState::Running.into(),
        progress_ppm: 0,
        note: String::new(),
    }
}

pub(crate) fn prepared(world: &World, provider: &Key, requester: &Key) -> v1::Prepared {
    v1::Prepared {
        header: Some(one_shot(world, provider, requester, "prepared")),
        contract: some_contract(world),
        request: world.draw("some request").bytes(32),
        plan: Some(plan(world)),
    }
}

pub(crate) fn commit(world: &World, requester: &Key, provider: &Key) -> v1::Commit {
    v1::Commit {
        header: Some(one_shot(world, requester, provider, "commit")),
        contract: some_contract(world),
        prepared: world.draw("some prepared statement").bytes(32),
    }
}

pub(crate) fn cancel(world: &World, requester: &Key, provider: &Key) -> v1::Cancel {
    v1::Cancel {
        header: Some(one_shot(world, requester, provider, "cancel")),
        contract: some_contract(world),
        reason: String::new(),
    }
}

pub(crate) fn result(world: &World, provider: &Key, requester: &Key) -> v1::TaskResult {
    v1::TaskResult {
        header: Some(lasting(world, provider, requester)),
        contract: some_contract(world),
        request: world.draw("some request").bytes(32),
        status: v1::TaskStatus::Completed.into(),
        output: Some(output(world)),
        ..v1::TaskResult::default()
    }
}

pub(crate) fn ack(world: &World, requester: &Key, provider: &Key) -> v1::DeliveryAck {
    v1::DeliveryAck {
        header: Some(lasting(world, requester, provider)),
        contract: some_contract(world),
        result: world.draw("some result").bytes(32),
    }
}

pub(crate) fn report(world: &World, party: &Key, subject: &Key) -> v1::OutcomeReport {
    v1::OutcomeReport {
        header: Some(world.header(party)),
        contract: some_contract(world),
        subject: subject.multikey(),
        outcome: v1::Outcome::Good.into(),
        result: world.draw("some result").bytes(32),
        verdict: vec![],
    }
}

/// A verdict on a canary without generator, for the provider that the verifier is.
pub(crate) fn verdict(world: &World, requester: &Key) -> v1::CanaryVerdict {
    let canary = v1::Canary {
        provider: world.verifier.multikey(),
        input_digest: input(world).digest,
        oracle: Some(v1::Oracle {
            form: Some(v1::oracle::Form::ExactDigest(output(world).digest)),
        }),
        generator: None,
    };
    v1::CanaryVerdict {
        header: Some(world.header(requester)),
        contract: some_contract(world),
        result: world.draw("some result").bytes(32),
        opening: Some(v1::CanaryOpening {
            salt: world.draw("salt").bytes(32),
            canary: Some(canary),
        }),
        outcome: v1::CanaryOutcome::Passed.into(),
    }
}

/// The first receipt of a task, by the provider's own host.
pub(crate) fn receipt(world: &World, signer: &Key) -> v1::ToolReceipt {
    let mut draw = world.draw("receipt");
    v1::ToolReceipt {
        header: Some(world.header(signer)),
        contract: some_contract(world),
        seq: 1,
        tool: format!("com.example.{}/{}", draw.word(), draw.word()),
        tool_version: String::new(),
        input_digest: draw.bytes(32),
        output_digest: draw.bytes(32),
        started_at_ms: world.issued - 1_500,
        ended_at_ms: world.issued - 500,
        previous: vec![],
        signer_class: v1::SignerClass::HostProxy.into(),
    }
}

/// A checkpoint of a trace without contract.
pub(crate) fn checkpoint(world: &World, signer: &Key) -> v1::TraceCheckpoint {
    let mut draw = world.draw("checkpoint");
    v1::TraceCheckpoint {
        header: Some(world.header(signer)),
        contract: vec![],
        session: draw.bytes(16),
        size: draw.number(1, 400),
        root: draw.bytes(32),
    }
}

fn some_contract(world: &World) -> Vec<u8> {
    world.draw("some contract").bytes(32)
}
