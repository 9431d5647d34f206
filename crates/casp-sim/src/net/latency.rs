//! How long the way between two nodes takes before jitter.

use super::NetError;
use crate::engine::Span;

/// Where a node is, in the time that its messages take: network coordinates with a height, as Vivaldi has them (F. Dabek and
/// others, *Vivaldi: A Decentralized Network Coordinate System*, SIGCOMM 2004).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Microseconds along one axis.
    pub x: i32,
    /// Microseconds along the other.
    pub y: i32,
    /// Microseconds from the node to the plane: its last mile, part of every way.
    pub height: u32,
}

/// One-way latency of each pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Latency {
    /// Each node has a place: the distance in the plane and both heights.
    Places(Vec<Place>),
    /// Each node has a class, such as a region.
    Classes {
        /// Of each node.
        of: Vec<u16>,
        /// From the class of the row to that of the column.
        table: Vec<Vec<Span>>,
    },
}

impl Latency {
    /// How many nodes there are. They are numbered from 0.
    #[must_use]
    pub const fn nodes(&self) -> usize {
        match self {
            Self::Places(places) => places.len(),
            Self::Classes { of, .. } => of.len(),
        }
    }

    /// From one node to another; `None` if one of them is not there.
    #[must_use]
    pub fn between(&self, from: u32, to: u32) -> Option<Span> {
        let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
        match self {
            Self::Places(places) => Some(places.get(from)?.distance(*places.get(to)?)),
            Self::Classes { of, table } => {
                let row = table.get(usize::from(*of.get(from)?))?;
                row.get(usize::from(*of.get(to)?)).copied()
            }
        }
    }

    /// Every class that a node has needs a row, and a column in every such row.
    pub(super) fn check(&self) -> Result<(), NetError> {
        let Self::Classes { of, table } = self else {
            return Ok(());
        };
        if table.iter().flatten().any(|span| *span < Span(0)) {
            return Err(NetError::Negative("a latency"));
        }
        let narrowest = table.iter().map(Vec::len).min().unwrap_or_default();
        let most = narrowest.min(table.len());
        match of.iter().find(|class| usize::from(**class) >= most) {
            Some(class) => Err(NetError::NoSuchClass { class: *class }),
            None => Ok(()),
        }
    }
}

impl Place {
    fn distance(self, other: Self) -> Span {
        let along = |one: i32, other: i32| u64::from(one.abs_diff(other)).saturating_pow(2);
        let square = along(self.x, other.x).saturating_add(along(self.y, other.y));
        let heights = u64::from(self.height).saturating_add(other.height.into());
        Span(i64::try_from(square.isqrt().saturating_add(heights)).unwrap_or(i64::MAX))
    }
}
