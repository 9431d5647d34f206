//! Which vectors of a suite a run is about.

use crate::vector::Vector;

use super::suite::{Suite, area_of};

/// The profile that takes in every area.
pub const ALL_AREAS: &str = "all";

/// Which vectors of a suite are meant. Empty parts select everything.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Exact ids.
    pub ids: Vec<String>,
    /// A part of the id.
    pub filter: Option<String>,
    /// Areas.
    pub areas: Vec<String>,
    /// A profile: an area, or `all`.
    pub profile: Option<String>,
}

impl Selection {
    /// The selected vectors, in the order of the suite.
    pub fn of<'a>(&self, suite: &'a Suite) -> Vec<&'a Vector> {
        suite.vectors.iter().filter(|vector| self.selects(vector)).collect()
    }

    fn selects(&self, vector: &Vector) -> bool {
        let area = area_of(vector);
        (self.ids.is_empty() || self.ids.contains(&vector.id))
            && self.filter.as_ref().is_none_or(|part| vector.id.contains(part))
            && (self.areas.is_empty() || self.areas.iter().any(|each| each == area))
            && self
                .profile
                .as_ref()
                .is_none_or(|profile| profile == ALL_AREAS || profile == area)
    }
}
