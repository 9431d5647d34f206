//! How fast unanswered statements are repeated, and what comes again is answered.

use super::Randomness;

/// How an engine paces what it sends without being asked anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacing {
    /// The first interval between repeats, milliseconds, at the most; it doubles with each. Default 1,000, at least 2.
    pub first_ms: i64,
    /// No interval is longer, milliseconds. Default 60,000.
    pub most_ms: i64,
    /// What comes again within this time of an answer is not answered, milliseconds: whoever caught a statement on its way could
    /// have a large answer sent for a small one as often as he likes. Default 100.
    pub answer_gap_ms: i64,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            first_ms: 1_000,
            most_ms: 60_000,
            answer_gap_ms: 100,
        }
    }
}

/// When a statement is repeated next. The interval before the repeat *n* (from 0) is drawn uniformly from the upper half of
/// `min(first_ms · 2^n, most_ms)`: exponential backoff with equal jitter.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Repeat {
    /// 0, of what was read back from a journal: at once.
    pub(crate) next_ms: i64,
    count: u32,
}

impl Repeat {
    /// Begins anew, with something that has just been said.
    pub(crate) fn begin(pacing: &Pacing, random: &mut impl Randomness, now_ms: i64) -> Self {
        let mut repeat = Self {
            next_ms: now_ms,
            count: 0,
        };
        repeat.advance(pacing, random, now_ms);
        repeat
    }

    pub(crate) fn advance(&mut self, pacing: &Pacing, random: &mut impl Randomness, now_ms: i64) {
        let doubled = 1_i64.checked_shl(self.count.min(40)).unwrap_or(i64::MAX);
        let longest = pacing
            .first_ms
            .max(2)
            .saturating_mul(doubled)
            .min(pacing.most_ms.max(2));
        let half = longest.checked_div(2).unwrap_or(1);
        let range = longest.saturating_sub(half).saturating_add(1);
        let drawn = i64::from(draw(random)).checked_rem(range).unwrap_or(0);
        self.next_ms = now_ms.saturating_add(half).saturating_add(drawn);
        self.count = self.count.saturating_add(1);
    }
}

fn draw(random: &mut impl Randomness) -> u32 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    u32::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_grow_and_stay_within_their_bounds() {
        for byte in [0, 0x7f, 0xff] {
            let pacing = Pacing::default();
            let mut random = |bytes: &mut [u8]| bytes.fill(byte);
            let (mut repeat, mut now_ms) = (Repeat::begin(&pacing, &mut random, 0), 0);
            for n in 0..12_u32 {
                let longest = (1_000_i64 << n).min(60_000);
                let interval = repeat.next_ms - now_ms;
                assert!(
                    (longest / 2..=longest).contains(&interval),
                    "{interval} before repeat {n}"
                );
                now_ms = repeat.next_ms;
                repeat.advance(&pacing, &mut random, now_ms);
            }
        }
    }
}
