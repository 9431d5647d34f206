//! The committed vector that benches measure with.

use std::path::{Path, PathBuf};

use casp_identity::{AgentId, pae};
use casp_wire::v1::{Bundle, Envelope};
use prost::Message as _;

const VECTOR: &str = "descriptor/bench/2400-bytes";

/// The vector, taken apart.
pub(crate) struct Input {
    pub(crate) bundle: Vec<u8>,
    pub(crate) envelope: Envelope,
    pub(crate) now_ms: i64,
    pub(crate) network_id: String,
}

impl Input {
    pub(crate) fn load() -> Self {
        let vector = std::fs::read_dir(folder())
            .expect("a folder")
            .filter_map(|file| std::fs::read_to_string(file.ok()?.path()).ok())
            .filter_map(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
            .find_map(|file| {
                file["vectors"]
                    .as_array()?
                    .iter()
                    .find(|vector| vector["id"] == VECTOR)
                    .cloned()
            })
            .expect("the committed vector");
        let bundle = hex::decode(vector["step"]["operation"]["verify"]["bundle"].as_str().expect("hex")).expect("hex");
        let envelope = Bundle::decode(bundle.as_slice())
            .expect("a bundle")
            .subject
            .expect("a subject");
        let now_ms = vector["step"]["now_ms"].as_i64().expect("a time");
        let network_id = vector["begin"]["network_id"].as_str().expect("a network").to_owned();
        Self {
            bundle,
            envelope,
            now_ms,
            network_id,
        }
    }

    /// The bytes under the signature.
    pub(crate) fn signed_bytes(&self) -> Vec<u8> {
        pae(&self.envelope.payload_type, &self.envelope.payload)
    }

    /// The signature.
    pub(crate) fn signature(&self) -> &[u8] {
        &self.envelope.signatures[0].sig
    }

    /// The key that signed.
    pub(crate) fn signer(&self) -> AgentId {
        AgentId::from_did_key(&self.envelope.signatures[0].keyid).expect("a did:key")
    }
}

/// The folder of vectors, from this crate or from the comparators below it.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("vectors/descriptor"))
        .find(|folder| folder.is_dir())
        .expect("vectors/descriptor")
}
