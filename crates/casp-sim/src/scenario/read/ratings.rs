//! Reading what requesters tell one another, and who lies to them.

use casp_trust::reputation::MOST_TRUST;

use crate::document::{self, DocumentError, Form, Table, choice, either, flag, number, span, table, whole};
use crate::engine::Span;
use crate::world::{Liars, Lying, MAX_RATERS, MAX_SPAN, MAX_TOLD, Ratings, Ring};

/// Most who lie: one who is told anything is honest.
pub(super) const MOST_LIARS: u32 = MAX_TOLD - 1;

pub(super) fn ratings(table: &mut Table<'_>) -> Result<Ratings, DocumentError> {
    Ok(Ratings {
        shares_outcomes: table.take_or("shares_outcomes", false, flag())?,
        trust: table.take_optional("trust", number(0.0..=MOST_TRUST))?,
        ring: table.take_optional("ring", document::table(ring))?,
        liars: table.take_optional("liars", document::table(liars))?,
    })
}

fn ring(table: &mut Table<'_>) -> Result<Ring, DocumentError> {
    Ok(Ring {
        raters: table.take("raters", whole(0..=MAX_RATERS))?,
        every: table.take("every", span(Span::of_ms(1_000)..=MAX_SPAN))?,
    })
}

fn liars(table: &mut Table<'_>) -> Result<Liars, DocumentError> {
    Ok(Liars {
        count: table.take("count", whole(0..=MOST_LIARS))?,
        behaviour: table.take("behaviour", lying())?,
    })
}

/// A word, or a table with a `kind`.
fn lying() -> impl Form<Out = Lying> {
    let of_kind = table(|table| {
        table.take("kind", choice(&[("earns-trust-first", ())]))?;
        Ok(Lying::EarnsTrustFirst {
            honest_until: table.take("honest_until", span(Span(1)..=MAX_SPAN))?,
        })
    });
    let word = choice(&[("bad-mouth", Lying::BadMouth)]);
    either("\"bad-mouth\", or a table with a kind", word, of_kind)
}
