//! Named streams of random numbers: what is drawn for one purpose never moves what is drawn for another.
//!
//! Two policies that run on one seed meet the same arrivals, failures and delays, as long as each thing that can differ draws
//! from a stream of its own. That is the method of common random numbers (A. Law, *Simulation Modeling and Analysis*,
//! chapter 11): the difference of a pair has a smaller variance than the difference of two independent runs.

use rand_core::{Rng as _, SeedableRng as _};
use rand_xoshiro::Xoshiro256PlusPlus;
use sha2::{Digest as _, Sha256};

use crate::engine::Span;
use crate::number;

/// Keeps these streams apart from everything else that hashes, and changes if the way of drawing ever does.
const DOMAIN: &[u8] = b"casp-sim/streams/1";

/// All streams of one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
}

impl Streams {
    /// Those of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The stream for a purpose, such as `"arrivals"`, and the number of whom it is for. The same every time it is asked for.
    ///
    /// It starts at SHA-256 of seed, purpose and index, so that no two of them are related.
    #[must_use]
    pub fn stream(&self, purpose: &str, index: u64) -> Stream {
        // The purpose comes last: what stands before it has fixed lengths, so no two inputs write the same bytes.
        let start = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(self.seed.to_le_bytes())
            .chain_update(index.to_le_bytes())
            .chain_update(purpose.as_bytes())
            .finalize();
        Stream(Xoshiro256PlusPlus::from_seed(start.into()))
    }
}

/// One stream of random numbers: xoshiro256++ (D. Blackman, S. Vigna, *Scrambled Linear Pseudorandom Number Generators*,
/// ACM TOMS 2021). Not for secrets.
///
/// Each method takes a fixed count of numbers, whatever its arguments are: a run in which only a probability differs stays in
/// step with its pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// Any 64 bits. Takes 1 number.
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// From 0 up to but not including 1, in steps of 2^-53. Takes 1 number.
    pub fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;
        number::float(self.next_u64() >> 11) * STEP
    }

    /// True with this probability; never for 0, below it or for no number, always from 1 on. Takes 1 number.
    pub fn falls(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From 0 up to but not including `end`; 0 if that is 0. Takes 1 number.
    ///
    /// No value is likelier than another by more than `end` / 2^64.
    pub fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.next_u64()).saturating_mul(u128::from(end));
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// One of a range, ends included; `least` if it ends before it begins. Takes 1 number.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        // A range of all numbers has one more than a u64 can count; of it the greatest is never drawn.
        let count = most.saturating_sub(least).saturating_add(1);
        least.saturating_add(self.below(count))
    }

    /// Any so many bytes. Takes 1 number for each 8, and 1 for what is left.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// An exponential time of this mean, to the nearest microsecond. Takes 1 number.
    pub fn exponential(&mut self, mean: Span) -> Span {
        // 1 - unit is never 0.
        let long = -libm::log(1.0 - self.unit());
        Span(number::whole(number::signed(mean.0) * long))
    }

    /// A normal value of mean 0 and deviation 1 (Box and Muller 1958). Takes 2 numbers.
    pub fn normal(&mut self) -> f64 {
        let (first, second) = (self.unit(), self.unit());
        normal_of(first, second)
    }

    /// A log-normal time: half of them are below the median, and `sigma` is the deviation of their logarithm. To the nearest
    /// microsecond. Takes 2 numbers.
    pub fn log_normal(&mut self, median: Span, sigma: f64) -> Span {
        let (first, second) = (self.unit(), self.unit());
        log_normal_of(median, sigma, first, second)
    }

    /// Any bytes. Takes 1 number for each 8, and 1 for what is left.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

/// A log-normal time of two units that were drawn.
pub(crate) fn log_normal_of(median: Span, sigma: f64, first: f64, second: f64) -> Span {
    let factor = libm::exp(sigma * normal_of(first, second));
    Span(number::whole(number::signed(median.0) * factor))
}

fn normal_of(first: f64, second: f64) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - first));
    radius * libm::cos(core::f64::consts::TAU * second)
}
