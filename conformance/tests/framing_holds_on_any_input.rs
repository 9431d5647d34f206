//! The entry point of the fuzz target `driver_framing` holds for inputs at random too.

mod entry_points;
mod own;

use conformance::driver::Codec;
use conformance::driver::v1::{Begin, Request, Verify, request::Operation};
use entry_points::driver_framing;
use proptest::collection::vec;
use proptest::prelude::*;

own::own_tests![on_arbitrary_bytes, on_requests_whole_and_damaged];

fn request() -> impl Strategy<Value = Request> {
    let bytes = || vec(any::<u8>(), 0..40);
    let operation = prop_oneof![
        (any::<String>(), bytes(), any::<[u32; 4]>()).prop_map(
            |(
                network_id,
                verifier,
                [
                    store_capacity,
                    book_capacity,
                    book_capacity_per_requester,
                    book_capacity_own,
                ],
            )| Operation::Begin(Begin {
                network_id,
                verifier,
                store_capacity,
                book_capacity,
                book_capacity_per_requester,
                book_capacity_own,
            })
        ),
        (any::<String>(), bytes())
            .prop_map(|(payload_type, bundle)| Operation::Verify(Verify { payload_type, bundle })),
    ];
    (
        any::<String>(),
        any::<i64>(),
        any::<u64>(),
        proptest::option::of(operation),
    )
        .prop_map(|(token, now_ms, seed, operation)| Request {
            token,
            now_ms,
            seed,
            operation,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    fn on_arbitrary_bytes(data in vec(any::<u8>(), 0..200)) {
        driver_framing(&data);
    }

    fn on_requests_whole_and_damaged(requests in vec(request(), 1..4), chunk: u8, at: prop::sample::Index, bits: u8) {
        for (codec, bit) in [(Codec::Binary, 0), (Codec::Json, 1)] {
            let frames: Vec<u8> = requests.iter().flat_map(|request| codec.encode(request).unwrap()).collect();
            let mut data = [vec![chunk & 0xfc | bit], frames].concat();
            driver_framing(&data);
            driver_framing(&data[..at.index(data.len())]);
            let at = 1 + at.index(data.len() - 1);
            data[at] ^= bits;
            driver_framing(&data);
        }
    }
}
