//! Bytes as vectors write them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Bytes, in JSON a hex string, or a list of hex strings and repetitions where long runs would swell the file.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// A run at least this long of one byte is written as a repetition.
const RUN: usize = 64;
/// An input at least this long is searched for repetitions of more than one byte.
const LONG: usize = 16_384;
/// Longest piece whose repetition is searched for.
const PERIOD: usize = 1_024;
/// Literal bytes between two looks for a repetition.
const STRIDE: usize = 32;
/// A repetition at least this long altogether is written as one.
const REPETITION: usize = 4_096;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Text {
    Hex(String),
    Segments(Vec<Segment>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Segment {
    Hex(String),
    #[serde(rename_all = "snake_case")]
    Run {
        repeat: String,
        times: usize,
    },
}

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &segments(&self.0)[..] {
            [] => serializer.serialize_str(""),
            [Segment::Hex(hex)] => serializer.serialize_str(hex),
            segments => segments.serialize(serializer),
        }
    }
}

/// Literal bytes, runs of one byte and, in long inputs, repetitions of a longer piece.
fn segments(bytes: &[u8]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut literal = Vec::new();
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|byte| *byte == first).count();
        let (period, times) = match run {
            RUN.. => (1, run),
            // What repeats itself does so from a little later, too.
            _ if bytes.len() >= LONG && literal.len() % STRIDE == 0 => repetition(rest).unwrap_or((run, 1)),
            _ => (run, 1),
        };
        let (taken, after) = rest.split_at(period * times);
        rest = after;
        if times == 1 {
            literal.extend(taken);
            continue;
        }
        if !literal.is_empty() {
            segments.push(Segment::Hex(hex::encode(std::mem::take(&mut literal))));
        }
        segments.push(Segment::Run {
            repeat: hex::encode(&taken[..period]),
            times,
        });
    }
    if !literal.is_empty() {
        segments.push(Segment::Hex(hex::encode(literal)));
    }
    segments
}

/// The shortest piece that the bytes begin with many times over: its length, and how often.
fn repetition(bytes: &[u8]) -> Option<(usize, usize)> {
    let begins_again = |period: &usize| {
        let again = bytes.get(*period..).unwrap_or_default();
        again.len() >= 8 && again[..8] == bytes[..8]
    };
    let repeated = |period: usize| {
        let same = bytes.iter().zip(&bytes[period..]).take_while(|(a, b)| a == b).count();
        (period, same / period + 1)
    };
    let mut all = (2..=PERIOD).filter(begins_again).map(repeated);
    all.find(|(period, times)| *times > 2 && period * times >= REPETITION)
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let decode = |text: &str| hex::decode(text).map_err(serde::de::Error::custom);
        match Text::deserialize(deserializer)? {
            Text::Hex(text) => decode(&text).map(Self),
            Text::Segments(segments) => {
                let mut bytes = Vec::new();
                for segment in segments {
                    match segment {
                        Segment::Hex(text) => bytes.extend(decode(&text)?),
                        Segment::Run { repeat, times } => bytes.extend(decode(&repeat)?.repeat(times)),
                    }
                }
                Ok(Self(bytes))
            }
        }
    }
}
