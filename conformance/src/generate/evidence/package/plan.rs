//! A package in the making: who does what, and where it goes wrong.
//!
//! Statements are made in the order in which parties make them, each naming those before it. What an edit changes, later statements
//! name as it then is: so a plan goes wrong at one place and nowhere else.

mod make;

use casp_wire::v1;

use crate::generate::engagement;
use crate::generate::forge::{Key, Statement};
use crate::generate::world::{MINUTE, World};

type Edit<'w, T> = Box<dyn Fn(&mut T) + 'w>;

/// What is to be made. Alice provides, Bob requests, Carol is a witness that the contract names.
pub(in crate::generate) struct Plan<'w> {
    pub(in crate::generate) world: &'w World,
    /// Whether there is a contract; else the package holds a trace alone.
    pub(in crate::generate) has_contract: bool,
    /// Whether the requester acknowledges.
    pub(in crate::generate) has_ack: bool,
    /// Whether the effect cannot be undone, so that the provider prepares and the requester commits.
    pub(in crate::generate) is_committed: bool,
    /// Evidence that the terms ask for.
    pub(in crate::generate) asked: Vec<&'static str>,
    /// Class of each receipt.
    pub(in crate::generate) receipts: Vec<v1::SignerClass>,
    /// Number of events.
    pub(in crate::generate) events: u64,
    /// Size of each checkpoint.
    pub(in crate::generate) checkpoints: Vec<usize>,
    /// Keys that are attested.
    pub(in crate::generate) attested: Vec<Key>,
    edits: Edits<'w>,
    delegates: Vec<(&'static str, usize, Key, Statement)>,
    issuers: Vec<(&'static str, usize, Key)>,
}

#[derive(Default)]
struct Edits<'w> {
    offer: Vec<Edit<'w, v1::Offer>>,
    quote: Vec<Edit<'w, v1::Quote>>,
    acceptance: Vec<Edit<'w, v1::Acceptance>>,
    request: Vec<Edit<'w, v1::TaskRequest>>,
    prepared: Vec<Edit<'w, v1::Prepared>>,
    commit: Vec<Edit<'w, v1::Commit>>,
    receipt: Vec<(usize, Edit<'w, v1::ToolReceipt>)>,
    trace: Vec<Edit<'w, Vec<v1::TraceEvent>>>,
    result: Vec<Edit<'w, v1::TaskResult>>,
    ack: Vec<Edit<'w, v1::DeliveryAck>>,
    checkpoint: Vec<(usize, Edit<'w, v1::TraceCheckpoint>)>,
    attestation: Vec<(usize, Edit<'w, v1::AttestationEvidence>)>,
    statement: Vec<(&'static str, usize, Edit<'w, Statement>)>,
    package: Vec<Edit<'w, v1::EvidencePackage>>,
}

macro_rules! edits {
    ($($name:ident: $message:ty,)*) => {
        $(pub(in crate::generate) fn $name(mut self, edit: impl Fn(&mut $message) + 'w) -> Self {
            self.edits.$name.push(Box::new(edit));
            self
        })*
    };
}

macro_rules! edits_of_items {
    ($($name:ident: $message:ty,)*) => {
        $(pub(in crate::generate) fn $name(mut self, index: usize, edit: impl Fn(&mut $message) + 'w) -> Self {
            self.edits.$name.push((index, Box::new(edit)));
            self
        })*
    };
}

/// Changes, each made to a message before it is signed; to a statement after that; to the package when all is in it.
impl<'w> Plan<'w> {
    edits! {
        offer: v1::Offer,
        quote: v1::Quote,
        acceptance: v1::Acceptance,
        request: v1::TaskRequest,
        prepared: v1::Prepared,
        commit: v1::Commit,
        trace: Vec<v1::TraceEvent>,
        result: v1::TaskResult,
        ack: v1::DeliveryAck,
        package: v1::EvidencePackage,
    }

    edits_of_items! {
        receipt: v1::ToolReceipt,
        checkpoint: v1::TraceCheckpoint,
        attestation: v1::AttestationEvidence,
    }

    pub(in crate::generate) fn statement(
        mut self,
        member: &'static str,
        index: usize,
        edit: impl Fn(&mut Statement) + 'w,
    ) -> Self {
        self.edits.statement.push((member, index, Box::new(edit)));
        self
    }

    /// A member is issued by another agent.
    pub(in crate::generate) fn issued_by(mut self, member: &'static str, index: usize, issuer: &Key) -> Self {
        self.issuers.push((member, index, issuer.clone()));
        self
    }

    /// A member is signed by an operational key.
    pub(in crate::generate) fn delegated(
        mut self,
        member: &'static str,
        index: usize,
        key: &Key,
        proof: &Statement,
    ) -> Self {
        self.delegates.push((member, index, key.clone(), proof.clone()));
        self
    }
}

/// What was made.
pub(in crate::generate) struct Made {
    pub(in crate::generate) package: v1::EvidencePackage,
    pub(in crate::generate) acceptance: Vec<u8>,
    pub(in crate::generate) receipts: Vec<Vec<u8>>,
}

impl Made {
    /// Whether any bundle has a proof.
    pub(in crate::generate) fn has_proofs(&self) -> bool {
        let package = &self.package;
        let four = [&package.offer, &package.quote, &package.acceptance, &package.request];
        let later = [&package.prepared, &package.commit, &package.result, &package.ack];
        let single = four.into_iter().chain(later).flatten();
        let all = single.chain(&package.receipts).chain(&package.checkpoints);
        all.into_iter().any(|bundle| !bundle.proofs.is_empty())
    }
}

impl<'w> Plan<'w> {
    /// The five statements of a contract that was fulfilled, and nothing else.
    pub(in crate::generate) fn bare(world: &'w World) -> Self {
        Self {
            world,
            has_contract: true,
            has_ack: false,
            is_committed: false,
            asked: vec![],
            receipts: vec![],
            events: 0,
            checkpoints: vec![],
            attested: vec![],
            edits: Edits::default(),
            delegates: vec![],
            issuers: vec![],
        }
    }

    /// A trace of so many events without contract, and checkpoints of it.
    pub(in crate::generate) fn alone(world: &'w World, events: u64, checkpoints: &[usize]) -> Self {
        Self {
            has_contract: false,
            ..Self::bare(world).traced(events, checkpoints)
        }
    }

    /// Everything that a package can hold.
    pub(in crate::generate) fn full(world: &'w World) -> Self {
        use v1::SignerClass::{Attested, EndorsedThirdParty, HostProxy};
        Self {
            has_ack: true,
            asked: vec!["attestation", "tool-receipt", "trace"],
            ..Self::bare(world)
                .witnessed(&[HostProxy, EndorsedThirdParty, Attested])
                .traced(4, &[2, 4])
                .attesting(&[&world.host])
        }
    }

    pub(in crate::generate) fn witnessed(mut self, classes: &[v1::SignerClass]) -> Self {
        self.receipts = classes.to_vec();
        self
    }

    pub(in crate::generate) fn traced(mut self, events: u64, checkpoints: &[usize]) -> Self {
        self.events = events;
        self.checkpoints = checkpoints.to_vec();
        self
    }

    pub(in crate::generate) fn attesting(mut self, keys: &[&Key]) -> Self {
        self.attested = keys.iter().map(|key| (*key).clone()).collect();
        self
    }

    pub(in crate::generate) fn asking(mut self, evidence: &[&'static str]) -> Self {
        self.asked = evidence.to_vec();
        self
    }

    pub(in crate::generate) fn acknowledged(mut self) -> Self {
        self.has_ack = true;
        self
    }

    /// The provider prepares, the requester commits, and the result names the commit.
    pub(in crate::generate) fn committed(mut self) -> Self {
        self.is_committed = true;
        self
    }

    /// When the offer was made, milliseconds since the Unix epoch.
    pub(in crate::generate) fn begins(&self) -> i64 {
        begins(self.world)
    }
}

/// When the offers of all plans are made, milliseconds since the Unix epoch.
pub(in crate::generate) fn begins(world: &World) -> i64 {
    world.issued - MINUTE
}

/// An attestation whose report is of no kind that anyone checks here.
pub(in crate::generate) fn attestation(
    world: &World,
    key: &[u8],
    contract: &[u8],
    root: &[u8],
) -> v1::AttestationEvidence {
    v1::AttestationEvidence {
        kind: "com.example.vouched".to_owned(),
        key: key.to_vec(),
        binding: engagement::tagged("casp/v1/attestation", &[key, contract, root]),
        report: world.draw("report").bytes(24),
    }
}
