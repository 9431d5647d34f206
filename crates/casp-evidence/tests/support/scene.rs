//! A whole engagement with its evidence, sound unless edited. Every statement names the others as they come out, so that an
//! edit breaks the one rule that it is about.

use casp_evidence::tree::{Frontier, leaf_hash};
use casp_evidence::{ToolReceiptKind, TraceCheckpointKind, attestation_binding};
use casp_identity::{Kind, ObjectId, Signed};
use casp_task::{
    AcceptanceKind, CommitKind, DeliveryAckKind, OfferKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::v1::{
    Acceptance, AttestationEvidence, Bundle, Commit, Content, DeliveryAck, EvidencePackage, Header, Money, Offer,
    Prepared, Quote, SideEffect, SignerClass, TaskRequest, TaskResult, TaskStatus, Terms, ToolReceipt, TraceCheckpoint,
    TraceCommitment, TraceEvent, content,
};
use sha2::{Digest as _, Sha256};

use super::{
    DAY, ENCLAVE, MINUTE, NETWORK, NOW, PROVIDER, REQUESTER, SECOND, SESSION, TOOL, bundle, header, id, key, object_id,
    salt, seal,
};

pub const DEADLINE: i64 = NOW + DAY;

type Edit<M> = Box<dyn Fn(&mut M)>;
type EditNth<M> = Box<dyn Fn(usize, &mut M)>;

/// What there is to be, and what is changed of it before it is signed.
pub struct Scene {
    pub receipts: usize,
    pub events: usize,
    /// Length of each event's data, bytes.
    pub data_bytes: usize,
    pub checkpoints: Vec<u64>,
    pub attestations: usize,
    pub evidence: Vec<&'static str>,
    pub acknowledged: bool,
    pub traced: bool,
    /// Whether the effect is irreversible, and so prepared and committed to.
    pub committed: bool,
    pub offer: Edit<Offer>,
    pub quote: Edit<Quote>,
    pub acceptance: Edit<Acceptance>,
    pub request: Edit<TaskRequest>,
    pub prepared: Edit<Prepared>,
    pub commit: Edit<Commit>,
    pub result: Edit<TaskResult>,
    pub ack: Edit<DeliveryAck>,
    pub receipt: EditNth<ToolReceipt>,
    pub event: EditNth<TraceEvent>,
    pub checkpoint: EditNth<TraceCheckpoint>,
    pub attestation: EditNth<AttestationEvidence>,
    /// Who signs a receipt, by its issuer or under this scene's delegation.
    pub receipt_by: Box<dyn Fn(usize) -> u8>,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            receipts: 3,
            events: 6,
            data_bytes: 20,
            checkpoints: vec![2, 6],
            attestations: 1,
            evidence: vec!["attestation", "tool-receipt", "trace"],
            acknowledged: true,
            traced: true,
            committed: false,
            offer: Box::new(|_| {}),
            quote: Box::new(|_| {}),
            acceptance: Box::new(|_| {}),
            request: Box::new(|_| {}),
            prepared: Box::new(|_| {}),
            commit: Box::new(|_| {}),
            result: Box::new(|_| {}),
            ack: Box::new(|_| {}),
            receipt: Box::new(|_, _| {}),
            event: Box::new(|_, _| {}),
            checkpoint: Box::new(|_, _| {}),
            attestation: Box::new(|_, _| {}),
            receipt_by: Box::new(|_| PROVIDER),
        }
    }
}

/// An engagement, signed.
pub struct Signings {
    pub offer: Signed<OfferKind>,
    pub quote: Signed<QuoteKind>,
    pub acceptance: Signed<AcceptanceKind>,
    pub request: Signed<TaskRequestKind>,
    pub prepared: Signed<PreparedKind>,
    pub commit: Signed<CommitKind>,
    pub result: Signed<TaskResultKind>,
    pub ack: Signed<DeliveryAckKind>,
    pub receipts: Vec<Signed<ToolReceiptKind>>,
    pub leaves: Vec<Vec<u8>>,
    pub checkpoints: Vec<Signed<TraceCheckpointKind>>,
    pub attestations: Vec<AttestationEvidence>,
}

impl Scene {
    pub fn sign(&self) -> Signings {
        let offer = self.sign_offer();
        let quote = self.sign_quote(&offer);
        let acceptance = self.sign_acceptance(&quote);
        let contract = id_of(&acceptance);
        let request = self.sign_request(contract);
        let prepared = self.sign_prepared(contract, &request);
        let commit = self.sign_commit(contract, &prepared);
        let receipts = self.sign_receipts(contract);
        let leaves = self.leaves(&receipts);
        let tree = |size: usize| {
            let mut tree = Frontier::new();
            leaves[..size]
                .iter()
                .for_each(|leaf| tree.push(leaf_hash(leaf)).unwrap());
            tree.root()
        };
        let root = tree(leaves.len());
        let trace = (self.traced && !leaves.is_empty()).then(|| TraceCommitment {
            session: SESSION.into(),
            size: leaves.len() as u64,
            root: root.into(),
        });
        let checkpoints = self.sign_checkpoints(contract, |size| tree(size.min(leaves.len())));
        let bound = trace.as_ref().map(|_| root);
        let result = self.sign_result(contract, (&request, &commit), trace, &receipts);
        let ack = self.sign_ack(contract, &result);
        let attestations = (0..self.attestations).map(|index| self.attest(index, contract, bound));
        let attestations = attestations.collect();
        Signings {
            offer,
            quote,
            acceptance,
            request,
            prepared,
            commit,
            result,
            ack,
            receipts,
            leaves,
            checkpoints,
            attestations,
        }
    }

    /// The package of it all.
    pub fn package(&self) -> EvidencePackage {
        let signed = self.sign();
        EvidencePackage {
            offer: Some(bundle(&signed.offer)),
            quote: Some(bundle(&signed.quote)),
            acceptance: Some(bundle(&signed.acceptance)),
            request: Some(bundle(&signed.request)),
            result: Some(bundle(&signed.result)),
            ack: self.acknowledged.then(|| bundle(&signed.ack)),
            receipts: signed.receipts.iter().map(bundle).collect(),
            events: signed
                .leaves
                .iter()
                .map(|leaf| casp_wire::decode(leaf, casp_wire::Layer::Envelope).unwrap())
                .collect(),
            checkpoints: signed.checkpoints.iter().map(bundle).collect(),
            attestations: signed.attestations,
            prepared: self.committed.then(|| bundle(&signed.prepared)),
            commit: self.committed.then(|| bundle(&signed.commit)),
        }
    }

    fn sign_offer(&self) -> Signed<OfferKind> {
        let mut offer = Offer {
            header: Some(one_shot(REQUESTER, PROVIDER, 0)),
            descriptor: vec![1; 32],
            terms: Some(self.terms()),
            input_media_type: "text/plain".into(),
            input_bytes: INPUT.len() as u64,
        };
        (self.offer)(&mut offer);
        seal(REQUESTER, &offer)
    }

    fn terms(&self) -> Terms {
        Terms {
            capability_id: "org.example/translate".into(),
            capability_version: "1.2.0".into(),
            behavior_digest: vec![7; 32],
            side_effect: if self.committed {
                SideEffect::Irreversible.into()
            } else {
                SideEffect::None.into()
            },
            price: Some(Money {
                currency: "EUR".into(),
                amount_micros: 5,
            }),
            deadline_ms: DEADLINE,
            output_media_type: "text/plain".into(),
            evidence: self.evidence.iter().map(|kind| (*kind).into()).collect(),
            receipt_signers: vec![id(TOOL).as_bytes().into()],
        }
    }

    fn sign_quote(&self, offer: &Signed<OfferKind>) -> Signed<QuoteKind> {
        let mut quote = Quote {
            header: Some(one_shot(PROVIDER, REQUESTER, 1)),
            offer: id_of(offer).0.into(),
            terms: Some(self.terms()),
        };
        (self.quote)(&mut quote);
        seal(PROVIDER, &quote)
    }

    fn sign_acceptance(&self, quote: &Signed<QuoteKind>) -> Signed<AcceptanceKind> {
        let mut acceptance = Acceptance {
            header: Some(one_shot(REQUESTER, PROVIDER, 2)),
            quote: id_of(quote).0.into(),
            blind: vec![4; 32],
            input_digest: content(INPUT).digest,
        };
        (self.acceptance)(&mut acceptance);
        seal(REQUESTER, &acceptance)
    }

    fn sign_request(&self, contract: ObjectId) -> Signed<TaskRequestKind> {
        let mut request = TaskRequest {
            header: Some(one_shot(REQUESTER, PROVIDER, 3)),
            contract: contract.0.into(),
            input: Some(content(INPUT)),
        };
        (self.request)(&mut request);
        seal(REQUESTER, &request)
    }

    fn sign_prepared(&self, contract: ObjectId, request: &Signed<TaskRequestKind>) -> Signed<PreparedKind> {
        let mut prepared = Prepared {
            header: Some(one_shot(PROVIDER, REQUESTER, 4)),
            contract: contract.0.into(),
            request: id_of(request).0.into(),
            plan: Some(content(b"the plan")),
        };
        (self.prepared)(&mut prepared);
        seal(PROVIDER, &prepared)
    }

    fn sign_commit(&self, contract: ObjectId, prepared: &Signed<PreparedKind>) -> Signed<CommitKind> {
        let mut commit = Commit {
            header: Some(one_shot(REQUESTER, PROVIDER, 5)),
            contract: contract.0.into(),
            prepared: id_of(prepared).0.into(),
        };
        (self.commit)(&mut commit);
        seal(REQUESTER, &commit)
    }

    fn sign_receipts(&self, contract: ObjectId) -> Vec<Signed<ToolReceiptKind>> {
        let mut signed: Vec<Signed<ToolReceiptKind>> = Vec::new();
        for index in 0..self.receipts {
            let by = (self.receipt_by)(index);
            let class = match by {
                TOOL => SignerClass::EndorsedThirdParty,
                ENCLAVE => SignerClass::Attested,
                _ => SignerClass::HostProxy,
            };
            let mut receipt = ToolReceipt {
                header: Some(header(by, NOW + MINUTE + index as i64)),
                contract: contract.0.into(),
                seq: index as u32 + 1,
                tool: "org.example/fetch".into(),
                tool_version: "0.3".into(),
                input_digest: vec![2; 32],
                output_digest: vec![3; 32],
                started_at_ms: NOW + 10 * SECOND,
                ended_at_ms: NOW + 11 * SECOND,
                previous: signed.last().map(|last| id_of(last).0.into()).into_iter().collect(),
                signer_class: class.into(),
            };
            (self.receipt)(index, &mut receipt);
            signed.push(seal(by, &receipt));
        }
        signed
    }

    fn leaves(&self, receipts: &[Signed<ToolReceiptKind>]) -> Vec<Vec<u8>> {
        let events = (0..self.events).map(|index| {
            let mut event = TraceEvent {
                seq: index as u64 + 1,
                salt: salt(index as u64).into(),
                at_ms: NOW + MINUTE + index as i64,
                kind: "tool-call".into(),
                receipt: receipts
                    .get(index)
                    .map(|receipt| id_of(receipt).0.into())
                    .unwrap_or_default(),
                data: vec![6; self.data_bytes],
                terminal: index + 1 == self.events,
            };
            (self.event)(index, &mut event);
            casp_wire::encode(&event)
        });
        events.collect()
    }

    fn sign_checkpoints(
        &self,
        contract: ObjectId,
        root: impl Fn(usize) -> [u8; 32],
    ) -> Vec<Signed<TraceCheckpointKind>> {
        let checkpoints = self.checkpoints.iter().enumerate().map(|(index, size)| {
            let mut checkpoint = TraceCheckpoint {
                header: Some(header(PROVIDER, NOW + 2 * MINUTE)),
                contract: contract.0.into(),
                session: SESSION.into(),
                size: *size,
                root: root(*size as usize).into(),
            };
            (self.checkpoint)(index, &mut checkpoint);
            let issuer = checkpoint.header.as_ref().unwrap().issuer.clone();
            let by = (0..=u8::MAX)
                .find(|number| id(*number).as_bytes() == issuer.as_slice())
                .unwrap();
            seal(by, &checkpoint)
        });
        checkpoints.collect()
    }

    fn sign_result(
        &self,
        contract: ObjectId,
        (request, commit): (&Signed<TaskRequestKind>, &Signed<CommitKind>),
        trace: Option<TraceCommitment>,
        receipts: &[Signed<ToolReceiptKind>],
    ) -> Signed<TaskResultKind> {
        let mut named: Vec<Vec<u8>> = receipts.iter().map(|receipt| id_of(receipt).0.into()).collect();
        named.sort_unstable();
        let mut result = TaskResult {
            header: Some(to(PROVIDER, REQUESTER, NOW + 3 * MINUTE)),
            contract: contract.0.into(),
            request: id_of(request).0.into(),
            status: TaskStatus::Completed.into(),
            output: Some(content(b"the output")),
            trace,
            receipts: named,
            reason: String::new(),
            commit: if self.committed { id_of(commit).0.into() } else { vec![] },
        };
        (self.result)(&mut result);
        seal(PROVIDER, &result)
    }

    fn sign_ack(&self, contract: ObjectId, result: &Signed<TaskResultKind>) -> Signed<DeliveryAckKind> {
        let mut ack = DeliveryAck {
            header: Some(to(REQUESTER, PROVIDER, NOW + 4 * MINUTE)),
            contract: contract.0.into(),
            result: id_of(result).0.into(),
        };
        (self.ack)(&mut ack);
        seal(REQUESTER, &ack)
    }

    fn attest(&self, index: usize, contract: ObjectId, root: Option<[u8; 32]>) -> AttestationEvidence {
        // The provider's own key first, then those of receipts.
        let by = if index == 0 { PROVIDER } else { ENCLAVE };
        let mut attestation = AttestationEvidence {
            kind: "tpm2".into(),
            key: id(by).as_bytes().into(),
            binding: attestation_binding(&id(by), &contract, root.as_ref()).into(),
            report: b"a report".into(),
        };
        (self.attestation)(index, &mut attestation);
        attestation
    }
}

pub const INPUT: &[u8] = b"the input";

pub fn content(bytes: &[u8]) -> Content {
    Content {
        media_type: "text/plain".into(),
        size_bytes: bytes.len() as u64,
        digest: Sha256::new_with_prefix("casp/v1/content")
            .chain_update(bytes)
            .finalize()
            .to_vec(),
        body: Some(content::Body::Inline(bytes.into())),
    }
}

/// Header of a statement to someone that lasts.
pub fn to(agent: u8, audience: u8, issued_at_ms: i64) -> Header {
    Header {
        audience: id(audience).as_bytes().into(),
        ..header(agent, issued_at_ms)
    }
}

/// Header of the `nth` statement of an engagement.
pub fn one_shot(agent: u8, audience: u8, nth: u8) -> Header {
    let issued_at_ms = NOW + i64::from(nth) * SECOND;
    Header {
        nonce: vec![nth; 16],
        expires_at_ms: issued_at_ms + MINUTE,
        ..to(agent, audience, issued_at_ms)
    }
}

pub fn id_of<K: Kind>(signed: &Signed<K>) -> ObjectId {
    signed.object_id().unwrap()
}

/// The bundle with its payload altered and signed anew by the test key that signed it.
pub fn reseal<M: prost::Message + Default>(bundle: &mut Option<Bundle>, edit: impl FnOnce(&mut M)) {
    reseal_bundle(bundle.as_mut().unwrap(), edit);
}

pub fn reseal_bundle<M: prost::Message + Default>(bundle: &mut Bundle, edit: impl FnOnce(&mut M)) {
    let subject = bundle.subject.as_mut().unwrap();
    let mut message = M::decode(subject.payload.as_slice()).unwrap();
    edit(&mut message);
    subject.payload = message.encode_to_vec();
    *bundle = super::forge::resign(bundle.clone());
}

/// Spoils the signature.
pub fn spoil(bundle: &mut Bundle) {
    bundle.subject.as_mut().unwrap().signatures[0].sig[40] ^= 1;
}

pub fn names(bundle: &Bundle) -> ObjectId {
    object_id(bundle)
}

/// Who is who, for those that read a scene.
pub fn network() -> &'static str {
    let _ = key(0);
    NETWORK
}
