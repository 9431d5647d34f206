//! A bundle, taken apart where it stands.

use casp_identity::IdentityViolation;
use casp_wire::table::Described as _;
use casp_wire::v1::DisputeBundle;
use casp_wire::{Layer, scan};
use prost::encoding::{decode_key, decode_varint};

use crate::violation::DisputeViolation;

macro_rules! members {
    ($($(#[$meta:meta])* $member:ident $name:literal $number:literal,)*) => {
        /// A field of [`casp_wire::v1::DisputeBundle`], by field number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Member {
            $($(#[$meta])* $member,)*
        }

        impl Member {
            /// Every member, by field number.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// Name of the field.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$member => $name,)*
                }
            }

            /// Number of the field.
            #[must_use]
            pub const fn field_number(self) -> u32 {
                match self {
                    $(Self::$member => $number,)*
                }
            }
        }
    };
}

members! {
    /// The offer.
    Offer "offer" 1,
    /// The quote.
    Quote "quote" 2,
    /// The acceptance.
    Acceptance "acceptance" 3,
    /// The task request.
    Request "request" 4,
    /// The prepared statement.
    Prepared "prepared" 5,
    /// The commit.
    Commit "commit" 6,
    /// The cancel.
    Cancel "cancel" 7,
    /// The result.
    Result "result" 8,
    /// The acknowledgement.
    Ack "ack" 9,
    /// The canary verdict.
    Verdict "verdict" 10,
    /// A task event.
    Events "events" 11,
    /// An outcome report.
    Reports "reports" 12,
    /// A second statement in the place of another.
    Seconds "seconds" 13,
    /// A tool receipt.
    Receipts "receipts" 14,
    /// An event of the trace.
    Trace "trace" 15,
    /// A checkpoint of the trace.
    Checkpoints "checkpoints" 16,
    /// An attestation.
    Attestations "attestations" 17,
    /// A proof that the provider keeps two histories of the contract.
    Forks "forks" 18,
    /// A proof that the provider published two descriptors under one sequence.
    Equivocations "equivocations" 19,
}

/// The members of a bundle, each in its encoding, by field number and position. Nothing is copied: a trace of small events
/// would take many times its size.
#[derive(Debug)]
pub(super) struct Parts<'a>(Vec<(u32, &'a [u8])>);

impl<'a> Parts<'a> {
    /// ENCODING. The scan proves that the encoding is canonical, so that the fields ascend.
    pub(super) fn read(bundle: &'a [u8]) -> Result<Self, DisputeViolation> {
        scan(DisputeBundle::TABLE, bundle, Layer::Envelope).map_err(IdentityViolation::from)?;
        Ok(Self(fields(bundle).collect()))
    }

    /// A field that is not repeated.
    pub(super) fn one(&self, member: Member) -> Option<&'a [u8]> {
        self.all(member).next()
    }

    /// The items of a field, in order.
    pub(super) fn all(&self, member: Member) -> impl ExactSizeIterator<Item = &'a [u8]> + '_ {
        let number = member.field_number();
        let from = self.0.partition_point(|(each, _)| *each < number);
        let to = self.0.partition_point(|(each, _)| *each <= number);
        let items = self.0.get(from..to).unwrap_or_default();
        items.iter().map(|(_, bytes)| *bytes)
    }
}

/// The fields of a scanned container, each of which is delimited.
pub(super) fn fields(mut rest: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    core::iter::from_fn(move || {
        let (number, _) = decode_key(&mut rest).ok()?;
        let length = usize::try_from(decode_varint(&mut rest).ok()?).ok()?;
        let (value, after) = rest.split_at_checked(length)?;
        rest = after;
        Some((number, value))
    })
}
