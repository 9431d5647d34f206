//! Payload types: no statement passes as another kind (TYP-1).

use crate::generate::case::Case;
use crate::generate::forge::{Kind, Statement, pae};
use crate::generate::world::{World, verify};
use crate::vector::{Operation, Vector};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for kind in Kind::ALL {
        let statement = world.plain(kind);
        vectors.push(
            Case::new(
                valid(kind),
                format!("a plain {} is accepted", kind.name()),
                &world.begin(),
                world.now,
                verify(&statement),
            )
            .about("Envelope", "payload_type")
            .accepted(&["TYP-1", "SIZ-1", "SIZ-2", "DEL-1", "HDR-1"], statement.verified()),
        );
        for asked in Kind::ALL.into_iter().filter(|asked| *asked != kind) {
            vectors.push(shown_as(world, &statement, asked));
        }
        vectors.push(relabelled(world, kind));
    }
    vectors.extend(misspelt(world));
    vectors
}

fn valid(kind: Kind) -> String {
    format!("envelope/type/{}", kind.name())
}

/// A statement is sent where another kind is asked for.
fn shown_as(world: &World, statement: &Statement, asked: Kind) -> Vector {
    let fault = format!("{}-as-{}", statement.kind.name(), asked.name());
    let operation = Operation::Verify {
        payload_type: asked.payload_type(),
        bundle: statement.bundle_bytes(),
    };
    let title = format!("a {} does not pass as a {}", statement.kind.name(), asked.name());
    Case::new(
        format!("envelope/type/{fault}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
    .about("Envelope", "payload_type")
    .refused("TYP-1", &fault, valid(statement.kind), &[])
}

/// The envelope states the type that is asked for, but its signature was made for another one.
fn relabelled(world: &World, kind: Kind) -> Vector {
    let mut statement = world.plain(kind);
    let was = if kind == Kind::Withdrawal {
        Kind::Refresh
    } else {
        Kind::Withdrawal
    };
    statement.sig = world.alice.sign(&pae(&was.payload_type(), &statement.payload));
    let fault = format!("{}-relabelled-{}", was.name(), kind.name());
    let title = format!("a signature made for a {} does not serve a {}", was.name(), kind.name());
    Case::new(
        format!("envelope/type/{fault}"),
        title,
        &world.begin(),
        world.now,
        verify(&statement),
    )
    .about("Envelope", "payload_type")
    .refused("SIG-3", &fault, valid(kind), &[])
}

/// Types that are almost right, signed as they stand.
fn misspelt(world: &World) -> Vec<Vector> {
    let types = [
        ("next-version", "application/vnd.casp.retire.v2+protobuf"),
        ("upper-case", "application/vnd.casp.Retire.v1+protobuf"),
        ("parameter", "application/vnd.casp.retire.v1+protobuf;charset=utf-8"),
        ("leading-space", " application/vnd.casp.retire.v1+protobuf"),
        ("trailing-space", "application/vnd.casp.retire.v1+protobuf "),
        ("trailing-nul", "application/vnd.casp.retire.v1+protobuf\0"),
        ("no-tree", "vnd.casp.retire.v1+protobuf"),
        ("json", "application/vnd.casp.retire.v1+json"),
        ("kind-alone", "retire"),
    ];
    let refuse = |(fault, payload_type): (&str, &str)| {
        let mut statement = world.plain(Kind::Retire);
        payload_type.clone_into(&mut statement.payload_type);
        statement.sig = world.alice.sign(&statement.signed_bytes());
        let title = format!("{}: not the type that is asked for", fault.replace('-', " "));
        Case::new(
            format!("envelope/type/misspelt-{fault}"),
            title,
            &world.begin(),
            world.now,
            verify(&statement),
        )
        .about("Envelope", "payload_type")
        .refused("TYP-1", fault, valid(Kind::Retire), &[])
    };
    types.into_iter().map(refuse).collect()
}
