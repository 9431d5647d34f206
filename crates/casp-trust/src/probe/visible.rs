//! What a provider sees of a task before it answers, and how probes are made to look like work in it.

use super::draws::Draws;

/// What a provider sees of a task, besides nonces and times: fields that work and probes have alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visible {
    /// Media type of the input.
    pub input_media_type: String,
    /// Length of the input.
    pub input_bytes: u64,
    /// What the offer grants at most, in micro-units of its currency.
    pub price_micros: u64,
}

impl Visible {
    /// Whether an input of this media type and length is like this one: the same type, and a length with as many binary digits.
    #[must_use]
    pub fn is_like(&self, input_media_type: &str, input_bytes: usize) -> bool {
        let bytes = u64::try_from(input_bytes).unwrap_or(u64::MAX);
        self.input_media_type == input_media_type && self.input_bytes.leading_zeros() == bytes.leading_zeros()
    }
}

/// How an agent's real work in one capability looks: a uniform sample of all of it (reservoir sampling, Vitter 1985, algorithm
/// R), from which the look of each probe is drawn.
///
/// **The claim.** Take a distinguisher that sees media type, number of binary digits of the length, and price, of one task. Its
/// advantage, by how much more often it calls a probe a probe than work, is at most m + s. m is the share of probes whose bank had no
/// input like the one drawn ([`Probe::is_like_work`](super::Probe::is_like_work) says it of each). s is the distance of the sample from
/// what it was drawn from: on average half of √(kinds of look / size of the sample) at most, so 0.06 for 60 kinds and 4,096 tasks, while
/// the distribution of work stays as it is. About exact lengths and about what an input says, nothing is claimed: that is as good as
/// the bank.
#[derive(Clone, Debug)]
pub struct WorkProfile {
    sample: Vec<Visible>,
    size: usize,
    seen: usize,
}

impl WorkProfile {
    /// Keeps a sample of `size` tasks, at least 1 and at most 4,096.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Self {
            sample: Vec::new(),
            size: size.clamp(1, 4_096),
            seen: 0,
        }
    }

    /// Notes a task of real work. Never note a probe: the profile would drift towards what the banks hold.
    pub fn observe(&mut self, visible: Visible, draws: &mut Draws) {
        self.seen = self.seen.saturating_add(1);
        if self.sample.len() < self.size {
            self.sample.push(visible);
            return;
        }
        if let Some(place) = self.sample.get_mut(draws.below(self.seen)) {
            *place = visible;
        }
    }

    /// The look of a probe. `None` before any work: send a probe only when there is something to look like.
    pub fn draw(&self, draws: &mut Draws) -> Option<&Visible> {
        self.sample.get(draws.below(self.sample.len()))
    }
}
