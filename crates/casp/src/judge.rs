//! The kinds of statements that this program can judge, and what it tells of an accepted one.

use std::fmt;

use casp_canary::CanaryVerdictKind;
use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind};
use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{
    AgentId, DelegationKind, HostBindingKind, Kind, KnownAgents, ObjectId, Recorded, RetireKind, Signed, Verified,
    Verifier,
};
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::v1::{Bundle, Header};
use casp_wire::{Layer, Verdict};
use serde::Serialize;

use crate::failure::{Explained, Failure};
use crate::output::row;
use crate::when;

/// A kind of statement.
pub(crate) struct Judged {
    pub(crate) payload_type: &'static str,
    /// Verifies a bundle as this kind, at the time that the statement gives itself, and in this network or else its own.
    pub(crate) as_issued: fn(&[u8], Option<&str>) -> Result<Facts, Failure>,
}

macro_rules! kinds {
    ($($kind:ty),+ $(,)?) => {
        /// Every kind.
        static KINDS: &[Judged] = &[$(judged::<$kind>()),+];

        #[cfg(test)]
        mod tests {
            use casp_wire::outline::payload_table;
            use casp_wire::table::Described as _;
            use casp_wire::v1::tables::PAYLOADS;

            use super::*;

            /// An outline finds a payload's message by the payload type in the schema's comment.
            #[test]
            fn the_schema_gives_each_payload_type_to_the_message_of_its_kind() {
                $({
                    let profile = <$kind as Kind>::PROFILE;
                    let table = payload_table(profile.payload_type).unwrap();
                    assert_eq!(table.name, <$kind as Kind>::Message::TABLE.name);
                })+
            }

            #[test]
            fn every_statement_of_the_schema_can_be_judged() {
                for (payload_type, _) in PAYLOADS {
                    assert!(kind(payload_type).is_some(), "{payload_type}");
                }
            }
        }
    };
}

kinds![
    DelegationKind,
    RetireKind,
    HostBindingKind,
    DescriptorKind,
    RefreshKind,
    WithdrawalKind,
    OfferKind,
    QuoteKind,
    AcceptanceKind,
    TaskRequestKind,
    TaskEventKind,
    PreparedKind,
    CommitKind,
    CancelKind,
    TaskResultKind,
    DeliveryAckKind,
    OutcomeReportKind,
    CanaryVerdictKind,
    ToolReceiptKind,
    TraceCheckpointKind,
    DiscoveryQueryKind,
    DiscoveryResultKind,
    RegistrationReceiptKind,
    RegistryRefusalKind,
];

const fn judged<K: Kind>() -> Judged
where
    K::Violation: Explained,
{
    Judged {
        payload_type: K::PROFILE.payload_type,
        as_issued: as_issued::<K>,
    }
}

/// The kind with this payload type.
pub(crate) fn kind(payload_type: &str) -> Option<&'static Judged> {
    KINDS.iter().find(|kind| kind.payload_type == payload_type)
}

/// What verification was told and said.
#[derive(Serialize)]
pub(crate) struct Acceptance {
    verdict: &'static str,
    at_ms: i64,
    /// Whether a network was asked for; else the statement's own was taken.
    network_checked: bool,
}

impl Acceptance {
    pub(crate) const fn new(now_ms: i64, network: Option<&str>) -> Self {
        Self {
            verdict: Verdict::Accept.name(),
            at_ms: now_ms,
            network_checked: network.is_some(),
        }
    }
}

impl fmt::Display for Acceptance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = if self.network_checked {
            ""
        } else {
            ", in the network that it names"
        };
        row(f, "accepted", format_args!("as of {}{scope}", when::words(self.at_ms)))
    }
}

/// What is known of a statement that was accepted.
#[derive(Serialize)]
pub(crate) struct Facts {
    payload_type: &'static str,
    issuer: String,
    signer: String,
    network_id: String,
    epoch: Option<u64>,
    issued_at_ms: i64,
    end_of_life_ms: Option<i64>,
    object_id: String,
}

impl Facts {
    fn of<K: Kind>(message: &K::Message, issuer: AgentId, signer: AgentId, object_id: ObjectId) -> Self {
        let header = K::header(message).cloned().unwrap_or_default();
        Self {
            payload_type: K::PROFILE.payload_type,
            issuer: issuer.to_did_key(),
            signer: signer.to_did_key(),
            epoch: K::epoch(message),
            issued_at_ms: header.issued_at_ms,
            network_id: header.network_id,
            end_of_life_ms: K::end_of_life_ms(message),
            object_id: object_id.to_string(),
        }
    }

    /// Of a statement that held when it was made, or at another time.
    pub(crate) fn of_recorded<K: Kind>(statement: &Recorded<K>) -> Self {
        Self::of::<K>(
            statement.message(),
            statement.issuer(),
            statement.signer(),
            statement.object_id(),
        )
    }

    /// Of a statement that holds now.
    pub(crate) fn of_verified<K: Kind>(statement: &Verified<K>) -> Self {
        Self::of::<K>(
            statement.message(),
            statement.issuer(),
            statement.signer(),
            statement.object_id(),
        )
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "agent", &self.issuer)?;
        if self.signer == self.issuer {
            row(f, "signer", "the agent's root key")?;
        } else {
            row(f, "signer", format_args!("{} (operational key)", self.signer))?;
        }
        row(f, "network", &self.network_id)?;
        if let Some(epoch) = self.epoch {
            row(f, "epoch", epoch)?;
        }
        row(f, "issued", when::words(self.issued_at_ms))?;
        match self.end_of_life_ms {
            Some(ms) => row(f, "ends", when::words(ms))?,
            None => row(f, "ends", "never")?,
        }
        row(f, "object id", &self.object_id)
    }
}

/// Verifies a bundle for the living. Without a network the statement's own is taken.
pub(crate) fn verify<K: Kind>(
    bundle: &[u8],
    network: Option<&str>,
    agent: Option<AgentId>,
    now_ms: i64,
) -> Result<Verified<K>, K::Violation> {
    let network = network.map_or_else(|| own_network::<K>(bundle), str::to_owned);
    let mut verifier = Verifier::new(network, agent);
    verifier.verify(Signed::from_bytes(bundle), &KnownAgents::new(0), now_ms)
}

fn as_issued<K: Kind>(bundle: &[u8], network: Option<&str>) -> Result<Facts, Failure>
where
    K::Violation: Explained,
{
    let network = network.map_or_else(|| own_network::<K>(bundle), str::to_owned);
    let mut verifier = Verifier::new(network, None);
    let recorded = verifier.verify_as_issued::<K>(Signed::from_bytes(bundle))?;
    Ok(Facts::of_recorded(&recorded))
}

/// The network that a statement says it is for. Where it cannot be read, verification fails before it comes to the network.
pub(crate) fn own_network<K: Kind>(bundle: &[u8]) -> String {
    let header = || -> Option<Header> {
        let bundle: Bundle = casp_wire::decode(bundle, Layer::Envelope).ok()?;
        let message: K::Message = casp_wire::decode(&bundle.subject?.payload, Layer::Payload).ok()?;
        K::header(&message).cloned()
    };
    header().unwrap_or_default().network_id
}
