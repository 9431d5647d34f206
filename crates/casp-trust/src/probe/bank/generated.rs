//! Canaries from public generator families: without end, and known to anyone by their look.

use std::collections::BTreeMap;

use casp_canary::CanaryBank;
use casp_canary::generate::Family;
use casp_identity::AgentId;

use super::{Bank, Dry, Probe};
use crate::probe::draws::Draws;
use crate::probe::visible::Visible;

/// How many canaries are made to find one that is like the look.
const TRIES: u64 = 16;

/// Makes canaries of the families that a capability's tasks belong to.
///
/// One index counts for all providers and families, so that none is ever used twice, and nothing is kept about anyone.
#[derive(Debug)]
pub struct GeneratorBank {
    bank: CanaryBank,
    families: BTreeMap<String, Vec<&'static Family>>,
    next_index: u64,
}

impl GeneratorBank {
    /// A bank whose indices below `next_index` may have been used: 0 for a new bank seed, else what
    /// [`GeneratorBank::next_index`] said last.
    #[must_use]
    pub const fn new(bank: CanaryBank, next_index: u64) -> Self {
        Self {
            bank,
            families: BTreeMap::new(),
            next_index,
        }
    }

    /// Says that a family's tasks are tasks of a capability.
    #[must_use]
    pub fn with(mut self, capability_id: impl Into<String>, family: &'static Family) -> Self {
        let families = self.families.entry(capability_id.into()).or_default();
        if families.iter().all(|known| known.name() != family.name()) {
            families.push(family);
        }
        self
    }

    /// The first index that was never used. Persist it after each [`Bank::take`], before the canary is sent.
    #[must_use]
    pub const fn next_index(&self) -> u64 {
        self.next_index
    }
}

impl Bank for GeneratorBank {
    /// Sixteen canaries are looked at; the indices of those that are not given out are lost.
    fn take(
        &mut self,
        provider: AgentId,
        capability_id: &str,
        look: &Visible,
        draws: &mut Draws,
    ) -> Result<Probe, Dry> {
        let families = self
            .families
            .get(capability_id)
            .filter(|families| !families.is_empty())
            .ok_or(Dry::Unknown)?;
        let mut last = None;
        for _ in 0..TRIES {
            let index = self.next_index;
            self.next_index = index.checked_add(1).ok_or(Dry::UsedUp)?;
            let Some(family) = families.get(draws.below(families.len())) else {
                break;
            };
            let derived = self.bank.derive(provider, index, family);
            let probe = Probe {
                input_media_type: family.input_media_type().into(),
                input: derived.task.input,
                output_media_type: family.output_media_type().into(),
                commitment: derived.commitment,
                look: look.clone(),
                family: Some(family.name()),
            };
            if probe.is_like_work() {
                return Ok(probe);
            }
            last = Some(probe);
        }
        last.ok_or(Dry::Unknown)
    }
}
