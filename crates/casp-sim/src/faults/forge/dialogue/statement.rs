//! Statements that are refused whatever was said before: signature, header, time, encoding, shape, and what a task may say.

use casp_execution::Statement;
use casp_identity::Kind;
use casp_task::{OfferKind, QuoteKind, TaskEventKind, TaskResultKind};
use casp_wire::v1::{Bundle, Content, Extension, Header, Money, Outcome, TaskStatus, content::Body};

use super::super::unsigned;
use super::{
    EVENT, Forgery, HOUR_MS, OFFER, Occasion, On, RESULT, Scheme, contract, forgery, header, offered, quoted, reported,
    terms,
};
use crate::faults::read;
use crate::faults::stage::Parcel;
use crate::key::AgentKey;

const ANY: On = On::Said(Statement::ALL);

pub(super) const FORGERIES: &[Forgery] = &[
    forgery("SIG-3", ANY, "a bit of the signature is turned", |it| {
        let bundle = unsigned(it.bytes)?;
        Some(it.scheme(Parcel::Statement(bundle.into()), it.letter.from, it.letter.to))
    }),
    forgery(
        "DEL-1",
        On::Said(&[Statement::Offer, Statement::Quote, Statement::TaskResult]),
        "signed by the adversary for somebody else",
        |it| {
            let bundle: Bundle = casp_wire::decode_unchecked(it.bytes, casp_wire::Layer::Envelope).ok()?;
            let payload = bundle.subject?.payload;
            let key = it.key(it.adversary())?;
            let bundle = match it.statement? {
                Statement::Offer => resealed::<OfferKind>(&payload, key)?,
                Statement::Quote => resealed::<QuoteKind>(&payload, key)?,
                _ => resealed::<TaskResultKind>(&payload, key)?,
            };
            Some(it.scheme(Parcel::Statement(bundle.into()), it.adversary(), it.letter.to))
        },
    ),
    forgery("HDR-1", ANY, "of another network", |it| {
        headed(it, |header| header.network_id = "elsewhere".into())
    }),
    forgery("HDR-2", OFFER, "for another agent", |it| {
        let other = it.stage.agent(it.adversary());
        offered(it, |offer| {
            header(&mut offer.header).audience = other.as_bytes().to_vec()
        })
    }),
    forgery("HDR-3", RESULT, "a nonce where there must be none", |it| {
        let nonce = it.nonce();
        it.bent::<TaskResultKind>(|result| header(&mut result.header).nonce = nonce)
    }),
    forgery("HDR-4", OFFER, "without a nonce", |it| {
        it.bent::<OfferKind>(|offer| header(&mut offer.header).nonce.clear())
    }),
    forgery("HDR-5", OFFER, "lives for 25 hours", |it| {
        offered(it, |offer| {
            let header = header(&mut offer.header);
            header.expires_at_ms = header.issued_at_ms.saturating_add(25 * HOUR_MS);
        })
    }),
    forgery("HDR-6", OFFER, "extensions out of order", |it| {
        offered(it, |offer| {
            header(&mut offer.header).extensions = vec![extension("b", false), extension("a", false)]
        })
    }),
    forgery("HDR-7", OFFER, "a critical extension that nobody knows", |it| {
        offered(it, |offer| {
            header(&mut offer.header).extensions = vec![extension("org.example.must", true)]
        })
    }),
    forgery("FRS-1", OFFER, "from the future", |it| {
        offered(it, |offer| {
            let header = header(&mut offer.header);
            header.issued_at_ms = header.issued_at_ms.saturating_add(HOUR_MS);
            header.expires_at_ms = header.expires_at_ms.saturating_add(HOUR_MS);
            terms(&mut offer.terms).deadline_ms += HOUR_MS;
        })
    }),
    forgery("FRS-2", OFFER, "its life is over", |it| {
        offered(it, |offer| {
            let header = header(&mut offer.header);
            header.issued_at_ms = header.issued_at_ms.saturating_sub(HOUR_MS);
            header.expires_at_ms = header.expires_at_ms.saturating_sub(HOUR_MS);
        })
    }),
    forgery("ENC-9", OFFER, "terms without a price", |it| {
        offered(it, |offer| terms(&mut offer.terms).price = None)
    }),
    forgery("ENC-11", OFFER, "a digest that is too short", |it| {
        offered(it, |offer| terms(&mut offer.terms).behavior_digest.truncate(31))
    }),
    forgery("ENC-13", EVENT, "event 2,000", |it| {
        it.bent::<TaskEventKind>(|event| event.seq = 2_000)
    }),
    forgery("ENC-14", OFFER, "evidence out of order", |it| {
        offered(it, |offer| {
            terms(&mut offer.terms).evidence = vec!["trace".into(), "tool-receipt".into()]
        })
    }),
    forgery("FMT-2", OFFER, "no capability id", |it| {
        offered(it, |offer| terms(&mut offer.terms).capability_id = "compute".into())
    }),
    forgery("FMT-5", OFFER, "no currency", |it| {
        offered(it, |offer| {
            terms(&mut offer.terms).price = Some(Money {
                currency: "eur".into(),
                amount_micros: 1,
            })
        })
    }),
    forgery("FMT-8", EVENT, "a note that moves the cursor", |it| {
        it.bent::<TaskEventKind>(|event| event.note = "\u{1b}[2J".into())
    }),
    forgery("TSK-1", OFFER, "a deadline in eight days", |it| {
        offered(it, |offer| terms(&mut offer.terms).deadline_ms += 8 * 24 * HOUR_MS)
    }),
    forgery("TSK-2", OFFER, "an offer to oneself", |it| {
        let mut offer = read::message::<OfferKind>(it.bytes)?;
        header(&mut offer.header).issuer = it.stage.agent(it.letter.to).as_bytes().to_vec();
        header(&mut offer.header).nonce = it.nonce();
        it.by::<OfferKind>(it.letter.to, it.letter.to, &offer)
    }),
    forgery("TSK-3", RESULT, "an output that is not what its digest says", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        let Some(Body::Inline(_)) = result.output.as_ref()?.body else {
            return None;
        };
        it.bent::<TaskResultKind>(|result| {
            if let Some(Content {
                body: Some(Body::Inline(bytes)),
                ..
            }) = &mut result.output
            {
                bytes.iter_mut().for_each(|byte| *byte = !*byte);
            }
        })
    }),
    forgery("TSK-5", RESULT, "completed, without an output", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        let contract = contract(it, &result.contract)?;
        // Evidence goes with an output: it would be missed, too.
        let is_alone = result.status() == TaskStatus::Completed && contract.terms.evidence.is_empty();
        is_alone
            .then(|| it.bent::<TaskResultKind>(|result| result.output = None))
            .flatten()
    }),
    forgery("TSK-6", RESULT, "misses a result, and names it", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        let name = it.id()?;
        reported(it, &result, Outcome::NoResult, name.0.to_vec())
    }),
];

/// Any statement that needs nothing but what its addressee holds, with its header bent.
fn headed(it: &Occasion<'_>, edit: impl Fn(&mut Header)) -> Option<Scheme> {
    match it.statement? {
        Statement::Offer => offered(it, |offer| edit(header(&mut offer.header))),
        Statement::Quote => quoted(it, |quote| edit(header(&mut quote.header))),
        Statement::TaskResult => it.bent::<TaskResultKind>(|result| edit(header(&mut result.header))),
        _ => None,
    }
}

fn resealed<K: Kind>(payload: &[u8], key: &AgentKey) -> Option<Vec<u8>> {
    let message: K::Message = casp_wire::decode_unchecked(payload, casp_wire::Layer::Payload).ok()?;
    Some(read::seal::<K>(&message, key))
}

fn extension(id: &str, critical: bool) -> Extension {
    Extension {
        id: id.into(),
        critical,
        value: Vec::new(),
    }
}
