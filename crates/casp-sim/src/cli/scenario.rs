//! Scenarios from files.

use std::path::Path;

use casp_sim::cost::{Costs, MEASURED};
use casp_sim::scenario::{MAX_TEXT_BYTES, Scenario};

use super::failure::Failure;
use super::file;

/// Reads one, with the costs that ship.
pub(super) fn scenario(path: &Path) -> Result<Scenario, Failure> {
    let costs = Costs::parse(MEASURED).map_err(Failure::failed)?;
    let text = file::read(path, MAX_TEXT_BYTES)?;
    Scenario::parse(&text, &costs).map_err(|error| Failure::failed(format!("{}:{error}", path.display())))
}
