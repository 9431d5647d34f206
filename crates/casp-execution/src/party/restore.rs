//! A party made anew from its journal, and a shorter journal made from a party.

use casp_identity::{ObjectId, Signer};

use super::dossier::Mark;
use super::journal::{self, Entry, RestoreError};
use super::{MAX_PROOFS, Party, Proof, Randomness, Side};

impl<S: Signer, R: Randomness, D: Side> Party<S, R, D> {
    /// Takes in records in the order in which they were given out.
    pub(crate) fn restore<'a>(&mut self, records: impl IntoIterator<Item = &'a [u8]>) -> Result<(), RestoreError> {
        for (record, bytes) in records.into_iter().enumerate() {
            let entries = journal::entries(D::NUMBER, bytes).ok_or(RestoreError::Malformed { record })?;
            for entry in entries {
                self.restore_entry(record, &entry)?;
            }
        }
        Ok(())
    }

    fn restore_entry(&mut self, record: usize, entry: &Entry<'_>) -> Result<(), RestoreError> {
        let refused = |violation| RestoreError::Statement { record, violation };
        match *entry {
            Entry::Said {
                statement,
                applied_at_ms,
                bundle,
            } => {
                let verified = statement.verify_kept(&mut self.verifier, bundle, applied_at_ms);
                let (facts, kept) = verified.map_err(refused)?;
                let restored = self.book.restore(kept, &mut self.known, applied_at_ms);
                let engagement = restored.map_err(refused)?;
                if D::own(&engagement.parties()) != self.speaker.author.agent {
                    return Err(RestoreError::Malformed { record });
                }
                let offer = engagement.offer();
                self.file(offer, facts, applied_at_ms);
                if let Some(kept) = self
                    .dossiers
                    .get_mut(&offer)
                    .and_then(|dossier| dossier.kept.last_mut())
                {
                    kept.is_recorded = true;
                }
            }
            Entry::Mark {
                number,
                at_ms,
                engagement,
                detail,
            } => {
                let order = self.order();
                // What is over is forgotten by the book, and its marks with it.
                if let Some(dossier) = self.dossiers.get_mut(&engagement) {
                    dossier.marks.retain(|mark| mark.number != number);
                    dossier.marks.push(Mark {
                        number,
                        at_ms,
                        order,
                        detail: detail.into(),
                    });
                }
            }
            Entry::Proof {
                statement,
                at_ms,
                engagement,
                bundle,
            } => {
                let verified = statement.verify_kept(&mut self.verifier, bundle, at_ms);
                let (facts, _) = verified.map_err(refused)?;
                let order = self.order();
                if let Some(dossier) = self.dossiers.get_mut(&engagement)
                    && dossier.proofs.len() < MAX_PROOFS
                {
                    dossier.proofs.push(Proof { facts, at_ms, order });
                }
            }
        }
        Ok(())
    }

    /// Drops what the book has forgotten meanwhile; gives what it holds.
    pub(crate) fn settle(&mut self) -> Vec<ObjectId> {
        let (held, over): (Vec<_>, Vec<_>) = self
            .dossiers
            .keys()
            .partition(|offer| self.book.engagement(offer).is_some());
        for offer in &over {
            self.forget(offer);
        }
        held
    }

    /// Records that make this party anew, in place of all that were given out before.
    pub(crate) fn compacted(&self) -> Vec<Vec<u8>> {
        let mut entries: Vec<(u64, Entry<'_>)> = Vec::new();
        for (offer, dossier) in &self.dossiers {
            let recorded = dossier.kept.iter().filter(|kept| kept.is_recorded);
            entries.extend(recorded.map(|kept| (kept.order, kept.entry())));
            entries.extend(dossier.marks.iter().map(|mark| (mark.order, mark.entry(offer))));
            entries.extend(dossier.proofs.iter().map(|proof| (proof.order, proof.entry(offer))));
        }
        entries.sort_by_key(|(order, _)| *order);
        entries
            .into_iter()
            .map(|(_, entry)| journal::record(D::NUMBER, [entry]))
            .collect()
    }
}

impl Mark {
    fn entry(&self, offer: &ObjectId) -> Entry<'_> {
        Entry::Mark {
            number: self.number,
            at_ms: self.at_ms,
            engagement: *offer,
            detail: &self.detail,
        }
    }
}

impl Proof {
    fn entry(&self, offer: &ObjectId) -> Entry<'_> {
        Entry::Proof {
            statement: self.facts.statement,
            at_ms: self.at_ms,
            engagement: *offer,
            bundle: &self.facts.bundle,
        }
    }
}
