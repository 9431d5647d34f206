//! A package, taken apart where it stands.

use alloc::vec::Vec;

use casp_wire::table::Described as _;
use casp_wire::v1::EvidencePackage;
use casp_wire::{Layer, scan};

use super::faults::Member;
use crate::event::Event;
use crate::fields::Fields;
use crate::violation::EvidenceViolation;

/// Number of the field `events`.
const EVENTS: u64 = 8;

/// The members of a package, each in its encoding. Nothing is copied: what a member is verified by is what came in.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    pub(super) offer: Option<&'a [u8]>,
    pub(super) quote: Option<&'a [u8]>,
    pub(super) acceptance: Option<&'a [u8]>,
    pub(super) request: Option<&'a [u8]>,
    pub(super) result: Option<&'a [u8]>,
    pub(super) ack: Option<&'a [u8]>,
    pub(super) receipts: Vec<&'a [u8]>,
    pub(super) events: Vec<&'a [u8]>,
    pub(super) checkpoints: Vec<&'a [u8]>,
    pub(super) attestations: Vec<&'a [u8]>,
    pub(super) prepared: Option<&'a [u8]>,
    pub(super) commit: Option<&'a [u8]>,
}

impl<'a> Parts<'a> {
    /// ENCODING. The scan proves that the encoding is canonical, so that nothing has to be encoded again.
    pub(super) fn read(package: &'a [u8]) -> Result<Self, EvidenceViolation> {
        let (parts, has_plain_events) = Self::split(package);
        if !has_plain_events {
            scan(EvidencePackage::TABLE, package, Layer::Envelope)?;
        }
        Ok(parts)
    }

    /// Takes a package apart. Gives besides whether it is canonical beyond doubt: its events stand together and are plain, and
    /// the scan accepts what comes before them and what comes after. If not, the scan has to say of the whole.
    fn split(package: &'a [u8]) -> (Self, bool) {
        let mut parts = Self::default();
        let (mut before, mut after, mut adjoin) = (package, package, true);
        let mut fields = Fields::of(package);
        loop {
            let from = fields.rest();
            // What does not fit is left to the scan, which refuses it.
            let Some((number, value)) = fields.next() else { break };
            if number == EVENTS {
                if parts.events.is_empty() {
                    before = package
                        .get(..package.len().saturating_sub(from.len()))
                        .unwrap_or_default();
                } else {
                    adjoin &= from.len() == after.len();
                }
                after = fields.rest();
                adjoin &= Event::is_plain(value.bytes());
            }
            if !parts.put(number, value.bytes()) {
                break;
            }
        }
        let is_canonical = |side: &[u8]| scan(EvidencePackage::TABLE, side, Layer::Envelope).is_ok();
        let in_order = Fields::of(before).all(|(number, _)| number < EVENTS)
            && Fields::of(after).all(|(number, _)| number > EVENTS);
        let plain = adjoin && fields.rest().is_empty() && in_order && !parts.events.is_empty();
        (parts, plain && is_canonical(before) && is_canonical(after))
    }

    /// Takes a member in. Whether there is room: what was not scanned may have any number of items.
    fn put(&mut self, number: u64, bytes: &'a [u8]) -> bool {
        let items = match number {
            7 => &mut self.receipts,
            EVENTS => &mut self.events,
            9 => &mut self.checkpoints,
            10 => &mut self.attestations,
            _ => {
                self.put_singular(number, bytes);
                return true;
            }
        };
        let has_room = items.len() < most_items(number);
        if has_room {
            items.push(bytes);
        }
        has_room
    }

    const fn put_singular(&mut self, number: u64, bytes: &'a [u8]) {
        match number {
            1 => self.offer = Some(bytes),
            2 => self.quote = Some(bytes),
            3 => self.acceptance = Some(bytes),
            4 => self.request = Some(bytes),
            5 => self.result = Some(bytes),
            6 => self.ack = Some(bytes),
            11 => self.prepared = Some(bytes),
            12 => self.commit = Some(bytes),
            _ => {}
        }
    }

    /// What makes a contract.
    pub(super) const fn five(&self) -> [(Member, Option<&'a [u8]>); 5] {
        [
            (Member::Offer, self.offer),
            (Member::Quote, self.quote),
            (Member::Acceptance, self.acceptance),
            (Member::Request, self.request),
            (Member::Result, self.result),
        ]
    }

    /// Whether there is a contract, whole or in part.
    pub(super) fn has_contract(&self) -> bool {
        self.five().iter().any(|(_, bytes)| bytes.is_some())
    }
}

/// What the schema says (ENC-12).
fn most_items(number: u64) -> usize {
    let fields = EvidencePackage::TABLE.fields.iter();
    let mut field = fields.filter(|field| u64::from(field.number) == number);
    let most = field.next().map_or(0, |field| field.max_items);
    usize::try_from(most).unwrap_or(usize::MAX)
}
