//! The table: words in order, for each a weight and a direction.
//!
//! The file, all numbers little-endian: `CASPWT1\0`; dimensions u16, blocks u16, words u32; for each block 256 patterns of
//! dimensions / blocks signed bytes; a byte of weight a word; a byte a block and word, the number of the pattern; the words in
//! ascending order, each as the number of bytes it shares with the one before, the number of those that follow, and these.

use super::spelling;

/// Patterns of a block.
const PATTERNS: usize = 256;

/// A word of fewer letters is not taken for a slip of another.
const SHORTEST_SLIP: usize = 5;
/// From this many letters on, a word may be two slips away.
const LONG: usize = 9;

pub(super) struct Table {
    dimensions: usize,
    blocks: usize,
    patterns: &'static [u8],
    weights: &'static [u8],
    directions: &'static [u8],
    words: Vec<Box<str>>,
    /// Of each word, which letters it has: a bit each.
    letters: Vec<u32>,
    heaviest: i64,
}

impl Table {
    /// The table in `file`; an empty one if it is cut short.
    pub(super) fn read(file: &'static [u8]) -> Self {
        Self::try_read(file).unwrap_or_else(|| Self {
            dimensions: 1,
            blocks: 1,
            patterns: &[],
            weights: &[],
            directions: &[],
            words: Vec::new(),
            letters: Vec::new(),
            heaviest: 0,
        })
    }

    fn try_read(file: &'static [u8]) -> Option<Self> {
        let file = file.strip_prefix(b"CASPWT1\0")?;
        let (dimensions, file) = file.split_first_chunk()?;
        let (blocks, file) = file.split_first_chunk()?;
        let (count, file) = file.split_first_chunk()?;
        let dimensions = usize::from(u16::from_le_bytes(*dimensions));
        let blocks = usize::from(u16::from_le_bytes(*blocks));
        let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let (patterns, file) = file.split_at_checked(PATTERNS.checked_mul(dimensions)?)?;
        let (weights, file) = file.split_at_checked(count)?;
        let (directions, file) = file.split_at_checked(count.checked_mul(blocks)?)?;
        let words = read_words(file, count)?;
        Some(Self {
            dimensions,
            blocks,
            patterns,
            weights,
            directions,
            letters: words.iter().map(|word| letters(word)).collect(),
            words,
            heaviest: i64::from(*weights.iter().max()?),
        })
    }

    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    pub(super) fn find(&self, word: &str) -> Option<usize> {
        self.words.binary_search_by(|known| (**known).cmp(word)).ok()
    }

    /// The commonest word that `word` is a slip of: one with the same first letter, one slip away or, if it is long, two.
    pub(super) fn find_slip(&self, word: &str) -> Option<usize> {
        let length = word.chars().count();
        if length < SHORTEST_SLIP || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let begins = word.get(..1)?;
        let from = self.words.partition_point(|known| &**known < begins);
        let own = letters(word);
        let near = |most: usize| {
            let known = self.words.iter().zip(&self.letters).enumerate().skip(from);
            known
                .take_while(|(_, (known, _))| known.starts_with(begins))
                // A slip changes at most one letter into another.
                .filter(|(_, (_, letters))| {
                    usize::try_from((*letters ^ own).count_ones()).is_ok_and(|differ| differ <= most.saturating_mul(2))
                })
                .filter(|(_, (known, _))| known.len() >= SHORTEST_SLIP && spelling::is_within(word, known, most))
                .map(|(number, _)| number)
                .min_by_key(|number| self.weights.get(*number))
        };
        near(1).or_else(|| (length >= LONG).then(|| near(2)).flatten())
    }

    /// Adds `percent` hundredths of a word's vector.
    pub(super) fn add(&self, number: usize, percent: i64, sum: &mut [i64]) {
        let weight = self
            .weights
            .get(number)
            .copied()
            .map_or(0, i64::from)
            .saturating_mul(percent);
        let width = self.dimensions.checked_div(self.blocks).unwrap_or(1).max(1);
        let directions = self
            .directions
            .chunks_exact(self.blocks.max(1))
            .nth(number)
            .unwrap_or_default();
        let patterns = self.patterns.chunks_exact(PATTERNS.saturating_mul(width));
        for ((sums, pattern), patterns) in sum.chunks_exact_mut(width).zip(directions).zip(patterns) {
            let pattern = patterns
                .chunks_exact(width)
                .nth(usize::from(*pattern))
                .unwrap_or_default();
            for (sum, component) in sums.iter_mut().zip(pattern) {
                let component = i64::from(i8::from_le_bytes([*component]));
                *sum = sum.saturating_add(component.saturating_mul(weight));
            }
        }
    }

    /// Adds a vector that a word shares with words that look like it: of each group of three letters, a direction drawn from a
    /// hash.
    pub(super) fn add_letters(&self, word: &str, percent: i64, sum: &mut [i64]) {
        let framed: Vec<char> = core::iter::once('^')
            .chain(word.chars())
            .chain(core::iter::once('$'))
            .collect();
        let groups: Vec<u64> = framed.windows(3).map(hash).collect();
        // Directions are at right angles to each other, nearly: their sum is as long as the root of their number.
        let parts = groups.len().saturating_mul(self.dimensions).isqrt().max(1);
        let length = self.heaviest.saturating_mul(percent).saturating_mul(127);
        let step = i64::try_from(parts)
            .ok()
            .and_then(|parts| length.checked_div(parts))
            .unwrap_or_default();
        for group in groups {
            let mut state = group;
            for sums in sum.chunks_mut(64) {
                let mut signs = next(&mut state);
                for sum in sums {
                    *sum = if signs & 1 == 0 {
                        sum.saturating_add(step)
                    } else {
                        sum.saturating_sub(step)
                    };
                    signs >>= 1;
                }
            }
        }
    }
}

fn read_words(mut file: &[u8], count: usize) -> Option<Vec<Box<str>>> {
    let mut words: Vec<Box<str>> = Vec::with_capacity(count);
    for _ in 0..count {
        let ([shared, own], rest) = file.split_first_chunk()?;
        let (own, rest) = rest.split_at_checked(usize::from(*own))?;
        let before = words.last().map(|word| &**word).unwrap_or_default();
        let shared = before.get(..usize::from(*shared))?;
        words.push((shared.to_owned() + core::str::from_utf8(own).ok()?).into());
        file = rest;
    }
    Some(words)
}

fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, byte| {
        letters | 1_u32.wrapping_shl(u32::from(byte.wrapping_sub(b'a')))
    })
}

/// FNV-1a.
fn hash(letters: &[char]) -> u64 {
    let bytes = letters.iter().flat_map(|letter| u32::from(*letter).to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
