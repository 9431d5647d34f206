//! The share of tasks that newcomers may get, however many they are.

const MILLION: u128 = 1_000_000;

/// Of tasks like one another, how many went to newcomers. Whoever hands out tasks keeps one for each kind of task, such as each capability.
///
/// All newcomers together get the share: a thousand new names get no more than one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exploration {
    /// Tasks that were handed out.
    pub tasks: u64,
    /// Those of them that went to newcomers.
    pub to_newcomers: u64,
}

impl Exploration {
    /// Whether the next task may go to a newcomer: then at most `share_ppm` millionths of all tasks until now went to newcomers. The
    /// first may not, unless the share is whole. What it decides is foreseeable; see [`Exploration::draws`].
    #[must_use]
    pub fn admits(&self, share_ppm: u32) -> bool {
        let after = u128::from(self.to_newcomers).saturating_add(1).saturating_mul(MILLION);
        after <= u128::from(share_ppm).saturating_mul(u128::from(self.tasks).saturating_add(1))
    }

    /// Whether a task may go to a newcomer, by lot: 8 random bytes, fresh for each task, let it with a probability of `share_ppm` millionths.
    /// A newcomer cannot foresee it; the share holds on average.
    #[must_use]
    pub fn draws(share_ppm: u32, random: u64) -> bool {
        // The upper half of the product is uniform over 0 to 999,999, but for a bias below 2^-44.
        let drawn = u128::from(random).saturating_mul(MILLION) >> 64_u32;
        drawn < u128::from(share_ppm)
    }

    /// Notes that a task was handed out.
    pub const fn note(&mut self, to_newcomer: bool) {
        self.tasks = self.tasks.saturating_add(1);
        if to_newcomer {
            self.to_newcomers = self.to_newcomers.saturating_add(1);
        }
    }
}
