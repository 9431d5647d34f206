//! The agents, the network and the time that a suite plays in.

use casp_wire::v1;

use super::discovery::plain as discovery;
use super::draw::Draw;
use super::engagement;
use super::forge::{self, Key, Kind, Payload, Statement};
use crate::vector::{Begin, Bytes, Expect, Operation, Step, Verdict};

/// One second, milliseconds.
pub(crate) const SECOND: i64 = 1_000;
/// One minute, milliseconds.
pub(crate) const MINUTE: i64 = 60_000;
/// One hour, milliseconds.
pub(crate) const HOUR: i64 = 3_600_000;
/// One day, milliseconds.
pub(crate) const DAY: i64 = 86_400_000;
/// Allowance for clock skew, milliseconds (SPEC.md section 11.2).
pub(crate) const SKEW: i64 = 5_000;
/// The same for one-shot kinds, and beyond what lapses in an engagement (SPEC.md sections 11.2 and 15.2).
pub(crate) const ONE_SHOT_SKEW: i64 = 30_000;
/// How long marks and quarantines are kept, milliseconds (SPEC.md section 10.1).
pub(crate) const MARK_LIFE: i64 = 86_410_000;
/// The last instant of the year 9999, milliseconds since the Unix epoch.
pub(crate) const LAST_MS: i64 = 253_402_300_799_999;
/// 2^53 − 1.
pub(crate) const MAX_INTEGER: u64 = 9_007_199_254_740_991;

/// What all vectors of one suite have in common.
pub(crate) struct World {
    /// Seed of the suite.
    pub(crate) seed: u64,
    /// The current time, milliseconds since the Unix epoch.
    pub(crate) now: i64,
    /// When most statements are made: a little before now.
    pub(crate) issued: i64,
    /// The network.
    pub(crate) network: String,
    /// Epoch of most statements.
    pub(crate) epoch: u64,
    /// Sequence of most statements.
    pub(crate) sequence: u64,
    /// The agent that most vectors are about.
    pub(crate) alice: Key,
    /// Its operational key.
    pub(crate) worker: Key,
    /// Another agent.
    pub(crate) bob: Key,
    /// An operational key of the other agent, or a second one of the first.
    pub(crate) clerk: Key,
    /// A host.
    pub(crate) host: Key,
    /// The verifier's agent.
    pub(crate) verifier: Key,
    /// A third agent.
    pub(crate) carol: Key,
}

impl World {
    /// The world of a suite.
    pub(crate) fn new(seed: u64) -> Self {
        let mut draw = Draw::new(seed, "world");
        // Some time of the year 2026.
        let now = 1_767_225_600_000 + signed(draw.number(0, 31_536_000_000));
        Self {
            seed,
            now,
            issued: now - signed(draw.number(10_000, 40_000)),
            network: format!("net-{}.{}", draw.word(), draw.number(100, 999)),
            epoch: draw.number(3, 9_000),
            sequence: draw.number(1_000, 1_000_000_000),
            alice: forge::test_key(seed, 1),
            worker: forge::test_key(seed, 2),
            bob: forge::test_key(seed, 3),
            clerk: forge::test_key(seed, 4),
            host: forge::test_key(seed, 5),
            verifier: forge::test_key(seed, 6),
            carol: forge::test_key(seed, 7),
        }
    }

    /// Named random content.
    pub(crate) fn draw(&self, name: &str) -> Draw {
        Draw::new(self.seed, name)
    }

    /// The verifier that most vectors are replayed against.
    pub(crate) fn begin(&self) -> Begin {
        Begin {
            network_id: self.network.clone(),
            verifier: self.verifier.multikey().into(),
            store_capacity: 0,
            book_capacity: 0,
            book_capacity_per_requester: 0,
            book_capacity_own: 0,
        }
    }

    /// A header without anything optional.
    pub(crate) fn header(&self, issuer: &Key) -> v1::Header {
        v1::Header {
            network_id: self.network.clone(),
            issuer: issuer.multikey(),
            issued_at_ms: self.issued,
            ..v1::Header::default()
        }
    }

    /// A delegation for the scope `descriptor`, alive for two days.
    pub(crate) fn delegation(&self, root: &Key, delegate: &Key) -> v1::Delegation {
        let mut header = self.header(root);
        header.issued_at_ms = self.issued - HOUR;
        header.expires_at_ms = self.issued + 2 * DAY;
        v1::Delegation {
            header: Some(header),
            delegate: delegate.multikey(),
            scopes: vec!["descriptor".to_owned()],
            epoch: self.epoch,
        }
    }

    /// A delegation for the scope that a kind asks for.
    pub(crate) fn delegation_for(&self, kind: Kind, root: &Key, delegate: &Key) -> v1::Delegation {
        v1::Delegation {
            scopes: vec![kind.scope().to_owned()],
            ..self.delegation(root, delegate)
        }
    }

    /// Alice's delegation to her worker, signed.
    pub(crate) fn alice_to_worker(&self) -> Statement {
        self.delegation(&self.alice, &self.worker).signed(&self.alice)
    }

    /// A retirement that names no successor.
    pub(crate) fn retire(&self, issuer: &Key) -> v1::Retire {
        v1::Retire {
            header: Some(self.header(issuer)),
            successor: vec![],
        }
    }

    /// A host binding that lives six hours.
    pub(crate) fn host_binding(&self, issuer: &Key) -> v1::HostBinding {
        let mut header = self.header(issuer);
        header.expires_at_ms = self.issued + 6 * HOUR;
        v1::HostBinding {
            header: Some(header),
            host: self.host.multikey(),
        }
    }

    /// A descriptor of one plain capability that lives an hour.
    pub(crate) fn descriptor(&self, issuer: &Key) -> v1::CapabilityDescriptor {
        v1::CapabilityDescriptor {
            header: Some(self.header(issuer)),
            epoch: self.epoch,
            sequence: self.sequence,
            ttl_ms: unsigned(HOUR),
            endpoints: vec![],
            resource_state: None,
            capabilities: vec![self.capability("plain")],
        }
    }

    /// A capability without anything optional; its content depends on `name`.
    pub(crate) fn capability(&self, name: &str) -> v1::Capability {
        let mut draw = self.draw(name);
        v1::Capability {
            id: format!("com.example.{}/{}", draw.word(), draw.word()),
            version: format!("{}.{}.{}", draw.number(0, 9), draw.number(0, 40), draw.number(0, 40)),
            summary: draw.sentence(4),
            side_effect: v1::SideEffect::None.into(),
            risk: v1::RiskClass::Public.into(),
            behavior_digest: draw.digest().to_vec(),
            ..v1::Capability::default()
        }
    }

    /// A refresh of a descriptor, for half an hour more.
    pub(crate) fn refresh(&self, issuer: &Key, descriptor: Vec<u8>) -> v1::DescriptorRefresh {
        let mut header = self.header(issuer);
        header.expires_at_ms = self.issued + HOUR / 2;
        v1::DescriptorRefresh {
            header: Some(header),
            epoch: self.epoch,
            sequence: self.sequence + 1,
            descriptor,
        }
    }

    /// A withdrawal that lives an hour.
    pub(crate) fn withdrawal(&self, issuer: &Key) -> v1::DescriptorWithdrawal {
        let mut header = self.header(issuer);
        header.expires_at_ms = self.issued + HOUR;
        v1::DescriptorWithdrawal {
            header: Some(header),
            epoch: self.epoch,
            sequence: self.sequence + 1,
        }
    }

    /// A plain statement of each kind, signed by its issuer's root key.
    pub(crate) fn plain(&self, kind: Kind) -> Statement {
        self.with_header(kind, |_| ())
    }

    /// A statement of this kind by Alice's root key, with a header that was altered before it was signed.
    pub(crate) fn with_header(&self, kind: Kind, edit: impl FnOnce(&mut v1::Header)) -> Statement {
        self.made(kind, edit, &Signing::Root(&self.alice))
    }

    /// A statement of this kind by Alice's worker, under a delegation, with a header that was altered before it was signed.
    pub(crate) fn delegated(&self, kind: Kind, proof: &Statement, edit: impl FnOnce(&mut v1::Header)) -> Statement {
        self.made(kind, edit, &Signing::Delegate(&self.worker, proof))
    }

    /// A statement of this kind by Alice, with a header that was altered before it was signed.
    pub(crate) fn made(&self, kind: Kind, edit: impl FnOnce(&mut v1::Header), by: &Signing<'_>) -> Statement {
        let alice = &self.alice;
        match kind {
            Kind::Delegation => by.sign(self.delegation(alice, &self.worker), edit),
            Kind::Retire => by.sign(self.retire(alice), edit),
            Kind::HostBinding => by.sign(self.host_binding(alice), edit),
            Kind::Descriptor => by.sign(self.descriptor(alice), edit),
            Kind::Refresh => by.sign(self.refresh(alice, self.draw("some descriptor").bytes(32)), edit),
            Kind::Withdrawal => by.sign(self.withdrawal(alice), edit),
            Kind::Offer => by.sign(engagement::offer(self, alice, &self.verifier), edit),
            Kind::Quote => by.sign(engagement::quote(self, alice, &self.verifier), edit),
            Kind::Acceptance => by.sign(engagement::acceptance(self, alice, &self.verifier), edit),
            Kind::TaskRequest => by.sign(engagement::request(self, alice, &self.verifier), edit),
            Kind::TaskEvent => by.sign(engagement::event(self, alice, &self.verifier), edit),
            Kind::Prepared => by.sign(engagement::prepared(self, alice, &self.verifier), edit),
            Kind::Commit => by.sign(engagement::commit(self, alice, &self.verifier), edit),
            Kind::Cancel => by.sign(engagement::cancel(self, alice, &self.verifier), edit),
            Kind::TaskResult => by.sign(engagement::result(self, alice, &self.verifier), edit),
            Kind::DeliveryAck => by.sign(engagement::ack(self, alice, &self.verifier), edit),
            Kind::OutcomeReport => by.sign(engagement::report(self, alice, &self.verifier), edit),
            Kind::CanaryVerdict => by.sign(engagement::verdict(self, alice), edit),
            Kind::ToolReceipt => by.sign(engagement::receipt(self, alice), edit),
            Kind::TraceCheckpoint => by.sign(engagement::checkpoint(self, alice), edit),
            Kind::Query => by.sign(discovery::query(self, alice, &self.verifier), edit),
            Kind::DiscoveryResult => by.sign(discovery::result(self, alice, &self.verifier), edit),
            Kind::RegistrationReceipt => by.sign(discovery::receipt(self, alice), edit),
            Kind::Refusal => by.sign(discovery::refusal(self, alice, &self.verifier), edit),
        }
    }
}

/// Who signs.
pub(crate) enum Signing<'a> {
    /// A root key.
    Root(&'a Key),
    /// An operational key, under a delegation.
    Delegate(&'a Key, &'a Statement),
}

impl Signing<'_> {
    fn sign<T: Payload>(&self, mut message: T, edit: impl FnOnce(&mut v1::Header)) -> Statement {
        edit(message.header());
        match self {
            Self::Root(key) => message.signed(key),
            Self::Delegate(key, proof) => message.delegated(key, proof),
        }
    }
}

/// Verify this statement as the kind that it is meant to be.
pub(crate) fn verify(statement: &Statement) -> Operation {
    Operation::Verify {
        payload_type: statement.kind.payload_type(),
        bundle: statement.bundle_bytes(),
    }
}

/// Observe this statement.
pub(crate) fn observe(statement: &Statement) -> Operation {
    Operation::Observe {
        payload_type: statement.kind.payload_type(),
        bundle: statement.bundle_bytes(),
    }
}

/// Apply this statement, which was received.
pub(crate) fn apply(statement: &Statement) -> Operation {
    applied(statement, false)
}

/// Apply this statement, which the verifier's own agent makes (SPEC.md section 15.2) or, if not `own`, which was received.
pub(crate) fn applied(statement: &Statement, own: bool) -> Operation {
    Operation::Apply {
        payload_type: statement.kind.payload_type(),
        bundle: statement.bundle_bytes(),
        own,
    }
}

/// Look up the entry of this agent.
pub(crate) fn lookup(agent: &Key) -> Operation {
    Operation::Lookup {
        agent: Bytes(agent.multikey()),
    }
}

/// A prior step that is accepted.
pub(crate) fn done(now_ms: i64, operation: Operation) -> Step {
    Step {
        now_ms,
        operation,
        verdict: None,
        expect: None,
    }
}

/// A prior step that is refused.
pub(crate) fn undone(now_ms: i64, operation: Operation, verdict: Verdict) -> Step {
    Step {
        now_ms,
        operation,
        verdict: Some(verdict),
        expect: None,
    }
}

/// A prior step of which this is to come, exactly.
pub(crate) fn judged(now_ms: i64, operation: Operation, expect: Expect) -> Step {
    Step {
        now_ms,
        operation,
        verdict: None,
        expect: Some(expect),
    }
}

/// A number that is known to be small.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).expect("a small number")
}

/// A number that is known not to be negative.
pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).expect("a positive number")
}
