//! Proof that a registry left out of a complete answer what it had promised to serve (SPEC.md section 18.8).

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind, verify_equivocation};
use casp_identity::{AgentId, DelegationKind, Kind, ObjectId, Recorded, RetireKind, Signed, Verifier};
use casp_wire::check;
use casp_wire::limits::{MAX_OMISSION_PROOF_BYTES, SKEW_MS};
use casp_wire::v1::{DiscoveryEntry, EquivocationProof, Intent, OmissionProof};

use crate::answer::{id_of, is_timely, open_pair, subject_id};
use crate::candidate::Entry;
use crate::container;
use crate::filter::Filters;
use crate::statements::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind};
use crate::violation::DiscoveryViolation;

/// What a proof that stands proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvenOmission {
    /// The registry.
    pub registry: AgentId,
    /// The agent whose entry it left out.
    pub agent: AgentId,
    /// The descriptor of that entry.
    pub descriptor: ObjectId,
    /// When the registry answered, by its own word. Milliseconds since the Unix epoch.
    pub answered_at_ms: i64,
}

/// What a registry says against a proof: a statement of the agent that ended or replaced the entry.
#[derive(Clone, Debug)]
pub enum Rebuttal {
    /// Another descriptor.
    Descriptor(Signed<DescriptorKind>),
    /// A later refresh.
    Refresh(Signed<RefreshKind>),
    /// A withdrawal.
    Withdrawal(Signed<WithdrawalKind>),
    /// A delegation of a higher epoch.
    Delegation(Signed<DelegationKind>),
    /// A retirement.
    Retire(Signed<RetireKind>),
    /// An encoded equivocation proof.
    Equivocation(Vec<u8>),
}

impl Rebuttal {
    /// Two bundles as a proof that their issuer equivocated; whether it is one, [`verify_omission`] looks.
    pub(crate) fn of_equivocation(one: &[u8], other: &[u8]) -> Option<Self> {
        let mut pair = [container::bundle_of(one).ok()?, container::bundle_of(other).ok()?];
        pair.sort_by_key(|bundle| subject_id(Some(bundle)));
        let [first, second] = pair;
        Some(Self::Equivocation(casp_wire::encode(&EquivocationProof {
            first: Some(first),
            second: Some(second),
        })))
    }

    /// A rebuttal of the kind that a bundle says it is.
    pub(crate) fn of_bundle(bytes: &[u8]) -> Option<Self> {
        let bundle = container::bundle_of(bytes).ok()?;
        Self::of_type(&bundle.subject?.payload_type, bytes)
    }

    /// A rebuttal of this payload type, or without one an equivocation proof; `None` for kinds that rebut nothing.
    #[must_use]
    pub fn of_type(payload_type: &str, bundle: &[u8]) -> Option<Self> {
        Some(match payload_type {
            each if each == DescriptorKind::PROFILE.payload_type => Self::Descriptor(Signed::from_bytes(bundle)),
            each if each == RefreshKind::PROFILE.payload_type => Self::Refresh(Signed::from_bytes(bundle)),
            each if each == WithdrawalKind::PROFILE.payload_type => Self::Withdrawal(Signed::from_bytes(bundle)),
            each if each == DelegationKind::PROFILE.payload_type => Self::Delegation(Signed::from_bytes(bundle)),
            each if each == RetireKind::PROFILE.payload_type => Self::Retire(Signed::from_bytes(bundle)),
            "" if !bundle.is_empty() => Self::Equivocation(bundle.into()),
            _ => return None,
        })
    }
}

/// Verifies an encoded [`OmissionProof`], given what the registry says against it.
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING; then at CHAIN OMS-1 to OMS-8.
pub fn verify_omission(
    verifier: &mut Verifier,
    proof: &[u8],
    rebuttal: Option<&Rebuttal>,
) -> Result<ProvenOmission, DiscoveryViolation> {
    let proof: OmissionProof = container::open(proof, MAX_OMISSION_PROOF_BYTES)?;
    let none = DiscoveryEntry::default();
    let query = container::on_record::<DiscoveryQueryKind>(verifier, proof.query.as_ref());
    let result = container::on_record::<DiscoveryResultKind>(verifier, proof.result.as_ref());
    let receipt = container::on_record::<RegistrationReceiptKind>(verifier, proof.receipt.as_ref());
    let pair = open_pair(verifier, proof.entry.as_ref().unwrap_or(&none));
    let members = query.zip(result).zip(receipt).zip(pair);
    check(members.is_some(), DiscoveryViolation::OmissionMember)?;
    // Without members only when OMS-1 is switched off.
    let (((query, result), receipt), (entry, belong)) = members.ok_or(DiscoveryViolation::OmissionUnrelated)?;
    let related = is_timely(result.header().issued_at_ms, &query)
        && result.message().query == query.object_id().0
        && query.header().audience == result.issuer().as_bytes()
        && receipt.issuer() == result.issuer()
        && receipt.message().agent == entry.issuer().as_bytes()
        && receipt.message().descriptor == entry.descriptor_id().0
        && receipt.message().refresh == entry.refresh_id().map(|id| id.0.to_vec()).unwrap_or_default();
    check(related, DiscoveryViolation::OmissionUnrelated)?;
    let left_out = LeftOut {
        query,
        result,
        entry,
        belong,
    };
    left_out.ought_to_be_listed(&receipt)?;
    let rebutted = rebuttal.is_some_and(|rebuttal| left_out.is_rebutted_by(verifier, rebuttal));
    check(!rebutted, DiscoveryViolation::OmissionRebutted)?;
    Ok(ProvenOmission {
        registry: left_out.result.issuer(),
        agent: left_out.entry.issuer(),
        descriptor: left_out.entry.descriptor_id(),
        answered_at_ms: left_out.at_ms(),
    })
}

/// Makes a proof, ready for the wire, of what one holds. Whether it stands, [`verify_omission`] says.
///
/// # Errors
/// SIZ-1, rules ENC and FMT.
pub fn seal_omission(
    query: &Signed<DiscoveryQueryKind>,
    result: &Signed<DiscoveryResultKind>,
    receipt: &Signed<RegistrationReceiptKind>,
    entry: DiscoveryEntry,
) -> Result<Vec<u8>, DiscoveryViolation> {
    let proof = OmissionProof {
        query: Some(container::bundle_of(query.as_bytes())?),
        result: Some(container::bundle_of(result.as_bytes())?),
        receipt: Some(container::bundle_of(receipt.as_bytes())?),
        entry: Some(entry),
    };
    container::seal(&proof, MAX_OMISSION_PROOF_BYTES)
}

/// A query, its result, and an entry that may have been left out.
struct LeftOut {
    query: Recorded<DiscoveryQueryKind>,
    result: Recorded<DiscoveryResultKind>,
    entry: Entry,
    belong: bool,
}

impl LeftOut {
    fn at_ms(&self) -> i64 {
        self.result.header().issued_at_ms
    }

    /// OMS-3 to OMS-7.
    fn ought_to_be_listed(&self, receipt: &Recorded<RegistrationReceiptKind>) -> Result<(), DiscoveryViolation> {
        let none = Intent::default();
        let intent = self.query.message().intent.as_ref().unwrap_or(&none);
        let result = self.result.message();
        let whole = intent.phrasings.is_empty() && intent.skills.is_empty() && result.complete;
        check(whole, DiscoveryViolation::OmissionIncomplete)?;
        let (from_ms, until_ms) = (receipt.header().issued_at_ms, receipt.header().expires_at_ms);
        let promised = from_ms <= self.at_ms() && self.at_ms() < until_ms;
        check(promised, DiscoveryViolation::OmissionUnpromised)?;
        let living = self.belong && !self.entry.has_audience() && self.entry.lives_at(self.at_ms(), 0);
        check(living, DiscoveryViolation::OmissionLapsed)?;
        check(self.matches(&self.entry), DiscoveryViolation::OmissionUnmatched)?;
        let names = |descriptor: &[u8]| id_of(descriptor) == self.entry.descriptor_id();
        let listed = result
            .ranked
            .iter()
            .chain(&result.sampled)
            .any(|each| names(&each.descriptor));
        check(!listed, DiscoveryViolation::OmissionListed)
    }

    fn matches(&self, entry: &Entry) -> bool {
        let intent = self.query.message().intent.as_ref();
        let constraints = intent.map_or(&[][..], |intent| &intent.constraints);
        Filters::of(constraints).is_ok_and(|filters| {
            entry
                .candidates()
                .any(|candidate| filters.admit(&candidate, self.at_ms()).is_ok())
        })
    }

    fn is_rebutted_by(&self, verifier: &mut Verifier, rebuttal: &Rebuttal) -> bool {
        let (epoch, _) = self.entry.place();
        match rebuttal {
            Rebuttal::Descriptor(signed) => self.said(verifier, signed).is_some_and(|other| {
                let message = other.message();
                let place = (message.epoch, message.sequence);
                self.contradicts(place, other.object_id()) || place > self.entry.place()
            }),
            Rebuttal::Withdrawal(signed) => self.said(verifier, signed).is_some_and(|other| {
                let message = other.message();
                let place = (message.epoch, message.sequence);
                self.contradicts(place, other.object_id()) || place > self.entry.place()
            }),
            Rebuttal::Refresh(signed) => self.said(verifier, signed).is_some_and(|other| {
                let message = other.message();
                let place = (message.epoch, message.sequence);
                self.contradicts(place, other.object_id()) || (place > self.entry.place() && self.is_ended_by(&other))
            }),
            Rebuttal::Delegation(signed) => self
                .said(verifier, signed)
                .is_some_and(|other| other.message().epoch > epoch),
            Rebuttal::Retire(signed) => self.said(verifier, signed).is_some(),
            Rebuttal::Equivocation(proof) => verify_equivocation(verifier, proof).is_ok_and(|proven| {
                proven.issuer == self.entry.issuer()
                    && proven.epoch == epoch
                    && proven.latest_ms <= self.at_ms().saturating_add(SKEW_MS)
            }),
        }
    }

    /// A statement of the entry's agent that was made before the answer.
    fn said<K: Kind>(&self, verifier: &mut Verifier, signed: &Signed<K>) -> Option<Recorded<K>> {
        let other = verifier.verify_as_issued(signed.clone()).ok()?;
        let before = other.header().issued_at_ms <= self.at_ms().saturating_add(SKEW_MS);
        (other.issuer() == self.entry.issuer() && before).then_some(other)
    }

    /// Whether a statement has the place of one of the entry's, and is not that one.
    fn contradicts(&self, place: (u64, u64), id: ObjectId) -> bool {
        let mut statements = self.entry.statements();
        statements.any(|(other_place, other_id)| place == other_place && id != other_id)
    }

    /// Whether a later refresh leaves the entry without life, or without match.
    fn is_ended_by(&self, refresh: &Recorded<RefreshKind>) -> bool {
        let refreshed = self.entry.with_refresh(refresh);
        let is_pair = refreshed.is_pair(Some(refresh.issuer()));
        let over = refreshed.end_of_life_ms() <= self.at_ms();
        is_pair && (over || !self.matches(&refreshed))
    }
}
