//! Forged statements of an engagement.

use casp_execution::Statement;
use casp_identity::{Kind, ObjectId};
use casp_task::content::inline;
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::v1::{
    Acceptance, Bundle, Cancel, Content, Extension, Header, Money, Offer, Outcome, OutcomeReport, Prepared, Quote,
    SideEffect, TaskResult, TaskStatus, Terms, content::Body,
};

use super::super::ledger::Contract;
use super::super::read;
use super::super::stage::Parcel;
use super::{Forgery, Needs, Occasion, On, Scheme, unsigned};
use crate::key::AgentKey;

const ANY: On = On::Said(Statement::ALL);
const OFFER: On = On::Said(&[Statement::Offer]);
const QUOTE: On = On::Said(&[Statement::Quote]);
const RESULT: On = On::Said(&[Statement::TaskResult]);
const EVENT: On = On::Said(&[Statement::TaskEvent]);

const HOUR_MS: i64 = 3_600_000;

const fn forgery(rule: &'static str, on: On, name: &'static str, make: fn(&Occasion<'_>) -> Option<Scheme>) -> Forgery {
    Forgery { name, rule, on, make }
}

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
        reported(it, &result, Outcome::NoResult, name.0.to_vec(), 0)
    }),
    forgery("CTR-2", OFFER, "another offer with the same nonce", |it| {
        let scheme = it.bent::<OfferKind>(|offer| terms(&mut offer.terms).deadline_ms -= 1)?;
        Some(scheme.after(it.id()?))
    }),
    forgery("CTR-4", QUOTE, "a quote by somebody who was not asked", |it| {
        let quote = read::message::<QuoteKind>(it.bytes)?;
        let (from, to) = (it.adversary(), it.letter.to);
        let at_ms = it.stage.clock_ms(it.letter.from);
        let header = Some(it.one_shot(from, to, at_ms));
        it.by::<QuoteKind>(from, to, &Quote { header, ..quote })
    }),
    forgery("CTR-5", QUOTE, "a second quote", |it| {
        let scheme = quoted(it, |quote| header(&mut quote.header).expires_at_ms += 1)?;
        Some(scheme.after(it.id()?))
    }),
    forgery(
        "CTR-5",
        On::Said(&[Statement::Acceptance]),
        "a second acceptance",
        |it| {
            let nonce = it.nonce();
            let scheme = it.bent::<AcceptanceKind>(|acceptance| {
                header(&mut acceptance.header).nonce = nonce;
                acceptance.blind = vec![9; 32];
            })?;
            Some(scheme.after(it.id()?))
        },
    ),
    forgery("CTR-5", RESULT, "a second result with other content", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        result.output.as_ref()?;
        let scheme = it.bent::<TaskResultKind>(|result| {
            result.output = Some(inline(super::super::provider::MEDIA_TYPE, "another answer"));
        })?;
        Some(scheme.after(it.id()?))
    }),
    forgery("CTR-5", On::Said(&[Statement::Commit]), "a second commit", |it| {
        let nonce = it.nonce();
        let scheme = it.bent::<CommitKind>(|commit| header(&mut commit.header).nonce = nonce)?;
        Some(scheme.after(it.id()?))
    }),
    forgery("CTR-6", QUOTE, "a quote that asks more than was offered", |it| {
        quoted(it, |quote| {
            if let Some(price) = &mut terms(&mut quote.terms).price {
                price.amount_micros = price.amount_micros.saturating_mul(2);
            }
        })
    }),
    forgery("CTR-6", QUOTE, "a quote with a later deadline", |it| {
        quoted(it, |quote| terms(&mut quote.terms).deadline_ms += 60_000)
    }),
    forgery("CTR-7", QUOTE, "accepts a quote that has lapsed", |it| {
        let quote = read::message::<QuoteKind>(it.bytes)?;
        let (from, to) = (it.letter.to, it.letter.from);
        let ends_ms = quote.header?.expires_at_ms;
        let acceptance = Acceptance {
            header: Some(it.one_shot(from, to, ends_ms.saturating_add(1_000))),
            quote: it.id()?.0.to_vec(),
            blind: vec![3; 32],
            input_digest: super::super::requester::input().digest,
        };
        it.by::<AcceptanceKind>(from, to, &acceptance)
    }),
    forgery(
        "CTR-8",
        On::Said(&[Statement::TaskRequest]),
        "another input than was agreed",
        |it| {
            let message = read::message::<TaskRequestKind>(it.bytes)?;
            let nonce = it.nonce();
            let scheme = it.bent::<TaskRequestKind>(|request| {
                header(&mut request.header).nonce = nonce;
                let length = request.input.as_ref().map_or(0, |input| input.size_bytes);
                let bytes = vec![b'x'; usize::try_from(length).unwrap_or(0)];
                request.input = Some(inline(super::super::provider::MEDIA_TYPE, bytes));
            })?;
            Some(scheme.after(read::named(&message.contract)))
        },
    ),
    forgery("CTR-9", RESULT, "a result of another request", |it| {
        it.bent::<TaskResultKind>(|result| result.request = vec![5; 32])
    }),
    forgery(
        "CTR-10",
        On::Said(&[Statement::TaskRequest]),
        "a result after the deadline",
        |it| {
            let request = read::message::<TaskRequestKind>(it.bytes)?;
            let contract = contract(it, &request.contract)?;
            let (from, to) = (it.letter.to, it.letter.from);
            let late_ms = contract.terms.deadline_ms.saturating_add(1_000);
            let result = TaskResult {
                header: Some(it.header(from, to, late_ms)),
                contract: request.contract,
                request: it.id()?.0.to_vec(),
                status: TaskStatus::Failed.into(),
                reason: "late".into(),
                ..TaskResult::default()
            };
            let scheme = it.by::<TaskResultKind>(from, to, &result)?;
            Some(scheme.in_ms(late_ms.saturating_sub(it.stage.clock_ms(to)).saturating_add(500)))
        },
    ),
    forgery("CTR-11", EVENT, "an event before the latest", |it| {
        let event = read::message::<TaskEventKind>(it.bytes)?;
        let latest = it.id()?;
        let scheme = it.bent::<TaskEventKind>(|event| event.seq = event.seq.saturating_sub(1))?;
        (event.seq > 1).then(|| scheme.after(latest))
    }),
    forgery("CTR-12", RESULT, "cancels what has its result", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        let (from, to) = (it.letter.to, it.letter.from);
        let cancel = Cancel {
            header: Some(it.one_shot(from, to, it.stage.clock_ms(to))),
            contract: result.contract,
            reason: "late".into(),
        };
        it.by::<CancelKind>(from, to, &cancel)
    }),
    forgery("CTR-13", RESULT, "without the evidence that was agreed", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        let owes = !contract(it, &result.contract)?.terms.evidence.is_empty();
        (owes && result.output.is_some())
            .then(|| {
                it.bent::<TaskResultKind>(|result| {
                    result.receipts.clear();
                    result.trace = None;
                })
            })
            .flatten()
    }),
    forgery(
        "CTR-15",
        On::Said(&[Statement::TaskEvent, Statement::TaskResult]),
        "misses a result before the deadline",
        |it| {
            let name = if it.statement == Some(Statement::TaskEvent) {
                read::message::<TaskEventKind>(it.bytes)?.contract
            } else {
                read::message::<TaskResultKind>(it.bytes)?.contract
            };
            let deadline_ms = contract(it, &name)?.terms.deadline_ms;
            let result = TaskResult {
                contract: name,
                ..TaskResult::default()
            };
            (it.stage.clock_ms(it.letter.from) < deadline_ms)
                .then(|| reported(it, &result, Outcome::NoResult, Vec::new(), 0))
                .flatten()
        },
    ),
    forgery("CTR-16", RESULT, "an output of another media type", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        result.output.as_ref()?;
        it.bent::<TaskResultKind>(|result| {
            if let Some(output) = &mut result.output {
                output.media_type = "text/html".into();
            }
        })
    }),
    forgery("CTR-17", RESULT, "a result from before its request", |it| {
        it.bent::<TaskResultKind>(|result| header(&mut result.header).issued_at_ms -= HOUR_MS)
    }),
    forgery("CTR-18", RESULT, "an effect that nobody committed to", |it| {
        let result = read::message::<TaskResultKind>(it.bytes)?;
        (!result.commit.is_empty())
            .then(|| it.bent::<TaskResultKind>(|result| result.commit.clear()))
            .flatten()
    }),
    forgery("CTR-19", EVENT, "prepares what can be undone", |it| {
        let event = read::message::<TaskEventKind>(it.bytes)?;
        let contract = contract(it, &event.contract)?;
        if contract.effect() == SideEffect::Irreversible {
            return None;
        }
        let (from, to) = (it.letter.from, it.letter.to);
        let prepared = Prepared {
            header: Some(it.one_shot(from, to, it.stage.clock_ms(from))),
            contract: event.contract,
            request: contract.request?.0.to_vec(),
            plan: Some(inline("text/plain", "a plan")),
        };
        it.by::<PreparedKind>(from, to, &prepared)
    }),
    forgery(
        "CTR-20",
        On::Said(&[Statement::DeliveryAck]),
        "misses a result that was acknowledged",
        |it| {
            let ack = read::message::<DeliveryAckKind>(it.bytes)?;
            let (from, to) = (it.letter.from, it.letter.to);
            let late_ms = contract(it, &ack.contract)?.terms.deadline_ms.saturating_add(1_000);
            let report = OutcomeReport {
                header: Some(Header {
                    audience: Vec::new(),
                    ..it.header(from, to, late_ms)
                }),
                contract: ack.contract,
                subject: it.stage.agent(to).as_bytes().to_vec(),
                outcome: Outcome::NoResult.into(),
                ..OutcomeReport::default()
            };
            let scheme = it.by::<OutcomeReportKind>(from, to, &report)?;
            let delay_ms = late_ms.saturating_sub(it.stage.clock_ms(to)).saturating_add(500);
            Some(scheme.in_ms(delay_ms).needing(Needs::Taken(it.id()?)))
        },
    ),
];

/// A report by the requester, made as the provider's result goes out.
fn reported(it: &Occasion<'_>, of: &TaskResult, outcome: Outcome, result: Vec<u8>, later_ms: i64) -> Option<Scheme> {
    let (from, to) = (it.letter.to, it.letter.from);
    let at_ms = it.stage.clock_ms(to).saturating_add(later_ms);
    let report = OutcomeReport {
        header: Some(Header {
            audience: Vec::new(),
            ..it.header(from, to, at_ms)
        }),
        contract: of.contract.clone(),
        subject: it.stage.agent(to).as_bytes().to_vec(),
        outcome: outcome.into(),
        result,
        ..OutcomeReport::default()
    };
    it.by::<OutcomeReportKind>(from, to, &report)
}

fn contract<'a>(it: &'a Occasion<'_>, name: &[u8]) -> Option<&'a Contract> {
    it.stage.ledger.contracts.get(&ObjectId(name.try_into().ok()?))
}

/// An offer of its own, bent.
fn offered(it: &Occasion<'_>, edit: impl FnOnce(&mut Offer)) -> Option<Scheme> {
    let nonce = it.nonce();
    it.bent::<OfferKind>(|offer| {
        header(&mut offer.header).nonce = nonce;
        edit(offer);
    })
}

fn quoted(it: &Occasion<'_>, edit: impl FnOnce(&mut Quote)) -> Option<Scheme> {
    let nonce = it.nonce();
    it.bent::<QuoteKind>(|quote| {
        header(&mut quote.header).nonce = nonce;
        edit(quote);
    })
}

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

fn header(header: &mut Option<Header>) -> &mut Header {
    header.get_or_insert_default()
}

fn terms(terms: &mut Option<Terms>) -> &mut Terms {
    terms.get_or_insert_default()
}

fn extension(id: &str, critical: bool) -> Extension {
    Extension {
        id: id.into(),
        critical,
        value: Vec::new(),
    }
}
