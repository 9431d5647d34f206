//! What is sent, and what the bed knows of it.

use std::sync::Arc;

use casp_discovery::registry::Publishes;
use casp_execution::Statement;
use casp_identity::ObjectId;

use crate::faults::forge::Needs;
use crate::faults::plan::NodeId;
use crate::faults::read;

/// What is sent.
#[derive(Clone, Debug)]
pub(in crate::faults) enum Parcel {
    Publication(Publishes, Vec<u8>),
    /// Of a registration: its object id, and whether it is safe.
    Receipt(ObjectId),
    Refusal,
    Query {
        task: u16,
        round: u32,
        bytes: Vec<u8>,
    },
    Answer {
        task: u16,
        round: u32,
        bytes: Vec<u8>,
    },
    Statement(Arc<[u8]>),
    EvidenceWanted(ObjectId),
    Evidence(ObjectId, Vec<u8>),
    /// A canary that its requester has opened, for whoever reads such cases.
    Case(Vec<u8>),
}

/// What the bed knows of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::faults) enum Mark {
    /// As an honest engine made it.
    Genuine,
    /// A bit was turned on the way.
    Damaged,
    /// The adversary made it, and this rule refuses it.
    Forged { name: &'static str, rule: &'static str },
}

#[derive(Clone, Debug)]
pub(in crate::faults) struct Letter {
    pub(in crate::faults) from: NodeId,
    pub(in crate::faults) to: NodeId,
    pub(in crate::faults) parcel: Parcel,
    pub(in crate::faults) mark: Mark,
    /// Of a forgery: what has to be so when it arrives.
    pub(in crate::faults) needs: Option<Needs>,
}

impl Letter {
    /// With one bit turned, if there is any.
    pub(super) fn damaged(mut self, bit: u64) -> Self {
        let bytes: &mut [u8] = match &mut self.parcel {
            Parcel::Publication(_, bytes)
            | Parcel::Query { bytes, .. }
            | Parcel::Answer { bytes, .. }
            | Parcel::Evidence(_, bytes)
            | Parcel::Case(bytes) => bytes,
            Parcel::Statement(bundle) => Arc::make_mut(bundle),
            // What the bed says in short lies in signed statements elsewhere: they would be refused, as if lost.
            Parcel::Receipt(_) | Parcel::Refusal | Parcel::EvidenceWanted(_) => &mut [],
        };
        let length = u64::try_from(bytes.len()).unwrap_or(0);
        let bit = bit.checked_rem(length.saturating_mul(8)).unwrap_or(0);
        let place = usize::try_from(bit >> 3).unwrap_or(0);
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1 << (bit & 7);
        }
        self.mark = Mark::Damaged;
        self
    }
}

impl Mark {
    /// What it is, for people; nothing of what is as it should be.
    pub(in crate::faults) fn describe(self) -> String {
        match self {
            Self::Genuine => String::new(),
            Self::Damaged => "(damaged)".into(),
            Self::Forged { name, rule } => format!("(forged: {name}, {rule})"),
        }
    }
}

impl Parcel {
    pub(in crate::faults) fn bytes(&self) -> &[u8] {
        match self {
            Self::Publication(_, bytes)
            | Self::Query { bytes, .. }
            | Self::Answer { bytes, .. }
            | Self::Evidence(_, bytes)
            | Self::Case(bytes) => bytes,
            Self::Statement(bundle) => bundle,
            Self::Receipt(id) | Self::EvidenceWanted(id) => &id.0,
            Self::Refusal => &[],
        }
    }

    /// What it is, for people.
    pub(in crate::faults) fn describe(&self) -> String {
        match self {
            Self::Publication(publishes, _) => format!("registration ({publishes:?})"),
            Self::Receipt(id) => format!("receipt of {}", short(id)),
            Self::Refusal => "refusal".into(),
            Self::Query { task, round, .. } => format!("query of t{task}, round {round}"),
            Self::Answer { task, round, .. } => format!("answer to t{task}, round {round}"),
            Self::Statement(bundle) => {
                let statement = read::statement_of(bundle).map_or("statement", Statement::short);
                let id = read::id_of(bundle).map_or_else(|| "?".into(), |id| short(&id));
                format!("{statement} {id}")
            }
            Self::EvidenceWanted(contract) => format!("question for the evidence of {}", short(contract)),
            Self::Evidence(contract, _) => format!("evidence package of {}", short(contract)),
            Self::Case(_) => "canary case".into(),
        }
    }
}

trait Short {
    fn short(self) -> &'static str;
}

impl Short for Statement {
    fn short(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Quote => "quote",
            Self::Acceptance => "acceptance",
            Self::TaskRequest => "request",
            Self::TaskEvent => "event",
            Self::Prepared => "prepared",
            Self::Commit => "commit",
            Self::Cancel => "cancel",
            Self::TaskResult => "result",
            Self::DeliveryAck => "ack",
            Self::OutcomeReport => "report",
        }
    }
}

/// The first digits of an object id.
pub(in crate::faults) fn short(id: &ObjectId) -> String {
    id.0.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
