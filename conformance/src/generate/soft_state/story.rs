//! What has been said to a store so far, and what is said next.

use casp_wire::v1;
use prost::Message as _;

use crate::generate::case::Case;
use crate::generate::forge::{Key, Payload, Statement};
use crate::generate::world::{HOUR, World, apply, done, lookup, observe, undone, unsigned};
use crate::vector::{Begin, Bytes, Operation, Output, Step, Vector, Verdict};

/// A store's history. Times are told in milliseconds after [`World::issued`].
#[derive(Clone)]
pub(super) struct Story<'a> {
    pub(super) world: &'a World,
    group: &'static str,
    begin: Begin,
    prior: Vec<Step>,
}

impl<'a> Story<'a> {
    /// Nothing has happened yet.
    pub(super) fn new(world: &'a World, group: &'static str) -> Self {
        Self {
            world,
            group,
            begin: world.begin(),
            prior: Vec::new(),
        }
    }

    /// The store holds at most so many agents.
    pub(super) fn with_capacity(mut self, agents: u32) -> Self {
        self.begin.store_capacity = agents;
        self
    }

    /// A statement was applied.
    pub(super) fn applied(mut self, at: i64, statement: &Statement) -> Self {
        self.prior.push(done(self.time(at), apply(statement)));
        self
    }

    /// A statement was refused.
    pub(super) fn refused(mut self, at: i64, statement: &Statement, verdict: Verdict) -> Self {
        self.prior.push(undone(self.time(at), apply(statement), verdict));
        self
    }

    /// A delegation or retirement was observed.
    pub(super) fn observed(mut self, at: i64, statement: &Statement) -> Self {
        self.prior.push(done(self.time(at), observe(statement)));
        self
    }

    /// Something else happened, which was accepted.
    pub(super) fn after(mut self, at: i64, operation: Operation) -> Self {
        self.prior.push(done(self.time(at), operation));
        self
    }

    fn time(&self, at: i64) -> i64 {
        self.world.issued + at
    }

    /// The id of a vector of this group.
    pub(super) fn id(&self, name: &str) -> String {
        format!("soft-state/{}/{name}", self.group)
    }

    fn case(&self, title: &str, name: &str, message: &str, at: i64, operation: Operation) -> Case {
        let title = format!("{title}: {}", name.replace('-', " "));
        let flags: &[&str] = if self.prior.is_empty() { &[] } else { &["has-prior"] };
        Case::new(self.id(name), title, &self.begin, self.time(at), operation)
            .about(message, "")
            .after(self.prior.clone())
            .flags(flags)
    }

    fn applying(&self, title: &str, name: &str, at: i64, statement: &Statement) -> Case {
        let flags: &[&str] = if statement.proofs.is_empty() {
            &[]
        } else {
            &["has-proofs"]
        };
        let message = statement.kind.table().name;
        self.case(title, name, message, at, apply(statement)).flags(flags)
    }

    /// A statement is applied.
    pub(super) fn accepts(&self, name: &str, rules: &[&str], at: i64, statement: &Statement) -> Vector {
        let case = self.applying("applied", name, at, statement);
        case.accepted(rules, statement.verified())
    }

    /// A statement is refused; `twin` is another vector of the group.
    pub(super) fn refuses(&self, rule: &str, fault: &str, twin: &str, at: i64, statement: &Statement) -> Vector {
        let case = self.applying("refused", fault, at, statement);
        case.refused(rule, fault, self.id(twin), &[])
    }

    /// What the store holds for an agent.
    pub(super) fn holds(&self, name: &str, rules: &[&str], at: i64, agent: &Key, entry: Output) -> Vector {
        let title = if entry == nothing() { "nothing held" } else { "held" };
        let case = self.case(title, name, "EntryInfo", at, lookup(agent));
        case.accepted(rules, Some(entry))
    }

    /// An equivocation proof is checked.
    pub(super) fn checks(&self, name: &str, at: i64, proof: Vec<u8>) -> Case {
        let operation = Operation::CheckEquivocation { proof: Bytes(proof) };
        self.case("proof", name, "EquivocationProof", at, operation)
    }

    /// Alice's descriptor, so long after the first one, with a sequence so much higher.
    pub(super) fn descriptor(&self, at: i64, sequence: u64) -> v1::CapabilityDescriptor {
        self.descriptor_of(&self.world.alice, at, sequence)
    }

    /// An agent's descriptor.
    pub(super) fn descriptor_of(&self, agent: &Key, at: i64, sequence: u64) -> v1::CapabilityDescriptor {
        let mut descriptor = self.world.descriptor(agent);
        descriptor.sequence += sequence;
        descriptor.header().issued_at_ms += at;
        descriptor.ttl_ms = unsigned(HOUR);
        descriptor
    }

    /// Alice's refresh of a descriptor, issued at `at` for `lifetime`.
    pub(super) fn refresh(&self, at: i64, sequence: u64, of: &Statement, lifetime: i64) -> v1::DescriptorRefresh {
        let mut refresh = self.world.refresh(&self.world.alice, of.object_id());
        refresh.sequence = self.world.sequence + sequence;
        refresh.header().issued_at_ms += at;
        refresh.header().expires_at_ms = self.time(at) + lifetime;
        refresh
    }

    /// Alice's withdrawal.
    pub(super) fn withdrawal(&self, at: i64, sequence: u64) -> v1::DescriptorWithdrawal {
        let mut withdrawal = self.world.withdrawal(&self.world.alice);
        withdrawal.sequence = self.world.sequence + sequence;
        withdrawal.header().issued_at_ms += at;
        withdrawal
    }

    /// Alice's delegation to a key, of an epoch so much higher.
    pub(super) fn delegation(&self, to: &Key, above: u64) -> Statement {
        let mut delegation = self.world.delegation(&self.world.alice, to);
        delegation.epoch += above;
        delegation.signed(&self.world.alice)
    }

    /// Signs as Alice.
    pub(super) fn alice<T: Payload>(&self, message: &T) -> Statement {
        message.signed(&self.world.alice)
    }

    /// The entry of a descriptor and perhaps its refresh; `expires` is told as all times are.
    pub(super) fn entry(
        &self,
        descriptor: &Statement,
        refresh: Option<&Statement>,
        expires: i64,
        latest: (u64, u64),
    ) -> Output {
        Output::Entry {
            living: true,
            descriptor: descriptor.object_id().into(),
            refresh: refresh.map(Statement::object_id).unwrap_or_default().into(),
            expires_at_ms: self.time(expires),
            epoch: self.world.epoch + latest.0,
            sequence: self.world.sequence + latest.1,
        }
    }
}

/// There is no living entry.
pub(super) fn nothing() -> Output {
    Output::Entry {
        living: false,
        descriptor: Bytes::default(),
        refresh: Bytes::default(),
        expires_at_ms: 0,
        epoch: 0,
        sequence: 0,
    }
}

/// The proof of two statements, the lower object id first.
pub(in crate::generate) fn proof_of(a: &Statement, b: &Statement) -> v1::EquivocationProof {
    let (first, second) = if a.object_id() < b.object_id() { (a, b) } else { (b, a) };
    v1::EquivocationProof {
        first: Some(first.bundle()),
        second: Some(second.bundle()),
    }
}

/// The encoded proof of two statements.
pub(super) fn proof_bytes(a: &Statement, b: &Statement) -> Vec<u8> {
    proof_of(a, b).encode_to_vec()
}
