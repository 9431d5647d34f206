//! Canaries out of a stock: an agent's own past tasks, or such as were recorded elsewhere. Each is used once.

use std::collections::{BTreeMap, BTreeSet};

use casp_canary::Commitment;
use casp_identity::AgentId;
use casp_task::content::content_digest;
use casp_wire::v1::Oracle;

use super::{Bank, Dry, Probe};
use crate::probe::draws::Draws;
use crate::probe::visible::Visible;

/// Most items of a stock.
pub const MAX_STOCK: usize = 65_536;

/// Most inputs that a stock remembers for having been in it. After so many it takes no new ones: it would rather run dry than
/// repeat one.
pub const MAX_USED: usize = 1_048_576;

/// Longest input of an item, bytes: as long as an inline content can be (casp.v1).
const MAX_INPUT_BYTES: usize = 524_288;

/// A task whose answer is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The capability that it is a task of.
    pub capability_id: String,
    /// Media type of its input.
    pub input_media_type: String,
    /// Its input, at most 524,288 bytes.
    pub input: Vec<u8>,
    /// Media type of its answer.
    pub output_media_type: String,
    /// What an answer is held against.
    pub oracle: Oracle,
    /// Who was given it as work, and so is never given it again. At most 16.
    pub seen_by: Vec<AgentId>,
}

/// Why an item was not taken into a stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotStocked {
    /// Its input is, or was, in the stock.
    #[error("its input was in the stock before")]
    Known,
    /// Its input is too long for a task, or too many have seen it.
    #[error("its input is too long, or too many providers have seen it")]
    TooLarge,
    /// Its oracle breaks CAN-1.
    #[error("its oracle is not valid (CAN-1)")]
    Oracle,
    /// The stock is full, or has had as many items as it can remember.
    #[error("the stock is full")]
    Full,
}

/// A stock of items, each of which is given out once and to one provider: what two providers get, they can compare.
#[derive(Clone, Debug, Default)]
pub struct StockedBank {
    by_capability: BTreeMap<String, Vec<Item>>,
    count: usize,
    /// Digests of all inputs that are or were in the stock.
    known: BTreeSet<[u8; 32]>,
}

impl StockedBank {
    /// An empty stock. `known` are the digests of the inputs that were in it before ([`StockedBank::known`]), the first
    /// [`MAX_USED`] of them.
    pub fn new(known: impl IntoIterator<Item = [u8; 32]>) -> Self {
        Self {
            known: known.into_iter().take(MAX_USED).collect(),
            ..Self::default()
        }
    }

    /// Takes an item in: a past task once its answer is known, or one of a recorded set.
    ///
    /// # Errors
    /// [`NotStocked`].
    pub fn stock(&mut self, item: Item) -> Result<(), NotStocked> {
        if item.input.len() > MAX_INPUT_BYTES || item.seen_by.len() > 16 {
            return Err(NotStocked::TooLarge);
        }
        // What would be refused when it is committed to is refused now.
        let input_digest = content_digest(&item.input);
        let any = AgentId::from_public_key(&[0; 32]);
        Commitment::new(any, input_digest, item.oracle.clone(), [0; 32]).map_err(|_| NotStocked::Oracle)?;
        if self.known.contains(&input_digest) {
            return Err(NotStocked::Known);
        }
        if self.count >= MAX_STOCK || self.known.len() >= MAX_USED {
            return Err(NotStocked::Full);
        }
        self.known.insert(input_digest);
        self.count = self.count.saturating_add(1);
        self.by_capability
            .entry(item.capability_id.clone())
            .or_default()
            .push(item);
        Ok(())
    }

    /// How many items of a capability are left.
    #[must_use]
    pub fn left(&self, capability_id: &str) -> usize {
        self.by_capability.get(capability_id).map_or(0, Vec::len)
    }

    /// Digests of all inputs that are or were in the stock, ascending: to be persisted with what is left.
    pub fn known(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.known.iter()
    }

    /// The items that are left, by capability.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.by_capability.values().flatten()
    }
}

impl Bank for StockedBank {
    fn take(
        &mut self,
        provider: AgentId,
        capability_id: &str,
        look: &Visible,
        draws: &mut Draws,
    ) -> Result<Probe, Dry> {
        let items = self.by_capability.get_mut(capability_id).ok_or(Dry::Unknown)?;
        let unseen = |item: &Item| !item.seen_by.contains(&provider);
        let numbered = || items.iter().enumerate().filter(|(_, item)| unseen(item));
        let like = |item: &Item| look.is_like(&item.input_media_type, item.input.len());
        let mut fitting: Vec<usize> = numbered().filter(|(_, item)| like(item)).map(|(at, _)| at).collect();
        if fitting.is_empty() {
            fitting = numbered().map(|(at, _)| at).collect();
        }
        let at = fitting.get(draws.below(fitting.len())).copied().ok_or(Dry::UsedUp)?;
        let item = items.swap_remove(at);
        self.count = self.count.saturating_sub(1);
        let commitment = Commitment::new(provider, content_digest(&item.input), item.oracle, draws.bytes());
        Ok(Probe {
            // Checked when it was stocked.
            commitment: commitment.map_err(|_| Dry::UsedUp)?,
            input_media_type: item.input_media_type,
            input: item.input,
            output_media_type: item.output_media_type,
            look: look.clone(),
            family: None,
        })
    }
}
