//! Indexes: the living entries of many agents in one file, in which `casp discover` looks.
//!
//! A file is [`MARK`]; then for each entry, ascending by the bytes of its agent's id, a varint with the length of what follows and
//! the canonical encoding of a `casp.v1.DiscoveryEntry`; then SHA-256 of all before. The digest shows what chance did to the file.
//! Whoever means harm computes it anew: that is why every statement is verified again whenever an index is read.

use std::path::Path;

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_discovery::Entry;
use casp_identity::{AgentId, Kind, Recorded, Signed, Verifier};
use casp_wire::Layer;
use casp_wire::limits::SKEW_MS;
use casp_wire::v1::{Bundle, DiscoveryEntry, tables};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::{file, place};

/// How an index begins.
pub(crate) const MARK: &[u8] = b"casp index 1\n";

/// What indexes of any version begin with.
const MARK_OF_ANY: &[u8] = b"casp index ";

/// Greatest index, bytes.
const GREATEST_BYTES: usize = 67_108_864;

/// Greatest entry, bytes: a descriptor and a refresh of the greatest size, their tags and lengths.
const GREATEST_ENTRY_BYTES: usize = 131_072 + 49_152 + 16;

const DIGEST_BYTES: usize = 32;

/// What an index holds, verified.
pub(crate) struct Index {
    /// The network of its statements; empty where there are none.
    pub(crate) network: String,
    /// The entries that live, ascending by agent.
    pub(crate) living: Vec<Entry>,
    /// Those whose life is over, or has not begun.
    pub(crate) lapsed: Vec<Entry>,
    pub(crate) bytes: usize,
}

/// Encodes entries, which ascend by agent.
pub(crate) fn encode(entries: &[DiscoveryEntry]) -> Result<Vec<u8>, Failure> {
    let mut bytes = MARK.to_vec();
    for entry in entries {
        let entry = casp_wire::encode(entry);
        write_length(&mut bytes, entry.len());
        bytes.extend_from_slice(&entry);
    }
    let digest = Sha256::digest(&bytes);
    bytes.extend_from_slice(&digest);
    if bytes.len() > GREATEST_BYTES {
        let message = format!(
            "the index would have {} bytes, and {GREATEST_BYTES} are the most",
            bytes.len()
        );
        return Err(Failure::file("index", message).with_help("make several, of fewer files each"));
    }
    Ok(bytes)
}

/// Reads an index and verifies all that is in it, in a network or else in that of its first statement. What does not hold makes
/// the whole index worthless; an entry whose life is over does not.
pub(crate) fn read(path: &Path, network: Option<&str>, now_ms: i64) -> Result<Index, Failure> {
    let bytes = file::read(path, GREATEST_BYTES.saturating_add(1))?;
    let whole = decode(&bytes, network, now_ms);
    whole.map_err(|failure| failure.about(path.display()))
}

fn decode(bytes: &[u8], network: Option<&str>, now_ms: i64) -> Result<Index, Failure> {
    let mut rest = content(bytes)?;
    let mut index = Index {
        network: network.unwrap_or_default().to_owned(),
        living: Vec::new(),
        lapsed: Vec::new(),
        bytes: bytes.len(),
    };
    let mut verifier: Option<Verifier> = None;
    let (mut number, mut last) = (0_usize, None);
    while !rest.is_empty() {
        number = number.saturating_add(1);
        let about = |failure: Failure| failure.about(format_args!("entry {number}"));
        let encoded = read_entry(&mut rest).ok_or_else(|| about(mistaken("its length is out of order")))?;
        let verifier = verifier.get_or_insert_with(|| {
            if network.is_none() {
                let own = place::text_of(&tables::DISCOVERY_ENTRY, encoded, &tables::HEADER, "network_id");
                own.unwrap_or_default().clone_into(&mut index.network);
            }
            Verifier::new(index.network.clone(), None)
        });
        let entry = pair(verifier, encoded).map_err(about)?;
        if last.is_some_and(|last: AgentId| last.as_bytes() >= entry.issuer().as_bytes()) {
            return Err(about(mistaken("the agents do not ascend")));
        }
        last = Some(entry.issuer());
        if entry.lives_at(now_ms, SKEW_MS) {
            index.living.push(entry);
        } else {
            index.lapsed.push(entry);
        }
    }
    Ok(index)
}

/// What is between mark and digest of a file that nobody cut or altered by chance.
fn content(bytes: &[u8]) -> Result<&[u8], Failure> {
    const ANEW: &str = "nothing of it is used; `casp index build` makes it anew";
    let damaged = |what: &str| Failure::file("index", what).with_help(ANEW);
    if bytes.len() > GREATEST_BYTES {
        return Err(mistaken("it has more than 64 MiB, and no index has"));
    }
    if bytes.is_empty() {
        return Err(mistaken("the file is empty"));
    }
    let Some(rest) = bytes.strip_prefix(MARK) else {
        return Err(if MARK.starts_with(bytes) {
            damaged("the index was cut")
        } else if bytes.starts_with(MARK_OF_ANY) {
            mistaken("it is an index of a version that this program does not read")
        } else {
            mistaken("this is no index")
        });
    };
    let end = rest.len().checked_sub(DIGEST_BYTES);
    let parts = end.and_then(|end| rest.split_at_checked(end));
    let Some((content, digest)) = parts else {
        return Err(damaged("the index was cut"));
    };
    if Sha256::new_with_prefix(MARK)
        .chain_update(content)
        .finalize()
        .as_slice()
        != digest
    {
        return Err(damaged("the index was cut or altered after it was made"));
    }
    Ok(content)
}

fn mistaken(what: &str) -> Failure {
    Failure::file("index", what).with_help("`casp index build` makes an index of signed descriptors")
}

/// An entry whose statements hold and belong together, whether or not it lives.
fn pair(verifier: &mut Verifier, encoded: &[u8]) -> Result<Entry, Failure> {
    let message: DiscoveryEntry = casp_wire::decode(encoded, Layer::Envelope)?;
    let descriptor = statement::<DescriptorKind>(verifier, message.descriptor.as_ref())?;
    let refresh = match &message.refresh {
        Some(bundle) => Some(statement::<RefreshKind>(verifier, Some(bundle))?),
        None => None,
    };
    let entry = Entry::on_record(&descriptor, refresh.as_ref());
    if !entry.is_pair(refresh.as_ref().map(Recorded::issuer)) {
        return Err(mistaken("its refresh is not one of its descriptor"));
    }
    Ok(entry)
}

fn statement<K: Kind>(verifier: &mut Verifier, bundle: Option<&Bundle>) -> Result<Recorded<K>, Failure>
where
    K::Violation: crate::failure::Explained,
{
    let bundle = bundle.map(casp_wire::encode).unwrap_or_default();
    Ok(verifier.verify_as_issued(Signed::from_bytes(bundle))?)
}

/// Takes an entry off the front.
fn read_entry<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, behind) = read_length(rest)?;
    let (entry, behind) = behind.split_at_checked(length)?;
    *rest = behind;
    Some(entry)
}

fn write_length(bytes: &mut Vec<u8>, length: usize) {
    let mut left = length;
    loop {
        let low = u8::try_from(left & 0x7f).unwrap_or(0x7f);
        left >>= 7;
        if left == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// A varint of at most three bytes without a byte more than it needs, and what is behind it.
fn read_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0_usize;
    for (index, byte) in bytes.iter().enumerate().take(3) {
        let shift = u32::try_from(index).ok()?.checked_mul(7)?;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            let shortest = *byte != 0 || index == 0;
            let fits = shortest && length <= GREATEST_ENTRY_BYTES;
            let behind = bytes.get(index.checked_add(1)?..)?;
            return fits.then_some((length, behind));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_comes_back_and_has_one_encoding() {
        for length in [0, 1, 127, 128, 300, 16_383, 16_384, GREATEST_ENTRY_BYTES] {
            let mut bytes = Vec::new();
            write_length(&mut bytes, length);
            bytes.push(7);
            assert_eq!(read_length(&bytes), Some((length, &[7][..])));
        }
        let refused: [&[u8]; 5] = [&[], &[0x80], &[0x80, 0], &[0xff, 0xff, 0xff, 0x01], &[0xff, 0xff, 0x7f]];
        for bytes in refused {
            assert_eq!(read_length(bytes), None, "{bytes:?}");
        }
    }
}
