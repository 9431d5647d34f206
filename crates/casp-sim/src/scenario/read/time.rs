//! Times, and how long things last.

use crate::document::{Form, by, number, span, table};
use crate::engine::Span;
use crate::world::{Lasting, MAX_SPAN};

/// `"20 ms"`, always that; or `{ median = "20 ms", sigma = 0.5 }`.
pub(super) fn lasting() -> impl Form<Out = Lasting> {
    by(
        "a time, or a table with a median time and a sigma from 0 to 10",
        |value| {
            if let Ok(span) = value.read(any_span()) {
                return Ok(Lasting::just(span));
            }
            value.read(table(|table| {
                Ok(Lasting {
                    median: table.take("median", any_span())?,
                    sigma: table.take("sigma", number(0.0..=10.0))?,
                })
            }))
        },
    )
}

pub(super) fn any_span() -> impl Form<Out = Span> {
    span(Span(0)..=MAX_SPAN)
}

pub(super) fn some_span() -> impl Form<Out = Span> {
    span(Span(1)..=MAX_SPAN)
}
