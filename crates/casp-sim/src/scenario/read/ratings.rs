//! What requesters tell each other.

use casp_trust::reputation::MOST_TRUST;

use crate::document::{self, DocumentError, Table, flag, number, span, whole};
use crate::engine::Span;
use crate::world::{MAX_RATERS, MAX_SPAN, Ratings, Ring};

pub(super) fn ratings(table: &mut Table<'_>) -> Result<Ratings, DocumentError> {
    Ok(Ratings {
        shares_outcomes: table.take_or("shares_outcomes", false, flag())?,
        trust: table.take_optional("trust", number(0.0..=MOST_TRUST))?,
        ring: table.take_optional("ring", document::table(ring))?,
    })
}

fn ring(table: &mut Table<'_>) -> Result<Ring, DocumentError> {
    Ok(Ring {
        raters: table.take("raters", whole(0..=MAX_RATERS))?,
        every: table.take("every", span(Span::of_ms(1_000)..=MAX_SPAN))?,
    })
}
