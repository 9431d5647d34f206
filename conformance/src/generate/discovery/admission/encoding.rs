//! Encoding and shape of registrations, admission proofs and challenges.

use casp_wire::v1::tables;
use prost::Message as _;

use super::super::plain::secret;
use super::Registry;
use crate::generate::faults::Site;
use crate::generate::forge::{Kind, Node};
use crate::generate::site::Target;
use crate::vector::{Operation, Vector};

pub(super) fn vectors(registry: &Registry<'_>) -> Vec<Vector> {
    let world = registry.world;
    let descriptor = world.plain(Kind::Descriptor);
    let registration = registry.registers(&descriptor, Some(registry.proves(registry.asks(8))));
    let root = Node::read(&tables::REGISTRATION, &registration.encode_to_vec());
    let target = Target {
        prefix: "discovery/registration-encoding".to_owned(),
        message: "Registration",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|registration| Operation::CheckRegistration {
            registration: registration.into(),
            payload_type: Kind::Descriptor.payload_type(),
            secret: secret(world).into(),
        },
        output: &|_| descriptor.verified(),
        flags: &[],
        // Another challenge is one that the registry did not make.
        unbounded: &[
            "admission.challenge.difficulty_bits",
            "admission.challenge.issued_at_ms",
            "admission.challenge.expires_at_ms",
        ],
    };
    let site = |path: &[u32], name: &str| {
        let site = Site {
            root: &root,
            path,
            thorough: &[],
            brief: true,
        };
        target.vectors(&site, name)
    };
    let mut vectors = site(&[], "");
    vectors.extend(site(&[2], "admission"));
    vectors.extend(site(&[2, 1], "admission.challenge"));
    vectors
}
