//! A trace in the Trace Event Format of Chrome, which Perfetto and `chrome://tracing` open.
//!
//! The format: *Trace Event Format*, Duca and Sinclair, Google, 2016. Of its rules these shape what is written: complete events
//! ("X") of one thread nest or lie apart; parents come before children in the file; ids of 0 have a meaning of their own and are not
//! used. An arrow ("s", "f") binds to the innermost slice at each of its ends, whichever that is: so a message has a slice where it is
//! sent and one where it arrives, within that microsecond and apart from those of all others.

use core::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::rows::Rows;
use super::{Lane, Record, Trace, What};
use crate::engine::Time;
use crate::number;

/// Nanoseconds of a microsecond.
const NANOS: i64 = 1_000;

/// An event with what orders it: time in nanoseconds, then the longer first.
struct Event {
    key: (i64, Reverse<i64>),
    json: String,
}

/// A thread of a viewer: lane, and 0 for its messages and instants or the number of a row of spans.
type Thread = (Lane, usize);

struct Writer<'a> {
    trace: &'a Trace,
    /// All that something happens on, with their ids.
    threads: BTreeMap<Thread, usize>,
    /// Of each lane and microsecond: ends of messages, and how many of them are written.
    ends: BTreeMap<(Lane, i64), (i64, i64)>,
    events: Vec<Event>,
    without_room: u64,
}

impl Trace {
    /// JSON in the Trace Event Format. A lane is a process: one thread has its messages and instants, and its spans are on as many
    /// others as it takes for none to overlap another in part. Times are microseconds since the run's begin; where messages are sent
    /// or arrive in one microsecond each has a part of it. What arrives when it is sent is shown a microsecond later.
    ///
    /// `otherData` says how many records there was no room for.
    #[must_use]
    pub fn to_chrome(&self) -> String {
        let spans = self.spans();
        let mut writer = Writer {
            trace: self,
            threads: threads(self, &spans),
            ends: self.ends(),
            events: Vec::new(),
            without_room: 0,
        };
        for (record, row) in spans {
            writer.span(record, row);
        }
        for (number, record) in (1_u64..).zip(&self.records) {
            writer.others(number, record);
        }
        writer.finish()
    }

    /// All spans with their rows, counted from 1.
    fn spans(&self) -> Vec<(&Record, Option<usize>)> {
        let mut spans: Vec<(&Record, i64, i64)> = Vec::new();
        for record in &self.records {
            if let What::Span(end) = record.what {
                spans.push((record, self.micros(record.at), self.micros(end)));
            }
        }
        spans.sort_by_key(|(_, begin, end)| (*begin, Reverse(*end)));
        let mut lanes: BTreeMap<Lane, Rows> = BTreeMap::new();
        let mut placed = Vec::new();
        for (record, begin, end) in spans {
            let row = lanes.entry(record.lane).or_default().place(begin, end);
            placed.push((record, row.map(|row| row.saturating_add(1))));
        }
        placed
    }
}

impl Trace {
    fn ends(&self) -> BTreeMap<(Lane, i64), (i64, i64)> {
        let mut ends: BTreeMap<(Lane, i64), (i64, i64)> = BTreeMap::new();
        let mut count = |lane, at| {
            let (all, _) = ends.entry((lane, at)).or_default();
            *all = all.saturating_add(1);
        };
        for record in &self.records {
            if let What::Message(to, arrived) = record.what {
                count(record.lane, self.micros(record.at));
                if let Some(arrived) = arrived {
                    count(to, self.arrival(record.at, arrived));
                }
            }
        }
        ends
    }

    fn arrival(&self, sent: Time, arrived: Time) -> i64 {
        self.micros(arrived).max(self.micros(sent).saturating_add(1))
    }
}

/// Ids of all threads on which something happens. Those of processes are the lanes', which are lower.
fn threads(trace: &Trace, spans: &[(&Record, Option<usize>)]) -> BTreeMap<Thread, usize> {
    let of_spans = spans.iter().filter_map(|(record, row)| Some((record.lane, (*row)?)));
    let mut threads: BTreeSet<Thread> = of_spans.collect();
    for record in &trace.records {
        match record.what {
            What::Span(_) => {}
            What::Instant | What::Message(_, None) => drop(threads.insert((record.lane, 0))),
            What::Message(to, Some(_)) => threads.extend([(record.lane, 0), (to, 0)]),
        }
    }
    let first = trace.lanes.len().saturating_add(1);
    threads.into_iter().zip(first..).collect()
}

impl Writer<'_> {
    fn span(&mut self, record: &Record, row: Option<usize>) {
        let (What::Span(end), Some(row)) = (record.what, row) else {
            self.without_room = self.without_room.saturating_add(1);
            return;
        };
        let (from, to) = (self.trace.micros(record.at), self.trace.micros(end));
        let thread = (record.lane, row);
        let length = to.saturating_sub(from).saturating_mul(NANOS);
        let from = from.saturating_mul(NANOS);
        self.slice(thread, "span", &record.name, (from, length), args(record));
    }

    fn others(&mut self, number: u64, record: &Record) {
        let at = self.trace.micros(record.at);
        match record.what {
            What::Span(_) => {}
            What::Instant => {
                let at = at.saturating_mul(NANOS);
                let mut json = self.base("i", (record.lane, 0), "instant", &record.name, at);
                json.insert("s".into(), "t".into());
                json.insert("args".into(), args(record).into());
                self.push(at, 0, json);
            }
            What::Message(to, arrived) => {
                let named = |way: &str, whom: Lane| format!("{} {way} {}", record.name, self.trace.name(whom));
                let (sends, hears) = (named("to", to), named("from", record.lane));
                let mut sent_args = args(record);
                if arrived.is_none() {
                    sent_args.insert("lost".into(), true.into());
                }
                let (thread, place) = ((record.lane, 0), self.end_of_message(record.lane, at));
                self.slice(thread, "message", &sends, place, sent_args);
                let Some(arrived) = arrived else { return };
                self.arrow("s", number, thread, record, place);
                let at = self.trace.arrival(record.at, arrived);
                let (thread, place) = ((to, 0), self.end_of_message(to, at));
                self.slice(thread, "message", &hears, place, args(record));
                self.arrow("f", number, thread, record, place);
            }
        }
    }

    /// The next part of this microsecond, and how long it is. Of more than a thousand, the last share one.
    fn end_of_message(&mut self, lane: Lane, at: i64) -> (i64, i64) {
        let (all, written) = self.ends.entry((lane, at)).or_default();
        let length = NANOS.checked_div(*all).unwrap_or(NANOS).max(1);
        let place = written.saturating_mul(length).min(NANOS.saturating_sub(length));
        *written = written.saturating_add(1);
        (at.saturating_mul(NANOS).saturating_add(place), length)
    }

    fn slice(
        &mut self,
        thread: Thread,
        category: &str,
        name: &str,
        (from, length): (i64, i64),
        args: Map<String, Value>,
    ) {
        let mut json = self.base("X", thread, category, name, from);
        json.insert("dur".into(), micros(length));
        json.insert("args".into(), args.into());
        self.push(from, length, json);
    }

    /// One end of an arrow, which the slice before it holds.
    fn arrow(&mut self, phase: &str, number: u64, thread: Thread, record: &Record, (at, length): (i64, i64)) {
        let mut json = self.base(phase, thread, "message", &record.name, at);
        json.insert("id".into(), number.into());
        if phase == "f" {
            json.insert("bp".into(), "e".into());
        }
        self.push(at, length, json);
    }

    fn base(&self, phase: &str, thread: Thread, category: &str, name: &str, at: i64) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("name".into(), name.into());
        json.insert("cat".into(), category.into());
        json.insert("ph".into(), phase.into());
        json.insert("ts".into(), micros(at));
        json.insert("pid".into(), process(thread.0).into());
        json.insert("tid".into(), self.threads.get(&thread).copied().into());
        json
    }

    fn push(&mut self, at: i64, length: i64, json: Map<String, Value>) {
        // As text: it takes far less room than the value.
        let (key, json) = ((at, Reverse(length)), Value::from(json).to_string());
        self.events.push(Event { key, json });
    }

    fn finish(mut self) -> String {
        // Stable: an arrow stays behind its slice.
        self.events.sort_by_key(|event| event.key);
        let mut text = String::from("{\"traceEvents\":[");
        let mut comma = "\n";
        let names: Vec<String> = self.names().iter().map(Value::to_string).collect();
        let events = self.events.iter().map(|event| &event.json);
        for event in names.iter().chain(events) {
            text.push_str(comma);
            text.push_str(event);
            comma = ",\n";
        }
        let other = json!({
            "records left out": self.trace.left_out.to_string(),
            "spans without a row": self.without_room.to_string(),
        });
        text.push_str(&format!("\n],\"displayTimeUnit\":\"ms\",\"otherData\":{other}}}\n"));
        text
    }

    /// What processes and threads are called, and their order.
    fn names(&self) -> Vec<Value> {
        let metadata = |what: &str, process: usize, thread: usize, args: Value| json!({ "name": what, "ph": "M", "ts": 0, "pid": process, "tid": thread, "args": args });
        let mut names = Vec::new();
        let mut last = None;
        for ((lane, row), thread) in &self.threads {
            let process = process(*lane);
            if last.replace(process) != Some(process) {
                let name = self.trace.name(*lane);
                names.push(metadata("process_name", process, *thread, json!({ "name": name })));
                let order = json!({ "sort_index": process });
                names.push(metadata("process_sort_index", process, *thread, order));
            }
            let name = match row {
                0 => "messages".into(),
                1 => "work".into(),
                row => format!("work, row {row}"),
            };
            names.push(metadata("thread_name", process, *thread, json!({ "name": name })));
            let order = json!({ "sort_index": row });
            names.push(metadata("thread_sort_index", process, *thread, order));
        }
        names
    }
}

/// As the format has times: microseconds, with digits behind the point where it needs them.
fn micros(nanos: i64) -> Value {
    if nanos % NANOS == 0 {
        (nanos / NANOS).into()
    } else {
        (number::signed(nanos) / number::signed(NANOS)).into()
    }
}

const fn process(lane: Lane) -> usize {
    lane.0.saturating_add(1)
}

fn args(record: &Record) -> Map<String, Value> {
    let task = record.task.map(|task| ("task".to_owned(), task.into()));
    let others = record.args.iter();
    let others = others.map(|(key, value)| ((*key).to_owned(), value.as_str().into()));
    task.into_iter().chain(others).collect()
}
