//! Traces: the lines that a person reads, and the rules that a viewer's importer holds a file to.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    reason = "a test may stop"
)]

use std::collections::{BTreeMap, BTreeSet};

use casp_sim::engine::{Span, Time};
use casp_sim::trace::{MAX_ARGS, MAX_LANES, MAX_TEXT, Record, Trace};
use proptest::prelude::*;
use serde_json::Value;

const BEGIN: Time = Time::of_ms(1_767_225_600_000);

fn at(us: i64) -> Time {
    BEGIN.after(Span(us))
}

/// Two tasks of one requester at once, a message that is lost, and things added out of order.
fn example() -> Trace {
    let mut trace = Trace::new(BEGIN);
    let registry = trace.lane("registry");
    let (requester, provider) = (trace.lane("requester 2"), trace.lane("provider 17"));
    trace.add(Record::span(requester, at(0), at(12_345_678), "task, to a result").task(14));
    trace.add(
        Record::message(requester, registry, at(0), Some(at(20_001)), "query")
            .task(14)
            .with("round", "0"),
    );
    trace.add(
        Record::message(registry, requester, at(21_000), Some(at(43_500)), "answer")
            .task(14)
            .with("candidates", "10"),
    );
    trace.add(Record::span(registry, at(20_001), at(21_000), "serves query"));
    trace.add(Record::span(requester, at(5_000_000), at(20_000_000), "task, to a result").task(15));
    trace.add(Record::message(requester, provider, at(5_000_000), None, "offer").task(15));
    trace.add(
        Record::instant(requester, at(12_345_678), "completed")
            .task(14)
            .with("right", "yes"),
    );
    trace.add(Record::instant(provider, at(1), "behaviour changes"));
    trace
}

#[test]
fn a_person_reads_a_line_for_each_event() {
    let all = "\
\x20+0.000000 s  requester 2  task 14  task, to a result, 12345.678 ms
 +0.000000 s  requester 2  task 14  > registry: query, 20.001 ms under way  round=0
 +0.000001 s  provider 17           behaviour changes
 +0.020001 s  registry     task 14  < requester 2: query  round=0
 +0.020001 s  registry              serves query, 0.999 ms
 +0.021000 s  registry     task 14  > requester 2: answer, 22.500 ms under way  candidates=10
 +0.043500 s  requester 2  task 14  < registry: answer  candidates=10
 +5.000000 s  requester 2  task 15  task, to a result, 15000.000 ms
 +5.000000 s  requester 2  task 15  > provider 17: offer, lost
+12.345678 s  requester 2  task 14  completed  right=yes
";
    assert_eq!(example().to_text(None), all);
    let of_15 = "\
+5.000000 s  requester 2  task 15  task, to a result, 15000.000 ms
+5.000000 s  requester 2  task 15  > provider 17: offer, lost
";
    assert_eq!(example().to_text(Some(15)), of_15);
    assert_eq!(example().to_text(Some(16)), "");
}

#[test]
fn what_has_no_room_is_counted_and_told() {
    let mut trace = Trace::bounded(BEGIN, 2);
    let lane = trace.lane("registry");
    for nth in 0..5 {
        trace.add(Record::instant(lane, at(nth), format!("event {nth}")));
    }
    assert_eq!((trace.len(), trace.left_out()), (2, 3));
    let text = trace.to_text(None);
    assert!(
        text.ends_with("event 1\n3 more records had no room in this trace\n"),
        "{text}"
    );
    let json: Value = serde_json::from_str(&trace.to_chrome()).unwrap();
    assert_eq!(json["otherData"]["records left out"], "3");
}

#[test]
fn names_and_arguments_are_bounded_and_on_one_line() {
    let mut trace = Trace::new(BEGIN);
    let lane = trace.lane("a\nb");
    let long = "é\u{1b}".repeat(MAX_TEXT);
    let mut record = Record::instant(lane, at(0), long.clone());
    for _ in 0..=MAX_ARGS {
        record = record.with("key", long.clone());
    }
    trace.add(record);
    let text = trace.to_text(None);
    assert_eq!(text.lines().count(), 1);
    assert_eq!(text.matches("key=").count(), MAX_ARGS);
    assert!(text.starts_with("+0.000000 s  a b  ") && !text.contains('\u{1b}'));
    assert!(text.chars().count() < (MAX_ARGS + 1) * (MAX_TEXT + 10) + 100);
    serde_json::from_str::<Value>(&trace.to_chrome()).unwrap();
}

#[test]
fn lanes_are_bounded_and_those_beyond_share_one() {
    let mut trace = Trace::new(BEGIN);
    let first = trace.lane("0");
    for nth in 1..MAX_LANES {
        trace.lane(&nth.to_string());
    }
    let others = trace.lane("one more");
    assert_eq!(others, trace.lane("and another"));
    assert_eq!(first, trace.lane("0"));
    trace.add(Record::instant(others, at(0), "x"));
    assert_eq!(trace.to_text(None), "+0.000000 s  others  x\n");
}

#[test]
fn a_viewer_finds_every_lane_named_and_every_arrow_tied() {
    let seen = check(&example());
    assert_eq!(seen.slices, 3 + 2 * 2 + 1);
    assert_eq!((seen.arrows, seen.instants), (2, 2));
    let names: Vec<_> = seen.processes.values().map(String::as_str).collect();
    assert_eq!(names, ["registry", "requester 2", "provider 17"]);
    // The two tasks of the requester overlap: each has a row.
    let threads: Vec<_> = seen.threads.values().map(String::as_str).collect();
    assert_eq!(
        threads,
        ["messages", "work", "messages", "work", "work, row 2", "messages"]
    );
}

struct Seen {
    slices: usize,
    arrows: usize,
    instants: usize,
    processes: BTreeMap<u64, String>,
    threads: BTreeMap<u64, String>,
}

/// Importers count in nanoseconds.
fn nanos(micros: &Value) -> i64 {
    let thousand = micros.as_f64().unwrap() * 1_000.0;
    assert!((thousand - thousand.round()).abs() < 1e-3, "{micros}");
    thousand.round() as i64
}

/// What importers require of a file, and of what they would drop an event.
fn check(trace: &Trace) -> Seen {
    let json: Value = serde_json::from_str(&trace.to_chrome()).unwrap();
    assert_eq!(json["displayTimeUnit"], "ms");
    let mut seen = Seen {
        slices: 0,
        arrows: 0,
        instants: 0,
        processes: BTreeMap::new(),
        threads: BTreeMap::new(),
    };
    let (mut begun, mut last) = (BTreeMap::new(), 0);
    // By thread and begin: end and name of the slices of messages.
    let mut ends: BTreeMap<u64, BTreeMap<i64, (i64, String)>> = BTreeMap::new();
    let mut arrows: Vec<(u64, i64, String)> = Vec::new();
    // By thread: the slices that are open, from the outermost.
    let mut open: BTreeMap<u64, Vec<(i64, i64)>> = BTreeMap::new();
    let mut of_process = BTreeMap::new();
    for event in json["traceEvents"].as_array().unwrap() {
        let (process, thread) = (event["pid"].as_u64().unwrap(), event["tid"].as_u64().unwrap());
        assert!(process > 0 && thread > 0, "{event}");
        assert_eq!(*of_process.entry(thread).or_insert(process), process, "{event}");
        let phase = event["ph"].as_str().unwrap();
        let name = || event["args"]["name"].as_str().unwrap().to_owned();
        if phase == "M" {
            match event["name"].as_str().unwrap() {
                "process_name" => drop(seen.processes.insert(process, name())),
                "thread_name" => drop(seen.threads.insert(thread, name())),
                "process_sort_index" | "thread_sort_index" => assert!(event["args"]["sort_index"].is_u64()),
                other => panic!("{other}"),
            }
            continue;
        }
        assert!(
            seen.processes.contains_key(&process) && seen.threads.contains_key(&thread),
            "{event}"
        );
        assert!(event["name"].is_string() && event["cat"].is_string());
        let time = nanos(&event["ts"]);
        assert!(time >= last, "out of order: {event}");
        last = time;
        let open = open.entry(thread).or_default();
        match phase {
            "X" => {
                let end = time + nanos(&event["dur"]);
                let name = event["name"].as_str().unwrap().to_owned();
                if event["cat"] == "message" {
                    let begins_alone = ends.entry(thread).or_default().insert(time, (end, name)).is_none();
                    assert!(begins_alone, "two at one time: {event}");
                }
                open.retain(|(_, outer)| *outer > time);
                if let Some((_, outer)) = open.last() {
                    assert!(end <= *outer, "overlaps in part: {event}");
                }
                open.push((time, end));
                seen.slices += 1;
            }
            "i" => {
                assert_eq!(event["s"], "t");
                seen.instants += 1;
            }
            "s" | "f" => {
                let way = if phase == "s" { "to" } else { "from" };
                arrows.push((thread, time, format!("{} {way} ", event["name"].as_str().unwrap())));
                let id = event["id"].as_u64().unwrap();
                let named = (event["name"].clone(), event["cat"].clone());
                if phase == "s" {
                    assert!(id > 0 && begun.insert(id, named).is_none(), "{event}");
                } else {
                    assert_eq!(event["bp"], "e");
                    assert_eq!(begun.remove(&id), Some(named), "{event}");
                    seen.arrows += 1;
                }
            }
            other => panic!("{other}"),
        }
    }
    // Each end of an arrow has one slice around it, its own: whatever is innermost, it is that.
    let mut tied = BTreeSet::new();
    for (thread, time, name) in arrows {
        let around = ends[&thread].range(..=time).filter(|(_, (end, _))| *end > time);
        let [(from, (_, slice))] = around.collect::<Vec<_>>()[..] else {
            panic!("{name}{time}: not one slice is around it");
        };
        assert!(
            slice.starts_with(&name) && tied.insert((thread, *from)),
            "{name}{time}: {slice}"
        );
    }
    assert!(begun.is_empty(), "arrows without an end: {begun:?}");
    seen
}

fn records() -> impl Strategy<Value = Vec<(u8, usize, usize, i64, i64, Option<u64>)>> {
    // Few lanes and times, so that they meet.
    let record = (
        0..4_u8,
        0..4_usize,
        0..4_usize,
        -3..60_i64,
        -2..40_i64,
        prop::option::of(0..3_u64),
    );
    prop::collection::vec(record, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_happens_viewers_find_nothing_to_drop(records in records()) {
        let mut trace = Trace::new(BEGIN);
        let lanes = ["registry", "a \"b\"", "é\\", "provider 3"].map(|name| trace.lane(name));
        let (mut slices, mut arrows, mut instants, mut lines) = (0, 0, 0, 0);
        for (kind, from, to, begin, length, task) in &records {
            let (from, to) = (lanes[*from], lanes[*to]);
            let (begin, end) = (at(*begin), at(begin + length));
            let record = match kind {
                0 => Record::span(from, begin, end, "works"),
                1 => Record::instant(from, begin, "is \"there\""),
                2 => Record::message(from, to, begin, Some(end), "offer"),
                _ => Record::message(from, to, begin, None, "offer"),
            };
            let (more_slices, more_arrows, more_instants, more_lines) = [(1, 0, 0, 1), (0, 0, 1, 1), (2, 1, 0, 2), (1, 0, 0, 1)][usize::from(*kind)];
            slices += more_slices;
            arrows += more_arrows;
            instants += more_instants;
            if task.is_some() {
                lines += more_lines;
            }
            trace.add(match task {
                Some(task) => record.task(*task),
                None => record,
            });
        }
        let seen = check(&trace);
        prop_assert_eq!((seen.slices, seen.arrows, seen.instants), (slices, arrows, instants));
        let of_tasks: usize = (0..3).map(|task| trace.to_text(Some(task)).lines().count()).sum();
        prop_assert_eq!(of_tasks, lines);
        let text = trace.to_text(None);
        let times: Vec<&str> = text.lines().map(|line| &line[..11]).collect();
        prop_assert!(times.is_sorted(), "{}", text);
        let unique: BTreeSet<_> = text.lines().map(|line| line.split(" s  ").count()).collect();
        prop_assert!(unique.iter().all(|parts| *parts >= 2));
    }
}
