//! A hundred thousand capabilities that say the same and are over at the same time.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_discovery::DiscoveryQueryKind;
use casp_discovery::registry::{Registry, RegistryLimits};
use casp_identity::{Signed, Signer as _, SoftwareKey};
use casp_wire::v1::{Capability, CapabilityDescriptor, Header, Operator};
use registry_support::*;

const MANY: u16 = 400;
const CAPABILITIES: usize = 256;

fn same(agent: u16) -> Signed<casp_descriptor::DescriptorKind> {
    let mut seed = [77; 32];
    seed[..2].copy_from_slice(&agent.to_be_bytes());
    let key = SoftwareKey::from_seed(&seed);
    let capabilities = (0..CAPABILITIES).map(|n| Capability {
        summary: "x".into(),
        tags: vec!["all".into()],
        ..capability(&format!("org.example/c{n:03}"), 5)
    });
    let message = CapabilityDescriptor {
        header: Some(Header {
            issuer: key.agent_id().as_bytes().into(),
            ..header(AGENTS, NOW)
        }),
        epoch: 1,
        sequence: 1,
        ttl_ms: 600_000,
        capabilities: capabilities.collect(),
        ..CapabilityDescriptor::default()
    };
    Signed::seal(&message, &key).unwrap()
}

fn asked() -> Signed<DiscoveryQueryKind> {
    let mut question = query(REGISTRY);
    question.intent.as_mut().unwrap().constraints = vec![text("tag", Operator::Contains, "all")];
    ask(&question)
}

#[test]
fn a_tag_of_everyone_is_found_counted_and_gone_in_one_call() {
    let limits = RegistryLimits {
        shares: None,
        ..open_limits()
    };
    let mut registry: Registry = registry(limits);
    for agent in 0..MANY {
        acknowledged(&mut registry, &same(agent).into(), origin((agent % 200) as u8), NOW);
    }
    let stats = registry.stats();
    assert_eq!((stats.entries, stats.capabilities), (usize::from(MANY), 102_400));
    // Not all are ranked, and all are counted.
    let result = registry.query(asked().as_bytes(), NOW).unwrap().result;
    assert_eq!((result.matched, result.examined), (u64::from(MANY), 102_400));
    assert!(!result.complete && result.ranked.len() == 10);

    // All of them end at once, and so do the marks, a day later.
    let end_ms = NOW + 600_000 + 5_000;
    registry.expire(end_ms - 1);
    assert_eq!(registry.stats().entries, usize::from(MANY));
    registry.expire(end_ms);
    let stats = registry.stats();
    assert_eq!((stats.entries, stats.capabilities, stats.index_bytes), (0, 0, 0));
    assert_eq!(stats.agents, usize::from(MANY));
    registry.expire(NOW + 3 * DAY);
    assert_eq!((registry.stats().agents, registry.stats().bytes), (0, 0));
}
