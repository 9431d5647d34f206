//! A network between numbered nodes: time on the way, loss, doubling, corruption, partitions.

mod latency;
mod partition;

use crate::chance::{self, Stream, Streams};
use crate::engine::{Span, Time};

pub use latency::{Latency, Place};
pub use partition::Partition;

/// Partitions of one network at most.
pub const MAX_PARTITIONS: usize = 1_024;

/// What a network does to messages beside taking time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Median of what comes on top of the latency of a pair: a log-normal time.
    pub jitter: Span,
    /// Deviation of the logarithm of that time, from 0 to 10. With 0 it is always the median.
    pub sigma: f64,
    /// Probability that a message is lost.
    pub loss: f64,
    /// Probability that one that is not lost arrives twice.
    pub doubling: f64,
    /// Probability that one that is not lost arrives with one bit turned.
    pub corruption: f64,
    /// What a node can send in a second; its messages leave one after another. Without it sending takes no time.
    pub bytes_per_second: Option<u64>,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrival {
    /// Nothing arrives.
    Lost(Loss),
    /// It arrives as it was sent.
    Whole(Time),
    /// It arrives twice as it was sent; the second is never before the first.
    Twice(Time, Time),
    /// It arrives with one bit turned.
    Corrupted {
        /// When.
        at: Time,
        /// Which, below eight times its bytes: bit `bit % 8` of byte `bit / 8`.
        bit: u64,
    },
}

/// Why nothing arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// By chance.
    Chance,
    /// A partition lies between the two at some moment of the way.
    Partition,
    /// One of the two is no node of this network.
    NoSuchNode,
}

/// Why there is no such network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// A probability outside 0 to 1.
    #[error("{0} is a probability, from 0 to 1")]
    NotAProbability(&'static str),
    /// A deviation outside 0 to 10.
    #[error("sigma is a deviation, from 0 to 10")]
    NotADeviation,
    /// A negative time.
    #[error("{0} is negative")]
    Negative(&'static str),
    /// A node that sends nothing at all.
    #[error("bytes_per_second is 0. Leave it out for a node that sends without delay")]
    NoBandwidth,
    /// The table of classes has no entry for a pair.
    #[error("the table of latencies has no row or no column for class {class}")]
    NoSuchClass {
        /// The class.
        class: u16,
    },
    /// More partitions than are kept.
    #[error("a network has at most {MAX_PARTITIONS} partitions")]
    TooManyPartitions,
    /// It ends before it starts.
    #[error("a partition ends before it starts")]
    Backwards,
}

/// A network.
///
/// Each node draws from a stream of its own and the same count of numbers for each message. So the chances that a node's n-th
/// message meets depend on the seed alone: not on what others send, nor on [`Quality`]; and what is lost at a lower
/// probability of loss is lost at a higher one.
#[derive(Clone, Debug)]
pub struct Network {
    latency: Latency,
    quality: Quality,
    partitions: Vec<Partition>,
    streams: Streams,
    senders: Vec<Sender>,
}

#[derive(Clone, Debug, Default)]
struct Sender {
    /// From the first message on.
    stream: Option<Stream>,
    /// When all that it sent has left.
    free: Time,
}

/// What is drawn for one message.
struct Luck {
    loss: f64,
    corruption: f64,
    doubling: f64,
    bit: u64,
    jitter: [f64; 2],
    second_jitter: [f64; 2],
}

impl Network {
    /// Between as many nodes as `latency` knows.
    ///
    /// # Errors
    /// If a figure is outside its range, or a class has no latency.
    pub fn new(latency: Latency, quality: Quality, streams: Streams) -> Result<Self, NetError> {
        let probabilities = [
            ("loss", quality.loss),
            ("doubling", quality.doubling),
            ("corruption", quality.corruption),
        ];
        for (name, probability) in probabilities {
            if !(0.0..=1.0).contains(&probability) {
                return Err(NetError::NotAProbability(name));
            }
        }
        if !(0.0..=10.0).contains(&quality.sigma) {
            return Err(NetError::NotADeviation);
        }
        if quality.jitter < Span(0) {
            return Err(NetError::Negative("jitter"));
        }
        if quality.bytes_per_second == Some(0) {
            return Err(NetError::NoBandwidth);
        }
        latency.check()?;
        Ok(Self::checked(latency, quality, streams))
    }

    /// Between nodes at these places, with nothing that goes wrong: there is no figure that could be out of its range.
    #[must_use]
    pub fn faultless(places: Vec<Place>, streams: Streams) -> Self {
        Self::checked(Latency::Places(places), Quality::default(), streams)
    }

    fn checked(latency: Latency, quality: Quality, streams: Streams) -> Self {
        let idle = Sender {
            stream: None,
            free: Time(i64::MIN),
        };
        Self {
            senders: vec![idle; latency.nodes()],
            latency,
            quality,
            partitions: Vec::new(),
            streams,
        }
    }

    /// Adds a partition.
    ///
    /// # Errors
    /// If it ends before it starts, or if there are [`MAX_PARTITIONS`].
    pub fn part(&mut self, partition: Partition) -> Result<(), NetError> {
        if partition.until < partition.from {
            return Err(NetError::Backwards);
        }
        if self.partitions.len() >= MAX_PARTITIONS {
            return Err(NetError::TooManyPartitions);
        }
        self.partitions.push(partition);
        Ok(())
    }

    /// Sends a message of so many bytes, and says what arrives when. A node's messages are handed in by their times.
    ///
    /// What a node sends to itself arrives at once and whole.
    pub fn send(&mut self, from: u32, to: u32, bytes: u64, now: Time) -> Arrival {
        let base = self.latency.between(from, to);
        let sender = usize::try_from(from).ok().and_then(|from| self.senders.get_mut(from));
        let (Some(base), Some(sender)) = (base, sender) else {
            return Arrival::Lost(Loss::NoSuchNode);
        };
        if from == to {
            return Arrival::Whole(now);
        }
        let streams = self.streams;
        let stream = sender.stream.get_or_insert_with(|| streams.stream("net", from.into()));
        let luck = Luck::draw(stream, bytes);
        // What is lost on the way has taken its sender's time, too.
        let sends = self
            .quality
            .bytes_per_second
            .map_or(Span(0), |rate| time_to_send(bytes, rate));
        let leaves = now.max(sender.free).after(sends);
        if self.quality.bytes_per_second.is_some() {
            sender.free = leaves;
        }
        if luck.loss < self.quality.loss {
            return Arrival::Lost(Loss::Chance);
        }
        let at = leaves.after(base).after(self.jitter(luck.jitter));
        if self.parted(from, to, now, at) {
            return Arrival::Lost(Loss::Partition);
        }
        if luck.corruption < self.quality.corruption && bytes > 0 {
            return Arrival::Corrupted { at, bit: luck.bit };
        }
        let second = at.max(leaves.after(base).after(self.jitter(luck.second_jitter)));
        if luck.doubling < self.quality.doubling && !self.parted(from, to, now, second) {
            return Arrival::Twice(at, second);
        }
        Arrival::Whole(at)
    }

    /// When a message arrives whole for the first time, over a transport that drops what is corrupted or comes again; `None`
    /// if it never does. Takes the same chances as [`send`](Self::send).
    pub fn transit(&mut self, from: u32, to: u32, bytes: u64, now: Time) -> Option<Time> {
        match self.send(from, to, bytes, now) {
            Arrival::Whole(at) | Arrival::Twice(at, _) => Some(at),
            Arrival::Lost(_) | Arrival::Corrupted { .. } => None,
        }
    }

    fn jitter(&self, [first, second]: [f64; 2]) -> Span {
        chance::log_normal_of(self.quality.jitter, self.quality.sigma, first, second)
    }

    fn parted(&self, from: u32, to: u32, leaves: Time, arrives: Time) -> bool {
        let mut partitions = self.partitions.iter();
        partitions.any(|partition| partition.parts(from, to, leaves, arrives))
    }
}

impl Luck {
    fn draw(stream: &mut Stream, bytes: u64) -> Self {
        Self {
            loss: stream.unit(),
            corruption: stream.unit(),
            doubling: stream.unit(),
            bit: stream.below(bytes.saturating_mul(8)),
            jitter: [stream.unit(), stream.unit()],
            second_jitter: [stream.unit(), stream.unit()],
        }
    }
}

/// Rounded up, so that nothing is sent in no time.
fn time_to_send(bytes: u64, rate: u64) -> Span {
    let micros = u128::from(bytes)
        .saturating_mul(1_000_000)
        .div_ceil(u128::from(rate.max(1)));
    Span(i64::try_from(micros).unwrap_or(i64::MAX))
}
