//! The two codecs at and past their bounds.

use std::io::Read;

use conformance::driver::v1::{Request, Response, Verify, request::Operation};
use conformance::driver::{Codec, FrameError, MAX_BINARY_BYTES, MAX_JSON_BYTES, serve};
use prost::Message as _;

crate::tests!(
    what_is_written_is_read_again,
    an_input_that_ends_between_frames_ends,
    an_input_that_ends_within_a_frame_is_truncated,
    a_binary_message_of_16_mib_passes_and_one_byte_more_does_not,
    a_json_line_of_32_mib_passes_and_one_byte_more_does_not,
    a_length_alone_allocates_nothing,
    serve_answers_each_request_in_order,
);

const CODECS: [Codec; 2] = [Codec::Binary, Codec::Json];

fn what_is_written_is_read_again() {
    for codec in CODECS {
        let requests = [request(0), request(1), request(70_000)];
        let frames: Vec<u8> = requests
            .iter()
            .flat_map(|request| codec.encode(request).expect("a frame"))
            .collect();
        let mut input = frames.as_slice();
        for due in requests {
            let body = codec.read_frame(&mut input).expect("a frame").expect("not the end");
            assert_eq!(codec.decode::<Request>(&body).expect("a request"), due);
        }
        assert!(codec.read_frame(&mut input).expect("the end").is_none());
    }
}

fn an_input_that_ends_between_frames_ends() {
    for codec in CODECS {
        assert!(codec.read_frame(&mut [].as_slice()).expect("the end").is_none());
    }
}

fn an_input_that_ends_within_a_frame_is_truncated() {
    for codec in CODECS {
        let frame = codec.encode(&request(5)).expect("a frame");
        for length in 1..frame.len() {
            let end = codec.read_frame(&mut &frame[..length]);
            assert!(
                matches!(end, Err(FrameError::Truncated { arrived }) if arrived == length),
                "{codec} {length}"
            );
        }
    }
}

fn a_binary_message_of_16_mib_passes_and_one_byte_more_does_not() {
    let overhead = request(MAX_BINARY_BYTES).encoded_len() - MAX_BINARY_BYTES;
    let longest = request(MAX_BINARY_BYTES - overhead);
    assert_eq!(longest.encoded_len(), MAX_BINARY_BYTES);
    let frame = Codec::Binary.encode(&longest).expect("a frame");
    assert!(
        Codec::Binary
            .read_frame(&mut frame.as_slice())
            .expect("a frame")
            .is_some()
    );

    let longer = request(MAX_BINARY_BYTES - overhead + 1);
    assert!(matches!(Codec::Binary.encode(&longer), Err(FrameError::TooLong { .. })));
    let length = u32::try_from(MAX_BINARY_BYTES + 1).expect("four bytes").to_be_bytes();
    let input = Codec::Binary.read_frame(&mut length.as_slice());
    assert!(matches!(input, Err(FrameError::TooLong { length, .. }) if length == MAX_BINARY_BYTES + 1));
}

fn a_json_line_of_32_mib_passes_and_one_byte_more_does_not() {
    let line = |length: usize| [vec![b' '; length - 1], vec![b'\n']].concat();
    assert!(
        Codec::Json
            .read_frame(&mut line(MAX_JSON_BYTES).as_slice())
            .expect("a line")
            .is_some()
    );
    let longer = Codec::Json.read_frame(&mut line(MAX_JSON_BYTES + 1).as_slice());
    assert!(matches!(longer, Err(FrameError::TooLong { .. })));
}

fn a_length_alone_allocates_nothing() {
    // 16 MiB are promised, nothing comes: what was read is what is held.
    let promise = u32::try_from(MAX_BINARY_BYTES).expect("four bytes").to_be_bytes();
    let mut input = std::io::BufReader::new(promise.as_slice().chain([1, 2, 3].as_slice()));
    let end = Codec::Binary.read_frame(&mut input);
    assert!(matches!(end, Err(FrameError::Truncated { arrived: 7 })), "{end:?}");
}

fn serve_answers_each_request_in_order() {
    for codec in CODECS {
        let tokens = ["a", "b", "c"];
        let input: Vec<u8> = tokens
            .iter()
            .flat_map(|token| {
                codec
                    .encode(&Request {
                        token: (*token).to_owned(),
                        ..request(0)
                    })
                    .expect("a frame")
            })
            .collect();
        let mut output = Vec::new();
        let echo = |request: &Request| Response {
            token: request.token.clone(),
            outcome: None,
        };
        serve(codec, input.as_slice(), &mut output, echo).expect("the end of the input");
        let mut output = output.as_slice();
        for token in tokens {
            let body = codec.read_frame(&mut output).expect("a frame").expect("a response");
            assert_eq!(codec.decode::<Response>(&body).expect("a response").token, token);
        }
    }
}

/// A request with so many bytes in it.
fn request(length: usize) -> Request {
    let operation = Operation::Verify(Verify {
        payload_type: String::new(),
        bundle: vec![7; length],
    });
    Request {
        token: "token".to_owned(),
        now_ms: 1,
        seed: u64::MAX,
        operation: Some(operation),
    }
}
