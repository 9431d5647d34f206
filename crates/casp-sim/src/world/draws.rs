//! Chance: one small generator for each who draws, so that nobody's draws depend on how many others make.

use std::time::Duration;

use casp_execution::Randomness;

use super::config::Between;
use crate::engine::Span;

/// splitmix64 (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*, 2014). A simulation's chance, never a secret.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    state: u64,
}

impl Draws {
    /// The stream that a run's seed, a use and a number name.
    pub(super) fn of(seed: u64, what: Use, number: u64) -> Self {
        let mut root = Self { state: seed };
        let mut state = root.bits();
        for part in [what.number(), number] {
            state ^= part.wrapping_mul(0xd6e8_feb8_6659_fd93);
            state = Self { state }.bits();
        }
        Self { state }
    }

    pub(super) const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30_u32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27_u32)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31_u32)
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// 0 to below 1, in steps of 2^-32.
    fn unit(&mut self) -> f64 {
        let half = u32::try_from(self.bits() >> 32_u32).unwrap_or_default();
        f64::from(half) / 4_294_967_296.0
    }

    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of the range, ends included. The bias is its length / 2^64 at most.
    pub(super) fn between(&mut self, range: Between) -> u64 {
        let wide = u128::from(range.most.saturating_sub(range.least)).saturating_add(1);
        let product = u128::from(self.bits()).saturating_mul(wide);
        range
            .least
            .saturating_add(u64::try_from(product >> 64_u32).unwrap_or_default())
    }

    /// The time to the next event of a Poisson process.
    pub(super) fn wait(&mut self, mean: Span) -> Span {
        let mean = Duration::from_micros(u64::try_from(mean.0).unwrap_or_default());
        let wait = -libm::log(1.0 - self.unit()) * mean.as_secs_f64();
        let wait = Duration::try_from_secs_f64(wait).unwrap_or(Duration::MAX);
        Span(i64::try_from(wait.as_micros()).unwrap_or(i64::MAX))
    }
}

impl Randomness for Draws {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let bits = self.bits().to_be_bytes();
            chunk.iter_mut().zip(bits).for_each(|(byte, bit)| *byte = bit);
        }
    }
}

/// What a stream is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Use {
    Key,
    Engine,
    Conduct,
    Network,
    Workload,
    Probes,
    Secrets,
}

impl Use {
    const fn number(self) -> u64 {
        match self {
            Self::Key => 1,
            Self::Engine => 2,
            Self::Conduct => 3,
            Self::Network => 4,
            Self::Workload => 5,
            Self::Probes => 6,
            Self::Secrets => 7,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_use_and_number() {
        let first = |seed, what, number| Draws::of(seed, what, number).bits();
        let all = [
            first(1, Use::Key, 0),
            first(2, Use::Key, 0),
            first(1, Use::Engine, 0),
            first(1, Use::Key, 1),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all.iter().skip(at.saturating_add(1)).all(|other| other != one));
        }
    }

    #[test]
    fn draws_keep_to_their_range_and_their_mean() {
        let mut draws = Draws::of(7, Use::Conduct, 0);
        let range = Between { least: 3, most: 5 };
        let mut seen = [false; 3];
        let mut sum = 0_i64;
        for _ in 0..20_000 {
            let drawn = draws.between(range);
            assert!((3..=5).contains(&drawn));
            if let Some(seen) = seen.get_mut(usize::try_from(drawn).unwrap_or(9).saturating_sub(3)) {
                *seen = true;
            }
            sum = sum.saturating_add(draws.wait(Span::of_ms(10)).0);
        }
        assert_eq!(seen, [true; 3]);
        // 20,000 draws: the mean's standard deviation is 0.7 % of it.
        assert!((190_000_000..=210_000_000).contains(&sum), "{sum}");
    }
}
