//! Whatever descriptors say, a registry takes no more memory than it counts, and has it back when they are gone.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_descriptor::DescriptorKind;
use casp_discovery::recall::embed::WordEmbedder;
use casp_discovery::registry::{Outcome, Reason, Registry, RegistryLimits};
use casp_identity::Signed;
use casp_wire::v1::{Capability, Price, Schema, schema::Form};
use peak_alloc::PeakAlloc;
use registry_support::*;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const AGENTS_IN_ALL: u8 = 12;

/// What an agent takes beside its bundles and the index: records, a lease, a key that is known, places in tables.
const BESIDE: usize = 2_048;

fn limits() -> RegistryLimits {
    RegistryLimits {
        shares: None,
        ..open_limits()
    }
}

/// The `n`th word of five letters, in order.
fn word(n: usize) -> String {
    let letters = [26_usize.pow(4), 26_usize.pow(3), 676, 26, 1].map(|unit| n / unit % 26);
    letters
        .map(|letter| char::from(b'a' + u8::try_from(letter).unwrap()))
        .iter()
        .collect()
}

fn bare(n: usize) -> Capability {
    Capability {
        summary: "x".into(),
        tags: Vec::new(),
        qos: Vec::new(),
        price: None,
        ..capability(&format!("org.example/c{n:07}"), 5)
    }
}

/// A kind of capability, how many of it a descriptor has, and the `n`th.
type Hostile = (&'static str, usize, fn(usize) -> Capability);

/// Capabilities that mean to take much memory.
fn hostile() -> Vec<Hostile> {
    vec![
        ("tags", 100, |n| Capability {
            tags: (0..64).map(|of| word(n * 64 + of)).collect(),
            ..bare(n)
        }),
        ("versions", 250, |n| Capability {
            version: format!("{n}.{n}.{n}"),
            ..bare(n)
        }),
        ("skills", 45, |n| Capability {
            skills: (0..32)
                .map(|of| format!("{}/{}/{}", word(n * 32 + of), word(n), word(of)))
                .collect(),
            ..bare(n)
        }),
        ("evidence", 150, |n| Capability {
            evidence: (0..16).map(|of| word(n * 16 + of)).collect(),
            ..bare(n)
        }),
        ("prices", 250, |n| Capability {
            price: Some(Price {
                currency: "EUR".into(),
                amount_micros: 1,
                per: word(n),
            }),
            ..bare(n)
        }),
        ("words", 50, |n| Capability {
            summary: (0..160).map(|of| word(n * 160 + of)).collect::<Vec<_>>().join(" "),
            ..bare(n)
        }),
        ("words of parts", 50, |n| Capability {
            summary: (0..110)
                .map(|of| format!("{}X{}", &word(n * 110 + of)[1..], &word(n * 110 + of)[2..]))
                .collect::<Vec<_>>()
                .join(" "),
            ..bare(n)
        }),
        ("schemas", 25, |n| Capability {
            input: Some(Schema {
                media_type: "application/json".into(),
                form: Some(Form::Inline(format!(
                    "{{\"properties\":{{{}}}}}",
                    (0..128)
                        .map(|of| format!("\"{}\":{{}}", word(n * 128 + of)))
                        .collect::<Vec<_>>()
                        .join(",")
                ))),
            }),
            ..bare(n)
        }),
    ]
}

fn descriptors(count: usize, of: fn(usize) -> Capability) -> Vec<Signed<DescriptorKind>> {
    let each = |agent: u8| {
        let first = usize::from(agent) * count;
        descriptor_with(AGENTS + agent, 1, (first..first + count).map(of).collect(), |_| {})
    };
    (0..AGENTS_IN_ALL).map(each).collect()
}

fn fill(registry: &mut Registry, descriptors: &[Signed<DescriptorKind>]) {
    for (descriptor, n) in descriptors.iter().zip(0_u8..) {
        acknowledged(registry, &descriptor.clone().into(), origin(n), NOW);
        registry.index_pending(1);
    }
}

#[test]
fn memory_is_what_is_counted() {
    // Keys and tables are made on first use.
    fill(
        &mut registry(limits()).with_recall(Box::new(WordEmbedder)),
        &descriptors(1, bare),
    );
    for (name, count, of) in hostile() {
        let descriptors = descriptors(count, of);
        let bundles: usize = descriptors.iter().map(|each| each.as_bytes().len()).sum();
        assert!(bundles > usize::from(AGENTS_IN_ALL) * 15_000, "{name}: {bundles} bytes");
        for with_words in [false, true] {
            let empty = HEAP.current_usage();
            let mut registry = registry(limits());
            if with_words {
                registry = registry.with_recall(Box::new(WordEmbedder));
            }
            fill(&mut registry, &descriptors);
            let taken = HEAP.current_usage() - empty;
            let counted = registry.stats().index_bytes;
            let most = counted + bundles + usize::from(AGENTS_IN_ALL) * BESIDE;
            println!("{name}, {with_words}: {taken} of {most} bytes, {bundles} of them bundles");
            assert!(
                taken <= most,
                "{name}, {with_words}: {taken} bytes, {counted} counted, {bundles} of bundles"
            );
            registry.expire(NOW + DAY);
            assert_eq!((registry.stats().entries, registry.stats().index_bytes), (0, 0));
        }
    }
    kept_statements_count();
    what_is_counted_is_bounded();
}

/// Each descriptor in place of the one before it is kept while the promise lasts.
fn kept_statements_count() {
    let mut registry = registry(limits());
    let before = descriptors(1, bare);
    fill(&mut registry, &before[..1]);
    let one = registry.stats().index_bytes;
    let second = translator(AGENTS, 2, 5, NOW);
    acknowledged(&mut registry, &second.clone().into(), origin(0), NOW);
    acknowledged(&mut registry, &translator(AGENTS, 3, 5, NOW).into(), origin(0), NOW);
    let kept = registry.stats().index_bytes;
    acknowledged(&mut registry, &withdrawal(AGENTS, 4, NOW).into(), origin(0), NOW);
    let gone = registry.stats().index_bytes;
    assert!(
        kept > one && gone >= 2 * second.as_bytes().len() && gone < kept,
        "{one}, {kept}, {gone}"
    );
    // A snapshot has them too.
    let restored = Registry::restore(identity(), limits(), &registry.snapshot()).unwrap();
    assert_eq!(restored.stats().index_bytes, gone);
    registry.expire(NOW + 3 * DAY);
    assert_eq!(registry.stats().index_bytes, 0);
}

fn what_is_counted_is_bounded() {
    let (_, count, of) = hostile()[0];
    let descriptors = descriptors(count, of);
    let mut limits = limits();
    limits.index_bytes = 5_000_000;
    let mut registry = registry(limits.clone());
    let mut refused = 0;
    for (descriptor, n) in descriptors.iter().zip(0_u8..) {
        match send(&mut registry, &descriptor.clone().into(), origin(n), NOW) {
            Outcome::Accepted(persist) => drop(registry.persisted(persist.ticket, NOW)),
            Outcome::Refused(refusal) => {
                assert_eq!(refusal.reason, Reason::Full);
                assert!(refusal.retry_after_ms > 0);
                refused += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!((1..11).contains(&refused), "{refused}");
    assert!(registry.stats().index_bytes <= limits.index_bytes);
    // Who is in can be refreshed, and take less.
    let refresh = refresh(AGENTS, 2, &descriptors[0], NOW, MINUTE);
    acknowledged(&mut registry, &refresh.into(), origin(0), NOW);
    acknowledged(&mut registry, &translator(AGENTS, 3, 5, NOW).into(), origin(0), NOW);
    let snapshot = registry.snapshot();
    limits.index_bytes = registry.stats().index_bytes - 1;
    assert!(Registry::restore(identity(), limits, &snapshot).is_err());
}
