//! Inputs and outputs: digests, chunks, and what a [`Content`] may say (SPEC.md section 15.1).

use alloc::string::String;
use alloc::vec::Vec;

use casp_wire::check;
use casp_wire::v1::content::Body;
use casp_wire::v1::{ChunkList, Content};
use sha2::{Digest as _, Sha256};

use crate::violation::TaskViolation;

/// Greatest content that fits into a statement, bytes.
pub const MAX_INLINE_BYTES: usize = 524_288;

/// Digest of a content: SHA-256 with the tag `casp/v1/content`.
#[must_use]
pub fn content_digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix("casp/v1/content")
        .chain_update(bytes)
        .finalize()
        .into()
}

/// Digest of one chunk: SHA-256 with the tag `casp/v1/chunk`.
#[must_use]
pub fn chunk_digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix("casp/v1/chunk")
        .chain_update(bytes)
        .finalize()
        .into()
}

/// A content that travels in the statement itself. At most [`MAX_INLINE_BYTES`], which verifiers refuse to exceed.
#[must_use]
pub fn inline(media_type: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Content {
    let bytes = bytes.into();
    Content {
        media_type: media_type.into(),
        size_bytes: length(&bytes),
        digest: content_digest(&bytes).into(),
        body: Some(Body::Inline(bytes)),
    }
}

/// A content that is fetched in chunks of `chunk_bytes` (1,024 to 1,048,576), each checked by its digest. At most 4,096
/// chunks, which verifiers refuse to exceed. `None` when `bytes` is empty or `chunk_bytes` is 0.
#[must_use]
pub fn chunked(media_type: impl Into<String>, bytes: &[u8], chunk_bytes: usize) -> Option<Content> {
    if bytes.is_empty() || chunk_bytes == 0 {
        return None;
    }
    let digests = bytes
        .chunks(chunk_bytes)
        .map(|chunk| chunk_digest(chunk).into())
        .collect();
    Some(Content {
        media_type: media_type.into(),
        size_bytes: length(bytes),
        digest: content_digest(bytes).into(),
        body: Some(Body::Chunks(ChunkList {
            chunk_bytes: u64::try_from(chunk_bytes).unwrap_or(u64::MAX),
            digests,
        })),
    })
}

/// The bytes of an inline content.
#[must_use]
pub const fn inline_bytes(content: &Content) -> Option<&[u8]> {
    match &content.body {
        Some(Body::Inline(bytes)) => Some(bytes.as_slice()),
        _ => None,
    }
}

/// TSK-3 and TSK-4.
pub(crate) fn check_content(content: &Content) -> Result<(), TaskViolation> {
    match &content.body {
        None => Ok(()),
        Some(Body::Inline(bytes)) => {
            let same = length(bytes) == content.size_bytes && content_digest(bytes) == *content.digest;
            check(same, TaskViolation::Content)
        }
        Some(Body::Chunks(chunks)) => {
            let needed = content.size_bytes.div_ceil(chunks.chunk_bytes.max(1));
            let given = u64::try_from(chunks.digests.len()).unwrap_or(u64::MAX);
            check(needed == given, TaskViolation::Chunks)
        }
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
