//! Virtual time and what happens in it: one seed, one history.

mod queue;
mod time;

pub use queue::Queue;
pub use time::{Span, Time};
