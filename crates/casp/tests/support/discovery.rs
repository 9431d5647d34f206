//! Agents with descriptors in files, refreshes, withdrawals, and what registries sign.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_identity::{Signed, Signer as _, SoftwareKey};
use casp_wire::v1::{DescriptorRefresh, DescriptorWithdrawal, DiscoveryEntry, Header};
use casp_wire::{Layer, decode};
use sha2::{Digest as _, Sha256};

use crate::support::{NOON, Sandbox};

#[path = "../../../casp-discovery/tests/support/mod.rs"]
pub mod scene;

/// [`NOON`], in milliseconds since the Unix epoch.
pub const NOON_MS: i64 = 1_767_268_800_000;
const MINUTE_MS: i64 = 60_000;

/// An agent: its name, the seed of its key, and what it offers.
pub const AGENTS: [(&str, u8, &str); 4] = [
    (
        "ann",
        11,
        r#"
[[capabilities]]
id = "org.ann/erase"
version = "0.1.0"
summary = "Erases files for good"
side_effect = "irreversible"
risk = "private"
behavior = "x"
[[capabilities]]
id = "org.ann/translate"
version = "1.4.0"
summary = "Translates contracts and other legal text between German, French and English. Keeps clause numbers, defined terms and cross references as they are, and marks what it is not sure of."
side_effect = "none"
risk = "private"
behavior = "x"
tags = ["translation", "legal"]
skills = ["natural_language_processing/translation"]
evidence = ["tool-receipt", "trace"]
price = { currency = "EUR", amount_micros = 12_000, per = "call" }
data_policy = { callers = "anyone", retention_ms = 0, jurisdictions = ["CH", "DE"] }
[[capabilities.qos]]
name = "latency-p95"
value = 800
unit = "ms"
provenance = "observed"
sample_count = 200
window_ms = 86_400_000
[[capabilities.qos]]
name = "latency-p95"
value = 500
unit = "ms"
provenance = "self_declared"
"#,
    ),
    (
        "bob",
        12,
        r#"
[[capabilities]]
id = "com.bob/translate"
version = "2.0.0"
summary = "Translates any text, and fast"
side_effect = "none"
risk = "public"
behavior = "x"
tags = ["translation"]
price = { currency = "EUR", amount_micros = 1_000, per = "call" }
data_policy = { callers = "anyone", jurisdictions = ["US"], training_use = true }
[[capabilities.qos]]
name = "latency-p95"
value = 90
unit = "ms"
provenance = "self_declared"
"#,
    ),
    (
        "dan",
        13,
        r#"
[[capabilities]]
id = "io.dan/translate"
version = "3.0.0-rc.1"
summary = "Translates contracts"
side_effect = "reversible"
risk = "private"
behavior = "x"
skills = ["natural_language_processing/translation"]
price = { currency = "EUR", amount_micros = 20_000, per = "call" }
data_policy = { callers = "known", jurisdictions = ["CH"] }
[[capabilities.qos]]
name = "latency-p95"
value = 1_200
unit = "ms"
provenance = "observed"
sample_count = 20
window_ms = 86_400_000
"#,
    ),
    (
        "eve",
        14,
        r#"
[[capabilities]]
id = "io.eve/weather"
version = "1.0.0"
summary = "Weather of the next days"
side_effect = "none"
risk = "public"
behavior = "x"
"#,
    ),
];

/// A sandbox with `ann.casp`, `bob.casp`, `dan.casp` and `eve.casp`, signed at noon for an hour, and their keys.
pub fn published() -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, seed, offers) in AGENTS {
        sandbox.key(&format!("{name}.key"), seed);
        sandbox.write(
            &format!("{name}.toml"),
            format!("network_id = \"example\"\nttl_ms = 3_600_000\n{offers}"),
        );
        sign(&sandbox, name, name, NOON);
    }
    sandbox
}

/// The same, with all of them in `agents.index`.
pub fn indexed() -> Sandbox {
    let sandbox = published();
    sandbox.ok(&format!(
        "index build ann.casp bob.casp dan.casp eve.casp -o agents.index --at {NOON}"
    ));
    sandbox
}

/// Signs NAME.toml as a file.
pub fn sign(sandbox: &Sandbox, name: &str, out: &str, at: &str) {
    sandbox.ok(&format!(
        "descriptor sign {name}.toml --key {name}.key -o {out}.casp --at {at}"
    ));
}

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_seed(&[seed; 32])
}

fn header(seed: u8, at_ms: i64, life_ms: i64) -> Header {
    Header {
        network_id: "example".into(),
        issuer: key(seed).agent_id().as_bytes().into(),
        issued_at_ms: at_ms,
        expires_at_ms: at_ms + life_ms,
        ..Header::default()
    }
}

/// A refresh of what is in a file, so many minutes after noon and for as many.
pub fn refresh(sandbox: &Sandbox, of: &str, seed: u8, sequence: u64, minutes: i64, life: i64) -> Vec<u8> {
    let descriptor = Signed::<DescriptorKind>::from_bytes(sandbox.read(of));
    let message = DescriptorRefresh {
        header: Some(header(seed, NOON_MS + minutes * MINUTE_MS, life * MINUTE_MS)),
        epoch: 1,
        sequence,
        descriptor: descriptor.object_id().unwrap().0.into(),
    };
    let signed = Signed::<RefreshKind>::seal(&message, &key(seed)).unwrap();
    signed.as_bytes().to_vec()
}

/// A withdrawal, so many minutes after noon.
pub fn withdrawal(seed: u8, sequence: u64, minutes: i64) -> Vec<u8> {
    let message = DescriptorWithdrawal {
        header: Some(header(seed, NOON_MS + minutes * MINUTE_MS, MINUTE_MS)),
        epoch: 1,
        sequence,
    };
    let signed = Signed::<WithdrawalKind>::seal(&message, &key(seed)).unwrap();
    signed.as_bytes().to_vec()
}

/// An entry as it stands in an index.
pub fn entry(descriptor: &[u8], refresh: Option<&[u8]>) -> DiscoveryEntry {
    let bundle = |bytes: &[u8]| decode(bytes, Layer::Envelope).unwrap();
    DiscoveryEntry {
        descriptor: Some(bundle(descriptor)),
        refresh: refresh.map(bundle),
    }
}

/// An index of what is given, with the right digest whatever that is.
pub fn index(entries: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"casp index 1\n".to_vec();
    for entry in entries {
        prost::encode_length_delimiter(entry.len(), &mut bytes).unwrap();
        bytes.extend(entry);
    }
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    bytes
}
