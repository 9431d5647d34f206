//! A store made anew from what was kept of it on disk.

use casp_identity::{Kept, KnownAgentsFull, Remembered, Verified};
use casp_wire::check;

use super::{
    After, DescriptorStore, Incoming, LivingEntry, MARK_RETENTION_MS, Publication, is_within, named_by, ttl_ms,
};
use crate::statements::{DescriptorKind, MAX_TTL_MS, RefreshKind, WithdrawalKind};
use crate::violation::DescriptorViolation;

/// A statement that set a mark, read back from one's own disk and verified once more: see
/// [`casp_identity::Verifier::verify_kept`].
#[derive(Clone, Debug)]
pub struct KeptPublication(Publication);

macro_rules! kept {
    ($($kind:ident,)*) => {
        $(impl From<Kept<$kind>> for KeptPublication {
            fn from(kept: Kept<$kind>) -> Self {
                Self(kept.dangerous_into_verified().into())
            }
        })*
    };
}

kept! {
    DescriptorKind,
    RefreshKind,
    WithdrawalKind,
}

/// What was kept of one agent: see [`crate::StoredRecord`].
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it is made and taken at once, never kept")]
pub enum KeptRecord {
    /// An entry; its latest statement set the mark.
    Entry {
        /// The descriptor.
        descriptor: Kept<DescriptorKind>,
        /// The refresh.
        refresh: Option<Kept<RefreshKind>>,
    },
    /// A mark whose entry is over.
    Mark {
        /// What set it.
        statement: KeptPublication,
        /// Whether its epoch is quarantined.
        quarantined: bool,
    },
}

impl DescriptorStore {
    /// Remembers once more what [`casp_identity::KnownAgents::remembered`] gave. Before the records, which it may void.
    ///
    /// # Errors
    /// SST-8 when that is more than the store's bounds allow.
    pub fn restore_known(
        &mut self,
        remembered: impl IntoIterator<Item = Remembered>,
        now_ms: i64,
    ) -> Result<(), DescriptorViolation> {
        let now_ms = self.advance(now_ms);
        let recalled: Result<(), KnownAgentsFull> = self.known.recall(remembered, now_ms);
        check(recalled.is_ok(), DescriptorViolation::StoreFull)
    }

    /// Keeps once more what was kept of an agent, until the time that was given with it. An entry that is over by now is not kept;
    /// its mark may be.
    ///
    /// # Errors
    /// SST-2 when something is kept of the agent already; SST-3 and SST-5 to SST-7 when descriptor and refresh do not belong together;
    /// SST-8. Then nothing changes.
    pub fn restore(&mut self, kept: KeptRecord, until_ms: i64, now_ms: i64) -> Result<(), DescriptorViolation> {
        let now_ms = self.advance(now_ms);
        let Taken {
            incoming,
            after,
            quarantined,
            ..
        } = Taken::of(kept)?;
        let agent = incoming.issuer;
        check(self.find(&agent).is_none(), DescriptorViolation::Duplicate)?;
        self.room(&incoming, &after)?;
        self.enter(incoming, after, now_ms);
        if let Some(slot) = self.find(&agent) {
            let latest_ms = now_ms.saturating_add(MAX_TTL_MS).saturating_add(MARK_RETENTION_MS);
            if let Some(record) = self.records.get_mut(super::index(slot)) {
                record.quarantined = quarantined;
                record.until_ms = until_ms.min(latest_ms);
            }
            self.schedule(slot);
            self.void(agent);
            self.advance(now_ms);
        }
        Ok(())
    }

    /// Takes in what was applied at `applied_at_ms` and written to a journal then, in place of what is kept of the agent.
    ///
    /// # Errors
    /// SST-2 and SST-3 when what is kept is the same or later; SST-3 and SST-5 to SST-7 when descriptor and refresh do not belong
    /// together; SST-8. Then nothing changes.
    pub fn apply_kept(&mut self, kept: KeptRecord, applied_at_ms: i64) -> Result<(), DescriptorViolation> {
        let now_ms = self.advance(applied_at_ms);
        let taken = Taken::of(kept)?;
        let place = (taken.incoming.epoch, taken.incoming.sequence);
        if let Some(record) = self.find(&taken.incoming.issuer).and_then(|slot| self.record(slot)) {
            let mark = (record.mark.epoch, record.mark.sequence);
            check(place != mark, DescriptorViolation::Duplicate)?;
            check(place > mark, DescriptorViolation::SequenceLower)?;
        }
        self.room(&taken.incoming, &taken.after)?;
        self.remember(&taken.latest, now_ms)?;
        self.enter(taken.incoming, taken.after, now_ms);
        Ok(())
    }
}

/// A record taken apart.
struct Taken {
    incoming: Incoming,
    after: After,
    quarantined: bool,
    /// The statement that set the mark.
    latest: Publication,
}

impl Taken {
    fn of(kept: KeptRecord) -> Result<Self, DescriptorViolation> {
        match kept {
            KeptRecord::Mark {
                statement: KeptPublication(latest),
                quarantined,
            } => Ok(Self {
                incoming: Incoming::of(&latest),
                after: After::Nothing,
                quarantined,
                latest,
            }),
            KeptRecord::Entry { descriptor, refresh } => {
                let descriptor = descriptor.dangerous_into_verified();
                let refresh = refresh.map(Kept::dangerous_into_verified);
                let (incoming, entry) = pair(&descriptor, refresh.as_ref())?;
                Ok(Self {
                    incoming,
                    after: After::Entry(entry),
                    quarantined: false,
                    latest: refresh.map_or(Publication::Descriptor(descriptor), Publication::Refresh),
                })
            }
        }
    }
}

/// The entry of a descriptor and its refresh, as by the latter.
fn pair(
    descriptor: &Verified<DescriptorKind>,
    refresh: Option<&Verified<RefreshKind>>,
) -> Result<(Incoming, LivingEntry), DescriptorViolation> {
    let first = Incoming::from_statement(descriptor, descriptor.message().sequence);
    let mut entry = LivingEntry {
        descriptor: first.object_id,
        descriptor_bundle: first.bundle.clone(),
        refresh: None,
        expires_at_ms: first.end_of_life_ms.unwrap_or(0),
        epoch: first.epoch,
        sequence: first.sequence,
        ttl_ms: ttl_ms(descriptor),
    };
    let Some(refresh) = refresh else {
        return Ok((first, entry));
    };
    let latest = Incoming::from_statement(refresh, refresh.message().sequence);
    check(latest.issuer == first.issuer, DescriptorViolation::RefreshForeign)?;
    check(
        named_by(refresh) == first.object_id,
        DescriptorViolation::RefreshOfTheDead,
    )?;
    check(latest.sequence > first.sequence, DescriptorViolation::SequenceLower)?;
    let within = latest.epoch == first.epoch && is_within(refresh, entry.ttl_ms);
    check(within, DescriptorViolation::RefreshExceeds)?;
    entry.refresh = Some((latest.object_id, latest.bundle.clone()));
    entry.expires_at_ms = latest.end_of_life_ms.unwrap_or(0);
    entry.sequence = latest.sequence;
    Ok((latest, entry))
}
