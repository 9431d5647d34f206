//! Tokens and seeds of requests: nothing a peer could recognise a vector by.

use sha2::{Digest, Sha256};

/// Draws tokens and seeds that depend on the run's seed and on how many were drawn before.
pub(super) struct Tokens {
    run_seed: u64,
    drawn: u64,
}

/// What one request bears.
pub(super) struct Token {
    /// Its token: 24 hexadecimal digits.
    pub(super) text: String,
    /// Its seed.
    pub(super) seed: u64,
}

impl Tokens {
    pub(super) fn new(run_seed: u64) -> Self {
        Self { run_seed, drawn: 0 }
    }

    pub(super) fn draw(&mut self) -> Token {
        let digest = Sha256::new()
            .chain_update(b"casp-conformance/token")
            .chain_update(self.run_seed.to_be_bytes())
            .chain_update(self.drawn.to_be_bytes())
            .finalize();
        self.drawn += 1;
        let (text, rest) = digest.split_at(12);
        let seed = rest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        Token {
            text: hex::encode(text),
            seed,
        }
    }
}
