//! Where canaries come from: banks of tasks whose answers are known.

mod generated;
mod mixed;
mod stocked;

use core::fmt;

use casp_canary::Commitment;
use casp_identity::AgentId;

use super::draws::Draws;
use super::finding::CountsFor;
use super::visible::Visible;

pub use generated::GeneratorBank;
pub use mixed::MixedBank;
pub use stocked::{Item, MAX_STOCK, MAX_USED, NotStocked, StockedBank};

/// A canary for one provider, to be offered as any task is.
#[derive(Clone, PartialEq, Eq)]
pub struct Probe {
    /// Media type of the input.
    pub input_media_type: String,
    /// The input.
    pub input: Vec<u8>,
    /// Media type of the answer.
    pub output_media_type: String,
    /// What the acceptance's blind commits to, and the answer is held against.
    pub commitment: Commitment,
    /// The look that was drawn for it: offer it at this price.
    pub look: Visible,
    /// Name of the public family that it can be made anew from, if it can.
    pub family: Option<&'static str>,
}

impl Probe {
    /// Whether the input is like the one that was drawn from work ([`Visible::is_like`]).
    #[must_use]
    pub fn is_like_work(&self) -> bool {
        self.look.is_like(&self.input_media_type, self.input.len())
    }

    /// Whom a failure counts for, where the contract's terms promise this evidence.
    #[must_use]
    pub fn counts_for(&self, agreed_evidence: &[String]) -> CountsFor {
        CountsFor::of(self.commitment.canary(), agreed_evidence)
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe(secret until opened)")
    }
}

/// A bank has nothing for this provider and capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Dry {
    /// It never had anything for the capability.
    #[error("the bank holds no tasks of this capability")]
    Unknown,
    /// Everything is used up, or was seen by this provider.
    #[error("the bank's tasks of this capability are used up for this provider")]
    UsedUp,
}

/// A store of tasks whose answers are known.
pub trait Bank {
    /// Takes a canary for this provider out of the bank, as like `look` as there is. It is never given out again, to anyone:
    /// persist the bank's state before the canary is sent.
    ///
    /// # Errors
    /// [`Dry`].
    fn take(&mut self, provider: AgentId, capability_id: &str, look: &Visible, draws: &mut Draws)
    -> Result<Probe, Dry>;
}
