//! Forged evidence packages.

use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_wire::v1::{Bundle, EvidencePackage, TraceCheckpoint};
use casp_wire::{Layer, decode_unchecked};

use super::super::read;
use super::super::stage::Parcel;
use super::{Forgery, Occasion, On, Scheme, forgery};

pub(super) const FORGERIES: &[Forgery] = &[
    forgery("RCP-6", On::Evidence, "a receipt that the result does not name", |it| {
        packed(it, |package| {
            let first = casp_wire::encode(package.receipts.first()?);
            let mut receipt = read::message::<ToolReceiptKind>(&first)?;
            let previous = read::id_of(&first)?;
            receipt.seq = 2;
            receipt.previous = vec![previous.0.to_vec()];
            let more = read::seal::<ToolReceiptKind>(&receipt, it.key(it.letter.from)?);
            package.receipts.push(bundle(&more)?);
            Some(())
        })
    }),
    forgery("CHK-1", On::Evidence, "a checkpoint of another session", |it| {
        checked(it, |checkpoint| checkpoint.session = vec![1; 16])
    }),
    forgery("CHK-3", On::Evidence, "a checkpoint of another trace", |it| {
        checked(it, |checkpoint| checkpoint.root = vec![1; 32])
    }),
    forgery("CHK-2", On::Evidence, "a checkpoint beyond the trace", |it| {
        checked(it, |checkpoint| checkpoint.size = 99)
    }),
    forgery("TRC-7", On::Evidence, "an event that was never written", |it| {
        packed(it, |package| {
            package.events.last_mut()?.data = b"something else".to_vec();
            Some(())
        })
    }),
];

fn packed(it: &Occasion<'_>, edit: impl FnOnce(&mut EvidencePackage) -> Option<()>) -> Option<Scheme> {
    let Parcel::Evidence(contract, bytes) = &it.letter.parcel else {
        return None;
    };
    let mut package: EvidencePackage = decode_unchecked(bytes, Layer::Envelope).ok()?;
    edit(&mut package)?;
    let parcel = Parcel::Evidence(*contract, casp_wire::encode(&package));
    Some(it.scheme(parcel, it.letter.from, it.letter.to))
}

fn checked(it: &Occasion<'_>, edit: impl FnOnce(&mut TraceCheckpoint)) -> Option<Scheme> {
    packed(it, |package| {
        let first = package.checkpoints.first_mut()?;
        let mut checkpoint = read::message::<TraceCheckpointKind>(&casp_wire::encode(first))?;
        edit(&mut checkpoint);
        *first = bundle(&read::seal::<TraceCheckpointKind>(&checkpoint, it.key(it.letter.from)?))?;
        Some(())
    })
}

fn bundle(bytes: &[u8]) -> Option<Bundle> {
    decode_unchecked(bytes, Layer::Envelope).ok()
}
