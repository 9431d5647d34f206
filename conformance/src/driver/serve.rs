//! The loop of a peer.

use std::io::{BufRead, Write};

use super::v1::{Request, Response};
use super::{Codec, FrameError};

/// Answers requests until the input ends: the whole life of a peer in Rust.
///
/// # Errors
/// What [`Codec`] reports. Nobody can be told any more, so a peer should exit with a status other than 0.
pub fn serve(
    codec: Codec,
    mut input: impl BufRead,
    mut output: impl Write,
    mut answer: impl FnMut(&Request) -> Response,
) -> Result<(), FrameError> {
    while let Some(body) = codec.read_frame(&mut input)? {
        let request = codec.decode(&body)?;
        codec.write(&mut output, &answer(&request))?;
    }
    Ok(())
}
