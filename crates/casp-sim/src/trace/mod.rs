//! What happened in one run: lines for a person, and a file that trace viewers open.
//!
//! ```
//! use casp_sim::engine::{Span, Time};
//! use casp_sim::trace::{Record, Trace};
//!
//! let begin = Time::of_ms(1_767_225_600_000);
//! let at = |us| begin.after(Span(us));
//! let mut trace = Trace::new(begin);
//! let (requester, provider) = (trace.lane("requester 2"), trace.lane("provider 17"));
//! trace.add(Record::message(requester, provider, at(1_500), Some(at(21_500)), "offer").task(14).with("price", "0.05 EUR"));
//! trace.add(Record::span(provider, at(21_500), at(321_500), "work").task(14));
//! trace.add(Record::instant(provider, at(321_500), "done").task(14));
//!
//! assert_eq!(
//!     trace.to_text(None),
//!     "\
//! +0.001500 s  requester 2  task 14  > provider 17: offer, 20.000 ms under way  price=0.05 EUR
//! +0.021500 s  provider 17  task 14  < requester 2: offer  price=0.05 EUR
//! +0.021500 s  provider 17  task 14  work, 300.000 ms
//! +0.321500 s  provider 17  task 14  done
//! "
//! );
//! assert!(trace.to_chrome().starts_with("{\"traceEvents\":["));
//! ```
//!
//! A trace knows nothing of CASP: whoever simulates says what is worth a record.

mod chrome;
mod rows;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::engine::Time;

/// The most records of a trace. As JSON they take up to some hundred MiB, and viewers open little more.
pub const MAX_RECORDS: usize = 250_000;
/// The most lanes. Whatever comes after them shares one, `others`.
pub const MAX_LANES: usize = 100_000;
/// The most arguments of a record; more are left out.
pub const MAX_ARGS: usize = 8;
/// The longest name or argument, in characters; longer ones are cut.
pub const MAX_TEXT: usize = 200;

/// Who or what something happens to, of one [`Trace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(usize);

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    at: Time,
    lane: Lane,
    what: What,
    name: Cow<'static, str>,
    args: Vec<(&'static str, String)>,
    task: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// It lasts until then.
    Span(Time),
    Instant,
    /// It goes to another lane. None: it is lost.
    Message(Lane, Option<Time>),
}

impl Record {
    /// Something that lasts. What ends before it begins lasts for no time.
    #[must_use]
    pub fn span(lane: Lane, begin: Time, end: Time, name: impl Into<Cow<'static, str>>) -> Self {
        Self::new(lane, begin, What::Span(end.max(begin)), name)
    }

    /// Something that happens at once.
    #[must_use]
    pub fn instant(lane: Lane, at: Time, name: impl Into<Cow<'static, str>>) -> Self {
        Self::new(lane, at, What::Instant, name)
    }

    /// Something that goes from one to another. It arrives not before it is sent; `None`: it is lost.
    #[must_use]
    pub fn message(
        from: Lane,
        to: Lane,
        sent: Time,
        arrived: Option<Time>,
        name: impl Into<Cow<'static, str>>,
    ) -> Self {
        let arrived = arrived.map(|arrived| arrived.max(sent));
        Self::new(from, sent, What::Message(to, arrived), name)
    }

    /// The same, as part of a task.
    #[must_use]
    pub fn task(mut self, task: u64) -> Self {
        self.task = Some(task);
        self
    }

    /// The same, with an argument.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        if self.args.len() < MAX_ARGS {
            self.args.push((key, cut(value.into())));
        }
        self
    }

    fn new(lane: Lane, at: Time, what: What, name: impl Into<Cow<'static, str>>) -> Self {
        let name = match name.into() {
            Cow::Owned(name) => Cow::Owned(cut(name)),
            borrowed @ Cow::Borrowed(_) => borrowed,
        };
        Self {
            at,
            lane,
            what,
            name,
            args: Vec::new(),
            task: None,
        }
    }
}

/// Records of one run, as many as there is room for.
#[derive(Clone, Debug)]
pub struct Trace {
    begin: Time,
    most: usize,
    lanes: Vec<String>,
    by_name: BTreeMap<String, Lane>,
    records: Vec<Record>,
    left_out: u64,
}

impl Trace {
    /// Nothing yet. Times are shown from `begin` on.
    #[must_use]
    pub const fn new(begin: Time) -> Self {
        Self::bounded(begin, MAX_RECORDS)
    }

    /// The same, of so many records, and [`MAX_RECORDS`] at the most. Those that come first are kept.
    #[must_use]
    pub const fn bounded(begin: Time, most: usize) -> Self {
        Self {
            begin,
            most: if most < MAX_RECORDS { most } else { MAX_RECORDS },
            lanes: Vec::new(),
            by_name: BTreeMap::new(),
            records: Vec::new(),
            left_out: 0,
        }
    }

    /// The lane of this name. Viewers show lanes in the order in which they were first asked for.
    pub fn lane(&mut self, name: &str) -> Lane {
        let others = self.lanes.len() >= MAX_LANES;
        let name = cut(if others && !self.by_name.contains_key(name) {
            "others".into()
        } else {
            name.into()
        });
        let next = Lane(self.lanes.len());
        let lanes = &mut self.lanes;
        *self.by_name.entry(name).or_insert_with_key(|name| {
            lanes.push(name.clone());
            next
        })
    }

    /// Adds a record, in any order of times.
    pub fn add(&mut self, record: Record) {
        if self.records.len() < self.most {
            self.records.push(record);
        } else {
            self.left_out = self.left_out.saturating_add(1);
        }
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many there was no room for.
    #[must_use]
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    fn name(&self, lane: Lane) -> &str {
        self.lanes.get(lane.0).map_or("of another trace", String::as_str)
    }

    /// Microseconds from the begin of the run; what was before it counts as its begin.
    fn micros(&self, time: Time) -> i64 {
        time.since(self.begin).0.max(0)
    }
}

/// One line of bounded length.
fn cut(text: String) -> String {
    let is_plain = text.len() <= MAX_TEXT && !text.contains(char::is_control);
    if is_plain {
        return text;
    }
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().take(MAX_TEXT).map(shown).collect()
}
