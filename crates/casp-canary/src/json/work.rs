//! Counts steps, so that tests can tell how work grows without a clock. Costs nothing outside tests.

#[cfg(not(test))]
pub(super) const fn step() {}

#[cfg(test)]
std::thread_local! {
    static STEPS: core::cell::Cell<u64> = const { core::cell::Cell::new(0) };
}

#[cfg(test)]
pub(super) fn step() {
    STEPS.set(STEPS.get() + 1);
}

#[cfg(test)]
mod tests;
