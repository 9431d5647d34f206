//! Proofs that a registry left out what it had promised to serve (OMS-1 to OMS-8).

mod encoding;
mod faults;
mod members;
mod parts;
mod rebuttals;
mod sizes;
mod valid;

use casp_wire::v1::OmissionProof;
use prost::Message as _;

use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::forge::Statement;
use crate::generate::world::World;
use crate::vector::{Bytes, Operation, Vector};
use parts::Parts;

const RULES: [&str; 8] = ["OMS-1", "OMS-2", "OMS-3", "OMS-4", "OMS-5", "OMS-6", "OMS-7", "OMS-8"];

pub(super) fn groups(world: &World) -> Vec<Group> {
    let proofs = [
        valid::vectors(world),
        members::vectors(world),
        faults::vectors(world),
        sizes::vectors(world),
    ];
    vec![
        ("discovery", "omission", proofs.concat()),
        ("discovery", "omission-rebuttal", rebuttals::vectors(world)),
        ("discovery", "omission-encoding", encoding::vectors(world)),
    ]
}

/// A proof is checked, with a statement that is made against it.
fn against(world: &World, id: &str, proof: &OmissionProof, rebuttal: Option<&Statement>) -> Case {
    let bytes = rebuttal.map_or(Bytes::default(), Statement::bundle_bytes);
    let payload_type = rebuttal.map(|it| it.kind.payload_type()).unwrap_or_default();
    against_bytes(world, id, proof, bytes, payload_type)
}

/// A proof is checked, with what is said against it.
fn against_bytes(world: &World, id: &str, proof: &OmissionProof, rebuttal: Bytes, payload_type: String) -> Case {
    let operation = Operation::CheckOmission {
        proof: proof.encode_to_vec().into(),
        rebuttal,
        rebuttal_payload_type: payload_type,
    };
    let name = id.rsplit('/').next().unwrap_or(id).replace('-', " ");
    let entry = proof.entry.clone().unwrap_or_default();
    let members = [
        &proof.query,
        &proof.result,
        &proof.receipt,
        &entry.descriptor,
        &entry.refresh,
    ];
    let proofs: usize = members.into_iter().flatten().map(|bundle| bundle.proofs.len()).sum();
    let flags: &[&str] = if proofs > 0 { &["has-proofs"] } else { &[] };
    let title = format!("omission: {name}");
    Case::new(format!("discovery/{id}"), title, &world.begin(), world.now, operation)
        .about("OmissionProof", "")
        .flags(flags)
}

fn case(world: &World, name: &str, parts: &Parts) -> Case {
    against(world, &format!("omission/{name}"), &parts.proof(world), None)
}

fn good(world: &World, name: &str, parts: &Parts) -> Vector {
    case(world, name, parts).accepted(&RULES, None)
}

/// The proof breaks a rule; its twin is another of the group.
fn bad(world: &World, rule: &str, name: &str, field: &str, twin: &str, parts: &Parts) -> Vector {
    case(world, name, parts).about("OmissionProof", field).refused(
        rule,
        name,
        format!("discovery/omission/{twin}"),
        &[],
    )
}
