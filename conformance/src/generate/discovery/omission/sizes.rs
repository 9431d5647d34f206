//! SIZ-1 and the limits of members.

use casp_wire::v1::{DiscoveryEntry, OmissionProof};
use prost::Message as _;

use super::super::answer::zeros;
use super::against;
use super::parts::{Parts, left_out};
use crate::generate::forge::Kind;
use crate::generate::world::World;
use crate::vector::Vector;

/// Greatest encoded proof, bytes.
const MAX_PROOF: usize = 524_288;
/// Greatest bundles of query, result, receipt, descriptor and refresh, bytes.
const MAX_QUERY: usize = 81_920;
const MAX_RESULT: usize = 229_376;
const MAX_RECEIPT: usize = 40_960;
const MAX_DESCRIPTOR: usize = 131_072;
const MAX_REFRESH: usize = 49_152;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let good = Parts::refreshed(world).proof(world);
    let key = left_out(world);
    let with = |edit: &dyn Fn(&mut OmissionProof)| {
        let mut proof = good.clone();
        edit(&mut proof);
        proof
    };
    let query = |size| with(&|it| it.query = Some(zeros(Kind::Query, &world.alice, size)));
    let result = |size| with(&|it| it.result = Some(zeros(Kind::DiscoveryResult, &world.bob, size)));
    let receipt = |size| with(&|it| it.receipt = Some(zeros(Kind::RegistrationReceipt, &world.bob, size)));
    let descriptor =
        |size| with(&|it| it.entry.get_or_insert_default().descriptor = Some(zeros(Kind::Descriptor, &key, size)));
    let refresh = |size| with(&|it| it.entry.get_or_insert_default().refresh = Some(zeros(Kind::Refresh, &key, size)));
    let twin = "discovery/omission/left-out-though-refreshed";
    let case = |name: &str, field: &str, flags: &[&str], proof: &OmissionProof| {
        against(world, &format!("omission/{name}"), proof, None)
            .about("OmissionProof", field)
            .flags(flags)
    };
    let members = [
        ("query", "query", query(MAX_QUERY), query(MAX_QUERY + 1)),
        ("result", "result", result(MAX_RESULT), result(MAX_RESULT + 1)),
        ("receipt", "receipt", receipt(MAX_RECEIPT), receipt(MAX_RECEIPT + 1)),
        (
            "descriptor",
            "entry.descriptor",
            descriptor(MAX_DESCRIPTOR),
            descriptor(MAX_DESCRIPTOR + 1),
        ),
        (
            "refresh",
            "entry.refresh",
            refresh(MAX_REFRESH),
            refresh(MAX_REFRESH + 1),
        ),
    ];
    let mut vectors = Vec::new();
    for (name, field, at, past) in &members {
        let (at_max, past_max) = (format!("{name}-at-max"), format!("{name}-past-max"));
        vectors.push(case(&at_max, field, &["at-limit"], at).refused("OMS-1", &at_max, twin, &[]));
        vectors.push(case(&past_max, field, &["past-limit"], past).refused("ENC-10", "past-max-length", twin, &[]));
    }
    // All members at their greatest are more than a proof can be.
    let whole = |size: usize| {
        let of = |last| OmissionProof {
            result: Some(zeros(Kind::DiscoveryResult, &world.bob, MAX_RESULT)),
            query: Some(zeros(Kind::Query, &world.alice, MAX_QUERY)),
            receipt: Some(zeros(Kind::RegistrationReceipt, &world.bob, MAX_RECEIPT)),
            entry: Some(DiscoveryEntry {
                descriptor: Some(zeros(Kind::Descriptor, &key, last)),
                refresh: Some(zeros(Kind::Refresh, &key, MAX_REFRESH)),
            }),
        };
        let length = size - (of(120_000).encoded_len() - 120_000);
        let fits = [length, length - 1, length + 1].map(of);
        fits.into_iter()
            .find(|proof| proof.encoded_len() == size)
            .expect("some descriptor makes the size")
    };
    vectors.push(
        case("proof-past-max", "", &["input-past-limit"], &whole(MAX_PROOF + 1)).refused(
            "SIZ-1",
            "proof-past-max",
            twin,
            &[],
        ),
    );
    vectors.push(
        case("proof-at-max", "", &["input-at-limit"], &whole(MAX_PROOF)).refused("OMS-1", "proof-at-max", twin, &[]),
    );
    vectors
}
