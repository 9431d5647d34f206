//! What requesters want done, and when.

use casp_execution::funnel::Limits;
use casp_wire::table::Format;
use casp_wire::v1::SideEffect;

use super::MAX_MICROS;
use super::time::{any_span, lasting, some_ms, some_span};
use crate::document::{self, DocumentError, Form, Table, by, choice, number, share, text, whole};
use crate::engine::Span;
use crate::world::{Arrivals, MAX_REQUESTERS, MAX_WORKFLOWS, Queries, Step, Workload};

pub(super) fn step(table: &mut Table<'_>) -> Result<Step, DocumentError> {
    Ok(Step {
        capability_id: table.take("capability", capability_id())?,
        side_effect: table.take_or(
            "side_effect",
            SideEffect::None,
            choice(&[("none", SideEffect::None), ("irreversible", SideEffect::Irreversible)]),
        )?,
        work: table.take("work", lasting())?,
        most_micros: table.take("most_micros", whole(1..=MAX_MICROS))?,
    })
}

/// An id as messages carry it: whatever else a world were made of, what an engine refused of it would be told without its place.
pub(super) fn capability_id() -> impl Form<Out = String> {
    const FORM: &str = "the id of a capability of at most 128 bytes, such as \"org.example/translate\"";
    by(FORM, |value| {
        let id = value.read(text(0..=128))?;
        if Format::CapabilityId.matches(&id) {
            Ok(id)
        } else {
            Err(value.is_not(FORM))
        }
    })
}

pub(super) fn workload(table: &mut Table<'_>, steps: &[Step]) -> Result<Workload, DocumentError> {
    let dearest = steps.iter().map(|step| step.most_micros).max().unwrap_or(1);
    let usual = Limits::for_price(dearest);
    let ms = |span: Span| span.0.unsigned_abs() / 1_000;
    let (work, probe) = (Span::of_ms(120_000), Span::of_ms(120_000));
    Ok(Workload {
        requesters: table.take("requesters", whole(1..=MAX_REQUESTERS))?,
        steps: steps.to_vec(),
        workflows: table.take("workflows", whole(0..=MAX_WORKFLOWS))?,
        arrivals: table.take("arrivals", document::table(arrivals))?,
        warm_up: table.take("warm_up", any_span())?,
        limits: Limits {
            candidates: table
                .take_or("candidates", 64, whole(1..=256_u32))
                .map(|count| usize::try_from(count).unwrap_or(64))?,
            rounds: table.take_or("rounds", usual.rounds, whole(1..=16_u32))?,
            attempts: table.take_or("attempts", usual.attempts, whole(1..=100_u32))?,
            spend_micros: table.take_or("spend_micros", usual.spend_micros, whole(1..=MAX_MICROS))?,
            work_ms: ms(table.take_or("contract_deadline", work, some_ms())?),
            probe_ms: ms(table.take_or("canary_patience", probe, some_ms())?),
            ..usual
        },
        deadline: table.take_or("deadline", Span::of_ms(600_000), some_span())?,
        learns: table.take_or("learns", 0.8, share())?,
        queries: table.take_optional("queries", document::table(queries))?,
    })
}

fn arrivals(table: &mut Table<'_>) -> Result<Arrivals, DocumentError> {
    let is_burst = table.take("kind", choice(&[("poisson", false), ("bursts", true)]))?;
    let interval = table.take("every", some_span())?;
    Ok(if is_burst {
        Arrivals::Bursts {
            interval,
            size: table.take("size", whole(1..=10_000_u32))?,
        }
    } else {
        Arrivals::Poisson { interval }
    })
}

fn queries(table: &mut Table<'_>) -> Result<Queries, DocumentError> {
    Ok(Queries {
        per_provider: table.take("per_provider", number(0.0..=1_000.0))?,
        lasts: table.take("lasts", any_span())?,
    })
}
