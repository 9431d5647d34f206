//! The published vectors.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use serde_json::Value;

use crate::support::Sandbox;

/// Every vector.
pub fn vectors() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let areas = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let files = areas
        .filter(|area| area.is_dir() && !area.ends_with("external"))
        .flat_map(|area| std::fs::read_dir(area).unwrap().map(|entry| entry.unwrap().path()));
    let parsed = files.map(|file| serde_json::from_slice::<Value>(&std::fs::read(file).unwrap()).unwrap());
    parsed
        .flat_map(|mut file| {
            let pieces = file["pieces"].take();
            file["vectors"]
                .as_array_mut()
                .unwrap()
                .iter_mut()
                .for_each(|vector| put_together(vector, &pieces));
            file["vectors"].as_array().unwrap().clone()
        })
        .collect()
}

/// Puts a file's pieces where their numbers stand: a number in a list is one.
fn put_together(value: &mut Value, pieces: &Value) {
    match value {
        Value::Array(items) => {
            for item in items {
                match item.as_u64() {
                    Some(number) => *item = pieces[number as usize].clone(),
                    None => put_together(item, pieces),
                }
            }
        }
        Value::Object(members) => members.values_mut().for_each(|member| put_together(member, pieces)),
        _ => {}
    }
}

/// The arguments of every vector with this operation, and the vector.
pub fn of_operation(name: &str) -> Vec<(Value, Value)> {
    let operation = |vector: Value| {
        let arguments = vector["step"]["operation"].get(name)?.clone();
        Some((arguments, vector))
    };
    vectors().into_iter().filter_map(operation).collect()
}

/// Bytes in hex; in long ones, a list of parts, some of them repeated.
pub fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(digits) => hex::decode(digits).unwrap(),
        Value::Array(parts) => parts.iter().flat_map(bytes).collect(),
        Value::Object(part) => {
            let times = part["times"].as_u64().unwrap();
            bytes(&part["repeat"]).repeat(times as usize)
        }
        other => panic!("{other} is no bytes"),
    }
}

/// A number, which is a text where it is great; 0 where it is absent.
pub fn number(value: &Value) -> String {
    match value {
        Value::String(digits) => digits.clone(),
        Value::Number(number) => number.to_string(),
        _ => "0".to_owned(),
    }
}

/// Does the same with every item, on each core some of them, and each core in a sandbox of its own.
pub fn on_every_core<T: Sync, R: Send>(items: &[T], work: impl Fn(&Sandbox, &T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let sandbox = Sandbox::new();
        let mine = std::iter::from_fn(|| items.get(next.fetch_add(1, Relaxed)));
        mine.map(|item| work(&sandbox, item)).collect::<Vec<_>>()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}
