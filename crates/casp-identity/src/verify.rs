//! Verification, in the order of SPEC.md section 11.2, up to FRESHNESS.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use casp_wire::limits::SKEW_MS;
use casp_wire::v1::{Delegation, Envelope, Header, Signature};
use casp_wire::{Layer, check};
use sha2::{Digest as _, Sha256};

use crate::admitted::{Admitted, AdmittedKeys, KeyId};
use crate::agent::{AgentId, ObjectId};
use crate::cache::Cache;
use crate::envelope::{Kept, Recorded, Signed, Verified, check_payload_size, check_statement, object_id, pae};
use crate::key::PublicKey;
use crate::kind::{Kind, header_of};
use crate::known::KnownAgents;
use crate::stand_in::StandIn;
use crate::statements::DelegationKind;
use crate::violation::IdentityViolation;

/// Verifies statements for one network and, if it acts for one, one agent.
///
/// Remembers admitted keys and envelopes that it verified, within bounds; what it remembers changes its speed, never its
/// verdict. Everything from the stage DELEGATION on is done anew each time.
pub struct Verifier {
    network_id: String,
    agent: Option<AgentId>,
    shared: Option<Arc<AdmittedKeys>>,
    keys: Cache<KeyId, Admitted>,
    envelopes: Cache<[u8; 32], ()>,
    stand_in: Option<StandIn>,
}

/// Bounds of what a [`Verifier`] remembers.
#[derive(Clone, Copy, Debug)]
pub struct VerifierLimits {
    /// Keys that have signed something; about 400 bytes each. Default 4,096.
    pub keys: usize,
    /// Digests of envelopes; about 50 bytes each. Default 16,384.
    pub envelopes: usize,
}

impl Default for VerifierLimits {
    fn default() -> Self {
        Self {
            keys: 4_096,
            envelopes: 16_384,
        }
    }
}

/// From whom a statement comes that is to hold for the living.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Received,
    Own,
}

/// When a statement is to hold, and what is remembered of its issuer then.
#[derive(Clone, Copy)]
enum Moment<'a> {
    Now {
        now_ms: i64,
        known: &'a KnownAgents,
        origin: Origin,
    },
    Archival {
        as_of_ms: i64,
    },
    AsIssued,
}

impl Moment<'_> {
    const fn time_ms(self, header: &Header) -> i64 {
        match self {
            Self::Now { now_ms, .. } => now_ms,
            Self::Archival { as_of_ms } => as_of_ms,
            Self::AsIssued => header.issued_at_ms,
        }
    }
}

impl Verifier {
    /// A verifier of this network. Without an `agent` it refuses every statement that has an audience, and every own one.
    #[must_use]
    pub fn new(network_id: impl Into<String>, agent: Option<AgentId>) -> Self {
        Self::with_limits(network_id, agent, VerifierLimits::default())
    }

    /// A verifier with bounds of one's own.
    #[must_use]
    pub fn with_limits(network_id: impl Into<String>, agent: Option<AgentId>, limits: VerifierLimits) -> Self {
        let network_id = network_id.into();
        Self {
            network_id,
            agent,
            shared: None,
            keys: Cache::new(limits.keys),
            envelopes: Cache::new(limits.envelopes),
            stand_in: None,
        }
    }

    /// Knows keys that were admitted before, in place of those that it was told of so last.
    pub fn share(&mut self, keys: Arc<AdmittedKeys>) {
        self.shared = Some(keys);
    }

    /// In a simulation: takes what this signs for signatures, and nothing else any more. Without one, changes nothing.
    pub fn dangerous_take(&mut self, stand_in: Option<StandIn>) {
        self.stand_in = stand_in.or(self.stand_in);
    }

    /// Verifies a statement that was received, for the living: it holds at `now_ms`, given what is `known` of its issuer. Show
    /// what is accepted to [`KnownAgents::saw`], so that what it voids is refused from then on.
    ///
    /// # Errors
    /// The first stage at which a rule fails, from SIZE to FRESHNESS. Statements with a sequence are not replay-checked
    /// here but by the store that they are applied to.
    pub fn verify<K: Kind>(
        &mut self,
        signed: Signed<K>,
        known: &KnownAgents,
        now_ms: i64,
    ) -> Result<Verified<K>, K::Violation> {
        let origin = Origin::Received;
        self.verify_at(signed, Moment::Now { now_ms, known, origin })
    }

    /// Verifies a statement that the verifier's own agent has just made, so that it can stand beside those it received. Never
    /// what has arrived: one's own statements come back when others send them, and then they are not said anew.
    ///
    /// # Errors
    /// As [`Verifier::verify`]; HDR-2 when another agent issued it, or the verifier acts for none.
    pub fn verify_own<K: Kind>(
        &mut self,
        signed: Signed<K>,
        known: &KnownAgents,
        now_ms: i64,
    ) -> Result<Verified<K>, K::Violation> {
        let origin = Origin::Own;
        self.verify_at(signed, Moment::Now { now_ms, known, origin })
    }

    /// Verifies a statement that this agent accepted at `accepted_at_ms` and has kept itself since, such as in a journal: once
    /// more as of then, whoever issued it. Never what has arrived.
    ///
    /// # Errors
    /// As [`Verifier::verify`], without HDR-2, DEL-10 and DEL-11.
    pub fn verify_kept<K: Kind>(&mut self, signed: Signed<K>, accepted_at_ms: i64) -> Result<Kept<K>, K::Violation> {
        let as_of_ms = accepted_at_ms;
        self.verify_at(signed, Moment::Archival { as_of_ms }).map(Kept)
    }

    /// Verifies a statement for the record at a time of the caller's: it held at `as_of_ms`, whoever it was addressed to and
    /// whatever came after. What SPEC.md calls archival verification is [`Verifier::verify_as_issued`]; this asks more, such as
    /// whether a key could still sign at a time that is known from elsewhere. There is no trusted time.
    ///
    /// # Errors
    /// As [`Verifier::verify`], without HDR-2, DEL-10 and DEL-11.
    pub fn verify_archival<K: Kind>(&mut self, signed: Signed<K>, as_of_ms: i64) -> Result<Recorded<K>, K::Violation> {
        self.verify_at(signed, Moment::Archival { as_of_ms }).map(Recorded)
    }

    /// Archival verification (SPEC.md section 10.3): a statement for the record, at the time that it gives itself; that its
    /// issuer made it, whenever that was.
    ///
    /// # Errors
    /// As [`Verifier::verify_archival`].
    pub fn verify_as_issued<K: Kind>(&mut self, signed: Signed<K>) -> Result<Recorded<K>, K::Violation> {
        self.verify_at(signed, Moment::AsIssued).map(Recorded)
    }

    fn verify_at<K: Kind>(&mut self, signed: Signed<K>, moment: Moment<'_>) -> Result<Verified<K>, K::Violation> {
        let bundle = signed.decode_bundle()?;
        let opened = self.open::<K>(&bundle.subject.unwrap_or_default())?;
        let header = header_of::<K>(&opened.message);
        self.addressed_here(header, moment)?;
        let time_ms = moment.time_ms(header);
        let delegation = self.authority(&opened, &bundle.proofs, time_ms)?;
        let verified = Verified {
            issuer: AgentId::from_multikey(&header.issuer)?,
            signer: opened.signer,
            object_id: opened.object_id,
            delegation_epoch: delegation.as_ref().map(|delegation| delegation.epoch),
            delegation_ends_ms: delegation.as_ref().and_then(DelegationKind::end_of_life_ms),
            message: opened.message,
            bundle: signed.into_bytes(),
        };
        if let Moment::Now { known, .. } = moment {
            verified.not_voided(known)?;
        }
        verified.fresh(time_ms)?;
        Ok(verified)
    }

    /// TYPE to SEMANTIC, except for HDR-1 and HDR-2.
    fn open<K: Kind>(&mut self, envelope: &Envelope) -> Result<Opened<K>, K::Violation> {
        check(
            envelope.payload_type == K::PROFILE.payload_type,
            IdentityViolation::PayloadType,
        )?;
        check_payload_size::<K>(&envelope.payload)?;
        let none = Signature::default();
        let signature = envelope.signatures.first().unwrap_or(&none);
        let key = self.key(&signature.keyid)?;
        let signer = key.agent();
        let signed_bytes = pae(&envelope.payload_type, &envelope.payload);
        let object_id = object_id(&signed_bytes);
        let digest = digest_of_envelope(&object_id, &signer, &signature.sig);
        let message = if self.envelopes.get(&digest).is_some() {
            casp_wire::decode_unchecked(&envelope.payload, Layer::Payload).map_err(IdentityViolation::from)?
        } else {
            self.verify_signature(key, signature, &signed_bytes)?;
            let message = check_statement::<K>(&envelope.payload, &signer)?;
            self.envelopes.insert(digest, ());
            message
        };
        Ok(Opened {
            message,
            signer,
            object_id,
        })
    }

    /// KEY, as far as it concerns text.
    fn key(&mut self, keyid: &str) -> Result<Key, IdentityViolation> {
        let remembered = KeyId::try_from(keyid.as_bytes())
            .ok()
            .and_then(|keyid| self.admitted(&keyid));
        remembered.map_or_else(
            || AgentId::from_did_key(keyid).map(Key::Named),
            |admitted| Ok(Key::Admitted(admitted)),
        )
    }

    fn admitted(&mut self, keyid: &KeyId) -> Option<Admitted> {
        let shared = self.shared.as_ref().and_then(|keys| keys.get(keyid));
        shared.or_else(|| self.keys.get(keyid))
    }

    /// KEY and SIGNATURE. A key is remembered once it has signed something: junk signatures push none out.
    fn verify_signature(&mut self, key: Key, signature: &Signature, message: &[u8]) -> Result<(), IdentityViolation> {
        match key {
            Key::Admitted(admitted) => self.matches(&admitted, message, &signature.sig),
            Key::Named(agent) => {
                let key = PublicKey::admit(&agent.public_key())?;
                self.matches(&Admitted { agent, key }, message, &signature.sig)?;
                if let Ok(keyid) = KeyId::try_from(signature.keyid.as_bytes()) {
                    self.keys.insert(keyid, Admitted { agent, key });
                }
                Ok(())
            }
        }
    }

    fn matches(&self, admitted: &Admitted, message: &[u8], signature: &[u8]) -> Result<(), IdentityViolation> {
        match &self.stand_in {
            Some(stand_in) => stand_in.verify(&admitted.agent, message, signature),
            None => admitted.key.verify(message, signature),
        }
    }

    /// HDR-1 and HDR-2.
    fn addressed_here(&self, header: &Header, moment: Moment<'_>) -> Result<(), IdentityViolation> {
        check(header.network_id == self.network_id, IdentityViolation::Network)?;
        let Moment::Now { origin, .. } = moment else {
            return Ok(());
        };
        let ours = |agent: &[u8]| self.agent.as_ref().is_some_and(|own| agent == own.as_bytes());
        let here = match origin {
            Origin::Received => header.audience.is_empty() || ours(&header.audience),
            Origin::Own => ours(&header.issuer),
        };
        check(here, IdentityViolation::Audience)
    }

    /// DEL-1 to DEL-9: the signer may speak for the issuer. Gives the delegation, if there is one.
    fn authority<K: Kind>(
        &mut self,
        opened: &Opened<K>,
        proofs: &[Envelope],
        time_ms: i64,
    ) -> Result<Option<Delegation>, IdentityViolation> {
        let header = header_of::<K>(&opened.message);
        let delegation = self.delegation(header, proofs)?;
        if let Some(delegation) = &delegation {
            covers::<K>(delegation, &opened.message, &opened.signer)?;
            let alive = fresh::<DelegationKind>(delegation, time_ms).is_ok();
            check(alive, IdentityViolation::DelegationNotAlive)?;
        } else if header.delegation.is_empty() {
            speaks_for_itself(&opened.signer, header)?;
        }
        Ok(delegation)
    }

    /// Finds the delegation that the header names among the proofs, and opens it (DEL-2 to DEL-4).
    fn delegation(&mut self, header: &Header, proofs: &[Envelope]) -> Result<Option<Delegation>, IdentityViolation> {
        let mut found = None;
        for (index, proof) in proofs.iter().enumerate() {
            let id = object_id(&pae(&proof.payload_type, &proof.payload));
            let named = found.is_none() && id.0 == header.delegation.as_slice();
            check(named, IdentityViolation::ProofUnused { index })?;
            if named {
                found = Some(proof);
            }
        }
        if header.delegation.is_empty() {
            return Ok(None);
        }
        check(found.is_some(), IdentityViolation::ProofMissing)?;
        let opened = found.map(|proof| self.open_delegation(proof)).transpose();
        check(opened.is_ok(), IdentityViolation::ProofInvalid)?;
        Ok(opened.ok().flatten())
    }

    fn open_delegation(&mut self, proof: &Envelope) -> Result<Delegation, IdentityViolation> {
        let opened = self.open::<DelegationKind>(proof)?;
        let header = header_of::<DelegationKind>(&opened.message);
        check(header.network_id == self.network_id, IdentityViolation::Network)?;
        speaks_for_itself(&opened.signer, header)?;
        Ok(opened.message)
    }
}

/// The key that an envelope names.
#[derive(Clone, Copy)]
enum Key {
    Named(AgentId),
    Admitted(Admitted),
}

impl Key {
    const fn agent(self) -> AgentId {
        match self {
            Self::Named(agent) | Self::Admitted(Admitted { agent, .. }) => agent,
        }
    }
}

/// A statement of which everything is known but whether it may be believed here and now.
struct Opened<K: Kind> {
    message: K::Message,
    signer: AgentId,
    object_id: ObjectId,
}

/// Names a whole envelope: what was signed, by which key, with which signature.
fn digest_of_envelope(object_id: &ObjectId, signer: &AgentId, sig: &[u8]) -> [u8; 32] {
    let parts: Vec<&[u8]> = alloc::vec![b"casp/v1/envelope", &object_id.0, signer.as_bytes(), sig];
    parts
        .into_iter()
        .fold(Sha256::new(), |digest, part| digest.chain_update(part))
        .finalize()
        .into()
}

/// DEL-1.
pub(crate) fn speaks_for_itself(signer: &AgentId, header: &Header) -> Result<(), IdentityViolation> {
    check(
        signer.as_bytes() == header.issuer.as_slice(),
        IdentityViolation::SignerNotIssuer,
    )
}

/// DEL-5 to DEL-8.
pub(crate) fn covers<K: Kind>(
    delegation: &Delegation,
    message: &K::Message,
    signer: &AgentId,
) -> Result<(), IdentityViolation> {
    let header = header_of::<K>(message);
    let root = header_of::<DelegationKind>(delegation);
    let own = root.issuer == header.issuer && delegation.delegate == signer.as_bytes();
    check(own, IdentityViolation::ProofForeign)?;
    let in_scope = K::PROFILE
        .scope
        .is_some_and(|scope| delegation.scopes.iter().any(|each| each == scope));
    check(in_scope, IdentityViolation::Scope)?;
    let last = K::end_of_life_ms(message).unwrap_or(header.issued_at_ms);
    let within = root.issued_at_ms <= header.issued_at_ms
        && header.issued_at_ms <= root.expires_at_ms
        && last <= root.expires_at_ms;
    check(within, IdentityViolation::OutsideDelegation)?;
    let same_epoch = K::epoch(message).is_none_or(|epoch| epoch == delegation.epoch);
    check(same_epoch, IdentityViolation::EpochMismatch)
}

impl<K: Kind> Verified<K> {
    /// Checks again what can have changed since verification: DEL-9 to DEL-11, FRS-1 and FRS-2. For whoever acts on a
    /// statement later than at once.
    ///
    /// # Errors
    /// The rule that no longer holds.
    pub fn still_stands(&self, known: &KnownAgents, now_ms: i64) -> Result<(), IdentityViolation> {
        self.not_voided(known)?;
        let alive = |end_ms: i64| now_ms < end_ms.saturating_add(SKEW_MS);
        let delegated = self.delegation_ends_ms.is_none_or(alive);
        check(delegated, IdentityViolation::DelegationNotAlive)?;
        self.fresh(now_ms)
    }

    /// DEL-10 and DEL-11.
    fn not_voided(&self, known: &KnownAgents) -> Result<(), IdentityViolation> {
        let epoch = K::epoch(&self.message).into_iter().chain(self.delegation_epoch).min();
        let current = epoch.is_none_or(|epoch| epoch >= known.epoch(&self.issuer));
        check(current, IdentityViolation::EpochSuperseded)?;
        let active = K::PROFILE.is_retirement || !known.is_retired(&self.issuer);
        check(active, IdentityViolation::IssuerRetired)
    }

    fn fresh(&self, time_ms: i64) -> Result<(), IdentityViolation> {
        fresh::<K>(&self.message, time_ms)
    }
}

/// FRS-1 and FRS-2.
fn fresh<K: Kind>(message: &K::Message, time_ms: i64) -> Result<(), IdentityViolation> {
    let skew_ms = K::PROFILE.skew_ms();
    check(
        header_of::<K>(message).issued_at_ms <= time_ms.saturating_add(skew_ms),
        IdentityViolation::NotYetValid,
    )?;
    let alive = K::end_of_life_ms(message).is_none_or(|end_ms| time_ms < end_ms.saturating_add(skew_ms));
    check(alive, IdentityViolation::Expired)
}
