//! The generator families, written from SPEC.md section 16.4 for the vectors alone.
//!
//! The crate under test has its own code for them; that the two agree is what the vectors of derivation show.

mod arithmetic;
mod raster;
mod table;
mod text;

use casp_wire::v1::{self, oracle::Form};
use prost::Message as _;
use sha2::{Digest as _, Sha256};

use crate::generate::engagement::{content_digest, tagged};
use crate::vector::Output;

pub(super) use arithmetic::Sums;
pub(super) use raster::{Raster, Shape, ShapeKind};
pub(super) use table::Lookup;
pub(super) use text::{OPERATIONS, Transform};

pub(in crate::generate) const ARITHMETIC: &str = "arithmetic-json";
pub(super) const TEXT: &str = "text-transform";
pub(super) const TABLE: &str = "table-lookup";
pub(super) const RASTER: &str = "raster-digest";

/// Every registered family.
pub(super) const FAMILIES: [&str; 4] = [ARITHMETIC, TEXT, TABLE, RASTER];

/// The bytes that a family draws from.
pub(super) struct Stream {
    seed: Vec<u8>,
    counter: u64,
    block: Vec<u8>,
}

impl Stream {
    pub(super) fn new(seed: &[u8]) -> Self {
        Self {
            seed: seed.to_vec(),
            counter: 0,
            block: Vec::new(),
        }
    }

    fn u64(&mut self) -> u64 {
        // A block holds four numbers, so that none spans two blocks.
        if self.block.is_empty() {
            let digest = Sha256::new()
                .chain_update("casp/v1/stream")
                .chain_update(&self.seed)
                .chain_update(self.counter.to_be_bytes());
            self.block = digest.finalize().to_vec();
            self.counter += 1;
        }
        let bytes: Vec<u8> = self.block.drain(..8).collect();
        bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn below(&mut self, n: u64) -> u64 {
        self.u64() % n
    }

    fn below_i64(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).expect("a small number")
    }
}

/// What a family makes of a seed.
pub(in crate::generate) struct Made {
    /// Media type of the input.
    pub(in crate::generate) media_type: &'static str,
    /// Media type of an answer.
    pub(in crate::generate) answer_type: &'static str,
    pub(in crate::generate) input: Vec<u8>,
    pub(in crate::generate) oracle: Form,
    /// An answer that the oracle passes.
    pub(in crate::generate) answer: Vec<u8>,
}

/// Input and oracle of a family.
pub(super) fn make(family: &str, seed: &[u8]) -> Made {
    let mut stream = Stream::new(seed);
    match family {
        ARITHMETIC => Sums::draw(&mut stream).made(),
        TEXT => Transform::draw(&mut stream).made(),
        TABLE => Lookup::draw(&mut stream).made(),
        RASTER => Raster::draw(&mut stream).made(),
        _ => panic!("{family} is not registered"),
    }
}

/// What a bank gives one provider (SPEC.md section 16.3).
#[derive(Clone)]
pub(in crate::generate) struct Place<'a> {
    pub(in crate::generate) bank: &'a [u8],
    pub(in crate::generate) provider: &'a [u8],
    pub(in crate::generate) index: u64,
    pub(in crate::generate) family: &'a str,
}

impl Place<'_> {
    pub(in crate::generate) fn seed(&self) -> Vec<u8> {
        self.derived("casp/v1/derive-seed")
    }

    pub(in crate::generate) fn salt(&self) -> Vec<u8> {
        self.derived("casp/v1/derive-salt")
    }

    fn derived(&self, tag: &str) -> Vec<u8> {
        let index = self.index.to_be_bytes();
        tagged(tag, &[self.bank, self.provider, &index, self.family.as_bytes()])
    }

    /// The canary with its input.
    pub(in crate::generate) fn canary(&self) -> (Made, v1::Canary) {
        let made = make(self.family, &self.seed());
        let canary = v1::Canary {
            provider: self.provider.to_vec(),
            input_digest: content_digest(&made.input),
            oracle: Some(v1::Oracle {
                form: Some(made.oracle.clone()),
            }),
            generator: Some(v1::Generator {
                family: self.family.to_owned(),
                seed: self.seed(),
            }),
        };
        (made, canary)
    }

    /// What comes of deriving it.
    pub(super) fn output(&self) -> Output {
        let (made, canary) = self.canary();
        let salt = self.salt();
        Output::Derived {
            seed: self.seed().into(),
            blind: blind(&salt, &canary).into(),
            salt: salt.into(),
            input: made.input.into(),
            canary: canary.encode_to_vec().into(),
            input_media_type: made.media_type.to_owned(),
            output_media_type: made.answer_type.to_owned(),
        }
    }
}

/// The blind of an acceptance (SPEC.md section 16.1).
pub(in crate::generate) fn blind(salt: &[u8], canary: &v1::Canary) -> Vec<u8> {
    tagged("casp/v1/canary", &[salt, &canary.encode_to_vec()])
}
