//! A registry in one piece of bytes: refused or restored whole, never half.
//!
//! `"casp registry\0\0\1"`, the length of what follows without the digest, that, and its SHA-256 together with what stands before it.
//! Everything that was signed is verified once more when it is restored: a disk is no more to be trusted than a wire. What was never signed
//! (origins, admissions, promises, epochs remembered) is taken at the snapshot's word, which only the digest guards.

use std::collections::BTreeSet;

use casp_descriptor::{DescriptorKind, DescriptorViolation, KeptRecord, RefreshKind, StoredRecord};
use casp_identity::{AgentId, Remembered};
use sha2::{Digest as _, Sha256};

use super::codec::{Reader, Writer};
use super::journal::{ReplayError, kept, kept_statement};
use super::lease::{KeptEnd, Lease, Promise};
use super::limits::RegistryLimits;
use super::{Identity, Registry};

const MAGIC: &[u8; 16] = b"casp registry\0\0\x01";

/// Why a snapshot was not restored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RestoreError {
    /// It is not a snapshot of this version.
    #[error("not a registry's snapshot of this version")]
    Foreign,
    /// It is cut, or has been changed.
    #[error("the snapshot is cut or damaged")]
    Damaged,
    /// What it holds does not hold.
    #[error("{0}")]
    Replay(#[from] ReplayError),
}

impl Registry {
    /// Everything that the registry knows but its secrets, its watches, and which tickets are waiting. Two registries that know the same
    /// give the same bytes.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.time(self.store.latest_ms());
        let mut known: Vec<_> = self.store.known().remembered().collect();
        known.sort_unstable_by_key(|known| known.agent);
        body.count(known.len());
        for known in known {
            write_known(&mut body, known);
        }
        let mut records: Vec<_> = self.store.records().collect();
        records.sort_unstable_by_key(|record| record.agent);
        body.count(records.len());
        for record in records {
            let lease = self.store.slot(record.agent).and_then(|slot| self.leases.get(slot));
            write_record(&mut body, &record, lease.unwrap_or(&Lease::default()));
        }
        let body = body.finish();
        let mut snapshot = Writer::default();
        snapshot.raw(MAGIC);
        snapshot.bytes(&body);
        let mut snapshot = snapshot.finish();
        let digest = Sha256::digest(&snapshot);
        snapshot.extend_from_slice(&digest);
        snapshot
    }

    /// The registry of a snapshot. It verifies every statement, which takes a signature check each.
    ///
    /// # Errors
    /// [`RestoreError`].
    pub fn restore(identity: Identity, limits: RegistryLimits, snapshot: &[u8]) -> Result<Self, RestoreError> {
        let body = open(snapshot)?;
        let mut registry = Self::new(identity, limits);
        let mut reader = Reader::new(body);
        match registry.read(&mut reader) {
            Some(outcome) => outcome?,
            None => return Err(ReplayError::Malformed.into()),
        }
        reader.end().ok_or(ReplayError::Malformed)?;
        Ok(registry)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Option<Result<(), ReplayError>> {
        let now_ms = reader.time()?;
        let mut known = Vec::new();
        for _ in 0..reader.count()? {
            known.push(read_known(reader)?);
        }
        if let Err(violation) = self.store.restore_known(known, now_ms) {
            return Some(Err(violation.into()));
        }
        let mut agents = BTreeSet::new();
        for _ in 0..reader.count()? {
            match self.read_record(reader, now_ms)? {
                Ok(agent) => agents.insert(agent).then_some(())?,
                Err(error) => return Some(Err(error)),
            }
        }
        if self.leases.index_bytes() > self.limits.index_bytes {
            return Some(Err(DescriptorViolation::StoreFull.into()));
        }
        Some(Ok(()))
    }

    fn read_record(&mut self, reader: &mut Reader<'_>, now_ms: i64) -> Option<Result<AgentId, ReplayError>> {
        let agent = reader.agent()?;
        let until_ms = reader.time()?;
        let quarantined = reader.flag()?;
        let mark = reader.bytes()?;
        let descriptor = reader.maybe_bytes()?;
        let lease = read_lease(reader)?;
        let kept = match self.kept_record(mark, descriptor, quarantined) {
            // What is filed under one agent and said by another would have a lease that is not its own.
            Ok((issuer, _)) if issuer != agent => return None,
            Ok((_, kept)) => kept,
            Err(error) => return Some(Err(error)),
        };
        if let Err(violation) = self.store.restore(kept, until_ms, now_ms) {
            return Some(Err(violation.into()));
        }
        if let Some(slot) = self.store.slot(&agent) {
            let place = self.leases.open(slot, lease.origin)?;
            let (promise, is_descriptor_durable) = (lease.promise, lease.is_descriptor_durable);
            *place = lease;
            self.leases.recount(slot);
            self.absorb(None, now_ms);
            if let Some(lease) = self.leases.get_mut(slot) {
                lease.promise = promise;
                lease.is_descriptor_durable = is_descriptor_durable;
            }
        } else {
            self.absorb(None, now_ms);
        }
        Some(Ok(agent))
    }

    fn kept_record(
        &mut self,
        mark: &[u8],
        descriptor: Option<&[u8]>,
        quarantined: bool,
    ) -> Result<(AgentId, KeptRecord), ReplayError> {
        let Some(descriptor) = descriptor else {
            let statement = kept_statement(&mut self.verifier, mark)?;
            let issuer = statement.issuer();
            let statement = statement.into();
            return Ok((issuer, KeptRecord::Mark { statement, quarantined }));
        };
        let refresh = (mark != descriptor)
            .then(|| kept::<RefreshKind>(&mut self.verifier, mark))
            .transpose()?;
        // That the refresh is of the same agent, the store looks.
        let descriptor = kept::<DescriptorKind>(&mut self.verifier, descriptor)?;
        Ok((descriptor.issuer(), KeptRecord::Entry { descriptor, refresh }))
    }
}

/// The body of a snapshot that is whole.
fn open(snapshot: &[u8]) -> Result<&[u8], RestoreError> {
    let (signed, digest) = snapshot.split_last_chunk::<32>().ok_or(RestoreError::Damaged)?;
    let rest = signed.strip_prefix(MAGIC.as_slice()).ok_or(RestoreError::Foreign)?;
    let mut reader = Reader::new(rest);
    let body = reader.bytes().ok_or(RestoreError::Damaged)?;
    reader.end().ok_or(RestoreError::Damaged)?;
    if Sha256::digest(signed).as_slice() != digest.as_slice() {
        return Err(RestoreError::Damaged);
    }
    Ok(body)
}

fn write_known(writer: &mut Writer, known: &Remembered) {
    writer.raw(known.agent.as_bytes());
    writer.number(known.epoch);
    writer.time(known.until_ms);
    writer.flag(known.retired);
}

fn read_known(reader: &mut Reader<'_>) -> Option<Remembered> {
    Some(Remembered {
        agent: reader.agent()?,
        epoch: reader.number()?,
        until_ms: reader.time()?,
        retired: reader.flag()?,
    })
}

fn write_record(writer: &mut Writer, record: &StoredRecord<'_>, lease: &Lease) {
    writer.raw(record.agent.as_bytes());
    writer.time(record.until_ms);
    writer.flag(record.quarantined);
    writer.bytes(record.mark_bundle);
    writer.maybe_bytes(record.entry.map(|entry| entry.descriptor_bundle.as_ref()));
    writer.origin(&lease.origin);
    writer.time(lease.admitted_until_ms);
    writer.number(lease.paid_bits.into());
    writer.time(lease.promised_until_ms);
    writer.time(lease.mark_needed_until_ms);
    writer.flag(lease.promise.is_some());
    if let Some(promise) = &lease.promise {
        writer.time(promise.issued_at_ms);
        writer.time(promise.expires_at_ms);
    }
    writer.count(lease.kept.len());
    for kept in &lease.kept {
        writer.bytes(&kept.bundle);
        writer.time(kept.until_ms);
    }
}

fn read_lease(reader: &mut Reader<'_>) -> Option<Lease> {
    let mut lease = Lease {
        origin: reader.origin()?,
        admitted_until_ms: reader.time()?,
        paid_bits: reader.bits()?,
        promised_until_ms: reader.time()?,
        mark_needed_until_ms: reader.time()?,
        // What a snapshot holds is on disk.
        is_durable: true,
        is_descriptor_durable: true,
        ..Lease::default()
    };
    if reader.flag()? {
        lease.promise = Some(Promise {
            issued_at_ms: reader.time()?,
            expires_at_ms: reader.time()?,
        });
    }
    for _ in 0..reader.count()? {
        lease.kept.push(KeptEnd {
            bundle: reader.bundle()?,
            until_ms: reader.time()?,
        });
    }
    Some(lease)
}
