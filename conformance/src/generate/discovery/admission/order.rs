//! The publication is verified first; then what admits it, rule by rule.

use super::super::plain::{challenge, marked};
use super::Registry;
use crate::generate::case::Case;
use crate::generate::forge::{Kind, Statement};
use crate::generate::world::{HOUR, SKEW, done, observe};
use crate::vector::Vector;

const TWIN: &str = "discovery/admission/descriptor-with-admission";

pub(super) fn vectors(registry: &Registry<'_>) -> Vec<Vector> {
    let mut vectors = publications(registry);
    vectors.extend(unverified(registry));
    vectors.extend(proofs(registry));
    vectors
}

/// A publication with a fault, and an admission proof without work.
fn unworked(registry: &Registry<'_>, name: &str, asked: Kind, publication: &Statement) -> Case {
    let admission = registry.proves_with(registry.asks(12), |bits| bits == 0);
    registry.case(name, asked, &registry.registers(publication, Some(admission)))
}

fn publications(registry: &Registry<'_>) -> Vec<Vector> {
    let world = registry.world;
    let descriptor = world.plain(Kind::Descriptor);
    let altered = |edit: &dyn Fn(&mut Statement)| {
        let mut statement = descriptor.clone();
        edit(&mut statement);
        statement
    };
    let edited = |edit: &dyn Fn(&mut casp_wire::v1::Header)| world.with_header(Kind::Descriptor, edit);
    let by_worker = {
        let mut delegation = world.delegation(&world.alice, &world.worker);
        delegation.scopes = vec!["task".to_owned()];
        let proof = crate::generate::forge::Payload::signed(&delegation, &world.alice);
        world.delegated(Kind::Descriptor, &proof, |_| ())
    };
    let refuse = |rule: &str, name: &str, also: &[&str], publication: &Statement| {
        unworked(registry, name, Kind::Descriptor, publication)
            .about("Registration", "publication")
            .refused(rule, name, TWIN, also)
    };
    let refresh = world.plain(Kind::Refresh);
    let mut vectors = vec![
        refuse("SIG-3", "signature-before-work", &[], &altered(&|it| it.sig[3] ^= 1)),
        refuse(
            "SIG-1",
            "signature-scalar-before-work",
            &["signature-mismatch"],
            &altered(&|it| it.sig[63] |= 0xf0),
        ),
        refuse("TYP-1", "type-before-work", &[], &refresh),
        refuse(
            "HDR-1",
            "network-before-work",
            &[],
            &edited(&|it| it.network_id.push('0')),
        ),
        refuse(
            "HDR-2",
            "audience-before-work",
            &[],
            &edited(&|it| it.audience = world.bob.multikey()),
        ),
        refuse("DEL-6", "scope-before-work", &[], &by_worker),
        refuse(
            "FRS-1",
            "not-yet-valid-before-work",
            &[],
            &edited(&|it| it.issued_at_ms = world.now + SKEW + 1),
        ),
        refuse(
            "FRS-2",
            "publication-expired-before-work",
            &[],
            &edited(&|it| {
                it.issued_at_ms = world.now - HOUR - SKEW;
            }),
        ),
    ];
    let retired = unworked(registry, "retired-before-work", Kind::Descriptor, &descriptor)
        .about("Registration", "publication")
        .after(vec![done(world.now, observe(&world.plain(Kind::Retire)))])
        .flags(&["has-prior"])
        .refused("DEL-11", "retired-before-work", TWIN, &[]);
    vectors.push(retired);
    vectors
}

/// The same without admission: what is no publication is refused as what it is.
fn unverified(registry: &Registry<'_>) -> Vec<Vector> {
    let world = registry.world;
    let twin = "discovery/admission/descriptor-without-admission";
    let mut forged = world.plain(Kind::Descriptor);
    forged.sig[3] ^= 1;
    let offer = world.plain(Kind::Offer);
    let case = |name: &str, publication: &Statement| {
        registry
            .case(name, Kind::Descriptor, &registry.registers(publication, None))
            .about("Registration", "publication")
    };
    let withdrawal = world.plain(Kind::Withdrawal);
    vec![
        case("signature-altered", &forged).refused("SIG-3", "signature-altered", twin, &[]),
        case("publication-is-an-offer", &offer).refused("TYP-1", "publication-is-an-offer", twin, &[]),
        case("publication-is-a-withdrawal", &withdrawal).refused("TYP-1", "publication-is-a-withdrawal", twin, &[]),
    ]
}

/// Of several faults in a proof, the first rule's is reported.
fn proofs(registry: &Registry<'_>) -> Vec<Vector> {
    let world = registry.world;
    let foreign = |edit: &dyn Fn(&mut casp_wire::v1::AdmissionChallenge)| {
        let mut challenge = challenge(world, &world.bob, &world.alice, 12);
        edit(&mut challenge);
        registry.proves_with(challenge, |bits| bits == 0)
    };
    let expired = |edit: &dyn Fn(&mut casp_wire::v1::AdmissionChallenge)| {
        let mut challenge = registry.asks_altered(12, |it| it.expires_at_ms = world.now);
        edit(&mut challenge);
        registry.proves_with(challenge, |bits| bits == 0)
    };
    let other = world.draw("another secret").bytes(32);
    let forged = marked(registry.asks(12), &other);
    let refuse = |rule: &str, name: &str, admission| {
        registry.refuses(rule, name, "challenge", "descriptor-with-admission", admission)
    };
    vec![
        refuse(
            "ADM-1",
            "foreign-before-forged-and-expired",
            foreign(&|it| {
                it.mac[0] ^= 1;
                it.expires_at_ms = world.now;
            }),
        ),
        refuse("ADM-1", "foreign-before-work", foreign(&|_| ())),
        refuse("ADM-2", "forged-before-expired", expired(&|it| it.mac[0] ^= 1)),
        refuse(
            "ADM-2",
            "forged-before-work",
            registry.proves_with(forged, |bits| bits == 0),
        ),
        refuse("ADM-3", "expired-before-work", expired(&|_| ())),
    ]
}
