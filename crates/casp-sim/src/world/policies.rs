//! The policies that the paper's Figure 5 compares.

use casp_trust::policy::TieredPolicy;

use super::config::WorldError;

/// Nobody is verified: the best figures win.
///
/// # Errors
/// None that has been seen: the tests read this text.
pub fn no_verification() -> Result<TieredPolicy, WorldError> {
    read(include_str!("policies/none.toml"))
}

/// Reputation alone. Newcomers are let in, or there would never be anybody else.
///
/// # Errors
/// None that has been seen: the tests read this text.
pub fn tier_1() -> Result<TieredPolicy, WorldError> {
    read(include_str!("policies/tier-1.toml"))
}

/// Canaries before any work, and the next candidate where one does not pass: the paper's Risk-Aware.
///
/// # Errors
/// None that has been seen: the tests read this text.
pub fn tier_2() -> Result<TieredPolicy, WorldError> {
    read(include_str!("policies/tier-2.toml"))
}

/// Reputation, canaries and evidence.
///
/// # Errors
/// None that has been seen: the tests read this text.
pub fn all_tiers() -> Result<TieredPolicy, WorldError> {
    read(include_str!("policies/all-tiers.toml"))
}

fn read(text: &str) -> Result<TieredPolicy, WorldError> {
    TieredPolicy::parse(text).map_err(|error| WorldError::Engine {
        engine: "the policy",
        why: error.to_string(),
    })
}
