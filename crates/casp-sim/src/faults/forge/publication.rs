//! Forged publications, and the one that the adversary may make.

use casp_descriptor::{DescriptorBuilder, DescriptorKind, Origin, RefreshKind, SequenceCounter, WithdrawalKind};
use casp_discovery::registry::Publishes;
use casp_identity::{Kind, Signer as _};
use casp_wire::v1::{
    Bundle, Callers, CapabilityDescriptor, DataPolicy, DescriptorRefresh, Header, Provenance, QosMetric, Registration,
};
use casp_wire::{Layer, decode_unchecked};

use super::super::plan::REGISTRY;
use super::super::provider::{EFFECTS, TTL_MS, capability};
use super::super::read;
use super::super::stage::{Event, Letter, Mark, NETWORK, Parcel, START_MS, Stage};
use super::{Forgery, HOUR_MS, Needs, Occasion, On, Scheme, forgery, header, unsigned};

const PUBLICATION: On = On::Publication;

/// The adversary registers, too, as anybody may.
pub(in crate::faults) fn enters(stage: &mut Stage) {
    let adversary = stage.plan.adversary();
    let message = own(
        stage,
        SequenceCounter::resume(0).reserve(stage.clock_ms(adversary)).value(),
        0,
    );
    let Some((message, key)) = message.zip(stage.key(adversary)) else {
        return;
    };
    let bytes = wrapped(&read::seal::<DescriptorKind>(&message, key));
    let letter = Letter {
        from: adversary,
        to: REGISTRY,
        parcel: Parcel::Publication(Publishes::Descriptor, bytes),
        mark: Mark::Genuine,
        needs: None,
    };
    stage.queue.schedule(stage.queue.now(), Event::Arrives(letter));
}

pub(super) const FORGERIES: &[Forgery] = &[
    forgery(
        "SIG-3",
        PUBLICATION,
        "a registration without a signature that holds",
        |it| {
            let (publishes, bundle) = published(it)?;
            Some(registered(it, publishes, &unsigned(&bundle)?))
        },
    ),
    forgery("DEL-1", PUBLICATION, "the adversary announces somebody else", |it| {
        let (publishes, bundle) = published(it)?;
        let message = read::message::<DescriptorKind>(&bundle).filter(|_| publishes == Publishes::Descriptor)?;
        let bundle = read::seal::<DescriptorKind>(&message, it.key(it.adversary())?);
        Some(registered(it, publishes, &bundle))
    }),
    forgery("HDR-1", PUBLICATION, "a descriptor of another network", |it| {
        described(it, |message| {
            header(&mut message.header).network_id = "elsewhere".into()
        })
    }),
    forgery("HDR-2", PUBLICATION, "a descriptor for another registry", |it| {
        let other = it.stage.agent(it.adversary());
        described(it, |message| {
            header(&mut message.header).audience = other.as_bytes().to_vec()
        })
    }),
    forgery("HDR-3", PUBLICATION, "a descriptor with a nonce", |it| {
        let nonce = it.nonce();
        described(it, |message| header(&mut message.header).nonce = nonce)
    }),
    forgery("HDR-5", PUBLICATION, "a withdrawal that lives for 25 hours", |it| {
        let (_, bundle) = published(it)?;
        let mut message = read::message::<WithdrawalKind>(&bundle)?;
        let header = header(&mut message.header);
        header.expires_at_ms = header.issued_at_ms.saturating_add(25 * HOUR_MS);
        let bundle = read::seal::<WithdrawalKind>(&message, it.key(it.letter.from)?);
        matches!(it.letter.parcel, Parcel::Publication(Publishes::Withdrawal, _))
            .then(|| registered(it, Publishes::Withdrawal, &bundle))
    }),
    forgery("FRS-1", PUBLICATION, "a descriptor from the future", |it| {
        described(it, |message| header(&mut message.header).issued_at_ms += HOUR_MS)
    }),
    forgery("FRS-2", PUBLICATION, "a descriptor whose life is over", |it| {
        described(it, |message| header(&mut message.header).issued_at_ms -= HOUR_MS)
    }),
    forgery("ENC-13", PUBLICATION, "a time to live of 25 hours", |it| {
        described(it, |message| message.ttl_ms = 90_000_000)
    }),
    forgery("DSC-1", PUBLICATION, "capabilities out of order", |it| {
        described(it, |message| message.capabilities.reverse())
    }),
    forgery("DSC-2", PUBLICATION, "metrics out of order", |it| {
        metered(it, |metric| QosMetric {
            name: "availability".into(),
            unit: "ppm".into(),
            ..metric.clone()
        })
    }),
    forgery("DSC-3", PUBLICATION, "a boast that claims samples", |it| {
        measured(it, |metric| metric.provenance = Provenance::SelfDeclared.into())
    }),
    forgery("DSC-4", PUBLICATION, "an observation without samples", |it| {
        measured(it, |metric| metric.sample_count = 0)
    }),
    forgery("DSC-5", PUBLICATION, "a witness without evidence", |it| {
        measured(it, |metric| metric.provenance = Provenance::Witnessed.into())
    }),
    forgery("DSC-6", PUBLICATION, "more than all of a million", |it| {
        measured(it, |metric| {
            metric.name = "x-ratio".into();
            metric.unit = "ppm".into();
            metric.value = 1_000_001;
        })
    }),
    forgery("DSC-7", PUBLICATION, "a latency in euros", |it| {
        measured(it, |metric| metric.unit = "eur".into())
    }),
    forgery("DSC-8", PUBLICATION, "callers that are listed nowhere", |it| {
        described(it, |message| {
            for capability in &mut message.capabilities {
                let policy = capability.data_policy.take().unwrap_or_default();
                capability.data_policy = Some(DataPolicy {
                    callers: Callers::Listed.into(),
                    ..policy
                });
            }
        })
    }),
    forgery("SST-3", PUBLICATION, "an older sequence", |it| {
        let message = own(it.stage, own_sequence().saturating_sub(5), 7)?;
        let agent = it.stage.agent(it.adversary());
        Some(
            by_adversary::<DescriptorKind>(it, Publishes::Descriptor, &message)?
                .needing(Needs::Sequence(agent, own_sequence())),
        )
    }),
    forgery("SST-4", PUBLICATION, "two statements with one sequence", |it| {
        let message = own(it.stage, own_sequence(), 9)?;
        let agent = it.stage.agent(it.adversary());
        Some(
            by_adversary::<DescriptorKind>(it, Publishes::Descriptor, &message)?
                .needing(Needs::Sequence(agent, own_sequence())),
        )
    }),
    forgery("SST-1", PUBLICATION, "more by whoever equivocated", |it| {
        let message = own(it.stage, own_sequence().saturating_add(50), 11)?;
        let agent = it.stage.agent(it.adversary());
        let scheme = by_adversary::<DescriptorKind>(it, Publishes::Descriptor, &message)?;
        Some(scheme.needing(Needs::Void(agent)))
    }),
    forgery("SST-5", PUBLICATION, "refreshes what is not there", |it| {
        refreshed(it, vec![3; 32], TTL_MS)
    }),
    forgery("SST-6", PUBLICATION, "refreshes somebody else's descriptor", |it| {
        let (publishes, bundle) = published(it)?;
        let message = read::message::<RefreshKind>(&bundle).filter(|_| publishes == Publishes::Refresh)?;
        let named = read::named(&message.descriptor);
        let owner = it.stage.agent(it.letter.from);
        Some(refreshed(it, message.descriptor, TTL_MS)?.needing(Needs::Living(owner, named)))
    }),
    forgery(
        "SST-7",
        PUBLICATION,
        "a refresh that outlasts its descriptor's time to live",
        |it| {
            let first = own(it.stage, own_sequence(), 0)?;
            let id = read::id_of(&read::seal::<DescriptorKind>(&first, it.key(it.adversary())?))?;
            let agent = it.stage.agent(it.adversary());
            Some(refreshed(it, id.0.to_vec(), 2 * HOUR_MS)?.needing(Needs::Living(agent, id)))
        },
    ),
];

/// What the adversary says of itself with this sequence; the variant makes it another statement.
fn own(stage: &Stage, sequence: u64, variant: u64) -> Option<CapabilityDescriptor> {
    let adversary = stage.plan.adversary();
    let origin = Origin::root(NETWORK, stage.agent(adversary), 1);
    let mut capability = capability(adversary, EFFECTS[0]);
    capability
        .qos
        .iter_mut()
        .for_each(|metric| metric.value = metric.value.saturating_add(variant));
    let ttl_ms = u64::try_from(HOUR_MS).ok()?;
    let builder = DescriptorBuilder::new(origin, ttl_ms).capability(capability);
    let reserved = SequenceCounter::resume(sequence.saturating_sub(1)).reserve(0);
    builder.build(reserved.persisted(), START_MS).ok()
}

/// The sequence of the adversary's only descriptor.
fn own_sequence() -> u64 {
    u64::try_from(START_MS).unwrap_or(0)
}

/// The publication of a registration.
fn published(it: &Occasion<'_>) -> Option<(Publishes, Vec<u8>)> {
    let Parcel::Publication(publishes, bytes) = &it.letter.parcel else {
        return None;
    };
    let registration: Registration = decode_unchecked(bytes, Layer::Envelope).ok()?;
    Some((*publishes, casp_wire::encode(&registration.publication?)))
}

fn wrapped(bundle: &[u8]) -> Vec<u8> {
    let publication = decode_unchecked::<Bundle>(bundle, Layer::Envelope).ok();
    casp_wire::encode(&Registration {
        publication,
        admission: None,
    })
}

fn registered(it: &Occasion<'_>, publishes: Publishes, bundle: &[u8]) -> Scheme {
    it.scheme(
        Parcel::Publication(publishes, wrapped(bundle)),
        it.letter.from,
        REGISTRY,
    )
}

/// A descriptor, bent.
fn described(it: &Occasion<'_>, edit: impl FnOnce(&mut CapabilityDescriptor)) -> Option<Scheme> {
    let (publishes, bundle) = published(it)?;
    let mut message = read::message::<DescriptorKind>(&bundle).filter(|_| publishes == Publishes::Descriptor)?;
    edit(&mut message);
    let bundle = read::seal::<DescriptorKind>(&message, it.key(it.letter.from)?);
    Some(registered(it, publishes, &bundle))
}

fn measured(it: &Occasion<'_>, edit: impl Fn(&mut QosMetric)) -> Option<Scheme> {
    described(it, |message| {
        let capabilities = message.capabilities.iter_mut();
        capabilities.flat_map(|capability| &mut capability.qos).for_each(edit);
    })
}

/// A descriptor with one metric more, at the end.
fn metered(it: &Occasion<'_>, more: impl Fn(&QosMetric) -> QosMetric) -> Option<Scheme> {
    described(it, |message| {
        for capability in &mut message.capabilities {
            let last = capability.qos.last().map(&more);
            capability.qos.extend(last);
        }
    })
}

fn by_adversary<K: Kind>(it: &Occasion<'_>, publishes: Publishes, message: &K::Message) -> Option<Scheme> {
    let bundle = read::seal::<K>(message, it.key(it.adversary())?);
    Some(it.scheme(
        Parcel::Publication(publishes, wrapped(&bundle)),
        it.adversary(),
        REGISTRY,
    ))
}

/// A refresh by the adversary.
fn refreshed(it: &Occasion<'_>, descriptor: Vec<u8>, life_ms: i64) -> Option<Scheme> {
    let now_ms = it.stage.clock_ms(REGISTRY);
    let message = DescriptorRefresh {
        header: Some(Header {
            network_id: NETWORK.into(),
            issuer: it.key(it.adversary())?.agent_id().as_bytes().to_vec(),
            issued_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(life_ms),
            ..Header::default()
        }),
        epoch: 1,
        sequence: own_sequence().saturating_add(20),
        descriptor,
    };
    by_adversary::<RefreshKind>(it, Publishes::Refresh, &message)
}
