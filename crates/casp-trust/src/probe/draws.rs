//! The random numbers that probing draws from: a seed goes in, the same numbers come out.

use core::fmt;
use core::time::Duration;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A stream of numbers from a secret seed: SHA-256("casp-trust/draws" ‖ seed ‖ 0) ‖ SHA-256("casp-trust/draws" ‖ seed ‖ 1) ‖ …,
/// the counter in 64 bits, big-endian. Whoever knows the seed can foresee every probe. Never printed.
pub struct Draws {
    seed: Zeroizing<[u8; 32]>,
    counter: u64,
    block: Zeroizing<[u8; 32]>,
    /// Bytes of the block that are used.
    used: usize,
}

impl Draws {
    /// The stream of a seed of 32 uniformly random bytes, used for nothing else. A seed that is used twice gives the same
    /// stream twice.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self {
            seed: Zeroizing::new(*seed),
            counter: 0,
            block: Zeroizing::default(),
            used: 32,
        }
    }

    /// 32 bytes, such as a salt.
    pub fn bytes(&mut self) -> [u8; 32] {
        let block = Sha256::new_with_prefix("casp-trust/draws")
            .chain_update(*self.seed)
            .chain_update(self.counter.to_be_bytes());
        // 2^64 blocks are never drawn.
        self.counter = self.counter.wrapping_add(1);
        block.finalize().into()
    }

    /// The next 8 bytes, big-endian.
    pub fn bits(&mut self) -> u64 {
        if self.used >= 32 {
            *self.block = self.bytes();
            self.used = 0;
        }
        let next = self.block.get(self.used..).and_then(|left| left.first_chunk());
        let bits = u64::from_be_bytes(next.copied().unwrap_or_default());
        self.used = self.used.saturating_add(8);
        bits
    }

    /// A number below `n`; 0 for an `n` of 0. Its bias is n / 2^64 at most.
    pub fn below(&mut self, n: usize) -> usize {
        let wide = u64::try_from(n).unwrap_or(u64::MAX);
        let product = u128::from(self.bits()).saturating_mul(u128::from(wide));
        usize::try_from(product >> 64_u32).unwrap_or_default()
    }

    /// Above 0, 1 at most, in steps of 2^-53.
    fn unit(&mut self) -> f64 {
        let bits = self.bits() >> 11_u32;
        let half = |bits: u64| f64::from(u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default());
        (half(bits >> 32_u32) * 4_294_967_296.0 + half(bits) + 1.0) / 9_007_199_254_740_992.0
    }

    /// An exponentially distributed time with this mean: that of a Poisson process to its next event, which does not depend on
    /// how long one has waited.
    pub fn wait_ms(&mut self, mean_ms: u64) -> u64 {
        let seconds = -libm::log(self.unit()) * Duration::from_millis(mean_ms).as_secs_f64();
        let wait = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
    }
}

impl fmt::Debug for Draws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draws(secret not shown)")
    }
}
