//! Several banks, asked in turn.

use core::fmt;

use casp_identity::AgentId;

use super::{Bank, Dry, Probe};
use crate::probe::draws::Draws;
use crate::probe::visible::Visible;

/// Asks its banks in their order, the next where one is dry. Put past work first, since nothing looks more like work; a public
/// generator last.
#[derive(Default)]
pub struct MixedBank {
    banks: Vec<Box<dyn Bank + Send>>,
}

impl MixedBank {
    /// Without banks: dry.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more bank, to be asked after the others.
    #[must_use]
    pub fn then(mut self, bank: impl Bank + Send + 'static) -> Self {
        self.banks.push(Box::new(bank));
        self
    }
}

impl Bank for MixedBank {
    /// [`Dry::UsedUp`] if any bank is, [`Dry::Unknown`] if none ever had anything.
    fn take(
        &mut self,
        provider: AgentId,
        capability_id: &str,
        look: &Visible,
        draws: &mut Draws,
    ) -> Result<Probe, Dry> {
        let mut dry = Dry::Unknown;
        for bank in &mut self.banks {
            match bank.take(provider, capability_id, look, draws) {
                Ok(probe) => return Ok(probe),
                Err(Dry::UsedUp) => dry = Dry::UsedUp,
                Err(Dry::Unknown) => {}
            }
        }
        Err(dry)
    }
}

impl fmt::Debug for MixedBank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MixedBank({} banks)", self.banks.len())
    }
}
