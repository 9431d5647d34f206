//! A requester's store of canaries, none of which two providers share (SPEC.md section 16.3).

use alloc::boxed::Box;
use core::fmt;

use casp_identity::AgentId;
use casp_task::content::content_digest;
use casp_wire::v1::{Canary, Generator};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::commitment::Commitment;
use crate::generate::{Family, Generated};

/// Derives canaries from a secret bank seed. Wiped when dropped, and never printed; a stack may keep copies that no
/// program can wipe.
pub struct CanaryBank(Box<Zeroizing<[u8; 32]>>);

/// A canary of a generator family, for one provider.
#[derive(Clone, PartialEq, Eq)]
pub struct DerivedCanary {
    /// The task, with its right answer.
    pub task: Generated,
    /// What it commits to.
    pub commitment: Commitment,
}

impl CanaryBank {
    /// The bank of a secret seed of 32 uniformly random bytes. The caller draws the seed and wipes its own copy.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Box::new(Zeroizing::new(*seed)))
    }

    /// Canary number `index` of a family for a provider. The same arguments give the same canary: use each index once a
    /// provider and family, since an opened canary is known to all.
    #[must_use]
    pub fn derive(&self, provider: AgentId, index: u64, family: &Family) -> DerivedCanary {
        let seed = self.derived("casp/v1/derive-seed", &provider, index, family);
        let salt = self.derived("casp/v1/derive-salt", &provider, index, family);
        let task = family.generate(&seed);
        let canary = Canary {
            provider: provider.as_bytes().into(),
            input_digest: content_digest(&task.input).into(),
            oracle: Some(task.oracle.clone()),
            generator: Some(Generator {
                family: family.name().into(),
                seed: seed.into(),
            }),
        };
        let commitment = Commitment::of_generator(canary, salt);
        DerivedCanary { task, commitment }
    }

    fn derived(&self, tag: &str, provider: &AgentId, index: u64, family: &Family) -> [u8; 32] {
        Sha256::new_with_prefix(tag)
            .chain_update(**self.0)
            .chain_update(provider.as_bytes())
            .chain_update(index.to_be_bytes())
            .chain_update(family.name())
            .finalize()
            .into()
    }
}

impl fmt::Debug for CanaryBank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CanaryBank(secret not shown)")
    }
}

impl fmt::Debug for DerivedCanary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DerivedCanary(secret until opened)")
    }
}
