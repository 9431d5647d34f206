//! Statements that are refused for what was agreed, or said before.

use casp_execution::Statement;
use casp_task::content::inline;
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::v1::{
    Acceptance, Cancel, Header, Outcome, OutcomeReport, Prepared, Quote, SideEffect, TaskResult, TaskStatus,
};

use super::super::Needs;
use super::{EVENT, Forgery, HOUR_MS, OFFER, On, QUOTE, RESULT, contract, forgery, header, quoted, reported, terms};
use crate::faults::{provider, read, requester};

pub(super) const FORGERIES: &[Forgery] = &[
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
            result.output = Some(inline(provider::MEDIA_TYPE, "another answer"));
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
            input_digest: requester::input().digest,
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
                request.input = Some(inline(provider::MEDIA_TYPE, bytes));
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
                .then(|| reported(it, &result, Outcome::NoResult, Vec::new()))
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
