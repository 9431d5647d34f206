//! What an operation costs as the number of things grows: curves that were measured, as data.
//!
//! ```
//! use casp_sim::cost::Costs;
//!
//! let costs = Costs::parse(
//!     r#"
//!     [[curve]]
//!     name = "register"
//!     unit = "us"
//!     points = [[20, 55.0], [200, 58.0], [2_000, 64.0]]
//!     "#,
//! )?;
//! let register = costs.curve("register").expect("it is there");
//! assert_eq!(register.at(200).0, 58);
//! # Ok::<(), casp_sim::document::DocumentError>(())
//! ```

mod read;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::DocumentError;
use crate::engine::Span;
use crate::number;

/// What the shipped registry, requester and provider cost: `costs/registry.toml`, which says of itself how it was measured.
pub const MEASURED: &str = include_str!("../../costs/registry.toml");

/// Longest text, bytes.
pub const MAX_TEXT_BYTES: usize = 65_536;

/// Curves of one text at most, and points of one curve.
pub const MAX_ITEMS: usize = 256;

/// Curves by their names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Costs {
    curves: BTreeMap<String, Curve>,
}

/// The cost of one operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// In ascending order of N; one at least.
    points: Vec<Point>,
}

/// At N things it takes so long.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
struct Point {
    n: u64,
    nanos: f64,
}

impl Costs {
    /// Reads a text: tables `[[curve]]`, each with `name` (1 to 64 bytes), `unit` (`"ns"`, `"us"` or `"ms"`) and `points`, a
    /// list of `[N, cost]` with N from 1 on, each greater than the one before, and costs of 0 to an hour.
    ///
    /// # Errors
    /// If the text is anything else: where, what, and how to mend it.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        read::read(text).map(|curves| Self { curves })
    }

    /// The curve of this name.
    #[must_use]
    pub fn curve(&self, name: &str) -> Option<&Curve> {
        self.curves.get(name)
    }

    /// All names, in ascending order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.curves.keys().map(String::as_str)
    }
}

impl Curve {
    /// The cost at this N, to the nearest microsecond, as virtual time is counted.
    #[must_use]
    pub fn at(&self, n: u64) -> Span {
        Span(number::whole(self.nanos(n) / 1_000.0))
    }

    /// The cost at this N, nanoseconds.
    ///
    /// Between two points it is linear in the logarithm of N. Below the first it is that of the first. Beyond the last it goes
    /// on as between the last two, but never below 0: a guess, and [`measured`](Self::measured) tells where it begins.
    #[must_use]
    pub fn nanos(&self, n: u64) -> f64 {
        let upper = self.points.partition_point(|point| point.n < n);
        let last = self.points.len().saturating_sub(1);
        let right = upper.min(last);
        let Some(to) = self.points.get(right) else {
            return 0.0;
        };
        if to.n == n {
            return to.nanos;
        }
        match right.checked_sub(1).and_then(|left| self.points.get(left)) {
            Some(from) => from.towards(*to, n).max(0.0),
            // Below the first, or the only one.
            None => to.nanos,
        }
    }

    /// The least and the greatest N that were measured.
    #[must_use]
    pub fn measured(&self) -> (u64, u64) {
        let n = |point: Option<&Point>| point.map_or(0, |point| point.n);
        (n(self.points.first()), n(self.points.last()))
    }
}

impl Point {
    fn towards(self, other: Self, n: u64) -> f64 {
        let log = |n| libm::log(number::float(n));
        let part = (log(n) - log(self.n)) / (log(other.n) - log(self.n));
        self.nanos + (other.nanos - self.nanos) * part
    }
}
