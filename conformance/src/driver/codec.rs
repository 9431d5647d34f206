//! Framing: how one message follows another on a pipe.

use std::fmt;
use std::io::{self, BufRead, Read, Write};
use std::str::FromStr;

use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most bytes of one message in the binary codec: 16 MiB.
pub const MAX_BINARY_BYTES: usize = 16 << 20;

/// Most bytes of one line in the JSON codec: 32 MiB. Base64 and field names make a message longer than its binary form.
pub const MAX_JSON_BYTES: usize = 32 << 20;

/// Bytes that precede each message of the binary codec.
const PREFIX_BYTES: usize = 4;

/// How messages are framed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codec {
    /// The message in Protocol Buffers' binary encoding, preceded by its length as four bytes, big-endian.
    #[default]
    Binary,
    /// One ProtoJSON object a line.
    Json,
}

impl Codec {
    /// The environment variable by which the runner tells a peer the codec.
    pub const VARIABLE: &str = "CASP_CODEC";

    /// `binary` or `json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Json => "json",
        }
    }

    /// Bytes of a frame besides its body.
    pub(crate) const fn overhead(self) -> usize {
        match self {
            Self::Binary => PREFIX_BYTES,
            Self::Json => 1,
        }
    }

    /// The frame of one message, as it goes onto the pipe.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] past the limit, and [`FrameError::Json`] for a message that ProtoJSON cannot say, such
    /// as an enum number without a name.
    pub fn encode<M: Message + Serialize>(self, message: &M) -> Result<Vec<u8>, FrameError> {
        match self {
            Self::Binary => {
                let length = message.encoded_len();
                let prefix = u32::try_from(length).ok().filter(|_| length <= MAX_BINARY_BYTES);
                let prefix = prefix.ok_or_else(|| FrameError::too_long(length, MAX_BINARY_BYTES, &[]))?;
                let mut frame = Vec::with_capacity(PREFIX_BYTES + length);
                frame.extend(prefix.to_be_bytes());
                frame.extend(message.encode_to_vec());
                Ok(frame)
            }
            Self::Json => {
                let mut frame = serde_json::to_vec(message)?;
                frame.push(b'\n');
                if frame.len() > MAX_JSON_BYTES {
                    return Err(FrameError::too_long(frame.len(), MAX_JSON_BYTES, &[]));
                }
                Ok(frame)
            }
        }
    }

    /// Writes one message and flushes.
    ///
    /// # Errors
    /// As [`Codec::encode`], and whatever `output` reports.
    pub fn write<M: Message + Serialize>(self, output: &mut impl Write, message: &M) -> Result<(), FrameError> {
        output.write_all(&self.encode(message)?)?;
        Ok(output.flush()?)
    }

    /// Reads the body of one frame; `None` when the input ends between two frames. Allocates no more than has arrived.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] and [`FrameError::Truncated`], and whatever `input` reports.
    pub fn read_frame(self, input: &mut impl BufRead) -> Result<Option<Vec<u8>>, FrameError> {
        match self {
            Self::Binary => read_prefixed(input),
            Self::Json => read_line(input),
        }
    }

    /// Decodes the body of a frame.
    ///
    /// # Errors
    /// [`FrameError::Binary`] or [`FrameError::Json`].
    pub fn decode<M: Message + Default + DeserializeOwned>(self, body: &[u8]) -> Result<M, FrameError> {
        match self {
            Self::Binary => Ok(M::decode(body)?),
            Self::Json => Ok(serde_json::from_slice(body)?),
        }
    }
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Codec {
    type Err = UnknownCodec;

    fn from_str(name: &str) -> Result<Self, UnknownCodec> {
        [Self::Binary, Self::Json]
            .into_iter()
            .find(|codec| codec.name() == name)
            .ok_or(UnknownCodec)
    }
}

/// A codec that is neither `binary` nor `json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a codec is `binary` or `json`")]
pub struct UnknownCodec;

/// Why a frame could not be read, written or understood.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The pipe failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The frame is, or says that it is, longer than the codec allows.
    #[error("a message of {length} bytes or more, where {limit} are allowed")]
    TooLong {
        /// Its length, or what had arrived of it when it passed the limit.
        length: usize,
        /// The limit.
        limit: usize,
        /// The first bytes of a frame that was being read; at most 64.
        start: Vec<u8>,
    },
    /// The input ended within a frame.
    #[error("the input ended {arrived} bytes into a message")]
    Truncated {
        /// Bytes that had arrived of the frame.
        arrived: usize,
    },
    /// The body is no message in binary.
    #[error("not a message: {0}")]
    Binary(#[from] prost::DecodeError),
    /// The line is no message in ProtoJSON.
    #[error("not a message: {0}")]
    Json(#[from] serde_json::Error),
}

impl FrameError {
    fn too_long(length: usize, limit: usize, start: &[u8]) -> Self {
        Self::TooLong {
            length,
            limit,
            start: start.iter().take(64).copied().collect(),
        }
    }
}

fn read_prefixed(input: &mut impl BufRead) -> Result<Option<Vec<u8>>, FrameError> {
    let mut prefix = Vec::with_capacity(PREFIX_BYTES);
    input.by_ref().take(PREFIX_BYTES as u64).read_to_end(&mut prefix)?;
    let Ok(prefix) = <[u8; PREFIX_BYTES]>::try_from(prefix.as_slice()) else {
        return if prefix.is_empty() {
            Ok(None)
        } else {
            Err(FrameError::Truncated { arrived: prefix.len() })
        };
    };
    let length = u32::from_be_bytes(prefix) as usize;
    if length > MAX_BINARY_BYTES {
        return Err(FrameError::too_long(length, MAX_BINARY_BYTES, &prefix));
    }
    let mut body = Vec::new();
    input.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Err(FrameError::Truncated {
            arrived: PREFIX_BYTES + body.len(),
        });
    }
    Ok(Some(body))
}

fn read_line(input: &mut impl BufRead) -> Result<Option<Vec<u8>>, FrameError> {
    let mut line = Vec::new();
    input.take(MAX_JSON_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
    if line.len() > MAX_JSON_BYTES {
        return Err(FrameError::too_long(line.len(), MAX_JSON_BYTES, &line));
    }
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) => Err(FrameError::Truncated {
            arrived: line.len() + 1,
        }),
    }
}
