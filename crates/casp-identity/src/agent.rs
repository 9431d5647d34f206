//! Names: agent ids with their text forms, and object ids.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use casp_wire::check;

use crate::violation::IdentityViolation;

/// An agent, operational key or host: the multikey bytes of an Ed25519 public key.
///
/// That a value exists says only that it has the right shape; the key may be inadmissible (see [`crate::PublicKey`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId([u8; Self::LENGTH]);

impl AgentId {
    /// Length of the multikey bytes.
    pub const LENGTH: usize = 34;

    const MULTICODEC: [u8; 2] = [0xed, 0x01];
    const DID_KEY: &'static str = "did:key:z";
    /// Identity multihash of libp2p's `PublicKey { Type: Ed25519, Data: 32 bytes }`.
    const PEER_ID: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

    /// The id of the agent with this public key.
    #[must_use]
    pub fn from_public_key(key: &[u8; 32]) -> Self {
        let mut id = [0; Self::LENGTH];
        let (head, tail) = id.split_at_mut(Self::MULTICODEC.len());
        head.copy_from_slice(&Self::MULTICODEC);
        tail.copy_from_slice(key);
        Self(id)
    }

    /// Reads multikey bytes.
    ///
    /// # Errors
    /// KEY-1 unless these are `0xed 0x01` and 32 bytes.
    pub fn from_multikey(bytes: &[u8]) -> Result<Self, IdentityViolation> {
        let id = bytes
            .try_into()
            .ok()
            .filter(|id: &[u8; Self::LENGTH]| id.starts_with(&Self::MULTICODEC));
        check(id.is_some(), IdentityViolation::DidKey)?;
        Ok(Self(id.unwrap_or([0; Self::LENGTH])))
    }

    /// Reads a did:key.
    ///
    /// # Errors
    /// KEY-1 unless it is exactly [`AgentId::to_did_key`] of an agent id.
    pub fn from_did_key(did: &str) -> Result<Self, IdentityViolation> {
        let bytes = did.strip_prefix(Self::DID_KEY).and_then(base58::<{ Self::LENGTH }>);
        check(bytes.is_some(), IdentityViolation::DidKey)?;
        Self::from_multikey(&bytes.unwrap_or([0; Self::LENGTH]))
    }

    /// The did:key.
    #[must_use]
    pub fn to_did_key(&self) -> String {
        let mut did = String::from(Self::DID_KEY);
        did.push_str(&bs58::encode(self.0).into_string());
        did
    }

    /// Itself beside its did:key.
    #[must_use]
    pub fn named(self) -> DidKey {
        DidKey {
            text: self.to_did_key().into(),
            agent: self,
        }
    }

    /// Reads a libp2p PeerId.
    ///
    /// # Errors
    /// KEY-5 unless it is exactly [`AgentId::to_peer_id`] of an agent id.
    pub fn from_peer_id(peer_id: &str) -> Result<Self, IdentityViolation> {
        let bytes = base58::<38>(peer_id);
        let key = bytes
            .as_ref()
            .and_then(|bytes| bytes.strip_prefix(&Self::PEER_ID)?.try_into().ok());
        check(key.is_some(), IdentityViolation::PeerId)?;
        Ok(Self::from_public_key(&key.unwrap_or([0; 32])))
    }

    /// The libp2p PeerId of the same key.
    #[must_use]
    pub fn to_peer_id(&self) -> String {
        let mut multihash = [0; 38];
        let (head, tail) = multihash.split_at_mut(Self::PEER_ID.len());
        head.copy_from_slice(&Self::PEER_ID);
        tail.copy_from_slice(&self.public_key());
        bs58::encode(multihash).into_string()
    }

    /// The multikey bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The public key, not yet admitted.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.0.last_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_did_key())
    }
}

impl fmt::Debug for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An agent id beside its did:key, for whoever would else write the text out again for each signature.
#[derive(Clone, PartialEq, Eq)]
pub struct DidKey {
    agent: AgentId,
    text: Box<str>,
}

impl DidKey {
    /// Of which agent.
    #[must_use]
    pub const fn agent(&self) -> AgentId {
        self.agent
    }

    /// The did:key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for DidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Decodes base58btc text that stands for exactly `N` bytes. Each byte string has one such text, since every leading `1`
/// is a leading zero byte, so that nothing has to be encoded again to be compared.
fn base58<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Decoding takes quadratic time: text that cannot be N bytes is not looked at.
    let plausible = text.len() <= N.saturating_mul(2);
    let mut bytes = [0; N];
    let length = plausible.then(|| bs58::decode(text).onto(&mut bytes).ok()).flatten()?;
    (length == N).then_some(bytes)
}

/// The name of a statement: a digest of what was signed (SPEC.md section 6.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub [u8; 32]);

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// libp2p's published Ed25519 key (specs, peer-ids), and the PeerId from the same page.
    #[test]
    fn libp2p_published_vectors_pass() {
        let key: [u8; 32] = hex::decode("1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e")
            .unwrap()
            .try_into()
            .unwrap();
        let id = AgentId::from_public_key(&key);
        assert_eq!(AgentId::from_peer_id(&id.to_peer_id()), Ok(id));

        let published = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
        assert_eq!(AgentId::from_peer_id(published).unwrap().to_peer_id(), published);
    }

    #[test]
    fn a_did_key_comes_back_from_its_text() {
        let did = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
        assert_eq!(AgentId::from_did_key(did).unwrap().to_did_key(), did);
    }
}
