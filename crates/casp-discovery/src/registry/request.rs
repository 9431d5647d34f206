//! A registration taken apart, as cheaply as can be: what it holds is looked at where it lies.

use casp_descriptor::{DescriptorKind, Publication, RefreshKind, WithdrawalKind};
use casp_identity::{IdentityViolation, Kind, Verified};
use casp_wire::limits::MAX_REGISTRATION_BYTES;
use casp_wire::v1::AdmissionProof;
use casp_wire::{Layer, check};

use crate::registration::Registering;
use crate::violation::DiscoveryViolation;

/// What a sender says that its registration holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publishes {
    /// A descriptor.
    Descriptor,
    /// A refresh.
    Refresh,
    /// A withdrawal.
    Withdrawal,
}

/// Greatest publication in a registration, bytes: what its field allows.
const MAX_PUBLICATION_BYTES: usize = 131_072;

/// The bundle of the publication, as it lies in the registration, and the admission proof.
pub(super) struct Request<'a> {
    pub(super) bundle: std::borrow::Cow<'a, [u8]>,
    pub(super) admission: Option<AdmissionProof>,
}

impl<'a> Request<'a> {
    /// SIZE, and ENCODING but for the bundle's own, which its verification checks.
    pub(super) fn open(registration: &'a [u8], publishes: Publishes) -> Result<Self, DiscoveryViolation> {
        let limit = MAX_REGISTRATION_BYTES;
        check(registration.len() <= limit, IdentityViolation::InputSize { limit })?;
        if let Some((bundle, rest)) = field(registration, 1).filter(|(bundle, _)| is_short(bundle)) {
            if rest.is_empty() {
                return Ok(Self {
                    bundle: bundle.into(),
                    admission: None,
                });
            }
            if let Some((proof, [])) = field(rest, 2) {
                return Ok(Self {
                    bundle: bundle.into(),
                    admission: Some(casp_wire::decode(proof, Layer::Envelope)?),
                });
            }
        }
        // Whatever it is, the whole decoder says what is wrong with it.
        match publishes {
            Publishes::Descriptor => Self::open_as::<DescriptorKind>(registration),
            Publishes::Refresh => Self::open_as::<RefreshKind>(registration),
            Publishes::Withdrawal => Self::open_as::<WithdrawalKind>(registration),
        }
    }

    fn open_as<K: Kind>(registration: &[u8]) -> Result<Self, DiscoveryViolation>
    where
        Publication: From<Verified<K>>,
        DiscoveryViolation: From<K::Violation>,
    {
        let registering = Registering::<K>::open(registration)?;
        Ok(Self {
            bundle: registering.publication().as_bytes().to_vec().into(),
            admission: registering.admission().cloned(),
        })
    }
}

const fn is_short(bundle: &[u8]) -> bool {
    !bundle.is_empty() && bundle.len() <= MAX_PUBLICATION_BYTES
}

/// A field of bytes with this number, in its canonical encoding, and what comes after it.
fn field(bytes: &[u8], number: u8) -> Option<(&[u8], &[u8])> {
    let (tag, mut rest) = bytes.split_first()?;
    if *tag != number << 3 | 2 {
        return None;
    }
    let mut length = 0_usize;
    for place in 0..3_u32 {
        let (byte, after) = rest.split_first()?;
        rest = after;
        length |= usize::from(byte & 0x7f) << place.saturating_mul(7);
        if byte & 0x80 == 0 {
            let is_minimal = *byte != 0 || place == 0;
            return is_minimal.then(|| rest.split_at_checked(length)).flatten();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_canonical_field_is_taken_where_it_lies() {
        assert_eq!(field(b"\x0a\x02abc", 1), Some((&b"ab"[..], &b"c"[..])));
        for other in [
            &b""[..],
            b"\x0a",
            b"\x0a\x04abc",
            b"\x12\x02abc",
            b"\x0a\x82\x00abc",
            b"\x0a\xff\xff\xff\x7f",
        ] {
            assert_eq!(field(other, 1), None, "{other:?}");
        }
    }
}
