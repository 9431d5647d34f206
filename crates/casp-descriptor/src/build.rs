//! Building statements that every verifier accepts.

use alloc::string::String;
use alloc::vec::Vec;

use casp_identity::{AgentId, DelegationKind, IdentityViolation, Kind as _, ObjectId, Signed, Verified};
use casp_wire::check;
use casp_wire::limits::MAX_TIME_MS;
use casp_wire::v1::{Capability, CapabilityDescriptor, DescriptorRefresh, DescriptorWithdrawal, Header, ResourceState};

use crate::sequence::Sequence;
use crate::statements::{DescriptorKind, MAX_TTL_MS};
use crate::violation::DescriptorViolation;

/// Who publishes, where, and by what right.
#[derive(Clone, Debug)]
pub struct Origin {
    network_id: String,
    issuer: AgentId,
    delegation: Option<ObjectId>,
    /// Nothing that is signed under the delegation may outlive it (DEL-7).
    ends_ms: i64,
    in_scope: bool,
    epoch: u64,
}

impl Origin {
    /// Statements that the root key signs, in an epoch of its choice (at least 1).
    #[must_use]
    pub fn root(network_id: impl Into<String>, issuer: AgentId, epoch: u64) -> Self {
        Self {
            network_id: network_id.into(),
            issuer,
            delegation: None,
            ends_ms: MAX_TIME_MS,
            in_scope: true,
            epoch,
        }
    }

    /// Statements that an operational key signs under a delegation, in the delegation's epoch.
    #[must_use]
    pub fn delegated(delegation: &Verified<DelegationKind>) -> Self {
        let message = delegation.message();
        let header = message.header.clone().unwrap_or_default();
        Self {
            network_id: header.network_id,
            issuer: delegation.issuer(),
            delegation: Some(delegation.object_id()),
            ends_ms: header.expires_at_ms,
            in_scope: message
                .scopes
                .iter()
                .any(|scope| Some(scope.as_str()) == DescriptorKind::PROFILE.scope),
            epoch: message.epoch,
        }
    }

    /// A refresh that prolongs the life of `descriptor` to `expires_at_ms`, which the descriptor's time to live and the delegation
    /// bound. Sealing checks the latter.
    #[must_use]
    pub fn refresh(
        &self,
        descriptor: ObjectId,
        sequence: Sequence,
        now_ms: i64,
        expires_at_ms: i64,
    ) -> DescriptorRefresh {
        DescriptorRefresh {
            header: Some(Header {
                expires_at_ms,
                ..self.header(now_ms)
            }),
            epoch: self.epoch,
            sequence: sequence.value(),
            descriptor: descriptor.0.into(),
        }
    }

    /// A withdrawal of everything that was published under a lower sequence. It lives for 24 hours, as long as anything
    /// that it withdraws, or until the delegation ends.
    #[must_use]
    pub fn withdrawal(&self, sequence: Sequence, now_ms: i64) -> DescriptorWithdrawal {
        let expires_at_ms = now_ms.saturating_add(MAX_TTL_MS).min(self.ends_ms);
        let header = Header {
            expires_at_ms,
            ..self.header(now_ms)
        };
        DescriptorWithdrawal {
            header: Some(header),
            epoch: self.epoch,
            sequence: sequence.value(),
        }
    }

    fn header(&self, now_ms: i64) -> Header {
        Header {
            network_id: self.network_id.clone(),
            issuer: self.issuer.as_bytes().into(),
            delegation: self.delegation.map(|id| id.0.into()).unwrap_or_default(),
            issued_at_ms: now_ms,
            ..Header::default()
        }
    }
}

/// Builds a descriptor: puts its sets in order, and gives it away only when every rule up to SEMANTIC holds.
#[derive(Clone, Debug)]
pub struct DescriptorBuilder {
    origin: Origin,
    ttl_ms: u64,
    endpoints: Vec<String>,
    resource_state: Option<ResourceState>,
    capabilities: Vec<Capability>,
}

impl DescriptorBuilder {
    /// A descriptor that lives `ttl_ms` milliseconds, 1,000 to 86,400,000.
    #[must_use]
    pub const fn new(origin: Origin, ttl_ms: u64) -> Self {
        Self {
            origin,
            ttl_ms,
            endpoints: Vec::new(),
            resource_state: None,
            capabilities: Vec::new(),
        }
    }

    /// Adds an endpoint: the text form of a multiaddr.
    #[must_use]
    pub fn endpoint(mut self, multiaddr: impl Into<String>) -> Self {
        self.endpoints.push(multiaddr.into());
        self
    }

    /// Tells the state of the agent's resources. Leave it out unless the user asks for it: it betrays presence.
    #[must_use]
    pub fn resource_state(mut self, state: ResourceState) -> Self {
        self.resource_state = Some(state);
        self
    }

    /// Adds a capability. Its sets may be in any order, and may name an item twice.
    #[must_use]
    pub fn capability(mut self, mut capability: Capability) -> Self {
        for set in [&mut capability.tags, &mut capability.skills, &mut capability.evidence] {
            sort_set(set);
        }
        if let Some(policy) = &mut capability.data_policy {
            sort_set(&mut policy.jurisdictions);
            sort_set(&mut policy.listed_callers);
        }
        capability
            .qos
            .sort_by(|a, b| (&a.name, a.provenance).cmp(&(&b.name, b.provenance)));
        self.capabilities.push(capability);
        self
    }

    /// The descriptor, issued at `now_ms`.
    ///
    /// # Errors
    /// The rule of PAYLOAD_SIZE, PAYLOAD_ENCODING or SEMANTIC that it would break; DEL-6 or DEL-7 when the delegation does not
    /// cover it.
    pub fn build(mut self, sequence: Sequence, now_ms: i64) -> Result<CapabilityDescriptor, DescriptorViolation> {
        sort_set(&mut self.endpoints);
        self.capabilities
            .sort_by(|a, b| (&a.id, &a.version).cmp(&(&b.id, &b.version)));
        let descriptor = CapabilityDescriptor {
            header: Some(self.origin.header(now_ms)),
            epoch: self.origin.epoch,
            sequence: sequence.value(),
            ttl_ms: self.ttl_ms,
            endpoints: self.endpoints,
            resource_state: self.resource_state,
            capabilities: self.capabilities,
        };
        Signed::<DescriptorKind>::check(&descriptor, &self.origin.issuer)?;
        check(self.origin.in_scope, IdentityViolation::Scope)?;
        let outlives = DescriptorKind::end_of_life_ms(&descriptor).is_some_and(|end_ms| end_ms > self.origin.ends_ms);
        check(!outlives, IdentityViolation::OutsideDelegation)?;
        Ok(descriptor)
    }
}

fn sort_set<T: Ord>(set: &mut Vec<T>) {
    set.sort_unstable();
    set.dedup();
}
