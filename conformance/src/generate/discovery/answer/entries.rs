//! Entries that are not valid, are no pair or do not match (ANS-5, ANS-6).

use casp_wire::v1::Operator::{AtMost, Contains};
use casp_wire::v1::{CapabilityDescriptor, Constraint, DescriptorRefresh};

use super::bad;
use super::parts::{Offered, PRICE, Parts, answered, four, offered, priced, query, query_for};
use crate::generate::discovery::find::agent;
use crate::generate::discovery::intent::{asks, constraint, numbers, texts};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{HOUR, MINUTE, SECOND, SKEW, World, unsigned};
use crate::vector::Vector;

const TWIN: &str = "ranked-and-sampled";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = descriptors(world);
    vectors.extend(pairs(world));
    vectors.extend(unmatched(world));
    vectors
}

/// An answer in which the first agent's descriptor is another from the start.
fn described(world: &World, edit: &dyn Fn(&mut CapabilityDescriptor)) -> Parts {
    let mut all = four(world);
    edit(&mut all[0].descriptor);
    Parts::of(world, &all)
}

/// An answer in which the statement of the first agent's descriptor is altered, its object id is not.
fn altered(world: &World, edit: &dyn Fn(&mut Statement)) -> Parts {
    let issuer = agent(world, 0).multikey();
    Parts::plain(world).edited(|it| {
        let of_agent = it.entries.iter_mut().filter(|entry| entry.descriptor.issuer == issuer);
        of_agent.for_each(|entry| edit(&mut entry.descriptor));
    })
}

/// ANS-5, of descriptors by themselves.
fn descriptors(world: &World) -> Vec<Vector> {
    let key = agent(world, 0);
    let delegation = world.delegation(&key, &world.worker).signed(&key);
    let mut unproven = four(world);
    unproven[0].descriptor.header().delegation = delegation.object_id();
    let unproven = Parts::of(world, &unproven).edited(|it| {
        for entry in &mut it.entries {
            if entry.descriptor.issuer == key.multikey() {
                entry.descriptor.sig = world.worker.sign(&entry.descriptor.signed_bytes());
                entry.descriptor.keyid = world.worker.did();
            }
        }
    });
    let mut again = offered(world, 0, 30);
    again.descriptor.sequence += 1;
    let mut twice = four(world);
    twice.push(again);
    let ended = |it: &mut CapabilityDescriptor| {
        it.header().issued_at_ms = world.issued - MINUTE;
        it.ttl_ms = unsigned(MINUTE - SKEW);
    };
    let disordered = |it: &mut CapabilityDescriptor| {
        it.capabilities.insert(0, priced(world, "com.example/b", 30));
    };
    let refuse = |name: &str, twin: &str, parts: &Parts| bad(world, "ANS-5", name, "entries.descriptor", twin, parts);
    vec![
        refuse(
            "descriptor-signature-altered",
            TWIN,
            &altered(world, &|it| it.sig[50] ^= 1),
        ),
        refuse(
            "descriptor-by-another-key",
            TWIN,
            &altered(world, &|it| {
                it.sig = world.carol.sign(&it.signed_bytes());
                it.keyid = world.carol.did();
            }),
        ),
        refuse("descriptor-without-proof", "of-an-agent-s-operational-key", &unproven),
        refuse(
            "descriptor-with-a-proof-too-many",
            TWIN,
            &altered(world, &|it| it.proofs.push(delegation.envelope())),
        ),
        refuse(
            "descriptor-of-another-network",
            TWIN,
            &described(world, &|it| it.header().network_id.push('0')),
        ),
        refuse(
            "descriptor-with-an-expiry",
            TWIN,
            &described(world, &|it| {
                it.header().expires_at_ms = world.issued + HOUR;
            }),
        ),
        refuse(
            "descriptor-disordered",
            "first-of-two-capabilities",
            &described(world, &disordered),
        ),
        refuse(
            "descriptor-for-the-registry",
            TWIN,
            &described(world, &|it| {
                it.header().audience = world.bob.multikey();
            }),
        ),
        refuse(
            "descriptor-for-the-requester",
            TWIN,
            &described(world, &|it| {
                it.header().audience = world.verifier.multikey();
            }),
        ),
        refuse(
            "descriptor-issued-past-the-skew",
            "issued-after-the-result-within-the-skew",
            &described(world, &|it| it.header().issued_at_ms = world.issued + SKEW + 1),
        ),
        refuse(
            "descriptor-ended-at-the-skew",
            "ended-before-the-result-within-the-skew",
            &described(world, &ended),
        ),
        refuse(
            "descriptor-ended-long-before",
            "ended-before-the-result-within-the-skew",
            &described(world, &|it| it.header().issued_at_ms = world.issued - 5 * HOUR),
        ),
        refuse("two-entries-of-one-agent", TWIN, &Parts::of(world, &twice)),
    ]
}

/// ANS-5, of a descriptor with its refresh.
fn pairs(world: &World) -> Vec<Vector> {
    let key = agent(world, 0);
    // The first agent's refresh, made and signed as it is said.
    let with = |edit: &dyn Fn(&mut DescriptorRefresh), signer: &crate::generate::forge::Key| {
        let first: Offered = four(world)[0].clone().refreshed(world, 10 * SECOND);
        let mut refresh = first.refresh.clone().unwrap_or_default();
        edit(&mut refresh);
        let refresh = refresh.signed(signer);
        let issuer = key.multikey();
        Parts::plain(world).edited(|it| {
            let mut entries = it.entries.iter();
            let at = entries.position(|entry| entry.descriptor.issuer == issuer);
            it.refresh_with(at.unwrap_or(0), Some(refresh));
        })
    };
    let own = |edit: &dyn Fn(&mut DescriptorRefresh)| with(edit, &key);
    let other = agent(world, 2);
    let foreign = with(&|it| it.header().issuer = other.multikey(), &other);
    let others_descriptor = four(world)[2].descriptor_statement(world).object_id();
    let forged = own(&|_| ()).edited(|it| {
        let refreshes = it
            .entries
            .iter_mut()
            .filter(|entry| entry.descriptor.issuer == key.multikey());
        for refresh in refreshes.filter_map(|entry| entry.refresh.as_mut()) {
            refresh.sig[50] ^= 1;
        }
    });
    let refuse = |name: &str, twin: &str, parts: &Parts| bad(world, "ANS-5", name, "entries.refresh", twin, parts);
    let plain = "refreshed";
    vec![
        refuse("refresh-signature-altered", plain, &forged),
        refuse("refresh-by-another-agent", plain, &foreign),
        refuse("refresh-signed-by-another-key", plain, &with(&|_| (), &other)),
        refuse(
            "refresh-of-another-descriptor",
            plain,
            &own(&|it| it.descriptor.clone_from(&others_descriptor)),
        ),
        refuse(
            "refresh-of-almost-this-descriptor",
            plain,
            &own(&|it| it.descriptor[31] ^= 1),
        ),
        refuse("refresh-of-a-higher-epoch", plain, &own(&|it| it.epoch += 1)),
        refuse("refresh-of-a-lower-epoch", plain, &own(&|it| it.epoch -= 1)),
        refuse("refresh-of-the-same-sequence", plain, &own(&|it| it.sequence -= 1)),
        refuse("refresh-of-a-lower-sequence", plain, &own(&|it| it.sequence -= 2)),
        refuse(
            "refresh-of-a-higher-epoch-and-sequence",
            plain,
            &own(&|it| {
                it.epoch += 1;
                it.sequence += 1;
            }),
        ),
        refuse(
            "refresh-exceeds-the-time-to-live",
            "refreshed-for-the-longest",
            &own(&|it| {
                it.header().expires_at_ms = world.issued - 10 * SECOND + HOUR + 1;
            }),
        ),
        refuse(
            "refresh-for-the-registry",
            plain,
            &own(&|it| it.header().audience = world.bob.multikey()),
        ),
        refuse(
            "refresh-for-the-requester",
            plain,
            &own(&|it| it.header().audience = world.verifier.multikey()),
        ),
        refuse(
            "refresh-issued-past-the-skew",
            "refreshed-after-the-result-within-the-skew",
            &own(&|it| {
                it.header().issued_at_ms = world.issued + SKEW + 1;
            }),
        ),
        refuse(
            "refresh-ended-at-the-skew",
            "refresh-ended-within-the-skew",
            &own(&|it| {
                it.header().expires_at_ms = world.issued - SKEW;
            }),
        ),
        refuse(
            "refresh-of-too-short-a-life",
            plain,
            &own(&|it| {
                it.header().expires_at_ms = it.header().issued_at_ms + 999;
            }),
        ),
    ]
}

/// ANS-6.
fn unmatched(world: &World) -> Vec<Vector> {
    let named = |edit: &dyn Fn(&mut casp_wire::v1::DiscoveryMatch)| {
        let issuer = agent(world, 0).multikey();
        Parts::plain(world).edited(|it| {
            let mut entries = it.entries.iter();
            let entry = entries.find(|entry| entry.descriptor.issuer == issuer);
            let id = entry.map(|entry| entry.descriptor.object_id()).unwrap_or_default();
            it.matches_of(&id, edit);
        })
    };
    let dear = |edit: &dyn Fn(&mut CapabilityDescriptor)| {
        let mut all = four(world);
        edit(&mut all[0].descriptor);
        Parts::of(world, &all)
    };
    let held = |constraint: Constraint, twin: bool| {
        let mut all = four(world);
        all[0].descriptor.header().issued_at_ms -= i64::from(!twin);
        let query = query_for(world, asks(vec![constraint]));
        answered(world, &query, &[], &all)
    };
    // All are a minute old, or were refreshed since.
    let young = || constraint("age-ms", AtMost, numbers(&[unsigned(MINUTE)]));
    // The usual life of an hour, less a minute; that which was refreshed lives less.
    let lives = || constraint("life-ms", AtMost, numbers(&[unsigned(HOUR - MINUTE)]));
    let longer = {
        let mut all = four(world);
        all[0].descriptor.ttl_ms += 1;
        answered(world, &query_for(world, asks(vec![lives()])), &[], &all)
    };
    let as_long = answered(world, &query_for(world, asks(vec![lives()])), &[], &four(world));
    let tagged = answered(
        world,
        &query_for(world, asks(vec![constraint("tag", Contains, texts(&["rare"]))])),
        &[],
        &four(world),
    );
    let second_of_two = dear(&|it| {
        it.capabilities = vec![priced(world, "com.example/a", 101), priced(world, "com.example/b", 5)];
    });
    let one_asked = {
        let mut asked = query(world);
        asked.limit = 1;
        asked
    };
    let dearest = answered(world, &one_asked, &[PRICE], &[offered(world, 0, 101)]);
    let refuse = |name: &str, field: &str, twin: &str, parts: &Parts| bad(world, "ANS-6", name, field, twin, parts);
    let id = "result.ranked.capability_id";
    let version = "result.ranked.capability_version";
    vec![
        super::good(world, "as-old-as-was-asked", &held(young(), true)),
        super::good(world, "living-as-long-as-was-asked", &as_long),
        refuse("capability-unknown", id, TWIN, &named(&|it| it.capability_id.push('b'))),
        refuse(
            "capability-of-another-version",
            version,
            TWIN,
            &named(&|it| {
                it.capability_version.push_str("-rc.1");
            }),
        ),
        refuse(
            "capability-with-build-metadata",
            version,
            TWIN,
            &named(&|it| {
                it.capability_version.push_str("+build");
            }),
        ),
        refuse(
            "capability-too-dear",
            "entries",
            TWIN,
            &dear(&|it| it.capabilities[0] = priced(world, "com.example/a", 101)),
        ),
        refuse("capability-alone-too-dear", "entries", "one-of-each", &dearest),
        refuse(
            "capability-without-price",
            "entries",
            TWIN,
            &dear(&|it| it.capabilities[0].price = None),
        ),
        refuse(
            "capability-in-another-currency",
            "entries",
            TWIN,
            &dear(&|it| {
                let price = it.capabilities[0].price.as_mut();
                price.into_iter().for_each(|price| price.currency = "USD".to_owned());
            }),
        ),
        refuse(
            "another-capability-matches",
            id,
            "first-of-two-capabilities",
            &second_of_two,
        ),
        refuse("capability-without-the-tag", "entries", TWIN, &tagged),
        refuse(
            "a-millisecond-too-old",
            "entries",
            "as-old-as-was-asked",
            &held(young(), false),
        ),
        refuse(
            "a-millisecond-too-long",
            "entries",
            "living-as-long-as-was-asked",
            &longer,
        ),
    ]
}
