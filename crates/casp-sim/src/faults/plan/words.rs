//! A plan in words.

use super::{Fault, NodeId, Plan, REGISTRY};
use crate::faults::forge::FORGERIES;

impl Plan {
    /// A line for each item.
    pub(in crate::faults) fn describe(&self) -> Vec<String> {
        let faults = self.faults.iter();
        let faults = faults.map(|(number, fault)| format!("f{number}: {}", fault.describe(self)));
        let tasks = self.tasks.iter().map(|task| {
            let (at, life) = (seconds(task.at_ms), seconds(task.life_ms));
            let who = self.name(task.requester);
            let (number, effect, way) = (task.number, task.effect, task.way);
            format!(
                "t{number}: {who}, {effect:?}, {way:?}, at {at} for {life}, {:?}",
                task.conduct
            )
        });
        faults.chain(tasks).collect()
    }

    /// A name that a person can read.
    pub(in crate::faults) fn name(&self, node: NodeId) -> String {
        if node == REGISTRY {
            "registry".into()
        } else if self.is_provider(node) {
            format!("provider n{node}")
        } else if node == self.adversary() {
            "adversary".into()
        } else {
            format!("requester n{node}")
        }
    }
}

impl Fault {
    /// What it is, for people.
    pub(in crate::faults) fn describe(&self, plan: &Plan) -> String {
        let name = |node: &NodeId| plan.name(*node);
        let s = |ms: &i64| seconds(*ms);
        match self {
            Self::Crash {
                node, at_ms, down_ms, ..
            } => {
                format!("{} crashes at {} for {}", name(node), s(at_ms), s(down_ms))
            }
            Self::Partition {
                island,
                from_ms,
                until_ms,
            } => {
                let island: Vec<String> = island.iter().map(name).collect();
                format!("cut off from {} to {}: {}", s(from_ms), s(until_ms), island.join(", "))
            }
            Self::Skew { node, from_ms, by_ms } => {
                format!("the clock of {} is off by {} from {}", name(node), s(by_ms), s(from_ms))
            }
            Self::Stall { node, from_ms, for_ms } => {
                format!("the disk of {} stalls at {} for {}", name(node), s(from_ms), s(for_ms))
            }
            Self::Compact { node, at_ms } => format!("{} shortens its journal at {}", name(node), s(at_ms)),
            Self::Weather {
                loss,
                doubling,
                corruption,
            } => {
                format!("weather: {loss:.2} lost, {doubling:.2} doubled, {corruption:.2} corrupted")
            }
            Self::Message { from, nth, harm } => format!("message {nth} of {}: {harm:?}", name(from)),
            Self::Forge { forgery, nth } => {
                let forgery = FORGERIES.get(*forgery);
                let (name, rule) = forgery.map_or(("nothing", ""), |forgery| (forgery.name, forgery.rule));
                format!("the adversary, at occasion {nth}: {name} ({rule})")
            }
        }
    }
}

/// Milliseconds as seconds.
pub(in crate::faults) fn seconds(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    format!("{sign}{}.{:03} s", ms / 1_000, ms % 1_000)
}
