//! What the property tests and the fuzz target `driver_framing` both hold the driver's codecs to.

#![allow(dead_code, unreachable_pub)]

use std::fmt::Debug;
use std::io::BufReader;

use conformance::driver::v1::{Request, Response};
use conformance::driver::{Codec, FrameError, serve};
use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Target `driver_framing`. The first byte selects the codec, the message, and how much arrives at a time.
pub fn driver_framing(data: &[u8]) {
    let Some((&choice, input)) = data.split_first() else {
        return;
    };
    let codec = if choice & 1 == 0 { Codec::Binary } else { Codec::Json };
    let at_a_time = usize::from(choice >> 2) + 1;
    match choice & 2 {
        0 => frames_stand::<Request>(codec, at_a_time, input),
        _ => frames_stand::<Response>(codec, at_a_time, input),
    }
    a_peer_answers_or_ends(codec, at_a_time, input);
}

/// Frames are read to their end and no further, and what a body says is said again by either codec.
fn frames_stand<M: Message + Default + PartialEq + Debug + Serialize + DeserializeOwned>(
    codec: Codec,
    at_a_time: usize,
    input: &[u8],
) {
    let mut reader = BufReader::with_capacity(at_a_time, input);
    let mut consumed = 0;
    loop {
        match codec.read_frame(&mut reader) {
            Ok(Some(body)) => {
                consumed += body.len() + overhead(codec);
                assert!(consumed <= input.len());
                if let Ok(message) = codec.decode::<M>(&body) {
                    comes_back(&message);
                }
            }
            Ok(None) => return assert_eq!(consumed, input.len()),
            Err(error) => {
                return assert!(
                    matches!(error, FrameError::TooLong { .. } | FrameError::Truncated { .. }),
                    "{error}"
                );
            }
        }
    }
}

/// Bytes of a frame besides its body.
fn overhead(codec: Codec) -> usize {
    match codec {
        Codec::Binary => 4,
        Codec::Json => 1,
    }
}

fn comes_back<M: Message + Default + PartialEq + Debug + Serialize + DeserializeOwned>(message: &M) {
    for codec in [Codec::Binary, Codec::Json] {
        // ProtoJSON has no words for an enum number without a name.
        let Ok(frame) = codec.encode(message) else { continue };
        let body = codec.read_frame(&mut &frame[..]).unwrap().unwrap();
        assert_eq!(codec.decode::<M>(&body).unwrap(), *message);
    }
}

/// A peer answers each request that it understands, and ends at the first that it does not.
fn a_peer_answers_or_ends(codec: Codec, at_a_time: usize, input: &[u8]) {
    let mut answers = Vec::new();
    let mut asked = 0;
    let ended = serve(
        codec,
        BufReader::with_capacity(at_a_time, input),
        &mut answers,
        |request| {
            asked += 1;
            Response {
                token: request.token.clone(),
                ..Response::default()
            }
        },
    );
    let mut answers = &answers[..];
    let answered = std::iter::from_fn(|| codec.read_frame(&mut answers).unwrap()).count();
    assert!(answered == asked || ended.is_err());
}
