//! Records: what is written to disk for each accepted statement, and how a registry is led through them again.

use casp_descriptor::{
    DescriptorKind, DescriptorViolation, KeptPublication, KeptRecord, RefreshKind, StoredRecord, WithdrawalKind,
};
use casp_identity::{
    AgentId, AgentMemory as _, DelegationKind, IdentityViolation, Kept, Kind, RetireKind, Signed, Verified, Verifier,
};
use casp_wire::v1::Bundle;
use casp_wire::{Layer, check};

use super::codec::{Reader, Writer};
use super::endings::Ending;
use super::lease::{Lease, Origin};
use super::{Registry, header_of};
use crate::violation::DiscoveryViolation;

const VERSION: u8 = 1;

/// Kinds of records.
const STATEMENT: u8 = 0;
const EQUIVOCATION: u8 = 1;
const DELEGATION: u8 = 2;
const RETIREMENT: u8 = 3;

/// Why a record or snapshot was not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReplayError {
    /// It is not what a registry of this version wrote.
    #[error("not a record of this version, or cut")]
    Malformed,
    /// A statement in it does not pass verification, or does not fit what is held.
    #[error("{0}")]
    Statement(DiscoveryViolation),
}

impl<V> From<V> for ReplayError
where
    DiscoveryViolation: From<V>,
{
    fn from(violation: V) -> Self {
        Self::Statement(violation.into())
    }
}

/// The record of an agent's latest statement, with the descriptor that it refreshes where that may not be on disk.
pub(super) fn record(stored: &StoredRecord<'_>, lease: &Lease, with_descriptor: bool, now_ms: i64) -> Vec<u8> {
    let entry = stored.entry.filter(|entry| with_descriptor && entry.refresh.is_some());
    let mut writer = begin(STATEMENT, now_ms);
    writer.origin(&lease.origin);
    writer.time(lease.admitted_until_ms);
    writer.number(lease.paid_bits.into());
    writer.time(lease.promised_until_ms);
    writer.bytes(stored.mark_bundle);
    writer.maybe_bytes(entry.map(|entry| entry.descriptor_bundle.as_ref()));
    writer.finish()
}

/// The record of a statement that equivocates with what is held.
pub(super) fn equivocation(bundle: &[u8], now_ms: i64) -> Vec<u8> {
    let mut writer = begin(EQUIVOCATION, now_ms);
    writer.bytes(bundle);
    writer.finish()
}

/// The record of a delegation or retirement that was seen.
pub(super) fn seen(bundle: &[u8], is_retirement: bool, now_ms: i64) -> Vec<u8> {
    let mut writer = begin(if is_retirement { RETIREMENT } else { DELEGATION }, now_ms);
    writer.bytes(bundle);
    writer.finish()
}

fn begin(kind: u8, now_ms: i64) -> Writer {
    let mut writer = Writer::default();
    writer.byte(VERSION);
    writer.byte(kind);
    writer.time(now_ms);
    writer
}

/// Longest admission and promise, milliseconds.
const MOST_LIFE_MS: i64 = 86_400_000;

/// Whether a record could not be applied because the registry has gone beyond it, as snapshots go beyond the first records after them:
/// it holds the same or later, or, at a time after the record's (milliseconds since the Unix epoch), has forgotten it as over.
fn is_past(violation: DiscoveryViolation, latest_ms: i64, applied_at_ms: Option<i64>) -> bool {
    use DescriptorViolation::{Duplicate, Identity, SequenceLower};
    use IdentityViolation::{DelegationNotAlive, EpochSuperseded, Expired, IssuerRetired};
    match violation {
        DiscoveryViolation::Descriptor(Duplicate | SequenceLower) => true,
        DiscoveryViolation::Descriptor(Identity(Expired | DelegationNotAlive | EpochSuperseded | IssuerRetired)) => {
            applied_at_ms.is_some_and(|at_ms| at_ms < latest_ms)
        }
        _ => false,
    }
}

/// When a record was made, milliseconds since the Unix epoch.
fn applied_at_ms(record: &[u8]) -> Option<i64> {
    let mut reader = Reader::new(record);
    reader.raw(2)?;
    reader.time()
}

/// What goes with a statement in its record.
struct Beside {
    origin: Origin,
    admitted_until_ms: i64,
    paid_bits: u32,
    promised_until_ms: i64,
}

impl Registry {
    /// Takes in what [`super::Persist`] gave before, in the order in which it was given: after [`Registry::restore`], or from nothing.
    /// What the registry holds already, or holds later statements than, changes nothing. Receipts that were given are promises still;
    /// ask for them by registering the same again.
    ///
    /// The registry's clock goes to the time at which the record was made, but never past `now_ms` (milliseconds since the Unix epoch): a
    /// record of the future, written while a clock was wrong or by someone else, counts as of now, and no promise or admission in it lasts
    /// longer than 24 hours from then.
    ///
    /// # Errors
    /// [`ReplayError`], also when there is no room for it (SST-8): then the registry is not what it was, and should not be run. Nothing
    /// changes but the clock, and that only for a record whose signatures hold.
    pub fn replay(&mut self, record: &[u8], now_ms: i64) -> Result<(), ReplayError> {
        let latest_ms = self.store.latest_ms();
        let mut reader = Reader::new(record);
        match self.replay_from(&mut reader, now_ms) {
            Some(Err(ReplayError::Statement(violation))) if is_past(violation, latest_ms, applied_at_ms(record)) => {
                Ok(())
            }
            outcome => outcome.unwrap_or(Err(ReplayError::Malformed)),
        }
    }

    fn replay_from(&mut self, reader: &mut Reader<'_>, now_ms: i64) -> Option<Result<(), ReplayError>> {
        if reader.byte()? != VERSION {
            return None;
        }
        let kind = reader.byte()?;
        let applied_at_ms = reader.time()?.min(now_ms);
        match kind {
            STATEMENT => {
                let beside = Beside {
                    origin: reader.origin()?,
                    admitted_until_ms: reader.time()?,
                    paid_bits: reader.bits()?,
                    promised_until_ms: reader.time()?,
                };
                let mark = reader.bytes()?;
                let descriptor = reader.maybe_bytes()?;
                reader.end()?;
                Some(self.replay_statement(mark, descriptor, &beside, applied_at_ms))
            }
            EQUIVOCATION => {
                let bundle = reader.bytes()?;
                reader.end()?;
                Some(self.replay_equivocation(bundle, applied_at_ms))
            }
            DELEGATION | RETIREMENT => {
                let bundle = reader.bytes()?;
                reader.end()?;
                Some(if kind == DELEGATION {
                    self.replay_seen::<DelegationKind>(bundle, applied_at_ms)
                } else {
                    self.replay_seen::<RetireKind>(bundle, applied_at_ms)
                })
            }
            _ => None,
        }
    }

    fn replay_statement(
        &mut self,
        mark: &[u8],
        descriptor: Option<&[u8]>,
        beside: &Beside,
        applied_at_ms: i64,
    ) -> Result<(), ReplayError> {
        let held = kept_statement(&mut self.verifier, mark)?;
        let descriptor = descriptor
            .map(|descriptor| kept::<DescriptorKind>(&mut self.verifier, descriptor))
            .transpose()?;
        let now_ms = self.expire(applied_at_ms);
        let agent = held.issuer();
        let prior_mark = self.store.stored(&agent).map(|record| record.mark_bundle.clone());
        let had_entry = self.has_entry(&agent);
        let has_descriptor = descriptor.is_some();
        let applied = match (held, descriptor) {
            (Held::Refresh(refresh), None) => match self.replay_refresh(refresh.dangerous_into_verified(), now_ms) {
                Err(DescriptorViolation::Identity(IdentityViolation::NotYetValid)) => {
                    self.replay_early(mark, &agent, now_ms)?
                }
                applied => applied,
            },
            (Held::Refresh(refresh), Some(descriptor)) => {
                let kept = KeptRecord::Entry {
                    descriptor,
                    refresh: Some(refresh),
                };
                self.store.apply_kept(kept, now_ms)
            }
            (Held::Descriptor(descriptor), _) => {
                let kept = KeptRecord::Entry {
                    descriptor,
                    refresh: None,
                };
                self.store.apply_kept(kept, now_ms)
            }
            (Held::Withdrawal(withdrawal), _) => {
                let kept = KeptRecord::Mark {
                    statement: withdrawal.into(),
                    quarantined: false,
                };
                self.store.apply_kept(kept, now_ms)
            }
        };
        if let Err(violation) = applied
            && violation != DescriptorViolation::Duplicate
        {
            self.absorb(None, now_ms);
            return Err(violation.into());
        }
        let Some(slot) = self.store.slot(&agent) else {
            return Ok(());
        };
        if let Some(lease) = self.leases.open(slot, beside.origin) {
            if applied.is_ok() {
                lease.take_statement(prior_mark, had_entry, now_ms);
            }
            let latest_ms = now_ms.saturating_add(MOST_LIFE_MS);
            lease.admitted_until_ms = lease.admitted_until_ms.max(beside.admitted_until_ms.min(latest_ms));
            lease.paid_bits = lease.paid_bits.max(beside.paid_bits);
            lease.promised_until_ms = lease.promised_until_ms.max(beside.promised_until_ms.min(latest_ms));
        }
        self.leases.recount(slot);
        self.absorb(None, now_ms);
        if let Some(lease) = self.leases.get_mut(slot) {
            lease.is_durable = true;
            lease.is_descriptor_durable |= has_descriptor || prior_is_durable(mark);
        }
        Ok(())
    }

    /// A refresh whose descriptor is held. One that is not later than what is held is known before it is looked at more closely: against
    /// what came after it, it would seem to equivocate, or to be of the dead.
    fn replay_refresh(&mut self, refresh: Verified<RefreshKind>, now_ms: i64) -> Result<(), DescriptorViolation> {
        let place = (refresh.message().epoch, refresh.message().sequence);
        if let Some(record) = self.store.stored(&refresh.issuer()) {
            check(place != record.mark, DescriptorViolation::Duplicate)?;
            check(place > record.mark, DescriptorViolation::SequenceLower)?;
        }
        let applied = self.store.apply(refresh, now_ms);
        applied.map_err(|refused| refused.violation)
    }

    /// A refresh that seems to be of the future, since this clock was set back after it was accepted: it counts as of now, as a record
    /// that holds its descriptor does. Outside, what cannot be read back; inside, what the store says.
    fn replay_early(
        &mut self,
        refresh: &[u8],
        agent: &AgentId,
        now_ms: i64,
    ) -> Result<Result<(), DescriptorViolation>, ReplayError> {
        let entry = self.store.stored(agent).and_then(|record| record.entry);
        let Some(descriptor) = entry.map(|entry| entry.descriptor_bundle.clone()) else {
            return Ok(Err(DescriptorViolation::RefreshOfTheDead));
        };
        let kept = KeptRecord::Entry {
            descriptor: kept::<DescriptorKind>(&mut self.verifier, &descriptor)?,
            refresh: Some(kept::<RefreshKind>(&mut self.verifier, refresh)?),
        };
        Ok(self.store.apply_kept(kept, now_ms))
    }

    fn replay_equivocation(&mut self, bundle: &[u8], applied_at_ms: i64) -> Result<(), ReplayError> {
        let held = kept_statement(&mut self.verifier, bundle)?;
        let now_ms = self.expire(applied_at_ms);
        let agent = held.issuer();
        let applied = match held {
            Held::Descriptor(kept) => self.store.judge(kept.dangerous_into_verified(), now_ms).map(drop),
            Held::Refresh(kept) => self.store.judge(kept.dangerous_into_verified(), now_ms).map(drop),
            Held::Withdrawal(kept) => self.store.judge(kept.dangerous_into_verified(), now_ms).map(drop),
        };
        self.absorb(None, now_ms);
        if applied.is_err_and(|refused| refused.proof.is_some())
            && let Some(slot) = self.store.slot(&agent)
        {
            self.keep_end(slot, bundle.into(), now_ms);
        }
        Ok(())
    }

    fn replay_seen<K: Kind>(&mut self, bundle: &[u8], applied_at_ms: i64) -> Result<(), ReplayError>
    where
        DiscoveryViolation: From<K::Violation>,
    {
        let verified = kept::<K>(&mut self.verifier, bundle)?.dangerous_into_verified();
        let now_ms = self.expire(applied_at_ms);
        let had_entry = self.has_entry(&verified.issuer());
        let noted = self.store.note(&verified, now_ms);
        noted.map_err(|_| DescriptorViolation::StoreFull)?;
        self.absorb(None, now_ms);
        // What is read from the disk is safe there.
        let _: Option<Ending> = self.keep_if_ended(&verified.issuer(), had_entry, bundle.into(), now_ms);
        Ok(())
    }
}

/// A statement that set a mark, read back.
pub(super) enum Held {
    Descriptor(Kept<DescriptorKind>),
    Refresh(Kept<RefreshKind>),
    Withdrawal(Kept<WithdrawalKind>),
}

impl Held {
    pub(super) fn issuer(&self) -> AgentId {
        match self {
            Self::Descriptor(kept) => kept.issuer(),
            Self::Refresh(kept) => kept.issuer(),
            Self::Withdrawal(kept) => kept.issuer(),
        }
    }
}

impl From<Held> for KeptPublication {
    fn from(held: Held) -> Self {
        match held {
            Held::Descriptor(kept) => kept.into(),
            Held::Refresh(kept) => kept.into(),
            Held::Withdrawal(kept) => kept.into(),
        }
    }
}

/// Verifies a statement that the registry held, as of the time at which it was issued: when it was accepted it was alive, and how it
/// ended since is told by what came after it.
pub(super) fn kept<K: Kind>(verifier: &mut Verifier, bundle: &[u8]) -> Result<Kept<K>, ReplayError>
where
    DiscoveryViolation: From<K::Violation>,
{
    let issued_at_ms = header_of::<K>(bundle).map_or(0, |header| header.issued_at_ms);
    let kept = verifier.verify_kept(Signed::from_bytes(bundle), issued_at_ms);
    kept.map_err(|violation| ReplayError::Statement(DiscoveryViolation::from(violation)))
}

/// The same for a statement of whichever kind sets marks.
pub(super) fn kept_statement(verifier: &mut Verifier, bundle: &[u8]) -> Result<Held, ReplayError> {
    Ok(match payload_type(bundle).as_deref() {
        Some(each) if each == RefreshKind::PROFILE.payload_type => Held::Refresh(kept(verifier, bundle)?),
        Some(each) if each == WithdrawalKind::PROFILE.payload_type => Held::Withdrawal(kept(verifier, bundle)?),
        _ => Held::Descriptor(kept(verifier, bundle)?),
    })
}

fn payload_type(bundle: &[u8]) -> Option<String> {
    let bundle: Bundle = casp_wire::decode_unchecked(bundle, Layer::Envelope).ok()?;
    bundle.subject.map(|subject| subject.payload_type)
}

/// A descriptor is on disk in its own record.
fn prior_is_durable(mark: &[u8]) -> bool {
    payload_type(mark).is_some_and(|each| each == DescriptorKind::PROFILE.payload_type)
}
