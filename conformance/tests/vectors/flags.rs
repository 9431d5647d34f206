//! What each flag claims.

use curve25519_dalek::edwards::CompressedEdwardsY;
use curve25519_dalek::traits::IsIdentity as _;
use curve25519_dalek::{EdwardsPoint, Scalar};
use sha2::{Digest as _, Sha512};

use casp_wire::table::Field;
use conformance::vector::{Operation, Output, Vector};

use crate::walk::{Measure, Seen};

/// Whether what a flag claims of a vector is true; nothing for a flag that is not known.
pub fn holds(flag: &str, vector: &Vector) -> Option<bool> {
    let facts = Facts::of(vector);
    Some(match flag {
        "has-prior" => !vector.prior.is_empty(),
        "has-proofs" => facts.seen.proofs > 0,
        "no-verifier" => vector.begin.verifier.is_empty(),
        "real-tool-server" => facts.is_real_tool_server(),
        "at-limit" => facts
            .seen
            .measures
            .iter()
            .any(|(field, measure)| at_limit(field, *measure)),
        "past-limit" => facts
            .seen
            .measures
            .iter()
            .any(|(field, measure)| past_limit(field, *measure)),
        "negative-number" => facts.seen.numbers.iter().any(|(_, number)| number.cast_signed() < 0),
        "lifetime-at-limit" => facts.lifetime_at_limit(),
        "payload-at-limit" => facts.payload() == facts.max_payload(),
        "payload-past-limit" => facts.payload() == facts.max_payload() + 1,
        "payload-oversize" => facts.payload() > facts.max_payload() + 1,
        "input-at-limit" => facts.input() == facts.max_input(),
        "input-past-limit" => facts.input() == facts.max_input() + 1,
        "input-oversize" => facts.input() > facts.max_input() + 1,
        "several-at-fault" => {
            matches!(&vector.expect.output, Some(Output::Package { faults, .. }) if faults.len() > 1)
        }
        "empty-message" => facts.message.is_empty(),
        _ => return of_key(flag, &facts.key).or_else(|| facts.of_signature(flag)),
    })
}

/// What a vector's judged operation holds.
struct Facts<'a> {
    vector: &'a Vector,
    seen: Seen,
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Facts<'a> {
    fn of(vector: &'a Vector) -> Self {
        let seen = Seen::of(&vector.step.operation);
        let (key, message, signature) = match &vector.step.operation {
            Operation::AdmitKey { public_key } => (public_key.0.clone(), vec![], vec![]),
            Operation::VerifySignature {
                public_key,
                message,
                signature,
            } => (public_key.0.clone(), message.0.clone(), signature.0.clone()),
            _ => of_statement(&seen),
        };
        Self {
            vector,
            seen,
            key,
            message,
            signature,
        }
    }

    fn is_real_tool_server(&self) -> bool {
        let servers = include_str!("../../../vectors/external/mcp-registry/servers.json");
        let id = self.seen.first("id").and_then(|id| std::str::from_utf8(id).ok());
        id.is_some_and(|id| servers.contains(&format!("\"name\": \"{id}\"")))
    }

    fn payload_type(&self) -> &str {
        std::str::from_utf8(self.seen.first("payload_type").unwrap_or_default()).unwrap_or_default()
    }

    fn payload(&self) -> usize {
        self.seen.first("payload").map_or(0, <[u8]>::len)
    }

    fn max_payload(&self) -> usize {
        let kind = self.payload_type().trim_start_matches("application/vnd.casp.");
        match kind.trim_end_matches(".v1+protobuf") {
            "descriptor" => 65_536,
            "offer" | "quote" => 16_384,
            "task-request" | "prepared" | "task-result" => 589_824,
            "canary-verdict" | "discovery-result" => 131_072,
            "discovery-query" => 32_768,
            "tool-receipt" => 8_192,
            _ => 4_096,
        }
    }

    fn input(&self) -> usize {
        self.vector
            .step
            .operation
            .main_input()
            .map_or(0, |(_, bytes)| bytes.len())
    }

    fn max_input(&self) -> usize {
        self.vector.step.operation.max_input()
    }

    fn lifetime_at_limit(&self) -> bool {
        let [issued, expires] = ["issued_at_ms", "expires_at_ms"].map(|name| self.seen.number(name).unwrap_or(0));
        let long = self.payload_type().contains("delegation") || self.payload_type().contains("host-binding");
        let limits = if long { [1, 604_800_000] } else { [1_000, 86_400_000] };
        limits.contains(&(expires - issued))
    }

    fn of_signature(&self, flag: &str) -> Option<bool> {
        if flag == "signature-wrong-length" {
            return Some(self.signature.len() != 64);
        }
        let (r, s) = self.signature.split_at_checked(32)?;
        let r: [u8; 32] = r.try_into().ok()?;
        let s: [u8; 32] = s.try_into().ok()?;
        let point = CompressedEdwardsY(r).decompress();
        let is = |holds: &dyn Fn(EdwardsPoint) -> bool| point.is_some_and(holds);
        Some(match flag {
            "r-identity" => is(&|point| point.is_identity() && point.compress().0 == r),
            "r-small-order" => is(&|point| point.is_small_order() && !point.is_identity()),
            "r-mixed-order" => is(&|point| !point.is_small_order() && !point.is_torsion_free()),
            "r-non-canonical" => is(&|point| point.compress().0 != r),
            "scalar-zero" => s == [0; 32],
            "scalar-small" => s[31] == 0 && s[30] < 16,
            "scalar-not-reduced" => bool::from(Scalar::from_canonical_bytes(s).is_none()),
            "cofactored-only" => self.is_cofactored_only(r, s)?,
            _ => return None,
        })
    }

    /// [8][S]B = [8]R + [8][k]A, and yet [S]B − [k]A is not R.
    fn is_cofactored_only(&self, r: [u8; 32], s: [u8; 32]) -> Option<bool> {
        let a = CompressedEdwardsY(self.key.clone().try_into().ok()?).decompress()?;
        let digest = Sha512::new()
            .chain_update(r)
            .chain_update(&self.key)
            .chain_update(&self.message)
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&digest.into());
        let s = Scalar::from_bytes_mod_order(s);
        let found = EdwardsPoint::mul_base(&s) - a * k;
        let cofactored = (found - CompressedEdwardsY(r).decompress()?)
            .mul_by_cofactor()
            .is_identity();
        Some(cofactored && found.compress().0 != r)
    }
}

/// Key, signed bytes and signature of the first statement in an input.
fn of_statement(seen: &Seen) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let text = |name: &str| std::str::from_utf8(seen.first(name).unwrap_or_default()).unwrap_or_default();
    let multikey = text("keyid")
        .strip_prefix("did:key:z")
        .and_then(|text| bs58::decode(text).into_vec().ok());
    let key = multikey
        .and_then(|bytes| bytes.get(2..).map(<[u8]>::to_vec))
        .unwrap_or_default();
    let payload = seen.first("payload").unwrap_or_default();
    let head = format!(
        "DSSEv1 {} {} {} ",
        text("payload_type").len(),
        text("payload_type"),
        payload.len()
    );
    let signature = seen.first("sig").unwrap_or_default().to_vec();
    (key, [head.as_bytes(), payload].concat(), signature)
}

fn of_key(flag: &str, key: &[u8]) -> Option<bool> {
    if flag == "key-wrong-length" {
        return Some(key.len() != 32);
    }
    let bytes: [u8; 32] = key.try_into().ok()?;
    let point = CompressedEdwardsY(bytes).decompress();
    let canonical = point.filter(|point| point.compress().0 == bytes);
    let is = |holds: &dyn Fn(EdwardsPoint) -> bool| canonical.is_some_and(holds);
    Some(match flag {
        "key-off-curve" => point.is_none(),
        "key-non-canonical" => point.is_some() && canonical.is_none(),
        "key-identity" => is(&|point| point.is_identity()),
        "key-small-order" => is(&|point| point.is_small_order() && !point.is_identity()),
        "key-mixed-order" => is(&|point| !point.is_small_order() && !point.is_torsion_free()),
        _ => return None,
    })
}

fn at_limit(field: &Field, measure: Measure) -> bool {
    let (least, most, value) = limits(field, measure);
    let is_bound = least != most;
    is_bound && (value == most && most < u64::MAX || value == least && least > 0 || is_explicit_zero(field, measure))
}

fn past_limit(field: &Field, measure: Measure) -> bool {
    let (least, most, value) = limits(field, measure);
    Some(value) == most.checked_add(1) || Some(value) == least.checked_sub(1)
}

/// A zero that is on the wire because its field has explicit presence.
fn is_explicit_zero(field: &Field, measure: Measure) -> bool {
    use casp_wire::table::Presence;
    matches!(measure, Measure::Number(0)) && matches!(field.presence, Presence::Explicit | Presence::OneOf)
}

fn limits(field: &Field, measure: Measure) -> (u64, u64, u64) {
    use casp_wire::table::Kind;
    match measure {
        Measure::Number(value) => match field.kind {
            Kind::Uint32 => (field.min, field.max.min(u32::MAX.into()), value),
            Kind::Enum { last } => (1, last, value),
            _ => (field.min, field.max, value),
        },
        Measure::Length(value) => (field.min_bytes.into(), field.max_bytes.into(), value),
        Measure::Count(value) => (field.min_items.into(), field.max_items.into(), value),
    }
}
