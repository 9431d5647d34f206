//! Reads what a person writes, as TOML: every key is read, or it is an error that says where, what is wrong and how to mend it.
//!
//! ```
//! use casp_sim::document::{self, DocumentError, Table, range, share, span, tables, whole};
//! use casp_sim::engine::Span;
//!
//! struct Wave {
//!     providers: u32,
//!     work: std::ops::RangeInclusive<Span>,
//!     lying: f64,
//!     well: f64,
//! }
//!
//! fn wave(wave: &mut Table<'_>) -> Result<Wave, DocumentError> {
//!     let time = span(Span::of_ms(1)..=Span::of_ms(60_000));
//!     let read = Wave {
//!         providers: wave.take("providers", whole(1..=1_000))?,
//!         work: wave.take("work", range(time))?,
//!         lying: wave.take_or("lying", 0.0, share())?,
//!         well: wave.take("well", share())?,
//!     };
//!     if read.lying + read.well > 1.0 {
//!         return Err(wave.wrong("lying", "more lie or do well than there are", "Let both sum up to 1 at most"));
//!     }
//!     Ok(read)
//! }
//!
//! let read = |text: &str| document::read(text, "a list of waves", 65_536, |whole| whole.take("wave", tables(1..=16, wave)));
//!
//! let waves = read("[[wave]]\nproviders = 20\nwork = [\"200 ms\", \"2 s\"]\nwell = 0.9\n")?;
//! assert_eq!((waves[0].providers, *waves[0].work.end()), (20, Span::of_ms(2_000)));
//!
//! let slip = read("[[wave]]\nproviders = 20\nwork = [\"200 ms\", \"2 s\"]\nwell = 0.9\nliyng = 0.1\n").err().expect("a slip");
//! assert_eq!(slip.to_string(), "5:1 wave[1].liyng: nothing reads the key `liyng`. Did you mean `lying`?");
//! # Ok::<(), DocumentError>(())
//! ```
//!
//! A key counts as known once it was taken, so there is no list of keys that could differ from what is read; a key that is taken
//! only beside another one is refused without it.

mod duration;
mod error;
mod form;
mod nearest;
mod table;
mod value;

use toml::de::DeTable;

pub use duration::shown;
pub use error::{DocumentError, Fault, Place};
pub use form::{
    Form, by, choice, either, flag, lines, list, number, pair, range, share, span, table, tables, text, whole,
};
pub use table::Table;
pub use value::Value;

/// Reads a text of `most` bytes at most, which is to be `what`: words with their article, such as "a scenario".
///
/// # Errors
/// If it is longer, is no TOML, or has a key that `body` did not take; and whatever `body` returns.
pub fn read<T>(
    text: &str,
    what: &'static str,
    most: usize,
    body: impl FnOnce(&mut Table<'_>) -> Result<T, DocumentError>,
) -> Result<T, DocumentError> {
    let error = |at, fault| DocumentError {
        place: error::place(text, at, String::new()),
        fault,
    };
    if text.len() > most {
        let bytes = text.len();
        return Err(error(0, Fault::TooLong { what, bytes, most }));
    }
    let parsed = DeTable::parse(text).map_err(|fault| {
        let at = fault.span().map_or(text.len(), |span| span.start);
        let message = fault.message().lines().collect::<Vec<_>>().join("; ");
        error(at, Fault::Syntax(error::clipped(&message)))
    })?;
    Table::whole(text, parsed.get_ref()).read(body)
}
