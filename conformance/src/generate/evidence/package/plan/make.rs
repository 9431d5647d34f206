//! How a plan becomes a package.

use casp_wire::v1;
use prost::Message as _;

use super::{Edit, Made, Plan, attestation};
use crate::generate::engagement;
use crate::generate::evidence::trace;
use crate::generate::forge::{Key, Payload, Statement};
use crate::generate::world::{DAY, HOUR, SECOND, World};

impl<'w> Plan<'w> {
    /// Makes it.
    pub(in crate::generate) fn make(&self) -> Made {
        let mut package = v1::EvidencePackage::default();
        let mut made = if self.has_contract {
            self.make_contract(&mut package)
        } else {
            self.make_trace(&mut package)
        };
        for edit in &self.edits.package {
            edit(&mut package);
        }
        made.package = package;
        made
    }

    /// The encoded package.
    pub(in crate::generate) fn bytes(&self) -> Vec<u8> {
        self.make().package.encode_to_vec()
    }

    fn make_trace(&self, package: &mut v1::EvidencePackage) -> Made {
        let events = self.make_events(&[]);
        let checkpoints = self.make_checkpoints(&events, &[]);
        package.checkpoints = checkpoints.iter().map(Statement::bundle).collect();
        package.events = events;
        Made {
            package: v1::EvidencePackage::default(),
            acceptance: vec![],
            receipts: vec![],
        }
    }

    fn make_contract(&self, package: &mut v1::EvidencePackage) -> Made {
        let World { alice, bob, .. } = self.world;
        let mut offer = engagement::offer(self.world, bob, alice);
        offer.terms = Some(self.terms());
        let offer = self.sign("offer", 0, 0, offer, &self.edits.offer, bob);
        let mut quote = engagement::quote(self.world, alice, bob);
        quote.offer = offer.object_id();
        quote.terms = Some(self.terms());
        let quote = self.sign("quote", 0, SECOND, quote, &self.edits.quote, alice);
        let mut acceptance = engagement::acceptance(self.world, bob, alice);
        acceptance.quote = quote.object_id();
        let acceptance = self.sign("acceptance", 0, 2 * SECOND, acceptance, &self.edits.acceptance, bob);
        let contract = acceptance.object_id();
        let mut request = engagement::request(self.world, bob, alice);
        request.contract.clone_from(&contract);
        let request = self.sign("request", 0, 3 * SECOND, request, &self.edits.request, bob);
        let receipts = self.make_receipts(&contract);
        let ids: Vec<Vec<u8>> = receipts.iter().map(Statement::object_id).collect();
        let events = self.make_events(&ids);
        let two_steps = self.is_committed.then(|| self.make_commit(&contract, &request));
        let allowed = two_steps.as_ref().map(|[_, commit]| commit.object_id());
        let result = self.make_result(&contract, &request, allowed, &ids, &events);
        let checkpoints = self.make_checkpoints(&events, &contract);
        *package = v1::EvidencePackage {
            offer: Some(offer.bundle()),
            quote: Some(quote.bundle()),
            acceptance: Some(acceptance.bundle()),
            request: Some(request.bundle()),
            ack: self.has_ack.then(|| self.make_ack(&contract, &result).bundle()),
            result: Some(result.bundle()),
            receipts: receipts.iter().map(Statement::bundle).collect(),
            checkpoints: checkpoints.iter().map(Statement::bundle).collect(),
            attestations: self.make_attestations(&contract, &events),
            events,
            prepared: two_steps.as_ref().map(|[prepared, _]| prepared.bundle()),
            commit: two_steps.as_ref().map(|[_, commit]| commit.bundle()),
        };
        Made {
            package: v1::EvidencePackage::default(),
            acceptance: contract,
            receipts: ids,
        }
    }

    fn terms(&self) -> v1::Terms {
        let side_effect = if self.is_committed {
            v1::SideEffect::Irreversible
        } else {
            v1::SideEffect::None
        };
        v1::Terms {
            side_effect: side_effect.into(),
            deadline_ms: self.begins() + DAY,
            evidence: self.asked.iter().map(|kind| (*kind).to_owned()).collect(),
            receipt_signers: vec![self.world.carol.multikey()],
            ..engagement::terms(self.world)
        }
    }

    fn make_receipts(&self, contract: &[u8]) -> Vec<Statement> {
        let mut receipts: Vec<Statement> = Vec::new();
        for (index, class) in self.receipts.iter().enumerate() {
            let signer = match class {
                v1::SignerClass::EndorsedThirdParty => &self.world.carol,
                v1::SignerClass::Attested => &self.world.host,
                _ => &self.world.alice,
            };
            let at = 5 * SECOND + 100 * i64::try_from(index).unwrap_or(0);
            let receipt = v1::ToolReceipt {
                contract: contract.to_vec(),
                seq: u32::try_from(index + 1).unwrap_or(0),
                started_at_ms: self.begins() + at - 80,
                ended_at_ms: self.begins() + at - 30,
                previous: receipts.last().map(Statement::object_id).into_iter().collect(),
                signer_class: (*class).into(),
                ..engagement::receipt(self.world, signer)
            };
            let edits = of_index(&self.edits.receipt, index);
            receipts.push(self.sign("receipts", index, at, receipt, edits, signer));
        }
        receipts
    }

    /// Events, of which the first ones belong to the receipts.
    fn make_events(&self, receipts: &[Vec<u8>]) -> Vec<v1::TraceEvent> {
        let mut events = trace::events(self.world, "the work", self.events);
        for (event, receipt) in events.iter_mut().zip(receipts) {
            event.receipt.clone_from(receipt);
        }
        for edit in &self.edits.trace {
            edit(&mut events);
        }
        events
    }

    /// The prepared statement and its commit.
    fn make_commit(&self, contract: &[u8], request: &Statement) -> [Statement; 2] {
        let World { alice, bob, .. } = self.world;
        let prepared = v1::Prepared {
            contract: contract.to_vec(),
            request: request.object_id(),
            ..engagement::prepared(self.world, alice, bob)
        };
        let prepared = self.sign("prepared", 0, 15 * SECOND, prepared, &self.edits.prepared, alice);
        let commit = v1::Commit {
            contract: contract.to_vec(),
            prepared: prepared.object_id(),
            ..engagement::commit(self.world, bob, alice)
        };
        let commit = self.sign("commit", 0, 16 * SECOND, commit, &self.edits.commit, bob);
        [prepared, commit]
    }

    fn make_result(
        &self,
        contract: &[u8],
        request: &Statement,
        commit: Option<Vec<u8>>,
        receipts: &[Vec<u8>],
        events: &[v1::TraceEvent],
    ) -> Statement {
        let World { alice, bob, .. } = self.world;
        let mut receipts = receipts.to_vec();
        receipts.sort();
        let trace = (!events.is_empty()).then(|| v1::TraceCommitment {
            session: trace::session(self.world),
            size: events.len() as u64,
            root: trace::root(events),
        });
        let result = v1::TaskResult {
            contract: contract.to_vec(),
            request: request.object_id(),
            trace,
            receipts,
            commit: commit.unwrap_or_default(),
            ..engagement::result(self.world, alice, bob)
        };
        self.sign("result", 0, 20 * SECOND, result, &self.edits.result, alice)
    }

    fn make_ack(&self, contract: &[u8], result: &Statement) -> Statement {
        let World { alice, bob, .. } = self.world;
        let ack = v1::DeliveryAck {
            contract: contract.to_vec(),
            result: result.object_id(),
            ..engagement::ack(self.world, bob, alice)
        };
        self.sign("ack", 0, 25 * SECOND, ack, &self.edits.ack, bob)
    }

    fn make_checkpoints(&self, events: &[v1::TraceEvent], contract: &[u8]) -> Vec<Statement> {
        let alice = &self.world.alice;
        let make = |(index, size): (usize, &usize)| {
            let mut checkpoint = trace::checkpoint(self.world, alice, events, *size);
            checkpoint.contract = contract.to_vec();
            let at = 10 * SECOND + i64::try_from(index).unwrap_or(0);
            let edits = of_index(&self.edits.checkpoint, index);
            self.sign("checkpoints", index, at, checkpoint, edits, alice)
        };
        self.checkpoints.iter().enumerate().map(make).collect()
    }

    fn make_attestations(&self, contract: &[u8], events: &[v1::TraceEvent]) -> Vec<v1::AttestationEvidence> {
        let root = if events.is_empty() {
            vec![0; 32]
        } else {
            trace::root(events)
        };
        let make = |(index, key): (usize, &Key)| {
            let mut attestation = attestation(self.world, &key.multikey(), contract, &root);
            for edit in of_index(&self.edits.attestation, index) {
                edit(&mut attestation);
            }
            attestation
        };
        self.attested.iter().enumerate().map(make).collect()
    }

    /// Signs a message so long after the beginning, after its edits.
    fn sign<'e, T: Payload + 'e>(
        &self,
        member: &'static str,
        index: usize,
        at: i64,
        mut message: T,
        edits: impl IntoIterator<Item = &'e Edit<'w, T>>,
        root: &Key,
    ) -> Statement
    where
        'w: 'e,
    {
        let header = message.header();
        header.issued_at_ms = self.begins() + at;
        if header.expires_at_ms > 0 {
            header.expires_at_ms = self.begins() + HOUR;
        }
        let is_this = |name: &str, at: usize| name == member && at == index;
        let issuer = self.issuers.iter().find(|(name, at, _)| is_this(name, *at));
        let root = issuer.map_or(root, |(_, _, key)| key);
        message.header().issuer = root.multikey();
        edits.into_iter().for_each(|edit| edit(&mut message));
        let delegate = self.delegates.iter().find(|(name, at, ..)| is_this(name, *at));
        let mut statement = match delegate {
            Some((_, _, key, proof)) => message.delegated(key, proof),
            None => message.signed(root),
        };
        let edits = self.edits.statement.iter();
        for (_, _, edit) in edits.filter(|(name, at, _)| is_this(name, *at)) {
            edit(&mut statement);
        }
        statement
    }
}

fn of_index<'e, 'w, T>(
    edits: &'e [(usize, Edit<'w, T>)],
    index: usize,
) -> impl Iterator<Item = &'e Edit<'w, T>> + use<'e, 'w, T> {
    edits.iter().filter(move |(at, _)| *at == index).map(|(_, edit)| edit)
}
