//! The way of a letter: past the adversary, and through a network that does its worst.

use super::{Event, Letter, Mark, Parcel, START_MS, Stage};
use crate::chance::Streams;
use crate::engine::{Span, Time};
use crate::faults::forge;
use crate::faults::plan::{Fault, Harm, NodeId, Plan};
use crate::net::{Arrival, Latency, Network, Partition, Place, Quality};

impl Stage {
    /// What a node sends goes through the network, and past the adversary.
    pub(in crate::faults) fn send(&mut self, from: NodeId, to: NodeId, parcel: Parcel) {
        let letter = Letter {
            from,
            to,
            parcel,
            mark: Mark::Genuine,
            needs: None,
        };
        let forged = forge::occasion(self, &letter);
        for letter in forged {
            self.queue.schedule(self.queue.now(), Event::Arrives(letter));
        }
        self.post(letter);
    }

    fn post(&mut self, letter: Letter) {
        self.summary.messages = self.summary.messages.saturating_add(1);
        let now = self.queue.now();
        let bytes = u64::try_from(letter.parcel.bytes().len()).unwrap_or(0);
        let arrival = self.network.send(letter.from, letter.to, bytes, now);
        let sent = self.sent.entry(letter.from).or_default();
        let number = *sent;
        *sent = number.saturating_add(1);
        let (from, to) = (letter.from, letter.to);
        let harms: Vec<Harm> = self
            .plan
            .faults
            .iter()
            .filter_map(|(_, fault)| match fault {
                Fault::Message { from: whose, nth, harm } if *whose == from && *nth == number => Some(*harm),
                _ => None,
            })
            .collect();
        self.history.note(now, || {
            format!(
                "{} → {}: {} (message {number})",
                self.plan.name(from),
                self.plan.name(to),
                letter.parcel.describe()
            )
        });
        let mut letter = letter;
        let mut arrivals = match arrival {
            Arrival::Whole(at) => vec![at],
            Arrival::Twice(first, second) => vec![first, second],
            Arrival::Corrupted { at, bit } => {
                letter = letter.damaged(bit);
                vec![at]
            }
            _ => vec![],
        };
        for harm in harms {
            match harm {
                Harm::Lose => arrivals.clear(),
                Harm::Double(ms) => {
                    let again: Vec<Time> = arrivals.iter().map(|at| at.after(Span::of_ms(ms))).collect();
                    arrivals.extend(again);
                }
                Harm::Corrupt(bit) => letter = letter.damaged(bit),
                Harm::Delay(ms) => arrivals.iter_mut().for_each(|at| *at = at.after(Span::of_ms(ms))),
            }
        }
        if arrivals.is_empty() || letter.mark != Mark::Genuine || arrivals.len() > 1 {
            self.summary.harmed = self.summary.harmed.saturating_add(1);
            self.history.note(now, || {
                let what = if arrivals.is_empty() {
                    "is lost"
                } else if letter.mark == Mark::Genuine {
                    "arrives twice"
                } else {
                    "is corrupted"
                };
                format!("    message {number} of {} {what}", self.plan.name(from))
            });
        }
        for at in arrivals {
            self.queue.schedule(at, Event::Arrives(letter.clone()));
        }
    }
}

/// What the plan makes of the network. Its figures are within their ranges, or it has none of them.
pub(super) fn network(plan: &Plan, streams: Streams) -> Network {
    let mut quality = Quality {
        jitter: Span::of_ms(8),
        sigma: 0.8,
        ..Quality::default()
    };
    for (_, fault) in &plan.faults {
        if let Fault::Weather {
            loss,
            doubling,
            corruption,
        } = fault
        {
            quality.loss = quality.loss.max(*loss);
            quality.doubling = quality.doubling.max(*doubling);
            quality.corruption = quality.corruption.max(*corruption);
        }
    }
    let nodes = usize::try_from(plan.adversary()).unwrap_or(0).saturating_add(1);
    // From one to another: 15 ms.
    let place = Place {
        height: 7_500,
        ..Place::default()
    };
    let places = vec![place; nodes];
    let mut network = Network::new(Latency::Places(places.clone()), quality, streams)
        .unwrap_or_else(|_| Network::faultless(places, streams));
    for (_, fault) in &plan.faults {
        if let Fault::Partition {
            island,
            from_ms,
            until_ms,
        } = fault
        {
            let at = |ms: i64| Time::of_ms(START_MS.saturating_add(ms));
            let partition = Partition::new(at(*from_ms), at(*until_ms), std::slice::from_ref(island));
            // There are far fewer than a network may have.
            let _ = network.part(partition);
        }
    }
    network
}
