//! Registrations (SPEC.md section 18.7): a statement for a registry's store, and what admits its issuer.

use casp_descriptor::Publication;
use casp_identity::{Kind, KnownAgents, Signed, Verified, Verifier};
use casp_wire::limits::MAX_REGISTRATION_BYTES;
use casp_wire::v1::{AdmissionProof, Registration};

use crate::admission::Gate;
use crate::container;
use crate::violation::DiscoveryViolation;

/// A registration that was decoded; its statement is not verified.
#[derive(Debug)]
pub struct Registering<K> {
    publication: Signed<K>,
    admission: Option<AdmissionProof>,
}

impl<K: Kind> Registering<K>
where
    Publication: From<Verified<K>>,
    DiscoveryViolation: From<K::Violation>,
{
    /// Reads an encoded [`Registration`].
    ///
    /// # Errors
    /// SIZ-1, rules ENC and FMT at the stage ENCODING.
    pub fn open(registration: &[u8]) -> Result<Self, DiscoveryViolation> {
        let registration: Registration = container::open(registration, MAX_REGISTRATION_BYTES)?;
        Ok(Self {
            publication: container::member(registration.publication.as_ref()),
            admission: registration.admission,
        })
    }

    /// Makes a registration, ready for the wire.
    ///
    /// # Errors
    /// SIZ-1, rules ENC and FMT.
    pub fn seal(publication: &Signed<K>, admission: Option<AdmissionProof>) -> Result<Vec<u8>, DiscoveryViolation> {
        let registration = Registration {
            publication: Some(container::bundle_of(publication.as_bytes())?),
            admission,
        };
        container::seal(&registration, MAX_REGISTRATION_BYTES)
    }

    /// The statement.
    #[must_use]
    pub const fn publication(&self) -> &Signed<K> {
        &self.publication
    }

    /// The admission proof, if there is one.
    #[must_use]
    pub const fn admission(&self) -> Option<&AdmissionProof> {
        self.admission.as_ref()
    }

    /// Verifies the statement, up to FRESHNESS, and then the admission proof, if there is one.
    ///
    /// # Errors
    /// What [`Verifier::verify`] says of the statement; ADM-1 to ADM-4.
    pub fn verify(
        self,
        verifier: &mut Verifier,
        gate: &Gate,
        known: &KnownAgents,
        now_ms: i64,
    ) -> Result<Verified<K>, DiscoveryViolation> {
        let publication = verifier.verify(self.publication, known, now_ms)?;
        if let Some(proof) = &self.admission {
            gate.verify(proof, publication.issuer(), now_ms)?;
        }
        Ok(publication)
    }
}
