//! Times, and how long things last.

use crate::document::{Form, by, either, number, span, table};
use crate::engine::Span;
use crate::world::{Lasting, MAX_SPAN};

/// `"20 ms"`, always that; or `{ median = "20 ms", sigma = 0.5 }`.
pub(super) fn lasting() -> impl Form<Out = Lasting> {
    let always = by("a time", |value| Ok(Lasting::just(value.read(any_span())?)));
    let drawn = table(|table| {
        Ok(Lasting {
            median: table.take("median", any_span())?,
            sigma: table.take("sigma", number(0.0..=10.0))?,
        })
    });
    either(
        "a time, or a table with a median time and a sigma from 0 to 10",
        always,
        drawn,
    )
}

pub(super) fn any_span() -> impl Form<Out = Span> {
    span(Span(0)..=MAX_SPAN)
}

pub(super) fn some_span() -> impl Form<Out = Span> {
    span(Span(1)..=MAX_SPAN)
}

/// What messages carry, in milliseconds.
pub(super) fn some_ms() -> impl Form<Out = Span> {
    span(Span::of_ms(1)..=MAX_SPAN)
}

/// How long descriptors live.
pub(super) fn life() -> impl Form<Out = Span> {
    span(Span::of_ms(1_000)..=Span::of_ms(86_400_000))
}
