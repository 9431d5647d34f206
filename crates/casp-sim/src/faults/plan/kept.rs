//! What is kept of a plan, and its short name.

use core::fmt;
use std::collections::BTreeSet;
use std::str::FromStr;

use super::{NodeId, Plan};

/// Something that can be left out of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A fault, `f3`.
    Fault(u16),
    /// A task, `t0`.
    Task(u16),
    /// A provider or requester, `n2`.
    Node(NodeId),
}

/// What is kept of a plan: `f3,f9,t0,n1,n4`, or `-` for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(pub BTreeSet<Item>);

/// This is no list of what is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither a fault (f3), nor a task (t0), nor a node (n2)")]
pub struct NotKept(pub String);

impl Plan {
    /// What is left of it when only these items are kept. A node that is not kept takes no part.
    #[must_use]
    pub fn keeping(mut self, kept: &Kept) -> Self {
        self.absent = self
            .nodes()
            .filter(|node| !kept.0.contains(&Item::Node(*node)))
            .collect();
        self.tasks.retain(|task| kept.0.contains(&Item::Task(task.number)));
        self.faults.retain(|(number, _)| kept.0.contains(&Item::Fault(*number)));
        self
    }

    /// All that can be left out of it.
    #[must_use]
    pub fn items(&self) -> Kept {
        let faults = self.faults.iter().map(|(number, _)| Item::Fault(*number));
        let tasks = self.tasks.iter().map(|task| Item::Task(task.number));
        let nodes = self.nodes().filter(|node| !self.absent.contains(node));
        Kept(faults.chain(tasks).chain(nodes.map(Item::Node)).collect())
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(number) => write!(f, "f{number}"),
            Self::Task(number) => write!(f, "t{number}"),
            Self::Node(number) => write!(f, "n{number}"),
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("-");
        }
        for (place, item) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{item}")?;
        }
        Ok(())
    }
}

impl FromStr for Kept {
    type Err = NotKept;

    fn from_str(text: &str) -> Result<Self, NotKept> {
        if text == "-" {
            return Ok(Self::default());
        }
        let item = |text: &str| {
            let error = || NotKept(text.into());
            let (kind, number) = text.split_at_checked(1).ok_or_else(error)?;
            let small = number.parse().map_err(|_| error());
            match kind {
                "f" => Ok(Item::Fault(small?)),
                "t" => Ok(Item::Task(small?)),
                "n" => Ok(Item::Node(small?.into())),
                _ => Err(error()),
            }
        };
        text.split(',').map(item).collect::<Result<_, _>>().map(Self)
    }
}
