//! The stream of numbers that a seed stands for.

use sha2::{Digest as _, Sha256};

/// SHA-256 of a tag, the seed and a counter, block after block.
pub(crate) struct Stream {
    seed: [u8; 32],
    /// Number of the next block.
    counter: u64,
    block: [u8; 32],
    /// Bytes of the block that are not used yet.
    left: usize,
}

impl Stream {
    pub(super) const fn new(seed: &[u8; 32]) -> Self {
        Self {
            seed: *seed,
            counter: 0,
            block: [0; 32],
            left: 0,
        }
    }

    /// The next 8 bytes, big-endian.
    fn u64(&mut self) -> u64 {
        if self.left == 0 {
            self.block = Sha256::new_with_prefix("casp/v1/stream")
                .chain_update(self.seed)
                .chain_update(self.counter.to_be_bytes())
                .finalize()
                .into();
            self.counter = self.counter.wrapping_add(1);
            self.left = self.block.len();
        }
        let used = self.block.len().saturating_sub(self.left);
        self.left = self.left.saturating_sub(8);
        let unused = self.block.get(used..).and_then(|unused| unused.first_chunk());
        u64::from_be_bytes(unused.copied().unwrap_or_default())
    }

    /// A number below `n`, which is not 0. Its bias, n / 2^64, is no matter: nothing secret is drawn here.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.u64().checked_rem(n).unwrap_or_default()
    }

    /// `least` and a number below `n` on top.
    pub(super) fn from(&mut self, least: u64, n: u64) -> u64 {
        least.saturating_add(self.below(n))
    }

    /// One of these, chosen by a number below their count.
    pub(super) fn one_of<T: Copy + Default, const N: usize>(&mut self, choices: &[T; N]) -> T {
        let choice = self.below(u64::try_from(N).unwrap_or_default());
        let choice = usize::try_from(choice).ok().and_then(|choice| choices.get(choice));
        choice.copied().unwrap_or_default()
    }
}
