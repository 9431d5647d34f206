//! The way of messages.

use super::time::{any_span, lasting};
use crate::document::{DocumentError, Table, share};
use crate::engine::Span;
use crate::world::{Lasting, Way};

pub(super) fn network(table: &mut Table<'_>) -> Result<Way, DocumentError> {
    let usual = way_of_a_continent();
    Ok(Way {
        latency: table.take_or("latency", usual.latency, lasting())?,
        least: table.take_or("least", usual.least, any_span())?,
        loss: table.take_or("loss", usual.loss, share())?,
    })
}

pub(super) const fn way_of_a_continent() -> Way {
    Way {
        latency: Lasting {
            median: Span::of_ms(20),
            sigma: 0.5,
        },
        least: Span::of_ms(1),
        loss: 0.0,
    }
}
