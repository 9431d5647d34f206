//! The eleven statements of an engagement, and how one that arrives, or is read back, is verified as the kind that it has to be.

use std::sync::Arc;

use casp_identity::{AgentId, IdentityViolation, Kind as _, KnownAgents, ObjectId, Signed, Verifier};
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, KeptSaid, OfferKind, OutcomeReportKind, PreparedKind,
    QuoteKind, Said, TaskEventKind, TaskRequestKind, TaskResultKind, TaskViolation,
};
use casp_wire::table::Described;
use casp_wire::v1::{self, Bundle};
use casp_wire::{Layer, check};

macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident($message:ident) $kind:ident, $named:expr;)*) => {
        /// A kind of statement of an engagement (SPEC.md section 15.1).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Statement {
            $($(#[$meta])* $name,)*
        }

        impl Statement {
            /// Every kind, in the order of the table of section 15.1.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Payload type of its envelope.
            #[must_use]
            pub const fn payload_type(self) -> &'static str {
                match self {
                    $(Self::$name => $kind::PROFILE.payload_type,)*
                }
            }

            /// Verifies a bundle as this kind and no other.
            pub(crate) fn verify(
                self,
                verifier: &mut Verifier,
                bundle: &[u8],
                known: &KnownAgents,
                now_ms: i64,
            ) -> Result<Said, TaskViolation> {
                match self {
                    $(Self::$name => {
                        verifier.verify::<$kind>(Signed::from_bytes(bundle), known, now_ms).map(Said::from)
                    })*
                }
            }

            /// Verifies once more what the journal kept.
            pub(crate) fn verify_kept(
                self,
                verifier: &mut Verifier,
                bundle: &[u8],
                applied_at_ms: i64,
            ) -> Result<(Facts, KeptSaid), TaskViolation> {
                match self {
                    $(Self::$name => {
                        let kept = verifier.verify_kept::<$kind>(Signed::from_bytes(bundle), applied_at_ms)?;
                        let facts = Facts::of(&Said::from(kept.dangerous_into_verified()));
                        let kept = verifier.verify_kept::<$kind>(Signed::from_bytes(bundle), applied_at_ms)?;
                        Ok((facts, kept.into()))
                    })*
                }
            }
        }

        impl Facts {
            pub(crate) fn of(said: &Said) -> Self {
                match said {
                    $(Said::$name(verified) => {
                        let named: fn(&v1::$message) -> &[u8] = $named;
                        Self {
                            statement: Statement::$name,
                            id: verified.object_id(),
                            issuer: verified.issuer(),
                            named: named(verified.message()).try_into().ok().map(ObjectId),
                            issued_at_ms: verified.header().issued_at_ms,
                            ends_ms: verified.header().expires_at_ms,
                            bundle: verified.bundle().into(),
                        }
                    })*
                }
            }
        }
    };
}

statements! {
    /// The requester asks for a quote.
    Offer(Offer) OfferKind, |_| &[];
    /// The provider says on which terms it would do the task.
    Quote(Quote) QuoteKind, |it| &it.offer;
    /// The requester takes the quote.
    Acceptance(Acceptance) AcceptanceKind, |it| &it.quote;
    /// The requester hands over the input.
    TaskRequest(TaskRequest) TaskRequestKind, |it| &it.contract;
    /// The provider says how the task fares.
    TaskEvent(TaskEvent) TaskEventKind, |it| &it.contract;
    /// The provider has done everything but the side effect.
    Prepared(Prepared) PreparedKind, |it| &it.contract;
    /// The requester lets the side effect happen.
    Commit(Commit) CommitKind, |it| &it.contract;
    /// The requester no longer wants the result.
    Cancel(Cancel) CancelKind, |it| &it.contract;
    /// The provider ends the task.
    TaskResult(TaskResult) TaskResultKind, |it| &it.contract;
    /// The requester has the result.
    DeliveryAck(DeliveryAck) DeliveryAckKind, |it| &it.contract;
    /// A party says how it went.
    OutcomeReport(OutcomeReport) OutcomeReportKind, |it| &it.contract;
}

/// What the engines need of a verified statement, whatever its kind.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) statement: Statement,
    pub(crate) id: ObjectId,
    pub(crate) issuer: AgentId,
    /// The statement by which its engagement is found.
    pub(crate) named: Option<ObjectId>,
    pub(crate) issued_at_ms: i64,
    /// 0 for what lasts.
    pub(crate) ends_ms: i64,
    pub(crate) bundle: Arc<[u8]>,
}

impl Facts {
    /// The message of a statement that was verified before.
    pub(crate) fn message<M: prost::Message + Default + Described>(&self) -> Option<M> {
        let bundle: Bundle = casp_wire::decode_unchecked(&self.bundle, Layer::Envelope).ok()?;
        casp_wire::decode_unchecked(&bundle.subject?.payload, Layer::Payload).ok()
    }
}

impl Statement {
    /// The kind that a bundle says it is, out of those that are expected. The word of the wire chooses among these alone, and
    /// verification then asks for that kind.
    pub(crate) fn expected(bundle: &[u8], among: &[Self]) -> Result<Self, TaskViolation> {
        let limit = casp_wire::limits::MAX_BUNDLE_BYTES;
        check(bundle.len() <= limit, IdentityViolation::InputSize { limit })?;
        let bundle: Bundle = casp_wire::decode(bundle, Layer::Envelope).map_err(IdentityViolation::from)?;
        let payload_type = bundle.subject.map(|subject| subject.payload_type).unwrap_or_default();
        let found = among.iter().copied().find(|each| each.payload_type() == payload_type);
        found.ok_or(TaskViolation::Identity(IdentityViolation::PayloadType))
    }

    /// Number in a journal.
    pub(crate) fn number(self) -> u8 {
        let place = Self::ALL.iter().position(|each| *each == self);
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
    }

    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}
