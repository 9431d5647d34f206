//! How many threads.

use std::num::NonZeroUsize;

/// As many as were asked for, or as there are processors.
pub(super) fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    let threads = asked.or_else(|| std::thread::available_parallelism().ok());
    threads.unwrap_or(NonZeroUsize::MIN)
}
