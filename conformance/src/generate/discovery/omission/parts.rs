//! What a proof of omission is made of.

use casp_wire::v1::Operator::AtMost;
use casp_wire::v1::{
    CapabilityDescriptor, Constraint, DescriptorRefresh, DiscoveryEntry, DiscoveryQuery, DiscoveryResult, FilterReport,
    OmissionProof, RegistrationReceipt,
};

use super::super::answer::priced;
use super::super::find::agent;
use super::super::intent::{asks, constraint, numbers};
use super::super::plain;
use crate::generate::engagement::lasting;
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::world::{HOUR, MINUTE, SECOND, World};

/// Everything before it is signed. Alice asked Bob's registry, which left the agent out.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) query: DiscoveryQuery,
    pub(super) result: DiscoveryResult,
    pub(super) receipt: RegistrationReceipt,
    pub(super) descriptor: CapabilityDescriptor,
    pub(super) refresh: Option<DescriptorRefresh>,
    /// Statements that stand in the place of those.
    pub(super) instead: Instead,
}

#[derive(Clone, Default)]
pub(super) struct Instead {
    pub(super) query: Option<Statement>,
    pub(super) result: Option<Statement>,
    pub(super) receipt: Option<Statement>,
    pub(super) descriptor: Option<Statement>,
    pub(super) refresh: Option<Statement>,
}

pub(super) fn left_out(world: &World) -> Key {
    agent(world, 0)
}

impl Parts {
    /// An entry without refresh.
    pub(super) fn plain(world: &World) -> Self {
        Self::asking(world, vec![constraint("price/eur/call", AtMost, numbers(&[100]))])
    }

    pub(super) fn asking(world: &World, constraints: Vec<Constraint>) -> Self {
        Self::described(world, constraints, |_| ())
    }

    /// The descriptor is another from the start.
    pub(super) fn described(
        world: &World,
        constraints: Vec<Constraint>,
        edit: impl FnOnce(&mut CapabilityDescriptor),
    ) -> Self {
        let key = left_out(world);
        let report = |constraint: &Constraint| FilterReport {
            attribute: constraint.attribute.clone(),
            excluded: 3,
        };
        let filters = constraints.iter().map(report).collect();
        let query = plain::query_for(world, &world.alice, &world.bob, asks(constraints));
        let mut descriptor = CapabilityDescriptor {
            capabilities: vec![priced(world, "com.example/a", 40)],
            ..world.descriptor(&key)
        };
        descriptor.header().issued_at_ms = world.issued - MINUTE;
        edit(&mut descriptor);
        let mut receipt = RegistrationReceipt {
            agent: key.multikey(),
            descriptor: descriptor.signed(&key).object_id(),
            ..plain::receipt(world, &world.bob)
        };
        receipt.header().issued_at_ms = world.issued - MINUTE / 2;
        receipt.header().expires_at_ms = world.issued + HOUR;
        let result = DiscoveryResult {
            header: Some(lasting(world, &world.bob, &world.alice)),
            query: query.signed(&world.alice).object_id(),
            filters,
            examined: 3,
            complete: true,
            ..DiscoveryResult::default()
        };
        Self {
            query,
            result,
            receipt,
            descriptor,
            refresh: None,
            instead: Instead::default(),
        }
    }

    /// The same entry, refreshed ten seconds before the result.
    pub(super) fn refreshed(world: &World) -> Self {
        Self::plain(world).refreshed_by(world, |_| ())
    }

    /// The entry, refreshed so.
    pub(super) fn refreshed_by(self, world: &World, edit: impl FnOnce(&mut DescriptorRefresh)) -> Self {
        let key = left_out(world);
        let mut refresh = world.refresh(&key, self.descriptor.signed(&key).object_id());
        refresh.header().issued_at_ms = world.issued - 10 * SECOND;
        edit(&mut refresh);
        let mut parts = self;
        parts.receipt.refresh = refresh.signed(&key).object_id();
        parts.refresh = Some(refresh);
        parts
    }

    pub(super) fn edited(mut self, edit: impl FnOnce(&mut Self)) -> Self {
        edit(&mut self);
        self
    }

    pub(super) fn descriptor_statement(&self, world: &World) -> Statement {
        self.descriptor.signed(&left_out(world))
    }

    pub(super) fn proof(&self, world: &World) -> OmissionProof {
        let key = left_out(world);
        let instead = self.instead.clone();
        let refresh = || self.refresh.as_ref().map(|refresh| refresh.signed(&key));
        let descriptor = instead.descriptor.unwrap_or_else(|| self.descriptor.signed(&key));
        OmissionProof {
            query: Some(
                instead
                    .query
                    .unwrap_or_else(|| self.query.signed(&world.alice))
                    .bundle(),
            ),
            result: Some(
                instead
                    .result
                    .unwrap_or_else(|| self.result.signed(&world.bob))
                    .bundle(),
            ),
            receipt: Some(
                instead
                    .receipt
                    .unwrap_or_else(|| self.receipt.signed(&world.bob))
                    .bundle(),
            ),
            entry: Some(DiscoveryEntry {
                descriptor: Some(descriptor.bundle()),
                refresh: instead.refresh.or_else(refresh).map(|refresh| refresh.bundle()),
            }),
        }
    }
}
