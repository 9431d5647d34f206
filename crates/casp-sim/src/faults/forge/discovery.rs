//! Forged queries and answers.

use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind};
use casp_wire::v1::{DiscoveryAnswer, DiscoveryQuery, DiscoveryResult};
use casp_wire::{Layer, decode_unchecked};

use super::super::plan::{NodeId, REGISTRY};
use super::super::provider::{EFFECTS, capability_id};
use super::super::read;
use super::super::stage::Parcel;
use super::{Forgery, HOUR_MS, Occasion, On, Scheme, forgery, header, unsigned};

pub(super) const FORGERIES: &[Forgery] = &[
    forgery("SIG-3", On::Query, "a query without a signature that holds", |it| {
        Some(asked(it, unsigned(it.bytes)?))
    }),
    forgery("DEL-1", On::Query, "the adversary asks for somebody else", |it| {
        let message = read::message::<DiscoveryQueryKind>(it.bytes)?;
        Some(asked(
            it,
            read::seal::<DiscoveryQueryKind>(&message, it.key(it.adversary())?),
        ))
    }),
    forgery("HDR-1", On::Query, "a query of another network", |it| {
        queried(it, |query| header(&mut query.header).network_id = "elsewhere".into())
    }),
    forgery("HDR-2", On::Query, "a query for another registry", |it| {
        let other = it.stage.agent(it.adversary());
        queried(it, |query| {
            header(&mut query.header).audience = other.as_bytes().to_vec()
        })
    }),
    forgery("HDR-4", On::Query, "a query without a nonce", |it| {
        queried(it, |query| header(&mut query.header).nonce.clear())
    }),
    forgery("FRS-2", On::Query, "a query whose life is over", |it| {
        queried(it, |query| {
            let header = header(&mut query.header);
            header.issued_at_ms -= HOUR_MS;
            header.expires_at_ms -= HOUR_MS;
        })
    }),
    forgery("INT-6", On::Query, "a query that names an objective twice", |it| {
        queried(it, |query| {
            if let Some(intent) = &mut query.intent {
                intent.objectives.extend(intent.objectives.clone());
            }
        })
    }),
    forgery("INT-8", On::Query, "a query for nothing", |it| {
        queried(it, |query| {
            query.limit = 0;
            query.sample = 0;
        })
    }),
    forgery("ANS-1", On::Answer, "an answer that the adversary signed", |it| {
        resulted(it, it.adversary(), |_| {})
    }),
    forgery("ANS-2", On::Answer, "an answer to another query", |it| {
        resulted(it, REGISTRY, |result| result.query = vec![6; 32])
    }),
    forgery("ANS-3", On::Answer, "an answer that reports other filters", |it| {
        resulted(it, REGISTRY, |result| result.filters.clear())
    }),
    forgery(
        "ANS-4",
        On::Answer,
        "an answer with an entry that no match names",
        |it| {
            let answer: DiscoveryAnswer = decode_unchecked(it.bytes, Layer::Envelope).ok()?;
            (!answer.entries.is_empty()).then_some(())?;
            resulted(it, REGISTRY, |result| {
                result.ranked.clear();
                result.sampled.clear();
                result.complete = false;
            })
        },
    ),
    forgery(
        "ANS-6",
        On::Answer,
        "an answer with a capability that was not asked for",
        |it| {
            let answer: DiscoveryAnswer = decode_unchecked(it.bytes, Layer::Envelope).ok()?;
            (!answer.entries.is_empty()).then_some(())?;
            resulted(it, REGISTRY, |result| {
                for each in result.ranked.iter_mut().chain(&mut result.sampled) {
                    let other = EFFECTS.map(capability_id);
                    let is_other = |id: &&str| **id != each.capability_id;
                    each.capability_id = other
                        .iter()
                        .find(|id| is_other(id))
                        .map_or_else(String::new, |id| (*id).into());
                }
            })
        },
    ),
    forgery(
        "DRS-2",
        On::Answer,
        "an answer with more matches than it counts",
        |it| {
            let answer: DiscoveryAnswer = decode_unchecked(it.bytes, Layer::Envelope).ok()?;
            (!answer.entries.is_empty()).then_some(())?;
            resulted(it, REGISTRY, |result| {
                result.matched = 0;
                result.complete = false;
            })
        },
    ),
];

fn asked(it: &Occasion<'_>, query: Vec<u8>) -> Scheme {
    let (task, round) = match &it.letter.parcel {
        Parcel::Query { task, round, .. } => (*task, *round),
        _ => (0, 0),
    };
    it.scheme(
        Parcel::Query {
            task,
            round,
            bytes: query,
        },
        it.letter.from,
        REGISTRY,
    )
}

fn queried(it: &Occasion<'_>, edit: impl FnOnce(&mut DiscoveryQuery)) -> Option<Scheme> {
    let mut message = read::message::<DiscoveryQueryKind>(it.bytes)?;
    header(&mut message.header).nonce = it.nonce();
    edit(&mut message);
    Some(asked(
        it,
        read::seal::<DiscoveryQueryKind>(&message, it.key(it.letter.from)?),
    ))
}

/// An answer with its result bent, and signed by somebody.
fn resulted(it: &Occasion<'_>, signer: NodeId, edit: impl FnOnce(&mut DiscoveryResult)) -> Option<Scheme> {
    let Parcel::Answer { task, round, bytes } = &it.letter.parcel else {
        return None;
    };
    let mut answer: DiscoveryAnswer = decode_unchecked(bytes, Layer::Envelope).ok()?;
    let bundle = casp_wire::encode(answer.result.as_ref()?);
    let mut message = read::message::<DiscoveryResultKind>(&bundle)?;
    edit(&mut message);
    let bundle = read::seal::<DiscoveryResultKind>(&message, it.key(signer)?);
    answer.result = decode_unchecked(&bundle, Layer::Envelope).ok();
    let parcel = Parcel::Answer {
        task: *task,
        round: *round,
        bytes: casp_wire::encode(&answer),
    };
    Some(it.scheme(parcel, signer, it.letter.to))
}
